"""Projects, decks, doors and holdings on cases that can be done by hand (§V9 to §V19, §V43 to §V47)."""

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from monazite.errors import DataError, UnknownCode
from monazite.provenance import Cited, Figure
from monazite.study import valuing
from monazite.value import Arrival, Odds, doors, gainers, holdings
from monazite.value.cashflow import Terms
from monazite.value.cashflow import value as cash
from monazite.value.decks import Deck, floor_cost_musd, put
from monazite.value.project import (
    Project,
    Span,
    breakeven,
    draws,
    project,
    streams,
    tonnes,
    tornado,
)

TERMS = Terms(discount=0.1, tax=0.0, working_days=0.0)


def span(value: float) -> Span:
    return Span(value, value, value)


def plant(**changes: object) -> Project:
    """Spends 100, then sells 1,000 t a year for ten years at a cost of 10 million."""
    base = Project(
        "plant",
        span(10),
        span(100),
        1,
        span(0),
        output_t_per_y={"ndpr": span(1000)},
        opex_musd_per_y=span(10),
        sustaining_share=span(0),
    )
    return replace(base, **changes)  # pyright: ignore[reportArgumentType] - fields by name


def test_level_flows_by_hand() -> None:
    # 1,000 t at 40 USD/kg is 40 million; less 10 is 30 a year for ten years after a year of building.
    flow = cash(streams(plant(), Deck("d", {"ndpr": (40.0,)}), {}), TERMS)
    annuity = (1 - 1.1**-10) / 0.1
    assert flow.npv == pytest.approx((-100 + 30 * annuity) / 1.1)


def test_ore_gives_tonnes_by_grade_recovery_and_basket() -> None:
    ore = {"throughput": span(100_000), "grade": span(0.02), "recovery": span(0.5)}
    found = tonnes(plant(output_t_per_y={}, ore=ore, basket={"ndpr": 0.25, "other": 0.7}), {})
    assert found == {"ndpr": pytest.approx(250), "other": pytest.approx(700)}
    with pytest.raises(DataError, match="E754"):
        tonnes(plant(output_t_per_y={}, ore=ore), {})


def test_breakeven_is_where_the_value_is_zero() -> None:
    deck = Deck("d", {"ndpr": (40.0,)})
    level = breakeven(plant(), deck, TERMS)
    assert level is not None
    assert cash(streams(plant(), deck, {"price": level}), TERMS).npv == pytest.approx(0, abs=1e-6)


def test_a_floor_holds_the_price_for_its_years_and_costs_what_it_lifts() -> None:
    deck = Deck("floor", {"ndpr": (60.0,)}, floor={"ndpr": 110.0}, floor_years=2)
    assert list(deck.at("ndpr", 3)) == [110, 110, 60]
    assert list(deck.at("ndpr", 2, level=3.0)) == [180, 180]
    # 50 USD/kg on 1,000 t is 50 million a year, undiscounted and without volatility.
    assert (
        floor_cost_musd(
            np.array([60.0, 60.0]), 110, np.array([1000.0, 1000.0]), volatility=0, discount=0
        )
        == 100
    )


def test_a_put_is_worth_more_than_what_is_in_it_and_obeys_parity() -> None:
    inside, outside = put(60, 110, 2, 0.4, 0.0), put(110, 60, 2, 0.4, 0.0)
    assert inside > 50
    # Put at floor F on forward P less put at floor P on forward F is the difference F - P (call-put symmetry).
    assert inside - outside == pytest.approx(50)


def test_tornado_is_widest_first_and_draws_fall_around_the_middle() -> None:
    given = plant(capital_musd=Span(80, 100, 150), opex_musd_per_y=Span(9, 10, 11))
    deck = Deck("d", {"ndpr": (40.0,)})
    swings = tornado(given, deck, TERMS, Span(0.5, 1.0, 1.5))
    assert swings[0].name == "price"
    assert all(a.width >= b.width for a, b in pairwise(swings))
    drawn = draws(
        given, deck, TERMS, price=Span(0.9, 1.0, 1.1), rng=np.random.default_rng(1), count=300
    )
    middle = cash(streams(given, deck, {}), TERMS).npv
    assert abs(float(np.median(drawn)) - middle) < 0.25 * middle


def test_paths_of_an_ensemble_move_the_price() -> None:
    deck = Deck("paths", {"ndpr": (40.0,)}, path=np.array([[1.0, 2.0], [1.0, 0.5]]))
    assert list(deck.at("ndpr", 3, 0)) == [40, 80, 80]
    found = project(plant(), deck, TERMS, rng=np.random.default_rng(1))
    assert found.band[0] < found.flow.npv < found.band[2]


def test_a_product_without_a_price_is_refused() -> None:
    with pytest.raises(DataError, match="E755"):
        project(plant(), Deck("d", {"dy": (1.0,)}), TERMS, rng=np.random.default_rng(1))


def test_the_shipped_studies_come_near_their_publishers_at_their_own_price() -> None:
    published = {"nolans-2022": 1693, "carina-2024": 1500}
    for name, npv in published.items():
        found = valuing.value(name, decks=("study",))[0]
        assert found.flow.npv == pytest.approx(npv, rel=0.15)
        assert valuing.figures(found)[0].number == found.flow.npv


def test_a_project_from_yaml_and_from_a_workbook_is_the_same(tmp_path: Path) -> None:
    from openpyxl import Workbook

    text = (
        "name: x\nlife_years: [8, 10, 12]\ncapital_musd: 100\noutput_t_per_y: {ndpr: 1000}\n"
        "opex_musd_per_y: 10\nprices: {ndpr: 60}\n"
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["input", "low", "mid", "high"],
        ["name", "x"],
        ["life_years", 8, 10, 12],
        ["capital_musd", 100],
        ["output_t_per_y.ndpr", 1000],
        ["opex_musd_per_y", 10],
        ["prices.ndpr", 60],
    ):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    assert doors.of_workbook(held.getvalue(), where="x.xlsx") == doors.of_yaml(text, where="x.yaml")
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    assert valuing.value(str(path), decks=("study",))[0].flow.npv > 0


def test_what_is_no_project_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"E756.*capital"):
        doors.of_yaml("name: x\nlife_years: 3\n", where="x.yaml")
    with pytest.raises(DataError, match="E202"):
        doors.of_yaml("name: [", where="x.yaml")
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK nothing")
    with pytest.raises(DataError, match="E757"):
        valuing.read(str(path))
    with pytest.raises(UnknownCode, match="E759"):
        valuing.read("no-such-study")


def figure(
    id: str, value: float, unit: str, low: float | None = None, high: float | None = None
) -> Figure:
    return Figure(id, id, value, unit, low=low, high=high, cited=Cited("usgs-mcs-2026", "made up"))


def test_holdings_gain_lose_or_are_said_to_be_unmatched() -> None:
    odds = Odds("x", (0.5, 0.5, 0.5), (0, 0, 0), (0, 0), figure("odds", 0.5, "share"))
    arrival = Arrival(
        "a",
        "mine",
        "Acme",
        "ACM",
        "US",
        "g",
        "separation",
        figure("cap", 100, "t/y"),
        (2027, 2027),
        "planned",
        odds,
    )
    gains = gainers([arrival], {"g": (figure("h", 10, "USD/kg"), figure("s", 40, "USD/kg"))})
    listed = [
        holdings.Listed(
            "Acme", "ACM / ACMEF", ("separation",), ("US",), ("planned",), under_restrictor=False
        ),
        holdings.Listed(
            "Home", "600000", ("magnet",), ("CN",), ("operating",), under_restrictor=True
        ),
    ]
    lines = [
        holdings.Holding("acmef", 0.5),
        holdings.Holding("600000", 0.2),
        holdings.Holding("ZZZ", 0.1),
    ]
    acme, home, other = holdings.holdings(lines, listed, gains)
    assert acme.effect is not None
    assert acme.effect.number == pytest.approx(100 * 1000 * 30 * 0.5)
    assert home.effect is None
    assert "restrictor" in home.reason
    assert "not zero" in other.reason
    with pytest.raises(DataError, match="E758"):
        holdings.holdings([holdings.Holding("A", 0.7), holdings.Holding("B", 0.7)], listed, gains)


def test_purchases_lose_and_sales_gain_what_the_price_moves() -> None:
    prices = {"dysprosium": (figure("h", 200, "USD/kg"), figure("s", 800, "USD/kg"))}
    buys, sells, odd = holdings.positions(
        [
            holdings.Position("dysprosium", 2, buys=True),
            holdings.Position("dysprosium", 1, buys=False),
            holdings.Position("x", 1, buys=True),
        ],
        prices,
    )
    assert buys.effect is not None
    assert (buys.effect.low, buys.effect.high) == (pytest.approx(-1.2e6), pytest.approx(-1.2e4))
    assert sells.effect is not None
    assert sells.effect.high == pytest.approx(6e5)
    assert odd.effect is None


def test_companies_are_screened_by_stage_country_and_status() -> None:
    found = holdings.screen(valuing.listed(), stage="magnet", country="US")
    assert {"MP Materials", "Vulcan Elements"} <= {c.company for c in found}
    assert all("US" in " ".join(c.countries) for c in found)


def test_a_file_of_holdings_is_read_or_refused() -> None:
    found = valuing.holdings_of("ticker,weight\nMP,0.6\nLYC,0.4\n", where="x.csv")
    assert [e.name for e in found] == ["MP", "LYC"]
    assert found[0].effect is not None
    bought = valuing.holdings_of("material,tonnes,side\nDy,2,buys\n", where="x.csv")[0]
    assert bought.effect is not None
    assert bought.effect.number < 0
    for text in ("ticker,weight\nMP,much\n", "name\nMP\n", ""):
        with pytest.raises(DataError, match="E758"):
            valuing.holdings_of(text, where="x.csv")
