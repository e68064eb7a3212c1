"""Yearbook tables 1, 3 and 8, and Data Series 140: U.S. statistics, oxide prices, world mine production."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from monazite.catalog.official.books import open_book, shown
from pipeline.common import Row, country_code, read_cell, slug
from pipeline.usgs_myb.ores import FILE, SEEN, SOURCE

DS140 = "ds140-rare-earths-2020.xlsx"
DS140_SOURCE = "usgs-ds140-raree-2020"
DS140_SEEN = date(2023, 9, 27)
_COLUMNS = {
    "Production": ("production", "USA", "t", "oxide"),
    "Imports": ("imports", "USA", "t", "oxide"),
    "Exports": ("exports", "USA", "t", "oxide"),
    "Apparent consumption": ("consumption", "USA", "t", "oxide"),
    "Unit value ($/t)": ("price", "USA", "USD/t", "none"),
    "Unit value (98$/t)": ("price", "USA", "USD1998/t", "none"),
    "World production": ("production", "WLD", "t", "oxide"),
}


def _name(text: str) -> tuple[str, bool]:
    """A name without its footnote marks, and whether the mark `e` (estimated) was among them."""
    bare = re.sub(r"(,\s*)?(?<!\d)\d(,\s*\d)*$", "", text.strip()).rstrip(", ")
    if bare.endswith("e") and bare not in {"Chile", "Greece", "Singapore", "Ukraine", "France"}:
        try:
            country_code(bare)
        except ValueError:
            return bare[:-1], True
    return bare, False


def _make(
    place: str, quantity: str, words: str, spot: tuple[Any, int, int], *, estimated: bool
) -> dict[str, Any]:
    sheet, number, column = spot
    cell = read_cell(shown(sheet.cell(number, column).value))
    return {
        "label": f"Rare earths, {place}: {words}",
        "quantity": quantity,
        "place": place,
        "country": country_code(place),
        "partner": "",
        "detail": words,
        "value": cell.value,
        "low": cell.low,
        "high": cell.high,
        "absent": cell.absent,
        "printed": cell.printed,
        "quality": "estimated" if estimated else "reported",
        "reliability": "primary",
        "note": cell.note,
        "at": f"{sheet.title}!{get_column_letter(column)}{number}",
    }


def mines(folder: Path) -> Iterator[Row]:
    """Table 8: mine production by country; a mark `e` beside a number or a name says estimated."""
    sheet = open_book(folder / FILE)["T8"]
    years = {column: shown(sheet.cell(6, column).value) for column in range(3, 12, 2)}
    for number in range(7, sheet.max_row + 1):
        raw = shown(sheet.cell(number, 1).value)
        if not raw or sheet.cell(number, 3).value is None:
            continue
        place, marked = _name(raw)
        for column, year in years.items():
            mark = "e" in shown(sheet.cell(number, column + 1).value)
            found = _make(
                place,
                "production",
                "World mine production",
                (sheet, number, column),
                estimated=marked or mark,
            )
            yield Row(
                **found | {"at": f"{FILE}, {found['at']}"},
                id=f"{SOURCE}/mine-production/{slug(place)}/{year}",
                commodity="rare-earths",
                stage="mine",
                period=year,
                unit="t",
                basis="oxide",
                source=SOURCE,
                seen=SEEN,
            )


def prices(folder: Path) -> Iterator[Row]:
    """Table 3: average oxide prices."""
    sheet = open_book(folder / FILE)["T3"]
    for number in range(7, 18):
        element = re.sub(r"[\d, ]+$", "", shown(sheet.cell(number, 1).value))
        purity = shown(sheet.cell(number, 3).value)
        for column in (5, 7):
            year = shown(sheet.cell(6, column).value)
            words = f"Average price, {element.casefold()} oxide, {purity} percent"
            found = _make("World", "price", words, (sheet, number, column), estimated=False)
            yield Row(
                **found | {"at": f"{FILE}, {found['at']}"},
                id=f"{SOURCE}/price/{slug(element)}/{year}",
                commodity=slug(element),
                stage="",
                period=year,
                unit="USD/kg",
                basis="none",
                source=SOURCE,
                seen=SEEN,
            )


def salient(folder: Path) -> Iterator[Row]:
    """Table 1: U.S. statistics. Headings end with a colon and say imports, exports or prices."""
    sheet = open_book(folder / FILE)["T1"]
    years = {column: shown(sheet.cell(4, column).value) for column in range(4, 14, 2)}
    flow = heading = ""
    unit = ""
    for number in range(5, sheet.max_row + 1):
        words = shown(sheet.cell(number, 1).value)
        if words.startswith("eEstimated"):
            break
        said = shown(sheet.cell(number, 2).value)
        if sheet.cell(number, 4).value is None:
            flow, heading = _flow(words, flow, heading)
            continue
        unit = unit if said == "do." else said
        quantity = {"Exp": "exports", "Imp": "imports", "Pri": "price"}.get(flow[:3], "production")
        place = "World" if words.startswith("World") else "United States"
        name = " ".join(part for part in (flow, heading, re.sub(r"\d$", "", words)) if part)
        for column, year in years.items():
            mark = "e" in shown(sheet.cell(number, column + 1).value) or "REO equivalent:e" in flow
            found = _make(
                place,
                "production" if place == "World" else quantity,
                name,
                (sheet, number, column),
                estimated=mark,
            )
            yield Row(
                **found | {"at": f"{FILE}, {found['at']}"},
                id=f"{SOURCE}/salient/{slug(name)}/{year}",
                commodity="rare-earths",
                stage="mine" if "concentrate" in words or place == "World" else "",
                period=year,
                unit="USD/kg" if quantity == "price" and place != "World" else "t",
                basis="none" if quantity == "price" and place != "World" else "oxide",
                source=SOURCE,
                seen=SEEN,
            )


def _flow(words: str, flow: str, heading: str) -> tuple[str, str]:
    bare = words.strip().rstrip(": e").rstrip(":")
    if words.startswith(("Exports", "Imports", "Prices")):
        return bare, ""
    return (flow, bare + ":") if words else (flow, heading)


def history(folder: Path) -> Iterator[Row]:
    """Data Series 140: one row a year from 1900; empty and `NA` cells are not reported."""
    sheet = open_book(folder / DS140).worksheets[0]
    header = {column: shown(sheet.cell(5, column).value) for column in range(2, 9)}
    for number in range(6, sheet.max_row + 1):
        year = shown(sheet.cell(number, 1).value)
        if not re.fullmatch(r"\d{4}", year):
            continue
        for column, name in header.items():
            quantity, country, unit, basis = _COLUMNS[name]
            place = "World" if country == "WLD" else "United States"
            found = _make(place, quantity, name, (sheet, number, column), estimated=False)
            yield Row(
                **found | {"at": f"{DS140}, {found['at']}"},
                id=f"{DS140_SOURCE}/{slug(name)}/{year}",
                commodity="rare-earths",
                stage="mine" if quantity == "production" else "",
                period=year,
                unit=unit,
                basis=basis,
                source=DS140_SOURCE,
                seen=DS140_SEEN,
            )


def read(folder: Path) -> Iterator[Row]:
    """All four tables."""
    for table in (mines, prices, salient, history):
        yield from table(folder)
