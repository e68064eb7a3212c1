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
    trade_class: (
        Ints  # its place among the buyers: twice the supplier, plus 1 in the second priority class
    )
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
    class_base: Floats  # base flow of each class of buyers, numbered as in trade_class
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
    """What the kernel carries from week to week: each row of an array is one quantity in `LANES` runs (§M32)."""

    stock: Floats  # by slot, as the next five
    transit: Floats
    target: Floats
    pipe: Floats
    full: Floats  # target stock of each market's users abroad, by market
    failed: Floats  # share of the slot's base supply its suppliers failed to fill last week
    ring: Floats  # what arrives, week by week, slot by slot
    weeks: int  # in the ring
    order: Floats  # by link
    allowed: Floats  # order that may be shipped; once shipped, the shipment, of fixed links too
    fill: Floats  # share of the order that was shipped
    lag: Ints  # weeks of transit of trade and then fixed links; 0 where the runs differ
    lags: Ints  # the same for each run
    want: Floats  # by node, relative to base, as the next six
    activity: Floats
    asked: Floats  # orders a node may ship
    unsold: Floats  # tonnes
    substituted: Floats
    ratio: Floats  # capacity this week
    room: Floats  # capacity not used last week
    due: Floats  # by class of buyers: orders that may be shipped
    level: Floats  # contract share served, over base flow
    part: Floats  # share served of what is asked beyond it
    short: Floats  # (first week short or -1, largest share unmet, weeks short, tonnes unmet) x use node
    unmet: Floats  # by use node: tonnes this week
    release: Floats  # (left, released this week) by release
    open_: Floats  # (civil, military) by channel: share of trade let through this week
    price: Floats  # exports as seen, contract price, spot, home, exports, wanted, fullness of stocks; by market
    group: Floats  # by group: share unmet this week
    sums: Floats  # mass in, mass out, mass at the start
    spare: Floats  # room for one lane
    par: Floats  # assumptions of the runs
