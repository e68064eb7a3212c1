"""The first day of some runs: stocks at target, pipelines full, everything at base (§M2)."""

from __future__ import annotations

import numpy as np

from monazite.shock.parameters import COLUMN
from monazite.simulate.arrays import Controls, Market, Net, State
from monazite.simulate.compiled import helper, inlined
from monazite.simulate.lanes import LANES, put, same, take

_USE = 2
_COVER_USE, _COVER_CHAIN = COLUMN["cover_scale_use"], COLUMN["cover_scale_chain"]
_TRANSIT = COLUMN["transit_scale"]
_ONSET = 0
_AT_BASE = 5  # first rows of State.price are ratios to base


@inlined
def since_onset(t: int, ctl: Controls) -> float:
    """Weeks since the first shock took hold."""
    first = 1e9
    for c in range(ctl.kind.size):
        first = min(first, ctl.curve[_ONSET, c])
    return max(t - first, 0.0)


@helper
def begin(  # noqa: C901 - flat in meaning
    net: Net, ctl: Controls, market: Market, par: np.ndarray, s: State
) -> None:
    """Everything at base, government stocks full."""
    for array in (s.transit, s.ring, s.failed, s.unsold, s.substituted, s.short, s.part, s.sums):
        array[:] = 0.0
    for array in (s.asked, s.activity, s.fill):
        array[:] = 1.0
    s.level[:] = np.inf
    uses, markets = market.use_node.size, market.base.shape[1]
    s.short[:uses] = -1.0
    s.price[: _AT_BASE * markets] = 1.0
    for k in range(net.slot_base.size):
        scale = take(par, _COVER_CHAIN)
        if net.role[net.slot_node[k]] == _USE:
            scale = take(par, _COVER_USE)
        put(s.target, k, net.slot_base[k] * net.slot_cover_weeks[k] * scale)
        put(s.stock, k, take(s.target, k))
    trade = net.trade_base.size
    for k in range(trade):
        fill_pipe(k, net.trade_slot[k], net.trade_base[k], net.trade_days[k], par, s)
    for k in range(net.fixed_base.size):
        fill_pipe(trade + k, net.fixed_slot[k], net.fixed_base[k], net.fixed_days[k], par, s)
    start = same(0.0)
    for k in range(net.slot_base.size):
        put(s.pipe, k, take(s.transit, k))
        start += take(s.stock, k) + take(s.transit, k)
    put(s.sums, 2, start)
    for k in range(ctl.release_at.shape[1]):
        put(s.release, 2 * k, ctl.release[0, k])
        put(s.release, 2 * k + 1, 0.0)
    for m in range(markets):
        full = same(0.0)
        for k in range(market.demand_first[m], market.demand_first[m + 1]):
            n = market.use_node[market.demand_use[k]]
            for slot in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
                full += market.demand_weight[k] * take(s.target, slot)
        put(s.full, m, full)


@inlined
def fill_pipe(link: int, slot: int, base: float, days: float, par: np.ndarray, s: State) -> None:
    """Whole weeks of a transit, at least one, and what is on the way at base (§M5)."""
    low, high, slots = s.weeks, 0, s.stock.shape[0]
    for j in range(LANES):
        weeks = min(max(int(np.floor(days * par[_TRANSIT, j] / 7.0 + 0.5)), 1), s.weeks - 1)
        s.lags[link, j] = weeks
        low, high = min(low, weeks), max(high, weeks)
        if slot >= 0:
            s.transit[slot, j] += base * weeks
            for w in range(weeks):
                s.ring[slots * w + slot, j] += base
    s.lag[link] = low if low == high else 0
