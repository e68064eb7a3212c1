"""Where the numbers of a text stand, so that patterns of amounts are tried there alone (§R44)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DIGITS = re.compile(r"\d\d*")  # a class first: the search steps over what is no digit
_LONGEST = 12  # digits that a pattern of a number takes at once
_GROUP = 3  # digits before a comma

Run = tuple[int, int]


def runs(text: str) -> list[Run]:
    """Start and end of each row of digits."""
    return [hit.span() for hit in _DIGITS.finditer(text)]


def starts(found: list[Run], text: str) -> list[int]:
    """Where a number may begin: at a row of digits, and within one that is too long for a number or before a comma.

    `2345,678` is no number, but its `345,678` is; and where none begins at the first of three digits none begins at
    the second, as what follows the number is the same.
    """
    places: list[int] = []
    for start, end in found:
        if end - start > _GROUP and (end - start > _LONGEST or text.startswith(",", end)):
            places += range(start, end)
        else:
            places.append(start)
    return places


def signed(found: list[Run], text: str) -> list[int]:
    """Where a number with its sign may begin."""
    places: list[int] = []
    for start, _ in found:
        if text.startswith("-", start - 1) and start:
            places.append(start - 1)
        places.append(start)
    return places


def at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> list[re.Match[str]]:
    """The matches that a search from left to right finds, if none begins but at these places."""
    end = 0
    found: list[re.Match[str]] = []
    for place in places:
        if place >= end and (hit := pattern.match(text, place)):
            found.append(hit)
            end = hit.end()
    return found


def near(
    pattern: re.Pattern[str], text: str, numbers: list[Run], reach: int
) -> list[re.Match[str]]:
    """The matches of a search from left to right, each with a number at most `reach` characters after its start."""
    end = 0
    found: list[re.Match[str]] = []
    for start, stop in numbers:
        if stop <= end:
            continue
        hit = pattern.search(text, max(end, start - reach))
        if hit is None:
            break
        found.append(hit)
        end = hit.end()
    return found
