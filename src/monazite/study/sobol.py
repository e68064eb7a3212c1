"""Global sensitivity of any answer of the engine to any assumption, by Sobol indices (§M38).

The design and the estimates are SALib's; the runs are the engine's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import MissingExtra, ScenarioError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from monazite.simulate import Ensemble
    from monazite.study.scenarios import Prepared

    Floats = NDArray[np.float64]

POINTS = 64  # base points of the design; a power of two. The runs are points x (assumptions that vary + 2)
_PRICES = ("spot", "contract", "home", "exports")
_EDGE = 1e-9  # a log-normal assumption has no value at probability 0 or 1


@dataclass(frozen=True, slots=True)
class Index:
    """How far one assumption moves an answer.

    Attributes:
        first: Share of the answer's variance that goes when this assumption alone is known.
        total: Share that stays when all others are known: alone and together with others.
        first_half_width: Half of the 95 % interval of `first`; `total_half_width` of `total`.
    """

    assumption: str
    first: float
    first_half_width: float
    total: float
    total_half_width: float


def answer(ensemble: Ensemble, asked: str) -> Floats:
    """One number a run.

    Args:
        ensemble: The runs.
        asked: `unmet` (share of all demand over the horizon), `unmet/KIND/NAME` of a group, or the peak of `spot`,
            `contract` or `home`, or the trough of `exports`, as `spot/dysprosium`.

    Raises:
        ScenarioError: E508 for a group or market the ensemble does not have; E518 for another form.
    """
    kind, _, rest = asked.partition("/")
    if kind == "unmet" and not rest:
        rest = "all/all"
    group, _, name = rest.partition("/")
    if kind == "unmet" and name:
        at = ensemble.group(group, name)
        return ensemble.unmet[:, :, at].mean(axis=1, dtype=np.float64)
    if kind in _PRICES and rest:
        paths = getattr(ensemble, kind)[:, :, ensemble.mineral(rest)].astype(np.float64)
        return paths.min(axis=1) if kind == "exports" else paths.max(axis=1)
    raise ScenarioError(
        "E518",
        f"no run gives {asked!r}",
        way_out="Ask for unmet, unmet/KIND/NAME, spot/MINERAL, contract/MINERAL, home/MINERAL or exports/MINERAL; "
        "groups and markets are in `monazite run --json`",
    )


def indices(
    prepared: Prepared,
    asked: str = "unmet",
    *,
    points: int = POINTS,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Index, ...]:
    """First-order and total Sobol indices of every assumption that varies, the largest total first.

    Raises:
        MissingExtra: E516 without SALib.
        ScenarioError: E504 if the number of points is no power of two; as `answer`.

    Spec: §M38.
    """
    try:
        from SALib.analyze import sobol as estimates
        from SALib.sample import sobol as design
    except ImportError as error:
        raise MissingExtra(
            "E516", "Sobol indices need SALib", way_out="Install monazite[sensitivity]"
        ) from error
    from monazite.shock.parameters import PARAMETERS
    from monazite.shock.sampling import central, quantile
    from monazite.shock.types import Shape
    from monazite.simulate.engine import Drawn, sweep_table

    if points < 2 or points & (points - 1):  # noqa: PLR2004 - one point estimates nothing
        raise ScenarioError(
            "E504", f"{points} base points", why="The design has a power of two of them"
        )
    assumptions = prepared.scenario.assumptions
    free = [
        name
        for name in PARAMETERS
        if assumptions[name].distribution.shape is not Shape.FIXED
        and assumptions[name].distribution.low < assumptions[name].distribution.high
    ]
    problem = {"num_vars": len(free), "names": free, "bounds": [[0.0, 1.0]] * len(free)}
    places = design.sample(problem, points, calc_second_order=False, seed=seed)
    table = np.repeat(central(assumptions), len(places), axis=0)
    for column, name in enumerate(free):
        chances = np.clip(places[:, column], _EDGE, 1.0 - _EDGE)
        table[:, PARAMETERS.index(name)] = quantile(assumptions[name].distribution, chances)
    ensemble = sweep_table(
        prepared.network, prepared.scenario, Drawn(table, seed, "saltelli"), progress=progress
    )
    told = answer(ensemble, asked)
    if np.ptp(told) == 0.0:
        return ()
    found = estimates.analyze(problem, told, calc_second_order=False, seed=seed)
    made = [
        Index(name, *(float(found[key][at]) for key in ("S1", "S1_conf", "ST", "ST_conf")))
        for at, name in enumerate(free)
    ]
    return tuple(sorted(made, key=lambda index: (-index.total, index.assumption)))
