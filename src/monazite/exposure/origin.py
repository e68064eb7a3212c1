"""How much of a line's value is of counted origin, rolled up over nesting as an interval (§X60 to §X66)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from monazite.exposure.bill import Bill, Line, children
from monazite.exposure.facts import Span
from monazite.exposure.logic import MET, NOT_MET, Verdict

_NONE = Span(0.0, 0.0)
_ANY = Span(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Cause:
    """One missing fact that widens the interval of a line.

    Attributes:
        line: Id of the line whose fact is missing.
        fact: `origin`, `value`, `composition` or `contents`.
        width: By how much of the rolled-up value it widens the interval.
    """

    line: str
    fact: str
    width: float


@dataclass(frozen=True, slots=True)
class Counted:
    """How one line enters the numerator.

    Attributes:
        verdict: Whether the line is itself a counted thing (a Part 1 item; a Part 2 magnet under the wider reading).
        may_hold: A line without lines of its own that may hold counted things unseen.
    """

    verdict: Verdict = NOT_MET
    may_hold: bool = False


@dataclass(frozen=True, slots=True)
class Rolled:
    """The counted value in a line.

    Attributes:
        low: Least counted value, in the currency of the bill.
        high: Greatest; infinite where nothing bounds it.
        share: Both as a share of the line's value.
        causes: What is missing, widest first; empty for a point.
    """

    low: float
    high: float
    share: Span
    causes: tuple[Cause, ...] = ()


def origin_span(line: Line, country: str) -> tuple[Span, bool]:
    """The share of a line that comes from a country, and whether anybody has said.

    Without stated origins the country of manufacture is the origin; without either nothing is known (§X62).

    >>> from monazite.exposure.bill import OriginShare
    >>> print(origin_span(Line("1", origins=(OriginShare("CHN", 0.6),)), "CHN")[0])
    60 % to 100 %
    """
    if line.origins:
        named = math.fsum(part.share for part in line.origins)
        there = math.fsum(part.share for part in line.origins if part.country == country)
        rest = max(0.0, 1.0 - named)
        rest = 0.0 if rest < 1e-3 else rest  # noqa: PLR2004 - rounded shares
        return Span(min(1.0, there), min(1.0, there + rest)), rest == 0.0
    if line.made_in:
        return (Span(1.0, 1.0) if line.made_in == country else _NONE), True
    return _ANY, False


def roll_up(
    bill: Bill, counted: Mapping[str, Counted], country: str = "CHN", *, summed: bool = True
) -> dict[str, Rolled]:
    """The counted value of each line, its own and that of all lines below it.

    A declared share (`value_share`) of a line takes the place of what its own lines give.

    Args:
        bill: The bill.
        counted: How each line enters; lines not named do not count.
        country: The origin that counts, alpha-3.
        summed: Several counted inputs are summed; otherwise the greatest alone counts.

    Spec: §X60 to §X66.
    """
    below = children(bill)
    values = _values(bill)
    order: list[Line] = []
    stack = list(below.get("", []))
    while stack:
        line = stack.pop()
        order.append(line)
        stack.extend(below.get(line.id, []))
    rolled: dict[str, Rolled] = {}
    for line in reversed(order):
        inner = _together([rolled[child.id] for child in below.get(line.id, [])], summed=summed)
        rolled[line.id] = _one(
            line, values[line.id], inner, counted.get(line.id, Counted()), country
        )
    return rolled


def _together(inner: list[Rolled], *, summed: bool) -> tuple[float, float, list[Cause]]:
    fold = math.fsum if summed else lambda parts: max(parts, default=0.0)
    causes = [cause for entry in inner for cause in entry.causes]
    return fold([entry.low for entry in inner]), fold([entry.high for entry in inner]), causes


def _values(bill: Bill) -> dict[str, float | None]:
    """Values in the currency of most lines; other currencies are unknown values (§X65)."""
    main = main_currency(bill)
    return {
        line.id: line.value if not line.currency or line.currency == main else None
        for line in bill.lines
    }


def main_currency(bill: Bill) -> str:
    """The currency of the top line, or else of most lines; empty where none is given."""
    tops = [line.currency for line in bill.lines if not line.parent and line.currency]
    found = tops or [line.currency for line in bill.lines if line.currency]
    return max(sorted(set(found)), key=found.count) if found else ""


def _one(
    line: Line,
    value: float | None,
    inner: tuple[float, float, list[Cause]],
    how: Counted,
    country: str,
) -> Rolled:
    declared = line.facts.get("value_share")
    if isinstance(declared, (int, float)) and 0 <= declared <= 1:
        share = Span(float(declared), float(declared))
        low, high = (
            (share.low * value, share.high * value) if value is not None else (0.0, math.inf)
        )
        return Rolled(low, high if declared else 0.0, share)
    low, high, causes = inner
    if how.verdict is not NOT_MET:
        low, high, causes = _own(line, value, how, country, (low, high, causes))
    elif how.may_hold:
        high = value if value is not None else math.inf
        causes.append(Cause(line.id, "contents", high))
    if value is not None:
        high = min(high, value)
        low = min(low, value)
    share = _share(low, high, value)
    if value is None and high > 0 and not any(cause.line == line.id for cause in causes):
        causes.append(Cause(line.id, "value", math.inf))
    causes.sort(key=lambda cause: (-cause.width, cause.line, cause.fact))
    return Rolled(
        low, high, share, tuple(causes) if share.low != share.high or value is None else ()
    )


def _own(
    line: Line,
    value: float | None,
    how: Counted,
    country: str,
    inner: tuple[float, float, list[Cause]],
) -> tuple[float, float, list[Cause]]:
    """A line that counts itself: its share from the country counts whole, the rest by what is inside it."""
    origin, stated = origin_span(line, country)
    low, high, causes = inner
    if origin.high == 0:
        return inner  # of other origin: only what is inside it counts
    certain = how.verdict is MET
    if value is None:
        new_low, new_high = low, math.inf  # a line is worth at least what counts inside it
    else:
        new_low = origin.low * value + (1.0 - origin.low) * low if certain else low
        new_high = origin.high * value + (1.0 - origin.high) * high
    found = list(causes) if origin.low < 1 or not certain else []
    width = math.inf if value is None else new_high - new_low
    if not stated:
        found.append(Cause(line.id, "origin", width))
    if not certain:
        found.append(Cause(line.id, "composition", width))
    if value is None:
        found.append(Cause(line.id, "value", math.inf))
    return new_low, new_high, found


def _share(low: float, high: float, value: float | None) -> Span:
    if high == 0:
        return _NONE
    if value is None or value == 0:
        return _ANY
    return Span(min(1.0, low / value), min(1.0, high / value))


def smallest_set(rolled: Rolled, value: float, threshold: float) -> tuple[Cause, ...]:
    """The fewest missing facts whose answers, whatever they are, settle whether the share reaches the threshold.

    What stays unanswered must not be able to lift the share over it: the narrowest causes may stay out (§X66).
    """
    room = threshold * value - rolled.low
    left = 0.0
    kept = list(rolled.causes)
    while kept:
        narrowest = kept[-1]
        if math.isinf(narrowest.width) or left + narrowest.width >= room:
            break
        left += narrowest.width
        kept.pop()
    return tuple(kept)
