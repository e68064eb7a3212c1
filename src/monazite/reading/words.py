"""Names in a text: jurisdictions, agencies, sources, materials and stages, found in one pass (§R10, §R11)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, compress, count
from operator import add
from typing import Final, NamedTuple

from monazite import catalog
from monazite.reading.memo import Memo

_TOKEN = re.compile(r"(?:[A-Z]\.){2,3}|[A-Za-zÀ-ÖØ-öø-ÿ&]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_GAP = frozenset([" ", "-", ".", ". ", "\n", ", ", " -", "’", "'", "  ", "\u2010", "\u2011", "–"])
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


class Mention(NamedTuple):
    """One name in the text: kind is place, agency, source, material, stage or weak.

    A weak name ("minerals") stands for a material only where no other is named.
    """

    kind: str
    value: str
    start: int
    end: int
    agency: str | None = None


LAST: Final = Mention("", "", 1 << 60, 1 << 60)  # after every name of a text


@dataclass(frozen=True, slots=True)
class _Entry:
    tokens: tuple[str, ...]
    kind: str
    value: str
    agency: str | None
    capital: bool
    exact: str
    stage: str = ""


_Names = tuple[dict[str, list[_Entry]], list[_Entry]]


def _fold(token: str) -> str:
    return token.replace(".", "").lower() if "." in token else token.lower()


def _entry(name: str, kind: str, value: str, agency: str | None, *, capital: bool) -> _Entry:
    tokens = tuple(_fold(t) for t in _TOKEN.findall(name) if t != "s")
    exact = name if name in _CASED or (name.isupper() and len(name) <= 5) else ""  # noqa: PLR2004 - abbreviations
    return _Entry(tokens, kind, value, agency, capital, exact.replace(".", ""))


def _stage_within(entry: _Entry, stages: dict[tuple[str, ...], str]) -> str:
    """The stage a name of several words tells beside its material: `neodymium magnets`, `nickel matte`."""
    if entry.kind not in {"material", "weak"}:
        return ""
    size = len(entry.tokens)
    parts = [entry.tokens[i:j] for i in range(size) for j in range(i + 1, size + 1)]
    return next((stages[p] for p in sorted(parts, key=len, reverse=True) if p in stages), "")


@cache
def _index() -> dict[str, _Names]:
    """The names by their first word: those of several words by the second, and those of one."""
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
    entries += [_entry(n, "weak", "critical_minerals", None, capital=False) for n in things["weak"]]
    for kind, table in (("material", "names"), ("stage", "stages")):
        for value, names in things[table].items():
            entries += [_entry(n, kind, value, None, capital=False) for n in names]
    stages = {e.tokens: e.value for e in entries if e.kind == "stage"}
    found: dict[str, list[_Entry]] = {}
    for bare in entries:
        entry = replace(bare, stage=_stage_within(bare, stages))
        if entry.tokens:
            found.setdefault(entry.tokens[0], []).append(entry)
        if len(entry.tokens) == 1 and entry.kind in {"material", "stage"} and not entry.exact:
            plural = entry.tokens[0] + "s"
            found.setdefault(plural, []).append(replace(entry, tokens=(plural,)))
    # the longest name wins; a source before a place, a place before an agency, of the same length
    order = {"source": 0, "agency": 1, "place": 2, "material": 3, "stage": 4, "weak": 5}
    index: dict[str, _Names] = {}
    for first, group in found.items():
        longer: dict[str, list[_Entry]] = {}
        for entry in sorted(group, key=lambda e: (-len(e.tokens), order[e.kind])):
            longer.setdefault("".join(entry.tokens[1:2]), []).append(entry)
        index[first] = longer, longer.pop("", [])
    return index


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


_Token = tuple[int, int, str]  # start, end and small letters without points


def _tokens(part: str) -> tuple[_Token, ...]:
    """The words of what stands between two spaces, without the s of a possessive."""
    found = [(hit.start(), hit.end(), _fold(hit.group())) for hit in _TOKEN.finditer(part)]
    return tuple(t for t in found if t[2] != "s" or not t[0] or part[t[0] - 1] not in "’'")


_Cut = tuple[str, list[str], list[int]]  # a text, its parts between spaces, and where they begin
_TOKENS = Memo(_tokens)
_HEADS = Memo(lambda part: any(word in _index() for _, _, word in _TOKENS[part]))


_PARTS = re.compile(r"\S+")


def begins(text: str, parts: list[str]) -> list[int]:
    """Where the parts of a text between its spaces begin."""
    if " ".join(parts) == text:
        return [*map(add, accumulate(map(len, parts), initial=0), count())]
    return [hit.start() for hit in _PARTS.finditer(text)]


def _stop(cut: _Cut, at: int, first: int, entry: _Entry) -> int | None:
    """Where a name of several words ends that stands from a word of a part on, else None."""
    text, parts, starts = cut
    own, end = _TOKENS[parts[at]], 0
    for wanted in entry.tokens:
        while first >= len(own):
            at, first = at + 1, 0
            if at >= len(parts):
                return None
            own = _TOKENS[parts[at]]
        low, high, word = own[first]
        if word != wanted or (end and text[end : starts[at] + low] not in _GAP):
            return None
        end = starts[at] + high
        first += 1
    return end


def _longest(cut: _Cut, at: int, first: int) -> tuple[_Entry, int] | None:
    """The longest name that begins with a word of a part, and where it ends."""
    text, parts, starts = cut
    own = _TOKENS[parts[at]]
    low, high, word = own[first]
    longer, alone = _index()[word]
    after = own[first + 1 :] or (_TOKENS[parts[at + 1]] if at + 1 < len(parts) else ())
    entries = longer.get(after[0][2]) if after else None
    for entry in (*entries, *alone) if entries else alone:
        if entry.capital and not text[starts[at] + low].isupper():
            continue
        printed = text[starts[at] + low : starts[at] + high]
        if entry.exact and printed.replace(".", "") != entry.exact:
            continue
        several = len(entry.tokens) > 1
        stop = _stop(cut, at, first, entry) if several else starts[at] + high
        if stop is not None:
            return entry, stop
    return None


def _latin(text: str) -> list[Mention]:
    parts = text.split()
    heads = list(compress(count(), map(_HEADS.__getitem__, parts)))
    if not heads:
        return []
    index, starts = _index(), begins(text, parts)
    found: list[Mention] = []
    after = 0
    for at in heads:
        for first, (low, _, word) in enumerate(_TOKENS[parts[at]]):
            start = starts[at] + low
            if start < after or word not in index:
                continue
            told = _longest((text, parts, starts), at, first)
            if told is None:
                continue
            entry, after = told
            if entry.stage:
                found.append(Mention("stage", entry.stage, start, after))
            found.append(Mention(entry.kind, entry.value, start, after, entry.agency))
    return found


_FIRM = re.compile(
    r"(?:Corp|Corporation|Inc|Ltd|Limited|LLC|plc|PLC|Co|Company|Group|Holdings?|Resources|Mining|Mines|Metals|Minerals?|"
    r"Materials|Elements|Energy|Technolog(?:y|ies)|Alumina|Americas|International|Industr(?:y|ies)|Pty|AG|SA|NV|Ventures?|"
    r"Explorations?|Royalty|Aluminium|Aluminum|Steel|Magnetics?|Magnets|Processing|Refinery|Partners|Recycling)\b"
)
_NO_FIRM = re.compile(
    r"(?:Act|List|Strategy|Regulations?|Bill|Agreement|Framework|Alliance|Partnership|Action|Summit|Order)\b"
)
_TRADE = re.compile(
    r" (?:giants?|producers?|miners?|makers?|regulator|authority|ministry|minister|"
    r"association|sector|industry|titan|traders?|heavyweight)\b"
)
_OFFICE = re.compile(
    r" (?:Strategic|Facility|Cent(?:re|er)|Office|Fund|Association|Institute|Study|Alliance|Club)\b"
)
_CAPITAL_BEFORE = re.compile(r"([A-Z][\w&.’'-]*) $")
_CAPITAL_AFTER = re.compile(r" ([A-Z][\w&’'-]*)")
_HEADLINE = 0.5


def _headline(text: str) -> bool:
    """Whether most words begin with a capital, as in titles: capitals then tell nothing of names."""
    words = [w for w in text.split() if w[:1].isalpha() and len(w) > 3]  # noqa: PLR2004 - short words stay small
    return sum(w[0].isupper() for w in words) > _HEADLINE * len(words)


def _of_a_firm(text: str, mention: Mention, others: dict[int, str]) -> bool:
    """`Huayou Cobalt`, `Lithium Americas Corp`, `United States Antimony`: a name within the name of a company."""
    if not text[mention.start].isupper():
        return False
    after = _CAPITAL_AFTER.match(text, mention.end)
    if after and _NO_FIRM.match(after.group(1)):
        return False
    if after and _FIRM.match(after.group(1)):
        return True
    if mention.kind == "place":
        if after and others.get(mention.end + 1) == "material":
            return True
        word = _CAPITAL_BEFORE.search(text, max(0, mention.start - 30), mention.start)
        return bool(word and word.start() > 0 and others.get(word.start()) == "material")
    if mention.kind not in {"material", "stage", "weak"}:
        return False
    before = _CAPITAL_BEFORE.search(text, max(0, mention.start - 30), mention.start)
    if before is None:
        return bool(after) and mention.start > 0 and others.get(mention.end + 1) is None
    at = before.start()
    return at > 0 and (others.get(at) is None or others.get(at) == "material")


_LEGAL_FORM = re.compile(r" (?:Inc|Ltd|Limited|LLC|Corp|Corporation|plc|PLC|Pty)\b")
_BRACKETED = re.compile(r"\) [A-Z]")
_FIRM_BEFORE = re.compile(r"\b(?:Anglo|PT|JSC|OJSC|PJSC|CV|Port) $")


def _is_no_place(text: str, mention: Mention) -> bool:
    """`US$`, `PT Amman`, `Sinomine (Hong Kong) Rare Metals`: letters of a place that name none."""
    if text.startswith("$", mention.end) or _LEGAL_FORM.match(text, mention.end):
        return True
    if text.startswith("(", mention.start - 1) and _BRACKETED.match(text, mention.end):
        return bool(_CAPITAL_BEFORE.search(text, max(0, mention.start - 30), mention.start - 1))
    return bool(_FIRM_BEFORE.search(text, max(0, mention.start - 5), mention.start))


def _without_firms(text: str, found: list[Mention]) -> list[Mention]:
    """Names without those that stand in the name of a company or a port: `PT Amman`, `Huayou Cobalt`."""
    found = [m for m in found if m.kind != "place" or not _is_no_place(text, m)]
    if not any(m.kind in {"material", "stage", "weak"} and text[m.start].isupper() for m in found):
        return found
    if _headline(text):
        return found
    kinds = {m.start: m.kind for m in found}
    kept: list[Mention] = []
    for mention in found:
        if mention.kind in {"agency", "source"} or not _of_a_firm(text, mention, kinds):
            kept.append(mention)
        elif mention.kind == "material":
            kept.append(mention._replace(kind="firm"))
    return [
        m._replace(kind="weak")
        if m.kind == "material" and (_OFFICE.match(text, m.end) or _TRADE.match(text, m.end))
        else m
        for m in kept
    ]


_LISTED = re.compile(
    r"(?:(?<=, )|(?<=and )|(?<=or ))(lead|gold)\b|\b(lead|gold)(?=,? (?:and|or) |, )"
)


def _listed(text: str, found: list[Mention]) -> list[Mention]:
    """Lead and gold, words of other meaning too, in a list of metals: `silver, lead and rhenium`."""
    if ("lead" not in text and "gold" not in text) or not _LISTED.search(text):
        return found
    metals = [m for m in found if m.kind == "material"]
    for hit in _LISTED.finditer(text):
        beside = any(0 < hit.start() - m.end <= 6 or 0 < m.start - hit.end() <= 6 for m in metals)  # noqa: PLR2004 - ", and "
        if beside and not any(m.start <= hit.start() < m.end for m in found):
            found.append(Mention("material", hit.group(0), hit.start(), hit.end()))
    return sorted(found, key=lambda m: m.start)


def mentions(text: str) -> list[Mention]:
    """All names of the gazetteers in a text, in order, the longest where they overlap."""
    found = _listed(text, _without_firms(text, _latin(text)))
    if not text.isascii() and _HAN.search(text):
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
