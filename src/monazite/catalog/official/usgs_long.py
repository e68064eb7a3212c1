"""The 2026 data release: one file, one row per cell, cp1252, values as text."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from monazite.catalog.official import (
    Cell,
    Row,
    commodity_code,
    country_code,
    read_cell,
    slug,
    stage_of,
    unit_code,
)

FILE = "MCS2026_Commodities_Data.csv"
SEEN = {2026: date(2026, 2, 6)}
_QUANTITY = {
    "Production": "production",
    "Import": "imports",
    "Price": "price",
    "Export": "exports",
    "Reserves": "reserves",
    "Consumption": "consumption",
    "Net import reliance": "net-import-reliance",
    "Employment": "employment",
    "Capacity": "capacity",
    "Stock": "stocks",
    "Sold or used": "sold-or-used",
    "Shipment": "shipments",
    "Sales": "sales",
    "Sold": "sales",
    "Supply": "supply",
}
_MASS = {"t", "kt", "Mt", "kg", "kt dry"}


@dataclass(frozen=True, slots=True)
class Edition:
    """The card, the first day and the file name of one release."""

    source: str
    seen: date
    file: str


def basis_of(detail: str, heading: str, unit: str) -> str:
    """What the mass counts, from the series' own words first, then the chapter's heading."""
    if unit not in _MASS:
        return "none"
    for text in (detail.casefold(), heading.casefold()):
        if "gross weight" in text:
            return "gross"
        if (
            "oxide equivalent" in text
            or "(reo)" in text
            or "(mgo) content" in text
            or "oxide-equivalent" in text
        ):
            return "oxide"
        if (
            "(k2o)" in text
            or "(tio2) content" in text
            or "rare-earth-oxide" in text
            or "(y2o3)" in text
        ):
            return "oxide"
        if re.search(r"\bcontent\b|\bcontained\b|\belemental\b|\(metal content\)", text):
            return "contained"
    return "gross"


def _cell(line: dict[str, str], unit: str) -> Cell:
    return read_cell(line["Value"], note=line["Notes"], percent=unit == "%")


def _period(text: str) -> str:
    found = re.fullmatch(r"(\d{4})[–-](\d{2})", text)
    return f"{found[1]}-{found[1][:2]}{found[2]}" if found else text


def _row(edition: Edition, number: int, line: dict[str, str], headings: dict[str, str]) -> Row:
    unit = unit_code(line["Unit"])
    cell = _cell(line, unit)
    said = line["Statistics"].strip()
    quantity = "import-sources" if said.startswith("Import sources") else _QUANTITY[said]
    commodity = commodity_code(line["Commodity"])
    place = re.sub(r"\s+", " ", line["Country"]).strip()
    partner = country_code(place) if quantity == "import-sources" else ""
    country = "USA" if partner else country_code(place)
    detail = re.sub(r"\s+", " ", line["Statistics_detail"]).strip()
    period = _period(line["Year"])
    chapter = line["MCS chapter"].strip()
    section = line["Section"].strip().rstrip(":")
    stage = stage_of(detail) or (stage_of(section) if section.startswith("World") else "")
    heading = line["Other notes"].split(" -- ")[0]
    heading = heading if heading.startswith("(Data in") else headings.get(chapter, "")
    return Row(
        id=f"{edition.source}/{slug(chapter)}/{quantity}/{commodity}/{slug(place)}/{slug(detail)}/{period}",
        label=f"{line['Commodity'].strip()}, {place}: {detail}",
        quantity=quantity,
        commodity=commodity,
        country=country,
        place=place,
        partner=partner,
        stage=stage,
        detail=detail,
        period=period,
        value=cell.value,
        unit=unit,
        basis=basis_of(f"{detail} {section}", heading, unit),
        low=cell.low,
        high=cell.high,
        absent=cell.absent,
        printed=cell.printed,
        quality="estimated" if "estimated" in line["Notes"].casefold() else "reported",
        reliability="primary",
        source=edition.source,
        at=f"{edition.file}, row {number}; {section}",
        seen=edition.seen,
        note="; ".join(part for part in (cell.note, line["Notes"].strip()[:300]) if part),
    )


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file))


def headings(path: Path) -> dict[str, str]:
    """What masses of each chapter count, by the commodity code of the chapter."""
    return {
        commodity_code(line["MCS chapter"]): line["Other notes"].split(" -- ")[0]
        for line in _lines(path)
        if line["Other notes"].startswith("(Data in")
    }


def edition_of(path: Path, unknown: date) -> Edition:
    """The edition a file belongs to by its name; `unknown` is the day a newer edition counts as known from."""
    year = int(re.findall(r"(\d{4})", path.name)[0])
    return Edition(f"usgs-mcs-{year}", SEEN.get(year, unknown), path.name)


def read(path: Path, unknown: date = date.max) -> Iterator[Row]:
    """All cells of the release, with the row of the file each stands in (the header is row 1)."""
    edition = edition_of(path, unknown)
    lines = _lines(path)
    known = {
        line["MCS chapter"].strip(): line["Other notes"].split(" -- ")[0]
        for line in lines
        if line["Other notes"].startswith("(Data in")
    }
    met: Counter[str] = Counter()
    for number, line in enumerate(lines, start=2):
        row = _row(edition, number, line, known)
        met[row.id] += 1  # the file repeats some series under one name
        yield row if met[row.id] == 1 else replace(row, id=f"{row.id}/{met[row.id]}")
