"""What is known of a commodity's supply: shares, scrap, by-products, stocks, idle capacity, who sells to the US.

Facts of the packaged statistics only; where one is missing the prior of `economy.shortage` stands. Spec: §A28 to §A31.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import polars as pl

from monazite import catalog
from monazite.codes import RARE_EARTHS, element
from monazite.economy.shortage import DEFAULT_STOCK_DAYS, Supply
from monazite.study import cover, economy

YEAR = 2024  # production the shares of supply are taken from
EDITION = "usgs-mcs-2026"
GROUPS = ("WLD", "OTH")
PERCENT = 100.0
# Names of the dependence table where they differ from the production statistic.
PRODUCTION = {
    "titanium": "Titanium (TiO2)",
    "natural-graphite": "Graphite",
    "chromium": "Chromium (Cr2O3)",
    "zirconium": "Zircon",
    "tungsten": "Tungsten (W)",
    "vanadium": "Vanadium (V)",
    "lithium": "Lithium (Li2O)",
    "niobium": "Niobium (Nb2O5)",
    "tantalum": "Tantalum (Ta2O5)",
    "potash": "Potash (K2O)",
    "phosphate": "Phosphate Rock (P2O5)",
    "uranium": "Uranium (U3O8)",
    "boron": "Boron Minerals",
    "beryllium": "Beryllium (conc.)",
    "coking-coal": "Coking Coal",
    "rare-earths": "Rare Earths (REO)",
}
# Metal the USGS follows and World Mining Data does not, or not with secondary output: commodity, detail, period.
REFINED = {
    "magnesium": ("magnesium", "Smelter production", "2024"),
    "silicon": ("silicon", "Silicon metal", "2024"),
    "germanium": ("germanium", "Primary and secondary refinery production", "2021"),
}
TWO_STAGES = ("copper", "nickel", "cobalt", "lithium", "natural-graphite")
USGS = {
    "aluminium": "aluminum",
    "baryte": "barite",
    "phosphate": "phosphate-rock",
    "titanium": "titanium-mineral-concentrates",
}
# The form of US imports that users buy, where the USGS prints no total.
FORMS = {
    "copper": "Refined copper",
    "tin": "Refined tin",
    "nickel": "Primary nickel",
    "lead": "Refined metal",
    "hafnium": "Hafnium, unwrought",
    "manganese": "Manganese contained in principal manganese imports",
    "zirconium": "Zirconium ores and concentrates",
}
HEAVY = frozenset({"Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu"})


def _from_production() -> dict[str, dict[str, float]]:
    held = (
        catalog.scan("production/world_mining_data")
        .filter(pl.col("year") == YEAR, pl.col("value") > 0)
        .select("commodity", "country", "value")
        .collect()
    )
    named = {text.casefold(): text for text in held["commodity"].unique()}
    found: dict[str, dict[str, float]] = {}
    for mineral in {entry.mineral for entry in economy.tables().dependences}:
        commodity = named.get(PRODUCTION.get(mineral, mineral).casefold())
        if commodity is not None:
            rows = held.filter(pl.col("commodity") == commodity)
            total = rows["value"].sum()
            found[mineral] = {c: v / total for c, v in rows.select("country", "value").iter_rows()}
    return found


def _from_refineries() -> dict[str, dict[str, float]]:
    """Metal from the USGS; countries lumped together or withheld count in the whole, not by name."""
    held = catalog.table("statistics/usgs_mcs").filter(
        (pl.col("quantity") == "production") & pl.col("value").is_not_null()
    )
    found: dict[str, dict[str, float]] = {}
    for mineral, (commodity, detail, period) in REFINED.items():
        rows = held.filter(
            (pl.col("commodity") == commodity)
            & pl.col("detail").str.starts_with(detail)
            & (pl.col("period") == period)
        ).sort("source")
        by = dict(rows.select("country", "value").iter_rows())  # the last edition is read last
        world = max(by.get("WLD", 0.0), sum(v for c, v in by.items() if c != "WLD"))
        if world:
            found[mineral] = {c: v / world for c, v in by.items() if c not in GROUPS}
    return found


def _at_both_stages(mined: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The larger of a country's share at the mine and at the refinery: who holds either can stop the chain."""
    held = catalog.table("statistics/iea_supply").filter(
        (pl.col("period") == str(YEAR)) & pl.col("value").is_not_null()
    )
    found: dict[str, dict[str, float]] = {}
    for mineral in TWO_STAGES:
        best = dict(mined.get(mineral, {}))
        for (_stage,), rows in held.filter(pl.col("commodity") == mineral).group_by(["stage"]):
            by = dict(rows.select("country", "value").iter_rows())
            world = by.get("WLD") or sum(by.values())
            for country in by.keys() - set(GROUPS):
                best[country] = max(best.get(country, 0.0), by[country] / world)
        found[mineral] = best
    return found


@cache
def shares() -> Mapping[str, Mapping[str, float]]:
    """Share of world supply by mineral and country, at the stage that binds.

    Spec: §A29. Where two stages are known the shares are of either and may add to more than 1.
    """
    found = _from_production() | _from_refineries()
    found |= _at_both_stages(found)
    for row in catalog.table("economy/supply_shares").iter_rows(named=True):
        found[row["mineral"]] = {row["country"]: row["share"]}
    return found


def _material(mineral: str) -> str:
    """The name third-party criticality tables use."""
    return {"natural-graphite": "graphite", "aluminium": "bauxite", "silicon": "silicon metal"}.get(
        mineral, mineral
    )


def _symbols() -> Mapping[str, str]:
    return {element(symbol).name: symbol for symbol in RARE_EARTHS}


def _stock_days() -> dict[str, float]:
    """Smallest printed cover of consumers, producers or industry in the last year with one."""
    return {commodity: pairs[0].days for commodity, pairs in cover.printed(YEAR).items()}


@cache
def supplies() -> Mapping[str, Supply]:
    """By-product share, old scrap and stocks of every mineral of the concordance.

    Spec: §A28, §A31.
    """
    scrap = {
        name.casefold(): rate
        for name, rate in catalog.table("indicators/eu_2023")
        .select("material", "recycling_input_rate")
        .drop_nulls()
        .iter_rows()
    }
    companions = {
        name.casefold(): share
        for name, share in catalog.table("indicators/companionality")
        .select("material", "companion_share")
        .iter_rows()
    }
    stocks, single = _stock_days(), _symbols()
    found: dict[str, Supply] = {}
    for mineral in shares():
        name = _material(mineral)
        known = companions.get(name, companions.get(mineral))
        companion = (0.0, 1.0) if known is None else (known, known)
        if mineral in single:
            companion = (1.0, 1.0)  # no rare earth can be mined without the others
        found[mineral] = Supply(
            companion,
            scrap.get(name, 0.0),
            stocks.get(USGS.get(mineral, mineral), DEFAULT_STOCK_DAYS),
        )
    return found


def _reliance() -> dict[str, tuple[float, float]]:
    """US net import reliance, low and high share; a net exporter relies on nobody."""
    held = catalog.table("statistics/usgs_mcs").filter(
        (pl.col("quantity") == "net-import-reliance")
        & (pl.col("source") == EDITION)
        & (pl.col("period") == str(YEAR))
    )
    found: dict[str, tuple[float, float]] = {}
    for row in held.iter_rows(named=True):
        low, high = row["low"], row["high"]
        if row["value"] is not None:
            low = high = row["value"]
        elif row["printed"] == "E":
            low = high = 0.0
        if low is not None and high is not None:
            old = found.get(row["commodity"], (0.0, 0.0))
            # Of several forms the one with most reliance is what users buy from abroad.
            found[row["commodity"]] = max(old, (low / PERCENT, high / PERCENT))
    return found


def _sellers() -> dict[str, dict[str, float]]:
    """Share of US imports by commodity and country of origin, 2021 to 2024."""
    held = catalog.table("statistics/usgs_mcs").filter(
        (pl.col("quantity") == "import-sources") & pl.col("value").is_not_null()
    )
    found: dict[str, dict[str, float]] = {}
    for (commodity,), rows in held.group_by(["commodity"]):
        details = sorted(rows["detail"].unique().to_list())
        totals = [text for text in details if re.search(r"(?i)\b(total|all)\b", text)]
        form = FORMS.get(str(commodity)) or (totals or details)[0]
        by = rows.filter(pl.col("detail") == form).select("partner", "value")
        found[str(commodity)] = {c: v / PERCENT for c, v in by.iter_rows() if c != "WLD"}
    return found


def bought_from(mineral: str, country: str) -> tuple[float, float] | None:
    """Share of US use bought from a country directly, low and high; None where nothing is printed.

    A country that is not named sells between nothing and what is left for others.

    Spec: §A30.
    """
    known = _bought().get(mineral)
    if known is None:
        return None
    return known.get(country) or (0.0, known.get("OTH", (0.0, 0.0))[1])


@cache
def _bought() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """Net import reliance times share of imports; a rare earth without rows of its own takes those of the group."""
    reliance, sellers, single = _reliance(), _sellers(), _symbols()
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for mineral in shares():
        commodity = USGS.get(mineral, mineral)
        symbol = single.get(mineral)
        group = "rare-earths-heavy" if symbol in HEAVY else "rare-earths"
        needs = reliance.get(commodity) or (reliance.get(group) if symbol else None)
        sold = sellers.get(commodity) or (sellers.get("rare-earths") if symbol else None)
        if needs is not None and sold:
            found[mineral] = {
                country: (needs[0] * part, needs[1] * part) for country, part in sold.items()
            }
    return found


@cache
def idle() -> Mapping[str, Mapping[str, float]]:
    """Capacity less output over world output, by mineral and country, where the USGS prints both.

    Spec: §A29.
    """
    held = catalog.table("statistics/usgs_mcs").filter(
        (pl.col("source") == EDITION) & pl.col("value").is_not_null()
    )
    found: dict[str, dict[str, float]] = {}
    for mineral, word in (("gallium", "Primary"), ("indium", "Refinery"), ("magnesium", "Smelter")):
        mine = held.filter(pl.col("commodity") == mineral)
        able = mine.filter(pl.col("quantity") == "capacity").select("country", "value")
        made = mine.filter(
            (pl.col("quantity") == "production")
            & (pl.col("period") == str(YEAR))
            & pl.col("detail").str.starts_with(word)
        ).select("country", "value")
        output = dict(made.iter_rows())
        world = sum(v for c, v in output.items() if c != "WLD")
        found[mineral] = {
            country: max(0.0, room - output.get(country, 0.0)) / world
            for country, room in able.iter_rows()
            if country != "WLD"
        }
    return found
