"""Balance a first network against published figures (§N30, §N36)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from monazite.codes import Stage
from monazite.network.balance import Adjustment, balance
from monazite.network.make import Parts, make, node_key
from monazite.network.observe import RANGE, data
from monazite.network.types import OUTSIDE, Kind, Link, Node, SupplyNetwork
from monazite.provenance import Figure

_FLOOR, _CEILING = 0.10, 1.0  # relative error of a flow before balancing
_FREE = 10.0  # of a flow whose size only the balance decides


@dataclass(frozen=True, slots=True, eq=False)
class Reconciled:
    """A balanced network, what became of every figure, and the figures no flow answers to."""

    parts: Parts
    adjustment: Adjustment
    unanswered: tuple[tuple[str, str], ...]


def reconcile(first: Parts) -> Reconciled:
    """The network closest to its tables and to the published figures that conserves mass at every node."""
    net = make(first)
    prior = np.concatenate([net.flow_t_per_y, net.source_t_per_y])
    spread = np.concatenate([_flow_spread(net, first), net.source_t_per_y * 0.25])
    live = prior > 0.0
    at = {int(old): new for new, old in enumerate(np.flatnonzero(live))}
    found, unanswered = data(net)
    kept = [replace(d, terms={at[k]: w for k, w in d.terms.items() if k in at}) for d in found]
    lines = [({at[k]: w for k, w in line.items() if k in at}, 0.0) for line in _balances(net)]
    out = balance(prior[live], np.maximum(spread[live], 1e-9), lines, kept)
    value, sd = np.zeros(len(prior)), np.zeros(len(prior))
    value[live], sd[live] = out.value, out.sd
    return Reconciled(_settled(first, net, value, sd), out, tuple(unanswered))


def _flow_spread(net: SupplyNetwork, first: Parts) -> np.ndarray:
    """Standard error of each flow before balancing, from the ranges of the rows behind it.

    Rows that stand behind many flows are one doubt, not many: the error of each such flow is raised so that their
    sum keeps the row's own relative error.
    """
    behind = [
        [p for p in first.figures[key].parents if p.low is not None] if key else []
        for key in net.link_figure
    ]
    shared = Counter(p.id for parents in behind for p in parents)
    relative = np.array([_relative(parents, shared) for parents in behind])
    fixed = net.link_kind != Kind.PRODUCT
    return np.where(fixed, _FREE, np.maximum(relative, _FLOOR)) * net.flow_t_per_y


def _relative(parents: list[Figure], shared: Mapping[str, int]) -> float:
    total = 0.0
    for p in parents:
        if p.low is None or p.high is None or not p.number:
            continue
        one = min((p.high - p.low) / RANGE / abs(p.number), _CEILING)
        total += one**2 * shared[p.id]
    return total**0.5


def _balances(net: SupplyNetwork) -> list[dict[int, float]]:
    """One line for the product of each node, one for its loss, one for each by-product; all equal zero."""
    into: dict[int, list[int]] = defaultdict(list)
    out: dict[int, list[int]] = defaultdict(list)
    for k in range(len(net.links)):
        into[int(net.link_to[k])].append(k)
        out[int(net.link_from[k])].append(k)
    lines: list[dict[int, float]] = []
    count = len(net.links)
    for n, node in enumerate(net.nodes):
        if node == OUTSIDE or node.stage is Stage.USE or not out[n]:
            continue
        intake = dict.fromkeys(into[n], 1.0)
        if net.source_t_per_y[n] > 0.0:
            intake[count + n] = 1.0
        whole = sum(net.flow_t_per_y[k] for k in into[n]) + net.source_t_per_y[n]
        by_kind: dict[Kind, list[int]] = defaultdict(list)
        for k in out[n]:
            by_kind[Kind(int(net.link_kind[k]))].append(k)
        for kind in (Kind.PRODUCT, Kind.LOSS):
            if by_kind[kind]:
                share = float(sum(net.flow_t_per_y[k] for k in by_kind[kind]) / whole)
                lines.append(dict.fromkeys(by_kind[kind], 1.0) | dict.fromkeys(intake, -share))
        lines += [_byproduct(net, k, into[n]) for k in by_kind[Kind.BYPRODUCT]]
    return lines


def _byproduct(net: SupplyNetwork, k: int, into: list[int]) -> dict[int, float]:
    """Scrap of one element is a fixed share of that element's input."""
    element = net.links[k].target.mineral
    fed = [j for j in into if element in net.element[int(net.link_from[j])]]
    share = float(net.flow_t_per_y[k] / sum(net.flow_t_per_y[j] for j in fed))
    return {k: 1.0} | dict.fromkeys(fed, -share)


def _settled(first: Parts, net: SupplyNetwork, value: np.ndarray, sd: np.ndarray) -> Parts:
    """The parts with balanced flows; losses and mine output take up the last rounding."""
    by_link = {flow.link: flow for flow in first.flows}
    flow = {link: float(value[k]) for k, link in enumerate(net.links)}
    error = {link: float(sd[k]) for k, link in enumerate(net.links)}
    entering = {node for node, fact in first.facts.items() if fact.source_t_per_y > 0.0}
    close(flow, {link: by_link[link].kind for link in flow}, entering)
    mined: dict[Node, float] = defaultdict(float)
    for link, amount in flow.items():
        if link.source in entering:
            mined[link.source] += amount
    flows = [
        replace(by_link[link], t_per_y=amount, sd_t_per_y=error[link])
        for link, amount in flow.items()
        if amount > 0.0
    ]
    facts = {
        node: replace(fact, source_t_per_y=mined.get(node, 0.0))
        for node, fact in first.facts.items()
    }
    return replace(first, flows=flows, facts=facts)


def close(flow: dict[Link, float], kind: Mapping[Link, Kind], entering: Collection[Node]) -> None:
    """Take up the last rounding, in order of stages: a loss closes its node, else the outputs are scaled."""
    into: dict[Node, float] = defaultdict(float)
    out: dict[Node, list[Link]] = defaultdict(list)
    for link, amount in flow.items():
        into[link.target] += amount
        out[link.source].append(link)
    for node in sorted(out, key=node_key):
        if node in entering or node == OUTSIDE:
            continue
        losses = [link for link in out[node] if kind[link] is Kind.LOSS]
        rest = sum(flow[link] for link in out[node] if kind[link] is not Kind.LOSS)
        if losses:
            flow[losses[0]] = max(into[node] - rest, 0.0)
        elif rest > 0.0:
            for link in out[node]:
                before = flow[link]
                flow[link] = before * into[node] / rest
                into[link.target] += flow[link] - before
