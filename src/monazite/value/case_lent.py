"""What a case does not say of itself: life and tax, printed, lent by another case, or by the country (§V20)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from monazite.value.case_build import life_from_reserve
from monazite.value.printed import entries, mapping, number

LONGEST_YEARS = 200.0  # beyond it a number is no life of a project
LIFE = (
    "life_years",
    "mine_life_years",
    "life",
    "mine_life",
    "lom_years",
    "project_life_years",
    "life_of_mine_years",
    "life_of_mine",
    "lom",
    "operating_life_years",
    "project_life",
)
SURELY_PERCENT = 60.0  # above it no royalty or tax rate


def _lend(
    entry: Mapping[str, Any],
    others: Sequence[Mapping[str, Any]],
    names: tuple[str, ...],
    most: float,
) -> tuple[float | None, str]:
    """A number above zero that another case of the same project prints, the nearest in year first."""

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
                if found is not None and 0 < found <= most:
                    return found, str(other.get("id", ""))
    return None, ""


def life_of(
    entry: Mapping[str, Any],
    inputs: Mapping[str, Any],
    others: Sequence[Mapping[str, Any]],
    notes: list[str],
) -> float | None:
    """Years of life: printed, lent by another case of the project, or reserve over throughput."""
    for name in LIFE:
        found = number(inputs.get(name))
        if found is not None and 0 < found <= LONGEST_YEARS:
            return found
    lent, source = _lend(entry, others, LIFE, LONGEST_YEARS)
    if lent is not None:
        notes.append(f"life of {lent:g} years lent from {source}")
        return lent
    reserve = life_from_reserve(inputs)
    if reserve is not None and 0 < reserve <= LONGEST_YEARS:
        notes.append(f"life of {reserve:.1f} years is reserve over throughput")
        return reserve
    return None


def tax_of(
    entry: Mapping[str, Any],
    inputs: Mapping[str, Any],
    others: Sequence[Mapping[str, Any]],
    rates: Mapping[str, float],
    notes: list[str],
) -> float | None:
    """The tax rate: printed, as the case tells to set, lent, or that of the country."""
    names = ("tax_rate", "effective_tax", "corporate_tax", "corporate_income_tax", "income_tax")
    rows = entries(inputs, *names, without=("musd", "maud", "mcad")) | {"tax": inputs.get("tax")}
    for value in rows.values():
        printed = number(value)
        if printed is not None and 0 <= printed < SURELY_PERCENT:
            return printed / 100 if printed >= 1 else printed
    stated = number(mapping(entry, "assumptions_to_set").get("tax_rate"))
    if stated is not None:
        notes.append(f"tax rate {stated:g} as the case tells to set")
        return stated
    lent, source = _lend(entry, others, ("tax_rate",), SURELY_PERCENT)
    if lent is not None:
        lent = lent / 100 if lent >= 1 else lent
        notes.append(f"tax rate {lent:g} lent from {source}")
        return lent
    text = f"{entry.get('country', '')} {entry.get('project', '')} {entry.get('currency', '')}".casefold()
    for name, rate in rates.items():
        if name and re.search(rf"\b{re.escape(name.casefold())}\b", text):
            notes.append(f"no tax rate printed: statutory rate {rate:g} ({name})")
            return rate
    notes.append("no tax rate printed: 0.3 assumed")
    return 0.3
