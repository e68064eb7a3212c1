"""From an event to the measures of the regime it speaks of, so that the brief uses the law and not its paraphrase."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from monazite import codes, regime
from monazite.regime import Kind, Measure, Status

if TYPE_CHECKING:
    from monazite.reading import Event
    from monazite.study.facade import Study

_NEAR = timedelta(days=45)
_PAUSED = (Status.SUSPENDED, Status.LAPSED, Status.REVOKED)
_KINDS = (Kind.LICENCE, Kind.BAN, Kind.QUOTA, Kind.TECHNOLOGY, Kind.STATE_TRADING)


def linked(study: Study) -> tuple[Measure, ...]:
    """The measures the study is about, in order of issue.

    By number where the document gives one; else by authority, material, reach abroad and day; with those issued by
    the same authority on the same day for the same minerals, which are one package. Without a document: every
    control on the mineral by the restrictor that was known by then.
    """
    known = [measure for measure in regime.measures() if measure.issued <= study.as_of.known_at]
    if not study.policy_events:
        symbols = _symbols((study.mineral,)) if study.mineral else frozenset[str]()
        return tuple(
            measure
            for measure in known
            if measure.authority == study.restrictor
            and measure.kind in _KINDS
            and measure.materials & symbols
        )
    found: dict[str, Measure] = {}
    for event in study.policy_events:
        if event.role != "main":
            continue
        for measure in fitting(event, study, known):
            found.setdefault(measure.id, measure)
    for other in known:
        if any(_same_package(other, measure) for measure in tuple(found.values())):
            found.setdefault(other.id, other)
    named = _symbols(tuple(m.value for event in study.policy_events for m in event.materials))
    # an act on minerals that nobody names does not lead; one on users or goods of any kind may
    return tuple(
        sorted(found.values(), key=lambda act: bool(act.materials) and not act.materials & named)
    )


def fitting(event: Event, study: Study, known: list[Measure] | None = None) -> tuple[Measure, ...]:
    """The measures one event speaks of: those whose number it gives, else those its content fits; none if no act fits.

    Args:
        event: What was read.
        study: Gives the days.
        known: Measures to look among; by default those issued by the day of knowledge.
    """
    if known is None:
        known = [m for m in regime.measures() if m.issued <= study.as_of.known_at]
    return tuple(_by_number(event, study) or _by_content(event, known, study))


def _steps(measure: Measure, known_at: date) -> set[date]:
    """The days on which a measure was issued, or a clause of it changed or was made known, as known on a day."""
    entries = [e for clause in measure.clauses for e in clause.timeline if e.seen <= known_at]
    return {measure.issued, *(e.on for e in entries), *(e.seen for e in entries)}


def _symbols(names: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        entry = codes.search_mineral(name.replace("_", "-"))
        found |= set(entry.symbols) if entry else set()
    return frozenset(found)


def _day(event: Event, study: Study) -> date:
    """The day the event was announced: as read, or the document's, or the day asked about."""
    announced = event.announced
    if announced is not None and announced.precision == "day":
        return date.fromisoformat(announced.value)
    dated = study.document.date if study.document else None
    return dated or study.as_of.on


def _by_number(event: Event, study: Study) -> list[Measure]:
    found: list[Measure] = []
    for ref in event.instrument_refs:
        for actor in event.actors:
            measure = regime.find(ref.value, authority=actor.jurisdiction, on=_day(event, study))
            if measure is not None and measure not in found:
                found.append(measure)
    return found


def reaches_abroad(measure: Measure) -> bool:
    """Whether the measure binds exporters outside the country that issued it."""
    return measure.scope.casefold().startswith("foreign")


def _by_content(event: Event, known: list[Measure], study: Study) -> list[Measure]:
    wanted = _symbols(tuple(material.value for material in event.materials))
    actors = {actor.jurisdiction for actor in event.actors}
    fit = [
        measure
        for measure in known
        if measure.authority in actors and measure.kind in _KINDS and measure.materials & wanted
    ]
    if event.extraterritorial:
        return [measure for measure in fit if reaches_abroad(measure)]
    day = _day(event, study)
    if eased := _eased(event, fit, wanted, study):
        return eased
    near = [measure for measure in fit if abs(measure.issued - day) <= _NEAR]
    if near:
        return near
    known_at = study.as_of.known_at
    return [m for m in fit if any(abs(step - day) <= _NEAR for step in _steps(m, known_at))]


def _eased(event: Event, fit: list[Measure], wanted: frozenset[str], study: Study) -> list[Measure]:
    """Of a pause: the acts that were paused or ended about that day and cover most of what is named (§B18)."""
    if "suspend" not in event.action and event.status != "suspended":
        return []
    day, known_at = _day(event, study), study.as_of.known_at
    paused = [
        measure
        for measure in fit
        if any(
            layer.status in _PAUSED and layer.seen <= known_at and abs(layer.on - day) <= _NEAR
            for clause in measure.clauses
            for layer in clause.timeline
        )
    ]
    most = max((len(measure.materials & wanted) for measure in paused), default=0)
    return [measure for measure in paused if len(measure.materials & wanted) == most]


def covers(measure: Measure, name: str) -> bool:
    """Whether an act is about a mineral of this name."""
    return bool(measure.materials & _symbols((name,)))


def _families(measure: Measure) -> frozenset[str]:
    """What a measure is about, all rare earths as one."""
    return frozenset("rare-earths" if s in codes.RARE_EARTHS else s for s in measure.materials)


def _same_package(other: Measure, measure: Measure) -> bool:
    return other.id == measure.id or (
        other.authority == measure.authority
        and other.issued == measure.issued
        and bool(_families(other) & _families(measure))
        and other.kind in _KINDS
    )
