"""Rationing and shipment: who gets what was made (§M5, §M11, §M12, §M17)."""

from __future__ import annotations

import numpy as np

from monazite.simulate.arrays import Net, State
from monazite.simulate.compiled import helper
from monazite.simulate.lanes import LANES, least, most, pick, put, same, some, take

_MINE, _USE = 1, 2


@helper
def ration(net: Net, s: State) -> None:
    """Each supplier serves its classes in turn; what a mine makes and cannot sell stays unsold (§M11, §M12).

    A class gets its contract share, `level` times base flow, first; then `part` of what it still asks for. Where all
    is served the level is infinite.
    """
    put_in = take(s.sums, 0)
    for n in range(net.role.size):
        if net.out_base[n] <= 0.0:
            continue
        made = take(s.activity, n) * net.out_base[n]
        have = made + take(s.unsold, n)
        bounds = (net.out_first[n], net.out_second[n], net.out_first[n + 1])
        for which in range(2):
            lo, hi = bounds[which], bounds[which + 1]
            if hi == lo:
                continue
            place = 2 * n + which
            due = take(s.due, place)
            short = due > have
            level, part = same(np.inf), same(0.0)
            if some(short):
                level = pick(short, have / net.class_base[place], level)
                given = same(0.0)
                for k in range(lo, hi):
                    link = net.out_link[k]
                    given += least(take(s.allowed, link), level * net.trade_base[link])
                lacking = due - given
                rest = least(most(have - given, 0.0) / lacking, 1.0)
                part = pick(short, pick(lacking > 0.0, rest, 0.0), 0.0)
            put(s.level, place, level)
            put(s.part, place, part)
            have = pick(short, 0.0, have - due)
        if net.role[n] == _MINE:
            put_in += made
            put(s.unsold, n, have)
    put(s.sums, 0, put_in)


@helper
def ship(net: Net, s: State) -> None:
    """Shipments leave their makers; by-products and losses follow throughput (§M5, §M17)."""
    put_in, put_out = take(s.sums, 0), take(s.sums, 1)
    for slot in range(net.slot_base.size):
        transit, failed = take(s.transit, slot), same(0.0)
        for link in range(net.slot_first[slot], net.slot_first[slot + 1]):
            place, asked = net.trade_class[link], take(s.allowed, link)
            amount = least(asked, take(s.level, place) * net.trade_base[link])
            amount += take(s.part, place) * (asked - amount)
            if net.trade_ceiling[link] < np.inf:
                put_in += amount
            put(s.allowed, link, amount)
            transit += amount
            wanted = take(s.order, link)
            fill = pick(amount >= wanted, 1.0, amount / wanted)
            put(s.fill, link, fill)
            failed += net.trade_share[link] * (1.0 - fill)
        put(s.transit, slot, transit)
        put(s.failed, slot, failed)
    for k in range(net.fixed_base.size):
        slot, n = net.fixed_slot[k], net.fixed_from[k]
        amount = net.fixed_base[k] * take(s.activity, n)
        if net.role[n] == _MINE:
            put_in += amount
        if slot >= 0:
            put(s.transit, slot, take(s.transit, slot) + amount)
            put(s.allowed, net.trade_base.size + k, amount)
        else:
            put_out += amount
    for n in range(net.role.size):
        if net.role[n] == _USE:
            put_out += take(s.activity, n) * net.demand[n]
    put(s.sums, 0, put_in)
    put(s.sums, 1, put_out)


@helper
def send(t: int, net: Net, s: State) -> None:
    """Put each shipment on its way; where the runs differ in lag, each by itself (§M5)."""
    now, trade, slots = t % s.weeks, net.trade_base.size, net.slot_base.size
    for link in range(trade + net.fixed_base.size):
        slot = net.trade_slot[link] if link < trade else net.fixed_slot[link - trade]
        if slot < 0:
            continue
        lag = s.lag[link]
        if lag > 0:
            at = now + lag
            row = slots * (at - s.weeks if at >= s.weeks else at) + slot
            put(s.ring, row, take(s.ring, row) + take(s.allowed, link))
            continue
        for j in range(LANES):
            at = now + s.lags[link, j]
            row = slots * (at - s.weeks if at >= s.weeks else at) + slot
            s.ring[row, j] += s.allowed[link, j]
