"""An input-output system and the classic models on it, in one place (§A1 to §A8).

Notation: Z flows from row to column, x output, f final demand, v primary inputs; A = Z x^-1, L = (I - A)^-1,
B = x^-1 Z, G = (I - B)^-1. Everything in one money unit a year.

Sources: Leontief 1936; Ghosh 1958 (Economica 25:58); Haimes and Jiang 2001 (J. Infrastructure Systems 7:1);
Dietzenbacher and Lahr 2013 (Econ. Systems Research 25:341) for extraction; Miller and Blair 2022, chapters 2, 12.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from monazite.errors import BalanceError, DataError, UnknownCode

Array = npt.NDArray[np.float64]
TOLERANCE = 1e-6
LARGE = 600  # sectors from which rounds of purchases are quicker than a factorisation
ROUNDS, SETTLED = 400, 1e-15


@dataclass(frozen=True)
class System:
    """A square input-output system.

    Attributes:
        names: One label per sector; a tuple of region and sector for a multi-regional system.
        flows: Z, from row to column.
        output: x.
        final: f, may be negative where stocks fall.
        primary: v, primary inputs including imports that are not in Z.
        value_added: Part of `primary` that is value added; what a loss of GDP is counted in.
        unit: Money unit.
        year: Year of prices.
    """

    names: tuple[object, ...]
    flows: Array
    output: Array
    final: Array
    primary: Array
    value_added: Array
    unit: str = "million"
    year: str = ""

    def __post_init__(self) -> None:
        size = len(self.names)
        shapes = {self.flows.shape == (size, size)} | {
            part.shape == (size,)
            for part in (self.output, self.final, self.primary, self.value_added)
        }
        if shapes != {True}:
            raise DataError(
                "E610",
                "the parts of the input-output system have different sizes",
                why=f"{size} sectors need a square of flows and vectors of that length",
                way_out="Align rows and columns by sector before building the system",
            )

    @cached_property
    def inputs(self) -> Array:
        """A: input of the row per unit of the column's output; 0 in columns without output."""
        return np.divide(
            self.flows, self.output, out=np.zeros_like(self.flows), where=self.output > 0
        )

    @cached_property
    def outlets(self) -> Array:
        """B: part of the row's output that goes to the column; 0 in rows without output."""
        column = self.output[:, None]
        return np.divide(self.flows, column, out=np.zeros_like(self.flows), where=column > 0)

    @cached_property
    def value_added_share(self) -> Array:
        """Value added per unit of output."""
        return np.divide(
            self.value_added, self.output, out=np.zeros_like(self.output), where=self.output > 0
        )

    def place(self, name: object) -> int:
        """The position of a sector.

        Raises:
            UnknownCode: E611.
        """
        try:
            return self.names.index(name)
        except ValueError as error:
            raise UnknownCode(
                "E611", f"no sector {name!r} in the system", way_out="Use one of its names"
            ) from error


def check(system: System, *, tolerance: float = TOLERANCE) -> float:
    """The largest imbalance of a row or column, relative to the largest output.

    Raises:
        BalanceError: E612 if it is above the tolerance.

    Spec: §A1.
    """
    rows = system.flows.sum(axis=1) + system.final - system.output
    columns = system.flows.sum(axis=0) + system.primary - system.output
    scale = float(np.abs(system.output).max())
    worst = float(max(np.abs(rows).max(), np.abs(columns).max())) / scale
    if worst > tolerance:
        place = int(np.argmax(np.maximum(np.abs(rows), np.abs(columns))))
        raise BalanceError(
            "E612",
            f"the input-output system does not balance by {worst:.2g} of the largest output",
            where=str(system.names[place]),
            why="Output is flows plus final demand along a row, and flows plus primary inputs down a column",
            way_out="Check that imports, margins and taxes stand on one side only",
        )
    return worst


def _identity_less(matrix: Array) -> Array:
    left = -matrix
    left[np.diag_indices_from(left)] += 1.0
    return left


def _solve(matrix: Array, right: Array) -> Array:
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)


def _rounds(system: System, change: Array, *, forward: bool = False) -> Array | None:
    """Df + A df + A^2 df + ..., or None if it does not settle: one pass over Z a round, A is never formed.

    Forward it is dv + dv B + dv B^2 + ...: rounds of deliveries in place of purchases.
    """
    per_output = np.divide(
        1.0, system.output, out=np.zeros_like(system.output), where=system.output > 0
    )
    step = np.asarray(change, dtype=np.float64)
    total, first = step.copy(), float(np.abs(step).sum())
    for _ in range(ROUNDS):
        scaled = step * per_output
        step = scaled @ system.flows if forward else system.flows @ scaled
        total += step
        if float(np.abs(step).sum()) <= SETTLED * first:
            return total
    return None


def demand_change(system: System, change: Array) -> Array:
    """Output change that a change of final demand needs: dx = L df (Leontief).

    Small systems are solved once, a third of the work of an inverse; large ones are summed round by round of
    purchases, to a remainder of 1e-15 of the change.

    Spec: §A2.
    """
    if len(system.names) >= LARGE:
        summed = _rounds(system, change)
        if summed is not None:
            return summed
    return _solve(_identity_less(system.inputs), change)


def supply_change(system: System, change: Array) -> Array:
    """Output change that a change of primary inputs feeds: dx' = dv' G (Ghosh).

    Perfect complements downstream and no substitution: an upper figure. Large systems are summed round by round.

    Spec: §A3.
    """
    if len(system.names) >= LARGE:
        summed = _rounds(system, change, forward=True)
        if summed is not None:
            return summed
    return _solve(_identity_less(system.outlets).T, change)


def inoperability(system: System, perturbation: Array) -> Array:
    """Share of each sector that does not run: q = (I - A*)^-1 c*, A* = x^-1 A x (Haimes and Jiang).

    The same numbers as Leontief, scaled by output; it adds no content.

    Args:
        system: The system.
        perturbation: c*, lost final demand over output.

    Spec: §A4.
    """
    if len(system.names) >= LARGE:
        change = demand_change(system, np.asarray(perturbation, np.float64) * system.output)
        return np.divide(change, system.output, out=np.zeros_like(change), where=system.output > 0)
    return _solve(_identity_less(system.outlets), perturbation)


def extraction(system: System, sector: int) -> tuple[float, float]:
    """Output lost if a sector buys and sells nothing: in all, and without its own output.

    Spec: §A5. Hypothetical extraction, row, column and final demand of the sector set to zero.
    """
    inputs, final = system.inputs.copy(), system.final.copy()
    inputs[sector, :] = inputs[:, sector] = 0.0
    final[sector] = 0.0
    left = _solve(_identity_less(inputs), final)
    # Where the printed system balances, L f is x; the solve keeps a small residual out of the comparison.
    loss = _solve(_identity_less(system.inputs), system.final) - left
    return float(loss.sum()), float(loss.sum() - loss[sector])


def partial_extraction(system: System, cut: Array) -> Array:
    """Output lost if each sector buys and sells the less by its cut, 0 to 1; a whole cut is its extraction.

    Spec: §A5. Dietzenbacher and Lahr 2013: extraction of a part of a sector's transactions.
    """
    kept = 1.0 - np.asarray(cut, dtype=np.float64)
    before = demand_change(system, system.final)
    thinner = replace(system, flows=system.flows * kept[:, None] * kept[None, :])
    return before - demand_change(thinner, system.final * kept)


def forward_extraction(system: System, sector: int) -> float:
    """Output lost if a sector sells nothing to others, primary inputs kept (Ghosh).

    Spec: §A6.
    """
    outlets = system.outlets.copy()
    outlets[sector, :] = 0.0
    whole = _solve(_identity_less(system.outlets).T, system.primary)
    left = _solve(_identity_less(outlets).T, system.primary)
    return float((whole - left).sum())


def multipliers(system: System, sector: int) -> tuple[float, float]:
    """Output multiplier (column sum of L) and input multiplier (row sum of G) of a sector.

    Spec: §A7.
    """
    unit = np.zeros(len(system.names))
    unit[sector] = 1.0
    return float(demand_change(system, unit).sum()), float(supply_change(system, unit).sum())


def inverse(system: System) -> Array:
    """L itself, where many columns are needed.

    Spec: §A2.
    """
    return np.asarray(np.linalg.inv(_identity_less(system.inputs)), dtype=np.float64)


def reach(system: System, loss: Array, *, steps: int = 4) -> tuple[float, ...]:
    """How far a loss of output travels downstream: the sum at 0, 1, 2, ... deliveries from where it began (§A8)."""
    found, step = [], np.asarray(loss, dtype=np.float64)
    for _ in range(steps + 1):
        found.append(float(step.sum()))
        step = step @ system.outlets
    return tuple(found)
