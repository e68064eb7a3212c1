"""CEPII BACI, a year of world trade: eleven million rows in a zip, read in bounded memory."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl

from monazite.catalog.tables import names, table

_MEMBER = re.compile(r"BACI_(HS\d\d)_Y(\d{4})_V(\d{6}[a-z]?)\.csv")
_COUNTRIES = re.compile(r"country_codes_V\d{6}[a-z]?\.csv")
_BLOCK = 1 << 22
_SCHEMA = {
    "t": pl.Int32,
    "i": pl.Int32,
    "j": pl.Int32,
    "k": pl.String,
    "v": pl.Float64,
    "q": pl.String,
}


def members(path: Path) -> dict[str, tuple[str, str, str]]:
    """The yearly files in a zip: name to (HS edition, year, version)."""
    with zipfile.ZipFile(path) as archive:
        found = {name: _MEMBER.fullmatch(name.rpartition("/")[2]) for name in archive.namelist()}
    return {name: (one[1], one[2], one[3]) for name, one in found.items() if one}


def _areas(archive: zipfile.ZipFile) -> dict[int, str]:
    """Area codes to alpha-3; from the zip's own list, with the package's reading of signs that are no country."""
    listed: dict[int, str] = {}
    for name in archive.namelist():
        if _COUNTRIES.fullmatch(name.rpartition("/")[2]):
            frame = pl.read_csv(archive.read(name), infer_schema=False)
            listed = dict(
                zip(frame["country_code"].cast(pl.Int64), frame["country_iso3"], strict=True)
            )
    if "trade/areas" in names():
        known = table("trade/areas")
        listed |= dict(zip(known["area"], known["country"], strict=True))
    return listed


def _unpack(
    archive: zipfile.ZipFile, member: str, target: Path, step: Callable[[int], None]
) -> None:
    with archive.open(member) as source, target.open("wb") as out:
        while block := source.read(_BLOCK):
            out.write(block)
            step(len(block))


def convert(path: Path, member: str, target: Path, step: Callable[[int], None]) -> int:
    """Write one year as Parquet with the columns of `trade/baci_hs92` and the HS edition; the number of rows.

    `v` is thousand dollars and `q` tonnes in the file; `k` keeps its leading zero; a blank `q` is not reported.
    `step` is told how many bytes were unpacked.

    Raises:
        ValueError: If the columns, the year or the codes are not those of a BACI file.
        zipfile.BadZipFile: If the archive is damaged.
    """
    _, year, _ = members(path)[member]
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(dir=target.parent) as folder:
        raw = Path(folder) / "year.csv"
        if shutil.disk_usage(folder).free < 2 * archive.getinfo(member).file_size:
            raise ValueError("not enough free space to unpack the year")
        _unpack(archive, member, raw, step)
        areas = _areas(archive)
        with raw.open(encoding="utf-8") as file:
            header = file.readline().strip().split(",")
        if header != list(_SCHEMA):
            raise ValueError(f"the columns of {member} are {header}, not {list(_SCHEMA)}")
        blank = pl.col("q").str.strip_chars()
        lazy = pl.scan_csv(raw, schema=_SCHEMA).select(
            year="t",
            hs=pl.col("k").str.strip_chars().str.zfill(6),
            exporter=pl.col("i").replace_strict(areas, default=None, return_dtype=pl.String),
            importer=pl.col("j").replace_strict(areas, default=None, return_dtype=pl.String),
            value_usd=(pl.col("v") * 1000).round().cast(pl.Int64),
            weight_kg=(
                pl.when(blank.is_in(["", "NA"])).then(None).otherwise(blank).cast(pl.Float64) * 1000
            )
            .round()
            .cast(pl.Int64),
        )
        lazy.sink_parquet(target, compression="zstd", row_group_size=1 << 19)
    return _verified(target, member, int(year))


def _verified(target: Path, member: str, year: int) -> int:
    facts = (
        pl.scan_parquet(target)
        .select(
            rows=pl.len(),
            years=((pl.col("year") != year) | pl.col("year").is_null()).sum(),
            codes=(pl.col("hs").str.len_chars() != 6).sum(),  # noqa: PLR2004 - an HS subheading
            places=(pl.col("exporter").is_null() | pl.col("importer").is_null()).sum(),
            values=pl.col("value_usd").is_null().sum(),
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    if not facts["rows"]:
        raise ValueError(f"{member} holds no rows")
    wrong = {name: count for name, count in facts.items() if name != "rows" and count}
    if wrong:
        raise ValueError(
            f"{member} has rows with wrong or missing {', '.join(f'{k} ({v:,})' for k, v in wrong.items())}"
        )
    return int(facts["rows"])
