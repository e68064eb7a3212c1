"""JSON inquiries: a product with facts, and lines where it is a bill (§X21, §X22)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from monazite.errors import DataError, MonaziteError
from monazite.exposure.bill import Bill, OriginShare
from monazite.exposure.bills import cells
from monazite.exposure.bills.assemble import Raw, assemble
from monazite.exposure.bills.limits import MAX_DEPTH, MAX_JSON_BYTES, stop_on, too_large
from monazite.exposure.bills.substances import weights
from monazite.exposure.bills.table import parse_composition


class _Part(BaseModel):
    """Fields a product and a line share."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, str_max_length=4000)

    made_in: str | None = Field(
        None, description="Country of manufacture, ISO 3166-1 code or name."
    )
    origin: str | dict[str, float] | None = Field(
        None,
        description="Country of origin of the material, or shares by country, {'CN': 0.6, 'DE': 0.4}.",
    )
    hs: str | None = Field(
        None, description="Customs code, 4 to 12 digits. Points to an item, never decides."
    )
    control_code: str | None = Field(None, description="Control code such as 1C905.a.")
    item: str | None = Field(
        None, description="Id of a controlled item, where the sender has classified the line."
    )
    material: str | None = Field(None, description="Material or grade.")
    form: str | None = Field(
        None, description="Form: metal, oxide, alloy, magnet, electronic component ..."
    )
    composition: str | dict[str, float] | None = Field(
        None,
        description="Mass fractions, {'Dy': 0.03}, or with the suffix _wt_pct in per cent, {'Dy_wt_pct': 3}.",
    )
    supplier: str | None = Field(None, description="Who can answer for this line.")
    currency: str | None = Field(None, description="ISO 4217 code.")
    facts: dict[str, str | float | bool | None] = Field(
        default_factory=dict,
        description="Further declared facts, for example purity_pct, density_g_cm3.",
    )


class InquiryLine(_Part):
    """One line; its own lines are nested in it, or name it as parent."""

    id: str | None = None
    parent: str | None = None
    description: str = ""
    quantity: float | None = Field(None, ge=0)
    unit: str | None = None
    mass_kg: float | None = Field(None, ge=0, description="Mass of the whole line, kg gross.")
    value: float | None = Field(None, ge=0, description="Value of the whole line.")
    unit_value: float | None = Field(None, ge=0, description="Value of one piece.")
    share: float | None = Field(None, ge=0, le=1, description="Share of the product's value.")
    value_share: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Share of PRC-origin Part 1 items the supplier declares for this line.",
    )
    lines: list[InquiryLine] = Field(default_factory=list)


class Inquiry(_Part):
    """A product with its facts, and its lines where it is a bill of materials."""

    product: str = Field(description="What it is, in words.")
    id: str = Field("product", min_length=1, description="Id of the product's own line.")
    product_value: float | None = Field(None, ge=0)
    quantity_kg: float | None = Field(None, ge=0)
    quantity_pcs: float | None = Field(None, ge=0)
    amounts: Literal["per_parent", "whole"] = "per_parent"
    date: dt.date | None = Field(None, description="Day of export.")
    known_at: dt.date | None = Field(None, description="Day as of which the law is known.")
    exporter_in: str | None = None
    destination: str | None = None
    kind: Literal["goods", "technology"] = "goods"
    technology_origin: str | None = None
    value_share: float | None = Field(
        None, ge=0, le=1, description="Declared share of PRC-origin Part 1 items in the value."
    )
    weight_share: float | None = Field(None, ge=0, le=1)
    part1_value_prc: float | None = Field(None, ge=0)
    purity_pct: float | None = Field(None, ge=0, le=100)
    end_user: str | None = None
    end_user_list: Literal["control", "watch"] | None = None
    end_user_owned_by_listed: float | None = Field(None, ge=0, le=1)
    end_use: str | None = None
    customs_regime: str | None = None
    lines: list[InquiryLine] = Field(default_factory=list)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of an inquiry, as shipped in `reference/schemas/inquiry.schema.json`."""
    return Inquiry.model_json_schema()


_ON_SHIPMENT = (
    "date",
    "known_at",
    "exporter_in",
    "destination",
    "kind",
    "end_user",
    "end_user_list",
    "end_user_owned_by_listed",
    "end_use",
    "customs_regime",
)
_ON_PRODUCT = (
    "technology_origin",
    "value_share",
    "weight_share",
    "part1_value_prc",
    "purity_pct",
    "form",
)


def read_inquiry(data: bytes, name: str, *, whole: bool = False) -> Bill:
    """The bill in a JSON inquiry; the product itself is the first line.

    Raises:
        DataError: E358 too large, E363 not JSON.
        ExceptionGroup: of DataError E363, one per field that does not fit the schema.
    """
    too_large(len(data), MAX_JSON_BYTES, name)
    inquiry = _validated(data, name)
    problems: list[MonaziteError] = []
    total = inquiry.product_value
    if total is None and any(line.share is not None for line, *_ in _walk(inquiry.lines)):
        total = 1.0  # shares alone: values are in units of the product
    top = Raw(place=f"{name}, product", id=inquiry.id, description=inquiry.product)
    _fill(top, inquiry, problems)
    top.value, top.mass_kg, top.quantity = total, inquiry.quantity_kg, inquiry.quantity_pcs
    given = {key: getattr(inquiry, key) for key in _ON_PRODUCT}
    top.facts = {
        **inquiry.facts,
        **{key: value for key, value in given.items() if value is not None},
    }
    rows = [top]
    for line, parent, depth, place in _walk(inquiry.lines):
        if depth > MAX_DEPTH:
            raise DataError(
                "E366", f"lines are nested deeper than {MAX_DEPTH} levels", where=f"{name}, {place}"
            )
        rows.append(_raw(line, parent or inquiry.id, f"{name}, {place}", total, problems))
    stop_on(problems, name)
    bill = assemble(name, rows, [], whole=whole or inquiry.amounts == "whole")
    shipment = {key: getattr(inquiry, key) for key in _ON_SHIPMENT}
    return replace(bill, facts={key: value for key, value in shipment.items() if value is not None})


def lone_facts(data: bytes) -> dict[str, Any] | None:
    """The facts of a JSON inquiry without lines, or None where the file is a bill or no inquiry.

    Such a file is one transaction in the shape of a case's facts, and goes to the engine as it is (§X22).
    """
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if (
        isinstance(loaded, dict)
        and isinstance(loaded.get("facts"), dict)
        and "product" in loaded["facts"]
    ):
        loaded = loaded["facts"]
    if isinstance(loaded, dict) and "product" in loaded and not loaded.get("lines"):
        return {
            key: value for key, value in loaded.items() if key not in {"lines", "known_at", "id"}
        }
    return None


def _validated(data: bytes, name: str) -> Inquiry:
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DataError(
            "E363",
            "the file is not JSON",
            where=name,
            why=str(error)[:200],
            way_out="See docs/how-to/screen-a-bill.md",
        ) from error
    if isinstance(loaded, dict) and "facts" in loaded and "product" in (loaded["facts"] or {}):
        loaded = loaded["facts"]  # a case of a case file
    try:
        return Inquiry.model_validate(loaded)
    except ValidationError as error:
        problems: list[MonaziteError] = [
            DataError(
                "E363",
                f"{item['msg'].rstrip('.')}",
                where=f"{name}, {'.'.join(str(part) for part in item['loc']) or 'top level'}",
                why="The inquiry has the form of reference/schemas/inquiry.schema.json (§X21)",
                way_out="Correct the field",
            )
            for item in error.errors(include_url=False, include_input=False)
        ]
        stop_on(problems, name)
        raise
    except RecursionError as error:
        raise DataError("E363", "the JSON is nested too deep", where=name) from error


def _walk(lines: list[InquiryLine]) -> Iterator[tuple[InquiryLine, str, int, str]]:
    """Each line with the id of the line it is nested in, its depth and its path."""
    stack = [(line, "", 1, f"lines.{index}") for index, line in enumerate(lines)][::-1]
    while stack:
        line, parent, depth, place = stack.pop()
        if line.id is None:
            line.id = place.removeprefix("lines.").replace(".lines.", ".")
        yield line, parent, depth, place
        stack.extend(
            [
                (child, line.id, depth + 1, f"{place}.lines.{index}")
                for index, child in enumerate(line.lines)
            ][::-1]
        )


def _raw(
    line: InquiryLine, parent: str, place: str, total: float | None, problems: list[MonaziteError]
) -> Raw:
    row = Raw(place=place, id=line.id or "", description=line.description, quantity=line.quantity)
    row.parent = line.parent or parent
    row.unit, row.mass_kg = line.unit or "", line.mass_kg
    row.value, row.unit_value = line.value, line.unit_value
    if line.share is not None and row.value is None and total is not None:
        row.value = line.share * total
    _fill(row, line, problems)
    facts: dict[str, object] = dict(line.facts)
    if line.form:
        facts["form"] = line.form
    if line.value_share is not None:
        facts["value_share"] = line.value_share
    row.facts = facts
    return row


def _fill(row: Raw, part: _Part, problems: list[MonaziteError]) -> None:
    row.supplier, row.material = part.supplier or "", part.material or ""
    row.control_code, row.item = part.control_code or "", part.item or ""
    try:
        row.currency = cells.currency(part.currency or "")
        row.made_in = cells.made_in(part.made_in or "", where=row.place)
        row.hs = cells.hs_code(part.hs, where=row.place) if part.hs else ""
        row.origins = _origins(part.origin, row.place)
        row.composition = _composition(part.composition)
    except MonaziteError as error:
        problems.append(error)


def _origins(origin: str | dict[str, float] | None, where: str) -> tuple[OriginShare, ...]:
    if isinstance(origin, dict):
        pairs = ((cells.made_in(name, where=where), share) for name, share in origin.items())
        return tuple(OriginShare(code, share) for code, share in pairs if code)
    return cells.origins(origin, where=where) if origin else ()


def _composition(composition: str | dict[str, float] | None) -> tuple[tuple[str, float], ...]:
    if isinstance(composition, str):
        return parse_composition(composition)
    found: dict[str, float] = {}
    for name, amount in (composition or {}).items():
        symbol = name.removesuffix("_wt_pct")
        if symbol not in weights():
            raise DataError(
                "E363",
                f"unknown element {name!r} in a composition",
                why="Keys are element symbols, with _wt_pct for per cent (§X21)",
                way_out="Write, for example, {'Dy': 3} for three per cent by weight",
            )
        found[symbol] = amount / 100
    return tuple(found.items())
