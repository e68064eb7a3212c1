"""Expected loss, the five components and the scorecard's lines (§A22 to §A26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.optimize import minimize

from monazite.economy import System, expected, five, shortage
from monazite.economy.expected import Exposed, Scenario, Supply
from monazite.economy.least_change import LeastChange, least_change
from monazite.study import expected as packaged
from monazite.study import indicator_scorecard, supply

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
    found = shortage.year(calm, Supply(), fixed(), np.array([0.5]))
    assert found.missing == pytest.approx([0.0], abs=1e-9)
    assert found.price == pytest.approx([1.0], abs=1e-9)


def fixed(**changed: float) -> shortage.Draws:
    """One draw without thrift, stocks or restarts, all pooled."""
    given = {
        "demand": 0.4,
        "supply": 0.1,
        "thrift": 0.0,
        "stock": 0.0,
        "restart": 0.0,
        "pooled": 1.0,
    }
    return shortage.Draws(**{name: np.array([value]) for name, value in (given | changed).items()})


def test_a_year_by_hand() -> None:
    # Of a world demand of 1 the restrictor makes 0.8 and keeps 0.4; 0.4 of the others' 0.6 is gone.
    case = Scenario("m", "CHN", 0.8, (0.4, 0.4), (1.0, 1.0, 1.0))
    found = shortage.year(case, Supply(), fixed(), np.array([0.4]))
    price = 3.0 ** (1 / 0.5)
    assert found.price == pytest.approx([price])
    assert found.missing == pytest.approx([1 - price**-0.4])
    # Half of it is bought elsewhere than from the pool: 0.2 of use came from the restrictor itself.
    mixed = shortage.year(case, Supply(), fixed(pooled=0.5), np.array([0.4]), np.array([0.2]))
    assert mixed.missing == pytest.approx([(1 - price**-0.4 + 0.2) / 2])
    # Thrift of 0.1 and stocks of 0.05 of a year come off before output stops.
    spared = shortage.year(case, Supply(), fixed(thrift=0.1, stock=0.05), np.array([0.4]))
    assert spared.unmet == pytest.approx(spared.missing - 0.15)
    # Old scrap of a quarter: the restrictor sells 0.75 x (0.8 - 0.4) = 0.3 of 0.6.
    scrap = shortage.year(case, Supply(recycled=0.25), fixed(), np.array([0.4]))
    assert scrap.price == pytest.approx([2.0 ** (1 / 0.5)])


def test_idle_capacity_that_restarts_eases_the_year() -> None:
    case = Scenario("m", "CHN", 0.8, (0.4, 0.4), (1.0, 1.0, 1.0), idle=0.2)
    tight = shortage.year(case, Supply(), fixed(), np.array([0.4]))
    eased = shortage.year(case, Supply(), fixed(restart=0.5), np.array([0.4]))
    assert eased.missing[0] < tight.missing[0]
    assert eased.price[0] < tight.price[0]


def least_by_search(ceiling: np.ndarray) -> np.ndarray:
    """The same optimum by scipy's general solver, for a system of two."""
    buys = TWO.inputs.sum(axis=0) * TWO.output

    def change(y: np.ndarray) -> float:
        return float(buys @ (y[:2] - 1) ** 2 + TWO.final @ (y[2:] - 1) ** 2)

    def room(y: np.ndarray) -> np.ndarray:
        made = y[:2] * TWO.output
        return made - TWO.inputs @ made - y[2:] * TWO.final

    caps = np.minimum(ceiling / TWO.output, 1.0)
    found = minimize(
        change,
        np.full(4, 0.5),
        bounds=[(0, cap) for cap in caps] + [(0, None)] * 2,
        constraints={"type": "ineq", "fun": room},
        method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 500},
    )
    return found.x[:2] * TWO.output


@pytest.mark.parametrize("chips", [49.0, 46.0, 40.0, 25.0])
def test_least_change_is_the_optimum(chips: float) -> None:
    ceiling = np.array([chips, 1e9])
    after = least_change(TWO, ceiling)
    assert after == pytest.approx(least_by_search(ceiling), rel=1e-5)
    assert after[0] == pytest.approx(chips)
    assert after[1] < 100.0  # phones share the shortage with the public


def test_one_programme_serves_many_ceilings() -> None:
    programme = LeastChange(TWO)
    for chips in (49.0, 30.0, 50.0, 46.0):
        ceiling = np.array([chips, 100.0])
        assert programme.output(ceiling) == pytest.approx(least_change(TWO, ceiling))


def test_scrap_keeps_its_slack() -> None:
    # Ten of scrap come back into the row of chips whatever is made.
    sold = System(
        ("chips", "phones"),
        np.array([[0.0, 60.0], [10.0, 0.0]]),
        OUTPUT,
        np.array([-10.0, 90.0]),
        OUTPUT - np.array([10.0, 60.0]),
        OUTPUT / 2,
    )
    assert least_change(sold, OUTPUT) == pytest.approx(OUTPUT)
    assert (least_change(sold, np.array([40.0, 100.0])) <= OUTPUT).all()


def test_five_components_by_hand() -> None:
    shock = five.Shock(
        served=0.6, price=3.0, price_usd_per_t=1000.0, use_t=10.0, home_t=2.0, home_after_t=3.0
    )
    parts = five.components(TWO, np.array([0.5, 0.0]), shock)
    assert parts.consumers_cut == pytest.approx(-0.5 * 0.4 * 20.0 * 1e6)
    assert parts.consumers_pay == pytest.approx(-10_000 * 2 * 0.6)
    assert parts.producers_make == pytest.approx(500.0)
    assert parts.producers_get == pytest.approx(6000.0)
    # chips fall to 40; phones fall with them, at 0.275 of value added
    phones = least_by_search(np.array([40.0, 1e9]))[1]
    assert parts.downstream == pytest.approx((phones - 100) * 0.275 * 1e6, rel=1e-4)
    assert parts.by_industry.sum() == pytest.approx(-parts.consumers_cut - parts.downstream)
    assert parts.net < 0
    # What thrift and stocks spare stops no output, but is not bought either.
    spared = five.components(TWO, np.array([0.5, 0.0]), replace(shock, unmet=0.1))
    assert spared.consumers_cut == pytest.approx(parts.consumers_cut / 4)
    assert spared.consumers_pay == parts.consumers_pay


def test_no_shortage_changes_nothing_downstream() -> None:
    assert least_change(TWO, OUTPUT) == pytest.approx(OUTPUT)


def test_controls_in_force_on_the_day_of_the_draft_list() -> None:
    ruled = packaged.controlled(date(2025, 8, 25))
    assert {"dysprosium", "gallium", "tungsten", "natural-graphite"} <= ruled
    assert "europium" not in ruled  # Announcement 57 came in October
    assert "dysprosium" not in packaged.controlled(date(2025, 1, 1))


def test_shares_of_supply_add_up_to_at_most_one() -> None:
    for mineral, by in supply.shares().items():
        assert all(0 <= share <= 1 for share in by.values()), mineral
        if mineral not in supply.TWO_STAGES:  # the larger of two stages may add to more
            assert 0 < sum(by.values()) <= 1 + 1e-9, mineral


def test_facts_of_supply_are_the_printed_ones() -> None:
    assert supply.shares()["germanium"]["CHN"] == pytest.approx(95 / 140)  # USGS 2022, for 2021
    assert supply.shares()["cobalt"]["CHN"] > 0.7  # refining, though it mines little
    assert supply.bought_from("germanium", "CHN") == pytest.approx((0.115, 0.23))
    assert supply.bought_from("gallium", "CHN") == pytest.approx((0.18, 0.18))
    assert supply.bought_from("gallium", "RUS") == pytest.approx((0.0, 0.16))  # not named
    assert supply.bought_from("rhodium", "ZAF") is None
    assert supply.supplies()["gallium"].stock_days == pytest.approx(66.559)
    assert supply.supplies()["tungsten"].recycled == pytest.approx(0.42)
    assert supply.idle()["gallium"]["OTH"] == pytest.approx(100 / 848)


def test_a_diluent_costs_less_than_the_magnet() -> None:
    exposed = packaged.exposed()
    part = {name: exposed[name][0].part[1] for name in ("neodymium", "praseodymium", "dysprosium")}
    assert part["praseodymium"] < part["dysprosium"] < part["neodymium"]
    assert {entry.part for entry in exposed["rare-earths"]} == {(1.0, 1.0, 1.0)}


def test_the_scorecard_puts_misses_first_and_says_why() -> None:
    lines = indicator_scorecard.lines()
    order = [line.hit for line in lines]
    assert order == sorted(order, key=lambda hit: {False: 0, None: 1, True: 2}[hit])
    assert all(line.why for line in lines)
    page = indicator_scorecard.markdown(geopolrisk="-", input_output="-")
    assert page.count("\n|") == len(lines) + 4
