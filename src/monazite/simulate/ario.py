"""ARIO: a shock to capacity through an input-output system, day by day, without a stored order matrix (§M60 to §M66).

Equations of Hallegatte (2008, 2013) in the form and order of BoARIO 0.7.2. Orders stay factorised: under "alt" an order
is the base flow times a factor of the supplier times a factor of (input sector, user); under "noalt" the supplier's
factor is 1. A step is two passes over the flows: one for what is ordered of each supplier, one for what arrives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from monazite.errors import ScenarioError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_DAYS = 365.0
# An input binds where the yearly requirement exceeds this share of the daily output (§M63).
_BINDING = 1e-5
# numpy's own tolerances of `allclose`, absolute and relative (§M64)
_NEAR, _NEARLY = 1e-8, 1e-5


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


@dataclass(slots=True)
class _World:
    """What changes from day to day."""

    stock: Floats  # input sector x user
    factor: Floats  # (input sector, user) factor of the orders
    supplier: Floats  # supplier's factor of the orders
    alpha: Floats
    production: Floats
    demand: Floats


class Ario:
    """The model of one system; `run` may be called with many shocks."""

    def __init__(self, system: System, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        n, sectors = len(system.output), int(system.sector.max()) + 1
        # suppliers in order of sector, so that sums by sector are sums of blocks
        self.order = np.argsort(system.sector, kind="stable")
        self.back = np.argsort(self.order, kind="stable")
        rows = system.sector[self.order]
        self.first = np.searchsorted(rows, np.arange(sectors))
        ends = np.append(self.first[1:], n)
        self.blocks = [(int(lo), int(hi)) for lo, hi in zip(self.first, ends, strict=True)]
        self.z = np.ascontiguousarray(system.flows[np.ix_(self.order, self.order)]) / _DAYS
        self.x0 = system.output[self.order] / _DAYS
        self.final = system.final[self.order] / _DAYS
        self.by_sector = np.add.reduceat(self.z, self.first, axis=0)
        self.tech = self.by_sector / np.where(self.x0 > 0.0, self.x0, 1.0)
        self.binds = self.tech * _DAYS > _BINDING
        self.n = n

    def run(self, loss: Mapping[int, Floats], days: int) -> Paths:
        """Paths under a loss of capacity: day to share lost by region-sector, in force until the next entry.

        Spec: §M60 to §M66.
        """
        s, kept = self.settings, [np.empty((days, self.n)) for _ in range(4)]
        world = _World(
            self.tech * self.x0 * s.inventory_days,
            np.ones_like(self.by_sector),
            np.ones(self.n),
            np.ones(self.n),
            self.x0.copy(),
            self.z.sum(axis=1) + self.final,
        )
        lost = np.zeros(self.n)
        for day in range(days):
            if day in loss:
                lost = np.asarray(loss[day], dtype=np.float64)[self.order]
            cap, unmet = self._day(world, lost, first=day == 0)
            for array, value in zip(kept, (world.production, cap, unmet, world.alpha), strict=True):
                array[day] = value[self.back]
        return Paths(*kept)

    def _overproduce(self, w: _World) -> None:
        """Capacity stretches where today's demand exceeds yesterday's production, and relaxes after (§M65)."""
        s = self.settings
        with np.errstate(divide="ignore", invalid="ignore"):
            scarcity = np.where(w.demand > 0.0, (w.demand - w.production) / w.demand, 0.0)
        up = (s.alpha_max - w.alpha) * scarcity / s.alpha_tau
        down = (1.0 - w.alpha) / s.alpha_tau
        w.alpha = np.maximum(w.alpha + np.where(scarcity != 0.0, up, down), 1.0)

    def _day(self, w: _World, lost: Floats, *, first: bool) -> tuple[Floats, Floats]:
        """One day: orders asked, production, deliveries, stocks, new orders (§M61 to §M64)."""
        s = self.settings
        asked = np.empty(self.n)
        for k, (lo, hi) in enumerate(self.blocks):
            asked[lo:hi] = self.z[lo:hi] @ w.factor[k]
        w.demand = asked * w.supplier + self.final
        if not first:
            self._overproduce(w)
        cap = w.alpha * (1.0 - lost) * self.x0
        best = np.minimum(cap, w.demand)
        needed = self.tech * best * (s.psi * s.inventory_days)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(self.binds & (needed > 0.0), w.stock / needed, np.inf)
        w.production = best * np.minimum(ratio.min(axis=0), 1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            served = np.where(w.demand > 0.0, w.production / w.demand, 0.0)
        whole = self.x0 > 0.0
        share = np.where(whole, cap / np.where(whole, self.x0, 1.0), 1.0)
        if s.order == "alt":
            come, offered = self._pass(np.stack([w.supplier * served, share]))
            w.supplier = share
        else:
            come, offered = self._pass((w.supplier * served)[None])[0], self.by_sector
        come *= w.factor
        used = self.tech * w.production
        if not _close(come, used):
            w.stock = np.maximum(w.stock - used + come, 0.0)
        w.factor = self._order(w, best, used, offered)
        return cap, self.final * (1.0 - served)

    def _pass(self, weights: Floats) -> Floats:
        """Weighted sums of the flows by input sector, one for each row of weights, in one pass over them."""
        found = np.empty((len(weights), len(self.blocks), self.n))
        for k, (lo, hi) in enumerate(self.blocks):
            found[:, k] = weights[:, lo:hi] @ self.z[lo:hi]
        return found

    def _order(self, w: _World, best: Floats, used: Floats, offered: Floats) -> Floats:
        """Orders: use, plus the gap to the target stock over the restoration time, split over suppliers (§M64).

        Under "alt" the split follows base flow times the supplier's capacity relative to base.
        """
        s = self.settings
        goal = self.tech * best * s.inventory_days
        gap = np.zeros_like(goal) if _close(w.stock, goal) else np.maximum(goal - w.stock, 0.0)
        wanted = gap / s.inventory_tau + used
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(offered > 0.0, wanted / offered, 0.0)


def _close(found: Floats, goal: Floats) -> bool:
    """What numpy's `allclose` says of finite numbers, in a third of its passes."""
    return bool((np.abs(found - goal) <= _NEAR + _NEARLY * np.abs(goal)).all())
