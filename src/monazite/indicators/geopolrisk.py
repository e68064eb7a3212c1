"""GeoPolRisk: political risk of a country's imports times the concentration of world production.

Every material, importer and year in one columnar pass. Equations: methods of Gemechu et al. 2015 (Int. J. LCA 20),
Santillan-Saldivar et al. 2021 and 2022, Koyamparambath et al. 2024 (RCR 209:107801).

    HHI_i    = sum_c P_ic^2 / (sum_c P_ic)^2
    IR_iu    = sum_c g_c f_icu / (p_iu + sum_c f_icu)
    score    = HHI_i IR_iu
    midpoint = score x (import value / import quantity)      kUSD/t
    CF       = midpoint / 0.409412948                        kg Cu-eq/kg

g is political instability, (2.5 - estimate)/5 clipped to [0, 1], 0.5 where there is no estimate and 0 inside a bloc.

Spec: §I5 to §I8.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

COPPER_KUSD_PER_T = (
    0.409412948  # copper's midpoint, OECD mean 2017-2021 (Koyamparambath et al. 2024)
)
NO_ESTIMATE = 0.5
HALF_RANGE = 2.5
NINETY = 1.6448536269514722  # half-width of a 90 % range in standard deviations

_KEYS = ["material", "importer", "year"]


def instability(governance: pl.LazyFrame) -> pl.LazyFrame:
    """Political instability of a country in a year, 0 (stable) to 1, with its standard deviation.

    Args:
        governance: Columns country, year, estimate (-2.5 to 2.5, high is stable), standard_error.

    Spec: §I5.
    """
    width = 2 * HALF_RANGE
    return governance.select(
        "country",
        "year",
        ((HALF_RANGE - pl.col("estimate")) / width).clip(0.0, 1.0).alias("g"),
        (pl.col("standard_error") / width).fill_null(0.0).alias("g_sd"),
    )


def as_published(risk: pl.LazyFrame, readings: pl.LazyFrame) -> pl.LazyFrame:
    """Instability as the published scores read it: some areas read another country's estimate, or none.

    Args:
        risk: From `instability`.
        readings: Columns exporter, reads (country whose estimate is read, empty for none).
    """
    kept = risk.join(readings, left_on="country", right_on="exporter", how="anti")
    read = readings.filter(pl.col("reads") != "").join(risk, left_on="reads", right_on="country")
    return pl.concat([kept, read.select(pl.col("exporter").alias("country"), "year", "g", "g_sd")])


def both_readings(published: pl.LazyFrame, mended: pl.LazyFrame) -> pl.LazyFrame:
    """Instability as published with the one read right beside it, as `g_mended`, so that one pass scores both."""
    return published.join(
        mended.select("country", "year", g_mended="g"),
        on=["country", "year"],
        how="full",
        coalesce=True,
    )


def production_index(production: pl.LazyFrame, materials: pl.LazyFrame) -> pl.LazyFrame:
    """HHI of world production by material and year, with the largest producer.

    Args:
        production: Columns commodity, country, year, value (any unit), weight_t (null where no mass).
        materials: Columns material, production (commodity name).
    """
    total = pl.col("value").sum()
    return (
        production.join(
            materials.select("material", "production"), left_on="commodity", right_on="production"
        )
        .group_by("material", "year")
        .agg(
            pl.when(total > 0).then((pl.col("value") ** 2).sum() / total**2).alias("hhi"),
            pl.col("country").sort_by("value", descending=True).first().alias("top_producer"),
            pl.when(total > 0).then(pl.col("value").max() / total).alias("top_producer_share"),
        )
    )


def _domestic(
    production: pl.LazyFrame, materials: pl.LazyFrame, members: pl.LazyFrame
) -> pl.LazyFrame:
    """Production of an importer in tonnes, or in the table's own unit where that is no mass (as published)."""
    amount = pl.col("weight_t").fill_null(pl.col("value"))
    return (
        production.join(
            materials.select("material", "production"), left_on="commodity", right_on="production"
        )
        .join(members, left_on="country", right_on="member")
        .group_by("material", "importer", "year")
        .agg(amount.sum().alias("production_t"))
    )


def _membership(importers: pl.LazyFrame, blocs: Mapping[str, frozenset[str]]) -> pl.LazyFrame:
    """Each importer with its members: itself, or the members of a bloc."""
    single = importers.select(pl.col("importer"), pl.col("importer").alias("member"))
    rows = [(name, member) for name, members in blocs.items() for member in sorted(members)]
    grouped = pl.LazyFrame(
        {"importer": [r[0] for r in rows], "member": [r[1] for r in rows]},
        schema={"importer": pl.String, "member": pl.String},
    )
    return pl.concat([single, grouped]).unique()


def bilateral(
    trade: pl.LazyFrame, materials: pl.LazyFrame, members: pl.LazyFrame, *, bloc_names: list[str]
) -> pl.LazyFrame:
    """Imports by material, importer (or bloc), exporter and year; `inside` marks trade between members of one bloc.

    Args:
        trade: Columns year, hs92, exporter, importer, value_usd, weight_kg (null where not known).
        materials: Columns material, hs92 (codes with semicolons).
        members: From `_membership`.
        bloc_names: Importers that are blocs.
    """
    codes = materials.select("material", pl.col("hs92").str.split(";")).explode("hs92")
    inside = members.filter(pl.col("importer").is_in(bloc_names)).with_columns(
        pl.lit(value=True).alias("inside")
    )
    return (
        trade.join(codes, on="hs92")
        .group_by("material", "year", "exporter", pl.col("importer").alias("member"))
        .agg(
            pl.col("weight_kg").sum(),
            pl.col("value_usd").sum(),
            pl.col("weight_kg").is_null().sum().alias("flows_without_quantity"),
        )
        .join(members, on="member")
        .group_by("material", "importer", "exporter", "year")
        .agg(pl.col("weight_kg", "value_usd", "flows_without_quantity").sum())
        .join(inside, left_on=["importer", "exporter"], right_on=["importer", "member"], how="left")
        # Goods a country sends home to itself, as some national statistics print them, carry no risk either.
        .with_columns(
            pl.col("inside").fill_null(value=False) | (pl.col("importer") == pl.col("exporter"))
        )
    )


def _weighted(flows: pl.LazyFrame, risk: pl.LazyFrame) -> pl.LazyFrame:
    joined = flows.join(
        risk, left_on=["exporter", "year"], right_on=["country", "year"], how="left"
    )
    known = joined.with_columns(
        pl.col("g").is_null().alias("no_estimate"),
        _felt("g", NO_ESTIMATE),
        _felt("g_mended", NO_ESTIMATE),
        _felt("g_sd", 0.0),
        (pl.col("weight_kg") / 1000.0).alias("flow_t"),
    ).with_columns(
        (pl.col("g") * pl.col("flow_t")).alias("part"),
        (pl.col("g_mended") * pl.col("flow_t")).alias("part_mended"),
    )
    return known.group_by(_KEYS).agg(
        pl.col("flow_t").sum().alias("imports_t"),
        pl.col("part").sum().alias("risk_weighted_t"),
        pl.col("part_mended").sum().alias("risk_weighted_mended_t"),
        ((pl.col("g_sd") * pl.col("flow_t")) ** 2).sum().sqrt().alias("risk_weighted_sd_t"),
        pl.col("value_usd").sum(),
        pl.col("flows_without_quantity").sum(),
        pl.col("flow_t")
        .filter(pl.col("no_estimate") & ~pl.col("inside"))
        .sum()
        .alias("no_estimate_t"),
        pl.col("exporter").sort_by("part", descending=True).first().alias("top_risk_exporter"),
        pl.col("part").max().alias("top_risk_t"),
    )


def _felt(column: str, unknown: float) -> pl.Expr:
    """A reading of instability as an importer feels it: none inside a bloc, a stated one where there is no estimate."""
    return pl.when("inside").then(0.0).otherwise(pl.col(column).fill_null(unknown)).alias(column)


def geopolrisk(
    trade: pl.LazyFrame,
    production: pl.LazyFrame,
    materials: pl.LazyFrame,
    risk: pl.LazyFrame,
    *,
    blocs: Mapping[str, frozenset[str]],
    importers: frozenset[str] | None = None,
) -> pl.DataFrame:
    """GeoPolRisk scores of every material, importer and year that the frames hold.

    Args:
        trade: HS 1992 flows; filter years or codes before the call to compute less.
        production: World production; years without it give no rows.
        materials: Materials with HS codes and commodity names.
        risk: From `both_readings`.
        blocs: Groups that import as one, with their members; trade inside one carries no risk.
        importers: Countries and blocs to score, whether or not they trade; None for all that do.

    Returns:
        One row per material, importer and year: hhi, production_t, imports_t, risk_weighted_t, import_risk, score with
        its 90 % range from the standard errors of governance, score_mended, price_kusd_t (null where nothing is
        imported), midpoint, cf, and what drives the result. `no_trade` marks importers without imports or production,
        for which the published method gives 0.

    Spec: §I6.
    """
    years = production.select("year").unique()
    flows = trade.join(years, on="year", how="semi")
    if importers is None:
        # An importer is any area that trades at all, so that "imports nothing" is a row, not a gap.
        areas = pl.concat([trade.select("importer"), trade.select(importer="exporter")]).unique()
        members = _membership(areas, blocs)
    else:
        asked = pl.LazyFrame({"importer": sorted(importers)}, schema={"importer": pl.String})
        members = _membership(asked.filter(~pl.col("importer").is_in(list(blocs))), blocs)
        members = members.filter(pl.col("importer").is_in(sorted(importers)))
        flows = flows.join(members.select(importer="member").unique(), on="importer", how="semi")
    index = production_index(production, materials)
    sums = _weighted(bilateral(flows, materials, members, bloc_names=list(blocs)), risk)
    every = index.join(members.select("importer").unique(), how="cross")
    joined = every.join(sums, on=_KEYS, how="left").join(
        _domestic(production, materials, members), on=_KEYS, how="left"
    )
    return scores(joined).sort("material", "importer", "year").collect(engine="streaming")


def scores(joined: pl.LazyFrame) -> pl.LazyFrame:
    """Import risk, score with range, price, midpoint and factor from the terms of each row.

    Args:
        joined: Columns hhi, production_t, imports_t, risk_weighted_t with its sd and its mended reading, value_usd,
            no_estimate_t, top_risk_t.

    Spec: §I6, §I7.
    """
    weighted = ["risk_weighted_t", "risk_weighted_sd_t", "risk_weighted_mended_t"]
    zero = ["imports_t", "production_t", "no_estimate_t", *weighted]
    supply = pl.col("production_t") + pl.col("imports_t")
    spread = NINETY * pl.col("score_sd")
    return (
        joined.with_columns(pl.col(*zero).fill_null(0.0), pl.col("value_usd").fill_null(0))
        .with_columns((supply <= 0).alias("no_trade"))
        .with_columns(
            _over(supply, "risk_weighted_t", "import_risk"),
            _over(supply, "risk_weighted_sd_t", "ir_sd"),
            _over(supply, "risk_weighted_mended_t", "ir_mended"),
            pl.when(pl.col("imports_t") > 0)
            .then(pl.col("value_usd") / 1000.0 / pl.col("imports_t"))
            .alias("price_kusd_t"),
        )
        .with_columns(
            (pl.col("hhi") * pl.col("import_risk")).alias("score"),
            (pl.col("hhi") * pl.col("ir_sd")).alias("score_sd"),
            (pl.col("hhi") * pl.col("ir_mended")).alias("score_mended"),
        )
        .with_columns(
            (pl.col("score") - spread).clip(0.0).alias("low"),
            (pl.col("score") + spread).clip(0.0, 1.0).alias("high"),
            # A score of 0 is 0 at any price, also where nothing is imported and the price is not known.
            pl.when(pl.col("score") == 0)
            .then(0.0)
            .otherwise(pl.col("score") * pl.col("price_kusd_t"))
            .alias("midpoint"),
            (pl.col("top_risk_t") / pl.col("risk_weighted_t")).alias("top_risk_share"),
        )
        .with_columns((pl.col("midpoint") / COPPER_KUSD_PER_T).alias("cf"))
        .drop("ir_sd", "ir_mended", "score_sd", *weighted[1:], "top_risk_t")
    )


def _over(supply: pl.Expr, column: str, name: str) -> pl.Expr:
    """A risk-weighted quantity over supply; 0 where there is no supply, as published."""
    return pl.when("no_trade").then(0.0).otherwise(pl.col(column) / supply).alias(name)


def company_mix(
    purchases_t: Mapping[str, float], risk: Mapping[str, float], *, hhi: float
) -> tuple[float, dict[str, float]]:
    """Score of a company's own import mix: no domestic production stands against its purchases.

    Args:
        purchases_t: Tonnes bought by country of supplier.
        risk: Instability by country, 0 to 1; a country without one counts 0.5.
        hhi: Concentration of world production of the material.

    Returns:
        The score and each supplier's part of it.

    Spec: §I8. Koyamparambath et al. 2024, company-specific assessment.

    >>> company_mix({"CHN": 3.0, "CAN": 1.0}, {"CHN": 0.6, "CAN": 0.3}, hhi=0.5)[0]
    0.2625
    """
    total = sum(purchases_t.values())
    parts = {
        name: hhi * risk.get(name, NO_ESTIMATE) * amount / total
        for name, amount in purchases_t.items()
        if total > 0
    }
    return sum(parts.values()), parts
