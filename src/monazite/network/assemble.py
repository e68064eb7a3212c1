"""From a sketch of flows by element to the parts of a network, with the figures behind them (§N8, §N9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from monazite import catalog
from monazite.codes import search_mineral
from monazite.network.build import Sketch
from monazite.network.make import Flow, NodeFacts, Parts, link_key, node_key
from monazite.network.rows import network_row, parameter, product_words
from monazite.network.types import OUTSIDE, Kind, Link, Node
from monazite.provenance import Figure, Quality, derive
from monazite.units import Basis


def parts(drawn: Sketch) -> Parts:
    """The parts of the network in a sketch."""
    entries = sorted(drawn.flow, key=lambda e: link_key(e[0]))
    source: dict[Node, float] = defaultdict(float)
    intake: dict[Node, float] = defaultdict(float)
    for pair, amount in drawn.source.items():
        source[pair.node] += amount
    for pair, amount in drawn.intake.items():
        intake[pair.node] += amount
    nodes = {node for link, _ in entries for node in (link.source, link.target)} - {OUTSIDE}
    figures = _node_figures(drawn, nodes, intake)
    facts = {
        node: _facts(drawn.network, node, source[node], figures[node].id)
        for node in sorted(nodes, key=node_key)
    }
    flows, link_figures = _flows(drawn, entries, figures)
    kept = {figure.id: figure for figure in (*figures.values(), *link_figures)}
    return Parts(
        drawn.network,
        drawn.year,
        flows,
        facts,
        kept,
        _concepts(drawn.network, flows),
        _basis(drawn.network),
    )


def _basis(network: str) -> Basis:
    return Basis(network_row(network)["basis"])


def _concepts(network: str, flows: list[Flow]) -> dict[str, frozenset[str]]:
    """What the law calls each product, from `network/products`; `{el}` stands for the element's symbol."""
    found: dict[str, frozenset[str]] = {}
    for flow in flows:
        node = flow.link.source
        if flow.kind is not Kind.PRODUCT or flow.link.product in found:
            continue
        words, _ = product_words(network, node.mineral, node.stage.value)
        known = search_mineral(node.mineral)
        symbol = known.symbols[0] if known else ""
        found[flow.link.product] = frozenset(words.replace("{el}", symbol).split())
    return found


def _facts(network: str, node: Node, source: float, figure: str) -> NodeFacts:
    found = {
        name: parameter(network, name, node.mineral, node.stage.value, node.country)
        for name in ("yield", "utilisation", "cover_days")
    }
    kept, busy, days = found["yield"], found["utilisation"], found["cover_days"]
    return NodeFacts(
        source_t_per_y=source,
        utilisation=busy.value if busy else 1.0,
        cover_days=days.value if days else 0.0,
        yield_=kept.value if kept else None,
        figure=figure,
    )


@cache
def _transit_table() -> tuple[Mapping[str, float], Mapping[str, str]]:
    days = {row["scope"]: row["value"] for row in catalog.table("network/transit").to_dicts()}
    region = {row["country"]: row["region"] for row in catalog.table("network/places").to_dicts()}
    return days, region


def transit_days(link: Link) -> float:
    """Days on the way: at home, within a region, or between regions (assumptions of `network/transit`)."""
    if link.target == OUTSIDE:
        return 0.0
    days, region = _transit_table()
    a, b = link.source.country, link.target.country
    if a == b:
        return days["home"]
    return days["region" if region.get(a, a) == region.get(b, b) else "between"]


def _node_figures(
    drawn: Sketch, nodes: set[Node], intake: Mapping[Node, float]
) -> dict[Node, Figure]:
    feeding: dict[Node, dict[str, Figure]] = defaultdict(dict)
    for link, behind in drawn.parents.items():
        for parent in behind:
            feeding[link.target][parent.id] = parent
    return {
        node: derive(
            f"network/{drawn.network}/{drawn.year}/{node}",
            f"intake of {node}",
            intake[node],
            "t/y",
            period=str(drawn.year),
            basis=_basis(drawn.network),
            formula="x = s + T x over the stages: production x basket, then yield x allocation x route",
            parents=drawn.node_parents.get(node) or tuple(feeding[node].values()),
        )
        for node in nodes
    }


def _is_assumed(figure: Figure) -> bool:
    return figure.quality is Quality.ASSUMED


def _flows(
    drawn: Sketch, entries: list[tuple[Link, Kind]], node_figures: Mapping[Node, Figure]
) -> tuple[list[Flow], list[Figure]]:
    """Flows and their figures; a flow rests on assumption as far as the rows behind it do."""
    flows: list[Flow] = []
    figures: list[Figure] = []
    for link, kind in entries:
        amount = sum(drawn.flow[link, kind].values())
        behind = drawn.parents[link]
        made = derive(
            f"network/{drawn.network}/{drawn.year}/{link.source}>{link.target}/{link.product}",
            f"{link.product} from {link.source} to {link.target}",
            amount,
            "t/y",
            period=str(drawn.year),
            basis=_basis(drawn.network),
            formula="intake of the source x "
            + ("yield x allocation x route" if kind is Kind.PRODUCT else "share"),
            parents=(node_figures[link.source], *behind),
        )
        figures.append(made)
        flows.append(
            Flow(
                link,
                amount,
                kind,
                transit_days=transit_days(link),
                assumed=sum(_is_assumed(f) for f in behind) / len(behind),
                figure=made.id,
            )
        )
    return flows, figures
