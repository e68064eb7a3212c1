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

from monazite.economy.least_change import LeastChange
from monazite.economy.system import System

Array = npt.NDArray[np.float64]
MILLION = 1e6
RECONSTRUCTION = (
    "a reconstruction of the USGS 2024 method from its public text, not the published model"
)


@dataclass(frozen=True, slots=True)
class Shock:
    """One commodity after a year without the restrictor's exports.

    Attributes:
        served: Share of US use before that is still bought.
        price: p, price over the price before.
        price_usd_per_t: P0.
        use_t: US use before, t/y.
        home_t: US primary and secondary supply before, t/y.
        home_after_t: US supply after, t/y.
        margin: Value added per unit of revenue of the producing industry.
        unmet: Share of use whose lack stops output; what is not served where None (no thrift, no stocks).
    """

    served: float
    price: float
    price_usd_per_t: float
    use_t: float
    home_t: float
    home_after_t: float
    margin: float = 0.5
    unmet: float | None = None


@dataclass(frozen=True, slots=True)
class Components:
    """Change of GDP by component, USD; losses are negative.

    Attributes:
        by_industry: Value added that industries lose by making less, direct and downstream, USD.
    """

    consumers_cut: float
    consumers_pay: float
    producers_make: float
    producers_get: float
    downstream: float
    by_industry: Array

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


def components(
    system: System, exposed: Array, shock: Shock, *, programme: LeastChange | None = None
) -> Components:
    """The five components for one commodity.

    Args:
        system: Input-output system, million USD.
        exposed: phi, share of each industry's output that cannot run without the commodity.
        shock: Market after the loss.
        programme: The system's least-change programme; many shocks on one system share it.

    Spec: §A22.
    """
    cut = exposed * (1.0 - shock.served if shock.unmet is None else shock.unmet)
    consumers_cut = -float(cut @ system.value_added) * MILLION
    after = (programme or LeastChange(system)).output((1.0 - cut) * system.output)
    by_industry = system.value_added_share * (system.output - after) * MILLION
    spend = shock.price_usd_per_t * shock.use_t
    grown = shock.home_after_t - shock.home_t
    return Components(
        consumers_cut,
        -spend * (shock.price - 1.0) * shock.served,
        shock.margin * shock.price_usd_per_t * grown,
        shock.price_usd_per_t * (shock.price - 1.0) * shock.home_after_t,
        -float(by_industry.sum()) - consumers_cut,
        by_industry,
    )
