"""`monazite risk` (§I18 to §I21)."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from monazite.cli.risk import command
from monazite.codes import EU27
from monazite.errors import DataError, MissingData, UnknownCode
from monazite.study import risk, risk_inputs


def run(*words: str) -> dict[str, list[dict[str, object]]]:
    done = CliRunner().invoke(command, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.output)


def test_the_published_score_of_graphite_in_the_united_states() -> None:
    found = run(
        "--material", "graphite", "--importer", "US", "--year", "2022", "--method", "geopolrisk"
    )
    (row,) = found["rows"]
    assert row["material"] == "Graphite"
    assert row["value"] == pytest.approx(0.273, abs=5e-4)  # 0.273 in the published ranking
    assert "China" in str(row["explanation"])


def test_all_methods_stand_side_by_side_and_disagree() -> None:
    found = run(
        "--material", "tungsten", "--material", "cobalt", "--importer", "EU", "--year", "2022"
    )
    assert {row["method"] for row in found["rows"]} == {"hhi", "geopolrisk", "eu"}
    assert all(row["importer"] == "EU27" for row in found["rows"])
    assert found["disagreement"][0]["spread"] > 0


def test_a_zero_for_want_of_trade_data_has_no_rank() -> None:
    (row,) = run(
        "--material", "Ge", "--importer", "JPN", "--year", "2022", "--method", "geopolrisk"
    )["rows"]
    assert row["value"] == 0
    assert row["rank"] is None
    assert "not safety" in str(row["explanation"])


def test_a_material_without_trade_codes_is_absent_not_zero() -> None:
    (row,) = run("--material", "Gallium", "--year", "2022", "--method", "geopolrisk")["rows"]
    assert row["value"] is None


def test_explain_prints_reason_and_citation() -> None:
    done = CliRunner().invoke(
        command, ["--material", "bismuth", "--year", "2022", "--explain"], catch_exceptions=False
    )
    assert "China gives" in done.output
    assert "RCR 209:107801" in done.output


def test_the_users_own_trade_takes_the_place_of_the_shipped(tmp_path: Path) -> None:
    flows = pl.DataFrame(
        {
            "year": [2022],
            "hs92": ["810600"],
            "exporter": ["CHN"],
            "importer": ["USA"],
            "value_usd": [1_000_000],
            "weight_kg": [100_000],
        }
    )
    flows.write_parquet(tmp_path / "mine.parquet")
    flows.write_csv(tmp_path / "mine.csv")
    values = [
        run(
            "--material",
            "bismuth",
            "--year",
            "2022",
            "--method",
            "geopolrisk",
            "--trade",
            str(tmp_path / name),
        )["rows"][0]
        for name in ("mine.parquet", "mine.csv")
    ]
    assert values[0]["value"] == values[1]["value"]
    assert values[0]["price_kusd_t"] == pytest.approx(10.0)
    flows.drop("weight_kg").write_csv(tmp_path / "short.csv")
    with pytest.raises(DataError, match="E607"):
        run("--trade", str(tmp_path / "short.csv"))


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        ("E606", UnknownCode, ["--material", "unobtainium"]),
        ("E608", MissingData, ["--year", "1890"]),
        ("E102", UnknownCode, ["--importer", "Atlantis"]),
    ],
)
def test_bad_input_is_refused(code: str, error: type[Exception], words: list[str]) -> None:
    with pytest.raises(error, match=code):
        run(*words)


def test_expected_loss_tells_the_rare_earths_apart_and_carries_rank_ranges() -> None:
    found = run("--method", "expected-loss", "--material", "Dy", "--material", "lutetium")
    by = {row["material"]: row for row in found["rows"]}
    assert set(by) == {"dysprosium", "lutetium"}
    assert by["dysprosium"]["rank_low"] <= by["dysprosium"]["rank"] <= by["dysprosium"]["rank_high"]
    assert "China" in str(by["lutetium"]["explanation"])


def test_a_picture_is_written(tmp_path: Path) -> None:
    run("--year", "2022", "--picture", str(tmp_path / "ranks.svg"))
    assert "<svg" in (tmp_path / "ranks.svg").read_text(encoding="utf-8")


def test_import_reliance_is_as_printed_and_a_bound_stays_a_range() -> None:
    found = run("--method", "import-reliance", "--year", "2024")
    by = {row["material"]: row for row in found["rows"]}
    assert by["Antimony"]["value"] == pytest.approx(0.86)  # USGS, Mineral Commodity Summaries 2026
    assert by["Tungsten"]["value"] is None
    assert by["Tungsten"]["low"] == pytest.approx(0.5)
    assert by["Tungsten"]["rank"] is None
    assert "net exporter" in str(by["Molybdenum"]["explanation"])


def test_who_ships_is_not_who_digs() -> None:
    found = run(
        "--method", "origin-gap", "--year", "2022", "--material", "tungsten", "--material", "iron"
    )
    by = {row["material"]: row for row in found["rows"]}
    assert 0 < by["Iron"]["value"] < by["Tungsten"]["value"] <= 1
    assert "China" in str(by["Tungsten"]["explanation"])


def test_commodities_of_the_usgs_have_a_concentration_too() -> None:
    found = run("--method", "hhi", "--year", "2024")
    materials = {str(row["material"]) for row in found["rows"]}
    assert {"Gallium", "helium", "magnesium"} <= materials
    assert len(materials) == len(found["rows"]) > 70
    assert "sand-and-gravel-construction" not in materials  # one country listed is not the world
    (row,) = run("--method", "hhi", "--year", "2024", "--material", "Helium")["rows"]
    assert row["material"] == "helium"


def test_by_products_name_their_hosts() -> None:
    found = run("--method", "companionality", "--material", "Germanium")
    assert "zinc" in str(found["rows"][0]["explanation"])


def test_a_companys_own_purchases(tmp_path: Path) -> None:
    path = tmp_path / "bought.csv"
    path.write_text(
        "material,exporter,weight_t\ncobalt,DR Congo,10\ncobalt,Norway,15\nGraphite,China,5\n"
    )
    found = run("--purchases", str(path), "--year", "2022")
    by = {row["material"]: row for row in found["rows"]}
    assert by["Cobalt"]["rank"] == 2
    assert "DR Congo" in str(by["Cobalt"]["explanation"])
    assert by["Cobalt"]["value"] == pytest.approx(by["Cobalt"]["hhi"] * by["Cobalt"]["import_risk"])
    path.write_text("material,exporter,weight_t\ncobalt,Norway,much\ncobalt,Norway,-1\n")
    with pytest.raises(ExceptionGroup) as caught:
        run("--purchases", str(path))
    assert len(caught.value.exceptions) == 2
    path.write_text("material,tonnes\ncobalt,1\n")
    with pytest.raises(DataError, match="E617"):
        run("--purchases", str(path))


def test_concentration_differs_by_stage() -> None:
    (row,) = run("--method", "hhi", "--year", "2024", "--material", "lithium")["rows"]
    mine, refinery = row["by_stage"]["mine"], row["by_stage"]["refining"]
    assert mine[0] <= mine[1] < refinery[0] <= refinery[1] <= 1


def test_expected_loss_prints_the_range_of_each_rank() -> None:
    done = CliRunner().invoke(command, ["--method", "expected-loss"], catch_exceptions=False)
    assert re.search(r"dysprosium .* \(\d+; \d+ to \d+\)", done.output)


def test_own_purchases_of_a_metal_without_trade_codes_have_a_score(tmp_path: Path) -> None:
    bought = tmp_path / "bought.csv"
    bought.write_text("material,exporter,weight_t\nGallium,CHN,3\nGallium,Germany,1\n")
    (row,) = run("--purchases", str(bought), "--year", "2022")["rows"]
    assert row["parts"].keys() == {"CHN", "DEU"}  # type: ignore[union-attr]
    assert row["low"] < row["value"] < row["high"]  # type: ignore[operator]
    done = CliRunner().invoke(
        command, ["--purchases", str(bought), "--explain"], catch_exceptions=False
    )
    assert "monazite why" not in done.output  # a private list cannot be walked back to


def test_all_wrong_purchases_are_named_at_once(tmp_path: Path) -> None:
    bought = tmp_path / "bought.csv"
    bought.write_text("material,exporter,weight_t\nfoo,CHN,3\ntin,Atlantis,1\ntin,CHN,much\n")
    with pytest.raises(ExceptionGroup) as found:
        run("--purchases", str(bought))
    assert [error.code for error in found.value.exceptions] == ["E606", "E102", "E617"]  # type: ignore[attr-defined]


def test_importers_asked_for_have_the_scores_of_the_whole_table() -> None:
    held = risk_inputs.inputs()
    keys = ["material", "importer", "year"]
    some = risk.geopolrisk_frame(held, years=[2022], importers=frozenset({"EU27", "JPN"}))
    every = risk.geopolrisk_frame(held, years=[2022])
    assert set(some["importer"]) == {"EU27", "JPN"}
    both = some.join(every, on=keys, how="left", suffix="_all")
    assert both.height == some.height
    assert (both["score"] - both["score_all"]).abs().max() == pytest.approx(0.0, abs=1e-15)
    assert (both["price_kusd_t"] / both["price_kusd_t_all"] - 1).abs().max() < 1e-12  # type: ignore[operator]


FLOWS = "year,hs92,exporter,importer,value_usd,weight_kg\n2022,810600,CHN,USA,1000000,100000\n2022,010600,CHN,USA,1,x\n"
BACI = "t,i,j,k,v,q\n2022,156,842,810600,1000.0,100.0\n2022,156,842,10600,5.0,NA\n"


def bismuth(trade: Path) -> dict[str, object]:
    words = ("--material", "bismuth", "--year", "2022", "--method", "geopolrisk")
    (row,) = run(*words, "--trade", str(trade))["rows"]
    return row


def _forms(folder: Path) -> dict[str, Path]:
    """One flow in every form that is read, beside one of no material whose weight is nonsense."""
    texts = {
        "comma.csv": FLOWS,
        "semicolon.csv": FLOWS.replace(",", ";"),
        "numbers.csv": FLOWS.replace("CHN", "156").replace("USA", "842"),
        "names.csv": FLOWS.replace("CHN", "China").replace("USA", "United States"),
        "marked.csv": "\ufeff" + FLOWS.replace("year", " Year"),
        "BACI_HS92_Y2022_V202401.csv": BACI,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    areas = (
        "country_code,country_name,country_iso2,country_iso3\n156,China,CN,CHN\n842,USA,US,USA\n"
    )
    with zipfile.ZipFile(folder / "BACI_HS92_V202401.zip", "w") as archive:
        archive.writestr("BACI_HS92_Y2022_V202401.csv", BACI)
        archive.writestr("country_codes_V202401.csv", areas)
    (folder / "years").mkdir()
    frame = pl.read_csv(folder / "comma.csv", schema_overrides={"hs92": pl.Int64}).head(1)
    frame.write_parquet(folder / "years" / "2022.parquet")
    made = [*texts, "BACI_HS92_V202401.zip", "years"]
    return {name: folder / name for name in made}


def test_trade_of_ones_own_is_read_in_every_form(tmp_path: Path) -> None:
    for name, path in _forms(tmp_path).items():
        row = bismuth(path)
        assert row["price_kusd_t"] == pytest.approx(10.0), name
        assert "China gives 100%" in str(row["explanation"]), name


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("empty.csv", "", "empty"),
        ("other.csv", FLOWS.replace("hs92", "hs17"), "another edition"),
        ("BACI_HS17_Y2022_V202401.csv", BACI, "another edition"),
        ("flows.csv", BACI, "not stated"),
        ("unknown.csv", FLOWS.replace("810600", "999999"), "code of a material"),
        ("early.csv", FLOWS.replace("2022", "1999"), "no flow of 2022"),
        ("broken.parquet", "no table", "cannot be read"),
        ("broken.zip", "no table", "cannot be read"),
    ],
)
def test_trade_that_cannot_be_used_is_refused(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        bismuth(tmp_path / name)


def test_all_that_is_wrong_with_a_trade_table_is_told_at_once(tmp_path: Path) -> None:
    lines = (
        "2022,810600,CHN,USA,much,1",
        "2022,810600,Atlantis,USA,5,-1",
        "2022,810600,CHN,USA,5,",
    )
    path = tmp_path / "wrong.csv"
    path.write_text("\n".join((FLOWS.splitlines()[0], *lines)), encoding="utf-8")
    with pytest.raises(ExceptionGroup) as found:
        bismuth(path)
    told = [str(error) for error in found.value.exceptions]
    assert [text.split()[0] for text in told] == ["E607", "E607", "E102"]
    assert "'much' (line 2)" in told[0]
    assert "'-1' (line 3)" in told[1]
    assert "wrong.csv:3" in told[2]


def test_an_importer_that_the_trade_table_does_not_know_takes_no_rank(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(FLOWS, encoding="utf-8")
    words = ("--material", "bismuth", "--year", "2022", "--method", "geopolrisk")
    (row,) = run(*words, "--trade", str(tmp_path / "mine.csv"), "--importer", "CHE")["rows"]
    assert row["rank"] is None
    assert "not safety" in str(row["explanation"])


def test_a_bloc_of_ones_own_imports_as_one() -> None:
    words = ("--material", "cobalt", "--year", "2022", "--method", "geopolrisk")
    rows = run(*words, "--importer", "Mexico+USA+Canada", "--importer", "EU+GB")["rows"]
    assert [row["importer"] for row in rows] == ["CAN+MEX+USA", "EU27+GBR"]
    words = ("--material", "cobalt", "--year", "2022", "--method", "geopolrisk", "--method", "eu")
    by_name = run(*words, "--importer", "EU")["rows"]
    written = run(*words, "--importer", "+".join(EU27))["rows"]
    for row, same in zip(written, by_name, strict=True):
        assert row["value"] == pytest.approx(same["value"], rel=1e-12)


def test_a_score_of_zero_is_zero_at_any_price() -> None:
    (row,) = run(
        "--material", "Ge", "--importer", "JPN", "--year", "2022", "--method", "geopolrisk"
    )["rows"]
    assert row["price_kusd_t"] is None
    assert row["midpoint"] == row["cf"] == 0
