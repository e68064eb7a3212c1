# ruff: noqa: E501 - a pattern is one line of words
"""Acts that take effect in steps: a first day for some goods, a later one for others (§R20a)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from monazite.reading.cues import Cue
from monazite.reading.lookback import WEEKS
from monazite.reading.model import Dated, Event, Named, Why
from monazite.reading.scan import Scan, Sentence
from monazite.reading.times import When

_RATE = Cue(
    r"\b(?:rates?|dut(?:y|ies)|tariffs?|lev(?:y|ies)|tax(?:es)?|per ?cent|cost)\b|%", re.IGNORECASE
)
_LICENCE = Cue(
    r"\b(?:licen[cs]\w*|permits?|controls?|list|categor(?:y|ies)|limbs?|items?|rules?|announcements?)\b|\bno\. \d",
    re.IGNORECASE,
)
_BAN = Cue(
    r"\b(?:bans?|banned|prohibit\w*|forbid\w*|exports?|imports?|shipments?|purchases)\b",
    re.IGNORECASE,
)
_WORDS = {
    "import_tariff": _RATE,
    "export_tax": _RATE,
    "trade_remedy": _RATE,
    "export_licensing": _LICENCE,
    "export_prohibition": _BAN,
    "import_prohibition": _BAN,
}
_BEGINS = re.compile(
    r"\b(?:appl(?:y|ies|ied)|follows?|go(?:es)?|rises?|moves?|takes? effect|took effect|in(?:to)? force|effective|effect from|starts?|begins?|bites?|kicks? in|postponed|delayed|due|needed|required|need|adds?|joins?|from|as of|faces?|more)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:categor(?:y|ies)|paragraphs?|items?|limbs?|phases?|stages?|steps?|remaining|remainder|rest|others?|first|second|new rates?|announcements?)\b|\bno\. ?\d",
    re.IGNORECASE,
)
_IT = re.compile(
    r"(?:It|They|This|These|Both|The (?:rule|requirement|measure|obligation|dut(?:y|ie))s?)\b"
)
_NOT_YET = re.compile(
    r"\b(?:propos\w*|threaten\w*|could|might|may|would|review|comments?|submissions?|reports?|expir\w*|until|till|through|had|contracts?|signed before|mined|expected|forecast\w*|recommend\w*|deci(?:de|des|sion))\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|since|effective|as of|in force|took effect|starting)(?: on| from| since)? $",
    re.IGNORECASE,
)
_STARTED = re.compile(r"\bsince\b", re.IGNORECASE)
_SETTLED = frozenset(["in_force", "announced", "adopted"])
_KINDS = frozenset(["full", "month", "year", "now", "relative"])
FAR = 24  # sentences of a text in which steps are looked for
MOST = 4  # steps of one act


class _Step(NamedTuple):
    sentence: Sentence
    when: When
    value: str
    materials: dict[str, Named]


def _segment(sentence: Sentence, whens: list[When], at: int) -> tuple[int, int]:
    """The words a date governs: those before it up to the date before, or, where it opens them, those that follow."""
    when = whens[at]
    left = whens[at - 1].end if at else 0
    left = max(left, sentence.text.rfind(";", 0, when.start) + 1)
    before = sentence.text[left : when.start]
    named = any(left <= m.start < when.end for m in sentence.of("material"))
    if len(before.strip(" ,;")) >= FAR and (named or _PART.search(before)):
        return left, when.end
    right = whens[at + 1].start if at + 1 < len(whens) else len(sentence.text)
    stop = sentence.text.find(";", when.end, right)
    return left, stop if stop >= 0 else right


def _day(when: When, event: Event, last: str) -> str | None:
    """The day a date stands for; `the same day` is the one told last, `at once` that of the announcement."""
    if when.kind != "now":
        return when.value
    return event.announced.value if event.announced else last or None


def _steps(scan: Scan, event: Event, blocked: frozenset[int]) -> list[_Step]:
    on = scan.document.date
    words = _WORDS.get(event.instrument)
    if on is None or words is None:
        return []
    found: list[_Step] = []
    last = ""
    before: Sentence | None = None
    for sentence in scan.sentences[:FAR]:
        goes_on = before is not None and _IT.match(sentence.text) and before.find(words)
        before = sentence
        if sentence.title or sentence.index in blocked or not (goes_on or sentence.find(words)):
            continue
        whens = [w for w in sentence.times if w.kind in _KINDS]
        for at, when in enumerate(whens):
            low, high = _segment(sentence, whens, at)
            value = _day(when, event, last)
            if value is None or not _governs(sentence, when, (low, high)):
                continue
            if not _is_fresh(sentence, when, value, event, on):
                continue
            named = {
                m.value: Named(m.value, scan.span(sentence, m.start, m.end))
                for m in sentence.of("material")
                if low <= m.start < high
            }
            if named or goes_on or _PART.search(sentence.text, low, high):
                last = value
                found.append(_Step(sentence, when, value, named))
    return found


def _is_fresh(sentence: Sentence, when: When, value: str, event: Event, on: date) -> bool:
    """Whether a day lies ahead, or is told as the first day: not that on which something was said."""
    if when.kind == "now":
        return True
    gap = (date.fromisoformat(when.day) - on).days
    if gap > 0 or (when.kind == "month" and on.isoformat().startswith(when.value)):
        return True
    announced = event.announced.value if event.announced else ""
    before = sentence.text[max(0, when.start - 24) : when.start]
    if not _FROM.search(before):
        return False
    return value == announced or (gap > -WEEKS and not _STARTED.search(before))


def _governs(sentence: Sentence, when: When, segment: tuple[int, int]) -> bool:
    """Whether a date is the first day of what its words tell."""
    low, high = segment
    start = sentence.text.rfind(";", 0, when.start) + 1
    if _NOT_YET.search(sentence.text, start, high) or not _BEGINS.search(sentence.text, low, high):
        return False
    before = sentence.text[max(0, when.start - 12) : when.start]
    return (
        not re.search(r"\b(?:of|in|for|to|by) $", before)
        or when.kind != "year"
        or before.endswith(" in ")
    )


def _dated(scan: Scan, event: Event, step: _Step) -> Event:
    """The act with the first day of a step."""
    on = scan.document.date.isoformat() if scan.document.date else ""
    span = scan.span(step.sentence, step.when.start, step.when.end)
    precision = ("year", "month", "day")[step.value.count("-")]
    return replace(
        event,
        effective=Dated(step.value, precision, span),
        status="in_force" if step.value <= on[: len(step.value)] else "announced",
        why=(*event.why, Why("effective", "a step of the act", span.quote)),
    )


def _without(event: Event, later: set[str]) -> Event:
    """The act without the goods that come later, if others are left."""
    kept = tuple(m for m in event.materials if m.value not in later)
    return replace(event, materials=kept) if kept else event


def in_steps(scan: Scan, event: Event, blocked: frozenset[int]) -> tuple[Event, ...]:
    """A main act, and one more for each further first day that its goods have."""
    if event.role != "main" or event.status not in _SETTLED:
        return (event,)
    found: dict[str, _Step] = {}
    for step in _steps(scan, event, blocked):
        old = found.get(step.value)
        found[step.value] = (
            step._replace(materials={**old.materials, **step.materials}) if old else step
        )
    own = event.effective.value if event.effective else ""
    if not set(found) - {own}:
        return (event,)
    steps = list(found.values())
    first = _dated(scan, event, steps[0]) if not own or own in found else event
    day = first.effective.value if first.effective else ""
    later = [s for s in steps if not s.value.startswith(day) and not day.startswith(s.value)]
    own_goods = found[day].materials if day in found else {}
    moved = {m for s in later[: MOST - 1] for m in s.materials} - set(own_goods)
    bare = replace(event, money=(), quantities=(), rates=(), thresholds=(), instrument_refs=())
    more = [
        replace(_dated(scan, bare, s), materials=tuple(s.materials.values()) or event.materials)
        for s in later[: MOST - 1]
    ]
    return (_without(first, moved), *more)
