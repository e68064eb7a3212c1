"""Facts collected by hand, each with publisher, title and date, to reference tables.

Run as `python -m pipeline.markets <folder with projects.csv, actions.csv, prices.csv, products.csv>`.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from monazite.catalog.official.words import slug
from pipeline.common import write_table
from pipeline.common.cards import Cards, known_day

_RELIABILITY = {"A": "primary", "B": "secondary", "C": "weak", "D": "memory"}
_ROOM = "markets"
_FIGURE = {
    "id": ("text", "stable identifier"),
    "label": ("text", "what the number is, in words"),
    "value": ("float", "the number, in `unit`; empty where only a range or nothing is known"),
    "unit": ("text", "unit code"),
    "basis": ("text", "contained, oxide, gross or none"),
    "period": ("text", "year, month or day the number speaks of"),
    "low": ("float", "lower bound in `unit`"),
    "high": ("float", "upper bound in `unit`"),
    "absent": ("text", "why there is no value"),
    "quality": ("text", "reported, estimated, derived or assumed"),
    "reliability": ("text", "primary, secondary, weak or memory"),
    "source": ("text", "source card"),
    "at": ("text", "place in the source"),
    "seen": ("date", "first day the fact could be known"),
    "note": ("text", "remarks"),
}
_EXTRA = {
    "projects": (
        "company ticker exchange hq_country project project_country china_group commodity elements stage "
        "capacity_basis status start_year start_basis capex_value_m capex_currency support_amount_m support_currency "
        "support_programme support_date offtake"
    ).split(),
    "actions": (
        "date actor actor_country action_type programme commodity recipient project amount_basis currency quantity "
        "quantity_unit term_years price_or_terms status description"
    ).split(),
    "price_facts": "date period_type commodity form market price_basis currency vat_included usd_per_kg".split(),
    "product_contents": (
        "product component material formula material_mass_kg_low material_mass_kg_typ material_mass_kg_high mass_basis "
        "element wt_pct_low wt_pct_typ wt_pct_high controlled_apr2025 controlled_oct2025_added product_price_usd_low "
        "product_price_usd_high"
    ).split(),
}
_NUMBERS = {
    "capex_value_m",
    "support_amount_m",
    "usd_per_kg",
    "material_mass_kg_low",
    "material_mass_kg_typ",
    "material_mass_kg_high",
    "wt_pct_low",
    "wt_pct_typ",
    "wt_pct_high",
    "product_price_usd_low",
    "product_price_usd_high",
}
_TITLES = {
    "projects": "Mines, separation, metal and magnet plants and other projects, with capacity and support",
    "actions": "Government purchases, loans, equity, floors and stockpile programmes",
    "price_facts": "Single price facts quoted in public, never a series",
    "product_contents": "What products hold: component, alloy and element masses",
}


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def _common(line: dict[str, str], cards: Cards, number: int, name: str) -> dict[str, object]:
    source = cards.add(
        line["source_publisher"], line["source_title"], line["source_date"], line["source_url"]
    )
    return {
        "reliability": _RELIABILITY[line["reliability"]],
        "source": source,
        "at": line["source_locator"].strip() or f"collected in {name}, row {number}",
        "seen": known_day(line["source_date"]),
        "note": line.get("notes", ""),
    }


def _value(low: float | None, middle: float | None, high: float | None) -> dict[str, object]:
    """One number as value; two different bounds as a range with the given middle."""
    value = middle if middle is not None else (low if low == high else None)
    absent = (
        "" if value is not None else ("not_reported" if low is None and high is None else "bounded")
    )
    return {"value": value, "low": low, "high": high, "absent": absent}


def _basis(text: str) -> str:
    said = text.casefold()
    if "oxide" in said or "reo" in said:
        return "oxide"
    if "contained" in said or "metal" in said or " in " in said:
        return "contained"
    return "gross"


def _extra(line: dict[str, str], names: list[str]) -> dict[str, object]:
    return {name: _number(line[name]) if name in _NUMBERS else line[name].strip() for name in names}


def _projects(folder: Path, cards: Cards) -> list[dict[str, object]]:
    records = []
    for number, line in enumerate(_lines(folder / "projects.csv"), start=2):
        low, high = _number(line["capacity_low"]), _number(line["capacity_high"])
        middle = None if low is None or high is None else (low + high) / 2
        records.append(
            {
                "id": f"project/{slug(line['id'] + ' ' + line['project'])}",
                "label": f"{line['project']} ({line['company']}): capacity",
                **_value(low, middle, high),
                "unit": line["capacity_unit"].strip(),
                "basis": _basis(line["capacity_basis"]) if low is not None else "none",
                "period": line["start_year"].strip(),
                "quality": "reported",
                **_common(line, cards, number, "projects.csv"),
                **_extra(line, _EXTRA["projects"]),
            }
        )
    return records


def _actions(folder: Path, cards: Cards) -> list[dict[str, object]]:
    records = []
    for number, line in enumerate(_lines(folder / "actions.csv"), start=2):
        amount = _number(line["amount_m"])
        records.append(
            {
                "id": f"action/{line['id'].casefold()}",
                "label": f"{line['actor']}, {line['action_type']}: {line['commodity']}",
                **_value(None, amount, None),
                "unit": f"million {line['currency']}" if amount is not None else "",
                "basis": "none",
                "period": line["date"].strip(),
                "quality": "reported",
                **_common(line, cards, number, "actions.csv"),
                **_extra(line, _EXTRA["actions"]),
            }
        )
    return records


def _single(lines: list[tuple[int, dict[str, str]]]) -> list[tuple[int, dict[str, str]]]:
    """At most three facts of one quoted price: the first, the highest and the last. A series is not ours to ship."""
    if len(lines) <= 3:
        return lines
    ordered = sorted(lines, key=lambda entry: entry[1]["date"])
    top = max(ordered, key=lambda entry: _number(entry[1]["value_mid"]) or 0.0)
    chosen = {entry[0]: entry for entry in (ordered[0], top, ordered[-1])}
    return [chosen[number] for number in sorted(chosen)]


def _prices(folder: Path, cards: Cards) -> list[dict[str, object]]:
    groups: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for number, line in enumerate(_lines(folder / "prices.csv"), start=2):
        publisher = line["source_publisher"]
        if publisher in {"USGS", "US Census Bureau / USITC DataWeb"} or "Comtrade" in publisher:
            continue  # read from the official files
        groups[(publisher, line["commodity"], line["form"], line["market"])].append((number, line))
    records = []
    for number, line in sorted(
        (entry for group in groups.values() for entry in _single(group)), key=lambda e: e[0]
    ):
        known = max(known_day(line["date"]), known_day(line["source_date"] or line["date"]))
        words = slug(" ".join(line[key] for key in ("commodity", "form", "market", "date")))
        record = {
            "id": f"price-fact/{words}-{number}",
            "label": f"{line['commodity']} {line['form']}, {line['market']}",
            **_value(
                _number(line["value_low"]), _number(line["value_mid"]), _number(line["value_high"])
            ),
            "unit": f"{line['currency']}/{line['unit']}",
            "basis": "gross",
            "period": line["date"],
            "quality": "derived" if "derived" in line["basis"] else "reported",
            **_common(
                line | {"source_date": line["source_date"] or line["date"]},
                cards,
                number,
                "prices.csv",
            ),
            **_extra(line | {"price_basis": line["basis"]}, _EXTRA["price_facts"]),
        }
        records.append(record | {"seen": known})
    return records


def _products(folder: Path, cards: Cards) -> list[dict[str, object]]:
    records = []
    for number, line in enumerate(_lines(folder / "products.csv"), start=2):
        mass = _number(line["element_mass_kg_typ"])
        part = slug(f"{line['component']} {line['material']}")
        records.append(
            {
                "id": f"product/{line['id'].casefold()}/{part}/{line['element'] or 'all'}-{number}",
                "label": f"{line['product']}: {line['element'] or line['material']}",
                **_value(None, mass, None),
                "unit": "kg" if mass is not None else "",
                "basis": "contained" if mass is not None else "none",
                "period": line["source_date"].strip(),
                "quality": "estimated",
                **_common(line, cards, number, "products.csv"),
                **_extra(line, _EXTRA["product_contents"]),
            }
        )
    return records


def main(folder: Path) -> None:
    cards = Cards()
    for name, read in (
        ("projects", _projects),
        ("actions", _actions),
        ("price_facts", _prices),
        ("product_contents", _products),
    ):
        extra = {
            column: ("float" if column in _NUMBERS else "text", column.replace("_", " "))
            for column in _EXTRA[name]
        }
        columns = {**_FIGURE, **extra}
        print(name, write_table(f"{_ROOM}/{name}", _TITLES[name], columns, read(folder, cards)))
    print("cards", cards.write("markets"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
