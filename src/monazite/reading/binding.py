# ruff: noqa: E501 - a pattern is one line of words
"""What a number is about: the words that belong to it alone, and its material (§R26)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from monazite.reading.amounts import Amount
from monazite.reading.scan import Scan, Sentence
from monazite.reading.words import groups

_BREAK = re.compile(
    r"[;:]|\s[-–—]\s|, (?:while|whereas|but|although|though|and (?:it|its|the|in|that|has|is|was|will|much|most)|when|as|by the)\b|\b(?:while|whereas|yet)\b"
)
_UNNAMED = re.compile(
    r"\s*(?:of (?:the |its |all |those |these )*(?:[\w'’-]+ )?|reliant on imports for (?:at least )?\d+ (?:critical )?)(?:minerals|metals|materials|elements|mineral resources|metal resources)\b"
)


@dataclass(slots=True, eq=False)
class Around:
    """The sentence of an amount and the words that belong to that amount alone."""

    sentence: Sentence
    amount: Amount
    left: int
    right: int
    low: int
    high: int

    @property
    def words(self) -> str:
        """The words of this amount alone."""
        return self.sentence.text[self.left : self.right]

    @property
    def before(self) -> str:
        """The words of its clause before it."""
        return self.sentence.text[max(self.left, self.low) : self.amount.start]

    @property
    def after(self) -> str:
        """The words of its clause after it."""
        return self.sentence.text[self.amount.end : min(self.right, self.high)]


@lru_cache(maxsize=256)
def around(sentence: Sentence, amount: Amount) -> Around:
    """From the amount of its kind before (or the sentence's start) to the one after; `low` and `high` bound its clause."""
    left, right = 0, len(sentence.text)
    for other in sentence.amounts:
        if other.kind != amount.kind or other is amount:
            continue
        if other.end <= amount.start:
            left = max(left, other.end)
        elif other.start >= amount.end:
            right = min(right, other.start)
    low, high = 0, len(sentence.text)
    for start, end in _breaks(sentence.text):
        if end <= amount.start:
            low = end
        elif start >= amount.end:
            high = start
            break
    return Around(sentence, amount, left, right, low, high)


def pair(at: Around) -> Amount | None:
    """The first number of a pair whose second this is: `from 56% to 33%`, `between 15% and 30%`."""
    return next(
        (
            a
            for a in at.sentence.amounts
            if a.kind == "percent" and a.start < at.amount.start < a.end
        ),
        None,
    )


@lru_cache(maxsize=64)
def _breaks(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a sentence part."""
    return [hit.span() for hit in _BREAK.finditer(text)]


_PRODUCTS = re.compile(
    r"\s*of (?:the |all |its )?(?:world['’]s )?(?:(?P<magnets>(?:permanent |sintered )?magnets)|(?:electric[- ](?:car|vehicle) |car |EV )batteries)\b"
)


def _apart(scan: Scan, near: Sentence, own: Sentence) -> bool:
    """Whether a paragraph ends between two sentences."""
    low, high = near.start + len(near.text) - scan.start, own.start - scan.start
    return not near.title and "\n" in scan.document.text[low:high]


def material(scan: Scan, at: Around, main: str) -> tuple[str, str]:
    """The first material after the number in its clause, else the nearest before it, else the one told before."""
    names = at.sentence.of("material")
    if product := _PRODUCTS.match(at.sentence.text, at.amount.end):
        return ("rare_earths" if product["magnets"] else "lithium_batteries"), "what is made of it"
    if _UNNAMED.match(at.after):
        return (main if main in groups() else "critical_minerals"), "minerals in general"
    stop = min(at.right, at.high)
    after = [m for m in names if at.amount.end <= m.start < stop]
    if after:
        return after[0].value, "material after the number"
    before = [m for m in names if m.end <= at.amount.start]
    if before:
        own = [m for m in before if m.start >= at.low] or before
        return own[-1].value, "material before the number"
    for step in (1, 2):
        index = at.sentence.index - step
        if main and index >= 0 and _apart(scan, scan.sentences[index], at.sentence):
            break  # another paragraph
        if index >= 0 and (near := scan.sentences[index].of("material")):
            values = [m.value for m in near]
            return (main if main in values else near[0].value), "material of the sentence before"
    if names and not main:
        return names[0].value, "material in the sentence"
    return main, "material of the document"
