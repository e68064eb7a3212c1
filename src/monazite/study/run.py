"""Scenarios wired to networks and assumptions: what `monazite run` and the brief call (§S11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from monazite import catalog
from monazite.errors import ScenarioError
from monazite.provenance import Cited, Figure, Quality, Reliability
from monazite.shock.types import Assumption, Distribution, Shape

if TYPE_CHECKING:
    from monazite.simulate import Ensemble
    from monazite.study.scenarios import Prepared


LOCAL = "local"


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


def sweep(
    prepared: Prepared,
    *,
    runs: int = 1000,
    seed: int | None = None,
    executor: str = LOCAL,
    progress: Callable[[int, int], None] | None = None,
) -> Ensemble:
    """The ensemble of a prepared scenario; its own seed by default (§M26).

    `executor` is `local`, or `dask://HOST:PORT` for the workers of a cluster: the same bits (§M37).

    Raises:
        ScenarioError: E517 if the executor is neither.
    """
    from monazite import simulate

    own = prepared.scenario.seed if seed is None else seed
    if executor.startswith("dask://"):
        from monazite.study import cluster

        return cluster.sweep(prepared, executor, runs=runs, seed=own, progress=progress)
    if executor != LOCAL:
        raise ScenarioError(
            "E517", f"no executor {executor!r}", way_out="Give local, or dask://HOST:PORT"
        )
    return simulate.sweep(
        prepared.network,
        prepared.scenario,
        runs=runs,
        seed=own,
        progress=progress,
    )
