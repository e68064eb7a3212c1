"""A risk score as a figure that `monazite why` walks back to the cells of production, trade and governance (§I27).

An id reads `risk/METHOD/MATERIAL/IMPORTER/YEAR`, for example `risk/geopolrisk/Graphite/USA/2022`.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from monazite import catalog
from monazite.codes import country_name
from monazite.indicators import METHODS
from monazite.provenance import Absence, Absent, Cited, Figure, Quality, Reliability, derive
from monazite.study import risk, risk_inputs

_PARTS = 5
_CELLS = 6  # largest cells shown below a sum; the rest is one figure


def _cell(id: str, label: str, value: float, unit: str, row: dict[str, Any]) -> Figure:
    return Figure(
        id,
        label,
        value,
        unit,
        period=str(row["year"]),
        quality=Quality(row.get("quality") or "reported"),
        reliability=Reliability(row.get("reliability") or "primary"),
        cited=Cited(row["source"], row["at"]),
        note=row.get("note") or "",
    )


def _production(commodity: str, year: int) -> tuple[Figure, ...]:
    rows = (
        catalog.scan("production/world_mining_data")
        .filter(pl.col("commodity") == commodity, pl.col("year") == year, pl.col("value") > 0)
        .sort("value", descending=True)
        .collect()
    )
    cells = [
        _cell(
            f"production/{commodity}/{row['country']}/{year}",
            f"{commodity}, production of {country_name(row['country'])}",
            row["value"],
            row["unit"],
            row,
        )
        for row in rows.head(_CELLS).iter_rows(named=True)
    ]
    rest = rows.slice(_CELLS)
    if rest.height:
        cells.append(
            _cell(
                f"production/{commodity}/others/{year}",
                f"{commodity}, production of {rest.height} other countries",
                float(rest["value"].sum()),
                rest["unit"][0],
                {**rest.row(0, named=True), "at": f"table 6.4, {commodity}, {year}", "note": ""},
            )
        )
    return tuple(cells)


def _imports(codes: list[str], importer: str, year: int) -> tuple[Figure, ...]:
    members = sorted(risk_inputs.members(importer))
    rows = (
        catalog.scan("trade/baci_hs92")
        .filter(
            pl.col("year") == year,
            pl.col("hs92").is_in(codes),
            pl.col("importer").is_in(members),
            ~pl.col("exporter").is_in(members),
        )
        .group_by("exporter")
        .agg((pl.col("weight_kg").sum() / 1000).alias("weight_t"))
        .sort("weight_t", descending=True)
        .collect()
    )
    what = ", ".join(codes)
    place = {
        "year": year,
        "source": "cepii-baci-202601",
        "at": f"BACI_HS92_Y{year}_V202601.csv, k={what}",
    }
    shown = [
        (row[0], f"from {country_name(row[0])}", row[1]) for row in rows.head(_CELLS).iter_rows()
    ]
    rest = rows.slice(_CELLS)
    if rest.height:
        shown.append(("others", f"from {rest.height} others", float(rest["weight_t"].sum())))
    return tuple(
        _cell(
            f"trade/{'+'.join(codes)}/{code}/{importer}/{year}",
            f"HS 1992 {what} {words}",
            weight,
            "t",
            place,
        )
        for code, words, weight in shown
    )


def _governance(countries: list[str], year: int) -> tuple[Figure, ...]:
    rows = catalog.scan("governance/political_stability").filter(
        pl.col("year") == year, pl.col("country").is_in(countries)
    )
    return tuple(
        _cell(
            f"governance/stability/{row['country']}/{year}",
            f"Political stability of {country_name(row['country'])}",
            row["estimate"],
            "score",
            row,
        )
        for row in rows.collect().iter_rows(named=True)
    )


def _parents(row: dict[str, Any]) -> tuple[Figure, ...]:
    named = catalog.table("trade/materials").filter(pl.col("material") == row["material"])
    if named.is_empty():
        return _production(row["material"], row["year"])
    entry = named.row(0, named=True)
    made = _production(entry["production"], row["year"])
    if row["method"] in {"hhi", "governance-hhi", "top3"}:
        return made
    bought = _imports(entry["hs92"].split(";"), row["importer"], row["year"])
    sellers = [figure.id.split("/")[2] for figure in bought]
    return made + bought + _governance(sellers, row["year"])


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
        "million USD" if method == "expected-loss" else "score",
        formula=f"{known.formula} ({known.citation})",
        parents=_parents(row) or _self(row),
        period=year,
        low=row["low"],
        high=row["high"],
        note=" ".join([row["explanation"], *row["notes"]]),
    )


def _self(row: dict[str, Any]) -> tuple[Figure, ...]:
    """A parent for rows that are read as printed: the place is in the row's notes."""
    place = next((note for note in row["notes"] if note.startswith("usgs-")), "")
    source, _, at = place.partition(", ")
    if not source:
        source, at = "monazite-assumptions-2026", "probabilities and dependence of scenarios"
    value = row["value"] if row["value"] is not None else Absent(Absence.NOT_REPORTED)
    cited = Cited(source, at or "row of the method")
    return (
        Figure(
            f"{row['method']}/{row['material']}/{row['year']}", "As printed", value, "", cited=cited
        ),
    )
