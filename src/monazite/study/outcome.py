"""Sections of the brief that stand after the simulation: what breaks, prices, loss, what helps, who gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.brief import prices, shortage
from monazite.brief.model import Chart, Part
from monazite.brief.shortage import Runs
from monazite.study import facts

if TYPE_CHECKING:
    from monazite.simulate import Shortage
    from monazite.study.cases import Case
    from monazite.study.facade import Study

_PANELS, _PRICED = 6, 4
_FOCUS = "focus-mineral"


def runs_of(study: Study, case: Case) -> Runs | None:
    """The ensemble of a case with what its sentences need; None where the law touches nothing."""
    if case.id not in study.scenarios:
        return None
    ensemble, scenario = study.ensembles[case.id], study.scenarios[case.id]
    anchor = shortage.anchor(ensemble, scenario, case.title)
    return Runs(ensemble, scenario, study.importer, study.as_of.on, case.title, anchor)


def _cases(study: Study) -> list[tuple[Case, Runs]]:
    found = [(case, runs_of(study, case)) for case in study.cases]
    return [(case, runs) for case, runs in found if runs is not None]


def parts(study: Study) -> list[Part]:
    """Shortage and prices of every case that the law of the day leaves open or holds."""
    ready = _cases(study)
    if not ready:
        return []
    breaks = [_shortage(study, case, runs) for case, runs in ready]
    moves = [_prices(study, runs) for case, runs in ready if case.holds is not False]
    return [_joined("shortage", breaks, _holds(study)), _joined("prices", moves, "")]


def _holds(study: Study) -> str:
    first = study.cases[0]
    if first.holds is None:
        return "Which case holds cannot be determined on the day; both are computed with the same random numbers."
    said = "with" if first.holds else "without"
    return (
        f"On the day the case {said} the measures holds; the other is shown beside it in one table."
    )


def _joined(section: str, found: list[Part], note: str) -> Part:
    findings = tuple(entry for part in found for entry in part.findings)
    charts = tuple(entry for part in found for entry in part.charts)
    tables = tuple(entry for part in found for entry in part.tables)
    return Part(section, findings, charts, tables, note)


def _bands(runs: Runs, entries: list[Shortage]) -> dict[str, tuple[tuple[float, ...], ...]]:
    """For each mineral: low, median, high by week, and the path without the control."""
    from monazite.simulate import unmet_band

    bands: dict[str, tuple[tuple[float, ...], ...]] = {}
    baseline = runs.ensemble.baseline
    for entry in entries[:_PANELS]:
        band = unmet_band(runs.ensemble, entry.group.kind, entry.group.name)
        position = runs.ensemble.group(entry.group.kind, entry.group.name)
        base = baseline.unmet_t[:, position] / baseline.base_t[position]
        lines = [band[k] for k in (shortage.LOW, shortage.MID, shortage.HIGH)]
        bands[entry.group.name] = tuple(tuple(map(float, line)) for line in [*lines, base])
    return bands


def _stake(study: Study, runs: Runs) -> dict[str, float]:
    """Dollars a week of the importer's use at the published price: the order in which minerals are told."""
    stake: dict[str, float] = {}
    for position, group in enumerate(runs.ensemble.groups):
        if group.kind == _FOCUS:
            price = facts.price(group.name, study.as_of.known_at)
            stake[group.name] = float(runs.ensemble.base_t[position]) * (
                price.number if price else 0.0
            )
    return stake


def _shortage(study: Study, case: Case, runs: Runs) -> Part:
    from monazite.simulate import shortages

    stake = _stake(study, runs)
    focus = sorted(shortages(runs.ensemble, _FOCUS), key=lambda entry: -stake[entry.group.name])
    if not focus:
        return Part("shortage", note=f"The network has no users of {study.importer} of its own.")
    worst = shortage.worst(focus)
    rows = shortage.table(
        runs, worst or focus[:3], f"{case.title}: shortage by mineral, {study.importer}", "mineral"
    )
    charts: tuple[Chart, ...] = ()
    if worst:
        charts = (shortage.fan(runs, _bands(runs, worst), rows),)
    regions = shortage.worst(shortages(runs.ensemble, "region"))
    uses = shortage.worst(shortages(runs.ensemble, "focus-use"))
    tables = [] if charts else [rows]
    if uses:
        tables.append(
            shortage.table(runs, uses, f"{case.title}: shortage by use, {study.importer}", "use")
        )
    if regions:
        tables.append(shortage.table(runs, regions, f"{case.title}: shortage by region", "region"))
    if case.holds is False:  # told by its tables; the case that holds has the sentences
        return Part("shortage", (), (), (rows,))
    findings = shortage.findings(runs, focus) or (shortage.nothing_short(runs, focus),)
    return Part("shortage", findings, charts, tuple(tables))


def _prices(study: Study, runs: Runs) -> Part:
    from monazite.simulate import price_band

    minerals = sorted(runs.ensemble.minerals)
    spot = {name: price_band(runs.ensemble, name).tolist() for name in minerals}
    stake = _stake(study, runs)
    moving = [name for name in minerals if max(spot[name][shortage.MID]) > prices.MOVES]
    order = sorted(moving, key=lambda name: -stake.get(name, 0.0))[:_PRICED]
    spot = {name: spot[name] for name in order}
    home = {name: price_band(runs.ensemble, name, which="home").tolist() for name in order}
    base = {name: figure for name in order if (figure := facts.price(name, study.as_of.known_at))}
    findings = prices.findings(runs, spot, home, base)
    if not findings:
        return Part("prices")
    rows = prices.table(runs, spot, home, base)
    return Part("prices", findings, (prices.fan(runs, spot, home, rows),))
