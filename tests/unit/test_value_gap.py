"""Announced capacity against a gap, on cases small enough to do by hand (§V30 to §V42)."""

import numpy as np
import pytest

from monazite import catalog
from monazite.errors import DataError
from monazite.provenance import Cited, Figure
from monazite.value import Arrival, Gap, Odds, StageNeed, classify, gainers, gap

CITED = Cited("usgs-mcs-2026", "made up")


def figure(
    id: str, value: float, unit: str = "t/y", low: float | None = None, high: float | None = None
) -> Figure:
    return Figure(id, id, value, unit, low=low, high=high, cited=CITED)


def arrival(name: str, tonnes: float, start: int, odds: float, *, stage: str = "magnet") -> Arrival:
    sure = Odds(name, (odds, odds, odds), (0, 0, 0), (0, 0), figure(f"odds-{name}", odds, "share"))
    return Arrival(
        name, name, name, "", "USA", "g", stage, figure(name, tonnes), (start, start), "x", sure
    )


def stage_need(stage: str, need: float, have: float) -> StageNeed:
    return StageNeed(
        "g",
        "chain",
        stage,
        "outside CHN",
        figure(f"need-{stage}", need),
        figure(f"have-{stage}", have),
    )


def run(needs: list[StageNeed], arrivals: list[Arrival]) -> Gap:
    return gap(needs, arrivals, years=(2026, 2040), rng=np.random.default_rng(1), draws=4000)


def test_a_certain_project_closes_its_share_once_ramped() -> None:
    rows = run([stage_need("magnet", 100, 60)], [arrival("a", 10, 2027, 1.0)]).rows
    assert rows[0].arriving.number == 0  # before its start
    assert rows[1].gap.number == 40
    assert rows[1].arriving.number == pytest.approx(10, rel=1e-3)
    assert rows[1].closed.number == pytest.approx(0.25, rel=1e-3)
    assert rows[1].served.number == pytest.approx(0.70, rel=1e-3)


def test_odds_are_the_mean_of_what_arrives() -> None:
    row = run([stage_need("magnet", 100, 0)], [arrival("a", 10, 2027, 0.3)]).rows[1]
    assert row.arriving.number == pytest.approx(3.0, abs=0.25)
    assert (row.arriving.low, row.arriving.high) == (0, pytest.approx(10, rel=1e-3))


def test_no_gap_counts_as_closed_and_never_negative() -> None:
    row = run([stage_need("magnet", 50, 60)], []).rows[0]
    assert (row.gap.number, row.closed.number, row.served.number) == (0, 1, 1)


def test_the_binding_stage_serves_the_smallest_share() -> None:
    needs = [stage_need("metal", 100, 50), stage_need("magnet", 100, 20)]
    found = run(needs, [arrival("a", 60, 2027, 1.0)]).binding
    assert [(b.year, b.stage) for b in found] == [(2026, "magnet"), (2040, "metal")]


def test_every_printed_status_of_a_counted_project_has_a_class() -> None:
    words = {
        row["id"]: tuple(row["words"].split(";"))
        for row in catalog.table("value/status_odds").iter_rows(named=True)
    }
    for row in catalog.table("value/capacities").iter_rows(named=True):
        assert classify(row["status"], words)
    assert classify("suspended since Feb 2022", words) == "stalled"
    assert classify("BFS complete", words) == "financing"
    with pytest.raises(DataError, match="E751"):
        classify("gone fishing", words)


def test_who_gains_is_price_step_times_capacity_times_odds() -> None:
    sure = arrival("a", 100, 2027, 0.5)
    found = gainers([sure], {"g": (figure("home", 10, "USD/kg"), figure("stress", 40, "USD/kg"))})[
        0
    ]
    assert found.revenue_gain is not None
    assert found.revenue_gain.number == pytest.approx(100 * 1000 * 30 * 0.5)
    assert gainers([sure], {})[0].revenue_gain is None
