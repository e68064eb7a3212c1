"""What a screening says, as plain values and words that all outputs share (§X85 to §X87)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from monazite import codes
from monazite.exposure.classify import Stand
from monazite.exposure.determine import Determination
from monazite.exposure.logic import Node
from monazite.exposure.screening import OUTCOMES, ScreenedLine, Screening

WORDS: Mapping[str, str] = {
    "prohibited": "prohibited",
    "excluded_from_procurement": "excluded from procurement",
    "required": "approval required",
    "quota": "under quota",
    "undetermined": "undetermined",
    "exempt_report": "exempt, report after export",
    "permitted_procurement": "permitted in procurement",
    "not_required": "no approval required",
}
PRESUMPTIONS: Mapping[str, str] = {
    "ordinary_review_45_working_days": "ordinary review, 45 working days",
    "refused_in_principle": "refused in principle",
    "case_by_case": "case by case",
}
_DEPTH = 12


def words(outcome: str) -> str:
    """An outcome in words."""
    return WORDS.get(outcome, outcome.replace("_", " "))


def presumption(screened: ScreenedLine) -> str:
    """How an application is looked at, in words."""
    found = screened.presumption
    return PRESUMPTIONS.get(found, found.replace("_", " "))


def route(screened: ScreenedLine) -> str:
    """From where to where, in words; a question mark where it is not known."""
    from_, to = (
        codes.country_name(code) if code else "?"
        for code in (screened.exporter_in, screened.destination)
    )
    return f"{from_} to {to}"


def share(screened: ScreenedLine) -> str:
    """The share of Chinese-origin Part 1 value to three digits, empty where none can be in it."""
    span = screened.share
    if span is None:
        return ""
    low, high = (f"{100 * bound:.3g} %" for bound in (span.low, span.high))
    return low if span.low == span.high else f"{low} to {high}"


def clause(screened: ScreenedLine) -> str:
    """The clause or control code of each instrument the answer rests on: `CN-2025-18 1C905.a`."""
    found = screened.determination
    if found is None:
        return ""
    named = {
        entry.measure: entry.item.control_code or entry.clause
        for entry in reversed(screened.classification.candidates)
        if entry.stand in {Stand.MATCH, Stand.OPEN}
    }
    shown = [
        measure
        for measure in found.instruments
        if screened.outcome != "not_required" or measure in named
    ]
    return ", ".join(f"{measure} {named.get(measure, '')}".strip() for measure in shown)


def reason(screened: ScreenedLine) -> str:
    """Why, in one sentence: for a line that needs nothing, what came nearest and what kept it out."""
    found = screened.candidate
    if screened.outcome != "not_required" or screened.determination is None or found is None:
        return screened.reason
    if found.stand is Stand.OUTSIDE:
        return found.reason
    parts = re.split(r"; (?=[A-Z]{2}-\d{4}-|[A-Z]{2}-[A-Z])", screened.reason)
    return next((part for part in parts if part.startswith(f"{found.measure} ")), parts[0])


def needs_a_look(screened: ScreenedLine) -> bool:
    """Whether a line comes near any rule at all."""
    return (
        screened.outcome != "not_required"
        or bool(screened.classification.near)
        or screened.share is not None
    )


def summary(screening: Screening) -> str:
    """The whole in one sentence."""
    counts = screening.counts
    total = len(screening.lines)
    parts = [f"{counts[name]} {words(name)}" for name in OUTCOMES if name in counts]
    return f"{total} lines: " + ", ".join(parts)


def tree(node: Node, depth: int = 0) -> Iterator[tuple[int, str]]:
    """A tree of conditions as indented lines."""
    seen = f": {node.seen}" if node.seen else ""
    wanted = f" (asked: {node.wanted})" if node.wanted else ""
    taken = f" [{node.assumed}]" if node.assumed else ""
    place = f" - {node.cited}" if node.cited and depth == 0 else ""
    verdict = node.verdict.value.replace("_", " ")
    yield depth, f"{verdict}: {node.text}{seen}{wanted}{taken}{place}"
    if depth < _DEPTH:
        for child in node.children:
            yield from tree(child, depth + 1)


def _node(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"text": node.text, "verdict": node.verdict.value}
    for name in ("seen", "wanted", "fact", "assumed"):
        if getattr(node, name):
            found[name] = getattr(node, name)
    if node.cited is not None:
        found["source"], found["at"] = node.cited.source, node.cited.at
    if node.children:
        found["children"] = [_node(child) for child in node.children]
    return found


def _determination(found: Determination) -> dict[str, Any]:
    return {
        "licence_required": found.licence_required,
        "authority": found.authority,
        "instruments": list(found.instruments),
        "clauses": sorted(found.clauses),
        "presumption": found.presumption,
        "obligations": list(found.obligations),
        "depends_on": dict(found.depends_on),
        "assumed": dict(found.assumed),
        "branches": dict(found.branches),
        "settles": found.settles,
        "conditions": [_node(node) for node in found.tree],
    }


def line_values(screened: ScreenedLine) -> dict[str, Any]:
    """One line as plain values."""
    line = screened.line
    found: dict[str, Any] = {
        "id": line.id,
        "parent": line.parent,
        "level": screened.level,
        "description": line.description,
        "supplier": line.supplier,
        "outcome": screened.outcome,
        "reason": screened.reason,
        "from": screened.exporter_in or None,
        "to": screened.destination or None,
        "value": line.value,
        "currency": line.currency or None,
        "part1_share": [screened.share.low, screened.share.high]
        if screened.share is not None
        else None,
        "candidates": [
            {
                "item": entry.item.id,
                "measure": entry.measure,
                "control_code": entry.item.control_code,
                "name": entry.item.name,
                "stand": entry.stand.value,
                "score": entry.score,
                "reason": entry.reason,
            }
            for entry in screened.classification.candidates
        ],
        "settled": screened.classification.settled,
        "hangs_on": list(screened.hangs_on),
        "questions": [
            {"holder": one.holder, "line": one.line, "fact": one.fact, "text": one.text}
            for one in screened.questions
        ],
        "place": line.place,
    }
    if screened.determination is not None:
        found |= _determination(screened.determination)
    return found


def as_values(screening: Screening) -> dict[str, Any]:
    """A screening as plain values, for JSON."""
    return {
        "bill": screening.bill.name,
        "on": str(screening.standing.as_of.on),
        "known_at": str(screening.standing.as_of.known_at),
        "exporter_in": screening.shipment.exporter_in or None,
        "destination": screening.shipment.destination or None,
        "outcome": screening.outcome,
        "lines_in": len(screening.bill.lines),
        "lines_out": len(screening.lines),
        "counts": dict(screening.counts),
        "questions": [
            {
                "holder": holder,
                "questions": [
                    {"line": one.line, "fact": one.fact, "text": one.text} for one in asked
                ],
            }
            for holder, asked in screening.questions.items()
        ],
        "notes": list(screening.bill.notes),
        "lines": [line_values(screened) for screened in screening.lines],
    }
