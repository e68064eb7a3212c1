"""From tables of production, routes and yields to a balanced first network (§N10 to §N14).

Every element runs through the stages as a linear system: what a node takes in is what it takes from the ground plus
what others send it, x = s + T x, with T from yields, allocations and routes. The result balances by construction and
is the prior of `network.balance`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from monazite.codes import Stage, metal_per_oxide
from monazite.network.rows import Row, classes, match, need, network_row, ores, parameter, rows
from monazite.network.types import OUTSIDE, Kind, Link, Node
from monazite.provenance import Figure

_UNTIL = 1e-7  # tonnes a year below which a flow is no flow


class Pair(NamedTuple):
    """One element at one node."""

    node: Node
    element: str


class Edge(NamedTuple):
    """What share of a pair's intake goes where, and by which rows."""

    target: Node
    product: str
    kind: Kind
    share: float
    parents: tuple[Figure, ...]


@dataclass(slots=True)
class Sketch:
    """Flows by link and element before they become arrays."""

    network: str
    year: int
    intake: dict[Pair, float] = field(default_factory=dict)
    source: dict[Pair, float] = field(default_factory=dict)
    flow: dict[tuple[Link, Kind], dict[str, float]] = field(default_factory=dict)
    parents: dict[Link, tuple[Figure, ...]] = field(default_factory=dict)
    node_parents: dict[Node, tuple[Figure, ...]] = field(default_factory=dict)


def mined(network: str, year: int) -> dict[Pair, tuple[float, tuple[Figure, ...]]]:
    """Tonnes of each element that enter in each country at the first stage, with the rows behind them."""
    found: dict[Pair, tuple[float, tuple[Figure, ...]]] = {}
    first = Stage(network_row(network)["first_stage"])
    for row in rows("production", network):
        if row["stage"] != first or row.figure.period != str(year):
            continue
        for element, factor, parents in _basket(network, row):
            pair = Pair(Node(row["country"], element, first), element)
            before, known = found.get(pair, (0.0, ()))
            found[pair] = (before + row.value * factor, (*known, row.figure, *parents))
    return found


def _basket(network: str, row: Row) -> Iterator[tuple[str, float, tuple[Figure, ...]]]:
    """Element, contained tonnes of it per tonne in the row, and the rows behind."""
    material = row["material"]
    if material in classes(network) and not rows("ore_mix", network):
        yield material, 1.0, ()
        return
    if row.figure.basis == "contained" or material in classes(network):
        yield (
            material,
            (metal_per_oxide(_symbol(material)) if row.figure.basis == "oxide" else 1.0),
            (),
        )
        return
    mixes = [mix for mix in rows("ore_mix", network) if mix["country"] == row["country"]]
    whole = sum(mix.value for mix in mixes)
    shares: dict[str, float] = defaultdict(float)
    behind: dict[str, list[Figure]] = defaultdict(list)
    for mix in mixes:
        content = ores()[mix["deposit"]]
        total = sum(value for _, value, _ in content)
        for element, value, figure in content:
            shares[element] += mix.value / whole * value / total
            behind[element] += [mix.figure, figure]
    for element, share in shares.items():
        yield element, share * metal_per_oxide(_symbol(element)), tuple(behind[element])


def _symbol(material: str) -> str:
    from monazite.codes import mineral

    return mineral(material).symbols[0]


def edges(network: str, node: Node, element: str) -> list[Edge]:
    """Where a pair's intake goes: products by allocation and route, by-products, and the loss that closes it."""
    stage, country, material = node.stage.value, node.country, node.mineral
    if node.stage is Stage.USE:
        return []
    kept = need(
        parameter(network, "yield", material, stage, country),
        f"yield of {material} at {stage}",
        network,
    )
    found: list[Edge] = []
    allocations = match("allocation", network, material, country, stage=stage)
    whole = sum(row.value for row in allocations)
    for row in allocations:
        to = material if row["to_material"] == "same" else row["to_material"]
        for target, share, behind in _targets(network, node, Stage(row["to_stage"]), to):
            part = kept.value * row.value / whole * share
            product = _product(network, node, target)
            found.append(
                Edge(target, product, Kind.PRODUCT, part, (kept.figure, row.figure, *behind))
            )
    swarf = parameter(network, "swarf", material, stage, country)
    back = 0.0
    if swarf is not None:
        back = swarf.value
        home = Node(country, element, Stage.SEPARATION)
        found.append(Edge(home, "swarf", Kind.BYPRODUCT, back, (swarf.figure,)))
    lost = 1.0 - kept.value - back
    if lost > 0.0:
        found.append(Edge(OUTSIDE, "loss", Kind.LOSS, lost, (kept.figure,)))
    return found


def _product(network: str, node: Node, target: Node) -> str:
    if len(classes(network)) > 1:
        return (
            f"{node.mineral}-{node.stage.value}" if node.stage is not Stage.MAGNET else node.mineral
        )
    return f"{node.mineral}-{node.stage.value}" if target else ""


def _targets(
    network: str, node: Node, stage: Stage, material: str
) -> Iterator[tuple[Node, float, tuple[Figure, ...]]]:
    routes = match(
        "routes",
        network,
        node.mineral,
        node.country,
        stage=node.stage.value,
        to_stage=stage.value,
    )
    whole = sum(row.value for row in routes)
    for row in routes:
        share = row.value / whole
        place = node.country if row["to_country"] == "same" else row["to_country"]
        if stage is not Stage.USE:
            yield Node(place, material, stage), share, (row.figure,)
            continue
        uses = match("uses", network, material, place)
        total = sum(use.value for use in uses)
        for use in uses:
            yield (
                Node(place, material, stage, use["use"]),
                share * use.value / total,
                (row.figure, use.figure),
            )


def sketch(network: str, year: int) -> Sketch:
    """Solve the linear system of one network and year and keep flows by link and element."""
    start = mined(network, year)
    out: dict[Pair, list[Edge]] = {}
    queue = list(start)
    while queue:
        pair = queue.pop()
        if pair in out or pair.node == OUTSIDE:
            continue
        out[pair] = edges(network, pair.node, pair.element)
        queue.extend(Pair(edge.target, pair.element) for edge in out[pair])
    order = sorted(out, key=lambda p: (p.element, p.node))
    intake = _solve(order, out, {pair: value for pair, (value, _) in start.items()})
    drawn = Sketch(network, year, intake)
    for pair, (value, parents) in start.items():
        drawn.source[pair] = value
        drawn.node_parents[pair.node] = parents
    for pair in order:
        for edge in out[pair]:
            amount = intake[pair] * edge.share
            if amount > _UNTIL:
                link = Link(pair.node, edge.target, edge.product)
                drawn.flow.setdefault((link, edge.kind), defaultdict(float))[pair.element] += amount
                drawn.parents.setdefault(link, edge.parents)
    return drawn


def _solve(
    order: list[Pair], out: Mapping[Pair, list[Edge]], start: Mapping[Pair, float]
) -> dict[Pair, float]:
    from scipy.sparse import csc_matrix, identity
    from scipy.sparse.linalg import spsolve

    at = {pair: k for k, pair in enumerate(order)}
    put, take, share = [], [], []
    for pair in order:
        for edge in out[pair]:
            if edge.target != OUTSIDE:
                put.append(at[Pair(edge.target, pair.element)])
                take.append(at[pair])
                share.append(edge.share)
    count = len(order)
    system = csc_matrix((share, (put, take)), shape=(count, count))
    ground = np.array([start.get(pair, 0.0) for pair in order])
    solved = spsolve(csc_matrix(identity(count, format="csc") - system), ground)
    return {pair: float(value) for pair, value in zip(order, solved, strict=True)}
