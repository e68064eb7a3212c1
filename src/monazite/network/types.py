"""A supply network as frozen arrays over named nodes and links (§N1 to §N9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from monazite.codes import Stage
from monazite.errors import BalanceError, ScenarioError
from monazite.provenance import Figure
from monazite.units import Basis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Kind(IntEnum):
    """What a link is to its source (§N4)."""

    PRODUCT = 0  # ordered by the target, rationed by the source
    BYPRODUCT = 1  # a fixed share of what the source takes in, for example magnet swarf
    LOSS = 2  # mass that leaves the trade, to the outside node
    CLOSING = 3  # supply from the outside node that the data need and do not name


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """One step of one mineral in one country, or the outside.

    Attributes:
        country: ISO 3166-1 alpha-3, or a group named in `network/groups`.
        mineral: An element or mineral id, or the id of a product of several (`magnet-ndfeb-heavy`).
        use: The end use at stage `use`, empty elsewhere.
    """

    country: str
    mineral: str
    stage: Stage
    use: str = ""

    def __str__(self) -> str:
        return "/".join(
            part for part in (self.country, self.mineral, self.stage.value, self.use) if part
        )


OUTSIDE = Node("OUTSIDE", "", Stage.USE)


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """What one node ships to another; `product` is an id of `network/products`."""

    source: Node
    target: Node
    product: str

    def __str__(self) -> str:
        return f"{self.source} > {self.target} ({self.product})"


@dataclass(frozen=True, eq=False)
class SupplyNetwork:
    """Nodes, links and yearly flows in tonnes, balanced at every node (§N2).

    At every node but `outside`: inflow + `source_t_per_y` = outflow + `demand_t_per_y`, where outflow counts
    products, by-products and losses alike. Arrays are read-only and follow the order of `nodes` and `links`.

    Attributes:
        mineral: Mineral id the network was loaded for.
        basis: Basis of every mass, contained element or metal.
        link_from: Position of each link's source in `nodes`; `link_to` of its target.
        link_kind: `Kind` of each link.
        link_slot: Position of the input slot of the target that the link feeds; -1 into outside.
        flow_t_per_y: Mass on each link; `flow_sd_t_per_y` is its standard error after balancing.
        transit_days: Days between shipment and arrival.
        source_t_per_y: Mass a node takes from the ground (mines only).
        output_t_per_y: Product a node ships; `capacity_t_per_y` what it can ship at most.
        yield_: Product shipped per tonne taken in (1 at mines and uses).
        stock_t: Feed held, tonnes of what the node takes in; `cover_days` the same in days of intake.
        demand_t_per_y: What a use node consumes.
        slot_node: Node of each input slot; `slot_mineral` its mineral; `slot_share` tonnes of it per tonne of
            all inputs. Slots of one node sum to 1. A magnet of Nd, Pr, Dy and Tb has four: none replaces another.
        joint: Groups of mine nodes that come out of the same ore and run together.
        element: For each node, the elements in its output and their shares by mass.
        concepts: For each product on a link, the words the law knows it by (`el:Dy`, `form:oxide`).
        figures: Figures behind the entries, by id. `link_figure`, `node_figure` and `demand_figure` hold the ids.
        assumed: Share of each link's flow that rests on assumption, 0 to 1 (§N8).
    """

    mineral: str
    year: int
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    link_from: Ints
    link_to: Ints
    link_kind: Ints
    link_slot: Ints
    flow_t_per_y: Floats
    flow_sd_t_per_y: Floats
    transit_days: Floats
    source_t_per_y: Floats
    output_t_per_y: Floats
    capacity_t_per_y: Floats
    yield_: Floats
    cover_days: Floats
    stock_t: Floats
    demand_t_per_y: Floats
    slot_node: Ints
    slot_mineral: tuple[str, ...]
    slot_share: Floats
    assumed: Floats
    joint: tuple[tuple[int, ...], ...] = ()
    element: tuple[Mapping[str, float], ...] = ()
    concepts: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    link_figure: tuple[str, ...] = ()
    node_figure: tuple[str, ...] = ()
    demand_figure: tuple[str, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))
    unit: str = "t/y"
    basis: Basis = Basis.CONTAINED

    def __post_init__(self) -> None:
        for entry in fields(self):
            value = getattr(self, entry.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @cached_property
    def node_index(self) -> Mapping[Node, int]:
        """Position of each node."""
        return MappingProxyType({node: k for k, node in enumerate(self.nodes)})

    @cached_property
    def link_index(self) -> Mapping[Link, int]:
        """Position of each link."""
        return MappingProxyType({link: k for k, link in enumerate(self.links)})

    @property
    def outside(self) -> int:
        """Position of the outside node."""
        return self.node_index[OUTSIDE]

    def select(
        self,
        *,
        country: str | None = None,
        mineral: str | None = None,
        stage: Stage | None = None,
        use: str | None = None,
    ) -> tuple[int, ...]:
        """Positions of the nodes that match all that is given."""
        return tuple(
            k
            for k, node in enumerate(self.nodes)
            if (country is None or node.country == country)
            and (mineral is None or node.mineral == mineral)
            and (stage is None or node.stage == stage)
            and (use is None or node.use == use)
            and node != OUTSIDE
        )

    def __str__(self) -> str:
        return f"{self.mineral} {self.year}: {len(self.nodes)} nodes, {len(self.links)} links"


def residual_t(network: SupplyNetwork) -> Floats:
    """Inflow + source - outflow - demand at each node, tonnes a year; zero at outside (§N2)."""
    count = len(network.nodes)
    inflow = gather(network.link_to, network.flow_t_per_y, count)
    outflow = gather(network.link_from, network.flow_t_per_y, count)
    rest = inflow + network.source_t_per_y - outflow - network.demand_t_per_y
    rest[network.outside] = 0.0
    return rest


def check_balance(network: SupplyNetwork, *, tolerance: float = 1e-9) -> None:
    """Raise unless every node balances to `tolerance` of its throughput.

    Raises:
        BalanceError: E401, naming the worst node, its residual and the tolerance.
    """
    count = len(network.nodes)
    through = gather(network.link_to, network.flow_t_per_y, count) + network.source_t_per_y
    scale = np.maximum(through, 1e-6)
    off = np.abs(residual_t(network)) / scale
    worst = int(np.argmax(off))
    if off[worst] > tolerance:
        raise BalanceError(
            "E401",
            f"the node {network.nodes[worst]} does not balance: {residual_t(network)[worst]:.6g} t/y of "
            f"{through[worst]:.6g} t/y",
            where=str(network),
            why=f"Mass is conserved to {tolerance:g} of a node's throughput",
            way_out="Balance the flows first with `network.balance`",
            node=str(network.nodes[worst]),
            residual=float(residual_t(network)[worst]),
        )


def position(network: SupplyNetwork, node: Node) -> int:
    """Position of a node.

    Raises:
        ScenarioError: E402 if the network has no such node, with what it has in that country or stage.
    """
    found = network.node_index.get(node)
    if found is None:
        near = [
            str(n) for n in network.nodes if n.country == node.country and n.stage == node.stage
        ]
        raise ScenarioError(
            "E402",
            f"the network has no node {node}",
            where=str(network),
            way_out="Nodes there: " + (", ".join(near[:6]) or "none"),
        )
    return found


def gather(index: Ints, weight: Floats, count: int) -> Floats:
    """Sum of the weights at each of `count` positions."""
    return np.bincount(index, weight, count).astype(np.float64, copy=False)


def floats(values: Iterable[float]) -> Floats:
    """A float array of the values."""
    return np.asarray(list(values), dtype=np.float64)


def ints(values: Iterable[int]) -> Ints:
    """An integer array of the values."""
    return np.asarray(list(values), dtype=np.int64)


def with_arrays(network: SupplyNetwork, **changes: Any) -> SupplyNetwork:
    """The network with some fields replaced."""
    kept = {entry.name: getattr(network, entry.name) for entry in fields(network)}
    return SupplyNetwork(**(kept | changes))
