"""The status of each clause on a day, as known on a day (§L3, §L4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from monazite.dates import AsOf
from monazite.errors import MissingData
from monazite.provenance import Cited
from monazite.regime.load import measures as all_measures
from monazite.regime.types import (
    Branch,
    Certainty,
    Clause,
    ClauseStanding,
    Measure,
    Standing,
    Status,
    TimelineEntry,
)

_RUNNING = (Status.IN_FORCE, Status.SUSPENDED)


def _top(entries: Iterable[TimelineEntry]) -> TimelineEntry | None:
    """The layer that holds: assumed law first, then what was seen last, then what began last."""
    return max(
        entries,
        key=lambda entry: (entry.certainty is Certainty.ASSUMED, entry.seen, entry.on),
        default=None,
    )


def _end(top: TimelineEntry, known: list[TimelineEntry]) -> date | None:
    """First day on which another layer holds."""
    edges = {entry.on for entry in known} | {entry.until for entry in known if entry.until}
    for day in sorted(edges):
        if day <= top.on or (top.until is not None and day > top.until):
            continue
        if _top(entry for entry in known if entry.covers(day)) is not top:
            return day
    return top.until


def _begin(top: TimelineEntry, known: list[TimelineEntry], on: date) -> date:
    """First day of the unbroken run of days up to `on` on which this layer holds."""
    edges = {entry.on for entry in known} | {entry.until for entry in known if entry.until}
    begin = top.on
    for day in sorted(edges):
        if top.on <= day <= on and _top(e for e in known if e.covers(day)) is not top:
            begin = min((edge for edge in edges if edge > day), default=begin)
    return begin


def _branches(
    open_: list[TimelineEntry], formal: TimelineEntry | None, known: list[TimelineEntry], on: date
) -> tuple[Branch, ...]:
    """Both ways an unconfirmed day may stand: by the text alone, or as extended."""
    revival = next((entry for entry in open_ if entry.certainty is Certainty.UNCONFIRMED), formal)
    stated = _top(entry for entry in open_ if entry.certainty is Certainty.STATED)
    last = _top(e for e in known if e.status is Status.SUSPENDED and e.on <= on)
    if revival is not None and stated is None and last is None:
        return _reported(revival)
    found: list[Branch] = []
    if stated is not None:
        found.append(Branch("extended", stated.status, stated.note, stated.cited, stated.until))
    elif last is not None:
        reason = "only if a further notice extends the suspension; none is known"
        found.append(Branch("extended", Status.SUSPENDED, reason, last.cited))
    if revival is not None:
        found.append(Branch("not_extended", revival.status, revival.note, revival.cited))
    return tuple(found)


def _reported(entry: TimelineEntry) -> tuple[Branch, ...]:
    """A status that is reported but that no instrument at hand confirms."""
    no = "no instrument at hand confirms it"
    return (
        Branch("as_reported", entry.status, entry.note, entry.cited),
        Branch("not_confirmed", Status.NOT_STARTED, no, entry.cited),
    )


def _reason(clause: Clause, top: TimelineEntry) -> str:
    by = f" by {top.by}" if top.by else ""
    words = {
        Status.IN_FORCE: f"in force since {top.on}",
        Status.ANNOUNCED: f"issued, takes effect on {top.until}" if top.until else "announced",
        Status.SUSPENDED: f"suspended{by} from {top.on}",
    }
    text = words.get(top.status, f"{top.status.value}{by} from {top.on}")
    del clause
    return f"{text}; {top.note}" if top.note else text


def _undetermined(
    measure: Measure, clause: Clause, known: list[TimelineEntry], on: date
) -> ClauseStanding:
    open_ = [
        entry
        for entry in known
        if entry.covers(on) and entry.certainty in (Certainty.STATED, Certainty.UNCONFIRMED)
    ]
    formal = _top(
        entry for entry in known if entry.covers(on) and entry.certainty is Certainty.FORMAL
    )
    branches = _branches(open_, formal, known, on)
    lead = open_[0]
    since = min(entry.on for entry in open_)
    reason = "; ".join(
        f"{branch.name}: {branch.status.value} ({branch.reason})" for branch in branches
    )
    return ClauseStanding(
        measure,
        clause,
        Status.UNDETERMINED,
        since,
        min((branch.until for branch in branches if branch.until), default=None),
        reason,
        lead.cited,
        max((entry.reliability for entry in open_), key=_weakness),
        branches,
        started=_started(known, on),
        by=lead.by,
        settles=next((entry.settles for entry in open_ if entry.settles), ""),
    )


def _weakness(grade: str) -> int:
    order = ("primary", "secondary", "computed", "derived", "weak", "memory")
    return order.index(grade)


def _started(known: list[TimelineEntry], on: date) -> bool:
    """Whether the clause was in force on some day before `on`."""
    days = {entry.on for entry in known if entry.on <= on and entry.status is Status.IN_FORCE}
    for day in days:
        top = _top(entry for entry in known if entry.covers(day))
        if top is not None and top.status is Status.IN_FORCE and day < on:
            return True
    return False


def clause_standing(measure: Measure, clause: Clause, as_of: AsOf) -> ClauseStanding | None:
    """The standing of one clause, or None if nothing of it was known on the day of knowledge."""
    on = as_of.on
    known = [entry for entry in clause.timeline if entry.seen <= as_of.known_at]
    if not known:
        return None
    covering = [entry for entry in known if entry.covers(on)]
    expected = on > as_of.known_at
    top = _top(covering)
    if top is None:
        first = min(known, key=lambda entry: entry.on)
        before = on < first.on
        status = Status.NOT_STARTED if before else Status.LAPSED
        reason = f"not issued before {first.on}" if before else "its term has ended"
        return ClauseStanding(
            measure,
            clause,
            status,
            None,
            first.on if before else None,
            reason,
            first.cited,
            first.reliability,
            expected=expected,
        )
    if top.certainty in (Certainty.STATED, Certainty.UNCONFIRMED):
        return _undetermined(measure, clause, known, on)
    return ClauseStanding(
        measure,
        clause,
        top.status,
        _begin(top, known, on),
        _end(top, known),
        _reason(clause, top),
        top.cited,
        top.reliability,
        expected=expected,
        started=_started(known, on) or top.status in _RUNNING[:1],
        by=top.by,
    )


def standing(as_of: AsOf, measures: tuple[Measure, ...] | None = None) -> Standing:
    """Every clause known on `as_of.known_at`, with its status on `as_of.on`.

    Args:
        as_of: The day asked about and the day of knowledge.
        measures: The measures to look at; those of the reference data if not given.

    Spec: §L3.

    >>> from datetime import date
    >>> found = standing(AsOf(date(2026, 6, 1), date(2026, 6, 1)))
    >>> found.find("CN-2025-61#1(1)").status.value
    'suspended'
    """
    found = (
        clause_standing(measure, clause, as_of)
        for measure in (all_measures() if measures is None else measures)
        for clause in measure.clauses
    )
    return Standing(as_of, tuple(entry for entry in found if entry is not None))


def change_days(measures: tuple[Measure, ...], known_at: date) -> tuple[date, ...]:
    """All days on which some clause changes its status, as known on a day, in order."""
    days = {
        day
        for measure in measures
        for clause in measure.clauses
        for entry in clause.timeline
        if entry.seen <= known_at
        for day in (entry.on, entry.until)
        if day is not None
    }
    return tuple(sorted(days))


def named(number: str) -> Measure:
    """The measure of that name, for callers that cannot go on without one.

    Raises:
        MissingData: E317 if the reference data have none.
    """
    found = find(number)
    if found is None:
        raise MissingData(
            "E317",
            f"no measure {number} is in the reference data",
            way_out="See monazite in-force for the measures and their names",
        )
    return found


def find(number: str, *, authority: str = "", on: date | None = None) -> Measure | None:
    """The measure with that number, as an event in a document names it (`61`, `No. 61`, `2025 No. 61`, `CN-2025-61`).

    Where several years have the number, the one issued last on or before `on` is meant.
    """
    digits = "".join(char if char.isdigit() else " " for char in number).split()
    if not digits:
        return None
    year = next((part for part in digits if len(part) == 4), "")  # noqa: PLR2004 - a year
    serial = next((part for part in digits if part != year), "").lstrip("0")
    if number in (ids := {entry.id: entry for entry in all_measures()}):
        return ids[number]
    fits = [
        entry
        for entry in all_measures()
        if (not authority or entry.authority == authority)
        and serial in {part.lstrip("0") for part in _serials(entry)}
        and (not year or str(entry.issued.year) == year)
        and (on is None or entry.issued <= on)
    ]
    return max(fits, key=lambda entry: entry.issued, default=None)


def _serials(measure: Measure) -> set[str]:
    parts = measure.number.replace("No.", " ").split()
    return {part for part in parts if part.isdigit() and len(part) != 4}  # noqa: PLR2004 - a year


__all__ = ["Cited", "change_days", "clause_standing", "find", "standing"]
