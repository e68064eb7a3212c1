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
def _table() -> dict[str, tuple[str, bool, bool]]:
    given = catalog.document("reading", "sites.yaml")
    return {
        name: (country, part != "sites", part == "groups")
        for part in ("sites", "firms", "groups")
        for country, listed in given[part].items()
        for name in listed
    }


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    """The first words of the names, by their first letters."""
    heads: dict[str, set[str]] = {}
    for name in _table():
        word = name.split()[0]
        heads.setdefault(word[:_HEAD], set()).add(word)
    return {head: tuple(sorted(words)) for head, words in heads.items()}


def _begun(part: str) -> frozenset[str]:
    """The first words of names that stand in what is between two spaces."""
    heads = _heads()
    return frozenset(
        word
        for at, letter in enumerate(part)
        if letter.isupper()
        for size in range(1, _HEAD + 1)
        for word in heads.get(part[at : at + size], ())
        if part.startswith(word, at)
    )


_HEAD = 3
_BEGUN = Memo(_begun)


@lru_cache(maxsize=512)
def _pattern(begun: frozenset[str]) -> re.Pattern[str]:
    """The names that begin with these words, the longest first."""
    names = [name for name in _table() if name.split()[0] in begun]
    longest = sorted(names, key=len, reverse=True)
    return re.compile(r"\b(?=[A-Z])(?:" + "|".join(map(re.escape, longest)) + r")\b")


@lru_cache(maxsize=512)
def found(text: str) -> tuple[Site, ...]:
    """The mines, plants and firms named in a text, in order.

    >>> [(s.country, s.firm) for s in found("Lynas digs at Mt Weld.")]
    [('AUS', True), ('AUS', False)]
    """
    begun = frozenset().union(*filter(None, map(_BEGUN.__getitem__, text.split())))
    if not begun:
        return ()
    names = _table()
    hits = _pattern(begun).finditer(text)
    return tuple(Site(names[h[0]][0], *h.span(), *names[h[0]][1:]) for h in hits)
