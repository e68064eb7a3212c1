"""The only file that knows a solver: linopy builds the model, HiGHS solves it (§O37, §O38)."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from monazite.errors import MissingExtra
from monazite.respond import algebra
from monazite.respond.labelled import first_stage, numbers
from monazite.respond.problem import Decision, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Progress = Callable[[str], None]


def load() -> Any:
    """The modelling library.

    Raises:
        MissingExtra: E706 if the extra `plan` is not installed.
    """
    try:
        import highspy as _  # noqa: F401 - linopy's solver
        import linopy
    except ImportError as error:
        raise MissingExtra(
            "E706",
            "plans need a solver that is not installed",
            why=str(error),
            way_out="Install it with: pip install 'monazite[plan]'",
        ) from error
    return linopy


@dataclass(frozen=True, slots=True)
class Solved:
    """An optimum, or the best found in the time given.

    Attributes:
        status: optimal, time_limit, infeasible or another word of the solver.
        objective: USD. gap: relative distance to the bound, 0 at the optimum.
        shadow: For each limit, USD of objective saved by one more unit of it (USD or t), at least 0.
    """

    status: str
    objective: float
    gap: float
    decision: Decision
    shadow: dict[str, float]
    plant_shadow: dict[str, float]


def build(problem: Problem, names: Iterable[str] = tuple(algebra.CONSTRAINTS)) -> Any:
    """The model with its variables, the named constraints and the objective."""
    linopy = load()
    model, d = linopy.Model(), numbers(problem)
    algebra.variables(model, d)
    for name in names:
        model.add_constraints(algebra.CONSTRAINTS[name](model, d), name=name)
    model.add_objective(algebra.objective(model, d))
    return model


def solve(
    problem: Problem, *, seconds: float | None = None, progress: Progress | None = None
) -> Solved:
    """The best plan, with the worth of one more unit of each limit.

    Args:
        problem: The problem.
        seconds: Time bound; the best plan found is given back with its gap.
        progress: Called with a line of text before each step.
    """
    say = progress or (lambda _: None)
    say(f"building {len(problem.odds)} scenarios x {problem.quarters} quarters")
    model = build(problem)
    say(f"solving {model.nvars:,} variables, {model.ncons:,} constraints")
    found = _Answer(model, seconds)
    if found.status not in {"optimal", "time limit"}:
        return Solved(found.status, float("nan"), float("inf"), Decision({}, {}, {}), {}, {})
    say(f"{found.status}: {found.objective:,.0f} USD")
    return Solved(
        found.status,
        found.objective,
        found.gap,
        _decision(problem, found),
        _limit_shadow(problem, found),
        _plant_shadow(problem, found),
    )


class _Answer:
    """What HiGHS found, by the names of variables and constraints."""

    def __init__(self, model: Any, seconds: float | None) -> None:
        self._model = model
        made = _direct(model, seconds)
        made.run()
        self.status = (
            made.modelStatusToString(made.getModelStatus()).lower().replace(" reached", "")
        )
        info, solution = made.getInfo(), made.getSolution()
        self.objective = float(info.objective_function_value)
        gap = float(info.mip_gap) if self.status != "optimal" else 0.0
        self.gap = gap if np.isfinite(gap) else float("inf")
        self._value, self._dual = np.array(solution.col_value), np.array(solution.row_dual)

    def value(self, name: str) -> Floats:
        """Values of a variable, in the shape of its array."""
        labels = self._model.variables[name].labels
        return self._value[_position(self._model.matrices.vlabels, labels)].reshape(labels.shape)

    def dual(self, name: str) -> Floats:
        """Duals of a constraint, in the shape of its array; rows that were dropped as empty have none."""
        labels = self._model.constraints[name].labels
        known = np.isin(labels.values.ravel(), self._model.matrices.clabels)
        found = np.zeros(known.shape)
        if known.any():
            at = _position(self._model.matrices.clabels, labels.values.ravel()[known])
            found[known] = self._dual[at]
        return found.reshape(labels.shape)

    def dims(self, name: str) -> tuple[str, ...]:
        """Dimensions of a constraint's array."""
        return tuple(str(dim) for dim in self._model.constraints[name].labels.dims)


def _decision(problem: Problem, found: _Answer) -> Decision:
    bought, support, ready = (
        found.value("buy").sum(axis=1),
        found.value("support"),
        found.value("ready"),
    )
    small = 1e-7
    return Decision(
        {
            (item.name, quarter): float(bought[row, quarter])
            for row, item in enumerate(problem.items)
            for quarter in range(problem.quarters)
            if bought[row, quarter] > small
        },
        {
            lever.name: float(v)
            for lever, v in zip(problem.levers, support, strict=False)
            if v > small
        },
        {
            (s.end, s.kind): float(v)
            for s, v in zip(problem.sources, ready, strict=False)
            if v > small
        },
    )


def _limit_shadow(problem: Problem, found: _Answer) -> dict[str, float]:
    dual = found.dual("limits")
    return {
        limit.name: max(0.0, -float(value))
        for limit, value in zip(problem.limits, dual, strict=False)
    }


def _plant_shadow(problem: Problem, found: _Answer) -> dict[str, float]:
    """USD saved by one more tonne a quarter of plant, and of each end's supply, over all scenarios and quarters."""
    plants = {
        name: max(0.0, -float(found.dual(name).sum())) for name in ("metal_plant", "magnet_plant")
    }
    axis = found.dims("served").index("e")
    ends = np.moveaxis(found.dual("served"), axis, 0).reshape(len(problem.ends), -1).sum(axis=1)
    return plants | {
        f"supply of {end}": max(0.0, float(v)) for end, v in zip(problem.ends, ends, strict=True)
    }


def text(problem: Problem, name: str) -> str:
    """One constraint alone as text, row by row, for the golden files."""
    model = build(problem, ())
    d = numbers(problem)
    model.add_constraints(algebra.CONSTRAINTS[name](model, d), name=name)
    matrices, lines = model.matrices, []
    body, labels = matrices.A.tocsr(), matrices.vlabels
    for row in range(body.shape[0]):
        span = slice(body.indptr[row], body.indptr[row + 1])
        terms: list[tuple[str, float]] = []
        for column, coefficient in zip(body.indices[span], body.data[span], strict=True):
            variable, at = model.variables.get_label_position(int(labels[column]))
            place = ",".join(str(value) for value in at.values())
            terms.append((f"{variable}[{place}]" if place else str(variable), float(coefficient)))
        left = " ".join(f"{value:+.6g} {key}" for key, value in sorted(terms) if value)
        sense = str(matrices.sense[row])[0]
        lines.append(
            f"{left} {sense}{'' if sense == '=' else '='} {float(matrices.b[row]) + 0.0:.6g}"
        )
    return "\n".join(lines) + "\n"


class Moving:
    """One scenario's second stage with the first stage fixed; decisions and shortages move, the basis stays warm."""

    def __init__(self, problem: Problem, names: Iterable[str]) -> None:
        linopy = load()
        model, d = linopy.Model(), numbers(problem)
        algebra.variables(model, d)
        for name in names:
            model.add_constraints(algebra.CONSTRAINTS[name](model, d), name=name)
        kept = problem.risk.money * algebra.worth(model, d)
        model.add_objective((algebra.loss(model, d) - kept).sum("w"))
        self._problem, self._solver = problem, _direct(model, None)
        labels, order = (
            model.matrices.vlabels,
            {
                "stock": "wit",
                "unmet": "wjt",
                "switch": "wjt",
                "buy": "ikt",
                "support": "p",
                "ready": "s",
            },
        )
        self._at = {
            n: _position(labels, model.variables[n].labels.transpose(*dims))
            for n, dims in order.items()
        }
        self._rows = _position(
            model.matrices.clabels, model.constraints["served"].labels.transpose("w", "e", "t")
        )
        self._worth = d.worth.values.ravel()
        self._member = d.tier_end.values
        self._demand = np.array([tier.demand_t_per_quarter for tier in problem.tiers])[:, None]
        self._switch = (
            np.minimum(1.0, (np.arange(problem.quarters) + 1) / 4) * problem.substitution_share
        )

    def _bound(self, name: str, low: Floats, high: Floats) -> None:
        at = self._at[name]
        self._solver.changeColsBounds(
            len(at), at, np.ascontiguousarray(low.ravel()), np.ascontiguousarray(high.ravel())
        )

    def fix(self, decision: Decision) -> None:
        """Set the first stage to what was decided."""
        for name, amount in first_stage(self._problem, decision).items():
            self._bound(name, amount, amount)

    def at(self, shortage_t: Floats) -> tuple[float, float]:
        """USD lost or spent in the second stage at a shortage, tier x quarter, and USD of stock left at the end."""
        room = np.maximum(self._demand, shortage_t) if self._problem.rationing else shortage_t
        switch = np.minimum(self._demand * self._switch, room)
        for name, upper in (("unmet", room), ("switch", switch)):
            self._bound(name, np.zeros_like(upper), upper)
        needed = (self._member.T @ shortage_t).ravel()
        for row, amount in zip(self._rows, needed, strict=True):
            self._solver.changeRowBounds(int(row), float(amount), float("inf"))
        self._solver.run()
        stock = np.asarray(self._solver.getSolution().col_value)[self._at["stock"]]
        worth = float(self._worth @ stock)
        kept = self._problem.risk.money * worth
        return float(self._solver.getInfo().objective_function_value) + kept, worth


def _position(labels: Any, wanted: Any) -> Any:
    flat = np.asarray(wanted).ravel()
    order = np.argsort(labels)
    return order[np.searchsorted(labels, flat, sorter=order)].astype(np.int32)


@contextmanager
def _silence() -> Generator[None]:
    """Keep the solver's banner, printed by C code, out of standard output, which may be JSON."""
    kept, null = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(null)


def _direct(model: Any, seconds: float | None) -> Any:
    """The model handed to HiGHS, silent."""
    import highspy

    matrices = model.matrices
    with _silence():
        made = highspy.Highs()
        made.silent()
    program = highspy.HighsLp()
    made.setOptionValue("threads", 2)
    if seconds is not None:
        made.setOptionValue("time_limit", float(seconds))
    body = matrices.A.tocsr()
    program.num_col_, program.num_row_ = len(matrices.lb), len(matrices.b)
    program.col_cost_, program.col_lower_, program.col_upper_ = matrices.c, matrices.lb, matrices.ub
    sense = np.asarray([str(s)[0] for s in matrices.sense])
    program.row_lower_ = np.where(sense == "<", -np.inf, matrices.b)
    program.row_upper_ = np.where(sense == ">", np.inf, matrices.b)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_, program.a_matrix_.index_ = body.indptr, body.indices
    program.a_matrix_.value_ = body.data
    made.passModel(program)
    return made
