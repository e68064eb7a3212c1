"""§D1, §D5: the shipped tables say what the official files say, with two clocks."""

from __future__ import annotations

from datetime import date

import polars as pl

from monazite import catalog
from monazite.provenance import Absent


def _mcs(**keys: str) -> pl.DataFrame:
    frame = catalog.table("statistics/usgs_mcs")
    return frame.filter(*(pl.col(name) == value for name, value in keys.items()))


def test_china_mined_270_000_of_380_000_tonnes_in_2024() -> None:
    mine = {
        "source": "usgs-mcs-2026",
        "quantity": "production",
        "commodity": "rare-earths",
        "period": "2024",
    }
    china = catalog.figure(_mcs(**mine, country="CHN", stage="mine").row(0, named=True))
    world = catalog.figure(_mcs(**mine, country="WLD", stage="mine").row(0, named=True))
    assert (china.number, world.number, china.unit, china.basis) == (
        270000.0,
        380000.0,
        "t",
        "oxide",
    )
    assert china.cited is not None
    assert "row 6076" in china.cited.at


def test_brazils_reserves_have_two_records() -> None:
    rows = _mcs(commodity="rare-earths", quantity="reserves", country="BRA", period="2025").sort(
        "seen"
    )
    assert rows["value"].to_list() == [21_000_000.0, 11_000_000.0]
    assert rows["seen"].to_list() == [date(2026, 2, 6), date(2026, 5, 27)]
    assert rows["revises"].to_list() == [None, rows["id"][0]]


def test_us_fluorspar_came_from_five_places() -> None:
    rows = _mcs(quantity="import-sources", commodity="fluorspar")
    shares = dict(zip(rows["partner"], rows["value"], strict=True))
    assert shares == {"MEX": 64.0, "VNM": 12.0, "CHN": 10.0, "ZAF": 9.0, "OTH": 5.0}


def test_chinas_share_of_magnet_rare_earth_refining_is_91_percent() -> None:
    frame = catalog.table("statistics/iea_supply").filter(
        commodity="magnet-rare-earths", stage="refining", period="2024"
    )
    tonnes = dict(zip(frame["country"], frame["value"], strict=True))
    assert round(100 * tonnes["CHN"] / tonnes["WLD"]) == 91


def test_withheld_cells_have_no_value() -> None:
    withheld = _mcs(absent="withheld")
    assert withheld.height > 100
    assert withheld["value"].null_count() == withheld.height
    assert isinstance(catalog.figure(withheld.row(0, named=True)).value, Absent)


def test_every_row_of_every_table_has_a_source_that_may_be_shipped() -> None:
    for name in catalog.names():
        frame = catalog.table(name)
        if "source" not in frame.columns:
            continue
        for card in frame["source"].unique():
            assert catalog.source(card).licence.redistribute, f"{name}: {card}"
