"""Published stockpile results: Teisberg's optimum, CVaR cases, the totals of the 2013 requirements report."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from monazite.respond.dynamic import (
    NORMAL,
    Policy,
    Stockpile,
    linear_program,
    price,
    value_iteration,
)
from monazite.respond.newsvendor import best_stock
from monazite.respond.requirement import totals

NORMAL_MOVES = (3, 3, 6, 6, 9, 12, 15, 18)
DISRUPTED_MOVES = (0, 0, 3, 3, 6, 9, 9, 12)


def table(shared_dir: Path, name: str) -> list[dict[str, str]]:
    with (shared_dir / "reference/methods/tables" / name).open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("solve", [value_iteration, linear_program])
def test_teisberg_objective_and_all_sixteen_moves(solve: Callable[[Stockpile], Policy]) -> None:
    found = solve(Stockpile())
    assert found.objective == pytest.approx(2401.577, abs=1e-3)
    assert found.normal == NORMAL_MOVES
    assert found.disrupted == DISRUPTED_MOVES


def test_teisberg_prices() -> None:
    nothing = np.zeros(1)
    assert price(Stockpile(), nothing, NORMAL)[0] == pytest.approx(34.52618898934282, rel=1e-12)
    assert price(Stockpile(), nothing, 1)[0] == pytest.approx(55.19582603320931, rel=1e-12)


def test_the_markov_table(shared_dir: Path) -> None:
    rows = {row["quantity"]: row["value"] for row in table(shared_dir, "markov_spr_reference.csv")}
    found = value_iteration(Stockpile())
    assert found.objective == pytest.approx(
        float(rows["beta*sum V from value iteration"]), abs=1e-4
    )
    assert linear_program(Stockpile()).objective == pytest.approx(
        float(rows["LP objective reproduced here (HiGHS)"]), abs=1e-3
    )
    for name, moves in (("normal", found.normal), ("disrupted", found.disrupted)):
        printed = rows[f"policy {name}: level->next"].split(",")
        assert [f"{a:g}->{b:g}" for a, b in zip(Stockpile().levels, moves, strict=True)] == printed


def test_the_cvar_cases(shared_dir: Path) -> None:
    cases = [
        row for row in table(shared_dir, "core_unit_tests.csv") if row["test"] == "cvar_stockpile"
    ]
    assert len(cases) == 8
    for row in cases:
        given = dict(part.split("=") for part in row["inputs"].split(";"))
        shortage = dict(
            tuple(float(x) for x in pair.split(":")) for pair in given["u"].strip("{}").split(",")
        )
        stock, value = best_stock(
            shortage,
            unit_cost=float(given["c"]),
            loss=float(given["V"]),
            weight=float(given["lambda"]),
            alpha=float(given["alpha"]),
        )
        assert {"s_opt": stock, "objective": value}[row["quantity"]] == pytest.approx(
            float(row["value"]), abs=1e-6
        )


def test_the_totals_of_the_2013_requirements_report(shared_dir: Path) -> None:
    rows = table(shared_dir, "nds2013_shortfalls.csv")
    printed = next(row for row in rows if row["material"].startswith("TOTAL"))
    parts = [row for row in rows if row is not printed]
    base, extra, _ = totals(
        [float(row["base_shortfall_musd"]) for row in parts],
        [float(row["with_extra_buy_musd"]) for row in parts],
    )
    assert len(parts) == 18
    assert base == pytest.approx(float(printed["base_shortfall_musd"]), abs=0.02)
    assert extra == pytest.approx(float(printed["with_extra_buy_musd"]), abs=0.02)
