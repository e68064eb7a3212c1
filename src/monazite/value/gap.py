"""The gap closed by year: announced capacity against what is missing at each stage (§V30 to §V38)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.provenance import Figure, derive
from monazite.value.arrivals import Arrival, sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RAMP_YEARS = (1.0, 2.0, 4.0)  # 10 to 90 %, an assumption; sampled


@dataclass(frozen=True, slots=True)
class StageNeed:
    """What users in a scope need at one stage of a chain, and what runs there today.

    Attributes:
        group: Material group: ndpr, dytb, yttrium, gallium, fluorspar, magnets.
        chain: Chain it belongs to; the binding stage is sought among the stages of one chain.
        scope: Whose need it is: `outside CHN` or a country.
        need: t/y needed at this stage; `have`: t/y that runs there and is not under the restrictor.
    """

    group: str
    chain: str
    stage: str
    scope: str
    need: Figure
    have: Figure


@dataclass(frozen=True, slots=True)
class GapYear:
    """One stage in one year: mean, with the 5th and 95th percentile as range.

    Attributes:
        arriving: New capacity in t/y.
        closed: Share of the gap closed, 0 to 1; text `no gap` where there is none.
        served: Share of the need that existing and new capacity can serve, at most 1.
        projects: Plants counted in the row, each capacity with its own mark of reliability.
    """

    need: StageNeed
    year: int
    gap: Figure
    arriving: Figure
    closed: Figure
    served: Figure
    projects: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """The stage of a chain that serves the smallest share of its need in a year, and in how many draws it is that."""

    chain: str
    year: int
    group: str
    stage: str
    share_of_draws: float
    served: Figure


@dataclass(frozen=True, slots=True)
class Gap:
    """Rows by stage and year, the binding stage by chain and year, the projects counted, and seed and draws."""

    rows: tuple[GapYear, ...]
    binding: tuple[Binding, ...]
    arrivals: tuple[Arrival, ...]
    draws: int


def _figure(
    key: str, label: str, draws: Floats, unit: str, parents: tuple[Figure, ...], formula: str
) -> Figure:
    low, high = (float(q) for q in np.quantile(draws, (0.05, 0.95)))
    mean = float(draws.mean())
    return derive(
        key,
        label,
        mean,
        unit,
        formula=formula,
        parents=parents,
        low=min(low, mean),
        high=max(high, mean),
        note="mean of the draws; range is the 5th to the 95th percentile",
    )


def _rows(
    need: StageNeed, years: Sequence[int], total: Floats, arrivals: tuple[Arrival, ...]
) -> list[GapYear]:
    key = "gap/" + need.need.id.removeprefix("need/")
    missing = max(0.0, need.need.number - need.have.number)
    gap = derive(
        f"{key}/missing",
        f"{need.group} {need.stage}: need less what runs, {need.scope}",
        missing,
        "t/y",
        formula="need - have, at least 0",
        parents=(need.need, need.have),
        basis=need.need.basis,
        low=max(0.0, (need.need.low or need.need.number) - (need.have.high or need.have.number)),
        high=max(0.0, (need.need.high or need.need.number) - (need.have.low or need.have.number)),
    )
    sources = tuple(a.capacity for a in arrivals) + tuple(
        {a.odds.status: a.odds.figure for a in arrivals}.values()
    )
    rows: list[GapYear] = []
    for k, year in enumerate(years):
        arriving = _figure(
            f"{key}/{year}/arriving",
            f"new {need.group} {need.stage} capacity in {year}",
            total[:, k],
            "t/y",
            sources or (need.have,),
            "sum over projects of arrival (odds by status) x capacity x ramp after start and delay",
        )
        share = np.minimum(1.0, total[:, k] / missing) if missing > 0 else np.ones(len(total))
        served = np.minimum(1.0, (need.have.number + total[:, k]) / need.need.number)
        rows.append(
            GapYear(
                need,
                year,
                gap,
                arriving,
                _figure(
                    f"{key}/{year}/closed",
                    f"share of the {need.group} {need.stage} gap closed in {year}",
                    share,
                    "share",
                    (gap, arriving),
                    "new capacity / gap, at most 1",
                ),
                _figure(
                    f"{key}/{year}/served",
                    f"share of the {need.group} {need.stage} need served in {year}",
                    served,
                    "share",
                    (need.need, need.have, arriving),
                    "(have + new capacity) / need, at most 1",
                ),
                arrivals,
            )
        )
    return rows


def _binding(
    needs: Sequence[StageNeed],
    years: Sequence[int],
    totals: Sequence[Floats],
    rows: Sequence[Sequence[GapYear]],
) -> list[Binding]:
    found: list[Binding] = []
    for chain in dict.fromkeys(need.chain for need in needs):
        members = [k for k, need in enumerate(needs) if need.chain == chain]
        for y, year in enumerate(years):
            served = np.stack(
                [(needs[k].have.number + totals[k][:, y]) / needs[k].need.number for k in members]
            )
            votes = np.bincount(np.argmin(served, axis=0), minlength=len(members))
            worst = int(np.argmax(votes))
            row = rows[members[worst]][y]
            found.append(
                Binding(
                    chain,
                    year,
                    row.need.group,
                    row.need.stage,
                    float(votes[worst] / votes.sum()),
                    row.served,
                )
            )
    return found


def gap(
    needs: Sequence[StageNeed],
    arrivals: Sequence[Arrival],
    *,
    years: Sequence[int],
    rng: np.random.Generator,
    known_in: float = 2026.5,
    draws: int = 2000,
) -> Gap:
    """Announced capacity by year against the gap at each stage, with the binding stage of each chain.

    Each draw decides for each project whether it arrives (odds of its status), how late, how large within the
    printed range and how fast it ramps. A stage whose projects print no number gets none: that is said, not guessed.

    Spec: §V30 to §V38.
    """
    by_place: dict[tuple[str, str], list[tuple[Arrival, Floats]]] = {}
    for arrival in arrivals:
        drawn = sample(
            arrival, years, rng=rng, draws=draws, known_in=known_in, ramp_years=RAMP_YEARS
        )
        by_place.setdefault((arrival.group, arrival.stage), []).append((arrival, drawn))
    totals: list[Floats] = []
    rows: list[list[GapYear]] = []
    for need in needs:
        here = by_place.get((need.group, need.stage), [])
        total = (
            np.sum([drawn for _, drawn in here], axis=0) if here else np.zeros((draws, len(years)))
        )
        totals.append(total)
        rows.append(_rows(need, years, total, tuple(arrival for arrival, _ in here)))
    binding = _binding(needs, years, totals, rows)
    return Gap(tuple(row for part in rows for row in part), tuple(binding), tuple(arrivals), draws)
