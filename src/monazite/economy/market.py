"""Price and quantity outside a restrictor in a year's equilibrium (§A20, §A21).

D0 p^ed = min(S0 p^es, cap) + (1 - r) X0 + R, with ed < 0 <= es: demand of the bloc meets its own supply, what the
restrictor still sells, and stock releases. With r = 1, no cap and R = 0: p = (D0/S0)^(1/(es - ed)).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from monazite.errors import DataError

Array = npt.NDArray[np.float64]
STEPS = 200
DEAREST = 1e6  # price ratio beyond which a market without any supply is called closed
# Largest ratio on record for a restricted mineral: dysprosium oxide FOB, 91 to 2,377 USD/kg, January 2009 to August
# 2011.
RECORD = 26.0


def price(  # noqa: PLR0913 - the equation has this many terms
    own: Array | float,
    bought: Array | float,
    *,
    restricted: Array | float = 1.0,
    demand_elasticity: Array | float,
    supply_elasticity: Array | float,
    cap: Array | float = np.inf,
    release: Array | float = 0.0,
    highest: float = DEAREST,
) -> Array:
    """Price over the price before, elementwise; at most `highest`.

    Args:
        own: S0, supply of the bloc itself before, t/y.
        bought: X0, net exports of the restrictor to the bloc before, t/y.
        restricted: r, share of X0 that stops, leakage already taken out.
        demand_elasticity: Below zero.
        supply_elasticity: Zero or above.
        cap: Capacity of the bloc's own supply, t/y.
        release: Stock release, t/y.
        highest: Ceiling of the ratio.

    Raises:
        DataError: E616 for elasticities of the wrong sign.

    Spec: §A20.
    """
    ed, es = np.asarray(demand_elasticity, float), np.asarray(supply_elasticity, float)
    if (ed >= 0).any() or (es < 0).any():
        raise DataError(
            "E616",
            "an elasticity has the wrong sign",
            why="Demand falls and supply does not fall when the price rises: ed < 0 <= es",
            way_out="Give demand elasticities below zero and supply elasticities of zero or more",
        )
    own_, bought_ = np.asarray(own, float), np.asarray(bought, float)
    still = (1.0 - np.asarray(restricted, float)) * bought_ + np.asarray(release, float)
    shape = np.broadcast_shapes(
        ed.shape, es.shape, own_.shape, bought_.shape, still.shape, np.shape(cap)
    )
    low, high = np.full(shape, -np.log(highest)), np.full(shape, np.log(highest))
    for _ in range(STEPS):
        middle = (low + high) / 2
        gap = (own_ + bought_) * np.exp(ed * middle) - (
            np.minimum(own_ * np.exp(es * middle), cap) + still
        )
        low, high = np.where(gap > 0, middle, low), np.where(gap > 0, high, middle)
    return np.asarray(np.exp((low + high) / 2), dtype=np.float64)


def served(  # noqa: PLR0913 - the equation has this many terms
    own: Array | float,
    bought: Array | float,
    ratio: Array,
    *,
    supply_elasticity: Array | float,
    restricted: Array | float = 1.0,
    cap: Array | float = np.inf,
    release: Array | float = 0.0,
) -> Array:
    """Share of the bloc's demand before that is supplied at a price ratio: D1/D0.

    Where the price stopped at a ceiling this is less than demand at that price; the rest is rationed.

    Spec: §A21.
    """
    still = (1.0 - np.asarray(restricted, float)) * np.asarray(bought, float) + release
    supply = np.minimum(np.asarray(own, float) * ratio ** np.asarray(supply_elasticity, float), cap)
    whole = np.asarray(own, float) + np.asarray(bought, float)
    return np.asarray(np.minimum(1.0, (supply + still) / whole), dtype=np.float64)
