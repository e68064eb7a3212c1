"""Chinese text: its clauses, and the names, offices and limits in them (§R24a)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monazite import catalog
from monazite.reading.model import Actor, Document, Span, Threshold

_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST = 0.25  # of the characters; fewer is a text that quotes Chinese
_SENTENCE = re.compile(r"[^。；;！!\n]+[。；;！!]?")
ROW = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[((][一二三四五六七八九十]+[))]|\d+[..、]|\d[A-Z]\d{3})"
)

_PART = re.compile(
    r"(?:(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、](?!\d))|[^：:])"
    r"(?:(?![一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|(?<![\d.])\d{1,2}[.．、](?!\d))[^：:])*[：:]?"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and where it begins."""

    text: str
    start: int


@cache
def stages() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The words of each stage."""
    stages = catalog.document("reading", "notices.yaml")["stages"]
    return tuple((row["stage"], re.compile(row["pattern"])) for row in stages)


@cache
def names() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str], dict[str, str]]:
    """Names of materials and of places, each with a pattern for all of them."""
    things = catalog.document("reading", "substances.yaml")["chinese"]
    places = catalog.document("reading", "places.yaml")["chinese"]

    def one(names: dict[str, str]) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))

    return one(things), things, one(places), places


def is_notice(document: Document) -> bool:
    """Whether a document is written in Chinese."""
    sample = document.title + document.text[:1_000]
    return not document.text.isascii() and len(_HAN.findall(sample)) > _LEAST * len(sample)


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a text, each with its place."""
    return [Clause(m.group(0), m.start()) for m in _SENTENCE.finditer(text) if m.group(0).strip()]


def materials_in(text: str, start: int) -> dict[str, Span]:
    """The materials named in a part of the text, each with its first words."""
    pattern, table, _, _ = names()
    found: dict[str, Span] = {}
    for hit in pattern.finditer(text):
        found.setdefault(
            table[hit.group(0)], Span(hit.group(0), start + hit.start(), start + hit.end())
        )
    return found


def parts(clauses: list[Clause]) -> list[Clause]:
    """The clauses cut before each item of a list, as some notices print a whole list as one sentence."""
    return [
        Clause(part.group(0), clause.start + part.start())
        for clause in clauses
        for part in _PART.finditer(clause.text)
    ]


@cache
def _offices() -> dict[str, tuple[str, str]]:
    """Chinese names of agencies with their country and identifier, read once."""
    return catalog.document("reading", "places.yaml")["chinese_agencies"]


def agencies(document: Document) -> tuple[Actor, ...]:
    """The offices that issue a notice, from its head and its foot."""
    table = _offices()
    head = document.title + "\n" + document.text
    found: list[Actor] = []
    for name, (of, agency) in table.items():
        if agency == "State Council" and name not in document.title:
            continue
        if name in head[:60] or document.text.rstrip()[-80:].find(name) >= 0:
            at = document.text.find(name)
            found.append(Actor(of, agency, Span(name, at, at + len(name)) if at >= 0 else None))
    return tuple(found) or (Actor("CHN", None, None, implicit=True),)


_CONTENT = re.compile(
    r"(?P<what>含量|纯度|比例|丰度)[^。;;%]{0,16}?(?P<op>大于等于|不低于|不少于|大于|超过|≥|>)\s?(?P<n>\d+(?:\.\d+)?)\s?[%%]|"
    r"(?P<m>\d+(?:\.\d+)?)\s?[%%](?:及以上|以上)"
)


def thresholds(clauses: list[Clause]) -> tuple[Threshold, ...]:
    """Limits of content in the clauses."""
    found: list[Threshold] = []
    for clause in clauses:
        for hit in _CONTENT.finditer(clause.text):
            op = ">" if hit["op"] in {"大于", "超过", ">"} else ">="
            span = Span(hit.group(0), clause.start + hit.start(), clause.start + hit.end())
            found.append(Threshold("content", op, float(hit["n"] or hit["m"]), "%", span))
    return tuple(found)
