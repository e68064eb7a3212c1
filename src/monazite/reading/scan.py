"""A document cut into sentences with the names, amounts and dates in each (§R12)."""

from __future__ import annotations

from dataclasses import dataclass

from monazite.reading.amounts import Amount, amounts
from monazite.reading.model import Document, Span
from monazite.reading.sentences import sentences
from monazite.reading.times import When, times
from monazite.reading.words import Mention, mentions

MOST = 60  # amounts in a sentence; more is a list of numbers, not a sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; positions of what it holds count from its own start; `lower` is it in small letters."""

    index: int
    start: int
    text: str
    names: tuple[Mention, ...]
    amounts: tuple[Amount, ...]
    times: tuple[When, ...]
    title: bool = False
    lower: str = ""

    def of(self, *kinds: str) -> tuple[Mention, ...]:
        """The names of these kinds."""
        return tuple(m for m in self.names if m.kind in kinds)


@dataclass(frozen=True, slots=True)
class Scan:
    """The title, if there is one, then the text, sentence by sentence."""

    document: Document
    sentences: tuple[Sentence, ...]

    def span(self, sentence: Sentence, start: int, end: int) -> Span:
        """The words of a sentence as a span of the document."""
        return Span(
            sentence.text[start:end],
            sentence.start + start,
            sentence.start + end,
            "title" if sentence.title else "text",
        )


def _lower(text: str) -> str:
    """The text in small letters, if that keeps every position."""
    small = text.lower()
    return small if len(small) == len(text) else text


def _cut(document: Document, text: str, *, title: bool, first: int) -> list[Sentence]:
    found: list[Sentence] = []
    for start, end in sentences(text) if not title else [(0, len(text))]:
        words = text[start:end]
        found.append(
            Sentence(
                first + len(found),
                start,
                words,
                tuple(mentions(words)),
                tuple(amounts(words)[:MOST]),
                tuple(times(words, document.date)),
                title,
                _lower(words),
            )
        )
    return found


def scan(document: Document) -> Scan:
    """The document's sentences with what is in them."""
    head = _cut(document, document.title, title=True, first=0) if document.title else []
    return Scan(document, (*head, *_cut(document, document.text, title=False, first=len(head))))
