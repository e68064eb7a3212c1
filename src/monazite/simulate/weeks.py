"""Runs over the whole horizon, with what they record each week (§M18 to §M29)."""

from __future__ import annotations

import numpy as np

from monazite.shock.parameters import COLUMN
from monazite.simulate import kernel, shipping
from monazite.simulate.arrays import Controls, Market, Net, Out, State
from monazite.simulate.compiled import compiled, helper
from monazite.simulate.solve import at_home, outside

_start, _channels, _capacity = kernel.start, kernel.channels, kernel.capacity
_receive, _want, _order = kernel.receive, kernel.want, kernel.order
_permit, _make = kernel.permit, kernel.make
_ration, _ship = shipping.ration, shipping.ship

_THRESHOLD = COLUMN["shortage_threshold"]
_ETA, _SUPPLY_SHARE = COLUMN["elasticity_sum"], COLUMN["supply_elasticity_share"]
_WINDOW, _LAG = COLUMN["price_window_weeks"], COLUMN["contract_lag_weeks"]
_HOME, _DRAW = COLUMN["home_elasticity_sum"], COLUMN["stock_draw_share"]
# Rows of Market.base and of Out.use
_DEMAND, _EXPORTS, _OWN, _CEILING, _AT_HOME = 0, 1, 2, 3, 4
_FIRST, _DEPTH, _LENGTH, _TOTAL = 0, 1, 2, 3
# Prices are given up to this ratio; beyond it the model says no more than "far above".
_HIGHEST = 1000.0


@helper
def tally(  # noqa: PLR0913, PLR0917 - a kernel takes its arrays
    t: int, r: int, net: Net, market: Market, limit: float, s: State, out: Out
) -> None:
    """Unmet demand by use node and by group; shortage is a share above the threshold (§M18, §M27)."""
    short = 0.0
    for k in range(market.use_node.size):
        n = market.use_node[k]
        lack = max(s.want[n] - s.activity[n], 0.0)
        short += lack
        s.unmet[k] = lack * net.demand[n]
        if lack > 0.0:
            share = lack / s.want[n]
            out.use[r, _TOTAL, k] += s.unmet[k]
            out.use[r, _DEPTH, k] = max(out.use[r, _DEPTH, k], share)
            if share > limit:
                out.use[r, _LENGTH, k] += 1.0
                if out.use[r, _FIRST, k] < 0.0:
                    out.use[r, _FIRST, k] = t
    for g in range(market.group_first.size - 1):
        total = 0.0
        if short > 0.0:
            for k in range(market.group_first[g], market.group_first[g + 1]):
                total += market.group_weight[k] * s.unmet[market.group_use[k]]
        out.unmet[r, t, g] = total / max(market.group_base[g], 1e-300)


@helper
def stores(net: Net, market: Market, s: State) -> None:
    """What each market's users want this week, and how full their stocks are (§M20)."""
    for m in range(market.base.shape[1]):
        wanted, stored, full = 0.0, 0.0, 0.0
        for k in range(market.demand_first[m], market.demand_first[m + 1]):
            n = market.use_node[market.demand_use[k]]
            weight = market.demand_weight[k]
            wanted += weight * s.want[n] * net.demand[n]
            for slot in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
                stored += weight * max(min(s.stock[slot], s.target[slot]), 0.0)
                full += weight * s.target[slot]
        s.price[2, m] = wanted
        s.price[3, m] = stored / full if full > 0.0 else 0.0


@helper
def price(  # noqa: PLR0913, PLR0917 - a kernel takes its arrays
    t: int, r: int, ctl: Controls, market: Market, par: np.ndarray, s: State, out: Out
) -> None:
    """Spot and contract outside the restrictor, and the price at home, for each market (§M20 to §M23)."""
    for m in range(market.base.shape[1]):
        base, own = market.base[_EXPORTS, m], market.base[_OWN, m]
        if base <= 0.0:
            out.spot[r, t, m] = 1.0
            out.contract[r, t, m] = 1.0
            out.home[r, t, m] = 1.0
            out.exports[r, t, m] = 1.0
            continue
        flow = 0.0
        for k in range(market.export_first[m], market.export_first[m + 1]):
            flow += market.export_weight[k] * s.shipped[market.export_link[k]]
        ratio = flow / base
        # trade above base goes into stocks: it is asked for as much as it is supplied
        s.price[0, m] += (min(ratio, 1.0) - s.price[0, m]) / max(par[_WINDOW], 1.0)
        inflow = s.price[0, m] * base
        extra = par[_DRAW] * s.price[3, m] * max(base - inflow, 0.0)
        for k in range(ctl.release_at.shape[1]):
            if ctl.release_at[1, k] == m:
                extra += s.release[1, k]
        es = par[_ETA] * par[_SUPPLY_SHARE]
        # what buyers want at base prices, against the base demand of the same nodes
        need = (own + base) * min(s.price[2, m] / market.base[_DEMAND, m], 1.0)
        u = outside(need, own, market.base[_CEILING, m], inflow + extra, es - par[_ETA], es)
        spot = min(np.exp(u), _HIGHEST)
        s.price[1, m] *= (spot / s.price[1, m]) ** (1.0 / max(par[_LAG], 1.0))
        es = par[_HOME] * par[_SUPPLY_SHARE]
        v = at_home(market.base[_AT_HOME, m], base, inflow, es - par[_HOME], es)
        out.spot[r, t, m] = spot
        out.contract[r, t, m] = s.price[1, m]
        out.home[r, t, m] = np.exp(v)
        out.exports[r, t, m] = ratio


@helper
def note(t: int, net: Net, market: Market, s: State, out: Out) -> None:
    """Each node and link of a recorded run (§M29)."""
    for n in range(net.role.size):
        held, afloat = s.unsold[n], 0.0
        for k in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
            held += s.stock[k]
            afloat += s.transit[k]
        out.node[t, 0, n] = s.activity[n]
        out.node[t, 1, n] = s.want[n]
        out.node[t, 2, n] = held
        out.node[t, 3, n] = afloat
    for link in range(net.trade_base.size):
        out.link[t, 0, link] = s.shipped[link]
        out.link[t, 1, link] = s.order[link]
    for g in range(market.group_first.size - 1):
        total = 0.0
        for k in range(market.group_first[g], market.group_first[g + 1]):
            n = market.use_node[market.group_use[k]]
            total += market.group_weight[k] * s.want[n] * net.demand[n]
        out.wanted[t, g] = total


@helper
def begin(net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Everything at base, government stocks full."""
    _start(net, par, s)
    for k in range(ctl.release_at.shape[1]):
        s.release[0, k] = ctl.release[0, k]
    for m in range(s.price.shape[1]):
        s.price[0, m] = 1.0
        s.price[1, m] = 1.0


@compiled
def simulate(
    net: Net, ctl: Controls, market: Market, design: np.ndarray, s: State, out: Out
) -> None:
    """All weeks of some runs, one row of the design each; writes into `out` (§M1)."""
    for r in range(design.shape[0]):
        par = design[r]
        begin(net, ctl, par, s)
        for k in range(market.use_node.size):
            out.use[r, _FIRST, k] = -1.0
            out.use[r, _DEPTH, k] = 0.0
            out.use[r, _LENGTH, k] = 0.0
            out.use[r, _TOTAL, k] = 0.0
        for t in range(out.unmet.shape[1]):
            _channels(t, ctl, par, s)
            _capacity(t, net, ctl, par, s)
            _receive(t, net, ctl, par, s)
            _want(net, par, s)
            _order(t, net, ctl, par, s)
            _permit(net, ctl, par, s)
            _make(net, s)
            _ration(net, s)
            _ship(t, net, s)
            tally(t, r, net, market, par[_THRESHOLD], s, out)
            stores(net, market, s)
            price(t, r, ctl, market, par, s, out)
            if r == 0 and out.node.shape[0] > 0:
                note(t, net, market, s, out)
        held = 0.0
        for k in range(net.slot_base.size):
            held += s.stock[k] + s.transit[k]
        for n in range(net.role.size):
            held += s.unsold[n]
        put_in = s.sums[2] + s.sums[0]
        out.balance[r] = (put_in - s.sums[1] - held) / max(put_in, 1e-300)
