"""Wiring of the plan: law and network to an ensemble of shortages, tables to items and levers (§O40)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from monazite import catalog
from monazite.codes import country, search_mineral
from monazite.dates import AsOf
from monazite.errors import DataError
from monazite.respond import plan as planning
from monazite.respond.problem import Decision, Limit, Problem, Risk, Tier
from monazite.study import announcement, ask, example
from monazite.study import plan_inputs as inputs
from monazite.study.facade import Study

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from monazite.respond.solver import Progress
    from monazite.simulate import Ensemble

    Floats = NDArray[np.float64]

WEEKS = 13
LATEST = date(2026, 11, 23)  # last day the shipped law was reviewed
FRESH_SEED = 7919  # added to the seed for scenarios the plan has not seen


@dataclass(frozen=True)
class Asked:
    """What a plan is asked for: a study whose case holds, a budget, forms and limits."""

    study: Study
    budget_usd: float
    case: str = "with"
    forms: tuple[str, ...] = ("oxide", "metal", "magnet")
    statutes: tuple[str, ...] = ()
    yearly: tuple[float, ...] = ()
    least_weeks: float = 0.0
    keep: int = planning.KEEP
    seconds: float | None = None

    @cached_property
    def ensemble(self) -> Ensemble:
        """The scenarios the plan is made on."""
        return self.study.ensembles[self.case]

    @cached_property
    def fresh(self) -> Ensemble:
        """As many scenarios from another seed."""
        from monazite import simulate

        study = self.study
        return simulate.sweep(
            study.network, study.scenarios[self.case], runs=study.runs, seed=study.seed + FRESH_SEED
        )

    @cached_property
    def problem(self) -> Problem:
        """The plan's problem."""
        return problem(self)


def study_of(scenario: str, as_of: AsOf | None, importer: str, drawn: tuple[int, int]) -> Study:
    """The study a scenario names: an announcement in a file, a shipped example on its day, or a mineral.

    Args:
        scenario: A path, the id of a shipped example, or a mineral.
        as_of: The two clocks; the day of the example, or of the announcement, by default.
        importer: Country that plans.
        drawn: Runs and seed.

    Raises:
        DataError: E712 if the budget's scenario names neither a file, an example nor a mineral.
    """
    runs, seed = drawn
    path = Path(scenario)
    if path.is_file():
        day = as_of or AsOf(LATEST, LATEST)
        return announcement(
            path.read_bytes(), name=path.name, as_of=day, importer=importer, runs=runs, seed=seed
        )
    if scenario in _examples():
        found = example(scenario, runs=runs, seed=seed)
        return replace(found, as_of=as_of or found.as_of, importer=country(importer, where="--for"))
    if search_mineral(scenario):
        day = as_of or AsOf(LATEST, LATEST)
        return ask(
            scenario, on=day.on, known_at=day.known_at, importer=importer, runs=runs, seed=seed
        )
    raise DataError(
        "E712",
        f"no scenario {scenario!r}",
        why="It is neither a file, nor an example, nor a mineral",
        way_out="Give an announcement as a file, a mineral, or one of: " + ", ".join(_examples()),
    )


def _examples() -> tuple[str, ...]:
    return tuple(
        where.split("/")[-1].removesuffix(".yaml") for where, _ in catalog.documents("examples")
    )


def shortage(ensemble: Ensemble, tiers: Sequence[Tier]) -> Floats:
    """Tonnes of each tier unmet by quarter if nothing is done, scenario x tier x quarter."""
    weeks = ensemble.unmet.shape[1] // WEEKS * WEEKS
    found = np.empty((ensemble.runs, len(tiers), weeks // WEEKS))
    for k, tier in enumerate(tiers):
        position = ensemble.group("focus-node", f"{tier.end}/{tier.use}")
        share = ensemble.unmet[:, :weeks, position].astype(np.float64)
        found[:, k] = share.reshape(ensemble.runs, -1, WEEKS).sum(axis=2) * float(
            ensemble.base_t[position]
        )
    return found


def problem(asked: Asked) -> Problem:
    """Items, tiers, levers and limits of the reference data around an ensemble."""
    ensemble, network = asked.ensemble, asked.study.network
    quarters = ensemble.unmet.shape[1] // WEEKS
    items = tuple(i for i in inputs.items(network, ensemble, quarters) if i.form in asked.forms)
    ends = {i.end for i in inputs.items(network, ensemble, quarters)} - {""}
    tiers = tuple(t for t in inputs.tiers(ensemble, asked.study.importer) if t.end in ends)
    paths = shortage(ensemble, tiers)
    year_of = tuple(q // 4 for q in range(quarters))
    limits = [planning.budget(asked.budget_usd)]
    limits += [
        planning.budget(usd, name=f"budget of year {y + 1}", years=(y,))
        for y, usd in enumerate(asked.yearly)
    ]
    limits += inputs.statutes(asked.statutes, asked.study.importer)
    if asked.least_weeks > 0:
        limits += _cover(items, tiers, asked.least_weeks)
    metal, magnet = inputs.spare_plants(network, asked.study.importer, quarters)
    return Problem(
        items,
        tiers,
        inputs.levers(network, asked.study.importer, quarters),
        inputs.sources(network, tiers, items, quarters),
        tuple(limits),
        paths,
        np.full(ensemble.runs, 1.0 / ensemble.runs),
        inputs.recipes(network),
        metal,
        magnet,
        year_of,
        substitution_share=inputs.SUBSTITUTION,
        risk=Risk(scale=2.0),  # money + mean + CVaR: what plans are judged by
    )


def _cover(items: Sequence[object], tiers: Sequence[Tier], weeks: float) -> list[Limit]:
    from monazite.respond.problem import Item

    found: list[Limit] = []
    for end in dict.fromkeys(tier.end for tier in tiers):
        names = {i.name: 1.0 for i in items if isinstance(i, Item) and i.end == end}
        use = sum(t.demand_t_per_quarter for t in tiers if t.end == end)
        if names:
            found.append(
                Limit(
                    f"{weeks:g} weeks of {end}", "tonnes", weeks / WEEKS * use, names, at_least=True
                )
            )
    return found


def plan(asked: Asked, *, progress: Progress | None = None, compare: bool = True) -> planning.Plan:
    """The plan, judged on fresh scenarios against rules of thumb with the same money."""
    problem = asked.problem
    if not compare:
        return planning.plan(problem, keep=asked.keep, seconds=asked.seconds, progress=progress)
    others: dict[str, Decision] = planning.thumbs(
        problem, asked.budget_usd, inputs.rule_weights(asked.study.network, problem)
    )
    return planning.plan(
        problem,
        keep=asked.keep,
        seconds=asked.seconds,
        progress=progress,
        fresh_t=shortage(asked.fresh, problem.tiers),
        compare=others,
    )


def wrong_form(
    asked: Asked, found: planning.Plan, *, progress: Progress | None = None
) -> tuple[float, planning.Plan]:
    """What the same budget in oxide only costs against free choice of form, USD of the objective, and that plan."""
    oxide = replace(asked, forms=("oxide",))
    limited = planning.only_forms(asked.problem, ("oxide",))
    other = planning.plan(limited, keep=oxide.keep, seconds=asked.seconds, progress=progress)
    return other.objective - found.objective, other


def weights(found: planning.Plan) -> Mapping[str, float]:
    """Spending by part, largest first."""
    return dict(sorted(found.spending.items(), key=lambda pair: -pair[1]))
