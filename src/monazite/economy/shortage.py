"""A year without a restrictor's exports: price, what is missing, and what of it stops output (§A28 to §A31).

World demand before is 1. Where the numbers come from and why these terms: ADR 0063, written before the first run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monazite.economy import market

Array = npt.NDArray[np.float64]
NINETY = 1.6448536269514722
# Elasticities over a year: 5 %, median, 95 % of a log-normal prior.
DEMAND = (0.12, 0.35, 1.0)
MAIN_PRODUCT = (0.15, 0.40, 1.0)
BY_PRODUCT_HIGH = 0.2  # a by-product's supply elasticity lies between 0 and this
THRIFT_HIGH = 0.10  # of demand in the first year (Sprecher et al. 2017)
RESTART_HIGH = 0.5  # of others' idle capacity within the year
DEFAULT_STOCK_DAYS = 45.0  # where no stock is printed: day of the first stoppages of 2025
YEAR_DAYS = 365.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """A restrictor stops all net exports of a commodity for a year.

    Attributes:
        share: The restrictor's share of world primary supply, 0 to 1.
        at_home: Share of world demand inside the restrictor, low and high.
        probability: In a year: low, middle, high.
        in_force: Whether a control on it is in force; then the probability is 1.
        idle: Idle capacity of other countries over world supply.
        bought: Share of the importer's use that it buys from the restrictor itself, low and high; None if not known.
    """

    commodity: str
    restrictor: str
    share: float
    at_home: tuple[float, float]
    probability: tuple[float, float, float]
    in_force: bool = False
    idle: float = 0.0
    bought: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """What a commodity brings to every scenario.

    Attributes:
        companion: Share of primary supply that is a by-product, low and high.
        recycled: Share of supply that is old scrap.
        stock_days: Days of use that the importer's printed stocks last, used between none and all.
    """

    companion: tuple[float, float] = (0.0, 1.0)
    recycled: float = 0.0
    stock_days: float = DEFAULT_STOCK_DAYS


@dataclass(frozen=True, slots=True)
class Draws:
    """One draw a run of what restrictors of one commodity share."""

    demand: Array
    supply: Array
    thrift: Array
    stock: Array
    restart: Array
    pooled: Array


@dataclass(frozen=True, slots=True)
class Outcome:
    """A year by draw.

    Attributes:
        price: Over the price before.
        missing: Share of the importer's use that is not bought.
        unmet: The part of it that stops output, after thrift and stocks.
    """

    price: Array
    missing: Array
    unmet: Array


def _lognormal(rng: np.random.Generator, span: tuple[float, float, float], runs: int) -> Array:
    low, middle, high = span
    sigma = np.log(high / low) / (2 * NINETY)
    return np.asarray(middle * np.exp(sigma * rng.standard_normal(runs)))


def draw(supply: Supply, *, runs: int, rng: np.random.Generator) -> Draws:
    """Draws of everything that does not depend on the restrictor.

    Spec: §A28.
    """
    demand = _lognormal(rng, DEMAND, runs)
    main = _lognormal(rng, MAIN_PRODUCT, runs)
    by_product = rng.uniform(0.0, BY_PRODUCT_HIGH, runs)
    companion = rng.uniform(*supply.companion, runs)
    return Draws(
        demand,
        companion * by_product + (1.0 - companion) * main,
        rng.uniform(0.0, THRIFT_HIGH, runs),
        rng.uniform(0.0, 1.0, runs) * supply.stock_days / YEAR_DAYS,
        rng.uniform(0.0, RESTART_HIGH, runs),
        rng.uniform(0.0, 1.0, runs),
    )


def year(
    scenario: Scenario, supply: Supply, draws: Draws, at_home: Array, bought: Array | None = None
) -> Outcome:
    """The market outside the restrictor after a year, and what of the loss reaches the importer's output.

    Args:
        scenario: The restrictor and its share.
        supply: Old scrap of the commodity.
        draws: From `draw`.
        at_home: Share of world demand inside the restrictor by draw.
        bought: Share of the importer's use bought from the restrictor by draw; None spreads the loss over all buyers.

    Spec: §A29 to §A31.
    """
    # Old scrap comes up where goods are used, so the restrictor's home demand needs that much less of its output.
    primary = 1.0 - supply.recycled
    sold = np.maximum(primary * (scenario.share - at_home), 0.0)
    own = np.maximum(1.0 - at_home - sold, 1e-3)
    restarted = draws.restart * scenario.idle
    price = market.price(
        own,
        sold,
        demand_elasticity=-draws.demand,
        supply_elasticity=draws.supply,
        release=np.minimum(restarted, sold),
        highest=market.RECORD,
    )
    pool = 1.0 - market.served(
        own, sold, price, supply_elasticity=draws.supply, release=np.minimum(restarted, sold)
    )
    missing = pool if bought is None else draws.pooled * pool + (1.0 - draws.pooled) * bought
    return Outcome(price, missing, np.maximum(missing - draws.thrift - draws.stock, 0.0))
