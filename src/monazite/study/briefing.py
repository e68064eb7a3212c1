"""The brief of a study: each section from the step of the flow that computed it."""

from __future__ import annotations

import importlib.metadata
from dataclasses import replace
from typing import TYPE_CHECKING

from monazite import catalog
from monazite.brief import claims, law, words
from monazite.brief.model import SECTIONS, Brief, Finding, Part, RunFacts, all_figures
from monazite.provenance import Cited, Figure, Source
from monazite.study import assumed, helping, leading, losing, outcome, sections, told

if TYPE_CHECKING:
    from monazite.study.facade import Study

_VERSIONS = ("monazite", "numpy", "numba", "polars", "scipy")


def write(study: Study) -> Brief:
    """The brief, with every part the study can compute; what it cannot is said."""
    ready = _ready(study)
    if ready:
        _ = ready[0].begun  # the runs go on beside what is written before they are needed
    judged = _judged(study)
    parts = [part for part in _parts(study, ready, judged) if _says(part)]
    lead = leading.sentences(study, parts, judged)
    figures = all_figures(lead, tuple(parts))
    return Brief(
        title=_title(study),
        subject=_subject(study),
        lead=lead,
        parts=tuple(parts),
        sources=_sources(figures),
        record=_record(study),
        readings=told.events(study),
        claims=claims.as_dicts(judged),
        standing=tuple(
            law.as_dict(entry) for entry in study.standing.clauses if entry.measure in study.linked
        ),
        policy_event_found=bool(study.policy_events) or study.document is None,
        figures=figures,
    )


def _says(part: Part) -> bool:
    return bool(part.findings or part.tables or part.charts or part.note)


def _minerals(study: Study) -> list[Study]:
    """The study, and one for each further mineral of the act that has a network."""
    return [study, *(other for other in study.others if other.modelled)]


def _ready(study: Study) -> list[Study]:
    """Those that can be simulated."""
    return [each for each in _minerals(study) if each.modelled and each.scenarios]


def _parts(study: Study, ready: list[Study], judged: claims.Judged) -> list[Part]:
    """The sections in the order of the page; those of further minerals joined to the leading one's."""
    parts: list[Part] = [_law(study)] if study.linked else told.unfitting(study)
    parts += [sections.exposure(each) for each in _minerals(study) if each.mineral]
    parts += [part for each in ready for part in helping.parts(each)]
    if judged:
        parts.append(claims.part(judged))
    if ready:
        losing.prepare(study)
    for each in ready:
        parts += [*outcome.parts(each), losing.part(each)]
    if ready:
        parts.append(assumed.assumptions(study))
    return joined(parts)


def joined(parts: list[Part]) -> list[Part]:
    """Parts of one section as one, in the order of the page."""
    found: list[Part] = []
    for section in SECTIONS:
        same = [part for part in parts if part.section == section]
        if same:
            found.append(
                Part(
                    section,
                    tuple(entry for part in same for entry in part.findings),
                    tuple(chart for part in same for chart in part.charts),
                    tuple(table for part in same for table in part.tables),
                    " ".join(dict.fromkeys(part.note for part in same if part.note)),
                )
            )
    return found


def _law(study: Study) -> Part:
    background = _background(study)
    entries = [
        entry
        for entry in study.standing.clauses
        if entry.measure in study.linked or entry.measure.id in background
    ]
    part = law.part(entries, [measure.id for measure in study.linked], study.as_of)
    return replace(part, findings=(*part.findings, *_differences(study)))


def _judged(study: Study) -> claims.Judged:
    from monazite import reading

    if study.reading is None:
        return ()
    on = study.document.date if study.document and study.document.date else study.as_of.on
    known = study.as_of.known_at
    judged = [
        (claim, reading.judge(claim, on=min(on, known), known_at=known))
        for claim in study.reading.claims
    ]
    return claims.independent(judged, study.reading.document.text)


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
