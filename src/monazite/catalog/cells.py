"""The official cells of all tables, shipped and the user's own, one row each (§D10, §D11)."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from monazite.catalog import foreign
from monazite.catalog.sources import sources
from monazite.catalog.tables import names, schema, table
from monazite.catalog.workspace import entries
from monazite.provenance import Source

CELL = ("quantity", "commodity", "country", "period", "value", "unit", "basis", "source", "seen")


@cache
def statistics() -> tuple[str, ...]:
    """Names of the tables that hold official cells."""
    return tuple(
        name
        for name in names()
        if name.startswith("statistics/")
        and set(CELL) <= {column.name for column in schema(name).columns}
    )


@cache
def shipped() -> pl.DataFrame:
    """All official cells in the package, one row each."""
    frames = [table(name) for name in statistics()]
    frames += [foreign.world_mining_data(), foreign.governance(), foreign.price_facts()]
    return pl.concat((frame for frame in frames if frame.width), how="diagonal_relaxed")


def cells(workspace: Path | None = None) -> pl.DataFrame:
    """All official cells, one row each; `workspace` adds the user's own tables.

    Where the user has a copy of a cell that ships, the user's copy answers in its place.
    """
    frame = shipped()
    own = [entry for entry in entries(workspace) if entry.form == "cells"] if workspace else []
    if workspace is None or not own:
        return frame
    added = pl.concat(
        (pl.read_parquet(workspace / "objects" / entry.object) for entry in own),
        how="diagonal_relaxed",
    )
    keep = frame.join(added.select("id"), on="id", how="anti")
    return pl.concat([keep, added], how="diagonal_relaxed")


def cards(workspace: Path | None = None) -> dict[str, Source]:
    """Source cards by id: those that ship, and those of the user's own files."""
    own = {entry.source.id: entry.source for entry in entries(workspace)} if workspace else {}
    return own | dict(sources())


def current(frame: pl.DataFrame, known_at: date | None) -> pl.DataFrame:
    """The cells as known on a day: not yet published ones left out, corrected ones replaced (§D11)."""
    if known_at is not None:
        frame = frame.filter(pl.col("seen") <= known_at)
    revised = frame["revises"].drop_nulls().to_list()
    return frame.filter(~pl.col("id").is_in(revised)) if revised else frame
