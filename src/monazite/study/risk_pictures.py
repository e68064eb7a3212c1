"""The pictures of supply risk and loss, from the packaged tables (§I21)."""

from __future__ import annotations

import polars as pl

from monazite import catalog
from monazite.brief import charts_risk
from monazite.codes import country_name
from monazite.economy import Loss
from monazite.indicators import hhi
from monazite.study.risk import Risk

_STAGES = ("mine", "refining")
_MOST = 40
_TOP = 3


def rank_map(found: Risk) -> str:
    """Heat map of ranks over methods, of the first importer and year in the table."""
    first = found.rows[0]
    mine = [
        row
        for row in found.rows
        if (row["importer"], row["year"]) == (first["importer"], first["year"])
    ]
    methods = list(dict.fromkeys(row["method"] for row in mine))
    ranks: dict[str, dict[str, tuple[int, int] | None]] = {}
    for row in mine:
        cell = None if row["rank"] is None else (row["rank"], row["of"])
        ranks.setdefault(row["material"], {})[row["method"]] = cell
    kept = [m for m in methods if any(by.get(m) for by in ranks.values())]
    wide = {name: by for name, by in ranks.items() if sum(v is not None for v in by.values()) > 1}
    chosen = wide or ranks
    worst = sorted(
        chosen,
        key=lambda name: min((c[0] / c[1] for c in chosen[name].values() if c), default=1.0),
    )[:_MOST]
    return charts_risk.rank_map(
        {name: chosen[name] for name in worst},
        kept,
        title=f"Rank of supply risk by method, {country_name(first['importer'])}, {first['year']}",
    )


def concentration(year: int = 2024) -> str:
    """Largest and three largest suppliers at the mine and the refinery, IEA minerals."""
    whole = catalog.table("statistics/iea_supply").filter(
        (pl.col("period") == str(year))
        & pl.col("stage").is_in(_STAGES)
        & pl.col("value").is_not_null()
    )
    rows = whole.filter(~pl.col("country").is_in(["WLD", "OTH"]))
    world = {
        (commodity, stage): value
        for commodity, stage, value in whole.filter(pl.col("country") == "WLD")
        .select("commodity", "stage", "value")
        .iter_rows()
    }
    shares: dict[str, dict[str, tuple[str, float, float]]] = {}
    for mineral in sorted(rows["commodity"].unique().to_list()):
        for stage in _STAGES:
            part = rows.filter((pl.col("commodity") == mineral) & (pl.col("stage") == stage))
            by = dict(part.group_by("country").agg(pl.col("value").sum()).iter_rows())
            if not by:
                continue
            terms = hhi(by).terms
            # The table lists the larger countries; shares are of the world total.
            total = world.get((mineral, stage), sum(by.values()))
            top = sorted(by.values(), reverse=True)[:_TOP]
            named = (country_name(terms[0].name), top[0] / total, sum(top) / total)
            shares.setdefault(mineral, {})[stage] = named
    return charts_risk.stages(
        shares, _STAGES, title=f"Concentration of supply by stage, {year} (IEA)"
    )


def loss_by_industry(found: Loss, *, title: str) -> str:
    """Direct loss of value added by industry."""
    rows = [
        (
            hit.label.removesuffix(" manufacturing"),
            hit.value_added_usd.low / 1e9,
            hit.value_added_usd.mid / 1e9,
            hit.value_added_usd.high / 1e9,
        )
        for hit in found.hits
    ]
    return charts_risk.losses(rows, title=title)
