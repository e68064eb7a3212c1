"""The two cases of an announcement: the measures it names in force, and suspended (§B8, §B11).

In both, all other controls stay as they are on the day. A world with no control at all is a third thing: the dashed
line of the charts. The law on the day says which of the two cases holds; where it cannot say, both stand in the brief.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from monazite import regime
from monazite.dates import AsOf
from monazite.regime import ClauseStanding, Measure, Standing, Status

_ON = (Status.IN_FORCE, Status.ANNOUNCED)


@dataclass(frozen=True, slots=True)
class Case:
    """A world to simulate.

    Attributes:
        id: `with` or `without`.
        title: The case in the words of a sentence.
        standing: The law of that world.
        holds: True where the law on the day is this case, or will be as announced; None where not determined.
    """

    id: str
    title: str
    standing: Standing
    holds: bool | None


def focus(standing: Standing, linked: Iterable[Measure]) -> tuple[ClauseStanding, ...]:
    """The clauses of the measures a document is about."""
    wanted = {measure.id for measure in linked}
    return tuple(entry for entry in standing.clauses if entry.measure.id in wanted)


def effect_day(as_of: AsOf, entries: Iterable[ClauseStanding]) -> date:
    """The day by which all announced clauses of the focus have started."""
    starts = [
        layer.on
        for entry in entries
        if entry.status is Status.ANNOUNCED
        for layer in entry.clause.timeline
        if layer.status is Status.IN_FORCE and layer.seen <= as_of.known_at
    ]
    return max([as_of.on, *starts])


def _forced(standing: Standing, wanted: set[str], status: Status) -> Standing:
    clauses = tuple(
        replace(entry, status=status, branches=()) if entry.measure.id in wanted else entry
        for entry in standing.clauses
    )
    return Standing(standing.as_of, clauses)


def cases(
    as_of: AsOf, linked: tuple[Measure, ...], known: tuple[Measure, ...] | None = None
) -> tuple[Case, ...]:
    """The measures in force, and suspended; the law otherwise as on the day they have all started."""
    today = regime.standing(as_of, known)
    entries = focus(today, linked)
    later = regime.standing(AsOf(effect_day(as_of, entries), as_of.known_at), known)
    wanted = {measure.id for measure in linked}
    holds: bool | None = None
    if not any(entry.status is Status.UNDETERMINED for entry in entries):
        holds = any(entry.status in _ON for entry in entries)
    return (
        Case("with", "With the measures in force", _forced(later, wanted, Status.IN_FORCE), holds),
        Case(
            "without",
            "With the measures suspended",
            _forced(later, wanted, Status.SUSPENDED),
            None if holds is None else not holds,
        ),
    )
