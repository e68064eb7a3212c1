"""What changed between two days, and hypothetical law as a small patch (§L5, §L6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from monazite.dates import AsOf
from monazite.errors import DataError, UnknownCode
from monazite.provenance import Cited, Reliability
from monazite.regime.load import measures as all_measures
from monazite.regime.standing import standing
from monazite.regime.types import (
    Certainty,
    Clause,
    ClauseStanding,
    Measure,
    Status,
    TimelineEntry,
)


@dataclass(frozen=True, slots=True)
class Change:
    """A clause whose status is not the same on two days; `before` is None where it was not known."""

    ref: str
    before: ClauseStanding | None
    after: ClauseStanding | None


def compare(
    first: AsOf, second: AsOf, measures: tuple[Measure, ...] | None = None
) -> tuple[Change, ...]:
    """The clauses whose status differs between two days, in order of measure.

    Spec: §L5.
    """
    chosen = all_measures() if measures is None else measures
    before = {entry.ref: entry for entry in standing(first, chosen).clauses}
    after = {entry.ref: entry for entry in standing(second, chosen).clauses}
    refs = [f"{m.id}#{clause.id}" for m in chosen for clause in m.clauses]
    found: list[Change] = []
    for ref in refs:
        old, new = before.get(ref), after.get(ref)
        if (old.status if old else Status.NOT_STARTED) != (
            new.status if new else Status.NOT_STARTED
        ):
            found.append(Change(ref, old, new))
    return tuple(found)


def _assumed(raw: Mapping[str, Any], title: str) -> TimelineEntry:
    try:
        return TimelineEntry(
            on=raw["on"],
            until=raw.get("until"),
            status=Status(raw["status"]),
            seen=date.min,
            cited=Cited("assumption", title),
            reliability=Reliability.MEMORY,
            certainty=Certainty.ASSUMED,
            by=f"assumption: {title}",
            note="assumed",
        )
    except (KeyError, ValueError) as error:
        raise DataError(
            "E305",
            f"an assumed entry is not complete: {error}",
            where=title,
            why="An entry has on, status, and until where it ends",
            way_out="Write for example {on: 2026-11-11, status: in_force}",
        ) from error


def _without(clause: Clause, dropped: frozenset[str]) -> Clause:
    kept = tuple(entry for entry in clause.timeline if entry.by not in dropped)
    return clause if len(kept) == len(clause.timeline) else replace(clause, timeline=kept)


def _with(measure: Measure, ref: str, entry: TimelineEntry) -> Measure:
    name, _, wanted = ref.partition("#")
    if name != measure.id:
        return measure
    clauses = tuple(
        replace(clause, timeline=(*clause.timeline, entry)) if wanted in ("", clause.id) else clause
        for clause in measure.clauses
    )
    return replace(measure, clauses=clauses)


def patch(measures: tuple[Measure, ...], changes: Mapping[str, Any]) -> tuple[Measure, ...]:
    """Hypothetical law: the measures with a small patch over them.

    Args:
        measures: The base law.
        changes: `title`; `without`, measures taken as never issued; `assume`, a list of
            `{clauses: [MEASURE or MEASURE#CLAUSE], on, until, status}`; `add`, whole measures in file form.

    Raises:
        UnknownCode: E304 if the patch names a measure or clause that is not there.
        DataError: E305 if an assumed entry is not complete.

    Spec: §L6.
    """
    from monazite.regime.load import measure as read
    from monazite.regime.load import spelled

    changes = spelled(dict(changes))
    title = str(changes.get("title", "patch"))
    refs = {entry.id for entry in measures} | {
        f"{entry.id}#{clause.id}" for entry in measures for clause in entry.clauses
    }
    named = [*changes.get("without", ())]
    named += [ref for step in changes.get("assume", ()) for ref in step["clauses"]]
    for ref in named:
        if ref not in refs:
            raise UnknownCode(
                "E304",
                f"the patch names {ref!r}, which no measure has",
                where=title,
                way_out="List measures with `monazite in-force`; clauses are written MEASURE#CLAUSE",
            )
    dropped = frozenset(changes.get("without", ()))
    found = tuple(
        replace(entry, clauses=tuple(_without(clause, dropped) for clause in entry.clauses))
        for entry in measures
        if entry.id not in dropped
    )
    for step in changes.get("assume", ()):
        entry = _assumed(step, title)
        for ref in step["clauses"]:
            found = tuple(_with(measure, ref, entry) for measure in found)
    added = tuple(read(raw, title) for raw in changes.get("add", ()))
    return found + added
