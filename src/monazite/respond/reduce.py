"""Fewer scenarios for the plan, with the error of leaving some out (§O35; Heitsch and Roemisch 2003)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


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


def reduce(losses: Floats, odds: Floats, keep: int, *, level: float = 0.95) -> Reduction:
    """Fast forward selection in two strata, the tail and the rest, so that few scenarios still tell both.

    In each stratum the scenario that lowers the distance of all others most is added, until half of `keep` are in;
    those left out give their odds to the nearest that stays.

    Args:
        losses: Scenario x place, USD lost if nothing is done; places are tiers and quarters.
        odds: Of each scenario.
        keep: How many to keep.
        level: The worst 1 - level by total loss are the tail.
    """
    count = len(odds)
    mean = float(odds @ losses.sum(axis=1))
    if keep >= count:
        return Reduction(tuple(range(count)), odds.copy(), 0.0, 0.0)
    order = np.argsort(-losses.sum(axis=1), kind="stable")
    above = np.searchsorted(np.cumsum(odds[order]), 1.0 - level - 1e-9) + 1
    tail, rest = order[:above], order[above:]
    taken = min(len(tail), max(1, keep // 2)) if len(rest) else keep
    kept: list[int] = []
    fresh = np.zeros(count)
    error = 0.0
    for stratum, most in ((tail, taken), (rest, keep - taken)):
        chosen, stands = _select(losses[stratum], odds[stratum], most)
        kept += [int(stratum[c]) for c in chosen]
        np.add.at(fresh, stratum[stands], odds[stratum])
        # Where the plan is linear in a scenario, moving it costs at most the money it moves by: the 1-norm.
        error += float(
            odds[stratum] @ np.abs(losses[stratum] - losses[stratum[stands]]).sum(axis=1)
        )
    kept.sort()
    return Reduction(tuple(kept), fresh[kept], error, error / mean if mean else 0.0)


def _select(losses: Floats, odds: Floats, keep: int) -> tuple[list[int], Ints]:
    """Scenarios chosen by forward selection, and for each scenario the one that stands for it."""
    if keep >= len(odds):
        return list(range(len(odds))), np.arange(len(odds))
    squares = (losses**2).sum(axis=1)
    distance = np.sqrt(
        np.maximum(squares[:, None] + squares[None, :] - 2.0 * losses @ losses.T, 0.0)
    )
    nearest = np.full(len(odds), np.inf)
    chosen: list[int] = []
    for _ in range(keep):
        total = odds @ np.minimum(nearest[:, None], distance)
        total[chosen] = np.inf
        chosen.append(int(np.argmin(total)))
        nearest = np.minimum(nearest, distance[:, chosen[-1]])
    return chosen, np.asarray(chosen)[np.argmin(distance[:, chosen], axis=1)]
