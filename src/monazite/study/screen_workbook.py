"""A screening as a workbook: summary, lines with reasons, questions by holder (§X88, §X89)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from monazite.exposure.screening import Screening
from monazite.study import screen_report as report

_COLOURS = {
    "prohibited": "F4B6B0",
    "excluded_from_procurement": "F4B6B0",
    "required": "FBD9B5",
    "quota": "FBD9B5",
    "undetermined": "FFF2B3",
    "exempt_report": "DCE9F7",
}
_LINES = (
    ("Line", 10),
    ("Description", 44),
    ("Supplier", 22),
    ("Answer", 22),
    ("From, to", 24),
    ("Instrument and item", 26),
    ("Authority", 12),
    ("Review", 24),
    ("Part 1 share of value", 18),
    ("Reason", 80),
    ("Listed item", 36),
    ("Score", 8),
    ("Hangs on lines", 18),
    ("Place in the file", 30),
)
# Excel and LibreOffice read a text that starts so as a formula or a command when it is typed or imported (§X89).
_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_LONGEST = 32_000
_LINE_POINTS, _MOST_LINES = 13.5, 20  # of a wrapped cell
_COLOURED = 4  # columns up to the answer


def safe(value: object) -> object:
    """A cell that no spreadsheet program runs: numbers stay, dangerous texts are quoted, control characters go.

    >>> safe("=1+1"), safe("-5 mm"), safe(3.5), safe("magnet")
    ("'=1+1", "'-5 mm", 3.5, 'magnet')
    """
    if value is None or isinstance(value, (int, float)):
        return value
    text = "".join(ch for ch in str(value) if ch >= " " or ch in "\t\n\r")[:_LONGEST]
    return f"'{text}" if text.lstrip(" ").startswith(_LEADS) else text


def _write(sheet: Any, rows: Sequence[Sequence[object]]) -> None:
    for row in rows:
        sheet.append([safe(cell) for cell in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text, whatever it looks like


def workbook(screening: Screening) -> bytes:
    """The bytes of an .xlsx file.

    Spec: §X88.
    """
    from openpyxl import Workbook

    book = Workbook()
    first: Any = book.active
    first.title = "Summary"
    _write(first, _summary(screening))
    header: list[object] = [name for name, _ in _LINES]
    sheet: Any = book.create_sheet("Lines")
    _write(sheet, [header, *_lines(screening)])
    asked: Any = book.create_sheet("Questions")
    _write(asked, [["Holder", "Line", "Question", "Answer"], *_questions(screening)])
    _dress(first, (24, 110), header=False)
    _dress(sheet, tuple(width for _, width in _LINES), header=True)
    _dress(asked, (30, 12, 100, 40), header=True)
    sheet.freeze_panes, asked.freeze_panes = "C2", "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _colour(sheet, screening)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dress(sheet: Any, widths: tuple[int, ...], *, header: bool) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for cell in sheet[1]:
        cell.font = Font(bold=True, size=11 if header else 14)
        if header:
            cell.fill = PatternFill("solid", fgColor="DDE3EA")
    for row in sheet.iter_rows():
        needed = max(-(-len(str(cell.value or "")) // widths[cell.column - 1]) for cell in row)
        sheet.row_dimensions[row[0].row].height = (
            _LINE_POINTS * min(max(needed, 1), _MOST_LINES) + 3
        )
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _colour(sheet: Any, screening: Screening) -> None:
    from openpyxl.styles import Alignment, PatternFill

    for row, screened in zip(sheet.iter_rows(min_row=2), screening.lines, strict=True):
        row[1].alignment = Alignment(vertical="top", wrap_text=True, indent=min(screened.level, 10))
        colour = _COLOURS.get(screened.outcome)
        if colour:
            for cell in row[:_COLOURED]:
                cell.fill = PatternFill("solid", fgColor=colour)


def _summary(screening: Screening) -> list[Sequence[object]]:
    as_of = screening.standing.as_of
    rows: list[Sequence[object]] = [
        [f"Screening of {screening.bill.name}"],
        ["Answer", report.words(screening.outcome)],
        ["Lines", report.summary(screening)],
        ["Law", f"on {as_of.on}, as known on {as_of.known_at}"],
        [
            "Route",
            f"{screening.shipment.exporter_in or 'where made'} to {screening.shipment.destination or 'not stated'}",
        ],
        ["Lines in, lines out", f"{len(screening.bill.lines)}, {len(screening.lines)}"],
    ]
    rows += [["Read from the file", note] for note in screening.bill.notes]
    rows.append(
        [
            "Note",
            "Law is described here, not advised. Each reason names the instrument it rests on.",
        ]
    )
    return rows


def _lines(screening: Screening) -> list[list[object]]:
    return [
        [
            screened.line.id,
            screened.line.description,
            screened.line.supplier,
            report.words(screened.outcome),
            report.route(screened),
            report.clause(screened),
            screened.authority,
            report.presumption(screened),
            report.share(screened),
            report.reason(screened),
            screened.candidate.item.name if screened.candidate else "",
            screened.candidate.score if screened.candidate else None,
            ", ".join(screened.hangs_on),
            screened.line.place,
        ]
        for screened in screening.lines
    ]


def _questions(screening: Screening) -> list[list[object]]:
    return [
        [holder, one.line, one.text, ""]
        for holder, asked in screening.questions.items()
        for one in asked
    ]
