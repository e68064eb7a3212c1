# ruff: noqa: E501 - a pattern is one line of words
"""Dates that belong to an act: announced, effective, expiry (§R20)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from monazite.reading.acts import Hit
from monazite.reading.cues import Cue
from monazite.reading.model import Dated, InstrumentRef, Money, Quantity, Rate, Threshold, Why
from monazite.reading.scan import Scan, Sentence
from monazite.reading.times import When

_EFFECTIVE = re.compile(
    r"(?:\b(?:from|starting|effective|as of|begin(?:s|ning)?|start(?:s|ed)?|takes? effect|took effect|in(?:to)? force|enters? into force|with effect from|since|come into effect|came into (?:effect|force)|apply|applied|applies|kicks? in|bites|comes into force|will [\w ]{1,25}|on or after|by|has been in place since|the)\s*(?:\d{1,2}(?::\d\d)?\s?[ap]\.?m\.?\s(?:[A-Z]{2,4}\s)?)?(?:on|from|in|as of|the|by|since)?\s*(?:the\s)?)$",
    re.IGNORECASE,
)
_EXPIRES = Cue(
    r"\b(?:until|till|through|to last (?:until|through)|expir\w+(?: on| in)?|ends? on|ending(?: on)?|valid (?:until|through)|up to|lasts? (?:until|through))\s*(?:the\s|at least\s)?(?:end of\s)?$",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:announced|said|signed|dated|issued|published|released|unveiled|meeting|adopted|on|told|confirmed|decided|of|won|awarded|done at \w+,?)\s*(?:it\s)?(?:on|in)?\s*$|\($",
    re.IGNORECASE,
)
_SPEECH = Cue(
    r"\b(?:said|says|announc\w+|confirm\w+|told|statement|declar\w+|unveil\w+|sign(?:ed|s)|decid\w+|order\w+|publish\w+|issu\w+|releas\w+|shows?|prohibited|banned|outlawed|turned down|ruled|produced|won|award\w*|resolved|prolong\w+|extend\w*|barred|stripped|passed|found|decreed|invoked|wants|ruled|impos\w+|propos\w+|approv\w+|adopt\w+|agreed|suspend\w+|report\w+|lift\w+|launch\w+|set|struck)\b",
    re.IGNORECASE,
)
_DURATION = Cue(
    r"\bfor (?:a |an )?(?:further |additional |another )?(?P<n>one|two|three|four|six|nine|twelve|\d{1,2})[- ]months?\b",
    re.IGNORECASE,
)
_COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12}


@dataclass(slots=True)
class Details:
    """What was read for one act."""

    announced: Dated | None = None
    effective: Dated | None = None
    expires: Dated | None = None
    money: tuple[Money, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    rates: tuple[Rate, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    refs: tuple[InstrumentRef, ...] = ()
    why: list[Why] = field(default_factory=list)


def _dated(scan: Scan, sentence: Sentence, when: When) -> Dated:
    return Dated(when.value, when.precision, scan.span(sentence, when.start, when.end))


_FORCE = re.compile(
    r"\b(?:in(?:to)? force|takes? effect|took effect|effective)\s(?:on\s)?$", re.IGNORECASE
)
_SAID = re.compile(r"\b(?:said|(?<!as )of|announced|dated|issued)\s(?:the\s)?$")
_EFFECTIVE_WEEK = re.compile(r"\b(?:from|starting|as of|since)\s$", re.IGNORECASE)
FIRST = 2
_OTHER_STEP = re.compile(
    r"\b(?:intends? to|aims? to|wants? to|bill|vote|talks|ruling|rulings|review|report|negotiat\w+|update|meet|summit|hearing|election|guidelines|final decision|deadline|proposal)\b",
    re.IGNORECASE,
)
_BEFORE_THAT = re.compile(
    r"\bhad \w+(?:ed|en|wn|ut|ade)\b|\b(?:previously|earlier|originally|hostile|first) \b",
    re.IGNORECASE,
)
LONG_AGO = 60  # days: a new act is announced and takes effect later than this before the document
_WAIVER = re.compile(r"waiver|exempt", re.IGNORECASE)
_AHEAD_KINDS = frozenset(["full", "month", "half", "relative"])


def _written(sentence: Sentence, when: When, before: str) -> str:
    """The role that the way a date is written, or a Chinese particle beside it, gives it."""
    chinese = "年" in sentence.text[when.start : when.end + 1]
    if chinese and before.endswith("自"):
        return "effective"
    if before.endswith("至"):
        return "expires"
    if when.kind == "now":
        return "effective"
    if when.kind == "week":
        if _FORCE.search(before):
            return "effective"
        if _EFFECTIVE_WEEK.search(before):
            return "effective"
        return "announced" if sentence.find(_SPEECH) or sentence.index <= FIRST else "none"
    return ""


# what may no longer be taken in was made from the first day on: `metal produced on or after April 13`
_MADE = Cue(
    r"\b(?:made|produced|cast|smelted|mined|shipped) (?:before|after|on or after|from) (?:the )?$"
)


# `began charging a tax on ores on May 6`
_BEGAN = Cue(
    r"\b(?:began|begun|started|starts|begins)\s(?:to\s)?(?:charg|lev|collect|appl|enforc|requir|impos)\w+\b[^;]{0,90}\b(?:on|in|from) $"
)


def role_of(sentence: Sentence, when: When, on: str) -> str:
    """What a date in a sentence stands for: effective, expires, announced, or nothing."""
    before = sentence.text[max(0, when.start - 60) : when.start]
    if sentence.find(_EXPIRES, before):
        return "" if _WAIVER.search(before) else "expires"
    written = _written(sentence, when, before)
    if written:
        return "" if written == "none" else written
    began = sentence.find(_BEGAN, sentence.text[: when.start]) and not _SAID.search(before)
    if began or sentence.find(_MADE, before):
        return "effective"
    if (
        when.kind in {"year", "half"}
        and before.endswith(("for ", "for the "))
        and sentence.find(_CEILING)
    ):
        return "effective" if when.value[:4] > on[:4] else ""
    today = on == when.value or sentence.index <= FIRST
    if when.kind == "relative" and when.precision == "day" and today:
        return "effective" if _EFFECTIVE.search(before) else "announced"
    ahead = bool(on) and when.day > on and when.kind in _AHEAD_KINDS
    if ahead or when.kind == "half" or (_EFFECTIVE.search(before) and not _SAID.search(before)):
        return "effective"
    if when.kind == "full" and (_ANNOUNCED.search(before) or sentence.find(_SPEECH)):
        return "announced"
    return ""


_CEILING = Cue(r"\b(?:quotas?|ceilings?|caps?|allotted|allocated)\b", re.IGNORECASE)
_ELABORATES = re.compile(
    r"^(?:The (?:[A-Z]*[$€£][\d.,]+ (?:million|billion) )?(?:ban|reserve|stockpile|fund|measures?|rules?|suspension|pause|order|announcement|decree|decision|step|move|restrictions?|controls?|curbs?|prohibition|regulations?|law|quotas?|halt|list|duty|duties|tariffs?|charges|lev(?:y|ies)|provisions|freeze|moratorium|embargo|rates?|ordinance|text|act|deal|agreement|scheme|notice)\b|It\b|They\b|This\b|These\b|That\b|Exporters\b|Shipments\b|Metals?\b|Material\b|Goods\b|Under\b|Announcement\b|Only\b|Two categories|Six kinds|By 20\d\d|Among|Gallium\b|Tungsten\b|Graphite\b|In principle|Both|Miners|Companies|Producers|The (?:ceiling|cap|first|second|tender)|All\b|Items\b|Products\b)|\b(?:approved|covers?|imposed|confirm\w+) the (?:ban|prohibition|measures?|restrictions?|controls?|curbs?)\b|"
    r"\b(?:are among the|among them|takes in|benefit|as well\b|will hold|will buy|covers?|covered|include[sd]?|including|reach(?:es)?|appl(?:y|ies)|affects?|concern(?:s|ed)|caught|takes? effect|took effect|in(?:to)? force|effective|valid|expires?|lasts|starts? (?:on|at|in)|licen[cs]es? (?:will|are|is)|no such export|will be (?:charged|taxed|subject))\b|实施|包括|特性"
)
# the day an act was issued comes before the day somebody spoke of it
_PAPER_DATED = re.compile(
    r"\b(?:notices?|letters?|orders?|decrees?|circulars?|memos?|documents?|notifications?|resolutions?),? dated $"
)
_ISSUED = re.compile(r"\b(?:issued|published|promulgated)\s(?:on\s)?$", re.IGNORECASE)
_NOW = re.compile(r"immediate|at once|same day", re.IGNORECASE)
_DATELINE = re.compile(r"^[A-Z][A-Z ,.\-/]{2,60}[, ]\s*\(?$")


_SPARED = Cue(
    r"\b(?:left out|excluded|spared|not affected|untouched|remain subject|not mentioned|is the exception|unaffected)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def elaborates(sentence: Sentence) -> bool:
    """Whether a sentence goes on about the act before it."""
    return bool(_ELABORATES.search(sentence.text)) and not sentence.find(_SPARED)


def around(scan: Scan, found: list[Hit], blocked: frozenset[int]) -> list[Sentence]:
    """The act's own sentences in the text first, then up to three that follow and go on about it, then the title."""
    own = [h.sentence for h in found if not h.sentence.title]
    first = own[0].index if own else (1 if scan.sentences and scan.sentences[0].title else 0)
    if not own and first < len(scan.sentences):
        own = [scan.sentences[first]]
    kept = {s.index: s for s in own}
    for index in range(first + 1, min(first + 4, len(scan.sentences))):
        sentence = scan.sentences[index]
        if index not in blocked and elaborates(sentence):
            kept.setdefault(index, sentence)
    return list(kept.values()) + [h.sentence for h in found if h.sentence.title]


def _far(when: When, on: str) -> float:
    """Of two days in one sentence the one nearer to the document is its own."""
    if not on or when.kind != "full":
        return 0.0
    return min(abs((date.fromisoformat(when.day) - date.fromisoformat(on)).days) / 1000, 0.9)


_TO_PROPOSE = re.compile(
    r",? (?:it|they|the [A-Z]?\w+|[A-Z]\w+) (?:will|would|is to|intends to|plans to|means to) (?:also )?(?:propose|present|review|decide|table|report|publish)",
)
_BY = re.compile(r"\b(?:by|before)\s(?:the end of\s)?$", re.IGNORECASE)


_PART = re.compile(r"[,;:]")


def _plausible(sentence: Sentence, when: When, kind: str, on: str, *, own: bool = False) -> bool:
    """Whether a date can be the news's own: not long past, not the day of a bill, of talks or of an earlier act."""
    low = max(0, when.start - 70)
    near = _PART.split(sentence.text[max(0, when.start - 110) : when.start])[-1]
    if kind == "effective" and _TO_PROPOSE.match(sentence.text, when.end):
        return False  # `by the second quarter it will propose`
    if kind == "effective" and when.kind == "year" and _BY.search(sentence.text[low : when.start]):
        return False  # `by 2030`: an aim, not the first day of an act
    if (
        kind == "effective"
        and when.kind != "now"
        and _OTHER_STEP.search(near)
        and not _FORCE.search(sentence.text[low : when.start])
    ):
        return False
    if when.kind in {"now", "week"} or kind == "expires" or not on:
        return True
    if kind == "announced" and _BEFORE_THAT.search(sentence.text[low : when.start]):
        return False
    if on.startswith(when.value) or (own and when.kind == "full" and sentence.index <= FIRST):
        return True
    return (date.fromisoformat(when.day) - date.fromisoformat(on)).days > -LONG_AGO


def _same_days(sentence: Sentence) -> list[When]:
    """The dates of a sentence; `the same day` is the day told before it there."""
    found: list[When] = []
    for when in sentence.times:
        same = when.kind == "now" and "same day" in sentence.text[when.start : when.end]
        told = [w for w in found if w.kind == "full"] if same else []
        found.append(when._replace(value=told[-1].value) if told else when)
    return found


def _candidates(
    scan: Scan, sentences: list[Sentence], role: str
) -> list[tuple[str, float, Sentence, When]]:
    on = scan.document.date.isoformat() if scan.document.date else ""
    told: list[tuple[str, float, Sentence, When]] = []
    for order, sentence in enumerate(sentences):
        place = order + (10 if sentence.title else 0)
        for when in _same_days(sentence):
            kind = role_of(sentence, when, on)
            if (
                sentence.index <= 1
                and when.kind == "full"
                and _DATELINE.search(sentence.text[: when.start])
            ):
                continue
            if (
                role == "background"
                and when.kind != "week"
                and ((not kind and when.kind in {"full", "month", "year"}) or kind == "announced")
            ):
                kind = "effective"
            if role == "main" and kind and not _plausible(sentence, when, kind, on, own=True):
                continue
            if kind:
                rank = (
                    place
                    + (0 if when.kind == "week" or kind != "announced" else 5)
                    + (2 if when.kind in {"year", "half"} else 0)
                    + _far(when, on)
                    - (
                        2
                        if kind == "announced" and _ISSUED.search(sentence.text[: when.start])
                        else 0
                    )
                    - (10 if _PAPER_DATED.search(sentence.text[: when.start]) else 0)
                )
                told.append((kind, rank, sentence, when))
    return told


def read_dates(scan: Scan, sentences: list[Sentence], out: Details, role: str) -> None:
    """Fill the act's days from the sentences that tell it; `opening` gives the day of announcement alone."""
    for kind, _, sentence, when in sorted(_candidates(scan, sentences, role), key=lambda c: c[1]):
        if role == "opening" and kind != "announced":
            continue
        known: Dated | None = getattr(out, kind)
        finer = (
            known is not None and when.value != known.value and when.value.startswith(known.value)
        )
        if known is None or finer:
            setattr(out, kind, _dated(scan, sentence, when))
            out.why.append(Why(kind, f"date {when.kind}", sentence.text[when.start : when.end]))
    if role != "main":
        return
    at_once(out)
    if out.expires is None:
        _duration(scan, sentences, out)


def is_now(out: Details) -> bool:
    """Whether the first day is told by words such as `at once`."""
    span = out.effective.span if out.effective else None
    return span is not None and bool(_NOW.search(span.quote))


def at_once(out: Details) -> None:
    """`At once` and `the day it is signed` are the day of announcement."""
    span = out.effective.span if out.effective else None
    if span is None or out.announced is None:
        return
    day = out.announced.precision == "day"
    if (day and _NOW.search(span.quote)) or _SIGNED.search(span.quote):
        out.effective = Dated(out.announced.value, out.announced.precision, span)


_SIGNED = re.compile("sign|publi", re.IGNORECASE)
_STARTS = re.compile(
    r"\b(?:from|starting|effective|as of|takes? effect|took effect|in(?:to)? force|beginning)(?: on| in| from)?(?: the)? $",
    re.IGNORECASE,
)


def read_start(scan: Scan, opening: list[Sentence], out: Details) -> None:
    """The first day of an act told in the opening in other words than those of the act itself: `from January 2027`."""
    on = scan.document.date.isoformat() if scan.document.date else ""
    for sentence in opening:
        for when in sentence.times:
            before = sentence.text[max(0, when.start - 40) : when.start]
            if when.kind == "now" and out.announced and out.announced.precision == "day":
                span = scan.span(sentence, when.start, when.end)
                out.effective = Dated(out.announced.value, "day", span)
                out.why.append(Why("effective", "in force at once", out.announced.value))
                return
            if not _STARTS.search(before) or when.kind not in {"full", "month"}:
                continue
            if _plausible(sentence, when, "effective", on):
                out.effective = _dated(scan, sentence, when)
                out.why.append(Why("effective", "a first day in the opening", out.effective.value))
                return


# `the reserve should be operating in`, `the rules take effect on`: the first day, told further on with the act's noun
_RELEASE = re.compile(
    r"\b(?:announces?|(?:is|are) (?:pleased|proud|happy) to|today|unveil(?:s|ed)|confirms|have (?:reached|signed))\b"
)


def read_dateline(scan: Scan, out: Details) -> None:
    """A press release is announced on the day of its dateline: `TOKYO, March 7, 2023 - Sojitz announces`."""
    text = [s for s in scan.sentences if not s.title][:2]
    on = scan.document.date.isoformat() if scan.document.date else ""
    when = next((w for w in text[0].times if w.start < _HEADED), None) if text else None
    if when is None or when.kind != "full" or not any(_RELEASE.search(s.text) for s in text):
        return
    if when.value == on or _DATELINE.search(text[0].text[: when.start]):
        out.announced = _dated(scan, text[0], when)
        out.why.append(Why("announced", "the day of the dateline", out.announced.value))


_HEADED = 60  # characters of a dateline
_ITS_START = Cue(
    r"\b(?:[Tt]he|[Ii]ts|[Tt]his|[Tt]hese|[Bb]oth|[Nn]ew) (?:[\w-]+ ){0,3}(?:reserve|stockpile|ban|prohibition|rule|measure|decree|law|regulation|dut(?:y|ie)|tariff|quota|lev(?:y|ie)|order|curb|restriction|suspension|requirement|floor|scheme|notice|control|rate)s?\b"
    r"[^.;]{0,60}\b(?:operat\w+|starts?|begins?|takes? effect|comes? into (?:force|effect)|enters? into force|appl(?:y|ies)|(?:be )?(?:launched|running|ready|up and running|in place)|bites?|effective)\b[^.;]{0,20}$"
)


_MAY_START = Cue(
    r"\b(?:operat|start|begin|take|come|enter|appl|launched|running|ready|in place|bites?|effective)"
)


def read_later_start(scan: Scan, blocked: frozenset[int], out: Details) -> None:
    """The first day of an act that a later sentence tells with the act's own noun."""
    on = scan.document.date.isoformat() if scan.document.date else ""
    for sentence in scan.sentences[1:]:
        if sentence.title or sentence.index in blocked or not sentence.find(_MAY_START):
            continue
        for when in sentence.times:
            ahead = when.day > on and when.kind in _AHEAD_KINDS
            if not ahead or not sentence.find(_ITS_START, sentence.text[: when.start]):
                continue
            if _plausible(sentence, when, "effective", on):
                out.effective = _dated(scan, sentence, when)
                out.why.append(Why("effective", "told further on", out.effective.value))
                return


def _duration(scan: Scan, sentences: list[Sentence], out: Details) -> None:
    """`for four months` from the effective day, else from the day of announcement."""
    start = out.effective or out.announced
    if start is None or start.precision != "day":
        return
    for sentence in sentences:
        hit = sentence.find(_DURATION)
        if not hit or not re.search(
            r"suspen|halt|ban|prolong|extend|temporar", sentence.text, re.IGNORECASE
        ):
            continue
        months = _COUNT.get(hit["n"].lower()) or (int(hit["n"]) if hit["n"].isdigit() else 0)
        year, month, day = map(int, start.value.split("-"))
        total = year * 12 + month - 1 + months
        ends = min(day, calendar.monthrange(total // 12, total % 12 + 1)[1])
        value = f"{total // 12:04d}-{total % 12 + 1:02d}-{ends:02d}"
        out.expires = Dated(value, "day", scan.span(sentence, *hit.span()))
        out.why.append(
            Why("expires", "duration from the start", sentence.text[hit.start() : hit.end()])
        )
        return
