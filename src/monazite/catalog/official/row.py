"""The row form all official statistics share (§D1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of an official table.

    `value`, `low` and `high` are in `unit`, as printed; `absent` says why there is no value. `seen` is the first
    day the cell could be known.
    """

    id: str
    label: str
    quantity: str
    commodity: str
    country: str
    place: str
    partner: str
    stage: str
    detail: str
    period: str
    value: float | None
    unit: str
    basis: str
    low: float | None
    high: float | None
    absent: str
    printed: str
    quality: str
    reliability: str
    source: str
    at: str
    seen: date
    note: str
    revises: str = ""
