"""BEA, detailed input-output accounts 2017 (402 industries) -> reference/economy/bea_*.parquet and bea_industries.csv.

usage: python pipeline/bea/build.py FOLDER OUT
FOLDER holds Detail_{Make,Use,Import}_2017_*BeforeRedef_17sch.csv.gz, Detail_GrossOutput_IO_17sch.csv.gz and
MasterCrosswalk.csv.gz. Before redefinitions: industries as establishments report them, million USD of 2017, producer
prices. Zero cells are left out of the long tables.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

SOURCE = "bea-io-2017"
VALUE_ADDED = {"V00100": "compensation", "V00200": "taxes", "V00300": "surplus"}


def read(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / name, infer_schema_length=None).rename({"rownames": "row"})


def long(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.unpivot(index="row", variable_name="column", value_name="value_musd").filter(
        pl.col("value_musd") != 0
    )


def main(folder: Path, out: Path) -> None:
    make = long(read(folder, "Detail_Make_2017_BeforeRedef_17sch.csv.gz"))
    use = long(read(folder, "Detail_Use_2017_PRO_BeforeRedef_17sch.csv.gz"))
    imports = long(read(folder, "Detail_Import_2017_BeforeRedef_17sch.csv.gz"))
    dropped = ["T001", "T004", "T005", "T006", "T007", "T008", "NA", "NA.1"]
    parts = []
    for name, frame in (("make", make), ("use", use), ("import", imports)):
        kept = frame.filter(~pl.col("row").is_in(dropped), ~pl.col("column").is_in(dropped))
        parts.append(
            kept.select(
                pl.lit(name).alias("table"),
                "row",
                "column",
                "value_musd",
                pl.lit(SOURCE).alias("source"),
                pl.format(
                    "2017 detail, before redefinitions, {}, row {}", pl.lit(name), "row"
                ).alias("at"),
            )
        )
    flows = pl.concat(parts).sort("table", "row", "column")
    flows.write_parquet(out / "bea_flows.parquet", compression="zstd", compression_level=19)

    names = (
        pl.read_csv(folder / "MasterCrosswalk.csv.gz", infer_schema_length=0)
        .filter(pl.col("BEA_2017_Detail_Code").is_not_null())
        .unique("BEA_2017_Detail_Code", keep="first", maintain_order=True)
        .select(
            pl.col("BEA_2017_Detail_Code").alias("industry"),
            pl.col("BEA_2017_Detail_Name").alias("name"),
            pl.col("BEA_2017_Summary_Code").alias("summary"),
            pl.col("BEA_2017_Summary_Name").alias("summary_name"),
        )
    )
    output = read(folder, "Detail_GrossOutput_IO_17sch.csv.gz").select(
        pl.col("row").alias("industry"),
        pl.col("2017").alias("output_2017_musd"),
        pl.col("2022").alias("output_2022_musd"),
        pl.col("2023").alias("output_2023_musd"),
    )
    added = (
        flows.filter(pl.col("table") == "use", pl.col("row").is_in(list(VALUE_ADDED)))
        .group_by(pl.col("column").alias("industry"))
        .agg(pl.col("value_musd").sum().alias("value_added_2017_musd"))
    )
    industries = (
        output.join(names, on="industry", how="left")
        .join(added, on="industry", how="left")
        .select(
            "industry",
            "name",
            "summary",
            "summary_name",
            "output_2017_musd",
            "output_2022_musd",
            "output_2023_musd",
            pl.col("value_added_2017_musd").fill_null(0.0),
            pl.lit(SOURCE).alias("source"),
            pl.format("gross output by industry, row {}", "industry").alias("at"),
        )
    )
    assert industries["name"].null_count() == 0, industries.filter(pl.col("name").is_null())
    industries.write_csv(out / "bea_industries.csv")
    print(
        f"{flows.height:,} cells, {industries.height} industries, GDP {industries['value_added_2017_musd'].sum():,.0f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
