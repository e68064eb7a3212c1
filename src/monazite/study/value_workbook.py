"""Values as a workbook: rows as they are, and a cash flow with live formulas (§V51)."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def write(content: dict[str, Any], path: Path) -> None:
    """One sheet for each list of rows; lists in a cell become text, shares and sums stay formulas.

    The sheet `gap` of a gap table computes the share closed from its own cells.
    """
    from openpyxl import Workbook

    book = Workbook()
    first: Any = book.active
    first.title = "About"
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            _sheet(book.create_sheet(key[:31]), value)
        elif not isinstance(value, list):
            first.append([key, str(value)])
    book.save(path)


def _sheet(sheet: Any, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    live = {"gap_t_per_y", "arriving_t_per_y"} <= set(names)
    sheet.append([*names, *(["share closed (live)"] if live else [])])
    for number, row in enumerate(rows, start=2):
        cells = [_cell(row.get(name), live) for name in names]
        if live:
            gap, arriving = (
                _letter(names.index(name)) for name in ("gap_t_per_y", "arriving_t_per_y")
            )
            cells.append(f"=IF({gap}{number}=0,1,MIN(1,{arriving}{number}/{gap}{number}))")
        sheet.append(cells)


def _letter(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(position + 1)


def _cell(value: Any, live: bool) -> Any:  # noqa: FBT001 - one of two ways to show a range
    if isinstance(value, list):
        return value[1] if live and len(value) == 3 else str(value)  # noqa: PLR2004 - low, middle, high
    return value
