# ruff: noqa: E501 - a pattern is one line of words
"""What a number is about: the words that belong to it alone, its material and its country (§R26, §R27)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from monazite.reading.amounts import Amount
from monazite.reading.scan import Scan, Sentence
from monazite.reading.words import Mention, groups

_BREAK = re.compile(
    r"[;:]|\s[-–—]\s|, (?:while|whereas|but|although|though|and (?:it|its|the|in|that|has|is|was|will|much|most)|when|as|by the)\b|\b(?:while|whereas|yet)\b"
)
_AFTER_VERB = re.compile(
    r"\b(?:comes?|came|coming|mined|refined|produced|held|controlled|supplied|processed|made|dug|sourced|originat\w+|imported|smelted|separated|bought|lie|lies|found|is|are|was|were)\b(?:[^.;,]{0,40}?)\b(?:from|by|in)\s(?:the\s)?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s(?:the\s)?$", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"\b(?:to|towards?|from|against|than|for|with|after|versus|outside|into|by)\s(?:the\s)?(?:\w+\s)?$",
    re.IGNORECASE,
)
_CARRIER = re.compile(
    r"^(?:[’']s)?\s(?:compan(?:y|ies)|firms?|miners?|investors?|buyers?|customers|importers|authorities|dollars?|reactors?|tariffs|users|analysts)\b",
    re.IGNORECASE,
)
_NAMED_FIRM = re.compile(
    r"[’']s (?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|[A-Z]\w+ (?:ministry|government|Ministry))[A-Z][a-z]"
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|their|the (?:[\w-]+ ){0,3}(?:country|nation|state|island|kingdom|producer|bloc|enclave|government)|there|home)\b",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"\s*(?:of (?:the |its |all |those |these )*(?:[\w'’-]+ )?|reliant on imports for (?:at least )?\d+ (?:critical )?)(?:minerals|metals|materials|elements|mineral resources|metal resources)\b"
)
_MARKET = re.compile(r"\b(?:in|on|at)\s(?:the\s)?$", re.IGNORECASE)
_EXCHANGES = frozenset(["London", "Shanghai", "Rotterdam", "Washington"])


@dataclass(frozen=True, slots=True)
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
    others = [a for a in sentence.amounts if a.kind == amount.kind and a is not amount]
    left = max((a.end for a in others if a.end <= amount.start), default=0)
    right = min((a.start for a in others if a.start >= amount.end), default=len(sentence.text))
    low = max((m.end() for m in _BREAK.finditer(sentence.text, 0, amount.start)), default=0)
    high = next((m.start() for m in _BREAK.finditer(sentence.text, amount.end)), len(sentence.text))
    return Around(sentence, amount, left, right, low, high)


def material(scan: Scan, at: Around, main: str) -> tuple[str, str]:
    """The first material after the number in its clause, else the nearest before it, else the one told before."""
    names = at.sentence.of("material")
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
        if index >= 0 and (near := scan.sentences[index].of("material")):
            values = [m.value for m in near]
            return (main if main in values else near[0].value), "material of the sentence before"
    if names and not main:
        return names[0].value, "material in the sentence"
    return main, "material of the document"


def _is_subject(at: Around, mention: Mention) -> bool:
    text = at.sentence.text
    before = text[max(0, mention.start - 24) : mention.start]
    if _NO_SUBJECT.search(before) or _CARRIER.match(text[mention.end : mention.end + 24]):
        return False
    if mention.kind == "place" and _NAMED_FIRM.match(text, mention.end):
        return False
    name = text[mention.start : mention.end]
    return not (name in _EXCHANGES and _MARKET.search(before))


def _possessive(at: Around, mentions: list[Mention]) -> Mention | None:
    """`95 percent of Myanmar's tin`: the country right after `of`."""
    hit = re.match(r"\s*of (?:the )?", at.sentence.text[at.amount.end :])
    if hit is None:
        return None
    start = at.amount.end + hit.end()
    return next((m for m in mentions if m.start == start), None)


_VERSUS = re.compile(r"\b(?:against|compared|versus|ahead of|followed by)\b")
_JOINED = re.compile(r"^[^.;:]{0,60}(?:,|\band)\s(?:\w+\s){0,3}$")


def _chain(at: Around) -> int:
    """Where the words of a list of amounts end: `83 percent of A and 63 percent of B come from X`."""
    end, stop = at.amount.end, at.right
    for other in at.sentence.amounts:
        if other.kind != at.amount.kind or other.start < at.amount.end:
            continue
        between = at.sentence.text[end : other.start]
        if not _JOINED.match(between) or _VERSUS.search(between):
            return other.start
        end, stop = other.end, len(at.sentence.text)
    return stop


_ORIGIN = re.compile(r"\s*(?:was|were|is|are)\s")
_END = re.compile(r"\s*(?:[.,;]|$)")


def _after(at: Around, mentions: list[Mention]) -> tuple[str, str] | None:
    text, stop = at.sentence.text, min(_chain(at), at.high)
    for mention in mentions:
        if not at.amount.end <= mention.start < stop:
            continue
        between = text[at.amount.end : mention.start]
        if _FROM.search(between) or _AFTER_VERB.search(between):
            return mention.value, "place after from, by or in"
        if _ORIGIN.fullmatch(between) and _END.match(text, mention.end):
            return mention.value, "where it was from"
        if text.startswith(" origin", mention.end):
            return mention.value, "where it was from"
    return None


def _carried(scan: Scan, at: Around, main: str) -> tuple[str, str]:
    for step in (1, 2):
        index = at.sentence.index - step
        if index < 0:
            break
        near = scan.sentences[index]
        places = [
            m
            for m in near.of("place", "agency")
            if _is_subject(Around(near, at.amount, 0, 0, 0, 0), m)
        ]
        values = [m.value for m in places]
        if main in values:
            return main, "place of the document, told just before"
        if values and _PRONOUN.match(at.before.strip() or at.sentence.text[:40]):
            return values[0], "place of the sentence before"
    return main, "place of the document"


_BESIDE = re.compile(
    r"(?: with| at| on|['’]s share(?: is| was)?(?: at)?|:|,| \()? ?(?:about |around |some |nearly )?"
)


def _beside(at: Around, mentions: list[Mention]) -> str | None:
    """`Russia with 19`: the place right before a number of a list."""
    if at.amount.words != "list":
        return None
    here = re.compile(r" (?:in|from) (?:the )?").match(at.sentence.text, at.amount.end)
    after = next((m for m in mentions if here and m.start == here.end()), None)
    if after:
        return after.value
    near = [m for m in mentions if m.end <= at.amount.start]
    return (
        near[-1].value
        if near and _BESIDE.fullmatch(at.sentence.text, near[-1].end, at.amount.start)
        else None
    )


def source_place(at: Around) -> str | None:
    """The place after `from`, on either side of a number of trade."""
    for mention in at.sentence.of("place", "agency"):
        if at.low <= mention.start < min(at.right, at.high) and _FROM.search(
            at.sentence.text, max(0, mention.start - 12), mention.start
        ):
            return mention.value
    return None


def place(scan: Scan, at: Around, main: str, *, subject: bool = False) -> tuple[str, str]:
    """Who the number is about: the one after `from` or `by` (not where the subject is asked), else the subject of its clause, else carried over."""
    mentions = list(at.sentence.of("place", "agency"))
    if beside := _beside(at, mentions):
        return beside, "place beside the number"
    if not subject and (found := _after(at, mentions)):
        return found
    before = [m for m in mentions if m.end <= at.amount.start and _is_subject(at, m)]
    own = [m for m in before if m.start >= at.low]
    if own:
        return own[-1].value, "subject of the clause"
    owner = _possessive(at, mentions)
    if owner is not None:
        return owner.value, "whose it is"
    if before and not _PRONOUN.search(at.before[:40]):
        return before[-1].value, "subject of the sentence"
    later = [m for m in mentions if at.amount.end <= m.start < at.right and _is_subject(at, m)]
    if before:
        return before[0].value, "subject of the sentence, by a pronoun"
    if later and not _PRONOUN.search(at.sentence.text[: at.amount.start]):
        return later[0].value, "place after the number"
    return _carried(scan, at, main)
