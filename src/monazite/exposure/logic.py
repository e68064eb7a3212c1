"""Three-valued logic with its explanation: a tree of conditions (§X2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from monazite.provenance import Cited


class Verdict(StrEnum):
    """Whether a condition holds; `open` means a fact is missing."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"


MET, NOT_MET, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.OPEN


@dataclass(frozen=True, slots=True)
class Node:
    """One condition as it was judged.

    Attributes:
        text: The condition in words.
        seen: The value seen, empty where none was needed.
        wanted: What was asked of it.
        fact: Name of the fact, for a leaf.
        assumed: Why a value was taken that nobody stated; empty where it was stated.
    """

    text: str
    verdict: Verdict
    seen: str = ""
    wanted: str = ""
    fact: str = ""
    assumed: str = ""
    children: tuple[Node, ...] = ()
    cited: Cited | None = None


def both(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene's and: one `not_met` decides, else one `open` leaves it open."""
    found = set(verdicts)
    if NOT_MET in found:
        return NOT_MET
    return OPEN if OPEN in found else MET


def either(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene's or."""
    found = set(verdicts)
    if MET in found:
        return MET
    return OPEN if OPEN in found else NOT_MET


def opposite(verdict: Verdict) -> Verdict:
    """Kleene's not."""
    return {MET: NOT_MET, NOT_MET: MET, OPEN: OPEN}[verdict]


def judge(*, holds: bool | None) -> Verdict:
    """A verdict from true, false or unknown."""
    if holds is None:
        return OPEN
    return MET if holds else NOT_MET


def leaves(node: Node) -> Iterator[Node]:
    """The leaves of a tree, left to right."""
    if not node.children:
        yield node
    for child in node.children:
        yield from leaves(child)


def deciding(node: Node) -> Iterator[Node]:
    """The leaves that carry the verdict: the open ones of an open node, the failed ones of a failed one."""
    if not node.children:
        yield node
        return
    same = [child for child in node.children if child.verdict is node.verdict]
    for child in same or node.children:
        yield from deciding(child)
