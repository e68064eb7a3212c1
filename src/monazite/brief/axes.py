"""Where an axis puts its ticks: round numbers, quarters of a year, months (§B5)."""

from __future__ import annotations

import math
from datetime import date

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_TICKS, _QUARTER, _MOST_DAYS = 5, 26.0, 7


def nice(low: float, high: float) -> tuple[float, ...]:
    """Round ticks that hold `low` and `high`, at most six.

    >>> nice(0.0, 17.0), nice(0.0, 0.0)
    ((0.0, 5.0, 10.0, 15.0, 20.0), (0.0, 1.0))
    """
    if high <= low:
        return (low, low + 1.0)
    rough = (high - low) / _MOST_TICKS
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(scale * k for k in _STEPS if scale * k >= rough * (1.0 - 1e-12))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(k * step, 12) for k in range(first, max(last, first + 1) + 1))


def weeks(start: float, end: float) -> tuple[float, ...]:
    """Half years of weeks, or fewer on a short horizon.

    >>> weeks(0.0, 103.0)
    (0.0, 26.0, 52.0, 78.0)
    """
    step = _QUARTER if end - start >= 2 * _QUARTER else max(1.0, (end - start) // 4)
    return tuple(start + k * step for k in range(int((end - start) // step) + 1))


def days(start: date, end: date) -> list[tuple[date, str]]:
    """First days of months, at most seven, with the words of the tick: the year where it turns.

    >>> days(date(2025, 1, 15), date(2025, 4, 10))
    [(datetime.date(2025, 2, 1), 'Feb'), (datetime.date(2025, 3, 1), 'Mar'), (datetime.date(2025, 4, 1), 'Apr')]
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    step = next((k for k in (1, 2, 3, 6, 12) if months / k <= _MOST_DAYS), 24)
    found: list[tuple[date, str]] = []
    for ahead in range(1, months + 1):
        year, month = divmod(start.month - 1 + ahead, 12)
        if month % step == 0:
            day = date(start.year + year, month + 1, 1)
            found.append((day, str(day.year) if month == 0 else f"{day:%b}"))
    return found


def share_of(where: float | date, start: date, whole: int) -> float:
    """Place of a day on the axis, in percent of its length."""
    passed = (where - start).days if isinstance(where, date) else where
    return 100.0 * passed / whole
