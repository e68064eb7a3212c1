"""Runs over the whole horizon, eight side by side, with what they record each week (§M18 to §M29)."""

from __future__ import annotations

import numpy as np

from monazite.shock.parameters import COLUMN
from monazite.simulate import beginning, kernel, pricing, shipping
from monazite.simulate.arrays import Controls, Market, Net, Out, State
from monazite.simulate.compiled import compiled, helper
from monazite.simulate.lanes import LANES, most, pick, put, same, some, take

_begin, _since = beginning.begin, beginning.since_onset
_channels, _capacity = kernel.channels, kernel.capacity
_receive, _want = kernel.receive, kernel.want
_order, _permit, _make = kernel.order, kernel.permit, kernel.make
_ration, _ship, _send = shipping.ration, shipping.ship, shipping.send
_stores, _price = pricing.stores, pricing.price

_THRESHOLD = COLUMN["shortage_threshold"]
_EXPORTS = 1  # row of Market.base
_SPOT, _CONTRACT, _AT_HOME, _RATIO = 2, 1, 3, 4  # rows of State.price
_FIRST, _DEPTH, _LENGTH, _TOTAL = 0, 1, 2, 3  # rows of Out.use


@helper
def tally(t: int, net: Net, market: Market, par: np.ndarray, s: State) -> None:
    """Unmet demand by use node and by group; shortage is a share above the threshold (§M18, §M27)."""
    uses, limit, worst = market.use_node.size, take(par, _THRESHOLD), same(0.0)
    for k in range(uses):
        n = market.use_node[k]
        wanted = take(s.want, n)
        lack = most(wanted - take(s.activity, n), 0.0)
        put(s.unmet, k, lack * net.demand[n])
        if not some(lack > 0.0):
            continue
        worst = most(worst, lack)
        share = pick(lack > 0.0, lack / wanted, 0.0)
        put(s.short, _TOTAL * uses + k, take(s.short, _TOTAL * uses + k) + take(s.unmet, k))
        put(s.short, _DEPTH * uses + k, most(take(s.short, _DEPTH * uses + k), share))
        length, first = take(s.short, _LENGTH * uses + k), take(s.short, _FIRST * uses + k)
        put(s.short, _LENGTH * uses + k, pick(share > limit, length + 1.0, length))
        begun = pick(share > limit, pick(first < 0.0, t + 0.0, first), first)
        put(s.short, _FIRST * uses + k, begun)
    hurt = some(worst > 0.0)
    for g in range(market.group_first.size - 1):
        total = same(0.0)
        if hurt:
            for k in range(market.group_first[g], market.group_first[g + 1]):
                total += market.group_weight[k] * take(s.unmet, market.group_use[k])
        put(s.group, g, total / max(market.group_base[g], 1e-300))


@helper
def write(t: int, rows: np.ndarray, market: Market, s: State, out: Out) -> None:
    """The week of each run into its place."""
    count = market.base.shape[1]
    for j in range(rows.size):
        r = rows[j]
        for g in range(market.group_first.size - 1):
            out.unmet[r, t, g] = s.group[g, j]
        for m in range(count):
            out.spot[r, t, m] = s.price[_SPOT * count + m, j]
            out.contract[r, t, m] = s.price[_CONTRACT * count + m, j]
            out.home[r, t, m] = s.price[_AT_HOME * count + m, j]
            out.exports[r, t, m] = s.price[_RATIO * count + m, j]


@helper
def note(t: int, net: Net, market: Market, s: State, out: Out) -> None:
    """Each node and link of the first run (§M29)."""
    for n in range(net.role.size):
        held, afloat = s.unsold[n, 0], 0.0
        for k in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
            held += s.stock[k, 0]
            afloat += s.transit[k, 0]
        out.node[t, 0, n] = s.activity[n, 0]
        out.node[t, 1, n] = s.want[n, 0]
        out.node[t, 2, n] = held
        out.node[t, 3, n] = afloat
    for link in range(net.trade_base.size):
        out.link[t, 0, link] = s.allowed[link, 0]
        out.link[t, 1, link] = s.order[link, 0]
    for g in range(market.group_first.size - 1):
        total = 0.0
        for k in range(market.group_first[g], market.group_first[g + 1]):
            n = market.use_node[market.group_use[k]]
            total += market.group_weight[k] * s.want[n, 0] * net.demand[n]
        out.wanted[t, g] = total


@helper
def close(rows: np.ndarray, net: Net, market: Market, s: State, out: Out) -> None:
    """Shortage by use node, and whether mass was kept (§M19)."""
    uses = market.use_node.size
    held = same(0.0)
    for k in range(net.slot_base.size):
        held += take(s.stock, k) + take(s.transit, k)
    for n in range(net.role.size):
        held += take(s.unsold, n)
    put_in = take(s.sums, 2) + take(s.sums, 0)
    put(s.spare, 0, (put_in - take(s.sums, 1) - held) / most(put_in, 1e-300))
    for j in range(rows.size):
        r = rows[j]
        out.balance[r] = s.spare[0, j]
        for q in range(4):
            for k in range(uses):
                out.use[r, q, k] = s.short[q * uses + k, j]


@compiled
def simulate(  # noqa: PLR0913, PLR0917 - a kernel takes its arrays
    net: Net,
    ctl: Controls,
    market: Market,
    design: np.ndarray,
    sequence: np.ndarray,
    s: State,
    out: Out,
) -> None:
    """All weeks of some runs, one row of the design each, taken in `sequence`; writes into `out` (§M1)."""
    runs = design.shape[0]
    for block in range((runs + LANES - 1) // LANES):
        rows = sequence[block * LANES : min((block + 1) * LANES, runs)]
        for p in range(design.shape[1]):
            for j in range(LANES):
                s.par[p, j] = design[rows[min(j, rows.size - 1)], p]
        _begin(net, ctl, market, s.par, s)
        for t in range(out.unmet.shape[1]):
            since = _since(t, ctl)
            _channels(t, ctl, s.par, s)
            _capacity(t, since, net, ctl, s.par, s)
            _receive(t, since, net, ctl, s.par, s)
            _want(net, s.par, s)
            _order(since, net, s.par, s)
            _permit(t, net, ctl, s.par, s)
            _make(net, s)
            _ration(net, s)
            _ship(net, s)
            _send(t, net, s)
            tally(t, net, market, s.par, s)
            _stores(net, market, s)
            _price(ctl, market, s.par, s)
            write(t, rows, market, s, out)
            if block == 0 and out.node.shape[0] > 0:
                note(t, net, market, s, out)
        close(rows, net, market, s, out)
