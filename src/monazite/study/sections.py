"""Sections of the brief that stand before the simulation: who is touched, what was read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from monazite.brief import law, words
from monazite.brief.model import Bar, Chart, Finding, Part, Table
from monazite.brief.shortage import GROUPS
from monazite.codes import country_name, is_country
from monazite.provenance import Figure, derive, walk
from monazite.study import facts
from monazite.units import Basis

if TYPE_CHECKING:
    from monazite.exposure.reach import Exposure, Touch
    from monazite.study.facade import Study

_MOST_FLOWS = 12
_LINKS = 40  # flows named one by one below the sum of what is touched


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
    mine = facts.world_share(study.mineral, study.restrictor, known, "mine")
    refining = facts.refining_share(study.mineral, study.restrictor, known)
    if refining is None:
        refining = facts.world_share(study.mineral, study.restrictor, known, "refining")
    said = "refining of the magnet rare earths" if study.mineral == "rare-earths" else "refining"
    rows = [("mine output", mine), (said, refining)]
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
            said=f"{words.value_of(figure)} ({figure.period})",
        )
        for name, figure in shares
    )
    who = country_name(study.restrictor)
    rows = tuple((name, figure, figure.period) for name, figure in shares)
    return Chart(
        id=f"stage-shares-{study.mineral}",
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
    stage, share = shares[0]
    later = max(shares[1:], key=lambda pair: _percent(pair[1], pair[1].number), default=None)
    tail = f", and {{1}} of {later[0]} ({later[1].period})" if later else ""
    what = f"{stage} of {study.mineral.replace('-', ' ')}" if " of " not in stage else stage
    return [
        Finding(
            id=f"exposure/stages/{study.mineral}",
            section="exposure",
            text=f"{country_name(study.restrictor)} made {{0:range}} of the world's {what} ({share.period}){tail}.",
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
    flows = exposed.network.flow_t_per_y * exposed.share
    touched = [int(k) for k in np.argsort(-flows, kind="stable") if flows[k] > 0.0]
    shown, rest = touched[:_LINKS], touched[_LINKS:]
    parents = [_link_figure(study, case, k) for k in shown]
    if rest:
        parents.append(
            derive(
                f"exposure/{case}/{study.mineral}/touched/rest",
                f"the other {len(rest):,} flows under control",
                round(float(flows[rest].sum()), 1),
                "t/y",
                formula="sum of flow x controlled share over the flows below the largest",
                parents=(study.network_figure,),
                period=str(study.network.year),
                basis=study.network.basis,
            )
        )
    return derive(
        f"exposure/{case}/{study.mineral}/touched",
        "flow under control",
        round(exposed.touched_t_per_y, 1),
        "t/y",
        formula=f"sum over {len(touched):,} touched flows of flow x controlled share (§X30); the {len(shown)} largest "
        "are named",
        parents=tuple(parents) or (study.network_figure,),
        period=str(study.network.year),
        basis=study.network.basis,
    )


def _link_figure(study: Study, case: str, link: int) -> Figure:
    """What of one flow is under control: its parents are the flow itself and, through it, the tables."""
    network, exposed = study.network, study.exposures[case]
    entry, share = network.links[link], float(exposed.share[link])
    clauses = sorted({touch.clause for touch in exposed.touches if touch.link == link})
    flow = network.figures.get(network.link_figure[link]) if network.link_figure else None
    if flow is not None:  # a flow was computed from its source as it stood before balancing
        known = network.figures
        flow = replace(flow, parents=tuple(known.get(node.id, node) for node in flow.parents))
    source, target = entry.source, entry.target
    return derive(
        f"exposure/{case}/{entry}".replace(" > ", ">").replace(" ", "-"),
        f"{_product(entry.product)}, {_place(source.country)} to {_place(target.country)}"
        f" ({target.use or target.stage.value})".replace("-", " "),
        round(float(network.flow_t_per_y[link]) * share, 2),
        "t/y",
        formula=f"flow x controlled share {share:.3g}, under {', '.join(clauses)}",
        parents=(flow or study.network_figure,),
        period=str(network.year),
        basis=network.basis,
    )


def _reached(study: Study) -> list[Finding]:
    name = study.mineral.replace("-", " ")
    if not any(study.exposures[case.id].touches for case in study.cases):
        return [_untouched(study)]
    by_case = {case.id: touched_figure(study, case.id) for case in study.cases}
    abroad = _abroad(study.exposures["with"])
    figures = [by_case["with"], by_case["without"]]
    tail = ""
    if abroad:
        figures.append(_abroad_figure(study, sum(t for t, _ in abroad.values())))
        tail = ", of which {2} moves between other countries"
    rest = (
        "with them suspended {1}"
        if by_case["without"].number > 0.0
        else "with them suspended nothing is ({1})"
    )
    measures = words.listing([law.name(entry) for entry in study.linked][:6])
    contained = "contained " if study.network.basis is Basis.CONTAINED else ""
    return [
        Finding(
            id=f"exposure/touched/{study.mineral}",
            section="exposure",
            text=f"With the measures in force {{0}} of {contained}{name} is traded under control{tail}; {rest}.",
            figures=tuple(figures),
            caveats=(
                f"Counted for {measures}; technology of origin and end users are not in trade data.",
            ),
            would_change="The annex of the act in full, and supplier answers on origin.",
        )
    ]


def _untouched(study: Study) -> Finding:
    """Why nothing can be simulated: the network has no flow under the clauses, or they name none it can match."""
    network = study.network
    why = sorted({entry.reason for entry in study.exposures["with"].unmatched})
    if study.restrictor not in {node.country for node in network.nodes}:
        why.append(
            f"{country_name(study.restrictor)} has no node of its own in it and is among the other countries"
        )
    reason = f" ({'; '.join(why)})" if why else ""
    return Finding(
        id=f"exposure/untouched/{study.mineral}",
        section="exposure",
        text=f"No flow of the {study.mineral.replace('-', ' ')} network of {{1}} is under these clauses{reason}, so no "
        "shortage is simulated: either the trade they stop had ended by that year, or it is in products the network "
        "does not hold ({0} looked at).",
        figures=(study.network_figure, _year_figure(study)),
        would_change="A network of the year before the control, or trade data of the product named.",
    )


def _year_figure(study: Study) -> Figure:
    return derive(
        f"network/{study.mineral}/year",
        "year of the network",
        str(study.network.year),
        "",
        formula="year of the production figures it starts from",
        parents=(study.network_figure,),
    )


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
        f"exposure/with/{study.mineral}/abroad",
        "controlled content in flows between third countries",
        round(tonnes, 1),
        "t/y",
        formula="sum over flows not shipped by the restrictor of flow x controlled-origin share (§X30, §N20)",
        parents=(study.network_figure,),
        period=str(study.network.year),
        basis=study.network.basis,
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


def _clause(touch: Touch, names: dict[str, str]) -> str:
    measure, _, clause = touch.clause.partition("#")
    return f"{names.get(measure, measure)}, {clause}"


def _flows(study: Study) -> tuple[Table, ...]:
    rows: list[tuple[str | Figure, ...]] = []
    names = {entry.id: law.name(entry) for entry in study.measures}
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
            (
                _place(source),
                _place(target),
                _product(product),
                figure,
                share,
                _clause(touch, names),
            )
        )
    if not rows:
        return ()
    columns = ("from", "to", "product", "under control", "controlled share", "clause")
    return (Table("Flows between third countries that the measures reach", columns, tuple(rows)),)
