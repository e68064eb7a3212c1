"""Shocks, projects and releases of a scenario as kernel arrays (§S4 to §S9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from monazite.codes import Stage
from monazite.errors import ScenarioError
from monazite.network.types import SupplyNetwork
from monazite.shock.types import Project, Release, Scenario, Shock, ShockKind, Target
from monazite.simulate.arrays import Controls
from monazite.simulate.layout import WEEKS, Layout, pad

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_CODE = {ShockKind.LICENCE: 0, ShockKind.BAN: 1, ShockKind.QUOTA: 2, ShockKind.OUTAGE: 3}


def content(network: SupplyNetwork, node: int, mineral: str) -> float:
    """Share of a mineral or element in what a node ships: 1 where the node is of that mineral (§N6)."""
    if network.nodes[node].mineral == mineral:
        return 1.0
    held = network.element[node] if network.element else {}
    return float(held.get(mineral, 0.0))


def _node_fits(network: SupplyNetwork, node: int, target: Target) -> bool:
    entry = network.nodes[node]
    country = not target.origin or entry.country in target.origin
    stage = not target.stages or entry.stage.value in target.stages
    minerals = not target.minerals or any(
        content(network, node, mineral) > 0.0 for mineral in target.minerals
    )
    return country and stage and minerals


def touched_links(network: SupplyNetwork, target: Target) -> tuple[int, ...]:
    """Positions of the links a target names (§S6)."""
    fits = [
        k != network.outside and _node_fits(network, k, target) for k in range(len(network.nodes))
    ]
    found: list[int] = []
    for k, link in enumerate(network.links):
        if not fits[int(network.link_from[k])] or network.link_slot[k] < 0:
            continue
        to = link.target.country
        if target.abroad and to == link.source.country:
            continue
        if target.destination and to not in target.destination:
            continue
        if target.products and link.product not in target.products:
            continue
        found.append(k)
    return tuple(found)


def resolve(network: SupplyNetwork, shock: Shock) -> tuple[tuple[int, float], ...]:
    """Links a shock touches, with the controlled share of each.

    Raises:
        ScenarioError: E506 if it touches nothing in the network.
    """
    found = shock.links
    if not found and shock.target is not None:
        found = tuple((k, shock.share) for k in touched_links(network, shock.target))
    if not found:
        raise ScenarioError(
            "E506",
            f"the shock {shock.id!r} touches no link of the network",
            where=str(network),
            why="A control that meets no trade changes nothing",
            way_out="Check origin, destination, minerals and stages of its target",
        )
    return found


def _nodes_of(network: SupplyNetwork, shock: Shock) -> tuple[int, ...]:
    target = shock.target or Target()
    found = tuple(
        k
        for k in range(len(network.nodes))
        if k != network.outside
        and network.nodes[k].stage != Stage.USE
        and _node_fits(network, k, target)
    )
    if not found:
        raise ScenarioError(
            "E506",
            f"the outage {shock.id!r} touches no node of the network",
            where=str(network),
            way_out="Check origin, minerals and stages of its target",
        )
    return found


def _project(layout: Layout, project: Project) -> list[tuple[int, float]]:
    """The nodes a project adds capacity to, with the added capacity over base output (§S8).

    A project adds to the nodes of its country, stage and mineral (or the elements in it); where its country has
    none with output, to all others of that stage and mineral abroad, by their output.
    """
    network, base = layout.network, layout.net.out_base
    fits = [
        k
        for k, node in enumerate(network.nodes)
        if node.stage.value == project.stage
        and base[k] > 0.0
        and content(network, k, project.mineral) > 0.0
        and node.country != layout.restrictor
    ]
    here = [k for k in fits if network.nodes[k].country == project.country] or fits
    total = float(sum(base[k] for k in here)) * WEEKS
    if total <= 0.0:
        raise ScenarioError(
            "E507",
            f"no node can take the project {project.id!r} ({project.mineral}, {project.stage})",
            where=str(network),
            way_out="Check its mineral and stage",
        )
    return [(k, project.probability * project.capacity_t_per_y / total) for k in here]


def _release(layout: Layout, release: Release) -> list[tuple[int, float]]:
    """The use slots a government stock feeds, with their shares by base use (§S9)."""
    network, net = layout.network, layout.net
    fits = [
        k
        for k in range(net.slot_base.size)
        if net.role[net.slot_node[k]] == 2  # noqa: PLR2004 - role of use nodes
        and network.nodes[net.slot_node[k]].country == release.country
        and net.slot_base[k] > 0.0
        and release.mineral
        in {
            network.slot_mineral[k],
            network.nodes[net.slot_node[k]].mineral,
        }
    ]
    if not fits:
        raise ScenarioError(
            "E507",
            f"no use in {release.country} takes {release.mineral} from the stock {release.id!r}",
            where=str(network),
            way_out="Check its country and mineral",
        )
    total = float(sum(net.slot_base[k] for k in fits))
    return [(k, float(net.slot_base[k]) / total) for k in fits]


def controls(layout: Layout, scenario: Scenario, markets: tuple[str, ...]) -> Controls:
    """The scenario's shocks, projects and releases as arrays; positions are those of the layout."""
    network = layout.network
    links: list[tuple[int, int, float, int]] = []
    nodes: list[tuple[int, int, float]] = []
    for c, shock in enumerate(scenario.shocks):
        if shock.kind is ShockKind.OUTAGE:
            nodes += [(k, c, shock.share) for k in _nodes_of(network, shock)]
            continue
        for k, share in resolve(network, shock):
            at = int(layout.position[k])
            if at >= 0:
                use = network.nodes[int(network.link_to[k])].use
                links.append((at, c, share, int(use in scenario.military_uses)))
    projects = [
        (k, ratio, p.start_week, p.ramp_weeks)
        for p in scenario.projects
        for k, ratio in _project(layout, p)
    ]
    releases = [
        (slot, r.stock_t * share, r.rate_t_per_week * share, r.start_week, r.mineral)
        for r in scenario.releases
        for slot, share in _release(layout, r)
    ]
    curves = [shock.curve for shock in scenario.shocks]

    spans = [
        (
            curve.onset_week,
            1e9 if curve.end_week is None else curve.end_week,
            curve.recovery_weeks,
            curve.depth,
            curve.notice_weeks,
        )
        for curve in curves
    ]
    sites = [(slot, markets.index(m) if m in markets else -1) for slot, *_, m in releases]
    return Controls(
        link=_ints([(at, c, military) for at, c, _, military in links], 3),
        link_share=pad([e[2] for e in links]),
        node=_ints([(at, c) for at, c, _ in nodes], 2),
        node_share=pad([e[2] for e in nodes]),
        kind=np.array([_CODE[shock.kind] for shock in scenario.shocks], dtype=np.int64),
        curve=_floats(spans, 5),
        project_node=np.array([e[0] for e in projects], dtype=np.int64),
        project=_floats([e[1:] for e in projects], 3),
        release_at=_ints(sites, 2),
        release=_floats([e[1:4] for e in releases], 3),
    )


def _ints(rows: Sequence[tuple[int, ...]], width: int) -> Ints:
    """Rows of a list as columns of an array, also where there are none."""
    return np.ascontiguousarray(np.array(rows, dtype=np.int64).reshape(-1, width).T)


def _floats(rows: Sequence[tuple[float, ...]], width: int) -> Floats:
    return np.ascontiguousarray(np.array(rows, dtype=np.float64).reshape(-1, width).T)
