"""One week of the network, compiled: controls, capacity, arrivals, wants, orders, production (§M1 to §M16)."""

# ruff: noqa: C901 - the rules are flat in meaning, and compiled

from __future__ import annotations

import numpy as np

from monazite.shock.parameters import COLUMN
from monazite.simulate.arrays import Controls, Net, State
from monazite.simulate.compiled import helper, inlined

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
_COVER_USE, _COVER_CHAIN = COLUMN["cover_scale_use"], COLUMN["cover_scale_chain"]
_TRANSIT, _CORRECTION = COLUMN["transit_scale"], COLUMN["stock_correction_weeks"]
_REROUTE, _QUALIFY = COLUMN["reroute_share"], COLUMN["qualification_weeks"]
_SUBSTITUTION, _THRIFT = COLUMN["substitution_per_year"], COLUMN["thrift_share"]
_THRESHOLD, _GROWTH = COLUMN["shortage_threshold"], COLUMN["ramp_per_year"]
_GROWTH_DELAY, _RECYCLING = COLUMN["ramp_delay_weeks"], COLUMN["recycling_per_year"]
_PREBUY = COLUMN["prebuy_factor"]


@inlined
def lag_weeks(days: float, scale: float, horizon: int) -> int:
    """Whole weeks of a transit, at least one (§M5)."""
    return min(max(int(np.floor(days * scale / 7.0 + 0.5)), 1), horizon - 1)


@helper
def start(net: Net, par: np.ndarray, s: State) -> None:
    """Stocks at target, pipelines full, everything at base (§M2)."""
    horizon = s.ring.shape[1]
    for k in range(net.slot_base.size):
        s.transit[k] = 0.0
        for w in range(horizon):
            s.ring[k, w] = 0.0
    for n in range(net.role.size):
        s.unsold[n] = 0.0
        s.substituted[n] = 0.0
        s.asked[n] = 1.0
        s.activity[n] = 1.0
    for k in range(3):
        s.sums[k] = 0.0
    for k in range(net.slot_base.size):
        use = net.role[net.slot_node[k]] == _USE
        scale = par[_COVER_USE] if use else par[_COVER_CHAIN]
        s.target[k] = net.slot_base[k] * net.slot_cover_weeks[k] * scale
        s.stock[k] = s.target[k]
    for k in range(net.trade_base.size):
        slot, base = net.trade_slot[k], net.trade_base[k]
        weeks = lag_weeks(net.trade_days[k], par[_TRANSIT], horizon)
        s.lag[k] = weeks
        s.fill[k] = 1.0
        s.transit[slot] += base * weeks
        for w in range(weeks):
            s.ring[slot, w] += base
    for k in range(net.fixed_base.size):
        slot, base = net.fixed_slot[k], net.fixed_base[k]
        weeks = lag_weeks(net.fixed_days[k], par[_TRANSIT], horizon)
        s.fixed_lag[k] = weeks
        if slot >= 0:
            s.transit[slot] += base * weeks
            for w in range(weeks):
                s.ring[slot, w] += base
    for k in range(net.slot_base.size):
        s.pipe[k] = s.transit[k]
        s.sums[2] += s.stock[k] + s.transit[k]


@helper
def channels(t: int, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Share of the controlled trade, or of capacity, each channel lets through this week (§M3, §S5)."""
    for c in range(ctl.kind.size):
        kind = ctl.kind[c]
        age, past = t - ctl.curve[_ONSET, c], t - ctl.curve[_END, c]
        civil, military = 1.0, 1.0
        if age >= 0.0:
            if kind == _LICENCE:
                grown = (age - par[_DELAY]) / max(par[_RAMP], 1.0)
                grown = min(max(grown, 0.0), 1.0)
                civil = par[_APPROVAL] * grown
                military = min(par[_APPROVAL_MIL], par[_APPROVAL]) * grown
                if age >= par[_GENERAL_WEEK]:
                    civil = par[_GENERAL] + (1.0 - par[_GENERAL]) * civil
            elif kind == _BAN:
                civil, military = 0.0, 0.0
            else:
                civil = 1.0 - ctl.curve[_DEPTH, c]
                military = civil
            if past >= 0.0:
                recovery = ctl.curve[_RECOVERY, c]
                back = 1.0 if recovery <= 0.0 else min(past / recovery, 1.0)
                civil += (1.0 - civil) * back
                military += (1.0 - military) * back
        s.open_[0, c] = civil
        s.open_[1, c] = military


@inlined
def since_onset(t: int, ctl: Controls) -> float:
    """Weeks since the first shock took hold."""
    first = 1e9
    for c in range(ctl.kind.size):
        first = min(first, ctl.curve[_ONSET, c])
    return max(t - first, 0.0)


@helper
def capacity(t: int, net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Capacity relative to base: growth abroad, projects on their ramp, outages (§M4, §S8)."""
    years = max(since_onset(t, ctl) - par[_GROWTH_DELAY], 0.0) / _WEEKS
    for n in range(net.role.size):
        s.ratio[n] = net.cap_ratio[n] + par[_GROWTH] * years * net.growth[n]
    for k in range(ctl.project_node.size):
        begin, ramp = ctl.project[1, k], max(ctl.project[2, k], 1.0)
        if t >= begin:
            x = _LOGISTIC * (t - begin - ramp / 2.0) / ramp
            s.ratio[ctl.project_node[k]] += ctl.project[0, k] / (1.0 + np.exp(-x))
    for k in range(ctl.node_share.size):
        n, c = ctl.node[0, k], ctl.node[1, k]
        s.ratio[n] *= 1.0 - ctl.node_share[k] * (1.0 - s.open_[0, c])
    for n in range(net.role.size):
        made = net.out_base[n] > 0.0
        s.room[n] = max(s.ratio[n] - s.activity[n], 0.0) if made else 0.0


@helper
def receive(t: int, net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """What was shipped a transit lag ago arrives; recycling and government stock on top (§M5, §M15, §M16)."""
    now = t % s.ring.shape[1]
    rate = par[_RECYCLING] * since_onset(t, ctl) / _WEEKS
    for k in range(net.slot_base.size):
        arrived = s.ring[k, now]
        s.ring[k, now] = 0.0
        s.transit[k] -= arrived
        s.stock[k] += arrived
        s.failed[k] = 0.0 if t == 0 else s.failing[k]
        s.failing[k] = 0.0
        if rate > 0.0 and net.role[net.slot_node[k]] == _USE:
            s.stock[k] += net.slot_base[k] * rate
            s.sums[0] += net.slot_base[k] * rate
    for k in range(ctl.release_at.shape[1]):
        slot = ctl.release_at[0, k]
        out = 0.0
        if t >= ctl.release[2, k]:
            short = max(s.target[slot] - s.stock[slot], 0.0)
            out = min(s.release[0, k], ctl.release[1, k], short)
        s.release[0, k] -= out
        s.release[1, k] = out
        s.stock[slot] += out
        s.sums[0] += out


@helper
def want(net: Net, par: np.ndarray, s: State) -> None:
    """What each node would like to make or use this week, relative to base (§M6, §M13, §M14)."""
    for n in range(net.role.size):
        if net.role[n] != _USE:
            s.want[n] = min(s.asked[n], s.ratio[n])
            continue
        stress = 0.0
        for k in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
            if s.target[k] > 0.0:
                stress = max(stress, 1.0 - s.stock[k] / s.target[k])
        if stress > par[_THRESHOLD]:
            s.substituted[n] += par[_SUBSTITUTION] / _WEEKS
        saved = par[_THRIFT] * min(max(stress, 0.0), 1.0)
        s.want[n] = max(1.0 - s.substituted[n], 0.0) * (1.0 - saved)


@helper
def order(t: int, net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Orders of each input slot, split over its suppliers, blocked ones partly replaced (§M7, §M8)."""
    rate = par[_REROUTE] * min(since_onset(t, ctl) / max(par[_QUALIFY], 1.0), 1.0)
    for k in range(net.slot_base.size):
        supply = net.slot_supply[k]
        if supply <= 0.0:
            continue
        gap = s.target[k] + s.pipe[k] - s.stock[k] - s.transit[k]
        need = s.want[net.slot_node[k]] * net.slot_base[k] - (net.slot_base[k] - supply)
        total = max(need + gap / max(par[_CORRECTION], 1.0), 0.0)
        lo, hi = net.slot_first[k], net.slot_first[k + 1]
        free = 0.0
        if rate > 0.0 and s.failed[k] > 0.0:
            for link in range(lo, hi):
                free += net.trade_share[link] * s.fill[link] * s.room[net.trade_from[link]]
        if free <= 0.0:
            for link in range(lo, hi):
                s.order[link] = total * net.trade_share[link]
                s.allowed[link] = min(s.order[link], net.trade_ceiling[link])
            continue
        gain = rate * s.failed[k] / free
        for link in range(lo, hi):
            kept = 1.0 - rate * (1.0 - s.fill[link])
            extra = gain * s.fill[link] * s.room[net.trade_from[link]]
            s.order[link] = total * net.trade_share[link] * (kept + extra)
            s.allowed[link] = min(s.order[link], net.trade_ceiling[link])
    for k in range(ctl.link_share.size):
        link, c = ctl.link[0, k], ctl.link[1, k]
        onset = ctl.curve[_ONSET, c]
        if onset - ctl.curve[_NOTICE, c] <= t < onset:
            s.order[link] *= 1.0 + (par[_PREBUY] - 1.0) * ctl.link_share[k]
            s.allowed[link] = s.order[link]


@helper
def permit(net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Orders that may be shipped: licences, bans, quotas, leakage (§M9)."""
    for k in range(ctl.link_share.size):
        link, c, military = ctl.link[0, k], ctl.link[1, k], ctl.link[2, k]
        kind, share, base = ctl.kind[c], ctl.link_share[k], net.trade_base[link]
        let, asked = s.open_[military, c], s.order[link]
        passed = let * asked
        if let >= 1.0:
            passed = asked
        elif kind == _LICENCE:
            passed = let * min(asked, par[_HEADROOM] * base)
        elif kind == _QUOTA:
            passed = min(asked, let * base)
        passed += par[_LEAK] * (asked - passed)
        s.allowed[link] = min(s.allowed[link], asked * (1.0 - share) + share * passed)


@helper
def make(net: Net, s: State) -> None:
    """Production limited by orders, capacity and inputs; joint products of a mine run together (§M10, §M11)."""
    for n in range(net.role.size):
        role = net.role[n]
        total = 0.0
        if net.out_base[n] > 0.0:
            for k in range(net.out_first[n], net.out_first[n + 1]):
                total += s.allowed[net.out_link[k]]
            total /= net.out_base[n]
        s.asked[n] = total
        if role == _MINE:
            continue
        run = s.want[n] if role == _USE else min(total, s.ratio[n])
        lo, hi = net.node_slot_first[n], net.node_slot_first[n + 1]
        for k in range(lo, hi):
            if net.slot_base[k] > 0.0:
                run = min(run, max(s.stock[k], 0.0) / net.slot_base[k])
        s.activity[n] = run
        for k in range(lo, hi):
            s.stock[k] -= run * net.slot_base[k]
    for g in range(net.group_first.size - 1):
        run, limit = 0.0, np.inf
        for k in range(net.group_first[g], net.group_first[g + 1]):
            n = net.group_node[k]
            run = max(run, s.asked[n] - s.unsold[n] / net.out_base[n])
            limit = min(limit, s.ratio[n])
        for k in range(net.group_first[g], net.group_first[g + 1]):
            s.activity[net.group_node[k]] = max(min(run, limit), 0.0)
