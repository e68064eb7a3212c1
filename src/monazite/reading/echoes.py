# ruff: noqa: E501 - a pattern is one line of words
"""Earlier acts told by a word that points back: `the ban began in February`, `Britain had done so` (§R18a)."""

from __future__ import annotations

import re
from datetime import date

from monazite.reading.cues import Cue
from monazite.reading.lookback import WEEKS
from monazite.reading.model import Actor, Dated, Event, Named, Why
from monazite.reading.parties import is_subject
from monazite.reading.rules import mast
from monazite.reading.scan import Scan, Sentence
from monazite.reading.times import When

# the noun of an act, then a word for its life, then a day: `the suspension, first imposed in February`
_LIFE = Cue(
    r"\b(?P<noun>bans?|prohibition|suspension|freeze|embargo|halt|moratorium|stop|stoppage|quotas?|ceilings?|dut(?:y|ies)|lev(?:y|ies)|tariffs?|controls|curbs|licensing)\b"
    r"(?P<between>[^.;]{0,60}?)\b(?:impos(?:ed)?|introduced|prolonged|extended|renewed|began|begun|started|dates? from|dated from|dates? back|in (?:force|place|effect)|enforced|took effect|came into|slapped)\b",
    re.IGNORECASE,
)
_OF = Cue(
    r"[’']s? (?P<noun>bans?|prohibition|embargo|moratorium|quotas?|curbs|controls|tariffs?) of (?:[A-Z][a-z]+ )?\d{4}"
)
_LIKEWISE = Cue(
    r"\b(?:took|taken|adopted|imposed|introduced|made) (?:a |an |the )?(?:similar|same|comparable|like) (?:step|move|measure|action|decision|ban|curb)s?\b|\b(?:did|had done|has done|have done) (?:so|the same|likewise)\b|\b(?:has|have|had) followed suit\b",
    re.IGNORECASE,
)
_POINTS_BACK = _LIFE.mask | _OF.mask | _LIKEWISE.mask
_NOT = re.compile(r"\b(?:not|never|no|nor)\b|n[’']t\b", re.IGNORECASE)
_NEAR = 45  # characters between the words and their day
_BANS = frozenset(["export_prohibition", "mining_suspension", "import_prohibition"])
_LEVIES = frozenset(["export_tax", "import_tariff", "trade_remedy"])
_QUOTAS = frozenset(["export_quota", "production_quota"])
_CLASSES = (
    (re.compile(r"ban|prohib|suspen|freeze|embargo|halt|morator|stop", re.IGNORECASE), _BANS),
    (re.compile(r"quota|ceiling", re.IGNORECASE), _QUOTAS),
    (re.compile(r"dut|lev|tarif", re.IGNORECASE), _LEVIES),
    (re.compile(r"control|curb|licens", re.IGNORECASE), frozenset(["export_licensing"])),
)


def _told_before(sentence: Sentence, at: int, on: date) -> When | None:
    """A day near the words that lies well before the document."""
    for when in sentence.times:
        if when.kind in {"now", "week"} or not 0 <= when.start - at <= _NEAR:
            continue
        if (date.fromisoformat(when.day) - on).days < -WEEKS:
            return when
    return None


def _same(main: list[Event], noun: str) -> Event | None:
    """The main act that a noun points at."""
    for pattern, kinds in _CLASSES:
        if pattern.match(noun):
            return next((e for e in main if e.instrument in kinds), None)
    return None


def _nearest(main: list[Event], at: int) -> Event:
    """The main act told last before a place in the text."""

    def start(event: Event) -> int:
        place = event.trigger
        return place.start if place and place.part == "text" and place.start < at else -1

    return max(main, key=start)


def _is_own(event: Event, when: When) -> bool:
    """Whether a day is the main act's own."""
    own = [d.value for d in (event.announced, event.effective) if d]
    return any(value.startswith(when.value) or when.value.startswith(value) for value in own)


def _echo(
    sentence: Sentence, main: list[Event], on: date
) -> tuple[Event, When | None, tuple[int, int]] | None:
    """The main act a sentence echoes, its earlier day, and the words."""
    if not sentence.cues & _POINTS_BACK:
        return None
    hit = sentence.find(_LIFE) or sentence.find(_OF)
    if hit:
        source = _same(main, hit["noun"])
        when = _told_before(sentence, hit.end() - (0 if "between" in hit.groupdict() else 14), on)
        if source and when and not _is_own(source, when):
            return source, when, hit.span()
    hit = sentence.find(_LIKEWISE)
    if hit and not _NOT.search(sentence.text, max(0, hit.start() - 25), hit.start()):
        subject = [
            m for m in sentence.of("place") if m.end <= hit.start() and is_subject(sentence, m)
        ]
        source = _nearest(main, sentence.start + hit.start())
        own = {a.jurisdiction for a in source.actors}
        if subject and subject[-1].value not in own:
            return source, _told_before(sentence, hit.end(), on), hit.span()
    return None


def _actor(
    scan: Scan, sentence: Sentence, source: Event, span: tuple[int, int]
) -> tuple[Actor, ...]:
    """The place that acts in the sentence, else who did the act it echoes."""
    for mention in reversed(sentence.of("place", "agency")):
        if mention.end <= span[1] and is_subject(sentence, mention):
            return (
                Actor(
                    mention.value, mention.agency, scan.span(sentence, mention.start, mention.end)
                ),
            )
    return tuple(Actor(a.jurisdiction, a.agency, None, implicit=True) for a in source.actors)


def _earlier(
    scan: Scan, sentence: Sentence, found: tuple[Event, When | None, tuple[int, int]]
) -> Event:
    source, when, span = found
    named = {m.value: scan.span(sentence, m.start, m.end) for m in sentence.of("material")}
    words = sentence.text[slice(*span)]
    day = (
        Dated(when.value, when.precision, scan.span(sentence, when.start, when.end))
        if when
        else None
    )
    return Event(
        id="",
        instrument=source.instrument,
        mast=mast(source.instrument),
        role="background",
        action="introduce",
        status="in_force",
        extraterritorial=False,
        trigger=scan.span(sentence, *span),
        actors=_actor(scan, sentence, source, span),
        materials=tuple(Named(k, v) for k, v in named.items())
        or tuple(Named(m.value, None, implicit=True) for m in source.materials),
        effective=day,
        why=(Why("instrument", "points back at the act of the document", words),),
    )


def echoes(scan: Scan, told: tuple[Event, ...]) -> tuple[Event, ...]:
    """Earlier acts of the same kind as the news that are told by a noun or a verb that points back at it."""
    main = [e for e in told if e.role == "main"]
    known = {e.instrument for e in told if e.role == "background"}
    on = scan.document.date
    found: list[Event] = []
    for sentence in scan.sentences[1:] if main and on else ():
        if sentence.title or on is None:
            continue
        echo = _echo(sentence, main, on)
        if echo is None or echo[0].instrument in known:
            continue
        known.add(echo[0].instrument)
        found.append(_earlier(scan, sentence, echo))
    return tuple(found)
