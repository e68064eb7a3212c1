"""The stockpile as a Markov decision: fill in normal times, draw in disrupted ones (§O10 to §O13).

The model is that of Teisberg (1981), Bell J. Econ. 12:526, with the numbers of the GAMS Model Library `markov`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NORMAL, DISRUPTED = 0, 1


@dataclass(frozen=True, slots=True)
class Stockpile:
    """Numbers of the decision; the defaults are those of the library model.

    Attributes:
        levels: Stock levels.
        stay: Transition probabilities, from state (row) to state (column): normal, disrupted.
        discount: Factor per period. `weight` is the weight of each starting point in the objective.
        share: Share of the market's cost the planner bears.
        elasticity: Size of the price elasticity of import demand.
        supply: Foreign supply at any price; `offset` moves demand; `scale` scales it.
        normal_price: Price from which cost is counted.
        holding: Cost of holding a unit for a period.
        lost: Supply lost in each state.
    """

    levels: tuple[float, ...] = (0, 3, 6, 9, 12, 15, 18, 21)
    stay: tuple[tuple[float, float], tuple[float, float]] = ((0.8, 0.2), (0.5, 0.5))
    discount: float = 0.95
    weight: float = 0.0625
    share: float = 0.25
    elasticity: float = 0.1
    supply: float = 110.0
    offset: float = -130.0
    scale: float = 342.0
    normal_price: float = 34.526
    holding: float = 0.32
    lost: tuple[float, float] = (0.0, 11.0)


@dataclass(frozen=True, slots=True)
class Policy:
    """Objective, and the next level for each level in each state."""

    objective: float
    normal: tuple[float, ...]
    disrupted: tuple[float, ...]


def price(model: Stockpile, change: Floats, state: int) -> Floats:
    """Price when the stock grows by `change` in a state (§O10)."""
    left = model.supply - model.lost[state] - model.offset - change
    return np.asarray((model.scale / left) ** (1.0 / model.elasticity), dtype=np.float64)


def costs(model: Stockpile) -> Floats:
    """Cost of each move, states x levels x next levels; infinite where a disrupted stock would grow (§O11)."""
    levels = np.asarray(model.levels, dtype=np.float64)
    change = levels[None, :] - levels[:, None]
    made = np.empty((2, len(levels), len(levels)))
    power = 1.0 - model.elasticity
    for state in (NORMAL, DISRUPTED):
        p = price(model, change, state)
        market = model.offset * (p - model.normal_price)
        market = market + model.scale * (p**power - model.normal_price**power) / power
        made[state] = model.share * market + p * change + model.holding * levels[None, :]
    made[DISRUPTED][change > 0] = np.inf
    return made


def value_iteration(model: Stockpile, *, tolerance: float = 1e-11, most: int = 20_000) -> Policy:
    """The optimum by repeating V = min (cost + discount x expected V) until it stands still (§O12)."""
    cost, stay = costs(model), np.asarray(model.stay)
    value = np.zeros((2, len(model.levels)))
    for _ in range(most):
        ahead = model.discount * stay @ value
        total = cost + ahead[:, None, :]
        fresh = total.min(axis=2)
        still = float(np.abs(fresh - value).max()) <= tolerance
        value = fresh
        if still:
            break
    best = (cost + (model.discount * stay @ value)[:, None, :]).argmin(axis=2)
    return _policy(model, model.weight * float(value.sum()), best)


def linear_program(model: Stockpile) -> Policy:
    """The optimum as a linear program over how often each move is made (§O13)."""
    from scipy.optimize import linprog

    cost, stay, count = costs(model), np.asarray(model.stay), len(model.levels)
    moves = [
        (state, here, there)
        for state in (NORMAL, DISRUPTED)
        for here in range(count)
        for there in range(count)
        if np.isfinite(cost[state, here, there])
    ]
    balance = np.zeros((2 * count, len(moves)))
    for column, (state, here, there) in enumerate(moves):
        balance[state * count + here, column] += 1.0
        for after in (NORMAL, DISRUPTED):
            balance[after * count + there, column] -= model.discount * stay[state, after]
    prices = np.array([cost[move] for move in moves])
    found: Any = linprog(
        prices, A_eq=balance, b_eq=np.full(2 * count, model.weight), method="highs"
    )
    best = np.zeros((2, count), dtype=int)
    for column in np.argsort(found.x):
        state, here, there = moves[int(column)]
        best[state, here] = there
    return _policy(model, float(found.fun), best)


def _policy(model: Stockpile, objective: float, best: NDArray[np.int64]) -> Policy:
    normal, disrupted = (tuple(model.levels[k] for k in row) for row in best)
    return Policy(objective, normal, disrupted)
