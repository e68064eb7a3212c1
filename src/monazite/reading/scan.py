"""A document cut into sentences with the names, amounts and dates in each (§R12)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from monazite.reading.amounts import Amount, amounts, cells
from monazite.reading.cues import ALL, WORDS, Cue
from monazite.reading.model import Document, Span
from monazite.reading.rules import table
from monazite.reading.sentences import sentences
from monazite.reading.times import When, times
from monazite.reading.words import Mention, mentions

MOST = 60  # amounts in a sentence; more is a list of numbers, not a sentence


@dataclass(slots=True, eq=False)
class Sentence:
    """One sentence; positions of what it holds count from its own start; `lower` is it in small letters.

    Names, amounts and dates are looked for when first asked for: most sentences of an article tell no act.
    """

    index: int
    start: int
    text: str
    on: date | None = None
    title: bool = False
    lower: str = ""
    table: float = 0.0  # tonnes in a unit of the table whose row it is
    cues: int = ALL  # bits of the patterns that may match in it
    dollar: str = "USD"  # what a dollar sign without a country stands for
    _names: tuple[Mention, ...] | None = field(default=None, repr=False)
    _amounts: tuple[Amount, ...] | None = field(default=None, repr=False)
    _times: tuple[When, ...] | None = field(default=None, repr=False)
    _of: dict[tuple[str, ...], tuple[Mention, ...]] = field(default_factory=dict, repr=False)

    @property
    def names(self) -> tuple[Mention, ...]:
        """Jurisdictions, agencies, sources, materials and stages, in order."""
        if self._names is None:
            self._names = tuple(mentions(self.text))
        return self._names

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Money, masses and percentages, in order."""
        if self._amounts is None:
            text = self.text
            found = cells(text, self.table) if self.table else amounts(text, self.cues)
            if self.dollar != "USD":
                found = [
                    a._replace(unit=self.dollar) if a.words.startswith("$") else a for a in found
                ]
            self._amounts = tuple(found[:MOST])
        return self._amounts

    @property
    def times(self) -> tuple[When, ...]:
        """Dates, resolved against the day of the document."""
        if self._times is None:
            self._times = tuple(times(self.text, self.on, self.cues))
        return self._times

    def find(self, cue: Cue, part: str | None = None) -> re.Match[str] | None:
        """The first match of a pattern in the sentence or a part of it (§R44)."""
        if not self.cues & cue.mask:
            return None
        return cue.first(self.text if part is None else part, self.cues)

    def starts(self, cue: Cue, part: str) -> re.Match[str] | None:
        """The match of a pattern at the start of a part of the sentence."""
        return cue.at_start(part, self.cues) if self.cues & cue.mask else None

    def of(self, *kinds: str) -> tuple[Mention, ...]:
        """The names of these kinds."""
        found = self._of.get(kinds)
        if found is None:
            found = self._of[kinds] = tuple([m for m in self.names if m.kind in kinds])
        return found


@dataclass(frozen=True, slots=True)
class Scan:
    """The title, if there is one, then the text, sentence by sentence."""

    document: Document
    sentences: tuple[Sentence, ...]
    start: int = 0  # where the text stands in a document read part by part

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


_HEADING = re.compile(
    r"\((?:in )?(?P<s>thousand |million |'?000 )?(?:metric )?(?P<u>tonnes|tons|kt|t)\)\s*$"
)
_ROW = re.compile(
    r"(?:[A-Za-z][\w .-]{0,40}|(?:19|20)\d\d[,:]?) *(?:\d[\d,.]*[ \t|]+){1,20}\d[\d,.]*\s*"
)
_HEADS = re.compile(r"[A-Za-z][\w |/-]{0,80}")


# an official release speaks of its own dollars; a newspaper of United States dollars
_RELEASES = (
    ("CAD", re.compile(r"\bThe Honourable [A-Z]|\bGovernment of Canada\b")),
    ("AUD", re.compile(r"\b(?:Australian|Albanese|Morrison|Turnbull|Commonwealth) Government\b")),
    ("NZD", re.compile(r"\bNew Zealand Government\b")),
)
_TOLD_APART = Cue(r"[A-Za-z]\$|\bU\.?S\.? \$|\bUSD\b|\b(?:US|U\.S\.|American) dollars")
_OPENING = 1_500


def _dollar(document: Document, found: list[Sentence]) -> str:
    """The currency of a dollar sign: a government's own in its release that tells no dollars apart (§R13)."""
    if "$" not in document.text or any(s.find(_TOLD_APART) for s in found):
        return "USD"
    opening = f"{document.title} {document.text[:_OPENING]}"
    own = [currency for currency, mark in _RELEASES if mark.search(opening)]
    return own[0] if len(own) == 1 else "USD"


def _rows(found: list[Sentence]) -> None:
    """Mark the rows of a flattened table under a heading that ends in a unit: `Allocation (tonnes)`."""
    factor = 0.0
    for sentence in found:
        heading = _HEADING.search(sentence.text)
        if heading:
            thousand = heading["u"] == "kt" or (heading["s"] or "").strip(" '") in {
                "thousand",
                "000",
            }
            factor = 1e3 if thousand else 1e6 if heading["s"] else 1.0
        elif factor and _ROW.fullmatch(sentence.text):
            sentence.table = factor
        elif factor and not _HEADS.fullmatch(sentence.text):
            factor = 0.0


def _cut(document: Document, text: str, *, title: bool, first: int) -> list[Sentence]:
    table()  # the words of its patterns are looked for too
    parts = sentences(text) if not title else [(0, len(text))]
    found = [
        Sentence(
            index,
            start,
            words := text[start:end],
            document.date,
            title,
            _lower(words),
            cues=WORDS.of(words),
        )
        for index, (start, end) in enumerate(parts, first)
    ]
    _rows(found)
    return found


def scan(document: Document, start: int = 0) -> Scan:
    """The document's sentences with what is in them; `start` is where its text begins in a longer one."""
    head = _cut(document, document.title, title=True, first=0) if document.title else []
    text = _cut(document, document.text, title=False, first=len(head))
    dollar = _dollar(document, text)
    for sentence in (*head, *text):
        sentence.dollar = dollar
    for sentence in text if start else ():
        sentence.start += start
    return Scan(document, (*head, *text), start)
