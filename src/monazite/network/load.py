"""Load the shipped network of a mineral (§N1)."""

from __future__ import annotations

from functools import cache

from monazite import catalog
from monazite.errors import MissingData
from monazite.network.assemble import parts
from monazite.network.build import sketch
from monazite.network.make import make
from monazite.network.rows import rows
from monazite.network.settled import settle
from monazite.network.types import SupplyNetwork, check_balance


def minerals() -> tuple[str, ...]:
    """The minerals that have a network."""
    return tuple(sorted(set(catalog.table("network/materials")["network"].to_list())))


@cache
def members(place: str) -> tuple[str, ...]:
    """The countries of a group of `network/places`, or the country itself; empty for `OTH`, which is all the rest.

    >>> members("JPN"), "SWE" in members("EUX")
    (('JPN',), True)
    """
    for row in catalog.table("network/places").to_dicts():
        if row["country"] == place and row["name"]:
            return tuple((row["members"] or "").split())
    return (place,)


@cache
def load(mineral: str = "rare-earths", year: int = 2024) -> SupplyNetwork:
    """The supply network of a mineral in a year, in tonnes of contained element a year.

    Raises:
        MissingData: E404 if no such network ships, for the mineral or for the year.

    Spec: §N1.

    >>> load("rare-earths").mineral
    'rare-earths'
    """
    if mineral not in minerals():
        raise MissingData(
            "E404",
            f"no supply network of {mineral!r} ships",
            where="reference/network/materials",
            way_out="Networks: " + ", ".join(minerals()),
        )
    years = sorted({int(row.figure.period) for row in rows("production", mineral)})
    if year not in years:
        raise MissingData(
            "E404",
            f"no supply network of {mineral} for {year} ships",
            where="reference/network/production",
            why="A network is built for the years with production rows",
            way_out="Years: " + ", ".join(str(known) for known in years),
        )
    network = make(settle(parts(sketch(mineral, year))))
    check_balance(network)
    return network
