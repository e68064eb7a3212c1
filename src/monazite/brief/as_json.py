"""The brief as JSON: the same content as the page, for programs (schema in `reference/schemas/brief.json`)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from monazite.brief import words
from monazite.brief.model import Brief, Chart, Finding, Part, Table
from monazite.provenance import Absent, Figure, Source

FORM = "monazite-brief-1"


def figure(entry: Figure) -> dict[str, Any]:
    """A figure as plain values; an absent value is null with its reason."""
    absent = isinstance(entry.value, Absent)
    return {
        "id": entry.id,
        "label": entry.label,
        "value": None if isinstance(entry.value, Absent) else entry.value,
        "absent": entry.value.reason.value if isinstance(entry.value, Absent) else None,
        "text": words.value_of(entry) if not absent else str(entry.value),
        "unit": entry.unit,
        "basis": entry.basis.value,
        "period": entry.period,
        "low": entry.low,
        "high": entry.high,
        "quality": entry.quality.value,
        "reliability": entry.reliability.value,
        "source": entry.cited.source if entry.cited else None,
        "at": entry.cited.at if entry.cited else None,
        "formula": entry.formula or None,
        "parents": [parent.id for parent in entry.parents],
        "note": entry.note,
    }


def _range(entry: Figure) -> dict[str, Any]:
    if entry.low is not None and entry.high is not None:
        return {"low": entry.low, "high": entry.high, "unit": entry.unit, "kind": "range"}
    value = None if isinstance(entry.value, Absent) else entry.value
    return {"low": value, "high": value, "unit": entry.unit, "kind": "as published"}


def finding(entry: Finding, brief: Brief) -> dict[str, Any]:
    """A finding with its figures, the range of the leading one, and its sources, the later ones named apart."""
    return {
        "id": entry.id,
        "section": entry.section,
        "claim": words.fill(entry.text, entry.figures),
        "figures": [figure(node) for node in entry.figures],
        "range": _range(entry.figures[0]),
        "sources": list(entry.sources),
        "later_sources": [source for source in entry.sources if source in brief.later],
        "caveats": list(entry.caveats),
        "would_change": entry.would_change,
    }


def _table(entry: Table) -> dict[str, Any]:
    def cell(value: str | Figure) -> Any:
        return (
            {"figure": value.id, "text": words.with_range(value)}
            if isinstance(value, Figure)
            else value
        )

    rows = [[cell(value) for value in row] for row in entry.rows]
    return {"title": entry.title, "columns": list(entry.columns), "rows": rows, "note": entry.note}


def _chart(entry: Chart) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "alt": entry.alt,
        "table": _table(entry.table),
    }


def _part(entry: Part) -> dict[str, Any]:
    return {
        "section": entry.section,
        "findings": [node.id for node in entry.findings],
        "charts": [_chart(node) for node in entry.charts],
        "tables": [_table(node) for node in entry.tables],
        "note": entry.note,
    }


def source(entry: Source) -> dict[str, Any]:
    """A source card."""
    return {
        "id": entry.id,
        "publisher": entry.publisher,
        "title": entry.title,
        "edition": entry.edition,
        "published": entry.published.isoformat(),
        "url": entry.url,
        "licence": entry.licence.name,
        "sha256": entry.sha256,
    }


def as_dict(brief: Brief) -> dict[str, Any]:
    """The whole brief as plain values."""
    record = brief.record
    return {
        "form": FORM,
        "title": brief.title,
        "subject": brief.subject,
        "on": record.on.isoformat(),
        "known_at": record.known_at.isoformat(),
        "importer": record.importer,
        "policy_event_found": brief.policy_event_found,
        "lead": [words.fill(entry.text, entry.figures) for entry in brief.lead],
        "findings": [finding(entry, brief) for entry in brief.findings],
        "events": list(brief.readings),
        "claims": list(brief.claims),
        "standing": list(brief.standing),
        "parts": [_part(entry) for entry in brief.parts],
        "figures": {key: figure(value) for key, value in sorted(brief.figures.items())},
        "sources": [
            {**source(entry), "after_known_at": entry.id in brief.later} for entry in brief.sources
        ],
        "record": {
            "runs": record.runs,
            "seed": record.seed,
            "inputs_sha256": record.inputs_sha256,
            "versions": dict(record.versions),
            "spec_edition": record.spec_edition,
            "data_vintage": record.data_vintage,
        },
    }


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not plain")


def render(brief: Brief) -> str:
    """The brief as JSON text: the same brief gives the same bytes."""
    return (
        json.dumps(as_dict(brief), ensure_ascii=False, indent=2, default=_plain, allow_nan=False)
        + "\n"
    )
