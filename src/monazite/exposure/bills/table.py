"""Rows of a sheet, as text, to raw rows: the one path for CSV and XLSX (§X8 to §X14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from monazite.codes import ELEMENTS
from monazite.errors import DataError, MonaziteError
from monazite.exposure.bills import cells
from monazite.exposure.bills.assemble import Raw
from monazite.exposure.bills.headers import NUMBERS, Column, Header, find_header
from monazite.exposure.bills.limits import MAX_COLUMNS

_TOTALS = re.compile(
    r"^(grand |sub ?)?total\b|^(gesamt)?summe\b|^gesamt(summe|betrag)?$|^zwischensumme|^(合计|总计|小计)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"([A-Za-z]{1,2}|[a-z]{5,12}|[\u4e00-\u9fff])\s*[:=]?\s*(?:<|≤)?\s*(?<!\d)(\d{1,6}(?:[.,]\d{1,9})?)\s*(%|wt\s?%|ppm)?"
)
_PAIR_FRONT = re.compile(
    r"(?<!\d)(\d{1,6}(?:[.,]\d{1,9})?)\s*(%|wt\s?%|ppm)\s*([A-Za-z]{1,2}|[a-z]{5,12})\b"
)
_PPM = 1e-6
_PER_CENT = 1e-2


@dataclass(slots=True)
class Sheet:
    """One sheet, or one CSV file, as cells.

    Attributes:
        name: Place for errors: file, or file and sheet.
        rows: Cells, the first row at index 0.
        first_row: Number of the first row as the reader sees it.
        decimal: Decimal mark where the file or the user has set one; empty to find out.
    """

    name: str
    rows: Sequence[Sequence[object]]
    first_row: int = 1
    decimal: str = ""


@dataclass(slots=True)
class Found:
    """What a sheet gave."""

    rows: list[Raw] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[MonaziteError] = field(default_factory=list)


def read_sheet(sheet: Sheet) -> Found | None:
    """The raw rows of a sheet, or None where no header is found in it."""
    header = find_header(sheet.rows)
    if header is None:
        return None
    found = Found()
    if header.unused:
        found.notes.append(f"{sheet.name}: columns not used: {', '.join(header.unused[:20])}")
    if max(column.index for column in header.columns) >= MAX_COLUMNS:
        raise DataError(
            "E365",
            f"more than {MAX_COLUMNS} columns",
            where=sheet.name,
            why="A bill has a column per fact (§X7)",
            way_out="Send only the columns of the bill",
        )
    mark = _mark(sheet, header, found)
    _say_weights(header, sheet, found)
    skipped: list[str] = []
    for offset, cells_of_row in enumerate(
        sheet.rows[header.last_row + 1 :], start=header.last_row + 1
    ):
        place = f"{sheet.name}, row {sheet.first_row + offset}"
        texts = [cells.clean(cell) for cell in cells_of_row]
        if not any(texts):
            continue
        if is_no_line(texts, header):
            skipped.append(str(sheet.first_row + offset))
            continue
        found.rows.append(raw_row(texts, header, Reader(place, mark, found)))
    if skipped:
        found.notes.append(
            f"{sheet.name}: {len(skipped)} rows are no lines (totals, repeated headers, remarks): "
            f"rows {', '.join(skipped[:20])}"
        )
    return found


def _mark(sheet: Sheet, header: Header, found: Found) -> str:
    columns = [
        column.index for column in header.columns if column.field in NUMBERS or ":" in column.field
    ]
    texts = [
        cells.clean(row[index])
        for row in sheet.rows[header.last_row + 1 :]
        for index in columns
        if index < len(row) and isinstance(row[index], str)
    ]
    proven = cells.decimal_mark(texts)
    mark = sheet.decimal or proven or "."
    unclear = sorted(
        {
            text
            for text in texts
            if re.fullmatch(r"\d{1,3}[.,]\d{3}", text) and not text.startswith("0")
        }
    )
    if unclear and not proven and not sheet.decimal:
        found.notes.append(
            f"{sheet.name}: {', '.join(unclear[:5])} can be read two ways; "
            f"'{mark}' was taken as the decimal mark (set --decimal)"
        )
    return mark


def _say_weights(header: Header, sheet: Sheet, found: Found) -> None:
    for plain, better in (("mass", "unit weight"), ("value", "unit price")):
        if plain in header.fields and "quantity" in header.fields:
            column = next(column for column in header.columns if column.field == plain)
            found.notes.append(
                f"{sheet.name}: '{column.header}' is read as for the whole line; "
                f"name the column '{better}' if it is per piece"
            )


def is_no_line(texts: list[str], header: Header) -> bool:
    """Whether a row is a total, a repeated header or a remark beside the table."""
    by_field = {column.field: _at(texts, column) for column in header.columns}
    filled = {name: text for name, text in by_field.items() if text}
    if not filled:
        return True  # a remark beside the table
    headline = sum(
        text.casefold() == column.header.casefold()
        for column in header.columns
        if (text := _at(texts, column))
    )
    if headline >= max(2, len(filled) - 1):
        return True
    label = filled.get("description") or next(iter(filled.values()))
    numbered = "id" in filled and filled["id"] != label
    said = set(filled) - {"description", "id"}
    return bool(_TOTALS.match(label)) and not numbered and said <= _AMOUNTS


_AMOUNTS = NUMBERS | {"currency", "unit"}


def _at(texts: list[str], column: Column) -> str:
    return texts[column.index] if column.index < len(texts) else ""


@dataclass(slots=True)
class Reader:
    """Where a row stands, how its numbers are written, and where problems go."""

    place: str
    mark: str
    found: Found

    def where(self, column: Column) -> str:
        """The cell in words."""
        return f"{self.place}, column {column.header!r}"

    def attempt(self, read: Callable[[], object]) -> object:
        """The value, or None with the problem noted."""
        try:
            return read()
        except MonaziteError as error:
            self.found.problems.append(error)
            return None


_TEXTS = frozenset(
    {"id", "parent", "description", "unit", "supplier", "material", "control_code", "item"}
)


def raw_row(texts: list[str], header: Header, reader: Reader) -> Raw:
    """One row as read; what is wrong with its cells goes to the reader's problems."""
    row = Raw(place=reader.place)
    facts: dict[str, object] = {}
    elements: list[tuple[str, float]] = []
    for column in header.columns:
        text = _at(texts, column)
        if not text:
            continue
        if column.field in _TEXTS:
            if column.field in {"id", "parent", "description"} or not cells.is_nothing(text):
                setattr(row, column.field, text)
        elif not cells.is_nothing(text):
            _read_field(row, column, text, reader, facts, elements)
    if elements:
        row.composition = _merged((*row.composition, *elements))
    row.facts = facts
    if row.parent and cells.is_nothing(row.parent):
        row.parent = ""
    return row


def _read_field(  # noqa: C901 - one row being filled, in one place
    row: Raw,
    column: Column,
    text: str,
    reader: Reader,
    facts: dict[str, object],
    elements: list[tuple[str, float]],
) -> None:
    where = reader.where(column)
    name = column.field
    if name in NUMBERS or name.startswith("element:"):
        _read_number(row, column, text, reader, facts, elements)
        return
    if name == "level":
        found = re.search(r"\d+", text)
        row.level = int(found.group()[:4]) if found else None
    elif name == "currency":
        row.currency = cells.currency(text)
        if not row.currency:
            reader.found.problems.append(
                DataError(
                    "E357",
                    f"unknown currency {text[:20]!r}",
                    where=where,
                    way_out="Use an ISO 4217 code such as EUR",
                )
            )
    elif name == "origin":
        value = reader.attempt(lambda: cells.origins(text, where=where))
        row.origins = value if isinstance(value, tuple) else ()
        if not row.origins:
            reader.found.notes.append(
                f"{where}: {text[:60]!r} does not fix the origin; it is taken as not answered"
            )
    elif name == "made_in":
        row.made_in = str(reader.attempt(lambda: cells.made_in(text, where=where)) or "")
    elif name == "hs":
        row.hs = str(reader.attempt(lambda: cells.hs_code(text, where=where)) or "")
    elif name == "composition":
        row.composition = _merged((*row.composition, *parse_composition(text)))
    elif name == "technology_origin":
        facts[name] = reader.attempt(lambda: cells.made_in(text, where=where)) or ""


def _read_number(
    row: Raw,
    column: Column,
    text: str,
    reader: Reader,
    facts: dict[str, object],
    elements: list[tuple[str, float]],
) -> None:
    where = reader.where(column)
    if cells.is_bound(text):
        reader.found.notes.append(
            f"{where}: {text[:40]!r} is a limit or an estimate, not an amount; taken as not stated"
        )
        return
    got = reader.attempt(lambda: cells.number(text, mark=reader.mark, where=where))
    if not isinstance(got, tuple):
        return
    value, beside = got
    name = column.field
    if name == "quantity":
        row.quantity = value
        row.unit = row.unit or beside.strip(" .")
    elif name.endswith("mass"):
        factor = cells.mass_factor(beside or column.unit.split("/")[0])
        if factor is None:
            reader.found.problems.append(_no_unit(column, beside, where))
        else:
            setattr(row, "unit_mass_kg" if name == "unit_mass" else "mass_kg", value * factor)
    elif name.endswith("value"):
        setattr(row, "unit_value" if name == "unit_value" else "value", value)
        row.currency = row.currency or cells.currency(beside) or cells.currency(column.unit)
    elif name.startswith("element:"):
        share = value * (_PPM if "ppm" in (beside + column.unit).casefold() else _PER_CENT)
        elements.append((name.removeprefix("element:"), share))
    elif name == "value_share":
        facts[name] = value * _PER_CENT if "%" in beside + column.unit else value
    else:
        facts[name] = value


def _no_unit(column: Column, beside: str, where: str) -> DataError:
    return DataError(
        "E357",
        f"unknown mass unit {beside!r}"
        if beside
        else f"the column {column.header!r} has no unit of mass",
        where=where,
        why="Masses are read only with a unit (§X10)",
        way_out="Write the unit in the header, for example 'Weight (g)', or beside the number",
    )


def parse_composition(text: str) -> tuple[tuple[str, float], ...]:
    """Element symbols with mass fractions, from text such as `Nd 23%, Dy 3 %, Tb 1100 ppm`.

    >>> parse_composition("Nd 23%, Dy: 3 wt%; Tb 1100 ppm")
    (('Nd', 0.23), ('Dy', 0.03), ('Tb', 0.0011))
    """
    pairs = [(symbol, amount, unit) for symbol, amount, unit in _PAIR.findall(text)]
    if not any(unit for _, _, unit in pairs) and "%" not in text:
        pairs = []
    pairs += [
        (symbol, amount, unit) for amount, unit, symbol in _PAIR_FRONT.findall(text) if not pairs
    ]
    found: list[tuple[str, float]] = []
    for name, amount, unit in pairs:
        symbol = _symbol(name)
        if symbol:
            found.append(
                (symbol, float(amount.replace(",", ".")) * (_PPM if unit == "ppm" else _PER_CENT))
            )
    return _merged(tuple(found))


def _symbol(name: str) -> str:
    for symbol, entry in ELEMENTS.items():
        if name in {symbol, entry.chinese} or name.casefold() == entry.name:
            return symbol
    return name if name in _OTHER_SYMBOLS else ""


_OTHER_SYMBOLS = frozenset(
    "Fe B Al Cu Zr Si Cr Mn Ti V Zn Sn Pb Ag Au Pt Pd Hf O N P S Cd As Se Be Re Ru Rh Ir Os Sr Ba".split()
)


def _merged(pairs: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    total: dict[str, float] = {}
    for symbol, share in pairs:
        total[symbol] = total.get(symbol, 0.0) + share
    return tuple(total.items())
