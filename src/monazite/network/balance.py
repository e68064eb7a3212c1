"""Reconcile data that fight each other: constrained weighted least squares (§N30 to §N35).

    minimise    sum ((a_i x - d_i) / s_i)^2   over data and priors i
    subject to  C x = b,  x >= 0

A quadratic programme, solved by Clarabel; the uncertainty of the result is the inverse of the optimality system on
the flows that are not held at zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from monazite.errors import BalanceError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csc_matrix

    from monazite.network.types import Floats

_ZERO = 1e-7  # of its prior spread: below this a flow is held at zero
PRIOR = "the tables before balancing"
_LOUD = 2.0  # standardised residual from which a datum is said to be in conflict


@dataclass(frozen=True, slots=True)
class Datum:
    """One statement about a sum of unknowns: `terms` weighs unknowns by position."""

    id: str
    label: str
    terms: Mapping[int, float]
    value: float
    sd: float


@dataclass(frozen=True, slots=True)
class Residual:
    """What became of a datum.

    Attributes:
        adjusted: Value after balancing, with `adjusted_sd`.
        standardised: Residual in standard errors of the residual; nan where the datum alone fixes its value.
        against: Ids of the data that pull the other way, strongest first; `PRIOR` where only the first values do.
    """

    datum: Datum
    adjusted: float
    adjusted_sd: float
    standardised: float
    against: tuple[str, ...]

    @property
    def in_conflict(self) -> bool:
        """Whether the datum lies more than two standard errors from what the others say."""
        return abs(self.standardised) > _LOUD


@dataclass(frozen=True, slots=True, eq=False)
class Adjustment:
    """Balanced unknowns, their standard errors, and every residual."""

    value: Floats
    sd: Floats
    held_at_zero: NDArray[np.bool_]
    residuals: tuple[Residual, ...]

    @property
    def conflicts(self) -> tuple[Residual, ...]:
        """Data in conflict with the rest, loudest first."""
        loud = [r for r in self.residuals if r.in_conflict]
        return tuple(sorted(loud, key=lambda r: -abs(r.standardised)))


def balance(
    prior: Floats,
    prior_sd: Floats,
    constraints: Sequence[tuple[Mapping[int, float], float]],
    data: Sequence[Datum],
) -> Adjustment:
    """Unknowns closest to priors and data, in units of their errors, that meet every constraint and are not negative.

    Args:
        prior: First value of each unknown.
        prior_sd: Its standard error, above zero.
        constraints: Linear equations as (weights by position, right-hand side).
        data: Statements about sums of unknowns.

    Raises:
        BalanceError: E406 if no unknowns meet the constraints.

    Spec: §N30, §N31.

    >>> import numpy as np
    >>> out = balance(np.array([10.0, 4.0]), np.array([1.0, 1.0]), [({0: 1.0, 1: -1.0}, 0.0)], [])
    >>> out.value.round(9).tolist(), out.sd.round(6).tolist()
    ([7.0, 7.0], [0.707107, 0.707107])
    """
    from scipy.sparse import csc_matrix, diags

    spread = np.asarray(prior_sd, dtype=np.float64)
    rows = csc_matrix(_rows([datum.terms for datum in data], len(prior)) @ diags(spread))
    sd = np.array([datum.sd for datum in data])
    weighted = diags(1.0 / sd) @ rows if len(data) else csc_matrix((0, len(prior)))
    target = np.array([datum.value for datum in data]) / sd if len(data) else np.zeros(0)
    hessian = csc_matrix(diags(np.ones(len(prior))) + weighted.T @ weighted)
    pull = prior / spread + weighted.T @ target
    equal = _rows([terms for terms, _ in constraints], len(prior)) @ diags(spread)
    scale = np.maximum(np.sqrt(np.asarray(equal.multiply(equal).sum(axis=1)).ravel()), 1e-300)
    equal = csc_matrix(diags(1.0 / scale) @ equal)
    right = np.array([value for _, value in constraints]) / scale
    solved = _programme(hessian, pull, equal, right)
    held = solved < _ZERO
    exact, covariance = _polish(hessian, pull, equal, right, held)
    while np.any(exact < 0.0):  # the solver left a flow a hair above zero that belongs at zero
        held |= exact < 0.0
        exact, covariance = _polish(hessian, pull, equal, right, held)
    value = np.where(held, 0.0, exact * spread)
    residuals = _residuals(data, rows, value / spread, covariance, sd)
    return Adjustment(
        value, np.sqrt(np.maximum(np.diag(covariance), 0.0)) * spread, held, residuals
    )


def _rows(terms: Sequence[Mapping[int, float]], count: int) -> csc_matrix:
    from scipy.sparse import csc_matrix

    at = [(row, col, weight) for row, line in enumerate(terms) for col, weight in line.items()]
    if not at:
        return csc_matrix((len(terms), count))
    row, col, weight = zip(*at, strict=True)
    return csc_matrix((weight, (row, col)), shape=(len(terms), count))


def _programme(hessian: csc_matrix, pull: Floats, equal: csc_matrix, right: Floats) -> Floats:
    import clarabel
    from scipy.sparse import csc_matrix, identity, triu, vstack

    solver: Any = clarabel  # the wheel has no type stubs

    count = hessian.shape[0]
    settings = solver.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    cones = [solver.ZeroConeT(equal.shape[0]), solver.NonnegativeConeT(count)]
    system = csc_matrix(vstack([equal, -identity(count)], format="csc"))
    bound = np.concatenate([right, np.zeros(count)])
    upper = csc_matrix(triu(hessian, format="csc"))
    out = solver.DefaultSolver(upper, -pull, system, bound, cones, settings).solve()
    if str(out.status) not in {"Solved", "AlmostSolved"}:
        raise BalanceError(
            "E406",
            f"no flows meet all balances: the solver says {out.status}",
            why="Constraints contradict each other, or force a flow below zero",
            way_out="Look for a node with inputs and no way out, or a total that no source can meet",
        )
    return np.asarray(out.x, dtype=np.float64)


def _polish(
    hessian: csc_matrix, pull: Floats, equal: csc_matrix, right: Floats, held: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Exact optimum and covariance on the unknowns that are free, by the dense optimality system."""
    free = np.flatnonzero(~held)
    inner = np.linalg.inv(hessian[free][:, free].toarray())
    cut = equal[:, free].toarray()
    live = np.abs(cut).sum(axis=1) > 0.0
    cut, right = cut[live], right[live]
    middle = np.linalg.pinv(cut @ inner @ cut.T, hermitian=True, rcond=1e-13)
    gain = inner @ cut.T @ middle
    plain = inner @ pull[free]
    value = plain - gain @ (cut @ plain - right)
    value -= gain @ (cut @ value - right)
    spread = inner - gain @ cut @ inner
    full = np.zeros(len(held))
    full[free] = value
    covariance = np.zeros((len(held), len(held)))
    covariance[np.ix_(free, free)] = spread
    return full, covariance


def _residuals(
    data: Sequence[Datum], rows: csc_matrix, value: Floats, covariance: Floats, sd: Floats
) -> tuple[Residual, ...]:
    if not data:
        return ()
    fitted = rows @ value
    between = rows @ (rows @ covariance).T
    spread = np.diag(between)
    off = np.array([datum.value for datum in data]) - fitted
    room = np.maximum(sd**2 - spread, 0.0)
    alone = room <= 1e-9 * sd**2
    standard = np.where(alone, np.nan, off / np.sqrt(np.where(alone, 1.0, room)))
    # How far datum j moves the fitted value of i: covariance of the two x residual of j in its own precision.
    pulls = between * (off / sd**2)[None, :]
    found: list[Residual] = []
    for i, datum in enumerate(data):
        against = [
            j
            for j in np.argsort(pulls[i] * np.sign(off[i]))[:3]
            if j != i and pulls[i, j] * np.sign(off[i]) < -0.05 * abs(off[i])
        ]
        found.append(
            Residual(
                datum,
                float(fitted[i]),
                float(np.sqrt(max(spread[i], 0.0))),
                float(standard[i]),
                tuple(data[j].id for j in against)
                or ((PRIOR,) if abs(off[i]) > 0.5 * sd[i] else ()),
            )
        )
    return tuple(found)
