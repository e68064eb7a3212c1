# ruff: noqa: E501 - a pattern is one line of words
"""Dates in a text, resolved against the day of the document (§R14)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

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
_PATTERN = re.compile(
    "|".join(
        [
            rf"\b{_Y.format('y1')}-(?P<m1>[01]\d)-(?P<d1>[0-3]\d)\b",
            rf"{_Y.format('y2')}\s?年\s?(?P<m2>1?\d)\s?月(?:\s?(?P<d2>[0-3]?\d)\s?日)?",
            rf"\b{_M.format('m3')} {_D.format('d3')}(?:,? {_Y.format('y3')})?(?![\d,]*\d)",
            rf"\b(?:the )?{_D.format('d4')}(?: of)? {_M.format('m4')}(?:,? {_Y.format('y4')})?\b",
            rf"\b{_M.format('m5')},? {_Y.format('y5')}\b",
            rf"\b(?P<half>first|second) half of (?:{_Y.format('yh')}|(?P<hn>next|this) year)",
            rf"\b(?P<quarter>first|second|third|fourth) quarter of (?:{_Y.format('yq')}|(?P<qn>next|this) year)",
            rf"\b(?:start|beginning|end|middle|mid|early|late)[- ]?(?:of )?(?:{_Y.format('ys')}|(?P<sn>next|this|the) (?:calendar )?year)\b",
            r"\b(?P<week>(?:next|last|this|on|late|early)? ?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b",
            r"\b(?P<now>immediate(?:ly)?(?: effect)?|at once|effective today|as of today|from today|with immediate effect|on the day it is signed|upon publication|on publication)\b",
            r"(?P<zhnow>自公布之日起|自发布之日起|即日起)",
            r"\b(?P<rel>yesterday|today|tomorrow|next month|last month|this month|next year|last year)\b",
            rf"\b{_Y.format('y9')}\b(?!\s?(?:tonnes|tons|t\b|percent|%|miles|people|workers|companies))",
            rf"\b{_M.format('m10')}\b(?=(?: |[.,;)]))",
        ]
    )
)
_GATE = re.compile(
    r"\d|day|at once|[Ii]mmediate|year|month|tomorrow|upon|on publication|January|February|March|April|May|June|July|August|September|October|November|December|日起"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class When:
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
    r"(?:\b(?:from|starting|start|begin(?:ning)?|effective|as of|by|until|through|till|expires?|before|due|on or after|ends?|ending|will [a-z ]{0,30}on|in)\s(?:on |from |by )?)$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:\b(?:since|issued|dated|of|last|effective since|announced|published|took effect|introduced|imposed)\s(?:on |in )?)$",
    re.IGNORECASE,
)


def _year(
    text: str, start: int, month: int, day: int | None, on: date | None, end: int
) -> int | None:
    """The year of a date printed without one: the nearest, later only where the words look ahead."""
    if on is None:
        near = _YEAR.search(text, end, end + 60) or _YEAR.search(text, max(0, start - 60), start)
        return int(near.group(0)) if near else None
    before = text[max(0, start - 40) : start]
    ahead = bool(_FUTURE.search(before)) and not _PAST.search(before)
    if re.search(r"\bwill\b", text[max(0, start - 90) : start]) and not _PAST.search(before):
        ahead = True
    best: tuple[int, int] | None = None
    for year in (on.year - 1, on.year, on.year + 1):
        iso = _iso(year, month, day or 1)
        if iso is None:
            continue
        gap = (date.fromisoformat(iso) - on).days
        cost = abs(gap) if (gap <= 0 or ahead) else abs(gap) * 3 + 60
        if ahead and gap < -45:  # noqa: PLR2004 - "from Dec 1" written in October looks ahead
            cost += 200
        if best is None or cost < best[0]:
            best = (cost, year)
    return best[1] if best else None


def _weekday(text: str, on: date) -> str:
    words = text.lower().split()
    back = (on.weekday() - _WEEK.index(words[-1])) % 7
    if words[0] == "next":
        return (on + timedelta(days=7 - back)).isoformat()
    if words[0] == "last" and back == 0:
        back = 7
    return (on - timedelta(days=back)).isoformat()


def _relative(word: str, on: date) -> tuple[str, str]:
    shift = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if word in shift:
        return (on + timedelta(days=shift[word])).isoformat(), "day"
    sign = {"next": 1, "last": -1, "this": 0}[word.split(maxsplit=1)[0]]
    if word.endswith("year"):
        return str(on.year + sign), "year"
    month = on.year * 12 + on.month - 1 + sign
    return f"{month // 12:04d}-{month % 12 + 1:02d}", "month"


def _period(hit: re.Match[str], on: date | None) -> tuple[str, str, str] | None:
    step = {"next": 1, "this": 0, "the": 0}
    for name, first in (
        ("half", {"first": 1, "second": 7}),
        ("quarter", {"first": 1, "second": 4, "third": 7, "fourth": 10}),
    ):
        if hit[name]:
            year = hit["yh" if name == "half" else "yq"]
            word = hit["hn" if name == "half" else "qn"]
            number = int(year) if year else (on.year + step[word]) if on else None
            return (
                (f"{number:04d}-{first[hit[name].lower()]:02d}-01", "day", "half")
                if number
                else None
            )
    number = int(hit["ys"]) if hit["ys"] else (on.year + step[hit["sn"]]) if on else None
    if not number:
        return None
    word = hit.group(0).lower()
    if word.startswith(("start", "beginning")):
        return f"{number:04d}-01-01", "day", "half"
    return (
        (f"{number:04d}-12", "month", "half")
        if word.startswith("end")
        else (f"{number:04d}", "year", "year")
    )


def _calendar(text: str, hit: re.Match[str], on: date | None) -> tuple[str, str, str] | None:
    for n in (1, 2, 3, 4, 5, 10):
        month = hit[f"m{n}"]
        if not month:
            continue
        number = int(month) if month.isdigit() else _month(month)
        day_text = hit[f"d{n}"] if n not in (5, 10) else None
        day = int(day_text) if day_text else None
        year_text = hit[f"y{n}"] if n != 10 else None  # noqa: PLR2004 - the bare month
        year = int(year_text) if year_text else _year(text, hit.start(), number, day, on, hit.end())
        iso = _iso(year, number, day) if year else None
        if iso is None:
            return None
        return iso, ("day" if day else "month"), ("full" if day else "month")
    return None


def _resolve(text: str, hit: re.Match[str], on: date | None) -> tuple[str, str, str] | None:
    if hit["half"] or hit["quarter"] or hit["ys"] or hit["sn"]:
        return _period(hit, on)
    if hit["now"] or hit["zhnow"]:
        return (on.isoformat(), "day", "now") if on else None
    if hit["week"]:
        return (_weekday(hit["week"], on), "day", "week") if on else None
    if hit["rel"]:
        return (*_relative(hit["rel"].lower(), on), "relative") if on else None
    if hit["y9"]:
        return hit["y9"], "year", "year"
    return _calendar(text, hit, on)


def times(text: str, on: date | None) -> list[When]:
    """All dates of a text in order, resolved against `on`; what cannot be resolved is left out."""
    found: list[When] = []
    if not _GATE.search(text):
        return found
    for hit in _PATTERN.finditer(text):
        if hit["m10"] == "May" and not re.search(
            r"\b(?:in|since|of|last|by|until|from|next)\s$", text[: hit.start()][-8:]
        ):
            continue
        resolved = _resolve(text, hit, on)
        if resolved:
            start = hit.start() + len(hit.group(0)) - len(hit.group(0).lstrip())
            found.append(When(resolved[0], resolved[1], start, hit.end(), resolved[2]))
    return found
