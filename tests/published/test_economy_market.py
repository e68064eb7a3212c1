"""The bloc market against the values on record (§A20, §A21)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from monazite.economy import market
from monazite.errors import DataError


def test_recorded_prices_and_quantities(shared_dir: Path) -> None:
    path = shared_dir / "reference" / "methods" / "tables" / "core_unit_tests.csv"
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in csv.reader(lines) if row[0] == "bloc_market"]
    assert len(rows) == 18
    for _, case, what, value, *_rest in rows:
        given = {
            key: float(number) for key, number in (part.split("=") for part in case.split(";"))
        }
        own, bought = given["S0"], given["X0"]
        rest = {
            "restricted": given["r"],
            "cap": given.get("cap", np.inf),
            "release": given.get("release", 0.0),
        }
        ratio = market.price(
            own, bought, demand_elasticity=given["ed"], supply_elasticity=given["es"], **rest
        )
        part = market.served(own, bought, ratio, supply_elasticity=given["es"], **rest)
        ours = {
            "P_ratio": float(ratio),
            "demand_after": float(part) * (own + bought),
            "supply_after": min(own * float(ratio) ** given["es"], rest["cap"]),
        }
        assert ours[what] == pytest.approx(float(value), rel=1e-6), (case, what)


def test_no_restriction_leaves_the_price() -> None:
    ratio = market.price(40.0, 60.0, restricted=0.0, demand_elasticity=-0.3, supply_elasticity=0.1)
    assert float(ratio) == pytest.approx(1.0)


def test_a_ceiling_rations_the_rest() -> None:
    ratio = market.price(1.0, 99.0, demand_elasticity=-0.1, supply_elasticity=0.0, highest=26.0)
    assert float(ratio) == pytest.approx(26.0)
    assert float(market.served(1.0, 99.0, ratio, supply_elasticity=0.0)) == pytest.approx(0.01)


def test_wrong_signs_are_refused() -> None:
    with pytest.raises(DataError, match="E616"):
        market.price(1.0, 1.0, demand_elasticity=0.3, supply_elasticity=0.1)
