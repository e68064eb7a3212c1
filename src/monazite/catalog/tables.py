"""Reference tables: CSV or Parquet beside a schema that names each column, its unit and its basis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from monazite.catalog.documents import document
from monazite.catalog.place import REFERENCE, reference
from monazite.errors import DataError

_TYPES: dict[str, type[pl.DataType]] = {
    "text": pl.String,
    "float": pl.Float64,
    "int": pl.Int64,
    "date": pl.Date,
    "bool": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, with unit and basis where it is a number."""

    name: str
    type: str
    description: str
    unit: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class TableSchema:
    """What a table holds."""

    name: str
    title: str
    columns: tuple[Column, ...]
    note: str = ""


def names() -> tuple[str, ...]:
    """The names of all tables, for example `network/stage_shares`."""
    found = (path.relative_to(REFERENCE).as_posix() for path in REFERENCE.rglob("*.table.yaml"))
    return tuple(sorted(name.removesuffix(".table.yaml") for name in found))


@cache
def schema(name: str) -> TableSchema:
    """The schema of a table, read from `<name>.table.yaml`."""
    where = f"{name}.table.yaml"
    content = document(*where.split("/"))
    columns = tuple(Column(**column) for column in content["columns"])
    for column in columns:
        if column.type not in _TYPES:
            raise DataError(
                "E207",
                f"unknown column type {column.type!r}",
                where=f"{where}, {column.name}",
                way_out="Use one of " + ", ".join(_TYPES),
            )
    return TableSchema(name, content["title"], columns, content.get("note", ""))


@cache
def table(name: str) -> pl.DataFrame:
    """A reference table with the types its schema states.

    Raises:
        MissingData: E201 if there is no such table.
        DataError: E208 if its columns are not those of the schema.
    """
    expected = schema(name)
    wanted = {column.name: _TYPES[column.type] for column in expected.columns}
    parquet = REFERENCE / f"{name}.parquet"
    if parquet.exists():
        frame = pl.read_parquet(parquet)
    else:
        frame = pl.read_csv(reference(f"{name}.csv"), schema_overrides=wanted, null_values=[""])
    if frame.columns != list(wanted):
        raise DataError(
            "E208",
            f"the columns of {name} are not those of its schema",
            where=f"{name}.csv",
            why=f"Found {frame.columns}, expected {list(wanted)}",
            way_out="Correct the header or the schema",
        )
    return frame.with_columns(pl.col(name).cast(kind) for name, kind in wanted.items())


def scan(name: str) -> pl.LazyFrame:
    """A reference table read lazily: a Parquet table gives only the columns and rows that are asked for.

    Raises:
        MissingData: E201 if there is no such table.
    """
    expected = schema(name)
    parquet = REFERENCE / f"{name}.parquet"
    if not parquet.exists():
        return table(name).lazy()
    wanted = {column.name: _TYPES[column.type] for column in expected.columns}
    return pl.scan_parquet(parquet).with_columns(
        pl.col(name).cast(kind) for name, kind in wanted.items()
    )
