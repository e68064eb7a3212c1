"""The work that the benchmark of the indicators gives to a process of its own can be done there."""

from __future__ import annotations

import sys

from benchmarks.indicators import SAME, _asked, cold


def test_the_asked_scores_are_computed_in_a_process_of_its_own() -> None:
    run = cold(sys.executable, _asked(SAME, [2021, 2022], ["USA", "JPN"], ["nickel"]))
    assert run["scores"] == 4
