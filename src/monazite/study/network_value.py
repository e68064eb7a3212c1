"""What share of a magnet's value is controlled material, beside the 0.1 % of No. 61 (§N22, §N46)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from monazite import catalog
from monazite.codes import Stage, metal_per_oxide, mineral
from monazite.network.observe import observations
from monazite.provenance import Figure, derive

if TYPE_CHECKING:
    from monazite.network import SupplyNetwork
    from monazite.study.network import Reached

THRESHOLD = 0.001
_HEAVY = "magnet-ndfeb-heavy"


def oxide_price(element: str, year: int) -> Figure:
    """The yearly oxide price of an element, USD/kg (USGS, Mineral Commodity Summaries)."""
    found = catalog.table("statistics/usgs_mcs").filter(
        pl.col("commodity") == element,
        pl.col("quantity") == "price",
        pl.col("period") == str(year),
        pl.col("source") == "usgs-mcs-2026",
    )
    return catalog.figure(found.to_dicts()[0])


def magnet_price() -> Figure:
    """Unit value of the rare-earth magnets China exported in 2024, USD/kg."""
    found = catalog.table("markets/price_facts").filter(
        pl.col("id").str.contains("export-unit-value-2024"), pl.col("commodity") == "NdFeB magnet"
    )
    return catalog.figure(found.to_dicts()[0])


def part_one_value(net: SupplyNetwork, maker: str, rows: Sequence[Reached]) -> Figure:
    """Value of the controlled dysprosium and terbium in a country's heavy magnets, as a share of the magnets' value.

    The range takes the bounds of the shares and of the rare-earth content of a magnet together.
    """
    mine = [row for row in rows if row.country == maker]
    content = next(
        r for r in observations(net.mineral) if r["id"] == "observed/china/magnet-exports/2024"
    )
    price = magnet_price()
    contained = sum(
        float(net.output_t_per_y[k])
        for stage in (Stage.MAGNET, Stage.COMPONENT)
        for k in net.select(country=maker, mineral=_HEAVY, stage=stage)
    )

    def share(pick: str, rare_earth: float) -> float:
        worth = 0.0
        for row in mine:
            part = row.share.number if pick == "mid" else getattr(row.share, pick)
            oxide = row.made_t_per_y.number / metal_per_oxide(mineral(row.element).symbols[0])
            worth += part * oxide * oxide_price(row.element, net.year).number
        return worth / (contained / rare_earth * price.number)

    parents = (
        *(row.share for row in mine),
        *(row.made_t_per_y for row in mine),
        *(oxide_price(row.element, net.year) for row in mine),
        price,
    )
    return derive(
        f"network/{net.mineral}/{net.year}/reached/{maker}/value-share",
        f"controlled Dy and Tb by value in Dy and Tb magnets of {maker}",
        share("mid", content["content"]),
        "share",
        period=str(net.year),
        low=share("low", content["content_low"]),
        high=share("high", content["content_high"]),
        formula="sum of share x tonnes of oxide x oxide price / (tonnes of magnets x unit value); magnets hold "
        f"{content['content']:.0%} rare earth ({content['content_low']:.0%} to {content['content_high']:.0%}, assumed)",
        parents=parents,
    )
