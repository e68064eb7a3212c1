"""What an ensemble says: shortage by group and price bands by week (§M28, §M30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from monazite.simulate.types import QUANTILES, Ensemble, Shortage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]


def _quantiles(values: Floats | Singles) -> tuple[float, ...]:
    if values.size == 0:
        return ()
    return tuple(float(q) for q in np.quantile(np.asarray(values, dtype=np.float64), QUANTILES))


def shortage(ensemble: Ensemble, position: int) -> Shortage:
    """Shortage of one group over all runs: how likely, from when, how deep, how long, how much."""
    unmet = ensemble.unmet[:, :, position]
    short = unmet > ensemble.threshold[:, None]
    hit = short.any(axis=1)
    base = float(ensemble.base_t[position])
    total = unmet.sum(axis=1, dtype=np.float64)
    return Shortage(
        group=ensemble.groups[position],
        base_t=base,
        probability=float(hit.mean()),
        first_week=_quantiles(np.argmax(short, axis=1)[hit].astype(np.float64)),
        depth=_quantiles(unmet.max(axis=1)),
        weeks=_quantiles(short.sum(axis=1).astype(np.float64)),
        unmet_t=_quantiles(total * base),
        share=_quantiles(total / unmet.shape[1]),
    )


def shortages(ensemble: Ensemble, kind: str = "") -> tuple[Shortage, ...]:
    """Shortage of every group, or of one kind (`mineral`, `region`, `use`), worst first."""
    found = [
        shortage(ensemble, k)
        for k, group in enumerate(ensemble.groups)
        if not kind or group.kind == kind
    ]
    middle = QUANTILES.index(0.5)
    return tuple(sorted(found, key=lambda s: (-s.share[middle], -s.probability, s.group)))


def price_band(ensemble: Ensemble, mineral: str, *, which: str = "spot") -> Floats:
    """Quantile x week of a price ratio; `which` is `spot`, `contract`, `home`, or `exports` for the volume."""
    paths: Singles = getattr(ensemble, which)
    band = np.quantile(paths[:, :, ensemble.mineral(mineral)].astype(np.float64), QUANTILES, axis=0)
    return np.asarray(band, dtype=np.float64)


def unmet_band(ensemble: Ensemble, kind: str, name: str) -> Floats:
    """Quantile x week of the share of a group's base demand that is unmet."""
    paths = ensemble.unmet[:, :, ensemble.group(kind, name)].astype(np.float64)
    return np.asarray(np.quantile(paths, QUANTILES, axis=0), dtype=np.float64)
