"""Shadow prices in words (§O44)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monazite.respond.problem import Limit, Problem
    from monazite.respond.solver import Solved

NONE_USD = 1e-6  # rounding of the solver
WORTH_SAYING_USD = 1e4  # a tonne a quarter of plant that saves less saves nothing


def advice(problem: Problem, found: Solved) -> tuple[str, ...]:
    """What one more unit of each limit, of each end's supply and of plant would save."""
    said = [_limit(limit, found.shadow.get(limit.name, 0.0)) for limit in problem.limits]
    ends = {
        k.removeprefix("supply of "): v
        for k, v in found.plant_shadow.items()
        if k.startswith("supply of ")
    }
    if ends and max(ends.values()) > 0:
        best = max(ends, key=lambda end: ends[end])
        said.append(
            f"The next kilogram is worth most as {best}: {ends[best] / 1e3 / problem.quarters:,.0f} USD of lower mean "
            "and tail loss, on average over the quarters."
        )
    for name, words in (("metal_plant", "metal plant"), ("magnet_plant", "magnet plant")):
        worth = found.plant_shadow.get(name, 0.0)
        if worth > WORTH_SAYING_USD:
            said.append(
                f"One tonne a quarter of {words} is worth {worth / 1e6:,.2f} million USD over the horizon."
            )
        else:
            said.append(f"More {words} alone saves nothing under this plan.")
    return tuple(said)


def _limit(limit: Limit, worth: float) -> str:
    if worth <= NONE_USD:
        less = "less" if limit.at_least else "more"
        return f"“{limit.name}” does not bind: {less} of it saves nothing."
    if limit.kind == "spend":
        return (
            f"One more million USD under “{limit.name}” lowers cost plus expected and tail loss by "
            f"{worth:,.2f} million USD."
        )
    verb = "less demanded" if limit.at_least else "more allowed"
    return f"One tonne {verb} by “{limit.name}” saves {worth / 1e3:,.0f} thousand USD."
