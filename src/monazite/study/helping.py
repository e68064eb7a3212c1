"""Sections of the brief on what helps, who gains and pays, output at risk, and the assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.brief import shortage, words
from monazite.brief.model import Bar, Chart, Finding, Part, Table
from monazite.provenance import Figure

if TYPE_CHECKING:
    from monazite.study.facade import Study

BUDGET_USD = 1e9
_METHODS = ("Methods differ in what they let firms substitute; no single one is right.",)
_DEPENDENCE = "The share of an industry that cannot run without the input."
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
_GROUPS = {
    "rare-earths": ("ndpr", "dytb", "yttrium", "magnets"),
    "gallium": ("gallium",),
    "fluorspar": ("fluorspar",),
}
_MOST_GAINERS, _MOST_ASSUMPTIONS, _NAMED = 10, 12, 4


def _named(group: str) -> str:
    return _NAMES.get(group, group)


def parts(study: Study) -> list[Part]:
    """Output at risk, what helps, who gains and who pays."""
    return [_loss(study), _response(study), _value(study)]


def _loss(study: Study) -> Part:
    from monazite.study import economy

    findings: list[Finding] = []
    rows: list[tuple[str | Figure, ...]] = []
    for case in study.cases:
        loss = study.losses.get(case.id)
        if loss is None:
            continue
        anchor = shortage.anchor(study.ensembles[case.id], study.scenarios[case.id], case.title)
        whole, share, *methods = economy.figures(loss, case=case.id, causes=(anchor,))
        findings.append(
            Finding(
                id=f"loss/{case.id}",
                section="loss",
                text=f"{case.title}: {{0:range}} of value added in {words.the_country(study.importer)} hangs "
                "on what is unmet in the first year, {1:range}; the range spans the named methods.",
                figures=(whole, share, *methods),
                caveats=() if findings else _METHODS,
                would_change="" if findings else _DEPENDENCE,
            )
        )
        rows += [(case.title, figure.label, figure) for figure in methods]
    tables = (
        (Table("Value added at risk by method", ("case", "method", "first year"), tuple(rows)),)
        if rows
        else ()
    )
    return Part("loss", tuple(findings), (), tables)


def _response(study: Study) -> Part:
    from monazite.study import respond

    wanted = _COVERED.get(study.mineral, (study.mineral,))
    bought = respond.cover_for(BUDGET_USD, country=study.importer, materials=wanted)
    findings: list[Finding] = []
    tables: list[Table] = []
    if bought:
        first, others = bought[0], " and others" if len(bought) > _NAMED else ""
        named = words.listing([cover.need.label for cover in bought[:_NAMED]])
        findings.append(
            Finding(
                id="response/cover",
                section="response",
                text=f"{{1}} spent evenly buys {{0:range}} of cover of "
                f"{named}{others} at once for {words.the_country(study.importer)}; "
                "the low end is at stressed prices, the high end at home prices.",
                figures=(first.together, respond.budget_figure(BUDGET_USD)),
                caveats=("Oxide helps only where a metal and magnet plant can take it.",),
            )
        )
        rows = tuple(
            (c.need.label, c.need.form, c.need.use, c.week_cost, c.alone, c.tonnes) for c in bought
        )
        columns = (
            "material",
            "form",
            "yearly use",
            "one week costs",
            "weeks if alone",
            "tonnes in an even basket",
        )
        tables.append(Table(f"What {words.amount(BUDGET_USD, 'USD')} buys", columns, rows))
    gap_findings, gap_charts, gap_tables = _gap(study)
    return Part("response", (*findings, *gap_findings), gap_charts, (*tables, *gap_tables))


def _gap(study: Study) -> tuple[list[Finding], tuple[Chart, ...], list[Table]]:
    from monazite.study import respond

    groups = _GROUPS.get(study.mineral, ())
    gap = respond.gap_closed(seed=study.seed)
    rows = [row for row in gap.rows if row.need.group in groups]
    if not rows:
        return [], (), []
    last = max(row.year for row in rows)
    findings: list[Finding] = []
    for row in rows:
        if row.year != last or not isinstance(row.closed.value, float):
            continue
        findings.append(
            Finding(
                id=f"response/gap/{row.need.chain}/{row.need.group}/{row.need.stage}",
                section="response",
                text=f"By {row.year} announced plants close {{0:range}} of the gap in {_named(row.need.group)} at "
                f"{row.need.stage} ({row.need.scope.replace('CHN', 'China')}), {{1:range}} of {{2}}.",
                figures=(row.closed, row.arriving, row.gap),
                would_change="" if findings else _PROJECTS_DECIDE,
            )
        )
    columns = ("group", "stage", "year", "gap", "arriving", "closed", "need served")
    body = tuple(
        (
            row.need.group,
            row.need.stage,
            str(row.year),
            row.gap,
            row.arriving,
            row.closed,
            row.served,
        )
        for row in rows
    )
    table = Table(
        "The gap closed by year",
        columns,
        body,
        note="Mean of the draws; the range holds nine of ten.",
    )
    bars = tuple(
        Bar(
            f"{_named(row.need.group)}, {row.need.stage}",
            100 * row.served.number,
            100 * (row.served.low or 0.0),
            100 * (row.served.high or 0.0),
        )
        for row in rows
        if row.year == last
    )
    chart = Chart(
        id="gap",
        kind="bars",
        title=f"Share of the need that plants outside China can serve in {last}",
        alt="By material group and stage, mean of the draws with the range of nine in ten.",
        x_label="% of the need",
        y_label="",
        panels=(("", bars),),
        table=table,
    )
    return findings, (chart,), []


def _value(study: Study) -> Part:
    from monazite.study import respond

    gainers = respond.who_gains(_GROUPS.get(study.mineral, (study.mineral,)))
    priced = [entry for entry in gainers if entry.revenue_gain is not None][:_MOST_GAINERS]
    if not priced:
        return Part("value")
    top = priced[0]
    gain = top.revenue_gain
    if gain is None:
        return Part("value")
    finding = Finding(
        id="value/gainers",
        section="value",
        text=f"Who sells what is missing gains: {top.arrival.company}, {top.arrival.project}, would add {{0:range}} of "
        "yearly revenue at full capacity if stressed prices held.",
        figures=(gain,),
        caveats=(
            "Before costs, weighted by the odds that the plant arrives. A range with reasons, no recommendation.",
        ),
        would_change="The price that contracts, not spot sales, are struck at.",
    )
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
    return Part(
        "value", (finding,), (), (Table("Who gains: projects by added revenue", columns, rows),)
    )


def assumptions(study: Study) -> Part:
    """Every assumption with its range and reason, ranked by how much it moves the answer."""
    case = study.cases[0].id
    if case not in study.scenarios:
        return Part("assumptions")
    ranked = study.sensitivity
    if not ranked:  # nothing varies: one run, or an importer without users of its own
        return Part("assumptions")
    known = study.scenarios[case].assumptions
    rows = tuple(
        (known[name].figure.label, known[name].figure, figure, known[name].why)
        for name, figure in ranked.items()
    )[:_MOST_ASSUMPTIONS]
    first = next(iter(ranked))
    finding = Finding(
        id="assumptions/first",
        section="assumptions",
        text=f"The assumption that moves the answer most is “{known[first].figure.label}”, {{0:range}}: its rank "
        f"correlation with unmet demand in {words.the_country(study.importer)} is {{1}}.",
        figures=(known[first].figure, ranked[first]),
        would_change=known[first].why,
    )
    columns = (
        "assumption",
        "value and range",
        "rank correlation with unmet demand",
        "why this range",
    )
    return Part("assumptions", (finding,), (), (Table("Assumptions by effect", columns, rows),))
