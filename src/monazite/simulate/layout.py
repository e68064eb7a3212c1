"""A supply network and a scenario as the arrays of the kernel (§M1, §M2, §S6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.codes import Stage
from monazite.network.types import Kind, SupplyNetwork
from monazite.simulate.arrays import Net

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WEEKS = 52.0
_MAKER, _MINE, _USE, _NONE = 0, 1, 2, 3
# Flows below this share of the largest are dust of the balance; they carry no order (§M2).
_DUST = 1e-15


@dataclass(frozen=True, slots=True)
class Layout:
    """The network as kernel arrays, with the way back to its links.

    Attributes:
        net: Arrays a week at a time.
        trade: Position in the network of each trade link; `position` the reverse, -1 for other links.
        ring: Weeks of pipeline the kernel keeps at a transit scale of 1.
    """

    network: SupplyNetwork
    restrictor: str
    net: Net
    trade: Ints
    position: Ints


def grouped(keys: Ints, count: int) -> tuple[Ints, Ints]:
    """First positions and order of items grouped by key, in stable order."""
    order = np.argsort(keys, kind="stable").astype(np.int64)
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=first[1:])
    return first, order


def sums(keys: Ints, values: Floats, count: int) -> Floats:
    """Sum of values by key."""
    return np.bincount(keys, values, count).astype(np.float64)


def _roles(network: SupplyNetwork, out_base: Floats, in_base: Floats) -> Ints:
    role = np.full(len(network.nodes), _NONE, dtype=np.int64)
    role[(out_base > 0.0) & (in_base > 0.0)] = _MAKER
    role[(network.source_t_per_y > 0.0) & (out_base > 0.0)] = _MINE
    role[(network.demand_t_per_y > 0.0) & (in_base > 0.0)] = _USE
    role[network.outside] = _NONE
    return role


def _growth(
    network: SupplyNetwork, restrictor: str, trade: tuple[Ints, Ints, Floats], out_base: Floats
) -> Floats:
    """Growth of a node abroad per unit of growth of its market: market abroad over output abroad (§M4)."""
    source, target, base = trade
    abroad = np.array([node.country != restrictor for node in network.nodes])
    market: dict[tuple[str, Stage], float] = {}
    output: dict[tuple[str, Stage], float] = {}
    for f, t, b in zip(source, target, base, strict=True):
        if f != network.outside and abroad[t]:
            key = (network.nodes[f].mineral, network.nodes[f].stage)
            market[key] = market.get(key, 0.0) + float(b)
    for k, node in enumerate(network.nodes):
        if abroad[k]:
            key = (node.mineral, node.stage)
            output[key] = output.get(key, 0.0) + float(out_base[k])
    found = np.zeros(len(network.nodes))
    for k, node in enumerate(network.nodes):
        key = (node.mineral, node.stage)
        if restrictor and abroad[k] and output.get(key, 0.0) > 0.0:
            found[k] = market.get(key, 0.0) / output[key]
    return found


def _classes(network: SupplyNetwork, trade: Ints, restrictor: str) -> Ints:
    """Priority class of each trade link: the restrictor serves its home market first, all else is equal (§M12)."""
    found = np.ones(trade.size, dtype=np.int64)
    for k, link in enumerate(trade):
        source = network.nodes[network.link_from[link]]
        target = network.nodes[network.link_to[link]]
        if source.country == restrictor and target.country == restrictor:
            found[k] = 0
    return found


def _by_class(first: Ints, links: Ints, classes: Ints) -> tuple[Ints, Ints]:
    """Links of each supplier with the first class in front, and where the second starts."""
    ordered = links.copy()
    second = np.zeros(first.size - 1, dtype=np.int64)
    for n in range(first.size - 1):
        own = links[first[n] : first[n + 1]]
        ordered[first[n] : first[n + 1]] = own[np.argsort(classes[own], kind="stable")]
        second[n] = first[n] + int((classes[own] == 0).sum())
    return second, ordered


def _joint(network: SupplyNetwork, role: Ints) -> tuple[Ints, Ints]:
    mines = {int(n) for n in np.flatnonzero(role == _MINE)}
    groups = [[n for n in group if n in mines] for group in network.joint]
    grouped_mines = {n for group in groups for n in group}
    groups += [[n] for n in sorted(mines - grouped_mines)]
    groups = [group for group in groups if group]
    first = np.cumsum([0, *(len(group) for group in groups)]).astype(np.int64)
    return first, np.array([n for group in groups for n in group], dtype=np.int64)


def lay_out(network: SupplyNetwork, restrictor: str = "") -> Layout:
    """The network as kernel arrays; base flows per week of a year of 52 (§M2)."""
    count, slots = len(network.nodes), len(network.slot_node)
    flow = network.flow_t_per_y / WEEKS
    alive = flow > _DUST * max(float(flow.max(initial=0.0)), 1e-300)
    outside = network.outside
    into = network.link_slot >= 0
    ordered = np.isin(network.link_kind, [Kind.PRODUCT, Kind.CLOSING])
    is_trade = alive & into & ordered
    is_fixed = alive & ~is_trade & (network.link_from != outside)
    picked = np.flatnonzero(is_trade)
    trade = picked[np.argsort(network.link_slot[picked], kind="stable")]
    fixed = np.flatnonzero(is_fixed)

    source = network.link_from[trade].copy()
    made = source != outside
    out_base = sums(source[made], flow[trade][made], count)
    fed = np.flatnonzero(alive & into)
    slot_base = sums(network.link_slot[fed], flow[fed], slots)
    slot_supply = sums(network.link_slot[trade], flow[trade], slots)
    in_base = sums(network.slot_node, slot_base, count)
    role = _roles(network, out_base, in_base)
    # A node that uses and sells is a maker of what it sells; its use follows throughput like a loss.
    role[(role == _USE) & (out_base > 0.0)] = _MAKER
    demand = np.where(role == _USE, network.demand_t_per_y / WEEKS, 0.0)

    slot_first, _ = grouped(network.link_slot[trade], slots)
    node_slot_first, slot_order = grouped(network.slot_node, count)
    if not np.array_equal(slot_order, np.arange(slots)):
        return lay_out(_sorted_slots(network, slot_order), restrictor)
    position_of = np.where(made, source, count)
    out_first, out_link = grouped(position_of.astype(np.int64), count + 1)
    classes = _classes(network, trade, restrictor)
    out_second, out_link = _by_class(out_first, out_link, classes)
    trade_class = 2 * source + classes
    group_first, group_node = _joint(network, role)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(out_base > 0.0, network.capacity_t_per_y / (out_base * WEEKS), 1.0)
    growth = _growth(network, restrictor, (source, network.link_to[trade], flow[trade]), out_base)
    net = Net(
        trade_from=source,
        trade_class=trade_class,
        trade_slot=network.link_slot[trade].copy(),
        trade_base=flow[trade],
        trade_share=flow[trade] / slot_supply[network.link_slot[trade]],
        trade_ceiling=np.where(made, np.inf, flow[trade]),
        trade_days=network.transit_days[trade],
        slot_first=slot_first,
        slot_node=network.slot_node.copy(),
        slot_base=slot_base,
        slot_supply=slot_supply,
        slot_cover_weeks=network.cover_days[network.slot_node] / 7.0,
        node_slot_first=node_slot_first,
        out_first=out_first[: count + 1].copy(),
        out_second=out_second[:count].copy(),
        out_link=out_link,
        class_base=sums(trade_class, flow[trade], 2 * count),
        out_base=out_base,
        cap_ratio=np.maximum(np.where(np.isfinite(ratio), ratio, 1.0), 1.0),
        growth=growth,
        demand=demand,
        role=role,
        group_first=group_first,
        group_node=group_node,
        fixed_from=network.link_from[fixed].copy(),
        fixed_slot=network.link_slot[fixed].copy(),
        fixed_base=flow[fixed],
        fixed_days=network.transit_days[fixed],
    )
    position = np.full(len(network.links), -1, dtype=np.int64)
    position[trade] = np.arange(trade.size)
    return Layout(network, restrictor, net, trade, position)


def _sorted_slots(network: SupplyNetwork, order: Ints) -> SupplyNetwork:
    from monazite.network.types import with_arrays

    back = np.empty(order.size, dtype=np.int64)
    back[order] = np.arange(order.size)
    link_slot = np.where(network.link_slot >= 0, back[network.link_slot], -1)
    return with_arrays(
        network,
        slot_node=network.slot_node[order],
        slot_mineral=tuple(network.slot_mineral[int(k)] for k in order),
        slot_share=network.slot_share[order],
        link_slot=link_slot,
    )


def pad(values: Sequence[float]) -> Floats:
    """A float array of the values, at least an empty one."""
    return np.array(list(values), dtype=np.float64)
