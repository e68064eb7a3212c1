"""Reading a published case: capital, EBITDA, revenue, life, tax, and what another case lends (§V20 to §V24)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monazite.value.printed import DECKS, Money, currency_of, entries, mapping, number, unit_of


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


def _capital(inputs: Mapping[str, Any], money: Money) -> tuple[float | None, float]:
    """Capital before production, and later stages."""
    whole = entries(
        inputs,
        "capex_total",
        "total_capex",
        "initial_capex",
        "preproduction_capex",
        "upfront_capex",
    )
    plain = whole or entries(
        inputs, "capex", "capital", without=("per_", "sustaining", "share", "intensity")
    )
    later = 0.0
    now: dict[str, Any] = {}
    for key, value in plain.items():
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
        amount = number(value)
        if amount is None:
            continue
        if re.search(r"total|lom", key.lower()):
            amount = amount / life if life else 0.0
        if "short_ton" in key.lower():
            amount *= 0.90718474
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
    ):
        return amount / life if life else None
    return amount


def _yearly(
    inputs: Mapping[str, Any], starts: tuple[str, ...], money: Money, life: float | None
) -> float | None:
    """Revenue or cost a year: a yearly number first, then parts added up, then totals over the life."""
    found = entries(inputs, *starts, without=("margin", "per_kg", "per_t", "share"))
    totals = {
        k: v
        for k, v in found.items()
        if re.search(r"total|lom", k.lower()) and "per_year" not in k.lower()
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


def _from_price(
    inputs: Mapping[str, Any], money: Money, tonnes: float | None
) -> tuple[float | None, float | None]:
    """Revenue and cost a year from a basket price and a unit cost, both per kg of the product."""
    if tonnes is None:
        return None, None
    made: list[float | None] = []
    for starts in (
        ("basket", "price_per_kg", "realised_price"),
        ("opex_usd_per_kg", "opex_aud_per_kg", "cash_cost", "unit_cost", "c1_"),
    ):
        rows = entries(inputs, *starts, without=("net",))
        key = next((k for k in rows if "per_kg" in k.lower()), None)
        price = None if key is None else money.read(key, rows[key])
        made.append(None if price is None else price * tonnes / 1000.0)
    return made[0], made[1]


def _royalty(inputs: Mapping[str, Any]) -> float:
    value = inputs.get("royalty", inputs.get("royalty_rate"))
    parts = [number(v) for v in value.values()] if isinstance(value, Mapping) else [number(value)]
    return sum(part for part in parts if part is not None and part < 1)


def _lend(
    entry: Mapping[str, Any], others: Sequence[Mapping[str, Any]], names: tuple[str, ...]
) -> tuple[float | None, str]:
    """A number that another case of the same project prints, the nearest in year first."""

    def year(case: Mapping[str, Any]) -> int:
        found = re.search(
            r"(19|20)\d\d", str(case.get("id", "")) + " " + str(case.get("stage", ""))
        )
        return int(found[0]) if found else 0

    same = [
        o
        for o in others
        if o is not entry and o.get("project") == entry.get("project") and entry.get("project")
    ]
    for other in sorted(same, key=lambda o: abs(year(o) - year(entry))):
        for field in ("inputs", "assumptions_to_set"):
            for name in names:
                found = number(mapping(other, field).get(name))
                if found is not None:
                    return found, str(other.get("id", ""))
    return None, ""


LONGEST_YEARS = 200.0  # beyond it a number is no life of a project
SLOWEST_YEARS = 30.0
LIFE = ("life_years", "mine_life_years", "life", "mine_life", "lom_years", "project_life_years")


def _years(value: Any) -> float | None:
    """A span of construction or ramp; None where the number cannot be one."""
    found = number(value)
    return found if found is not None and 0 <= found <= SLOWEST_YEARS else None


def _life(
    entry: Mapping[str, Any],
    inputs: Mapping[str, Any],
    others: Sequence[Mapping[str, Any]],
    notes: list[str],
) -> float | None:
    for name in LIFE:
        found = number(inputs.get(name))
        if found is not None and 0 < found <= LONGEST_YEARS:
            return found
    lent, source = _lend(entry, others, LIFE)
    if lent is not None:
        notes.append(f"life of {lent:g} years lent from {source}")
    return lent


def _tax(
    entry: Mapping[str, Any],
    inputs: Mapping[str, Any],
    others: Sequence[Mapping[str, Any]],
    rates: Mapping[str, float],
    notes: list[str],
) -> float | None:
    printed = number(inputs.get("tax_rate"))
    if printed is not None:
        return printed / 100 if printed > 1 else printed
    stated = number(mapping(entry, "assumptions_to_set").get("tax_rate"))
    if stated is not None:
        notes.append(f"tax rate {stated:g} as the case tells to set")
        return stated
    lent, source = _lend(entry, others, ("tax_rate",))
    if lent is not None:
        notes.append(f"tax rate {lent:g} lent from {source}")
        return lent
    text = f"{entry.get('country', '')} {entry.get('project', '')} {entry.get('currency', '')}".casefold()
    for name, rate in rates.items():
        if name and re.search(rf"\b{re.escape(name.casefold())}\b", text):
            notes.append(f"no tax rate printed: statutory rate {rate:g} ({name})")
            return rate
    notes.append("no tax rate printed: 0.3 assumed")
    return 0.3


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
    life = _life(entry, inputs, others, notes)
    capital, later = _capital(inputs, money)
    tonnes = _tonnes(inputs, life)
    ebitda, decks = _ebitda(inputs, money, life)
    revenue = _yearly(inputs, ("revenue", "sales", "gross_revenue"), money, life)
    if ebitda is None:
        ebitda, revenue = _built_up(inputs, money, (revenue, tonnes, life), notes)
    discount = number(inputs.get("discount_rate"))
    ramp_key = inputs.get("ramp_up_years", inputs.get("ramp_years"))
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
        _years(inputs.get("construction_years", inputs.get("construction_period_years"))),
        _years(ramp_key),
        _tax(entry, inputs, others, rates, notes),
        None if discount is None else discount / 100 if discount > 1 else discount,
        tonnes,
        decks,
        (*notes, *money.notes),
        _yearly(inputs, ("fcf", "free_cash_flow"), money, life),
    )


def _sustaining(inputs: Mapping[str, Any], money: Money, life: float | None) -> float | None:
    for key, value in entries(inputs, "sustaining").items():
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
    priced, unit_cost = _from_price(inputs, money, tonnes)
    revenue = revenue if revenue is not None else priced
    cost = _yearly(inputs, ("opex", "operating_cost"), money, life)
    cost = cost if cost is not None else unit_cost
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
