"""World Bank, Worldwide Governance Indicators -> reference/governance/political_stability.parquet.

usage: python pipeline/wgi/build.py FOLDER OUT
FOLDER holds wgi_political_stability_1996_2024_long.csv: the dimension "political stability and absence of violence" of
the 2025 update, long, one row per country, year and metric. Two defects of that file are mended here and kept
visible in `listed_as`: French Guiana stands under Guyana's name and code (first of the two rows of a year, the one with
fewer underlying sources; where both rows are the same, Guyana's own estimate is not in the file and is left out), and
Kosovo stands as R20. Rows of areas without an estimate are left out: absent is not zero.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

SOURCE = "world-bank-wgi-2025"
SIX = "world-bank-wgi-2023"
# Codes of the World Bank's own list where they are not ISO 3166.
WORLD_BANK = {"ADO": "AND", "KSV": "XKX", "ROM": "ROU", "TMP": "TLS", "WBG": "PSE", "ZAR": "COD"}
METRICS = {
    "Estimate": "estimate",
    "StdErr": "standard_error",
    "NumSrc": "underlying_sources",
    "Rank": "rank_pct",
}


def main(folder: Path, out: Path) -> None:
    raw = pl.read_csv(
        folder / "wgi_political_stability_1996_2024_long.csv", infer_schema_length=None
    )
    raw = raw.with_columns(
        pl.int_range(pl.len()).over("Code", "year", "metric").alias("nth")
    ).filter(pl.col("metric").is_in(list(METRICS)))
    wide = raw.pivot("metric", index=["Country/Territory", "Code", "year", "nth"], values="value")
    frame = (
        wide.filter(pl.col("Estimate").is_not_null())
        .with_columns(
            pl.when((pl.col("Code") == "GUY") & (pl.col("nth") == 0))
            .then(pl.lit("GUF"))
            .when(pl.col("Code") == "R20")
            .then(pl.lit("XKX"))
            .otherwise(pl.col("Code"))
            .alias("country")
        )
        .select(
            "country",
            pl.col("year").cast(pl.Int64),
            *(pl.col(old).cast(pl.Float64).alias(new) for old, new in METRICS.items()),
            pl.col("Code").alias("listed_as"),
            pl.lit(SOURCE).alias("source"),
            pl.format("sheet pv, economy {}, year {}", "Code", "year").alias("at"),
        )
        .sort("country", "year")
    )
    repeated = (
        frame.filter(pl.col("country").is_in(["GUF", "GUY"]))
        .filter(pl.struct("year", "estimate").is_duplicated())
        .filter(pl.col("country") == "GUY")
    )
    print("Guyana repeats French Guiana, left out:", repeated["year"].to_list())
    frame = frame.join(repeated, on=["country", "year"], how="anti")
    assert frame.select(pl.struct("country", "year").is_duplicated().any()).item() is False
    both = frame.filter(pl.col("country").is_in(["GUF", "GUY"])).pivot(
        "country", index="year", values="underlying_sources"
    )
    assert both.filter(pl.col("GUF") > pl.col("GUY")).is_empty(), both
    frame.write_parquet(
        out / "political_stability.parquet", compression="zstd", compression_level=19
    )
    print(f"{frame.height:,} rows")


def six(folder: Path, out: Path) -> None:
    """The six dimensions of the 2023 update, which the EU method averages."""
    frame = (
        pl.read_csv(folder / "wgi_six_dimensions_1996_2022_long.csv", infer_schema_length=None)
        .filter(pl.col("value").is_not_null())
        .select(
            pl.col("code").replace(WORLD_BANK).alias("country"),
            pl.col("year").cast(pl.Int64),
            "dimension",
            pl.col("value").cast(pl.Float64).alias("estimate"),
            pl.col("code").alias("listed_as"),
            pl.lit(SIX).alias("source"),
            pl.format("sheet {}, economy {}, year {}", "dimension", "code", "year").alias("at"),
        )
        .sort("country", "dimension", "year")
    )
    frame.write_parquet(out / "six_dimensions.parquet", compression="zstd", compression_level=19)
    print(f"{frame.height:,} rows of six dimensions")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
    six(Path(sys.argv[1]), Path(sys.argv[2]))
