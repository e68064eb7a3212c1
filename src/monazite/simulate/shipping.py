"""Rationing and shipment: who gets what was made (§M5, §M11, §M12, §M17)."""

# ruff: noqa: C901, PLR0912 - loops over lanes are flat in meaning, and compiled

from __future__ import annotations

from monazite.simulate.arrays import LANES, Net, State
from monazite.simulate.compiled import helper

_MINE, _USE = 1, 2


@helper
def serve(cls: int, lo: int, hi: int, net: Net, s: State) -> None:
    """One class of buyers of a supplier: contract share first, the rest by unmet order (§M12)."""
    have, left, asked, lack_sum = s.work[0], s.work[1], s.work[2], s.work[3]
    base_sum = 0.0
    for b in range(LANES):
        asked[b] = 0.0
        left[b] = 0.0
        lack_sum[b] = 0.0
    for k in range(lo, hi):
        link = net.out_link[k]
        if net.trade_class[link] == cls:
            base_sum += net.trade_base[link]
            for b in range(LANES):
                asked[b] += s.allowed[link, b]
    if base_sum <= 0.0:
        return
    for k in range(lo, hi):
        link = net.out_link[k]
        if net.trade_class[link] == cls:
            part = net.trade_base[link] / base_sum
            for b in range(LANES):
                order = s.allowed[link, b]
                give = order if asked[b] <= have[b] else min(order, have[b] * part)
                s.shipped[link, b] = give
                left[b] += give
                lack_sum[b] += order - give
    for b in range(LANES):
        left[b] = max(have[b] - left[b], 0.0)
        have[b] = 0.0 if lack_sum[b] > 0.0 else left[b]
        left[b] = min(left[b] / lack_sum[b], 1.0) if lack_sum[b] > 0.0 else 0.0
    for k in range(lo, hi):
        link = net.out_link[k]
        if net.trade_class[link] == cls:
            for b in range(LANES):
                s.shipped[link, b] += left[b] * (s.allowed[link, b] - s.shipped[link, b])


@helper
def ration(net: Net, s: State) -> None:
    """Each supplier serves its classes in turn; what a mine makes and cannot sell stays unsold (§M11, §M12)."""
    have, made, sent = s.work[0], s.work[4], s.work[5]
    for n in range(net.role.size):
        base = net.out_base[n]
        if base <= 0.0:
            continue
        mine = net.role[n] == _MINE
        lo, hi = net.out_first[n], net.out_first[n + 1]
        for b in range(LANES):
            made[b] = s.activity[n, b] * base
            have[b] = made[b] + s.unsold[n, b]
        serve(0, lo, hi, net, s)
        serve(1, lo, hi, net, s)
        if not mine:
            continue
        for b in range(LANES):
            sent[b] = 0.0
        for k in range(lo, hi):
            link = net.out_link[k]
            for b in range(LANES):
                sent[b] += s.shipped[link, b]
        for b in range(LANES):
            s.sums[0, b] += made[b]
            s.unsold[n, b] = max(made[b] + s.unsold[n, b] - sent[b], 0.0)


@helper
def ship(t: int, net: Net, s: State) -> None:
    """Shipments enter the pipeline; by-products and losses follow throughput (§M5, §M17)."""
    horizon = s.ring.shape[1]
    for link in range(net.trade_base.size):
        slot = net.trade_slot[link]
        if net.trade_from[link] < 0:
            for b in range(LANES):
                s.shipped[link, b] = s.allowed[link, b]
                s.sums[0, b] += s.shipped[link, b]
        for b in range(LANES):
            s.transit[slot, b] += s.shipped[link, b]
            s.ring[slot, (t + s.lag[link, b]) % horizon, b] += s.shipped[link, b]
            if s.order[link, b] > 0.0:
                s.fill[link, b] = min(s.shipped[link, b] / s.order[link, b], 1.0)
    for k in range(net.fixed_base.size):
        slot, n = net.fixed_slot[k], net.fixed_from[k]
        for b in range(LANES):
            amount = net.fixed_base[k] * s.activity[n, b]
            if net.role[n] == _MINE:
                s.sums[0, b] += amount
            if slot >= 0:
                s.transit[slot, b] += amount
                s.ring[slot, (t + s.fixed_lag[k, b]) % horizon, b] += amount
            else:
                s.sums[1, b] += amount
    for n in range(net.role.size):
        if net.role[n] == _USE:
            for b in range(LANES):
                s.sums[1, b] += s.activity[n, b] * net.demand[n]
