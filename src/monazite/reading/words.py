"""Names in a text: jurisdictions, agencies, sources, materials and stages, found in one pass (§R10, §R11)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from monazite import catalog

_TOKEN = re.compile(r"(?:[A-Z]\.){2,3}|[A-Za-zÀ-ÖØ-öø-ÿ&]+")
_GAP = frozenset([" ", "-", ".", ". ", "\n", ", ", " -", "’", "'", "  ", "\u2010", "\u2011", "–"])
_LONGEST = 12
_CASED = frozenset(
    [
        "US",
        "USA",
        "APT",
        "ITA",
        "LME",
        "CRU",
        "SMM",
        "IEA",
        "EU",
        "REE",
        "DOE",
        "BIS",
        "PRC",
        "UK",
        "UAE",
    ]
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in the text: kind is place, agency, source, material or stage."""

    kind: str
    value: str
    start: int
    end: int
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    tokens: tuple[str, ...]
    kind: str
    value: str
    agency: str | None
    capital: bool
    exact: str


def _fold(token: str) -> str:
    return token.replace(".", "").lower() if "." in token else token.lower()


def _entry(name: str, kind: str, value: str, agency: str | None, *, capital: bool) -> _Entry:
    tokens = tuple(_fold(t) for t in _TOKEN.findall(name) if t != "s")
    exact = name if name in _CASED or (name.isupper() and len(name) <= 5) else ""  # noqa: PLR2004 - abbreviations
    return _Entry(tokens, kind, value, agency, capital, exact.replace(".", ""))


@cache
def _index() -> dict[str, tuple[_Entry, ...]]:
    places = catalog.document("reading", "places.yaml")
    things = catalog.document("reading", "substances.yaml")
    entries: list[_Entry] = []
    for code, names in places["names"].items():
        entries += [_entry(n, "place", code, None, capital=True) for n in names]
    for agency in places["agencies"]:
        entries += [
            _entry(n, "agency", agency["of"], agency["id"], capital=False) for n in agency["names"]
        ]
    entries += [_entry(n, "source", n, None, capital=True) for n in places["sources"]]
    for kind, table in (("material", "names"), ("stage", "stages")):
        for value, names in things[table].items():
            entries += [_entry(n, kind, value, None, capital=False) for n in names]
    found: dict[str, list[_Entry]] = {}
    for entry in entries:
        if entry.tokens:
            found.setdefault(entry.tokens[0], []).append(entry)
    # the longest name wins; a source before a place, a place before an agency, of the same length
    order = {"source": 0, "agency": 1, "place": 2, "material": 3, "stage": 4}
    return {
        first: tuple(sorted(group, key=lambda e: (-len(e.tokens), order[e.kind])))
        for first, group in found.items()
    }


@cache
def _chinese() -> tuple[re.Pattern[str], dict[str, tuple[str, str, str | None]]]:
    places = catalog.document("reading", "places.yaml").get("chinese", {})
    agencies = catalog.document("reading", "places.yaml").get("chinese_agencies", {})
    things = catalog.document("reading", "substances.yaml")
    table: dict[str, tuple[str, str, str | None]] = {}
    table |= {name: ("place", code, None) for name, code in places.items()}
    table |= {name: ("agency", of, agency) for name, (of, agency) in agencies.items()}
    table |= {name: ("material", value, None) for name, value in things["chinese"].items()}
    table |= {name: ("stage", value, None) for name, value in things["stages_chinese"].items()}
    names = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)) or r"(?!)"), table


def _fits(
    entry: _Entry, tokens: list[re.Match[str]], folded: list[str], at: int, text: str
) -> int | None:
    """Index after the entry's last token if it stands at token `at`, else None."""
    size = len(entry.tokens)
    if at + size > len(tokens):
        return None
    first = tokens[at]
    if entry.capital and not first.group(0)[0].isupper():
        return None
    for step in range(1, size):
        if folded[at + step] != entry.tokens[step]:
            return None
        gap = text[tokens[at + step - 1].end() : tokens[at + step].start()]
        if gap not in _GAP:
            return None
    if entry.exact and first.group(0).replace(".", "") != entry.exact:
        return None
    return at + size


def _latin(text: str) -> Iterable[Mention]:
    index = _index()
    tokens = [
        t
        for t in _TOKEN.finditer(text)
        if not (t.group(0) == "s" and t.start() and text[t.start() - 1] in "’'")
    ]
    folded = [_fold(t.group(0)) for t in tokens]
    at = 0
    while at < len(tokens):
        word = folded[at]
        group = index.get(word)
        if group is None and word.endswith("s"):
            group = index.get(word[:-1])
            group = (
                tuple(e for e in group if len(e.tokens) == 1 and e.kind in {"material", "stage"})
                if group
                else None
            )
        step = at + 1
        for entry in group or ():
            after = _fits(entry, tokens, folded, at, text)
            if after is not None:
                end = tokens[after - 1].end()
                yield Mention(entry.kind, entry.value, tokens[at].start(), end, entry.agency)
                step = after
                break
        at = step


def mentions(text: str) -> list[Mention]:
    """All names of the gazetteers in a text, in order, the longest where they overlap."""
    found = list(_latin(text))
    if not text.isascii() and re.search("[\u4e00-\u9fff]", text):
        pattern, table = _chinese()
        for hit in pattern.finditer(text):
            kind, value, agency = table[hit.group(0)]
            found.append(Mention(kind, value, hit.start(), hit.end(), agency))
        found.sort(key=lambda m: m.start)
    return found


@cache
def groups() -> frozenset[str]:
    """Materials that stand for many."""
    return frozenset(catalog.document("reading", "substances.yaml")["groups"])
