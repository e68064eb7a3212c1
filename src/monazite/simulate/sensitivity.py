"""Which assumption moves an answer most: rank correlation over the runs of an ensemble (§M35)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

from monazite.simulate.types import Ensemble

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def rank_correlations(ensemble: Ensemble, answer: Floats) -> tuple[tuple[str, float], ...]:
    """Spearman's rank correlation of each assumption with one number a run, strongest first.

    An assumption that is fixed, or an answer that never changes, has none and is left out.

    Spec: §M35.
    """
    outcome = rankdata(answer)
    if np.ptp(outcome) == 0.0:
        return ()
    found: list[tuple[str, float]] = []
    for column, name in enumerate(ensemble.names):
        drawn = ensemble.design[:, column]
        if np.ptp(drawn) > 0.0:
            found.append((name, float(np.corrcoef(rankdata(drawn), outcome)[0, 1])))
    return tuple(sorted(found, key=lambda pair: -abs(pair[1])))
