"""Wiring of the plan and of values: tables and network in, pure functions called (§O40, §V50)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from monazite import catalog
from monazite.codes.elements import element, metal_per_oxide
from monazite.errors import MissingData
from monazite.provenance import Cited, Figure, Quality, Reliability, derive
from monazite.respond import Cover, Need, cover
from monazite.units import TONNES_PER, Basis
from monazite.value import Arrival, Gainer, Gap, Odds, StageNeed, classify, gainers
from monazite.value import gap as gap_by_year

if TYPE_CHECKING:
    from monazite.network import SupplyNetwork

YEARS = tuple(range(2026, 2033))
RESTRICTOR = "CHN"
MAGNETS = ("magnet-ndfeb-heavy", "magnet-ndfeb-light", "magnet-smco")
# Groups of the gap and the elements whose mass they count.
GROUPS = {
    "ndpr": ("neodymium", "praseodymium"),
    "dytb": ("dysprosium", "terbium"),
    "yttrium": ("yttrium",),
}


def budget_figure(budget_usd: float) -> Figure:
    """A budget the user gave, as a figure."""
    return Figure(
        "budget",
        "budget",
        budget_usd,
        "USD",
        quality=Quality.ASSUMED,
        reliability=Reliability.PRIMARY,
        cited=Cited("monazite-respond-assumptions-2026", "given by the user"),
    )


def _row(table: str, prefix: str, period: str = "") -> dict[str, Any]:
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
    found = catalog.figure(_row(table, prefix))
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


def _use(row: dict[str, Any], country: str) -> Figure:
    symbols = tuple(row["symbols"].split(";"))
    if row["use"] != "network":
        found = catalog.figure(_row("statistics/usgs_mcs", row["use"], "2024"))
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
                _use(row, country),
                price_usd_per_kg("statistics/usgs_mcs", row["home"]),
                price_usd_per_kg("markets/price_facts", "price-fact/" + row["stressed"]),
            )
        )
    return tuple(found)


def cover_for(
    budget_usd: float, country: str = "USA", materials: tuple[str, ...] = ()
) -> tuple[Cover, ...]:
    """Weeks of cover a budget buys, by material; `materials` limits the list (all by default)."""
    chosen = [need for need in needs(country) if not materials or need.material in materials]
    return cover(budget_figure(budget_usd), chosen)


def _odds() -> dict[str, tuple[Odds, tuple[str, ...]]]:
    found: dict[str, tuple[Odds, tuple[str, ...]]] = {}
    for row in catalog.table("value/status_odds").iter_rows(named=True):
        figure = Figure(
            f"odds/{row['id']}",
            f"odds that a project with status {row['id']} arrives",
            row["odds"],
            "share",
            low=row["odds_low"],
            high=row["odds_high"],
            quality=Quality.ASSUMED,
            reliability=Reliability(row["reliability"]),
            cited=Cited(row["source"], row["at"]),
            note=row["note"],
        )
        found[row["id"]] = (
            Odds(
                row["id"],
                (row["odds_low"], row["odds"], row["odds_high"]),
                (row["delay_low"], row["delay"], row["delay_high"]),
                (row["wait_low"], row["wait_high"]),
                figure,
            ),
            tuple(row["words"].split(";")),
        )
    return found


def arrivals() -> tuple[Arrival, ...]:
    """New capacity of `value/capacities` with company, status and odds."""
    odds = _odds()
    words = {name: entry[1] for name, entry in odds.items()}
    projects = {row["id"]: row for row in catalog.table("markets/projects").iter_rows(named=True)}
    found: list[Arrival] = []
    for row in catalog.table("value/capacities").iter_rows(named=True):
        project = projects[row["project"]]
        capacity = Figure(
            row["id"],
            f"{project['project']} ({project['company']}): {row['group']} {row['stage']}",
            (row["low"] + row["high"]) / 2,
            row["unit"],
            basis=Basis(row["basis"]),
            low=row["low"],
            high=row["high"],
            quality=Quality.REPORTED,
            reliability=Reliability(row["reliability"]),
            cited=Cited(row["source"], row["at"]),
            note=row["note"],
        )
        start = None if row["first"] is None else (row["first"], row["last"])
        found.append(
            Arrival(
                row["id"],
                project["project"],
                project["company"],
                project["ticker"] or "",
                project["project_country"] or "",
                row["group"],
                row["stage"],
                capacity,
                start,
                row["status"],
                odds[classify(row["status"], words)][0],
                row["note"],
            )
        )
    return tuple(found)


def _sums(names: tuple[str, ...], stage: str) -> tuple[float, float, list[Figure]]:
    """World output and output outside the restrictor of some minerals at a stage, t/y, with the largest figures."""
    net = rare_earths()
    world = outside = 0.0
    parents: list[tuple[float, Figure]] = []
    for k in range(len(net.nodes)):
        node = net.nodes[k]
        if node.mineral in names and node.stage.value == stage:
            world += float(net.output_t_per_y[k])
            outside += float(net.output_t_per_y[k]) if node.country != RESTRICTOR else 0.0
            if net.node_figure[k] in net.figures:
                parents.append((float(net.output_t_per_y[k]), net.figures[net.node_figure[k]]))
    return world, outside, [figure for _, figure in sorted(parents, key=lambda p: -p[0])[:8]]


def _use_outside(names: tuple[str, ...]) -> tuple[float, list[Figure]]:
    """Share of world use of some elements, in any product, that is outside the restrictor."""
    net = rare_earths()
    totals, parents = [0.0, 0.0], []
    for k in range(len(net.nodes)):
        node = net.nodes[k]
        if node.stage.value == "use" and net.demand_t_per_y[k] > 0:
            amount = float(net.demand_t_per_y[k]) * sum(
                net.element[k].get(name, 0.0) for name in names
            )
            totals[node.country == RESTRICTOR] += amount
            parents.append((amount, net.figures[net.demand_figure[k]]))
    return totals[0] / sum(totals), [
        figure for _, figure in sorted(parents, key=lambda p: -p[0])[:8]
    ]


def _chain_need(group: str, chain: str, stage: str, factor: float, basis: Basis) -> StageNeed:
    names = MAGNETS if stage == "magnet" else GROUPS[group]
    elements = GROUPS["ndpr"] + GROUPS["dytb"] if stage == "magnet" else names
    share, uses = _use_outside(elements)
    world, outside, outputs = _sums(names, stage)
    tail = "the eight largest parents are kept"
    return StageNeed(
        group,
        chain,
        stage,
        "outside CHN",
        derive(
            f"need/{chain}/{group}/{stage}",
            f"{group} needed outside CHN at {stage}",
            share * world / factor,
            "t/y",
            formula=f"share of world use outside CHN ({share:.3f}) x world output at the stage / {factor:.4g}; {tail}",
            parents=tuple(uses + outputs),
            basis=basis,
            period="2024",
        ),
        derive(
            f"have/{chain}/{group}/{stage}",
            f"{group} made outside CHN at {stage}",
            outside / factor,
            "t/y",
            formula=f"output outside CHN / {factor:.4g}; {tail}",
            parents=tuple(outputs),
            basis=basis,
            period="2024",
        ),
    )


# Rare-earth metal in a tonne of sintered NdFeB: 29 % is what the product data count with; 27 to 33 % is printed.
MAGNET_SHARE = 0.30


def stage_needs() -> tuple[StageNeed, ...]:
    """Gaps of the six groups: rare earths outside China from the network, gallium, fluorspar of the US (§V34)."""
    nd, dy = metal_per_oxide("Nd"), metal_per_oxide("Dy")
    found = [
        _chain_need("ndpr", "magnets", "separation", nd, Basis.OXIDE),
        _chain_need("dytb", "magnets", "separation", dy, Basis.OXIDE),
        _chain_need("ndpr", "magnets", "metal", 1.0, Basis.CONTAINED),
        _chain_need("magnets", "magnets", "magnet", MAGNET_SHARE, Basis.GROSS),
        _chain_need("yttrium", "yttrium", "separation", metal_per_oxide("Y"), Basis.OXIDE),
    ]
    by_material = {
        row["material"]: row for row in catalog.table("respond/materials").iter_rows(named=True)
    }
    for material, stage in (("gallium", "refining"), ("fluorspar", "mine")):
        use = _use(by_material[material], "USA")
        none = derive(
            f"have/{material}/USA",
            f"{material} made in the US",
            0.0,
            "t/y",
            formula="net import reliance is 100 %",
            parents=(_reliance(material),),
            basis=use.basis,
        )
        found.append(StageNeed(material, material, stage, "USA", use, none))
    return tuple(found)


def _reliance(material: str) -> Figure:
    return catalog.figure(
        _row("statistics/usgs_mcs", f"usgs-mcs-2026/{material}/net-import-reliance")
    )


def gap_closed(seed: int = 1, draws: int = 2000, years: tuple[int, ...] = YEARS) -> Gap:
    """The gap closed by year from announced projects, with the binding stage."""
    import numpy as np

    return gap_by_year(
        stage_needs(), arrivals(), years=years, rng=np.random.default_rng(seed), draws=draws
    )


def who_gains(groups: tuple[str, ...] = ()) -> tuple[Gainer, ...]:
    """Projects that sell what is missing, in the order of the revenue the stressed price adds."""
    by_material = {need.material: need for need in needs()}
    named = {
        "ndpr": "neodymium",
        "dytb": "dysprosium",
        "yttrium": "yttrium",
        "gallium": "gallium",
        "fluorspar": "fluorspar",
    }
    prices = {
        group: (by_material[m].home, stressed)
        for group, m in named.items()
        if m in by_material and (stressed := by_material[m].stressed) is not None
    }
    return gainers([a for a in arrivals() if not groups or a.group in groups], prices)


def gap_rows(found: Gap) -> dict[str, Any]:
    """The gap as plain data: rows by stage and year, the binding stages, and the projects counted with their mark."""

    def span(figure: Figure) -> list[float | None]:
        return [figure.low, figure.number, figure.high]

    return {
        "draws": found.draws,
        "rows": [
            {
                "group": row.need.group,
                "stage": row.need.stage,
                "scope": row.need.scope,
                "year": row.year,
                "gap_t_per_y": row.gap.number,
                "arriving_t_per_y": span(row.arriving),
                "closed_share": row.closed.number,
                "served_share": row.served.number,
            }
            for row in found.rows
        ],
        "binding": [
            {
                "chain": b.chain,
                "year": b.year,
                "stage": f"{b.group} {b.stage}",
                "share_of_draws": b.share_of_draws,
            }
            for b in found.binding
        ],
        "projects": [
            {
                "project": a.project,
                "company": a.company,
                "group": a.group,
                "stage": a.stage,
                "t_per_y": span(a.capacity),
                "status": a.status,
                "odds": list(a.odds.odds),
                "reliability": a.capacity.reliability.value,
                "source": str(a.capacity.cited),
            }
            for a in found.arrivals
        ],
    }
