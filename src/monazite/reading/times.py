# ruff: noqa: E501 - a pattern is one line of words
"""Dates in a text, resolved against the day of the document (§R14)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from monazite.reading.cues import ALL, Cue

_MONTHS = {
    m: i
    for i, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1,
    )
    for m in names.split()
}  # fmt: skip
_M = r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_Y = r"(?P<{0}>(?:19|20)\d\d)"
_D = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_WEEK: list[str] = [*"monday tuesday wednesday thursday friday saturday sunday".split()]
_MONTH_NAME = re.compile("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
# families of dates, each with the cheap look that tells whether a text can hold one; an earlier family wins
_FAMILIES: tuple[tuple[Cue, Cue], ...] = tuple(
    (Cue(gate), Cue("|".join(parts)))
    for gate, parts in (
        (
            r"(?:19|20)\d\d-",
            [rf"\b{_Y.format('y1')}-(?P<m1>[01]\d)-(?P<d1>[0-3]\d)\b"],
        ),
        (
            "年",
            [rf"{_Y.format('y2')}\s?年\s?(?P<m2>1?\d)\s?月(?:\s?(?P<d2>[0-3]?\d)\s?日)?"],
        ),
        (
            _MONTH_NAME.pattern,
            [
                rf"\b{_M.format('m3')} {_D.format('d3')}(?:,? {_Y.format('y3')})?(?![\d,]*\d)(?! (?:percent|per cent|million|billion|tonnes|tons)\b)",
                rf"\b(?:the )?{_D.format('d4')}(?: of)? {_M.format('m4')}(?:,? {_Y.format('y4')})?\b",
                rf"\b{_M.format('m5')},? {_Y.format('y5')}\b",
                rf"\b{_M.format('m10')}(?=[ ,.;)])",
            ],
        ),
        (
            "half of|quarter of|quarter",
            [
                rf"\b(?P<half>first|second) half of (?:{_Y.format('yh')}|(?P<hn>next|this|the) year)",
                rf"\b(?P<quarter>first|second|third|fourth) quarter of (?:{_Y.format('yq')}|(?P<qn>next|this) year)",
            ],
        ),
        (
            "start|begin|end|mid|early|late|turn|first",
            [
                rf"\bfirst (?P<firstday>day )?of (?:{_Y.format('yf')}|(?P<fn>next year|next month))\b",
                rf"\b(?:start|beginning|end|middle|mid|early|late|turn)[- ]?(?:of )?(?:{_Y.format('ys')}|(?P<sn>next|this|the) (?:calendar )?year)\b",
            ],
        ),
        (
            "day\\b",
            [
                r"\b(?P<week>(?:next|last|this|on|late|early)? ?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b",
            ],
        ),
        (
            "mmediate|at once|today|upon publication|on publication|signed|same day|day of",
            [
                r"\b(?P<now>[Ii]mmediate(?:ly)?(?: effect)?|(?<!things )(?<!all )at once|effective today|as of today|from today|with immediate effect|on the day it is signed|upon publication|on publication|(?:(?:from|on) )?the same day|day of (?:its )?publication)\b",
            ],
        ),
        ("日起", [r"(?P<zhnow>自公布之日起|自发布之日起|即日起)"]),
        (
            "yesterday|today|tomorrow|month|year|January|February|March|April|May|June|July|August|September|October|November|December",
            [
                r"\b(?P<rel>yesterday|today|tomorrow|next month|last month|this month|next year|last year|this year)\b",
                r"\b(?P<ago>a|one|two|three|four|five|\d{1,2}) (?P<span>year|month)s? (?:ago|earlier)\b",
            ],
        ),
        (
            r"(?:19|20)\d\d",
            [
                rf"\b(?P<open>mid-|late |early )?{_Y.format('y9')}\b(?!\s?(?:tonnes|tons|t\b|percent|%|miles|people|workers|companies))",
            ],
        ),
    )
)
_YEAR = re.compile(r"(?:19|20)\d\d")


class When(NamedTuple):
    """A date in the text. `kind` says how it was written: full, month, year, week, now, relative, half."""

    value: str
    precision: str
    start: int
    end: int
    kind: str

    @property
    def day(self) -> str:
        """The value padded to a day, for comparison only."""
        return (self.value + "-01-01")[:10] if len(self.value) != 7 else self.value + "-01"  # noqa: PLR2004 - YYYY-MM


def _month(text: str) -> int:
    return _MONTHS[text.lower().rstrip(".")]


def _iso(year: int, month: int, day: int | None) -> str | None:
    try:
        if day is None:
            return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None  # noqa: PLR2004 - months
        return date(year, month, day).isoformat()
    except ValueError:
        return None


_FUTURE = re.compile(
    r"(?:\b(?:from|starting|start(?:s|ing)?|begin(?:s|ning)?|effective|as of|by|until|through|till|expires?|before|due|on or after|ends?|ending|next|coming|scheduled|slated|deadline(?: of)?)\s(?:on |from |by |in |for |around )?)$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:\b(?:since|issued|dated|of|last|this|effective since|announced|published|took effect|introduced|imposed|early|late)\s(?:on |in )?)$",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:will|would|shall|is to|are to|set to|due to|plans? to|expected to|can|must|may|to (?:start|begin|take|end|stop|apply|enter|come))\b",
    re.IGNORECASE,
)
_WAS = re.compile(
    r"\b(?:was|were|had|has|have|did|took|came|began|made|put|held|sent|set|went|gave|won|lost|fell|rose|saw|shut|cut|told|hit|[a-z]{2,}ed)\b"
)
_BREAK = re.compile(r"[;,:.] | and | but | while | which | after | when ")


def _looks_ahead(text: str, start: int, end: int) -> bool:
    """Whether the words of a date's own clause look ahead: `from Dec 1`, `will stop in June`."""
    before = text[max(0, start - 40) : start]
    if _PAST.search(before):
        return False
    if _FUTURE.search(before):
        return not _WAS.search(before[-20:])
    last = start - 1 if before.endswith(" after ") else start  # `will stop after August 1`
    left = max((m.end() for m in _BREAK.finditer(text, max(0, start - 110), last)), default=0)
    left = max(left, start - 110)
    stop = _BREAK.search(text, end)
    right = min(stop.start() if stop else len(text), end + 60)
    own = text[left:start] + text[end:right]
    return bool(_WILL.search(own)) and not _WAS.search(text[end:right])


def _year(
    text: str, start: int, month: int, day: int | None, on: date | None, end: int
) -> int | None:
    """The year of a date printed without one: the nearest, later only where the words look ahead."""
    if on is None:
        near = _YEAR.search(text, end, end + 60) or _YEAR.search(text, max(0, start - 60), start)
        return int(near.group(0)) if near else None
    ahead = _looks_ahead(text, start, end)
    best: tuple[int, int] | None = None
    for year in (on.year - 1, on.year, on.year + 1):
        iso = _iso(year, month, day or 1)
        if iso is None:
            continue
        gap = (date.fromisoformat(iso) - on).days
        if day is None and iso[:7] == on.isoformat()[:7]:
            gap = 0
        cost = abs(gap) if (gap <= 0 or ahead) else abs(gap) * 3 + (_LATER if day else _LATER_MONTH)
        if ahead and gap < -45:  # noqa: PLR2004 - "from Dec 1" written in October looks ahead
            cost += 200
        if best is None or cost < best[0]:
            best = (cost, year)
    return best[1] if best else None


# what a day or a month later than the document costs, in days, where no words look ahead
_LATER, _LATER_MONTH = 60, 240
_COMING = re.compile(
    r"\b(?:from|starting|effective|as of|until|through|by|due|begins?|starts?|ends?|expires?) (?:on )?$",
    re.IGNORECASE,
)


def _weekday(text: str, on: date, before: str) -> str:
    words = text.lower().split()
    back = (on.weekday() - _WEEK.index(words[-1])) % 7
    if words[0] == "next" or (back and words[0] != "last" and _COMING.search(before)):
        return (on + timedelta(days=7 - back)).isoformat()
    if words[0] == "last" and back == 0:
        back = 7
    return (on - timedelta(days=back)).isoformat()


_FEW = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def _ago(hit: re.Match[str], on: date) -> tuple[str, str]:
    number = _FEW.get(hit["ago"]) or int(hit["ago"])
    if hit["span"] == "year":
        return str(on.year - number), "year"
    month = on.year * 12 + on.month - 1 - number
    return f"{month // 12:04d}-{month % 12 + 1:02d}", "month"


def _relative(word: str, on: date) -> tuple[str, str]:
    shift = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if word in shift:
        return (on + timedelta(days=shift[word])).isoformat(), "day"
    sign = {"next": 1, "last": -1, "this": 0}[word.split(maxsplit=1)[0]]
    if word.endswith("year"):
        return str(on.year + sign), "year"
    month = on.year * 12 + on.month - 1 + sign
    return f"{month // 12:04d}-{month % 12 + 1:02d}", "month"


def _period(got: dict[str, str | None], words: str, on: date | None) -> tuple[str, str, str] | None:
    step = {"next": 1, "this": 0, "the": 0}
    for name, first in (
        ("half", {"first": 1, "second": 7}),
        ("quarter", {"first": 1, "second": 4, "third": 7, "fourth": 10}),
    ):
        part = got.get(name)
        if part:
            year = got["yh" if name == "half" else "yq"]
            word = got["hn" if name == "half" else "qn"]
            number = int(year) if year else (on.year + step[word or "this"]) if on else None
            return (f"{number:04d}-{first[part.lower()]:02d}-01", "day", "half") if number else None
    year = got.get("ys")
    number = int(year) if year else (on.year + step[got.get("sn") or "this"]) if on else None
    if not number:
        return None
    if words.startswith(("start", "beginning", "turn")):
        return f"{number:04d}-01-01", "day", "half"
    if words.startswith("end"):
        return f"{number:04d}-12-31", "day", "half"
    return f"{number:04d}", "year", "year"


def _first_day(got: dict[str, str | None], on: date | None) -> tuple[str, str, str] | None:
    """`The first day of 2026`, `the first of next month`."""
    if year := got.get("yf"):
        return f"{year}-01-01", "day", "full"
    if on is None:
        return None
    month = on.year * 12 + (on.month if got.get("fn") == "next month" else 12)
    return f"{month // 12:04d}-{month % 12 + 1:02d}-01", "day", "full"


def _calendar(
    text: str, hit: re.Match[str], got: dict[str, str | None], on: date | None
) -> tuple[str, str, str] | None:
    for n in (1, 2, 3, 4, 5, 10):
        month = got.get(f"m{n}")
        if not month:
            continue
        number = int(month) if month.isdigit() else _month(month)
        day_text = got.get(f"d{n}")
        day = int(day_text) if day_text else None
        year_text = got.get(f"y{n}")
        year = int(year_text) if year_text else _year(text, hit.start(), number, day, on, hit.end())
        iso = _iso(year, number, day) if year else None
        if iso is None:
            return None
        return iso, ("day" if day else "month"), ("full" if day else "month")
    return None


def _resolve(text: str, hit: re.Match[str], on: date | None) -> tuple[str, str, str] | None:
    got = hit.groupdict()
    if got.get("yf") or got.get("fn"):
        return _first_day(got, on)
    if got.get("half") or got.get("quarter") or got.get("ys") or got.get("sn"):
        return _period(got, hit.group(0), on)
    if got.get("now") or got.get("zhnow"):
        return (on.isoformat(), "day", "now") if on else None
    if week := got.get("week"):
        before = text[: hit.start()][-20:].rstrip() + " "
        return (_weekday(week, on, before), "day", "week") if on else None
    if rel := got.get("rel"):
        return (*_relative(rel.lower(), on), "relative") if on else None
    if got.get("ago"):
        return (*_ago(hit, on), "relative") if on else None
    if year := got.get("y9"):
        return year, "year", "year"
    return _calendar(text, hit, got, on)


_IN_MAY = re.compile(r"\b(?:in|since|of|last|by|until|from|next|early|late|mid-?)\s?$")


def times(text: str, on: date | None, cues: int = ALL) -> list[When]:
    """All dates of a text in order, resolved against `on`; what cannot be resolved is left out."""
    found: list[When] = []
    for gate, pattern in _FAMILIES:
        if not cues & pattern.mask or not gate.first(text, cues):
            continue
        for hit in pattern.each(text):
            if any(w.start < hit.end() and hit.start() < w.end for w in found):
                continue
            if hit.group().rstrip(".") == "May" and not _IN_MAY.search(text[: hit.start()][-8:]):
                continue
            resolved = _resolve(text, hit, on)
            if resolved:
                start = hit.start() + len(hit.group(0)) - len(hit.group(0).lstrip())
                found.append(When(resolved[0], resolved[1], start, hit.end(), resolved[2]))
    found.sort(key=lambda w: w.start)
    return found
