"""A plan under a budget: reduce, solve, judge on fresh scenarios, explain (§O30 to §O45)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import InfeasiblePlan, ScenarioError
from monazite.respond import recourse, reduce, rules, solver
from monazite.respond.judge import EVERYTHING, IDLE, PLAN, WHOLE, Judged, everything, judge
from monazite.respond.problem import Decision, Limit, Problem
from monazite.respond.words import advice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KEEP = 60
GIVEN = 0.01  # weight of money where the budget is given: breaks ties, decides nothing
WORST_ODDS = 0.005  # of the scenario that is the worst of all in every use
BEYOND_ODDS = (
    0.0005  # of all scenarios beyond the worst together: they decide what others leave open
)
BEYOND = (0.25, 0.5, 0.75, 1.0)  # how far each lies from the worst to nothing arriving at all
NOTHING = Decision({}, {}, {})
WHOLE_MONEY, SAME_MONEY = "whole budget", "the plan's money"


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan and what is known about it.

    Attributes:
        decision: First-stage decisions; `spending` by item, lever and source, USD.
        objective: USD of the reduced problem; gap: relative, 0 when optimal.
        reduction: Which scenarios were kept and the error of leaving the rest out.
        on_all: Plan and doing nothing on all scenarios of the ensemble.
        fresh: Plans, doing nothing and rules of thumb on fresh scenarios, if those were given.
        whole: The first stage that spends the whole budget on lower losses, if it was asked for.
        shadow: USD saved by one more unit of each limit; `plants` of plant and of supply by end.
        advice: Shadow prices in words.
    """

    problem: Problem
    decision: Decision
    spending: Mapping[str, float]
    objective: float
    gap: float
    status: str
    reduction: reduce.Reduction
    on_all: tuple[Judged, ...]
    fresh: tuple[Judged, ...]
    shadow: Mapping[str, float]
    plants: Mapping[str, float]
    advice: tuple[str, ...]
    whole: Decision | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a plan is tried on: scenarios it has not seen, and rules of thumb that spend an amount of money.

    Attributes:
        fresh_t: Scenario x tier x quarter, tonnes.
        rules: First stages of the rules by name, for an amount of money in USD.
        budget_usd: Budget; a rule is tried with all of it, and with what the plan spends.
    """

    fresh_t: Floats
    rules: Callable[[float], Mapping[str, Decision]]
    budget_usd: float


def reduced(problem: Problem, keep: int) -> tuple[Problem, reduce.Reduction]:
    """The problem on fewer scenarios."""
    value = np.array([tier.loss_usd_per_t for tier in problem.tiers])
    flat = (problem.shortage_t * value[None, :, None]).reshape(len(problem.odds), -1)
    found = reduce.reduce(flat, problem.odds, keep, level=problem.risk.level)
    if len(found.kept) == len(problem.odds):
        return problem, found
    return replace(
        problem, shortage_t=problem.shortage_t[list(found.kept)].copy(), odds=found.odds
    ), found


def plan(
    problem: Problem,
    *,
    keep: int = KEEP,
    seconds: float | None = None,
    trial: Trial | None = None,
    progress: solver.Progress | None = None,
) -> Plan:
    """The best first stage under the limits.

    Args:
        problem: Items, tiers, levers, limits and scenarios.
        keep: Scenarios kept for the optimisation.
        seconds: Time bound of the solver.
        trial: Fresh scenarios and rules of thumb to try it on.
        progress: Called with a line of text before each step.

    Raises:
        InfeasiblePlan: E710 with the limits that conflict.
        MissingExtra: E706 without the extra `plan`.

    Spec: §O30 to §O45.
    """
    say = progress or (lambda _: None)
    small, reduction = reduced(problem, keep)
    say(
        f"{len(reduction.kept)} of {len(problem.odds)} scenarios kept, error {reduction.share:.0%} of the loss"
    )
    found = _solved(small, seconds, progress)
    say("judging the plan on all scenarios")
    both = {PLAN: found.decision, IDLE: NOTHING}
    on_all = judge(problem, both, problem.shortage_t, dict.fromkeys(both, PLAN))
    judged: tuple[Judged, ...] = ()
    whole: Decision | None = None
    if trial is not None:
        say("the plan if the whole budget is given and what is not spent is worth nothing")
        whole = _solved(given(small, problem.shortage_t), seconds, progress).decision
        say(f"judging both and rules of thumb on {len(trial.fresh_t)} fresh scenarios")
        judged = _tried(problem, (found.decision, whole), trial)
    return Plan(
        problem,
        found.decision,
        recourse.spending_by_part(problem, found.decision),
        found.objective,
        found.gap,
        found.status,
        reduction,
        on_all,
        judged,
        found.shadow,
        found.plant_shadow,
        advice(problem, found),
        whole,
    )


def given(problem: Problem, every_t: Floats) -> Problem:
    """The same problem where the budget is given (§O38): money weighs next to nothing, and worse worlds count.

    In one, every use lacks in every quarter the most it lacks in any scenario: money the scenarios kept have no use
    for goes to where one they do not hold would need it. A sample never holds the worst that can come, so steps from
    there to a world in which nothing arrives follow, with odds so small that they direct only what is left.
    """
    worst = every_t.max(axis=0)
    demand = np.array([tier.demand_t_per_quarter for tier in problem.tiers])[:, None]
    beyond = np.maximum(0.0, demand - worst)
    worse = np.stack([worst, *(worst + step * beyond for step in BEYOND)])
    odds = np.array([WORST_ODDS, *(BEYOND_ODDS / len(BEYOND) for _ in BEYOND)])
    return replace(
        problem,
        shortage_t=np.concatenate([problem.shortage_t, worse]),
        odds=np.append(problem.odds * (1.0 - odds.sum()), odds),
        risk=replace(problem.risk, money=GIVEN),
    )


def _solved(
    problem: Problem, seconds: float | None, progress: solver.Progress | None
) -> solver.Solved:
    found = solver.solve(problem, seconds=seconds, progress=progress)
    if found.status == "infeasible":
        raise infeasible(problem)
    if not np.isfinite(found.objective):
        raise ScenarioError(
            "E711",
            f"no plan was found: {found.status}",
            why="The solver stopped before it had any plan",
            way_out="Give more time, or keep fewer scenarios",
        )
    return found


def _tried(problem: Problem, plans: tuple[Decision, Decision], trial: Trial) -> tuple[Judged, ...]:
    """Each rule with the whole budget against the plan that had it too, and with what the plan spends against it.

    Where the budget is given, so is the stock it buys: there the second stage releases it for what it saves, and does
    not hold it back for what it could be sold for.
    """
    own, whole = plans
    spent = recourse.first_stage_usd(problem, own)
    with_all = {WHOLE: whole} | _named(trial.rules(trial.budget_usd), WHOLE_MONEY)
    with_all[EVERYTHING] = everything(problem)
    with_same = {PLAN: own} | _named(trial.rules(spent), SAME_MONEY) | {IDLE: NOTHING}
    free = replace(problem, risk=replace(problem.risk, money=GIVEN))
    first, *same = judge(problem, with_same, trial.fresh_t, dict.fromkeys(with_same, PLAN))
    every = judge(free, with_all, trial.fresh_t, dict.fromkeys(with_all, WHOLE))
    return (first, *every, *same)


def _named(found: Mapping[str, Decision], money: str) -> dict[str, Decision]:
    return {f"{name}, {money}": decision for name, decision in found.items()}


def infeasible(problem: Problem) -> InfeasiblePlan:
    """The smallest set of limits found that conflict, by leaving out one after the other (§O45)."""
    conflicting = list(problem.limits)
    for limit in problem.limits:
        without = [entry for entry in conflicting if entry is not limit]
        if solver.solve(replace(problem, limits=tuple(without))).status == "infeasible":
            conflicting = without
    names = "; ".join(
        f"{entry.name} ({'at least' if entry.at_least else 'at most'} {entry.amount:,.0f} "
        f"{'USD' if entry.kind == 'spend' else 't'})"
        for entry in conflicting
    )
    return InfeasiblePlan(
        "E710",
        "no plan meets these limits together: " + (names or "plants and markets alone"),
        why="Leaving out any one of them makes a plan possible",
        way_out="Loosen one of them",
        limits=tuple(entry.name for entry in conflicting),
    )


def thumbs(
    problem: Problem, budget_usd: float, weights: Mapping[str, Mapping[str, float]]
) -> dict[str, Decision]:
    """The rules of thumb as first stages with the same money."""
    return {name: rules.spread(problem, budget_usd, by_item) for name, by_item in weights.items()}


def only_forms(problem: Problem, forms: Sequence[str]) -> Problem:
    """The same problem with only some forms on sale: what the wrong form costs (§O43)."""
    items = tuple(item for item in problem.items if item.form in forms)
    return replace(problem, items=items)


def budget(amount_usd: float, *, name: str = "budget", years: tuple[int, ...] = ()) -> Limit:
    """A budget as a limit, over all years or some."""
    return Limit(name, "spend", amount_usd, years=years)
