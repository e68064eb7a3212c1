"""Expected loss over commodity and restrictor, and the gallium and germanium reconstruction, on the packaged tables.

Spec: §A22 to §A26.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from monazite import catalog
from monazite.codes import ELEMENTS, search_mineral
from monazite.economy import expected, five, market
from monazite.economy.expected import Exposed, Ranked, Scenario
from monazite.study import economy, risk_inputs

YEAR = 2024  # production the shares of supply are taken from
LEAST_SHARE = 0.05  # restrictors with less of world supply are left out
DRAFT_LIST = date(2025, 8, 25)
# Stated assumptions: probability in a year that a country stops all exports of one commodity.
CHINA_NOT_CONTROLLED = (0.05, 0.15, 0.40)
CALM, PER_INSTABILITY, SPREAD = 0.01, 0.10, 3.0
AT_HOME = {"CHN": (0.30, 0.70)}
AT_HOME_OTHERS = (0.0, 0.20)
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
SMELTER = {
    "magnesium": ("magnesium", "Smelter production"),
    "silicon": ("silicon", "Silicon metal"),
}
# The list of 2025 spells some minerals otherwise.
LISTED = {"aluminum": "aluminium", "barite": "baryte", "graphite": "natural-graphite"}


def _shares_from_production() -> dict[str, dict[str, float]]:
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


def _shares_from_smelters() -> dict[str, dict[str, float]]:
    """Magnesium and silicon metal, which World Mining Data does not cover, from the USGS."""
    held = catalog.table("statistics/usgs_mcs").filter(
        (pl.col("quantity") == "production") & (pl.col("period") == str(YEAR))
    )
    found: dict[str, dict[str, float]] = {}
    for mineral, (commodity, detail) in SMELTER.items():
        rows = held.filter(
            (pl.col("commodity") == commodity)
            & (pl.col("detail") == detail)
            & ~pl.col("country").is_in(["WLD", "OTH"])
            & pl.col("value").is_not_null()
        ).unique("country")
        total = rows["value"].sum()
        if total:
            found[mineral] = {c: v / total for c, v in rows.select("country", "value").iter_rows()}
    return found


@cache
def supply_shares() -> Mapping[str, Mapping[str, float]]:
    """Share of world supply by mineral and country, at the stage the statistic has."""
    found = _shares_from_production() | _shares_from_smelters()
    for row in catalog.table("economy/supply_shares").iter_rows(named=True):
        found[row["mineral"]] = {row["country"]: row["share"]}
    return found


def exposed() -> dict[str, tuple[Exposed, ...]]:
    """Industries by mineral, with value added and the share of output that needs it."""
    held = economy.tables()
    added = dict(zip(held.system.names, held.system.value_added, strict=True))
    uses: dict[str, set[str]] = {}
    for mineral, use in catalog.table("economy/element_uses").select("mineral", "use").iter_rows():
        uses.setdefault(mineral, set()).add(use)
    found: dict[str, dict[str, tuple[float, float, float]]] = {}
    for entry in held.dependences:
        if entry.mineral == "any-rare-earth":
            minerals = [name for name, known in uses.items() if entry.use in known]
            minerals.append("rare-earths")
        else:
            minerals = [entry.mineral]
        for mineral in minerals:
            by = found.setdefault(mineral, {})
            old = by.get(entry.industry, (0.0, 0.0, 0.0))
            by[entry.industry] = max(old, (entry.low, entry.mid, entry.high), key=lambda t: t[1])
    return {
        mineral: tuple(
            Exposed(industry, float(added[industry]), share)
            for industry, share in sorted(by.items())
        )
        for mineral, by in found.items()
    }


def controlled(day: date) -> frozenset[str]:
    """Minerals under a Chinese export licence or ban issued by that day."""
    from monazite.regime import measures

    symbols = {
        symbol
        for measure in measures()
        if measure.authority == "CHN"
        and str(measure.kind) in {"licence", "ban"}
        and measure.issued <= day
        for symbol in measure.materials
    }
    names: set[str] = set()
    for symbol in symbols & ELEMENTS.keys():
        mineral = search_mineral(symbol)
        names.add(mineral.id if mineral else ELEMENTS[symbol].name)
    return frozenset(names | ({"natural-graphite"} if "C" in symbols else set()))


def scenarios(day: date) -> tuple[Scenario, ...]:
    """A year without net exports, for every mineral and every restrictor with a share of supply worth naming.

    Spec: §A25: the probabilities are stated assumptions.
    """
    held = risk_inputs.inputs()
    unstable = dict(
        held.risk_mended.filter(pl.col("year") == YEAR).select("country", "g").collect().iter_rows()
    )
    ruled = controlled(day)
    found: list[Scenario] = []
    for mineral, by in sorted(supply_shares().items()):
        for country, share in sorted(by.items()):
            if share < LEAST_SHARE or country == "USA":
                continue
            middle = CALM + PER_INSTABILITY * unstable.get(country, 0.5)
            chance = (
                CHINA_NOT_CONTROLLED
                if country == "CHN"
                else (middle / SPREAD, middle, min(1.0, middle * SPREAD))
            )
            found.append(
                Scenario(
                    mineral,
                    country,
                    share,
                    AT_HOME.get(country, AT_HOME_OTHERS),
                    chance,
                    in_force=country == "CHN" and mineral in ruled,
                )
            )
    return tuple(found)


def ranking(*, day: date = DRAFT_LIST, runs: int = 2000, seed: int = 1) -> tuple[Ranked, ...]:
    """Expected loss of the United States by commodity, largest first; see `economy.expected.rank`."""
    return expected.rank(scenarios(day), exposed(), runs=runs, rng=np.random.default_rng(seed))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Our order beside the published one.

    Attributes:
        rho: Spearman's rank correlation over the minerals both have.
        rho_first: The same over the published first ten, whose order is better supported.
        pairs: (mineral, published place, our place among the common, our mean in million USD).
        missing: Published minerals without a scenario of ours.
    """

    rho: float
    rho_first: float
    pairs: tuple[tuple[str, int, int, float], ...]
    missing: tuple[str, ...]


def against_published(ranked: tuple[Ranked, ...]) -> Agreement:
    """Rank correlation with the order of the USGS 2025 list.

    Spec: §A26.
    """
    published = [
        (int(place), str(LISTED.get(mineral, mineral)))
        for place, mineral in catalog.table("economy/usgs_2025_order")
        .select("place", "mineral")
        .iter_rows()
    ]
    ours = {entry.commodity: entry for entry in ranked}
    common = [(place, name) for place, name in published if name in ours]
    by_loss = sorted((name for _, name in common), key=lambda name: -ours[name].mean)
    place_of = {name: at + 1 for at, name in enumerate(by_loss)}
    pairs = tuple((name, place, place_of[name], ours[name].mean / 1e6) for place, name in common)

    def rho(chosen: list[tuple[str, int, int, float]]) -> float:
        return expected.spearman(
            np.array([pair[1] for pair in chosen], float),
            np.array([pair[2] for pair in chosen], float),
        )

    return Agreement(
        rho(list(pairs)),
        rho([pair for pair in pairs if pair[1] <= 10]),  # noqa: PLR2004 - the first ten
        pairs,
        tuple(name for _, name in published if name not in ours),
    )


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """Gallium or germanium after a year without China's exports, 5 %, median and 95 % of the draws.

    Attributes:
        loss_usd: Decrease of US GDP, the sum of five components.
        price_pct: Price increase, %.
        semiconductors: Part of the loss of consuming industries that falls on semiconductor devices, median.
    """

    mineral: str
    loss_usd: tuple[float, float, float]
    price_pct: tuple[float, float, float]
    semiconductors: float
    parts: Mapping[str, float]


# USGS, Mineral Commodity Summaries 2026: gallium use and import value of 2022, germanium use of 2021 (the last given)
# and metal price of 2022, the year the published study starts from.
USE_T = {"gallium": 19.7, "germanium": 30.0}
PRICE_USD_PER_T = {"gallium": 432e3, "germanium": 1_294e3}
SEMICONDUCTORS = "334413"
_PARTS = ("consumers_cut", "consumers_pay", "producers_make", "producers_get", "downstream")


def reconstruct(mineral: str, *, runs: int = 200, seed: int = 1) -> Reconstruction:
    """Five components for gallium or germanium, from priors that hold for any new commodity.

    Spec: §A22. Inputs were fixed before comparison: elasticities from the general prior, shares of supply from World
    Mining Data, shares of output from the concordance.
    """
    rng = np.random.default_rng(seed)
    held = economy.tables()
    place = {str(name): at for at, name in enumerate(held.system.names)}
    industries = exposed()[mineral]
    share = supply_shares()[mineral]["CHN"]
    nets: list[float] = []
    prices: list[float] = []
    chips: list[float] = []
    sums: dict[str, float] = dict.fromkeys(_PARTS, 0.0)
    sigma = np.log(expected.ETA_HIGH / expected.ETA_LOW) / (2 * expected.NINETY)
    for _ in range(runs):
        eta = expected.ETA_MEDIAN * float(np.exp(sigma * rng.standard_normal()))
        es = min(float(rng.uniform(0, expected.ES_HIGH)), eta / 2)
        home = float(rng.uniform(*AT_HOME["CHN"]))
        ed, bought = -max(eta - es, 0.02), max(share - home, 0.0)
        ratio = float(
            market.price(
                1 - share,
                bought,
                demand_elasticity=ed,
                supply_elasticity=es,
                highest=market.RECORD,
            )
        )
        left = float(market.served(1 - share, bought, np.array(ratio), supply_elasticity=es))
        phi = np.zeros(len(place))
        for entry in industries:
            low, mid, high = entry.share
            phi[place[entry.industry]] = rng.triangular(low, mid, high)
        parts = five.components(
            held.system,
            phi,
            five.Shock(left, ratio, PRICE_USD_PER_T[mineral], USE_T[mineral], 0.0, 0.0),
        )
        hit = phi * held.system.value_added
        nets.append(-parts.net)
        prices.append(100 * (ratio - 1))
        chips.append(float(hit[place[SEMICONDUCTORS]] / hit.sum()))
        for name in sums:
            sums[name] += getattr(parts, name) / runs
    quantiles = (0.05, 0.5, 0.95)
    low, mid, high = (float(q) for q in np.quantile(nets, quantiles))
    cheap, usual, dear = (float(q) for q in np.quantile(prices, quantiles))
    return Reconstruction(
        mineral, (low, mid, high), (cheap, usual, dear), float(np.median(chips)), sums
    )
