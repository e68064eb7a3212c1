"""Weeks of cover by hand (§O1 to §O4)."""

import pytest

from monazite.errors import UnitError
from monazite.provenance import Cited, Figure
from monazite.respond import Need, cover


def figure(
    id: str, value: float, unit: str, low: float | None = None, high: float | None = None
) -> Figure:
    return Figure(id, id, value, unit, low=low, high=high, cited=Cited("usgs-mcs-2026", "made up"))


def need(name: str, use: float, home: float, stressed: float | None) -> Need:
    return Need(
        name,
        name,
        "oxide",
        figure(f"use-{name}", use, "t/y"),
        figure(f"home-{name}", home, "USD/kg"),
        figure(f"stress-{name}", stressed, "USD/kg") if stressed else None,
    )


def test_a_budget_buys_weeks_at_two_prices() -> None:
    # 365.25/7 t a year is one tonne a week: 10,000 USD at home, 40,000 under stress.
    found = cover(figure("budget", 1e6, "USD"), [need("a", 365.25 / 7, 10, 40)])[0]
    assert found.week_cost.number == pytest.approx(10_000)
    assert (found.alone.number, found.alone.low) == (pytest.approx(100), pytest.approx(25))
    assert found.together.number == pytest.approx(found.alone.number)
    assert found.tonnes.number == pytest.approx(100)


def test_an_even_basket_buys_the_same_weeks_of_all_and_spends_the_budget() -> None:
    found = cover(figure("budget", 9e5, "USD"), [need("a", 100, 10, 20), need("b", 50, 90, None)])
    assert found[0].together.number == found[1].together.number
    spent = sum(entry.together.number * entry.week_cost.number for entry in found)
    assert spent == pytest.approx(9e5)


def test_zero_budget_buys_nothing() -> None:
    found = cover(figure("budget", 0, "USD"), [need("a", 100, 10, 20)])[0]
    assert found.alone.number == found.together.number == found.tonnes.number == 0


@pytest.mark.parametrize(("use", "home"), [(0, 10), (100, 0), (-1, 10)])
def test_a_use_or_price_that_is_not_above_zero_is_refused(use: float, home: float) -> None:
    with pytest.raises(UnitError, match="E701"):
        cover(figure("budget", 1, "USD"), [need("a", use, home, None)])
