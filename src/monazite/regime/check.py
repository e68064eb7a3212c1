"""All problems of the measure files at once (§L7)."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from typing import Any

from monazite import catalog, codes
from monazite.errors import DataError, MonaziteError, TimelineError
from monazite.regime.load import files, measure
from monazite.regime.types import Certainty, Clause, Measure, TimelineEntry

_AUTHORITIES = {"EUU", "OTH"}


def _schema_problems(where: str, raw: dict[str, Any]) -> list[MonaziteError]:
    from jsonschema import Draft202012Validator

    schema = json.loads(catalog.text("regimes", "measure.schema.json"))
    plain = json.loads(json.dumps(raw, default=str))
    return [
        DataError(
            "E306",
            error.message[:200],
            where=f"{where}, {'/'.join(str(part) for part in error.absolute_path)}",
            why="The file form is reference/regimes/measure.schema.json",
            way_out="Correct the field; an editor that reads the schema completes it",
        )
        for error in Draft202012Validator(schema).iter_errors(plain)
    ]


def _layers(timeline: tuple[TimelineEntry, ...]) -> list[list[TimelineEntry]]:
    """Formal entries seen on the same day form one layer."""
    found: dict[date, list[TimelineEntry]] = {}
    for entry in timeline:
        if entry.certainty is Certainty.FORMAL:
            found.setdefault(entry.seen, []).append(entry)
    return [sorted(layer, key=lambda entry: entry.on) for layer in found.values()]


def timeline_problems(clause: Clause, where: str) -> list[MonaziteError]:
    """Gaps, overlaps and impossible orders of one clause's timeline.

    Codes: E310 overlap within a layer, E311 gap, E312 an entry that ends before it begins, E313 an entry known only
    after it was to end, E314 no entry.
    """
    place = f"{where}, clause {clause.id}"
    if not clause.timeline:
        return [TimelineError("E314", "the clause has no timeline", where=place, way_out="Add one")]
    found: list[MonaziteError] = []
    for entry in clause.timeline:
        if entry.until is not None and entry.until <= entry.on:
            found.append(
                _problem("E312", f"an entry ends on {entry.until}, not after {entry.on}", place)
            )
        if entry.until is not None and entry.seen >= entry.until:
            found.append(
                _problem("E313", f"an entry ended on {entry.until} before it was known", place)
            )
    for layer in _layers(clause.timeline):
        for first, second in pairwise(layer):
            overlap = first.until is not None and first.until > second.on
            if overlap or first.on == second.on:
                found.append(_problem("E310", f"two entries hold on {second.on}", place))
    found += _gaps(clause.timeline, place)
    return found


def _gaps(timeline: tuple[TimelineEntry, ...], place: str) -> list[MonaziteError]:
    edges = sorted({entry.on for entry in timeline} | {e.until for e in timeline if e.until})
    return [
        _problem("E311", f"no entry holds on {day}", place)
        for day in edges
        if not any(entry.covers(day) for entry in timeline)
    ]


def _problem(code: str, what: str, where: str) -> MonaziteError:
    return TimelineError(
        code,
        what,
        where=where,
        why="From its first entry on, a clause has one status on every day in every layer",
        way_out="Give the earlier entry an `until`, or add the missing entry (`lapsed` at the end of a term)",
    )


def _source_problems(entry: Measure) -> list[MonaziteError]:
    known = catalog.sources()
    named = {cited.source for cited in entry.cited}
    named |= {step.cited.source for clause in entry.clauses for step in clause.timeline}
    named |= {conflict.source for conflict in entry.conflicts}
    return [
        DataError(
            "E307",
            f"no source card {name!r}",
            where=entry.file,
            why="Every dated fact names its source",
            way_out="Add a card in reference/sources",
        )
        for name in sorted(named - set(known))
    ]


def _code_problems(entry: Measure) -> list[MonaziteError]:
    found: list[MonaziteError] = []
    if entry.authority not in _AUTHORITIES and not codes.is_country(entry.authority):
        found.append(
            DataError(
                "E308",
                f"unknown authority {entry.authority!r}",
                where=entry.file,
                way_out="ISO alpha-3, EUU or OTH",
            )
        )
    ids = [item.id for clause in entry.clauses for item in clause.items]
    found += [
        DataError("E309", f"two items are called {name!r}", where=entry.file, way_out="Rename one")
        for name in sorted({name for name in ids if ids.count(name) > 1})
    ]
    for clause in entry.clauses:
        for item in clause.items:
            bad = [code for code in item.codes if not (code.isdigit() and 4 <= len(code) <= 10)]  # noqa: PLR2004 - HS and CN codes
            if bad:
                found.append(
                    DataError(
                        "E315",
                        f"{bad} is no customs code",
                        where=f"{entry.file}, {item.id}",
                        way_out="4 to 10 digits",
                    )
                )
    return found


def check() -> tuple[MonaziteError, ...]:
    """All problems of all measure files: form, codes, sources, timelines. Empty when there is none.

    Spec: §L7.
    """
    found: list[MonaziteError] = []
    seen: dict[str, str] = {}
    for where, raw in files():
        problems = _schema_problems(where, raw)
        found += problems
        if problems:
            continue
        entry = measure(raw, where)
        if entry.id in seen:
            found.append(
                DataError(
                    "E316",
                    f"two files hold {entry.id}",
                    where=where,
                    why=seen[entry.id],
                    way_out="Keep one",
                )
            )
        seen[entry.id] = where
        found += _source_problems(entry) + _code_problems(entry)
        for clause in entry.clauses:
            found += timeline_problems(clause, where)
    return tuple(found)
