"""Numbers, countries and codes as people write them in cells (§X8 to §X11)."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

from monazite.codes import country, search_country
from monazite.errors import DataError, UnknownCode
from monazite.exposure.bill import OriginShare
from monazite.exposure.bills.limits import MAX_CELL

# What people write where they know nothing.
_NOTHING = frozenset(
    "- -- --- . ? ?? n/a na n.a. none null nil tbd tba tbc unknown unk mixed various several multiple k.a. k. a. "
    "unbekannt offen keine diverse verschiedene div. 未知 不详 不明 无 待定 多国 / #n/a #ref! #value! #name?".split()
) | {"keine angabe", "not stated", "not known", "not specified", "nicht bekannt", "k. a.", "n. a."}
_GROUPS = frozenset(
    {
        "eu",
        "european union",
        "europe",
        "europäische union",
        "欧盟",
        "asia",
        "asien",
        "row",
        "global",
        "worldwide",
    }
)
_COUNTRY_WORDS = {
    "中国": "CHN",
    "中國": "CHN",
    "中华人民共和国": "CHN",
    "volksrepublik china": "CHN",
    "vr china": "CHN",
    "cn": "CHN",
    "p.r.c.": "CHN",
    "china (prc)": "CHN",
    "日本": "JPN",
    "德国": "DEU",
    "美国": "USA",
    "韩国": "KOR",
    "越南": "VNM",
    "台湾": "TWN",
    "马来西亚": "MYS",
    "爱沙尼亚": "EST",
    "泰国": "THA",
    "印度": "IND",
    "英国": "GBR",
    "法国": "FRA",
    "意大利": "ITA",
    "墨西哥": "MEX",
    "澳大利亚": "AUS",
    "香港": "HKG",
    "deutschland": "DEU",
    "vereinigte staaten": "USA",
    "frankreich": "FRA",
    "italien": "ITA",
    "japan": "JPN",
    "südkorea": "KOR",
    "österreich": "AUT",
    "schweiz": "CHE",
    "tschechien": "CZE",
    "polen": "POL",
    "ungarn": "HUN",
    "estland": "EST",
    "großbritannien": "GBR",
    "vereinigtes königreich": "GBR",
    "indien": "IND",
    "malaysia": "MYS",
    "spanien": "ESP",
    "niederlande": "NLD",
    "schweden": "SWE",
    "slowakei": "SVK",
    "slowenien": "SVN",
    "rumänien": "ROU",
    "türkei": "TUR",
    "mexiko": "MEX",
    "australien": "AUS",
    "brasilien": "BRA",
    "kanada": "CAN",
    "russland": "RUS",
    "philippinen": "PHL",
}
_CURRENCIES = {
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "dollar": "USD",
    "美元": "USD",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "欧元": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "¥": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "jpy": "JPY",
    "円": "JPY",
    "日元": "JPY",
    "chf": "CHF",
    "krw": "KRW",
    "sek": "SEK",
    "pln": "PLN",
    "czk": "CZK",
    "inr": "INR",
    "cad": "CAD",
    "aud": "AUD",
    "twd": "TWD",
    "huf": "HUF",
}
# Exact by definition, in kilograms.
KILOGRAMS_PER = {
    "kg": 1.0,
    "kgs": 1.0,
    "kilogram": 1.0,
    "kilograms": 1.0,
    "kilogramm": 1.0,
    "公斤": 1.0,
    "千克": 1.0,
    "g": 1e-3,
    "gr": 1e-3,
    "gram": 1e-3,
    "grams": 1e-3,
    "gramm": 1e-3,
    "克": 1e-3,
    "mg": 1e-6,
    "milligramm": 1e-6,
    "毫克": 1e-6,
    "µg": 1e-9,
    "ug": 1e-9,
    "t": 1e3,
    "ton": 1e3,
    "tonne": 1e3,
    "tonnen": 1e3,
    "吨": 1e3,
    "lb": 0.45359237,
    "lbs": 0.45359237,
    "oz": 0.028349523125,
}
_NUMBER = re.compile(r"[-+]?[\d.,'’ \u00a0\u202f\u2009_]*\d[.,]?(?:[eE][-+]?\d{1,3})?")
_THOUSANDS = re.compile(r"['’\s\u00a0\u202f\u2009_]")
_PIECE = re.compile(r"[;,/|+&\n、；，]| und | and | or | oder | 和 ")
_SHARE = re.compile(r"(?<!\d)(\d{1,6}(?:[.,]\d{1,9})?)\s*%")
_LONG = 80  # characters; no number and no name of a country is longer


def clean(cell: object) -> str:
    """The text of a cell, width-folded, blanks collapsed, control characters gone."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - exact integers
        cell = int(cell)
    text = unicodedata.normalize("NFKC", str(cell))[:MAX_CELL]
    text = "".join(" " if unicodedata.category(ch) in {"Cc", "Cf"} else ch for ch in text)
    return " ".join(text.split())


def is_nothing(text: str) -> bool:
    """Whether the text is one of the ways to say that nothing is known."""
    return not text or text.casefold() in _NOTHING


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark a set of numbers proves: `,` or `.`, or empty text when none of them proves either.

    >>> decimal_mark(["1.234,50", "3"]), decimal_mark(["1,234", "2"]), decimal_mark(["0.5"])
    (',', '', '.')
    """
    votes = {",": 0, ".": 0}
    for text in texts:
        if len(text) > _LONG:
            continue
        found = _NUMBER.search(text)
        if not found:
            continue
        digits = _THOUSANDS.sub("", found.group()).split("e")[0].split("E")[0]
        votes_for = _vote(digits)
        if votes_for:
            votes[votes_for] += 1
    if bool(votes[","]) == bool(votes["."]):
        return ""
    return "," if votes[","] else "."


_GROUP = 3  # digits between two thousands marks


def _vote(digits: str) -> str:
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and dot >= 0:
        return "," if comma > dot else "."
    mark = "," if comma >= 0 else "." if dot >= 0 else ""
    if not mark:
        return ""
    other = "." if mark == "," else ","
    if digits.count(mark) > 1:
        return other  # a mark given twice separates thousands
    head, tail = digits.split(mark)
    grouped = (
        len(tail) == _GROUP
        and 1 <= len(head.lstrip("+-")) <= _GROUP
        and not head.lstrip("+-").startswith("0")
    )
    return "" if grouped else mark


def number(text: str, *, mark: str = ".", where: str = "") -> tuple[float, str]:
    """The number in a cell and the text that stands beside it (unit, currency or per cent).

    Args:
        text: A cleaned, not empty cell.
        mark: The decimal mark where the cell alone does not prove one.
        where: Place for the error.

    Raises:
        DataError: E355 if there is no single number.

    >>> number("€ 1.234,50"), number("12,5 g", mark=","), number("0.5")
    ((1234.5, '€'), (12.5, 'g'), (0.5, ''))
    """
    found = _NUMBER.search(text) if len(text) <= _LONG else None
    rest = (text[: found.start()] + " " + text[found.end() :]).strip() if found else ""
    if found is None or re.search(r"\d", rest.replace("m2", "").replace("m3", "")):
        raise DataError(
            "E355",
            f"{text[:60]!r} is not one number",
            where=where,
            why="An amount is one number, with a unit at most (§X8)",
            way_out="Write one number in the cell; leave it empty when it is not known",
        )
    digits = _THOUSANDS.sub("", found.group())
    body, _, power = digits.lower().partition("e")
    use = _vote(body) or mark
    body = body.replace("." if use == "," else ",", "").replace(use, ".")
    try:
        value = float(body + ("e" + power if power else ""))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DataError(
            "E355",
            f"{text[:60]!r} is not a number",
            where=where,
            why="The marks for thousands and decimals contradict each other (§X8)",
            way_out="Write it with one decimal mark",
        )
    return value, rest


def is_bound(text: str) -> bool:
    """Whether the cell holds a limit or a guess, not an amount: `<5`, `ca. 3`, `10-20`, `max. 4`."""
    return bool(
        re.match(
            r"^(<|>|≤|≥|~|≈|ca\b|about|approx|max|min|up to|etwa|bis|约|不超过|至少)",
            text,
            re.IGNORECASE,
        )
        or re.match(r"^\d[\d.,]*\s*(-|–|bis|to|~)\s*\d", text, re.IGNORECASE)
    )


def currency(text: str) -> str:
    """The ISO 4217 code a text names, or empty text.

    >>> currency("US$"), currency("Preis EUR"), currency("kg")
    ('USD', 'EUR', '')
    """
    low = text.casefold().strip(" .()[]")
    if low in _CURRENCIES:
        return _CURRENCIES[low]
    for word in re.findall(r"us\$|[$€£¥]|[a-z]{3,6}|人民币|美元|欧元|日元|元", low):
        if word in _CURRENCIES:
            return _CURRENCIES[word]
    return ""


def mass_factor(unit: str) -> float | None:
    """Kilograms per unit, or None for a unit that is no mass."""
    return KILOGRAMS_PER.get(unit.casefold().strip(" .()[]"))


def hs_code(text: str, *, where: str = "") -> str:
    """A customs code as digits only.

    Raises:
        DataError: E356 if it is no code of 4 to 12 digits.

    >>> hs_code("8505.11.10 00"), hs_code("2846901500")
    ('8505111000', '2846901500')
    """
    digits = re.sub(r"^(hs|cn|hts|taric|ncm)\s*[:#]?", "", text.casefold())
    digits = re.sub(r"[\s.\-/]", "", digits)
    if not re.fullmatch(r"\d{4,12}", digits):
        raise DataError(
            "E356",
            f"{text[:40]!r} is not a customs code",
            where=where,
            why="A customs code has 4 to 12 digits (§X11)",
            way_out="Write the digits, or leave the cell empty",
        )
    return digits


def _one_country(text: str, where: str) -> str | None:
    low = text.casefold().strip(" .()[]:")
    low = re.sub(
        r"^(made in|origin|country of origin|herkunft|ursprung|产地|原产地|原产国)[ :：]*", "", low
    )
    if is_nothing(low) or low in _GROUPS:
        return None
    if len(low) > _LONG:
        raise UnknownCode(
            "E102",
            f"unknown country {low[:40]!r}...",
            where=where,
            why="No name of a country is that long",
            way_out="Write an ISO 3166-1 code or a name",
        )
    return _COUNTRY_WORDS.get(low) or country(low, where=where)


def origins(text: str, *, where: str = "") -> tuple[OriginShare, ...]:
    """Countries of origin with shares; several countries without shares come back as unanswered.

    Raises:
        UnknownCode: E102 if a name is no country.
        DataError: E355 if shares are given for some countries only.

    >>> origins("CN 60 %, Germany 40 %")
    (OriginShare(country='CHN', share=0.6), OriginShare(country='DEU', share=0.4))
    >>> origins("China or Japan")
    ()
    """
    if is_nothing(text):
        return ()
    if not _SHARE.search(text):
        whole = text.casefold().strip(" .")
        if whole in _COUNTRY_WORDS or search_country(whole):
            return (OriginShare(_COUNTRY_WORDS.get(whole) or country(whole)),)
    found: list[OriginShare] = []
    pieces = [piece.strip() for piece in _PIECE.split(_protect_decimals(text)) if piece.strip()]
    for piece in pieces:
        share = _SHARE.search(piece.replace("\x00", "."))
        code = _one_country(_SHARE.sub("", piece.replace("\x00", ".")).strip(), where)
        if code is None:
            continue
        if share is None and len(pieces) > 1 and "%" in text:
            raise DataError(
                "E355",
                f"{text[:60]!r} gives shares for some countries only",
                where=where,
                why="Either every country has a share, or none has (§X9)",
                way_out="Write, for example, CN 60 %, DE 40 %",
            )
        if share is not None or len(pieces) == 1:
            found.append(OriginShare(code, float(share.group(1)) / 100 if share else 1.0))
    return tuple(found)


def _protect_decimals(text: str) -> str:
    return re.sub(r"(\d)[.,](\d)", "\\1\x00\\2", text)


def made_in(text: str, *, where: str = "") -> str:
    """One country of manufacture, alpha-3, or empty text where it is not said.

    Raises:
        UnknownCode: E102 if the name is no country.
    """
    if is_nothing(text):
        return ""
    return _one_country(text, where) or ""
