"""What must hold for any plan (§O38 to §O45)."""

import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from monazite.errors import InfeasiblePlan, MissingExtra, ScenarioError
from monazite.respond.newsvendor import best_stock
from monazite.respond.problem import Decision, Limit
from monazite.respond.reduce import reduce
from tests.plan_cases import chain, newsvendor

pytest.importorskip("linopy")
from monazite.respond import judge, recourse, solver
from monazite.respond import plan as planning

SHORTAGE = {0.0: 0.7, 50.0: 0.2, 200.0: 0.08, 500.0: 0.02}


@pytest.mark.parametrize("weight", [0.0, 0.5, 1.0])
def test_one_item_and_one_use_is_the_newsvendor(weight: float) -> None:
    stock, value = best_stock(SHORTAGE, unit_cost=1.2, loss=20, weight=weight, alpha=0.95)
    found = solver.solve(newsvendor(weight))
    assert found.objective == pytest.approx(value)
    assert sum(found.decision.bought_t.values()) == pytest.approx(stock)


def test_more_budget_never_raises_the_optimum_and_none_buys_nothing() -> None:
    budgets = [0.0, 500.0, 1500.0, 4000.0, 1e6]
    found = [solver.solve(chain(usd)) for usd in budgets]
    values = [entry.objective for entry in found]
    assert all(later <= earlier + 1e-6 for earlier, later in pairwise(values))
    assert values[0] > values[-1]
    assert found[0].decision == Decision({}, {}, {})


def test_the_order_of_scenarios_does_not_matter() -> None:
    problem = chain(2000.0)
    order = np.array([2, 0, 1])
    turned = replace(
        problem, shortage_t=problem.shortage_t[order].copy(), odds=problem.odds[order].copy()
    )
    assert solver.solve(turned).objective == pytest.approx(solver.solve(problem).objective)


def test_duals_agree_with_finite_differences() -> None:
    step = 1.0
    at = solver.solve(chain(1500.0))
    up, down = (solver.solve(chain(1500.0 + s)).objective for s in (step, -step))
    slope = (down - up) / (2 * step)
    assert at.shadow["budget"] == pytest.approx(slope, rel=1e-6)
    assert slope > 0


def test_shadow_price_of_plant_agrees_with_finite_differences() -> None:
    at = solver.solve(chain(1500.0, magnet=1.0))
    up, down = (solver.solve(chain(1500.0, magnet=1.0 + s)).objective for s in (0.01, -0.01))
    assert at.plant_shadow["magnet_plant"] == pytest.approx((down - up) / 0.02, rel=1e-5)


def test_oxide_without_a_metal_plant_helps_nobody() -> None:
    """Bought in oxide alone without plants, stock serves no user: the wrong form costs what the shortage costs."""
    no_plant = replace(chain(metal=0.0), levers=(), sources=())
    free = solver.solve(no_plant)
    oxide = solver.solve(planning.only_forms(no_plant, ("oxide",)))
    nothing = solver.solve(replace(no_plant, limits=(Limit("budget", "spend", 0.0),)))
    assert oxide.objective == pytest.approx(nothing.objective)
    assert free.objective < oxide.objective
    with_plant = solver.solve(
        planning.only_forms(replace(chain(), levers=(), sources=()), ("oxide",))
    )
    assert with_plant.objective < oxide.objective


def test_recourse_agrees_with_the_whole_program() -> None:
    problem = chain(2000.0, weight=0.0)
    found = solver.solve(problem)
    lost, worth = recourse.losses(recourse.moving(problem), found.decision, problem.shortage_t)
    spent = recourse.first_stage_usd(problem, found.decision)
    assert spent + float(problem.odds @ (lost - worth)) == pytest.approx(found.objective)


def test_conflicting_limits_are_named() -> None:
    problem = chain(100.0)
    floor = Limit("ten weeks of magnets", "tonnes", 10.0, {"m magnet": 1.0}, at_least=True)
    idle = Limit("a generous cap", "tonnes", 1e6, {"a oxide": 1.0})
    with pytest.raises(InfeasiblePlan, match="E710") as caught:
        planning.plan(replace(problem, limits=(*problem.limits, idle, floor)))
    assert set(caught.value.context["limits"]) == {"budget", "ten weeks of magnets"}


def test_a_plan_is_judged_and_explained() -> None:
    problem = chain(1500.0)
    lines: list[str] = []
    found = planning.plan(
        problem,
        progress=lines.append,
        trial=planning.Trial(
            problem.shortage_t,
            lambda usd: planning.thumbs(
                problem, usd, {"equal split": {i.name: 1.0 for i in problem.items}}
            ),
            1500.0,
        ),
    )
    by_name = {entry.name: entry for entry in found.fresh}
    assert list(by_name) == [
        "plan",
        "plan, whole budget",
        "equal split, whole budget",
        "everything on sale",
        "equal split, the plan's money",
        "do nothing",
    ]
    assert by_name["do nothing"].mean >= by_name["plan"].mean
    assert by_name["equal split, whole budget"].margin[0] > 0
    assert by_name["equal split, whole budget"].against == "plan, whole budget"
    rule = by_name["equal split, the plan's money"]
    assert rule.spent <= by_name["plan"].spent + 1e-6
    assert any("solving" in line for line in lines)
    assert "One more million USD" in found.advice[0]
    assert by_name["equal split, whole budget"].spent <= 1500.0 + 1e-6


def test_a_given_budget_is_spent_where_a_worse_scenario_would_need_it() -> None:
    problem = newsvendor(weight=0.5, budget_usd=1e4)
    mild = replace(problem, shortage_t=problem.shortage_t[:2].copy(), odds=np.array([0.8, 0.2]))
    own = solver.solve(mild).decision
    whole = solver.solve(planning.given(mild, problem.shortage_t)).decision
    assert sum(own.bought_t.values()) == pytest.approx(50)  # all that its own scenarios lack
    # All that any scenario lacks, and with the rest of the money as much as it can of worlds none of them holds.
    assert sum(whole.bought_t.values()) == pytest.approx(1e4 / 1.2)
    tight = replace(mild, limits=(Limit("budget", "spend", 240.0),))
    scarce = solver.solve(planning.given(tight, problem.shortage_t)).decision
    assert sum(scarce.bought_t.values()) == pytest.approx(200)


def test_no_first_stage_leaves_less_than_everything_on_sale() -> None:
    problem = chain(1500.0)
    plans = {
        "everything": judge.everything(problem),
        "plan": solver.solve(problem).decision,
        "rich": solver.solve(replace(problem, limits=())).decision,
        "idle": Decision({}, {}, {}),
    }
    given = replace(problem, risk=replace(problem.risk, money=0.0))
    found = judge.judge(given, plans, problem.shortage_t, dict.fromkeys(plans, "everything"))
    least = found[0]
    assert all(entry.margin[0] >= -1e-6 for entry in found)
    assert found[-1].mean + found[-1].tail > least.mean + least.tail


def test_reduction_keeps_the_odds_and_states_its_error() -> None:
    rng = np.random.default_rng(1)
    losses = rng.gamma(1.0, 1.0, (200, 4))
    odds = np.full(200, 1 / 200)
    errors = [reduce(losses, odds, keep).error for keep in (5, 20, 80, 200)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] == 0
    found = reduce(losses, odds, 20)
    assert found.odds.sum() == pytest.approx(1)
    assert len(found.kept) == 20
    tail = set(np.argsort(-losses.sum(axis=1))[:10].tolist())
    assert len(tail & set(found.kept)) == 10  # half of what is kept are the worst twentieth


def test_odds_that_do_not_fit_are_refused() -> None:
    problem = chain()
    with pytest.raises(ScenarioError, match="E705"):
        replace(problem, odds=np.array([0.5, 0.1, 0.1]))


def test_without_the_extra_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "linopy", None)
    with pytest.raises(MissingExtra, match="E706"):
        solver.build(chain())
