"""The 2025 data release, world table: one row per country and series, years in columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from monazite.catalog.official import (
    Row,
    commodity_code,
    country_code,
    read_cell,
    slug,
    stage_of,
    unit_code,
)
from monazite.catalog.official.usgs_columns import commodity_of
from monazite.catalog.official.usgs_long import basis_of

FILE = "MCS2025_World_Data.csv"
SOURCE = "usgs-mcs-2025"
SEEN = date(2025, 1, 31)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    quantity: str
    period: str
    notes: str
    estimated: bool


_COLUMNS = (
    _Column("PROD_2023", "production", "2023", "PROD_NOTES", estimated=False),
    _Column("PROD_EST_ 2024", "production", "2024", "PROD_NOTES", estimated=True),
    _Column("CAP_2023", "capacity", "2023", "CAP_NOTES", estimated=False),
    _Column("CAP_EST_ 2024", "capacity", "2024", "CAP_NOTES", estimated=True),
    _Column("RESERVES_2024", "reserves", "2024", "RESERVE_NOTES", estimated=False),
)

# Two chapters whose rows say metric tons while the chapter and every other edition say thousand metric tons.
_SAYS = "the file says metric tons; the chapter and the other editions say thousand metric tons"
_THOUSANDS = {
    "sand-and-gravel-industrial": _SAYS,
    "titanium-mineral-concentrates": _SAYS,
}


def _estimated(column: _Column, note: str) -> bool:
    said = note.casefold()
    other = f"estimated in {column.period}" in said or f"estimated for {column.period}" in said
    return column.estimated or other


def _row(number: int, line: dict[str, str], column: _Column, headings: dict[str, str]) -> Row:
    chapter = commodity_code(line["COMMODITY"])
    commodity = commodity_of(chapter, line["TYPE"])
    place = re.sub(r"\s+", " ", line["COUNTRY"]).strip()
    detail = re.sub(r"\s+", " ", line["TYPE"]).strip()
    unit = unit_code(line["UNIT_MEAS"])
    note = line[column.notes].strip()
    if unit == "t" and chapter in _THOUSANDS:
        unit = "kt"
        note = f"{_THOUSANDS[chapter]}; {note}".strip("; ")
    cell = read_cell(line[column.name], note=note)
    return Row(
        id=f"{SOURCE}/{column.quantity}/{commodity}/{slug(place)}/{slug(detail)}/{column.period}",
        label=f"{line['COMMODITY'].strip()}, {place}: {detail}, {column.quantity}",
        quantity=column.quantity,
        commodity=commodity,
        country=country_code(place),
        place=place,
        partner="",
        stage=stage_of(detail),
        detail=detail,
        period=column.period,
        value=cell.value,
        unit=unit,
        basis=basis_of(detail, headings.get(chapter, ""), unit),
        low=cell.low,
        high=cell.high,
        absent=cell.absent,
        printed=cell.printed,
        quality="estimated" if _estimated(column, note) else "reported",
        reliability="primary",
        source=SOURCE,
        at=f"{FILE}, row {number}, column {column.name}",
        seen=SEEN,
        note="; ".join(part for part in (cell.note, note[:300]) if part),
    )


def read(path: Path, headings: dict[str, str]) -> Iterator[Row]:
    """All cells that are not empty; an empty cell in this wide table means the series has no such column."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    met: Counter[str] = Counter()
    for number, line in enumerate(lines, start=2):
        for column in _COLUMNS:
            if not line["COUNTRY"].strip() or not line[column.name].strip():
                continue
            row = _row(number, line, column, headings)
            met[row.id] += 1
            yield row if met[row.id] == 1 else replace(row, id=f"{row.id}/{met[row.id]}")
