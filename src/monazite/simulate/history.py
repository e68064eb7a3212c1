"""A world that a control has already shaped: weeks run before the day asked about (§S12)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monazite.simulate.record import frozen

if TYPE_CHECKING:
    from monazite.shock.types import Scenario
    from monazite.simulate.types import Ensemble, Trajectory

_BY_WEEK = ("unmet", "spot", "contract", "home", "exports")
_BASELINE_BY_WEEK = (
    "activity stock_t afloat_t shipped_t ordered_t unmet_t wanted_t spot contract home exports"
).split()


def begun(scenario: Scenario, longest_weeks: int) -> Scenario:
    """The scenario started when its first control began, at most so many weeks before the day asked about.

    Shocks, projects and releases keep their days; the run gains the weeks before and counts from its own start.

    Spec: §S12.
    """
    onsets = [shock.curve.onset_week for shock in scenario.shocks]
    weeks = min(longest_weeks, max(0, -min(onsets, default=0)))
    if not weeks:
        return scenario
    shocks = tuple(
        replace(
            shock,
            curve=replace(
                shock.curve,
                onset_week=shock.curve.onset_week + weeks,
                end_week=None if shock.curve.end_week is None else shock.curve.end_week + weeks,
            ),
        )
        for shock in scenario.shocks
    )
    return replace(
        scenario,
        shocks=shocks,
        projects=tuple(replace(p, start_week=p.start_week + weeks) for p in scenario.projects),
        releases=tuple(replace(r, start_week=r.start_week + weeks) for r in scenario.releases),
        horizon_weeks=scenario.horizon_weeks + weeks,
        history_weeks=scenario.history_weeks + weeks,
    )


def since(ensemble: Ensemble, weeks: int) -> Ensemble:
    """The ensemble told from the week asked about: what came before has shaped stocks and prices, and is left out.

    Prices stay relative to the base year. Results by use node keep counting from the run's own start.

    Spec: §S12.
    """
    if not weeks:
        return ensemble
    told = replace(ensemble.record, horizon_weeks=ensemble.record.horizon_weeks - weeks)
    return replace(
        ensemble,
        record=told,
        baseline=_since(ensemble.baseline, weeks),
        **{name: getattr(ensemble, name)[:, weeks:] for name in _BY_WEEK},
    )


def _since(path: Trajectory, weeks: int) -> Trajectory:
    record = replace(path.record, horizon_weeks=path.record.horizon_weeks - weeks)
    later = {name: frozen(getattr(path, name)[weeks:]) for name in _BASELINE_BY_WEEK}
    return replace(path, record=record, **later)
