"""A control that began before the day asked about has shaped the world of that day (§S12)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from monazite import network, simulate
from monazite.shock import LossCurve, Scenario, Shock, ShockKind
from monazite.shock.types import Project, Target
from monazite.simulate import begun, since
from monazite.study.assumption_tables import assumptions


def _banned(onset: int) -> Scenario:
    target = Target(origin=("CHN",), minerals=("gallium",))
    ban = Shock("ban", ShockKind.BAN, "test", LossCurve(onset_week=onset, end_week=60), target)
    plant = Project("plant", "CAN", "gallium", "refining", 10.0, 5.0, 20.0)
    return Scenario(
        "gallium", "", (ban,), assumptions(), horizon_weeks=40, restrictor="CHN", projects=(plant,)
    )


def test_the_run_starts_on_the_first_day_of_the_control_and_every_day_keeps_its_place() -> None:
    moved = begun(_banned(-20), 104)
    assert (moved.history_weeks, moved.horizon_weeks) == (20, 60)
    assert (moved.shocks[0].curve.onset_week, moved.shocks[0].curve.end_week) == (0, 80)
    assert moved.projects[0].start_week == 25.0


def test_history_is_no_longer_than_asked_and_none_where_nothing_began() -> None:
    assert begun(_banned(-200), 52).shocks[0].curve.onset_week == -148
    ahead = _banned(8)
    assert begun(ahead, 52) is ahead


def test_results_are_those_of_the_longer_run_from_the_day_on() -> None:
    world = network.load("gallium")
    scenario = begun(_banned(-20), 104)
    whole = simulate.sweep(world, scenario, runs=8, seed=3)
    told = since(whole, scenario.history_weeks)
    assert told.record.horizon_weeks == 40
    np.testing.assert_array_equal(told.unmet, whole.unmet[:, 20:])
    np.testing.assert_array_equal(told.spot, whole.spot[:, 20:])
    assert told.baseline.unmet_t.shape[0] == 40


def test_months_of_a_ban_leave_less_stock_than_its_first_day() -> None:
    world = network.load("gallium")
    fresh = simulate.sweep(world, replace(_banned(0), horizon_weeks=40), runs=8, seed=3)
    scenario = begun(_banned(-20), 104)
    worn = since(simulate.sweep(world, scenario, runs=8, seed=3), scenario.history_weeks)
    position = fresh.mineral("gallium")
    assert (worn.spot[:, 0, position] > fresh.spot[:, 0, position]).all()
