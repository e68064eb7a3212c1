"""Scenarios wired to networks and assumptions: what `monazite run` and the brief call (§S11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from monazite.errors import ScenarioError

if TYPE_CHECKING:
    from monazite.simulate import Ensemble
    from monazite.study.scenarios import Prepared


LOCAL = "local"


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
