"""Countries an inquiry names: where it was made, by which steps, from where to where (§X1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monazite import codes

_NOT_STATED = {"", "not stated", "unknown", "n/a", "-", "not known", "unspecified"}
_EU = {"EU", "EUROPE", "EUROPEAN UNION", "EUU"}
STEPS = {
    "mined_in": r"mined",
    "refined_in": r"refined|smelted",
    "separated_in": r"separated",
    "melted_in": r"melted|alloyed|strip[- ]cast",
    "produced_in": r"produced|sintered|manufactured|pressed|reduced",
}
# The first step at which a named input stands: what went before is not said, this step and no later one is.
_INPUTS = {
    "oxide": "separated_in",
    "ore": "mined_in",
    "concentrate": "mined_in",
    "alloy": "melted_in",
    "strip cast": "melted_in",
    "metal": "refined_in",
    "powder": "produced_in",
    "magnet": "produced_in",
    "magnets": "produced_in",
    "block": "produced_in",
    "blocks": "produced_in",
}
_DEMONYMS = {
    "chinese": "CHN",
    "prc": "CHN",
    "china": "CHN",
    "russian": "RUS",
    "iranian": "IRN",
    "north korean": "PRK",
    "japanese": "JPN",
    "german": "DEU",
    "american": "USA",
    "us": "USA",
    "australian": "AUS",
    "korean": "KOR",
    "estonian": "EST",
    "french": "FRA",
    "malaysian": "MYS",
    "vietnamese": "VNM",
    "indian": "IND",
    "british": "GBR",
}
_NATION = "|".join(sorted(_DEMONYMS, key=len, reverse=True))
_PLACE = r"(?:the )?([A-Z][A-Za-z.]*(?: (?:[A-Z][A-Za-z]+))?)"


_VAGUE = re.compile(
    r"\b(?:third|any|various|several|overseas|abroad|worldwide|unspecified|multiple)\b",
    re.IGNORECASE,
)


def place(text: str | None) -> str | None:
    """A country as alpha-3; None where it is not stated or not a country.

    Raises:
        UnknownCode: E102 if the text names no country.
    """
    if text is None or text.strip().casefold() in _NOT_STATED or _VAGUE.search(text):
        return None
    return "EUU" if text.strip().upper() in _EU else codes.country(text)


def _named(words: str) -> str | None:
    """The country a few words of a text name, or None."""
    parts = words.replace(".", "").split()
    for size in range(len(parts), 0, -1):
        found = codes.search_country(" ".join(parts[:size]))
        if found:
            return found
    return None


def steps_of(text: str) -> dict[str, tuple[str, ...]]:
    """Where each step of manufacture took place, as far as the text says.

    >>> steps_of("magnet melted in Japan from Chinese oxide")
    {'melted_in': ('JPN',), 'separated_in': ('CHN',)}
    """
    found: dict[str, list[str]] = {}
    for name, where in (*_by_verb(text), *_by_list(text), *_by_input(text)):
        if where:
            found.setdefault(name, []).append(where)
    return {name: tuple(dict.fromkeys(places)) for name, places in found.items()}


def _by_verb(text: str) -> Iterator[tuple[str, str | None]]:
    """`melted in Japan`, `Chinese-mined`."""
    for name, verbs in STEPS.items():
        for match in re.finditer(rf"(?:{verbs})(?:(?: and| or|,) \w+)* in {_PLACE}", text):
            yield name, _named(match.group(1))
        for match in re.finditer(rf"\b({_NATION})-(?:{verbs})\b", text, re.IGNORECASE):
            yield name, _DEMONYMS[match.group(1).casefold()]


def _by_list(text: str) -> Iterator[tuple[str, str | None]]:
    """`mined, separated and refined in Malaysia`."""
    for match in re.finditer(r"((?:\w+(?:, | and | or ))+\w+) in " + _PLACE, text):
        for name, verbs in STEPS.items():
            if re.search(rf"\b(?:{verbs})\b", match.group(1)):
                yield name, _named(match.group(2))


def _by_input(text: str) -> Iterator[tuple[str, str | None]]:
    """`Chinese oxide`, `alloy from China`: the step at which a named input stands."""
    for noun, name in _INPUTS.items():
        for match in re.finditer(
            rf"\b({_NATION})(?:-origin)? (?:\w+ )?{noun}\b", text, re.IGNORECASE
        ):
            yield name, _DEMONYMS[match.group(1).casefold()]
        for match in re.finditer(
            rf"\b{noun}(?: (?:melted|made|sourced))?(?: is)? from {_PLACE}", text
        ):
            yield name, _named(match.group(1))


def element_origins(text: str) -> dict[str, str]:
    """Where elements come from, as far as the words say: "Australian dysprosium", "Dy from Japan", "non-PRC Dy".

    >>> element_origins("Dy-NdFeB magnet, PRC NdPr metal, Australian dysprosium")["Dy"]
    'AUS'
    """
    found: dict[str, str] = {}
    for symbol, entry in codes.ELEMENTS.items():
        name = rf"(?:{entry.name}|(?-i:{symbol}))(?![a-z])"
        near = rf"(?:\w+ )?{name}"
        abroad = re.search(rf"\bnon-(?:PRC|Chinese)(?:-origin)? {near}", text, re.IGNORECASE)
        nation = re.search(rf"\b({_NATION})(?:-origin)? {near}", text, re.IGNORECASE)
        source = re.search(
            rf"{name}(?: (?:metal|oxide|alloy))?(?: is)? from {_PLACE}", text, re.IGNORECASE
        )
        where = _named(source.group(1)) if source else None
        if abroad:
            found[symbol] = "OTH"
        elif nation:
            found[symbol] = _DEMONYMS[nation.group(1).casefold()]
        elif where:
            found[symbol] = where
    return found
