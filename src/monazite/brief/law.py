"""What is in force: findings, timeline and table from a standing (§B8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from monazite import regime
from monazite.brief import words
from monazite.brief.model import Chart, Finding, Part, Span, Table
from monazite.dates import AsOf
from monazite.provenance import Cited, Figure, Quality, Reliability
from monazite.regime import ClauseStanding, Measure, Status

_SAID = {
    Status.NOT_STARTED: "not yet announced",
    Status.ANNOUNCED: "announced, not in force",
    Status.IN_FORCE: "in force",
    Status.SUSPENDED: "suspended",
    Status.LAPSED: "lapsed",
    Status.REVOKED: "revoked",
    Status.UNDETERMINED: "not determined",
}
_AHEAD = timedelta(days=120)
_MOST_ROWS = 14


def said(status: Status) -> str:
    """A status in the words of a sentence."""
    return _SAID[status]


def status_figure(entry: ClauseStanding, as_of: AsOf) -> Figure:
    """The status of a clause on the day, as a figure that cites the act."""
    return Figure(
        id=f"law/{entry.measure.id}/{entry.clause.id}/{as_of.on}",
        label=f"status of {name(entry.measure)}, clause {entry.clause.label or entry.clause.id}",
        value=said(entry.status),
        unit="",
        period=str(as_of),
        quality=Quality.REPORTED,
        reliability=entry.reliability,
        cited=entry.cited,
        note=entry.reason,
    )


def name(measure: Measure) -> str:
    """A measure as readers cite it: `No. 61/2025`, or its title."""
    return (
        f"No. {measure.number}" if measure.number[:1].isdigit() else measure.number or measure.title
    )


def _since(entry: ClauseStanding) -> str:
    if entry.status is Status.ANNOUNCED and entry.until:
        return f" until it starts on {words.day(entry.until)}"
    since = f" since {words.day(entry.since)}" if entry.since else ""
    until = (
        f" to {words.day(entry.until - timedelta(days=1))}"
        if entry.until and entry.status is Status.SUSPENDED
        else ""
    )
    return since + until


def _groups(entries: Sequence[ClauseStanding]) -> list[list[ClauseStanding]]:
    """Clauses of one measure that stand alike, together."""
    groups: dict[tuple[str, Status, date | None, date | None], list[ClauseStanding]] = {}
    for entry in entries:
        groups.setdefault((entry.measure.id, entry.status, entry.since, entry.until), []).append(
            entry
        )
    return list(groups.values())


def _finding(group: list[ClauseStanding], as_of: AsOf) -> Finding:
    first = group[0]
    labels = words.listing([entry.clause.label or entry.clause.id for entry in group])
    which = "" if labels == "all" else f" (clause{'s' if len(group) > 1 else ''} {labels})"
    caveats = tuple(
        f"{conflict.source}: {conflict.says}" for conflict in first.measure.conflicts[:2]
    )
    if first.expected:
        caveats = ("The day lies after the day of knowledge; later law may change it.", *caveats)
    return Finding(
        id=f"law/{first.measure.id}/{first.clause.id}",
        section="law",
        text=f"{name(first.measure)}{which}, {first.measure.title}: {{0}}{_since(first)}.",
        figures=tuple(status_figure(entry, as_of) for entry in group),
        caveats=caveats,
        would_change=first.settles,
    )


def _branch_figure(entry: ClauseStanding, number: int, as_of: AsOf) -> Figure:
    branch = entry.branches[number]
    return Figure(
        id=f"law/{entry.measure.id}/{entry.clause.id}/{as_of.on}/branch-{number + 1}",
        label=f"branch {number + 1} of {name(entry.measure)}: {branch.name}",
        value=said(branch.status),
        unit="",
        period=str(as_of),
        reliability=Reliability.SECONDARY,
        cited=branch.cited,
        note=branch.reason,
    )


def branches(entries: Sequence[ClauseStanding], as_of: AsOf) -> tuple[Finding, ...]:
    """One finding for each measure whose standing cannot be determined, with all its branches."""
    open_ = [entry for entry in entries if entry.status is Status.UNDETERMINED and entry.branches]
    found: dict[str, Finding] = {}
    for entry in open_:
        figures = tuple(
            _branch_figure(entry, number, as_of) for number in range(len(entry.branches))
        )
        ways = "; or ".join(
            f"{{{number}}} ({branch.reason.rstrip('.')})"
            for number, branch in enumerate(entry.branches)
        )
        found.setdefault(
            entry.measure.id,
            Finding(
                id=f"law/{entry.measure.id}/branches",
                section="law",
                text=f"{name(entry.measure)} cannot be determined on {words.day(as_of.on)}: either {ways}.",
                figures=figures,
                would_change=entry.settles,
            ),
        )
    return tuple(found.values())


def _row_name(entry: ClauseStanding) -> str:
    label = entry.clause.label or entry.clause.id
    return name(entry.measure) + ("" if label == "all" else f" {label}")


def _spans(shown: Sequence[ClauseStanding], as_of: AsOf) -> list[Span]:
    """The status of each clause from first announcement to a little past the day, as known on the day."""
    measures = tuple({entry.measure.id: entry.measure for entry in shown}.values())
    end = max(as_of.on, as_of.known_at) + _AHEAD
    edges = {end, as_of.on}
    for entry in shown:
        for layer in entry.clause.timeline:
            edges |= {day for day in (layer.on, layer.until, layer.seen) if day and day < end}
    days = sorted(edges)
    refs = {entry.ref: _row_name(entry) for entry in shown}
    spans: list[Span] = []
    for start, stop in pairwise(days):
        on_day = regime.standing(AsOf(start, as_of.known_at), measures)
        spans += [
            Span(refs[entry.ref], start, stop, entry.status.value)
            for entry in on_day.clauses
            if entry.ref in refs and entry.status is not Status.NOT_STARTED
        ]
    return spans


def timeline(entries: Sequence[ClauseStanding], as_of: AsOf) -> Chart:
    """When each clause was announced, in force, suspended: as known on the day."""
    shown = [entry for entry in entries if entry.clause.timeline][:_MOST_ROWS]
    return Chart(
        id="law-timeline",
        kind="timeline",
        title="What was in force, clause by clause",
        alt=f"Status of {len(shown)} clauses over time as known on {words.day(as_of.known_at)}; "
        "the dotted line is the day.",
        x_label="",
        y_label="",
        panels=(("", tuple(_spans(shown, as_of))),),
        table=table(shown, as_of),
        mark=(as_of.on, "the day asked about"),
    )


def table(entries: Iterable[ClauseStanding], as_of: AsOf) -> Table:
    """Every clause with its status, since when, and the words of the act that say so."""
    rows = tuple(
        (
            _row_name(entry),
            status_figure(entry, as_of),
            words.day(entry.since) if entry.since else "",
            words.day(entry.until) if entry.until else "",
            entry.reason,
        )
        for entry in entries
    )
    return Table(f"Clauses {as_of}", ("clause", "status", "from", "until", "why"), rows)


def part(entries: Sequence[ClauseStanding], linked: Sequence[str], as_of: AsOf) -> Part:
    """The section on the law; measures the document names come first."""
    ordered = sorted(entries, key=lambda entry: entry.measure.id not in linked)
    determined = [entry for entry in ordered if not entry.branches]
    findings = branches(ordered, as_of) + tuple(
        _finding(group, as_of) for group in _groups(determined)
    )
    return Part("law", findings, (timeline(ordered, as_of),) if ordered else ())


def as_dict(entry: ClauseStanding) -> dict[str, object]:
    """A clause's standing as plain values."""

    def place(cited: Cited) -> dict[str, str]:
        return {"source": cited.source, "at": cited.at}

    return {
        "measure": entry.measure.id,
        "instrument": entry.measure.number,
        "title": entry.measure.title,
        "clause": entry.clause.id,
        "text": entry.clause.text,
        "status": entry.status.value,
        "since": entry.since.isoformat() if entry.since else None,
        "until": entry.until.isoformat() if entry.until else None,
        "expected": entry.expected,
        "reason": entry.reason,
        "cited": place(entry.cited),
        "branches": [
            {
                "name": branch.name,
                "status": branch.status.value,
                "until": branch.until.isoformat() if branch.until else None,
                "reason": branch.reason,
                "cited": place(branch.cited),
            }
            for branch in entry.branches
        ],
        "settles": entry.settles,
    }
