"""BACI (CEPII) -> reference/trade/baci_hs92.parquet and reference/trade/areas.csv.

usage: python pipeline/baci/build.py FOLDER OUT
FOLDER holds baci_hs92_1995_2024_73codes.parquet (rows t, i, j, k, v, q of the official yearly files, HS 1992, the
6-digit codes of raw materials) and country_codes.csv. Values are kept exact: BACI gives thousand USD and tonnes with
three decimals, the table holds whole USD and whole kilograms. A blank quantity stays blank.
"""

from __future__ import annotations

import sys
from pathlib import Path

import iso3166
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

SOURCE = "cepii-baci-202601"
# 490 "Other Asia, nes" is Taiwan in the trade statistics of the UN (CEPII, BACI documentation).
RENAMED = {"S19": "TWN"}


def areas(folder: Path) -> pl.DataFrame:
    """Area codes of BACI with the code used here; former states and groups keep BACI's own three signs."""
    listed = pl.read_csv(folder / "country_codes.csv")
    return listed.select(
        pl.col("country_code").alias("area"),
        pl.col("country_name").alias("name"),
        pl.col("country_iso3").replace(RENAMED).alias("country"),
        pl.col("country_iso3").alias("listed_as"),
    ).with_columns(
        pl.col("country").is_in(list(iso3166.countries_by_alpha3)).alias("is_country"),
        pl.lit(SOURCE).alias("source"),
        pl.format("country_codes_V202601.csv, country_code {}", "area").alias("at"),
    )


def trade(folder: Path, codes: pl.DataFrame) -> pl.DataFrame:
    """All flows, sorted so that columns compress."""
    key = codes.select("area", "country")
    raw = pl.read_parquet(folder / "baci_hs92_1995_2024_73codes.parquet")
    joined = raw.join(
        key.rename({"area": "i", "country": "exporter"}), on="i", how="left", validate="m:1"
    ).join(key.rename({"area": "j", "country": "importer"}), on="j", how="left", validate="m:1")
    unknown = joined.filter(pl.col("exporter").is_null() | pl.col("importer").is_null())
    if unknown.height:
        raise SystemExit(f"{unknown.height} flows name areas that country_codes.csv does not have")
    return (
        joined.group_by("t", "k", "exporter", "importer")  # Belgium stands in two areas before 1999
        .agg(
            (pl.col("v").sum() * 1000).round().cast(pl.Int64).alias("value_usd"),
            pl.when(pl.col("q").is_not_null().any())
            .then((pl.col("q").sum() * 1000).round())
            .cast(pl.Int64)
            .alias("weight_kg"),
        )
        .select(
            pl.col("t").cast(pl.Int64).alias("year"),
            pl.col("k").alias("hs92"),
            "exporter",
            "importer",
            "value_usd",
            "weight_kg",
        )
        .sort("year", "hs92", "importer", "exporter")
    )


def write(frame: pl.DataFrame, path: Path) -> None:
    marked = frame.with_columns(
        pl.lit(SOURCE).alias("source"),
        pl.format("BACI_HS92_Y{}_V202601.csv, k={}", "year", "hs92").alias("at"),
    )
    table = marked.to_arrow()
    names = ["year", "hs92", "exporter", "importer", "source", "at"]
    fields = []
    for field in table.schema:
        kind = {"year": pa.int16()}.get(field.name, field.type)
        fields.append(pa.field(field.name, pa.string() if pa.types.is_large_string(kind) else kind))
    pq.write_table(
        table.cast(pa.schema(fields)),
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=names,
        column_encoding={"value_usd": "DELTA_BINARY_PACKED", "weight_kg": "DELTA_BINARY_PACKED"},
        row_group_size=200_000,
    )


def main(folder: Path, out: Path) -> None:
    codes = areas(folder)
    codes.write_csv(out / "areas.csv")
    flows = trade(folder, codes)
    write(flows, out / "baci_hs92.parquet")
    size = (out / "baci_hs92.parquet").stat().st_size / 1e6
    print(f"{flows.height:,} flows, {size:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
