"""The market outside a restrictor against the reference values (§M20 to §M24)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from monazite.errors import ScenarioError
from monazite.simulate.prices import (
    Bloc,
    clear,
    clear_by_bisection,
    consumer_loss,
    home,
    implied_elasticity,
    producer_gain,
    volume_weighted,
)

# S0, X0, r, e_d, e_s, cap, release -> price, demand, own supply (reference computation, two independent programs)
CASES = [
    ((40, 60, 1.0, -0.3, 0.2, None, 0), (6.25, 57.707996, 57.707996)),
    ((40, 60, 0.5, -0.3, 0.2, None, 0), (2.345335, 77.435224, 47.435224)),
    ((40, 60, 1.0, -0.3, 0.2, 44, 0), (15.434447, 44.0, 44.0)),
    ((40, 60, 1.0, -0.3, 0.2, 44, 15), (5.805326, 59.0, 44.0)),
    ((10, 90, 1.0, -1.0, 0.5, None, 0), (4.641589, 21.544347, 21.544347)),
    ((2, 98, 0.5, -0.2, 0.1, None, 0), (26.86673, 51.779403, 2.779403)),
]


@pytest.mark.parametrize(("given", "expected"), CASES)
@pytest.mark.parametrize("solver", [clear, clear_by_bisection])
def test_price_demand_and_supply_after_a_cut(solver: Any, given: Any, expected: Any) -> None:
    s0, x0, r, ed, es, cap, release = given
    found = solver(Bloc(s0, x0, ed, es, cap or float("inf")), r, release_t=release)
    assert (found.price, found.demand_t, found.supply_t) == pytest.approx(expected, abs=1e-6)


def test_the_table_of_the_methods_agrees(shared_dir: Path) -> None:
    path = shared_dir / "reference/methods/tables/core_unit_tests.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    rows = [row for row in rows if row["test"] == "bloc_market"]
    assert len(rows) == 18
    for row in rows:
        given = dict(part.split("=") for part in row["inputs"].split(";"))
        bloc = Bloc(
            float(given["S0"]),
            float(given["X0"]),
            float(given["ed"]),
            float(given["es"]),
            float(given.get("cap", "inf")),
        )
        found = clear(bloc, float(given["r"]), release_t=float(given.get("release", 0)))
        name = {"P_ratio": "price", "demand_after": "demand_t", "supply_after": "supply_t"}
        assert getattr(found, name[row["quantity"]]) == pytest.approx(float(row["value"]), abs=1e-6)


def test_leakage_counts_as_trade_that_was_not_cut() -> None:
    bloc = Bloc(40, 60, -0.3, 0.2)
    assert clear(bloc, 1.0, leakage=0.5).price == pytest.approx(clear(bloc, 0.5).price, rel=1e-12)


def test_home_price_falls_when_exports_are_held_back() -> None:
    assert home(50, 50, 50, (-0.3, 0.2)) == pytest.approx(1.0, abs=1e-12)
    assert home(50, 50, 0, (-0.3, 0.2)) == pytest.approx(0.5 ** (1 / 0.5), rel=1e-9)


def test_elasticities_implied_by_events() -> None:
    assert implied_elasticity(0.38509, 26.121) == pytest.approx(0.149, abs=5e-4)
    assert implied_elasticity(0.71, 3.036) == pytest.approx(1.115, abs=5e-4)


def test_surplus_is_the_area_under_the_curves() -> None:
    assert consumer_loss(100.0, 2.0, -1.0) == pytest.approx(69.314718, abs=1e-6)
    assert consumer_loss(100.0, 2.0, -0.5) == pytest.approx(82.842712, abs=1e-6)
    assert producer_gain(100.0, 2.0, 0.0) == pytest.approx(100.0)


def test_few_buy_spot() -> None:
    assert volume_weighted(10.0, 1.0, 0.01) == pytest.approx(1.09)


@pytest.mark.parametrize("bad", [(1, 1, 0.1, 0.2), (1, 1, -0.1, -0.2), (-1, 1, -0.1, 0.2)])
def test_impossible_markets_are_refused(bad: Any) -> None:
    with pytest.raises(ScenarioError, match="E505"):
        Bloc(*bad)
