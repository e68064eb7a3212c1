"""Sections of the brief that stand before the simulation: who is touched, what was read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from monazite import regime
from monazite.brief import law, words
from monazite.brief.model import Bar, Chart, Finding, Part, Table
from monazite.brief.shortage import GROUPS
from monazite.codes import country_name, is_country
from monazite.provenance import Cited, Figure, Quality, Reliability, derive, walk
from monazite.study import facts
from monazite.units import Basis

if TYPE_CHECKING:
    from monazite.exposure.reach import Exposure, Touch
    from monazite.study.facade import Study

_MOST_FLOWS = 12


def network_figure(study: Study) -> Figure:
    """The balanced network as a figure; its parents are the published outputs it starts from."""
    network = study.network
    outputs = {
        node.id: node
        for figure in network.figures.values()
        for _, node in walk(figure)
        if node.id.startswith("network/production/")
    }
    return derive(
        f"network/{network.mineral}/{network.year}",
        f"balanced supply network of {network.mineral.replace('-', ' ')}",
        float(len(network.links)),
        "flows",
        formula=f"output x basket, yield, allocation and route at {len(network.nodes)} nodes, balanced (§N2)",
        parents=tuple(outputs[key] for key in sorted(outputs)),
        period=str(network.year),
    )


def exposure(study: Study) -> Part:
    """Who is touched: the restrictor's share by stage, the flows the law reaches, the importer's reliance."""
    findings = [*_shares(study), *_reliance(study)]
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    if study.modelled:
        findings = [*_reached(study), *findings]
        tables = _flows(study)
    if shares := _stage_figures(study):
        charts = (_stage_chart(study, shares),)
    return Part("exposure", tuple(findings), charts, tables)


def _stage_figures(study: Study) -> list[tuple[str, Figure]]:
    known = study.as_of.known_at
    mine = facts.mine_share(study.mineral, study.restrictor, known)
    refining = facts.refining_share(study.mineral, study.restrictor, known)
    rows = [("mine output", mine), ("refining", refining)]
    if study.mineral == "rare-earths":
        rows += [
            (figure.label.split(",")[0], figure)
            for figure in facts.stage_shares(study.restrictor, known)
        ]
    return [(name, figure) for name, figure in rows if figure is not None]


def _percent(figure: Figure, value: float) -> float:
    return 100.0 * value if figure.unit == "share" else value


def _stage_chart(study: Study, shares: list[tuple[str, Figure]]) -> Chart:
    bars = tuple(
        Bar(
            name,
            _percent(figure, figure.number),
            None if figure.low is None else _percent(figure, figure.low),
            None if figure.high is None else _percent(figure, figure.high),
        )
        for name, figure in shares
    )
    who = country_name(study.restrictor)
    rows = tuple((name, figure, figure.period) for name, figure in shares)
    return Chart(
        id="stage-shares",
        kind="bars",
        title=f"{who}'s share of the world by stage",
        alt="Published shares; each row is one publisher's definition, so rows are not one series.",
        x_label="% of world",
        y_label="",
        panels=(("", bars),),
        table=Table(f"{who}'s share by stage", ("stage", "share", "year"), rows),
    )


def _shares(study: Study) -> list[Finding]:
    shares = _stage_figures(study)
    if not shares:
        return []
    mine = shares[0][1]
    later = max(shares[1:], key=lambda pair: _percent(pair[1], pair[1].number), default=None)
    tail = f", and {{1}} of {later[0]} ({later[1].period})" if later else ""
    return [
        Finding(
            id="exposure/stages",
            section="exposure",
            text=f"{country_name(study.restrictor)} made {{0:range}} of the world's mine output of "
            f"{study.mineral.replace('-', ' ')} ({mine.period}){tail}.",
            figures=tuple(figure for _, figure in ([shares[0], later] if later else [shares[0]])),
            caveats=(
                "Mine output counts all rare earths; refining figures count the magnet rare earths only.",
            )
            if study.mineral == "rare-earths"
            else (),
        )
    ]


def _reliance(study: Study) -> list[Finding]:
    made: list[Finding] = []
    known = study.as_of.known_at
    names = [study.mineral, *(["yttrium"] if study.mineral == "rare-earths" else [])]
    for name in names:
        reliance = facts.reliance(name, study.importer, known)
        source = facts.import_source(name, study.importer, study.restrictor, known)
        if reliance is None:
            continue
        tail = (
            f"; {{1}} of its imports came from {country_name(study.restrictor)} ({source.period})"
            if source
            else ""
        )
        made.append(
            Finding(
                id=f"exposure/reliance/{name}",
                section="exposure",
                text=f"Net imports are {{0}} of the use of {name.replace('-', ' ')} in "
                f"{words.the_country(study.importer)} ({reliance.period}){tail}.",
                figures=(reliance, source) if source else (reliance,),
            )
        )
    return made


def touched_figure(study: Study, case: str) -> Figure:
    """Tonnes a year under control in a case, contained metal."""
    exposed = study.exposures[case]
    return derive(
        f"exposure/{case}/touched",
        "flow under control",
        round(exposed.touched_t_per_y, 1),
        "t/y",
        formula="sum over touched flows of flow x controlled share (§X30)",
        parents=(study.network_figure,),
        period=str(study.network.year),
        basis=Basis.CONTAINED,
    )


def _reached(study: Study) -> list[Finding]:
    by_case = {case.id: touched_figure(study, case.id) for case in study.cases}
    abroad = _abroad(study.exposures["with"])
    figures = [by_case["with"], by_case["without"]]
    tail = ""
    if abroad:
        figures.append(_abroad_figure(study, sum(t for t, _ in abroad.values())))
        tail = ", of which {2} moves between other countries"
    measures = words.listing([entry.number.split()[-1] for entry in study.linked][:6])
    return [
        Finding(
            id="exposure/touched",
            section="exposure",
            text=f"With the measures in force {{0}} of contained {study.mineral.replace('-', ' ')} is traded under "
            f"control{tail}; without them {{1}}.",
            figures=tuple(figures),
            caveats=(
                f"Counted for Nos. {measures}; technology of origin and end users are not in trade data.",
            ),
            would_change="The annex of the act in full, and supplier answers on origin.",
        )
    ]


def _abroad(exposed: Exposure) -> dict[tuple[str, str, str], tuple[float, Touch]]:
    """Flows between third countries the law reaches: tonnes a year by (from, to, product)."""
    network = exposed.network
    best: dict[int, Touch] = {}
    for touch in exposed.touches:
        if touch.route != "direct" and touch.share > best.get(touch.link, touch).share - 1e-12:
            best[touch.link] = touch
    found: dict[tuple[str, str, str], tuple[float, Touch]] = defaultdict(lambda: (0.0, touch))
    for link, touch in best.items():
        entry = network.links[link]
        key = (entry.source.country, entry.target.country, entry.product)
        found[key] = (found[key][0] + float(network.flow_t_per_y[link]) * touch.share, touch)
    return dict(sorted(found.items(), key=lambda item: -item[1][0]))


def _abroad_figure(study: Study, tonnes: float) -> Figure:
    return derive(
        "exposure/with/abroad",
        "controlled content in flows between third countries",
        round(tonnes, 1),
        "t/y",
        formula="sum over flows not shipped by the restrictor of flow x controlled-origin share (§X30, §N20)",
        parents=(study.network_figure,),
        period=str(study.network.year),
        basis=Basis.CONTAINED,
    )


def _place(code: str) -> str:
    return country_name(code) if is_country(code) else GROUPS.get(code, code)


_PRODUCTS = {
    "magnet-ndfeb-heavy": "NdFeB magnets with Dy or Tb",
    "magnet-ndfeb-light": "NdFeB magnets without Dy or Tb",
    "magnet-smco": "SmCo magnets",
}


def _product(name: str) -> str:
    """A product of the network as readers know it."""
    part = name.removesuffix("-component")
    said = _PRODUCTS.get(part, part.replace("-", " "))
    return f"parts with {said}" if part != name else said


def _clause(touch: Touch) -> str:
    measure, _, clause = touch.clause.partition("#")
    found = {entry.id: law.name(entry) for entry in regime.measures()}
    return f"{found.get(measure, measure)}, {clause}"


def _flows(study: Study) -> tuple[Table, ...]:
    rows: list[tuple[str | Figure, ...]] = []
    for (source, target, product), (tonnes, touch) in list(
        _abroad(study.exposures["with"]).items()
    )[:_MOST_FLOWS]:
        figure = derive(
            f"exposure/with/{source}-{target}/{product}",
            f"controlled content, {_product(product)}, {_place(source)} to {_place(target)}",
            round(tonnes, 2),
            "t/y",
            formula="flow x controlled-origin share by proportional mixing",
            parents=(study.network_figure,),
            basis=Basis.CONTAINED,
        )
        share = derive(
            f"exposure/with/{source}-{target}/{product}/share",
            f"controlled share, {_product(product)}, {_place(source)} to {_place(target)}",
            round(touch.share, 4),
            "share",
            formula="proportional mixing along the network; the range is any mixing",
            parents=(study.network_figure,),
            low=round(touch.low, 4),
            high=round(touch.high, 4),
        )
        rows.append(
            (_place(source), _place(target), _product(product), figure, share, _clause(touch))
        )
    if not rows:
        return ()
    columns = ("from", "to", "product", "under control", "controlled share", "clause")
    return (Table("Flows between third countries that the measures reach", columns, tuple(rows)),)


def events(study: Study) -> tuple[dict[str, object], ...]:
    """What was read, as plain values in the form of a reading."""
    if study.reading is None:
        return ()
    from monazite.reading import as_dict

    read: dict[str, list[dict[str, object]]] = as_dict(study.reading)
    return tuple(read["events"])


def no_event(study: Study) -> Finding:
    """The finding of a document without a policy event (§B7)."""
    text = study.document.text if study.document else ""
    figure = Figure(
        "reading/events",
        "policy events found",
        0.0,
        "events",
        quality=Quality.DERIVED,
        reliability=Reliability.COMPUTED,
        cited=Cited("document-read", f"{len(text):,} characters of the text given"),
        formula="events on exports of minerals read by the rules of reading (§R1)",
    )
    return Finding(
        id="lead/no-event",
        section="law",
        text="No policy event on the export of a mineral was found in this document ({0} read).",
        figures=(figure,),
        would_change="A sentence that says who restricts what; see what each rule read with `monazite read --explain`.",
    )
