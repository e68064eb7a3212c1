"""A plan under a budget: reduce, solve, judge on fresh scenarios, explain (§O30 to §O45)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import InfeasiblePlan, ScenarioError
from monazite.respond import recourse, reduce, rules, solver
from monazite.respond.problem import Decision, Limit, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KEEP, RESAMPLES = 60, 2000
GIVEN = 0.01  # weight of money where the budget is given: breaks ties, decides nothing
WORST_ODDS = 0.005  # of the scenario that is the worst of all in every use
NOTHING = Decision({}, {}, {})
PLAN, WHOLE, IDLE = "plan", "plan, whole budget", "do nothing"
WHOLE_MONEY, SAME_MONEY = "whole budget", "the plan's money"


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
    against: str = "plan"
    margin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    margin_all: tuple[float, float, float] = (0.0, 0.0, 0.0)


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
    stage = recourse.moving(problem)
    on_all = _judge(stage, problem, {PLAN: found.decision, IDLE: NOTHING}, problem.shortage_t)
    judged: tuple[Judged, ...] = ()
    whole: Decision | None = None
    if trial is not None:
        say("the plan if the whole budget is given and what is not spent is worth nothing")
        whole = _solved(given(small, problem.shortage_t), seconds, progress).decision
        say(f"judging both and rules of thumb on {len(trial.fresh_t)} fresh scenarios")
        judged = _tried(stage, problem, (found.decision, whole), trial)
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
    """The same problem where the budget is given (§O38): money weighs next to nothing, and one more scenario counts.

    In it every use lacks, in every quarter, the most it lacks in any scenario. It has odds of half a per cent, so that
    money the scenarios kept have no use for goes to where a scenario they do not hold would need it.
    """
    worst = every_t.max(axis=0, keepdims=True)
    return replace(
        problem,
        shortage_t=np.concatenate([problem.shortage_t, worst]),
        odds=np.append(problem.odds * (1.0 - WORST_ODDS), WORST_ODDS),
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


def _tried(
    stage: solver.Moving, problem: Problem, plans: tuple[Decision, Decision], trial: Trial
) -> tuple[Judged, ...]:
    """Each rule with the whole budget against the plan that had it too, and with what the plan spends against it."""
    own, whole = plans
    spent = recourse.first_stage_usd(problem, own)
    decisions: dict[str, Decision] = {PLAN: own, WHOLE: whole}
    against = {PLAN: PLAN, WHOLE: WHOLE, IDLE: PLAN}
    for name, decision in trial.rules(trial.budget_usd).items():
        decisions[f"{name}, {WHOLE_MONEY}"] = decision
        against[f"{name}, {WHOLE_MONEY}"] = WHOLE
    for name, decision in trial.rules(spent).items():
        decisions[f"{name}, {SAME_MONEY}"] = decision
        against[f"{name}, {SAME_MONEY}"] = PLAN
    decisions[IDLE] = NOTHING
    return _judge(stage, problem, decisions, trial.fresh_t, against)


def _judge(
    stage: solver.Moving,
    problem: Problem,
    decisions: Mapping[str, Decision],
    paths: Floats,
    against: Mapping[str, str] | None = None,
) -> tuple[Judged, ...]:
    drawn = {name: recourse.losses(stage, decision, paths) for name, decision in decisions.items()}
    spent = {
        name: recourse.first_stage_usd(problem, decision) for name, decision in decisions.items()
    }
    level = problem.risk.level
    picks = np.random.default_rng(0).integers(0, len(paths), (RESAMPLES, len(paths)))
    found: list[Judged] = []
    for name, (losses, worth) in drawn.items():
        other = (against or {}).get(name, PLAN)
        base, base_worth = drawn[other]
        found.append(
            Judged(
                name,
                spent[name],
                float(worth.mean()),
                float(losses.mean()),
                recourse.conditional_mean(losses, level),
                other,
                _margin(losses, base, level, picks),
                _margin(
                    losses,
                    base,
                    level,
                    picks,
                    money=spent[name] - spent[other] - worth + base_worth,
                ),
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


def advice(problem: Problem, found: solver.Solved) -> tuple[str, ...]:
    """Shadow prices in words (§O44)."""
    said: list[str] = []
    for limit in problem.limits:
        worth = found.shadow.get(limit.name, 0.0)
        if worth <= 1e-6:  # noqa: PLR2004 - rounding of the solver
            said.append(f"“{limit.name}” does not bind: more of it saves nothing.")
        elif limit.kind == "spend":
            said.append(
                f"One more million USD under “{limit.name}” lowers cost plus expected and tail loss by "
                f"{worth:,.2f} million USD."
            )
        else:
            verb = "less demanded" if limit.at_least else "more allowed"
            said.append(
                f"One tonne {verb} by “{limit.name}” saves {worth / 1e3:,.0f} thousand USD."
            )
    ends = {
        k.removeprefix("supply of "): v
        for k, v in found.plant_shadow.items()
        if k.startswith("supply of ")
    }
    if ends and max(ends.values()) > 0:
        best = max(ends, key=lambda end: ends[end])
        said.append(
            f"The next tonne is worth most as {best}: {ends[best] / 1e6 / problem.quarters:,.2f} million USD "
            "a tonne and quarter on average."
        )
    for name, words in (("metal_plant", "metal plant"), ("magnet_plant", "magnet plant")):
        worth = found.plant_shadow.get(name, 0.0)
        if worth > 1.0:
            said.append(
                f"One tonne a quarter of {words} is worth {worth / 1e6:,.2f} million USD over the horizon."
            )
        else:
            said.append(f"More {words} alone saves nothing under this plan.")
    return tuple(said)


def infeasible(problem: Problem) -> InfeasiblePlan:
    """The smallest set of limits found that conflict, by leaving out one after the other (§O45)."""
    conflicting = list(problem.limits)
    for limit in problem.limits:
        without = [entry for entry in conflicting if entry is not limit]
        if solver.solve(replace(problem, limits=tuple(without))).status == "infeasible":
            conflicting = without
    names = "; ".join(
        f"{entry.name} ({'at least' if entry.at_least else 'at most'} {entry.amount:,.0f})"
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
