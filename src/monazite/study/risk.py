"""One table of supply risk over methods: values, ranks, where methods disagree, and why each value is what it is.

Spec: §I18 to §I21.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from monazite.codes import country_name
from monazite.errors import UnknownCode
from monazite.indicators import METHODS
from monazite.indicators import geopolrisk as gpr
from monazite.study import risk_company, risk_inputs, risk_more, risk_trade
from monazite.study.risk_inputs import Inputs

CHOICES = (
    "hhi",
    "governance-hhi",
    "top3",
    "geopolrisk",
    "eu",
    "usgs",
    "import-reliance",
    "origin-gap",
    "companionality",
    "expected-loss",
)
SHORT = ("hhi", "geopolrisk", "eu", "usgs")
_ROW = ("material", "importer", "year", "method", "value", "low", "high", "rank", "of")
_SAME = 1e-9
_MILLION = 1e6
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Risk:
    """The answer to one question about supply risk.

    Attributes:
        rows: One per material, importer, year and method; ranks count all materials, 1 is the worst.
        disagreement: Materials by the spread of their rank over methods, widest first.
        packaged: Whether every row rests on packaged tables alone, so that `why` can walk back.
    """

    rows: tuple[Row, ...]
    disagreement: tuple[Row, ...]
    trade_source: str
    packaged: bool = True


def _concentration(held: Inputs, years: list[int]) -> list[Row]:
    """HHI, governance-weighted HHI and top-three share of world production, all commodities."""
    names = held.materials.select("material", "production")
    frame = (
        held.production.filter(pl.col("year").is_in(years), pl.col("value") > 0)
        .join(names, left_on="commodity", right_on="production", how="left")
        .with_columns(pl.col("material").fill_null(pl.col("commodity")))
        .join(held.risk_mended, on=["country", "year"], how="left")
        .with_columns(
            (pl.col("value") / pl.col("value").sum().over("material", "year")).alias("share"),
            (10 * pl.col("g").fill_null(gpr.NO_ESTIMATE)).alias("weight"),
            (10 * pl.col("g_sd").fill_null(0.0)).alias("weight_sd"),
        )
        .sort("share", descending=True)
        .group_by("material", "year", maintain_order=True)
        .agg(
            (pl.col("share") ** 2).sum().alias("hhi"),
            (pl.col("share") ** 2 * pl.col("weight")).sum().alias("governance-hhi"),
            ((pl.col("share") ** 2 * pl.col("weight_sd")) ** 2).sum().sqrt().alias("spread"),
            pl.col("share").head(3).sum().clip(upper_bound=1.0).alias("top3"),
            pl.col("country").head(3).alias("leaders"),
            pl.col("share").head(3).alias("lead_shares"),
            pl.col("share").filter(pl.col("quality") == "estimated").sum().alias("estimated"),
        )
        .collect()
    )
    rows: list[Row] = []
    for found in frame.iter_rows(named=True):
        leaders = ", ".join(
            f"{country_name(code)} {share:.0%}"
            for code, share in zip(found["leaders"], found["lead_shares"], strict=True)
        )
        why = f"Largest producers: {leaders}; {found['estimated']:.0%} of output is estimated."
        half = gpr.NINETY * found["spread"]
        for method in ("hhi", "governance-hhi", "top3"):
            value = found[method]
            weighted = method == "governance-hhi"
            rows.append(
                {
                    "material": found["material"],
                    "year": found["year"],
                    "method": method,
                    "value": value,
                    "low": max(0.0, value - half) if weighted else None,
                    "high": value + half if weighted else None,
                    "explanation": why,
                }
            )
    return rows


def geopolrisk_frame(
    held: Inputs,
    *,
    years: list[int] | None = None,
    materials: list[str] | None = None,
    importers: frozenset[str] | None = None,
) -> pl.DataFrame:
    """GeoPolRisk of every importer, with the score under mended governance readings beside the published one."""
    trade, production, names = held.trade, held.production, held.materials
    if years is not None:
        trade = trade.filter(pl.col("year").is_in(years))
        production = production.filter(pl.col("year").is_in(years))
    if materials is not None:
        names = names.filter(pl.col("material").is_in(materials))
    blocs = risk_inputs.blocs(importers or ())
    frame = gpr.geopolrisk(
        trade,
        production,
        names,
        gpr.both_readings(held.risk, held.risk_mended),
        blocs=blocs,
        importers=importers,
    )
    return frame.join(names.select("material", "note").collect(), on="material", how="left")


def _geopolrisk_row(found: Row) -> Row:
    exporter, part = found["top_risk_exporter"], found["top_risk_share"]
    producer = found["top_producer"]
    if found["no_trade"]:
        why = "No imports and no production are recorded; the published method then gives 0, which is not safety."
    elif not found["imports_t"]:
        why = "No imports are recorded, so no import risk; that is missing trade data or self-supply, not safety."
    else:
        why = (
            f"World output: {country_name(producer)} {found['top_producer_share']:.0%} (HHI {found['hhi']:.3f}). "
            f"Import risk {found['import_risk']:.3f}: {country_name(exporter)} gives {part:.0%} of it; "
            f"{found['imports_t']:,.4g} t imported beside {found['production_t']:,.4g} t produced at home."
        )
    notes = [found["note"]] if found["note"] else []
    if found["flows_without_quantity"]:
        notes.append(
            f"{found['flows_without_quantity']} flows have a value but no quantity; they count in the price only."
        )
    if abs(found["score"] - found["score_mended"]) > _SAME:
        notes.append(
            f"With governance of Guyana, Taiwan and 'Europe EFTA, nes' read right: {found['score_mended']:.6g}."
        )
    return {
        "material": found["material"],
        "importer": found["importer"],
        "year": found["year"],
        "method": "geopolrisk",
        "value": found["score"],
        "low": found["low"],
        "high": found["high"],
        "value_mended": found["score_mended"],
        "hhi": found["hhi"],
        "import_risk": found["import_risk"],
        "price_kusd_t": found["price_kusd_t"],
        "midpoint": found["midpoint"],
        "cf": found["cf"],
        "no_imports": not found["imports_t"],
        "explanation": why,
        "notes": notes,
    }


def _more(held: Inputs, chosen: tuple[str, ...], buyers: list[str], when: list[int]) -> list[Row]:
    """Rows of the methods that read statistics as printed, or that know the United States only."""
    world: list[Row] = []
    for year in when:
        if "hhi" in chosen:
            world += risk_more.usgs_concentration(year)
        if "origin-gap" in chosen:
            world += risk_more.gaps(held, year)
        if "companionality" in chosen:
            world += risk_more.companions(year)
    rows = [{**row, "importer": buyer} for buyer in buyers for row in world]
    if "USA" in buyers:
        if "import-reliance" in chosen:
            rows += [row for year in when for row in risk_more.import_reliance(year)]
        if "expected-loss" in chosen:
            rows += _expected(max(when))
    return rows


def _expected(year: int) -> list[Row]:
    """Expected loss by mineral; names are those of the concordance where no material of trade has them."""
    from monazite.study import expected

    names = risk_inputs.material_names()
    return [
        {
            "material": names.get(entry.commodity, entry.commodity),
            "importer": "USA",
            "year": year,
            "method": "expected-loss",
            "value": entry.mean / _MILLION,
            "low": entry.low / _MILLION,
            "high": entry.high / _MILLION,
            "rank_low": entry.rank_low,
            "rank_high": entry.rank_high,
            "explanation": f"{country_name(entry.leading_restrictor)} carries most of it; rank {entry.rank_low} to "
            f"{entry.rank_high} over draws of elasticity, dependence and probability.",
        }
        for entry in expected.ranking()
    ]


def _untraded(material: str, importer: str, year: int) -> Row:
    return {
        "material": material,
        "importer": importer,
        "year": year,
        "method": "geopolrisk",
        "value": None,
        "explanation": "No HS 1992 code of its own in the trade table, so no import risk can be computed.",
    }


def _rank(rows: Iterable[Row]) -> list[Row]:
    """Rows with their rank among all materials of the same importer, year and method; 1 is the worst."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["importer"], row["year"], row["method"]), []).append(row)
    ranked: list[Row] = []
    for group in groups.values():
        valued = sorted(row["value"] for row in group if _ranks(row))
        for row in group:
            value = row["value"]
            worse = sum(other > value for other in valued) if _ranks(row) else None
            ranked.append({**row, "rank": None if worse is None else worse + 1, "of": len(valued)})
    return ranked


def _ranks(row: Row) -> bool:
    """Whether a value takes part in ranks: it is known, and not 0 for want of trade data."""
    return row["value"] is not None and not row.get("no_imports", False)


def _disagreement(rows: list[Row]) -> tuple[Row, ...]:
    """Materials whose relative rank differs most between methods."""
    places: dict[tuple[Any, ...], dict[str, float]] = {}
    for row in rows:
        if row["rank"] is not None and row["of"] > 1:
            key = (row["material"], row["importer"], row["year"])
            places.setdefault(key, {})[row["method"]] = (row["rank"] - 1) / (row["of"] - 1)
    found: list[Row] = []
    for (material, importer, year), by in places.items():
        if len(by) > 1:
            worst, best = min(by, key=lambda m: by[m]), max(by, key=lambda m: by[m])
            found.append(
                {
                    "material": material,
                    "importer": importer,
                    "year": year,
                    "spread": by[best] - by[worst],
                    "worst_by": worst,
                    "best_by": best,
                }
            )
    return tuple(sorted(found, key=lambda row: (-row["spread"], row["material"])))


def _methods(wanted: str | Iterable[str]) -> tuple[str, ...]:
    names = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    if "all" in names:
        return SHORT
    unknown = [name for name in names if name not in CHOICES]
    if unknown:
        raise UnknownCode(
            "E609", f"unknown method {unknown[0]!r}", way_out="Use all or " + ", ".join(CHOICES)
        )
    return names


def table(
    *,
    materials: Iterable[str] = (),
    importers: Iterable[str] = ("USA",),
    years: Iterable[int] = (),
    methods: str | Iterable[str] = "all",
    trade: Path | None = None,
) -> Risk:
    """Supply risk by method.

    Args:
        materials: Names as in `trade/materials`, mineral ids, symbols or commodity names; none means all.
        importers: Countries, EU27, or a bloc of one's own such as `USA+CAN+MEX`; `all` for every area that trades.
        years: Calendar years; none means the last with production data.
        methods: `all`, or some of `CHOICES`.
        trade: The user's own trade table in place of the shipped one.

    Raises:
        UnknownCode: E606 for a material, E102 for an importer, E609 for a method.
        MissingData: E608 for a year without production data.

    Spec: §I18.
    """
    held = risk_inputs.inputs()
    single = "expected-loss" in _methods(methods)
    wanted = {risk_inputs.material(text, single=single) for text in materials}
    asked = [text for text in importers if text != "all"]
    buyers = [risk_inputs.importer(text) for text in asked]
    when = [risk_inputs.check_year(year, held) for year in years] or risk_inputs.years(held)[-1:]
    if trade is not None:
        held = risk_trade.in_place(held, trade, when)
    chosen = _methods(methods)
    every = "all" in set(importers)
    rows: list[Row] = []
    frame = None
    if {"geopolrisk", "eu", "usgs"} & set(chosen) or every:
        frame = geopolrisk_frame(held, years=when, importers=None if every else frozenset(buyers))
        buyers = sorted(set(frame["importer"])) if every else buyers
    if {"hhi", "governance-hhi", "top3"} & set(chosen):
        made = [row for row in _concentration(held, when) if row["method"] in chosen]
        rows += [{**row, "importer": buyer} for buyer in buyers for row in made]
    if frame is not None and "geopolrisk" in chosen:
        rows += [_geopolrisk_row(found) for found in frame.iter_rows(named=True)]
        untraded = sorted(wanted - set(frame["material"]))
        rows += [
            _untraded(name, buyer, year) for name in untraded for buyer in buyers for year in when
        ]
    if frame is not None and {"eu", "usgs"} & set(chosen):
        from monazite.study import risk_official  # brings the input-output tables

        rows += risk_official.rows(held, buyers, when, [m for m in chosen if m in {"eu", "usgs"}])
    rows += _more(held, chosen, buyers, when)
    if "hhi" in chosen:
        stages = {year: risk_more.by_stage(year) for year in when}
        for row in rows:
            if row["method"] == "hhi" and row["material"] in stages.get(row["year"], {}):
                row["by_stage"] = stages[row["year"]][row["material"]]
    ranked = _rank(rows)
    kept = [row for row in ranked if not wanted or row["material"] in wanted]
    order = {name: place for place, name in enumerate(CHOICES)}
    kept.sort(
        key=lambda r: (
            r["importer"],
            r["year"],
            order[r["method"]],
            r["rank"] or 10**6,
            r["material"],
        )
    )
    return Risk(
        tuple(_tidy(row) for row in kept),
        _disagreement(kept),
        held.trade_source,
        packaged=trade is None,
    )


def purchases(path: Path, *, year: int | None = None) -> Risk:
    """GeoPolRisk of a company's own purchases; ranks are among the materials of the file.

    Args:
        path: CSV with material, exporter, weight_t.
        year: Year of governance and world production; the last known if None.

    Spec: §I8.
    """
    held = risk_inputs.inputs()
    when = risk_inputs.years(held)[-1] if year is None else risk_inputs.check_year(year, held)
    ranked = sorted(_rank(risk_company.rows(path, when)), key=lambda row: row["rank"] or 10**6)
    return Risk(tuple(_tidy(row) for row in ranked), (), path.name, packaged=False)


def _tidy(row: Row) -> Row:
    key = "/".join(("risk", row["method"], row["material"], row["importer"], str(row["year"])))
    first = {**{name: row.get(name) for name in _ROW}, "id": key}
    notes = {"unverified": list(METHODS[row["method"]].unverified), "notes": []}
    return {**first, **notes, **{key: value for key, value in row.items() if key not in first}}
