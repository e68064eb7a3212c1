"""CSV as people send it: unknown encoding, separator and decimal mark (§X15)."""

from __future__ import annotations

import csv
import io
import re

from monazite.errors import DataError
from monazite.exposure.bill import Bill
from monazite.exposure.bills.assemble import assemble
from monazite.exposure.bills.limits import MAX_BYTES, MAX_LINES_OBJECTS, stop_on, too_large
from monazite.exposure.bills.table import Sheet, read_sheet

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 200_000
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Common characters of trade lists: a wrong guess between GB18030 and Latin text seldom yields these.
_USUAL_CHINESE = frozenset(
    "的名称数量单价重编号物料原产地供应商磁铁钢电机轴承序规格型备注价值国中金额元铜铝转子定组件片螺"
)


def decode(data: bytes, *, where: str) -> tuple[str, str]:
    """The text of a CSV file and the encoding found: a byte order mark, UTF-8, UTF-16, GB18030 or Windows-1252.

    Raises:
        DataError: E359 if the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, where), encoding
    sample = data[:_SAMPLE]
    zeros_even, zeros_odd = sample[0::2].count(0), sample[1::2].count(0)
    if zeros_odd > len(sample) // 5 or zeros_even > len(sample) // 5:
        encoding = "utf-16-le" if zeros_odd > zeros_even else "utf-16-be"
        return _strictly(data, encoding, where), encoding
    if b"\x00" in sample:
        raise _no_text(where, "it holds zero bytes")
    for encoding in ("utf-8", *_eastern_first(data)):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise _no_text(where, "no known encoding fits")


def _eastern_first(data: bytes) -> tuple[str, ...]:
    high = bytes(byte for byte in data[:_SAMPLE] if byte >= 0x80)  # noqa: PLR2004 - beyond ASCII
    if not high:
        return ("cp1252",)
    try:
        text = data[:_SAMPLE].decode("gb18030", errors="ignore")
    except LookupError:  # pragma: no cover - gb18030 is part of Python
        return ("cp1252",)
    signs = _CHINESE.findall(text)
    usual = sum(sign in _USUAL_CHINESE for sign in signs)
    return ("gb18030", "cp1252") if usual >= max(2, len(signs) // 20) else ("cp1252", "gb18030")


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise _no_text(where, f"byte {error.start} is not {encoding}") from error


def _no_text(where: str, why: str) -> DataError:
    return DataError(
        "E359",
        "the file is not readable as text",
        where=where,
        why=why,
        way_out="Save it as CSV in UTF-8, or send the workbook itself",
    )


def delimiter(text: str) -> str:
    """The separator that cuts most lines of the beginning into the same number of cells, more than one."""
    lines = [line for line in text[:_SAMPLE].splitlines() if line.strip()][:60]
    best, best_score = ",", 0.0
    for mark in (",", ";", "\t", "|"):
        counts = [len(row) for row in csv.reader(lines, delimiter=mark)] if lines else []
        wide = [count for count in counts if count > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        score = wide.count(usual) / len(counts) * min(usual, 30)
        if score > best_score:
            best, best_score = mark, score
    return best


def read_csv(data: bytes, name: str, *, decimal: str = "", whole: bool = False) -> Bill:
    """The bill in a CSV file.

    Raises:
        DataError: E358 too large, E359 no text, E360 no header, E365 too many lines.
        ExceptionGroup: all problems of the cells.
    """
    too_large(len(data), MAX_BYTES, name)
    text, encoding = decode(data, where=name)
    separator = delimiter(text)
    rows = rows_of(text, separator, name)
    found = read_sheet(Sheet(name, rows, decimal=decimal or hint(separator, text)))
    if found is None:
        raise no_header(name)
    stop_on(found.problems, name)
    notes = [
        f"{name}: read as {encoding}, cells separated by {_SEPARATOR_NAMES[separator]}",
        *found.notes,
    ]
    return assemble(name, found.rows, notes, whole=whole)


_SEPARATOR_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def hint(separator: str, text: str) -> str:
    """Semicolons mean that the comma was needed for decimals, unless the numbers prove otherwise."""
    if separator != ";":
        return ""
    return (
        ","
        if re.search(r"(?:^|;)\s*\"?\d+,\d+", text, re.MULTILINE)
        and not re.search(r"(?:^|;)\s*\d+\.\d{1,2}\s*(?:;|$)", text)
        else ""
    )


def rows_of(text: str, separator: str, name: str, *, most: int = 0) -> list[list[str]]:
    """The rows of a CSV text; with `most`, only so many from its beginning."""
    csv.field_size_limit(1_000_000)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(
            io.StringIO(text.replace("\x00", " "), newline=""), delimiter=separator
        ):
            rows.append(row)
            if most and len(rows) >= most:
                break
            if len(rows) > MAX_LINES_OBJECTS + 1000:
                raise DataError(
                    "E365",
                    f"more than {MAX_LINES_OBJECTS:,} lines",
                    where=name,
                    why="Above this a bill is read by columns (§X7, §X30)",
                    way_out="Send a flat bill (no levels or parents) as CSV in UTF-8",
                )
    except csv.Error as error:
        raise DataError(
            "E359",
            "the CSV is broken",
            where=f"{name}, row {len(rows) + 1}",
            why=str(error),
            way_out="Save the file again",
        ) from error
    return rows


def no_header(name: str) -> DataError:
    """The error for a file without a recognised header."""
    return DataError(
        "E360",
        "no header row is found",
        where=name,
        why="A row within the first forty must name at least two columns, one of them description, material, "
        "composition, customs or control code (§X12)",
        way_out="Add a header such as: No, Parent, Description, Quantity, Unit price, Currency, Origin, Supplier",
    )
