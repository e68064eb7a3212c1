"""One week of eight runs at once, compiled: from controls to production (§M1 to §M16)."""

# ruff: noqa: C901 - the rules are flat in meaning, and compiled

from __future__ import annotations

import numpy as np

from monazite.shock.parameters import COLUMN
from monazite.simulate.arrays import Controls, Net, State
from monazite.simulate.compiled import helper
from monazite.simulate.lanes import least, most, pick, put, same, some, take

_WEEKS = 52.0
_MINE, _USE = 1, 2
_LICENCE, _BAN, _QUOTA = 0, 1, 2
_ONSET, _END, _RECOVERY, _DEPTH, _NOTICE = 0, 1, 2, 3, 4
# 2 ln 9: the logistic curve runs from 10 % to 90 % in the ramp time (§S8)
_LOGISTIC = 2.0 * np.log(9.0)

_APPROVAL, _APPROVAL_MIL = COLUMN["approval_fraction"], COLUMN["approval_fraction_military"]
_DELAY, _RAMP = COLUMN["licence_delay_weeks"], COLUMN["licence_ramp_weeks"]
_HEADROOM, _LEAK = COLUMN["licence_headroom"], COLUMN["leakage"]
_GENERAL, _GENERAL_WEEK = COLUMN["general_licence_share"], COLUMN["general_licence_week"]
_CORRECTION = COLUMN["stock_correction_weeks"]
_REROUTE, _QUALIFY = COLUMN["reroute_share"], COLUMN["qualification_weeks"]
_SUBSTITUTION, _THRIFT = COLUMN["substitution_per_year"], COLUMN["thrift_share"]
_THRESHOLD, _GROWTH = COLUMN["shortage_threshold"], COLUMN["ramp_per_year"]
_GROWTH_DELAY, _RECYCLING = COLUMN["ramp_delay_weeks"], COLUMN["recycling_per_year"]
_PREBUY = COLUMN["prebuy_factor"]


@helper
def channels(t: int, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Share of the controlled trade, or of capacity, each channel lets through this week (§M3, §S5)."""
    for c in range(ctl.kind.size):
        kind = ctl.kind[c]
        age, past = t - ctl.curve[_ONSET, c], t - ctl.curve[_END, c]
        put(s.open_, 2 * c, 1.0)
        put(s.open_, 2 * c + 1, 1.0)
        if age < 0.0:
            continue
        shut = 1.0 - ctl.curve[_DEPTH, c]
        if kind == _BAN:
            shut = 0.0
        civil, military = same(shut), same(shut)
        if kind == _LICENCE:
            grown = (age - take(par, _DELAY)) / most(take(par, _RAMP), 1.0)
            grown = least(most(grown, 0.0), 1.0)
            civil = take(par, _APPROVAL) * grown
            military = least(take(par, _APPROVAL_MIL), take(par, _APPROVAL)) * grown
            general = take(par, _GENERAL)
            civil = pick(take(par, _GENERAL_WEEK) <= age, general + (1.0 - general) * civil, civil)
        if past >= 0.0:
            recovery = ctl.curve[_RECOVERY, c]
            back = 1.0 if recovery <= 0.0 else min(past / recovery, 1.0)
            civil += (1.0 - civil) * back
            military += (1.0 - military) * back
        put(s.open_, 2 * c, civil)
        put(s.open_, 2 * c + 1, military)


@helper
def capacity(t: int, since: float, net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Capacity relative to base: growth abroad, projects on their ramp, outages (§M4, §S8)."""
    years = most(since - take(par, _GROWTH_DELAY), 0.0) / _WEEKS
    grown = take(par, _GROWTH) * years
    for n in range(net.role.size):
        put(s.ratio, n, net.cap_ratio[n] + grown * net.growth[n])
    for k in range(ctl.project_node.size):
        begin, ramp = ctl.project[1, k], max(ctl.project[2, k], 1.0)
        if t >= begin:
            x = _LOGISTIC * (t - begin - ramp / 2.0) / ramp
            n = ctl.project_node[k]
            put(s.ratio, n, take(s.ratio, n) + ctl.project[0, k] / (1.0 + np.exp(-x)))
    for k in range(ctl.node_share.size):
        n, c = ctl.node[0, k], ctl.node[1, k]
        kept = 1.0 - ctl.node_share[k] * (1.0 - take(s.open_, 2 * c))
        put(s.ratio, n, take(s.ratio, n) * kept)
    for n in range(net.role.size):
        if net.out_base[n] > 0.0:
            put(s.room, n, most(take(s.ratio, n) - take(s.activity, n), 0.0))


@helper
def receive(t: int, since: float, net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """What was shipped a transit lag ago arrives; recycling and government stock on top (§M5, §M15, §M16)."""
    now = net.slot_base.size * (t % s.weeks)
    rate = take(par, _RECYCLING) * (since / _WEEKS)
    put_in = take(s.sums, 0)
    for k in range(net.slot_base.size):
        arrived = take(s.ring, now + k)
        put(s.ring, now + k, 0.0)
        put(s.transit, k, take(s.transit, k) - arrived)
        stock = take(s.stock, k) + arrived
        if net.role[net.slot_node[k]] == _USE:
            recycled = net.slot_base[k] * rate
            stock += recycled
            put_in += recycled
        put(s.stock, k, stock)
    for k in range(ctl.release_at.shape[1]):
        slot = ctl.release_at[0, k]
        out = same(0.0)
        if t >= ctl.release[2, k]:
            short = most(take(s.target, slot) - take(s.stock, slot), 0.0)
            out = least(least(take(s.release, 2 * k), ctl.release[1, k]), short)
        put(s.release, 2 * k, take(s.release, 2 * k) - out)
        put(s.release, 2 * k + 1, out)
        put(s.stock, slot, take(s.stock, slot) + out)
        put_in += out
    put(s.sums, 0, put_in)


@helper
def want(net: Net, par: np.ndarray, s: State) -> None:
    """What each node would like to make or use this week, relative to base (§M6, §M13, §M14)."""
    rate, limit = take(par, _SUBSTITUTION) / _WEEKS, take(par, _THRESHOLD)
    thrift = take(par, _THRIFT)
    for n in range(net.role.size):
        if net.role[n] != _USE:
            put(s.want, n, least(take(s.asked, n), take(s.ratio, n)))
            continue
        stress = same(0.0)
        for k in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
            target = take(s.target, k)
            lack = 1.0 - take(s.stock, k) / target
            stress = most(stress, pick(target > 0.0, lack, 0.0))
        substituted = take(s.substituted, n)
        substituted += pick(stress > limit, rate, 0.0)
        put(s.substituted, n, substituted)
        saved = thrift * least(stress, 1.0)
        put(s.want, n, most(1.0 - substituted, 0.0) * (1.0 - saved))


@helper
def order(since: float, net: Net, par: np.ndarray, s: State) -> None:
    """Orders of each input slot, split over its suppliers, blocked ones partly replaced (§M7, §M8)."""
    rate = take(par, _REROUTE) * least(since / most(take(par, _QUALIFY), 1.0), 1.0)
    correction = most(take(par, _CORRECTION), 1.0)
    for k in range(net.slot_base.size):
        supply = net.slot_supply[k]
        if supply <= 0.0:
            continue
        gap = take(s.target, k) + take(s.pipe, k) - take(s.stock, k) - take(s.transit, k)
        need = take(s.want, net.slot_node[k]) * net.slot_base[k] - (net.slot_base[k] - supply)
        total = most(need + gap / correction, 0.0)
        lo, hi = net.slot_first[k], net.slot_first[k + 1]
        failed = take(s.failed, k)
        if since <= 0.0 or not some(failed > 0.0):
            for link in range(lo, hi):
                asked = total * net.trade_share[link]
                put(s.order, link, asked)
                put(s.allowed, link, least(asked, net.trade_ceiling[link]))
            continue
        free = same(0.0)
        for link in range(lo, hi):
            room = take(s.room, net.trade_from[link])
            free += net.trade_share[link] * take(s.fill, link) * room
        moves = pick(failed > 0.0, free, 0.0) > 0.0
        gain = pick(moves, rate * failed / free, 0.0)
        blocked = pick(moves, rate, 0.0)
        for link in range(lo, hi):
            fill = take(s.fill, link)
            kept = 1.0 - blocked * (1.0 - fill)
            extra = gain * fill * take(s.room, net.trade_from[link])
            asked = total * net.trade_share[link] * (kept + extra)
            put(s.order, link, asked)
            put(s.allowed, link, least(asked, net.trade_ceiling[link]))


@helper
def permit(t: int, net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Buying ahead under notice; then what may be shipped: licences, bans, quotas, leakage (§M7, §M9)."""
    more = take(par, _PREBUY) - 1.0
    for k in range(ctl.link_share.size):
        link, c = ctl.link[0, k], ctl.link[1, k]
        onset = ctl.curve[_ONSET, c]
        if onset - ctl.curve[_NOTICE, c] <= t < onset:
            asked = take(s.order, link) * (1.0 + more * ctl.link_share[k])
            put(s.order, link, asked)
            put(s.allowed, link, asked)
    headroom, leak = take(par, _HEADROOM), take(par, _LEAK)
    for k in range(ctl.link_share.size):
        link, c, military = ctl.link[0, k], ctl.link[1, k], ctl.link[2, k]
        kind, share, base = ctl.kind[c], ctl.link_share[k], net.trade_base[link]
        let, asked = take(s.open_, 2 * c + military), take(s.order, link)
        passed = let * asked
        if kind == _LICENCE:
            passed = let * least(asked, headroom * base)
        elif kind == _QUOTA:
            passed = least(asked, let * base)
        passed = pick(let >= 1.0, asked, passed)
        passed += leak * (asked - passed)
        put(s.allowed, link, least(take(s.allowed, link), asked * (1.0 - share) + share * passed))


@helper
def make(net: Net, s: State) -> None:
    """Production limited by orders, capacity and inputs; joint products of a mine run together (§M10, §M11)."""
    for n in range(net.role.size):
        role = net.role[n]
        asked = same(0.0)
        if net.out_base[n] > 0.0:
            first, second = same(0.0), same(0.0)
            for k in range(net.out_first[n], net.out_second[n]):
                first += take(s.allowed, net.out_link[k])
            for k in range(net.out_second[n], net.out_first[n + 1]):
                second += take(s.allowed, net.out_link[k])
            put(s.due, 2 * n, first)
            put(s.due, 2 * n + 1, second)
            asked = (first + second) / net.out_base[n]
        put(s.asked, n, asked)
        if role == _MINE:
            continue
        run = least(asked, take(s.ratio, n))
        if role == _USE:
            run = take(s.want, n)
        lo, hi = net.node_slot_first[n], net.node_slot_first[n + 1]
        for k in range(lo, hi):
            if net.slot_base[k] > 0.0:
                run = least(run, most(take(s.stock, k), 0.0) / net.slot_base[k])
        put(s.activity, n, run)
        for k in range(lo, hi):
            put(s.stock, k, take(s.stock, k) - run * net.slot_base[k])
    for g in range(net.group_first.size - 1):
        lo, hi = net.group_first[g], net.group_first[g + 1]
        run = same(0.0)
        limit = take(s.ratio, net.group_node[lo])
        for k in range(lo, hi):
            n = net.group_node[k]
            run = most(run, take(s.asked, n) - take(s.unsold, n) / net.out_base[n])
            limit = least(limit, take(s.ratio, n))
        run = most(least(run, limit), 0.0)
        for k in range(lo, hi):
            put(s.activity, net.group_node[k], run)
