"""Laws of the columnar GeoPolRisk pass (§I6 to §I8)."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.indicators import geopolrisk as gpr

AREAS = ["AAA", "BBB", "CCC", "DDD"]
weights = st.lists(st.integers(1, 10**6), min_size=16, max_size=16)
levels = st.lists(st.floats(-2.4, 2.4), min_size=4, max_size=4)


def score(
    kilograms: list[int], estimates: list[float], *, factor: int = 1, order: int = 1
) -> pl.DataFrame:
    flows = pl.DataFrame(
        {
            "year": [2020] * 16,
            "hs92": ["000001"] * 16,
            "exporter": [AREAS[n // 4] for n in range(16)],
            "importer": [AREAS[n % 4] for n in range(16)],
            "value_usd": [10 * k for k in kilograms],
            "weight_kg": [k * factor for k in kilograms],
        }
    ).filter(pl.col("exporter") != pl.col("importer"))
    made = [float(k * factor) for k in kilograms[:4]]
    production = pl.DataFrame(
        {
            "commodity": ["m"] * 4,
            "country": AREAS,
            "year": [2020] * 4,
            "value": made,
            "weight_t": made,
        }
    )
    materials = pl.DataFrame({"material": ["M"], "hs92": ["000001"], "production": ["m"]})
    governance = pl.DataFrame(
        {
            "country": AREAS,
            "year": [2020] * 4,
            "estimate": estimates,
            "standard_error": [0.2] * 4,
        }
    )
    risk = gpr.instability(governance.lazy())
    return gpr.geopolrisk(
        flows[::order].lazy(),
        production[::order].lazy(),
        materials.lazy(),
        gpr.both_readings(risk, risk),
        blocs={"ONE": frozenset({"AAA"}), "TWO": frozenset({"AAA", "BBB"})},
    )


def of(frame: pl.DataFrame, importer: str, column: str = "score") -> float:
    return frame.filter(pl.col("importer") == importer)[column].item()


@settings(max_examples=25, deadline=None)
@given(weights, levels)
def test_scores_do_not_depend_on_the_unit_or_on_the_order_of_rows(
    kilograms: list[int], estimates: list[float]
) -> None:
    plain = score(kilograms, estimates)
    scaled = score(kilograms, estimates, factor=1000)
    turned = score(kilograms, estimates, order=-1)
    for importer in AREAS:
        assert of(scaled, importer) == pytest.approx(of(plain, importer), rel=1e-9)
        assert of(turned, importer) == pytest.approx(of(plain, importer), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(weights, levels)
def test_a_score_is_a_share_and_its_range_holds_it(
    kilograms: list[int], estimates: list[float]
) -> None:
    frame = score(kilograms, estimates)
    assert frame["score"].is_between(0.0, 1.0).all()
    assert (frame["low"] <= frame["score"]).all()
    assert (frame["high"] >= frame["score"]).all()


@settings(max_examples=25, deadline=None)
@given(weights, levels)
def test_a_bloc_of_one_is_its_member_and_trade_inside_carries_no_risk(
    kilograms: list[int], estimates: list[float]
) -> None:
    frame = score(kilograms, estimates)
    assert of(frame, "ONE") == pytest.approx(of(frame, "AAA"))
    two = frame.filter(pl.col("importer") == "TWO")
    outside = [n for n in range(16) if n // 4 > 1 and n % 4 < 2]
    g = [(2.5 - each) / 5 for each in estimates]
    by_hand = sum(g[n // 4] * kilograms[n] / 1000 for n in outside)
    assert two["risk_weighted_t"].item() == pytest.approx(by_hand)


def test_without_an_estimate_the_middle_is_taken() -> None:
    frame = score([1000] * 16, [0.0, 0.0, 0.0, 0.0])
    assert of(frame, "AAA", "risk_weighted_t") == pytest.approx(1.5)
    assert gpr.NO_ESTIMATE == 0.5
