# ruff: noqa: E501 - a pattern is one line of words
"""What a number is about: the words that belong to it alone, and its material (§R26)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from monazite.reading.amounts import Amount
from monazite.reading.cues import Cue
from monazite.reading.scan import Scan, Sentence
from monazite.reading.words import Mention, groups

_BREAK = re.compile(
    r"[;:]|\s[-–—]\s|, (?:while|whereas|but|although|though|and (?:it|its|the|in|that|has|is|was|will|much|most)|when|as|by the)\b|\b(?:while|whereas|yet)\b"
)
_UNNAMED = Cue(
    r"\s*(?:of (?:the |its |all |those |these )*(?:[\w'’-]+ )?|reliant on imports for (?:at least )?\d+ (?:critical )?)(?:minerals|metals|materials|elements|mineral resources|metal resources)\b"
)


@dataclass(slots=True, eq=False)
class Around:
    """The sentence of an amount and the words that belong to that amount alone.

    Attributes:
        left: Where the amount of its kind before it ends; `right` is where the next one begins.
        low: Where its clause begins; `high` is where it ends.
        before: The words of its clause before it.
        after: The words of its clause after it.
        places: The places and agencies of its sentence.
    """

    sentence: Sentence
    amount: Amount
    left: int
    right: int
    low: int
    high: int
    before: str = field(init=False)
    after: str = field(init=False)
    places: tuple[Mention, ...] = field(init=False)

    def __post_init__(self) -> None:
        text = self.sentence.text
        self.before = text[max(self.left, self.low) : self.amount.start]
        self.after = text[self.amount.end : min(self.right, self.high)]
        self.places = self.sentence.of("place", "agency")


@lru_cache(maxsize=256)
def around(sentence: Sentence, amount: Amount) -> Around:
    """From the amount of its kind before (or the sentence's start) to the one after; `low` and `high` bound its clause."""
    kind, first, last = amount.kind, amount.start, amount.end
    left, right = 0, len(sentence.text)
    for other in sentence.amounts:
        if other.kind != kind or other is amount:
            continue
        if other.end <= first:
            left = max(left, other.end)
        elif other.start >= last:
            right = min(right, other.start)
    low, high = 0, len(sentence.text)
    for start, end in _breaks(sentence.text):
        if end <= first:
            low = end
        elif start >= last:
            high = start
            break
    return Around(sentence, amount, left, right, low, high)


def pair(at: Around) -> Amount | None:
    """The first number of a pair whose second this is: `from 56% to 33%`, `between 15% and 30%`."""
    start = at.amount.start
    for amount in at.sentence.amounts:
        if amount.start < start < amount.end and amount.kind == "percent":
            return amount
    return None


@lru_cache(maxsize=64)
def _breaks(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a sentence part."""
    return [hit.span() for hit in _BREAK.finditer(text)]


_PRODUCTS = Cue(
    r"\s*of (?:the |all |its )?(?:world['’]s )?(?:(?P<magnets>(?:permanent |sintered )?magnets)|(?:electric[- ](?:car|vehicle) |car |EV )batteries)\b"
)


def _apart(scan: Scan, near: Sentence, own: Sentence) -> bool:
    """Whether a paragraph ends between two sentences."""
    low, high = near.start + len(near.text) - scan.start, own.start - scan.start
    return not near.title and "\n" in scan.document.text[low:high]


def _beside(at: Around, names: tuple[Mention, ...]) -> tuple[str, str] | None:
    """The first material after the number in its clause, else the nearest before it in its sentence."""
    start, end, stop = at.amount.start, at.amount.end, min(at.right, at.high)
    last: Mention | None = None
    for mention in names:
        if end <= mention.start < stop:
            return mention.value, "material after the number"
        if mention.end <= start:
            last = mention
    return last and (last.value, "material before the number")


def material(scan: Scan, at: Around, main: str) -> tuple[str, str]:
    """The first material after the number in its clause, else the nearest before it, else the one told before."""
    names = at.sentence.of("material")
    if product := at.sentence.starts(_PRODUCTS, at.sentence.text[at.amount.end :]):
        return ("rare_earths" if product["magnets"] else "lithium_batteries"), "what is made of it"
    if at.sentence.starts(_UNNAMED, at.after):
        return (main if main in groups() else "critical_minerals"), "minerals in general"
    if (told := _beside(at, names)) is not None:
        return told
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
