"""Measures from their files (§L2). Each file is checked against the JSON Schema by `check`, not on every load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from monazite import catalog
from monazite.errors import DataError
from monazite.provenance import Cited, Reliability
from monazite.regime.types import (
    Certainty,
    Clause,
    Condition,
    Conflict,
    Item,
    Kind,
    Measure,
    Party,
    Rule,
    Status,
    TimelineEntry,
)

GRADES = {
    "A": Reliability.PRIMARY,
    "B": Reliability.SECONDARY,
    "C": Reliability.WEAK,
    "D": Reliability.MEMORY,
}
_TESTS = (
    "is",
    "is_not",
    "in",
    "not_in",
    "at_least",
    "above",
    "at_most",
    "below",
    "known",
)
_NODES = ("items", "share", "party", "duty")


def condition(raw: Mapping[str, Any], where: str = "") -> Condition:
    """A condition from its file form.

    Raises:
        DataError: E301 if the node is none the engine knows.
    """
    text, reading = raw.get("text", ""), raw.get("reading", "")
    for kind in ("all", "any"):
        if kind in raw:
            children = tuple(condition(child, where) for child in raw[kind])
            return Condition(kind, children=children, text=text, reading=reading)
    if "not" in raw:
        return Condition("not", children=(condition(raw["not"], where),), text=text)
    for kind in _NODES:
        if kind in raw:
            rest = {key: raw[key] for key in raw if key not in (kind, "text", "reading")}
            return Condition(
                kind, fact=str(raw[kind]), value=rest or None, text=text, reading=reading
            )
    for test in _TESTS:
        if "fact" in raw and test in raw:
            value = tuple(raw[test]) if isinstance(raw[test], list) else raw[test]
            return Condition("fact", raw["fact"], test, value, text=text, reading=reading)
    raise DataError(
        "E301",
        f"a condition is none the engine knows: {dict(raw)}",
        where=where,
        why="A node is all, any, not, fact with a test, items, share, party or duty",
        way_out="See docs/spec/regime.md",
    )


def cited(raw: Mapping[str, Any], default: str = "") -> Cited:
    """A source and the place in it."""
    return Cited(str(raw.get("source", default)), str(raw.get("at", "")))


def entry(raw: Mapping[str, Any], seen: date, source: str, where: str = "") -> TimelineEntry:
    """A timeline entry; `until` in a file is the first day after, as everywhere."""
    try:
        return TimelineEntry(
            on=raw["on"],
            until=raw.get("until"),
            status=Status(raw["status"]),
            seen=raw.get("seen", seen),
            cited=cited(raw, source),
            reliability=GRADES[raw.get("grade", "A")],
            certainty=Certainty(raw.get("certainty", "formal")),
            by=raw.get("by", ""),
            note=raw.get("note", ""),
            settles=raw.get("settles", ""),
        )
    except (KeyError, ValueError) as error:
        raise DataError(
            "E302",
            f"a timeline entry is not complete: {error}",
            where=where,
            why="An entry has on, status, and a source from the file or its own",
            way_out="See the schema reference/regimes/measure.schema.json",
        ) from error


def _item(raw: Mapping[str, Any], where: str) -> Item:
    concepts = raw.get("concepts", [])
    return Item(
        id=raw["id"],
        name=raw["name"],
        control_code=raw.get("control_code", ""),
        label=raw.get("label", ""),
        concepts=tuple(frozenset(alternative.split()) for alternative in concepts),
        excludes=frozenset(raw.get("excludes", ())),
        when=condition(raw["when"], where) if "when" in raw else None,
        groups=tuple(raw.get("groups", ())),
        codes=tuple(str(code) for code in raw.get("codes", ())),
        cas=raw.get("cas", ""),
        reliability=GRADES[raw.get("grade", "A")],
        note=raw.get("note", ""),
        outside=raw.get("outside", ""),
    )


def _rule(raw: Mapping[str, Any], where: str) -> Rule:
    return Rule(
        effect=raw["effect"],
        when=condition(raw["when"], where),
        presumption=raw.get("presumption", ""),
        authority=raw.get("authority", ""),
        modifies=tuple(raw.get("modifies", ())),
        obligations=tuple(raw.get("obligations", ())),
        rank=raw.get("rank", 0),
    )


def _clause(raw: Mapping[str, Any], head: Mapping[str, Any], where: str) -> Clause:
    source = head["sources"][0]["source"]
    timeline = raw.get("timeline", head.get("timeline", []))
    return Clause(
        id=str(raw["id"]),
        kind=Kind(raw.get("kind", head["kind"])),
        text=raw["text"],
        timeline=tuple(entry(step, head["issued"], source, where) for step in timeline),
        items=tuple(_item(item, where) for item in raw.get("items", ())),
        rules=tuple(_rule(rule, where) for rule in raw.get("rules", ())),
        label=raw.get("label", ""),
    )


def _materials(raw: Mapping[str, Any], clauses: tuple[Clause, ...]) -> frozenset[str]:
    found = set(raw.get("materials", ()))
    for clause in clauses:
        for item in clause.items:
            for alternative in item.concepts:
                found |= {word[3:] for word in alternative if word.startswith("el:")}
    return frozenset(found)


def measure(raw: Mapping[str, Any], where: str = "") -> Measure:
    """A measure from its file form.

    Raises:
        DataError: E303 if a field is missing or is none of the known words.
    """
    try:
        clauses = tuple(_clause(clause, raw, where) for clause in raw["clauses"])
        return Measure(
            id=raw["id"],
            authority=raw["authority"],
            issuers=tuple(raw["issuers"]),
            number=raw["number"],
            title=raw["title"],
            kind=Kind(raw["kind"]),
            issued=raw["issued"],
            clauses=clauses,
            cited=tuple(cited(source) for source in raw["sources"]),
            reliability=GRADES[raw.get("grade", "A")],
            file=where,
            legal_basis=tuple(raw.get("legal_basis", ())),
            scope=raw.get("scope", ""),
            processing=raw.get("processing", ""),
            exemptions=tuple(raw.get("exemptions", ())),
            obligations=tuple(raw.get("obligations", ())),
            parties=tuple(
                Party(party["name"], tuple(party.get("aliases", ())))
                for party in raw.get("parties", ())
            ),
            conflicts=tuple(Conflict(**conflict) for conflict in raw.get("conflicts", ())),
            gaps=tuple(raw.get("gaps", ())),
            facts=tuple((name, str(value)) for name, value in raw.get("facts", {}).items()),
            materials=_materials(raw, clauses),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(
            "E303",
            f"the measure file is not complete: {error}",
            where=where,
            why="A measure has the fields of reference/regimes/measure.schema.json",
            way_out="Run `monazite data check` for all problems at once",
        ) from error


def spelled(raw: Any) -> Any:
    """YAML content with the key `on` as written: YAML 1.1 reads a bare `on` as true."""
    if isinstance(raw, dict):
        return {"on" if key is True else key: spelled(value) for key, value in raw.items()}
    return [spelled(value) for value in raw] if isinstance(raw, list) else raw


def files() -> Iterator[tuple[str, dict[str, Any]]]:
    """All measure files as (path, content)."""
    for where, raw in catalog.documents("regimes"):
        yield where, spelled(raw)


@cache
def measures() -> tuple[Measure, ...]:
    """All measures of the reference data, by day of issue."""
    found = [measure(raw, where) for where, raw in files()]
    return tuple(sorted(found, key=lambda entry: (entry.issued, entry.id)))


def evidence_until() -> date:
    """The last day up to which acts and statements were looked for (§L10)."""
    day: date = catalog.document("law", "evidence.yaml")["until"]
    return day
