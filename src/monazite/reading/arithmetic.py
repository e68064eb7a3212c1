# ruff: noqa: E501 - a pattern is one line of words
"""Whether the sums that a text states add up: parts and their total, a share of a total (§R45)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from monazite.reading.amounts import Amount
from monazite.reading.model import Document, Span
from monazite.reading.scan import Scan, Sentence, scan

NEAR = 0.01  # a sum of rounded parts
LOOSE = 0.03  # a share of a total, both rounded
_GAP = 90  # characters between two parts of one list
_PARTS = re.compile(
    r"\b(?:made up of|comprising|comprises|consist(?:s|ing) of|composed of|split into|divided into|shared between|namely)\b"
)
_OF_WHICH = re.compile(r"\b(?:of which|including|among them)\b")
_TOTAL = re.compile(
    r"\b(?:in total|altogether|combined|for a total of|(?:bring|tak)(?:s|es|ing)? the total(?: \w+){0,4} to|add(?:s|ing)? up to|sums? to|together)\b"
)
_SHARE = re.compile(r"\s*of (?:the |a |its )?(?:[a-z]+ ){0,3}")
_EQUALS = re.compile(r"\b(?:or|which is|equal to|equivalent to|that is|hence|making)\b|[,(=]")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that the text states.

    Attributes:
        parts: The numbers that are added, or the share in percent and its total.
        total: What the text says they come to.
        unit: `t` or a currency.
        comes_to: What they do come to.
        at_most: The parts need not be all of the total.
        span: The words from the first number to the last.
    """

    parts: tuple[float, ...]
    total: float
    unit: str
    comes_to: float
    at_most: bool
    span: Span

    @property
    def holds(self) -> bool:
        """Whether the text's total agrees with what its numbers come to."""
        if self.at_most:
            return self.comes_to <= self.total * (1 + NEAR)
        near = LOOSE if self.unit.startswith("%") else NEAR
        return abs(self.comes_to - self.total) <= near * abs(self.total)


def _lists(sentence: Sentence) -> Iterator[list[Amount]]:
    """Masses or sums of money of one sentence in one unit, none of them a price."""
    units = {
        (a.kind, a.unit) for a in sentence.amounts if a.kind in {"mass", "money"} and not a.per
    }
    for unit in sorted(units):
        found = [a for a in sentence.amounts if (a.kind, a.unit) == unit and not a.per]
        if len(found) > 1:
            yield found


def _run(text: str, found: list[Amount]) -> list[Amount]:
    """The amounts that follow each other as a list."""
    kept = found[:1]
    for amount in found[1:]:
        between = text[kept[-1].end : amount.start]
        if len(between) > _GAP or ";" in between:
            break
        kept.append(amount)
    return kept


def _made(
    cut: Scan, sentence: Sentence, parts: list[Amount], total: Amount, *, at_most: bool
) -> Sum:
    ends = [x for a in (*parts, total) for x in (a.start, a.end)]
    values = tuple(a.value for a in parts)
    span = cut.span(sentence, min(ends), max(ends))
    return Sum(values, total.value, total.unit, sum(values), at_most, span)


def _of_list(cut: Scan, sentence: Sentence, found: list[Amount]) -> Iterator[Sum]:
    text = sentence.text
    for at, total in enumerate(found[:-1]):
        between = text[total.end : found[at + 1].start]
        of_which = _OF_WHICH.search(between)
        if of_which or _PARTS.search(between):
            parts = _run(text, found[at + 1 :])
            if of_which or len(parts) > 1:
                yield _made(cut, sentence, parts, total, at_most=bool(of_which))
                return
    if len(found) > 2 and _TOTAL.search(text[found[-2].end : found[-1].start]):  # noqa: PLR2004 - two parts and a total
        yield _made(cut, sentence, found[:-1], found[-1], at_most=False)


def _of_share(cut: Scan, sentence: Sentence) -> Iterator[Sum]:
    """`18,125 tonnes, or 15% of the 120,000 tonnes`: a share, its total and the product side by side."""
    text, masses = sentence.text, [a for a in sentence.amounts if a.kind in {"mass", "money"}]
    for share in (a for a in sentence.amounts if a.kind == "percent"):
        for one, two in combinations(masses, 2):
            for total, product in ((one, two), (two, one)):
                of = _SHARE.fullmatch(text, share.end, total.start)
                low, high = (
                    (product.end, share.start)
                    if product.end <= share.start
                    else (total.end, product.start)
                )
                beside = 0 <= high - low <= _GAP // 2 and _EQUALS.search(text, low, high)
                if of and beside and (total.unit, total.per) == (product.unit, product.per):
                    ends = [x for a in (share, total, product) for x in (a.start, a.end)]
                    yield Sum(
                        (share.value, total.value), product.value, f"% {total.unit}",
                        share.value / 100 * total.value, at_most=False, span=cut.span(sentence, min(ends), max(ends)),
                    )  # fmt: skip


def sums(document: Document) -> tuple[Sum, ...]:
    """The sums and shares of totals that a text states, each with what its numbers come to.

    Spec: §R45.
    """
    found: list[Sum] = []
    cut = scan(document)
    for sentence in cut.sentences:
        if sentence.title or sentence.table:
            continue
        for listed in _lists(sentence):
            found += _of_list(cut, sentence, listed)
        found += _of_share(cut, sentence)
    return tuple(found)
