"""Section of the brief on output at risk: by method where a table ships, else what is unmet at its price (§B13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.brief import shortage, words
from monazite.brief.model import Finding, Part, Table
from monazite.provenance import Figure, derive
from monazite.study import at_home, facts
from monazite.units import Basis

if TYPE_CHECKING:
    from monazite.study.cases import Case
    from monazite.study.facade import Study

_METHODS = ("Methods differ in what they let firms substitute; no single one is right.",)
_DEPENDENCE = "The share of an industry that cannot run without the input."
_FLOOR = (
    "A floor, not a loss: output that hangs on an input is worth many times the input (see the United States).",
)
_YEAR = 52


def prepare(study: Study) -> None:
    """Load the importer's table where one ships, while the runs go on."""
    from monazite.study import economy

    if study.importer in economy.IMPORTERS:
        economy.tables(study.importer)


def part(study: Study) -> Part:
    """Value added at risk over the named methods; without a table of the importer, the worth of what is missing."""
    if not study.ensembles:
        return Part("loss")
    if study.at_home:
        told = at_home.finding(study)
        return Part("loss", (told,) if told else ())
    if not study.losses:
        found = [made for case in _ordered(study) if (made := _worth(study, case))]
        return Part("loss", tuple(found), note=_no_table(study))
    findings: list[Finding] = []
    rows: list[tuple[str | Figure, ...]] = []
    for case in _ordered(study):
        made, methods = _loss(study, case, first=not findings)
        findings.append(made)
        rows += [(case.title, figure.label, figure) for figure in methods]
    table = Table("Value added at risk by method", ("case", "method", "first year"), tuple(rows))
    return Part("loss", tuple(findings), (), (table,))


def _ordered(study: Study) -> list[Case]:
    """The cases that were run, the leading one first."""
    return sorted(
        (case for case in study.cases if case.id in study.ensembles),
        key=lambda case: case is not study.leading,
    )


def _no_table(study: Study) -> str:
    from monazite.study import economy

    have = words.listing([words.the_country(code) for code in economy.IMPORTERS])
    return (
        f"Output at risk is not computed for {words.the_country(study.importer)}: the package holds an input-output "
        f"table and a concordance from uses to industries for {have} only. What is unmet is valued at its price "
        "instead. With a table of your own that pymrio reads: `monazite loss --mrio TABLE --concordance CSV --importer "
        f"{study.importer} --unmet {study.mineral}:USE=LOW,MID,HIGH`."
    )


def _loss(study: Study, case: Case, *, first: bool) -> tuple[Finding, list[Figure]]:
    from monazite.study import economy

    anchor = shortage.anchor(study.ensembles[case.id], study.scenarios[case.id], case.title)
    named = f"{case.id}-{study.mineral}"
    whole, share, *methods = economy.figures(study.losses[case.id], case=named, causes=(anchor,))
    if _prints_nothing(whole):
        return _nothing(study, case, whole, anchor), methods
    finding = Finding(
        id=f"loss/{case.id}-{study.mineral}",
        section="loss",
        text=f"{case.title}: {{0:range}} of value added in {words.the_country(study.importer)} hangs "
        "on what is unmet in the first year, {1:range}; the range spans the named methods.",
        figures=(whole, share, *methods),
        caveats=_METHODS if first else (),
        would_change=_DEPENDENCE if first else "",
    )
    return finding, methods


def _prints_nothing(figure: Figure) -> bool:
    return words.value_of(figure).startswith("0 ")


def _nothing(study: Study, case: Case, figure: Figure, anchor: Figure) -> Finding:
    """A middle of zero in words, with the high end where there is one: no sentence says `0 USD`."""
    ends: tuple[Figure, ...] = (anchor,)
    tail = ""
    if figure.high:
        high = derive(
            f"{figure.id}/high",
            f"{figure.label}, high end",
            figure.high,
            figure.unit,
            formula="high end of the range",
            parents=(figure,),
        )
        if not _prints_nothing(high):
            ends, tail = (high, anchor), "; the high end of the range is {0}"
    return Finding(
        id=f"loss/{case.id}-{study.mineral}",
        section="loss",
        text=f"{case.title}: the middle of {{{len(ends) - 1}}} leaves nothing unmet in the first year that output in "
        f"{words.the_country(study.importer)} hangs on{tail}.",
        figures=ends,
    )


def _worth(study: Study, case: Case) -> Finding | None:
    """What the unmet tonnes of the first year would have cost at the published price."""
    import numpy as np

    ensemble = study.ensembles[case.id]
    total = np.zeros(ensemble.runs)
    prices: list[Figure] = []
    for position, group in enumerate(ensemble.groups):
        if group.kind != "focus-mineral":
            continue
        price = facts.price(group.name, study.as_of.known_at)
        if price is None:
            continue
        prices.append(price)
        missed = ensemble.unmet[:, :_YEAR, position].sum(axis=1, dtype=np.float64)
        total += missed * float(ensemble.base_t[position]) * 1000.0 * price.number
    if not prices:
        return None
    low, mid, high = (float(f"{x:.3g}") for x in np.quantile(total, (0.1, 0.5, 0.9)))
    anchor = shortage.anchor(ensemble, study.scenarios[case.id], case.title)
    figure = derive(
        f"loss/{study.importer}/{case.id}-{study.mineral}/worth",
        "worth of what is unmet in the first year at published prices",
        mid,
        "USD",
        formula="sum over minerals of unmet tonnes x published price; median and four of five runs",
        parents=(anchor, *prices),
        basis=Basis.NONE,
        low=low,
        high=high,
    )
    if _prints_nothing(figure):
        return _nothing(study, case, figure, anchor)
    return Finding(
        id=f"loss/{case.id}-{study.mineral}",
        section="loss",
        text=f"{case.title}: what {words.the_country(study.importer)} cannot buy in the first year would cost "
        "{0:range} at published prices.",
        figures=(figure,),
        caveats=_FLOOR,
    )
