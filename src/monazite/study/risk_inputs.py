"""The tables of the risk indicators, loaded once (§I18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from monazite import catalog
from monazite.codes import EU27, country
from monazite.errors import MissingData
from monazite.indicators import geopolrisk as gpr

BLOCS = {"EU27": EU27}
_JOINS = "+"
_BLOC_NAMES = {"eu": "EU27", "eu27": "EU27", "eu-27": "EU27", "european union": "EU27"}
TRADE_COLUMNS = ("year", "hs92", "exporter", "importer", "value_usd", "weight_kg")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Lazy tables of one run.

    Attributes:
        trade: Flows in HS 1992.
        risk: Instability as the published scores read it.
        risk_mended: Instability with the three misread areas put right.
    """

    trade: pl.LazyFrame
    production: pl.LazyFrame
    materials: pl.LazyFrame
    risk: pl.LazyFrame
    risk_mended: pl.LazyFrame
    trade_source: str


def inputs() -> Inputs:
    """The shipped tables; `risk_trade.in_place` puts the user's own trade in place of theirs."""
    mended = gpr.instability(catalog.scan("governance/political_stability"))
    readings = catalog.table("governance/published_readings").select(
        "exporter", pl.col("reads").fill_null("")
    )
    return Inputs(
        catalog.scan("trade/baci_hs92").select(TRADE_COLUMNS),
        catalog.scan("production/world_mining_data").select(
            "commodity", "country", "year", "value", "weight_t", "quality"
        ),
        catalog.table("trade/materials").lazy(),
        gpr.as_published(mended, readings.lazy()),
        mended,
        "cepii-baci-202601",
    )


def importer(text: str) -> str:
    """The importer a name or code stands for: a country, EU27, or a bloc of one's own (`USA+CAN+MEX`).

    Raises:
        UnknownCode: E102.

    Spec: §I8.
    """
    if _JOINS not in text:
        return _BLOC_NAMES.get(text.strip().casefold()) or country(text)
    return _JOINS.join(sorted({importer(part) for part in text.split(_JOINS)}))


def members(buyer: str) -> frozenset[str]:
    """The countries that import as one under the name of an importer; a country is its own."""
    parts = (BLOCS.get(part, frozenset({part})) for part in buyer.split(_JOINS))
    return frozenset[str]().union(*parts)


def blocs(buyers: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The blocs that are always known, and those of one's own among the buyers."""
    return {**BLOCS, **{buyer: members(buyer) for buyer in buyers if _JOINS in buyer}}


def years(held: Inputs) -> list[int]:
    """The years production is known for, in order."""
    return sorted(held.production.select(pl.col("year").unique()).collect()["year"].to_list())


def check_year(year: int, held: Inputs) -> int:
    """The year, if production is known for it.

    Raises:
        MissingData: E608.
    """
    known = years(held)
    if year not in known:
        raise MissingData(
            "E608",
            f"no production statistic for {year}",
            why="Concentration indices need world production",
            way_out=f"Ask for a year from {known[0]} to {known[-1]}",
        )
    return year
