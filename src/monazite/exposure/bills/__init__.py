"""Bills of materials from bytes: CSV, XLSX, IPC-1752A and IEC 62474 XML, JSON inquiries (§X7 to §X22).

These are pure functions of the bytes given to them; opening files is the business of the rims
(docs/adr/0020-bills-are-read-from-bytes.md).
"""

from __future__ import annotations

from monazite.errors import DataError
from monazite.exposure.bill import Bill

FORMATS = ("csv", "xlsx", "xml", "json")


def format_of(data: bytes, name: str = "") -> str:
    """The format of a file, by its content first and its name second.

    Raises:
        DataError: E359 empty; E367 a format that is not read.

    >>> format_of(b'{"product": "magnet"}'), format_of(b"No;Description", "a.csv")
    ('json', 'csv')
    """
    start = data[:4096].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    if not start:
        raise DataError(
            "E359", "the file is empty", where=name, way_out="Send a file with a header and lines"
        )
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise DataError(
            "E367",
            "an old .xls workbook, a protected workbook or a PDF is not read",
            where=name,
            why="Formats read: " + ", ".join(FORMATS),
            way_out="Save it as .xlsx without a password, or as CSV",
        )
    if start.startswith(b"<"):
        return "xml"
    if data.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        return "xml"
    if start.startswith(b"{"):
        return "json"
    return "csv"


def read(data: bytes, name: str = "bill", *, decimal: str = "", whole: bool = False) -> Bill:
    """The bill in a file of any format read here.

    Args:
        data: The bytes of the file.
        name: Its name, for places in notes and errors.
        decimal: Decimal mark of CSV and text cells, `,` or `.`; empty to find out.
        whole: Amounts of nested lines count for the whole product (§X3).

    Raises:
        DataError: E358 to E367.
        ExceptionGroup: all problems of the file at once.

    Spec: §X7.
    """
    kind = format_of(data, name)
    if kind == "xlsx":
        from monazite.exposure.bills.workbook import read_xlsx

        return read_xlsx(data, name, decimal=decimal, whole=whole)
    if kind == "xml":
        from monazite.exposure.bills.declarations import read_declaration

        return read_declaration(data, name, whole=whole)
    if kind == "json":
        from monazite.exposure.bills.inquiry import read_inquiry

        return read_inquiry(data, name, whole=whole)
    from monazite.exposure.bills.csv_text import read_csv

    return read_csv(data, name, decimal=decimal, whole=whole)
