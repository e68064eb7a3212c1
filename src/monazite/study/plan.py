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
from monazite.respond.problem import FORMS, Decision, Item, Limit, Problem, Risk, Tier
from monazite.study import announcement, ask, example, plan_levers
from monazite.study import plan_inputs as inputs
from monazite.study import plan_parts as minerals
from monazite.study.facade import Study
from monazite.study.plan_parts import RARE_EARTHS, Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from monazite.respond.solver import Progress

    Floats = NDArray[np.float64]

LATEST = date(2026, 11, 23)  # last day the shipped law was reviewed


@dataclass(frozen=True)
class Asked:
    """What a plan is asked for: a study whose case holds, a budget, further minerals, forms and limits."""

    study: Study
    budget_usd: float
    case: str = "with"
    minerals: tuple[str, ...] = ()
    forms: tuple[str, ...] = FORMS
    statutes: tuple[str, ...] = ()
    yearly: tuple[float, ...] = ()
    least_weeks: float = 0.0
    keep: int = planning.KEEP
    seconds: float | None = None

    @cached_property
    def _found(self) -> tuple[tuple[Part, ...], tuple[str, ...]]:
        return minerals.parts(self.study, self.case, self.minerals)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The minerals the plan covers."""
        return self._found[0]

    @property
    def notes(self) -> tuple[str, ...]:
        """Minerals asked for that no plan is needed for, and why."""
        return self._found[1]

    @cached_property
    def fresh_t(self) -> Floats:
        """Shortages of as many scenarios from another seed."""
        return minerals.shortages(self.parts, fresh=True)

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


def problem(asked: Asked) -> Problem:
    """Items, tiers, levers and limits of the reference data around the ensembles of all minerals."""
    every, importer = asked.parts, asked.study.importer
    quarters, runs = every[0].quarters, every[0].ensemble.runs
    items = tuple(i for part in every for i in part.items if i.form in asked.forms)
    tiers = tuple(tier for part in every for tier in part.tiers)
    if not tiers:
        raise DataError(
            "E714",
            f"no use in {importer} runs short in any scenario",
            where=", ".join(part.mineral for part in every),
            why="There is nothing a plan could lower",
            way_out="Ask for another country with --for, another mineral, or more runs",
        )
    limits = [planning.budget(asked.budget_usd)]
    limits += [
        planning.budget(usd, name=f"budget of year {y + 1}", years=(y,))
        for y, usd in enumerate(asked.yearly)
    ]
    limits += inputs.statutes(asked.statutes, importer)
    if asked.least_weeks > 0:
        limits += _cover(items, tiers, asked.least_weeks)
    chain = next((part.network for part in every if part.mineral == RARE_EARTHS), None)
    nothing = (0.0,) * quarters
    metal, magnet = inputs.spare_plants(chain, importer, quarters) if chain else (nothing, nothing)
    return Problem(
        items,
        tiers,
        plan_levers.levers(every, begins=_begins(asked.study)),
        tuple(source for part in every for source in plan_levers.sources(part)),
        tuple(limits),
        minerals.shortages(every),
        np.full(runs, 1.0 / runs),
        inputs.recipes(chain) if chain else {},
        metal,
        magnet,
        tuple(q // 4 for q in range(quarters)),
        substitution_share=inputs.SUBSTITUTION,
        risk=Risk(scale=2.0),  # money + mean + CVaR: what plans are judged by
    )


def _begins(study: Study) -> float:
    """The day the scenarios begin, as a year."""
    return study.as_of.on.year + (study.as_of.on.timetuple().tm_yday - 1) / 365.25


def _cover(items: Sequence[Item], tiers: Sequence[Tier], weeks: float) -> list[Limit]:
    found: list[Limit] = []
    for end in dict.fromkeys(tier.end for tier in tiers):
        names = {i.name: 1.0 for i in items if i.end == end}
        use = sum(t.demand_t_per_quarter for t in tiers if t.end == end)
        if names:
            found.append(
                Limit(
                    f"{weeks:g} weeks of {end}",
                    "tonnes",
                    weeks / minerals.WEEKS * use,
                    names,
                    at_least=True,
                )
            )
    return found


def plan(asked: Asked, *, progress: Progress | None = None, compare: bool = True) -> planning.Plan:
    """The plan, judged on fresh scenarios against rules of thumb with the same money."""
    problem = asked.problem
    if not compare:
        return planning.plan(problem, keep=asked.keep, seconds=asked.seconds, progress=progress)
    weights = plan_levers.rule_weights(asked.parts, problem)

    def rules(usd: float) -> Mapping[str, Decision]:
        return planning.thumbs(problem, usd, weights)

    return planning.plan(
        problem,
        keep=asked.keep,
        seconds=asked.seconds,
        progress=progress,
        trial=planning.Trial(asked.fresh_t, rules, asked.budget_usd),
    )


def wrong_form(
    asked: Asked, found: planning.Plan, *, progress: Progress | None = None
) -> tuple[float, planning.Plan]:
    """What the same budget in oxide only costs against free choice of form, USD of the objective, and that plan."""
    limited = planning.only_forms(asked.problem, ("oxide", "refined"))
    other = planning.plan(limited, keep=asked.keep, seconds=asked.seconds, progress=progress)
    return other.objective - found.objective, other


def weights(found: planning.Plan) -> Mapping[str, float]:
    """Spending by part, largest first."""
    return dict(sorted(found.spending.items(), key=lambda pair: -pair[1]))
