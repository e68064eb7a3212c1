"""Published facts a brief states beside its own results: shares by stage, reliance, sources of import."""

from __future__ import annotations

from datetime import date

import polars as pl

from monazite import catalog
from monazite.codes import WORLD, country_name
from monazite.provenance import Figure, derive

_STATISTICS = "statistics/usgs_mcs"
_IEA = "statistics/iea_supply"
_GROUPS = {"rare-earths": "magnet-rare-earths"}


def _rows(table: str, commodity: str, quantity: str, known_at: date) -> pl.DataFrame:
    """Rows of one quantity that were published by the day, latest edition last."""
    return (
        catalog.table(table)
        .filter(
            pl.col("commodity") == commodity,
            pl.col("quantity") == quantity,
            pl.col("seen") <= known_at,
        )
        .sort("seen", "period")
    )


def _last(frame: pl.DataFrame) -> Figure | None:
    rows = frame.filter(pl.col("value").is_not_null())
    return catalog.figure(rows.row(rows.height - 1, named=True)) if rows.height else None


def _share(part: Figure, whole: Figure, label: str) -> Figure:
    return derive(
        f"share/{part.id}",
        label,
        part.number / whole.number,
        "share",
        formula=f"{part.label} / {whole.label}",
        parents=(part, whole),
        period=part.period,
        basis=part.basis,
    )


def mine_share(commodity: str, country: str, known_at: date) -> Figure | None:
    """The country's share of world mine output, USGS, latest year published by the day.

    The range is what the editions published by then give for their years.
    """
    rows = _rows(_STATISTICS, commodity, "production", known_at).filter(pl.col("stage") == "mine")
    shares: list[Figure] = []
    label = f"{country_name(country)}'s share of world mine output of {commodity.replace('-', ' ')}"
    for (source, period), group in rows.group_by("source", "period", maintain_order=True):
        del source, period
        part = _last(group.filter(pl.col("country") == country))
        whole = _last(group.filter(pl.col("country") == WORLD))
        if part and whole and whole.number > 0:
            shares.append(_share(part, whole, label))
    if not shares:
        return None
    last, values = shares[-1], [share.number for share in shares]
    return derive(
        f"mine-share/{commodity}/{country}/{known_at}",
        label,
        last.number,
        "share",
        formula="latest year of the latest edition; the range is all editions and years published by the day",
        parents=tuple(shares),
        period=last.period,
        basis=last.basis,
        low=min(values),
        high=max(values),
    )


def refining_share(commodity: str, country: str, known_at: date) -> Figure | None:
    """The country's share of world refining, IEA, latest past year published by the day."""
    name = _GROUPS.get(commodity, commodity)
    rows = _rows(_IEA, name, "production", known_at).filter(
        pl.col("stage") == "refining", pl.col("period") <= str(known_at.year)
    )
    part = _last(rows.filter(pl.col("country") == country))
    if part is None:
        return None
    year = rows.filter(pl.col("period") == part.period, pl.col("value").is_not_null())
    whole = _last(year.filter(pl.col("country") == WORLD))
    label = f"{country_name(country)}'s share of world refining of {name.replace('-', ' ')}"
    if whole is not None:
        return _share(part, whole, label)
    parents = tuple(catalog.figure(row) for row in year.iter_rows(named=True))
    return derive(
        f"share/{part.id}",
        label,
        part.number / sum(figure.number for figure in parents),
        "share",
        formula="country / sum over countries",
        parents=parents,
        period=part.period,
    )


def stage_shares(country: str, known_at: date) -> tuple[Figure, ...]:
    """The country's published shares of the rare-earth stages after the mine, latest of each stage."""
    rows = (
        catalog.table("network/stage_shares")
        .filter(
            pl.col("country") == country,
            pl.col("unit") == "%",
            pl.col("seen").is_null() | (pl.col("seen") <= known_at),
            pl.col("period") >= "2020",
        )
        .sort("period")
        .unique("stage", keep="last", maintain_order=True)
    )
    return tuple(catalog.figure(row) for row in rows.iter_rows(named=True))


def reliance(commodity: str, importer: str, known_at: date) -> Figure | None:
    """The importer's net import reliance, where USGS publishes it (United States only)."""
    rows = _rows(_STATISTICS, commodity, "net-import-reliance", known_at)
    return _last(rows.filter(pl.col("country") == importer))


def import_source(commodity: str, importer: str, origin: str, known_at: date) -> Figure | None:
    """The share of the importer's imports that came from the origin, USGS, four-year span."""
    rows = _rows(_STATISTICS, commodity, "import-sources", known_at)
    found = rows.filter(
        pl.col("country") == importer,
        pl.col("partner") == origin,
    )
    return _last(found)


def price(commodity: str, known_at: date) -> Figure | None:
    """The latest yearly price published by the day, dollars a kilogram, USGS."""
    rows = _rows(_STATISTICS, commodity, "price", known_at)
    found = rows.filter(pl.col("value").is_not_null(), pl.col("unit") == "USD/kg")
    oxide = found.filter(pl.col("detail").str.contains("(?i)oxide|O3"))
    return _last(oxide if oxide.height else found)
