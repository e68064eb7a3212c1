"""The brief of a study: each section from the step of the flow that computed it."""

from __future__ import annotations

import importlib.metadata
from dataclasses import replace
from typing import TYPE_CHECKING

from monazite import catalog
from monazite.brief import claims, law, words
from monazite.brief.model import Brief, Finding, Part, RunFacts, all_figures
from monazite.provenance import Cited, Figure, Source
from monazite.study import helping, leading, outcome, sections

if TYPE_CHECKING:
    from monazite.study.facade import Study

_VERSIONS = ("monazite", "numpy", "numba", "polars", "scipy")


def write(study: Study) -> Brief:
    """The brief, with every part the study can compute; what it cannot is said."""
    judged = _judged(study)
    parts: list[Part] = []
    if study.linked:
        entries = [
            entry
            for entry in study.standing.clauses
            if entry.measure in study.linked or entry.measure.id in _background(study)
        ]
        told = law.part(entries, [measure.id for measure in study.linked], study.as_of)
        parts.append(replace(told, findings=(*told.findings, *_differences(study))))
    if study.mineral:
        parts.append(sections.exposure(study))
    if study.modelled:
        parts += outcome.parts(study)
        parts += helping.parts(study)
    if judged:
        parts.append(claims.part(judged))
    if study.modelled:
        parts.append(helping.assumptions(study))
    parts = [part for part in parts if part.findings or part.tables or part.charts]
    lead = leading.sentences(study, parts, judged)
    figures = all_figures(lead, tuple(parts))
    return Brief(
        title=_title(study),
        subject=_subject(study),
        lead=lead,
        parts=tuple(parts),
        sources=_sources(figures),
        record=_record(study),
        readings=sections.events(study),
        claims=claims.as_dicts(judged),
        standing=tuple(
            law.as_dict(entry) for entry in study.standing.clauses if entry.measure in study.linked
        ),
        policy_event_found=bool(study.policy_events) or study.document is None,
        figures=figures,
    )


def _judged(study: Study) -> claims.Judged:
    from monazite import reading

    if study.reading is None:
        return ()
    on = study.document.date if study.document and study.document.date else study.as_of.on
    return [
        (
            claim,
            reading.judge(claim, on=min(on, study.as_of.known_at), known_at=study.as_of.known_at),
        )
        for claim in study.reading.claims
    ]


def _differences(study: Study) -> tuple[Finding, ...]:
    """Where the article and the act say different things, as findings on the law."""
    from monazite.study.differences import differences

    if study.reading is None:
        return ()
    found = differences(study.reading, study.linked, known_at=study.as_of.known_at)
    return tuple(
        Finding(
            id=f"law/difference/{number}",
            section="law",
            text="Article and law differ: "
            + entry.text.replace("{", "(").replace("}", ")")
            + " [{0}]",
            figures=(entry.figure,),
        )
        for number, entry in enumerate(found, 1)
    )


def _background(study: Study) -> set[str]:
    """Other controls on the same minerals by the same authority: they go on, or do not, beside the news."""
    symbols = frozenset[str]().union(*(measure.materials for measure in study.linked))
    return {
        entry.measure.id
        for entry in study.standing.clauses
        if entry.measure.authority == study.restrictor
        and entry.clause.items
        and entry.measure.materials & symbols
        and entry.status is not law.Status.NOT_STARTED
    }


def _title(study: Study) -> str:
    if study.document is not None:
        return study.document.title or "An announcement read"
    return f"What controls on {study.mineral.replace('-', ' ')} mean"


def _subject(study: Study) -> str:
    as_of = study.as_of
    known = "" if as_of.on == as_of.known_at else f", as known on {words.day(as_of.known_at)}"
    return (
        f"The law on {words.day(as_of.on)}{known}; effects for {words.the_country(study.importer)}."
    )


def _sources(figures: dict[str, Figure]) -> tuple[Source, ...]:
    cards = catalog.sources()
    cited = {figure.cited.source for figure in figures.values() if isinstance(figure.cited, Cited)}
    return tuple(cards[key] for key in sorted(cited) if key in cards)


def _record(study: Study) -> RunFacts:
    from monazite.study.facade import SPEC_EDITION

    vintage = max(card.published for card in catalog.sources().values())
    return RunFacts(
        on=study.as_of.on,
        known_at=study.as_of.known_at,
        importer=study.importer,
        runs=study.runs,
        seed=study.seed,
        inputs_sha256=study.inputs_sha256,
        versions=tuple((name, importlib.metadata.version(name)) for name in _VERSIONS),
        spec_edition=SPEC_EDITION,
        data_vintage=f"sources to {vintage}",
    )
