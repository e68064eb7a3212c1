"""Rules of thumb a plan is measured against: the same money, spread by a simple rule (§O42)."""

from __future__ import annotations

from collections.abc import Mapping

from monazite.respond.problem import Decision, Problem

RULES = ("equal split", "import value", "HHI")


def spread(problem: Problem, budget_usd: float, weights: Mapping[str, float]) -> Decision:
    """Buy with money in proportion to weights by item, as early as the market allows.

    Each quarter takes up to the last market step, quarter after quarter, at the rising price, storage included; what
    an item's market cannot take over the horizon stays unspent, as a rule of thumb has no second thought.
    """
    total = sum(weights.get(item.name, 0.0) for item in problem.items)
    bought: dict[tuple[str, int], float] = {}
    for item in problem.items:
        left = budget_usd * weights.get(item.name, 0.0) / total if total else 0.0
        for quarter in range(problem.quarters - 1):
            lower = 0.0
            for share, multiple in problem.steps:
                stored = item.storage_share * 0.25 * (problem.quarters - 1 - quarter)
                price = item.price_usd_per_t[quarter] * (multiple + stored)
                tonnes = min(left / price, (share - lower) * item.market_t_per_quarter[quarter])
                if tonnes > 0:
                    bought[item.name, quarter] = bought.get((item.name, quarter), 0.0) + tonnes
                left, lower = left - tonnes * price, share
    return Decision(bought, {}, {})
