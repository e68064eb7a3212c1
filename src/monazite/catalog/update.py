"""Official files of the user into the workspace (§D32): recognised, converted aside, committed in one step."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from monazite.catalog.official import (
    baci,
    bgs,
    comtrade,
    iea,
    usgs_long,
    usgs_wide,
    usgs_world,
    worldbank,
)
from monazite.catalog.official.row import Row
from monazite.catalog.recognise import Found, damaged, recognise
from monazite.catalog.tables import table
from monazite.catalog.workspace import Entry, commit, journal, locked, object_name, remember

# What is told while it works: a line on what it does, and the share done of the file, 0 to 1.
Progress = Callable[[str, float], None]
_BLOCK = 1 << 22
_TYPES = {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "seen": pl.Date}
_PUBLISHERS = {
    "usgs": (
        "U.S. Geological Survey",
        "Mineral Commodity Summaries data release",
        "U.S. public domain",
    ),
    "baci": (
        "CEPII",
        "BACI: International Trade Database at the Product Level",
        "Etalab Open Licence 2.0",
    ),
    "comtrade": ("United Nations Statistics Division", "UN Comtrade", "UN Comtrade terms of use"),
    "bgs": ("British Geological Survey", "World Mineral Statistics", "Open Government Licence 3.0"),
    "wgi": ("World Bank", "Worldwide Governance Indicators", "CC BY 4.0"),
    "pink": ("World Bank", "Commodity Price Data (The Pink Sheet)", "World Bank terms of use"),
    "iea": ("International Energy Agency", "Critical Minerals Data Explorer", "CC BY 4.0"),
}


def _digest(path: Path, tell: Progress) -> str:
    whole, size, done = hashlib.sha256(), path.stat().st_size, 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
            done += len(block)
            tell(f"{path.name}: checksum", done / size)
    return whole.hexdigest()


def _card(source: str, kind: str, path: Path, digest: str, published: date) -> dict[str, Any]:
    """The card of the user's own copy; it is never passed on."""
    publisher, title, licence = _PUBLISHERS[kind.partition("-")[0]]
    return {
        "id": source,
        "publisher": publisher,
        "title": title,
        "edition": f"the user's copy, {path.name}",
        "published": published.isoformat(),
        "licence": {
            "name": licence,
            "redistribute": False,
            "note": "Read from the user's own copy.",
        },
        "sha256": digest,
    }


def _write(rows: Iterable[Row], target: Path) -> int:
    columns: dict[str, list[Any]] = {field.name: [] for field in fields(Row)}
    for row in rows:
        for name, values in columns.items():
            values.append(getattr(row, name))
    frame = pl.DataFrame(
        {
            name: pl.Series(name, values, _TYPES.get(name, pl.String))
            for name, values in columns.items()
        }
    ).with_columns(pl.col(pl.String).replace("", None))
    if frame.is_empty():
        raise ValueError("it holds no figure that could be read")
    frame.write_parquet(target, compression="zstd")
    return frame.height


def _headings() -> dict[str, str]:
    frame = table("statistics/usgs_chapters")
    return dict(zip(frame["commodity"], frame["heading"], strict=True))


def _usgs(paths: list[Path], seen: date) -> Iterator[Row]:
    wide = [path for path in paths if path.name.casefold().endswith(("_salient.csv", "_world.csv"))]
    yield from usgs_wide.read(wide, _headings()) if wide else ()
    for path in paths:
        if path in wide:
            continue
        if "world_data" in path.name.casefold():
            yield from usgs_world.read(path, _headings())
        else:
            yield from usgs_long.read(path, seen)


def _unzipped(found: Found, folder: Path) -> list[Path]:
    with zipfile.ZipFile(found.path) as archive:
        keep = [
            name for name in archive.namelist() if name.casefold().endswith((".csv", "_meta.xml"))
        ]
        for name in keep:
            (folder / Path(name).name).write_bytes(archive.read(name))
    return sorted(path for path in folder.iterdir() if Path(path.name).suffix.casefold() == ".csv")


def _rows(found: Found, source: str, seen: date, folder: Path) -> Iterator[Row]:
    """The cells of a file that is no BACI zip."""
    if found.kind == "usgs-zip":
        named = {Path(name).name for name in found.members}
        return _usgs([path for path in _unzipped(found, folder) if path.name in named], seen)
    if found.kind.startswith("usgs"):
        return _usgs([found.path], seen)
    if found.kind == "bgs":
        return bgs.read([found.path])
    if found.kind == "pink-sheet":
        return worldbank.pink_sheet(found.path, source, worldbank.pink_sheet_day(found.path))
    reader = {"comtrade": comtrade.read, "wgi": worldbank.governance, "iea": iea.read}[found.kind]
    return reader(found.path, source, seen)


def _source(found: Found, digest: str) -> str:
    """The id of the user's card. USGS and BGS rows name their editions themselves."""
    if found.kind == "baci":
        edition, _, version = baci.members(found.path)[found.members[0]]
        return f"user-cepii-baci-{edition.casefold()}-v{version.casefold()}"
    return f"user-{found.kind}-{digest[:8]}"


def _convert_cells(found: Found, digest: str, seen: date, aside: Path) -> Entry:
    source = _source(found, digest)
    with tempfile.TemporaryDirectory(dir=aside.parent) as scratch:
        count = _write(_rows(found, source, seen, Path(scratch)), aside)
    written = pl.scan_parquet(aside).select("source", "seen").unique().collect()
    named = sorted(written["source"].to_list())
    if len(named) == 1:
        source = named[0]
    card = _card(source, found.kind, found.path, digest, written["seen"].max())  # type: ignore[arg-type]
    return Entry(
        f"statistics/{_table(found, digest)}",
        "cells",
        object_name(digest),
        digest,
        found.path.name,
        count,
        card,
    )


def _table(found: Found, digest: str) -> str:
    """A later download of the same thing takes the same name, so that it replaces the earlier one."""
    if found.kind in {"pink-sheet", "wgi", "iea"}:
        return found.kind
    return (
        f"{found.kind}-{found.path.stem.casefold()}"
        if found.kind.startswith("usgs")
        else f"{found.kind}-{digest[:8]}"
    )


def _convert_year(
    found: Found, digest: str, member: str, seen: date, aside: Path, tell: Progress
) -> Entry:
    with zipfile.ZipFile(found.path) as archive:
        size = archive.getinfo(member).file_size
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        tell(f"{member}: unpacked", 0.6 * done / size)

    count = baci.convert(found.path, member, aside, step)
    tell(f"{member}: {count:,} rows", 1.0)
    edition, year, _ = baci.members(found.path)[member]
    key = f"{digest}:{member}"
    card = _card(_source(found, digest), "baci", found.path, digest, seen)
    name = f"trade/baci-{edition.casefold()}-{year}"
    return Entry(name, "flows", object_name(key), key, member, count, card)


def _keys(found: Found, digest: str) -> list[tuple[str, str]]:
    """What a file is converted into: one table, or one for each year of a BACI zip."""
    if found.kind == "baci":
        return [(f"{digest}:{member}", member) for member in found.members]
    return [(digest, "")]


def _convert(found: Found, workspace: Path, seen: date, tell: Progress) -> Iterator[Entry]:
    digest = _digest(found.path, tell)
    done = journal(workspace)
    objects = workspace / "objects"
    objects.mkdir(exist_ok=True)
    for key, member in _keys(found, digest):
        if key in done:
            tell(f"{member or found.path.name}: done before", 1.0)
            yield done[key]
            continue
        with tempfile.TemporaryDirectory(dir=workspace, prefix=".aside-") as scratch:
            aside = Path(scratch) / "table.parquet"
            try:
                entry = (
                    _convert_year(found, digest, member, seen, aside, tell)
                    if member
                    else _convert_cells(found, digest, seen, aside)
                )
            except (
                ValueError,
                KeyError,
                LookupError,
                zipfile.BadZipFile,
                EOFError,
                pl.exceptions.PolarsError,
            ) as error:
                raise damaged(found.path, str(error) or type(error).__name__) from error
            aside.replace(objects / entry.object)
        remember(workspace, entry)
        tell(f"{member or found.path.name}: {entry.rows:,} rows", 1.0)
        yield entry


def update(
    paths: Iterable[Path], workspace: Path, *, seen: date, tell: Progress
) -> tuple[Entry, ...]:
    """Take official files into the workspace; all of them or, after an error or a kill, none.

    All files are recognised before the first is converted. What was converted before an interruption is kept aside
    and not done again.

    Args:
        paths: The files.
        workspace: The folder; made where it is missing.
        seen: The day the figures count as known from, where the file's own edition does not say.
        tell: Told what is being done and how far the file is.

    Raises:
        DataError: E220 foreign file, E221 damaged file, E222 broken workspace, E223 another update at work.
    """
    found = [recognise(path) for path in paths]
    with locked(workspace):
        _sweep(workspace)
        added = [entry for one in found for entry in _convert(one, workspace, seen, tell)]
        commit(workspace, added)
    return tuple(added)


def _sweep(workspace: Path) -> None:
    """Remove what a killed update left aside."""
    import shutil

    for path in workspace.glob(".aside-*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in workspace.glob(".manifest.json.*"):
        path.unlink(missing_ok=True)
