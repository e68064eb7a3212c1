"""One document to events and claims (§R1)."""

from __future__ import annotations

from monazite.reading.claims import claims
from monazite.reading.events import events
from monazite.reading.model import Document, Reading
from monazite.reading.scan import scan


def read(document: Document) -> Reading:
    """The events and claims a document states, each with the words it rests on.

    Deterministic: the same document gives the same reading, without network, clock or chance.

    Spec: §R1.
    """
    found = scan(document)
    told = events(found)
    return Reading(document, told, claims(found, told), document.notes)
