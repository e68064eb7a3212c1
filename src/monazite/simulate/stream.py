"""An ensemble in parts, so that memory stays bounded however many runs there are (§M34)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from monazite.network.types import SupplyNetwork
from monazite.shock.sampling import draw
from monazite.shock.types import Scenario
from monazite.simulate.engine import new_out, prepare, simulate_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Singles = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive runs of an ensemble; first axis the run, as in `Ensemble`."""

    first: int
    unmet: Singles
    spot: Singles
    contract: Singles
    home: Singles
    exports: Singles
    use: Singles


def stream(
    network: SupplyNetwork,
    scenario: Scenario,
    *,
    runs: int,
    seed: int,
    size: int = 512,
    design: Literal["lhs", "sobol"] = "lhs",
) -> Iterator[Part]:
    """The runs of `sweep`, the same bits, a part at a time."""
    ready = prepare(network, scenario)
    table = draw(scenario.assumptions, runs=runs, seed=seed, design=design)
    for first in range(0, runs, size):
        rows = table[first : first + size]
        out = new_out(ready, len(rows))
        simulate_rows(ready, rows, out)
        yield Part(first, out.unmet, out.spot, out.contract, out.home, out.exports, out.use)
