"""Days of cover of U.S. stocks, computed from the cells of `statistics/usgs_mcs`, to `indicators/stock_cover`.

Run as `python -m pipeline.stock_cover`; it reads the table made from the official file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import polars as pl

from monazite.catalog import table
from pipeline.common import slug, write_table

SOURCE = "usgs-mcs-2026"
_COLUMNS = {
    "id": ("text", "stable identifier"),
    "label": ("text", "what the number is, in words"),
    "commodity": ("text", "commodity code"),
    "country": ("text", "always USA"),
    "value": ("float", "days the stock lasts at the year's rate of use: 365 x stock / consumption"),
    "unit": ("text", "days"),
    "basis": ("text", "none"),
    "period": ("text", "year"),
    "low": ("float", "empty"),
    "high": ("float", "empty"),
    "absent": ("text", "empty"),
    "stock": ("float", "stock at the end of the year, in `mass_unit`"),
    "stock_id": ("text", "cell of the stock"),
    "consumption": ("float", "consumption of the year, in `mass_unit`"),
    "consumption_id": ("text", "cell of the consumption"),
    "mass_unit": ("text", "unit of both"),
    "quality": ("text", "derived"),
    "reliability": ("text", "computed"),
    "source": ("text", "source card of both cells"),
    "at": ("text", "places of both cells"),
    "seen": ("date", "first day both cells could be known"),
    "note": ("text", "series of both cells"),
}


def _records() -> Iterator[dict[str, Any]]:
    rows = (
        table("statistics/usgs_mcs")
        .filter(
            pl.col("source") == SOURCE,
            pl.col("quantity").is_in(["stocks", "consumption"]),
            pl.col("value").is_not_null(),
            pl.col("basis") != "none",
        )
        .sort("id")
    )
    groups: dict[tuple[str, ...], dict[str, list[dict[str, Any]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows.iter_rows(named=True):
        key = tuple(row[name] for name in ("commodity", "period", "unit", "basis"))
        groups[key][row["quantity"]].append(row)
    for key in sorted(groups):
        for stock in groups[key]["stocks"]:
            for use in groups[key]["consumption"]:
                if use["value"]:
                    yield _record(stock, use)


def _record(stock: dict[str, Any], use: dict[str, Any]) -> dict[str, Any]:
    words = f"{slug(stock['detail'])}/{slug(use['detail'])}"
    return {
        "id": f"stock-cover/{stock['commodity']}/{words}/{stock['period']}",
        "label": f"Days of cover, United States, {stock['commodity']}",
        "commodity": stock["commodity"],
        "country": "USA",
        "value": round(365 * stock["value"] / use["value"], 3),
        "unit": "days",
        "basis": "none",
        "period": stock["period"],
        "stock": stock["value"],
        "stock_id": stock["id"],
        "consumption": use["value"],
        "consumption_id": use["id"],
        "mass_unit": stock["unit"],
        "quality": "derived",
        "reliability": "computed",
        "source": SOURCE,
        "at": f"{stock['at'].split(';')[0]} and {use['at'].split(';')[0]}",
        "seen": max(stock["seen"], use["seen"]),
        "note": f"365 x ({stock['detail']}) / ({use['detail']})",
    }


def main() -> None:
    title = "Days of cover of U.S. stocks, all commodities of the USGS summaries 2026"
    print("rows", write_table("indicators/stock_cover", title, _COLUMNS, _records()))


if __name__ == "__main__":
    main()
