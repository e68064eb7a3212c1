"""A small evaluator of the formulas our workbooks use, so that a test can change a cell and see what moves."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from openpyxl.utils import range_boundaries

from monazite.value.cashflow import irr

TOKEN = re.compile(
    r"""(?P<text>"[^"]*")|(?P<ref>(?:'[^']+'!|\w+!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"""
    r"|(?P<name>[A-Z]+)\(|(?P<ne><>)|(?P<cmp>>=|<=)|(?P<eq>=)|(?P<pow>\^)"
)


class LiveBook:
    """Values of a workbook's cells, formulas evaluated on demand."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._known: dict[tuple[str, str], Any] = {}

    def set(self, sheet: str, cell: str, value: Any) -> None:
        self.book[sheet][cell] = value
        self._known.clear()

    def get(self, sheet: str, cell: str) -> Any:
        key = (sheet, cell)
        if key not in self._known:
            held = self.book[sheet][cell].value
            formula = isinstance(held, str) and held.startswith("=")
            self._known[key] = self._formula(sheet, held[1:]) if formula else held
        return self._known[key]

    def _formula(self, sheet: str, text: str) -> Any:
        def python(found: re.Match[str]) -> str:
            kind, body = found.lastgroup, found[0]
            if kind == "ref":
                home, _, cells = body.rpartition("!")
                place = home.strip("'") or sheet
                return f"_ref({place!r},{cells.replace('$', '')!r})"
            return {"name": f"f_{found['name']}(", "ne": "!=", "eq": "==", "pow": "**"}.get(
                str(kind), body
            )

        names = {f"f_{name}": function for name, function in FUNCTIONS.items()}
        code = _lazy(TOKEN.sub(python, text))
        return eval(code, {"__builtins__": {}}, names | {"_ref": self._reference})

    def _reference(self, sheet: str, cells: str) -> Any:
        if ":" not in cells:
            value = self.get(sheet, cells)
            return Blank() if value is None else value
        left, top, right, low = range_boundaries(cells)
        assert left
        assert top
        assert right
        assert low
        rows = [
            [
                self.get(sheet, self.book[sheet].cell(row, column).coordinate)
                for column in range(left, right + 1)
            ]
            for row in range(top, low + 1)
        ]
        flat = np.array(rows, dtype=object)
        numbers = all(isinstance(v, (int, float)) for v in flat.ravel())
        return flat.astype(float) if numbers else flat


class Blank(float):
    """An empty cell: zero in sums, no number when asked."""


def _lazy(code: str) -> str:
    """Conditions evaluate one branch only, as in a sheet."""
    while True:
        at = code.find("f_IF(")
        if at < 0:
            return code
        depth, parts, start, position = 1, list[str](), at + 5, at + 5
        while depth:
            sign = code[position]
            depth += (sign == "(") - (sign == ")")
            if (sign == "," and depth == 1) or depth == 0:
                parts.append(code[start:position])
                start = position + 1
            position += 1
        test, yes, no = parts
        code = f"{code[:at]}(({yes}) if ({test}) else ({no})){code[position:]}"


def _flat(values: tuple[Any, ...]) -> Iterator[float]:
    for value in values:
        if isinstance(value, np.ndarray):
            yield from (float(v) for v in value.ravel() if isinstance(v, (int, float)))
        elif not isinstance(value, str):
            yield float(value)


def _sumif(keys: Any, wanted: Any, amounts: Any) -> float:
    return sum(float(a) for k, a in zip(keys.ravel(), amounts.ravel(), strict=True) if k == wanted)


FUNCTIONS: dict[str, Any] = {
    "SUM": lambda *v: math.fsum(_flat(v)),
    "MAX": lambda *v: max(_flat(v)),
    "MIN": lambda *v: min(_flat(v)),
    "COUNT": lambda *v: len(list(_flat(v))),
    "AND": lambda *v: all(bool(x) for x in v),
    "ISNUMBER": lambda v: isinstance(v, (int, float)) and not isinstance(v, Blank),
    "INDEX": lambda v, row, column: v[int(row) - 1, int(column) - 1],
    "ROUNDUP": lambda v, places: math.ceil(v * 10**places) / 10**places,
    "SUMPRODUCT": lambda v: float(np.sum(v)),
    "SUMIF": _sumif,
    "IRR": lambda v: irr(v.ravel().astype(float)),
    "IFERROR": lambda v, other: other if v is None else v,
}
