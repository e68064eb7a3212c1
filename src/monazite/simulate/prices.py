"""Prices under an export control, one market at a time (§M20 to §M24)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from monazite.errors import ScenarioError

_WIDEST = 230.0  # |ln p| beyond which a double overflows with the elasticities in use


@dataclass(frozen=True, slots=True)
class Bloc:
    """The market outside a restrictor at base prices (§M20).

    Attributes:
        supply_t: Supply of the bloc itself, S0, tonnes a year.
        exports_t: Net exports of the restrictor to it, X0, tonnes a year. Demand D0 is their sum.
        demand_elasticity: e_d, below zero.
        supply_elasticity: e_s, zero or above.
        cap_t: Ceiling of the bloc's own supply, infinite where there is none.
    """

    supply_t: float
    exports_t: float
    demand_elasticity: float
    supply_elasticity: float
    cap_t: float = float("inf")

    def __post_init__(self) -> None:
        wrong_sign = self.demand_elasticity >= 0.0 or self.supply_elasticity < 0.0
        if wrong_sign or self.supply_t < 0.0 or self.exports_t < 0.0:
            raise ScenarioError(
                "E505",
                f"the market has elasticities {self.demand_elasticity:g} and {self.supply_elasticity:g}, "
                f"supply {self.supply_t:g} and exports {self.exports_t:g}",
                why="Demand falls with price, supply does not, and masses are not negative",
                way_out="Give e_d < 0 <= e_s and masses of at least 0",
            )


@dataclass(frozen=True, slots=True)
class Clearing:
    """Price relative to base, with the demand and the bloc's own supply at that price, tonnes a year."""

    price: float
    demand_t: float
    supply_t: float


def _inflow(bloc: Bloc, restricted: float, leakage: float, release_t: float) -> float:
    return (1.0 - restricted * (1.0 - leakage)) * bloc.exports_t + release_t


def clear(
    bloc: Bloc, restricted: float, *, leakage: float = 0.0, release_t: float = 0.0
) -> Clearing:
    """The market outside the restrictor when a share of its exports is cut, by Newton steps (§M20).

    `D0 p^ed = min(S0 p^es, Cap) + (1 - r(1-L)) X0 + R`

    >>> round(clear(Bloc(40, 60, -0.3, 0.2), 1.0).price, 6)
    6.25
    """
    from monazite.simulate.solve import (
        outside,
    )  # compiled code loads only when prices are asked for

    u = outside(
        bloc.supply_t + bloc.exports_t,
        bloc.supply_t,
        bloc.cap_t,
        _inflow(bloc, restricted, leakage, release_t),
        bloc.demand_elasticity,
        bloc.supply_elasticity,
    )
    return _at(bloc, float(np.exp(u)))


def clear_by_bisection(
    bloc: Bloc, restricted: float, *, leakage: float = 0.0, release_t: float = 0.0
) -> Clearing:
    """The same market by bracketing alone, to check `clear` (§M20)."""
    demand = bloc.supply_t + bloc.exports_t
    inflow = _inflow(bloc, restricted, leakage, release_t)

    def excess(u: float) -> float:
        made = min(bloc.supply_t * np.exp(bloc.supply_elasticity * u), bloc.cap_t)
        return float(demand * np.exp(bloc.demand_elasticity * u) - made - inflow)

    return _at(bloc, float(np.exp(brentq(excess, -_WIDEST, _WIDEST, xtol=1e-14, rtol=1e-14))))


def _at(bloc: Bloc, price: float) -> Clearing:
    demand = (bloc.supply_t + bloc.exports_t) * price**bloc.demand_elasticity
    supply = min(bloc.supply_t * price**bloc.supply_elasticity, bloc.cap_t)
    return Clearing(price, demand, supply)


def home(
    demand_t: float, exports_t: float, outflow_t: float, elasticities: tuple[float, float]
) -> float:
    """Price in the restrictor's home market relative to base; below 1 when exports are held back (§M22).

    `elasticities` is (e_d, e_s).

    >>> home(50.0, 50.0, 50.0, (-0.3, 0.2))
    1.0
    """
    from monazite.simulate.solve import at_home

    return float(np.exp(at_home(demand_t, exports_t, outflow_t, *elasticities)))


def volume_weighted(spot: float, contract: float, spot_share: float) -> float:
    """The price an average tonne pays: few buy spot (§M23).

    >>> volume_weighted(3.0, 1.0, 0.01)
    1.02
    """
    return (1.0 - spot_share) * contract + spot_share * spot


def consumer_loss(base_spend: float, price: float, demand_elasticity: float) -> float:
    """Loss of consumer surplus when the price moves from 1 to `price`, in the unit of `base_spend` (§M24)."""
    if demand_elasticity == -1.0:
        return base_spend * float(np.log(price))
    return base_spend * (price ** (1.0 + demand_elasticity) - 1.0) / (1.0 + demand_elasticity)


def producer_gain(base_revenue: float, price: float, supply_elasticity: float) -> float:
    """Gain of producers outside the restrictor, no ceiling on supply, in the unit of `base_revenue` (§M24)."""
    return base_revenue * (price ** (1.0 + supply_elasticity) - 1.0) / (1.0 + supply_elasticity)


def implied_elasticity(lost_share: float, price_ratio: float) -> float:
    """e_s - e_d from a lost share of supply and the price ratio that followed (§M21).

    >>> round(implied_elasticity(0.38509, 13.433), 3)
    0.187
    """
    return float(-np.log1p(-lost_share) / np.log(price_ratio))
