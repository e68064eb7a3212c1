"""Samples of assumptions: Latin hypercube and Sobol, pure given a seed (§S7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np

from monazite.errors import ScenarioError
from monazite.shock.parameters import PARAMETERS
from monazite.shock.types import Assumption, Distribution, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# 95 % point of the standard normal: the distance from the median to the bounds of a log-normal assumption
_Z95 = 1.6448536269514722


def quantile(distribution: Distribution, u: Floats) -> Floats:
    """Values of a distribution at probabilities `u` (§S3).

    A log-normal with unequal arms has its own spread on each side of the median, so that all three points hold.

    >>> float(quantile(Distribution(Shape.UNIFORM, 2.0, 3.0, 4.0), np.array([0.25]))[0])
    2.5
    """
    low, mid, high = distribution.low, distribution.mid, distribution.high
    if distribution.shape is Shape.FIXED or low == high:
        return np.full_like(u, mid)
    if distribution.shape is Shape.UNIFORM:
        return low + (high - low) * u
    if distribution.shape is Shape.LOGUNIFORM:
        return low * np.exp(u * np.log(high / low))
    if distribution.shape is Shape.TRIANGULAR:
        turn = (mid - low) / (high - low)
        rising = low + np.sqrt(u * (high - low) * (mid - low))
        falling = high - np.sqrt((1.0 - u) * (high - low) * (high - mid))
        return np.where(u < turn, rising, falling)
    from scipy.special import ndtri

    z = ndtri(np.clip(u, 1e-12, 1.0 - 1e-12))
    arm = np.where(z < 0.0, np.log(mid / low), np.log(high / mid))
    return mid * np.exp(arm * z / _Z95)


def uniforms(dims: int, runs: int, seed: int, design: Literal["lhs", "sobol"] = "lhs") -> Floats:
    """A design of `runs` points in the unit cube of `dims` dimensions (§S7).

    The Latin hypercube is that of `scipy.stats.qmc` bit for bit (tested): four lines, where loading `scipy.stats` would
    take longer than a thousand runs; and no edition of it can change our samples.
    """
    rng = np.random.default_rng(seed)
    if design == "sobol":
        from scipy.stats import qmc

        sampler = qmc.Sobol(dims, scramble=True, seed=rng)
        return sampler.random_base2(max(0, int(np.ceil(np.log2(max(runs, 1))))))[:runs]
    (rng,) = rng.spawn(1)  # as scipy does
    within = rng.uniform(size=(runs, dims))
    strata = np.tile(np.arange(1, runs + 1), (dims, 1))
    for row in strata:
        rng.shuffle(row)
    return (strata.T - within) / runs


def draw(
    assumptions: Mapping[str, Assumption],
    *,
    runs: int,
    seed: int,
    design: Literal["lhs", "sobol"] = "lhs",
) -> Floats:
    """A table of parameter values, one row a run, columns as `shock.PARAMETERS` (§S7).

    The column of an assumption depends on its place among the parameters and on the seed, never on its range:
    two policies under one seed share their random numbers.

    Raises:
        ScenarioError: E504 if an assumption is missing or unknown, or `runs` is below 1.
    """
    if runs < 1:
        raise ScenarioError(
            "E504",
            f"{runs} runs were asked for; runs must be at least 1",
            why="A run is one draw of the assumptions; without one there is nothing to simulate",
            way_out="Ask for 1 or more runs; 1000 is the default",
        )
    missing = [name for name in PARAMETERS if name not in assumptions]
    unknown = sorted(set(assumptions) - set(PARAMETERS))
    if missing or unknown:
        raise ScenarioError(
            "E504",
            f"the assumptions do not fit the engine: missing {missing}, unknown {unknown}",
            why="Every parameter of the engine is an assumption with a range, a source and a reason",
            way_out="Take the defaults of `shock/assumptions` and change those you mean",
        )
    u = uniforms(len(PARAMETERS), runs, seed, design)
    columns = [
        quantile(assumptions[name].distribution, u[:, k]) for k, name in enumerate(PARAMETERS)
    ]
    return np.ascontiguousarray(np.stack(columns, axis=1))


def central(assumptions: Mapping[str, Assumption]) -> Floats:
    """One row with every assumption at its central value."""
    draw(assumptions, runs=1, seed=0)  # the same checks
    return np.array([[assumptions[name].distribution.mid for name in PARAMETERS]])
