"""Wiring of the gap closed by year: announced capacity, its odds, and need by stage (§V30 to §V38)."""

from __future__ import annotations

from monazite import catalog
from monazite.codes.elements import metal_per_oxide
from monazite.provenance import Cited, Figure, Quality, Reliability, derive
from monazite.study.needs import rare_earths, table_row, yearly_use
from monazite.units import Basis
from monazite.value import Arrival, Odds, StageNeed, classify

RESTRICTOR = "CHN"
MAGNETS = ("magnet-ndfeb-heavy", "magnet-ndfeb-light", "magnet-smco")
# Groups of the gap and the elements whose mass they count.
GROUPS = {
    "ndpr": ("neodymium", "praseodymium"),
    "dytb": ("dysprosium", "terbium"),
    "yttrium": ("yttrium",),
}


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
        use = yearly_use(by_material[material], "USA")
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
        table_row("statistics/usgs_mcs", f"usgs-mcs-2026/{material}/net-import-reliance")
    )
