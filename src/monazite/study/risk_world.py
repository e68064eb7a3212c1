"""Rows of the risk table from world production: concentration, and supply without the largest producer (§I1 to §I4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from monazite.codes import country_name
from monazite.indicators import geopolrisk as gpr
from monazite.study.risk_inputs import Inputs

Row = dict[str, Any]
METHODS = ("hhi", "governance-hhi", "top3", "n-1")
_BALANCED = (
    "demand is taken as world production of the year; stocks and a growing use are not in it"
)


def _shares(held: Inputs, years: list[int]) -> pl.LazyFrame:
    """Each producer's share of world output, largest first, with its governance on a scale of 0 to 10."""
    names = held.materials.select("material", "production")
    return (
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
    )


def _indices(held: Inputs, years: list[int]) -> pl.DataFrame:
    square = pl.col("share") ** 2
    return (
        _shares(held, years)
        .group_by("material", "year", maintain_order=True)
        .agg(
            square.sum().alias("hhi"),
            (square * pl.col("weight")).sum().alias("governance-hhi"),
            ((square * pl.col("weight_sd")) ** 2).sum().sqrt().alias("spread"),
            pl.col("share").head(3).sum().clip(upper_bound=1.0).alias("top3"),
            pl.col("share").slice(1).sum().alias("n-1"),
            pl.col("country").head(3).alias("leaders"),
            pl.col("share").head(3).alias("lead_shares"),
            pl.col("share").filter(pl.col("quality") == "estimated").sum().alias("estimated"),
        )
        .collect()
    )


def _why(found: Row) -> str:
    leaders = ", ".join(
        f"{country_name(code)} {share:.0%}"
        for code, share in zip(found["leaders"], found["lead_shares"], strict=True)
    )
    return f"Largest producers: {leaders}; {found['estimated']:.0%} of output is estimated."


def concentration(held: Inputs, years: list[int], chosen: tuple[str, ...]) -> Iterator[Row]:
    """Indices of world production of all commodities, without an importer.

    Spec: §I1 to §I4.
    """
    for found in _indices(held, years).iter_rows(named=True):
        half = gpr.NINETY * found["spread"]
        for method in chosen:
            value = found[method]
            weighted = method == "governance-hhi"
            yield {
                "material": found["material"],
                "year": found["year"],
                "method": method,
                "value": value,
                "low": max(0.0, value - half) if weighted else None,
                "high": value + half if weighted else None,
                "explanation": _why(found),
                "notes": [_BALANCED] if method == "n-1" else [],
            }
