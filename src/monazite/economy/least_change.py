"""Output after a shortage that changes the flows of an economy least (§A23).

min sum_kj (Z_kj - Z0_kj)^2 / Z0_kj + sum_k (f_k - f0_k)^2 / f0_k with Z_kj = a_kj x_j, so the weight of industry j is
sum_k a_kj x0_j, subject to sum_j a_kj x_j + f_k <= x_k and x_j <= ceiling_j. Final demand is a flow like any other;
where it is negative (stocks fall, scrap) it stays as it is. A primal-dual active set finds the optimum exactly in a few
steps; the factors of one set of binding limits serve every shortage that binds the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve

from monazite.economy.system import System
from monazite.errors import BalanceError

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
STEPS = 100
TIGHT = 1e-11  # relative to an industry's output
RIDGE = 1e-13


@dataclass(frozen=True, slots=True)
class _Limits:
    """Which limits bind: rows of goods, unknowns at their ceiling, unknowns at zero."""

    rows: Flags
    full: Flags
    none: Flags

    @property
    def free(self) -> Flags:
        return ~(self.full | self.none)

    def same(self, other: _Limits) -> bool:
        return bool(
            (self.rows == other.rows).all()
            and (self.full == other.full).all()
            and (self.none == other.none).all()
        )


class LeastChange:
    """The programme of one system, solved for one set of ceilings after another."""

    def __init__(self, system: System) -> None:
        self.size = np.maximum(system.output, 1e-9)
        count = len(self.size)
        # Unknowns are output over output before, then final demand over final demand before.
        buyers = np.flatnonzero(system.final > 0)
        weight = np.concatenate([system.inputs.sum(axis=0) * self.size, system.final[buyers]])
        self.weight = np.maximum(weight, 1e-9 * float(weight.max()))
        sold = np.zeros((count, len(buyers)))
        sold[buyers, np.arange(len(buyers))] = system.final[buyers]
        made = system.inputs * self.size[None, :] - np.diag(self.size)
        self.rows = np.hstack([made, sold]) / self.size[:, None]
        # Rows that are overdrawn before any shock keep their slack.
        self.room = np.maximum(self.rows.sum(axis=1), -np.minimum(system.final, 0.0) / self.size)
        self._last: tuple[_Limits, tuple[Array, bool] | None] | None = None

    def output(self, ceiling: Array) -> Array:
        """Output of each industry under ceilings, in the system's unit.

        Raises:
            BalanceError: E618 if no output meets them or the binding limits do not settle.
        """
        count = len(self.size)
        caps = np.full(len(self.weight), np.inf)
        caps[:count] = np.minimum(ceiling / self.size, 1.0)
        if self._last is None:
            nothing = np.zeros(len(self.room), dtype=np.bool_)
            start = _Limits(nothing, caps < 1.0, np.zeros(len(caps), dtype=np.bool_))
            self._last = start, self._factor(start)
        limits, factor = self._last
        for _ in range(STEPS):
            level, dual = self._point(limits, factor, caps)
            after = self._binding(limits, level, dual, caps)
            if after.same(limits):
                self._last = limits, factor
                return np.clip(level[:count], 0.0, caps[:count]) * self.size
            limits, factor = after, self._factor(after)
        raise BalanceError(
            "E618",
            "no output settles under these ceilings",
            why="Sales that stay as they are (scrap, stock changes) may be larger than what can be made",
            way_out="Give higher ceilings, or check negative final demand",
        )

    def _binding(self, limits: _Limits, level: Array, dual: Array, caps: Array) -> _Limits:
        pull = -(2.0 * self.weight * (level - 1.0) + self.rows.T @ dual)
        over = self.rows @ level - self.room
        return _Limits(
            np.where(limits.rows, dual > 0.0, over > TIGHT),
            np.where(limits.full, pull > 0.0, level > caps + TIGHT),
            np.where(limits.none, pull < 0.0, level < -TIGHT),
        )

    def _factor(self, limits: _Limits) -> tuple[Array, bool] | None:
        if not limits.rows.any():
            return None
        inner = self.rows[limits.rows][:, limits.free]
        middle = (inner / self.weight[limits.free]) @ inner.T
        # Rows whose every buyer is fixed carry no dual of their own; the ridge keeps them out.
        middle[np.diag_indices_from(middle)] += RIDGE * float(np.trace(middle)) / len(middle)
        return cho_factor(middle)

    def _point(
        self, limits: _Limits, factor: tuple[Array, bool] | None, caps: Array
    ) -> tuple[Array, Array]:
        start = np.where(limits.full, caps, np.where(limits.none, 0.0, 1.0))
        dual = np.zeros(len(self.room))
        if factor is None:
            return start, dual
        short = self.rows[limits.rows] @ start - self.room[limits.rows]
        dual[limits.rows] = cho_solve(factor, 2.0 * short)
        moved = 1.0 - self.rows.T @ dual / (2.0 * self.weight)
        return np.where(limits.free, moved, start), dual


def least_change(system: System, ceiling: Array) -> Array:
    """Output of each industry after caps on some; see `LeastChange`.

    Spec: §A23.
    """
    return LeastChange(system).output(ceiling)
