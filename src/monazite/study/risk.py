"""One table of supply risk over methods: values, ranks, where methods disagree, and why each value is what it is.

Spec: §I18 to §I21.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from monazite.codes import country_name
from monazite.errors import UnknownCode
from monazite.indicators import METHODS
from monazite.indicators import geopolrisk as gpr
from monazite.study import risk_company, risk_inputs, risk_more, risk_names, risk_trade, risk_world
from monazite.study.risk_inputs import Inputs

CHOICES = (
    "hhi",
    "governance-hhi",
    "top3",
    "n-1",
    "geopolrisk",
    "eu",
    "usgs",
    "import-reliance",
    "days-of-cover",
    "origin-gap",
    "companionality",
    "expected-loss",
)
MAIN = ("hhi", "geopolrisk", "eu", "usgs")
GROUPS = {"main": MAIN, "all": CHOICES}
_OF_USA = {"usgs", "import-reliance", "days-of-cover", "expected-loss"}
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
    if found["flows_without_quantity"] and not found["imports_t"]:
        why = "Imports are recorded without quantities, so import risk is not known; the 0 is no safety."
    elif found["no_trade"]:
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
        if "days-of-cover" in chosen:
            rows += [row for year in when for row in risk_more.days_of_cover(year)]
        if "expected-loss" in chosen:
            rows += _expected(max(when))
    return rows


def _expected(year: int) -> list[Row]:
    """Expected loss by mineral; names are those of the concordance where no material of trade has them."""
    from monazite.study import expected

    return [
        {
            "material": risk_names.one(entry.commodity),
            "importer": "USA",
            "year": year,
            "method": "expected-loss",
            "value": entry.mean / _MILLION,
            "low": entry.low / _MILLION,
            "high": entry.high / _MILLION,
            "rank_low": entry.rank_low,
            "rank_high": entry.rank_high,
            "mineral": entry.commodity,
            "restrictor": entry.leading_restrictor,
            "explanation": f"{country_name(entry.leading_restrictor)} carries most of it; rank {entry.rank_low} to "
            f"{entry.rank_high} over draws of elasticity, dependence and probability.",
            "notes": [
                f"production of {expected.YEAR} and controls in force on {expected.DRAFT_LIST}, whatever year is asked"
            ],
        }
        for entry in expected.ranking()
    ]


def _absent(material: str, importer: str, year: int, method: str) -> Row:
    """A row that says a method has no number for what was asked, so that nothing asked for is lost."""
    if method in _OF_USA and importer != "USA":
        why = "This method is computed for the United States only."
    elif method in MAIN and method != "hhi":
        why = "No HS 1992 code of its own in the trade table, so no import risk can be computed."
    else:
        why = f"No statistic of {year} at hand gives this method a number for it."
    return {
        "material": material,
        "importer": importer,
        "year": year,
        "method": method,
        "value": None,
        "explanation": why,
    }


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked for: importers, years and methods, and whether the methods were named one by one."""

    buyers: list[str]
    years: list[int]
    methods: tuple[str, ...]
    chosen: bool


def _asked(rows: list[Row], names: Sequence[tuple[str, ...]], asked: _Question) -> list[Row]:
    """The rows of the materials asked for; of several names of one the first that a method knows, or an absence."""
    by = {(row["importer"], row["year"], row["method"], row["material"]): row for row in rows}
    kept: dict[tuple[Any, ...], Row] = {}
    for buyer in asked.buyers:
        for year in asked.years:
            for method in asked.methods:
                for each in names:
                    keys = [(buyer, year, method, name) for name in each]
                    known = next((key for key in keys if key in by), None)
                    if known is not None:
                        kept[known] = by[known]
                    elif asked.chosen or buyer == "USA" or method not in _OF_USA:
                        row = _absent(each[0], buyer, year, method)
                        kept[keys[0]] = {**row, "rank": None, "of": 0}
    return list(kept.values())


def _rank(rows: Iterable[Row]) -> list[Row]:
    """Rows with their rank among all materials of the same importer, year and method; 1 is the worst."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["importer"], row["year"], row["method"]), []).append(row)
    ranked: list[Row] = []
    for group in groups.values():
        sign = -1.0 if METHODS[group[0]["method"]].higher_is == "better" else 1.0
        valued = sorted(sign * row["value"] for row in group if _ranks(row))
        for row in group:
            place = None
            if _ranks(row):
                place = len(valued) - bisect_right(valued, sign * row["value"]) + 1
            ranked.append({**row, "rank": place, "of": len(valued)})
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


def _methods(names: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [name for name in names if name not in CHOICES and name not in GROUPS]
    if unknown:
        raise UnknownCode(
            "E609",
            f"unknown method {unknown[0]!r}",
            way_out="Use all, main or " + ", ".join(CHOICES),
        )
    spelled = [one for name in names for one in GROUPS.get(name, (name,))]
    return tuple(dict.fromkeys(spelled)) or MAIN


def table(
    *,
    materials: Iterable[str] = (),
    importers: Iterable[str] = ("USA",),
    years: Iterable[int] = (),
    methods: str | Iterable[str] = "main",
    trade: Path | None = None,
) -> Risk:
    """Supply risk by method.

    Args:
        materials: Names as in `trade/materials`, mineral ids, symbols or commodity names; none means all.
        importers: Countries, EU27, or a bloc of one's own such as `USA+CAN+MEX`; `all` for every area that trades.
        years: Calendar years; none means the last with production data.
        methods: `main` (four), `all`, or some of `CHOICES`.
        trade: The user's own trade table in place of the shipped one.

    Raises:
        UnknownCode: E606 for a material, E102 for an importer, E609 for a method.
        MissingData: E608 for a year without production data.

    Spec: §I18.
    """
    held = risk_inputs.inputs()
    names = [risk_names.named(text) for text in materials]
    wanted_by = list(importers)
    buyers = [risk_inputs.importer(text) for text in wanted_by if text != "all"]
    when = [risk_inputs.check_year(year, held) for year in years] or risk_inputs.years(held)[-1:]
    words = (methods,) if isinstance(methods, str) else tuple(methods)
    chosen, named = _methods(words), bool(words) and not set(words) & GROUPS.keys()
    if trade is not None:
        held = risk_trade.in_place(held, trade, when)
    frame = None
    every = "all" in wanted_by
    if {"geopolrisk", "eu", "usgs"} & set(chosen) or every:
        frame = geopolrisk_frame(held, years=when, importers=None if every else frozenset(buyers))
        buyers = sorted(set(frame["importer"])) if every else buyers
    asked = _Question(list(dict.fromkeys(buyers)), list(dict.fromkeys(when)), chosen, named)
    ranked = _rank(_rows(held, asked, frame))
    kept = _asked(ranked, names, asked) if names else ranked
    kept.sort(key=_place)
    return Risk(
        tuple(_tidy(row) for row in kept),
        _disagreement(kept),
        held.trade_source,
        packaged=trade is None,
    )


def _rows(held: Inputs, asked: _Question, frame: pl.DataFrame | None) -> list[Row]:
    """The rows of every method asked for, all materials."""
    world = tuple(method for method in risk_world.METHODS if method in asked.methods)
    made = list(risk_world.concentration(held, asked.years, world)) if world else []
    rows = [{**row, "importer": buyer} for buyer in asked.buyers for row in made]
    official = [method for method in asked.methods if method in {"eu", "usgs"}]
    if frame is not None and "geopolrisk" in asked.methods:
        rows += [_geopolrisk_row(found) for found in frame.iter_rows(named=True)]
    if official:
        from monazite.study import risk_official  # brings the input-output tables

        rows += risk_official.rows(held, asked.buyers, asked.years, official)
    rows += _more(held, asked.methods, asked.buyers, asked.years)
    if "hhi" in asked.methods:
        stages = {year: risk_more.by_stage(year) for year in asked.years}
        for row in (each for each in rows if each["method"] == "hhi"):
            year, material = int(row["year"]), str(row["material"])
            if material in stages[year]:
                row["by_stage"] = stages[year][material]
    return rows


def _place(row: Row) -> tuple[Any, ...]:
    """Where a row stands in the table: by importer, year and method, the worst rank first."""
    return (
        row["importer"],
        row["year"],
        CHOICES.index(row["method"]),
        row["rank"] or 10**6,
        row["material"],
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
