"""Assumptions with range, source and reason: the shipped tables, and some of them replaced (§S2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from monazite import catalog
from monazite.errors import ScenarioError
from monazite.provenance import Cited, Figure, Quality, Reliability
from monazite.shock.types import Assumption, Distribution, Shape


@cache
def assumptions() -> Mapping[str, Assumption]:
    """The shipped assumptions of the engine, by id."""
    return load_assumptions("shock/assumptions")


def load_assumptions(name: str) -> Mapping[str, Assumption]:
    """A table of assumptions by id."""
    found: dict[str, Assumption] = {}
    for row in catalog.table(name).iter_rows(named=True):
        figure = Figure(
            id=f"{name}/{row['id']}",
            label=row["label"],
            value=row["value"],
            unit=row["unit"],
            low=row["low"],
            high=row["high"],
            quality=Quality(row["quality"]),
            reliability=Reliability(row["reliability"]),
            cited=Cited(row["source"], row["at"]),
            note=row["why"],
        )
        shape = Distribution(Shape(row["shape"]), row["low"], row["value"], row["high"])
        found[row["id"]] = Assumption(row["id"], figure, shape, row["why"])
    return MappingProxyType(found)


def with_changes(
    changes: Mapping[str, float | tuple[float, float, float]], *, why: str, cited: Cited
) -> Mapping[str, Assumption]:
    """The shipped assumptions with some replaced: one number fixes it, three are low, mid and high (§S2).

    Raises:
        ScenarioError: E504 if a name is none of the engine's.
    """
    shipped = dict(assumptions())
    for name, value in changes.items():
        if name not in shipped:
            raise ScenarioError(
                "E504",
                f"unknown assumption {name!r}",
                way_out="Known: " + ", ".join(shipped),
            )
        low, mid, high = (value, value, value) if isinstance(value, (int, float)) else value
        old = shipped[name]
        shape = Shape.FIXED if low == high else old.distribution.shape
        figure = replace(old.figure, value=mid, low=low, high=high, cited=cited, note=why)
        shipped[name] = Assumption(name, figure, Distribution(shape, low, mid, high), why)
    return MappingProxyType(shipped)
