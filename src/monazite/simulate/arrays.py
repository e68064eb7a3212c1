"""The arrays the kernel works on, as named tuples it can take whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]
    Ints = NDArray[np.int64]


class Net(NamedTuple):
    """The network a week at a time; `trade` links are ordered by a slot, `fixed` links follow throughput."""

    trade_from: Ints  # supplier node of each trade link
    trade_slot: Ints
    trade_base: Floats  # tonnes a week
    trade_share: Floats  # of the trade supply of its slot
    trade_ceiling: Floats  # infinite but for supply from the outside, which cannot grow
    trade_days: Floats
    slot_first: Ints  # trade links of slot s are slot_first[s] to slot_first[s + 1]
    slot_node: Ints
    slot_base: Floats  # intake of the slot at base activity, tonnes a week
    slot_supply: Floats  # of which by trade links
    slot_cover_weeks: Floats
    node_slot_first: Ints  # slots of node n, likewise
    out_first: Ints  # trade links out of node n: out_link[out_first[n]:out_first[n + 1]], first class first
    out_second: Ints  # where the second priority class starts
    out_link: Ints
    out_base: Floats  # product shipped a week at base activity
    cap_ratio: Floats  # capacity relative to base output
    growth: Floats  # of capacity per unit of the market's growth; 0 at home
    demand: Floats  # consumption a week, use nodes
    role: Ints  # 0 makes a product of feed, 1 mine, 2 use, 3 neither
    group_first: Ints  # mine nodes of joint group g: group_node[...]
    group_node: Ints
    fixed_from: Ints
    fixed_slot: Ints  # -1 leaves the network
    fixed_base: Floats
    fixed_days: Floats


class Controls(NamedTuple):
    """Controls on links and outages of nodes; the rows of the tables are named where they are read."""

    link: Ints  # (link, channel, military) x entries
    link_share: Floats
    node: Ints  # (node, channel) x entries
    node_share: Floats
    kind: Ints  # per channel: 0 licence, 1 ban, 2 quota, 3 outage
    curve: Floats  # (onset, end, recovery, depth, notice) x channel
    project_node: Ints
    project: Floats  # (capacity over base output, start, ramp) x entries
    release_at: Ints  # (slot, market or -1) x entries
    release: Floats  # (stock, rate, start) x entries


class Market(NamedTuple):
    """What is priced and what is summed (§M20 to §M24, §M27)."""

    use_node: Ints  # use nodes in order
    group_first: Ints  # groups of use nodes: group_use[group_first[g]:group_first[g + 1]]
    group_use: Ints
    group_weight: Floats
    group_base: Floats  # base demand of each group, tonnes a week
    export_first: Ints  # exports of the restrictor by market, links with their content of the market's element
    export_link: Ints
    export_weight: Floats
    demand_first: Ints  # use nodes abroad by market
    demand_use: Ints
    demand_weight: Floats
    base: Floats  # (demand abroad, exports, supply abroad, its ceiling, use at home) x market, tonnes a week


class Out(NamedTuple):
    """What some runs write, first axis the run. Recording arrays of length 0 are skipped."""

    unmet: Singles  # week, group: share of base demand
    spot: Singles  # week, market: ratio to the base price
    contract: Singles
    home: Singles
    exports: Singles  # restrictor's exports relative to base
    use: Singles  # (first week short or -1, largest share unmet, weeks short, tonnes unmet) x use node
    balance: Floats  # relative mass error over the horizon
    node: Floats  # week, (activity, want, held, afloat), node; of the first run only
    link: Floats  # week, (shipped, ordered), trade link: tonnes; of the first run only
    wanted: Floats  # week, group: tonnes; of the first run only


class State(NamedTuple):
    """What the kernel carries from week to week in one run."""

    stock: Floats
    transit: Floats
    target: Floats
    pipe: Floats
    ring: Floats  # slot, week of arrival
    order: Floats
    allowed: Floats
    shipped: Floats
    fill: Floats
    failed: (
        Floats  # share of each slot's base supply its suppliers failed to fill last week; this week
    )
    failing: Floats
    lag: Ints
    fixed_lag: Ints
    want: Floats
    activity: Floats
    asked: Floats  # orders a node may ship, relative to base
    unsold: Floats
    substituted: Floats
    unmet: Floats
    release: Floats  # (left, released this week) x entries
    open_: Floats  # (civil, military) x channel: share of trade let through this week
    ratio: Floats  # capacity relative to base this week
    room: Floats  # capacity not used last week, relative to base
    price: Floats  # (exports as seen, contract price, wanted, fullness of stocks) x market
    sums: Floats  # mass in, mass out, mass at the start
