"""Event files in every form the schema allows (§M50)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from monazite.errors import DataError
from monazite.study.events import parse, read, shipped, span

FULL = {
    "id": "co-2025",
    "restrictor": "COD",
    "targets": ["all"],
    "materials": ["Co"],
    "measures": [
        {
            "known": "2025-02-22",
            "effective": "2025-02-22",
            "ended": "2025-10-16",
            "kind": "suspension of exports",
            "scope": "all cobalt",
        },
        {"known": "2025-09-21", "effective": "2025-10-16", "kind": "quota", "depth": 0.5},
    ],
    "series": [
        {
            "series": "cobalt metal price",
            "market": "Europe",
            "unit": "USD/lb",
            "base_period": "2025-02",
            "points": [
                {"date": "2025-02", "value": 10.0, "reliability": "secondary"},
                {"date": "2025-03-31", "value": [15.0, 17.0]},
                {"period": "2025-Q4", "value": 24.0},
            ],
        },
        {
            "series": "exports",
            "unit": "t",
            "base": {"period": "2024", "value": 18000},
            "points": [{"period": "2025-04..2025-06", "value": 0}],
        },
    ],
}


def test_a_file_in_the_loose_form() -> None:
    event = parse({"events": [FULL]}, "x")[0]
    assert event.materials == ("cobalt",)
    assert [act.kind for act in event.acts] == ["ban", "quota"]
    assert event.known == date(2025, 2, 22)
    price, volume = event.series
    assert (price.kind, price.market, price.material) == ("price", "outside", "cobalt")
    assert [p.value for p in price.points] == [16.0, 24.0]
    assert volume.kind == "exports"
    assert volume.base.value == 18000


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", (2024, 1, 1), (2025, 1, 1)),
        ("2011-Q4", (2011, 10, 1), (2012, 1, 1)),
        ("2025-12", (2025, 12, 1), (2026, 1, 1)),
        ("2025-04-04", (2025, 4, 4), (2025, 4, 5)),
        ("2025-01..2025-07", (2025, 1, 1), (2025, 8, 1)),
    ],
)
def test_periods(text: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    found = span(text, "x")
    assert (found.start, found.end) == (date(*start), date(*end))


@pytest.mark.parametrize("text", ["soon", "2025-13", "2025-Q5", "2025-02-30"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(DataError, match="E850"):
        span(text, "x")


def test_all_problems_of_a_file_at_once(tmp_path: Path) -> None:
    bad = {"id": "x", "restrictor": "CHN", "materials": ["Ga"], "measures": [{}], "series": [{}]}
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(bad))
    with pytest.raises(ExceptionGroup) as caught:
        read(path)
    assert len(caught.value.exceptions) >= 4
    assert all("E852" in str(error) for error in caught.value.exceptions)


def test_a_series_needs_its_base() -> None:
    lost = json.loads(json.dumps(FULL))
    lost["series"][0]["base_period"] = "2024"
    with pytest.raises(DataError, match="E851"):
        parse(lost, "x")


def test_a_file_that_is_no_yaml(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("a: [")
    with pytest.raises(DataError, match="E853"):
        read(path)


def test_the_shipped_events() -> None:
    events = {event.id: event for event in shipped()}
    assert {e.id for e in events.values() if e.role == "fit"} == {
        "ree-2010",
        "gage-2023",
        "sb-2024",
    }
    assert {e.id for e in events.values() if e.role == "judge"} == {"ree-2025", "graphite-2023"}
    assert events["graphite-2023"].negative_control


def test_other_names_and_a_flat_list_of_points() -> None:
    flat = {
        "id": "x",
        "restrictor": "CHN",
        "materials": "Bi",
        "measures": [{"day_known": "2025-02-04", "day_effective": "2025-02-04", "kind": "licence"}],
        "observed": [
            {
                "series": "bismuth price",
                "market": "Rotterdam",
                "unit": "USD/lb",
                "base": "2025-01",
                "date": d,
                "value": v,
            }
            for d, v in (("2025-01", 6.0), ("2025-03", 40.0), ("2025-04", 50.0))
        ],
    }
    event = parse(flat, "x")[0]
    assert event.known == date(2025, 2, 4)
    assert len(event.series) == 1
    assert [p.value for p in event.series[0].points] == [40.0, 50.0]
    assert event.series[0].base.value == 6.0
