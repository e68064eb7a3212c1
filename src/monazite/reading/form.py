"""A reading in the form of the annotation schema: plain values for JSON (§R30)."""

from __future__ import annotations

import re
from typing import Any

from monazite.reading.model import Actor, Claim, Dated, Document, Event, Named, Reading, Span
from monazite.reading.words import mentions


def span(value: Span | None) -> dict[str, Any] | None:
    """Quote, start and end; null for words of the title, whose positions are not those of the text."""
    if value is None or value.part != "text":
        return None
    return {"quote": value.quote, "start": value.start, "end": value.end}


def _implicit(value: Actor | Named | Dated) -> bool:
    return value.implicit or span(value.span) is None


def _date(value: Dated | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "value": value.value,
        "precision": value.precision,
        "span": span(value.span),
        "implicit": _implicit(value),
    }


def _named(values: tuple[Named, ...], key: str) -> list[dict[str, Any]]:
    return [{key: v.value, "span": span(v.span), "implicit": _implicit(v)} for v in values]


def event(value: Event) -> dict[str, Any]:
    """One event as the schema has it."""
    return {
        "id": value.id,
        "instrument": value.instrument,
        "mast": value.mast,
        "role": value.role,
        "action": value.action,
        "status": value.status,
        "extraterritorial": value.extraterritorial,
        "trigger": span(value.trigger),
        "actors": [
            {
                "jurisdiction": a.jurisdiction,
                "agency": a.agency,
                "span": span(a.span),
                "implicit": _implicit(a),
            }
            for a in value.actors
        ],
        "targets": _named(value.targets, "jurisdiction"),
        "materials": _named(value.materials, "id"),
        "products": _named(value.products, "stage"),
        "thresholds": [
            {
                "parameter": t.parameter,
                "op": t.op,
                "value": t.value,
                "unit": t.unit,
                "span": span(t.span),
            }
            for t in value.thresholds
        ],
        "dates": {
            "announced": _date(value.announced),
            "effective": _date(value.effective),
            "expires": _date(value.expires),
        },
        "money": [
            {
                "value": m.value,
                "currency": m.currency,
                "per": m.per,
                "kind": m.kind,
                "span": span(m.span),
            }
            for m in value.money
        ],
        "quantities": [
            {
                "value": q.value,
                "unit": q.unit,
                "kind": q.kind,
                "period": q.period,
                "span": span(q.span),
            }
            for q in value.quantities
        ],
        "rates": [
            {"value": r.value, "unit": "%", "kind": r.kind, "span": span(r.span)}
            for r in value.rates
        ],
        "instrument_refs": [
            {"value": r.value, "span": span(r.span)} for r in value.instrument_refs
        ],
        "counterparties": _named(value.counterparties, "name"),
    }


def claim(value: Claim) -> dict[str, Any]:
    """One claim as the schema has it, without a verdict (see `judged` in the study)."""
    return {
        "id": value.id,
        "claim_type": value.claim_type,
        "jurisdiction": value.jurisdiction,
        "material": value.material,
        "stage": value.stage,
        "op": value.op,
        "value": value.value,
        "unit": value.unit,
        "as_of": value.as_of,
        "attributed_to": value.attributed_to,
        "span": span(value.span),
        "verdict": "unverifiable",
        "verdict_note": None,
    }


_MEASURE = re.compile(
    r"\b(?:export (?:bans?|licen[cs]\w+|controls?|curbs?|quotas?|restrictions?|dut(?:y|ies)|permits?)"
    r"|bans?|banned|sanctions?|tariffs?|quotas?|nationali[sz]\w+|decrees?|royalt(?:y|ies)|moratorium)\b",
    re.IGNORECASE,
)


def speaks_of_measures(document: Document) -> bool:
    """Whether a title names a mineral and the text a state's measure, though no act was read."""
    named = any(m.kind == "material" for m in mentions(document.title))
    return named and bool(_MEASURE.search(document.title) or _MEASURE.search(document.text))


def as_dict(reading: Reading, *, always: bool = True) -> dict[str, Any]:
    """The reading in the form of the schema.

    Args:
        reading: What was read.
        always: Give the claims of a document that speaks of no act, too. The schema's annotations have none there.
    """
    document = reading.document
    return {
        "schema_version": "0.1",
        "doc_id": document.name or "document",
        "split": "corpus_only",
        "doc_date": document.date.isoformat() if document.date else None,
        "relevant": bool(reading.events),
        "negative_kind": None,
        "events": [event(e) for e in reading.events],
        "claims": [claim(c) for c in reading.claims]
        if always or reading.events or speaks_of_measures(document)
        else [],
    }
