# ruff: noqa: E501 - a pattern is one line of words
"""Money, masses, percentages and counts, with the words that bound them (§R13)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from monazite.reading.cues import ALL, Cue
from monazite.reading.fractions import SPELLED, bare_parts, spelled
from monazite.reading.letters import is_plain
from monazite.reading.numbers import Run, at, near, runs, signed, starts
from monazite.units import TONNES_PER

_SCALE = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "mln": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12, "万": 1e4, "亿": 1e8, "hundred": 1e2, "lakh": 1e5, "crore": 1e7, "lakh crore": 1e12,
}  # fmt: skip
_COUNTED = {
    "a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0,
    "half a": 0.5, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0,
}  # fmt: skip
_NUM = r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|(?<![\d.])[1-9]\d{0,2}(?: \d{3}){1,3}(?![\d,])|\d{1,12}(?:\.\d{1,6})?)"
_SCALES = (
    r"(?:thousand|million|mln|mn|billion|bn|trillion|tn|lakh crore|crore|lakh|[mbk](?![A-Za-z]))"
)
_SIGNS = {
    "US$": "USD", "USD": "USD", "$": "USD", "A$": "AUD", "AU$": "AUD", "AUD": "AUD", "C$": "CAD", "CA$": "CAD", "CAD": "CAD",
    "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "¥": "CNY", "CNY": "CNY", "RMB": "CNY", "RM": "MYR", "MYR": "MYR",
    "JPY": "JPY", "KRW": "KRW", "INR": "INR", "Rs": "INR", "₹": "INR", "IDR": "IDR", "Rp": "IDR", "CHF": "CHF", "NZ$": "NZD", "ZAR": "ZAR",
}  # fmt: skip
_NAMES = {
    "dollars": "USD", "dollar": "USD", "yuan": "CNY", "renminbi": "CNY", "euros": "EUR", "euro": "EUR", "pounds sterling": "GBP",
    "yen": "JPY", "won": "KRW", "ringgit": "MYR", "rupees": "INR", "rupiah": "IDR", "rand": "ZAR", "roubles": "RUB", "rubles": "RUB",
    "pesos": "CLP", "美元": "USD", "元": "CNY", "人民币": "CNY",
}  # fmt: skip
_SIGN = "|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))
_NAME = "|".join(map(re.escape, sorted(_NAMES, key=len, reverse=True)))
_PER = r"(?:\s?(?:/|per|an?)\s?-?(?P<per{0}>(?:dry )?metric ton(?:ne)?s?|tonnes?|tons?|t\b|kilograms?|kilos?|kg|pounds?|lb|mtu|ounce|unit))?"
_MONEY = Cue(
    rf"(?:US|USD|U\.S\.)? ?(?P<sign>(?<![A-Za-z])(?:{_SIGN}) ?\$?)\s?(?P<n1>{_NUM})(?:[-\s]?(?P<s1>{_SCALES})\b)?{_PER.format(1)}"
    rf"|(?P<n2>{_NUM})[-\s]?(?P<s2>{_SCALES}|万|亿)?[-\s]?(?:U\.?S\.? |Australian |Canadian )?(?P<name>{_NAME})(?![A-Za-z]){_PER.format(2)}",
    re.IGNORECASE,
)
_REACH = 16  # characters of a sign before its number: `U.S. AU$ $`
_HALF = Cue(r"\bhalf a (?P<s>million|billion|trillion) (?:US |U\.S\. )?dollars\b", re.IGNORECASE)
_MASS = Cue(
    rf"(?P<n>{_NUM}|\b(?:{'|'.join(_COUNTED)})(?=[- ](?:thousand|million|billion)))\)?(?:[-\s](?P<s>hundred thousand|thousand|million|mln|billion|bn|lakh|crore)|(?P<k>[km]|万|亿)(?=\s?(?:t\b|tpa|吨|公斤|千克)))?[-\s]?"
    r"(?:of )?(?:dry |wet |gross |metric |short |long ){0,2}(?P<u>metric ton(?:ne)?s?|metric-tons?|tonnes?|tons?|kilotonnes?|kilotons?|mtpa\b|ktpa\b|tpa\b|wmt\b|dmt\b|mt\b|kt\b|t\b|kg\b|kilograms?|kilos?|(?:million )?pounds\b|lbs?\b|吨|公斤|千克)"
    r"(?!\s?(?:of )?(?:CO2|carbon))",
    re.IGNORECASE,
)
_COUNTS = Cue(
    rf"\b(?:{'|'.join(sorted(_COUNTED, key=len, reverse=True))})[- ](?:thousand|million|billion)",
    re.IGNORECASE,
)
_SCALED = re.compile(r"[- ](?:thousand|million|billion)")
_COUNT = re.compile(rf"\b(?:{'|'.join(_COUNTED)})$")
_PERCENT = Cue(
    rf"(?P<n>(?<![\d.])-?{_NUM})(?:\s?(?:(?<!20\d\d )(?:to|-|–)|(?:%|percent|per cent)? ?(?:to|and))\s?(?P<m>{_NUM}))?[-\s]?(?:%|％|percent(?:age points?)?\b|per cent\b|per-cent\b|pct\b)",
    re.IGNORECASE,
)
_NO_RANGE = re.compile(r"(?:19|20)\d\d$")  # "from 2027 and 30%" is a year and a rate
_BOUNDS = {
    "<": ("less than", "under", "below", "fewer than"),
    ">": ("more than", "over", "above", "exceed", "exceeding", "exceeds", "in excess of", "greater than", "超过"),
    ">=": ("at least", "no less than", "not less than", "minimum of", "minimum", "不低于", "不少于", "大于等于", "至少"),
    "<=": ("up to", "as much as", "at most", "no more than", "not more than", "maximum of", "max", "max.", "upward to", "upwards to", "as many as"),
    "~": ("about", "around", "roughly", "approximately", "nearly", "almost", "some", "close to", "an estimated", "estimated", "circa", "just over", "just under", "约"),
}  # fmt: skip
_OPERATORS = {phrase: op for op, phrases in _BOUNDS.items() for phrase in phrases}
_TAILS = ("a total of ", "the ", "an ", "a ")  # between a bound and its number


def _backwards(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern for letters in reverse, the longest first."""
    return "|".join(re.escape(word[::-1]) for word in sorted(words, key=len, reverse=True))


# read from the number leftwards: a match at one place, and no search
_BOUND = re.compile(rf"(?:{_backwards(_TAILS)})?\s*({_backwards(_OPERATORS)})")
# cheap looks ahead: a sentence without these has no such amount
_MONEY_GATE = Cue(
    r"[$€£¥₹元]|(?:USD|AUD|CAD|EUR|GBP|CNY|RMB|MYR|JPY|KRW|INR|IDR|CHF|ZAR) ?\d|dollar|yuan|renminbi|euros?\b|yen\b|won\b|ringgit|rupee|rupiah|rand\b|roubles|rubles|pesos|pounds sterling|人民币"
)
_R_GATE = re.compile(r"R[Msp] ?\d")
_TON_GATE = Cue(
    r"\bton|\bmetric|\bkilo|\d ?kg\b|\d ?lbs?\b|pounds|tpa\b|吨|公斤|千克", re.IGNORECASE
)
_T_GATE = re.compile(r"[tT]\b(?:(?<=[\dmkMK][tT])|(?<=\d [tT]))")
_PERCENT_SIGNS = ("%", "cent", "pct", "％")
_PERCENT_GATE = Cue(r"[%％]|per ?-?cent|\bpct")


class Amount(NamedTuple):
    """A number with a unit: kind is money, mass or percent; mass in tonnes, percent as printed."""

    kind: str
    value: float
    unit: str
    op: str
    start: int
    end: int
    per: str | None = None
    words: str = ""


def _number(text: str) -> float:
    if text[-1].isdigit():
        return float(text.replace(",", "").replace(" ", ""))
    return _COUNTED[text.lower()]


def bound(text: str, start: int) -> str:
    """The operator the words before a number state: `=`, `~`, `>`, `>=`, `<`, `<=`."""
    before = text[max(0, start - 28) : start].lower().removesuffix("\n")
    found = _BOUND.match(before[::-1])
    return _OPERATORS[found[1][::-1]] if found else "="


def _per(text: str | None) -> str | None:
    if not text:
        return None
    text = text.lower()
    if text.startswith(("kg", "kilo")):
        return "kg"
    if text.startswith(("pound", "lb")):
        return "lb"
    return "t" if text.startswith(("t", "metric", "dry")) else text


def _money(text: str, cues: int, numbers: list[Run]) -> list[Amount]:
    found: list[Amount] = []
    if "$" not in text and not _MONEY_GATE.first(text, cues) and not _R_GATE.search(text):
        return found
    for hit in _HALF.each(text, cues):
        scale = _SCALE[hit["s"].lower()]
        found.append(
            Amount("money", scale / 2, "USD", bound(text, hit.start()), hit.start(), hit.end())
        )
    for hit in near(*_MONEY.for_text(text), numbers, _REACH) if cues & _MONEY.mask else ():
        if hit["sign"]:
            key = text[slice(*hit.span("sign"))].strip()
            key = key if key in _SIGNS else key.rstrip("$ ")
            currency = _SIGNS.get(key) or _SIGNS.get(key.upper())
            number, scale, per = hit["n1"], hit["s1"], hit["per1"]
        else:
            currency = _NAMES.get(hit["name"].lower())
            number, scale, per = hit["n2"], hit["s2"], hit["per2"]
            before = text[hit.start() : hit.end()].lower()
            currency = (
                "AUD" if "australian" in before else "CAD" if "canadian" in before else currency
            )
        if currency is None:
            continue
        value = _number(number) * _SCALE.get((scale or "").lower(), 1.0)
        start = hit.start() + len(hit.group(0)) - len(hit.group(0).lstrip())
        found.append(
            Amount(
                "money",
                value,
                currency,
                bound(text, start),
                start,
                hit.end(),
                _per(per),
                text[start : hit.end()].strip(),
            )
        )
    return found


_TONS = (("short ton", 0.90718474), ("long ton", 1.0160469))
_UNIT = {
    "kg": 1e-3,
    "kilogram": 1e-3,
    "kilo": 1e-3,
    "lb": TONNES_PER["lb"],
    "pound": TONNES_PER["lb"],
    "kt": 1e3,
    "公斤": 1e-3,
    "千克": 1e-3,
    "kilotonne": 1e3,
    "kiloton": 1e3,
    "ktpa": 1e3,
    "wmt": 1.0,
    "dmt": 1.0,
    "mtpa": 1e6,
    "吨": 1.0,
}


_TOO_MUCH = 2e8  # tonnes a year; no plant of these minerals makes as much


def _places(text: str, cues: int, numbers: list[Run]) -> Iterable[int]:
    """Where the number of a mass may begin: at digits, and at a word before a scale, as in `half a million tonnes`."""
    if not cues & _COUNTS.mask:
        return starts(numbers, text)
    if not is_plain(text):
        return range(len(text))
    lower = text.lower()
    found = set(starts(numbers, text))
    for scale in _SCALED.finditer(lower):
        end = scale.start()
        word = (
            _COUNT.search(lower, max(0, end - 8), end) if lower[end - 1 : end].isalpha() else None
        )
        if word:
            found |= {word.start(), lower.rfind(" ", 0, end) + 1}
    return sorted(found)


def _is_spaced(text: str, hit: re.Match[str]) -> bool:
    """Whether the unit of a mass is a word of its own, as in nearly all: `5 tonnes`, and not `5tonnes`."""
    start = hit.start("u")
    return text[start - 1] == " " and text.startswith(("ton", "metric", "kilo"), start)


def _mass(text: str, cues: int, numbers: list[Run]) -> list[Amount]:
    found: list[Amount] = []
    if not (numbers or cues & _COUNTS.mask):
        return found
    hits = at(*_MASS.for_text(text), _places(text, cues, numbers))
    if not (
        hits and (_is_spaced(text, hits[0]) or _TON_GATE.first(text, cues) or _T_GATE.search(text))
    ):
        return found
    for hit in hits:
        unit = hit["u"].lower()
        factor = 1.0
        if unit.startswith("million "):
            factor, unit = 1e6, unit.removeprefix("million ")
        factor *= _UNIT.get(unit, _UNIT.get(unit.rstrip("s"), 1.0))
        scale = (hit["s"] or hit["k"] or "").lower()
        factor *= 1e5 if scale == "hundred thousand" else _SCALE.get(scale, 1.0)
        words = hit.group(0).lower()
        factor *= next((tons for name, tons in _TONS if name in words), 1.0)
        if unit == "mt" and text[slice(*hit.span("u"))] == "Mt":
            factor *= 1e6
        value = _number(hit["n"]) * factor
        if unit == "mtpa" and value >= _TOO_MUCH:
            value /= 1e6  # metric tonnes a year, not millions of them
        found.append(Amount("mass", value, "t", bound(text, hit.start()), hit.start(), hit.end()))
    return found


def _percent(text: str, cues: int, numbers: list[Run]) -> list[Amount]:
    found: list[Amount] = []
    if not numbers or not ("%" in text or _PERCENT_GATE.first(text, cues)):
        return found
    low = text.lower()
    last = max(map(low.rfind, _PERCENT_SIGNS))  # no number after it has one
    places = signed([run for run in numbers if run[0] < last], text)
    for hit in at(*_PERCENT.for_text(text), places):
        if hit["m"] and _NO_RANGE.match(hit["n"]):
            value = _number(hit["m"])
            op = bound(text, hit.start("m"))
            found.append(
                Amount("percent", value, "%", op, hit.start("m"), hit.end(), None, hit["m"])
            )
            continue
        value = abs(_number(hit["n"]))
        op = bound(text, hit.start())
        if hit["m"] and op == "=":
            op = "~"
        found.append(Amount("percent", value, "%", op, hit.start(), hit.end(), None, hit.group(0)))
        if hit["m"]:
            found.append(
                Amount(
                    "percent",
                    _number(hit["m"]),
                    "%",
                    op,
                    hit.start("m"),
                    hit.end(),
                    None,
                    hit.group(0),
                )
            )
    return found


def _parts(text: str, cues: int, numbers: list[Run]) -> list[Amount]:
    """Percentages as printed, then those in words, and the bare numbers of a list of them."""
    printed = _percent(text, cues, numbers)
    if not printed and not cues & SPELLED:
        return printed
    told = [
        Amount("percent", part.value, "%", bound(text, part.start) if part.exact else "~", part.start, part.end, None, text[part.start : part.end] if part.exact else "")
        for part in spelled(text, cues)
    ]  # fmt: skip
    if printed:
        told += [
            Amount("percent", part.value, "%", bound(text, part.start) if part.exact else "~", part.start, part.end, None, "list")
            for part in bare_parts(text, [(a.start, a.end) for a in printed], numbers, cues)
        ]  # fmt: skip
    return [
        *printed,
        *(t for t in told if not any(p.start < t.end and t.start < p.end for p in printed)),
    ]


_BARE = re.compile(
    rf"(?<![\w.,$€£¥])(?P<n>{_NUM})(?: (?P<s>million|thousand))?(?=[,;.)]?(?:$|\s(?:going|goes|went|in\b|the year|a year|last|to|for|from|and|while|came|that|which|\()|[,;.]))",
)
_BARE_LEAST = 1_000


def _bare(text: str, masses: list[Amount], cues: int, numbers: list[Run]) -> list[Amount]:
    """Numbers after a mass that leave out its unit: `45 million tonnes, with 35.12 million going to China`."""
    first = masses[0].start
    found: list[Amount] = []
    last = masses[0].end
    for hit in at(_BARE, text, [start for start, _ in numbers if start >= last]):
        number = _number(hit["n"])
        if not hit["s"] and ("," not in hit["n"] or number < _BARE_LEAST):
            continue
        value = number * _SCALE.get(hit["s"] or "", 1.0)
        found.append(
            Amount(
                "mass", value, "t", bound(text, hit.start()), hit.start(), hit.end(), None, "list"
            )
        )
    pair = len(numbers) > 1 and cues & _BETWEEN.mask
    places = [start for start, _ in numbers] if pair else []
    for between in at(_BETWEEN.pattern, text, places):
        if between.end() < first or _NO_RANGE.match(between["n"]):
            continue
        scale = _SCALE.get((between["s"] or "").lower(), 1.0)
        value = _number(between["n"]) * (scale if _number(between["n"]) < _BARE_LEAST else 1.0)
        found.append(Amount("mass", value, "t", "~", between.start("n"), between.end("n")))
    return found


_BETWEEN = Cue(
    rf"(?<![$€£¥\d.,])(?P<n>{_NUM})(?:(?<!\b20\d\d) (?:and|to) |-|–){_NUM}(?: (?P<s>million|thousand|billion))? (?:metric |wet |dry )?(?:tonnes|tons)\b"
)


_CELL = re.compile(rf"(?<![\w.,]){_NUM}(?![\w%,.]\d|%|\w)")


def cells(text: str, factor: float) -> list[Amount]:
    """The masses of a table's row, whose unit stands in its heading; a leading year is none."""
    return [
        Amount(
            "mass", _number(hit.group(0)) * factor, "t", "=", hit.start(), hit.end(), None, "table"
        )
        for hit in _CELL.finditer(text)
        if not _NO_RANGE.match(hit.group(0))
    ]


_IN_WORDS = _HALF.mask | _COUNTS.mask | SPELLED  # amounts without a digit
_SHARED = _PERCENT_GATE.mask | SPELLED


def amounts(text: str, cues: int = ALL) -> list[Amount]:
    """All amounts of a text in order; a mass inside a price is part of the price."""
    priced = cues & _MONEY_GATE.mask or _R_GATE.search(text)
    weighed = cues & _TON_GATE.mask or _T_GATE.search(text)
    shared = cues & _SHARED
    if not (priced or weighed or shared):
        return []  # as of most sentences: a year is a number without a unit
    numbers = runs(text)
    if not numbers and not cues & _IN_WORDS:
        return []
    money = _money(text, cues, numbers) if priced else []
    taken = [(m.start, m.end) for m in money]
    masses = _mass(text, cues, numbers) if weighed else []
    rest = [*masses, *_parts(text, cues, numbers)] if shared else masses
    if taken:
        rest = [a for a in rest if not any(low < a.end and a.start < high for low, high in taken)]
    if masses:
        taken += [(a.start, a.end) for a in rest]
        rest = rest + [
            a
            for a in _bare(text, masses, cues, numbers)
            if not any(low < a.end and a.start < high for low, high in taken)
        ]
    return sorted((*money, *rest), key=lambda a: a.start)
