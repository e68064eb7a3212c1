"""Laws of the indicators (§I1 to §I17)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite import indicators as ind

supplies = st.dictionaries(
    st.sampled_from("ABCDEFGHIJ"), st.floats(1e-3, 1e6), min_size=2, max_size=10
)


@given(supplies)
def test_hhi_lies_between_equal_shares_and_one(supply: dict[str, float]) -> None:
    value = ind.hhi(supply).value
    assert value is not None
    assert 1 / len(supply) - 1e-12 <= value <= 1 + 1e-12


@given(supplies)
def test_a_merger_never_lowers_hhi(supply: dict[str, float]) -> None:
    first, second, *_ = sorted(supply)
    merged = {name: amount for name, amount in supply.items() if name not in {first, second}}
    merged["merged"] = supply[first] + supply[second]
    before, after = ind.hhi(supply).value, ind.hhi(merged).value
    assert before is not None
    assert after is not None
    assert after >= before - 1e-12


@given(supplies, st.floats(1e-3, 1e3))
def test_indices_do_not_depend_on_the_unit(supply: dict[str, float], factor: float) -> None:
    scaled = {name: amount * factor for name, amount in supply.items()}
    weight = {name: float(place) for place, name in enumerate(supply)}
    for function in (
        ind.hhi,
        ind.top_share,
        lambda s: ind.weighted_hhi(s, weight),
        lambda s: ind.without_largest(s, sum(s.values())),
        lambda s: ind.origin_gap(s, dict.fromkeys(s, 1.0)),
    ):
        assert function(scaled).value == pytest.approx(function(supply).value, rel=1e-9, abs=1e-12)


@given(supplies)
def test_terms_add_up_to_the_value(supply: dict[str, float]) -> None:
    score = ind.hhi(supply)
    assert math.fsum(term.value for term in score.terms) == pytest.approx(score.value)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_eu_import_reliance_is_a_share(imports: float, exports: float, home: float) -> None:
    assert 0.0 <= ind.eu_import_reliance(imports, exports, home) <= 1.0


@given(supplies, st.floats(0, 1), st.floats(0, 1))
def test_recycling_never_raises_eu_supply_risk(
    supply: dict[str, float], reliance: float, rate: float
) -> None:
    def risk(recycling: float) -> float:
        value = ind.eu_supply_risk(
            ind.EuInputs(supply, supply, dict.fromkeys(supply, 5.0), reliance, recycling, {})
        ).value
        assert value is not None
        return value

    assert risk(rate) <= risk(0.0) + 1e-12
