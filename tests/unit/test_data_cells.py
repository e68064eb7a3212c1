"""§D2: a printed cell keeps its meaning; every trap of the official files."""

from __future__ import annotations

import pytest

from pipeline.common import read_cell


@pytest.mark.parametrize(
    ("printed", "value", "low", "high", "absent"),
    [
        ("270,000", 270000.0, None, None, ""),
        ("0.85", 0.85, None, None, ""),
        ("—", 0.0, None, None, ""),
        ("W", None, None, None, "withheld"),
        ("NA", None, None, None, "not_reported"),
        ("XX", None, None, None, "not_applicable"),
        ("E", None, None, None, "not_applicable"),
        (">95", None, 95.0, 100.0, "bounded"),
        ("<25", None, 0.0, 25.0, "bounded"),
        ("30–40", None, 30.0, 40.0, "bounded"),
        ("10,000 - 20,000", None, 10000.0, 20000.0, "bounded"),
        ("Large", None, None, None, "not_reported"),
        ("57\xa0", 57.0, None, None, ""),
        ("?10", -10.0, None, None, ""),
        ("", None, None, None, "not_reported"),
    ],
)
def test_a_printed_cell_keeps_its_meaning(
    printed: str, value: float | None, low: float | None, high: float | None, absent: str
) -> None:
    cell = read_cell(printed, percent=True)
    assert (cell.value, cell.low, cell.high, cell.absent) == (value, low, high, absent)


def test_small_s_is_read_by_its_footnote() -> None:
    small = read_cell("s", note="Less than ½ unit.")
    elsewhere = read_cell("s", note="Included in “World total.”")
    assert (small.absent, small.low, small.high) == ("below_threshold", 0.0, 0.5)
    assert (elsewhere.absent, elsewhere.low, elsewhere.high) == ("not_reported", None, None)


def test_a_bound_on_a_mass_has_no_upper_end() -> None:
    assert read_cell(">85,000,000").high is None
