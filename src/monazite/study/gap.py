"""Wiring of the gap closed by year: announced capacity, its odds, and need by stage (§V30 to §V39)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from monazite import catalog
from monazite.codes import countries
from monazite.codes.elements import metal_per_oxide
from monazite.provenance import Cited, Figure, Quality, Reliability, derive
from monazite.study.needs import TODAY, View, rare_earths
from monazite.units import Basis
from monazite.value import Arrival, Odds, StageNeed, classify

if TYPE_CHECKING:
    from monazite.network import SupplyNetwork

RESTRICTOR = "CHN"
MAGNETS = ("magnet-ndfeb-heavy", "magnet-ndfeb-light", "magnet-smco")
# Groups of the gap and the elements whose mass they count.
GROUPS = {
    "ndpr": ("neodymium", "praseodymium"),
    "dytb": ("dysprosium", "terbium"),
    "yttrium": ("yttrium",),
}
# Stages of the rare-earth chains with the gap's group, in the order they are printed.
CHAIN = (
    ("ndpr", "magnets", "separation"),
    ("dytb", "magnets", "separation"),
    ("ndpr", "magnets", "metal"),
    ("magnets", "magnets", "magnet"),
    ("yttrium", "yttrium", "separation"),
)
# Other minerals with sourced projects, by the stage the projects are at.
SINGLE = {
    "gallium": "refining",
    "fluorspar": "mine",
    "germanium": "refining",
    "antimony": "refining",
    "natural-graphite": "mine",
    "tungsten": "mine",
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


def arrivals(known_at: date = date.max) -> tuple[Arrival, ...]:
    """New capacity of `value/capacities` seen by a day, with company, status and odds.

    The status is the one collected: of an earlier day only whether the project was known is told, not how far it was.
    """
    odds = _odds()
    words = {name: entry[1] for name, entry in odds.items()}
    projects = {row["id"]: row for row in catalog.table("markets/projects").iter_rows(named=True)}
    found: list[Arrival] = []
    for row in catalog.table("value/capacities").iter_rows(named=True):
        if row["seen"] > known_at:
            continue
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


@cache
def _network(mineral: str) -> SupplyNetwork:
    from monazite import network

    return network.load(mineral)


_PARENTS = 8
_TAIL = "the eight largest parents are kept"
Amount = tuple[float, list[tuple[float, Figure]]]


def _made(
    net: SupplyNetwork, names: tuple[str, ...], stage: str, where: Callable[[str], bool]
) -> Amount:
    """Output of some minerals at a stage in the countries chosen, t/y, with the figures behind it."""
    total, parents = 0.0, list[tuple[float, Figure]]()
    for k in range(len(net.nodes)):
        node = net.nodes[k]
        if node.mineral in names and node.stage.value == stage and where(node.country):
            total += float(net.output_t_per_y[k])
            if net.node_figure[k] in net.figures:
                parents.append((float(net.output_t_per_y[k]), net.figures[net.node_figure[k]]))
    return total, parents


def _used(net: SupplyNetwork, names: tuple[str, ...], where: Callable[[str], bool]) -> Amount:
    """Use of some elements or of the network's mineral, in any product, in the countries chosen."""
    total, parents = 0.0, list[tuple[float, Figure]]()
    for k in range(len(net.nodes)):
        node = net.nodes[k]
        if node.stage.value != "use" or not net.demand_t_per_y[k] > 0 or not where(node.country):
            continue
        shares = net.element[k]
        share = (
            sum(shares.get(name, 0.0) for name in names) if shares else float(node.mineral in names)
        )
        total += float(net.demand_t_per_y[k]) * share
        parents.append((float(net.demand_t_per_y[k]) * share, net.figures[net.demand_figure[k]]))
    return total, parents


def _largest(*parts: list[tuple[float, Figure]]) -> tuple[Figure, ...]:
    kept = [sorted(part, key=lambda p: -p[0])[:_PARENTS] for part in parts]
    return tuple(figure for part in kept for _, figure in part)


@dataclass(frozen=True, slots=True)
class _Place:
    """Whose need it is: in words, as part of an id, and which countries use and which make."""

    scope: str
    key: str
    where: Callable[[str], bool]


def _place(view: View, *, at_home: bool) -> _Place:
    if at_home:
        return _Place(view.importer, f"/{view.importer}", lambda country: country == view.importer)
    scope = f"outside {view.restrictor}"
    key = "" if view.restrictor == RESTRICTOR else f"/outside-{view.restrictor}"
    return _Place(scope, key, lambda country: country != view.restrictor)


def _stage_need(
    where: tuple[str, str, str],
    net: SupplyNetwork,
    names: tuple[str, ...],
    factor: float,
    basis: Basis,
    place: _Place,
) -> StageNeed:
    """Need and output of a group at a stage of a chain, where `factor` turns contained metal to the basis."""
    group, chain, stage = where
    elements = GROUPS["ndpr"] + GROUPS["dytb"] if stage == "magnet" else names
    made, makers = _made(net, names, stage, place.where)
    world, outputs = _made(net, names, stage, lambda _: True)
    used, uses = _used(net, elements, place.where)
    share = used / (_used(net, elements, lambda _: True)[0] or 1.0)
    key = f"{chain}/{group}/{stage}{place.key}"
    return StageNeed(
        group,
        chain,
        stage,
        place.scope,
        derive(
            f"need/{key}",
            f"{group} needed {_in(place.scope)} at {stage}",
            share * world / factor,
            "t/y",
            formula=f"share of world use {_in(place.scope)} ({share:.3f}) x world output at the stage / {factor:.4g}; "
            + _TAIL,
            parents=_largest(uses, outputs),
            basis=basis,
            period=str(net.year),
        ),
        derive(
            f"have/{key}",
            f"{group} made {_in(place.scope)} at {stage}",
            made / factor,
            "t/y",
            formula=f"output {_in(place.scope)} / {factor:.4g}; {_TAIL}",
            parents=_largest(makers or outputs),
            basis=basis,
            period=str(net.year),
        ),
    )


def _in(scope: str) -> str:
    return scope if scope.startswith("outside") else f"in {scope}"


# Rare-earth metal in a tonne of sintered NdFeB: 29 % is what the product data count with; 27 to 33 % is printed.
MAGNET_SHARE = 0.30


def stage_needs(
    view: View = TODAY, *, at_home: bool = False, groups: tuple[str, ...] = ()
) -> tuple[StageNeed, ...]:
    """Need and supply by group and stage, outside the restrictor, or of the importer's own plants (§V34).

    A group of which nobody in the scope uses anything is left out; `groups` limits the list, all by default.
    """
    oxide = {"ndpr": "Nd", "dytb": "Dy", "yttrium": "Y"}
    place, found = _place(view, at_home=at_home), list[StageNeed]()
    for group, chain, stage in CHAIN:
        if groups and group not in groups:
            continue
        factor, basis = 1.0, Basis.CONTAINED
        if stage == "magnet":
            factor, basis = MAGNET_SHARE, Basis.GROSS
        elif stage == "separation":
            factor, basis = metal_per_oxide(oxide[group]), Basis.OXIDE
        names = MAGNETS if stage == "magnet" else GROUPS[group]
        found.append(_stage_need((group, chain, stage), rare_earths(), names, factor, basis, place))
    for mineral, stage in SINGLE.items():
        if groups and mineral not in groups:
            continue
        net = _network(mineral)
        found.append(
            _stage_need((mineral, mineral, stage), net, (mineral,), 1.0, Basis(net.basis), place)
        )
    return tuple(need for need in found if need.need.number > 0)


def plants(view: View = TODAY, *, at_home: bool = False) -> tuple[Arrival, ...]:
    """Announced plants that count: not the restrictor's, or the importer's own."""
    place = _place(view, at_home=at_home)
    return tuple(
        a
        for a in arrivals(view.known_at)
        if any(place.where(code) for code in project_countries(a.country))
    )


def project_countries(printed: str) -> tuple[str, ...]:
    """Countries of a project; a project of several counts in each."""
    found = (countries.search_country(part.strip()) for part in printed.split("/"))
    return tuple(code for code in found if code)
