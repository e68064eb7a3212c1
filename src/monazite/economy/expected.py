"""Expected loss: probability times loss over commodity and restrictor, ranked with the uncertainty of ranks (§A24).

The shape of the USGS 2025 list (OFR 2025-1047); probabilities and dependence are stated assumptions of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monazite.economy import shortage
from monazite.economy.shortage import Scenario, Supply

__all__ = ["Exposed", "Ranked", "Scenario", "Supply", "rank", "spearman"]

Array = npt.NDArray[np.float64]
MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Exposed:
    """An industry that needs the commodity.

    Attributes:
        value_added_musd: Value added, million USD a year.
        share: Share of output that its use of the commodity carries: low, middle, high.
        part: Share of that use which needs this commodity and not a relative of it (§A32).
    """

    industry: str
    value_added_musd: float
    share: tuple[float, float, float]
    part: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One commodity's expected loss a year, USD, with its rank (1 is the largest) and their 90 % ranges."""

    commodity: str
    mean: float
    low: float
    high: float
    rank: int
    rank_low: int
    rank_high: int
    leading_restrictor: str


def triangular(rng: np.random.Generator, span: tuple[float, float, float], runs: int) -> Array:
    """Draws between low and high with the middle as mode; the middle alone where there is no range."""
    low, middle, high = span
    if high <= low:
        return np.full(runs, middle)
    return rng.triangular(low, min(max(middle, low), high), high, runs)


def _losses(
    scenarios: tuple[Scenario, ...],
    industries: tuple[Exposed, ...],
    supply: Supply,
    runs: int,
    rng: np.random.Generator,
) -> dict[str, Array]:
    """Probability times loss by restrictor and draw, USD."""
    draws = shortage.draw(supply, runs=runs, rng=rng)
    at_risk = np.zeros(runs)
    for industry in industries:
        share = triangular(rng, industry.share, runs) * triangular(rng, industry.part, runs)
        at_risk += share * industry.value_added_musd * MILLION
    found: dict[str, Array] = {}
    for scenario in scenarios:
        home = rng.uniform(*scenario.at_home, runs)
        bought = None if scenario.bought is None else rng.uniform(*scenario.bought, runs)
        chance = np.ones(runs)
        if not scenario.in_force:
            chance = triangular(rng, scenario.probability, runs)
        unmet = shortage.year(scenario, supply, draws, home, bought).unmet
        found[scenario.restrictor] = chance * unmet * at_risk
    return found


def rank(
    scenarios: tuple[Scenario, ...],
    exposed: Mapping[str, tuple[Exposed, ...]],
    *,
    supplies: Mapping[str, Supply] | None = None,
    runs: int,
    rng: np.random.Generator,
) -> tuple[Ranked, ...]:
    """Expected loss of each commodity over its restrictors, largest first.

    Elasticities and dependence are drawn once per commodity and run, so that restrictors of one commodity share them.
    Loss given a scenario is direct value added at risk; price and producer components are left out here.

    Args:
        scenarios: All scenarios.
        exposed: Industries by commodity.
        supplies: By-product share, old scrap and stocks by commodity; the defaults of `Supply` where none is given.
        runs: Draws.
        rng: Generator of all draws.

    Spec: §A24.
    """
    names = sorted(
        {scenario.commodity for scenario in scenarios if exposed.get(scenario.commodity)}
    )
    totals = np.zeros((len(names), runs))
    leading: list[str] = []
    for at, name in enumerate(names):
        mine = tuple(each for each in scenarios if each.commodity == name)
        supply = (supplies or {}).get(name, Supply())
        parts = _losses(mine, exposed[name], supply, runs, rng)
        totals[at] = np.sum(list(parts.values()), axis=0)
        leading.append(max(parts, key=lambda code: float(parts[code].mean())))
    places = (-totals).argsort(axis=0).argsort(axis=0) + 1
    order = np.argsort(-totals.mean(axis=1))
    return tuple(
        Ranked(
            names[at],
            float(totals[at].mean()),
            float(np.quantile(totals[at], 0.05)),
            float(np.quantile(totals[at], 0.95)),
            place + 1,
            int(np.quantile(places[at], 0.05)),
            int(np.quantile(places[at], 0.95)),
            leading[at],
        )
        for place, at in enumerate(order)
    )


def spearman(one: Array, two: Array) -> float:
    """Rank correlation of two orders without ties."""
    first, second = np.argsort(np.argsort(one)), np.argsort(np.argsort(two))
    return float(np.corrcoef(first, second)[0, 1])
