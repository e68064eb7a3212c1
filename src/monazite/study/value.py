"""Wiring of values: cases and projects in, tables read, pure functions called (§V20, §V50)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from monazite import catalog
from monazite.codes import countries
from monazite.errors import DataError, MonaziteError
from monazite.value.cases import CONVENTION, Compared, compare

SHORTEST = 5  # letters of a project name that can be sought in a case


@cache
def tax_rates() -> Mapping[str, float]:
    """Rates by names a case may hold: projects of the reference data, country names and codes, then currencies."""
    rows = list(catalog.table("value/tax_rates").iter_rows(named=True))
    by_country = {row["country"]: float(row["value"]) for row in rows}
    found: dict[str, float] = {}
    for row in catalog.table("markets/projects").iter_rows(named=True):
        place = countries.search_country(str(row["project_country"] or ""))
        name = str(row["project"]).split(" (", maxsplit=1)[0]
        if place in by_country and len(name) >= SHORTEST:
            found.setdefault(name, by_country[place])
    for code, rate in by_country.items():
        found[code] = rate
        found[countries.country_name(code)] = rate
    return found | {row["currency"]: float(row["value"]) for row in rows if row["currency"]}


def compare_file(path: Path) -> tuple[Compared, ...]:
    """Every case of a file, valued by one convention and set beside its published numbers.

    Raises:
        DataError: E753 if the file is no JSON with a list `cases`.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cases = content["cases"] if isinstance(content, dict) else content
        if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
            raise TypeError("`cases` is no list of mappings")  # noqa: TRY301 - one place turns all of them into E753
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise DataError(
            "E753",
            "the file holds no published cases",
            where=str(path),
            why=str(error),
            way_out='Give JSON with {"cases": [{"id", "inputs", "published"}]}',
        ) from error
    return tuple(_safely(case, cases) for case in cases)


def _safely(case: Mapping[str, Any], cases: list[dict[str, Any]]) -> Compared:
    try:
        return compare(case, cases, tax_rates())
    except MonaziteError as error:
        why = f"refused: {error}"
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        why = f"cannot be read: {error}"  # one odd case never costs the others of its file
    return Compared(str(case.get("id", "")), None, None, None, None, why)


def as_rows(found: tuple[Compared, ...]) -> dict[str, Any]:
    """The comparison as plain data."""

    def row(entry: Compared, name: str) -> dict[str, Any]:
        return {
            "id": name,
            "npv": None if entry.npv is None else round(entry.npv, 1),
            "published_npv": entry.published_npv,
            "irr": None if entry.irr is None else round(entry.irr, 4),
            "published_irr": entry.published_irr,
            "note": entry.note,
        }

    cases = []
    for entry in found:
        made = row(entry, entry.id)
        if entry.decks:
            made["also"] = [row(deck, deck.label) for deck in entry.decks]
        cases.append(made)
    return {"convention": CONVENTION, "cases": cases}
