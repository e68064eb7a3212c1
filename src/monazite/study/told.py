"""What the document itself tells: events read, and the sentences for what could not be taken further (§B7, §B14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.brief import words
from monazite.brief.model import Finding, Part
from monazite.codes import is_country
from monazite.provenance import Cited, Figure, Quality, Reliability

if TYPE_CHECKING:
    from monazite.study.facade import Study

_OUTSIDE = "Duties, price floors and state trading change prices, not who may ship: the engine has no such shock."
_NO_SHOCK = ("export_tax", "export_price_control", "export_state_trading", "export_other")
_NOT_BEGUN = "An act only rumoured, proposed, denied or ended, or that names no country or material, is not simulated."


def events(study: Study) -> tuple[dict[str, object], ...]:
    """What was read, in the form of a reading; with each event the acts it fits, or the word that none fits."""
    if study.reading is None:
        return ()
    from monazite.reading import as_dict
    from monazite.study.linking import fitting

    read: dict[str, list[dict[str, object]]] = as_dict(study.reading)
    for event, entry in zip(study.reading.events, read["events"], strict=True):
        acts = [measure.id for measure in fitting(event, study)]
        entry["acts"] = acts
        entry["acts_note"] = "" if acts else "no act of the register fits this event"
    return tuple(read["events"])


def no_event(study: Study) -> Finding:
    """The finding of a document without a policy event (§B7)."""
    text = study.document.text if study.document else ""
    figure = Figure(
        "reading/events",
        "policy events found",
        0.0,
        "events",
        quality=Quality.DERIVED,
        reliability=Reliability.COMPUTED,
        cited=Cited("document-read", f"{len(text):,} characters of the text given"),
        formula="events on exports of minerals read by the rules of reading (§R1)",
    )
    return Finding(
        id="lead/no-event",
        section="law",
        text="No policy event on the export of a mineral was found in this document "
        f"({{0}} on exports{_others_read(study)}).",
        figures=(figure,),
        would_change="A sentence that says who restricts what; see what each rule read with `monazite read --explain`.",
    )


def _others_read(study: Study) -> str:
    """Main events of other kinds, named so that nobody takes them for unread."""
    events = study.reading.events if study.reading else ()
    kinds = dict.fromkeys(e.instrument.replace("_", " ") for e in events if e.role == "main")
    return f"; read beside: {words.listing(list(kinds))}, not simulated" if kinds else ""


def unfitting(study: Study) -> list[Part]:
    """What is said of acts that were read and that no act of the law tables fits (§B14)."""
    main = [event for event in study.policy_events if event.role == "main"]
    if not main:
        return []
    event = main[0]
    who = words.listing(
        [words.the_country(a.jurisdiction) for a in event.actors if is_country(a.jurisdiction)]
    )
    what = (
        words.listing([m.value.replace("_", " ") for m in event.materials]) or "no material named"
    )
    kind = event.instrument.replace("_", " ")
    quote = f"“{' '.join(event.trigger.quote.split())}”" if event.trigger else "its words"
    figure = Figure(
        f"reading/{event.id}",
        "act read in the document",
        f"{kind}, {event.status.replace('_', ' ')}",
        "",
        quality=Quality.DERIVED,
        reliability=Reliability.COMPUTED,
        cited=Cited("document-read", quote.replace("{", "(").replace("}", ")")),
        formula="an act read by the rules of reading (§R1)",
    )
    finding = Finding(
        id="law/unfitting",
        section="law",
        text=f"The document tells of an act ({{0}}) by {who or 'nobody named'} on {what}; no act of the law tables "
        "fits it, so neither its clauses nor its effect are computed.",
        figures=(figure,),
        caveats=(_OUTSIDE if event.instrument in _NO_SHOCK else _NOT_BEGUN,),
        would_change="The number and day of the act; `monazite in-force --all` lists the acts that are known.",
    )
    return [Part("law", (finding,))]
