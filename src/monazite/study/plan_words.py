"""What a plan says in sentences beside its shadow prices: forms, what is left unspent, margins (§O42, §O44, §O46)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.respond.judge import EVERYTHING, PLAN, WHOLE

if TYPE_CHECKING:
    from monazite.respond.judge import Judged
    from monazite.respond.plan import Plan

MILLION = 1e6


def sentences(found: Plan) -> list[str]:
    """Every sentence of a plan, most useful first."""
    return [
        *found.advice,
        *_forms(found),
        *_spends(found),
        *_margins(found),
        *_least(found),
        *_few(found),
    ]


def _margins(found: Plan) -> list[str]:
    own = {PLAN, WHOLE, EVERYTHING}
    return [_margin(entry) for entry in found.fresh if entry.name not in own]


def _margin(entry: Judged) -> str:
    """How much lower mean plus tail loss is under the plan that had the same money, with its interval."""
    value, low, high = (_whole(v / MILLION) for v in entry.margin)
    money = _whole(entry.margin_all[0] / MILLION)
    clear = "" if low > 0 or high < 0 else ", which is no sure difference"
    loss = _lower(value) if value or low or high else "the same to a million USD"
    return (
        f"Against {entry.name}: under the {entry.against}, expected loss plus CVaR on fresh scenarios is {loss} "
        f"(95 % interval {low:,.0f} to {high:,.0f}{clear}); with the money spent and the stock left, it is "
        f"{_lower(money)}."
    )


def _lower(amount: float) -> str:
    return f"{abs(amount):,.0f} million USD {'lower' if amount >= 0 else 'higher'}"


def _whole(amount: float) -> float:
    """A rounded amount, never minus zero."""
    return round(amount) + 0.0


def _least(found: Plan) -> list[str]:
    """What no purchase could lower: the part of the loss a rule that spends the whole budget may reach as well."""
    by_name = {entry.name: entry for entry in found.fresh}
    if EVERYTHING not in by_name:
        return []
    least, whole = by_name[EVERYTHING], by_name[WHOLE]
    floor, left = ((e.mean + e.tail) / MILLION for e in (least, whole))
    line = (
        f"No first stage leaves less than {floor:,.0f} million USD of expected loss plus CVaR: what falls due before "
        "anything bought arrives, or beyond what markets sell, stays even if everything on sale were bought "
        f"({least.spent / MILLION:,.0f} million). The plan with the whole budget is within "
        f"{_whole(max(0.0, left - floor)):,.0f} million of that: a rule with the same money may come as near, but "
        "cannot be more than that better."
    )
    return [line]


def _forms(found: Plan) -> list[str]:
    """How much of what is bought must pass plants, against what those plants can take (§O31)."""
    problem, items = found.problem, {item.name: item for item in found.problem.items}
    if not problem.recipe or not found.decision.bought_t:
        return []
    by_way = {"ready": 0.0, "metal": 0.0, "oxide": 0.0}
    for (name, _), tonnes in found.decision.bought_t.items():
        by_way["ready" if items[name].end else items[name].form] += tonnes
    metal = max(problem.metal_plant_t) + _supported(found, "metal")
    magnet = max(problem.magnet_plant_t) + _supported(found, "magnet")
    line = (
        f"Forms: {by_way['ready']:,.1f} t are bought as users take them, {by_way['metal']:,.1f} t as metal and "
        f"{by_way['oxide']:,.1f} t as oxide that help only through a plant. Idle and supported plants at home make at "
        f"most {metal:,.1f} t of metal and {magnet:,.1f} t of magnets (contained) a quarter; more oxide or metal "
        "than that would wait in store."
    )
    return [line]


def _supported(found: Plan, stage: str) -> float:
    """What support adds to plants of a stage in the best quarter, t."""
    taken = found.decision.support
    levers = [lever for lever in found.problem.levers if lever.stage == stage]
    return max(
        sum(lever.added[quarter] * taken.get(lever.name, 0.0) for lever in levers)
        for quarter in range(found.problem.quarters)
    )


FEWEST_IN_TAIL = 20


def _few(found: Plan) -> list[str]:
    """A warning where the tail rests on a handful of scenarios."""
    count, level = len(found.problem.odds), found.problem.risk.level
    worst = round(count * (1 - level))
    if worst >= FEWEST_IN_TAIL:
        return []
    line = (
        f"With {count} scenarios the CVaR rests on the worst {worst}: worse ones, and rules of thumb that happen to "
        "guard against them, may beat this plan. Use 500 or more."
    )
    return [line]


def _spends(found: Plan) -> list[str]:
    """What the plan leaves unspent, and that a given budget would not help much more."""
    by_name = {entry.name: entry for entry in found.fresh}
    if WHOLE not in by_name:
        return []
    own, whole = by_name[PLAN], by_name[WHOLE]
    more, saved = whole.spent - own.spent, own.mean + own.tail - whole.mean - whole.tail
    if more < MILLION:
        return ["The plan spends all it may."]
    line = (
        f"The plan stops at {own.spent / MILLION:,.0f} million USD: were the budget given, {more / MILLION:,.0f} "
        f"million more would lower expected loss plus CVaR by {saved / MILLION:,.0f} million."
    )
    return [line]
