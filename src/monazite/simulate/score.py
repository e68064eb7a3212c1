"""How good a forecast was: bands and CRPS (§M46, §M47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def crps(draws: Floats, observed: float) -> float:
    """Continuous ranked probability score of an ensemble: mean |x - y| less half the mean |x - x'|.

    A point forecast scores its absolute error. Lower is better.

    >>> crps(np.array([1.0]), 3.0)
    2.0
    """
    x = np.sort(np.asarray(draws, dtype=np.float64))
    n = x.size
    spread = float((x * (2.0 * np.arange(1, n + 1) - n - 1.0)).sum()) / n**2
    return float(np.abs(x - observed).mean()) - spread


def band(draws: Floats, share: float) -> tuple[float, float]:
    """The central band that holds a share of the draws.

    >>> band(np.arange(101.0), 0.8)
    (10.0, 90.0)
    """
    low, high = np.quantile(draws, [(1.0 - share) / 2.0, (1.0 + share) / 2.0])
    return float(low), float(high)
