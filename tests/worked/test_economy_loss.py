"""A loss by hand on two sectors, and the packaged table of the United States (§A10 to §A19)."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.economy import Dependence, System, Tables, dynamic, loss
from monazite.economy import system as io
from monazite.economy.binding import partially_binding
from monazite.errors import BalanceError, DataError, MissingData, UnknownCode
from monazite.simulate import ario
from monazite.study import economy

# Mines sell 20 to makers and 30 to the public; makers sell 10 to mines and 90 to the public.
FLOWS = np.array([[0.0, 20.0], [10.0, 0.0]])
OUTPUT = np.array([50.0, 100.0])
FINAL = np.array([30.0, 90.0])
PRIMARY = np.array([40.0, 80.0])
TWO = System(("mines", "makers"), FLOWS, OUTPUT, FINAL, PRIMARY, PRIMARY)
HELD = Tables(
    TWO, {"makers": "Makers"}, (Dependence("dy", "cars", "makers", 0.1, 0.5, 1.0),), "XXX"
)


def test_a_loss_by_hand() -> None:
    found = loss({("dy", "cars"): (0.2, 0.2, 0.2), ("dy", "rockets"): (0.1, 0.2, 0.3)}, HELD)
    # middle: a tenth of makers stops
    assert found.by_method["direct"].mid == pytest.approx(8.0e6)
    # Leontief: final demand of makers falls by 9; L = 1/0.96 [[1, .2], [.2, 1]] with A = [[0, .2], [.2, 0]]
    change = np.array([0.2 * 9, 9]) / 0.96
    assert found.by_method["leontief"].mid == pytest.approx(float(change @ [0.8, 0.8]) * 1e6)
    # Ghosh: primary inputs of makers fall by 8; B = [[0, .4], [.1, 0]]
    lost = np.array([0.1 * 8, 8]) / (1 - 0.04)
    assert found.by_method["ghosh"].mid == pytest.approx(float(lost @ [0.8, 0.8]) * 1e6)
    assert found.unmapped == (("dy", "rockets"),)
    assert found.gdp_usd == pytest.approx(120e6)
    assert [hit.label for hit in found.hits] == ["Makers"]
    assert found.downstream[:2] == pytest.approx((10e6, 1e6))


def test_half_a_year_loses_half() -> None:
    whole = loss({("dy", "cars"): (0.2, 0.2, 0.2)}, HELD)
    half = loss({("dy", "cars"): (0.2, 0.2, 0.2)}, HELD, years=0.5)
    assert half.span.mid == pytest.approx(whole.span.mid / 2)


def test_through_time_a_calm_year_loses_nothing_and_a_small_cut_is_the_cut() -> None:
    calm = loss({("dy", "cars"): (0.0, 0.0, 0.0)}, HELD, through_time=True)
    assert calm.by_method["ario"].high == pytest.approx(0.0, abs=1e-3)
    found = loss({("dy", "cars"): (0.02, 0.02, 0.02)}, HELD, through_time=True)
    # One hundredth of makers stops for a year; mines hold 90 days of their products and do not stop, but makers
    # buy less from them and run some overtime.
    assert 0.3e6 < found.by_method["ario"].mid < 1.1e6
    assert "ario" not in loss({("dy", "cars"): (0.02, 0.02, 0.02)}, HELD).by_method


def test_the_united_states_do_not_drift_without_a_shock() -> None:
    held = economy.tables("USA", year=2017)
    world = dynamic.closed(held.system)
    model = ario.Ario(world)
    made = model.run({}, 20).production
    assert made[-1] == pytest.approx(world.output / 365, rel=1e-6)


def test_an_important_input_counts_half_and_a_small_one_not() -> None:
    flows = np.array([[0.0, 10.0, 2.0, 0.5], [0] * 4, [0] * 4, [0] * 4], dtype=float)
    output = np.full(4, 100.0)
    system = System(
        tuple("ABCD"), flows, output, output - flows.sum(1), output - flows.sum(0), output / 2
    )
    level = partially_binding(system, np.array([0.4, 0.0, 0.0, 0.0]))
    assert level == pytest.approx([0.6, 0.6, 0.8, 1.0])


def test_the_united_states_balance_and_sum_to_gdp() -> None:
    held = economy.tables("USA", year=2017)
    assert io.check(held.system) < 1e-9
    assert held.system.value_added.sum() == pytest.approx(19_612_089, rel=1e-6)
    assert len(held.system.names) == 402
    # Every industry of the concordance exists, or its loss would be lost in silence.
    assert {entry.industry for entry in held.dependences} <= set(held.system.names)


def test_figures_walk_back_to_the_assumptions() -> None:
    from monazite.provenance import walk

    found = economy.losses({("gallium", "integrated-circuits"): (0.1, 0.2, 0.4)})
    whole, share, *_ = economy.figures(found)
    ids = {figure.id for _, figure in walk(whole)}
    assert "dependence/gallium/integrated-circuits/334413" in ids
    assert whole.low is not None
    assert share.number == pytest.approx(100 * found.of_gdp.mid)


@pytest.mark.parametrize(
    ("code", "error", "call"),
    [
        ("E610", DataError, lambda: System(("a",), FLOWS, OUTPUT, FINAL, PRIMARY, PRIMARY)),
        ("E611", UnknownCode, lambda: TWO.place("ships")),
        (
            "E612",
            BalanceError,
            lambda: io.check(System(("a", "b"), FLOWS, OUTPUT, 2 * FINAL, PRIMARY, PRIMARY)),
        ),
        ("E614", DataError, lambda: loss({("dy", "cars"): (0.3, 0.2, 0.4)}, HELD)),
        ("E614", DataError, lambda: loss({("dy", "cars"): (0.3, 0.4, 1.4)}, HELD)),
        ("E615", MissingData, lambda: economy.tables("FRA")),
    ],
)
def test_errors(code: str, error: type[Exception], call: object) -> None:
    with pytest.raises(error, match=code):
        call()  # type: ignore[operator]
