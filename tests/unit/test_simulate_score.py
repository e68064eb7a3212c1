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
    covered = prior_with_share(50)["scope_share"] >= 1.0
    assert (found.exports[5:30, covered] == 0.0).all()
    assert (found.exports[5:30, ~covered] > 0.0).all()
    assert (found.spot[12] > 1.0).all()
    unmoved = prior_with_share(50) | {"home_pull": np.zeros(50)}
    assert (paths([Step(ShockKind.BAN, 4.0, 4.5, 30.0)], 60, unmoved).home[12] < 1.0).all()


def test_a_small_supplier_moves_nothing() -> None:
    """Nobody hoards for what is hardly lost: prices follow the share of supply outside that may stop (§M42)."""
    step = Step(ShockKind.BAN, 4.0, 8.0, 200.0)
    middle = [
        float(
            np.median(
                paths([step], 80, prior_with_share(400) | {"bloc_share": np.full(400, s)}).spot[40]
            )
        )
        for s in (0.002, 0.1, 0.5, 0.9)
    ]
    assert middle[0] == pytest.approx(1.0, abs=0.02)
    assert middle == sorted(middle)


def test_exports_come_back_when_a_control_ends() -> None:
    found = paths([Step(ShockKind.BAN, 4.0, 8.0, 30.0)], 120, prior_with_share(400))
    assert float(np.median(found.exports[34])) > 1.0  # stocks are made good
    assert float(np.median(found.exports[110])) == pytest.approx(1.0, abs=0.15)


def test_a_quota_is_a_ceiling_whatever_is_asked_for_and_licensed() -> None:
    draws = prior_with_share(400) | {"scope_share": np.ones(400)}
    quota = Step(ShockKind.QUOTA, 4.0, 4.0, 200.0, depth=0.4, capped=True)
    alone = paths([quota], 100, draws).exports
    both = paths([quota, Step(ShockKind.LICENCE, 4.0, 4.0, 200.0)], 100, draws).exports
    assert alone[5:].max() <= 0.6 + 1e-12
    assert (both <= alone + 1e-12)[5:].mean() > 0.9
    # with licences as large as the ceiling, the ceiling binds and not their product
    free = draws | {"approval_fraction": np.ones(400), "approval_trend": np.zeros(400)}
    late = paths([quota, Step(ShockKind.LICENCE, 4.0, 4.0, 300.0)], 160, free).exports[150]
    assert float(np.median(late)) == pytest.approx(0.6, abs=1e-9)


def test_a_halt_of_mines_ships_what_is_above_ground() -> None:
    draws = prior_with_share(400) | {"scope_share": np.ones(400)}
    found = paths([Step(ShockKind.OUTAGE, 4.0, 4.0, 200.0)], 100, draws).exports
    assert 0.3 < float(np.median(found[6])) < 1.0
    assert float(np.quantile(found[90], 0.95)) == 0.0


def prior_with_share(count: int) -> dict[str, np.ndarray]:
    draws = prior(count, 1)
    return draws | {"bloc_share": np.full(count, 0.5), "export_share": np.full(count, 0.5)}
