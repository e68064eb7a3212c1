"""Mines, plants and firms by name, with the country where they stand or are at home (§R27)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from monazite import catalog


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


@lru_cache(maxsize=512)
def found(text: str) -> tuple[Site, ...]:
    """The mines, plants and firms named in a text, in order.

    >>> [(s.country, s.firm) for s in found("Lynas digs at Mt Weld.")]
    [('AUS', True), ('AUS', False)]
    """
    pattern, names = _table()
    return tuple(Site(names[h[0]][0], *h.span(), *names[h[0]][1:]) for h in pattern.finditer(text))
