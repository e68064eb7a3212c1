"""A cash flow worked by hand (§V1 to §V12)."""

import numpy as np
import pytest

from monazite.errors import UnitError
from monazite.value.cashflow import Streams, Terms, irr, ramp_shares, value


def streams(
    capital: list[float], revenue: list[float], operating: list[float], build: int = 1
) -> Streams:
    zero = np.zeros(len(capital))
    return Streams(
        np.array(capital), zero, np.array(revenue), np.array(operating), zero, zero, build
    )


def test_untaxed_level_flow_is_an_annuity() -> None:
    # Year 1 spends 100, years 2 to 4 earn 50, counted at year end at 10 %: (-100 + 50 x 2.48685) / 1.1 = 22.13.
    found = value(
        streams([100, 0, 0, 0], [0, 50, 50, 50], [0] * 4),
        Terms(discount=0.1, tax=0, working_days=0),
    )
    assert found.npv == pytest.approx((-100 + 50 * (1 / 1.1 + 1 / 1.21 + 1 / 1.331)) / 1.1)
    assert found.payback_years == pytest.approx(2.0)


def test_tax_after_depreciation_and_losses() -> None:
    # 90 written off over 3 years: 30 a year. Profit 20 - 30 = -10, then 50 - 30 - 10 = 10, then 50 - 30 = 20.
    found = value(
        streams([90, 0, 0, 0], [0, 20, 50, 50], [0] * 4),
        Terms(discount=0.1, tax=0.3, depreciation_years=3, working_days=0),
    )
    assert list(found.written_off) == pytest.approx([0, 30, 30, 30])
    assert list(found.taxed) == pytest.approx([0, 0, 3, 6])


def test_working_capital_is_given_back() -> None:
    found = value(
        streams([0, 0, 0], [36.525, 36.525, 36.525], [0] * 3, 0), Terms(tax=0, working_days=100)
    )
    assert list(found.free) == pytest.approx([26.525, 36.525, 46.525])


def test_mid_year_is_half_a_year_less_discounting() -> None:
    flow = streams([100, 0, 0], [0, 80, 80], [0] * 3)
    end = value(flow, Terms(discount=0.1, tax=0)).npv
    middle = value(flow, Terms(discount=0.1, tax=0, mid_year=True)).npv
    assert middle == pytest.approx(end * 1.1**0.5)


def test_irr_where_there_is_one() -> None:
    assert irr(np.array([-100.0, 60.0, 60.0])) == pytest.approx(0.130662, abs=1e-6)
    assert irr(np.array([1.0, 2.0])) is None


def test_a_ramp_rises_from_a_quarter() -> None:
    assert list(ramp_shares(2, 3.5)) == pytest.approx([0.4375, 0.8125, 1.0, 0.5], abs=1e-3)
    assert list(ramp_shares(0, 2)) == [1, 1]


@pytest.mark.parametrize("terms", [Terms(tax=30), Terms(discount=8)])
def test_percent_for_shares_is_refused(terms: Terms) -> None:
    with pytest.raises(UnitError, match="E752"):
        value(streams([1], [1], [1]), terms)
