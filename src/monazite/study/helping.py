"""Sections of the brief on what helps, who gains and who pays (§B4, §B12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.brief import words
from monazite.brief.model import Bar, Chart, Finding, Part, Table
from monazite.codes import country_name
from monazite.provenance import Figure, derive

if TYPE_CHECKING:
    from monazite.respond import Cover
    from monazite.study.facade import Study
    from monazite.value import Gap, GapYear

BUDGET_USD = 1e9
_BEFORE_COSTS = "Before costs, weighted by the odds that the plant arrives. A range with reasons, no recommendation."
_UPPER_END = (
    "An upper end: most tonnes move under contracts whose prices follow slowly, and much is bought inside magnets and "
    "parts."
)
_PROJECTS_DECIDE = "Final investment decisions and commissioning dates of the projects listed."
_NAMES = {"ndpr": "NdPr", "dytb": "Dy and Tb"}
_COVERED = {
    "rare-earths": (
        "neodymium",
        "dysprosium",
        "terbium",
        "yttrium",
        "samarium",
        "gadolinium",
        "scandium",
    )
}
_GROUPS = {"rare-earths": ("ndpr", "dytb", "yttrium", "magnets")}
_MOST_GAINERS, _NAMED = 10, 4
_LAST_YEAR = 2032
_PLENTY_WEEKS = 260.0  # five years of use: past that, money is not what is short
_WEEKS_PER_YEAR = 365.25 / 7


def named(group: str) -> str:
    """A material group as readers know it."""
    return _NAMES.get(group, group.replace("-", " "))


def groups_of(study: Study) -> tuple[str, ...]:
    """The groups of the gap that belong to the study's mineral."""
    return _GROUPS.get(study.mineral, (study.mineral,))


def parts(study: Study) -> list[Part]:
    """What helps, who gains and who pays: what no simulation is needed for."""
    return [_response(study), _value(study)]


def bought(study: Study) -> tuple[Cover, ...]:
    """What the round budget buys, at prices published by the day of knowledge; nothing for who restricts (§B19)."""
    from monazite.study import respond

    if study.at_home:
        return ()
    wanted = _COVERED.get(study.mineral, (study.mineral,))
    return respond.cover_for(
        BUDGET_USD, country=study.importer, materials=wanted, known_at=study.as_of.known_at
    )


def _response(study: Study) -> Part:
    covers = bought(study)
    findings: list[Finding] = []
    tables: list[Table] = []
    note = ""
    if covers:
        findings.append(_cover_finding(study, covers))
        rows = tuple(
            (c.need.label, c.need.form, c.need.use, c.week_cost, c.alone, c.tonnes) for c in covers
        )
        columns = (
            "material",
            "form",
            "yearly use",
            "one week costs",
            "weeks if alone",
            "tonnes in an even basket",
        )
        title = f"What {words.amount(BUDGET_USD, 'USD')} buys {words.the_country(study.importer)}"
        tables.append(
            Table(
                title,
                columns,
                rows,
                note=f"Prices published by {words.day(study.as_of.known_at)}.",
            )
        )
    elif study.at_home:
        note = f"A stock is no help to {words.the_country(study.importer)}: it holds what it does not export."
    else:
        note = (
            f"What a stock would cost {words.the_country(study.importer)} is not said: no use and price of "
            f"{study.mineral.replace('-', ' ')} on one basis were published by {words.day(study.as_of.known_at)}."
        )
    gap_findings, gap_charts = _gap(study)
    if not gap_findings:
        note += f" No sourced list of new plants for {study.mineral.replace('-', ' ')} is at hand."
    if not study.at_home:
        note += (
            f" Which purchases and plants a budget is best spent on: "
            f"`monazite plan {study.mineral} --budget 1e9 --for {study.importer}`."
        )
    return Part("response", (*findings, *gap_findings), gap_charts, tuple(tables), note.strip())


def _cover_finding(study: Study, covers: tuple[Cover, ...]) -> Finding:
    stressed = any(cover.need.stressed is not None for cover in covers)
    ends = (
        "the range runs from stressed to home prices"
        if stressed
        else "no stressed price was known by the day, so it is the yearly price"
    )
    limits = (
        ("Oxide helps only where a metal and magnet plant can take it.",)
        if study.mineral == "rare-earths"
        else ()
    )
    text, figures = cover_words(study, covers)
    return Finding(
        id=f"response/cover/{study.mineral}",
        section="response",
        text=f"{text[:1].upper()}{text[1:]}; {ends}.",
        figures=figures,
        caveats=limits,
    )


def cover_words(study: Study, covers: tuple[Cover, ...]) -> tuple[str, tuple[Figure, ...]]:
    """What the round budget buys in weeks; where it buys years, what a year costs instead."""
    from monazite.study import respond

    first, others = covers[0], " and others" if len(covers) > _NAMED else ""
    labels = [cover.need.label for cover in covers[:_NAMED]]
    names = (", ".join(labels) + others) if others else words.listing(labels)
    whose = words.the_country(study.importer)
    if (first.together.low or 0.0) > _PLENTY_WEEKS:
        text = (
            f"a year's use of {names} in {whose} costs {{0:range}}, so not money is short but tonnes to buy before "
            "the control bites"
        )
        return text, (_year_cost(covers),)
    return (
        f"{{0}} spent evenly buys {whose} {{1:range}} of cover of {names} at once",
        (respond.budget_figure(BUDGET_USD), first.together),
    )


def _year_cost(covers: tuple[Cover, ...]) -> Figure:
    costs = [cover.week_cost for cover in covers]
    low, mid, high = (
        float(f"{_WEEKS_PER_YEAR * sum(ends):.3g}")
        for ends in (
            [c.low if c.low is not None else c.number for c in costs],
            [c.number for c in costs],
            [c.high if c.high is not None else c.number for c in costs],
        )
    )
    names = "-".join(cover.need.material for cover in covers)
    return derive(
        f"cover/{names}/year-cost",
        "a year of use at home price, to stressed price",
        mid,
        "USD",
        formula="52.18 x sum over materials of the cost of one week",
        parents=tuple(costs),
        low=low,
        high=high,
    )


def gaps(study: Study) -> tuple[Gap, ...]:
    """The gap outside the restrictor, and that of the importer's own soil, from plants known by the day."""
    from monazite.study import respond

    view = respond.View(study.importer, study.restrictor, study.as_of.known_at)
    years = tuple(range(min(study.as_of.on.year + 1, _LAST_YEAR - 1), _LAST_YEAR + 1))
    wanted = groups_of(study)
    return tuple(
        respond.gap_closed(study.seed, 1000, years=years, view=view, at_home=at_home, groups=wanted)
        for at_home in (False, True)
        if study.importer != study.restrictor or not at_home
    )


def _scope(scope: str) -> str:
    if scope.startswith("outside "):
        return f"outside {words.the_country(scope.removeprefix('outside '))}"
    return f"in {words.the_country(scope)}"


def _gap(study: Study) -> tuple[list[Finding], tuple[Chart, ...]]:
    rows = [row for gap in gaps(study) for row in gap.rows]
    if not rows:
        return [], ()
    last = [row for row in rows if row.year == max(row.year for row in rows)]
    outside = [row for row in last if row.need.scope.startswith("outside")]
    findings = [_gap_finding(study, row, first=not number) for number, row in enumerate(outside)]
    home = [row for row in last if row not in outside]
    if home:
        narrowest = min(home, key=lambda row: row.served.number)
        findings.append(_gap_finding(study, narrowest, first=False))
    return findings, (_gap_chart(study, last, rows),)


def _gap_finding(study: Study, row: GapYear, *, first: bool) -> Finding:
    need = row.need
    at = "" if need.group == "magnets" else f" at the {need.stage} stage"
    what = f"{named(need.group)}{at} {_scope(need.scope)}"
    key = f"response/gap/{need.chain}/{need.group}/{need.stage}/{need.scope.replace(' ', '-')}"
    if row.gap.number <= 0.0:
        text = f"There is no gap in {what}: plants there make {{1}} of {{0}} needed."
        return Finding(key, "response", text, (need.need, need.have))
    if row.arriving.number <= 0.0:
        text = (
            f"No new plant for {what} with a printed capacity was known by {words.day(study.as_of.known_at)}: "
            "{1} is made of {0} needed."
        )
        figures = (need.need, need.have)
    else:
        text = (
            f"By {row.year} announced plants close {{0:range}} of the gap in {what}, {{1:range}} of {{2}}; "
            "with what runs today they serve {3:range} of the need."
        )
        figures = (row.closed, row.arriving, row.gap, row.served)
    return Finding(key, "response", text, figures, would_change=_PROJECTS_DECIDE if first else "")


def _gap_chart(study: Study, last: list[GapYear], rows: list[GapYear]) -> Chart:
    columns = ("group", "stage", "where", "year", "gap", "arriving", "closed", "need served")
    body = tuple(
        (
            named(row.need.group),
            row.need.stage,
            _scope(row.need.scope),
            str(row.year),
            row.gap,
            row.arriving,
            row.closed,
            row.served,
        )
        for row in rows
    )
    note = (
        f"Mean of the draws; the range holds nine of ten. Plants first reported after "
        f"{words.day(study.as_of.known_at)} are left out; a plant's status is the one collected."
    )
    bars = tuple(
        Bar(
            f"{named(row.need.group)}, {row.need.stage}",
            100 * row.served.number,
            100 * (row.served.low or 0.0),
            100 * (row.served.high or 0.0),
            group=_scope(row.need.scope),
            said=words.amount(row.served.number, "share"),
        )
        for row in last
    )
    return Chart(
        id=f"gap-{study.mineral}",
        kind="bars",
        title=f"Share of the need that plants can serve in {last[0].year}",
        alt=f"Outside {country_name(study.restrictor)}, and in {words.the_country(study.importer)} alone; plants that "
        "run and those announced, mean of the draws with the range of nine in ten.",
        x_label="% of the need",
        y_label="",
        panels=(("", bars),),
        table=Table("The gap closed by year", columns, body, note=note),
    )


def _value(study: Study) -> Part:
    from monazite.study import respond

    view = respond.View(study.importer, study.restrictor, study.as_of.known_at)
    gainers = respond.who_gains(groups_of(study), view=view)
    priced = [entry for entry in gainers if entry.revenue_gain is not None][:_MOST_GAINERS]
    findings: list[Finding] = []
    if priced and (gain := priced[0].revenue_gain) is not None:
        top = priced[0].arrival
        findings.append(
            Finding(
                id=f"value/gainers/{study.mineral}",
                section="value",
                text=f"Who sells what is missing gains: {top.company}, {top.project}, would add {{0:range}} of "
                "yearly revenue at full capacity if stressed prices held.",
                figures=(gain,),
                caveats=(_BEFORE_COSTS,),
                would_change="The price that contracts, not spot sales, are struck at.",
            )
        )
    if pays := _payer(study):
        findings.append(pays)
    rows = tuple(
        (
            entry.arrival.company,
            entry.arrival.ticker,
            entry.arrival.project,
            entry.arrival.capacity,
            entry.arrival.odds.figure,
            entry.revenue_gain or "no pair of prices",
            entry.reason,
        )
        for entry in priced
    )
    columns = ("company", "ticker", "project", "capacity", "odds", "added revenue", "why")
    tables = (Table("Who gains: projects by added revenue", columns, rows),) if rows else ()
    note = ""
    if not rows:
        note = (
            "No project that would sell the missing material was known by "
            f"{words.day(study.as_of.known_at)} with a capacity and a pair of prices (home and stressed)."
        )
    if study.mineral in _GROUPS:
        note += (
            " The gap that announced plants close, year by year: "
            f"`monazite value --gap --for {study.importer} --restrictor {study.restrictor}`."
        )
    return Part("value", tuple(findings), (), tables, note.strip())


def _payer(study: Study) -> Finding | None:
    """Users pay the difference between the stressed and the home price on what they use in a year."""
    covers = [cover for cover in bought(study) if cover.need.stressed is not None]
    steps = [
        (c.need, 1000.0 * (c.need.stressed.number - c.need.home.number))
        for c in covers
        if c.need.stressed is not None
    ]
    if not steps:
        return None

    def bill(pick: int) -> float:
        total = 0.0
        for need, step in steps:
            use = need.use
            ends = (use.low, use.number, use.high)
            amount = ends[pick]
            total += step * (use.number if amount is None else amount)
        return float(f"{total:.3g}")

    parents = tuple(
        figure
        for need, _ in steps
        for figure in (need.use, need.home, need.stressed)
        if figure is not None
    )
    figure = derive(
        f"value/payer/{study.importer}/{study.mineral}",
        "what users would pay more in a year at stressed prices",
        bill(1),
        "USD/y",
        formula="sum over materials of yearly use x (stressed price - home price); the range is that of the use",
        parents=parents,
        low=bill(0),
        high=bill(2),
    )
    names = words.listing([need.label for need, _ in steps][:_NAMED])
    more = " and others" if len(steps) > _NAMED else ""
    return Finding(
        id=f"value/payer/{study.mineral}",
        section="value",
        text=f"Who buys pays: a year's use of {names}{more} in {words.the_country(study.importer)} would cost "
        "{0:range} more if all of it were bought at stressed prices.",
        figures=(figure,),
        caveats=(_UPPER_END,),
    )
