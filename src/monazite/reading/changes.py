# ruff: noqa: E501 - a pattern is one line of words
"""Percentages that tell how much something rose or fell (§R29)."""

from __future__ import annotations

import re

from monazite.reading.binding import Around, around
from monazite.reading.cues import Cue

_GROWTH = Cue(
    r"\b(?:ros?e|risen|rise|fell|fall(?:en)?|up|down|sank|sinks?|won back|gain(?:ed|s)?|jump(?:ed|s)?|surg(?:ed|ing|es)?|soar(?:ed|ing)?|drop(?:ped|s)?|declin(?:ed|e|es)|increas(?:ed|e|es)|decreas(?:ed|e)|climb(?:ed|s)?|slump(?:ed)?|tumbl(?:ed|e)|"
    r"higher|lower|slashed|cut|grew|grow(?:n|th)?|plung(?:ed|e)|shr[aiu]nk|doubled|year[- ]on[- ]year|year earlier|add(?:ed)?|los(?:t|s)|smaller|larger|more than a year|reduc\w+|rall(?:ied|y)|leap(?:t|ed)?|slid|shed|plummet\w*|crash\w*|advanced|slipp\w+|expand\w*)\b|增长|上涨|下降|减少|下跌",
    re.IGNORECASE,
)
_DOWN = Cue(
    r"\b(?:sank|sinks?|fell|fall(?:en)?|down|drop(?:ped|s)?|declin\w+|decreas\w+|slump\w*|tumbl\w+|lower|slashed|cut|plung\w+|shr[aiu]nk|lost|smaller|reduc\w+|slid|shed|plummet\w*|crash\w*|slipp\w+)\b|下降|减少|下跌",
    re.IGNORECASE,
)
_GROWN = Cue(
    r"\s*(?:\w+\s){0,2}(?:higher|lower|smaller|larger|year[- ]on[- ]year|from (?:a|the(?! \d)|20|19|last|January|February|March|April|May|June|July|August|September|October|November|December)\b|increase|decrease|rise|drop|fall|decline|gain|growth|jump|cut|more than (?:a|the|in)|less than (?:a|the|in)|plunge|slump|surge)\b",
    re.IGNORECASE,
)
_SHRUNK = Cue(
    r"\s*(?:\w+\s){0,2}(?:lower|smaller|decrease|drop|fall|decline|cut|plunge|slump|less)\b",
    re.IGNORECASE,
)
_LEVEL = Cue(
    r"\b(?:to|from|at|below|above)\s(?:(?:about|around|nearly|almost|some|roughly|just|only|over|under|more than|less than)\s){0,2}$",
    re.IGNORECASE,
)


_PART_OF = re.compile(r"\s*(?:of|share)\b(?! (?:the )?(?:year|month|quarter|value))", re.IGNORECASE)
_OF_OR_SHARE = re.compile(r"\s*(?:of|share)\b", re.IGNORECASE)
_LINKED = re.compile(r",? ?(?:and |while )?[^.;%]{0,40}")


def _plain_change(at: Around) -> float:
    """The sign of a change, 0 where the number is none."""
    before = at.before[-60:]
    after = at.after[:45]
    if at.sentence.find(_LEVEL, before) and not at.sentence.starts(_GROWN, after):
        return 0.0
    growth = at.sentence.find(_GROWTH, before) or at.sentence.starts(_GROWN, after)
    if not growth or _PART_OF.match(after):
        return 0.0
    return -1.0 if at.sentence.find(_DOWN, before) or at.sentence.starts(_SHRUNK, after) else 1.0


def _same_change(at: Around) -> float:
    """A second change told with the verb of the first: `shares of A fell 18 percent, those of B 10 percent`."""
    earlier = [a for a in at.sentence.amounts if a.kind == "percent" and a.end <= at.amount.start]
    if not earlier or _OF_OR_SHARE.match(at.after):
        return 0.0
    if not _LINKED.fullmatch(at.sentence.text, earlier[-1].end, at.amount.start):
        return 0.0
    return _plain_change(around(at.sentence, earlier[-1]))


def change(at: Around) -> float:
    """The sign of a change, told by the number's own words or by those of the number before; 0 where it is none."""
    return _plain_change(at) or _same_change(at)
