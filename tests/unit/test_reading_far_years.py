"""A claim about a year of which no figure is at hand is not checkable, and ends no reading (§R32)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import judge, load, read

# shares whose figures at hand lie years from the day the document speaks of
_TEXT = (
    "The mine, in which the company holds 51%, made 3% of the world's copper and 525,000 tonnes in 2023. "
    "Indonesia produced 51% of the world's copper in 2012."
)


@pytest.mark.parametrize("day", [date(1996, 5, 1), date(2010, 5, 1), date(2025, 9, 24)])
def test_a_year_without_figures_is_not_checkable(day: date) -> None:
    reading = read(load(f"Copper\n\n{day}\n\n{_TEXT}".encode(), name="copper"))
    judged = [judge(claim, on=day, known_at=date(2026, 6, 1)) for claim in reading.claims]
    assert judged
    assert all(entry.reason for entry in judged)
