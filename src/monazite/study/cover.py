"""Days that printed US stocks last, by commodity, of pairs of stock and use that belong together (§I10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from monazite import catalog

_NO_USERS = "exchange|lme|treasury|comex"  # held for sale or for the state, not for use
_FORM = re.compile(r": ([^:()]+)\) / .*: ([^:()]+)\)$")


@dataclass(frozen=True, slots=True)
class Cover:
    """One printed stock over one printed use.

    Attributes:
        what: The two cells it is made of.
    """

    days: float
    what: str
    source: str
    at: str


def _of_one_form(note: str) -> bool:
    """Whether stock and use are printed of the same form, such as ferromanganese over ferromanganese."""
    found = _FORM.search(note)
    return found is not None and found[1] == found[2]


def printed(year: int) -> Mapping[str, tuple[Cover, ...]]:
    """The covers of consumers, producers or industry by USGS commodity, smallest first; exchanges do not count.

    Where stocks and uses are printed by form, a stock is set against the use of its own form alone.

    Spec: §I10.
    """
    held = catalog.table("indicators/stock_cover").filter(
        (pl.col("period") == str(year))
        & (pl.col("value") > 0)
        & ~pl.col("id").str.contains(_NO_USERS)
    )
    found: dict[str, tuple[Cover, ...]] = {}
    for (commodity,), rows in held.sort("value").group_by(["commodity"], maintain_order=True):
        entries = list(rows.iter_rows(named=True))
        alike = [row for row in entries if _of_one_form(row["note"])]
        found[str(commodity)] = tuple(
            Cover(row["value"], row["note"].removeprefix("365 x "), row["source"], row["at"])
            for row in alike or entries
        )
    return found
