"""Chinese magnets and their scrap beside published tonnes: shown, not judged, and not used in balancing (§N41)."""

from __future__ import annotations

from monazite import catalog
from monazite.codes import Stage, metal_per_oxide, mineral
from monazite.network import Kind, SupplyNetwork, mixing
from monazite.provenance import Figure, derive

_RARE_EARTH_SHARE = 0.30  # of a magnet by mass, as in the observations of exports
_RECYCLED = ("neodymium", "praseodymium", "dysprosium", "terbium")
_HOME = "CHN"


def magnet_rows(net: SupplyNetwork) -> tuple[tuple[str, Figure, Figure], ...]:
    """What, ours, theirs: blanks of all grades, and oxide from scrap."""
    cells = {row["id"]: row for row in catalog.table("network/magnet_facts").iter_rows(named=True)}
    blanks = catalog.figure(cells["magnet-facts/blanks/china/2024"])
    scrap = catalog.figure(cells["magnet-facts/scrap/china/2024"])
    return (
        ("rare-earth magnets as blanks, China", _blanks(net), blanks),
        ("Nd, Pr, Dy and Tb oxide from magnet scrap, China", _scrap(net), scrap),
    )


def _blanks(net: SupplyNetwork) -> Figure:
    at = [
        k
        for k, link in enumerate(net.links)
        if link.target.stage is Stage.MAGNET
        and link.target.country == _HOME
        and net.link_kind[k] == Kind.PRODUCT
    ]
    return derive(
        f"network/{net.mineral}/{net.year}/total/magnet/{_HOME}/blanks",
        "China, rare-earth magnets as blanks",
        float(net.flow_t_per_y[at].sum()) / _RARE_EARTH_SHARE / 1e3,
        "kt/y",
        period=str(net.year),
        formula=f"alloy taken in by magnet makers / {_RARE_EARTH_SHARE:g} rare earth in a magnet",
        parents=tuple(net.figures[net.link_figure[k]] for k in at),
    )


def _scrap(net: SupplyNetwork) -> Figure:
    """Oxide that swarf yields when it is separated again."""
    mixed = mixing(net)
    found, behind = 0.0, []
    for k, head, mass in zip(mixed.link, mixed.head, mixed.mass_t, strict=True):
        if net.link_kind[k] != Kind.BYPRODUCT or net.links[k].source.country != _HOME or head < 0:
            continue
        node, element = mixed.pairs[head]
        if element in _RECYCLED:
            oxide = metal_per_oxide(mineral(element).symbols[0])
            found += float(mass * net.yield_[node]) / oxide
            behind.append(net.figures[net.link_figure[k]])
    return derive(
        f"network/{net.mineral}/{net.year}/total/separation/{_HOME}/scrap",
        "China, oxide from magnet scrap",
        found / 1e3,
        "kt/y",
        period=str(net.year),
        formula="swarf of magnet makers x yield of separation, as oxide",
        parents=tuple(behind),
    )


def import_unit_values(net: SupplyNetwork) -> dict[str, float]:
    """USD/kg that the value of a country's magnet imports gives for the tonnes the network ships to it.

    No step used these values; Chinese exports of the year were at 49 USD/kg.
    """
    found: dict[str, float] = {}
    for row in catalog.table("statistics/magnet_trade").iter_rows(named=True):
        if row["quantity"] != "top-import-value" or row["period"] != str(net.year):
            continue
        at = [
            k
            for k, link in enumerate(net.links)
            if link.source.stage in (Stage.MAGNET, Stage.COMPONENT)
            and link.target.country == row["country"] != link.source.country
            and net.link_kind[k] == Kind.PRODUCT
        ]
        gross_t = float(net.flow_t_per_y[at].sum()) / _RARE_EARTH_SHARE
        if gross_t > 0.0:
            found[row["country"]] = row["value"] / gross_t / 1e3
    return found
