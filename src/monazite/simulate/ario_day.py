"""One ARIO day, compiled (§M61 to §M66): the flows are read from memory once a day (ADR 0053).

Flows are kept in panels: the rows of one input sector by 32 users, one panel after the other. What arrives in a panel
settles the stocks of its users, these settle what they order of its suppliers, and both are done while the panel is in
the nearest cache. Sums run in one order whatever the number of threads, so threads change no bit.
"""

# ruff: noqa: C901 - the rules are flat in meaning, and compiled

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from monazite.simulate.compiled import compiled, helper
from monazite.simulate.lanes import LANES, least, most, pick, put, same, some, take

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Lanes, and so users, of a panel
WIDE = 4
PANEL = WIDE * LANES
# numpy's own tolerances of `allclose`, absolute and relative (§M64)
_NEAR, _NEARLY = 1e-8, 1e-5
# Places of what does not change: days of inventory, days to restore, overproduction
DAYS, RESTORE, ALPHA_MAX, ALPHA_TAU, ALT = range(5)


class World(NamedTuple):
    """What does not change from day to day; vectors and rows are padded to whole panels."""

    flows: Floats  # panels of the flows
    tech: Floats  # input sector x user: input a unit of output
    limit: Floats  # input sector x user: output a unit of stock where the input binds, else endless
    base: Floats  # input sector x user: base flow
    final: Floats
    output: Floats
    first: Ints  # rows of sector k are first[k] to first[k + 1]
    rule: Floats  # see DAYS and the rest


class State(NamedTuple):
    """What changes from day to day."""

    stock: Floats  # input sector x user
    moved: Floats  # the stock after this day
    factor: Floats  # (input sector, user) factor of the orders
    ordered: Floats  # the factor after this day
    supplier: Floats  # supplier's factor of the orders
    alpha: Floats
    production: Floats
    demand: Floats
    served: Floats  # share of the demand
    asked: Floats  # sums of base flow times factor by supplier
    best: Floats
    capacity: Floats
    share: Floats  # capacity relative to base
    sent: Floats  # supplier's factor times what share of its demand it serves
    lost: Floats
    extra: Floats  # demand for rebuilding


@compiled
def make(w: World, s: State, first: bool) -> None:  # noqa: FBT001 - compiled code takes its arguments in order
    """From what is asked to what is made and sent (§M61, §M63, §M65)."""
    rule, lanes = w.rule, s.alpha.size // LANES
    for j in range(lanes):
        demand = take(s.asked, j) * take(s.supplier, j) + take(w.final, j) + take(s.extra, j)
        alpha, output = take(s.alpha, j), take(w.output, j)
        if not first:
            scarcity = pick(demand > 0.0, (demand - take(s.production, j)) / demand, same(0.0))
            up = (rule[ALPHA_MAX] - alpha) * scarcity / rule[ALPHA_TAU]
            down = (1.0 - alpha) / rule[ALPHA_TAU]
            calm = pick(scarcity > 0.0, up, pick(scarcity < 0.0, up, down))
            alpha = most(alpha + calm, 1.0)
        capacity = alpha * (1.0 - take(s.lost, j)) * output
        put(s.demand, j, demand)
        put(s.alpha, j, alpha)
        put(s.capacity, j, capacity)
        put(s.best, j, least(capacity, demand))
        put(s.share, j, pick(output > 0.0, capacity / output, same(1.0)))
        put(s.production, j, same(np.inf))
    # where nothing binds the limit is not a number or endless, and the smaller one is the other
    for k in range(w.first.size - 1):
        for j in range(lanes):
            limit = take(s.stock, k * lanes + j) * take(w.limit, k * lanes + j)
            put(s.production, j, least(limit, take(s.production, j)))
    for j in range(lanes):
        made, demand = least(take(s.production, j), take(s.best, j)), take(s.demand, j)
        put(s.production, j, made)
        served = pick(demand > 0.0, made / demand, same(0.0))
        put(s.served, j, served)
        put(s.sent, j, take(s.supplier, j) * served)


@helper
def _gather(w: World, s: State, rows: tuple[int, int], at: int, room: Floats) -> None:
    """What arrives, and what could, at the users of a panel: sums over its rows, left in `room`."""
    lo, hi = rows
    for half in range(0, WIDE, 2):
        come, come_ = same(0.0), same(0.0)
        could, could_ = same(0.0), same(0.0)
        place = at + half * (hi - lo)
        if w.rule[ALT] > 0.0:
            for i in range(lo, hi):
                x, y = take(w.flows, place), take(w.flows, place + 1)
                come += x * s.sent[i]
                come_ += y * s.sent[i]
                could += x * s.share[i]
                could_ += y * s.share[i]
                place += 2
        else:
            for i in range(lo, hi):
                come += take(w.flows, place) * s.sent[i]
                come_ += take(w.flows, place + 1) * s.sent[i]
                place += 2
        put(room, half, come)
        put(room, half + 1, come_)
        put(room, WIDE + half, could)
        put(room, WIDE + half + 1, could_)


@helper
def _ask(w: World, rows: tuple[int, int], at: int, room: Floats, sums: Floats) -> None:
    """Orders of the users of a panel to each of its rows; the factors are in `room`."""
    size = rows[1] - rows[0]
    f, g, h, e = take(room, 0), take(room, 1), take(room, 2), take(room, 3)
    for i in range(size):
        p, q = at + 2 * i, at + 2 * (size + i)
        x = take(w.flows, p) * f + take(w.flows, p + 1) * g
        y = take(w.flows, q) * h + take(w.flows, q + 1) * e
        put(sums, i, take(sums, i) + (x + y))


@compiled
def settle(  # noqa: PLR0913, PLR0917 - a kernel takes its arrays
    w: World, s: State, sectors: Ints, still: Ints, room: Floats, sums: Floats, moves: Ints
) -> None:
    """Deliveries, stocks and new orders of some input sectors, from sectors[0] to before sectors[1] (§M64, §M66).

    Args:
        w: The world.
        s: The state.
        sectors: First sector, and the one after the last.
        still: Whether stocks, and whether gaps, are taken as so near that they are left alone.
        room: Two panels' width of scratch.
        sums: A lane of scratch for each row of the largest sector.
        moves: Filled in: whether stocks, and whether gaps, are in truth not near.
    """
    rule, lanes = w.rule, s.alpha.size // LANES
    moves[0] = moves[1] = 0
    for k in range(sectors[0], sectors[1]):
        lo, hi = w.first[k], w.first[k + 1]
        for i in range(hi - lo):
            put(sums, i, same(0.0))
        for panel in range(lanes // WIDE):
            at = lo * lanes + panel * WIDE * (hi - lo)
            _gather(w, s, (lo, hi), at, room)
            for v in range(WIDE):
                j = panel * WIDE + v
                q = k * lanes + j
                tech, stock = take(w.tech, q), take(s.stock, q)
                come = take(room, v) * take(s.factor, q)
                used = tech * take(s.production, j)
                if some(most(come - used, used - come) > used * _NEARLY + _NEAR):
                    moves[0] = 1
                if still[0] == 0:
                    stock = most(stock - used + come, 0.0)
                put(s.moved, q, stock)
                goal = tech * take(s.best, j) * rule[DAYS]
                gap = goal - stock
                if some(most(gap, stock - goal) > goal * _NEARLY + _NEAR):
                    moves[1] = 1
                wanted = used
                if still[1] == 0:
                    wanted = most(gap, 0.0) / rule[RESTORE] + used
                could = take(room, WIDE + v) if rule[ALT] > 0.0 else take(w.base, q)
                factor = pick(could > 0.0, wanted / could, same(0.0))
                put(s.ordered, q, factor)
                put(room, v, factor)
            _ask(w, (lo, hi), at, room, sums)
        for i in range(hi - lo):
            total = 0.0
            for v in range(LANES):
                total += sums[i * LANES + v]
            s.asked[lo + i] = total
