"""Opening workbooks without their harmless warnings."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from openpyxl import load_workbook


def open_book(path: Path) -> Any:
    """The workbook with the values its formulas last gave."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # print areas and style extensions openpyxl does not know
        return load_workbook(path, data_only=True)


def shown(value: object) -> str:
    """A cell as text: whole numbers without a point, nothing for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
