"""`monazite risk` over all methods: one name for a material, nothing lost, cells of the right kind (§I18, §I27)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monazite.cli.risk import CHOICES, command
from monazite.errors import DataError
from monazite.indicators import METHODS
from monazite.provenance import walk
from monazite.study import cover, risk, risk_figures, risk_names


def run(*words: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(command, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.output)["rows"]


@pytest.fixture(scope="module")
def everything() -> list[dict[str, Any]]:
    return run("--method", "all", "--year", "2024")


def test_every_method_is_a_choice_and_described() -> None:
    assert set(CHOICES) - risk.GROUPS.keys() == set(risk.CHOICES) == set(METHODS)


def test_all_means_all(everything: list[dict[str, Any]]) -> None:
    assert {row["method"] for row in everything} == set(risk.CHOICES)
    assert {row["method"] for row in run("--year", "2022")} == set(risk.MAIN)


def test_a_material_has_one_name_over_methods(everything: list[dict[str, Any]]) -> None:
    names = {row["material"] for row in everything}
    assert len({name.casefold().replace("-", " ") for name in names}) == len(names)
    by = {(row["material"], row["method"]) for row in everything}
    assert {("Chromite", "expected-loss"), ("Coking Coal", "expected-loss")} <= by
    assert {("hafnium", "companionality"), ("hafnium", "expected-loss")} <= by
    assert ("Rare earth", "companionality") in by
    keys = Counter((row["material"], row["method"]) for row in everything)
    assert max(keys.values()) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("chromium", ("Chromite",)),
        ("Cr", ("Chromite",)),
        ("Cu", ("Copper",)),
        ("Ir", ("iridium",)),
        ("coking-coal", ("Coking Coal",)),
        ("Hafnium", ("hafnium",)),
        ("barite", ("Baryte",)),
        ("Nd", ("neodymium", "Rare earth")),
        ("rare-earths", ("Rare earth",)),
    ],
)
def test_whoever_names_it(text: str, names: tuple[str, ...]) -> None:
    assert risk_names.named(text) == names


def test_a_single_rare_earth_is_told_apart_where_a_method_can() -> None:
    rows = run(
        "--material", "Y", "--method", "import-reliance", "--method", "hhi", "--year", "2024"
    )
    assert {row["method"]: row["material"] for row in rows} == {
        "import-reliance": "yttrium",
        "hhi": "Rare earth",
    }


def test_what_is_asked_for_and_not_known_is_a_row_that_says_why() -> None:
    (row,) = run("--material", "hafnium", "--method", "top3", "--year", "2022")
    assert (row["material"], row["value"], row["rank"]) == ("hafnium", None, None)
    (row,) = run("--material", "tin", "--method", "usgs", "--importer", "JPN")
    assert row["value"] is None
    assert "United States only" in row["explanation"]


def test_a_small_cover_is_the_worse_one(everything: list[dict[str, Any]]) -> None:
    days = {row["material"]: row for row in everything if row["method"] == "days-of-cover"}
    assert days["Gallium"]["value"] == pytest.approx(66.559, abs=5e-4)  # 20.5 of 112 t, as printed
    assert days["Chromite"]["rank"] < days["Gallium"]["rank"]
    for method in ("n-1", "days-of-cover"):
        ranked = [row for row in everything if row["method"] == method and row["rank"]]
        least = min(ranked, key=lambda row: row["value"])
        assert least["rank"] == 1


def test_stocks_are_set_against_the_use_of_their_own_form() -> None:
    pairs = cover.printed(2024)["manganese"]
    assert [round(each.days, 1) for each in pairs] == [44.2, 47.6, 170.3]
    assert all(each.what.count("erromanganese") != 1 for each in pairs)


@pytest.mark.parametrize(
    ("id", "wanted", "unwanted"),
    [
        ("risk/import-reliance/Zinc/USA/2023", "usgs-mcs-2026", "cepii-baci-202601"),
        ("risk/import-reliance/Tungsten/USA/2024", "usgs-mcs-2026", "bmf-wmd-2026"),
        ("risk/hhi/lime/USA/2024", "usgs-mcs-2026", "monazite-assumptions-2026"),
        ("risk/days-of-cover/Tin/USA/2024", "usgs-mcs-2026", "bmf-wmd-2026"),
        ("risk/companionality/hafnium/USA/2024", "nassar-2015", "bmf-wmd-2026"),
        ("risk/governance-hhi/Gallium/USA/2024", "world-bank-wgi-2025", "cepii-baci-202601"),
        ("risk/eu/Graphite/EU27/2022", "world-bank-wgi-2023", "world-bank-wgi-2025"),
        ("risk/eu/Graphite/EU27/2022", "ec-crm-2023", "monazite-assumptions-2026"),
        ("risk/origin-gap/Tungsten/USA/2022", "cepii-baci-202601", "world-bank-wgi-2025"),
        ("risk/expected-loss/Gallium/USA/2024", "monazite-assumptions-2026", "cepii-baci-202601"),
    ],
)
def test_a_row_walks_back_to_cells_of_its_own_kind(id: str, wanted: str, unwanted: str) -> None:
    found = risk_figures.figure(id)
    assert found is not None
    sources = {each.cited.source for _, each in walk(found) if each.cited}
    assert wanted in sources
    assert unwanted not in sources


def test_a_rare_earth_names_its_own_uses_and_its_probability() -> None:
    found = risk_figures.figure("risk/expected-loss/dysprosium/USA/2024")
    assert found is not None
    ids = [each.id for _, each in walk(found)]
    assert not any("consumer-electronics" in one for one in ids)  # dysprosium has no part there
    (chance,) = [each for _, each in walk(found) if each.id.endswith("probability")]
    assert chance.number == 1.0  # under control on the day of the list


def test_purchases_take_no_option_they_would_pass_over(tmp_path: Path) -> None:
    bought = tmp_path / "bought.csv"
    bought.write_text("material,exporter,weight_t\ntin,CHN,1\n")
    for words in (["--importer", "FRA"], ["--method", "hhi"], ["--year", "2021", "--year", "2022"]):
        with pytest.raises(DataError, match="E617"):
            run("--purchases", str(bought), *words)


def test_a_picture_that_cannot_be_written_is_an_error_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="E372"):
        run("--method", "hhi", "--picture", str(tmp_path / "none" / "ranks.svg"))


HEAD = "year,hs92,exporter,importer,value_usd,weight_kg\n"


def graphite(folder: Path, text: str) -> dict[str, Any]:
    path = folder / "flows.csv"
    path.write_text(HEAD + text)
    words = ("--material", "graphite", "--year", "2022", "--method", "geopolrisk")
    (row,) = run(*words, "--trade", str(path))
    return row


def test_a_code_that_a_sheet_made_a_number_is_the_code(tmp_path: Path) -> None:
    plain = graphite(tmp_path, "2022,250410,CHN,USA,5000,1000\n")
    assert graphite(tmp_path, "2022.0,250410.0,CHN,USA,5e3,1e3\n") == plain
    assert graphite(tmp_path, "2022,2504.10,CHN,USA,5000,1000\n") == plain


def test_imports_without_quantities_are_not_called_none(tmp_path: Path) -> None:
    row = graphite(tmp_path, "2022,250410,CHN,USA,5000,\n")
    assert row["rank"] is None
    assert "without quantities" in row["explanation"]


def test_what_a_country_sends_home_to_itself_carries_no_risk(tmp_path: Path) -> None:
    alone = graphite(tmp_path, "2022,250410,CHN,USA,5000,1000\n")
    mixed = graphite(tmp_path, "2022,250410,CHN,USA,5000,1000\n2022,250410,USA,USA,5000,1000\n")
    assert mixed["value"] == pytest.approx(alone["value"] / 2)


@pytest.mark.parametrize("raw", [b"year,hs92\n2022,\xe9\n", b"\x1f\x8b\x08\x00"])
def test_a_file_that_is_no_text_says_how_to_save_it(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "flows.csv"
    path.write_bytes(HEAD.encode() + raw if raw[0] != 0x1F else raw)
    with pytest.raises(DataError, match="E607") as caught:
        run("--trade", str(path), "--year", "2022")
    assert "UTF-8" in caught.value.way_out
