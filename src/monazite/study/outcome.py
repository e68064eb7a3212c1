"""Sections of the brief that stand after the simulation: what breaks, prices, loss, what helps, who gains."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monazite.brief import law, prices, shortage, words
from monazite.brief.model import Chart, Part
from monazite.brief.shortage import Runs
from monazite.codes import country_name
from monazite.regime import Status
from monazite.study import facts
from monazite.study.cases import focus

if TYPE_CHECKING:
    from monazite.regime import ClauseStanding
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
    ready = sorted(_cases(study), key=lambda pair: pair[0] is not study.leading)
    if not ready:
        return []
    breaks = [_shortage(study, case, runs) for case, runs in ready]
    moves = [_prices(study, runs) for case, runs in ready if case.holds is not False]
    return [_joined("shortage", breaks, _holds(study)), _joined("prices", moves, "")]


def _holds(study: Study) -> str:
    """Which case the law of the day is, clause by clause, and what each line of the section means (§B11)."""
    day = words.day(study.as_of.on)
    entries = [entry for entry in focus(study.standing, study.linked) if entry.clause.timeline]
    first = study.cases[0]
    if first.holds is None:
        which = f"Which of the two cases holds on {day} cannot be determined; both are told."
    elif not first.holds:
        said = words.listing(sorted({law.said(entry.status) for entry in entries}))
        which = f"On {day} the measures are {said}: the case with the measures suspended is the law of the day."
    elif all(entry.status is Status.IN_FORCE for entry in entries):
        which = f"On {day} the measures are in force: that case is the law of the day."
    else:
        which = _announced(entries, day)
    others = _others(study)
    rest = f"leaves {others} in place" if others else "leaves no other control on these flows"
    if (
        study.asked and study.document is not None
    ):  # a further mineral of the act: the rest is told once
        return f"For {study.mineral.replace('-', ' ')} the case with the measures suspended {rest}."
    return (
        f"{which} The case with the measures suspended {rest}; the dashed line is a world with no control at all. "
        f"Both cases use the same {study.runs:,} draws."
    )


def _announced(entries: list[ClauseStanding], day: str) -> str:
    waiting = [entry for entry in entries if entry.status is Status.ANNOUNCED]
    starts = sorted({entry.until for entry in waiting if entry.until})
    when = f", from {words.day(starts[-1])} at the latest" if starts else ""
    begun = sum(entry.status is Status.IN_FORCE for entry in entries)
    some = f"{begun} of {len(entries)} clauses are in force and " if begun else ""
    return (
        f"On {day} {some}{len(waiting)} {'clause is' if len(waiting) == 1 else 'clauses are'} announced only: the case "
        f"with the measures in force is what the announced law says will hold{when}."
    )


def _others(study: Study) -> str:
    """Other controls that stay on the network where these measures are suspended."""
    exposed = study.exposures["without"]
    names = {touch.measure for touch in exposed.touches}
    found = {entry.measure.id: entry.measure for entry in study.standing.clauses}
    return words.listing([law.name(found[key]) for key in sorted(names) if key in found])


def _joined(section: str, found: list[Part], note: str) -> Part:
    findings = tuple(entry for part in found for entry in part.findings)
    charts = tuple(entry for part in found for entry in part.charts)
    tables = tuple(entry for part in found for entry in part.tables)
    return Part(section, findings, charts, tables, note)


def _bands(runs: Runs, entries: list[Shortage]) -> dict[str, tuple[tuple[float, ...], ...]]:
    """For each mineral: low, median, high by week, and the path with no control at all."""
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


def by_stake(study: Study, runs: Runs) -> list[Shortage]:
    """Shortage by mineral of the importer, the most dollars at stake first."""
    from monazite.simulate import shortages

    stake = _stake(study, runs)
    return sorted(shortages(runs.ensemble, _FOCUS), key=lambda entry: -stake[entry.group.name])


def _shortage(study: Study, case: Case, runs: Runs) -> Part:
    from monazite.simulate import shortages

    focus = by_stake(study, runs)
    if not focus:
        return Part("shortage", note=f"The network has no users of {study.importer} of its own.")
    worst = shortage.worst(focus)
    rows = shortage.table(
        runs,
        worst or focus[:3],
        f"{case.title}: shortage by mineral, {country_name(study.importer)}",
        "mineral",
    )
    charts: tuple[Chart, ...] = ()
    if worst:
        charts = (shortage.fan(runs, _bands(runs, worst), rows),)
    regions = shortage.worst(shortages(runs.ensemble, "region"))
    uses = shortage.worst(shortages(runs.ensemble, "focus-use"))
    tables = [] if charts else [rows]
    if uses:
        tables.append(
            shortage.table(
                runs, uses, f"{case.title}: shortage by use, {country_name(study.importer)}", "use"
            )
        )
    if regions:
        tables.append(shortage.table(runs, regions, f"{case.title}: shortage by region", "region"))
    if case.holds is False:  # told by its tables; the case that holds has the sentences
        return Part("shortage", (), (), (rows,))
    findings = shortage.findings(runs, focus) or (shortage.nothing_short(runs, focus),)
    return Part("shortage", findings, charts, tuple(tables))


def _before(study: Study, runs: Runs) -> int:
    """The last whole year before the first control of the case: what its price ratios are relative to."""
    first = study.as_of.on - timedelta(weeks=runs.scenario.history_weeks)
    onsets = [shock.curve.onset_week for shock in runs.scenario.shocks]
    return (first + timedelta(weeks=min([0, *onsets]))).year - 1


def _prices(study: Study, runs: Runs) -> Part:
    from monazite.simulate import price_band

    minerals = sorted(runs.ensemble.minerals)
    spot = {name: price_band(runs.ensemble, name).tolist() for name in minerals}
    stake = _stake(study, runs)
    moving = [name for name in minerals if max(spot[name][shortage.MID]) > prices.MOVES]
    order = sorted(moving, key=lambda name: -stake.get(name, 0.0))[:_PRICED]
    spot = {name: spot[name] for name in order}
    home = {name: price_band(runs.ensemble, name, which="home").tolist() for name in order}
    before = _before(study, runs)
    base = {
        name: figure
        for name in order
        if (figure := facts.price(name, study.as_of.known_at, until=before))
    }
    findings = prices.findings(runs, spot, home, base)
    if not findings:
        return Part("prices")
    rows = prices.table(runs, spot, home, base)
    return Part("prices", findings, (prices.fan(runs, spot, home, rows),))
