"""What a country uses and what it costs: rows of the tables and of the network as figures (§O4)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from monazite import catalog
from monazite.codes.elements import element, metal_per_oxide
from monazite.errors import MissingData
from monazite.provenance import Figure, derive
from monazite.respond import Need
from monazite.units import TONNES_PER, Basis

if TYPE_CHECKING:
    from monazite.network import SupplyNetwork


def table_row(table: str, prefix: str, period: str = "") -> dict[str, Any]:
    """The one row whose id begins so; of several the last period."""
    import polars as pl

    rows = catalog.table(table).filter(
        pl.col("id").str.starts_with(prefix) & pl.col("value").is_not_null()
    )
    if period:
        rows = rows.filter(pl.col("period") == period)
    if not rows.height:
        raise MissingData(
            "E702",
            f"no row begins with {prefix!r}",
            where=table,
            way_out="Correct the id in respond/materials",
        )
    return rows.sort("period").row(-1, named=True)


def price_usd_per_kg(table: str, prefix: str) -> Figure:
    """A printed price converted to USD/kg."""
    found = catalog.figure(table_row(table, prefix))
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


def yearly_use(row: dict[str, Any], country: str) -> Figure:
    """Yearly use of a row of `respond/materials`, t on the basis it is bought on."""
    symbols = tuple(row["symbols"].split(";"))
    if row["use"] != "network":
        found = catalog.figure(table_row("statistics/usgs_mcs", row["use"], "2024"))
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


def needs(country: str = "USA") -> tuple[Need, ...]:
    """Materials a stockpile can buy, with the country's use and two prices each.

    Only the United States has printed use for minerals other than rare earths; other countries get rare earths alone.
    """
    found: list[Need] = []
    for row in catalog.table("respond/materials").iter_rows(named=True):
        if country != "USA" and row["use"] != "network":
            continue
        found.append(
            Need(
                row["material"],
                row["label"],
                row["form"],
                yearly_use(row, country),
                price_usd_per_kg("statistics/usgs_mcs", row["home"]),
                price_usd_per_kg("markets/price_facts", "price-fact/" + row["stressed"])
                if row["stressed"]
                else None,
            )
        )
    return tuple(found)
