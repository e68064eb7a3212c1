"""Fewer scenarios for the plan, with the error of leaving some out (§O35; Heitsch and Roemisch 2003)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reduction:
    """Scenarios kept, their new odds, and the distance moved.

    Attributes:
        kept: Positions of the scenarios kept.
        odds: Their odds, each with the odds of the scenarios nearest to it.
        error: Kantorovich distance in USD: odds-weighted distance of every scenario to the one that stands for it.
        share: The same as a share of the mean loss if nothing is done.
    """

    kept: tuple[int, ...]
    odds: Floats
    error: float
    share: float


def reduce(losses: Floats, odds: Floats, keep: int) -> Reduction:
    """Fast forward selection: add the scenario that lowers the distance of all others most, until `keep` are in.

    Args:
        losses: Scenario x place, USD lost if nothing is done; places are tiers and quarters.
        odds: Of each scenario.
        keep: How many to keep.
    """
    count = len(odds)
    mean = float(odds @ losses.sum(axis=1))
    if keep >= count:
        return Reduction(tuple(range(count)), odds.copy(), 0.0, 0.0)
    squares = (losses**2).sum(axis=1)
    inner = losses @ losses.T
    distance = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2.0 * inner, 0.0))
    nearest = np.full(count, np.inf)
    kept: list[int] = []
    for _ in range(keep):
        total = odds @ np.minimum(nearest[:, None], distance)
        total[kept] = np.inf
        chosen = int(np.argmin(total))
        kept.append(chosen)
        nearest = np.minimum(nearest, distance[:, chosen])
    kept.sort()
    stands = np.argmin(distance[:, kept], axis=1)
    fresh = np.bincount(stands, weights=odds, minlength=len(kept))
    # Where the plan is linear in a scenario, moving it costs at most the money it moves by: the 1-norm.
    moved = np.abs(losses - losses[np.array(kept)[stands]]).sum(axis=1)
    error = float(odds @ moved)
    return Reduction(tuple(kept), fresh, error, error / mean if mean else 0.0)
