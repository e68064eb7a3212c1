"""A row of a reference table as a figure.

A table whose rows are figures has the columns `value`, `unit`, `source` and `at`, and any of `id`, `label`,
`basis`, `period` (or `year`), `low`, `high`, `absent`, `printed`, `quality`, `reliability`, `note`.
"""

from __future__ import annotations

from typing import Any

from monazite.provenance import Absence, Absent, Cited, Figure, Quality, Reliability
from monazite.units import Basis


def figure(row: dict[str, Any], *, id: str = "", label: str = "") -> Figure:
    """The figure in a row; `id` and `label` override the row's own."""
    absent = row.get("absent")
    return Figure(
        id=id or row["id"],
        label=label or row.get("label") or row.get("id") or id,
        value=Absent(Absence(absent), row.get("printed") or row.get("note") or "")
        if absent
        else row["value"],
        unit=row["unit"],
        period=str(row.get("period") or row.get("year") or ""),
        basis=Basis(row.get("basis") or "none"),
        low=row.get("low"),
        high=row.get("high"),
        quality=Quality(row.get("quality") or "reported"),
        reliability=Reliability(row.get("reliability") or "primary"),
        cited=Cited(row["source"], row["at"]),
        note=row.get("note") or "",
    )
