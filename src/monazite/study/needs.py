"""What a country uses and what it costs: rows of the tables and of the network as figures (§O4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from monazite import catalog
from monazite.codes.elements import element, metal_per_oxide
from monazite.errors import MissingData
from monazite.provenance import Cited, Figure, Quality, Reliability, derive
from monazite.respond import Need
from monazite.units import TONNES_PER, Basis

if TYPE_CHECKING:
    from monazite.network import SupplyNetwork


_DATED = re.compile(r"-20\d\d(-\d\d){0,2}$")


@dataclass(frozen=True, slots=True)
class View:
    """Who asks, against whom, and what could be known: a number seen later than `known_at` does not exist.

    Attributes:
        importer: Country whose needs are meant, ISO 3166-1 alpha-3.
        restrictor: Country whose plants do not count as supply.
        known_at: Last day a number may have been seen.
    """

    importer: str = "USA"
    restrictor: str = "CHN"
    known_at: date = date.max


TODAY = View()  # the United States against China, everything known


def table_row(
    table: str, prefix: str, period: str = "", known_at: date = date.max
) -> dict[str, Any]:
    """The one row whose id begins so, seen by a day; of several the last period.

    Raises:
        MissingData: E702 if no such row was seen by then.
    """
    import polars as pl

    rows = catalog.table(table).filter(
        (pl.col("seen") <= known_at)
        & pl.col("id").str.starts_with(prefix)
        & pl.col("value").is_not_null()
    )
    if period:
        rows = rows.filter(pl.col("period") == period)
    if not rows.height:
        raise MissingData(
            "E702",
            f"no row begins with {prefix!r}{_by(known_at)}",
            where=table,
            way_out="Correct the id in respond/materials, or ask for a later day",
        )
    return rows.sort("period").row(-1, named=True)


def _earlier(part: str, period: str, known_at: date) -> dict[str, Any]:
    """The row of the last older edition, or of the price series, that was out by the day."""
    import polars as pl

    if not part or part.startswith("price-fact/"):
        return table_row("markets/price_facts", part or "none", known_at=known_at)
    table = "statistics/usgs_mcs"
    rows = catalog.table(table).filter(
        (pl.col("seen") <= known_at)
        & pl.col("id").str.contains(f"^usgs-mcs-20[0-9]{{2}}/{part}")
        & pl.col("value").is_not_null()
        & (pl.col("period") <= (period or "9999"))
    )
    if not rows.height:
        return table_row(table, part, known_at=known_at)  # names what is missing
    return rows.sort("seen", "period").row(-1, named=True)


def statistic(row: dict[str, Any], what: str, known_at: date, period: str = "") -> dict[str, Any]:
    """The row that gives `use` or `home` of a line of `respond/materials`, as known on a day."""
    try:
        return table_row("statistics/usgs_mcs", row[what], period, known_at)
    except MissingData:
        if known_at == date.max:
            raise
        return _earlier(row[f"earlier_{what}"] or "", period, known_at)


def _by(known_at: date) -> str:
    return "" if known_at == date.max else f" as known on {known_at}"


def home_usd_per_kg(row: dict[str, Any], known_at: date = date.max) -> Figure:
    """The price outside times of stress of a line of `respond/materials`, USD/kg, as known on a day."""
    return _per_kg(statistic(row, "home", known_at))


def stressed_usd_per_kg(prefix: str, home: Figure, known_at: date = date.max) -> Figure | None:
    """The stressed quote of a row of `respond/materials`; before it was known, the highest of its series until then.

    None where no quote above the home price was known.
    """
    import polars as pl

    named = "price-fact/" + prefix
    rows = catalog.table("markets/price_facts").filter(
        (pl.col("seen") <= known_at) & pl.col("value").is_not_null()
    )
    exact = rows.filter(pl.col("id").str.starts_with(named))
    if exact.height:
        return _per_kg(exact.sort("period").row(-1, named=True))
    series = rows.filter(pl.col("id").str.starts_with(_DATED.sub("", named)))
    found = [_per_kg(row) for row in series.iter_rows(named=True) if row["unit"].startswith("USD/")]
    highest = max(found, key=lambda figure: figure.number, default=None)
    return highest if highest is not None and highest.number > home.number else None


def _per_kg(row: dict[str, Any]) -> Figure:
    found = catalog.figure(row)
    money, _, unit = found.unit.partition("/")
    factor, parents, formula = (
        1.0 / (TONNES_PER[unit] * 1000.0),
        (found,),
        f"price / kg in one {unit}",
    )
    if money == "CNY":
        rate, tax = assumption("cny-per-usd"), assumption("china-vat")
        factor, parents = factor / rate.number / (1.0 + tax.number), (found, rate, tax)
        formula += " / yuan per dollar / (1 + value added tax)"
    if factor == 1.0:
        return found
    low, high = (None if end is None else end * factor for end in (found.low, found.high))
    return derive(
        f"{found.id}/per-kg",
        f"{found.label}, per kg",
        found.number * factor,
        "USD/kg",
        formula=formula,
        parents=parents,
        period=found.period,
        low=low,
        high=high,
    )


def assumption(id: str) -> Figure:
    """One assumption of `respond/assumptions` with its range."""
    import polars as pl

    row = catalog.table("respond/assumptions").filter(pl.col("id") == id).row(0, named=True)
    return Figure(
        f"respond/{id}",
        row["label"],
        row["value"],
        row["unit"],
        low=row["low"],
        high=row["high"],
        quality=Quality(row["quality"]),
        reliability=Reliability(row["reliability"]),
        cited=Cited(row["source"], row["at"]),
        note=row["note"],
    )


@cache
def rare_earths() -> SupplyNetwork:
    """The rare-earth network of the reference data."""
    from monazite import network

    return network.load("rare-earths")


def network_use(symbols: tuple[str, ...], country: str) -> Figure:
    """Yearly use of some elements in one country, in every product, t/y of contained metal."""
    net = rare_earths()
    names = {element(symbol).name for symbol in symbols}
    total, parents = 0.0, []
    for k in range(len(net.nodes)):
        node = net.nodes[k]
        share = sum(v for name, v in net.element[k].items() if name in names)
        if (
            node.country != country
            or node.stage.value != "use"
            or share == 0
            or net.demand_t_per_y[k] == 0
        ):
            continue
        total += share * float(net.demand_t_per_y[k])
        parents.append(net.figures[net.demand_figure[k]])
    if not parents:
        raise MissingData(
            "E703", f"the network has no use of {'+'.join(symbols)} in {country}", where=str(net)
        )
    ratios = [((p.low or p.number) / p.number, (p.high or p.number) / p.number) for p in parents]
    return derive(
        f"use/{country}/{'-'.join(sorted(names))}",
        f"use of {' and '.join(sorted(names))} in {country}, all products",
        total,
        "t/y",
        formula="sum over uses of tonnes used x share of the elements",
        parents=tuple(parents),
        basis=Basis.CONTAINED,
        low=total * min(r[0] for r in ratios),
        high=total * max(r[1] for r in ratios),
        period=str(net.year),
    )


def yearly_use(row: dict[str, Any], country: str, known_at: date = date.max) -> Figure:
    """Yearly use of a row of `respond/materials`, t on the basis it is bought on."""
    symbols = tuple(row["symbols"].split(";"))
    if row["use"] != "network":
        found = catalog.figure(statistic(row, "use", known_at, "2024"))
        if found.unit == "t":
            return found
        return derive(
            f"{found.id}/t",
            f"{found.label}, t",
            found.number * TONNES_PER[found.unit],
            "t/y",
            formula=f"tonnes in one {found.unit}",
            parents=(found,),
            basis=found.basis,
            period=found.period,
        )
    metal = network_use(symbols, country)
    factor = metal_per_oxide(symbols[0])
    low, high = (None if end is None else end / factor for end in (metal.low, metal.high))
    return derive(
        f"{metal.id}/oxide",
        f"{metal.label}, as oxide",
        metal.number / factor,
        "t/y",
        basis=Basis.OXIDE,
        formula=f"contained metal / {factor:.4f} ({element(symbols[0]).oxide_formula})",
        parents=(metal,),
        low=low,
        high=high,
        period=metal.period,
    )


def needs(country: str = "USA", known_at: date = date.max) -> tuple[Need, ...]:
    """Materials a stockpile can buy, with the country's use and two prices each, as known on a day.

    Only the United States has printed use for minerals other than rare earths; other countries get rare earths alone.
    What had no price by the day is left out.
    """
    found: list[Need] = []
    for row in catalog.table("respond/materials").iter_rows(named=True):
        if country != "USA" and row["use"] != "network":
            continue
        try:
            use = yearly_use(row, country, known_at)
            home = home_usd_per_kg(row, known_at)
        except MissingData:
            if known_at == date.max:
                raise
            continue
        stressed = stressed_usd_per_kg(row["stressed"], home, known_at) if row["stressed"] else None
        found.append(Need(row["material"], row["label"], row["form"], use, home, stressed))
    return tuple(found)
