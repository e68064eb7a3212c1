"""One document to events and claims (§R1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monazite.reading.belonging import with_numbers
from monazite.reading.chinese import is_notice
from monazite.reading.claims import claims
from monazite.reading.events import events
from monazite.reading.model import Claim, Document, Event, Reading
from monazite.reading.notices import notice
from monazite.reading.scan import scan

WINDOW = 100_000


def _windows(text: str) -> Iterator[tuple[int, str]]:
    """Parts of at most 100,000 characters, cut at a line or a full stop, so that memory is bounded."""
    start = 0
    while start < len(text):
        end = min(len(text), start + WINDOW)
        if end < len(text):
            cut = max(
                text.rfind("\n", start + WINDOW // 2, end),
                text.rfind(". ", start + WINDOW // 2, end),
            )
            end = cut + 1 if cut > 0 else end
        yield start, text[start:end]
        start = end


def _new(event: Event, told: list[Event]) -> bool:
    """Whether a later part of a long document tells an act that no earlier part told."""
    actors = {a.jurisdiction for a in event.actors}
    return not any(
        event.instrument == other.instrument and actors & {a.jurisdiction for a in other.actors}
        for other in told
    )


def read(document: Document) -> Reading:
    """The events and claims a document states, each with the words it rests on.

    Deterministic: the same document gives the same reading, without network, clock or chance. A document of more than
    100,000 characters is read part by part; an act told in a later part alone is background.

    Spec: §R1.
    """
    told: list[Event] = []
    stated: list[Claim] = []
    label = document.name or "document"
    chinese = is_notice(document)
    for start, part in _windows(document.text):
        found = scan(replace(document, text=part), start)
        acts = notice(found.document) if chinese and not start else events(found)
        acts = with_numbers(found, acts)
        stated += claims(found, acts, len(stated))
        if start:
            new = [e for e in acts if _new(e, told)]
            acts = tuple(
                replace(e, role="background", id=f"{label}-e{len(told) + n}")
                for n, e in enumerate(new, 1)
            )
        told += acts
    return Reading(document, tuple(told), tuple(stated), document.notes)
