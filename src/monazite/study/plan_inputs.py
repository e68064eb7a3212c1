"""Items, tiers, levers and sources of a plan from the network, prices and projects (§O31 to §O34).

Every number that no table prints is an assumption of `respond/assumptions`, with a range and a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from monazite import catalog
from monazite.codes.elements import element, metal_per_oxide
from monazite.errors import UnknownCode
from monazite.respond.problem import Item, Limit, Tier
from monazite.study.gap import MAGNET_SHARE, MAGNETS, RESTRICTOR
from monazite.study.needs import needs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from monazite.network import SupplyNetwork
    from monazite.simulate import Ensemble

    Floats = NDArray[np.float64]

WEEKS = 13
SUBSTITUTION = 0.02
SYMBOLS = {
    "neodymium": "Nd",
    "praseodymium": "Pr",
    "dysprosium": "Dy",
    "terbium": "Tb",
    "samarium": "Sm",
    "yttrium": "Y",
    "gadolinium": "Gd",
}
# Bought together as one oxide and one metal.
TOGETHER = {"praseodymium": "neodymium"}


@cache
def assumed(name: str) -> float:
    """An assumption of `respond/assumptions` by id."""
    for row in catalog.table("respond/assumptions").iter_rows(named=True):
        if row["id"] == name:
            return float(row["value"])
    raise UnknownCode("E707", f"no assumption {name!r}", where="respond/assumptions")


def _oxide_prices() -> dict[str, float]:
    """USD per kg of contained metal in oxide, outside times of stress."""
    found: dict[str, float] = {}
    for need in needs():
        if need.form == "oxide":
            found[need.material] = need.home.number / metal_per_oxide(element(need.material).symbol)
    return found


def outside(network: SupplyNetwork, mineral: str, stage: str) -> tuple[float, float]:
    """Output outside the restrictor, and its exports, of a mineral at a stage, t/y."""
    made = sum(
        float(network.output_t_per_y[k])
        for k, node in enumerate(network.nodes)
        if node.mineral == mineral and node.stage.value == stage and node.country != RESTRICTOR
    )
    sent = 0.0
    for k, start in enumerate(network.link_from):
        node = network.nodes[int(start)]
        if node.country == RESTRICTOR and node.mineral == mineral and node.stage.value == stage:
            abroad = network.nodes[int(network.link_to[k])].country not in {RESTRICTOR, "OUTSIDE"}
            sent += float(network.flow_t_per_y[k]) if abroad and network.link_kind[k] == 0 else 0.0
    return made, sent


def by_quarter(paths: NDArray[np.float32], quarters: int) -> Floats:
    """Mean over runs of a weekly path, by quarter."""
    mean = paths[:, : quarters * WEEKS].astype(np.float64).mean(axis=0)
    return np.asarray(mean.reshape(quarters, WEEKS).mean(axis=1))


def market(
    network: SupplyNetwork, ensemble: Ensemble, names: Sequence[str], stage: str, key: str
) -> tuple[float, ...]:
    """Tonnes a quarter on sale: output outside the restrictor and what its exports still are in the mean scenario."""
    quarters = ensemble.unmet.shape[1] // WEEKS
    made, sent = (
        sum(part) for part in zip(*(outside(network, name, stage) for name in names), strict=True)
    )
    flow = (
        by_quarter(ensemble.exports[:, :, ensemble.mineral(key)], quarters)
        if key in ensemble.minerals
        else np.ones(quarters)
    )
    return tuple((made + sent * float(ratio)) / 4.0 for ratio in flow)


def items(network: SupplyNetwork, ensemble: Ensemble, quarters: int) -> tuple[Item, ...]:
    """Oxide, metal and magnets that can be bought, at 2025 prices moved with the ensemble's mean contract price."""
    prices = _oxide_prices()
    store, rotate = assumed("storage-share"), assumed("rotation-share")
    found: list[Item] = []
    metals: dict[str, Floats] = {}
    for name, oxide in prices.items():
        path = oxide * by_quarter(ensemble.contract[:, :, ensemble.mineral(name)], quarters)
        metal = np.maximum(
            path * assumed("metal-price-ratio"), path + assumed("metal-conversion-usd-per-kg")
        )
        metals[name] = metal
        members = [name, *(part for part, whole in TOGETHER.items() if whole == name)]
        end = name if name != "neodymium" else ""
        for form, price, stage in (("oxide", path, "separation"), ("metal", metal, "metal")):
            room = market(network, ensemble, members, stage, name)
            if max(room) > 0:
                found.append(
                    Item(
                        f"{name} {form}",
                        name,
                        form,
                        tuple(price * 1000.0),
                        room,
                        store,
                        rotate,
                        end if form == "oxide" else "",
                    )
                )
    for product in MAGNETS:
        recipe = recipes(network).get(product, {})
        if not recipe or any(a not in metals for a in recipe):
            continue
        inside = sum((share * metals[a] for a, share in recipe.items()), np.zeros(quarters))
        price = inside / assumed("magnet-yield") + assumed("magnet-margin-usd-per-kg")
        lead = max(recipe, key=lambda a: recipe[a])
        room = market(network, ensemble, [product], "magnet", lead)
        found.append(
            Item(
                f"{product} magnet",
                product,
                "magnet",
                tuple(price * 1000.0),
                room,
                store,
                rotate,
                product,
            )
        )
    return tuple(found)


def recipes(network: SupplyNetwork) -> Mapping[str, Mapping[str, float]]:
    """Metal in a tonne of each magnet product, Nd and Pr together."""
    found: dict[str, dict[str, float]] = {}
    for k, node in enumerate(network.nodes):
        if node.mineral in MAGNETS and node.stage.value == "magnet" and node.mineral not in found:
            held: dict[str, float] = {}
            for name, share in network.element[k].items():
                key = TOGETHER.get(name, name)
                held[key] = held.get(key, 0.0) + share
            found[node.mineral] = held
    return found


def tiers(ensemble: Ensemble, importer: str) -> tuple[Tier, ...]:
    """Uses of the importer that run short in some run, with what a tonne they lack costs."""
    found: list[Tier] = []
    for position, group in enumerate(ensemble.groups):
        if group.kind != "focus-node":
            continue
        mineral, use = group.name.rsplit("/", 1)
        base = float(ensemble.base_t[position])
        if base > 0 and float(ensemble.unmet[:, :, position].max()) > 0:
            found.append(
                Tier(
                    mineral, use, base * WEEKS, loss_usd_per_t(mineral, use, base * 52.0, importer)
                )
            )
    return tuple(found)


@cache
def loss_usd_per_t(mineral: str, use: str, tonnes_per_y: float, importer: str) -> float:
    """Value added lost per tonne a use lacks: direct method, middle, at a tenth of a year's use."""
    if importer != "USA":
        return assumed("loss-usd-per-kg") * 1000.0
    from monazite.study import economy

    share = 0.1
    found = economy.losses({(mineral, use): (share, share, share)}, importer=importer)
    worth = found.by_method["direct"].mid / (share * tonnes_per_y)
    return worth if worth > 0 else assumed("loss-usd-per-kg") * 1000.0


def spare_plants(
    network: SupplyNetwork, importer: str, quarters: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Capacity of the importer's metal and magnet plants that stands idle, t of contained metal a quarter."""
    made: list[tuple[float, ...]] = []
    for stage in ("metal", "magnet"):
        spare = sum(
            max(0.0, float(network.capacity_t_per_y[k] - network.output_t_per_y[k]))
            for k in network.select(country=importer)
            if network.nodes[k].stage.value == stage
        )
        made.append((spare / 4.0,) * quarters)
    return made[0], made[1]


def statutes(wanted: Sequence[str], importer: str) -> list[Limit]:
    """Limits of `respond/statutes` asked for by id, or by the beginning of it.

    Raises:
        UnknownCode: E707 if no row begins so.
    """
    rows = [
        row
        for row in catalog.table("respond/statutes").iter_rows(named=True)
        if row["for"] == importer
    ]
    found: list[Limit] = []
    for name in wanted:
        chosen = [row for row in rows if row["id"].startswith(name)]
        if not chosen:
            raise UnknownCode(
                "E707",
                f"no statute {name!r} for {importer}",
                way_out="Known: " + ", ".join(r["id"] for r in rows),
            )
        for row in chosen:
            factor = {"t gross": MAGNET_SHARE, "t oxide": metal_per_oxide("Nd")}.get(
                row["unit"], 1.0
            )
            named = {item: 1.0 for item in (row["item"] or "").split(";") if item}
            years = tuple(int(y) for y in (row["years"] or "").split(";") if y)
            found.append(
                Limit(
                    row["id"],
                    row["kind"],
                    row["amount"] * factor,
                    named,
                    years,
                    row["at_least"] == "yes",
                    f"{row['source']}, {row['at']}",
                )
            )
    return found
