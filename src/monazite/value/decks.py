"""Price decks: home, outside, incentive, floors as strips of puts, paths of an ensemble (§V13 to §V16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import erf, exp, log, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Deck:
    """Prices by product and year of production, USD per kg; the last year holds on.

    Attributes:
        path: Multiples of the price by year, run x year, where an ensemble gives them; empty for one path.
        floor: Floor by product; the seller gets the higher of price and floor for `floor_years` of production.
    """

    name: str
    price: Mapping[str, tuple[float, ...]]
    path: Floats | None = None
    floor: Mapping[str, float] | None = None
    floor_years: int = 10

    def at(self, product: str, years: int, run: int | None = None, *, level: float = 1.0) -> Floats:
        """What the seller gets for a product by year, along one path if a run is given; `level` moves the price."""
        given = self.price[product]
        prices = np.array(
            [given[min(year, len(given) - 1)] for year in range(years)], dtype=np.float64
        )
        if self.path is not None and run is not None:
            row = self.path[run]
            prices = prices * np.array([row[min(year, len(row) - 1)] for year in range(years)])
        prices = prices * level
        if self.floor and product in self.floor:
            held = np.arange(years) < self.floor_years
            prices = np.where(held, np.maximum(prices, self.floor[product]), prices)
        return prices


def normal(x: float) -> float:
    """Standard normal distribution function."""
    return 0.5 * (1.0 + erf(x / sqrt(2.0)))


def put(forward: float, floor: float, years: float, volatility: float, discount: float) -> float:
    """Worth today of the right to sell a kilogram at the floor in some years (Black 1976), same money as the price.

    >>> round(put(60.0, 110.0, 1.0, 0.0, 0.0), 6)
    50.0
    """
    spread = volatility * sqrt(years)
    if spread <= 0.0:
        return max(0.0, floor - forward) * exp(-discount * years)
    up = log(forward / floor) / spread + spread / 2.0
    return exp(-discount * years) * (floor * normal(spread - up) - forward * normal(-up))


def floor_cost_musd(
    prices: Floats, floor: float, tonnes: Floats, *, volatility: float, discount: float
) -> float:
    """Public cost of a floor: a put for each year's tonnes, million USD (§V15).

    Args:
        prices: Expected price by year, USD/kg. floor: USD/kg.
        floor: USD/kg.
        tonnes: Sold by year.
        volatility: Of the log price a year; 0 gives the strip's intrinsic value.
        discount: Continuous rate a year.
    """
    puts = [put(float(p), floor, year + 1.0, volatility, discount) for year, p in enumerate(prices)]
    return float(np.array(puts) @ tonnes) / 1000.0
