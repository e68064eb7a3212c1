"""A workbook an analyst changes: its formulas give what the library gives for the same inputs (§V51, §O46)."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from monazite.study import plan_workbook, project_workbook, valuing
from monazite.value import doors
from monazite.value.cashflow import value as cash
from monazite.value.decks import Deck
from monazite.value.project import Project, Span, project, streams
from tests.live_sheet import LiveBook

ORE = """
name: An ore project
life_years: [7, 9.5, 12]
capital_musd: [80, 100, 150]
construction_years: 2
ramp_years: [0, 1.5, 3]
ore: {throughput: [200000, 250000, 260000], grade: 0.02, recovery: [0.5, 0.6, 0.7]}
basket: {ndpr: 0.25, other: 0.5}
payable: [0.6, 0.8, 0.9]
opex_musd_per_y: 4
opex_usd_per_t_ore: [20, 30, 50]
opex_usd_per_kg: 2
other_revenue_musd_per_y: 3
royalty: 0.05
closure_musd: 12
tax: 0.28
discount: 0.09
mid_year: true
depreciation_years: 6
working_days: 45
tax_free_years: 2
prices: {ndpr: 80, other: 9}
"""


def read(path: Path) -> LiveBook:
    return LiveBook(load_workbook(path))


def cell_of(book: LiveBook, name: str) -> str:
    for row in range(2, 80):
        if book.get("Inputs", f"A{row}") == name:
            return f"C{row}"
    raise AssertionError(name)


def ore() -> tuple[Project, Any]:
    given, stated = doors.of_yaml(ORE, where="ore.yaml")
    return given, doors.stated(stated)


@pytest.fixture
def ore_book(tmp_path: Path) -> Path:
    given, terms = ore()
    decks = [
        Deck("study", {"ndpr": (80.0,), "other": (9.0,)}),
        Deck(
            "floor",
            {"ndpr": (60.0, 90.0, 120.0), "other": (9.0,)},
            floor={"ndpr": 100.0},
            floor_years=2,
        ),
    ]
    path = tmp_path / "ore.xlsx"
    project_workbook.write(
        [project(given, deck, terms, rng=np.random.default_rng(1)) for deck in decks], path
    )
    return path


@pytest.mark.parametrize("row", [2, 3])
def test_the_sheet_gives_what_was_computed(ore_book: Path, row: int) -> None:
    book = read(ore_book)
    assert book.get("Summary", f"B{row}") == pytest.approx(book.get("Summary", f"E{row}"), rel=1e-9)
    assert abs(book.get("Summary", f"F{row}")) < 1e-6


CHANGES: list[tuple[str, Any]] = [
    ("life_years", 11.25),
    ("capital_musd", 140.0),
    ("construction_years", 3),
    ("ramp_years", 0.0),
    ("ramp_years", 3.7),
    ("ore.grade", 0.03),
    ("basket.other", 0.4),
    ("payable", 1.0),
    ("opex_usd_per_t_ore", 55.0),
    ("opex_usd_per_kg", 6.0),
    ("royalty", 0.2),
    ("sustaining_share", 0.08),
    ("closure_musd", 60.0),
    ("prices.ndpr", 31.0),
    ("tax", 0.4),
    ("discount", 0.15),
    ("mid_year", False),
    ("depreciation_years", 25),
    ("working_days", 180.0),
    ("tax_free_years", 0),
]


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_a_changed_cell_moves_the_value_as_the_library_does(
    ore_book: Path, name: str, value: Any
) -> None:
    given, terms = ore()
    book = read(ore_book)
    before = book.get("Summary", "B2")
    book.set("Inputs", cell_of(book, name), value)
    head, _, inner = name.partition(".")
    prices = dict(given.prices)
    if hasattr(terms, head):
        terms = replace(terms, **{head: value})
    elif head == "prices":
        prices[inner] = value
    elif inner:
        held = dict(getattr(given, head))
        held[inner] = value if head == "basket" else Span(value, value, value)
        given = replace(given, **{head: held})
    else:
        plain = head in {"construction_years", "closure_musd"}
        given = replace(given, **{head: value if plain else Span(value, value, value)})
    deck = Deck("study", {product: (price,) for product, price in prices.items()})
    expected = cash(streams(given, deck, {}), terms)
    assert book.get("Summary", "B2") == pytest.approx(expected.npv, rel=1e-9)
    assert book.get("Summary", "B2") != pytest.approx(before, rel=1e-6)
    if expected.irr is not None:
        assert book.get("Summary", "C2") == pytest.approx(expected.irr, abs=1e-9)
    if expected.payback_years is not None:
        assert book.get("Summary", "D2") == pytest.approx(expected.payback_years, rel=1e-9)
    assert book.get("Flow study", "B5") == "complete"


def test_a_life_beyond_the_last_column_is_said(ore_book: Path) -> None:
    book = read(ore_book)
    book.set("Inputs", cell_of(book, "life_years"), 90)
    assert "runs past the last column" in book.get("Flow study", "B5")


def test_a_price_of_one_year_moves_that_year_and_those_after(ore_book: Path) -> None:
    book = read(ore_book)
    before = book.get("Summary", "B3")
    book.set("Prices", "G4", 200.0)  # third year of production of the second deck
    assert book.get("Summary", "B3") > before


def test_the_changed_workbook_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "n.xlsx"
    project_workbook.write(valuing.value("nolans-2022", decks=("study",)), path)
    assert valuing.read(str(path)) == valuing.read("nolans-2022")
    book = load_workbook(path)
    row = next(r for r in range(2, 80) if book["Inputs"].cell(r, 1).value == "discount")
    book["Inputs"].cell(row, 3).value = 0.12
    book.save(path)
    assert valuing.read(str(path))[1]["discount"] == 0.12


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no spreadsheet program here")
def test_a_spreadsheet_program_gives_the_same(ore_book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(ore_book),
    ]
    subprocess.run(command, check=True, capture_output=True)
    sheet = load_workbook(out / "ore.xlsx", data_only=True)["Summary"]
    for row in (2, 3):
        assert sheet.cell(row, 2).value == pytest.approx(sheet.cell(row, 5).value, rel=1e-9)
        assert isinstance(sheet.cell(row, 3).value, float)


def test_money_of_a_plan_follows_its_purchases(tmp_path: Path) -> None:
    pytest.importorskip("linopy")
    from monazite.respond import plan as planning
    from monazite.study import plan_output
    from tests.plan_cases import chain

    content = plan_output.rows(planning.plan(chain(1e6)))
    path = tmp_path / "plan.xlsx"
    plan_workbook.write(content, path)
    book, parts = read(path), content["spending_musd"]
    items = {row["item"] for row in content["purchases"]}
    assert items
    for row, (name, amount) in enumerate(parts.items(), start=2):
        assert book.get("Money", f"A{row}") == name
        assert book.get("Money", f"B{row}") == pytest.approx(amount, abs=1.5e-3)
    total = f"B{len(parts) + 2}"
    before = book.get("Money", total)
    book.set("Purchases", "E2", 2 * book.get("Purchases", "E2"))
    assert book.get("Money", total) > before
