"""World Mining Data (Austrian Federal Ministry of Finance) -> reference/production/world_mining_data.parquet.

usage: python pipeline/world_mining_data/build.py FOLDER OUT
FOLDER holds wmd_2018_2024_long.csv, table 6.4 "Production of Mineral Raw Materials of individual Countries by Minerals"
of the editions 2020 to 2026, long. Row numbers below are lines of that file. Mended, and said in `note`: French Guiana
has Guyana's code; the gold row of Guyana in 2023 and 2024 repeats French Guiana's figure and is put back from the
table's own total; Taiwan and Kosovo have statistical area codes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

SOURCE = "bmf-wmd-2026"
UNITS = {"metr. t": ("t", 1.0), "kg": ("kg", 1e-3), "ct": ("ct", None), "Mio m3": ("Mm3", None)}
QUALITY = {"r": "reported", "e": "estimated", "p": "estimated"}
COUNTRY = {"French Guiana": "GUF", "Taiwan": "TWN", "Kosovo": "XKX"}


def guyana_gold(frame: pl.DataFrame, total: pl.DataFrame) -> pl.DataFrame:
    """Guyana's gold where it repeats French Guiana's: the table's total less all other rows."""
    gold = frame.filter(pl.col("commodity") == "Gold")
    wide = gold.filter(pl.col("country").is_in(["GUY", "GUF"])).pivot(
        "country", index="year", values="value"
    )
    wrong = wide.filter(pl.col("GUY") == pl.col("GUF"))["year"].to_list()
    others = gold.filter(pl.col("country") != "GUY").group_by("year").agg(pl.col("value").sum())
    put_back = (
        total.filter(pl.col("commodity") == "Gold", pl.col("year").is_in(wrong))
        .join(others, on="year", suffix="_others")
        .select("year", (pl.col("production") - pl.col("value")).alias("mended"))
    )
    here = (
        (pl.col("commodity") == "Gold")
        & (pl.col("country") == "GUY")
        & pl.col("mended").is_not_null()
    )
    return frame.join(put_back, on="year", how="left", maintain_order="left").with_columns(
        pl.when(here).then("mended").otherwise("value").alias("value"),
        pl.when(here).then(pl.lit("estimated")).otherwise("quality").alias("quality"),
        pl.when(here)
        .then(pl.lit("row repeats French Guiana; total of the table less all other countries"))
        .otherwise(pl.lit(""))
        .alias("note"),
    )


def main(folder: Path, out: Path) -> None:
    raw = pl.read_csv(folder / "wmd_2018_2024_long.csv", infer_schema_length=None).with_row_index(
        "line", offset=2
    )
    total = raw.filter(pl.col("Country") == "Total").select("commodity", "year", "production")
    rows = raw.filter(pl.col("Country") != "Total").select(
        "commodity",
        pl.col("Country")
        .replace_strict(COUNTRY, default=None)
        .fill_null(pl.col("Country_ISO"))
        .alias("country"),
        pl.col("year").cast(pl.Int64),
        pl.col("production").alias("value"),
        pl.col("unit").replace_strict({k: v[0] for k, v in UNITS.items()}).alias("unit"),
        pl.col("unit")
        .replace_strict({k: v[1] for k, v in UNITS.items()}, return_dtype=pl.Float64)
        .alias("factor"),
        pl.col("data_source").replace_strict(QUALITY).alias("quality"),
        "line",
    )
    mended = guyana_gold(rows, total)
    frame = mended.select(
        "commodity",
        "country",
        "year",
        "value",
        "unit",
        (pl.col("value") * pl.col("factor")).alias("weight_t"),
        "quality",
        pl.lit(SOURCE).alias("source"),
        pl.format("table 6.4, {}, {}, {} (row {})", "commodity", "country", "year", "line").alias(
            "at"
        ),
        pl.lit("primary").alias("reliability"),
        "note",
    ).sort("commodity", "year", "country")
    assert (
        frame.select(pl.struct("commodity", "country", "year").is_duplicated().any()).item()
        is False
    )
    frame.write_parquet(out / "world_mining_data.parquet", compression="zstd", compression_level=19)
    print(f"{frame.height:,} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
