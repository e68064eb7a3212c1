"""What a plan's first stage costs in each scenario, one small linear program at a time (§O36).

Loaded by `plan` alone; the solver object comes from `solver`, this file only moves its bounds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from monazite.respond import solver
from monazite.respond.problem import Decision, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Everything of the second stage; limits bind the first stage alone, the tail is computed from the losses.
SECOND = (
    "stock",
    "served",
    "metal_feed",
    "oxide_feed",
    "metal_plant",
    "magnet_plant",
    "source_ready",
)


def moving(problem: Problem) -> solver.Moving:
    """The second stage of a problem, ready for decisions and shortages."""
    one = replace(problem, shortage_t=problem.shortage_t[:1].copy(), odds=np.ones(1), limits=())
    return solver.Moving(one, SECOND)


def losses(stage: solver.Moving, decision: Decision, paths: Floats) -> tuple[Floats, Floats]:
    """USD lost in each scenario after a first stage (output, substitution, running costs), and worth of stock left.

    Args:
        stage: The second stage, from `moving`.
        decision: First-stage decisions, kept fixed.
        paths: Shortages, scenario x tier x quarter, tonnes.
    """
    stage.fix(decision)
    found = np.array([stage.at(path) for path in paths])
    return found[:, 0], found[:, 1]


def first_stage_usd(problem: Problem, decision: Decision) -> float:
    """Money the first stage spends: purchases with market impact, storage, support and readiness (§O34)."""
    return float(sum(spending_by_part(problem, decision).values()))


def spending_by_part(problem: Problem, decision: Decision) -> dict[str, float]:
    """First-stage money by item, lever and source."""
    found: dict[str, float] = {}
    items = {item.name: item for item in problem.items}
    for (name, quarter), tonnes in decision.bought_t.items():
        item, left, lower, paid = items[name], tonnes, 0.0, 0.0
        for share, multiple in problem.steps:
            room = min(left, (share - lower) * item.market_t_per_quarter[quarter])
            paid += room * multiple * item.price_usd_per_t[quarter]
            left, lower = left - room, share
        ahead = 0.25 * (problem.quarters - 1 - quarter)
        stored = tonnes * item.price_usd_per_t[quarter] * item.storage_share * ahead
        found[name] = found.get(name, 0.0) + paid + stored
    for lever in problem.levers:
        if lever.name in decision.support:
            found[lever.name] = lever.cost_usd * decision.support[lever.name]
    for source in problem.sources:
        amount = decision.ready_t.get((source.end, source.kind), 0.0)
        if amount:
            found[f"{source.kind} of {source.end}"] = source.ready_cost_usd_per_t * amount
    return found


def conditional_mean(values: Any, level: float) -> float:
    """CVaR of equally likely values."""
    from monazite.respond.newsvendor import cvar

    array = np.asarray(values, dtype=np.float64)
    return cvar(array, np.full(len(array), 1.0 / len(array)), level)
