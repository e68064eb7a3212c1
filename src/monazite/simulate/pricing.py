"""Prices of each market from what its users want and what reaches them (§M20 to §M23), compiled."""

from __future__ import annotations

import numpy as np

from monazite.shock.parameters import COLUMN
from monazite.simulate.arrays import Controls, Market, Net, State
from monazite.simulate.compiled import helper
from monazite.simulate.lanes import LANES, least, most, pick, put, same, take
from monazite.simulate.solve import at_home, outside

_ETA, _SUPPLY_SHARE = COLUMN["elasticity_sum"], COLUMN["supply_elasticity_share"]
_WINDOW, _LAG = COLUMN["price_window_weeks"], COLUMN["contract_lag_weeks"]
_HOME, _DRAW = COLUMN["home_elasticity_sum"], COLUMN["stock_draw_share"]
# Rows of Market.base
_DEMAND, _EXPORTS, _OWN, _CEILING, _AT_HOME = 0, 1, 2, 3, 4
# Rows of State.price
_SEEN, _CONTRACT, _SPOT, _HOME_PRICE, _RATIO, _WANTED, _FULLNESS = 0, 1, 2, 3, 4, 5, 6
# Prices are given up to this ratio; beyond it the model says no more than "far above".
_HIGHEST = 1000.0


@helper
def stores(net: Net, market: Market, s: State) -> None:
    """What each market's users want this week, how full their stocks are, and what reaches them (§M20)."""
    count = market.base.shape[1]
    for m in range(count):
        wanted, stored = same(0.0), same(0.0)
        for k in range(market.demand_first[m], market.demand_first[m + 1]):
            n = market.use_node[market.demand_use[k]]
            weight = market.demand_weight[k]
            wanted += weight * take(s.want, n) * net.demand[n]
            for slot in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
                stored += weight * most(least(take(s.stock, slot), take(s.target, slot)), 0.0)
        full = take(s.full, m)
        put(s.price, _WANTED * count + m, wanted)
        put(s.price, _FULLNESS * count + m, pick(full > 0.0, stored / full, 0.0))
        base = market.base[_EXPORTS, m]
        if base > 0.0:
            flow = same(0.0)
            for k in range(market.export_first[m], market.export_first[m + 1]):
                flow += market.export_weight[k] * take(s.allowed, market.export_link[k])
            put(s.price, _RATIO * count + m, flow / base)


@helper
def price(ctl: Controls, market: Market, par: np.ndarray, s: State) -> None:
    """Spot and contract outside the restrictor, and the price at home, for each market (§M20 to §M23)."""
    count = market.base.shape[1]
    for m in range(count):
        base, own = market.base[_EXPORTS, m], market.base[_OWN, m]
        if base <= 0.0:
            continue
        for j in range(LANES):
            seen = s.price[_SEEN * count + m, j]
            # trade above base goes into stocks: it is asked for as much as it is supplied
            seen += (min(s.price[_RATIO * count + m, j], 1.0) - seen) / max(par[_WINDOW, j], 1.0)
            s.price[_SEEN * count + m, j] = seen
            inflow = seen * base
            extra = par[_DRAW, j] * s.price[_FULLNESS * count + m, j] * max(base - inflow, 0.0)
            for k in range(ctl.release_at.shape[1]):
                if ctl.release_at[1, k] == m:
                    extra += s.release[2 * k + 1, j]
            es = par[_ETA, j] * par[_SUPPLY_SHARE, j]
            # what buyers want at base prices, against the base demand of the same nodes
            wanted = s.price[_WANTED * count + m, j]
            need = (own + base) * min(wanted / market.base[_DEMAND, m], 1.0)
            u = outside(need, own, market.base[_CEILING, m], inflow + extra, es - par[_ETA, j], es)
            spot = min(np.exp(u), _HIGHEST)
            contract = s.price[_CONTRACT * count + m, j]
            contract *= (spot / contract) ** (1.0 / max(par[_LAG, j], 1.0))
            s.price[_SPOT * count + m, j] = spot
            s.price[_CONTRACT * count + m, j] = contract
            es = par[_HOME, j] * par[_SUPPLY_SHARE, j]
            v = at_home(market.base[_AT_HOME, m], base, inflow, es - par[_HOME, j], es)
            s.price[_HOME_PRICE * count + m, j] = np.exp(v)
