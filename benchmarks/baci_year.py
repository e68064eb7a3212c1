"""A synthetic BACI year of eleven million rows, in the official zip layout, into a workspace: seconds and memory.

Run as `python benchmarks/baci_year.py [rows]`. The bars: 60 seconds and 2 GB on two cores.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np
import polars as pl

YEAR, EDITION, VERSION = 2024, "HS17", "202601"


def make(path: Path, rows: int, *, seed: int = 1) -> None:
    """Write the zip: yearly file, country codes, product codes and readme, as CEPII does."""
    from monazite.catalog import table

    rng = np.random.default_rng(seed)
    areas = table("trade/areas")
    codes = areas["area"].to_numpy()
    products = np.sort(rng.choice(np.arange(10_000, 999_999), size=5_000, replace=False))
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
    ):
        raw = Path(folder) / "year.csv"
        weight = rng.lognormal(0, 3, rows).round(3)
        frame = pl.DataFrame(
            {
                "t": np.full(rows, YEAR, np.int32),
                "i": rng.choice(codes, rows),
                "j": rng.choice(codes, rows),
                "k": rng.choice(products, rows),
                "v": rng.lognormal(2, 3, rows).round(3),
                "q": weight,
            }
        ).with_columns(
            pl.col("k").cast(pl.String).str.zfill(6),
            q=pl.when(pl.Series(rng.random(rows) < 0.02))
            .then(pl.lit("          "))
            .otherwise(pl.col("q").cast(pl.String)),
        )
        frame.write_csv(raw)
        del frame
        out.write(raw, f"BACI_{EDITION}_Y{YEAR}_V{VERSION}.csv")
        listed = areas.select(
            country_code="area",
            country_name="name",
            country_iso2=pl.lit(""),
            country_iso3="listed_as",
        )
        out.writestr(f"country_codes_V{VERSION}.csv", listed.write_csv())
        out.writestr(f"product_codes_{EDITION}_V{VERSION}.csv", "code,description\n")
        out.writestr("Readme.txt", "synthetic\n")


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / f"BACI_{EDITION}_V{VERSION}.zip"
        make(archive, rows)
        print(f"{archive.name}: {rows:,} rows, {archive.stat().st_size / 1e6:.0f} MB")
        start = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "monazite",
            "data",
            "update",
            str(archive),
            "--workspace",
            f"{folder}/workspace",
        ]
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        print(f"{seconds:.1f} s (bar 60), {peak:.2f} GB at most (bar 2)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11_000_000)
