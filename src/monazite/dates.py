"""Days and intervals of days: the one place for date arithmetic.

An interval is half-open, `[start, end)`. An act that says "until 10 November" and is read as inclusive is stored
with `end` on 11 November.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from monazite.errors import DataError

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def parse_day(text: str, *, where: str = "") -> date:
    """A day from ISO text, `2025-10-09`.

    Raises:
        DataError: E001 if the text is not a calendar day in that form.

    >>> parse_day("2025-10-09")
    datetime.date(2025, 10, 9)
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DataError(
            "E001",
            f"{text!r} is not a day",
            where=where,
            why=str(error),
            way_out="Write days as YYYY-MM-DD, for example 2025-10-09",
        ) from error


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` up to but not including `end`; an end of None is open."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise DataError(
                "E002",
                f"the interval ends on {self.end} before it starts on {self.start}",
                why="An interval is half-open, [start, end)",
                way_out="Swap the two days or correct the end",
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def __str__(self) -> str:
        return f"[{self.start}, {self.end or '...'})"


@dataclass(frozen=True, slots=True)
class AsOf:
    """What held `on` a day, as it could be known on the day `known_at`.

    >>> print(AsOf(date(2025, 11, 12), date(2025, 11, 1)))
    on 2025-11-12 as known on 2025-11-01
    """

    on: date
    known_at: date

    def __str__(self) -> str:
        return f"on {self.on} as known on {self.known_at}"


def add_working_days(start: date, days: int) -> date:
    """The day `days` working days after `start`, weekends left out, public holidays not known.

    >>> add_working_days(date(2025, 10, 10), 1)
    datetime.date(2025, 10, 13)
    """
    day = start
    while days > 0:
        day += ONE_DAY
        if day.weekday() < _SATURDAY:
            days -= 1
    return day
