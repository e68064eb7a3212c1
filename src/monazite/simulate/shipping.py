"""Rationing and shipment: who gets what was made (§M5, §M11, §M12, §M17)."""

from __future__ import annotations

import numpy as np

from monazite.simulate.arrays import Net, State
from monazite.simulate.compiled import helper

_MINE, _USE = 1, 2


@helper
def serve(
    links: np.ndarray, have: float, base: np.ndarray, allowed: np.ndarray, out: np.ndarray
) -> float:
    """One class of a supplier's buyers: contract share first, the rest by unmet order; what is left (§M12)."""
    asked = 0.0
    base_sum = 0.0
    for link in links:
        asked += float(allowed[link])
        base_sum += float(base[link])
    if asked <= have:
        for link in links:
            out[link] = allowed[link]
        return have - asked
    given = 0.0
    for link in links:
        out[link] = min(allowed[link], have * base[link] / base_sum)
        given += out[link]
    rest = max(have - given, 0.0)
    part = min(rest / (asked - given), 1.0) if asked > given else 0.0
    for link in links:
        out[link] += part * (allowed[link] - out[link])
    return 0.0


@helper
def ration(net: Net, s: State) -> None:
    """Each supplier serves its classes in turn; what a mine makes and cannot sell stays unsold (§M11, §M12)."""
    for n in range(net.role.size):
        if net.out_base[n] <= 0.0:
            continue
        made = s.activity[n] * net.out_base[n]
        lo, mid, hi = net.out_first[n], net.out_second[n], net.out_first[n + 1]
        left = made + s.unsold[n]
        if mid > lo:
            left = serve(net.out_link[lo:mid], left, net.trade_base, s.allowed, s.shipped)
        left = serve(net.out_link[mid:hi], left, net.trade_base, s.allowed, s.shipped)
        if net.role[n] == _MINE:
            s.sums[0] += made
            s.unsold[n] = left


@helper
def ship(t: int, net: Net, s: State) -> None:
    """Shipments enter the pipeline; by-products and losses follow throughput (§M5, §M17)."""
    horizon = s.ring.shape[1]
    now = t % horizon
    for link in range(net.trade_base.size):
        slot, amount = net.trade_slot[link], s.shipped[link]
        if net.trade_ceiling[link] < 1e300:  # noqa: PLR2004 - finite only for supply from the outside
            amount = s.allowed[link]
            s.shipped[link] = amount
            s.sums[0] += amount
        s.transit[slot] += amount
        at = now + s.lag[link]
        s.ring[slot, at - horizon if at >= horizon else at] += amount
        if amount >= s.order[link]:
            s.fill[link] = 1.0
        else:
            s.fill[link] = amount / s.order[link]
        if s.fill[link] < 1.0:
            s.failing[slot] += net.trade_share[link] * (1.0 - s.fill[link])
    for k in range(net.fixed_base.size):
        slot, n = net.fixed_slot[k], net.fixed_from[k]
        amount = net.fixed_base[k] * s.activity[n]
        if net.role[n] == _MINE:
            s.sums[0] += amount
        if slot >= 0:
            s.transit[slot] += amount
            at = now + s.fixed_lag[k]
            s.ring[slot, at - horizon if at >= horizon else at] += amount
        else:
            s.sums[1] += amount
    for n in range(net.role.size):
        if net.role[n] == _USE:
            s.sums[1] += s.activity[n] * net.demand[n]
