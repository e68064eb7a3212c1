"""Balancing by hand: small systems whose answer is arithmetic (§N30 to §N33)."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.errors import BalanceError
from monazite.network import Datum, balance


def test_equal_errors_share_the_gap_equally() -> None:
    """In 100 = out 40 + 48: gap 12, three flows of error 1 take 4 each."""
    out = balance(
        np.array([100.0, 40.0, 48.0]), np.ones(3), [({0: 1.0, 1: -1.0, 2: -1.0}, 0.0)], []
    )
    np.testing.assert_allclose(out.value, [96.0, 44.0, 52.0], rtol=1e-9)


def test_the_gap_goes_where_the_error_is() -> None:
    """Variances 1, 4, 1: multiplier 12/6 = 2, so moves of 2, 8 and 2."""
    out = balance(
        np.array([100.0, 40.0, 48.0]),
        np.array([1.0, 2.0, 1.0]),
        [({0: 1.0, 1: -1.0, 2: -1.0}, 0.0)],
        [],
    )
    np.testing.assert_allclose(out.value, [98.0, 48.0, 50.0], rtol=1e-9)
    # variance after balancing: v - v^2/6
    np.testing.assert_allclose(out.sd**2, [1 - 1 / 6, 4 - 16 / 6, 1 - 1 / 6], rtol=1e-9)


def test_five_nodes_with_yields() -> None:
    """A 100 and B 50 (error 1) feed C, C yields 0.9 to E, and E is measured as 126 (error 1).

    With x = A + B and E = 0.9 x: minimise ((a-100)^2 + (b-50)^2 + (0.9(a+b)-126)^2). By symmetry a = 100 + t,
    b = 50 + t: 2t + 2 x 0.9 (0.9 (150 + 2t) - 126) / 2 = 0 -> t = -0.9 x 9 / (1 + 2 x 0.81).
    """
    t = -0.9 * 9 / (1 + 2 * 0.81)
    out = balance(
        np.array([100.0, 50.0, 135.0]),
        np.array([1.0, 1.0, 1e6]),
        [({0: 0.9, 1: 0.9, 2: -1.0}, 0.0)],
        [Datum("use", "use of E", {2: 1.0}, 126.0, 1.0)],
    )
    np.testing.assert_allclose(out.value, [100 + t, 50 + t, 0.9 * (150 + 2 * t)], rtol=1e-7)


def test_a_flow_is_held_at_zero_not_below() -> None:
    """A node takes 10 and one datum says 15 leaves by the first way: the second is zero, not minus five."""
    out = balance(
        np.array([9.0, 2.0]),
        np.array([5.0, 5.0]),
        [({0: 1.0, 1: 1.0}, 10.0)],
        [Datum("first", "first way", {0: 1.0}, 15.0, 0.1)],
    )
    np.testing.assert_allclose(out.value, [10.0, 0.0], atol=1e-9)
    assert out.held_at_zero.tolist() == [False, True]


def test_the_data_that_fight_are_named() -> None:
    """Two sources give 100 and 140 for one flow, a third that nobody doubts stands by."""
    data = [
        Datum("mine-office", "mine", {0: 1.0}, 100.0, 5.0),
        Datum("customs", "trade", {0: 1.0}, 140.0, 5.0),
        Datum("other", "other", {1: 1.0}, 30.0, 5.0),
    ]
    out = balance(np.array([120.0, 30.0]), np.array([1e4, 1e4]), [], data)
    assert {r.datum.id for r in out.conflicts} == {"mine-office", "customs"}
    by = {r.datum.id: r for r in out.residuals}
    assert by["mine-office"].against == ("customs",)
    assert by["customs"].against == ("mine-office",)
    assert by["mine-office"].adjusted == pytest.approx(120.0, rel=1e-6)
    # residual 20, its error sqrt(25 - 12.5)
    assert by["customs"].standardised == pytest.approx(20 / 12.5**0.5, rel=1e-5)


def test_balances_that_cannot_be_met_are_refused() -> None:
    with pytest.raises(BalanceError, match="E406"):
        balance(np.array([1.0]), np.array([1.0]), [({0: 1.0}, -5.0)], [])
