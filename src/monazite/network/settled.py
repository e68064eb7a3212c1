"""The balanced flows that ship, laid over the tables they were balanced from (§N39)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from monazite import catalog
from monazite.network.make import Flow, NodeFacts, Parts
from monazite.network.observe import figure, observations
from monazite.network.types import OUTSIDE, Node
from monazite.provenance import Figure, derive

_NINETY = 1.645
_FORMULA = "closest to tables and published figures in units of their errors, with mass conserved at every node"


@cache
def _shipped(network: str, year: int) -> Mapping[str, dict[str, Any]]:
    rows = catalog.table("network/balanced").to_dicts()
    return {row["link"]: row for row in rows if row["network"] == network and row["year"] == year}


def settle(first: Parts) -> Parts:
    """The parts with the balanced flows that ship for them, or as they are where none ship."""
    shipped = _shipped(first.mineral, first.year)
    if not shipped:
        return first
    observed = {row["id"]: figure(row) for row in observations(first.mineral)}
    recipes = {row["id"] for row in observations(first.mineral) if row["quantity"] == "recipe"}
    figures = dict(first.figures)
    flows: list[Flow] = []
    for flow in first.flows:
        row = shipped.get(str(flow.link))
        if row is None or row["flow_t_per_y"] <= 0.0:
            continue
        seen = tuple(observed[_row_id(key, recipes)] for key in (row["observed"] or "").split())
        figures[flow.figure] = _balanced(figures[flow.figure], row, seen)
        placed = sum(
            figure.id not in recipes for figure in seen
        )  # a recipe says nothing of where from
        assumed = flow.assumed / (1 + placed)
        flows.append(
            replace(
                flow, t_per_y=row["flow_t_per_y"], sd_t_per_y=row["sd_t_per_y"], assumed=assumed
            )
        )
    facts, figures = _nodes(first, flows, figures)
    return replace(first, flows=flows, facts=facts, figures=figures)


def _row_id(key: str, recipes: set[str]) -> str:
    """The observation a datum came from: a recipe speaks once for each country."""
    stem = key.rsplit("/", 1)[0]
    return stem if stem in recipes else key


def _balanced(before: Figure, row: Mapping[str, Any], seen: tuple[Figure, ...]) -> Figure:
    value, sd = row["flow_t_per_y"], row["sd_t_per_y"]
    return derive(
        before.id,
        before.label,
        value,
        before.unit,
        period=before.period,
        basis=before.basis,
        low=max(0.0, value - _NINETY * sd),
        high=value + _NINETY * sd,
        formula=f"{_FORMULA}; before balancing {row['prior_t_per_y']:.6g} = {before.formula}",
        parents=(*before.parents, *seen),
    )


def _nodes(
    first: Parts, flows: list[Flow], figures: dict[str, Figure]
) -> tuple[dict[Node, NodeFacts], dict[str, Figure]]:
    """Intake of each node after balancing, and what mines take from the ground."""
    intake: dict[Node, float] = defaultdict(float)
    mined: dict[Node, float] = defaultdict(float)
    for flow in flows:
        intake[flow.link.target] += flow.t_per_y
        if first.facts[flow.link.source].source_t_per_y > 0.0:
            mined[flow.link.source] += flow.t_per_y
    facts: dict[Node, NodeFacts] = {}
    for node, fact in first.facts.items():
        if node == OUTSIDE or (node not in intake and node not in mined):
            continue
        facts[node] = replace(fact, source_t_per_y=mined.get(node, 0.0))
        before = figures[fact.figure]
        figures[fact.figure] = derive(
            before.id,
            before.label,
            intake[node] + mined.get(node, 0.0),
            before.unit,
            period=before.period,
            basis=before.basis,
            formula=f"{_FORMULA}; before: {before.formula}",
            parents=before.parents,
        )
    return facts, figures
