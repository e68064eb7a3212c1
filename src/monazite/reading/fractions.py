# ruff: noqa: E501 - a pattern is one line of words
"""Parts of a whole in words, and the bare numbers of a list of percentages (§R13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from monazite.reading.cues import ALL, Cue
from monazite.reading.numbers import Run, at


class Part(NamedTuple):
    """A percentage written without its sign; `exact` where the word is no round telling."""

    value: float
    start: int
    end: int
    exact: bool = True


_ONES = {w: n for n, w in enumerate("one two three four five six seven eight nine".split(), 1)}
_PARTS_OF = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "twentieth": 20,
}  # fmt: skip
# nine-tenths, a third, half; four in five, nine out of ten
_WORDS = {
    f"{count}{gap}{part}{'s' if n > 1 else ''}": round(100.0 * n / whole, 1)
    for part, whole in _PARTS_OF.items()
    for count, n in {**_ONES, "a": 1, "an": 1}.items()
    for gap in " -"
    if n < whole
} | {
    f"{count}{within}{named}": round(100.0 * n / whole, 1)
    for named, whole in {**_ONES, "ten": 10}.items()
    for count, n in _ONES.items()
    for within in (" in ", " out of ")
    if n < whole
} | {"half": 50.0}  # fmt: skip
_PART = (
    rf"(?:(?:an?|{'|'.join(_ONES)})[ -])(?:{'|'.join(_PARTS_OF)})s?\b|half\b"
    rf"|(?:{'|'.join(_ONES)})(?: out of | in )(?:two|three|four|five|ten)\b"
)
_FRACTION = Cue(
    rf"\b({_PART})(?= (?:of |the world\b|from |was |were |is |are ))",
    re.IGNORECASE,
)
_OF_A_WHOLE = re.compile(
    r" (?:of (?!(?:19|20)\d\d|the year|next year|this year)|the world\b|from (?:the )?(?-i:[A-Z])|(?:was|were|is|are) (?-i:[A-Z]))",
    re.IGNORECASE,
)
_TENS = {
    w: 10.0 * n
    for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SPELLED = (
    {w: float(n) for w, n in _ONES.items()}
    | {w: float(n) for n, w in enumerate(_TEENS.split(), 10)}
    | _TENS
    | {
        f"{t}{gap}{o}": tens + ones
        for t, tens in _TENS.items()
        for o, ones in _ONES.items()
        for gap in " -"
    }
    | {"hundred": 100.0}
)
_SPELLED_PERCENT = Cue(
    rf"\b((?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)}))?|{_TEENS.replace(' ', '|')}|hundred|{'|'.join(_ONES)}) (?:percent|per cent)\b",
    re.IGNORECASE,
)
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
_TENS_OF = 2  # digits of such a number
_RISEN_TO = Cue(
    rf"\b(?:to|or|and) (?:(?:more|less|nearly|almost|about|around|roughly|over|some|than|just|well|even) ){{0,3}}({_PART})(?=[,.;)]| (?:today|now|last|this|in|by)\b|$)",
    re.IGNORECASE,
)
_RISEN_FROM = re.compile(r"\bfrom [^.;%]{0,24}$|\bor [^.;%]{0,24}$")


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


SPELLED = _FRACTION.mask | _SPELLED_PERCENT.mask | _CUT.mask | _ZERO_RATE.mask | _HAN_PERCENT.mask


def spelled(text: str, cues: int = ALL) -> list[Part]:
    """Fractions, percentages with the number in words, and rates of zero."""
    found: list[Part] = []
    if cues & _FRACTION.mask:
        found += [
            Part(value, *hit.span(), exact=False)
            for value, hit in _told(_FRACTION, _WORDS, text, cues)
            if _OF_A_WHOLE.match(text, hit.end())
        ]
    if cues & _SPELLED_PERCENT.mask:
        found += [Part(v, *hit.span()) for v, hit in _told(_SPELLED_PERCENT, _SPELLED, text, cues)]
    if cues & _CUT.mask:
        found += [Part(v, *hit.span(1), exact=False) for v, hit in _told(_CUT, _WORDS, text, cues)]
    if cues & _ZERO_RATE.mask:
        found += [Part(0.0, *hit.span()) for hit in _ZERO_RATE.each(text, cues)]
    if cues & _HAN_PERCENT.mask:
        found += _han_parts(text, cues)
    starts: set[int] = set()
    return [p for p in found if not (p.start in starts or starts.add(p.start))]


def bare_parts(
    text: str, printed: list[tuple[int, int]], numbers: list[Run], cues: int = ALL
) -> list[Part]:
    """Numbers that leave out the sign beside one that has it: `32 per cent, followed by Russia with 19`, `5, 10 and 15 percent`."""
    found: list[Part] = []
    low = printed[0][1]
    ends = [end for _, end in printed]
    later = any(start > low and end - start <= _TENS_OF for start, end in numbers)
    for hit in _WITH.finditer(text, low) if later else ():
        named = hit["name"] or ""
        near = any(0 <= hit.start() - end <= _NEAR for end in ends)
        if not near or _DAYS.match(named) or hit.start("n") < low:
            continue
        found.append(Part(float(hit["n"]), *hit.span("n")))
        ends.append(hit.end())
    if len(numbers) > 1:
        places = [start for start, _ in numbers]
        found += [Part(float(hit["n"]), *hit.span("n")) for hit in at(_LISTED, text, places)]
    found += [
        Part(value, *hit.span(1), exact=False)
        for value, hit in _told(_RISEN_TO, _WORDS, text, cues)
        if any(
            0 <= hit.start() - end <= _NEAR // 2 and _RISEN_FROM.search(text, 0, start)
            for start, end in printed
        )
    ]
    return found
