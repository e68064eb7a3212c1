"""Days of cover computed from the shipped cells agree with those computed by hand from the same release."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from monazite import catalog

# The reference divides gross weight of alloys and ore by consumption of contained manganese; bases never mix here.
MIXED = {("Manganese", "Consumption, apparent, manganese content")}


def test_days_of_cover_agree_with_the_reference(shared_dir: Path) -> None:
    path = shared_dir / "reference/methods/tables/us_stock_cover_days.csv"
    ours = {}
    for row in catalog.table("indicators/stock_cover").iter_rows(named=True):
        key = (row["period"], row["stock"], row["consumption"])
        ours.setdefault(key, []).append(row["value"])
    with path.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 173
    missing = []
    for line in lines:
        found = ours.get((line["year"], float(line["stock"]), float(line["consumption"])), [])
        if not any(value == pytest.approx(float(line["cover_days"]), abs=0.06) for value in found):
            missing.append(line)
    assert {(line["commodity"], line["consumption_detail"]) for line in missing} == MIXED


def test_every_cover_names_the_cells_it_was_computed_from() -> None:
    frame = catalog.table("indicators/stock_cover")
    known = set(catalog.table("statistics/usgs_mcs")["id"])
    assert set(frame["stock_id"]) | set(frame["consumption_id"]) <= known
    for row in frame.iter_rows(named=True):
        assert row["value"] == pytest.approx(365 * row["stock"] / row["consumption"], abs=0.05)
