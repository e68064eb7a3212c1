"""The row form all statistics share, and the one way tables are written (§D1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import polars as pl
import yaml

from monazite.catalog.official.row import Row

REFERENCE = Path(__file__).parents[2] / "src" / "monazite" / "reference"


COLUMNS: dict[str, tuple[str, str]] = {
    "id": ("text", "stable identifier of the cell, accepted by `monazite why`"),
    "label": ("text", "what the number is, in words"),
    "quantity": ("text", "production, reserves, capacity, imports, price and so on"),
    "commodity": ("text", "lower-kebab commodity code"),
    "country": ("text", "ISO 3166-1 alpha-3; WLD world, OTH other or several countries"),
    "place": ("text", "the country or group as printed"),
    "partner": ("text", "country the goods come from or go to; empty where there is none"),
    "stage": ("text", "stage of the chain, empty where the table does not say"),
    "detail": ("text", "series and form as printed"),
    "period": ("text", "year, or first and last year of a span"),
    "value": ("float", "the number as printed, in `unit`; empty where `absent` says why"),
    "unit": ("text", "unit code; see docs/reference/data.md"),
    "basis": ("text", "contained, oxide, gross or none"),
    "low": ("float", "lower bound in `unit`, where one is printed"),
    "high": ("float", "upper bound in `unit`, where one is printed"),
    "absent": (
        "text",
        "why there is no value: withheld, not_reported, not_applicable, below_threshold, bounded",
    ),
    "printed": ("text", "the cell as printed"),
    "quality": ("text", "reported, estimated, derived or assumed"),
    "reliability": (
        "text",
        "how far the source was seen: primary, secondary, weak, computed, derived, memory",
    ),
    "source": ("text", "source card"),
    "at": ("text", "file and row, or sheet and cell"),
    "seen": ("date", "first day the cell could be known"),
    "note": ("text", "footnotes as printed, shortened"),
    "revises": ("text", "id of the row this one corrects, from its own `seen` day on"),
}


_TYPES = {
    "text": pl.String,
    "float": pl.Float64,
    "date": pl.Date,
    "int": pl.Int64,
    "bool": pl.Boolean,
}


def _schema_text(title: str, columns: dict[str, tuple[str, str]], note: str) -> str:
    content = {
        "title": title,
        "note": note,
        "columns": [
            {"name": name, "type": kind, "description": about}
            for name, (kind, about) in columns.items()
        ],
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)


def write_table(
    name: str,
    title: str,
    columns: dict[str, tuple[str, str]],
    records: Iterable[dict[str, object]],
    *,
    note: str = "",
    parquet: bool = False,
) -> int:
    """Write a reference table beside its schema; the same records give the same bytes."""
    listed = list(records)
    frame = pl.DataFrame(
        {
            key: pl.Series(key, [record.get(key) for record in listed], _TYPES[kind])
            for key, (kind, _) in columns.items()
        }
    ).with_columns(pl.col(pl.String).replace("", None))
    target = REFERENCE / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if parquet:
        frame.write_parquet(
            target.with_suffix(".parquet"), compression="zstd", compression_level=19
        )
    else:
        frame.write_csv(target.with_suffix(".csv"))
    target.with_name(target.name + ".table.yaml").write_text(
        _schema_text(title, columns, note), encoding="utf-8"
    )
    return frame.height


def write_rows(name: str, title: str, rows: Iterable[Row], *, note: str = "") -> int:
    """Write statistics as Parquet, sorted by id; ids must be unique."""
    records = sorted(
        ({field.name: getattr(row, field.name) for field in fields(Row)} for row in rows),
        key=lambda record: str(record["id"]),
    )
    seen: set[str] = set()
    for record in records:
        if record["id"] in seen:
            raise ValueError(f"two rows have the id {record['id']}")
        seen.add(str(record["id"]))
    return write_table(name, title, COLUMNS, records, note=note, parquet=True)
