"""Expected loss: probability times loss over commodity and restrictor, ranked with the uncertainty of ranks (§A24).

The shape of the USGS 2025 list (OFR 2025-1047); probabilities and dependence are stated assumptions of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monazite.economy import market

Array = npt.NDArray[np.float64]
MILLION = 1e6
ETA_MEDIAN, ETA_LOW, ETA_HIGH = (
    0.5,
    0.15,
    1.5,
)  # es - ed of a new commodity: median and 90 % interval
ES_HIGH = 0.2  # supply elasticity of by-products, 0 to this
NINETY = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Scenario:
    """A restrictor stops all net exports of a commodity for a year.

    Attributes:
        share: The restrictor's share of world supply, 0 to 1.
        at_home: Share of world demand inside the restrictor, low and high.
        probability: In a year: low, middle, high.
        in_force: Whether a control on it is in force; then the probability is 1.
    """

    commodity: str
    restrictor: str
    share: float
    at_home: tuple[float, float]
    probability: tuple[float, float, float]
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class Exposed:
    """An industry that needs the commodity: value added in million USD, share of output low, middle, high."""

    industry: str
    value_added_musd: float
    share: tuple[float, float, float]


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


def _draw(rng: np.random.Generator, span: tuple[float, float, float], runs: int) -> Array:
    low, middle, high = span
    if high <= low:
        return np.full(runs, middle)
    return rng.triangular(low, min(max(middle, low), high), high, runs)


def unmet(scenario: Scenario, eta: Array, es: Array, at_home: Array) -> Array:
    """Share of demand outside the restrictor that is not served after a year's equilibrium.

    Args:
        scenario: The restrictor and its share of supply.
        eta: es - ed by draw.
        es: Supply elasticity by draw.
        at_home: Share of world demand inside the restrictor by draw.

    Spec: §A24.
    """
    bought = np.maximum(scenario.share - at_home, 0.0)
    own = max(1.0 - scenario.share, 1e-3)
    ed = -np.maximum(eta - es, 0.02)
    ratio = market.price(
        own, bought, demand_elasticity=ed, supply_elasticity=es, highest=market.RECORD
    )
    return 1.0 - market.served(own, bought, ratio, supply_elasticity=es)


def rank(
    scenarios: tuple[Scenario, ...],
    exposed: Mapping[str, tuple[Exposed, ...]],
    *,
    runs: int,
    rng: np.random.Generator,
) -> tuple[Ranked, ...]:
    """Expected loss of each commodity over its restrictors, largest first.

    Elasticities and dependence are drawn once per commodity and run, so that restrictors of one commodity share them.
    Loss given a scenario is direct value added at risk; price and producer components are left out here.

    Args:
        scenarios: All scenarios.
        exposed: Industries by commodity.
        runs: Draws.
        rng: Generator of all draws.

    Spec: §A24.
    """
    names = sorted(
        {scenario.commodity for scenario in scenarios if exposed.get(scenario.commodity)}
    )
    totals = np.zeros((len(names), runs))
    leading: list[str] = []
    sigma = np.log(ETA_HIGH / ETA_LOW) / (2 * NINETY)
    for at, name in enumerate(names):
        eta = ETA_MEDIAN * np.exp(sigma * rng.standard_normal(runs))
        es = rng.uniform(0.0, ES_HIGH, runs)
        at_risk = np.zeros(runs)
        for industry in exposed[name]:
            at_risk += _draw(rng, industry.share, runs) * industry.value_added_musd * MILLION
        parts: dict[str, float] = {}
        for scenario in (each for each in scenarios if each.commodity == name):
            home = rng.uniform(*scenario.at_home, runs)
            chance = np.ones(runs) if scenario.in_force else _draw(rng, scenario.probability, runs)
            part = chance * unmet(scenario, eta, np.minimum(es, eta / 2), home) * at_risk
            parts[scenario.restrictor] = float(part.mean())
            totals[at] += part
        leading.append(max(parts, key=lambda code: parts[code]))
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
