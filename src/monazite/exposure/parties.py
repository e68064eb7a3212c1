"""Which lists name a party (§X7): names compared whole, without legal forms and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from monazite.codes import EU27
from monazite.regime import ClauseStanding, Standing, Status

_FORMS = re.compile(
    r"\b(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|plc|gmbh|ag|se|sa|spa|nv|bv|kk|holdings?|group)\b\.?",
    re.IGNORECASE,
)
_SHORT = 4
_LIVE = (Status.IN_FORCE, Status.UNDETERMINED)


@lru_cache(maxsize=10_000)
def plain(name: str) -> str:
    """A name without legal forms, punctuation and case.

    >>> plain("MP Materials Corp.")
    'mp materials'
    """
    bare = _FORMS.sub(" ", re.sub(r"[^\w\s&-]", " ", name))
    return " ".join(bare.casefold().split())


def _names(entry: ClauseStanding) -> Iterator[str]:
    for party in entry.measure.parties:
        yield from (plain(name) for name in (party.name, *party.aliases))


def _named_in(name: str, text: str) -> bool:
    """The name stands in a text as whole words; short names only as the whole text."""
    if len(name) < _SHORT:
        return name == text
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def listed_by(end_user: str, product: str, standing: Standing) -> Iterator[str]:
    """Measures whose list names the party on the day, and `control` or `watch` with each.

    The product's own words are looked at too: inquiries write "oxide to MP Materials".
    """
    user, words = plain(end_user), plain(product)
    for entry in standing.clauses:
        if not entry.measure.parties or entry.status not in _LIVE:
            continue
        names = tuple(_names(entry))
        if any(_named_in(name, user) for name in names if user) or any(
            _named_in(name, words) for name in names if len(name) > _SHORT
        ):
            yield entry.measure.id
            yield "watch" if "watch" in entry.clause.id else "control"


def said_listed(
    word: str, named: set[str], destination: str | None, standing: Standing
) -> frozenset[str]:
    """The lists a party is on that an inquiry says is listed, without a notice that names it.

    Names of some notices are not at hand; then every list of that kind that runs for the destination may be meant.
    """
    kind = "watch" if "watch" in word.casefold() else "control"
    if named - {"control", "watch"}:
        return frozenset({kind})
    found = {kind}
    for entry in standing.clauses:
        place = dict(entry.measure.facts).get("entities of", "")
        here = place == destination or (place == "EUU" and destination in EU27)
        if here and kind in entry.clause.id and entry.status in _LIVE:
            found.add(entry.measure.id)
    return frozenset(found)
