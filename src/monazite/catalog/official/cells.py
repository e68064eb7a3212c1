"""A printed cell of an official table, read without losing what it says (§D2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"[-−–]?(\d[\d,]*\.?\d*|\.\d+)")
_RANGE = re.compile(r"(\d[\d,]*\.?\d*)\s*[-–—]\s*(\d[\d,]*\.?\d*)")
_DASHES = {"—", "--", "---", "-----", "–", "-"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: a value, bounds, or the reason there is none."""

    printed: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    absent: str = ""
    note: str = ""
    estimated: bool = False


def _float(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-").replace("–", "-"))


def _small(printed: str, note: str) -> Cell:
    """`s` and `(s)`: too small to print, or counted elsewhere; the footnote says which."""
    said = note.casefold()
    if "less than" in said and re.search(r"½|1/2|one-half|a half", said):
        return Cell(
            printed, low=0.0, high=0.5, absent="below_threshold", note="less than half a unit"
        )
    if "less than" in said:
        return Cell(
            printed, low=0.0, absent="below_threshold", note="less than the footnote's limit"
        )
    return Cell(
        printed, absent="not_reported", note="see the footnote: counted elsewhere or not meaningful"
    )


_MARKS = {
    "W": ("withheld", "withheld to avoid disclosing company data"),
    "NA": ("not_reported", "not available"),
    "N/A": ("not_reported", "not available"),
    "XX": ("not_applicable", "not applicable"),
    "E": ("not_applicable", "net exporter"),
    "...": ("not_reported", "figures not available"),
    "…": ("not_reported", "figures not available"),
    "": ("not_reported", "the cell is empty"),
}


def _bound(text: str, printed: str, *, percent: bool) -> Cell | None:
    sign, rest = text[0], text[1:].lstrip("= ")
    if sign not in "<>≤≥" or not _NUMBER.fullmatch(rest):
        return None
    edge = _float(rest)
    if sign in "<≤":
        return Cell(printed, low=0.0, high=edge, absent="bounded", note=f"at most {rest}")
    return Cell(
        printed,
        low=edge,
        high=100.0 if percent else None,
        absent="bounded",
        note=f"more than {rest}",
    )


def read_cell(  # noqa: PLR0911 - one return for each kind of cell
    printed: str, *, note: str = "", percent: bool = False
) -> Cell:
    """The cell as value, bounds or reason; a dash is zero, a letter never is.

    Args:
        printed: The text of the cell.
        note: The footnotes that belong to it; they say what `s` means.
        percent: Whether the number is a percentage, bounded by 100.
    """
    text = printed.replace("\xa0", " ").strip()
    if re.fullmatch(r"e\d[\d,.]*", text):  # a footnote mark that stuck to the number
        return Cell(text, value=_float(text[1:]), note="marked as estimated", estimated=True)
    if percent and text.endswith("%"):
        text = text[:-1].rstrip()
    if text.casefold().startswith("less than"):
        return _small(text, text)
    if text.upper() in _MARKS:
        reason, why = _MARKS[text.upper()]
        return Cell(text, absent=reason, note=why)
    if text.casefold() in {"s", "(s)"}:
        return _small(text, note)
    if text in _DASHES:
        return Cell(text, value=0.0, note="printed as a dash: zero")
    if _NUMBER.fullmatch(text):
        return Cell(text, value=_float(text))
    if text[0] == "?" and _NUMBER.fullmatch(text[1:]):
        return Cell(
            text, value=-_float(text[1:]), note="the file prints '?' where a minus sign was lost"
        )
    if found := _RANGE.fullmatch(text):
        return Cell(
            text, low=_float(found[1]), high=_float(found[2]), absent="bounded", note="a range"
        )
    return _bound(text, text, percent=percent) or Cell(
        text, absent="not_reported", note="described in words only"
    )
