"""The arrays the kernel works on, as named tuples it can take whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]
    Ints = NDArray[np.int64]

# Scenarios side by side in the innermost axis: two AVX-512 or four AVX2 registers of doubles.
LANES = 16


class Net(NamedTuple):
    """The network a week at a time; `trade` links are ordered by a slot, `fixed` links follow throughput."""

    trade_from: Ints  # supplier node of each trade link, -1 for the outside
    trade_slot: Ints
    trade_base: Floats  # tonnes a week
    trade_share: Floats  # of the trade supply of its slot
    trade_class: Ints  # priority class, served in ascending order
    trade_days: Floats
    slot_first: Ints  # trade links of slot s are slot_first[s] to slot_first[s + 1]
    slot_node: Ints
    slot_base: Floats  # intake of the slot at base activity, tonnes a week
    slot_supply: Floats  # of which by trade links
    slot_cover_weeks: Floats
    slot_is_use: Ints
    node_slot_first: Ints  # slots of node n, likewise
    out_first: Ints  # trade links out of node n: out_link[out_first[n]:out_first[n + 1]]
    out_link: Ints
    out_base: Floats  # product shipped a week at base activity
    in_base: Floats
    cap_ratio: Floats  # capacity relative to base output
    demand: Floats  # consumption a week, use nodes
    role: Ints  # 0 makes a product of feed, 1 mine, 2 use, 3 neither
    group_first: Ints  # mine nodes of joint group g: group_node[...]
    group_node: Ints
    fixed_from: Ints
    fixed_slot: Ints  # -1 leaves the network
    fixed_base: Floats
    fixed_days: Floats
    node_growth: Floats  # growth of capacity relative to base output per unit of the market's growth; 0 at home


class Controls(NamedTuple):
    """Controls on links and outages of nodes, as lists of (link, channel, share)."""

    link: Ints
    link_channel: Ints
    link_share: Floats
    link_military: Ints
    node: Ints
    node_channel: Ints
    node_share: Floats
    kind: Ints  # per channel: 0 licence, 1 ban, 2 quota, 3 outage
    onset: Floats
    end: Floats
    recovery: Floats
    depth: Floats
    notice: Floats
    project_node: Ints
    project_ratio: Floats  # capacity over base output, times probability of arrival
    project_start: Floats
    project_ramp: Floats
    release_slot: Ints
    release_stock: Floats
    release_rate: Floats
    release_start: Floats
    release_market: Ints  # -1 where the market is not priced


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
    demand_base: Floats  # their demand at base prices, tonnes a week
    export_base: Floats
    outside_base: Floats  # supply abroad, tonnes a week
    outside_cap: Floats  # its ceiling
    home_base: Floats  # use at home


class Out(NamedTuple):
    """What one block writes. Recording arrays of length 0 are skipped."""

    unmet: Floats  # week, group, lane: tonnes a week
    wanted: Floats
    spot: Floats  # week, market, lane: ratio to the base price
    contract: Floats
    home: Floats
    exports: Floats  # restrictor's exports relative to base
    first: Floats  # use node, lane: first week of shortage, -1 if none
    depth: Floats
    length: Floats
    total: Floats  # tonnes unmet over the horizon
    balance: Floats  # per lane: relative mass error over the horizon
    node: Floats  # week, quantity, node, lane
    link: Floats  # week, (shipped, ordered), trade link, lane: tonnes


class State(NamedTuple):
    """What the kernel carries from week to week, lanes innermost."""

    stock: Floats
    transit: Floats
    target: Floats
    pipe: Floats
    ring: Floats  # slot, week of arrival, lane
    order: Floats
    allowed: Floats
    shipped: Floats
    fill: Floats
    lag: Ints
    fixed_lag: Ints
    want: Floats
    activity: Floats
    asked: Floats  # orders a node may ship, relative to base
    unsold: Floats
    substituted: Floats
    unmet: Floats
    release: Floats
    released: Floats
    open_: Floats  # channel, lane: share of trade let through this week
    open_military: Floats
    ratio: Floats  # capacity relative to base this week
    work: Floats  # scratch rows
    price: Floats  # market, (window, contract), lane
    sums: Floats  # mass in, mass out, start mass
