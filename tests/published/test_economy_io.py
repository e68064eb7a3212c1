"""Input-output models on pymrio's test system against the values on record (§A2 to §A7)."""

from __future__ import annotations

import csv
import warnings
from pathlib import Path

import numpy as np
import pytest

from monazite.economy import Dependence, Tables, loss
from monazite.economy import system as io
from monazite.economy.mrio import from_pymrio

pymrio = pytest.importorskip("pymrio", reason="pymrio is the extra `mrio`")


@pytest.fixture(scope="module")
def recorded(shared_dir: Path) -> dict[str, str]:
    path = shared_dir / "reference" / "methods" / "tables" / "io_reference_values.csv"
    with path.open(encoding="utf-8") as lines:
        return {row["quantity"]: row["value"] for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def world() -> io.System:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pymrio's own
        return from_pymrio(pymrio.load_test())


@pytest.fixture(scope="module")
def values(world: io.System) -> dict[str, float]:
    k = world.place(("reg2", "mining"))
    final = np.zeros(len(world.names))
    final[k] = -0.1 * world.final[k]
    primary = np.zeros(len(world.names))
    primary[k] = -0.1 * world.primary[k]
    lost = -final / world.output
    full, others = io.extraction(world, k)
    output_multiplier, input_multiplier = io.multipliers(world, k)
    return {
        "n": float(len(world.names)),
        "sum_x": float(world.output.sum()),
        "sum_Y": float(world.final.sum()),
        "sum_v": float(world.primary.sum()),
        "x_k": float(world.output[k]),
        "leontief_dx_total_10pct_fd_cut": float(io.demand_change(world, final).sum()),
        "ghosh_dx_total_10pct_va_cut": float(io.supply_change(world, primary).sum()),
        "hem_full_loss_total": full,
        "hem_full_loss_excl_own": others,
        "ghosh_forward_extraction_loss": io.forward_extraction(world, k),
        "iim_econ_loss_total": float((world.output * io.inoperability(world, lost)).sum()),
        "input_multiplier_k": input_multiplier,
        "output_multiplier_k": output_multiplier,
    }


def test_every_recorded_value_is_reproduced(
    values: dict[str, float], recorded: dict[str, str]
) -> None:
    for name, value in values.items():
        assert value == pytest.approx(float(recorded[name]), rel=1e-6), name


def test_no_recorded_number_is_left_out(values: dict[str, float], recorded: dict[str, str]) -> None:
    facts = {"system", "shock_industry", "leontief_recheck_maxabs", "iim_equals_leontief"}
    assert set(recorded) - facts == set(values)
    assert recorded["iim_equals_leontief"] == "True"
    assert values["iim_econ_loss_total"] == pytest.approx(-values["leontief_dx_total_10pct_fd_cut"])


def test_the_system_balances(world: io.System) -> None:
    assert io.check(world) < 1e-12


def test_a_loss_on_a_multi_regional_table(world: io.System) -> None:
    held = Tables(
        world,
        {"('reg2', 'mining')": "mining, region 2"},
        (Dependence("cobalt", "alloys", "('reg2', 'mining')", 0.1, 0.2, 0.4),),
        "reg2",
    )
    found = loss({("cobalt", "alloys"): (0.5, 0.5, 0.5)}, held)
    k = world.place(("reg2", "mining"))
    assert found.by_method["direct"].mid == pytest.approx(0.1 * world.value_added[k] * 1e6)
    assert found.by_method["ghosh"].mid > found.by_method["leontief"].mid
    assert found.hits[0].label == "mining, region 2"
