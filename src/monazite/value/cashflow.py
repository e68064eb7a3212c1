"""Yearly cash flow of a project: capital, ramp, tax with depreciation, working capital, discounting (§V1 to §V12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import UnitError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Terms:
    """How flows are taxed and discounted.

    Attributes:
        discount: Real rate a year.
        tax: Rate on profit after depreciation and losses brought forward; 0 gives pre-tax values.
        depreciation_years: Straight line from the first year of production, over at most the life.
        working_days: Days of revenue tied up while running, given back in the last year.
        mid_year: Flows count at mid-year if true, at year end if false.
        tax_free_years: Years of production without tax; losses and depreciation run on.
        basis: Real or nominal, in words; `valued_at` the day the value speaks of, in words.
    """

    discount: float = 0.08
    tax: float = 0.30
    depreciation_years: int = 10
    working_days: float = 60.0
    mid_year: bool = False
    basis: str = "real"
    valued_at: str = "start of construction"
    tax_free_years: int = 0


@dataclass(frozen=True, slots=True)
class Streams:
    """Flows by year from the first year of construction, millions of one currency."""

    capital: Floats
    sustaining: Floats
    revenue: Floats
    operating: Floats
    royalty: Floats
    closure: Floats
    construction_years: int


@dataclass(frozen=True, slots=True)
class CashFlow:
    """A valued project.

    Attributes:
        free: Free cash flow by year; `taxed` the tax paid, `written_off` depreciation, `working` working capital held.
        npv: At the valuation day. irr: None where the flows change sign never.
        payback_years: From the first production; None if never.
    """

    streams: Streams
    terms: Terms
    free: Floats
    taxed: Floats
    written_off: Floats
    working: Floats
    npv: float
    irr: float | None
    payback_years: float | None


def ramp_shares(ramp_years: float, life_years: float) -> Floats:
    """Share of full output in each year of the life: from a quarter, linearly to full over the ramp (§V3).

    A last part of a year counts as such. A ramp of zero years starts in full.
    """
    at = np.minimum(np.arange(int(np.ceil(life_years - 1e-9)) + 1, dtype=np.float64), life_years)
    if ramp_years <= 0:
        return np.diff(at)
    rising = 0.25 * at + 0.375 * at**2 / ramp_years
    return np.diff(np.where(at <= ramp_years, rising, at - 0.375 * ramp_years))


def factors(count: int, terms: Terms) -> Floats:
    """Discount factor of each year."""
    at = np.arange(count) + (0.5 if terms.mid_year else 1.0)
    return np.asarray((1.0 + terms.discount) ** -at, dtype=np.float64)


def _depreciation(streams: Streams, years: int) -> Floats:
    """Straight line: what is built before production from its first year, later capital from its own year."""
    count = len(streams.capital)
    start = streams.construction_years
    spread = np.zeros(count)
    built = float(streams.capital[:start].sum())
    run = min(years, count - start)
    spread[start : start + run] += built / max(run, 1)
    for year in range(start, count):
        spent = float(streams.capital[year] + streams.sustaining[year])
        left = min(years, count - year)
        spread[year : year + left] += spent / left
    return spread


def _tax(profit: Floats, rate: float) -> Floats:
    """Tax on profit, losses carried forward without limit."""
    paid, loss = np.zeros(len(profit)), 0.0
    for year, amount in enumerate(profit):
        base = float(amount) - loss
        loss = max(0.0, -base)
        paid[year] = rate * max(0.0, base)
    return paid


def value(streams: Streams, terms: Terms) -> CashFlow:
    """Free cash flow, NPV, IRR and payback.

    Raises:
        UnitError: E752 if the tax rate or the discount rate is outside 0 to 1 (discount above -1).

    Spec: §V1 to §V12.
    """
    if not (0.0 <= terms.tax < 1.0 and -1.0 < terms.discount < 1.0):
        raise UnitError(
            "E752",
            f"tax {terms.tax} or discount {terms.discount} is no rate",
            why="Rates are shares: 0.08 is 8 %",
            way_out="Give rates between 0 and 1",
        )
    written = _depreciation(streams, terms.depreciation_years)
    margin = streams.revenue - streams.operating - streams.royalty - streams.closure
    taxed = _tax(margin - written, terms.tax)
    taxed[: streams.construction_years + terms.tax_free_years] *= terms.tax_free_years == 0
    working = streams.revenue * terms.working_days / DAYS_PER_YEAR
    working[-1] = 0.0
    change = np.diff(working, prepend=0.0)
    free = margin - streams.capital - streams.sustaining - taxed - change
    npv = float(free @ factors(len(free), terms))
    payback = _payback(free, streams.construction_years)
    return CashFlow(streams, terms, free, taxed, written, working, npv, irr(free), payback)


def irr(free: Floats) -> float | None:
    """The rate at which the flows are worth nothing; None if they never change sign. Timing within a year is no matter.

    >>> round(irr(np.array([-100.0, 110.0])), 6)
    0.1
    """
    if not (free.max() > 0.0 > free.min()):
        return None
    years = np.arange(len(free))
    low, high = -0.9, 50.0
    if float(free @ (1.0 + low) ** -years) < 0.0:
        return None
    for _ in range(200):
        middle = (low + high) / 2
        if float(free @ (1.0 + middle) ** -years) > 0.0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _payback(free: Floats, start: int) -> float | None:
    """Years of production until all that was spent is back."""
    owed = -float(free[:start].sum())
    for year, flow in enumerate(free[start:]):
        if flow >= owed > 0.0:
            return year + owed / float(flow)
        owed -= float(flow)
    return None if owed > 0.0 else 0.0
