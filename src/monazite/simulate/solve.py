"""The price that clears the market outside the restrictor, and the one at home (§M20 to §M22), compiled."""

from __future__ import annotations

import numpy as np

from monazite.simulate.compiled import compiled

_STEPS = 50
_TINY = 1e-13


@compiled
def outside(demand: float, supply: float, cap: float, inflow: float, ed: float, es: float) -> float:
    """Logarithm of the price that solves `demand p^ed = min(supply p^es, cap) + inflow`; inf where nothing is supplied.

    The capped branch is closed form. The other is concave and falling in ln p, where Newton steps converge from
    any start.
    """
    if demand <= 0.0:
        return -np.inf
    if supply <= 0.0 or es <= 0.0:
        total = max(min(supply, cap), 0.0) + inflow
        return np.log(demand / total) / -ed if total > 0.0 else np.inf
    if np.isfinite(cap):
        kink = np.log(cap / supply) / es
        if np.log(demand) + ed * kink > np.log(cap + inflow):
            return np.log(demand / (cap + inflow)) / -ed
    if inflow <= 0.0:
        return np.log(demand / supply) / (es - ed)
    u = 0.0
    for _ in range(_STEPS):
        made = supply * np.exp(es * u)
        value = np.log(demand) + ed * u - np.log(made + inflow)
        step = value / (ed - es * made / (made + inflow))
        u -= step
        if abs(step) < _TINY:
            break
    return u


@compiled
def at_home(demand: float, exports: float, outflow: float, ed: float, es: float) -> float:
    """Logarithm of the home price: `demand p^ed + outflow = (demand + exports) p^es` (§M22)."""
    if demand <= 0.0 or exports <= 0.0:
        return 0.0
    u = 0.0
    for _ in range(_STEPS):
        made = (demand + exports) * np.exp(es * u)
        used = demand * np.exp(ed * u)
        slope = es * made - ed * used
        step = (made - used - outflow) / slope
        step = min(max(step, -1.0), 1.0)
        u -= step
        if abs(step) < _TINY:
            break
    return u
