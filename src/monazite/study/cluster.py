"""Ensembles on an existing Dask cluster: the same runs, the same bits, a lost worker loses nothing (§M37).

Each worker is handed the network and the scenario once and then rows of the table of parameters. What a run gives
depends on its own row alone, so it does not matter who makes it, or whether it is made again after a worker is gone.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from monazite.errors import MissingExtra, ScenarioError
from monazite.study.packing import packed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from monazite.simulate import Ensemble
    from monazite.study.scenarios import Prepared

    Floats = NDArray[np.float64]

CHUNK = 64  # runs a task; a multiple of the eight that go side by side
_SCHEME = "dask://"
_FIELDS = ("unmet", "spot", "contract", "home", "exports", "use", "balance")
_RETRIES = 5
_PATIENCE = "15s"


@lru_cache(maxsize=4)
def _ready(content: bytes) -> Any:
    """The laid-out scenario of a worker, made once; the bytes come from the process that asks."""
    from monazite.simulate.engine import prepare

    network, scenario = pickle.loads(content)  # noqa: S301 - sent by the process that started the work
    return prepare(network, scenario)


def chunk(content: bytes, rows: Floats) -> tuple[Any, ...]:
    """The runs of some rows, as arrays in the order of the engine's output."""
    from monazite.simulate.engine import new_out, simulate_rows

    ready = _ready(content)
    out = new_out(ready, len(rows))
    simulate_rows(ready, rows, out)
    return tuple(getattr(out, name) for name in _FIELDS)


def carry(content: bytes) -> bytes:
    """Hand the work over as a task, not as scattered data: what a task made is made again if its worker dies."""
    return content


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtra(
            "E516",
            "ensembles on a cluster need the package distributed",
            way_out="Install monazite[cluster], on the workers too",
        ) from error
    try:
        return Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ScenarioError(
            "E517",
            f"no Dask scheduler answers at {address}",
            why=str(error).splitlines()[0] if str(error) else type(error).__name__,
            way_out="Give the address that the scheduler prints, as dask://HOST:PORT",
        ) from error


def sweep(
    prepared: Prepared,
    address: str,
    *,
    runs: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Ensemble:
    """The ensemble of a scenario, its runs made by the workers of a cluster.

    Args:
        prepared: Network and scenario.
        address: `dask://HOST:PORT` of the scheduler.
        runs: Number of runs.
        seed: Seed of their parameters.
        progress: Told of runs done and runs in all.

    Raises:
        MissingExtra: E516 without the package distributed.
        ScenarioError: E517 if no scheduler answers, E519 if it gives a task up.

    Spec: §M37.
    """
    from monazite.shock import draw
    from monazite.simulate.engine import Drawn, assemble, new_out, prepare

    network, scenario = prepared.network, prepared.scenario
    table = draw(scenario.assumptions, runs=runs, seed=seed)
    ready = prepare(network, scenario)
    out, done = new_out(ready, runs), 0
    content = packed((network, scenario))
    mark = hashlib.sha256(content).hexdigest()[:16]
    with _client("tcp://" + address.removeprefix(_SCHEME)) as client:
        from distributed import as_completed

        held = client.submit(carry, content, retries=_RETRIES, key=f"monazite-{mark}", pure=True)
        starts = {
            client.submit(
                chunk,
                held,
                table[first : first + CHUNK],
                retries=_RETRIES,
                key=f"monazite-{mark}-{seed}-{runs}-{first}",
            ): first
            for first in range(0, runs, CHUNK)
        }
        for future, found in as_completed(list(starts), loop=client.loop, with_results=True):
            if future.status != "finished":  # what is cancelled gives its error as its result
                raise ScenarioError(
                    "E519",
                    f"the cluster at {address} gave up on runs {starts[future]} and on",
                    why=f"their task is {future.status}",
                    way_out="See the scheduler's log; the same call starts again",
                )
            first = starts[future]
            rows = slice(first, first + len(found[0]))
            for name, part in zip(_FIELDS, found, strict=True):
                getattr(out, name)[rows] = part
            done += rows.stop - rows.start
            if progress:
                progress(done, runs)
    return assemble(ready, network, scenario, Drawn(table, seed, "lhs"), out)
