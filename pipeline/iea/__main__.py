"""IEA supply by country to `statistics/iea_supply`. Run as `python -m pipeline.iea <folder>`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.common import Row, commodity_code, country_code, slug, write_rows

FILE = "iea_supply_by_country_may2025.csv"
SOURCE = "iea-cm-2025"
SEEN = date(2025, 5, 21)
# The explorer's "Rare Earth Elements" are the magnet rare earths: Nd, Pr, Dy and Tb.
_NAMES = {"Rare Earth Elements": "magnet-rare-earths"}
_SAID = {"Rare Earth Elements": "Magnet rare earths (Nd, Pr, Dy and Tb; IEA's Rare Earth Elements)"}
_BASE_YEAR = "2024"


def _row(line: dict[str, str], place: str, column: str, number: int) -> Row:
    commodity = _NAMES.get(line["mineral"]) or commodity_code(line["mineral"])
    year, printed = line["year"], line[column]
    said = _SAID.get(line["mineral"], line["mineral"])
    projected = year != _BASE_YEAR
    return Row(
        id=f"{SOURCE}/{commodity}/{line['stage']}/{slug(place)}/{year}",
        label=f"{said}, {place}: {line['stage']}",
        quantity="production",
        commodity=commodity,
        country=country_code(place),
        place=place,
        partner="",
        stage={"mining": "mine", "refining": "refining"}[line["stage"]],
        detail=f"{said}, {line['stage']}" + (", base case projection" if projected else ""),
        period=year,
        value=float(printed),
        unit="kt",
        basis="gross" if commodity == "natural-graphite" else "contained",
        low=None,
        high=None,
        absent="",
        printed=printed,
        quality="estimated" if projected else "reported",
        reliability="primary",
        source=SOURCE,
        at=f"{FILE}, row {number}, column {column}",
        seen=SEEN,
        note="Magnet rare earths: neodymium, praseodymium, dysprosium and terbium"
        if commodity == "magnet-rare-earths"
        else "",
    )


def read(folder: Path) -> Iterator[Row]:
    """Each country's cell, and the world total each block of rows repeats, once."""
    with (folder / FILE).open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    worlds: set[tuple[str, str, str]] = set()
    for number, line in enumerate(lines, start=2):
        yield _row(line, line["country"], "kt", number)
        key = (line["mineral"], line["stage"], line["year"])
        if key not in worlds:
            worlds.add(key)
            yield _row(line, "World", "world_total_kt", number)


def main(folder: Path) -> None:
    title = "IEA: mining and refining of key minerals by country, 2024 and projections"
    print("rows", write_rows("statistics/iea_supply", title, read(folder)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
