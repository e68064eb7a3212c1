"""Partially binding inputs: which missing input stops an industry, which only slows it (§A16).

Form of Pichler et al. 2022 (J. Econ. Dyn. Control 144:104527): output follows the scarcest critical input; an important
input that is missing by r cuts output by half of r; other inputs never bind. Their survey of critical inputs is not at
hand; here the class follows the cost share, which is an assumption. Inputs are domestic: that imports could replace
them is not seen, so the figure is high.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from monazite.economy.system import System

Array = npt.NDArray[np.float64]
CRITICAL, IMPORTANT = 0.05, 0.01  # cost share of an input from which it is critical, important
STEPS = 1  # direct buyers only: what travels further within a year is left to the dynamic model, which has stocks


def partially_binding(
    system: System,
    cut: Array,
    *,
    critical: float = CRITICAL,
    important: float = IMPORTANT,
    steps: int = STEPS,
) -> Array:
    """Share of normal output each industry still makes when some are cut.

    Args:
        system: The system; only domestic flows bind.
        cut: Share of output that stops by itself, 0 to 1.
        critical: Cost share from which an input is critical.
        important: Cost share from which it is important.
        steps: Deliveries a shortage travels.

    Returns:
        Output over normal output, 0 to 1; never above 1 - cut.

    Spec: §A16.
    """
    inputs = system.inputs
    hard, soft = inputs >= critical, (inputs >= important) & (inputs < critical)
    own = 1.0 - cut
    level = own.copy()
    for _ in range(steps):
        supply = level[:, None]
        scarcest = np.where(hard, supply, 1.0).min(axis=0)
        slowed = np.where(soft, (1.0 + supply) / 2, 1.0).min(axis=0)
        # An industry's own cut and what it is short of are the same shortage where both come from one mineral.
        level = np.minimum(own, np.minimum(scarcest, slowed))
    return level
