"""Hand arithmetic of each indicator, and the errors they raise (§I1 to §I17)."""

from __future__ import annotations

import pytest

from monazite import indicators as ind
from monazite.errors import DataError
from monazite.indicators.geopolrisk import company_mix


def test_days_of_cover_of_us_gallium() -> None:
    # USGS, Mineral Commodity Summaries 2026, gallium 2024: consumer stocks 3,410 kg, reported use 18,700 kg.
    assert ind.days_of_cover(3.41, 18.7).value == pytest.approx(66.6, abs=0.05)
    assert ind.days_of_cover(1.0, 0.0).value == float("inf")


def test_net_import_reliance_by_hand() -> None:
    score = ind.net_import_reliance(90.0, 10.0, 20.0)
    assert score.value == 0.8
    assert "80%" in score.explanation
    exporter = ind.net_import_reliance(0.0, 5.0, 20.0)
    assert exporter.value is not None
    assert exporter.value < 0


def test_n_minus_one_names_who_is_left_out() -> None:
    score = ind.without_largest({"CHN": 70.0, "USA": 30.0}, 60.0)
    assert score.value == 0.5
    assert "CHN" in score.explanation


def test_eu_supply_risk_by_hand() -> None:
    inputs = ind.EuInputs(
        world={"A": 80.0, "B": 20.0},
        sourcing={"A": 50.0, "B": 50.0},
        governance={"A": 6.0, "B": 2.0},
        import_reliance=0.5,
        recycling=0.1,
        trade={"B": 0.8},
        substitution=0.9,
    )
    world = 0.64 * 6 + 0.04 * 1.6
    own = 0.25 * 6 + 0.25 * 1.6
    score = ind.eu_supply_risk(inputs)
    assert score.value == pytest.approx((world * 0.25 + own * 0.75) * 0.9 * 0.9)
    assert score.unverified


def test_eu_supply_risk_without_recycling_rate_is_absent_not_zero() -> None:
    score = ind.eu_supply_risk(
        ind.EuInputs({"A": 1.0}, {}, {"A": 6.0}, import_reliance=1.0, recycling=None, trade={})
    )
    assert score.value is None
    assert score.high == pytest.approx(6.0)


def test_usgs_supply_risk_by_hand() -> None:
    score = ind.usgs_supply_risk(
        ind.UsgsInputs(
            production={"A": 90.0, "B": 10.0},
            ability={"A": 0.5, "B": 0.2},
            willingness={"A": 0.8, "B": 0.1},
            imports_t=60.0,
            exports_t=0.0,
            home_t=40.0,
            vulnerability=0.3,
        )
    )
    potential = 0.81 * 0.4 + 0.01 * 0.02
    assert score.value == pytest.approx((potential * 0.6 * 0.3) ** (1 / 3))


def test_economic_vulnerability_leaves_out_industries_without_profit() -> None:
    value = ind.economic_vulnerability(
        {"X": 10.0}, {"X": 2.0, "Y": -1.0}, {"X": 1.0, "Y": 1.0}, 100.0
    )
    assert value == pytest.approx(0.05)


def test_a_company_without_known_governance_takes_the_middle() -> None:
    score, parts = company_mix({"ZZZ": 1.0}, {}, hhi=0.4)
    assert score == pytest.approx(0.2)
    assert parts == {"ZZZ": pytest.approx(0.2)}


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("E601", lambda: ind.hhi({"A": -1.0, "B": 2.0})),
        ("E602", lambda: ind.hhi({"A": 0.0})),
        ("E603", lambda: ind.weighted_hhi({"A": 1.0}, {})),
        ("E604", lambda: ind.without_largest({"A": 1.0}, 0.0)),
        ("E604", lambda: ind.net_import_reliance(0.0, 0.0, 0.0)),
        ("E605", lambda: ind.companionality(40.0, ())),
    ],
)
def test_errors_say_the_way_out(code: str, call: object) -> None:
    with pytest.raises(DataError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.code == code
    assert caught.value.way_out
