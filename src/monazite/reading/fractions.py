# ruff: noqa: E501 - a pattern is one line of words
"""Parts of a whole in words, and the bare numbers of a list of percentages (§R13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from monazite.reading.cues import ALL, Cue


class Part(NamedTuple):
    """A percentage written without its sign; `exact` where the word is no round telling."""

    value: float
    start: int
    end: int
    exact: bool = True


_WORDS = {
    "nine tenths": 90.0, "one tenth": 10.0, "one-tenth": 10.0, "seven tenths": 70.0, "a twentieth": 5.0, "two fifths": 40.0, "three fifths": 60.0, "a sixth": 16.7, "one sixth": 16.7,
    "five sixths": 83.3, "an eighth": 12.5, "three tenths": 30.0, "nine in ten": 90.0, "nine out of ten": 90.0, "eight out of ten": 80.0, "four in five": 80.0, "three in four": 75.0,
    "two in three": 66.7, "one in three": 33.3, "one in five": 20.0, "one in ten": 10.0, "one in four": 25.0,
    "half": 50.0, "one half": 50.0, "a third": 33.3, "one third": 33.3, "one-third": 33.3, "two thirds": 66.7, "two-thirds": 66.7,
    "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0, "three-quarters": 75.0, "a fifth": 20.0, "one fifth": 20.0, "four fifths": 80.0,
    "four-fifths": 80.0, "one-fifth": 20.0, "one-quarter": 25.0, "two-fifths": 40.0, "three-fifths": 60.0, "nine-tenths": 90.0, "a tenth": 10.0,
}  # fmt: skip
_FRACTION = Cue(
    r"\b(" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")(?= (?:of |the world\b|from ))",
    re.IGNORECASE,
)
_OF_A_WHOLE = re.compile(
    r" (?:of (?!(?:19|20)\d\d|the year|next year|this year)|the world\b|from (?:the )?(?-i:[A-Z]))",
    re.IGNORECASE,
)
_SPELLED = {
    w: float(n) for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0}  # fmt: skip
_SPELLED_PERCENT = Cue(r"\b(" + "|".join(_SPELLED) + r") (?:percent|per cent)\b", re.IGNORECASE)
_CUT = Cue(
    r"\b(?:fell|fallen|falls?|dropp?(?:ed|s)?|declined?|rose|risen|grew|grown|jumped|slumped|shrank|shrunk|plunged|increased|decreased|cut|reduced|down|up|lost|higher|lower)"
    r" (?:by )?(?:(?:nearly|almost|about|around|roughly|more than|over|some|up to) )?(half|a third|two thirds|two-thirds|a quarter|three quarters|a fifth|a tenth)\b(?! a )",
    re.IGNORECASE,
)
_HAN_PERCENT = Cue(
    r"百分之(?P<n>[零一二三四五六七八九十百点两\d.]{1,8})|(?P<t>[一二三四五六七八九]|\d)成(?P<h>半)?(?![为立员功本果就])"
)
_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_ZERO_RATE = Cue(r"零税率|零关税|\bzero(?:-| )(?:dut(?:y|ies)|tariffs?|rate)\b", re.IGNORECASE)
_WITH = re.compile(
    r"(?:(?P<name>[A-Z][a-z]+)(?: with| at| on| and its)? |\bthe rest |\bthen |\bits )(?P<n>\d{1,2}(?:\.\d)?)(?=,|\)|;|\.(?:\s|$)|$| and\b)"
)
_LISTED = re.compile(
    r"(?<![\d.$€£¥-])(?P<n>\d{1,3}(?:\.\d{1,2})?),? (?=(?:and |or )?\d{1,3}(?:\.\d{1,2})?(?:,? (?:and|or) \d{1,3}(?:\.\d{1,2})?)? ?(?:%|percent|per cent))"
)
_DAYS = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Nos?|Notice|Announcement|Article|Section|Chapter|Annex|Phase|Group|Batch|Stage|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|The|In|By|On|At|Of|About|Some|Only|Another|Just)$"
)
_NEAR = 45


def _han(text: str) -> float:
    """`三十五` and `9.5` as numbers."""
    if text.replace(".", "").isdigit():
        return float(text)
    tens, _, ones = text.partition("十") if "十" in text else ("零", "", text)
    return 10.0 * _HAN_DIGITS.get(tens or "一", 0) + _HAN_DIGITS.get(ones, 0)


def _han_parts(text: str, cues: int) -> Iterator[Part]:
    for hit in _HAN_PERCENT.each(text, cues):
        tenths = hit["t"]
        value = (10.0 * _han(tenths) + (5.0 if hit["h"] else 0.0)) if tenths else _han(hit["n"])
        yield Part(value, *hit.span(), exact=not tenths)


def _told(
    cue: Cue, values: dict[str, float], text: str, cues: int
) -> Iterator[tuple[float, re.Match[str]]]:
    """The numbers that words of a pattern tell; a word in letters of another kind tells none."""
    for hit in cue.each(text, cues):
        value = values.get(hit.group(1).lower())
        if value is not None:
            yield value, hit


_ANY = _FRACTION.mask | _SPELLED_PERCENT.mask | _CUT.mask | _ZERO_RATE.mask | _HAN_PERCENT.mask


def spelled(text: str, cues: int = ALL) -> list[Part]:
    """Fractions, percentages with the number in words, and rates of zero."""
    if not cues & _ANY:
        return []
    found = [
        Part(value, *hit.span(), exact=False)
        for value, hit in _told(_FRACTION, _WORDS, text, cues)
        if _OF_A_WHOLE.match(text, hit.end())
    ]
    found += [
        Part(value, *hit.span()) for value, hit in _told(_SPELLED_PERCENT, _SPELLED, text, cues)
    ]
    found += [
        Part(value, *hit.span(1), exact=False) for value, hit in _told(_CUT, _WORDS, text, cues)
    ]
    found += [Part(0.0, *h.span()) for h in _ZERO_RATE.each(text, cues)]
    found += _han_parts(text, cues)
    starts: set[int] = set()
    return [p for p in found if not (p.start in starts or starts.add(p.start))]


def bare_parts(text: str, printed: list[tuple[int, int]]) -> list[Part]:
    """Numbers that leave out the sign beside one that has it: `32 per cent, followed by Russia with 19`, `5, 10 and 15 percent`."""
    found: list[Part] = []
    low = printed[0][1]
    ends = [end for _, end in printed]
    for hit in _WITH.finditer(text):
        named = hit["name"] or ""
        near = any(0 <= hit.start() - end <= _NEAR for end in ends)
        if not near or _DAYS.match(named) or hit.start("n") < low:
            continue
        found.append(Part(float(hit["n"]), *hit.span("n")))
        ends.append(hit.end())
    found += [Part(float(h["n"]), *h.span("n")) for h in _LISTED.finditer(text)]
    return found
