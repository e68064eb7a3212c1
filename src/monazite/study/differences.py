# ruff: noqa: E501 - a sentence is one line
"""Where an article and the law it speaks of say different things (§R41, §R42)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monazite import codes
from monazite.provenance import Figure, Quality
from monazite.reading import Event, Reading
from monazite.regime import Clause, Measure, Status, measures

_SMALL = re.compile(
    r"\b(?:even )?(?:small|trace|tiny|minute|any) (?:amounts?|quantit\w+|traces?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the sentence, the clause, and the figure it rests on.

    Attributes:
        text: A plain sentence.
        ref: The clause, `CN-2025-61#1(1)`, or the measure.
        figure: What the clause says as a figure, cited to the act.
        quote: The article's words.
    """

    text: str
    ref: str
    figure: Figure
    quote: str = ""


def _elements(clause: Clause) -> frozenset[str]:
    found = {
        concept.removeprefix("el:")
        for item in clause.items
        for concepts in item.concepts
        for concept in concepts
        if concept.startswith("el:")
    }
    if any("fam:SmCo" in concepts for item in clause.items for concepts in item.concepts):
        found.add("Sm")
    return frozenset(found & set(codes.RARE_EARTHS) or found)


def _named(events: Iterable[Event]) -> dict[str, str]:
    """Single elements the article names, symbol to its own word."""
    found: dict[str, str] = {}
    for event in events:
        for material in event.materials:
            entry = codes.search_mineral(material.value.replace("_", "-"))
            if entry and len(entry.symbols) == 1:
                found.setdefault(
                    entry.symbols[0], material.span.quote.lower() if material.span else entry.name
                )
    return found


def _list(names: Iterable[str]) -> str:
    words = list(names)
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _count(measure: Measure, clause: Clause, covered: frozenset[str]) -> Figure:
    return Figure(
        f"law/{measure.id}/{clause.id}/elements",
        f"elements listed in {measure.number}, clause {clause.id}: {_list(sorted(covered))}",
        float(len(covered)),
        "elements",
        period=measure.issued.isoformat(),
        quality=Quality.REPORTED,
        reliability=measure.reliability,
        cited=measure.cited[0],
    )


def _lists(named: dict[str, str], linked: tuple[Measure, ...]) -> list[Difference]:
    found: list[Difference] = []
    clauses = [(m, c, _elements(c)) for m in linked for c in m.clauses if c.items]
    for measure, clause, covered in clauses:
        if measure is not linked[0]:
            break  # the act itself is held against the article; its companions say where the rest stands
        missing = [name for symbol, name in named.items() if symbol not in covered]
        if not covered or not missing or len(missing) == len(named) == 0:
            continue
        elsewhere = [
            f"{name} stands in {m.number}"
            for symbol, name in named.items()
            if symbol not in covered
            for m, c, other in clauses
            if symbol in other and c is not clause
        ]
        tail = f" ({'; '.join(dict.fromkeys(elsewhere))})" if elsewhere else ""
        text = (
            f"The article names {_list(named.values())}; {measure.number}, clause {clause.id}, lists "
            f"{_list(sorted(covered))}: {_list(missing)} {'is' if len(missing) == 1 else 'are'} not in that list{tail}."
        )
        found.append(
            Difference(text, f"{measure.id}#{clause.id}", _count(measure, clause, covered))
        )
    return found


def _shares(clause: Clause) -> bool:
    return "0.1" in clause.text and "%" in clause.text


def _threshold(reading: Reading, linked: tuple[Measure, ...]) -> list[Difference]:
    hit = _SMALL.search(reading.document.text)
    if not hit:
        return []
    return [
        Difference(
            f"The article says {hit.group(0)!r}; {measure.number}, clause {clause.id}, sets a share of 0.1 percent of the value.",
            f"{measure.id}#{clause.id}",
            Figure(
                f"law/{measure.id}/{clause.id}/share", f"least share of value, {measure.number}, clause {clause.id}", 0.1, "%",
                reliability=measure.reliability, cited=measure.cited[0],
            ),
            hit.group(0),
        )
        for measure in linked
        for clause in measure.clauses
        if _shares(clause)
    ]  # fmt: skip


def _starts(measure: Measure, known_at: date) -> list[date]:
    """The days on which clauses of a measure come into force, as known on the day."""
    layers = [entry for clause in measure.clauses for entry in clause.timeline]
    return sorted(
        {e.on for e in layers if e.status is Status.IN_FORCE and e.seen <= known_at and not e.by}
    )


def _dates(
    events: Iterable[Event], linked: tuple[Measure, ...], known_at: date
) -> list[Difference]:
    """Days of effect the article gives and no act of the authority has."""
    told = {e.effective.value for e in events if e.effective and e.effective.precision == "day"}
    measure = linked[0]
    own = _starts(measure, known_at)
    acts = [other for other in measures() if other.authority == measure.authority]
    every = {day.isoformat() for other in (*acts, *linked) for day in _starts(other, known_at)}
    return [
        Difference(
            f"The article gives {value} as the day of effect; {measure.number} has "
            f"{_list(day.isoformat() for day in own)}.",
            measure.id,
            Figure(
                f"law/{measure.id}/effect",
                f"first day of effect of {measure.number}",
                own[0].isoformat(),
                "",
                reliability=measure.reliability,
                cited=measure.cited[0],
            ),
            value,
        )
        for value in sorted(told - every)
        if own
    ]


def _speaks_of(event: Event, measure: Measure) -> bool:
    """Whether an event is that of a measure: it names the number, or none."""
    number = re.search(r"\d+(?=\D*$)", measure.number)
    told = [set(re.findall(r"\d+", ref.value)) for ref in event.instrument_refs]
    return not told or number is None or any(number[0] in numbers for numbers in told)


def differences(
    reading: Reading, linked: tuple[Measure, ...], *, known_at: date = date.max
) -> tuple[Difference, ...]:
    """What the article says of an act and the act does not, or the other way round.

    Args:
        reading: The document read.
        linked: The measures its main events speak of, the leading one first.
        known_at: Only law that could be known by then is held against the article.

    Spec: §R42.
    """
    main = [event for event in reading.events if event.role == "main"]
    if not main or not linked:
        return ()
    named = _named(event for event in main if _speaks_of(event, linked[0]))
    found = _lists(named, linked) if named else []
    return (*found, *_threshold(reading, linked), *_dates(main, linked, known_at))
