# ruff: noqa: E501 - a pattern is one line of words
"""Reference figures that speak to a claim: statistics of all publishers, and the register of acts (§R31)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from monazite import catalog
from monazite.catalog.statistics import Question, get
from monazite.errors import MissingData, MonaziteError
from monazite.provenance import Figure, derive
from monazite.reading.model import Claim

_ALIAS = {
    "graphite": "natural-graphite",
    "aluminium": "bauxite",
    "chromium": "chromium",
    "platinum_group": "platinum-group-metals",
}
_QUANTITY = {
    "production_share": "production", "processing_share": "production", "output_volume": "production", "reserves_share": "reserves",
    "reserves_volume": "reserves", "import_reliance": "net-import-reliance", "capacity": "capacity",
}  # fmt: skip
_STAGES = {
    "production_share": ("mine", None, ""),
    "processing_share": ("refining", "separation", None, ""),
}
PROCESSED_ONLY = frozenset(["gallium", "germanium", "bismuth", "tellurium", "indium", "magnesium"])
GENERIC = frozenset(["critical_minerals", "rare_earths"])
_CODES = {"USA": "US", "AUS": "AU", "EUU": "EU", "CAN": "CA", "IND": "IN", "JPN": "JP", "GBR": "UK"}


@dataclass(frozen=True, slots=True)
class Reference:
    """One figure beside a claim, with what it counts and the day it could first be known."""

    figure: Figure
    value: float
    definition: str
    publisher: str
    year: int
    seen: date
    headline: bool
    kind: str = ""


def commodity(material: str) -> str:
    """The statistics' name of a material of a reading."""
    return _ALIAS.get(material, material.replace("_", "-"))


def _publisher(source: str) -> str:
    for start, name in (
        ("usgs", "USGS"),
        ("iea", "IEA"),
        ("bmf", "World Mining Data"),
        ("bgs", "BGS"),
    ):
        if source.startswith(start):
            return name
    return source


def _cells(claim: Claim, material: str, known_at: date) -> list[Any]:
    question = Question(
        _QUANTITY[claim.claim_type], material, claim.jurisdiction, known_at=known_at
    )
    try:
        return list(get(question).cells)
    except (MissingData, MonaziteError):
        return []


def _statistics(claim: Claim, known_at: date) -> list[Reference]:
    share = claim.unit == "%"
    materials = [commodity(claim.material)]
    if claim.material in {"rare_earths", "neodymium", "dysprosium", "praseodymium", "terbium"}:
        materials.append("magnet-rare-earths")
    found: list[Reference] = []
    for place, material in enumerate(materials):
        for cell in _cells(claim, material, known_at):
            magnet = (
                cell.row["commodity"] == "magnet-rare-earths" and claim.material == "rare_earths"
            )
            usual = place == 0 and not (magnet and claim.claim_type == "production_share")
            reference = _reference(claim, cell, known_at, share=share, headline=usual)
            if reference and all(reference.figure.id != r.figure.id for r in found):
                found.append(reference)
    return found


def _reference(
    claim: Claim, cell: Any, known_at: date, *, share: bool, headline: bool
) -> Reference | None:
    row = cell.row
    stages = _STAGES.get(claim.claim_type)
    if stages and row["stage"] not in stages and claim.material not in PROCESSED_ONLY:
        return None
    shown: Figure | None = (
        cell.share
        if share and _QUANTITY[claim.claim_type] != "net-import-reliance"
        else cell.figure
    )
    if shown is None or not isinstance(shown.value, (int, float)):
        return None
    year = str(row["period"])[:4]
    if not year.isdigit() or int(year) > known_at.year:
        return None
    scale = {"kt": 1e3, "Mt": 1e6, "kg": 1e-3}.get(shown.unit, 1.0)
    publisher = _publisher(row["source"])
    return Reference(
        shown,
        float(shown.value) * scale,
        f"{publisher}: {cell.definition}",
        publisher,
        int(year),
        row["seen"],
        headline,
    )


def _stage_shares(claim: Claim, known_at: date) -> list[Reference]:
    if claim.claim_type != "processing_share" or claim.material not in {"rare_earths", "neodymium"}:
        return []
    found: list[Reference] = []
    for row in catalog.table("network/stage_shares").iter_rows(named=True):
        if (
            row["unit"] != "%"
            or row["country"] != claim.jurisdiction
            or row["seen"] > known_at
            or row["value"] is None
        ):
            continue
        heading = row["stage"] or row["label"]
        found.append(
            Reference(
                catalog.figure(row), row["value"], heading, _publisher(row["source"]), int(str(row["period"])[:4]), row["seen"],
                headline="separation" in heading or "refining" in heading,
            )
        )  # fmt: skip
    return found


def _known(row: dict[str, Any]) -> date:
    """An act of a government is public on its own day, or at the end of its month or year where no day is given."""
    period = str(row["period"] or "")
    try:
        if len(period) == 10:  # noqa: PLR2004 - a day
            return date.fromisoformat(period)
        if len(period) == 7:  # noqa: PLR2004 - a month
            year, month = int(period[:4]), int(period[5:])
            return date(year, month, calendar.monthrange(year, month)[1])
    except ValueError:
        pass
    return row["seen"]


_UNITS = {
    "million USD": ("USD", 1e6),
    "million EUR": ("EUR", 1e6),
    "million AUD": ("AUD", 1e6),
    "million CAD": ("CAD", 1e6),
}


def _same_material(claim: Claim, text: str) -> bool:
    words = text.lower()
    names = {
        "rare_earths": ("rare earth", "ndfeb"),
        "critical_minerals": ("critical", "sb, ta", "stockpile", "several", "all"),
    }
    return any(
        name in words for name in names.get(claim.material, (claim.material.replace("_", " "),))
    )


def money(claim: Claim, known_at: date) -> list[Reference]:
    """Acts of the same government and material, or programmes of the same amount."""
    found: list[Reference] = []
    code = _CODES.get(claim.jurisdiction, claim.jurisdiction)
    rows = [
        *catalog.table("reading/money_facts").iter_rows(named=True),
        *catalog.table("markets/actions").iter_rows(named=True),
    ]
    for row in rows:
        unit = _UNITS.get(row["unit"])
        if (
            row["value"] is None
            or unit is None
            or unit[0] != claim.unit
            or code not in (row["actor_country"] or "")
        ):
            continue
        value, day = row["value"] * unit[1], _known(row)
        near = abs(value - claim.value) <= 0.01 * claim.value
        same = _same_material(claim, row["commodity"] or "")
        total = row["action_type"] == "programme total"
        kin = (
            claim.material == "critical_minerals"
            and (row["commodity"] or "") == "National Defense Stockpile"
        )
        if day > known_at or not (
            kin
            or (near and (same or (total and claim.material in GENERIC)))
            or (same and claim.material not in GENERIC)
        ):
            continue
        definition = "; ".join(
            filter(None, (row["action_type"], row["amount_basis"], row["status"]))
        )
        found.append(
            Reference(
                catalog.figure(row),
                value,
                definition,
                str(row["source"]),
                day.year,
                day,
                near,
                row["action_type"],
            )
        )
    return found


def tally(known_at: date) -> Figure | None:
    """The solicitations that the press added up to a billion dollars, added again."""
    parts: list[Figure] = []
    for row in catalog.table("markets/actions").iter_rows(named=True):
        wanted = row["id"] in {"action/a030", "action/a044", "action/a046", "action/a047"}
        if wanted and row["value"] is not None and _known(row) <= known_at:
            parts.append(catalog.figure(row))
    if len(parts) < 4:  # noqa: PLR2004 - cobalt, antimony, tantalum, scandium
        return None
    return _sum(parts, sum(part.number for part in parts))


def _sum(parts: list[Figure], value: float) -> Figure:
    return derive(
        "reading/dla-solicitations-2025",
        "Ceilings of the solicitations named: " + " + ".join(f"{part.number:g}" for part in parts),
        value,
        "million USD",
        formula="sum of the ceilings",
        parents=tuple(parts),
        period="2025",
    )


def references(claim: Claim, known_at: date) -> tuple[Reference, ...]:
    """Every figure that speaks to the claim and could be known on the day, newest year first."""
    if claim.claim_type == "money_amount":
        found = money(claim, known_at)
    elif claim.claim_type in _QUANTITY:
        found = _statistics(claim, known_at) + _stage_shares(claim, known_at)
    else:
        found = []
    return tuple(sorted(found, key=lambda r: (-r.year, -r.seen.toordinal(), r.publisher)))


__all__ = ["Reference", "commodity", "money", "references", "tally"]
