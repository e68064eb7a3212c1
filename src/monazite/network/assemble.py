"""From flows by link and element to the arrays of a supply network (§N3 to §N8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from monazite import catalog
from monazite.codes import STAGES, Stage
from monazite.network.build import Sketch
from monazite.network.rows import parameter
from monazite.network.types import OUTSIDE, Kind, Link, Node, SupplyNetwork, floats, gather, ints
from monazite.provenance import Figure, Quality, derive
from monazite.units import Basis

if TYPE_CHECKING:
    from monazite.network.types import Floats

DAYS = 365.0
_STAGE_ORDER = {stage: k for k, stage in enumerate(STAGES)}


def _node_key(node: Node) -> tuple[int, str, str, str]:
    return (_STAGE_ORDER[node.stage], node.mineral, node.country, node.use)


def assemble(drawn: Sketch) -> SupplyNetwork:
    """The network of a sketch, with nodes in order of stage, mineral and country and `outside` last."""
    entries = sorted(
        drawn.flow,
        key=lambda e: (_node_key(e[0].source), _node_key(e[0].target), e[0].product, e[1]),
    )
    used = {node for link, _ in entries for node in (link.source, link.target)} - {OUTSIDE}
    nodes = (*sorted(used, key=_node_key), OUTSIDE)
    at = {node: k for k, node in enumerate(nodes)}
    flow = floats(sum(drawn.flow[entry].values()) for entry in entries)
    link_from = ints(at[link.source] for link, _ in entries)
    link_to = ints(at[link.target] for link, _ in entries)
    kind = ints(int(k) for _, k in entries)
    source = np.zeros(len(nodes))
    for pair, amount in drawn.source.items():
        if pair.node in at:
            source[at[pair.node]] += amount
    intake = gather(link_to, flow, len(nodes)) + source
    slots, link_slot, slot_share = _slots(nodes, entries, flow, intake)
    figures, link_ids, node_ids, demand_ids, assumed = _figures(drawn, nodes, entries, flow, intake)
    is_product = kind == Kind.PRODUCT
    output = gather(link_from[is_product], flow[is_product], len(nodes))
    use = np.array([node.stage is Stage.USE and node != OUTSIDE for node in nodes])
    yields, capacity, cover = _parameters(drawn.network, nodes, output)
    return SupplyNetwork(
        mineral=drawn.network,
        year=drawn.year,
        nodes=nodes,
        links=tuple(link for link, _ in entries),
        link_from=link_from,
        link_to=link_to,
        link_kind=kind,
        link_slot=link_slot,
        flow_t_per_y=flow,
        flow_sd_t_per_y=np.zeros(len(entries)),
        transit_days=floats(_transit(link) for link, _ in entries),
        source_t_per_y=source,
        output_t_per_y=output,
        capacity_t_per_y=capacity,
        yield_=yields,
        cover_days=cover,
        stock_t=cover * intake / DAYS,
        demand_t_per_y=np.where(use, intake, 0.0),
        slot_node=ints(at[node] for node, _ in slots),
        slot_mineral=tuple(mineral for _, mineral in slots),
        slot_share=slot_share,
        assumed=assumed,
        joint=_joint(nodes),
        element=_elements(nodes, drawn),
        link_figure=link_ids,
        node_figure=node_ids,
        demand_figure=demand_ids,
        figures=MappingProxyType(figures),
        basis=Basis.CONTAINED,
    )


def _slots(
    nodes: tuple[Node, ...],
    entries: list[tuple[Link, Kind]],
    flow: Floats,
    intake: Floats,
) -> tuple[list[tuple[Node, str]], np.ndarray, Floats]:
    """Input slots: one per node and mineral that feeds it; a recycled product feeds its element's slot."""
    slots: dict[tuple[Node, str], int] = {}
    amount: list[float] = []
    of_link: list[int] = []
    at = {node: k for k, node in enumerate(nodes)}
    for k, (link, _) in enumerate(entries):
        if link.target == OUTSIDE:
            of_link.append(-1)
            continue
        recipe = link.target.stage is Stage.MAGNET
        slot = (link.target, link.source.mineral if recipe else link.target.mineral)
        if slot not in slots:
            slots[slot] = len(slots)
            amount.append(0.0)
        amount[slots[slot]] += float(flow[k])
        of_link.append(slots[slot])
    share = floats(a / intake[at[node]] for (node, _), a in zip(slots, amount, strict=True))
    return list(slots), ints(of_link), share


def _parameters(
    network: str, nodes: tuple[Node, ...], output: Floats
) -> tuple[Floats, Floats, Floats]:
    yields, capacity, cover = np.ones(len(nodes)), np.zeros(len(nodes)), np.zeros(len(nodes))
    for k, node in enumerate(nodes):
        if node == OUTSIDE:
            continue
        found = {
            name: parameter(network, name, node.mineral, node.stage.value, node.country)
            for name in ("yield", "utilisation", "cover_days")
        }
        kept, busy, days = found["yield"], found["utilisation"], found["cover_days"]
        yields[k] = kept.value if kept else 1.0
        capacity[k] = output[k] / busy.value if busy else output[k]
        cover[k] = days.value if days else 0.0
    return yields, capacity, cover


def _transit(link: Link) -> float:
    """Days on the way: home, within a region, or between regions (assumptions of `network/transit`)."""
    if link.target == OUTSIDE:
        return 0.0
    days, region = _transit_table()
    a, b = link.source.country, link.target.country
    if a == b:
        return days["home"]
    near = region.get(a, a) == region.get(b, b)
    return days["region" if near else "between"]


@cache
def _transit_table() -> tuple[Mapping[str, float], Mapping[str, str]]:
    days = {row["scope"]: row["value"] for row in catalog.table("network/transit").to_dicts()}
    region = {row["country"]: row["region"] for row in catalog.table("network/places").to_dicts()}
    return days, region


def _joint(nodes: tuple[Node, ...]) -> tuple[tuple[int, ...], ...]:
    groups: dict[str, list[int]] = defaultdict(list)
    for k, node in enumerate(nodes):
        if node.stage is Stage.MINE:
            groups[node.country].append(k)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _elements(nodes: tuple[Node, ...], drawn: Sketch) -> tuple[Mapping[str, float], ...]:
    held: dict[Node, dict[str, float]] = defaultdict(dict)
    for pair, amount in drawn.intake.items():
        if amount > 0.0:
            held[pair.node][pair.element] = amount
    shares: list[Mapping[str, float]] = []
    for node in nodes:
        whole = sum(held[node].values())
        shares.append(MappingProxyType({e: a / whole for e, a in held[node].items()}))
    return tuple(shares)


def _is_assumed(figure: Figure) -> bool:
    return figure.quality is Quality.ASSUMED


def _figures(
    drawn: Sketch,
    nodes: tuple[Node, ...],
    entries: list[tuple[Link, Kind]],
    flow: Floats,
    intake: Floats,
) -> tuple[dict[str, Figure], tuple[str, ...], tuple[str, ...], tuple[str, ...], Floats]:
    """Figures for every node and link; a link rests on assumption as far as its parent rows do."""
    figures: dict[str, Figure] = {}
    prefix, period = f"network/{drawn.network}/{drawn.year}", str(drawn.year)
    feeding: dict[Node, dict[str, Figure]] = defaultdict(dict)
    for link, _ in entries:
        for parent in drawn.parents[link]:
            feeding[link.target][parent.id] = parent
    node_ids: list[str] = []
    for k, node in enumerate(nodes):
        parents = drawn.node_parents.get(node) or tuple(feeding[node].values())
        key = f"{prefix}/{node}" if node != OUTSIDE else f"{prefix}/outside"
        made = derive(
            key,
            f"intake of {node}",
            float(intake[k]),
            "t/y",
            period=period,
            basis=Basis.CONTAINED,
            formula="x = s + T x over the stages: production x basket, then yield x allocation x route",
            parents=parents,
        )
        figures[key] = made
        node_ids.append(key)
    at = {node: k for k, node in enumerate(nodes)}
    link_ids: list[str] = []
    assumed: list[float] = []
    for k, (link, kind) in enumerate(entries):
        key = f"{prefix}/{link.source}>{link.target}/{link.product}"
        behind = drawn.parents[link]
        figures[key] = derive(
            key,
            f"{link.product} from {link.source} to {link.target}",
            float(flow[k]),
            "t/y",
            period=period,
            basis=Basis.CONTAINED,
            formula="intake of the source x "
            + ("yield x allocation x route" if kind is Kind.PRODUCT else "share"),
            parents=(figures[node_ids[at[link.source]]], *behind),
        )
        link_ids.append(key)
        assumed.append(sum(_is_assumed(f) for f in behind) / len(behind))
    demand_ids = tuple(
        node_ids[at[node]] if node.stage is Stage.USE and node != OUTSIDE else "" for node in nodes
    )
    return figures, tuple(link_ids), tuple(node_ids), demand_ids, floats(assumed)
