"""One week of the network, compiled, for a block of scenarios side by side (§M1 to §M19).

Every rule is elementwise over lanes: no lane ever reads another, and no branch depends on one. That is why a
batch of n equals n single runs bit for bit (§M32).
"""

# ruff: noqa: C901, PLR0912 - loops over lanes are flat in meaning, and compiled

from __future__ import annotations

import numpy as np

from monazite.shock.parameters import COLUMN
from monazite.simulate.arrays import LANES, Controls, Net, State
from monazite.simulate.compiled import helper

_WEEKS = 52.0
_MINE, _USE = 1, 2
_LICENCE, _BAN, _QUOTA = 0, 1, 2
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


@helper
def start(net: Net, par: np.ndarray, s: State) -> None:
    """Stocks at target, pipelines full, everything at base (§M2)."""
    horizon = s.ring.shape[1]
    for k in range(net.slot_base.size):
        scale = _COVER_USE if net.slot_is_use[k] == 1 else _COVER_CHAIN
        for b in range(LANES):
            s.target[k, b] = net.slot_base[k] * net.slot_cover_weeks[k] * par[scale, b]
            s.stock[k, b] = s.target[k, b]
    for k in range(net.trade_base.size):
        slot = net.trade_slot[k]
        for b in range(LANES):
            weeks = int(np.floor(net.trade_days[k] * par[_TRANSIT, b] / 7.0 + 0.5))
            weeks = min(max(weeks, 1), horizon - 1)
            s.lag[k, b] = weeks
            s.fill[k, b] = 1.0
            for w in range(weeks):
                s.ring[slot, w, b] += net.trade_base[k]
            s.transit[slot, b] += net.trade_base[k] * weeks
    for k in range(net.fixed_base.size):
        slot = net.fixed_slot[k]
        for b in range(LANES):
            weeks = int(np.floor(net.fixed_days[k] * par[_TRANSIT, b] / 7.0 + 0.5))
            weeks = min(max(weeks, 1), horizon - 1)
            s.fixed_lag[k, b] = weeks
            if slot >= 0:
                for w in range(weeks):
                    s.ring[slot, w, b] += net.fixed_base[k]
                s.transit[slot, b] += net.fixed_base[k] * weeks
    for k in range(net.slot_base.size):
        for b in range(LANES):
            s.pipe[k, b] = s.transit[k, b]
            s.sums[2, b] += s.stock[k, b] + s.transit[k, b]
    for n in range(net.role.size):
        for b in range(LANES):
            s.asked[n, b] = 1.0
            s.activity[n, b] = 1.0


@helper
def channels(t: int, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Share of the controlled trade, or of capacity, each channel lets through this week (§M3, §S5)."""
    for c in range(ctl.kind.size):
        kind = ctl.kind[c]
        age = t - ctl.onset[c]
        past = t - ctl.end[c]
        for b in range(LANES):
            civil, military = 1.0, 1.0
            if age >= 0.0:
                if kind == _LICENCE:
                    ramp = max(par[_RAMP, b], 1.0)
                    grown = min(max((age - par[_DELAY, b]) / ramp, 0.0), 1.0)
                    civil = par[_APPROVAL, b] * grown
                    military = min(par[_APPROVAL_MIL, b], par[_APPROVAL, b]) * grown
                    if age >= par[_GENERAL_WEEK, b]:
                        civil = par[_GENERAL, b] + (1.0 - par[_GENERAL, b]) * civil
                elif kind == _BAN:
                    civil, military = 0.0, 0.0
                else:
                    civil = 1.0 - ctl.depth[c]
                    military = civil
                if past >= 0.0:
                    back = 1.0 if ctl.recovery[c] <= 0.0 else min(past / ctl.recovery[c], 1.0)
                    civil += (1.0 - civil) * back
                    military += (1.0 - military) * back
            s.open_[c, b] = civil
            s.open_military[c, b] = military


@helper
def capacity(t: int, net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Capacity relative to base: growth abroad, projects on their ramp, outages (§M4, §S8)."""
    first = 1e9
    for c in range(ctl.kind.size):
        first = min(first, ctl.onset[c])
    for n in range(net.role.size):
        for b in range(LANES):
            years = max(t - first - par[_GROWTH_DELAY, b], 0.0) / _WEEKS
            grown = par[_GROWTH, b] * years * net.node_growth[n]
            s.ratio[n, b] = net.cap_ratio[n] + grown
    for k in range(ctl.project_node.size):
        n = ctl.project_node[k]
        ramp = max(ctl.project_ramp[k], 1.0)
        x = _LOGISTIC * (t - ctl.project_start[k] - ramp / 2.0) / ramp
        share = 0.0 if t < ctl.project_start[k] else 1.0 / (1.0 + np.exp(-x))
        for b in range(LANES):
            s.ratio[n, b] += ctl.project_ratio[k] * share
    for k in range(ctl.node.size):
        n, c = ctl.node[k], ctl.node_channel[k]
        for b in range(LANES):
            s.ratio[n, b] *= 1.0 - ctl.node_share[k] * (1.0 - s.open_[c, b])


@helper
def receive(t: int, net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """What was shipped a transit lag ago arrives; recycling and government stock come on top (§M5, §M15, §M16)."""
    now = t % s.ring.shape[1]
    first = 1e9
    for c in range(ctl.kind.size):
        first = min(first, ctl.onset[c])
    for k in range(net.slot_base.size):
        use = 1.0 if net.slot_is_use[k] == 1 else 0.0
        years = max(t - first, 0.0) / _WEEKS * use
        for b in range(LANES):
            arrived = s.ring[k, now, b]
            s.ring[k, now, b] = 0.0
            s.transit[k, b] -= arrived
            recycled = net.slot_base[k] * par[_RECYCLING, b] * years
            s.stock[k, b] += arrived + recycled
            s.sums[0, b] += recycled
    for k in range(ctl.release_slot.size):
        slot = ctl.release_slot[k]
        if t >= ctl.release_start[k]:
            for b in range(LANES):
                short = max(s.target[slot, b] - s.stock[slot, b], 0.0)
                out = min(s.release[k, b], ctl.release_rate[k], short)
                s.released[k, b] = out
                s.release[k, b] -= out
                s.stock[slot, b] += out
                s.sums[0, b] += out


@helper
def want(net: Net, par: np.ndarray, s: State) -> None:
    """What each node would like to make or use this week, relative to base (§M6, §M13, §M14)."""
    for n in range(net.role.size):
        if net.role[n] != _USE:
            for b in range(LANES):
                s.want[n, b] = min(s.asked[n, b], s.ratio[n, b])
            continue
        first, last = net.node_slot_first[n], net.node_slot_first[n + 1]
        for b in range(LANES):
            stress = 0.0
            for k in range(first, last):
                if s.target[k, b] > 0.0:
                    stress = max(stress, 1.0 - s.stock[k, b] / s.target[k, b])
            if stress > par[_THRESHOLD, b]:
                s.substituted[n, b] += par[_SUBSTITUTION, b] / _WEEKS
            needed = max(1.0 - s.substituted[n, b], 0.0)
            s.want[n, b] = needed * (1.0 - par[_THRIFT, b] * min(max(stress, 0.0), 1.0))


@helper
def split(lo: int, hi: int, net: Net, s: State) -> None:
    """An order over its suppliers by base share; what they failed to fill moves to those with room (§M8)."""
    total, free, moved, rate = s.work[0], s.work[1], s.work[2], s.work[3]
    slack = s.work[4]
    for b in range(LANES):
        free[b] = 0.0
        moved[b] = 0.0
    for link in range(lo, hi):
        share, source = net.trade_share[link], net.trade_from[link]
        for b in range(LANES):
            moved[b] += share * (1.0 - s.fill[link, b])
        if source >= 0:
            for b in range(LANES):
                room = max(s.ratio[source, b] - s.activity[source, b], 0.0)
                free[b] += share * s.fill[link, b] * room
    for b in range(LANES):
        some = free[b] > 0.0
        free[b] = rate[b] * moved[b] / free[b] if some else 0.0
        moved[b] = rate[b] if some else 0.0
    for link in range(lo, hi):
        share, source = net.trade_share[link], net.trade_from[link]
        for b in range(LANES):
            slack[b] = 0.0
        if source >= 0:
            for b in range(LANES):
                slack[b] = max(s.ratio[source, b] - s.activity[source, b], 0.0)
        for b in range(LANES):
            fill = s.fill[link, b]
            kept = 1.0 - moved[b] * (1.0 - fill)
            s.order[link, b] = total[b] * share * (kept + free[b] * fill * slack[b])


@helper
def order(t: int, net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Orders of each input slot, split over its suppliers, blocked ones partly replaced (§M7, §M8)."""
    first = 1e9
    for c in range(ctl.kind.size):
        first = min(first, ctl.onset[c])
    since = max(t - first, 0.0)
    total, rate = s.work[0], s.work[3]
    for b in range(LANES):
        rate[b] = par[_REROUTE, b] * min(since / max(par[_QUALIFY, b], 1.0), 1.0)
    for k in range(net.slot_base.size):
        n = net.slot_node[k]
        supply = net.slot_supply[k]
        if supply <= 0.0:
            continue
        need, back = net.slot_base[k], net.slot_base[k] - supply
        for b in range(LANES):
            gap = s.target[k, b] + s.pipe[k, b] - s.stock[k, b] - s.transit[k, b]
            due = s.want[n, b] * need - back + gap / max(par[_CORRECTION, b], 1.0)
            total[b] = max(due, 0.0)
        split(net.slot_first[k], net.slot_first[k + 1], net, s)
    for k in range(ctl.link.size):
        c = ctl.link_channel[k]
        if ctl.onset[c] - ctl.notice[c] <= t < ctl.onset[c]:
            link, share = ctl.link[k], ctl.link_share[k]
            for b in range(LANES):
                s.order[link, b] *= 1.0 + (par[_PREBUY, b] - 1.0) * share


@helper
def permit(net: Net, ctl: Controls, par: np.ndarray, s: State) -> None:
    """Orders that may be shipped: licences, bans, quotas, leakage (§M9)."""
    for link in range(net.trade_base.size):
        ceiling = net.trade_base[link] if net.trade_from[link] < 0 else np.inf
        for b in range(LANES):
            s.allowed[link, b] = min(s.order[link, b], ceiling)
    for k in range(ctl.link.size):
        link, c = ctl.link[k], ctl.link_channel[k]
        kind, share, base = ctl.kind[c], ctl.link_share[k], net.trade_base[link]
        military = ctl.link_military[k] == 1
        for b in range(LANES):
            open_ = s.open_military[c, b] if military else s.open_[c, b]
            asked = s.order[link, b]
            let = open_ * asked
            if kind == _LICENCE and open_ < 1.0:
                let = open_ * min(asked, par[_HEADROOM, b] * base)
            elif kind == _QUOTA:
                let = min(asked, open_ * base) if open_ < 1.0 else asked
            through = let + par[_LEAK, b] * (asked - let)
            s.allowed[link, b] = min(s.allowed[link, b], asked * (1.0 - share) + share * through)


@helper
def make(net: Net, s: State) -> None:
    """Production limited by orders, capacity and inputs; joint products of a mine run together (§M10, §M11)."""
    for n in range(net.role.size):
        for b in range(LANES):
            s.asked[n, b] = 0.0
    for n in range(net.role.size):
        if net.out_base[n] > 0.0:
            for k in range(net.out_first[n], net.out_first[n + 1]):
                link = net.out_link[k]
                for b in range(LANES):
                    s.asked[n, b] += s.allowed[link, b]
            for b in range(LANES):
                s.asked[n, b] /= net.out_base[n]
        role = net.role[n]
        if role == _MINE:
            continue
        for b in range(LANES):
            s.activity[n, b] = s.want[n, b] if role == _USE else min(s.asked[n, b], s.ratio[n, b])
        for k in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
            base = net.slot_base[k]
            if base > 0.0:
                for b in range(LANES):
                    s.activity[n, b] = min(s.activity[n, b], max(s.stock[k, b], 0.0) / base)
        for k in range(net.node_slot_first[n], net.node_slot_first[n + 1]):
            for b in range(LANES):
                s.stock[k, b] -= s.activity[n, b] * net.slot_base[k]
    for g in range(net.group_first.size - 1):
        run, limit = s.work[0], s.work[1]
        for b in range(LANES):
            run[b] = 0.0
            limit[b] = np.inf
        for k in range(net.group_first[g], net.group_first[g + 1]):
            n = net.group_node[k]
            base = max(net.out_base[n], 1e-300)
            for b in range(LANES):
                run[b] = max(run[b], s.asked[n, b] - s.unsold[n, b] / base)
                limit[b] = min(limit[b], s.ratio[n, b])
        for k in range(net.group_first[g], net.group_first[g + 1]):
            n = net.group_node[k]
            for b in range(LANES):
                s.activity[n, b] = max(min(run[b], limit[b]), 0.0)
