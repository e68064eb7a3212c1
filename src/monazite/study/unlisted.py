"""An act that the law tables do not hold, taken as the document tells it, so that its effect can be computed (§B14).

Its scope is the document's words and nothing more; the brief says so beside every sentence that rests on it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from monazite import codes
from monazite.provenance import Cited, Reliability
from monazite.regime import Clause, Condition, Item, Kind, Measure, Rule, Status, TimelineEntry

if TYPE_CHECKING:
    from monazite.reading import Event
    from monazite.study.facade import Study

PREFIX = "READ-"
_KINDS = {
    "export_prohibition": (Kind.BAN, "prohibit", "export ban"),
    "export_licensing": (Kind.LICENCE, "licence", "export licensing"),
    "export_quota": (Kind.QUOTA, "quota", "export quota"),
}
_BEGUN = ("in_force", "adopted", "announced")


def measures(study: Study) -> tuple[Measure, ...]:
    """One measure for each main act of the document that restricts an export and has begun or is announced."""
    found: dict[str, Measure] = {}
    for event in study.policy_events:
        made = _measure(event, study) if event.role == "main" else None
        if made is not None:
            found.setdefault(made.id, made)
    return tuple(found.values())


def computable(event: Event) -> bool:
    """Whether the act restricts a flow in a way the engine knows, and is more than a rumour or a draft."""
    return event.instrument in _KINDS and event.status in _BEGUN and event.action != "revoke"


def _measure(event: Event, study: Study) -> Measure | None:
    actors = [a.jurisdiction for a in event.actors if codes.is_country(a.jurisdiction)]
    names = [name for m in event.materials if (name := _mineral(m.value))]
    if not computable(event) or not actors or not names:
        return None
    kind, effect, said = _KINDS[event.instrument]
    symbols = frozenset(symbol for name in names for symbol in codes.mineral(name).symbols)
    what = " and ".join(dict.fromkeys(name.replace("-", " ") for name in names))
    cited = Cited("document-read", _quote(event))
    items = tuple(
        Item(id=f"read-{s}", name=s, concepts=(frozenset({f"el:{s}"}),)) for s in sorted(symbols)
    )
    clause = Clause(
        "as read",
        kind,
        f"{said} of {what}, as the document tells it",
        _timeline(event, study, cited),
        items,
        (Rule(effect, _when(event, actors[0])),),
        label="all",
    )
    title = f"{said} on {what}, as the document tells it"
    return Measure(
        f"{PREFIX}{actors[0]}-{'-'.join(dict.fromkeys(names))}",
        actors[0],
        (),
        "",
        title,
        kind,
        _announced(event, study),
        (clause,),
        (cited,),
        Reliability.SECONDARY,
        materials=symbols,
        scope="as the document tells it",
    )


def _mineral(text: str) -> str:
    entry = codes.search_mineral(text.replace("_", "-"))
    return entry.id if entry and entry.symbols else ""


def _quote(event: Event) -> str:
    return f"“{' '.join(event.trigger.quote.split())}”" if event.trigger else "read from its words"


def _announced(event: Event, study: Study) -> date:
    known = study.document.date if study.document else None
    told = event.announced
    if told is not None and told.precision == "day":
        known = date.fromisoformat(told.value)
    return min(known or study.as_of.known_at, study.as_of.known_at)


def _timeline(event: Event, study: Study, cited: Cited) -> tuple[TimelineEntry, ...]:
    seen = _announced(event, study)
    starts = seen
    if event.effective is not None and event.effective.precision == "day":
        starts = date.fromisoformat(event.effective.value)
    ends = None
    if event.expires is not None and event.expires.precision == "day":
        ends = date.fromisoformat(event.expires.value)
    weak = Reliability.SECONDARY
    begun = TimelineEntry(
        starts, Status.IN_FORCE, seen, cited, weak, until=ends if ends and ends > starts else None
    )
    if starts > seen:
        return (TimelineEntry(seen, Status.ANNOUNCED, seen, cited, weak, until=starts), begun)
    return (begun,)


def _when(event: Event, actor: str) -> Condition:
    """Exports of the items by the actor, to the targets where the document names some."""
    tests = [
        Condition("fact", "exporter_in", "is", actor, text="exported by the acting country"),
        Condition("items", "self", text="the materials named"),
    ]
    targets = [t.value for t in event.targets if codes.is_country(t.value)]
    if targets:
        tests.append(Condition("fact", "destination", "in", tuple(targets), text="the targets"))
    return Condition("all", children=tuple(tests))
