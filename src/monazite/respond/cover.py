"""Weeks of cover that a budget buys (§O1 to §O4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monazite.errors import UnitError
from monazite.provenance import Figure, derive

WEEKS_PER_YEAR = 365.25 / 7


@dataclass(frozen=True, slots=True)
class Need:
    """A material a buyer can stock.

    Attributes:
        material: Mineral id.
        form: What is bought: oxide, metal, magnet, concentrate.
        use: Yearly use, t/y on the basis of the price.
        home: Price outside times of stress, USD/kg.
        stressed: Price under stress, USD/kg; None where no quote is known.
    """

    material: str
    label: str
    form: str
    use: Figure
    home: Figure
    stressed: Figure | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """What a budget buys of one material, alone and as part of an even basket.

    Attributes:
        week_cost: USD for one week of use; low at the home price, high at the stressed price.
        alone: Weeks if the whole budget goes into this material; low at the stressed price, high at the home price.
        together: Weeks of every material at once if the budget buys the same weeks of all.
        tonnes: Tonnes of it in that even basket.
    """

    need: Need
    week_cost: Figure
    alone: Figure
    together: Figure
    tonnes: Figure


def _positive(figure: Figure) -> float:
    number = figure.number
    if not number > 0:
        raise UnitError(
            "E701",
            f"{figure.label} is {number}, not above zero",
            where=figure.id,
            why="Weeks of cover divide by use and by price",
            way_out="Leave the material out, or give its use and price",
        )
    return number


def _week_cost(need: Need) -> Figure:
    per_week_kg = _positive(need.use) / WEEKS_PER_YEAR * 1000
    home = per_week_kg * _positive(need.home)
    stressed = per_week_kg * _positive(need.stressed) if need.stressed else home
    use_low = (need.use.low if need.use.low is not None else need.use.number) / need.use.number
    use_high = (need.use.high if need.use.high is not None else need.use.number) / need.use.number
    prices = (need.home, need.stressed) if need.stressed else (need.home,)
    return derive(
        f"cover/{need.material}/{need.form}/week-cost",
        f"one week of use of {need.label}",
        home,
        "USD",
        formula="use / 52.18 x price; low and high at the lower and the higher of the two prices and of the use",
        parents=(need.use, *prices),
        low=min(home, stressed) * use_low,
        high=max(home, stressed) * use_high,
        note="" if need.stressed else "No stressed price is known; both ends are at the home price",
    )


def _weeks(
    id: str, label: str, budget: Figure, cost: Figure, formula: str, parents: tuple[Figure, ...]
) -> Figure:
    low = budget.number / (cost.high or cost.number)
    high = budget.number / (cost.low or cost.number)
    return derive(
        id,
        label,
        budget.number / cost.number,
        "weeks",
        formula=formula,
        parents=parents,
        low=low,
        high=high,
    )


def cover(budget: Figure, needs: Sequence[Need]) -> tuple[Cover, ...]:
    """Weeks of cover the budget buys of each material: alone, and in a basket of equal weeks.

    Args:
        budget: USD.
        needs: Use in t/y and prices in USD/kg on one basis for each material. The value of a figure is at the home
            price; its range runs from the stressed price to the home price and over the range of use.

    Raises:
        UnitError: E701 if a use or a price is not above zero, or the budget is negative.

    Spec: §O1 to §O4.
    """
    if budget.number < 0:
        raise UnitError(
            "E701",
            f"the budget is negative: {budget.number}",
            where=budget.id,
            way_out="Give a budget of zero or more",
        )
    costs = [_week_cost(need) for need in needs]
    basket = (
        derive(
            f"cover/basket/{needs[0].material}-and-{len(needs) - 1}-more/week-cost",
            "one week of use of all materials",
            sum(cost.number for cost in costs),
            "USD",
            formula="sum over the materials",
            parents=tuple(costs),
            low=sum(cost.low or 0 for cost in costs),
            high=sum(cost.high or 0 for cost in costs),
        )
        if costs
        else None
    )
    found: list[Cover] = []
    for need, cost in zip(needs, costs, strict=True):
        assert basket is not None
        key = f"cover/{need.material}/{need.form}"
        together = _weeks(
            f"{key}/together",
            f"weeks of {need.label} in an even basket",
            budget,
            basket,
            "budget / cost of one week of all materials",
            (budget, basket),
        )
        tonnes_week = need.use.number / WEEKS_PER_YEAR
        found.append(
            Cover(
                need,
                cost,
                _weeks(
                    f"{key}/alone",
                    f"weeks of {need.label} for the whole budget",
                    budget,
                    cost,
                    "budget / cost of one week",
                    (budget, cost),
                ),
                together,
                derive(
                    f"{key}/tonnes",
                    f"{need.label} in an even basket",
                    together.number * tonnes_week,
                    "t",
                    formula="weeks x use / 52.18",
                    parents=(together, need.use),
                    basis=need.use.basis,
                    low=(together.low or 0) * tonnes_week,
                    high=(together.high or 0) * tonnes_week,
                ),
            )
        )
    return tuple(found)
