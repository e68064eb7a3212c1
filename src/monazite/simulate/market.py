"""Markets that are priced and groups of users that are summed, as kernel arrays (§M20, §M27)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.codes import Stage
from monazite.simulate.arrays import Market
from monazite.simulate.controls import content
from monazite.simulate.layout import Layout, pad

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """A sum of users: kind is `mineral`, `region`, `use` or `all`; name is its id.

    For the country a scenario looks at there are also `focus-mineral`, `focus-use` and `focus-node` (`mineral/use`).
    """

    kind: str
    name: str

    def __str__(self) -> str:
        return self.name if self.kind == "all" else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Markets:
    """The kernel's market arrays with the names of what they hold."""

    arrays: Market
    groups: tuple[Group, ...]
    minerals: tuple[str, ...]
    uses: tuple[int, ...]


def elements_of(layout: Layout, node: int) -> dict[str, float]:
    """What one tonne used or shipped at a node holds, by element or mineral."""
    network = layout.network
    held = dict(network.element[node]) if network.element and network.element[node] else {}
    return held or {network.nodes[node].mineral: 1.0}


def _focused(layout: Layout, n: int) -> list[tuple[Group, float]]:
    """The groups of one user in the country the scenario looks at, with its share in each."""
    node = layout.network.nodes[n]
    use = node.use or node.mineral
    return [
        (Group("focus-node", f"{node.mineral}/{use}"), 1.0),
        (Group("focus-use", use), 1.0),
        *((Group("focus-mineral", name), share) for name, share in elements_of(layout, n).items()),
    ]


def _groups(layout: Layout, uses: Ints, focus: str) -> list[tuple[Group, list[tuple[int, float]]]]:
    found: dict[Group, list[tuple[int, float]]] = {}
    for k, n in enumerate(uses):
        node = layout.network.nodes[int(n)]
        found.setdefault(Group("all", "all"), []).append((k, 1.0))
        found.setdefault(Group("region", node.country), []).append((k, 1.0))
        found.setdefault(Group("use", node.use or node.mineral), []).append((k, 1.0))
        for mineral, share in elements_of(layout, int(n)).items():
            found.setdefault(Group("mineral", mineral), []).append((k, share))
        if node.country == focus:
            for group, share in _focused(layout, int(n)):
                found.setdefault(group, []).append((k, share))
    return sorted(found.items(), key=lambda item: item[0])


def _first(lists: list[list[tuple[int, float]]]) -> Ints:
    return np.cumsum([0, *(len(entry) for entry in lists)]).astype(np.int64)


def _at(lists: list[list[tuple[int, float]]]) -> Ints:
    return np.array([k for entry in lists for k, _ in entry], dtype=np.int64)


def markets(layout: Layout, focus: str = "") -> Markets:
    """Groups of users, and for each mineral the restrictor's exports and the supply abroad (§M20).

    Exports of a mineral are its content in every form the restrictor ships abroad; supply abroad is what is used
    abroad less those exports; its ceiling is in proportion to the capacity of mines abroad.
    """
    network, net = layout.network, layout.net
    uses = np.flatnonzero(net.role == 2).astype(np.int64)  # noqa: PLR2004 - role of use nodes
    grouped = _groups(layout, uses, focus)
    minerals = tuple(group.name for group, _ in grouped if group.kind == "mineral")
    exports: list[list[tuple[int, float]]] = []
    demand: list[list[tuple[int, float]]] = []
    base, asked, own, ceiling, home = ([0.0] * len(minerals) for _ in range(5))
    abroad = [k for k, n in enumerate(uses) if network.nodes[int(n)].country != layout.restrictor]
    held = [elements_of(layout, int(n)) for n in uses]
    for m, mineral in enumerate(minerals):
        links = [
            (k, content(network, int(net.trade_from[k]), mineral))
            for k, link in enumerate(layout.trade)
            if net.trade_from[k] != network.outside
            and network.nodes[int(net.trade_from[k])].country == layout.restrictor
            and network.nodes[int(network.link_to[link])].country != layout.restrictor
        ]
        exports.append([entry for entry in links if entry[1] > 0.0])
        users = [(k, held[k].get(mineral, 0.0)) for k in abroad]
        demand.append([entry for entry in users if entry[1] > 0.0])
        base[m] = sum(float(net.trade_base[k]) * share for k, share in exports[m])
        asked[m] = sum(float(net.demand[uses[k]]) * share for k, share in demand[m])
        total = sum(float(net.demand[n]) * held[k].get(mineral, 0.0) for k, n in enumerate(uses))
        own[m] = max(asked[m] - base[m], 0.0)
        home[m] = max(total - asked[m], 0.0)
        ceiling[m] = own[m] * _slack(layout, mineral)
    return Markets(
        Market(
            use_node=uses,
            group_first=_first([entry for _, entry in grouped]),
            group_use=_at([entry for _, entry in grouped]),
            group_weight=pad([w for _, entry in grouped for _, w in entry]),
            group_base=pad(
                [sum(float(net.demand[uses[k]]) * w for k, w in entry) for _, entry in grouped]
            ),
            export_first=_first(exports),
            export_link=_at(exports),
            export_weight=pad([w for entry in exports for _, w in entry]),
            demand_first=_first(demand),
            demand_use=_at(demand),
            demand_weight=pad([w for entry in demand for _, w in entry]),
            base=np.array([np.maximum(asked, 1e-300), base, own, ceiling, home]),
        ),
        tuple(group for group, _ in grouped),
        minerals,
        tuple(int(n) for n in uses),
    )


def _slack(layout: Layout, mineral: str) -> float:
    """Capacity over output of the mines abroad that ship a mineral, at least 1."""
    network, net = layout.network, layout.net
    mines = [
        k
        for k, node in enumerate(network.nodes)
        if node.country != layout.restrictor
        and node.stage in {Stage.MINE, Stage.CONCENTRATE}
        and net.out_base[k] > 0.0
        and content(network, k, mineral) > 0.0
    ]
    made = sum(float(net.out_base[k]) for k in mines)
    can = sum(float(net.out_base[k] * net.cap_ratio[k]) for k in mines)
    return max(can / made, 1.0) if made > 0.0 else 1.0
