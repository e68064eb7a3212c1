"""Reading a published case: capital, EBITDA, revenue, life, tax, and what another case lends (§V20 to §V24)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monazite.value.case_build import cash_total, leaves, phases, tonnes_of, unit_costs
from monazite.value.case_build import revenue as sales
from monazite.value.case_lent import SURELY_PERCENT, life_of, tax_of
from monazite.value.printed import (
    DECKS,
    Money,
    currency_of,
    entries,
    holding,
    mapping,
    number,
    unit_of,
)


@dataclass(frozen=True, slots=True)
class Case:
    """What a case prints, in millions of its currency; None where it prints nothing."""

    id: str
    project: str
    currency: str
    life_years: float | None
    capital: float | None
    later_capital: float
    ebitda: float | None
    revenue: float | None
    sustaining_per_year: float | None
    closure: float | None
    construction_years: float | None
    ramp_years: float | None
    tax: float | None
    discount: float | None
    tonnes: float | None
    decks: Mapping[str, float]
    notes: tuple[str, ...] = ()
    free_cash_flow: float | None = None
    cash_total: tuple[float, bool] | None = None
    tax_free_years: float = 0.0
    first_phase: float = 1.0


LATER = (
    r"(capex|capital).*(stage|phase)_?[2-9]|(stage|phase)_?[2-9].*(capex|capital)"
    r"|(expansion|deferred|growth|later)_(capex|capital)|(capex|capital)_(expansion|deferred|growth|later)"
)


def _capital(inputs: Mapping[str, Any], money: Money) -> tuple[float | None, float]:
    """Capital before production, and later stages."""
    whole = entries(
        inputs,
        "capex_total",
        "total_capex",
        "initial_capex",
        "preproduction_capex",
        "pre_production_capex",
        "upfront_capex",
    )
    plain = whole or entries(
        inputs, "capex", "capital", without=("per_", "sustaining", "share", "intensity")
    )
    plain = plain or holding(inputs, r"capex|capital|investment", r"per_|sustaining|share|working")
    later = money.total(holding(inputs, LATER, r"per_|sustaining|share")) or 0.0
    now: dict[str, Any] = {}
    for key, value in plain.items():
        if re.search(LATER, key.lower()):
            continue
        if isinstance(value, Mapping):
            stages = {
                k: v
                for k, v in value.items()
                if re.search(r"(stage|phase)_?[2-9]|expansion|later", str(k).lower())
            }
            rest = {
                k: v
                for k, v in value.items()
                if k not in stages and not str(k).lower().startswith("total")
            }
            later += money.total({key: stages}) or 0.0
            now[key] = rest or value
        else:
            now[key] = value
    capital = money.total(now)
    if capital is not None and not whole:
        extra = money.total(
            entries(inputs, "contingency", without=("share", "pct", "percent", "included"))
        )
        capital += extra or 0.0
    return capital, later


def _tonnes(inputs: Mapping[str, Any], life: float | None) -> float | None:
    """Tonnes of the product a year; totals are spread over the life. Acid and other by-products are left out."""
    staged = phases(inputs, life)
    if staged:
        return staged[1]
    output = inputs.get("output")
    rows = (
        output.items()
        if isinstance(output, Mapping)
        else entries(inputs, "output", "production").items()
    )
    named = {
        k: v
        for k, v in rows
        if not re.search(r"acid|ilmenite|zircon|rutile|gypsum|grade|mtpa|feed|gangue", k.lower())
    }
    concentrate = {k: v for k, v in named.items() if "concentrate" in k.lower()}
    grade = number(output.get("treo_grade")) if isinstance(output, Mapping) else None
    whole = {
        k: v
        for k, v in named.items()
        if re.search(r"treo|reo", k.lower()) and number(v) is not None
    }
    if whole and not concentrate:
        named = dict(
            [next(iter(whole.items()))]
        )  # the total of rare-earth oxides, not its parts beside it
    total = 0.0
    for key, value in named.items():
        amount = tonnes_of(key, value, life)
        if amount is None:
            continue
        if key in concentrate and grade:
            amount *= grade
        total += amount
    return total or None


def _spread(key: str, amount: float | None, life: float | None) -> float | None:
    """A yearly amount; a total over the life is divided by it."""
    if amount is None:
        return None
    if (
        re.search(r"total|lom|life_of_mine", key.lower())
        and "per_year" not in key.lower()
        and "avg" not in key.lower()
        and "annual" not in key.lower()
        and "average" not in key.lower()
    ):
        return amount / life if life else None
    return amount


def _yearly(
    inputs: Mapping[str, Any], starts: tuple[str, ...], money: Money, life: float | None
) -> float | None:
    """Revenue or cost a year: a yearly number first, then parts added up, then totals over the life."""
    found = entries(inputs, *starts, without=("margin", "per_kg", "per_t", "share")) or holding(
        inputs, "|".join(starts), UNIT_COST
    )
    totals = {
        k: v
        for k, v in found.items()
        if re.search(r"total|lom|life_of_mine", k.lower())
        and not re.search(r"per_year|annual|avg|average", k.lower())
    }
    yearly = {k: v for k, v in found.items() if k not in totals}
    stated = {
        k: v for k, v in yearly.items() if re.search(r"per_year|annual|avg|average", k.lower())
    }
    if yearly:
        return money.total(dict([next(iter(stated.items()))]) if stated else yearly)
    for key, value in totals.items():
        return _spread(key, money.total({key: value}), life)
    return None


def _schedule(value: Mapping[str, Any]) -> float | None:
    """The steady number of a schedule by year: the one that says `from`, else the last."""
    for key, entry in value.items():
        if str(key).lower().startswith(("from", "steady", "average", "avg", "lom")):
            return number(entry)
    return number(list(value.values())[-1]) if value else None


def _ebitda(
    inputs: Mapping[str, Any], money: Money, life: float | None
) -> tuple[float | None, dict[str, float]]:
    """Full-output EBITDA a year, and by deck where a mapping names decks."""
    found = entries(
        inputs,
        "ebitda",
        "operating_margin_m",
        "operating_cash_flow",
        without=("margin_pct", "ebitda_margin", "share"),
    )
    found = found or holding(
        inputs,
        r"ebitda|operating_(margin|cash_?flow|profit)",
        r"pct|percent|share|ebitda_margin|per_(kg|t)",
    )
    own = {k: v for k, v in found.items() if unit_of(k)[1] in {"", money.currency}} or found
    decks: dict[str, float] = {}
    chosen: float | None = None
    for key, value in own.items():
        if isinstance(value, Mapping):
            by_deck = {
                str(k).lower(): v
                for k, v in value.items()
                if not re.search(r"\d{4}|^y\d|from|year", str(k).lower())
            }
            for name, entry in by_deck.items():
                amount = money.read(key, entry)
                if amount is not None:
                    decks[name] = amount
            steady = next(iter(decks.values())) if decks else money.read(key, _schedule(value))
        else:
            steady = _spread(key, money.read(key, value), life)
            deck = next((word for word in DECKS if word in key.lower().split("_")), "")
            if deck and steady is not None:
                decks[deck] = steady
        chosen = steady if chosen is None else chosen
    return chosen, decks


def _royalty(inputs: Mapping[str, Any]) -> float:
    """Royalty on revenue; several add up, and a number above one is in percent."""
    parts = [
        number(value)
        for key, value in leaves(inputs)
        if key.startswith("royalt") and not re.search(r"_m?(usd|aud|cad)|per_(t|kg|year)", key)
    ]
    return sum(p / 100 if p >= 1 else p for p in parts if p is not None and 0 <= p < SURELY_PERCENT)


SLOWEST_YEARS = 30.0
UNIT_COST = r"margin|per_(kg|t|lb|mtu|oz)|share|working|sustaining"


def _years(inputs: Mapping[str, Any], start: str) -> float | None:
    """A span of construction or ramp in years; None where no number can be one."""
    for key, value in entries(inputs, start, without=("cost", "capital", "capex", "usd")).items():
        found = number(value)
        months = "month" in key.lower() or "month" in str(value).lower()
        if found is None and months:
            found = number(re.sub(r"[\s-]*months?", "", str(value), flags=re.IGNORECASE))
        if found is not None and 0 <= found <= SLOWEST_YEARS * (12 if months else 1):
            return found / 12 if months else found
    return None


def _discount(inputs: Mapping[str, Any]) -> float | None:
    """The rate as a share; a number of one or more is in percent."""
    for value in entries(inputs, "discount", "real_discount", "wacc", without=("basis",)).values():
        found = number(value)
        if found is not None and 0 <= found < SURELY_PERCENT:
            return found / 100 if found >= 1 else found
    return None


def read_case(
    entry: Mapping[str, Any], others: Sequence[Mapping[str, Any]], rates: Mapping[str, float]
) -> Case:
    """The numbers of a case in millions of its currency, with notes on what was lent, assumed or left out.

    Spec: §V20 to §V24.
    """
    inputs = mapping(entry, "inputs")
    currency = currency_of(entry)
    money = Money(inputs, currency)
    notes: list[str] = []
    life = life_of(entry, inputs, others, notes)
    capital, later = _capital(inputs, money)
    tonnes = _tonnes(inputs, life)
    ebitda, decks = _ebitda(inputs, money, life)
    revenue = _yearly(inputs, ("revenue", "sales", "gross_revenue"), money, life)
    total = None
    if ebitda is None:
        ebitda, revenue = _built_up(inputs, money, (revenue, tonnes, life), notes)
        total = cash_total(inputs, money, life) if ebitda is None else None
    return Case(
        str(entry.get("id", "")),
        str(entry.get("project", "")),
        currency,
        life,
        capital,
        later,
        ebitda,
        revenue,
        _sustaining(inputs, money, life),
        money.total(entries(inputs, "closure", "rehabilitation")),
        _years(inputs, "construction"),
        _years(inputs, "ramp"),
        tax_of(entry, inputs, others, rates, notes),
        _discount(inputs),
        tonnes,
        decks,
        (*notes, *money.notes),
        _yearly(inputs, ("fcf", "free_cash_flow"), money, life),
        total,
        number(inputs.get("tax_holiday_years")) or 0.0,
        _first_phase(inputs, life),
    )


def _first_phase(inputs: Mapping[str, Any], life: float | None) -> float:
    """Share of the last phase's output that the first makes; 1 where no phases are printed."""
    staged = phases(inputs, life)
    return min(1.0, staged[0] / staged[1]) if staged else 1.0


def _sustaining(inputs: Mapping[str, Any], money: Money, life: float | None) -> float | None:
    for key, value in (
        entries(inputs, "sustaining") or holding(inputs, "sustaining", "per_t")
    ).items():
        amount = money.total({key: value})
        if amount is not None:
            return amount if "per_year" in key.lower() else amount / life if life else None
    return None


def _built_up(
    inputs: Mapping[str, Any],
    money: Money,
    known: tuple[float | None, float | None, float | None],
    notes: list[str],
) -> tuple[float | None, float | None]:
    """EBITDA from revenue and cost where none is printed; royalty comes off."""
    revenue, tonnes, life = known
    revenue = revenue if revenue is not None else sales(inputs, money, tonnes, life)
    cost = _yearly(inputs, ("opex", "operating_cost"), money, life)
    cost = cost if cost is not None else unit_costs(inputs, money, tonnes, life)
    margin = number(inputs.get("ebitda_margin"))
    if revenue is not None and cost is None and margin is not None:
        cost = revenue * (1 - margin)
    if revenue is None or cost is None:
        return None, revenue
    royalty = _royalty(inputs)
    notes.append(
        f"EBITDA built from revenue {revenue:,.0f} less cost {cost:,.0f}"
        + (f" and royalty {royalty:.2%}" if royalty else "")
    )
    return revenue * (1 - royalty) - cost, revenue
