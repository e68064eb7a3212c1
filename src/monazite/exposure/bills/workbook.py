"""XLSX within bounds: sizes checked before and while unpacking, values only, never formulas run (§X16, §X17)."""

from __future__ import annotations

import io
import lzma
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from monazite.errors import DataError, MonaziteError
from monazite.exposure.bill import Bill
from monazite.exposure.bills.assemble import Raw, assemble
from monazite.exposure.bills.csv_text import no_header
from monazite.exposure.bills.limits import (
    MAX_COLUMNS,
    MAX_LINES_OBJECTS,
    MAX_UNPACK_RATIO,
    MAX_UNPACKED_BYTES,
    MAX_XLSX_BYTES,
    MAX_ZIP_ENTRIES,
    stop_on,
    too_large,
)
from monazite.exposure.bills.table import Sheet, read_sheet

# What a damaged archive and a damaged workbook make zipfile, the XML parser and openpyxl raise.
_ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
_BOOK_ERRORS = (
    *_ARCHIVE_ERRORS,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    SyntaxError,
    AssertionError,
)
_CHUNK = 1 << 20
_WHOLE_BYTES = 12_000_000  # up to here a workbook is loaded whole, which tells merged cells
_NO_VALUE = re.compile(rb'<c r="([A-Z]{1,3}\d+)"[^>]*><f[^>]*>[^<]*</f>(?:<v\s*/>|<v></v>)?</c>')
_SMALL = 1_000_000
_EMPTY_RUN = 2_000


def check_archive(data: bytes, name: str) -> bytes:
    """The archive, repacked from its true contents, after declared and real sizes were checked.

    Raises:
        DataError: E364 if it is no archive; E358 if it would unpack to too much.
    """
    too_large(len(data), MAX_XLSX_BYTES, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_declared(entries, name, len(data))
            return _repack(archive, entries, name, len(data))
    except _ARCHIVE_ERRORS as error:
        raise _broken(name, str(error)) from error


def _check_declared(entries: list[zipfile.ZipInfo], name: str, packed: int) -> None:
    if len(entries) > MAX_ZIP_ENTRIES:
        raise _bomb(name, f"it holds {len(entries):,} parts")
    declared = sum(entry.file_size for entry in entries)
    if declared > MAX_UNPACKED_BYTES or declared > max(_SMALL, MAX_UNPACK_RATIO * packed):
        raise _bomb(name, f"it declares {declared:,} bytes unpacked")


def _repack(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str, packed: int
) -> bytes:
    """A declared size can lie: read each part and count what really comes out."""
    total = 0
    seen: set[str] = set()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for entry in entries:
            if entry.filename in seen or entry.flag_bits & 0x1:
                raise _broken(name, f"part {entry.filename[:80]!r} is doubled or encrypted")
            seen.add(entry.filename)
            if entry.filename.endswith((".bin", ".vml", ".png", ".jpeg", ".jpg", ".emf")):
                continue
            with archive.open(entry) as part, copy.open(entry.filename, "w") as target:
                while chunk := part.read(_CHUNK):
                    total += len(chunk)
                    if total > MAX_UNPACKED_BYTES or total > max(_SMALL, MAX_UNPACK_RATIO * packed):
                        raise _bomb(name, f"it unpacks to more than {total:,} bytes")
                    target.write(chunk)
    return out.getvalue()


def _bomb(name: str, why: str) -> DataError:
    return DataError(
        "E358",
        "the workbook unpacks to too much",
        where=name,
        why=f"{why}; at most {MAX_UNPACKED_BYTES:,} bytes and {MAX_UNPACK_RATIO} times its size are unpacked (§X16)",
        way_out="Save the sheet of the bill alone, or send it as CSV",
    )


def _broken(name: str, why: str) -> DataError:
    return DataError(
        "E364",
        "the workbook cannot be read",
        where=name,
        why=why[:200] or "The archive is damaged or protected",
        way_out="Save it again as .xlsx without a password, or send it as CSV",
    )


def read_xlsx(data: bytes, name: str, *, decimal: str = "", whole: bool = False) -> Bill:
    """The bill in a workbook; every sheet that has a header is read.

    Raises:
        DataError: E358, E360, E364, E365.
        ExceptionGroup: all problems of the cells, with sheet, row and column.
    """
    safe = check_archive(data, name)
    rows: list[Raw] = []
    notes: list[str] = []
    problems: list[MonaziteError] = []
    read = 0
    notes.extend(_formulas_without_value(safe, name))
    for sheet in _sheets(safe, name, decimal):
        found = read_sheet(sheet)
        if found is None:
            filled = sum(any(cell not in {None, ""} for cell in row) for row in sheet.rows)
            if filled:
                notes.append(f"{sheet.name}: no header found, {filled} rows not read")
            continue
        read += 1
        _keep_apart(rows, found.rows, sheet.name.rpartition("sheet ")[2])
        rows.extend(found.rows)
        notes.extend(found.notes)
        problems.extend(found.problems)
    if not read:
        raise no_header(name)
    stop_on(problems, name)
    return assemble(name, rows, notes, whole=whole)


def _keep_apart(before: list[Raw], new: list[Raw], sheet: str) -> None:
    """Ids of a second sheet carry its name where they would clash."""
    taken = {row.id for row in before if row.id}
    if before and any(row.id in taken or not row.id for row in new):
        own = {row.id for row in new}
        for index, row in enumerate(new, start=1):
            row.id = f"{sheet}!{row.id or index}"
            if row.parent in own:
                row.parent = f"{sheet}!{row.parent}"


def _sheets(data: bytes, name: str, decimal: str) -> Iterator[Sheet]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles openpyxl does not know say nothing about the cells
        try:
            large = len(data) > _WHOLE_BYTES
            book: Any = load_workbook(
                io.BytesIO(data), read_only=large, data_only=True, keep_links=False
            )
            for sheet in book.worksheets:
                place = f"{name}, sheet {sheet.title}"
                yield Sheet(place, _cells(sheet, place), decimal=decimal)
        except MonaziteError:
            raise
        except _BOOK_ERRORS as error:
            raise _broken(name, f"{type(error).__name__}: {error}") from error


def _cells(sheet: Any, place: str) -> list[list[object]]:
    rows: list[list[object]] = []
    empty = 0
    for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
        values = [None if isinstance(cell, str) and not cell.strip() else cell for cell in row]
        empty = 0 if any(value is not None for value in values) else empty + 1
        rows.append(_trimmed(values))
        if empty > _EMPTY_RUN:
            break  # sheets formatted to the last row
        if len(rows) > MAX_LINES_OBJECTS + _EMPTY_RUN:
            raise DataError(
                "E365",
                f"more than {MAX_LINES_OBJECTS:,} lines",
                where=place,
                why="A sheet is held row by row (§X7)",
                way_out="Send a large flat bill as CSV",
            )
    merged = getattr(sheet, "merged_cells", None)
    for area in merged.ranges if merged is not None else ():
        _fill_down(rows, area)
    return rows


def _fill_down(rows: list[list[object]], area: Any) -> None:
    """A text merged over several rows of one column holds for each of them; a number is never repeated."""
    top, column = area.min_row - 1, area.min_col - 1
    if area.min_col != area.max_col or top >= len(rows) or column >= len(rows[top]):
        return
    value = rows[top][column]
    if not isinstance(value, str):
        return
    for row in rows[top + 1 : area.max_row]:
        if any(cell is not None for cell in row):
            row.extend([None] * (column + 1 - len(row)))
            row[column] = value


def _formulas_without_value(data: bytes, name: str) -> list[str]:
    notes: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.namelist():
            if entry.startswith("xl/worksheets/"):
                places = [found.decode() for found in _NO_VALUE.findall(archive.read(entry))]
                if places:
                    notes.append(
                        f"{name}, {entry.rpartition('/')[2]}: {len(places)} formulas have no stored result and read as "
                        f"empty ({', '.join(places[:8])}); open and save the workbook in a spreadsheet program"
                    )
    return notes


def _trimmed(values: Sequence[object]) -> list[object]:
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    return list(values[:end])
