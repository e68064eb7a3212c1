"""All published GeoPolRisk scores at hand, from the packaged tables (§I6)."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from monazite.indicators.geopolrisk import scores
from monazite.study import risk_inputs
from monazite.study.risk import geopolrisk_frame

# Printed with eight significant digits, so a relative 1e-6 has room; zero rows are compared exactly.
TOLERANCE = 1e-6
PAIRS = {
    "hhi": "hhi",
    "dom_t": "production_t",
    "imports_t": "imports_t",
    "numerator": "risk_weighted_t",
    "import_risk": "import_risk",
    "score": "score",
    "price_kusd_t": "price_kusd_t",
    "midpoint": "midpoint",
    "cf": "cf",
}


@pytest.fixture(scope="module")
def both(shared_dir: Path) -> pl.DataFrame:
    path = shared_dir / "reference" / "methods" / "tables" / "geopolrisk_reference.csv"
    published = pl.read_csv(path, schema_overrides={"hs92": pl.String}, infer_schema_length=None)
    ours = geopolrisk_frame(risk_inputs.inputs(), years=[2018, 2020, 2022])
    joined = published.rename({"unit": "importer"}).join(
        ours, on=["material", "importer", "year"], how="left", suffix="_ours"
    )
    assert joined.height == 795
    return joined


@pytest.mark.parametrize("printed", PAIRS)
def test_all_795_rows_agree(both: pl.DataFrame, printed: str) -> None:
    mine = PAIRS[printed] + ("_ours" if PAIRS[printed] == printed else "")
    # Where nothing is imported the publication prints price 0; here the price is absent.
    rows = both.select(printed, pl.col(mine).alias("mine"), "imports_t_ours")
    absent = rows.filter(pl.col("mine").is_null())
    assert (absent[printed] == 0).all()
    assert (absent["imports_t_ours"] == 0).all()
    wrong = rows.drop_nulls("mine").filter(
        (pl.col("mine") - pl.col(printed)).abs() > TOLERANCE * pl.col(printed).abs()
    )
    assert wrong.is_empty(), wrong


def test_the_highest_scores_of_the_united_states_in_2022(both: pl.DataFrame) -> None:
    top = both.filter(pl.col("importer") == "USA", pl.col("year") == 2022).sort(
        "score_ours", descending=True
    )
    assert top["material"].head(7).to_list() == [
        "Niobium",
        "Rhodium",
        "Bismuth",
        "Tungsten",
        "Graphite",
        "Platinum",
        "Fluorspar",
    ]


def test_mended_governance_moves_only_what_comes_from_the_three_misread_areas(
    both: pl.DataFrame,
) -> None:
    moved = both.filter((pl.col("score_mended") - pl.col("score_ours")).abs() > 1e-9)
    assert "Bauxite" in moved["material"].to_list()  # Guyana
    nickel = both.filter(pl.col("material") == "Nickel", pl.col("importer") == "JPN")
    assert nickel["score_mended"].to_list() == pytest.approx(nickel["score_ours"].to_list())


def test_the_formula_gives_every_printed_score_from_its_printed_terms(shared_dir: Path) -> None:
    """Independent of any trade or governance file: HHI, production, imports and weighted imports as printed.

    The terms are printed with eight digits, so a score from them is good to about 1e-7. The inputs of the three scores
    of the project's own workbook are printed nowhere at hand.
    """
    path = shared_dir / "reference" / "methods" / "tables" / "geopolrisk_reference.csv"
    published = pl.read_csv(path, schema_overrides={"hs92": pl.String}, infer_schema_length=None)
    terms = published.lazy().select(
        "hhi",
        production_t="dom_t",
        imports_t="imports_t",
        risk_weighted_t="numerator",
        risk_weighted_sd_t=pl.lit(0.0),
        risk_weighted_mended_t="numerator",
        value_usd=pl.col("price_kusd_t") * pl.col("imports_t") * 1000.0,
        no_estimate_t=pl.lit(0.0),
        top_risk_t=pl.lit(0.0),
    )
    ours = scores(terms).collect()
    assert ours.height == 795
    for name in ("import_risk", "score", "midpoint", "cf"):
        printed, mine = published[name], ours[name].fill_null(0.0)
        wrong = (mine - printed).abs() > 2e-7 * printed.abs()
        assert not wrong.any(), (name, published.filter(wrong))
