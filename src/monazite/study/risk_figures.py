"""A risk score as a figure that `monazite why` walks back to the cells it rests on (§I27).

An id reads `risk/METHOD/MATERIAL/IMPORTER/YEAR`, for example `risk/geopolrisk/Graphite/USA/2022`.
"""

from __future__ import annotations

from typing import Any

from monazite.codes import country_name
from monazite.indicators import METHODS
from monazite.provenance import Absence, Absent, Cited, Figure, derive
from monazite.study import risk, risk_cells

_PARTS = 5
_UNITS = {"expected-loss": "million USD", "days-of-cover": "days"}
_OF_PRODUCTION = {"hhi", "governance-hhi", "top3", "n-1"}
_READ = {"import-reliance", "days-of-cover"}


def _countries(cells: tuple[Figure, ...]) -> list[str]:
    """The countries cells are of, in their order; sums of others left out."""
    return [part for cell in cells if (part := cell.id.split("/")[2]) != "others"]


def _of_trade(row: dict[str, Any]) -> tuple[Figure, ...]:
    """Cells of the methods that set trade against production: geopolrisk, eu and usgs."""
    material, year, method = row["material"], row["year"], row["method"]
    made = risk_cells.production(material, year)
    bought = risk_cells.imports(material, row["importer"], year)
    if method == "geopolrisk":
        return made + bought + risk_cells.stability(_countries(bought), year)
    if method == "eu":
        weighed = risk_cells.dimensions([*_countries(made)[:2], *_countries(bought)], year)
        return made + bought + weighed + risk_cells.recycling(material)
    weighed = risk_cells.stability(_countries(made), year)
    return made + bought + weighed + risk_cells.dependence(material)


def _parents(row: dict[str, Any]) -> tuple[Figure, ...]:
    """The cells one row rests on, by its method."""
    material, year, method = row["material"], row["year"], row["method"]
    if method in _READ:
        return risk_cells.as_printed(row)
    if method == "companionality":
        return risk_cells.companion(material)
    made = risk_cells.production(material, year)
    if method in _OF_PRODUCTION:
        rated = method == "governance-hhi"
        return made + (risk_cells.stability(_countries(made), year) if rated else ())
    if method == "origin-gap":
        return made + risk_cells.exports(material, year)
    if method == "expected-loss":
        return made + risk_cells.dependence(material) + _chance(row)
    return _of_trade(row)


def _chance(row: dict[str, Any]) -> tuple[Figure, ...]:
    """The probability of the restrictor that carries most of an expected loss."""
    from monazite.study import expected

    return tuple(
        risk_cells.assumed(
            f"expected-loss/{row['material']}/{scenario.restrictor}/probability",
            f"Probability of a year without exports of {country_name(scenario.restrictor)}",
            1.0 if scenario.in_force else scenario.probability[1],
            "share",
            row["year"],
            at="probabilities of scenarios; 1 where a control is in force",
        )
        for scenario in expected.scenarios(expected.DRAFT_LIST)
        if (scenario.commodity, scenario.restrictor) == (row.get("mineral"), row.get("restrictor"))
    )


def figure(id: str) -> Figure | None:
    """The figure of a risk row, with the largest cells it rests on; None if the id is no risk id.

    Raises:
        UnknownCode: for a material, importer or method that is not known.
        MissingData: E608 for a year without production.

    Spec: §I27.
    """
    parts = id.split("/")
    if parts[0] != "risk" or len(parts) != _PARTS or not parts[4].isdigit():
        return None
    _, method, material, importer, year = parts
    found = risk.table(
        materials=[material], importers=[importer], years=[int(year)], methods=[method]
    )
    if not found.rows:
        return None
    row = found.rows[0]
    known = METHODS[method]
    absent = Absent(Absence.NOT_REPORTED, row["explanation"])
    return derive(
        id,
        f"{known.title}: {row['material']}, {row['importer']}",
        absent if row["value"] is None else row["value"],
        _UNITS.get(method, "score"),
        formula=f"{known.formula} ({known.citation})",
        parents=_parents(row) or _nothing(row),
        period=year,
        low=row["low"],
        high=row["high"],
        note=" ".join([row["explanation"], *row["notes"]]),
    )


def _nothing(row: dict[str, Any]) -> tuple[Figure, ...]:
    """The parent of an absent value: which tables were looked in, and that they hold nothing."""
    return (
        Figure(
            f"{row['method']}/{row['material']}/{row['year']}",
            "No cell of the packaged tables",
            Absent(Absence.NOT_REPORTED, row["explanation"]),
            "",
            cited=Cited("bmf-wmd-2026", "table 6.4, all commodities"),
        ),
    )
