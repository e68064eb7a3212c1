"""One material, one decision: cost of stock against shortage, with CVaR (§O14; Rockafellar and Uryasev 2000)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def cvar(losses: Floats, odds: Floats, alpha: float) -> float:
    """Mean of the worst (1 - alpha) share of the losses; the mean if alpha is 0, the worst loss as alpha nears 1.

    >>> cvar(np.array([0.0, 10.0]), np.array([0.9, 0.1]), 0.9)
    10.0
    """
    order = np.argsort(losses)[::-1]
    left, total = 1.0 - alpha, 0.0
    tail = left
    for k in order:
        taken = min(float(odds[k]), left)
        total += taken * float(losses[k])
        left -= taken
        if left <= 0.0:
            break
    return float(total / tail)


def objective(
    stock: float,
    shortage: Mapping[float, float],
    unit_cost: float,
    loss: float,
    risk: tuple[float, float],
) -> float:
    """(1 - weight) x expected + weight x CVaR of cost plus loss; `risk` is (weight, alpha)."""
    weight, alpha = risk
    amounts, odds = np.array(list(shortage)), np.array(list(shortage.values()))
    total = unit_cost * stock + loss * np.maximum(amounts - stock, 0.0)
    return float((1.0 - weight) * (total @ odds) + weight * cvar(total, odds, alpha))


def best_stock(
    shortage: Mapping[float, float], *, unit_cost: float, loss: float, weight: float, alpha: float
) -> tuple[float, float]:
    """The stock that is cheapest, and its objective.

    Args:
        shortage: Tonnes short and their odds.
        unit_cost: USD per tonne held over the horizon.
        loss: USD per tonne short.
        weight: Weight of CVaR, 0 to 1.
        alpha: Level of CVaR.

    The objective is convex and piecewise linear in the stock with kinks at the shortages alone, so they are tried.
    """
    risk = (weight, alpha)
    tried = {
        stock: objective(stock, shortage, unit_cost, loss, risk)
        for stock in sorted({0.0, *shortage})
    }
    best = min(tried, key=lambda stock: (tried[stock], stock))
    return best, tried[best]
