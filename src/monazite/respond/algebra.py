"""The plan's algebra: every variable and every constraint, one function each (§O30 to §O39).

Nothing here imports a solver: `m` is a model with `add_variables` and `add_constraints`, and `d` holds the problem's
numbers as labelled arrays (see `solver.numbers`). Read top to bottom, this file is the plan.

Indices: w scenario, i item, k market step, t quarter, e end, j tier of an end, a material, p lever, s source, y year.
"""

from __future__ import annotations

from typing import Any

Model = Any
Numbers = Any
Vars = Any


def variables(m: Model, d: Numbers) -> None:
    """First stage: what is bought, supported and made ready. Second stage, by scenario: what is done with it."""
    m.add_variables(d.buy_least, d.step_room, name="buy")  # i k t: tonnes bought at market step k
    m.add_variables(d.support_least, d.support_most, name="support")  # share of full support
    m.add_variables(d.ready_least, d.source_most, name="ready")  # s: tonnes a quarter made ready
    m.add_variables(0, coords=d.coords("w", "i", "t"), name="stock")  # at the end of the quarter
    m.add_variables(0, d.release_room, name="to_end")  # w i t: released to users as it is
    m.add_variables(0, d.feed_room, name="to_plant")  # w i t: released to a plant
    m.add_variables(0, coords=d.coords("w", "a", "t"), name="smelt")  # oxide turned to metal
    m.add_variables(0, d.make_room, name="make")  # w e t: magnets made
    m.add_variables(0, coords=d.coords("w", "s", "t"), name="use")  # drawn from a source made ready
    m.add_variables(0, d.switch_room, name="switch")  # w j t: demand that substitutes
    m.add_variables(0, d.unmet_room, name="unmet")  # w j t: demand that is not served
    m.add_variables(0, coords=d.coords("w"), name="excess")  # of the loss over the tail's threshold
    m.add_variables(coords=d.coords(), name="threshold")  # value at risk at the optimum


def stock(m: Model, d: Numbers) -> Any:
    """Stock is what was kept, plus what was bought a quarter ago, less what is released."""
    v = m.variables
    kept = (d.kept * v["stock"]).shift(t=1).fillna(0)
    arrived = v["buy"].sum("k").shift(t=1).fillna(0)
    return v["stock"] - kept + v["to_end"] + v["to_plant"] - arrived == 0


def served(m: Model, d: Numbers) -> Any:
    """Unmet, substituted, released, made, second-source and newly built tonnes cover an end's shortage."""
    v = m.variables
    lacking = (d.tier_end * (v["unmet"] + v["switch"])).sum("j")
    given = (d.item_end * v["to_end"]).sum("i") + (d.source_end * v["use"]).sum("s") + v["make"]
    built = (d.lever_end * v["support"]).sum("p")
    return lacking + given + built >= d.shortage


def metal_feed(m: Model, d: Numbers) -> Any:
    """Metal from stock and from oxide covers what magnets take in."""
    v = m.variables
    metal = (d.item_metal * v["to_plant"]).sum("i") + d.metal_yield * v["smelt"]
    return metal - (d.recipe / d.magnet_yield * v["make"]).sum("e") >= 0


def oxide_feed(m: Model, d: Numbers) -> Any:
    """Oxide that is smelted comes from stock or from supported separation."""
    v = m.variables
    oxide = (d.item_oxide * v["to_plant"]).sum("i") + (d.lever_oxide * v["support"]).sum("p")
    return oxide - v["smelt"] >= 0


def metal_plant(m: Model, d: Numbers) -> Any:
    """Metal made is at most the spare and the supported capacity: oxide without a metal plant helps nobody."""
    v = m.variables
    return (
        d.metal_yield * v["smelt"].sum("a") - (d.lever_metal * v["support"]).sum("p")
        <= d.metal_capacity
    )


def magnet_plant(m: Model, d: Numbers) -> Any:
    """Magnets made are at most the spare and the supported capacity."""
    v = m.variables
    return v["make"].sum("e") - (d.lever_magnet * v["support"]).sum("p") <= d.magnet_capacity


def source_ready(m: Model, d: Numbers) -> Any:
    """A second source or a recycler gives at most what was made ready, once it is ready."""
    v = m.variables
    return v["use"] - d.source_ready * v["ready"] <= 0


def one_support(m: Model, d: Numbers) -> Any:
    """The instruments of one project share at most one full support."""
    return (d.lever_project * m.variables["support"]).sum("p") <= 1


def spending(m: Model, d: Numbers) -> Any:
    """First-stage money by year: purchases with market impact, storage of them, support and readiness."""
    v = m.variables
    bought = (d.buy_cost * v["buy"] * d.in_year_buy).sum(["i", "k", "t"])
    stored = (d.storage_cost * v["buy"].sum("k") * d.storage_years).sum(["i", "t"])
    return (
        bought
        + stored
        + (d.lever_cost * d.lever_year * v["support"]).sum("p")
        + (d.ready_cost * d.first_year * v["ready"]).sum("s")
    )


def limits(m: Model, d: Numbers) -> Any:
    """Budgets and statutes: money of some years at most, tonnes of some items at most or at least."""
    v = m.variables
    money = (d.limit_money * spending(m, d)).sum("y")
    tonnes = (d.limit_tonnes * v["buy"].sum("k")).sum(["i", "t"])
    return d.limit_sign * (money + tonnes) <= d.limit_sign * d.limit_amount


def loss(m: Model, d: Numbers) -> Any:
    """What a scenario costs after the first stage: output lost, substitution, conversion, second sources."""
    v = m.variables
    lost = (d.loss * v["unmet"]).sum(["j", "t"]) + (d.switch_cost * v["switch"]).sum(["j", "t"])
    plants = d.metal_cost * v["smelt"].sum(["a", "t"]) + d.magnet_cost * v["make"].sum(["e", "t"])
    return lost + plants + (d.use_cost * v["use"]).sum(["s", "t"])


def worth(m: Model, d: Numbers) -> Any:
    """What the stock left at the end keeps of its price."""
    return (d.worth * m.variables["stock"]).sum(["i", "t"])


def tail(m: Model, d: Numbers) -> Any:
    """Excess is at least what a scenario costs above the threshold (Rockafellar and Uryasev)."""
    v = m.variables
    return v["excess"] + v["threshold"] - loss(m, d) >= 0


def objective(m: Model, d: Numbers) -> Any:
    """Weighed money less the worth of what is left, plus scale x ((1 - weight) x mean loss + weight x CVaR of it)."""
    v = m.variables
    mean = (d.odds * loss(m, d)).sum("w")
    cvar = v["threshold"] + (d.odds * v["excess"]).sum("w") / (1.0 - d.level)
    risk = d.scale * (1.0 - d.weight) * mean + d.scale * d.weight * cvar
    return d.money * (spending(m, d).sum("y") - (d.odds * worth(m, d)).sum("w")) + risk


# Registered by name; each has a golden text in tests/golden/plan.
CONSTRAINTS = {
    "stock": stock,
    "served": served,
    "metal_feed": metal_feed,
    "oxide_feed": oxide_feed,
    "metal_plant": metal_plant,
    "magnet_plant": magnet_plant,
    "source_ready": source_ready,
    "one_support": one_support,
    "limits": limits,
    "tail": tail,
}
