"""What a description says: concepts, elements denied or left open, and measured properties (§X41 to §X46)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from monazite.codes import ELEMENTS, RARE_EARTHS
from monazite.exposure import lexicon
from monazite.exposure.heads import read_words
from monazite.exposure.properties import properties

# Elements a magnet may hold without its family name saying so, because coercivity needs them or fakes hide them.
_IN_NDFEB = frozenset({"el:Dy", "el:Tb", "el:Ho"})
_FAMILIES = frozenset({"fam:NdFeB", "fam:SmCo"})
_OTHER_FAMILIES = frozenset({"fam:ferrite", "fam:AlNiCo"})
_BASE_METALS = frozenset({"el:Cu", "el:Al", "el:Sn", "el:Zn", "el:Ti", "el:Fe"})
# A composition that accounts for this much of the mass leaves no room for a further magnet element.
_COMPLETE = 0.97
_DENIED = re.compile(
    r"(?:\b(?:no|without|free of|non|ohne|kein|keine|0\s?%)\s+(?:added\s+|any\s+)?|无|不含)"
    r"((?:(?:(?!no\b)[a-z]{1,2}|dysprosium|terbium|holmium|gadolinium|samarium|heavy rare earths?|hre|"
    r"schwere seltene erden|镝|铽|钬|重稀土)"
    r"(?:\s*(?:,|or|and|oder|und|nor|、|和|或)\s*)?)+)"
)
_FREE = re.compile(
    r"\b(dy|tb|dysprosium|terbium|hre|heavy rare earth)[\s\-]*(?:free|frei)\b|(?:无|不含)(重稀土)"
)
_HEAVY = frozenset(
    {"el:Dy", "el:Tb", "el:Ho", "el:Gd", "el:Er", "el:Tm", "el:Yb", "el:Lu", "el:Eu"}
)
_FORMULAS = {
    "GaAs": "sub:GaAs",
    "GaN": "sub:GaN",
    "GaP": "sub:GaP",
    "GaSb": "sub:GaSb",
    "GaSe": "sub:GaSe",
    "InGaAs": "sub:InGaAs",
    "InP": "sub:InP",
    "InSb": "sub:InSb",
    "GeCl4": "sub:GeCl4",
    "ZnGeP2": "sub:ZnGeP2",
    "CdTe": "sub:CdTe",
    "WC": "sub:WC",
    "WCu": "sub:WCu",
    "WAg": "sub:WAg",
    "WNiFe": "sub:WNiFe",
    "WNiCu": "sub:WNiCu",
    "BGO": "sub:BGO",
    "APT": "sub:APT",
    "ZGP": "sub:ZnGeP2",
    "Bi4Ge3O12": "sub:BGO",
}
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z][a-z]?\d*\.?\d*)+(?:[\-–/](?:[A-Z][a-z]?\d*\.?\d*)+)*(?![A-Za-z])"
)
# Part lists are often in capitals: a symbol beside a word of the trade is an element in any case.
_RARE = "dy|tb|gd|sm|ho|lu|sc|nd|pr|er|eu|yb|tm"
_CASELESS = re.compile(
    rf"(?<![A-Za-z])({_RARE})[\s\-]*(?:ndfeb|metal|target|oxide|alloy|magnet|containing|\d+(?:\.\d+)?\s*(?:wt\.?)?\s*%)|"
    rf"ndfeb[\s,/\-]+({_RARE})(?![A-Za-z])",
    re.IGNORECASE,
)
_ATOM = re.compile(r"([A-Z][a-z]?)(\d*\.?\d*)")
_ONE_LETTER = re.compile(r"Y2O3|YAlO|YAG|WO3|W2C|YF3|YCl3|YBCO|REBCO|YSZ|W-?(?:Cu|Ag|Ni)")
# Symbols that are also words or units where they stand alone.
_AMBIGUOUS = frozenset({"In", "Co", "C", "F", "W", "Y", "La", "Ga", "Ca", "Ho", "No", "Er"})
_AS_METAL = re.compile(
    r":|[\s\-]*(?:metal|target|oxide|crystal|doped|alloy|ingot|powder|wafer|dotiert)", re.IGNORECASE
)
_BESIDE = frozenset("O B N S P Si Cl F C H As Se Ti V Cr Cd Ba Sn Pb".split())
_METALS = frozenset(ELEMENTS) - {"C", "F"} | {"Fe", "Al", "Cu", "Zr", "Ag", "Mn", "Zn"}


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a thing from its description, composition and declared facts.

    Attributes:
        concepts: Concepts that hold (`el:Dy`, `form:magnet`, `fam:NdFeB`, `sub:GaAs`).
        absent: Concepts that are denied: "no Dy", a composition that accounts for all mass without it.
        open: Concepts that may hold and that nobody has said: a plain NdFeB magnet may hold Dy.
        properties: Measured or declared facts by the names the measures use (`purity_pct`, `w_wt_pct`).
        inside: Concepts of a magnet the thing is said to hold: a motor with a Dy-NdFeB magnet.
        evidence: Words the concepts were read from.
        described: Whether there is anything to go by at all.
    """

    concepts: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()
    properties: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    evidence: tuple[str, ...] = ()
    described: bool = False
    inside: frozenset[str] = frozenset()

    @property
    def elements(self) -> frozenset[str]:
        """Symbols of the elements that are in it."""
        return frozenset(concept[3:] for concept in self.concepts if concept.startswith("el:"))


def describe(
    text: str,
    *,
    composition: tuple[tuple[str, float], ...] = (),
    facts: Mapping[str, object] | None = None,
    form: str = "",
) -> Traits:
    """The traits of a thing.

    Args:
        text: Description and material, in English, German or Chinese.
        composition: (symbol, mass fraction) pairs; a fraction of zero denies the element.
        facts: Declared facts; they win over what the text says.
        form: Declared form in words, read as if it were the head of the description.

    Spec: §X41.

    >>> traits = describe("antimony trioxide 99.98%")
    >>> sorted(traits.concepts), dict(traits.properties)
    (['el:Sb', 'form:oxide'], {'purity_pct': 99.98})
    >>> sorted(describe("Rotor magnet N38SH").open)[:2]
    ['el:Dy', 'el:Ho']
    """
    said = _read(f"{form}, {text}" if form else text)
    concepts, absent = set(said.concepts), set(said.absent)
    for symbol, share in composition:
        (concepts if share > 0 else absent).add(f"el:{symbol}")
    absent -= {f"el:{symbol}" for symbol, share in composition if share > 0}
    concepts -= absent
    total = sum(share for _, share in composition)
    concepts |= _family(concepts)
    concepts |= _implied_form(concepts, names_element=said.bare_elements or bool(composition))
    concepts -= {"rel:alloy", "thing:plain"}
    may_be = (_open(concepts) | _open(set(said.inside))) - concepts - said.inside - absent
    if total >= _COMPLETE:  # the composition says all there is to say about elements and families
        absent |= {concept for concept in may_be if concept.startswith(("el:", "fam:"))}
    open_ = may_be - absent
    shares = {f"{symbol.lower()}_wt_pct": round(share * 100, 9) for symbol, share in composition}
    known = {**said.properties, **shares, **(facts or {})}
    return Traits(
        frozenset(concepts),
        frozenset(absent),
        frozenset(open_),
        MappingProxyType(known),
        said.evidence,
        said.described or bool(composition),
        said.inside,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    concepts: frozenset[str]
    absent: frozenset[str]
    properties: Mapping[str, object]
    evidence: tuple[str, ...]
    described: bool
    bare_elements: bool
    inside: frozenset[str]


@lru_cache(maxsize=20_000)
def _read(text: str) -> _Said:
    folded = lexicon.fold(text)
    denied = _denied(folded)
    words = read_words(text, _formulas)
    measured = dict(properties(text))
    shares = {name: value for name, value in measured.items() if name.endswith("_wt_pct")}
    denied |= {f"el:{_symbol(name)}" for name, value in shares.items() if value == 0}
    concepts = words.concepts | {
        f"el:{_symbol(name)}" for name, value in shares.items() if value != 0
    }
    inside = words.inside - denied
    evidence = dict.fromkeys(
        folded[hit.start : hit.end] for hit in lexicon.find(folded) if hit.term.concepts
    )
    return _Said(
        frozenset(concepts - denied),
        frozenset(denied),
        MappingProxyType(measured),
        tuple(evidence),
        bool(re.search(r"[a-zäöüß]{3,}|[\u3400-\u9fff]{2,}", folded)) or bool(concepts),
        words.names_element,
        inside | _family(set(inside)) - denied if inside else inside,
    )


def _symbol(name: str) -> str:
    return name.removesuffix("_wt_pct").capitalize()


def _denied(folded: str) -> set[str]:
    found: set[str] = set()
    for match in _DENIED.finditer(folded):
        found |= _named(match.group(1))
    for match in _FREE.finditer(folded):
        found |= _named(match.group(1) or match.group(2))
    return found


def _named(words: str) -> set[str]:
    found: set[str] = set()
    if re.search(r"heavy rare|hre|schwere selten|重稀土", words):
        found |= _HEAVY
    for symbol, entry in ELEMENTS.items():
        if re.search(rf"\b{symbol.lower()}\b|{entry.name}|{entry.chinese}", words):
            found.add(f"el:{symbol}")
    return found


def _formulas(text: str) -> Iterable[str]:
    """Concepts of chemical formulas and symbols in the text as written: `Dy2O3`, `SmCo`, `Dy-Fe`, `GaAs`."""
    for match in _CASELESS.finditer(text):
        yield f"el:{(match.group(1) or match.group(2)).capitalize()}"
    for match in _TOKEN.finditer(text):
        token = match.group()
        pieces = re.split(r"[\-–/]", token)
        joined = "".join(pieces)
        if joined in _FORMULAS:
            yield _FORMULAS[joined]
        if re.match(r"(?:Sm\d*\(?Co|Sm-Co|SmCo)", token):
            yield "fam:SmCo"
        for piece in pieces:
            yield from _piece(piece, text, match.start(), alone=len(pieces) == 1)


def _piece(piece: str, text: str, start: int, *, alone: bool) -> Iterable[str]:
    atoms = _ATOM.findall(piece)
    symbols = [symbol for symbol, _ in atoms]
    if piece in {"YAG", "YSZ", "YBCO"}:
        yield "el:Y"
        return
    known = set(symbols) <= _METALS | _BESIDE
    if not known:
        return
    listed = [symbol for symbol in symbols if symbol in ELEMENTS or symbol in {"Fe", "Ag", "Mn"}]
    wide = any(len(symbol) > 1 for symbol in listed) or bool(_ONE_LETTER.match(piece))
    if not listed or not wide:
        return
    if len(symbols) == 1 and alone and _is_a_word(symbols[0], atoms[0][1], text, start):
        return
    yield from (
        f"el:{symbol}"
        for symbol in listed
        if symbol not in {"C", "F"} and (len(symbol) > 1 or len(symbols) > 1)
    )
    others = set(symbols) - {"O"}
    if "O" in symbols and others <= _METALS:
        yield "form:oxide"
    elif (
        len(symbols) > 1
        and set(symbols) <= _METALS
        and any(symbol in RARE_EARTHS for symbol in symbols)
    ):
        yield "rel:alloy"


def _is_a_word(symbol: str, digits: str, text: str, start: int) -> bool:
    """Whether a lone symbol is rather a word, a unit or part of a number: `In`, `18 Ga`, `Ni4`."""
    if digits or re.search(r"\d\s*$", text[:start]):
        return True
    return symbol in _AMBIGUOUS and not _AS_METAL.match(text[start + len(symbol) :])


def _family(concepts: set[str]) -> set[str]:
    """A composition or formula that is a magnet family says so."""
    found: set[str] = set()
    if {"el:Sm", "el:Co"} <= concepts:
        found.add("fam:SmCo")
    if {"el:Fe", "el:B"} <= concepts and concepts & {"el:Nd", "el:Pr"}:
        found.add("fam:NdFeB")
    if "fam:NdFeB" in concepts | found:
        found |= {"el:Nd"}
    if "fam:SmCo" in concepts | found:
        found |= {"el:Sm"}
    return found


def _implied_form(concepts: set[str], *, names_element: bool) -> set[str]:
    """A family alone is a magnet; an element, named alone, is the metal; metals together are an alloy."""
    forms = {concept for concept in concepts if concept.startswith("form:")}
    plain = "thing:plain" in concepts
    if concepts & _FAMILIES and not forms and not plain:
        return {"form:magnet"}
    if "rel:alloy" in concepts and not forms:
        return {"form:alloy"}
    substances = any(concept.startswith("sub:") for concept in concepts)
    listed = any(concept.startswith("el:") for concept in concepts - _BASE_METALS)
    if names_element and listed and not forms and not substances:
        return {"form:alloy"} if concepts & _BASE_METALS else {"form:metal"}
    return set()


def _open(concepts: set[str]) -> set[str]:
    open_: set[str] = set()
    if "form:magnet" in concepts and not concepts & _OTHER_FAMILIES:
        if not concepts & _FAMILIES:
            open_ |= _FAMILIES
        if "fam:SmCo" not in concepts:
            open_ |= _IN_NDFEB
    if "sub:rare-earth" in concepts and not any(
        f"el:{symbol}" in concepts for symbol in RARE_EARTHS
    ):
        open_ |= {f"el:{symbol}" for symbol in RARE_EARTHS}
    if "may:magnet" in concepts and "form:magnet" not in concepts:
        open_.add("contains:part2")
    return open_
