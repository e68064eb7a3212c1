"""What an event file holds once read: measures, periods, observed values (§M50)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from monazite.dates import ONE_DAY, Interval
from monazite.errors import DataError

_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:[-/ ]?(?:Q(?P<quarter>[1-4])|H(?P<half>[12]))|[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?)?"
)


@dataclass(frozen=True, slots=True)
class Act:
    """One measure of an event; `rate` is that of a duty on value."""

    id: str
    kind: str
    known: date
    effective: date
    ended: date | None
    destinations: tuple[str, ...]
    materials: tuple[str, ...]
    depth: float | None
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One observed value.

    Attributes:
        per: Base periods it spans, where volumes of a year or quarter stand beside those of a month; else 1.
    """

    period: str
    span: Interval
    value: float
    reliability: str
    note: str = ""
    per: float = 1.0


@dataclass(frozen=True, slots=True)
class Series:
    """Observed values of one price or volume; `market` as in the schema."""

    id: str
    kind: str
    material: str
    market: str
    destination: str
    unit: str
    base: Point
    points: tuple[Point, ...]
    source: str

    def ratio(self, point: Point) -> float:
        """An observed value relative to the base period."""
        return point.value / (self.base.value * point.per)


@dataclass(frozen=True, slots=True)
class Event:
    """A past control with its measures and observations.

    Attributes:
        left_out: Series no forecast is made for, with the reason.
        remarks: What was read though it is not as the schema says.
    """

    id: str
    title: str
    role: str
    negative_control: bool
    restrictor: str
    materials: tuple[str, ...]
    acts: tuple[Act, ...]
    shares: Mapping[str, tuple[float, float, float]]
    series: tuple[Series, ...]
    fit_without: tuple[str, ...]
    stoppages: Mapping[str, Any]
    left_out: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def known(self) -> date:
        """First day any of it was public."""
        return min(act.known for act in self.acts)


def span(period: str, where: str) -> Interval:
    """The days of a period: a year, half, quarter, month, day, or two of them joined by `..`.

    Raises:
        DataError: E850 if it is none of these.

    >>> str(span("2011-Q3", "x"))
    '[2011-07-01, 2011-10-01)'
    """
    if ".." in period:
        first, last = (part.strip() for part in period.split("..", 1))
        if re.fullmatch(r"\d{2}", last):
            last = f"{first[:4]}-{last}"  # 2023-01..02
        found = Interval(span(first, where).start, span(last, where).end)
        if found.end is not None and found.end <= found.start:
            raise DataError("E850", f"{period!r} ends before it starts", where=where)
        return found
    match = _PERIOD.fullmatch(period.strip())
    if not match:
        raise DataError(
            "E850",
            f"{period!r} is no period",
            where=where,
            way_out="Write 2024, 2024-H1, 2011-Q3, 2025-04, 2025-04-04 or two of them joined by ..",
        )
    part = {name: int(text) if text else 0 for name, text in match.groupdict().items()}
    first = {"quarter": 3 * part["quarter"] - 2, "half": 6 * part["half"] - 5}
    month = next((first[k] for k in first if part[k]), part["month"] or 1)
    months = next((n for k, n in (("quarter", 3), ("half", 6), ("month", 1)) if part[k]), 12)
    try:
        start = date(part["year"], month, part["day"] or 1)
    except ValueError as error:
        raise DataError("E850", f"{period!r} is no period", where=where, why=str(error)) from error
    if part["day"]:
        return Interval(start, start + ONE_DAY)
    after = start.month - 1 + months
    return Interval(start, date(start.year + after // 12, after % 12 + 1, 1))


def weeks_between(start: date, end: date) -> float:
    """Weeks from one day to another.

    >>> weeks_between(date(2025, 1, 1), date(2025, 1, 15))
    2.0
    """
    return (end - start) / timedelta(weeks=1)
