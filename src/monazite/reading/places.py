# ruff: noqa: E501 - a pattern is one line of words
"""Whose a number is: the country beside it, after `from` or `in`, or the subject of its clause (§R27)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from monazite.reading.binding import Around, around, pair
from monazite.reading.cues import Cue
from monazite.reading.scan import Scan, Sentence
from monazite.reading.sites import Site
from monazite.reading.sites import found as sites_in
from monazite.reading.words import Mention

_AFTER_VERB = re.compile(
    r"\b(?:comes?|came|coming|mined|refined|produced|held|controlled|supplied|processed|made|dug|sourced|originat\w+|imported|smelted|separated|bought|lie|lies|found|is|are|was|were)\b(?:[^.;,]{0,40}?)\b(?:from|by|in)\s(?:the\s)?$",
    re.IGNORECASE,
)
_ELSE_FROM = re.compile(
    r", (?:\w+ ){0,3}(?:imports?|shipments|supplies|cargoes) from (?:the )?$"
    r"|, (?:most|much|nearly all|almost all|all|some|the bulk) of (?:it|which|them)\b[^.;,]*$"
)
_FROM = re.compile(r"\bfrom\s(?:the\s)?$", re.IGNORECASE)
_LED = re.compile(r"\b(?:from|by|in)\s(?:the\s)?$", re.IGNORECASE)  # the ends of both
_WHICH = re.compile(r", (?:which|who|whose)\b(?! (?:\w+ ){0,2}?(?:it|they|he)\b)")
_NO_SUBJECT = re.compile(
    r"\b(?:to|towards?|from|against|than|for|with|after|versus|outside|into|by|on|near|bordering)\s(?:the\s)?(?:\w+\s)?$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"(?:[’']s)?\s(?:\w+\s){1,2}?(?:refines?|process|mines?|dig|produce|make|control|dominate|supply|account|turn out|hold|smelt|separate)\b"
)
_CARRIER = re.compile(
    r"(?:[’']s)?\s(?:compan(?:y|ies)|firms?|miners?|investors?|buyers?|customers|importers|authorities|dollars?|reactors?|tariffs|users|analysts)\b",
    re.IGNORECASE,
)
_NAMED_FIRM = re.compile(
    r"[’']s (?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|[A-Z]\w+ (?:ministry|government|Ministry))[A-Z][a-z]"
)
_PRONOUN = Cue(
    r"\b(?:it|its|they|their|the (?:[\w-]+ ){0,3}(?:country|nation|state|island|kingdom|producer|bloc|enclave|government)|there|home)\b",
    re.IGNORECASE,
)
_MARKET = re.compile(r"\b(?:in|on|at)\s(?:the\s)?$", re.IGNORECASE)
_EXCHANGES = frozenset(["London", "Shanghai", "Rotterdam", "Washington"])


def _can_act(sentence: Sentence, mention: Mention) -> bool:
    """Whether a place can be the subject of its sentence by the words beside it."""
    text, start, end = sentence.text, mention.start, mention.end
    if _CARRIER.match(text, end, end + 24) and not _DOES.match(text, end):
        return False
    before = text[max(0, start - 24) : start]
    if before[-1:].isspace() and _NO_SUBJECT.search(before):
        return False
    if before.endswith(" and ") and (last := _joined(sentence, mention)) is not None:
        return _can_act(sentence, last)
    if mention.kind == "place" and text.startswith(_QUOTES, end) and _NAMED_FIRM.match(text, end):
        return False
    return not (text[start:end] in _EXCHANGES and _MARKET.search(before))


_QUOTES = ("’", "'")


def _joined(sentence: Sentence, mention: Mention) -> Mention | None:
    """The place that another is joined to: `most of it from Brazil and Malaysia`."""
    return next((m for m in sentence.of("place") if m.end + 5 == mention.start), None)  # " and "


@lru_cache(maxsize=64)
def _subjects(sentence: Sentence) -> tuple[Mention, ...]:
    """Places of a sentence that can be its subject."""
    return tuple([m for m in sentence.of("place", "agency") if _can_act(sentence, m)])


def _is_subject(at: Around, mention: Mention) -> bool:
    """Whether a place can be the subject of what is told of a number, also by a clause that begins with `which`."""
    if mention in _subjects(at.sentence):
        return True
    return mention.end <= at.amount.start and bool(_WHICH.match(at.sentence.text, mention.end))


_OF = re.compile(r"\s*of (?:the )?")


def _possessive(at: Around, mentions: list[Mention]) -> Mention | None:
    """`95 percent of Myanmar's tin`: the country right after `of`."""
    hit = _OF.match(at.sentence.text, at.amount.end)
    if hit is None:
        return None
    start = hit.end()
    return next((m for m in mentions if m.start == start), None)


_VERSUS = re.compile(r"\b(?:against|compared|versus|ahead of|followed by)\b")
_JOINED = re.compile(r"^[^.;:]{0,60}(?:,|\band)\s(?:\w+\s){0,3}$")


def _stop(at: Around) -> int:
    """Where the words of a list of amounts end: `83 percent of A and 63 percent of B come from X`."""
    text, end, stop = at.sentence.text, at.amount.end, at.right
    later = [a for a in at.sentence.amounts if a.kind == at.amount.kind and a.start >= end]
    if later and _is_held(at):
        return min(later[0].start, at.high)
    for other in later:
        between = text[end : other.start]
        if not _JOINED.match(between) or _VERSUS.search(between):
            return min(other.start, at.high)
        end, stop = other.end, len(text)
    return min(stop, at.high)


def _is_held(at: Around) -> bool:
    """Whether a subject stands before the number in its clause."""
    return any(
        at.low <= m.start and m.end <= at.amount.start and _is_subject(at, m) for m in at.places
    )


_PREDICATE = re.compile(r"\b(?:is|are|was|were)(?: (?:still|now|all|mostly))? $")
_CLOSED = re.compile(
    r"(?:[- ](?:origin|made|mined))?\s*(?:[.,;:)]|$|and\b|although\b|in (?:19|20)\d\d|last year)"
)


def predicate(at: Around) -> str | None:
    """`nine-tenths of refined gallium is Chinese`, `63 per cent was of Chinese origin`."""
    end, high = at.amount.end, at.high
    later = [m for m in at.places if end <= m.start < high]
    return _predicate(at, later, _stop(at)) if later else None


def _predicate(at: Around, later: list[Mention], stop: int) -> str | None:
    text = at.sentence.text
    for mention in later:
        if mention.start < stop and _CLOSED.match(text, mention.end):
            between = text[at.amount.end : mention.start]
            if _PREDICATE.search(between) or (
                between.endswith(" of ") and " origin" in text[mention.end : mention.end + 8]
            ):
                return mention.value
    return None


_FURTHER = re.compile(
    r", (?:(?:and|but|while|yet) (?:nothing|none|no|nobody|little|\w+ (?:has|have|is|are|was|were))|(?:an?|the) \w+ (?:that|which)|which|who)\b"
)


def _after(at: Around, mentions: list[Mention]) -> tuple[str, str] | None:
    text, end, high = at.sentence.text, at.amount.end, at.high
    later = [m for m in at.places if end <= m.start < high]
    if not later:
        return None
    stop = _stop(at)
    if (told := _predicate(at, later, stop)) is not None:
        return told, "where it was from"
    for mention in mentions:
        if not end <= mention.start < stop:
            continue
        between = text[end : mention.start]
        if ", " in between and _FURTHER.search(between) and _is_held(at):
            break  # told in a clause of its own: `China mines 80%, a metal that nobody mines in America`
        if (", " in between and _ELSE_FROM.search(between)) or any(
            end <= a.start < mention.start and a.kind != at.amount.kind for a in at.sentence.amounts
        ):
            continue
        led = _LED.search(between[-10:])
        if led and (_FROM.search(between) or _AFTER_VERB.search(between)):
            return mention.value, "place after from, by or in"
        if text.startswith(" origin", mention.end):
            return mention.value, "where it was from"
    return None


_BESIDE = re.compile(
    r"(?: with| at| on|['’]s share(?: is| was)?(?: at)?|:|,| \()? ?(?:about |around |some |nearly )?"
)


class _Ask(NamedTuple):
    """A number whose country is asked for, the places and mines of its sentence, and the country of the document.

    Attributes:
        before: Places before the number that can be a subject.
        own: Those of its own clause.
    """

    scan: Scan
    at: Around
    main: str
    mentions: list[Mention]
    sites: tuple[Site, ...]
    subject: bool
    before: list[Mention]
    own: list[Mention]


_Told = tuple[str, str] | None


def _beside(ask: _Ask) -> _Told:
    """`Russia with 19`: the place right before a number of a list."""
    at, mentions = ask.at, ask.mentions
    if at.amount.words != "list":
        return None
    here = _HERE.match(at.sentence.text, at.amount.end)
    after = next((m for m in mentions if here and m.start == here.end()), None)
    near = [m for m in mentions if m.end <= at.amount.start]
    if (
        after is None
        and near
        and _BESIDE.fullmatch(at.sentence.text, near[-1].end, at.amount.start)
    ):
        after = near[-1]
    return after and (after.value, "place beside the number")


_HERE = re.compile(r" (?:in|from) (?:the )?")
_OWNED_BEFORE = re.compile(r"['’]s? (?:(?:about|around|some|nearly|only|just|over) )?")
_CONTRAST = re.compile(
    r"\b(?:against|versus|compared (?:with|to)|followed by|behind|and|while|but|,) (?:only |just |some |about |around |nearly )*$"
)
_IN = re.compile(r"(?: of [\w -]{1,25}?)? (?:in|from|for) (?:the )?")
_THERE = Cue(r"\b(?:there|here)\b")


def _owner_before(ask: _Ask) -> _Told:
    """`against Chile's 39,000`: whose the number itself is."""
    text, start = ask.at.sentence.text, ask.at.amount.start
    for mention in ask.mentions:
        if mention.end >= start:
            break
        if text.startswith(_QUOTES, mention.end) and _OWNED_BEFORE.fullmatch(
            text, mention.end, start
        ):
            return mention.value, "place beside the number"
    return None


def _contrasted(ask: _Ask) -> _Told:
    """`against 44 million tons in China`: the place right after the number of a comparison."""
    at, text = ask.at, ask.at.sentence.text
    start, end = at.amount.start, at.amount.end
    if not text.startswith(_INTO, end):
        return None
    if not _CONTRAST.search(text, max(0, start - 40), start):
        return None
    for mention in ask.mentions:
        if end <= mention.start < at.right and _IN.fullmatch(text, end, mention.start):
            return mention.value, "place beside the number"
    return None


_INTO = (" of ", " in ", " from ", " for ")


def _origin(ask: _Ask) -> _Told:
    return None if ask.subject else _after(ask.at, ask.mentions)


def _clause(ask: _Ask) -> _Told:
    """The subject of the clause: a place, a mine, or a firm where there is no place."""
    at, own = ask.at, ask.own
    sites = [
        s
        for s in ask.sites
        if at.low <= s.start and s.end <= at.amount.start and not s.abroad and not (s.firm and own)
    ]
    if sites and (not own or sites[-1].start > own[-1].start):
        return sites[-1].country, "where the mine or firm is at home"
    return (_first_of(at, own).value, "subject of the clause") if own else None


_AND = re.compile(r",? (?:and )?|,? and the ")


def _first_of(at: Around, own: list[Mention]) -> Mention:
    """The last subject before the number, or the first of those it is joined to: `China, Russia and Iran account for`."""
    first = own[-1]
    for mention in reversed(own[:-1]):
        if not _AND.fullmatch(at.sentence.text, mention.end, first.start):
            break
        first = mention
    return first


def _owner(ask: _Ask) -> _Told:
    owner = _possessive(ask.at, ask.mentions)
    return owner and (owner.value, "whose it is")


def _there(ask: _Ask) -> _Told:
    """The place told last before the number, a subject rather than another."""
    at = ask.at
    if not at.sentence.find(_THERE, at.after):
        return None
    own = [m for m in ask.mentions if m.end <= at.amount.start]
    for step in (1, 2):
        if own or at.sentence.index < step:
            break
        near = ask.scan.sentences[at.sentence.index - step]
        own = list(_subjects(near) or near.of("place", "agency"))
    return (own[-1].value, "there: the place told before") if own else None


def _sentence(ask: _Ask) -> _Told:
    """A subject before its clause, the first where a pronoun points back; else a place after the number."""
    at, before = ask.at, ask.before
    if before and not at.sentence.find(_PRONOUN, at.before[:40]):
        return before[-1].value, "subject of the sentence"
    if before:
        return before[0].value, "subject of the sentence, by a pronoun"
    later = [m for m in ask.mentions if at.amount.end <= m.start < at.right and _is_subject(at, m)]
    if later and not at.sentence.find(_PRONOUN, at.sentence.text[: at.amount.start]):
        return later[0].value, "place after the number"
    return None


def _carried(ask: _Ask) -> _Told:
    at, main = ask.at, ask.main
    for step in (1, 2):
        if at.sentence.index < step:
            break
        values = [m.value for m in _subjects(ask.scan.sentences[at.sentence.index - step])]
        if main in values:
            return main, "place of the document, told just before"
        if values and at.sentence.find(_PRONOUN, at.sentence.text[: at.amount.start]):
            return values[0], "place of the sentence before"
    return None


# the first that tells a country decides
_RULES: tuple[Callable[[_Ask], _Told], ...] = (
    _owner_before, _contrasted, _beside, _origin, _clause, _owner, _there, _sentence, _carried,
)  # fmt: skip


def place(scan: Scan, at: Around, main: str, *, subject: bool = False) -> tuple[str, str]:
    """Whose the number is, and the rule that told it.

    Args:
        scan: The document.
        at: The number with the words around it.
        main: The country of the document, where nothing else tells one.
        subject: Ask for the subject, not for the place after `from`, `by` or `in`.
    """
    if (first := pair(at)) is not None:
        at = around(at.sentence, first)
    start, sites = at.amount.start, sites_in(at.sentence.text)
    mentions = [
        m
        for m in at.places
        if m.value != "WTO"
        and not (sites and any(s.firm and s.start <= m.start and m.end < s.end for s in sites))
    ]
    before = [m for m in mentions if m.end <= start and _is_subject(at, m)]
    own = [m for m in before if m.start >= at.low]
    ask = _Ask(scan, at, main, mentions, sites, subject, before, own)
    for rule in _RULES:
        if (told := rule(ask)) is not None:
            return told
    return main, "place of the document"
