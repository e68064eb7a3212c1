"""ARIO: a shock to capacity through an input-output system, day by day, without a stored order matrix (§M60 to §M68).

Equations of Hallegatte (2008, 2013) in the form and order of BoARIO 0.7.2. Orders stay factorised: under "alt" an order
is the base flow times a factor of the supplier times a factor of (input sector, user); under "noalt" the supplier's
factor is 1. A day reads the flows once (`ario_day`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from monazite.errors import ScenarioError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from monazite.simulate.ario_day import State, World
    from monazite.simulate.rebuild import Rebuilding

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_DAYS = 365.0
# An input binds where the yearly requirement exceeds this share of the daily output (§M63).
_BINDING = 1e-5
# From so many region-sectors on a day is long enough to be worth handing half of it to another thread.
_THREADED = 1200
# Where the output of any changes by more than this from one day to the next, stocks will move too.
_STIRRED = 1e-3


@dataclass(frozen=True, slots=True)
class System:
    """Yearly flows of an input-output table, any currency.

    Attributes:
        flows: Z, supplier x user.
        final: Final demand of each supplier, all categories summed.
        output: x of each region-sector.
        sector: Position of the sector of each region-sector.
    """

    flows: Floats
    final: Floats
    output: Floats
    sector: Ints

    def __post_init__(self) -> None:
        n = len(self.output)
        if self.flows.shape != (n, n) or len(self.final) != n or len(self.sector) != n:
            raise ScenarioError(
                "E515",
                f"the table has {self.flows.shape} flows for {n} outputs",
                way_out="Give square flows, and final demand, output and sector of the same length",
            )


@dataclass(frozen=True, slots=True)
class Settings:
    """Parameters with BoARIO's defaults; times in days (§M60)."""

    order: Literal["alt", "noalt"] = "alt"
    inventory_days: float = 90.0
    psi: float = 0.8
    inventory_tau: float = 60.0
    alpha_max: float = 1.25
    alpha_tau: float = 365.0


@dataclass(frozen=True, slots=True)
class Paths:
    """Day x region-sector, per day in the table's unit: production, capacity, unmet final demand, overproduction."""

    production: Floats
    capacity: Floats
    unmet: Floats
    over: Floats


class Ario:
    """The model of one system; `run` may be called with many shocks, also from several threads."""

    def __init__(self, system: System, settings: Settings | None = None) -> None:
        from monazite.simulate.ario_day import LANES, WIDE

        self.settings = settings or Settings()
        n, sectors = len(system.output), int(system.sector.max()) + 1
        # suppliers in order of sector, so that sums by sector are sums of blocks
        self.order = np.argsort(system.sector, kind="stable")
        self.back = np.argsort(self.order, kind="stable")
        self.first = np.searchsorted(system.sector[self.order], np.arange(sectors + 1))
        # panels of users, lanes of a panel, users of a lane
        self.split = -(-n // (WIDE * LANES)), WIDE, LANES
        self.n, self.wide = n, int(np.prod(self.split))
        self.x0 = system.output[self.order] / _DAYS
        self.final = system.final[self.order] / _DAYS
        self.asked = np.empty(n)
        self.by_sector = np.zeros((sectors, n))
        self.flows = np.empty(n * self.wide)
        self._pack(system.flows)
        self.tech = self.by_sector / np.where(self.x0 > 0.0, self.x0, 1.0)
        self.binds = self.tech * _DAYS > _BINDING
        self.world = self._world()

    def _pack(self, flows: Floats) -> None:
        """Flows of a day by sector, strip and panel, so that a panel is read from as many places as it has lanes."""
        for k, (lo, hi) in enumerate(zip(self.first[:-1], self.first[1:], strict=True)):
            block = np.zeros((hi - lo, self.wide))
            block[:, : self.n] = flows[np.ix_(self.order[lo:hi], self.order)] / _DAYS
            self.asked[lo:hi] = block.sum(axis=1)
            self.by_sector[k] = block.sum(axis=0)[: self.n]
            self._sector(k)[:] = block.reshape(hi - lo, *self.split).transpose(2, 1, 0, 3)

    def _sector(self, k: int) -> Floats:
        """Flows of an input sector, a view: strip x panel x row x lane."""
        lo, hi = self.first[k], self.first[k + 1]
        panels, strips, lanes = self.split
        return self.flows[lo * self.wide : hi * self.wide].reshape(strips, panels, hi - lo, lanes)

    def run(
        self,
        loss: Mapping[int, Floats],
        days: int,
        *,
        rebuilding: Rebuilding | None = None,
        workers: int | None = None,
    ) -> Paths:
        """Paths under a loss of capacity: day to share lost by region-sector, in force until the next entry.

        Args:
            loss: Day to share of capacity lost, in force until the next entry.
            days: Length of the run.
            rebuilding: Capital destroyed that others rebuild; its loss comes on top where larger.
            workers: Threads, by default the processors at hand in a large system; no bit of the result hangs on it.

        Spec: §M60 to §M68.
        """
        from monazite.simulate.ario_day import make

        world, s = self.world, self._state()
        kept = [np.empty((days, self.n)) for _ in range(4)]
        repair = rebuilding.start(self.order, self._bought) if rebuilding else None
        lost = np.zeros(self.n)
        with self._settling(world, workers) as settle:
            for day in range(days):
                if day in loss:
                    lost = np.asarray(loss[day], dtype=np.float64)[self.order]
                s.lost[: self.n] = lost
                if repair is not None:
                    repair.open(day, s.lost[: self.n], s.extra[: self.n])
                before = s.production.copy()
                make(world, s, day == 0)
                stirred = bool(np.any(np.abs(s.production - before) > before * _STIRRED))
                if repair is not None:
                    repair.close(s.served[: self.n])
                    # orders look at the demand that is left once rebuilding is served (§M67)
                    np.minimum(s.capacity, s.demand - s.extra * s.served, out=s.best)
                s = settle(s, stirred)
                for array, value in zip(
                    kept, (s.production, s.capacity, s.served, s.alpha), strict=True
                ):
                    array[day] = value[: self.n]
        production, capacity, served, over = kept
        unmet = self.final * (1.0 - served)
        return Paths(*(array[:, self.back] for array in (production, capacity, unmet, over)))

    def _bought(self, sector: int, users: Ints) -> tuple[slice, Floats]:
        """Rows of a sector, and what some users buy of each."""
        if not 0 <= sector < len(self.first) - 1:
            raise ScenarioError(
                "E520",
                f"rebuilding: no sector {sector} in the table",
                way_out=f"Name sectors by position, 0 to {len(self.first) - 2}",
            )
        lo, hi = int(self.first[sector]), int(self.first[sector + 1])
        panel, strip, lane = np.unravel_index(users, self.split)
        return slice(lo, hi), self._sector(sector)[strip, panel, :, lane].T

    def _padded(self, values: Floats) -> Floats:
        """A vector, or rows, up to whole panels."""
        made = np.zeros((*values.shape[:-1], self.wide))
        made[..., : self.n] = values
        return made

    def _world(self) -> World:
        from monazite.simulate.ario_day import World

        s, sectors = self.settings, len(self.first) - 1
        rule = (
            s.inventory_days,
            s.inventory_tau,
            s.alpha_max,
            s.alpha_tau,
            s.order == "alt",
        )
        with np.errstate(divide="ignore"):
            limit = 1.0 / (np.where(self.binds, self.tech, 0.0) * s.psi * s.inventory_days)
            per_base = np.where(self.by_sector >= np.finfo(float).tiny, 1.0 / self.by_sector, 0.0)
        return World(
            self.flows,
            self._padded(self.tech),
            self._padded(limit),
            self._padded(per_base) if s.order == "noalt" else np.zeros((sectors, 1)),
            self._padded(self.final),
            self._padded(self.x0),
            self.first.astype(np.int64),
            np.array(rule, dtype=np.float64),
        )

    def _state(self) -> State:
        """The day before the first: everything at base."""
        from monazite.simulate.ario_day import State

        stock = self._padded(self.tech * self.x0 * self.settings.inventory_days)
        factor = np.ones_like(stock)
        ones = self._padded(np.ones(self.n))
        blank = [np.zeros(self.wide) for _ in range(8)]
        return State(
            stock,
            np.empty_like(stock),
            factor,
            np.empty_like(factor),
            ones,
            ones.copy(),
            self._padded(self.x0),
            blank[0],
            blank[1],
            self._padded(self.asked),
            *blank[2:],
        )

    @contextmanager
    def _settling(
        self, world: World, workers: int | None
    ) -> Generator[Callable[[State, bool], State]]:
        """What ends a day, by one thread or some."""
        sizes = np.diff(self.first)
        count = (os.cpu_count() or 1 if self.n >= _THREADED else 1) if workers is None else workers
        count = max(1, min(count, len(sizes)))
        # as many rows for each thread as whole sectors allow
        cuts = np.searchsorted(self.first, np.linspace(0, self.n, count + 1)[1:-1])
        bounds = np.array([0, *cuts, len(sizes)])
        parts = [_Part(bounds[i : i + 2].astype(np.int64), int(sizes.max())) for i in range(count)]
        still = np.ones(2, dtype=np.int64)
        with ThreadPoolExecutor(max(count - 1, 1)) as pool:

            def settle(s: State, stirred: bool) -> State:  # noqa: FBT001 - two of one kind
                """Stocks are taken to be as still as the day before, or to move where output does.

                Where that proves wrong the day is done again.
                """
                if stirred:
                    still[:] = 0
                for _ in range(3):
                    others = [pool.submit(part.settle, world, s, still) for part in parts[1:]]
                    parts[0].settle(world, s, still)
                    for other in others:
                        other.result()
                    moved = [not any(part.moves[i] for part in parts) for i in (0, 1)]
                    # gaps hang on stocks, so stocks are set right first
                    wrong = 0 if moved[0] != still[0] else 1 if moved[1] != still[1] else None
                    if wrong is None:
                        break
                    still[wrong] = moved[wrong]
                supplier = (s.share, s.supplier) if world.rule[-1] else (s.supplier, s.share)
                return s._replace(
                    stock=s.moved,
                    moved=s.stock,
                    factor=s.ordered,
                    ordered=s.factor,
                    supplier=supplier[0],
                    share=supplier[1],
                )

            yield settle


class _Part:
    """Some input sectors and the scratch of the thread that does them."""

    def __init__(self, sectors: Ints, largest: int) -> None:
        from monazite.simulate.ario_day import LANES, PANEL

        self.sectors = sectors
        self.rooms = np.empty(PANEL), np.empty(PANEL)
        self.sums = np.empty(largest * LANES)
        self.moves = np.zeros(2, dtype=np.int64)

    def settle(self, world: World, s: State, still: Ints) -> None:
        from monazite.simulate.ario_day import settle

        settle(world, s, self.sectors, still, self.rooms, self.sums, self.moves)
