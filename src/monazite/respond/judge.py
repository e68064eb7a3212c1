"""First stages on scenarios they have not seen: losses, margins and their intervals (§O36, §O42)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.respond import recourse
from monazite.respond.problem import Decision, Lever, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RESAMPLES = 2000
PLAN, WHOLE, IDLE = "plan", "plan, whole budget", "do nothing"
EVERYTHING = "everything on sale"


@dataclass(frozen=True, slots=True)
class Judged:
    """How a first stage does on scenarios it has not seen; USD.

    Attributes:
        spent: First-stage money. worth: Mean worth of the stock left at the end.
        mean: Mean loss: output lost, substitution, running costs. tail: CVaR of the same.
        against: Whose first stage it is measured against: the plan that had the same money.
        margin: mean + tail of this less that of `against` on the same scenarios, with its 95 % paired bootstrap
            interval; above zero where `against` is better.
        margin_all: The same with the money spent, less the worth of what is left.
    """

    name: str
    spent: float
    worth: float
    mean: float
    tail: float
    against: str = PLAN
    margin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    margin_all: tuple[float, float, float] = (0.0, 0.0, 0.0)


def everything(problem: Problem) -> Decision:
    """All that markets sell, every plant supported and every source made ready: no first stage leaves a lower loss."""
    most = problem.steps[-1][0]
    bought = {
        (item.name, quarter): most * item.market_t_per_quarter[quarter]
        for item in problem.items
        for quarter in range(problem.quarters - 1)
    }
    best: dict[str, Lever] = {}  # one full support a project: the instrument that adds most
    for lever in problem.levers:
        held = best.get(lever.project)
        if held is None or sum(lever.added) > sum(held.added):
            best[lever.project] = lever
    ready = {(s.end, s.kind): s.most_t_per_quarter for s in problem.sources}
    return Decision(bought, {lever.name: 1.0 for lever in best.values()}, ready)


def judge(
    problem: Problem,
    decisions: Mapping[str, Decision],
    paths: Floats,
    against: Mapping[str, str],
) -> tuple[Judged, ...]:
    """Each first stage on the same scenarios, beside the one it is measured against.

    Args:
        problem: The problem; the weight of money in it says what stock left at the end is worth to the second stage.
        decisions: First stages by name.
        paths: Shortages, scenario x tier x quarter, tonnes.
        against: Whose name each is measured against.
    """
    stage = recourse.moving(problem)
    drawn = {name: recourse.losses(stage, made, paths) for name, made in decisions.items()}
    spent = {name: recourse.first_stage_usd(problem, made) for name, made in decisions.items()}
    level = problem.risk.level
    picks = np.random.default_rng(0).integers(0, len(paths), (RESAMPLES, len(paths)))
    found: list[Judged] = []
    for name, (losses, worth) in drawn.items():
        other = against[name]
        base, base_worth = drawn[other]
        money = spent[name] - spent[other] - worth + base_worth
        found.append(
            Judged(
                name,
                spent[name],
                float(worth.mean()),
                float(losses.mean()),
                recourse.conditional_mean(losses, level),
                other,
                _margin(losses, base, level, picks),
                _margin(losses, base, level, picks, money),
            )
        )
    return tuple(found)


def _margin(
    other: Floats, base: Floats, level: float, picks: NDArray[np.int64], money: Floats | float = 0.0
) -> tuple[float, float, float]:
    """Mean + CVaR of one less that of another on the same scenarios, with money, and a paired bootstrap interval."""

    def score(values: Floats) -> Floats:
        worst = max(1, round(values.shape[-1] * (1 - level)))
        ordered = np.sort(values, axis=-1)[..., -worst:]
        return np.asarray(values.mean(axis=-1) + ordered.mean(axis=-1))

    bill = np.broadcast_to(np.asarray(money, dtype=np.float64), base.shape)
    drawn = score(other[picks]) - score(base[picks]) + bill[picks].mean(axis=-1)
    low, high = (float(q) for q in np.quantile(drawn, (0.025, 0.975)))
    return float(score(other) - score(base) + bill.mean()), low, high
