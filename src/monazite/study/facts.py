"""Published facts a brief states beside its own results: shares by stage, reliance, sources of import."""

from __future__ import annotations

from datetime import date

import polars as pl

from monazite import catalog
from monazite.codes import WORLD, country_name
from monazite.provenance import Figure, derive
from monazite.units import TONNES_PER

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


def world_share(commodity: str, country: str, known_at: date, stage: str) -> Figure | None:
    """The country's share of world output at a stage, USGS, latest year published by the day.

    The range is what the editions published by then give for their years.
    """
    detail = pl.col("detail").fill_null("").str.to_lowercase()
    unsaid = pl.col("stage").is_null() & (
        stage == "refining"
    )  # older editions leave it to the words
    rows = _rows(_STATISTICS, commodity, "production", known_at).filter(
        (pl.col("stage") == stage) | (unsaid & detail.str.contains("primary|refiner")),
        ~detail.str.contains("scrap|: secondary"),
    )
    shares: list[Figure] = []
    what = {"mine": "mine output", "refining": "refinery output"}[stage]
    label = f"{country_name(country)}'s share of world {what} of {commodity.replace('-', ' ')}"
    for _, group in rows.group_by("source", "period", maintain_order=True):
        part = _last(group.filter(pl.col("country") == country))
        whole = _last(group.filter(pl.col("country") == WORLD))
        if part and whole and whole.number > 0:
            shares.append(_share(part, whole, label))
    if not shares:
        return None
    last, values = shares[-1], [share.number for share in shares]
    return derive(
        f"{stage}-share/{commodity}/{country}/{known_at}",
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


_OTHER_BASIS = ("carbonate", "concentrate", "trioxide", "hydroxide")


def price(commodity: str, known_at: date, *, until: int | None = None) -> Figure | None:
    """The latest yearly price published by the day, dollars a kilogram, USGS.

    A price printed for a pound or a tonne is converted; one of another form (carbonate, concentrate) is left alone.
    With `until`, the price of that year or the last one before it, where any is printed.
    """
    rows = _rows(_STATISTICS, commodity, "price", known_at)
    before = None if until is None else last_price(rows.filter(pl.col("period") <= str(until)))
    return before or last_price(rows)


def nearest(rows: pl.DataFrame, words: str) -> pl.DataFrame:
    """The rows whose detail shares most words with what is looked for, in their order."""
    wanted = set(words.lower().replace(",", " ").split())

    def alike(detail: str | None) -> int:
        return len(wanted & set((detail or "").lower().replace(",", " ").split()))

    scores = [alike(detail) for detail in rows["detail"]]
    best = max(scores, default=0)
    return rows.filter(pl.Series([score == best for score in scores], dtype=pl.Boolean))


def last_price(rows: pl.DataFrame, *, like: str = "") -> Figure | None:
    """The last price of some rows in dollars a kilogram, oxide before metal where both are printed.

    Among several of the last period, the one whose detail is nearest to `like`.
    """
    units = [f"USD/{unit}" for unit in TONNES_PER if unit in {"kg", "t", "lb"}]
    detail = pl.col("detail").fill_null("")
    found = rows.filter(
        pl.col("value").is_not_null(),
        pl.col("unit").is_in(units),
        ~detail.str.to_lowercase().str.contains("|".join(_OTHER_BASIS)),
    )
    if not found.height:
        return None
    latest = found.sort("period", "seen", maintain_order=True).row(-1, named=True)
    found = found.filter(pl.col("period") == latest["period"], pl.col("source") == latest["source"])
    if like:
        found = nearest(found, like)
    oxide = found.filter(detail.str.contains("(?i)oxide|O3"))
    per_kg = found.filter(pl.col("unit") == "USD/kg")
    chosen = _last(oxide if oxide.height else per_kg if per_kg.height else found)
    return None if chosen is None else per_kilogram(chosen)


def per_kilogram(found: Figure) -> Figure:
    """A printed price converted to USD/kg."""
    unit = found.unit.removeprefix("USD/")
    factor = 1.0 / (TONNES_PER[unit] * 1000.0)
    if factor == 1.0:
        return found
    low, high = (None if end is None else end * factor for end in (found.low, found.high))
    return derive(
        f"{found.id}/per-kg",
        f"{found.label}, per kg",
        found.number * factor,
        "USD/kg",
        formula=f"price / kg in one {unit}",
        parents=(found,),
        period=found.period,
        low=low,
        high=high,
    )
