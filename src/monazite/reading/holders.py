# ruff: noqa: E501 - a pattern is one line of words
"""Whose a number is where its clause names no plain subject: suppliers, totals of the world, plants, firms (§R27)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monazite.reading.binding import Around
from monazite.reading.cues import Cue
from monazite.reading.places import predicate
from monazite.reading.scan import Scan, Sentence
from monazite.reading.sites import found as sites_in
from monazite.reading.wholes import buyer, leans
from monazite.reading.words import Mention

_FROM = re.compile(r"\bfrom (?:the )?$", re.IGNORECASE)
_MADE_IN = re.compile(
    r"\b(?:from|made|mined|processed|refined|smelted|separated|dug|produced|met|supplied|provided|delivered|furnished|bought) (?:\w+ ){0,2}?(?:in|by|with) (?:the )?$"
)
_ORIGIN_AFTER = re.compile(r" (?:the )?origin\b|['’]s (?:part|portion|share|slice)\b")
_THERE = re.compile(
    r"\b(?:there|here|from (?:the|that) (?:archipelago|country|kingdom|island|republic|state|north|south|neighbour))\b"
)
_FLOW = re.compile(
    r"(?:['’]s?)? (?:[\w-]+ ){0,4}?(?:imports|needs|requirements|demand|purchases|consumption|reactors|utilities|smelters|refiners|carmakers|buyers)\b"
)
_ADDRESSED = re.compile(r"\b(?:to|for|in|into) (?:the )?$")


def _clause(at: Around) -> tuple[int, int]:
    return at.low, min(at.right, max(at.high, at.amount.end))


def _near(scan: Scan, at: Around) -> Iterator[tuple[Sentence, Mention]]:
    """Places told before the number, the nearest first, in its sentence and the two before."""
    own = at.sentence
    for mention in reversed(own.of("place", "agency")):
        if mention.end <= at.amount.start:
            yield own, mention
    for step in (1, 2):
        if (index := own.index - step) >= 0:
            sentence = scan.sentences[index]
            for mention in reversed(sentence.of("place", "agency")):
                yield sentence, mention


def supplier(scan: Scan, at: Around, main: str) -> tuple[str, str] | None:
    """Who delivers the part of another's imports or needs that the number is."""
    if (on := leans(at)) is not None:
        return on.value, "the country leant on"
    text = at.sentence.text
    owner = buyer(at)
    low, high = _clause(at)
    places = [m for m in at.places if low <= m.start < high]
    for mention in places:
        if _FROM.search(text, max(0, mention.start - 12), mention.start):
            return mention.value, "place after from"
    if (told := predicate(at)) is not None and told != owner:
        return told, "where it was from"
    later = [m for m in places if m.start >= at.amount.end and m.value != owner]
    for mention in later:
        if _MADE_IN.search(text, at.amount.end, mention.start):
            return mention.value, "place after from, by or in"
    if _THERE.search(text, at.amount.end, high):
        if main not in {owner, "WLD", ""}:
            return main, "there: the country of the document"
        return next(
            (
                (m.value, "there: the place told before")
                for _, m in _near(scan, at)
                if m.value != owner
            ),
            None,
        )
    return _giver(at, owner, places)


_SHARE_OF = re.compile(r"\b(?:share|part|portion|weight) of (?:the )?$")


def _giver(at: Around, owner: str, places: list[Mention]) -> tuple[str, str] | None:
    """The country before the number whose part it is, else the subject that is not the buyer."""
    text = at.sentence.text
    before = [m for m in places if m.end <= at.amount.start]
    own = [
        m
        for m in before
        if _ORIGIN_AFTER.match(text, m.end) or _SHARE_OF.search(text, max(0, m.start - 20), m.start)
    ]
    own = own or [
        m
        for m in before
        if m.value != owner
        and not _FLOW.match(text, m.end)
        and not _ADDRESSED.search(text, 0, m.start)
    ]
    return (own[-1].value, "who supplies it") if own else None


_WORLD_AFTER = Cue(
    r"[^.;:,]{0,60}?\b(?:worldwide|globally|(?:in|around|across|over) the (?:world|globe)|world(?:['’]s)? total)\b"
)
_WORLD_BEFORE = Cue(
    r"\b(?:[Ww]orld(?:wide)?(?:['’]s)?|[Gg]lobal) (?:[\w-]+ ){0,3}?(?:output|production|suppl(?:y|ies)|demand|consumption|market|total|reserves|trade|capacity|mines?|use)\b[^.;:%]{0,50}$"
)
_OUT_OF = Cue(
    r"\bout of (?:a |an |the )?(?:(?:world|global) )?(?:total of )?(?:about |some |around )?$"
)
_OF_THE = re.compile(r"\b[Oo]f (?:the )?(?:about |some |around |roughly |estimated )*$")
_MARKETS = Cue(r"\b(?:market|global|world) (?:deficit|surplus|shortfall)\b[^.;:%]{0,40}$")
_BALANCE = Cue(r"\b(?:deficit|surplus|shortfall|oversupply|undersupply)\b")


_TOTALS = _WORLD_AFTER.mask | _WORLD_BEFORE.mask | _OUT_OF.mask | _MARKETS.mask | _BALANCE.mask


def world(at: Around) -> bool:
    """Whether a mass is a total of the world: `of the 81,000 tonnes mined worldwide`, `40,000 tonnes out of 83,000`."""
    sentence, start, end = at.sentence, at.amount.start, at.amount.end
    if not sentence.cues & _TOTALS:
        return False
    text, before = sentence.text, at.before
    if sentence.find(_OUT_OF, text[:start]) or sentence.find(_MARKETS, before):
        return True
    after = text[end : at.right]
    placed = any(at.low <= m.start and m.end <= start for m in at.places)
    if sentence.starts(_WORLD_AFTER, after) and (_OF_THE.search(before) or not placed):
        return True
    if placed:
        return False
    return bool(
        sentence.find(_WORLD_BEFORE, before)
        or sentence.find(_BALANCE, before)
        or sentence.find(_BALANCE, after[:30])
    )


_LOCAL = re.compile(
    r"\b(?:mines?|plants?|smelters?|refiner(?:y|ies)|complex|operations?|facilit(?:y|ies)|projects?|works|deposits?|sites?|pits?|fields?)\b[^.;:]{0,40}?\b(?:in|near|at|outside) [^.;:]{0,40}$"
)
_ATTACHED = re.compile(
    r"(?:['’]s)? (?:[\w-]+ ){0,3}?(?:mines?|plants?|smelters?|refiner(?:y|ies)|complex|facilit(?:y|ies)|works|capacity)\b"
)


def _stands(sentence: Sentence, start: int, end: int) -> str | None:
    """Where the plant or mine told last between `start` and `end` stands, by its name or by the place after it."""
    text = sentence.text
    spots = [
        (s.start, s.country)
        for s in sites_in(text)
        if start <= s.start and s.end <= end and not s.firm
    ]
    spots += [
        (m.start, m.value)
        for m in sentence.of("place")
        if start <= m.start
        and m.end <= end
        and (_LOCAL.search(text, max(0, m.start - 110), m.start) or _ATTACHED.match(text, m.end))
    ]
    return max(spots)[1] if spots else None


def plant_place(scan: Scan, at: Around) -> tuple[str, str] | None:
    """Where the plant or mine of a capacity stands: told before the number, right after it, or a sentence or two before."""
    if told := _stands(at.sentence, at.low, at.amount.start):
        return told, "where the plant stands"
    text = at.sentence.text
    for mention in at.sentence.of("place"):
        if at.amount.end <= mention.start < at.high and _LOCAL.search(
            text, at.amount.end, mention.start
        ):
            return mention.value, "where the plant stands"
    if firm := firm_home(at):
        return firm, "where the firm is at home"
    if told := _stands(at.sentence, 0, at.amount.start):
        return told, "where the plant stands"
    for step in (1, 2):
        if (index := at.sentence.index - step) >= 0:
            near = scan.sentences[index]
            if told := _stands(near, 0, len(near.text)):
                return told, "where the plant told before stands"
    return None


def firm_home(at: Around) -> str | None:
    """The home of the firm that is the last named in the clause before the number, if it digs at home."""
    named = [
        s for s in sites_in(at.sentence.text) if at.low <= s.start and s.end <= at.amount.start
    ]
    return named[-1].country if named and not named[-1].abroad else None
