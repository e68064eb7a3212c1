"""One ARIO day, compiled (§M61 to §M66): the flows are read from memory once a day (ADR 0053).

A panel is the rows of one input sector by 32 users. What arrives in a panel settles the stocks of its users, these
settle what they order of its suppliers, and both are done while the panel is in the nearest cache. In memory a sector
is four strips, each a lane of every panel, one after the other: a panel is read from four places at once, and the
machine looks ahead in each. Sums run in one order whatever the number of threads, so threads change no bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from monazite.simulate.compiled import compiled, helper, inlined
from monazite.simulate.lanes import LANES, least, most, pick, put, same, some, take

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Lanes, and so users, of a panel; `_gather` and `_ask` are written for four
WIDE = 4
PANEL = WIDE * LANES
# numpy's own tolerances of `allclose`, absolute and relative (§M64)
_NEAR, _NEARLY = 1e-8, 1e-5
# Places of what does not change: days of inventory, days to restore, overproduction
DAYS, RESTORE, ALPHA_MAX, ALPHA_TAU, ALT = range(5)


class World(NamedTuple):
    """What does not change from day to day; vectors and rows are padded to whole panels."""

    flows: Floats  # by sector, strip, panel, row and lane
    tech: Floats  # input sector x user: input a unit of output
    limit: Floats  # input sector x user: output a unit of stock where the input binds, else endless
    per_base: Floats  # input sector x user: one by the base flow, 0 where none
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
def _gather(
    w: World, sent: Floats, rows: tuple[int, int], at: tuple[int, int], room: Floats
) -> None:
    """What arrives at the users of a panel if its rows send these shares of the flows: sums, left in `room`."""
    p, strip = at
    a, b, c, d = same(0.0), same(0.0), same(0.0), same(0.0)
    for i in range(rows[0], rows[1]):
        a += take(w.flows, p) * sent[i]
        b += take(w.flows, p + strip) * sent[i]
        c += take(w.flows, p + 2 * strip) * sent[i]
        d += take(w.flows, p + 3 * strip) * sent[i]
        p += 1
    put(room, 0, a)
    put(room, 1, b)
    put(room, 2, c)
    put(room, 3, d)


@helper
def _ask(w: World, size: int, at: tuple[int, int], room: Floats, sums: Floats) -> None:
    """Orders of the users of a panel to each of its rows; the factors are in `room`."""
    p, strip = at
    a, b, c, d = take(room, 0), take(room, 1), take(room, 2), take(room, 3)
    for i in range(size):
        x = take(w.flows, p) * a + take(w.flows, p + strip) * b
        y = take(w.flows, p + 2 * strip) * c + take(w.flows, p + 3 * strip) * d
        put(sums, i, take(sums, i) + (x + y))
        p += 1


@inlined
def _order(
    w: World, s: State, at: tuple[int, int], still: Ints, rooms: tuple[Floats, Floats]
) -> tuple[Any, Any]:
    """Stocks and orders of the users of a panel; `rooms` holds what arrives and what could, then the factors.

    Returned is by how much the farthest, of stocks and of gaps, is beyond what counts as near.
    """
    rule = w.rule
    room, able = rooms
    a_day = 1.0 / rule[RESTORE]
    beyond, short = same(0.0), same(0.0)
    for v in range(WIDE):
        j = at[1] * WIDE + v
        q = at[0] * (s.alpha.size // LANES) + j
        tech, stock = take(w.tech, q), take(s.stock, q)
        come = take(room, v) * take(s.factor, q)
        used = tech * take(s.production, j)
        beyond = most(most(come - used, used - come) - (used * _NEARLY + _NEAR), beyond)
        if still[0] == 0:
            stock = most(stock - used + come, 0.0)
        put(s.moved, q, stock)
        goal = tech * take(s.best, j) * rule[DAYS]
        gap = goal - stock
        short = most(most(gap, stock - goal) - (goal * _NEARLY + _NEAR), short)
        wanted = used
        if still[1] == 0:
            wanted = most(gap, 0.0) * a_day + used
        if rule[ALT] > 0.0:
            could = take(able, v)
            factor = pick(could > 0.0, wanted / could, same(0.0))
        else:
            factor = wanted * take(w.per_base, q)
        put(s.ordered, q, factor)
        put(room, v, factor)
    return beyond, short


@compiled
def settle(  # noqa: PLR0913, PLR0917 - a kernel takes its arrays
    w: World,
    s: State,
    sectors: Ints,
    still: Ints,
    rooms: tuple[Floats, Floats],
    sums: Floats,
    moves: Ints,
) -> None:
    """Deliveries, stocks and new orders of some input sectors, from sectors[0] to before sectors[1] (§M64, §M66).

    Args:
        w: The world.
        s: The state.
        sectors: First sector, and the one after the last.
        still: Whether stocks, and whether gaps, are taken as so near that they are left alone.
        rooms: Scratch of a panel's width, twice: what arrives, and what could.
        sums: A lane of scratch for each row of the largest sector.
        moves: Filled in: whether stocks, and whether gaps, are in truth not near.
    """
    rule, lanes = w.rule, s.alpha.size // LANES
    room, able = rooms
    beyond, short = same(0.0), same(0.0)
    for k in range(sectors[0], sectors[1]):
        lo, hi = w.first[k], w.first[k + 1]
        for i in range(hi - lo):
            put(sums, i, same(0.0))
        for panel in range(lanes // WIDE):
            at = (lo * lanes + panel * (hi - lo), lanes // WIDE * (hi - lo))
            _gather(w, s.sent, (lo, hi), at, room)
            if rule[ALT] > 0.0:
                _gather(w, s.share, (lo, hi), at, able)
            far = _order(w, s, (k, panel), still, rooms)
            beyond, short = most(far[0], beyond), most(far[1], short)
            _ask(w, hi - lo, at, room, sums)
        for i in range(hi - lo):
            total = 0.0
            for v in range(LANES):
                total += sums[i * LANES + v]
            s.asked[lo + i] = total
    moves[0], moves[1] = some(beyond > 0.0), some(short > 0.0)
