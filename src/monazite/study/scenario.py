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
    begun_again = measure in {entry.id for entry in study.linked} and start < study.as_of.on
    if begun_again and not study.cases[0].holds:
        return LossCurve()
    onset = (start - study.as_of.on).days // _WEEK
    notice = max(0, min(onset, (start - max(seen, study.as_of.on)).days // _WEEK))
    return LossCurve(onset_week=onset, notice_weeks=notice)


def scenario_of(study: Study, case: Case) -> Scenario:
    """The scenario of a case: one shock for each measure, the shipped assumptions with their ranges."""
    from monazite.simulate import begun
    from monazite.study.run import assumptions

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


def sensitivity(study: Study) -> dict[str, Figure]:
    """Spearman rank correlation of each assumption with the focus' unmet demand, strongest first."""
    from scipy.stats import rankdata

    from monazite.brief.shortage import anchor

    case = study.cases[0]
    ensemble, scenario = study.ensembles[case.id], study.scenarios[case.id]
    positions = [k for k, group in enumerate(ensemble.groups) if group.kind == "focus-mineral"]
    weights = ensemble.base_t[positions]
    total = ensemble.unmet[:, :, positions].mean(axis=1, dtype=np.float64) @ weights
    parent = anchor(ensemble, scenario, case.title)
    outcome = rankdata(total)
    found: dict[str, Figure] = {}
    for column, name in enumerate(ensemble.names):
        drawn = ensemble.design[:, column]
        if np.ptp(drawn) == 0 or np.ptp(outcome) == 0:
            continue
        rho = float(np.corrcoef(rankdata(drawn), outcome)[0, 1])
        found[name] = derive(
            f"sensitivity/{scenario.id}/{name}",
            f"rank correlation of {name} with unmet demand",
            round(rho, 3),
            "",
            formula="Spearman's rank correlation over the runs",
            parents=(parent,),
        )
    return dict(sorted(found.items(), key=lambda item: -abs(item[1].number)))
