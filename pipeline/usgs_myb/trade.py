"""Yearbook tables 4 to 7: U.S. trade in rare-earth compounds and metals, by country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from monazite.catalog.official.books import open_book, shown
from pipeline.common import Row, country_code, read_cell, slug
from pipeline.usgs_myb.ores import FILE, SEEN, SOURCE

_SHEETS = {"T4": "exports", "T5": "exports", "T6": "imports", "T7": "imports"}


def _columns(sheet: Any) -> list[tuple[int, str, str]]:
    """Column, year and kind: weights stand under the year, values two columns to the right."""
    head = {
        column: (shown(sheet.cell(4, column).value), shown(sheet.cell(6, column).value))
        for column in range(1, sheet.max_column + 1)
    }
    found = []
    year = ""
    for column, (over, under) in head.items():
        year = over or year
        if under in {"(kilograms)", "Value"}:
            found.append((column, year, "weight" if under == "(kilograms)" else "value"))
    return found


def _row(sheet: Any, number: int, spot: tuple[int, str, str], words: tuple[str, str, str]) -> Row:
    column, year, kind = spot
    category, code, place = words
    flow = _SHEETS[sheet.title]
    oxide = "REO" in place or "rare-earth-oxide" in place
    cell = read_cell(shown(sheet.cell(number, column).value))
    partner = "WLD" if place.startswith("Total") else country_code(place)
    return Row(
        id=f"{SOURCE}/{flow}/{sheet.title.casefold()}/{slug(category)}/{slug(place)}/{kind}/{year}",
        label=f"U.S. {flow} of {category.casefold()}, {place}: {kind}",
        quantity=flow if kind == "weight" else f"{flow}-value",
        commodity="rare-earths",
        country="USA",
        place=place,
        partner=partner,
        stage="",
        detail=f"{category} {code}: {place}".strip(),
        period=year,
        value=cell.value,
        unit="kg" if kind == "weight" else "USD",
        basis=("oxide" if oxide else "gross") if kind == "weight" else "none",
        low=cell.low,
        high=cell.high,
        absent=cell.absent,
        printed=cell.printed,
        quality="estimated" if oxide else "reported",
        reliability="primary",
        source=SOURCE,
        at=f"{FILE}, {sheet.title}!{get_column_letter(column)}{number}",
        seen=SEEN,
        note=cell.note,
    )


def _lines(sheet: Any) -> Iterator[tuple[int, str, str, str]]:
    """Row, category, tariff code and place. A heading ends with a colon and may run on; the code stands beside it."""
    category = code = ""
    for number in range(7, sheet.max_row + 1):
        text = re.sub(r"\s+", " ", shown(sheet.cell(number, 1).value))
        beside = shown(sheet.cell(number, 3).value)
        if text.startswith(("eEstimated", "rRevised", "1Table")) or "Revised." in text:
            return
        if text.endswith(":"):
            category, code = text.rstrip(":"), beside
        elif beside:
            code = f"{code} {beside}".strip()
        if (
            text
            and not text.endswith(":")
            and sheet.cell(number, 5 if sheet.cell(4, 5).value else 4).value is not None
        ):
            yield number, category, code, re.sub(r"(?<=[a-z)])\d$", "", text)


def read(folder: Path) -> Iterator[Row]:
    book = open_book(folder / FILE)
    met: Counter[str] = Counter()
    for title in _SHEETS:
        sheet = book[title]
        columns = _columns(sheet)
        for number, *words in _lines(sheet):
            for spot in columns:
                if sheet.cell(number, spot[0]).value is None:
                    continue
                row = _row(sheet, number, spot, (words[0], words[1], words[2]))
                met[row.id] += 1
                yield row if met[row.id] == 1 else replace(row, id=f"{row.id}/{met[row.id]}")
