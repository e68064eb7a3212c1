"""IEA Critical Minerals Data Explorer, workbook: sheet 2, total supply of key minerals by country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from monazite.catalog.official.books import open_book, shown
from monazite.catalog.official.row import Row
from monazite.catalog.official.words import commodity_code, country_code, slug

_STAGES = {"mining": "mine", "refining": "refining"}
_MINERALS = {
    "rare earth elements": "magnet-rare-earths",
    "magnet rare earths": "magnet-rare-earths",
}
_TOTAL = ("total", "world", "total supply")


def _years(sheet: Any, row: int) -> dict[int, str]:
    """Columns of years in a row; a year may carry a note."""
    found = {}
    for cell in sheet[row]:
        year = re.match(r"20\d\d", shown(cell.value))
        if year:
            found[cell.column] = year[0]
    return found if len(found) > 1 else {}


def _headings(text: str, mineral: str, stage: str) -> tuple[str, str]:
    """A row without numbers names a mineral, a stage, or both: `Copper - Mining`."""
    words = [part.strip() for part in re.split(r"\s[-–:|]\s|,", text) if part.strip()]
    for word in words:
        if word.casefold() in _STAGES:
            stage = _STAGES[word.casefold()]
        elif len(words) > 1 or word.casefold() not in _TOTAL:
            mineral = word
    return mineral, stage


def read(path: Path, source: str, seen: date) -> Iterator[Row]:
    """Supply by country, stage and year, kilotonnes; years after the first column are projections."""
    book = open_book(path)
    title = next(name for name in book.sheetnames if name.strip().startswith("2 "))
    sheet = book[title]
    mineral = stage = ""
    years: dict[int, str] = {}
    for number in range(1, sheet.max_row + 1):
        years = _years(sheet, number) or years
        name = next((shown(cell.value) for cell in sheet[number] if shown(cell.value)), "")
        numbers = {
            column: value
            for column in years
            if isinstance(value := sheet.cell(number, column).value, (int, float))
            and not _years(sheet, number)
        }
        if name and not numbers:
            mineral, stage = _headings(name, mineral, stage)
        for column, value in numbers.items():
            at = f"{path.name}, {title}!{get_column_letter(column)}{number}"
            projected = years[column] != min(years.values())
            yield _row(
                (source, seen, at),
                (mineral, stage, name, years[column]),
                float(value),
                projected=projected,
            )


def _row(
    spot: tuple[str, date, str], words: tuple[str, str, str, str], value: float, *, projected: bool
) -> Row:
    source, seen, at = spot
    mineral, stage, name, year = words
    commodity = _MINERALS.get(mineral.casefold(), commodity_code(mineral))
    place = "World" if name.casefold() in _TOTAL else name
    return Row(
        id=f"{source}/{commodity}/{stage}/{slug(place)}/{year}",
        label=f"{mineral}, {place}: {stage}",
        quantity="production",
        commodity=commodity,
        country=country_code(place),
        place=place,
        partner="",
        stage=stage,
        detail=f"{mineral}, {stage}" + (", base case projection" if projected else ""),
        period=year,
        value=value,
        unit="kt",
        basis="gross" if commodity == "natural-graphite" else "contained",
        low=None,
        high=None,
        absent="",
        printed=repr(value),
        quality="estimated" if projected else "reported",
        reliability="primary",
        source=source,
        at=at,
        seen=seen,
        note="",
    )
