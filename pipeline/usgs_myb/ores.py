"""Yearbook table 2: what each ore holds, element by element, percent of total rare-earth oxide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from monazite.catalog.official.books import open_book
from monazite.codes import country
from pipeline.common import read_cell, slug

FILE = "myb1-2022-raree-ert.xlsx"
SOURCE = "usgs-myb-2022-raree"
SEEN = date(2024, 12, 31)
COLUMNS: dict[str, tuple[str, str]] = {
    "id": ("text", "stable identifier"),
    "label": ("text", "what the number is, in words"),
    "mineral": ("text", "ore mineral"),
    "country": ("text", "ISO 3166-1 alpha-3"),
    "deposit": ("text", "deposit or district as printed"),
    "element": ("text", "element symbol"),
    "value": ("float", "share of total rare-earth oxide, percent by weight"),
    "unit": ("text", "always %"),
    "basis": ("text", "oxide"),
    "period": ("text", "empty: an ore does not change with time"),
    "low": ("float", "lower bound, percent"),
    "high": ("float", "upper bound, percent"),
    "absent": ("text", "why there is no value"),
    "printed": ("text", "the cell as printed"),
    "quality": ("text", "reported"),
    "reliability": ("text", "primary"),
    "source": ("text", "source card"),
    "at": ("text", "sheet and cell"),
    "seen": ("date", "first day the cell could be known"),
    "note": ("text", "the source the table itself names"),
}
_FIRST, _ELEMENTS_ROW = 8, 7


def _is_ditto(text: str) -> bool:
    return text.strip().casefold() in {"do.", "ditto"}


def _blocks(sheet: Any) -> Iterator[tuple[int, str, str, str]]:
    """Row number, mineral, country and whole location; locations run over several rows, ditto marks point up."""
    mineral = place = location = ""
    start = 0
    for number in range(_FIRST, sheet.max_row + 1):
        first = str(sheet.cell(number, 1).value or "")
        if first.startswith("Do., do."):
            break
        part = str(sheet.cell(number, 5).value or "")
        if sheet.cell(number, 3).value is None:
            location += part
            continue
        if start:
            yield start, mineral, place, location
        mineral = mineral if _is_ditto(first) else first
        said = str(sheet.cell(number, 3).value)
        place = place if _is_ditto(said) else said
        start, location = number, part
    yield start, mineral, place, location


def _footnotes(sheet: Any) -> dict[str, str]:
    texts = [str(row[0].value or "") for row in sheet.iter_rows(min_row=_FIRST, max_col=1)]
    return {text[0]: text[1:] for text in texts if re.match(r"\d[A-Z]", text)}


def read(folder: Path) -> Iterator[dict[str, object]]:
    sheet = open_book(folder / FILE)["T2"]
    notes = _footnotes(sheet)
    symbols = {
        column: str(sheet.cell(_ELEMENTS_ROW, column).value)
        for column in range(7, sheet.max_column + 1)
        if sheet.cell(_ELEMENTS_ROW, column).value
    }
    for number, mineral, place, location in _blocks(sheet):
        mark = location.strip()[-1]
        name = re.sub(r"\s+", " ", location).strip().rstrip("0123456789")
        for column, symbol in symbols.items():
            cell = read_cell(str(sheet.cell(number, column).value), percent=True)
            yield {
                "id": f"{SOURCE}/ore/{slug(name)}/{symbol}",
                "label": f"{symbol} in rare-earth oxide of {mineral.casefold()} from {name}",
                "mineral": mineral.casefold(),
                "country": country(place),
                "deposit": name,
                "element": symbol,
                "value": cell.value,
                "unit": "%",
                "basis": "oxide",
                "low": cell.low,
                "high": cell.high,
                "absent": cell.absent,
                "printed": cell.printed,
                "quality": "reported",
                "reliability": "primary",
                "source": SOURCE,
                "at": f"{FILE}, T2!{get_column_letter(column)}{number}",
                "seen": SEEN,
                "note": notes.get(mark, ""),
            }
