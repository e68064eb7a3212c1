"""USITC DataWeb workbooks to `statistics/usitc`. Run as `python -m pipeline.usitc <folder>`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from monazite.catalog.official.books import open_book, shown
from pipeline.common import Row, country_code, slug, write_rows

FILES = {
    "us_imports_for_consumption_1993-2026.xlsx": "imports",
    "us_domestic_exports_1993-2026.xlsx": "exports",
}
SOURCE = "usitc-dataweb-2026-07"
SEEN = date(2026, 7, 10)
_SHEETS = ("First Unit of Quantity", "Second Unit of Quantity", "Customs Value", "FAS Value")
_UNITS = {
    "kilograms": ("kg", "gross"),
    "metric tons": ("t", "gross"),
    "grams": ("g", "gross"),
    "number": ("count", "none"),
    "component kilograms": ("kg", "contained"),
    "component grams": ("g", "contained"),
    "gold content grams": ("g", "contained"),
    "component tons": ("t", "contained"),
    "no units collected": ("", "none"),
}
_HEADER = 3
_FIRST_YEAR = 6


def _unit(sheet: str, said: str) -> tuple[str, str]:
    return ("USD", "none") if "Value" in sheet else _UNITS[said]


def _row(name: str, sheet: Any, number: int, column: int) -> Row:
    _, place, code, about, said = (shown(sheet.cell(number, k).value) for k in range(1, 6))
    year = shown(sheet.cell(_HEADER, column).value)
    raw = sheet.cell(number, column).value
    unit, basis = _unit(sheet.title, said.removeprefix("Value for: "))
    flow = FILES[name]
    # The download of July 2026 held January to April of that year.
    period = f"{year}-01/{year}-04" if year == "2026" else year
    measured = unit != ""
    at = f"{name}, {sheet.title}!{get_column_letter(column)}{number}"
    return Row(
        id=f"{SOURCE}/{flow}/{slug(sheet.title)}/{code}/{slug(place)}/{slug(said)}/{period}",
        label=f"U.S. {flow}, HTS {code}, {place}: {sheet.title.casefold()}",
        quantity=flow if "Quantity" in sheet.title else f"{flow}-value",
        commodity=f"hts-{code}",
        country="USA",
        place=place,
        partner=country_code(place),
        stage="",
        detail=f"{sheet.title}, HTS {code} {about.capitalize()}"[:180],
        period=period,
        value=float(raw) if measured else None,
        unit=unit,
        basis=basis,
        low=None,
        high=None,
        absent="" if measured else "not_applicable",
        printed=shown(raw),
        quality="reported",
        reliability="primary",
        source=SOURCE,
        at=at,
        seen=SEEN,
        note="" if measured else "no units collected",
    )


def read(folder: Path) -> Iterator[Row]:
    """Annual cells; the year-to-date sheets are left out, and totals of the query, which are no country's."""
    for name in FILES:
        book = open_book(folder / name)
        for title in _SHEETS:
            if title not in book.sheetnames:
                continue
            sheet = book[title]
            years = [
                column
                for column in range(_FIRST_YEAR, sheet.max_column + 1)
                if shown(sheet.cell(_HEADER, column).value).isdigit()
            ]
            for number in range(_HEADER + 1, sheet.max_row + 1):
                if shown(sheet.cell(number, 3).value):
                    for column in years:
                        yield _row(name, sheet, number, column)


def main(folder: Path) -> None:
    title = "USITC DataWeb: U.S. imports for consumption and domestic exports, 25 HTS headings, 1993 to April 2026"
    print("rows", write_rows("statistics/usitc", title, read(folder)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
