"""From a case of the law to a scenario, and from an ensemble to what later steps take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from monazite.provenance import Figure, derive
from monazite.regime import Status
from monazite.shock import LossCurve, Scenario, from_exposure

if TYPE_CHECKING:
    from monazite.simulate import Ensemble
    from monazite.study.cases import Case
    from monazite.study.facade import Study

_WEEK = 7
_LONGEST_HISTORY = 104  # weeks; a control older than that has left its mark on stocks and prices
_YEAR_WEEKS = 52
_FEWEST = 9  # runs below which a third of them says nothing
_LOW, _MID, _HIGH = 0.1, 0.5, 0.9


def _starts(study: Study, measure: str) -> tuple[date, date]:
    """The day a measure first ran or will run, and the day it was announced, as known on the day."""
    days = [
        (layer.on, layer.seen)
        for entry in study.standing.clauses
        if entry.measure.id == measure
        for layer in entry.clause.timeline
        if layer.status is Status.IN_FORCE and layer.seen <= study.as_of.known_at
    ]
    return min(days, default=(study.as_of.on, study.as_of.on))


def _curve(study: Study, measure: str) -> LossCurve:
    """Onset relative to the day asked about; negative for a control that has run for a while.

    A measure of the focus that has run before and is suspended starts again on the day.
    """
    start, seen = _starts(study, measure)
    end = _end(study, measure)
    begun_again = measure in {entry.id for entry in study.linked} and start < study.as_of.on
    if begun_again and not study.cases[0].holds:
        return LossCurve()
    onset = (start - study.as_of.on).days // _WEEK
    notice = max(0, min(onset, (start - max(seen, study.as_of.on)).days // _WEEK))
    last = None if end is None else max(onset, -(-(end - study.as_of.on).days // _WEEK))
    return LossCurve(onset_week=onset, end_week=last, notice_weeks=notice)


def _end(study: Study, measure: str) -> date | None:
    """The day a measure ends where every clause in force has an end, as known on the day: a stop of four months."""
    ends = [
        layer.until
        for entry in study.standing.clauses
        if entry.measure.id == measure and entry.clause.kind.value != "suspension"
        for layer in entry.clause.timeline
        if layer.status is Status.IN_FORCE and layer.seen <= study.as_of.known_at
    ]
    known = [day for day in ends if day is not None]
    return max(known) if known and len(known) == len(ends) and max(known) > study.as_of.on else None


def scenario_of(study: Study, case: Case) -> Scenario:
    """The scenario of a case: one shock for each measure, the shipped assumptions with their ranges."""
    from monazite.simulate import begun
    from monazite.study.assumption_tables import assumptions

    exposed = study.exposures[case.id]
    curves = {
        measure: _curve(study, measure) for measure in {touch.measure for touch in exposed.touches}
    }
    made = from_exposure(exposed, assumptions(), curves=curves, seed=study.seed)
    named = replace(made, id=f"{case.id}-{study.mineral}", title=case.title, focus=study.importer)
    return begun(named, _LONGEST_HISTORY)


def unmet_by_use(ensemble: Ensemble) -> dict[tuple[str, str], tuple[float, float, float]]:
    """Unmet share of a year's demand of the focus country by (mineral or product, use): low, median, high."""
    found: dict[tuple[str, str], tuple[float, float, float]] = {}
    for position, group in enumerate(ensemble.groups):
        if group.kind == "focus-node":
            mineral, use = group.name.rsplit("/", 1)
            year = ensemble.unmet[:, :_YEAR_WEEKS, position].mean(axis=1, dtype=np.float64)
            low, mid, high = np.quantile(year, (_LOW, _MID, _HIGH))
            found[mineral, use] = (float(low), float(mid), float(high))
    return found


def unmet_total(ensemble: Ensemble) -> np.ndarray:
    """Unmet tonnes of the focus country a week, of all minerals, mean over the horizon, by run."""
    positions = [k for k, group in enumerate(ensemble.groups) if group.kind == "focus-mineral"]
    weights = ensemble.base_t[positions]
    return ensemble.unmet[:, :, positions].mean(axis=1, dtype=np.float64) @ weights


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, equal values sharing the mean of theirs.

    >>> ranks(np.array([3.0, 1.0, 3.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2.0)[place]


def sensitivity(study: Study) -> dict[str, Figure]:
    """Spearman rank correlation of each assumption with the focus' unmet demand, strongest first.

    Of the leading case: the law of the day, or the measures in force where that is open.
    """
    from monazite.brief.shortage import anchor

    case = study.leading
    if case is None:
        return {}
    ensemble, scenario = study.ensembles[case.id], study.scenarios[case.id]
    parent = anchor(ensemble, scenario, case.title)
    outcome = ranks(unmet_total(ensemble))
    found: dict[str, Figure] = {}
    for column, name in enumerate(ensemble.names):
        drawn = ensemble.design[:, column]
        if np.ptp(drawn) == 0 or np.ptp(outcome) == 0:
            continue
        rho = float(np.corrcoef(ranks(drawn), outcome)[0, 1])
        found[name] = derive(
            f"sensitivity/{scenario.id}/{name}",
            f"rank correlation of {name} with unmet demand",
            round(rho, 3),
            "",
            formula="Spearman's rank correlation over the runs",
            parents=(parent,),
        )
    return dict(sorted(found.items(), key=lambda item: -abs(item[1].number)))


def thirds(study: Study, mineral: str) -> tuple[str, Figure, Figure] | None:
    """What decides: the strongest assumption, and what a mineral misses where it is lowest and where it is highest.

    Each figure is the median over a third of the runs, with the range of four in five of them.
    """
    from monazite.brief.shortage import anchor

    case = study.leading
    if case is None or not study.sensitivity or study.runs < _FEWEST:
        return None
    name = next(iter(study.sensitivity))
    ensemble, scenario = study.ensembles[case.id], study.scenarios[case.id]
    drawn = ensemble.design[:, ensemble.names.index(name)]
    path = ensemble.unmet[:, :, ensemble.group("focus-mineral", mineral)]
    missed = path.mean(axis=1, dtype=np.float64)
    low, high = np.quantile(drawn, (1 / 3, 2 / 3))
    made: list[Figure] = []
    for word, chosen in (("lowest", drawn <= low), ("highest", drawn >= high)):
        ends = [float(f"{x:.4g}") for x in np.quantile(missed[chosen], (_LOW, _MID, _HIGH))]
        made.append(
            derive(
                f"sensitivity/{scenario.id}/{name}/{mineral}/{word}",
                f"share of demand for {mineral} unmet in the third of runs with the {word} {name}",
                ends[1],
                "share",
                formula="median over that third of the runs; the range holds four of five of them",
                parents=(
                    anchor(ensemble, scenario, case.title),
                    scenario.assumptions[name].figure,
                ),
                low=ends[0],
                high=ends[2],
            )
        )
    return name, made[0], made[1]
