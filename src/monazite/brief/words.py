"""Numbers and days in plain words, for a busy reader (§B3)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from monazite.codes import country_name
from monazite.provenance import Absent, Figure

_PLACE = re.compile(r"\{(\d+)(?::(\w+))?\}")
_MILLION, _BILLION, _NOTHING, _TWO_DIGITS = 1e6, 1e9, 1e-9, 100.0


def amount(value: float, unit: str) -> str:
    """A number with its unit, rounded to what a reader can use.

    >>> amount(0.7105, "share"), amount(250e6, "USD"), amount(270000.0, "t/y"), amount(9.0, "weeks")
    ('71 %', '250 million USD', '270,000 t/y', '9 weeks')
    """
    if unit == "share":
        percent = 100.0 * value
        if 0.0 < percent < 0.05:  # noqa: PLR2004 - would print as 0.0
            return "under 0.1 %"
        digits = 0 if abs(percent) >= 10 or percent == round(percent) else 1  # noqa: PLR2004 - two digits suffice
        return f"{percent:,.{digits}f} %"
    if unit.startswith("USD") and unit in {"USD", "USD/y"} and abs(value) >= _MILLION:
        size, word = (_BILLION, "billion") if abs(value) >= _BILLION else (_MILLION, "million")
        return f"{_significant(value / size)} {word} {unit}"
    if unit == "billion USD":
        return amount(value * _BILLION, "USD")
    if unit in {"year", "week"}:  # a point in time, not a length
        return f"{value:.0f}" if unit == "year" else f"week {value:.0f}"
    text = _significant(value + 0.0)  # no minus before a zero
    word = unit
    if unit in {"weeks", "days", "years"} and text == "1":
        word = unit[:-1]
    return f"{text} {word}".strip()


def _significant(value: float) -> str:
    if abs(value) < _NOTHING:
        return "0"
    if value == round(value) and abs(value) < 1e15:  # noqa: PLR2004 - exact integers of a double
        return f"{value:,.0f}"
    if abs(value) >= 1000:  # noqa: PLR2004 - thousands need no decimals
        return f"{value:,.0f}"
    if 0.0 < value < 0.001:  # noqa: PLR2004 - no powers of ten in a sentence
        return "under 0.001"
    return f"{value:,.3g}"


def value_of(figure: Figure) -> str:
    """The figure's value in words; an absent value keeps its reason."""
    if isinstance(figure.value, Absent):
        return f"not available ({figure.value})"
    if isinstance(figure.value, str):
        return figure.value
    return amount(figure.value, figure.unit)


def range_of(figure: Figure) -> str:
    """The figure's range in words, empty where it has none."""
    if figure.low is None or figure.high is None:
        return ""
    if value_of(figure) == amount(figure.low, figure.unit) == amount(figure.high, figure.unit):
        return ""  # as narrow as it prints
    if figure.unit == "share":
        return f"{amount(figure.low, 'share').removesuffix(' %')} to {amount(figure.high, 'share')}"
    if figure.unit == "week":
        return f"{figure.low:.0f} to {figure.high:.0f}"
    low, high = amount(figure.low, figure.unit), amount(figure.high, figure.unit)
    shared = " USD" if figure.unit == "billion USD" else f" {figure.unit}"
    if low.endswith(shared) and high.endswith(shared):
        head_low, head_high = low.removesuffix(shared), high.removesuffix(shared)
        return f"{head_low} to {head_high}{shared}"
    return f"{low} to {high}"


def with_range(figure: Figure) -> str:
    """Value and range, the unit said once: `9.5 weeks (6 to 14)`."""
    span = range_of(figure)
    if figure.unit != "share":
        span = span.removesuffix(" USD" if figure.unit == "billion USD" else " " + figure.unit)
    return f"{value_of(figure)} ({span})" if span else value_of(figure)


def in_sentence(figure: Figure) -> Figure:
    """A factor or a small share with two digits, which is all a sentence can use; tables keep three (§B3)."""
    small = figure.unit.startswith("times ") or figure.unit.startswith("%")
    if not small or not isinstance(figure.value, float | int):
        return figure
    limit = 1.0 if figure.unit == "%" else _TWO_DIGITS
    low, high = (end if end is None else _two(end, limit) for end in (figure.low, figure.high))
    return replace(figure, value=_two(float(figure.value), limit), low=low, high=high)


def _two(value: float, limit: float) -> float:
    return float(f"{value:.2g}") if abs(value) < limit else value


def pieces(text: str, figures: tuple[Figure, ...]) -> list[tuple[str, Figure | None]]:
    """A finding's sentence as runs of words and of figures, in order."""
    found: list[tuple[str, Figure | None]] = []
    at = 0
    for match in _PLACE.finditer(text):
        if match.start() > at:
            found.append((text[at : match.start()], None))
        figure = figures[int(match.group(1))]
        shown = in_sentence(figure)
        found.append((with_range(shown) if match.group(2) == "range" else value_of(shown), figure))
        at = match.end()
    if at < len(text):
        found.append((text[at:], None))
    return found


def fill(text: str, figures: tuple[Figure, ...]) -> str:
    """A finding's sentence as plain text."""
    return "".join(words for words, _ in pieces(text, figures))


def day(value: date) -> str:
    """A day as readers write it: 9 October 2025.

    >>> day(date(2025, 10, 9))
    '9 October 2025'
    """
    return f"{value.day} {value:%B %Y}"


def listing(items: list[str] | tuple[str, ...]) -> str:
    """`a, b and c`.

    >>> listing(["Nd", "Dy", "Tb"])
    'Nd, Dy and Tb'
    """
    if len(items) < 2:  # noqa: PLR2004 - one needs no comma
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def the_country(code: str) -> str:
    """A country's name with the article it needs in a sentence."""
    name = country_name(code)
    return f"the {name}" if code in {"USA", "GBR", "NLD", "PHL", "EUU"} else name


def later(known_at: date) -> str:
    """What the mark † means in a brief as known on a day (§B12)."""
    return (
        f"† rests also on sources published after {day(known_at)}, because no edition of that day is at hand: "
        "the network's year, or the model's own assumptions. They are marked in the list of sources."
    )
