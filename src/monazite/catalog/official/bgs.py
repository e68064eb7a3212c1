"""BGS World Mineral Statistics: the CSV and JSON of its OGC service have the same properties."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from monazite.catalog.official.cells import Cell
from monazite.catalog.official.row import Row
from monazite.catalog.official.words import commodity_code, country_code, slug, stage_of

SOURCE = "bgs-wms-2025"
SEEN = date(2025, 3, 31)
_COMMODITIES = {
    "antimony, mine": ("antimony", "mine"),
    "cobalt, mine": ("cobalt", "mine"),
    "cobalt, refined": ("cobalt", "refining"),
    "gallium, primary": ("gallium", "refining"),
    "germanium metal": ("germanium", "refining"),
    "graphite": ("natural-graphite", "mine"),
    "lithium minerals": ("lithium", "mine"),
    "magnesium metal, primary": ("magnesium", "refining"),
    "rare earth minerals": ("rare-earths", "mine"),
    "rare earth oxides": ("rare-earths", "mine"),
    "tungsten, mine": ("tungsten", "mine"),
}
_METALS = ("gallium, primary", "germanium metal", "magnesium metal, primary", "cobalt, refined")
# States that are no more; the statistics of their time keep their names.
_NAMED = {"Rhodesia": "ZWE"}
_FORMER = {"SUN", "YUG", "DDR", "CSK", "SCG", "ZAR", "BUR"}


def read_quantity(line: dict[str, str]) -> Cell:
    """`quantity` is empty where the book prints dots; code N prints an asterisk: more than 0, less than 0.5."""
    book = line["quantity_in_book_style"].strip()
    if line["sdmx_code"] == "N":
        return Cell(
            book,
            low=0.0,
            high=0.5,
            absent="below_threshold",
            note=line["data_precision_description"],
        )
    if line["sdmx_code"] == "O" or not line["quantity"].strip():
        return Cell(
            book, absent="not_reported", note=line["data_precision_description"] or "no figure"
        )
    value = float(line["quantity"])
    return Cell(book or line["quantity"], value=value, note=line["data_precision_description"])


def _basis(line: dict[str, str]) -> str:
    sub = line["bgs_sub_commodity_trans"]
    if (
        "metal content" in line["units"]
        or "Li content" in sub
        or line["bgs_commodity_trans"] in _METALS
    ):
        return "contained"
    return "oxide" if line["bgs_commodity_trans"] == "rare earth oxides" else "gross"


def _country(line: dict[str, str]) -> str:
    code = line["country_iso3_code"].strip()
    if code in _FORMER:
        return code
    if line["country_trans"] in _NAMED:
        return _NAMED[line["country_trans"]]
    try:
        return country_code(code or line["country_trans"])
    except ValueError:
        return country_code(line["country_trans"])


def _row(name: str, number: int, line: dict[str, str]) -> Row:
    said = line["bgs_commodity_trans"]
    commodity, stage = _COMMODITIES.get(
        said, (commodity_code(said.partition(",")[0]), stage_of(said))
    )
    sub = line["bgs_sub_commodity_trans"]
    series = line["yearbook_table_trans"] + (f": {sub}" if sub else "")
    place = re.sub(r"\s+", " ", line["country_trans"]).strip()
    cell = read_quantity(line)
    notes = line["concat_figure_notes_text"], line["concat_table_notes_text"]
    period = line["year"][:4]
    return Row(
        id=f"{SOURCE}/{slug(series)}/{slug(place)}/{period}",
        label=f"{series}, {place}",
        quantity=line["bgs_statistic_type_trans"].casefold() or "production",
        commodity=commodity,
        country=_country(line),
        place=place,
        partner="",
        stage=stage or stage_of(series),
        detail=series,
        period=period,
        value=cell.value,
        unit="t",
        basis=_basis(line),
        low=cell.low,
        high=cell.high,
        absent=cell.absent,
        printed=cell.printed,
        quality="estimated" if "estimate" in notes[0].casefold() else "reported",
        reliability="primary",
        source=SOURCE,
        at=f"{name}, row {number}, column quantity; yearbook table {line['yearbook_table_id']}",
        seen=SEEN,
        note="; ".join(part for part in (cell.note, *(note[:200] for note in notes)) if part),
    )


def lines(path: Path) -> list[dict[str, str]]:
    """The records of a CSV, or the properties of the features of a JSON file, as text."""
    if path.suffix.casefold() != ".csv":
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return [
            {key: "" if value is None else str(value) for key, value in one["properties"].items()}
            for one in features
        ]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(paths: Iterable[Path]) -> Iterator[Row]:
    """Every record, with the row of its file (the header is row 1; a JSON file counts features from 2)."""
    met: Counter[str] = Counter()
    for path in paths:
        for number, line in enumerate(lines(path), start=2):
            row = _row(path.name, number, line)
            met[row.id] += 1
            yield row if met[row.id] == 1 else replace(row, id=f"{row.id}/{met[row.id]}")
