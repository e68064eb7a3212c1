"""What breaks and when, and at what price: findings and charts from an ensemble (§B2, §M28)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from monazite.brief import words
from monazite.brief.model import Band, Chart, Finding, Table
from monazite.codes import country_name, is_country
from monazite.provenance import Figure, derive
from monazite.units import Basis

if TYPE_CHECKING:
    from monazite.shock import Scenario
    from monazite.simulate import Ensemble, Shortage

LOW, MID, HIGH = 1, 3, 5  # positions of 10 %, 50 % and 90 % in `simulate.types.QUANTILES`
_MOST = 6
# groups of the network that are no country
GROUPS = {"EUX": "other EU", "OTH": "other countries"}
_WOULD_CHANGE = (
    "Measured stocks of users, or official counts of licences approved; both are assumptions."
)
_SHORT_AT_ALL = 0.005  # a share of demand below half a percent is not worth a line


@dataclass(frozen=True, slots=True)
class Runs:
    """An ensemble with what its sentences need: who, from which day, in which case."""

    ensemble: Ensemble
    scenario: Scenario
    importer: str
    start: date
    case: str
    anchor: Figure


def anchor(ensemble: Ensemble, scenario: Scenario, case: str) -> Figure:
    """The ensemble itself as a figure: its parents are the assumptions it was drawn from."""
    record = ensemble.record
    return derive(
        f"run/{scenario.id}",
        f"weekly runs of the case: {case}",
        float(ensemble.runs),
        "runs",
        formula=f"{record.horizon_weeks} weeks of stocks, flows, rationing and prices ({record.spec}); "
        f"assumptions drawn by {record.design}, seed {record.seed}",
        parents=tuple(entry.figure for _, entry in sorted(scenario.assumptions.items())),
        note=f"inputs {record.inputs_sha256[:16]}",
    )


def figure(  # noqa: PLR0913 - a figure has this many facts
    runs: Runs,
    key: str,
    label: str,
    quantiles: Sequence[float],
    unit: str,
    *,
    basis: Basis = Basis.NONE,
    parents: tuple[Figure, ...] = (),
    scale: float = 1.0,
) -> Figure:
    """A sampled result: the median, and the range that holds four of five runs."""
    digits = ".0f" if unit in {"week", "weeks"} else ".4g"
    low, mid, high = (float(f"{quantiles[k] * scale:{digits}}") for k in (LOW, MID, HIGH))
    return derive(
        f"run/{runs.scenario.id}/{key}",
        label,
        mid,
        unit,
        formula="median over runs; the range holds four of five runs",
        parents=(runs.anchor, *parents),
        basis=basis,
        low=low,
        high=high,
    )


def probability(runs: Runs, entry: Shortage) -> Figure:
    """The share of runs in which the group runs short at all."""
    return derive(
        f"run/{runs.scenario.id}/{entry.group.kind}/{entry.group.name}/probability",
        f"share of runs with a shortage of {entry.group.name}",
        round(entry.probability, 4),
        "share",
        formula=f"runs with a shortage / {runs.ensemble.runs} runs",
        parents=(runs.anchor,),
    )


def first_week(runs: Runs, entry: Shortage) -> Figure | None:
    """The first week of shortage among the runs that have one."""
    if not entry.first_week:
        return None
    name = f"{entry.group.kind}/{entry.group.name}/first-week"
    label = f"first week of shortage of {entry.group.name}, from {words.day(runs.start)}"
    return figure(runs, name, label, entry.first_week, "week")


def _region(code: str) -> str:
    return country_name(code) if is_country(code) else GROUPS.get(code, code)


def _row(runs: Runs, entry: Shortage) -> tuple[str | Figure, ...]:
    key = f"{entry.group.kind}/{entry.group.name}"
    name = entry.group.name
    return (
        _region(name) if entry.group.kind == "region" else name.replace("-", " "),
        probability(runs, entry),
        first_week(runs, entry) or "none",
        figure(
            runs,
            f"{key}/depth",
            f"largest share of demand unmet in a week, {name}",
            entry.depth,
            "share",
        ),
        figure(runs, f"{key}/weeks", f"weeks with a shortage of {name}", entry.weeks, "weeks"),
        figure(
            runs, f"{key}/unmet", f"unmet demand, {name}", entry.unmet_t, "t", basis=Basis.CONTAINED
        ),
        share_missed(runs, entry),
    )


_COLUMNS = (
    "",
    "runs short",
    "first week",
    "deepest week",
    "weeks short",
    "unmet",
    "share of demand",
)


def table(runs: Runs, entries: Sequence[Shortage], title: str, head: str) -> Table:
    """Shortage by mineral, region or use, worst first."""
    weeks = runs.ensemble.record.horizon_weeks
    return Table(
        title,
        (head, *_COLUMNS[1:]),
        tuple(_row(runs, entry) for entry in entries),
        note=f"{runs.case}; {runs.ensemble.runs:,} runs of {weeks} weeks from {words.day(runs.start)}; shares are of "
        "demand. With no control at all (dashed in the chart) nothing is unmet beyond the baseline. Contained metal.",
    )


def worst(entries: Sequence[Shortage]) -> list[Shortage]:
    """The groups worth a line: those with a shortage in some run, at most six."""
    return [entry for entry in entries if entry.share[HIGH] > _SHORT_AT_ALL][:_MOST]


def fan(runs: Runs, bands: Mapping[str, tuple[Sequence[float], ...]], rows: Table) -> Chart:
    """Unmet share of demand by week, one panel a mineral, beside the world with no control at all."""
    weeks = tuple(float(week) for week in range(runs.ensemble.record.horizon_weeks))
    panels = tuple(
        (
            name.replace("-", " "),
            (
                _band(f"{_lower(runs.case)}: median, and four of five runs", weeks, band),
                Band(
                    "no control at all",
                    weeks,
                    tuple(100.0 * value for value in band[3]),
                    dashed=True,
                ),
            ),
        )
        for name, band in bands.items()
    )
    return Chart(
        id=f"fan-{runs.scenario.id}",
        kind="fan",
        title=f"Unmet demand in {words.the_country(runs.importer)}",
        alt=f"Share of weekly demand that is not served, by mineral, in the case: {runs.case}.",
        x_label=f"weeks from {words.day(runs.start)}",
        y_label="% of demand unmet",
        panels=panels,
        table=rows,
    )


def _band(name: str, weeks: tuple[float, ...], band: tuple[Sequence[float], ...]) -> Band:
    low, mid, high = (tuple(100.0 * value for value in line) for line in band[:3])
    return Band(name, weeks, mid, low, high)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def share_missed(runs: Runs, entry: Shortage) -> Figure:
    """The share of demand that is not served over the horizon."""
    key = f"{entry.group.kind}/{entry.group.name}/share"
    label = f"share of demand unmet over the horizon, {entry.group.name}"
    return figure(runs, key, label, entry.share, "share")


def nothing_short(runs: Runs, entries: Sequence[Shortage]) -> Finding:
    """The sentence for a case in which no mineral runs short for the importer."""
    worst_of_all = max(entries, key=lambda entry: entry.share[HIGH])
    name = worst_of_all.group.name
    share = share_missed(runs, worst_of_all)
    most = (
        f"; the most exposed, {name.replace('-', ' ')}, misses {{0:range}} of its demand"
        if worst_of_all.share[HIGH] > 0.0
        else f"; the demand for {name.replace('-', ' ')} is met in nine of ten runs (unmet: {{0}})"
    )
    return Finding(
        id=f"shortage/{runs.scenario.id}/none",
        section="shortage",
        text=f"{runs.case}: no mineral runs short in {words.the_country(runs.importer)}{most}.",
        figures=(share, runs.anchor),
    )


def alike(entries: Sequence[Shortage]) -> list[list[Shortage]]:
    """Groups that run short in step, to what a reader sees: elements of one shipment share its path."""
    groups: dict[tuple[float, ...], list[Shortage]] = {}
    for entry in entries:
        shown = (entry.probability, entry.share[LOW], entry.share[MID], entry.share[HIGH])
        groups.setdefault(tuple(round(value, 3) for value in shown), []).append(entry)
    return list(groups.values())


def findings(runs: Runs, entries: Sequence[Shortage]) -> tuple[Finding, ...]:
    """A sentence for each mineral, or minerals in step, that run short."""
    groups = alike(worst(entries))
    return tuple(_finding(runs, group, first=not number) for number, group in enumerate(groups))


def began(week: Figure | None, place: int) -> str:
    """When the shortage starts; a control that began before the day may have brought it already."""
    if week is None:
        return ""
    if week.number < 1.0:
        return f", in most of those already on the day ({{{place}:range}})"
    return f", first in {{{place}:range}}"


def _finding(runs: Runs, group: list[Shortage], *, first: bool) -> Finding:
    entry = group[0]
    week, chance = first_week(runs, entry), probability(runs, entry)
    key = f"{entry.group.kind}/{entry.group.name}"
    share = share_missed(runs, entry)
    names = words.listing([each.group.name.replace("-", " ") for each in group])
    when = began(week, 2)
    verb = "runs" if len(group) == 1 else "run"
    return Finding(
        id=f"shortage/{runs.scenario.id}/{key}",
        section="shortage",
        text=f"{runs.case}: {names} in {words.the_country(runs.importer)} {verb} short in {{1}} of the runs{when}; "
        f"over {runs.ensemble.record.horizon_weeks} weeks the middle run misses {{0:range}} of demand.",
        figures=(share, chance, week) if week else (share, chance),
        would_change=_WOULD_CHANGE if first else "",
    )
