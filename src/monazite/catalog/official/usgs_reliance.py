"""USGS summaries 2023 to 2025, figure 2: net import reliance of the United States and its major sources, ranked."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from monazite.catalog.official.cells import read_cell
from monazite.catalog.official.row import Row
from monazite.catalog.official.usgs_wide import SEEN
from monazite.catalog.official.words import commodity_code, slug

_COLUMN = re.compile(r"Net_Import_Reliance_pct_(\d{4})")
_SOURCES = re.compile(r"Major_Import_Sources_(\d{4})_(\d{4})")


def paths(folder: Path) -> list[Path]:
    """The files of this figure below a folder."""
    return sorted(folder.glob("**/MCS20*_Fig2_Net_Import_Reliance.csv"))


def read(found: Iterable[Path]) -> Iterator[Row]:
    """One row per commodity; the ranked sources are names without shares and stand in the note."""
    for path in found:
        edition = int(re.findall(r"MCS(\d{4})", path.name)[0])
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
        reliance = next(name for name in lines[0] if _COLUMN.fullmatch(name))
        sources = next(name for name in lines[0] if _SOURCES.fullmatch(name))
        for number, line in enumerate(lines, start=2):
            if line["Commodity"]:
                yield _row(path.name, number, line, (edition, reliance, sources))


def _row(file: str, number: int, line: dict[str, str], spot: tuple[int, str, str]) -> Row:
    edition, column, sources = spot
    name = line["Commodity"].strip()
    cell = read_cell(line[column], percent=True)
    span = re.sub(r"\D+(\d{4})_(\d{4})", r"\1-\2", sources)
    ranked = re.sub(r"(?<=[a-z])\d", "", line[sources]).strip()
    return Row(
        id=f"usgs-mcs-{edition}/figure-2/net-import-reliance/{slug(name)}",
        label=f"{name.capitalize()}, United States: net import reliance",
        quantity="net-import-reliance",
        commodity=commodity_code(name.split(",")[0].capitalize()),
        country="USA",
        place="United States",
        partner="",
        stage="",
        detail=f"Net import reliance as a percentage of apparent consumption: {name}",
        period=column[-4:],
        value=cell.value,
        unit="%",
        basis="none",
        low=cell.low,
        high=cell.high,
        absent=cell.absent,
        printed=cell.printed,
        quality="estimated",
        reliability="primary",
        source=f"usgs-mcs-{edition}",
        at=f"{file}, row {number}, column {column}",
        seen=SEEN[edition],
        note=f"Major import sources {span}, in descending order: {ranked}",
    )
