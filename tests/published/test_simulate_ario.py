"""ARIO against BoARIO's reference runs, and by hand (§M60 to §M68)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from monazite.simulate.ario import Ario, Settings, System
from monazite.simulate.rebuild import Rebuilding

Key = tuple[str, str]
World = tuple[System, list[Key]]


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def folder(shared_dir: Path) -> Path:
    return shared_dir / "reference" / "methods"


@pytest.fixture(scope="module")
def world(folder: Path) -> tuple[System, list[Key]]:
    """The test system of pymrio, six regions by eight sectors."""
    z = _rows(folder / "boario_ref" / "mriot_Z.csv")
    body = [r for r in z[2:] if r[0] != "region" and r[1] and r[2]]
    index = [(r[0], r[1]) for r in body]
    final = {
        (r[0], r[1]): sum(map(float, r[2:]))
        for r in _rows(folder / "boario_ref" / "mriot_Y.csv")
        if r[1] and (r[0], r[1]) in index and r[2]
    }
    output = {(r[0], r[1]): float(r[2]) for r in _rows(folder / "boario_ref" / "mriot_x.csv")[1:]}
    sectors = sorted({s for _, s in index})
    system = System(
        np.array([[float(v) for v in r[2:]] for r in body]),
        np.array([final[k] for k in index]),
        np.array([output[k] for k in index]),
        np.array([sectors.index(s) for _, s in index]),
    )
    return system, index


def reference(folder: Path, name: str, index: list[Key]) -> np.ndarray:
    rows = _rows(folder / "boario_ref" / name)
    columns = list(zip(rows[0][1:], rows[1][1:], strict=True))
    order = [columns.index(key) for key in index]
    return np.array([[float(v) for v in r[1:]] for r in rows[3:]])[:, order]


def only(index: list[Key], key: Key) -> np.ndarray:
    return np.array([float(k == key) for k in index])


def fading(share: np.ndarray, start: int, hold: int, tau: int) -> dict[int, np.ndarray]:
    """A loss that starts, holds and then recovers in a straight line."""
    return {start: share} | {
        start + hold + d - 1: share * max(1.0 - d / tau, 0.0) for d in range(1, tau + 1)
    }


@pytest.mark.parametrize("order", ["alt", "noalt"])
def test_daily_paths_of_an_arbitrary_loss(folder: Path, world: World, order: Any) -> None:
    """60 % lost on day 5, acting a day later; 30 days and two of bookkeeping; recovered over 60 days."""
    system, index = world
    lost = fading(0.6 * only(index, ("reg1", "mining")), 6, 32, 60)
    found = Ario(system, Settings(order=order)).run(lost, 365)
    base = system.output / 365
    for name, path in (("production", found.production), ("capacity", found.capacity)):
        expected = reference(folder, f"arbitrary_psi_{order}_{name}.csv", index)
        assert np.abs((path - expected) / base).max() < 1e-12
    # the reference files unmet demand by the region that demands; the daily totals are the same
    unmet = reference(folder, f"arbitrary_psi_{order}_fd_unmet.csv", index).sum(axis=1)
    assert found.unmet.sum(axis=1) == pytest.approx(unmet, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("order", ["alt", "noalt"])
def test_daily_paths_of_lost_capital(folder: Path, world: World, order: Any) -> None:
    """20,000 of capital, four times value added; it acts at once and recovers over 90 days."""
    system, index = world
    key = ("reg1", "mining")
    k = index.index(key)
    added = system.output[k] - system.flows[:, k].sum()
    lost = fading(20_000 / (4 * added) * only(index, key), 5, 32, 90)
    found = Ario(system, Settings(order=order)).run(lost, 365)
    expected = reference(folder, f"recovery_psi_{order}_production.csv", index)
    assert np.abs((found.production - expected) / (system.output / 365)).max() < 1e-6


@pytest.mark.parametrize("order", ["alt", "noalt"])
def test_daily_paths_of_rebuilding(folder: Path, world: World, order: Any) -> None:
    """20,000 of capital lost on day 5, rebuilt from day 35 on, three fifths by construction, two by manufacturing."""
    system, index = world
    sectors = sorted({s for _, s in index})
    shares = {sectors.index("construction"): 0.6, sectors.index("manufactoring"): 0.4}
    capital = 4 * (system.output - system.flows.sum(axis=0))
    gone = 20_000 * only(index, ("reg1", "mining"))
    plan = Rebuilding(gone, capital, shares, day=5, wait=30)
    found = Ario(system, Settings(order=order)).run({}, 365, rebuilding=plan)
    base = system.output / 365
    for name, path in (("production", found.production), ("capacity", found.capacity)):
        expected = reference(folder, f"rebuild_psi_{order}_{name}.csv", index)
        assert np.abs((path - expected) / base).max() < 1e-9
    unmet = reference(folder, f"rebuild_psi_{order}_fd_unmet.csv", index).sum(axis=1)
    assert found.unmet.sum(axis=1) == pytest.approx(unmet, rel=1e-6, abs=1e-6)


def test_the_table_of_reference_runs(folder: Path, world: World) -> None:
    """Eight runs, two of which collapse; losses, unmet final demand and production on two days."""
    system, index = world
    key = ("reg2", "mining")
    k = index.index(key)
    text = (folder / "tables" / "boario_reference_runs.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 8
    for row in rows:
        shock, days = float(row["shock"]), int(row["duration_d"])
        settings = Settings(order=row["order"], inventory_days=float(row["inventory_d"]))  # type: ignore[arg-type]
        lost = {6: shock * only(index, key), 8 + days: 0.0 * only(index, key)}
        found = Ario(system, settings).run(lost, 365)
        gone = found.production[0] - found.production
        assert gone[:, k].sum() == pytest.approx(float(row["loss_k"]), rel=1e-6)
        assert gone.sum() == pytest.approx(float(row["loss_all"]), rel=1e-6)
        assert found.unmet.sum() == pytest.approx(float(row["fd_unmet"]), rel=1e-6)
        for day in (0, 64, 200):
            expected = float(row[f"P_total_day{day}"])
            assert found.production[day].sum() == pytest.approx(expected, rel=1e-6)
