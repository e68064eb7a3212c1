"""The five components of the USGS 2024 economic-effects method, reconstructed from its public text (§A22, §A23).

This is a reconstruction, not the published model: its equations, elasticities and industry tables were not at hand
(Nassar, Shojaeddini, Alonso, Jaskula and Tolcin 2024, OFR 2024-1057, abstract and press release). Components:
(a) consuming industries cut output, (b) they pay more for what they still get, (c) domestic producers raise output,
(d) domestic producers receive more, (e) industries downstream cut output after the least change of their inputs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monazite.economy.system import System

Array = npt.NDArray[np.float64]
MILLION = 1e6
RECONSTRUCTION = (
    "a reconstruction of the USGS 2024 method from its public text, not the published model"
)
SWEEPS = 500


@dataclass(frozen=True, slots=True)
class Shock:
    """One commodity after a year without the restrictor's exports.

    Attributes:
        served: D1/D0, share of the bloc's demand still served.
        price: p, price over the price before.
        price_usd_per_t: P0.
        use_t: US use before, t/y.
        home_t: US primary and secondary supply before, t/y.
        home_after_t: US supply after, t/y.
        margin: Value added per unit of revenue of the producing industry.
    """

    served: float
    price: float
    price_usd_per_t: float
    use_t: float
    home_t: float
    home_after_t: float
    margin: float = 0.5


@dataclass(frozen=True, slots=True)
class Components:
    """Change of GDP by component, USD; losses are negative."""

    consumers_cut: float
    consumers_pay: float
    producers_make: float
    producers_get: float
    downstream: float

    @property
    def net(self) -> float:
        """Sum of the five."""
        return (
            self.consumers_cut
            + self.consumers_pay
            + self.producers_make
            + self.producers_get
            + self.downstream
        )


def least_change(system: System, ceiling: Array) -> Array:
    """Output after caps on some industries that changes flows least and stays within what is made.

    min sum_kj (Z_kj - Z0_kj)^2 / Z0_kj with Z_kj = a_kj x_j, so the weight of industry j is sum_k a_kj / x0_j;
    sum_j a_kj x_j <= x_k + slack_k for all k (final demand gives way first), 0 <= x_j <= ceiling_j. Solved by
    Hildreth's dual coordinate ascent, exact in the limit; only rows that would be overdrawn take part.

    Args:
        system: The system.
        ceiling: Largest output of each industry.

    Spec: §A23.
    """
    inputs = system.inputs
    start = np.minimum(system.output, ceiling)
    weight = np.maximum(inputs.sum(axis=0), 1e-9) / np.maximum(system.output, 1e-9)
    rows = inputs - np.eye(len(start))  # rows @ x <= slack
    # Rows that are overdrawn before any shock (scrap, stock changes) stay as they were.
    slack = np.maximum(rows @ system.output, 0.0)
    dual, level = np.zeros(len(start)), start.copy()
    for _ in range(SWEEPS):
        over = rows @ level - slack
        active = np.flatnonzero((over > 1e-9 * np.maximum(level, 1.0)) | (dual > 0))
        if over.max() <= 1e-9 * system.output.max() and not (dual > 0).any():
            break
        before = level.copy()
        for k in active:
            gradient = rows[k] / weight
            step = max(-dual[k], float(rows[k] @ level - slack[k]) / float(rows[k] @ gradient))
            dual[k] += step
            level = np.clip(level - step * gradient, 0.0, ceiling)
        if np.abs(level - before).max() <= 1e-10 * system.output.max():
            break
    return level


def components(system: System, exposed: Array, shock: Shock) -> Components:
    """The five components for one commodity.

    Args:
        system: Input-output system, million USD.
        exposed: phi, share of each industry's output that cannot run without the commodity.
        shock: Market after the loss.

    Spec: §A22.
    """
    missing = 1.0 - shock.served
    cut = exposed * missing
    consumers_cut = -float(cut @ system.value_added) * MILLION
    after = least_change(system, (1.0 - cut) * system.output)
    all_industries = float(system.value_added_share @ (after - system.output)) * MILLION
    spend = shock.price_usd_per_t * shock.use_t
    grown = shock.home_after_t - shock.home_t
    return Components(
        consumers_cut,
        -spend * (shock.price - 1.0) * shock.served,
        shock.margin * shock.price_usd_per_t * grown,
        shock.price_usd_per_t * (shock.price - 1.0) * shock.home_after_t,
        all_industries - consumers_cut,
    )
