"""Gallium and germanium after a year without China's exports: the five components (§A22, §A23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monazite.economy import expected, five, shortage
from monazite.economy.expected import Exposed
from monazite.economy.least_change import LeastChange
from monazite.economy.system import System
from monazite.study import economy, supply
from monazite.study.expected import DRAFT_LIST, exposed, scenarios

Array = npt.NDArray[np.float64]
Span = tuple[float, float, float]
# USGS, Mineral Commodity Summaries 2026: gallium use and import value of 2022, germanium use of 2021 (the last given)
# and metal price of 2022, the year the published study starts from.
USE_T = {"gallium": 19.7, "germanium": 30.0}
PRICE_USD_PER_T = {"gallium": 432e3, "germanium": 1_294e3}
QUANTILES = (0.05, 0.5, 0.95)
PARTS = ("consumers_cut", "consumers_pay", "producers_make", "producers_get", "downstream")


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """One mineral after the year; 5 %, median and 95 % of the draws.

    Attributes:
        loss_usd: Decrease of US GDP, the sum of five components.
        price_pct: Price increase, %.
        missing_pct: Share of US use that is not bought, %.
        by_industry: Mean value added each industry loses by making less, direct and downstream, USD.
        parts: Mean of each component, USD; losses are negative.
    """

    mineral: str
    loss_usd: Span
    price_pct: Span
    missing_pct: Span
    by_industry: Mapping[str, float]
    parts: Mapping[str, float]


def _span(draws: Array) -> Span:
    low, mid, high = np.quantile(draws, QUANTILES)
    return float(low), float(mid), float(high)


def _dependence(
    system: System, industries: tuple[Exposed, ...], runs: int, rng: np.random.Generator
) -> Array:
    place = {str(name): at for at, name in enumerate(system.names)}
    phi = np.zeros((runs, len(place)))
    for entry in industries:
        phi[:, place[entry.industry]] = expected.triangular(rng, entry.share, runs)
    return phi


def reconstruct(mineral: str, *, runs: int = 200, seed: int = 1) -> Reconstruction:
    """Five components for gallium or germanium, from priors that hold for any commodity.

    Spec: §A22. Inputs were fixed before comparison (ADR 0063).
    """
    rng = np.random.default_rng(seed)
    system = economy.tables().system
    (scenario,) = (
        each
        for each in scenarios(DRAFT_LIST)
        if each.commodity == mineral and each.restrictor == "CHN"
    )
    facts = supply.supplies()[mineral]
    draws = shortage.draw(facts, runs=runs, rng=rng)
    home = rng.uniform(*scenario.at_home, runs)
    bought = None if scenario.bought is None else rng.uniform(*scenario.bought, runs)
    year = shortage.year(scenario, facts, draws, home, bought)
    phi = _dependence(system, exposed()[mineral], runs, rng)
    programme = LeastChange(system)
    made = [
        five.components(
            system,
            phi[at],
            five.Shock(
                1.0 - float(year.missing[at]),
                float(year.price[at]),
                PRICE_USD_PER_T[mineral],
                USE_T[mineral],
                0.0,
                0.0,
                unmet=float(year.unmet[at]),
            ),
            programme=programme,
        )
        for at in range(runs)
    ]
    lost = np.mean([each.by_industry for each in made], axis=0)
    return Reconstruction(
        mineral,
        _span(np.array([-each.net for each in made])),
        _span(100 * (year.price - 1)),
        _span(100 * year.missing),
        {str(name): float(value) for name, value in zip(system.names, lost, strict=True)},
        {name: float(np.mean([getattr(each, name) for each in made])) for name in PARTS},
    )
