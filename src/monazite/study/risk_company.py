"""GeoPolRisk of a company's own purchases (§I8)."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import Any

import polars as pl

from monazite.codes import country, country_name
from monazite.errors import DataError, MonaziteError, UnknownCode
from monazite.indicators import geopolrisk as gpr
from monazite.study import own_table, risk_inputs, risk_names

Row = dict[str, Any]
COLUMNS = ("material", "exporter", "weight_t")
BUYER = "own purchases"
FORM = own_table.Form(
    "E617",
    "the list of purchases",
    COLUMNS,
    "Rename the columns; weights in tonnes, any country name or code",
)


def _purchases(path: Path) -> pl.DataFrame:
    """Rows of the file with materials and countries in the names used here, all problems at once.

    Raises:
        MissingData: E201 if there is no such file.
        DataError: E617 for missing columns, or an ExceptionGroup with every row that is wrong: a weight that is none
            (E617), an unknown material (E606) or country (E102).
    """
    frame = own_table.read(path, FORM)
    wrong: list[MonaziteError] = []
    rows: list[tuple[str, str, float]] = []
    for row in frame.iter_rows(named=True):
        line = row[own_table.LINE]
        try:
            weight = float(row["weight_t"])
        except (TypeError, ValueError):
            weight = -1.0
        if not 0 <= weight < inf:
            wrong.append(
                DataError(
                    "E617",
                    f"the weight {row['weight_t']!r} is no tonnage",
                    where=f"{path.name}:{line} (weight_t)",
                    why="A purchase weighs zero tonnes or more",
                    way_out="Give a number in tonnes, with a point for decimals",
                )
            )
            continue
        try:
            name = risk_names.material(str(row["material"]))
            rows.append((name, country(str(row["exporter"]), where=f"{path.name}:{line}"), weight))
        except UnknownCode as error:
            wrong.append(error)
    if wrong:
        raise ExceptionGroup("purchases that cannot be read", wrong)
    return pl.DataFrame(rows, schema=list(COLUMNS), orient="row")


def _concentration(held: risk_inputs.Inputs, year: int) -> dict[str, float]:
    """HHI of world production by material, also of commodities that have no HS code of their own."""
    made = held.production.filter(pl.col("year") == year)
    named = held.materials.select("material", "production")
    rest = (
        made.select(material="commodity", production="commodity")
        .unique()
        .join(named, on="production", how="anti")
    )
    index = gpr.production_index(made, pl.concat([named, rest]))
    return dict(index.select("material", "hhi").collect().iter_rows())


def rows(path: Path, year: int) -> list[Row]:
    """One row per material bought: the score, and which supplier carries it.

    Args:
        path: CSV with material, exporter, weight_t.
        year: Year of governance and of world production.

    Raises:
        DataError: E617 for missing columns; an ExceptionGroup for rows that cannot be read.

    Spec: §I8. Materials without HS codes of their own, such as gallium, have a score too: no trade is asked for.
    """
    held = risk_inputs.inputs()
    bought = _purchases(path)
    risk = held.risk.filter(pl.col("year") == year).collect()
    unstable = dict(risk.select("country", "g").iter_rows())
    spread = dict(risk.select("country", "g_sd").iter_rows())
    hhi = _concentration(held, year)
    made: list[Row] = []
    for name in bought["material"].unique(maintain_order=True).to_list():
        part = (
            bought.filter(pl.col("material") == name)
            .group_by("exporter")
            .agg(pl.col("weight_t").sum())
        )
        mix = dict(part.iter_rows())
        base: Row = {"material": name, "importer": BUYER, "year": year, "method": "geopolrisk"}
        if hhi.get(name) is None or sum(mix.values()) <= 0:
            made.append(
                {**base, "value": None, "explanation": "No world production or no weight is known."}
            )
            continue
        score, parts = gpr.company_mix(mix, unstable, hhi=hhi[name])
        lead = max(parts, key=lambda code: parts[code])
        share = parts[lead] / score if score else 0.0
        squares = sum((spread.get(code, 0.0) * amount) ** 2 for code, amount in mix.items())
        half = gpr.NINETY * hhi[name] * squares**0.5 / sum(mix.values())
        made.append(
            {
                **base,
                "value": score,
                "low": max(0.0, score - half),
                "high": min(1.0, score + half),
                "hhi": hhi[name],
                "import_risk": score / hhi[name],
                "parts": parts,
                "explanation": f"{country_name(lead)} gives {share:.0%} of the risk of {sum(mix.values()):,.4g} t; "
                f"HHI of world output {hhi[name]:.3f}.",
            }
        )
    return made
