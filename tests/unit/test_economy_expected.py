"""Expected loss, the five components and the scorecard's lines (§A22 to §A26)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from monazite.economy import System, expected, five
from monazite.economy.expected import Exposed, Scenario
from monazite.study import expected as packaged
from monazite.study import indicator_scorecard

FLOWS = np.array([[0.0, 45.0], [10.0, 0.0]])
OUTPUT = np.array([50.0, 100.0])
TWO = System(
    ("chips", "phones"),
    FLOWS,
    OUTPUT,
    OUTPUT - FLOWS.sum(1),
    OUTPUT - FLOWS.sum(0),
    (OUTPUT - FLOWS.sum(0)) / 2,
)


def scenario(name: str, *, sure: bool = False) -> Scenario:
    return Scenario(name, "CHN", 0.9, (0.4, 0.6), (0.1, 0.2, 0.3), in_force=sure)


def test_a_control_in_force_costs_more_and_ranks_first() -> None:
    industries = (Exposed("x", 100.0, (0.1, 0.2, 0.3)),)
    ranked = expected.rank(
        (scenario("likely"), scenario("sure", sure=True)),
        {"likely": industries, "sure": industries},
        runs=400,
        rng=np.random.default_rng(7),
    )
    assert [entry.commodity for entry in ranked] == ["sure", "likely"]
    assert ranked[0].mean == pytest.approx(5 * ranked[1].mean, rel=0.15)
    assert ranked[0].low < ranked[0].mean < ranked[0].high


def test_the_same_seed_gives_the_same_ranks() -> None:
    one, two = (packaged.ranking(runs=50, seed=3) for _ in range(2))
    assert one == two


def test_a_restrictor_that_uses_all_it_makes_cuts_nothing() -> None:
    calm = Scenario("m", "CHN", 0.3, (0.5, 0.5), (1.0, 1.0, 1.0))
    lost = expected.unmet(calm, np.array([0.5]), np.array([0.1]), np.array([0.5]))
    assert lost == pytest.approx([0.0], abs=1e-9)


def test_least_change_lets_final_demand_give_way_first() -> None:
    # Phones take 45 of 50 chips and the public 5; four chips fewer cost the public, not the phones.
    after = five.least_change(TWO, np.array([46.0, 1e9]))
    assert after == pytest.approx([46.0, 100.0])
    # Ten chips fewer do not leave enough: phones fall to 40 / 0.45.
    after = five.least_change(TWO, np.array([40.0, 1e9]))
    assert after == pytest.approx([40.0, 40.0 / 0.45], rel=1e-6)


def test_five_components_by_hand() -> None:
    parts = five.components(
        TWO,
        np.array([0.5, 0.0]),
        five.Shock(
            served=0.6, price=3.0, price_usd_per_t=1000.0, use_t=10.0, home_t=2.0, home_after_t=3.0
        ),
    )
    assert parts.consumers_cut == pytest.approx(-0.5 * 0.4 * 20.0 * 1e6)
    assert parts.consumers_pay == pytest.approx(-10_000 * 2 * 0.6)
    assert parts.producers_make == pytest.approx(500.0)
    assert parts.producers_get == pytest.approx(6000.0)
    # chips fall to 40, so phones fall to 40/0.45 of 100 at 0.275 of value added
    assert parts.downstream == pytest.approx((40 / 0.45 - 100) * 0.275 * 1e6, rel=1e-5)
    assert parts.net < 0


def test_no_shortage_changes_nothing_downstream() -> None:
    assert five.least_change(TWO, OUTPUT) == pytest.approx(OUTPUT)


def test_controls_in_force_on_the_day_of_the_draft_list() -> None:
    ruled = packaged.controlled(date(2025, 8, 25))
    assert {"dysprosium", "gallium", "tungsten", "natural-graphite"} <= ruled
    assert "europium" not in ruled  # Announcement 57 came in October
    assert "dysprosium" not in packaged.controlled(date(2025, 1, 1))


def test_shares_of_supply_add_up_to_at_most_one() -> None:
    for mineral, by in packaged.supply_shares().items():
        assert 0 < sum(by.values()) <= 1 + 1e-9, mineral


def test_the_scorecard_puts_misses_first_and_says_why() -> None:
    lines = indicator_scorecard.lines()
    order = [line.hit for line in lines]
    assert order == sorted(order, key=lambda hit: {False: 0, None: 1, True: 2}[hit])
    assert all(line.why for line in lines)
    page = indicator_scorecard.markdown(geopolrisk="-", input_output="-")
    assert page.count("\n|") == len(lines) + 4
