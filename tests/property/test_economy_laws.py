"""Laws of the economy room (§A1 to §A18)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.economy import Dependence, System, Tables, loss, shortage
from monazite.economy import system as io
from monazite.economy.least_change import least_change

SIZE = 4


def made(seed: int) -> System:
    """A productive system drawn from a seed."""
    rng = np.random.default_rng(seed)
    output = rng.uniform(50.0, 500.0, SIZE)
    coefficients = rng.uniform(0.0, 0.9 / SIZE, (SIZE, SIZE))
    flows = coefficients * output[None, :]
    # Final demand must not be negative, or the direction of a loss is not defined.
    output = np.maximum(output, flows.sum(axis=1) * 1.05)
    final = output - flows.sum(axis=1)
    primary = output - flows.sum(axis=0)
    return System(tuple("ABCD"), flows, output, final, primary, 0.8 * primary)


def tables(seed: int) -> Tables:
    uses = (
        Dependence("x", "first", "A", 0.1, 0.3, 0.6),
        Dependence("x", "second", "B", 0.2, 0.4, 0.8),
        Dependence("any", "second", "A", 0.1, 0.2, 0.3),
    )
    return Tables(made(seed), {}, uses, "XXX", {"any": frozenset({"x", "y"})})


seeds = st.integers(0, 2**32 - 1)
shares = st.tuples(*[st.floats(0, 1)] * 3).map(lambda t: tuple(sorted(t)))


@given(seeds)
def test_output_is_what_final_demand_needs(seed: int) -> None:
    system = made(seed)
    assert io.check(system) < 1e-12
    assert io.demand_change(system, system.final) == pytest.approx(system.output)
    assert io.supply_change(system, system.primary) == pytest.approx(system.output)
    assert io.inverse(system) @ system.final == pytest.approx(system.output)


@given(seeds)
def test_inoperability_is_leontief_over_output(seed: int) -> None:
    system = made(seed)
    change = 0.1 * system.final
    scaled = io.inoperability(system, change / system.output) * system.output
    assert scaled == pytest.approx(io.demand_change(system, change))


@given(seeds)
def test_no_shortage_no_loss(seed: int) -> None:
    found = loss({("x", "first"): (0.0, 0.0, 0.0)}, tables(seed))
    assert found.span.high == pytest.approx(0.0, abs=1e-6)
    assert found.hits == ()


@settings(max_examples=50)
@given(seeds, shares, shares)
def test_more_shortage_never_loses_less(
    seed: int, one: tuple[float, float, float], two: tuple[float, float, float]
) -> None:
    held = tables(seed)
    less = tuple(min(a, b) for a, b in zip(one, two, strict=True))
    more = tuple(max(a, b) for a, b in zip(one, two, strict=True))
    small = loss({("x", "first"): less, ("x", "second"): less}, held)
    large = loss({("x", "first"): more, ("x", "second"): more}, held)
    for name, each in small.by_method.items():
        other = large.by_method[name]
        assert other.low >= each.low - 1e-6
        assert other.mid >= each.mid - 1e-6
        assert other.high >= each.high - 1e-6


@given(seeds, shares)
def test_industries_add_up_to_the_direct_loss(seed: int, level: tuple[float, float, float]) -> None:
    found = loss({("x", "second"): level}, tables(seed))
    assert sum(hit.value_added_usd.mid for hit in found.hits) == pytest.approx(
        found.by_method["direct"].mid
    )


@given(seeds, shares)
def test_ranges_rise(seed: int, level: tuple[float, float, float]) -> None:
    for each in loss({("y", "second"): level}, tables(seed)).by_method.values():
        assert each.low <= each.mid <= each.high


def test_rounds_of_purchases_agree_with_the_solve() -> None:
    rng = np.random.default_rng(3)
    size = io.LARGE
    output = rng.uniform(1.0, 2.0, size)
    flows = rng.uniform(0.0, 1.6 / size, (size, size)) * output
    system = System(
        tuple(range(size)),
        flows,
        output,
        output - flows.sum(1),
        output - flows.sum(0),
        output - flows.sum(0),
    )
    change = rng.standard_normal(size)
    solved = np.linalg.solve(np.eye(size) - system.inputs, change)
    assert io.demand_change(system, change) == pytest.approx(solved, rel=1e-10, abs=1e-12)


def test_a_system_that_does_not_settle_is_solved() -> None:
    size = io.LARGE
    output = np.ones(size)
    flows = np.zeros((size, size))
    flows[0, 0] = 0.9999
    system = System(
        tuple(range(size)), flows, output, output - flows.sum(1), output - flows.sum(0), output
    )
    change = np.zeros(size)
    change[0] = 1.0
    assert io.demand_change(system, change)[0] == pytest.approx(10_000.0)


@given(seeds, st.floats(0.8, 1.0), st.integers(0, SIZE - 1))
def test_least_change_stays_within_what_is_made(seed: int, level: float, at: int) -> None:
    system = made(seed)
    ceiling = system.output.copy()
    ceiling[at] *= level
    after = least_change(system, ceiling)
    assert (after <= ceiling * (1 + 1e-9)).all()
    # What industries still buy of each product is not more than is made of it.
    assert (system.inputs @ after <= after * (1 + 1e-9)).all()
    less = least_change(system, np.where(np.arange(SIZE) == at, 0.99 * ceiling, ceiling))
    assert system.value_added_share @ less <= system.value_added_share @ after + 1e-9


@given(seeds, st.floats(0.01, 0.99), st.floats(0.0, 0.9), st.floats(0.0, 0.3))
def test_a_year_without_a_restrictor(seed: int, share: float, home: float, idle: float) -> None:
    rng = np.random.default_rng(seed)
    supply = shortage.Supply(recycled=0.2)
    draws = shortage.draw(supply, runs=8, rng=rng)
    case = shortage.Scenario("m", "X", share, (home, home), (1.0, 1.0, 1.0), idle=idle)
    found = shortage.year(case, supply, draws, np.full(8, home))
    assert (found.price >= 1 - 1e-9).all()
    assert ((found.unmet >= 0) & (found.unmet <= found.missing + 1e-12)).all()
    assert (found.missing <= 1).all()
    larger = shortage.Scenario(
        "m", "X", min(1.0, share + 0.01), (home, home), (1.0,) * 3, idle=idle
    )
    assert (
        shortage.year(larger, supply, draws, np.full(8, home)).missing >= found.missing - 1e-9
    ).all()
