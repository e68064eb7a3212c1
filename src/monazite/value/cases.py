"""Published valuations as cases: read what is printed, value it by one convention, compare (§V20 to §V29)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from monazite.value.case_fields import Case, read_case
from monazite.value.case_targets import Target, targets
from monazite.value.cashflow import CashFlow, Streams, Terms, ramp_shares, value

CONVENTION = (
    "One convention for all cases: real flows valued at the start of construction, counted at mid-year; capital spent "
    "evenly over construction (1 year below 100 million USD, 2 to 700, 3 above, where none is printed); output from a "
    "quarter of full, linearly to full, over the printed ramp (1 year below 100 million USD of capital, else 2); tax "
    "on profit after straight-line depreciation over 10 years with losses carried forward, at the printed or the "
    "statutory rate; 1 % of capital a year to sustain where none is printed; 60 days of revenue as working capital; "
    "a first phase runs three years where phases are printed; EBITDA is after royalties; printed capital includes "
    "contingency unless a total says otherwise."
)
SUSTAINING = 0.01
FIRST_PHASE_YEARS = 3  # later capital falls in the third year of production
MARGIN = 2 / 3  # EBITDA over revenue where revenue is not printed; only working capital hangs on it
USD_PER = {
    "USD": 1.0,
    "AUD": 0.70,
    "CAD": 0.74,
    "EUR": 1.10,
    "GBP": 1.27,
}  # size classes of capital only
TOLERANCE, IRR_POINTS = 0.15, 0.03
SMALL_MUSD, LARGE_MUSD = 100.0, 700.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One case beside what its publisher prints, in millions of the case's currency."""

    id: str
    npv: float | None
    published_npv: float | None
    irr: float | None
    published_irr: float | None
    note: str
    flow: CashFlow | None = None
    decks: tuple[Compared, ...] = ()
    label: str = ""


def construction_years(case: Case) -> int:
    """Years of construction, printed or by the size of the capital."""
    if case.construction_years is not None:
        return max(1, round(case.construction_years))
    size = (case.capital or 0.0) * USD_PER.get(case.currency, 1.0)
    return 1 if size < SMALL_MUSD else 2 if size < LARGE_MUSD else 3


def ramp_years(case: Case) -> float:
    """Years of ramp, printed or by the size of the capital."""
    if case.ramp_years is not None:
        return case.ramp_years
    return 1.0 if (case.capital or 0.0) * USD_PER.get(case.currency, 1.0) < SMALL_MUSD else 2.0


def streams(case: Case, ebitda: float, *, extra_revenue: float = 0.0) -> Streams:
    """Flows of a case at a full-output EBITDA; `extra_revenue` moves revenue and EBITDA alike (a price step)."""
    assert case.capital is not None
    assert case.life_years is not None
    build = construction_years(case)
    shares = ramp_shares(ramp_years(case), case.life_years)
    count = build + len(shares)
    capital = np.zeros(count)
    capital[:build] = case.capital / build
    if case.later_capital:
        capital[min(build + 2, count - 1)] += case.later_capital
    running = np.zeros(count)
    running[build:] = shares
    running[build : build + FIRST_PHASE_YEARS] *= case.first_phase
    base = case.revenue if case.revenue is not None and case.revenue >= ebitda else ebitda / MARGIN
    operating = base - ebitda
    yearly = (
        case.sustaining_per_year
        if case.sustaining_per_year is not None
        else SUSTAINING * case.capital
    )
    keep = np.zeros(count)
    keep[build:] = yearly
    closure = np.zeros(count)
    closure[-1] = case.closure or 0.0
    return Streams(
        capital,
        keep,
        (base + extra_revenue) * running,
        operating * running,
        np.zeros(count),
        closure,
        build,
    )


def with_cash(case: Case) -> Case:
    """A case that prints only its undiscounted cash flow gets the level EBITDA that adds up to it (§V22)."""
    if (
        case.ebitda is not None
        or case.cash_total is None
        or None in (case.capital, case.life_years)
    ):
        return case
    total, before_tax = case.cash_total

    def left(ebitda: float) -> float:
        at = terms(case, post_tax=not before_tax, discount=0.0)
        return float(value(streams(case, ebitda), at).free.sum()) - total

    low, high = 0.0, 10.0 * (abs(total) + (case.capital or 0.0))
    if left(low) > 0 or left(high) < 0:
        return case
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if left(middle) < 0 else (low, middle)
    note = f"EBITDA of {high:,.0f} a year is what the printed cash flow of {total:,.0f} over the life needs"
    return replace(case, ebitda=high, notes=(*case.notes, note))


def terms(case: Case, *, post_tax: bool, discount: float) -> Terms:
    """The convention's terms for a case."""
    return Terms(
        discount=discount,
        tax=(case.tax or 0.0) if post_tax else 0.0,
        tax_free_years=round(case.tax_free_years),
        mid_year=True,
    )


def compare(
    entry: Mapping[str, Any],
    others: Sequence[Mapping[str, Any]] = (),
    rates: Mapping[str, float] | None = None,
) -> Compared:
    """Value one case and set it beside the published numbers.

    Args:
        entry: A case in the form of `npv_cases.json`.
        others: The other cases of the file; one of the same project lends what is missing, and the note says so.
        rates: Statutory tax rates by country or currency, for cases that print none.

    Spec: §V20 to §V29.
    """
    case = with_cash(read_case(entry, others, rates or {}))
    wanted = targets(entry, case.currency)
    main = wanted[0] if wanted else Target("", None, None, post_tax=True, discount=None)
    discount = case.discount if case.discount is not None else main.discount
    missing = [
        name
        for name, got in (
            ("capital", case.capital),
            ("EBITDA or revenue and cost", case.ebitda),
            ("life", case.life_years),
            ("discount rate", discount),
        )
        if got is None
    ]
    if missing:
        note = "inputs are not enough: no " + ", no ".join(missing)
        return Compared(
            str(entry.get("id", "")),
            None,
            main.npv,
            None,
            main.irr,
            "; ".join([note, *case.notes, *main.notes]),
        )
    assert discount is not None
    return _compare(case, wanted or [main], discount)


def _compare(case: Case, wanted: Sequence[Target], discount: float) -> Compared:
    main = wanted[0]
    found = _one(case, main, main.discount if main.discount is not None else discount)
    more: list[Compared] = []
    for target in wanted[1:]:
        if target.deck and target.deck not in case.decks:
            continue
        rate = target.discount if target.discount is not None else discount
        more.append(_one(case, target, rate))
    return replace(found, decks=tuple(more))


def _one(case: Case, target: Target, discount: float) -> Compared:
    ebitda = case.decks.get(target.deck, case.ebitda)
    assert ebitda is not None
    flow = value(streams(case, ebitda), terms(case, post_tax=target.post_tax, discount=discount))
    notes = [
        f"{'post' if target.post_tax else 'pre'}-tax at {discount:.3g}"
        + (f", tax {case.tax:.3g}" if target.post_tax and case.tax else ""),
        *(note for note in case.notes if target.post_tax or "tax rate" not in note),
        *target.notes,
        *_miss(flow, target, case),
    ]
    return Compared(
        case.id,
        flow.npv,
        target.npv,
        flow.irr,
        target.irr,
        "; ".join(notes),
        flow,
        label=target.label,
    )


def _miss(flow: CashFlow, target: Target, case: Case) -> list[str]:
    """What the inputs say about a miss, in words."""
    said: list[str] = []
    if target.npv and abs(flow.npv / target.npv - 1) > TOLERANCE:
        said.append(f"NPV misses by {flow.npv / target.npv - 1:+.0%}: " + _why(flow, target, case))
    if target.irr is not None and flow.irr is not None and abs(flow.irr - target.irr) > IRR_POINTS:
        said.append(
            f"IRR misses by {100 * (flow.irr - target.irr):+.1f} points: " + _why_irr(flow, target)
        )
    return said


def _why(flow: CashFlow, target: Target, case: Case) -> str:
    assert target.npv is not None
    if flow.npv >= target.npv:
        lent = "; some inputs are lent or assumed" if case.notes else ""
        return f"the study counts costs or a slower start that are not printed{lent}"
    start = flow.npv * (1 + flow.terms.discount) ** flow.streams.construction_years
    untaxed = value(flow.streams, replace(flow.terms, tax=0.0)).npv
    if case.free_cash_flow and case.capital and case.life_years:
        rate = flow.terms.discount
        at_once = case.free_cash_flow * (1 - (1 + rate) ** -case.life_years) / rate - case.capital
        if abs(at_once / target.npv - 1) <= TOLERANCE:
            return (
                f"printed free cash flow from year 1 less all capital at once gives {at_once:,.0f}"
            )
    if abs(start / target.npv - 1) <= TOLERANCE:
        return f"valued at the start of production it would be {start:,.0f}"
    if flow.terms.tax and untaxed >= target.npv:
        return f"untaxed it would be {untaxed:,.0f}; tax relief or a later base year is likely"
    return f"at the start of production it would be {start:,.0f}: the study has flows that are not printed"


def _why_irr(flow: CashFlow, target: Target) -> str:
    assert target.irr is not None
    assert flow.irr is not None
    if flow.irr > target.irr:
        return "early years are weaker in the study than a level flow after the assumed ramp"
    return "level flows on this capital cannot give the printed rate; the study has early years above the average"


def price_slope(
    entry: Mapping[str, Any],
    step_usd_per_kg: float,
    *,
    tonnes: float,
    usd_per_unit: float,
    others: Sequence[Mapping[str, Any]] = (),
    rates: Mapping[str, float] | None = None,
) -> float:
    """Change of the NPV for a step in price, millions of the case's currency.

    Args:
        entry: A case.
        step_usd_per_kg: Step in the price of the product.
        tonnes: Tonnes of the product sold a year.
        usd_per_unit: USD for one unit of the case's currency.
        others: Other cases of the file.
        rates: Statutory tax rates.
    """
    case = read_case(entry, others, rates or {})
    assert case.ebitda is not None
    extra = step_usd_per_kg * tonnes / 1000.0 / usd_per_unit
    at = terms(case, post_tax=True, discount=case.discount or 0.08)
    base = value(streams(case, case.ebitda), at).npv
    return value(streams(case, case.ebitda, extra_revenue=extra), at).npv - base
