"""Make a network from links and flows; everything that follows from them is derived here, once (§N3 to §N7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from monazite.codes import STAGES, Stage
from monazite.errors import DataError
from monazite.network.types import OUTSIDE, Kind, Link, Node, SupplyNetwork, floats, gather, ints
from monazite.provenance import Figure
from monazite.units import Basis

if TYPE_CHECKING:
    from monazite.network.types import Floats

DAYS = 365.0
_STAGE_ORDER = {stage: k for k, stage in enumerate(STAGES)}


@dataclass(frozen=True, slots=True)
class Flow:
    """One link with its yearly mass, what it is, and how it is known."""

    link: Link
    t_per_y: float
    kind: Kind = Kind.PRODUCT
    sd_t_per_y: float = 0.0
    transit_days: float = 0.0
    assumed: float = 0.0
    figure: str = ""


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What is known of a node beside its flows: share of capacity in use and days of feed held."""

    source_t_per_y: float = 0.0
    utilisation: float = 1.0
    cover_days: float = 0.0
    yield_: float | None = None
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """All a network is made of."""

    mineral: str
    year: int
    flows: Sequence[Flow]
    facts: Mapping[Node, NodeFacts] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    concepts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    basis: Basis = Basis.CONTAINED


def node_key(node: Node) -> tuple[int, str, str, str]:
    """Order of nodes: stage, mineral, country, use."""
    return (_STAGE_ORDER[node.stage], node.mineral, node.country, node.use)


def link_key(link: Link) -> tuple[tuple[int, str, str, str], tuple[int, str, str, str], str]:
    """Order of links: source, target, product."""
    return (node_key(link.source), node_key(link.target), link.product)


def make(parts: Parts) -> SupplyNetwork:
    """The network of these flows, with nodes in order and `outside` last.

    Raises:
        DataError: E405 if a link appears twice or a flow is negative.
    """
    flows = sorted(parts.flows, key=lambda f: link_key(f.link))
    _check(flows)
    used = {node for f in flows for node in (f.link.source, f.link.target)} - {OUTSIDE}
    nodes = (*sorted(used, key=node_key), OUTSIDE)
    at = {node: k for k, node in enumerate(nodes)}
    facts = [parts.facts.get(node, NodeFacts()) for node in nodes]
    flow = floats(f.t_per_y for f in flows)
    link_from, link_to = (
        ints(at[f.link.source] for f in flows),
        ints(at[f.link.target] for f in flows),
    )
    kind = ints(int(f.kind) for f in flows)
    source = floats(fact.source_t_per_y for fact in facts)
    intake = gather(link_to, flow, len(nodes)) + source
    intake[-1] = 0.0
    slots, link_slot, slot_share = _slots(flows, intake, at)
    shipped = kind == Kind.PRODUCT
    output = gather(link_from[shipped], flow[shipped], len(nodes))
    output[-1] = 0.0
    use = np.array([node.stage is Stage.USE and node != OUTSIDE for node in nodes])
    cover = floats(fact.cover_days for fact in facts)
    return SupplyNetwork(
        mineral=parts.mineral,
        year=parts.year,
        nodes=nodes,
        links=tuple(f.link for f in flows),
        link_from=link_from,
        link_to=link_to,
        link_kind=kind,
        link_slot=link_slot,
        flow_t_per_y=flow,
        flow_sd_t_per_y=floats(f.sd_t_per_y for f in flows),
        transit_days=floats(f.transit_days for f in flows),
        source_t_per_y=source,
        output_t_per_y=output,
        capacity_t_per_y=output / floats(fact.utilisation for fact in facts),
        yield_=_yields(facts, output, intake, use),
        cover_days=cover,
        stock_t=cover * intake / DAYS,
        demand_t_per_y=np.where(use, intake, 0.0),
        slot_node=ints(at[node] for node, _ in slots),
        slot_mineral=tuple(mineral for _, mineral in slots),
        slot_share=slot_share,
        assumed=floats(f.assumed for f in flows),
        joint=_joint(nodes),
        element=_elements(nodes, flows),
        concepts=MappingProxyType(dict(parts.concepts)),
        link_figure=tuple(f.figure for f in flows),
        node_figure=tuple(fact.figure for fact in facts),
        demand_figure=tuple(
            fact.figure if node.stage is Stage.USE else ""
            for node, fact in zip(nodes, facts, strict=True)
        ),
        figures=MappingProxyType(dict(parts.figures)),
        basis=parts.basis,
    )


def _check(flows: Sequence[Flow]) -> None:
    seen: set[Link] = set()
    for flow in flows:
        if flow.link in seen or not flow.t_per_y >= 0.0:
            what = "appears twice" if flow.link in seen else f"has the flow {flow.t_per_y}"
            raise DataError(
                "E405",
                f"the link {flow.link} {what}",
                why="A link is one flow of one product, not below zero",
                way_out="Add the flows, or name the products apart",
            )
        seen.add(flow.link)


def _yields(facts: Sequence[NodeFacts], output: Floats, intake: Floats, use: np.ndarray) -> Floats:
    found = np.ones(len(facts))
    for k, fact in enumerate(facts):
        if fact.yield_ is not None:
            found[k] = fact.yield_
        elif not use[k] and intake[k] > 0.0:
            found[k] = output[k] / intake[k]
    return found


def _slots(
    flows: Sequence[Flow], intake: Floats, at: Mapping[Node, int]
) -> tuple[list[tuple[Node, str]], np.ndarray, Floats]:
    """Input slots: one for each mineral that feeds a node; recycled scrap feeds the slot of its element."""
    slots: dict[tuple[Node, str], int] = {}
    amount: list[float] = []
    of_link: list[int] = []
    for flow in flows:
        link = flow.link
        if link.target == OUTSIDE:
            of_link.append(-1)
            continue
        fed = link.source.mineral if flow.kind is Kind.PRODUCT else link.target.mineral
        slot = (link.target, fed)
        if slot not in slots:
            slots[slot] = len(slots)
            amount.append(0.0)
        amount[slots[slot]] += flow.t_per_y
        of_link.append(slots[slot])
    share = floats(
        part / intake[at[node]] if intake[at[node]] > 0.0 else 0.0
        for (node, _), part in zip(slots, amount, strict=True)
    )
    return list(slots), ints(of_link), share


def _joint(nodes: Sequence[Node]) -> tuple[tuple[int, ...], ...]:
    groups: dict[str, list[int]] = defaultdict(list)
    for k, node in enumerate(nodes):
        if node.stage is Stage.MINE:
            groups[node.country].append(k)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _elements(nodes: Sequence[Node], flows: Sequence[Flow]) -> tuple[Mapping[str, float], ...]:
    """Elements in each node by share of mass: its own mineral, or for a product what is built into it."""
    into: dict[Node, list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.link.target != OUTSIDE and flow.kind is Kind.PRODUCT:
            into[flow.link.target].append(flow)
    products = {
        n.mineral for n in nodes if any(f.link.source.mineral != n.mineral for f in into[n])
    }
    found: dict[Node, Mapping[str, float]] = {OUTSIDE: MappingProxyType({})}
    for node in nodes:
        if node == OUTSIDE:
            continue
        if node.mineral not in products:
            found[node] = MappingProxyType({node.mineral: 1.0})
            continue
        held: dict[str, float] = defaultdict(float)
        for flow in into[node]:
            for element, share in found[flow.link.source].items():
                held[element] += share * flow.t_per_y
        whole = sum(held.values())
        found[node] = MappingProxyType(
            {e: part / whole for e, part in held.items()} if whole else {}
        )
    return tuple(found[node] for node in nodes)
