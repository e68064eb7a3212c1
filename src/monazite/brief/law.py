"""What is in force: findings, timeline and table from a standing (§B8)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from monazite import catalog, regime
from monazite.brief import words
from monazite.brief.model import Chart, Finding, Part, Span, Table
from monazite.codes import country_name
from monazite.dates import AsOf
from monazite.provenance import Cited, Figure, Quality, Reliability
from monazite.regime import Clause, ClauseStanding, Measure, Status

_SAID = {
    Status.NOT_STARTED: "not yet announced",
    Status.ANNOUNCED: "announced, not in force",
    Status.IN_FORCE: "in force",
    Status.SUSPENDED: "suspended",
    Status.LAPSED: "lapsed",
    Status.REVOKED: "revoked",
    Status.UNDETERMINED: "not determined",
}
_NUMBER = re.compile(r"\bNo\. (\d+)$")
_AHEAD, _BEHIND = timedelta(days=120), timedelta(days=730)
_MOST_ROWS, _FEW, _TWO = 14, 3, 2
_AS_READ = (
    "No act of the law tables fits what the document tells, so its scope, dates and exemptions are the document's "
    "words alone; what is computed below rests on them."
)


def said(status: Status) -> str:
    """A status in the words of a sentence."""
    return _SAID[status]


def status_figure(entry: ClauseStanding, as_of: AsOf) -> Figure:
    """The status of a clause on the day, as a figure that cites the act."""
    return Figure(
        id=f"law/{entry.measure.id}/{entry.clause.id}/{as_of.on}",
        label=f"status of {name(entry.measure)}, clause {_told_apart(entry)}",
        value=said(entry.status),
        unit="",
        period=str(as_of),
        quality=Quality.REPORTED,
        reliability=entry.reliability,
        cited=entry.cited,
        note=entry.reason,
    )


def name(measure: Measure) -> str:
    """A measure as readers cite it: `No. 61 of 2025`, or its number in full."""
    found = _NUMBER.search(measure.number)
    return (
        f"No. {found.group(1)} of {measure.issued.year}"
        if found
        else measure.number or measure.title
    )


def _cited_as(measure: Measure, which: str) -> str:
    known, title = name(measure), measure.title
    return f"{_upper(title)}{which}" if known == title else f"{known}{which}, {title}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """The first word in small letters, unless it is an abbreviation: `DFARS` stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _since(entry: ClauseStanding) -> str:
    if entry.status is Status.ANNOUNCED and entry.until:
        return f" until it starts on {words.day(entry.until)}"
    opening = "from" if entry.status is Status.SUSPENDED and entry.until else "since"
    since = f" {opening} {words.day(entry.since)}" if entry.since else ""
    until = (
        f" to {words.day(entry.until - timedelta(days=1))}"
        if entry.until and entry.status is Status.SUSPENDED
        else ""
    )
    return since + until


def _called(clause: Clause) -> str:
    return clause.label or clause.id


def _told_apart(entry: ClauseStanding) -> str:
    """A clause as readers cite it; with what it covers where another clause of the act is cited the same way."""
    called = _called(entry.clause)
    if sum(_called(clause) == called for clause in entry.measure.clauses) < _TWO:
        return called
    return entry.clause.id if entry.clause.id.startswith(called) else f"{called} {entry.clause.id}"


def _names(group: Sequence[ClauseStanding]) -> list[str]:
    """The clauses of a group: a label once where the group holds all that bear it, else each told apart (§B17)."""
    here = Counter(_called(entry.clause) for entry in group)
    whole = {
        called
        for called, count in here.items()
        if count == sum(_called(clause) == called for clause in group[0].measure.clauses)
    }
    named = (
        _called(entry.clause) if _called(entry.clause) in whole else _told_apart(entry)
        for entry in group
    )
    return list(dict.fromkeys(named))


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
    named = _names(group)
    labels = words.listing(named)
    which = (
        "" if labels in {"all", "list"} else f" (clause{'s' if len(named) > 1 else ''} {labels})"
    )
    known = [
        conflict
        for conflict in first.measure.conflicts
        if catalog.sources()[conflict.source].published <= as_of.known_at
    ]
    caveats = tuple(f"{conflict.source}: {conflict.says}" for conflict in known[:2])
    if first.cited.source == "document-read":
        caveats = (_AS_READ, *caveats)
    if first.expected:
        caveats = ("The day lies after the day of knowledge; later law may change it.", *caveats)
    return Finding(
        id=f"law/{first.measure.id}/{first.clause.id}",
        section="law",
        text=f"{_cited_as(first.measure, which)}: {{0}}{_since(first)}.",
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
    """One finding for all measures that hang on the same open question, with both ways it may stand."""
    alike: dict[tuple[tuple[str, str], ...], dict[str, ClauseStanding]] = {}
    for entry in entries:
        if entry.status is Status.UNDETERMINED and entry.branches:
            key = tuple((branch.status.value, branch.reason) for branch in entry.branches)
            alike.setdefault(key, {}).setdefault(entry.measure.id, entry)
    return tuple(_branch_finding(list(group.values()), as_of) for group in alike.values())


def _branch_finding(group: list[ClauseStanding], as_of: AsOf) -> Finding:
    first = group[0]
    ways = "; or ".join(
        f"{{{number}}} ({branch.reason.rstrip('.')})"
        for number, branch in enumerate(first.branches)
    )
    figures = [_branch_figure(first, number, as_of) for number in range(len(first.branches))]
    return Finding(
        id=f"law/{first.measure.id}/branches",
        section="law",
        text=f"The standing of {words.listing([name(entry.measure) for entry in group])} cannot be determined "
        f"on {words.day(as_of.on)}: either {ways}.",
        figures=(*figures, *(status_figure(entry, as_of) for entry in group)),
        would_change=first.settles,
    )


def _rows(entries: Sequence[ClauseStanding]) -> dict[str, list[ClauseStanding]]:
    """Clauses of a measure that share one timeline make one row."""
    alike: dict[tuple[object, ...], list[ClauseStanding]] = {}
    for entry in entries:
        days = tuple((layer.on, layer.until, layer.status) for layer in entry.clause.timeline)
        alike.setdefault((entry.measure.id, days), []).append(entry)
    return {_row_name(group): group for group in alike.values()}


def _row_name(group: Sequence[ClauseStanding]) -> str:
    labels = _names(group)
    shown = labels if len(labels) <= _FEW else [labels[0], "...", labels[-1]]
    tail = "" if labels in (["all"], ["list"]) else " " + ", ".join(shown)
    return name(group[0].measure) + tail


def _spans(rows: dict[str, list[ClauseStanding]], as_of: AsOf) -> list[Span]:
    """The status of each row from two years back to a little past the day, as known on the day."""
    first = {row: group[0] for row, group in rows.items()}
    measures = tuple({entry.measure.id: entry.measure for entry in first.values()}.values())
    begin, end = as_of.on - _BEHIND, max(as_of.on, as_of.known_at) + _AHEAD
    edges = {begin, end, as_of.on}
    for entry in first.values():
        for layer in entry.clause.timeline:
            edges |= {
                day for day in (layer.on, layer.until, layer.seen) if day and begin < day < end
            }
    refs = {entry.ref: row for row, entry in first.items()}
    spans: list[Span] = []
    for start, stop in pairwise(sorted(edges)):
        on_day = regime.standing(AsOf(start, as_of.known_at), measures)
        spans += [
            Span(refs[entry.ref], start, stop, entry.status.value)
            for entry in on_day.clauses
            if entry.ref in refs and entry.status is not Status.NOT_STARTED
        ]
    return _merged(spans)


def _merged(spans: list[Span]) -> list[Span]:
    """Neighbouring stretches of one row in the same state as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.row, span.start)):
        last = found[-1] if found else None
        if last and (last.row, last.state, last.end) == (span.row, span.state, span.start):
            found[-1] = Span(span.row, last.start, span.end, span.state)
        else:
            found.append(span)
    order = list(dict.fromkeys(span.row for span in spans))
    return sorted(found, key=lambda span: order.index(span.row))


def timeline(entries: Sequence[ClauseStanding], as_of: AsOf) -> Chart:
    """When each clause was announced, in force, suspended: as known on the day."""
    rows = dict(
        list(_rows([entry for entry in entries if entry.clause.timeline]).items())[:_MOST_ROWS]
    )
    shown = [entry for group in rows.values() for entry in group]
    return Chart(
        id="law-timeline",
        kind="timeline",
        title="What was in force, clause by clause",
        alt=f"Status of {len(shown)} clauses in {len(rows)} rows over time as known on {words.day(as_of.known_at)}; "
        "the dotted line is the day.",
        x_label="",
        y_label="",
        panels=(("", tuple(_spans(rows, as_of))),),
        table=table(shown, as_of),
        mark=(as_of.on, "the day asked about"),
    )


def table(entries: Iterable[ClauseStanding], as_of: AsOf) -> Table:
    """Every clause with its status, since when, and the words of the act that say so."""
    rows = tuple(
        (
            _row_name([entry]),
            status_figure(entry, as_of),
            words.day(entry.since) if entry.since else "",
            words.day(entry.until) if entry.until else "",
            entry.reason,
        )
        for entry in entries
    )
    return Table(f"Clauses {as_of}", ("clause", "status", "from", "until", "why"), rows)


def lead(entries: Sequence[ClauseStanding], measure: Measure, as_of: AsOf) -> Finding:
    """One sentence on the leading measure: each group of its clauses with how it stands."""
    groups = _groups([entry for entry in entries if entry.measure.id == measure.id])
    said_of = "; ".join(
        f"{_clauses(group)}{{{number}}}{_since(group[0])}" for number, group in enumerate(groups)
    )
    return Finding(
        id=f"lead/law/{measure.id}",
        section="law",
        text=f"{_leading_name(measure)} on {words.day(as_of.on)}: {said_of}.",
        figures=tuple(status_figure(group[0], as_of) for group in groups),
    )


def _leading_name(measure: Measure) -> str:
    """`China's No. 61 of 2025 (export control on ...)`; a title that is all the name there is stands alone."""
    whose, known, title = words.the_country(measure.authority), name(measure), measure.title
    if known != title:
        return f"{_upper(whose)}'s {known} ({_lower(title)})"
    if title.startswith(country_name(measure.authority)):
        return title
    return f"{_upper(whose)}'s {_lower(title)}"


def _clauses(group: list[ClauseStanding]) -> str:
    labels = _names(group)
    if labels in (["all"], ["list"]):
        return ""
    shown = words.listing(labels) if len(labels) <= _FEW else f"{labels[0]} to {labels[-1]}"
    return f"clause{'s' if len(labels) > 1 else ''} {shown} "


def part(
    entries: Sequence[ClauseStanding],
    linked: Sequence[str],
    as_of: AsOf,
) -> Part:
    """The section on the law; measures the document names come first."""
    place = {measure: number for number, measure in enumerate(linked)}
    ordered = sorted(entries, key=lambda entry: place.get(entry.measure.id, len(place)))
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
