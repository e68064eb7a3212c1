"""What moved between editions of one publisher, and by corrections (§D12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import polars as pl

from monazite.catalog.cells import cells
from monazite.catalog.figures import figure
from monazite.provenance import Figure
from monazite.units import TONNES_PER

_KEY = (
    "publisher",
    "quantity",
    "commodity",
    "country",
    "partner",
    "stage",
    "basis",
    "period",
    "series",
)


@dataclass(frozen=True, slots=True)
class Revision:
    """The same cell in two records, the older first; `change` is relative to the older number."""

    before: Figure
    after: Figure
    seen: date
    change: float | None

    @property
    def by_correction(self) -> bool:
        """Whether a published correction, not a new edition, moved it."""
        return "@" in self.after.id


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells with the words of their series reduced to what editions share, and masses in tonnes."""
    to_tonnes = pl.col("unit").replace_strict(TONNES_PER, default=1.0, return_dtype=pl.Float64)
    return frame.with_columns(
        publisher=pl.col("source").str.extract(r"^([a-z]+-?[a-z]*)"),
        series=pl.col("detail")
        .fill_null("")
        .str.to_lowercase()
        .str.replace_all(r"\(rounded\)|rounded|, [a-z -]*(equivalent|content)|rare earths, ", "")
        .str.strip_chars(" :,"),
        tonnes=pl.col("value") * to_tonnes,
    )


def revisions(
    *,
    quantity: str = "",
    commodities: tuple[str, ...] = (),
    country: str = "",
    known_at: date | None = None,
) -> tuple[Revision, ...]:
    """Cells that a later record of the same publisher prints differently, in the order they became known.

    Two cells are the same when publisher, quantity, commodity, country, partner, stage, basis, year and series agree.
    """
    frame = cells()
    for column, wanted in (("quantity", quantity), ("country", country)):
        if wanted:
            frame = frame.filter(pl.col(column) == wanted)
    if commodities:
        frame = frame.filter(pl.col("commodity").is_in(commodities))
    if known_at is not None:
        frame = frame.filter(pl.col("seen") <= known_at)
    frame = _keyed(frame).sort("seen", "id")
    found: list[Revision] = []
    for group in frame.partition_by(_KEY, maintain_order=True):
        if group.height < 2 or group["seen"].n_unique() < group.height:  # noqa: PLR2004 - a pair; a repeated series is no revision
            continue
        rows = list(group.iter_rows(named=True))
        for old, new in pairwise(rows):
            if _same(old, new):
                continue
            change = (
                new["tonnes"] / old["tonnes"] - 1
                if old["tonnes"] and new["tonnes"] is not None
                else None
            )
            found.append(Revision(figure(old), figure(new), new["seen"], change))
    return tuple(sorted(found, key=lambda one: (one.seen, one.after.id)))


def _same(old: dict[str, object], new: dict[str, object]) -> bool:
    return all(old[key] == new[key] for key in ("tonnes", "low", "high", "absent"))
