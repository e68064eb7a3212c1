"""The run record: what went in, as a checksum, and with which versions (§M33)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from monazite.network.types import SupplyNetwork
from monazite.shock.types import Scenario
from monazite.simulate.types import RunRecord

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPEC = "M 1.0"


def checksum(network: SupplyNetwork, scenario: Scenario) -> str:
    """SHA-256 over the network's arrays and everything the scenario says."""
    digest = hashlib.sha256()
    digest.update("|".join(map(str, network.nodes)).encode())
    digest.update("|".join(map(str, network.links)).encode())
    for entry in fields(network):
        value = getattr(network, entry.name)
        if isinstance(value, np.ndarray):
            digest.update(entry.name.encode())
            digest.update(np.ascontiguousarray(value).tobytes())
    spoken = {
        "shocks": [asdict(shock) for shock in scenario.shocks],
        "projects": [asdict(project) for project in scenario.projects],
        "releases": [asdict(release) for release in scenario.releases],
        "assumptions": {k: asdict(a.distribution) for k, a in sorted(scenario.assumptions.items())},
        "horizon": scenario.horizon_weeks,
        "restrictor": scenario.restrictor,
        "military": scenario.military_uses,
    }
    digest.update(json.dumps(spoken, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def record(
    network: SupplyNetwork, scenario: Scenario, *, seed: int, runs: int, design: str
) -> RunRecord:
    """The record of a run or a sweep."""
    return RunRecord(
        scenario=scenario.id,
        inputs_sha256=checksum(network, scenario),
        seed=seed,
        runs=runs,
        horizon_weeks=scenario.horizon_weeks,
        design=design,
        versions=MappingProxyType(
            {name: version(name) for name in ("monazite", "numpy", "numba", "scipy")}
        ),
        spec=SPEC,
    )


def frozen(array: NDArray[np.float64]) -> NDArray[np.float64]:
    """The array, read-only."""
    array.setflags(write=False)
    return array
