"""What a plan can do beside buying: support of plants, second sources, recycling; and rules of thumb (§O33, §O42)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from monazite.codes.elements import metal_per_oxide
from monazite.respond.problem import Item, Lever, Problem, Source
from monazite.study.gap import MAGNET_SHARE, MAGNETS, arrivals, project_countries
from monazite.study.plan_inputs import assumed, outside
from monazite.value import Arrival

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from monazite.network import SupplyNetwork
    from monazite.study.plan_parts import Part

    Floats = NDArray[np.float64]

INSTRUMENTS = ("grant", "floor", "offtake")
MATERIALS = {"ndpr": "neodymium", "dytb": "dysprosium", "yttrium": "yttrium"}
COLLECTED = 2026.5  # middle of the year the projects were collected in


def levers(every: Sequence[Part], *, begins: float) -> tuple[Lever, ...]:
    """Support of announced plants in the importer's country: a grant, a floor price, or an offtake (§O33).

    Support lifts the odds of a plant to those of one so funded; what it adds is capacity x the rise of the odds x
    ramp. A grant and a floor fund it; an offtake makes it bankable, for less money and less surely.
    """
    importer, quarters = every[0].study.importer, every[0].quarters
    minerals = {part.mineral for part in every}
    found: list[Lever] = []
    for arrival in arrivals():
        chain = arrival.stage in {"separation", "metal", "magnet"} and "rare-earths" in minerals
        straight = arrival.stage == "refining" and arrival.group in minerals
        if importer in project_countries(arrival.country) and (chain or straight):
            found += _of_plant(
                arrival, np.asarray(begins + (np.arange(quarters) + 0.5) / 4.0, dtype=np.float64)
            )
    return tuple(found)


def _of_plant(arrival: Arrival, when: Floats) -> list[Lever]:
    factor = {"magnet": MAGNET_SHARE, "separation": metal_per_oxide("Nd")}.get(arrival.stage, 1.0)
    start = arrival.start[0] if arrival.start else COLLECTED + arrival.odds.wait_years[0]
    begun = when - start - assumed("supported-delay-years")
    ramp = np.clip(begun / assumed("supported-ramp-years"), 0.0, 1.0)
    capital = assumed(f"support-usd-per-t-{arrival.stage}-{arrival.group}")
    found: list[Lever] = []
    for instrument in INSTRUMENTS:
        odds = assumed("offtake-odds" if instrument == "offtake" else "supported-odds")
        added = (
            arrival.capacity.number * factor * max(0.0, odds - arrival.odds.odds[1]) * ramp / 4.0
        )
        if added.max() > 0:
            found.append(
                Lever(
                    f"{instrument} for {arrival.company}, {arrival.project} ({arrival.group})",
                    arrival.id,
                    instrument,
                    arrival.stage,
                    MATERIALS.get(arrival.group, ""),
                    arrival.capacity.number * capital * assumed(f"{instrument}-share"),
                    0,
                    tuple(added),
                    arrival.group if arrival.stage == "refining" else "",
                )
            )
    return found


def sources(part: Part) -> tuple[Source, ...]:
    """Second sources to qualify and recycling to set up, by end of one mineral."""
    quarters = np.arange(part.quarters)
    late, slow = assumed("qualification-quarters"), assumed("recycling-quarters")
    ready = tuple(float(v) for v in np.clip((quarters + 1 - late) / 2.0, 0.0, 1.0))
    later = tuple(float(v) for v in np.clip((quarters - slow) / 4.0, 0.0, 1.0))
    price = {item.end: item for item in part.items if item.end}
    found: list[Source] = []
    for end in dict.fromkeys(tier.end for tier in part.tiers):
        item = price[end]
        mean = float(np.mean(item.price_usd_per_t))
        qualify, recycle = assumed("qualification-usd-per-t"), assumed("recycling-usd-per-t")
        if item.form == "refined":  # cheap minerals are not qualified at the cost of a magnet
            qualify = min(qualify, assumed("qualification-price-share") * mean)
            recycle = assumed("recycling-price-multiple") * mean
        stage = (
            "magnet" if end in MAGNETS else "refining" if item.form == "refined" else "separation"
        )
        made, _ = outside(part.network, end, stage)
        use = sum(tier.demand_t_per_quarter for tier in part.tiers if tier.end == end)
        found += [
            Source(
                end,
                "second source",
                assumed("second-source-share") * made / 4.0,
                qualify,
                assumed("second-source-premium") * mean,
                ready,
            ),
            Source(end, "recycling", assumed("recycling-share") * use, recycle, mean, later),
        ]
    return tuple(found)


def rule_weights(every: Sequence[Part], problem: Problem) -> dict[str, dict[str, float]]:
    """Weights by item of the three rules of thumb: equal, yearly use x price, concentration of its production."""
    use = {
        end: sum(t.demand_t_per_quarter for t in problem.tiers if t.end == end) * 4
        for end in problem.ends
    }
    by_material = dict(use)
    for end, recipe in problem.recipe.items():
        for material, share in recipe.items():
            by_material[material] = by_material.get(material, 0.0) + share * use.get(end, 0.0)
    networks = [part.network for part in every]
    return {
        "equal split": {item.name: 1.0 for item in problem.items},
        "import value": {
            item.name: by_material.get(item.material, 0.0) * item.price_usd_per_t[0]
            for item in problem.items
        },
        "HHI": {item.name: max(_hhi(n, item) for n in networks) for item in problem.items},
    }


def _hhi(network: SupplyNetwork, item: Item) -> float:
    stage = {"oxide": "separation", "metal": "metal", "magnet": "magnet", "refined": "refining"}[
        item.form
    ]
    made = np.array(
        [
            float(network.output_t_per_y[k])
            for k, n in enumerate(network.nodes)
            if n.mineral == item.material and n.stage.value == stage
        ]
    )
    return float(((made / made.sum()) ** 2).sum()) if made.sum() > 0 else 0.0
