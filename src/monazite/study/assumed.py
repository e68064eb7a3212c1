"""The brief's section on the assumptions: every one with its range, ranked by how much it moves the answer (§B12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.brief import words
from monazite.brief.model import Finding, Part, Table

if TYPE_CHECKING:
    from monazite.study.facade import Study

_MOST = 12


def assumptions(study: Study) -> Part:
    """Every assumption with its range and reason, ranked by how much it moves the answer."""
    case, ranked = study.leading, study.sensitivity
    if (
        case is None or not ranked
    ):  # nothing varies: one run, or an importer without users of its own
        return Part("assumptions")
    known = study.scenarios[case.id].assumptions
    rows = tuple(
        (known[name].figure.label, known[name].figure, figure, known[name].why)
        for name, figure in ranked.items()
    )[:_MOST]
    first = next(iter(ranked))
    finding = Finding(
        id=f"assumptions/first/{study.mineral}",
        section="assumptions",
        text=f"The assumption that moves the answer most is “{known[first].figure.label}”, {{0:range}}: its rank "
        f"correlation with unmet demand in {words.the_country(study.importer)} is {{1}}, {_lower(case.title)}.",
        figures=(known[first].figure, ranked[first]),
        would_change=known[first].why,
    )
    columns = (
        "assumption",
        "value and range",
        "rank correlation with unmet demand",
        "why this range",
    )
    return Part("assumptions", (finding,), (), (Table("Assumptions by effect", columns, rows),))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
