"""Scores of forecasts and the one-market model (§M40 to §M47)."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.shock.types import ShockKind
from monazite.simulate.bloc import Step, at_home, paths, solve
from monazite.simulate.prices import Bloc, clear, home
from monazite.simulate.score import band, crps
from monazite.study.forecast import prior


def test_crps_of_a_normal_forecast_is_the_closed_form() -> None:
    """For a standard normal at its mean: (sqrt 2 - 1)/sqrt(pi) = 0.2337."""
    rng = np.random.default_rng(0)
    assert crps(rng.standard_normal(200_000), 0.0) == pytest.approx(0.23369, abs=2e-3)


def test_crps_by_hand() -> None:
    """|0-1|, |2-1| mean 1; pairs |0-2| twice of four: mean 1, half of it 0.5."""
    assert crps(np.array([0.0, 2.0]), 1.0) == pytest.approx(0.5)


def test_bands_are_central() -> None:
    assert band(np.arange(101.0), 0.5) == (25.0, 75.0)


def test_the_vector_solver_is_the_market_of_the_engine() -> None:
    one = np.ones(1)
    u = solve(one, (0.4 * one, 0.3 * one), -0.3 * one, 0.2 * one, 0 * one)
    assert np.exp(u[0]) == pytest.approx(clear(Bloc(40, 60, -0.3, 0.2), 0.5).price, rel=1e-6)
    v = at_home(0.5 * one, 0 * one, 0.5 * one, 0.4 * one)
    assert np.exp(v[0]) == pytest.approx(home(50, 50, 0, (-0.3, 0.2)), rel=1e-6)


def test_no_measure_is_base() -> None:
    found = paths([], 60, prior_with_share(50))
    for path in (found.exports, found.spot, found.contract, found.home, found.stock):
        assert np.abs(path - 1.0).max() < 1e-9


def test_a_ban_stops_exports_and_raises_prices() -> None:
    found = paths(
        [Step(ShockKind.BAN, 4.0, 4.5, 30.0)], 60, prior_with_share(50) | {"leakage": np.zeros(50)}
    )
    assert found.exports[3] == pytest.approx(1.0)
    assert (found.exports[5:30] == 0.0).all()
    part = found.exports[4] / (1.0 + prior_with_share(50)["prebuy_factor"] - 1.0)
    assert (part < 0.9).all()
    assert (found.spot[12] > 1.0).all()
    assert (found.home[12] < 1.0).all()


def prior_with_share(count: int) -> dict[str, np.ndarray]:
    draws = prior(count, 1)
    return draws | {"bloc_share": np.full(count, 0.5), "export_share": np.full(count, 0.5)}
