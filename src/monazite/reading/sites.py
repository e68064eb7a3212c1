"""Mines, plants and firms by name, with the country where they stand or are at home (§R27)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from monazite import catalog
from monazite.reading.memo import Memo


class Site(NamedTuple):
    """A name in a text; `firm` where the country is that of a head office, `abroad` where it digs elsewhere too."""

    country: str
    start: int
    end: int
    firm: bool
    abroad: bool


@cache
def _table() -> tuple[re.Pattern[str], dict[str, tuple[str, bool, bool]]]:
    given = catalog.document("reading", "sites.yaml")
    names = {
        name: (country, part != "sites", part == "groups")
        for part in ("sites", "firms", "groups")
        for country, listed in given[part].items()
        for name in listed
    }
    longest = sorted(names, key=len, reverse=True)
    return re.compile(r"\b(?=[A-Z])(?:" + "|".join(map(re.escape, longest)) + r")\b"), names


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    """The first words of the names, by their first three letters."""
    heads: dict[str, set[str]] = {}
    for name in _table()[1]:
        word = name.split()[0]
        heads.setdefault(word[:_HEAD], set()).add(word)
    return {head: tuple(words) for head, words in heads.items()}


def _may_begin(part: str) -> bool:
    """Whether the first word of a name stands in what is between two spaces."""
    heads = _heads()
    return any(
        part.startswith(heads.get(part[at : at + size], ()), at)
        for at, letter in enumerate(part)
        if letter.isupper()
        for size in range(1, _HEAD + 1)
    )


_HEAD = 3
_MAY_BEGIN = Memo(_may_begin)


@lru_cache(maxsize=512)
def found(text: str) -> tuple[Site, ...]:
    """The mines, plants and firms named in a text, in order.

    >>> [(s.country, s.firm) for s in found("Lynas digs at Mt Weld.")]
    [('AUS', True), ('AUS', False)]
    """
    if not any(map(_MAY_BEGIN.__getitem__, text.split())):
        return ()
    pattern, names = _table()
    return tuple(Site(names[h[0]][0], *h.span(), *names[h[0]][1:]) for h in pattern.finditer(text))
