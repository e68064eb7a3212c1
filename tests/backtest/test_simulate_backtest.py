"""The back-test itself: what it fits on, what it prints, and that new events cannot move the fit (§M48 to §M52)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from monazite.cli.backtest import command
from monazite.study.backtest import as_dict, backtest, fitted, leave_one_out
from monazite.study.events import parse, shipped

EVENT = {
    "id": "ni-2020",
    "restrictor": "IDN",
    "materials": ["nickel"],
    "measures": [{"known": "2019-09-02", "effective": "2020-01-01", "kind": "export ban"}],
    "series": [
        {
            "series": "price",
            "market": "LME",
            "unit": "USD/t",
            "base_period": "2019-08",
            "points": [{"date": "2019-08", "value": 15700}, {"date": "2020-02", "value": 12700}],
        }
    ],
}


def test_fitted_on_the_fit_events_alone() -> None:
    _, names = fitted(1)
    assert {name.split("/")[0] for name in names} == {"ree-2010", "gage-2023", "sb-2024"}
    assert "gage-2023/gallium" not in names


def test_another_event_changes_no_draw() -> None:
    before = {k: v.copy() for k, v in fitted(1)[0].items()}
    found = backtest(parse(EVENT, "x"))
    after = fitted(1)[0]
    assert all(np.array_equal(before[k], after[k]) for k in before)
    assert found.totals["points"] == 1


def test_the_same_seed_gives_the_same_bands() -> None:
    events = parse(EVENT, "x")
    assert as_dict(backtest(events)) == as_dict(backtest(events))


def test_an_event_is_forecast_alike_alone_and_among_others() -> None:
    alone = backtest(parse(EVENT, "x")).results[0].points[0].median
    other = EVENT | {"id": "first"}
    among = backtest(parse([other, EVENT], "x")).results[1].points[0].median
    assert alone == among


def test_a_folder_of_events(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(EVENT))
    (tmp_path / "b.yaml").write_text(json.dumps(EVENT | {"id": "b"}))
    done = CliRunner().invoke(command, ["--events", str(tmp_path), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["totals"]["events"] == 2


def test_reported_events_are_neither_fitted_nor_judged_nor_a_naive_forecast() -> None:
    reported = {e.id for e in shipped() if e.role == "reported"}
    assert reported == {"cobalt-2025", "five-metals-2025", "nickel-2014"}
    assert not reported & {name.split("/")[0] for name in fitted(1)[1]}
    assert not reported & {r.event for r in backtest().results}


def test_the_output_says_where_the_market_is_from_and_what_is_left_out() -> None:
    raw = EVENT | {"materials": ["polysilicon"]}
    raw["series"] = [
        *EVENT["series"],
        {"series": "stocks", "unit": "t", "points": [{"date": "2019", "value": 1}]},
    ]
    printed = as_dict(backtest(parse(raw, "x")))
    assert "nothing is known" in printed["series"][0]["market_from"]
    assert printed["left_out"][0]["id"] == "stocks"


def test_bands_left_out_hold_what_they_say() -> None:
    """The aim on the events of the fit, each judged by the others: 70 to 90 % and 35 to 65 %, two thirds better."""
    totals = leave_one_out().totals
    assert 0.70 <= totals["coverage_80"] <= 0.90
    assert 0.35 <= totals["coverage_50"] <= 0.65
    assert totals["better_than_naive_share"] >= 2 / 3


def test_totals_are_counts_over_points() -> None:
    found = backtest()
    points = [p for r in found.results for p in r.points]
    assert found.totals["coverage_80"] == pytest.approx(sum(p.in_80 for p in points) / len(points))
    assert {r.event for r in found.results} == {e.id for e in shipped() if e.role == "judge"}
    for p in points:
        assert p.band_80[0] <= p.band_50[0] <= p.median <= p.band_50[1] <= p.band_80[1]


def test_the_command_reads_events(tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(EVENT))
    done = CliRunner().invoke(command, ["--events", str(path), "--json"])
    assert done.exit_code == 0, done.output
    printed = json.loads(done.output)
    assert {"coverage_50", "coverage_80", "better_than_naive_share"} <= set(printed["totals"])
    assert {"band_50", "band_80", "crps"} <= set(printed["series"][0]["points"][0])
    text = CliRunner().invoke(command, ["--events", str(path)])
    assert "80 % bands" in text.output
