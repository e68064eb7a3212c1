"""The cells a risk score rests on, by kind: production, trade, governance, and rows read as printed (§I27)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from monazite import catalog
from monazite.codes import country_name
from monazite.provenance import Absence, Absent, Cited, Figure, Quality, Reliability
from monazite.study import risk_inputs, risk_more, risk_names

MOST = 6  # largest cells shown below a sum; the rest is one figure
_YEARLY = 3  # countries whose six dimensions of governance are shown
_ASSUMED = "monazite-assumptions-2026"
_GROUP = "Rare earth"


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


def production(material: str, year: int) -> tuple[Figure, ...]:
    """World production of a material: World Mining Data, or the USGS where that does not cover it."""
    named = catalog.table("trade/materials").filter(pl.col("material") == material)
    commodity = material if named.is_empty() else named["production"][0]
    rows = (
        catalog.scan("production/world_mining_data")
        .filter(pl.col("commodity") == commodity, pl.col("year") == year, pl.col("value") > 0)
        .sort("value", descending=True)
        .collect()
    )
    if rows.is_empty():
        return _printed_production(material, year)
    cells = [
        _cell(
            f"production/{commodity}/{row['country']}/{year}",
            f"{commodity}, production of {country_name(row['country'])}",
            row["value"],
            row["unit"],
            row,
        )
        for row in rows.head(MOST).iter_rows(named=True)
    ]
    rest = rows.slice(MOST)
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


def _printed_production(material: str, year: int) -> tuple[Figure, ...]:
    for name, forms in risk_more.usgs_forms(year):
        if name == material:
            known = forms.drop_nulls("value").sort("value", descending=True)
            return tuple(catalog.figure(row) for row in known.head(MOST).iter_rows(named=True))
    return ()


def imports(material: str, importer: str, year: int) -> tuple[Figure, ...]:
    """What an importer buys of the HS codes of a material, by exporter outside it."""
    members = sorted(risk_inputs.members(importer))
    bought = pl.col("importer").is_in(members) & ~pl.col("exporter").is_in(members)
    return _flows(material, year, bought, importer)


def exports(material: str, year: int) -> tuple[Figure, ...]:
    """What countries sell of the HS codes of a material to the world."""
    return _flows(material, year, pl.lit(value=True), "world")


def _flows(material: str, year: int, which: pl.Expr, buyer: str) -> tuple[Figure, ...]:
    named = catalog.table("trade/materials").filter(pl.col("material") == material)
    codes = [] if named.is_empty() else named["hs92"][0].split(";")
    rows = (
        catalog.scan("trade/baci_hs92")
        .filter(pl.col("year") == year, pl.col("hs92").is_in(codes), which)
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
        (row[0], f"from {country_name(row[0])}", row[1]) for row in rows.head(MOST).iter_rows()
    ]
    rest = rows.slice(MOST)
    if rest.height:
        shown.append(("others", f"from {rest.height} others", float(rest["weight_t"].sum())))
    return tuple(
        _cell(
            f"trade/{'+'.join(codes)}/{code}/{buyer}/{year}",
            f"HS 1992 {what} {words}",
            weight,
            "t",
            place,
        )
        for code, words, weight in shown
    )


def stability(countries: Iterable[str], year: int) -> tuple[Figure, ...]:
    """Political stability of countries, as GeoPolRisk reads it."""
    rows = catalog.scan("governance/political_stability").filter(
        pl.col("year") == year, pl.col("country").is_in(list(countries))
    )
    return tuple(
        _cell(
            f"governance/stability/{row['country']}/{year}",
            f"Political stability of {country_name(row['country'])}",
            row["estimate"],
            "score",
            row,
        )
        for row in rows.sort("country").collect().iter_rows(named=True)
    )


def dimensions(countries: Iterable[str], year: int) -> tuple[Figure, ...]:
    """The six dimensions of governance of the first few countries, as the EU method reads them."""
    six = catalog.scan("governance/six_dimensions")
    used = min(year, six.select(pl.col("year").max()).collect().item())
    few = list(dict.fromkeys(countries))[:_YEARLY]
    rows = six.filter(pl.col("year") == used, pl.col("country").is_in(few))
    return tuple(
        _cell(
            f"governance/{row['dimension']}/{row['country']}/{used}",
            f"Governance of {country_name(row['country'])}, {row['dimension']}",
            row["estimate"],
            "score",
            row,
        )
        for row in rows.sort("country", "dimension").collect().iter_rows(named=True)
    )


def recycling(material: str) -> tuple[Figure, ...]:
    """The end-of-life recycling input rate the EU method takes."""
    rows = catalog.table("indicators/eu_2023").filter(
        (pl.col("material") == material) & pl.col("recycling_input_rate").is_not_null()
    )
    return tuple(
        _cell(
            f"eu-2023/recycling/{material}",
            f"{material}, end-of-life recycling input rate",
            row["recycling_input_rate"],
            "share",
            {**row, "year": 2023},
        )
        for row in rows.iter_rows(named=True)
    )


def companion(material: str) -> tuple[Figure, ...]:
    """The printed share of a material's output that is a by-product."""
    return tuple(
        _cell(
            f"companionality/{row['material']}",
            f"{row['material']}, share that is a by-product",
            row["companion_share"],
            "share",
            {**row, "year": ""},
        )
        for row in catalog.table("indicators/companionality").iter_rows(named=True)
        if risk_names.one(row["material"]) == material
    )


def dependence(material: str) -> tuple[Figure, ...]:
    """Shares of industries' output that need the material: stated assumptions, the largest first."""
    held = catalog.table("economy/uses_to_bea").sort("value", descending=True)
    parts = catalog.table("economy/element_uses").filter(pl.col("mineral") == material)
    uses = set(parts["use"])  # the uses of a rare earth that this one has a part in
    rows = [
        row
        for row in held.iter_rows(named=True)
        if risk_names.one(row["mineral"]) == material
        or (row["mineral"] == "any-rare-earth" and (row["use"] in uses or material == _GROUP))
    ]
    return tuple(catalog.figure(row) for row in rows[:MOST])


def assumed(id: str, label: str, value: float, unit: str, year: int, *, at: str) -> Figure:
    """A number that rests on stated assumptions alone."""
    row = {
        "source": _ASSUMED,
        "at": at,
        "year": year,
        "quality": "assumed",
        "reliability": "memory",
    }
    return _cell(id, label, value, unit, row)


def as_printed(row: dict[str, Any]) -> tuple[Figure, ...]:
    """The cell of a row that is read as printed: its place stands in the notes."""
    place = next((note for note in row["notes"] if note.startswith("usgs-")), "")
    source, _, at = place.partition(", ")
    if not source:
        return ()
    bound = Absent(Absence.BOUNDED, row["explanation"])
    return (
        Figure(
            f"{row['method']}/{row['material']}/{row['year']}",
            row["explanation"].rstrip("."),
            bound if row["value"] is None else row["value"],
            "days" if row["method"] == "days-of-cover" else "share",
            period=str(row["year"]),
            low=row["low"],
            high=row["high"],
            cited=Cited(source, at),
        ),
    )
