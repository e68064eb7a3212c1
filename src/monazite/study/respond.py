"""Wiring of what helps and who gains: tables and network in, pure functions called (§O40, §V50)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from monazite.provenance import Cited, Figure, Quality, Reliability
from monazite.respond import Cover, cover
from monazite.study.gap import arrivals, plants, stage_needs
from monazite.study.needs import TODAY, View, needs
from monazite.value import Gainer, Gap, GapYear, gainers
from monazite.value import gap as gap_by_year

YEARS = tuple(range(2026, 2033))
COLLECTED_IN = 2026.5  # middle of the year the projects were collected in


def budget_figure(budget_usd: float) -> Figure:
    """A budget the user gave, as a figure."""
    return Figure(
        "budget",
        "budget",
        budget_usd,
        "USD",
        quality=Quality.ASSUMED,
        reliability=Reliability.PRIMARY,
        cited=Cited("monazite-respond-assumptions-2026", "given by the user"),
    )


def cover_for(
    budget_usd: float,
    country: str = "USA",
    materials: tuple[str, ...] = (),
    known_at: date = date.max,
) -> tuple[Cover, ...]:
    """Weeks of cover a budget buys, by material, at prices known on a day; `materials` limits the list."""
    chosen = [
        need for need in needs(country, known_at) if not materials or need.material in materials
    ]
    return cover(budget_figure(budget_usd), chosen)


def gap_closed(
    seed: int = 1,
    draws: int = 2000,
    years: tuple[int, ...] = YEARS,
    *,
    view: View = TODAY,
    at_home: bool = False,
    groups: tuple[str, ...] = (),
) -> Gap:
    """The gap closed by year from announced projects, with the binding stage.

    Args:
        seed: Of the draws.
        draws: Their number.
        years: Years shown.
        view: Importer, restrictor, and the day as of which projects are known.
        at_home: The importer's need against plants on its own soil; else the need outside the restrictor against
            plants outside the restrictor.
        groups: Only these material groups; all by default.
    """
    import numpy as np

    return gap_by_year(
        stage_needs(view, at_home=at_home, groups=groups),
        plants(view, at_home=at_home),
        years=years,
        rng=np.random.default_rng(seed),
        draws=draws,
        known_in=min(COLLECTED_IN, view.known_at.year + view.known_at.timetuple().tm_yday / 366),
    )


def who_gains(groups: tuple[str, ...] = (), *, view: View = TODAY) -> tuple[Gainer, ...]:
    """Projects outside the restrictor that sell what is missing, by the revenue the stressed price adds."""
    by_material = {need.material: need for need in needs(known_at=view.known_at)}
    named = {
        "ndpr": "neodymium",
        "dytb": "dysprosium",
        "yttrium": "yttrium",
        "gallium": "gallium",
        "fluorspar": "fluorspar",
    }
    prices = {
        group: (by_material[m].home, stressed)
        for group, m in named.items()
        if m in by_material and (stressed := by_material[m].stressed) is not None
    }
    return gainers([a for a in plants(view) if not groups or a.group in groups], prices)


def marks(row: GapYear) -> str:
    """How many plants of each reliability a row counts, the best first."""
    counts = Counter(a.capacity.reliability.value for a in row.projects)
    order = [mark.value for mark in Reliability if mark.value in counts]
    return ", ".join(f"{counts[mark]} {mark}" for mark in order) or "no project with a number"


def gap_rows(found: Gap) -> dict[str, Any]:
    """The gap as plain data: rows by stage and year, the binding stages, and the projects counted with their mark."""

    def span(figure: Figure) -> list[float | None]:
        return [figure.low, figure.number, figure.high]

    return {
        "draws": found.draws,
        "rows": [
            {
                "group": row.need.group,
                "stage": row.need.stage,
                "scope": row.need.scope,
                "year": row.year,
                "gap_t_per_y": row.gap.number,
                "arriving_t_per_y": span(row.arriving),
                "closed_share": row.closed.number,
                "served_share": row.served.number,
                "served_range": [row.served.low, row.served.high],
                "reliability": marks(row),
            }
            for row in found.rows
        ],
        "binding": [
            {
                "chain": b.chain,
                "year": b.year,
                "stage": f"{b.group} {b.stage}",
                "share_of_draws": b.share_of_draws,
            }
            for b in found.binding
        ],
        "projects": [
            {
                "project": a.project,
                "company": a.company,
                "group": a.group,
                "stage": a.stage,
                "t_per_y": span(a.capacity),
                "status": a.status,
                "odds": list(a.odds.odds),
                "reliability": a.capacity.reliability.value,
                "source": str(a.capacity.cited),
            }
            for a in found.arrivals
        ],
    }


__all__ = [
    "View",
    "arrivals",
    "budget_figure",
    "cover_for",
    "gap_closed",
    "gap_rows",
    "marks",
    "needs",
    "plants",
    "stage_needs",
    "who_gains",
]
