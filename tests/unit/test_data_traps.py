"""Every trap of the official files, as the collection's notes on formats list them, on the files themselves (§D2).

Traps of files that only `data update` reads are tested in test_data_update.py.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from monazite import catalog
from monazite.catalog.cells import cells
from monazite.catalog.official import (
    commodity_code,
    country_code,
    read_cell,
    usgs_long,
    usgs_wide,
    usgs_world,
    worldbank,
)
from monazite.catalog.official.row import Row
from monazite.catalog.statistics import Question, get
from monazite.units import TONNES_PER


def _rows(**keys: str) -> pl.DataFrame:
    frame = catalog.table("statistics/usgs_mcs")
    return frame.filter(*(pl.col(name) == value for name, value in keys.items()))


@pytest.fixture(scope="module")
def release(shared_dir: Path) -> dict[str, Row]:
    return {
        row.id: row
        for row in usgs_long.read(shared_dir / "data/usgs_mcs/MCS2026_Commodities_Data.csv")
    }


def test_the_2026_file_is_windows_text_with_8886_rows(
    release: dict[str, Row], shared_dir: Path
) -> None:
    raw = (shared_dir / "data/usgs_mcs/MCS2026_Commodities_Data.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert b"\r\n" in raw
    assert len(release) == 8886
    assert any(
        "—" in row.at for row in release.values()
    )  # em dash in "Salient Statistics—United States"


def test_na_is_text_and_no_number_reader_eats_it(release: dict[str, Row]) -> None:
    missing = [row for row in release.values() if row.printed == "NA"]
    assert len(missing) == 353
    assert {row.absent for row in missing} == {"not_reported"}
    assert (
        release["usgs-mcs-2026/fluorspar/reserves/fluorspar/united-states/reserves/2025"].value
        is None
    )


def test_a_dash_is_zero_and_w_is_not(release: dict[str, Row]) -> None:
    assert {row.value for row in release.values() if row.printed == "—"} == {0.0}
    withheld = [row for row in release.values() if row.printed == "W"]
    assert len(withheld) == 224
    assert {(row.value, row.absent) for row in withheld} == {(None, "withheld")}


def test_a_net_exporter_is_not_zero_percent(release: dict[str, Row]) -> None:
    exporters = [row for row in release.values() if row.printed == "E"]
    assert len(exporters) == 92
    assert {row.quantity for row in exporters} == {"net-import-reliance"}
    assert {(row.value, row.absent) for row in exporters} == {(None, "not_applicable")}


def test_more_than_95_percent_is_a_bound(release: dict[str, Row]) -> None:
    bounds = {(row.low, row.high, row.value) for row in release.values() if row.printed == ">95"}
    assert bounds == {(95.0, 100.0, None)}


def test_ranges_are_bounds_not_negative_numbers(release: dict[str, Row]) -> None:
    ranges = [row for row in release.values() if "a range" in row.note]
    assert ranges
    assert all(
        row.low is not None and row.high is not None and row.low < row.high for row in ranges
    )


def test_sections_with_a_trailing_colon_are_world_tables_too(
    release: dict[str, Row], shared_dir: Path
) -> None:
    text = (shared_dir / "data/usgs_mcs/MCS2026_Commodities_Data.csv").read_text(encoding="cp1252")
    assert "World Mine Production and Reserves:" in text
    assert not [row for row in release.values() if row.at.endswith(":")]


def test_import_sources_span_years_and_name_the_partner(release: dict[str, Row]) -> None:
    sources = [row for row in release.values() if row.quantity == "import-sources"]
    assert len(sources) == 720
    assert {(row.period, row.country) for row in sources} == {("2021-2024", "USA")}
    assert {row.detail for row in sources if row.commodity == "fluorspar"} == {"All"}  # the form


def test_estimates_are_known_only_from_the_notes(release: dict[str, Row]) -> None:
    mine = "usgs-mcs-2026/rare-earths/production/rare-earths/{}/mine-production/2024"
    assert release[mine.format("china")].quality == "estimated"
    assert release[mine.format("united-states")].quality == "reported"


def test_the_csv_stays_at_version_1_0_and_the_correction_is_a_record(
    release: dict[str, Row],
) -> None:
    brazil = release["usgs-mcs-2026/rare-earths/reserves/rare-earths/brazil/reserves/2025"]
    assert brazil.printed == "21,000,000"
    assert _rows(revises=brazil.id)["value"].to_list() == [11_000_000.0]


def test_a_correction_of_another_text_is_refused(release: dict[str, Row]) -> None:
    from dataclasses import replace

    from pipeline.usgs_mcs import corrections

    brazil = release["usgs-mcs-2026/rare-earths/reserves/rare-earths/brazil/reserves/2025"]
    changed = [
        replace(row, printed="22,000,000") if row.id == brazil.id else row
        for row in release.values()
    ]
    with pytest.raises(ValueError, match="prints '22,000,000'"):
        list(corrections.read(changed))


def test_2025_has_a_stray_space_in_a_header_and_a_misspelt_metal(shared_dir: Path) -> None:
    path = shared_dir / "data/usgs_mcs/MCS2025_World_Data.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert "PROD_EST_ 2024" in text.splitlines()[0]
    assert "Gemanium" in text
    rows = list(usgs_world.read(path, {}))
    assert [row for row in rows if row.period == "2024" and row.quantity == "production"]
    assert not [row for row in rows if row.commodity == "gemanium"]
    assert commodity_code("Gemanium ") == "germanium"  # its cells are all empty in this edition


def test_the_unit_of_salient_statistics_is_the_suffix_except_for_reliance_and_prices() -> None:
    salient = _rows(source="usgs-mcs-2025").filter(pl.col("at").str.contains("_salient.csv"))
    by_column = {
        row["at"].partition("column ")[2]: row["unit"]
        for row in salient.filter(pl.col("at").str.contains("rareee|tungs|plati|gold")).iter_rows(
            named=True
        )
    }
    assert by_column["NIR_Compounds-Metals_t"] == "%"  # the suffix is wrong in the file
    assert by_column["Price_Dy2O3_dkg"] == "USD/kg"
    assert by_column["Price_WO3_dt"] == "USD/mtu"  # per unit of ten kilograms, as the metadata says
    assert by_column["Price_Platinum_dto"] == "USD/oz_t"


def test_2024_files_have_empty_columns_and_rows(shared_dir: Path) -> None:
    path = shared_dir / "data/usgs_mcs/mcs2024/world/mcs2024-raree_world.csv"
    file = usgs_wide.open_file(path)
    assert "" in file.header
    rows = list(usgs_wide.world(file, {"raree": "rare-earths"}, {}))
    assert {row.quantity for row in rows} == {"production", "reserves"}
    assert all(row.place for row in rows)


def test_a_pushed_column_is_set_right_by_the_metadata() -> None:
    """mcs2024-fluor_salient.csv: every value stands one place right of its header."""
    acid = _rows(source="usgs-mcs-2024", commodity="fluorspar", quantity="imports", period="2021")
    values = {
        row["detail"].partition(": ")[2][:12]: row["value"] for row in acid.iter_rows(named=True)
    }
    assert values["Acid grade"] == 391.0
    later = _rows(source="usgs-mcs-2026", commodity="fluorspar", quantity="imports", period="2021")
    assert sorted(set(acid["value"])) == sorted(set(later["value"]))


def test_footnote_marks_stick_to_names_and_numbers() -> None:
    perlite = _rows(
        source="usgs-mcs-2024", commodity="perlite", quantity="production", period="2022"
    )
    assert {"Argentina", "Turkey"} <= set(perlite["place"])  # printed "Argentinae", "Turkeye"
    assert read_cell("e3,540").value == 3540.0
    assert read_cell("e3,540").estimated


def test_a_lost_minus_sign_is_read_back() -> None:
    row = _rows(printed="?10").row(0, named=True)
    assert row["value"] == -10.0
    assert "minus sign" in row["note"]


def test_the_form_after_a_country_is_not_a_group() -> None:
    assert country_code("Argentina, crude ore") == "ARG"
    assert country_code("China, Germany, and Russia") == "OTH"
    with pytest.raises(ValueError, match="unknown place"):
        country_code("Atlantis")


def test_world_totals_are_rounded_and_need_not_be_the_sum() -> None:
    rows = _rows(
        source="usgs-mcs-2026", quantity="production", commodity="rare-earths", period="2024"
    )
    parts = rows.filter((pl.col("country") != "WLD") & (pl.col("stage") == "mine"))
    world = rows.filter(country="WLD")["value"][0]
    assert parts["value"].sum() == 384_000
    assert world == 380_000


def test_bgs_dots_are_not_reported_and_an_asterisk_is_below_half_a_tonne() -> None:
    frame = catalog.table("statistics/bgs")
    assert frame.filter(pl.col("absent") == "not_reported").height > 0
    small = frame.filter(pl.col("absent") == "below_threshold")
    assert set(small["high"]) == {0.5}
    assert frame.filter((pl.col("printed") == "-----") & (pl.col("value") != 0)).is_empty()


def test_bgs_keeps_states_that_are_no_more() -> None:
    assert {"SUN", "YUG", "ZAR"} <= set(catalog.table("statistics/bgs")["country"])


def test_baci_codes_keep_their_zero_and_blanks_stay_absent() -> None:
    frame = catalog.table("trade/baci_hs92")
    assert frame.filter(pl.col("hs92").str.len_chars() != 6).is_empty()
    blank = frame["weight_kg"].null_count() / frame.height
    assert 0 < blank < 0.1


def test_baci_area_numbers_are_not_iso_numbers() -> None:
    areas = dict(catalog.table("trade/areas").select("area", "country").iter_rows())
    assert [areas[code] for code in (842, 156, 251, 490, 699, 757, 579)] == [
        "USA", "CHN", "FRA", "TWN", "IND", "CHE", "NOR",
    ]  # fmt: skip


def test_the_total_row_of_usitc_is_no_country() -> None:
    frame = catalog.table("statistics/usitc")
    assert "Total" not in set(frame["place"])
    assert set(frame.filter(pl.col("unit").is_null())["absent"]) <= {"not_applicable"}


def test_2026_is_january_to_april_in_usitc() -> None:
    assert "2026-01/2026-04" in set(catalog.table("statistics/usitc")["period"])
    assert "2026" not in set(catalog.table("statistics/usitc")["period"])


def test_the_pink_sheet_prints_an_ellipsis_for_a_month_without_a_price(shared_dir: Path) -> None:
    path = shared_dir / "data/prices/CMO-Historical-Data-Monthly.xlsx"
    day = worldbank.pink_sheet_day(path)
    first = {
        row.commodity: row
        for row in worldbank.pink_sheet(path, "pink", day)
        if row.period == "1960-01"
    }
    assert day.isoformat() == "2026-06-02"
    assert (first["coal-australian"].value, first["coal-australian"].absent) == (
        None,
        "not_reported",
    )
    assert first["crude-oil-brent"].value == 1.63
    assert first["gold"].unit == "USD/oz_t"


def test_wgi_codes_that_are_not_iso_are_read() -> None:
    frame = cells().filter(pl.col("quantity") == "governance")
    assert {"COD", "ROU", "TLS", "XKX"} <= set(frame["country"])
    assert not {"ZAR", "ROM", "TMP", "ADO"} & set(frame["country"])


def test_iea_projections_are_not_reported_figures() -> None:
    base = get(
        Question("production", "magnet-rare-earths", "CHN", year="2024", stage="refining")
    ).default
    later = get(
        Question("production", "magnet-rare-earths", "CHN", year="2030", stage="refining")
    ).default
    assert (base.figure.quality, later.figure.quality) == ("reported", "estimated")
    assert "projection" in later.definition


def test_two_chapters_of_2025_say_tons_and_mean_thousands() -> None:
    for chapter in ("sand-and-gravel-industrial", "titanium-mineral-concentrates"):
        rows = _rows(
            source="usgs-mcs-2025", commodity=chapter, quantity="production", country="WLD"
        )
        rows = rows.filter(pl.col("at").str.contains("World_Data"))
        assert set(rows["unit"]) == {"kt"}
        assert rows["note"].str.contains("the file says metric tons").all()


def test_masses_of_two_editions_never_differ_by_a_thousand() -> None:
    """A unit misread would show as a factor of a thousand between editions for the same country and year."""
    tonnes = TONNES_PER | {"kt dry": 1e3}
    frame = catalog.table("statistics/usgs_mcs").filter(
        pl.col("unit").is_in(list(tonnes)), pl.col("value") > 0
    )
    frame = frame.with_columns(
        tonnes=pl.col("value") * pl.col("unit").replace_strict(tonnes, return_dtype=pl.Float64)
    )
    keys = ["commodity", "quantity", "period", "country"]
    newest = (
        frame.filter(source="usgs-mcs-2026").group_by(keys).agg(pl.col("tonnes").alias("others"))
    )
    older = frame.filter(pl.col("source") != "usgs-mcs-2026").join(newest, on=keys)
    off = []
    for row in older.filter(pl.col("commodity") != "vanadium").iter_rows(named=True):
        ratios = [row["tonnes"] / other for other in row["others"]]
        near = any(0.5 < ratio < 2 for ratio in ratios)
        far = any(abs(ratio * step - 1) < 0.05 for ratio in ratios for step in (1e3, 1e-3))
        if far and not near:
            off.append((row["at"], row["country"], row["printed"], row["unit"]))
    assert not off
