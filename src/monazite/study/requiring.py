"""Wiring of the requirement view: use by kind and supply by country from the network (§O20 to §O25)."""

from __future__ import annotations

from typing import Any

from monazite import catalog
from monazite.codes.elements import element, metal_per_oxide
from monazite.respond.requirement import Requirement, Responses, Supplier, requirement
from monazite.study.gap import RESTRICTOR
from monazite.study.needs import needs, rare_earths
from monazite.study.plan_inputs import assumed

YEARS = 4  # one year of conflict and three of recovery
MILITARY = "aerospace-defence"


def requirements(importer: str = "USA", adversary: str = RESTRICTOR) -> tuple[Requirement, ...]:
    """Shortfall of each rare earth that can be priced, t of contained metal over four years.

    Demand is the network's use; military use is aerospace and defence, raised in the first year; the rest is split
    into essential civilian and industrial. The adversary supplies nothing; others what they make, by an assumed
    reliability, times the importer's share of use outside the adversary. Inventory is not public by material: zero.
    """
    net = rare_earths()
    prices = {
        n.material: n.home.number * 1000.0 / metal_per_oxide(element(n.material).symbol)
        for n in needs()
        if n.form == "oxide"
    }
    found: list[Requirement] = []
    for name, price in prices.items():
        kinds, outside = _use(name, importer, adversary)
        use = sum(kinds.values())
        if use <= 0:
            continue
        share = use / outside if outside else 0.0
        surge = assumed("military-surge")
        rows = {
            "military": tuple(
                kinds["military"] * (surge if year == 0 else 1.0) for year in range(YEARS)
            ),
            "essential civilian": (kinds["other"] * assumed("essential-share"),) * YEARS,
            "industrial": (kinds["other"] * (1 - assumed("essential-share")),) * YEARS,
        }
        suppliers = [
            Supplier(
                net.nodes[k].country,
                (float(net.output_t_per_y[k]),) * YEARS,
                1.0 if net.nodes[k].country == importer else assumed("reliability"),
                share=1.0 if net.nodes[k].country == importer else share,
            )
            for k in net.select(mineral=name)
            if net.nodes[k].stage.value == "separation" and net.nodes[k].country != adversary
        ]
        responses = Responses(
            extra_buy_t=assumed("extra-buy-share") * sum(sum(s.output_t_per_y) for s in suppliers),
            substitution_t=assumed("requirement-substitution") * use * YEARS,
        )
        found.append(requirement(name, rows, suppliers, responses=responses, price_usd_per_t=price))
    return tuple(sorted(found, key=lambda r: -r.base_musd))


def _use(name: str, importer: str, adversary: str) -> tuple[dict[str, float], float]:
    net = rare_earths()
    kinds, outside = {"military": 0.0, "other": 0.0}, 0.0
    for k, node in enumerate(net.nodes):
        if node.stage.value != "use":
            continue
        amount = float(net.demand_t_per_y[k]) * net.element[k].get(name, 0.0)
        outside += amount if node.country != adversary else 0.0
        if node.country == importer:
            kinds["military" if node.use == MILITARY else "other"] += amount
    return kinds, outside


def rows(found: tuple[Requirement, ...]) -> dict[str, Any]:
    """The requirement table and its totals, with the assumptions it rests on."""
    names = (
        "military-surge",
        "essential-share",
        "reliability",
        "extra-buy-share",
        "requirement-substitution",
    )
    held = [
        r for r in catalog.table("respond/assumptions").iter_rows(named=True) if r["id"] in names
    ]
    table = [
        {
            "material": r.material,
            "gross_t": round(r.base_t, 1),
            **{f"{kind.replace(' ', '_')}_t": round(v, 1) for kind, v in r.by_kind_t.items()},
            "after_responses_t": round(r.after_responses_t, 1),
            "net_t": round(r.net_t, 1),
            "gross_musd": round(r.base_musd, 2),
            "after_responses_musd": round(r.after_responses_musd, 2),
            "net_musd": round(r.net_musd, 2),
        }
        for r in found
    ]
    total = {
        "gross_musd": round(sum(r.base_musd for r in found), 2),
        "after_responses_musd": round(sum(r.after_responses_musd for r in found), 2),
        "net_musd": round(sum(r.net_musd for r in found), 2),
    }
    return {
        "years": YEARS,
        "requirement": table,
        "total": total,
        "assumptions": [
            {
                "id": r["id"],
                "value": r["value"],
                "low": r["low"],
                "high": r["high"],
                "why": r["note"],
            }
            for r in held
        ],
        "note": "Contained metal, separated supply. Inventory by material is not public and counts as zero here.",
    }
