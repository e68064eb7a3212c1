"""The article's claims beside the figures that speak to them (§B2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monazite.brief import as_json
from monazite.brief.model import Cell, Finding, Part, Table

if TYPE_CHECKING:
    from monazite.reading import Claim, Judgement

Judged = Sequence[tuple["Claim", "Judgement"]]
_SAID = {
    "supported": "supported",
    "contradicted": "contradicted",
    "outdated": "right then, outdated now",
    "definition_mismatch": "depends on the definition",
    "unverifiable": "not checkable",
}


def verdict(judgement: Judgement) -> str:
    """Both verdicts in words; one where they agree."""
    then, now = _SAID[judgement.verdict_then], _SAID[judgement.verdict_now]
    return then if then == now else f"{then} at publication, {now} now"


def _quote(claim: Claim) -> str:
    return " ".join(claim.span.quote.split())


def _finding(claim: Claim, judgement: Judgement) -> Finding:
    first = judgement.figures[0]
    edition = f" ({first.period})" if first.period else ""
    return Finding(
        id=f"claims/{claim.id}",
        section="claims",
        text=f"“{_quote(claim)}”: {verdict(judgement)}. {first.label}{edition}: {{0:range}}. "
        + judgement.reason.replace("{", "(").replace("}", ")"),
        figures=tuple(judgement.figures),
        would_change="Another definition, year or edition named by the article.",
    )


def _rows(claim: Claim, judgement: Judgement) -> list[tuple[Cell, ...]]:
    head = (f"“{_quote(claim)}”", verdict(judgement))
    if not judgement.figures:
        return [(*head, "no figure at hand speaks to it", "", judgement.reason)]
    rows: list[tuple[Cell, ...]] = []
    for number, figure in enumerate(judgement.figures):
        lead = (*head, figure, f"{figure.label}, {figure.period}")
        rows.append((*lead, judgement.reason) if number == 0 else ("", "", *lead[2:], ""))
    return rows


def part(judged: Judged) -> Part:
    """Findings for the claims that a figure speaks to; a table of all."""
    findings = tuple(_finding(claim, judgement) for claim, judgement in judged if judgement.figures)
    rows = tuple(row for pair in judged for row in _rows(*pair))
    columns = ("the article says", "verdict", "reference", "what it measures", "why")
    return Part("claims", findings, (), (Table("Claims", columns, rows),) if rows else ())


def as_dicts(judged: Judged) -> tuple[dict[str, object], ...]:
    """The claims as plain values."""
    return tuple(
        {
            "quote": _quote(claim),
            "claim_type": claim.claim_type,
            "jurisdiction": claim.jurisdiction,
            "material": claim.material,
            "op": claim.op,
            "value": claim.value,
            "unit": claim.unit,
            "verdict": judgement.verdict_now,
            "verdict_then": judgement.verdict_then,
            "verdict_now": judgement.verdict_now,
            "reason": judgement.reason,
            "figures": [as_json.figure(figure) for figure in judgement.figures],
        }
        for claim, judgement in judged
    )
