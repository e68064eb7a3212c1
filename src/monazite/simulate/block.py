"""A block of scenarios over the whole horizon, with what it records each week (§M18 to §M29)."""

from __future__ import annotations

import numpy as np

from monazite.shock.parameters import COLUMN
from monazite.simulate import kernel, shipping
from monazite.simulate.arrays import LANES, Controls, Market, Net, Out, State
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
_WEEKS = 52.0
# Prices are given up to this ratio; beyond it the model says no more than "far above".
_HIGHEST = 1000.0


@helper
def tally(t: int, net: Net, market: Market, par: np.ndarray, s: State, out: Out) -> None:
    """Unmet demand by use node and by group; shortage is a share above the threshold (§M18, §M27)."""
    for k in range(market.use_node.size):
        n = market.use_node[k]
        for b in range(LANES):
            lack = max(s.want[n, b] - s.activity[n, b], 0.0)
            s.unmet[k, b] = lack * net.demand[n]
            out.total[k, b] += s.unmet[k, b]
            share = lack / s.want[n, b] if s.want[n, b] > 0.0 else 0.0
            out.depth[k, b] = max(out.depth[k, b], share)
            if share > par[_THRESHOLD, b]:
                out.length[k, b] += 1.0
                if out.first[k, b] < 0.0:
                    out.first[k, b] = t
    for g in range(market.group_first.size - 1):
        for k in range(market.group_first[g], market.group_first[g + 1]):
            use, weight = market.group_use[k], market.group_weight[k]
            n = market.use_node[use]
            for b in range(LANES):
                out.unmet[t, g, b] += weight * s.unmet[use, b]
                out.wanted[t, g, b] += weight * s.want[n, b] * net.demand[n]


@helper
def gather(m: int, net: Net, market: Market, s: State) -> None:
    """What is exported to, wanted in and stored by one market this week, in the first rows of the scratch."""
    flow, wanted, stored, full = s.work[0], s.work[1], s.work[2], s.work[3]
    for b in range(LANES):
        flow[b] = 0.0
        wanted[b] = 0.0
        stored[b] = 0.0
        full[b] = 0.0
    for k in range(market.export_first[m], market.export_first[m + 1]):
        weight, link = market.export_weight[k], market.export_link[k]
        for b in range(LANES):
            flow[b] += weight * s.shipped[link, b]
    for k in range(market.demand_first[m], market.demand_first[m + 1]):
        n = market.use_node[market.demand_use[k]]
        weight = market.demand_weight[k]
        need = weight * net.demand[n]
        for b in range(LANES):
            wanted[b] += need * s.want[n, b]
        for slot in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
            for b in range(LANES):
                stored[b] += weight * min(s.stock[slot, b], s.target[slot, b])
                full[b] += weight * s.target[slot, b]


@helper
def seen(m: int, ctl: Controls, market: Market, par: np.ndarray, s: State) -> None:
    """What the market takes for its supply from the restrictor, and from stocks (§M20)."""
    stored, full, drawn = s.work[2], s.work[3], s.work[4]
    base = market.export_base[m]
    for b in range(LANES):
        ratio = s.work[0, b] / base
        s.price[m, 0, b] += (ratio - s.price[m, 0, b]) / max(par[_WINDOW, b], 1.0)
        level = max(stored[b] / full[b], 0.0) if full[b] > 0.0 else 0.0
        drawn[b] = par[_DRAW, b] * level * max(base - s.price[m, 0, b] * base, 0.0)
    for k in range(ctl.release_market.size):
        if ctl.release_market[k] == m:
            for b in range(LANES):
                drawn[b] += s.released[k, b]


@helper
def price(  # noqa: PLR0913, PLR0917 - a kernel takes its arrays
    t: int, net: Net, ctl: Controls, market: Market, par: np.ndarray, s: State, out: Out
) -> None:
    """Spot and contract outside the restrictor, and the price at home, for each market (§M20 to §M23)."""
    for m in range(market.export_base.size):
        base, own = market.export_base[m], market.outside_base[m]
        if base <= 0.0:
            for b in range(LANES):
                out.spot[t, m, b] = 1.0
                out.contract[t, m, b] = 1.0
                out.home[t, m, b] = 1.0
                out.exports[t, m, b] = 1.0
            continue
        gather(m, net, market, s)
        seen(m, ctl, market, par, s)
        for b in range(LANES):
            out.exports[t, m, b] = s.work[0, b] / base
            inflow = s.price[m, 0, b] * base
            es = par[_ETA, b] * par[_SUPPLY_SHARE, b]
            # what buyers want at base prices, against the base demand of the same nodes
            needed = (own + base) * min(s.work[1, b] / market.demand_base[m], 1.0)
            supplied = inflow + s.work[4, b]
            u = outside(needed, own, market.outside_cap[m], supplied, es - par[_ETA, b], es)
            spot = min(np.exp(u), _HIGHEST)
            s.price[m, 1, b] += (spot - s.price[m, 1, b]) / max(par[_LAG, b], 1.0)
            out.spot[t, m, b] = spot
            out.contract[t, m, b] = s.price[m, 1, b]
            es = par[_HOME, b] * par[_SUPPLY_SHARE, b]
            v = at_home(market.home_base[m], base, inflow, es - par[_HOME, b], es)
            out.home[t, m, b] = np.exp(v)


@helper
def note(t: int, net: Net, s: State, out: Out) -> None:
    """Each node and link of a recorded run (§M29)."""
    if out.node.shape[0] == 0:
        return
    for n in range(net.role.size):
        for b in range(LANES):
            out.node[t, 0, n, b] = s.activity[n, b]
            out.node[t, 1, n, b] = s.want[n, b]
            held = s.unsold[n, b]
            afloat = 0.0
            for k in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
                held += s.stock[k, b]
                afloat += s.transit[k, b]
            out.node[t, 2, n, b] = held
            out.node[t, 3, n, b] = afloat
    for link in range(net.trade_base.size):
        for b in range(LANES):
            out.link[t, 0, link, b] = s.shipped[link, b]
            out.link[t, 1, link, b] = s.order[link, b]


@compiled
def simulate(net: Net, ctl: Controls, market: Market, par: np.ndarray, s: State, out: Out) -> None:
    """All weeks of a block; writes into `out` (§M1)."""
    _start(net, par, s)
    for b in range(LANES):
        for k in range(ctl.release_slot.size):
            s.release[k, b] = ctl.release_stock[k]
        for m in range(market.export_base.size):
            s.price[m, 0, b] = 1.0
            s.price[m, 1, b] = 1.0
        for k in range(market.use_node.size):
            out.first[k, b] = -1.0
    for t in range(out.unmet.shape[0]):
        _channels(t, ctl, par, s)
        _capacity(t, net, ctl, par, s)
        _receive(t, net, ctl, par, s)
        _want(net, par, s)
        _order(t, net, ctl, par, s)
        _permit(net, ctl, par, s)
        _make(net, s)
        _ration(net, s)
        _ship(t, net, s)
        tally(t, net, market, par, s, out)
        price(t, net, ctl, market, par, s, out)
        note(t, net, s, out)
    for b in range(LANES):
        held = 0.0
        for k in range(net.slot_base.size):
            held += s.stock[k, b] + s.transit[k, b]
        for n in range(net.role.size):
            held += s.unsold[n, b]
        put_in = s.sums[2, b] + s.sums[0, b]
        out.balance[b] = (put_in - s.sums[1, b] - held) / max(put_in, 1e-300)
