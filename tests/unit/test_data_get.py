"""§D10 to §D16: publishers side by side, two clocks, sums with absences."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from click.testing import CliRunner

from monazite.catalog.cells import cells
from monazite.catalog.check import check
from monazite.catalog.quantities import period, quantity
from monazite.catalog.revisions import revisions
from monazite.catalog.statistics import Question, get, total
from monazite.cli.data import command
from monazite.codes import country
from monazite.errors import MissingData, UnknownCode
from monazite.provenance import Absence, Absent, Cited, Figure


def test_chinas_share_is_71_69_and_68_percent_side_by_side() -> None:
    answer = get(Question("production", "rare-earths", "CHN", year="2024", stage="mine"))
    shares = {
        cell.row["source"]: round(cell.share.number)
        for cell in answer.cells
        if cell.share is not None and cell.row["commodity"] == "rare-earths"
    }
    assert shares["usgs-mcs-2026"] == 71
    assert shares["usgs-mcs-2025"] == 69
    assert shares["bmf-wmd-2026"] == 68
    assert answer.default.figure.number == 270_000
    assert answer.default.share is not None
    assert [parent.number for parent in answer.default.share.parents] == [270_000, 380_000]


def test_the_default_is_stated_and_can_be_changed() -> None:
    usual = get(Question("production", "rare-earths", "China", year="2024"))
    other = get(
        Question("production", "rare-earths", "China", year="2024", publishers=("bmf-wmd",))
    )
    assert usual.default.row["source"] == "usgs-mcs-2026"
    assert "newest edition" in usual.why_default
    assert {cell.row["source"] for cell in other.cells} == {"bmf-wmd-2026"}


@pytest.mark.parametrize(
    ("known_at", "tonnes"),
    [(date(2026, 5, 26), 21_000_000), (date(2026, 5, 27), 11_000_000), (None, 11_000_000)],
)
def test_brazils_reserves_on_two_clocks(known_at: date | None, tonnes: float) -> None:
    answer = get(Question("reserves", "rare-earths", "Brazil", known_at=known_at))
    assert answer.default.figure.number == tonnes


def test_before_the_2026_edition_the_2025_edition_answers() -> None:
    answer = get(
        Question("production", "rare-earths", "CHN", year="2024", known_at=date(2026, 2, 5))
    )
    assert {cell.row["source"] for cell in answer.cells} <= {"usgs-mcs-2025", "iea-cm-2025"}


def test_a_span_of_years_answers_for_a_year_in_it() -> None:
    answer = get(Question("import-sources", "acidspar", "USA", partner="Mexico", year="2023"))
    assert answer.default.figure.number == 64
    assert answer.default.figure.period == "2021-2024"


def test_refining_of_magnet_rare_earths_is_91_percent_chinese() -> None:
    answer = get(Question("production", "rare-earths", "CHN", year="2024", stage="refining"))
    assert answer.default.share is not None
    assert round(answer.default.share.number) == 91
    assert answer.default.row["source"] == "iea-cm-2025"


def test_an_import_source_is_found_by_the_place_the_table_prints() -> None:
    answer = get(Question("import-sources", "fluorspar", "Viet Nam"))
    assert [cell.figure.number for cell in answer.cells] == [12]
    assert len(get(Question("import-sources", "fluorspar", "USA")).cells) == 5


def test_trade_and_governance_answer_too() -> None:
    flow = get(Question("trade", "284690", "USA", partner="CHN", year="2024")).default
    stable = get(Question("governance", country="CHN", year="2023")).default
    assert (flow.figure.unit, flow.figure.basis) == ("t", "gross")
    assert stable.figure.unit == "score"


def test_single_price_facts_stand_beside_the_annual_average_and_never_before_it() -> None:
    answer = get(Question("price", "dysprosium", year="2025"))
    assert answer.default.row["source"] == "usgs-mcs-2026"
    quoted = [cell for cell in answer.cells if cell.row["id"].startswith("price-fact/")]
    assert {cell.figure.unit for cell in quoted} >= {"USD/kg", "CNY/t"}


def test_chinas_share_of_magnet_exports_answers_by_tariff_heading() -> None:
    share = get(Question("export-share", "850511", "CHN", year="2024")).default
    assert (share.figure.unit, share.figure.quality.value) == ("%", "derived")
    assert 50 < share.figure.number < 80


def test_what_no_cell_answers_is_said_with_what_there_is() -> None:
    with pytest.raises(MissingData, match="E210") as caught:
        get(Question("reserves", "gallium", "FRA"))
    assert "production" in caught.value.way_out
    with pytest.raises(UnknownCode, match="E211"):
        get(Question("production", "unobtainium"))


def test_quantities_are_known_by_their_common_names() -> None:
    assert quantity("Prices") == "price"
    assert quantity("Import sources 2021-2024") == "import-sources"
    assert (period("2021–24"), period("2024")) == ("2021-2024", "2024")
    assert quantity("net import reliance") == "net-import-reliance"
    with pytest.raises(UnknownCode, match="E214"):
        quantity("happiness")


def test_every_printed_place_of_one_country_is_known_by_its_name() -> None:
    """`data get` takes the names the official tables print."""
    printed = cells().filter(
        pl.col("source").str.starts_with("usgs-mcs"), pl.col("partner").is_null()
    )
    for place, code in printed.select("place", "country").unique().iter_rows():
        if code not in {"OTH", "WLD"} and ", " not in place:
            assert country(place) == code


def _part(id: str, value: float | Absent, high: float | None = None) -> Figure:
    low = 0.0 if high is not None else None
    return Figure(id, id, value, "t", low=low, high=high, cited=Cited("usgs-mcs-2026", "row"))


def test_withheld_never_becomes_zero_in_a_sum() -> None:
    withheld = _part("w", Absent(Absence.WITHHELD, "W"))
    summed = total([_part("a", 10.0), _part("b", 5.0), withheld], id="sum", label="sum")
    assert isinstance(summed.value, Absent)
    assert (summed.low, summed.high) == (15.0, None)
    assert "1 of 3" in str(summed.value)


def test_a_sum_with_bounded_parts_is_a_range() -> None:
    small = _part("s", Absent(Absence.BELOW_THRESHOLD, "s"), high=0.5)
    summed = total([_part("a", 10.0), small], id="sum", label="sum")
    assert (summed.low, summed.high) == (10.0, 10.5)
    assert total([_part("a", 10.0), _part("b", 0.0)], id="sum", label="sum").number == 10.0


def test_revisions_show_what_moved() -> None:
    moved = {one.after.id: one for one in revisions(commodities=("rare-earths",))}
    corrected = moved[
        "usgs-mcs-2026/rare-earths/reserves/rare-earths/brazil/reserves/2025@2026-05-27"
    ]
    nigeria = moved["usgs-mcs-2026/rare-earths/production/rare-earths/nigeria/mine-production/2024"]
    assert corrected.by_correction
    assert (nigeria.before.number, nigeria.after.number) == (13_000, 1_500)


def test_everything_that_ships_holds() -> None:
    report = check()
    assert report["tables"] > 10
    assert report["official cells"] > 40_000


def _json(*arguments: str) -> dict:
    done = CliRunner().invoke(command, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.output)


def test_the_command_prints_value_unit_basis_and_place_as_json() -> None:
    found = _json(
        "get", "production", "--material", "rare-earths", "--year", "2024", "--country", "CHN"
    )
    first = found["figures"][0]
    assert (first["value"], first["unit"], first["basis"]) == (270_000, "t", "oxide")
    assert first["share_of_world"]["world"] == 380_000
    assert "row 6076" in first["at"]
    assert first["source"]["licence"] == "U.S. public domain"


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["list", "--quantities"], ["sources"], ["check"], ["revisions", "-m", "tungsten"]],
)
def test_every_subcommand_prints_text_and_json(arguments: list[str]) -> None:
    assert CliRunner().invoke(command, arguments, catch_exceptions=False).exit_code == 0
    assert _json(*arguments)
