"""World Bank workbooks: governance indicators in both layouts, and the monthly prices of the Pink Sheet."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from monazite.catalog.official.books import open_book, shown
from monazite.catalog.official.cells import Cell, read_cell
from monazite.catalog.official.row import Row
from monazite.catalog.official.words import commodity_code, country_code, slug
from monazite.codes import is_country

DIMENSIONS = {
    "va": "Voice and accountability",
    "pv": "Political stability and absence of violence/terrorism",
    "ge": "Government effectiveness",
    "rq": "Regulatory quality",
    "rl": "Rule of law",
    "cc": "Control of corruption",
}
# Codes of the World Bank that are not ISO 3166.
CODES = {
    "ADO": "AND",
    "ZAR": "COD",
    "ROM": "ROU",
    "TMP": "TLS",
    "WBG": "PSE",
    "KSV": "XKX",
    "ANT": "ANT",
}
_HEAD_ROWS = 30


def economy(code: str, name: str) -> str:
    """Alpha-3 for a code of the World Bank, the name where the code is none."""
    found = CODES.get(code, code)
    return found if is_country(found) or found in CODES.values() else country_code(name)


def _governance(
    source: str, seen: date, at: str, words: tuple[str, str, str, str], cell: Cell
) -> Row:
    dimension, code, name, year = words
    said = f"{DIMENSIONS[dimension]}, estimate"
    return Row(
        id=f"{source}/{dimension}/{slug(code)}/{year}",
        label=f"{said}, {name}",
        quantity="governance",
        commodity="",
        country=economy(code, name),
        place=name,
        partner="",
        stage="",
        detail=said,
        period=year,
        value=cell.value,
        unit="score",
        basis="none",
        low=cell.low,
        high=cell.high,
        absent=cell.absent,
        printed=cell.printed,
        quality="reported",
        reliability="primary",
        source=source,
        at=at,
        seen=seen,
        note=cell.note,
    )


def _cell(value: Any) -> Cell:
    """A number of a workbook; the old layout writes #N/A for a country without an estimate."""
    text = shown(value)
    return read_cell("NA" if text.startswith("#") else text)


def _long(sheet: Any, name: str, source: str, seen: date) -> Iterator[Row]:
    """The layout of 2025: one row per economy and year."""
    head = {shown(cell.value).casefold(): cell.column for cell in sheet[1]}
    code_at, name_at, year_at = (head[key] for key in ("economy (code)", "economy (name)", "year"))
    value_at = next(
        place for label, place in head.items() if label.startswith("governance estimate")
    )
    for number in range(2, sheet.max_row + 1):
        code = shown(sheet.cell(number, code_at).value)
        if not code:
            continue
        at = f"{name}, {sheet.title}!{get_column_letter(value_at)}{number}"
        words = (
            sheet.title,
            code,
            shown(sheet.cell(number, name_at).value),
            shown(sheet.cell(number, year_at).value),
        )
        yield _governance(source, seen, at, words, _cell(sheet.cell(number, value_at).value))


def _wide(sheet: Any, dimension: str, name: str, spot: tuple[str, date]) -> Iterator[Row]:
    """The older layout: years stand one row above the labels, and how far down differs from sheet to sheet."""
    for row in range(1, _HEAD_ROWS):
        labels = {cell.column: shown(cell.value).casefold() for cell in sheet[row]}
        if "code" in labels.values() and "estimate" in labels.values():
            break
    else:
        return
    code_at = next(place for place, label in labels.items() if label == "code")
    name_at = next(place for place, label in labels.items() if label.startswith("country"))
    years: dict[int, str] = {}
    year = ""
    for place, label in labels.items():
        year = shown(sheet.cell(row - 1, place).value) or year
        if label == "estimate":
            years[place] = year
    for number in range(row + 1, sheet.max_row + 1):
        code = shown(sheet.cell(number, code_at).value)
        if not code:
            continue
        for place, period in years.items():
            at = f"{name}, {sheet.title}!{get_column_letter(place)}{number}"
            words = dimension, code, shown(sheet.cell(number, name_at).value), period
            yield _governance(*spot, at, words, _cell(sheet.cell(number, place).value))


_OLD_SHEETS = {
    "VoiceandAccountability": "va",
    "Political StabilityNoViolence": "pv",
    "GovernmentEffectiveness": "ge",
    "RegulatoryQuality": "rq",
    "RuleofLaw": "rl",
    "ControlofCorruption": "cc",
}


def governance(path: Path, source: str, seen: date) -> Iterator[Row]:
    """Estimates of all six dimensions from either layout."""
    book = open_book(path)
    for title in book.sheetnames:
        if title in DIMENSIONS:
            yield from _long(book[title], path.name, source, seen)
        elif title in _OLD_SHEETS:
            yield from _wide(book[title], _OLD_SHEETS[title], path.name, (source, seen))


_PINK = "Monthly Prices"
_PINK_UNITS = {
    "$/mt": "USD/t",
    "$/kg": "USD/kg",
    "$/troy oz": "USD/oz_t",
    "$/dmtu": "USD/dmtu",
    "$/bbl": "USD/bbl",
    "$/mmbtu": "USD/mmbtu",
    "$/cubic meter": "USD/m3",
    "cents/sheet": "US cent/sheet",
    "2010=100": "index",
}
_NAMES_ROW, _UNITS_ROW, _FIRST_ROW, _UPDATED_ROW = 5, 6, 7, 4


def pink_sheet_day(path: Path) -> date:
    """The day the workbook says it was updated on."""
    said = shown(open_book(path)[_PINK].cell(_UPDATED_ROW, 1).value)
    found = re.search(r"([A-Z][a-z]+) (\d{1,2}), (\d{4})", said)
    if found is None:
        raise ValueError(f"the sheet {_PINK!r} does not say when it was updated")
    month = list(calendar.month_name).index(found[1])
    return date(int(found[3]), month, int(found[2]))


def pink_sheet(path: Path, source: str, seen: date) -> Iterator[Row]:
    """Monthly prices; `…` is a month without a price. `**` after a name marks a change of definition."""
    sheet = open_book(path)[_PINK]
    series = {
        column: (
            shown(sheet.cell(_NAMES_ROW, column).value),
            shown(sheet.cell(_UNITS_ROW, column).value).strip("()"),
        )
        for column in range(2, sheet.max_column + 1)
        if sheet.cell(_NAMES_ROW, column).value
    }
    for number in range(_FIRST_ROW, sheet.max_row + 1):
        month = re.fullmatch(r"(\d{4})M(\d{2})", shown(sheet.cell(number, 1).value))
        if month is None:
            continue
        period = f"{month[1]}-{month[2]}"
        for column, (name, unit) in series.items():
            cell = read_cell(shown(sheet.cell(number, column).value))
            yield _price(
                name,
                unit,
                period,
                cell,
                (source, seen, f"{path.name}, {_PINK}!{get_column_letter(column)}{number}"),
            )


def _price(name: str, unit: str, period: str, cell: Cell, spot: tuple[str, date, str]) -> Row:
    source, seen, at = spot
    return Row(
        id=f"{source}/{slug(name)}/{period}",
        label=f"{name.strip('* ')}, monthly price",
        quantity="price",
        commodity=commodity_code(name.strip("* ")),
        country="WLD",
        place="World",
        partner="",
        stage="",
        detail=f"{name}, monthly average, nominal US dollars",
        period=period,
        value=cell.value,
        unit=_PINK_UNITS.get(unit, unit),
        basis="none",
        low=cell.low,
        high=cell.high,
        absent=cell.absent,
        printed=cell.printed,
        quality="reported",
        reliability="primary",
        source=source,
        at=at,
        seen=seen,
        note=cell.note,
    )
