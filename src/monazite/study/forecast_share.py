"""How much of a market outside it a restrictor supplies, from what the package knows (§M44)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from monazite import catalog, network
from monazite.codes import mineral, search_mineral
from monazite.network.mixing import mixing

_NETWORKS_SPEAK_FROM = 2021  # networks are of 2024: they say little of markets long before
_WORLD_MINING_FROM = 2018
_SMALLEST = 0.01  # a share below this says that the table names another product


@dataclass(frozen=True, slots=True)
class Hold:
    """What a restrictor holds of one material.

    Attributes:
        outside: Share of what is used elsewhere that passed the restrictor at any stage; None where no network tells.
        exported: Share of what passed it that is used elsewhere; None likewise.
        world: Share of world production; None where a network gives `outside`, or nothing is known.
        source: Where it is from, in words.
    """

    outside: float | None
    exported: float | None
    world: float | None
    source: str


_GENERAL = set(
    """ore and metal concentrate oxide product mineral rock other group content mine refined primary secondary crude
    natural total not for all the production compound alloy heavy material china dust ground high part only powder
    marine related industrial conc const construction cultured crystal manufactured relat synthetic purity shale
    dimension crushed grit slag elementar pigment stone scrap""".split()
)

_ORES = """alunite ammonia cassiterite chrome chromite columbite coltan ilmenite monazite polysilicon rutile scheelite
    spodumene stibnite tantalite urea wolframite"""

_UNKNOWN = Hold(None, None, None, "nothing is known of it: a wide prior")


@cache
def hold(restrictor: str, material: str, year: int) -> Hold:
    """The restrictor's hold on a material, of its network, else of production tables near the year before."""
    if year >= _NETWORKS_SPEAK_FROM:
        found = _of_networks(restrictor, material)
        if found is not None:
            return found
    tables = [*_of_world_mining(restrictor, material, year)]
    if year <= _WORLD_MINING_FROM:
        tables = [*_of_bgs(restrictor, material, year)] or tables
    share, source = max(tables, default=(0.0, ""))
    return Hold(None, None, share, source) if share >= _SMALLEST else _UNKNOWN


@cache
def is_known(material: str) -> bool:
    """Whether a material, or a word of its name, is a mineral, a network's or a commodity of a table at hand."""
    if material == "all" or search_mineral(material) is not None or _network_of(material)[0]:
        return True
    return not _commodity_words().isdisjoint(_stems(material.removeprefix("ferro")))


@cache
def _commodity_words() -> frozenset[str]:
    tables = ("production/world_mining_data", "statistics/bgs", "statistics/usgs_mcs")
    names = {n for t in tables for n in catalog.table(t).get_column("commodity").unique() if n}
    return frozenset(word for name in [*names, _ORES] for word in _stems(name))


def _stems(text: str) -> set[str]:
    """Words without the plural's s, but for those that name no commodity."""
    words = re.findall(r"[a-z]{3,}", text.casefold())
    return {word.rstrip("s") for word in words} - _GENERAL


def _of_networks(restrictor: str, material: str) -> Hold | None:
    """What passed the restrictor at any stage, as the network traces it (§N23)."""
    name, inner = _network_of(material)
    if not name:
        return None
    net = network.load(name)
    gone, mixed = network.passed(net, restrictor), mixing(net)
    abroad = held = at_home = 0.0
    for (position, element), share, mass in zip(
        mixed.pairs, gone.pair_share, mixed.intake_t, strict=True
    ):
        node = net.nodes[position]
        if not node.use or not (inner in {"", element} or node.mineral.startswith(inner)):
            continue
        if node.country == restrictor:
            at_home += float(mass * share)
        else:
            held += float(mass * share)
            abroad += float(mass)
    if abroad <= 0.0 or held <= 0.0:
        return None
    return Hold(
        held / abroad, held / (held + at_home), None, f"network {name}, what passed {restrictor}"
    )


def _network_of(material: str) -> tuple[str, str]:
    """The network that holds a material, and its name within it where it is only a part."""
    names = set(catalog.table("network/networks").get_column("network"))
    known = search_mineral(material)
    if material in names:
        return material, ""
    if material.split("-", maxsplit=1)[0] in {
        "magnet",
        "magnets",
        "ndfeb",
    } or "magnet" in material.split("-"):
        return "rare-earths", "magnet"
    if known is not None and known.id in names:
        return known.id, ""
    if known is not None and known.group in names:
        return known.group, known.id
    return "", ""


def _of_world_mining(restrictor: str, material: str, year: int) -> Iterator[tuple[float, str]]:
    known = search_mineral(material)
    names = {known.name, known.id} if known else {material.replace("-", " ")}
    if known and known.group:
        names = {mineral(known.group).name}
    rows = [
        row
        for row in catalog.table("production/world_mining_data").iter_rows(named=True)
        if any(name.casefold() in row["commodity"].casefold() for name in names) and row["value"]
    ]
    for chosen in sorted({row["year"] for row in rows}, key=lambda y: abs(y - (year - 1)))[:1]:
        cells = [row for row in rows if row["year"] == chosen]
        total = sum(row["value"] for row in cells)
        own = sum(row["value"] for row in cells if row["country"] == restrictor)
        yield float(own / total), f"World Mining Data {chosen}, mine or primary production"


def _of_bgs(restrictor: str, material: str, year: int) -> Iterator[tuple[float, str]]:
    """World Mineral Statistics, for the years before World Mining Data begins."""
    known = search_mineral(material)
    wanted = {known.id, known.group} if known else {material}
    by_stage: dict[str, Counter[str]] = {}
    for row in catalog.table("statistics/bgs").iter_rows(named=True):
        if row["commodity"] in wanted and row["period"] == str(year - 1) and row["value"]:
            by_stage.setdefault(row["stage"] or "", Counter())[row["country"]] += row["value"]
    for stage, made in by_stage.items():
        yield made[restrictor] / sum(made.values()), f"BGS {year - 1}, {stage}".rstrip(", ")
