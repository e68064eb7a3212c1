"""Projects from YAML or a workbook: checked at the door, frozen inside (§V9)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from monazite.errors import DataError
from monazite.value.cashflow import Terms
from monazite.value.project import Project, Span

Number = float | list[float] | tuple[float, float, float]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    life_years: Number
    capital_musd: Number
    construction_years: int = 2
    ramp_years: Number = 2.0
    output_t_per_y: dict[str, Number] = {}
    ore: dict[str, Number] = {}
    basket: dict[str, float] = {}
    payable: Number = 1.0
    opex_musd_per_y: Number = 0.0
    opex_usd_per_t_ore: Number = 0.0
    opex_usd_per_kg: Number = 0.0
    other_revenue_musd_per_y: Number = 0.0
    royalty: Number = 0.0
    sustaining_share: Number = [0.005, 0.01, 0.03]
    closure_musd: float = 0.0
    tax: float = 0.30
    discount: float = 0.08
    mid_year: bool = False
    depreciation_years: int = 10
    working_days: float = 60.0
    tax_free_years: int = 0
    prices: dict[str, float] = {}
    source: str = ""
    note: str = ""


LARGEST_BYTES = 20_000_000
PLAIN = {"name", "construction_years", "closure_musd", "prices", "source", "note", "basket"}
TERMS = ("tax", "discount", "mid_year", "depreciation_years", "working_days", "tax_free_years")
UNITS = {
    "life_years": "years",
    "capital_musd": "million USD",
    "construction_years": "years",
    "ramp_years": "years",
    "output_t_per_y": "t a year",
    "ore": "throughput t a year; grade and recovery shares",
    "basket": "share of what is recovered",
    "payable": "share of the price",
    "opex_musd_per_y": "million USD a year at full output",
    "opex_usd_per_t_ore": "USD per t of ore",
    "opex_usd_per_kg": "USD per kg sold",
    "other_revenue_musd_per_y": "million USD a year at full output",
    "royalty": "share of revenue",
    "sustaining_share": "share of capital a year",
    "closure_musd": "million USD",
    "prices": "USD per kg, deck of the study",
    "tax": "share of profit",
    "discount": "share a year",
    "mid_year": "true or false",
    "depreciation_years": "years",
    "working_days": "days of revenue",
    "tax_free_years": "years of production",
}


def _span(value: Number) -> Span:
    if isinstance(value, (list, tuple)):
        low, mid, high = value
        return Span(float(low), float(mid), float(high))
    return Span(float(value), float(value), float(value))


def stated(terms: Mapping[str, float | bool]) -> Terms:
    """The terms a study states."""
    return Terms(
        discount=float(terms["discount"]),
        tax=float(terms["tax"]),
        depreciation_years=int(terms["depreciation_years"]),
        working_days=float(terms["working_days"]),
        mid_year=bool(terms["mid_year"]),
        tax_free_years=int(terms["tax_free_years"]),
    )


def workbook_rows(project: Project, terms: Terms) -> list[tuple[str, tuple[Any, Any, Any], str]]:
    """A project as the rows `of_workbook` reads: name; low, middle, high, or a plain value in the middle; unit."""
    found: list[tuple[str, tuple[Any, Any, Any], str]] = []
    for name in _Form.model_fields:
        value = getattr(terms if name in TERMS else project, name)
        unit = UNITS.get(name, "")
        parts = (
            [(f"{name}.{key}", entry) for key, entry in value.items()]
            if isinstance(value, Mapping)
            else [(name, value)]
        )
        for key, entry in parts:
            plain = (None, entry if entry != "" else None, None)
            ends = (entry.low, entry.mid, entry.high) if isinstance(entry, Span) else plain
            found.append((key, ends, unit))
    return found


def of_mapping(content: Any, *, where: str) -> tuple[Project, dict[str, float | bool]]:
    """A project, and the terms its study states (tax, discount, mid_year).

    Raises:
        DataError: E756 naming every field that does not fit.
    """
    try:
        form = _Form.model_validate(content)
        fields: dict[str, Any] = {}
        for name in _Form.model_fields:
            value = getattr(form, name)
            if name in TERMS:
                continue
            if name in PLAIN:
                fields[name] = value
            elif isinstance(value, dict):
                fields[name] = {key: _span(entry) for key, entry in value.items()}
            else:
                fields[name] = _span(value)
    except (ValidationError, ValueError) as error:
        raise DataError(
            "E756",
            "the project does not have the form of one",
            where=where,
            why="; ".join(str(error).splitlines()[:8]),
            way_out="See the shipped studies in reference/value/studies: numbers, or [low, mid, high]",
        ) from error
    return Project(**fields), {name: getattr(form, name) for name in TERMS}


def of_yaml(text: str, *, where: str) -> tuple[Project, dict[str, float | bool]]:
    """A project from YAML."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise DataError(
            "E202", "the file is not valid YAML", where=where, why=str(error)
        ) from error
    return of_mapping(content, where=where)


def of_workbook(data: bytes, *, where: str) -> tuple[Project, dict[str, float | bool]]:
    """A project from the first sheet of a workbook: name, value or low, mid, high; `group.key` for mappings.

    Raises:
        DataError: E757 if it is no workbook.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_BYTES:
                raise ValueError("it unpacks to more than a list of inputs can need")  # noqa: TRY301 - one place
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = [
            [cell for cell in row if cell is not None]
            for row in book.worksheets[0].iter_rows(values_only=True)
        ]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(
            "E757",
            "the file is no workbook that can be read",
            where=where,
            why=str(error),
            way_out="Save it as .xlsx",
        ) from error
    content: dict[str, Any] = {}
    for row in rows:
        if len(row) < 2 or str(row[0]).strip().lower() in {"input", "name of input"}:  # noqa: PLR2004 - a name and a value
            continue
        key, value = str(row[0]).strip(), list(row[1:4]) if len(row) > 3 else row[1]  # noqa: PLR2004 - three ends
        group, _, inner = key.partition(".")
        if inner:
            content.setdefault(group, {})[inner] = value
        else:
            content[key] = value
    return of_mapping(content, where=where)
