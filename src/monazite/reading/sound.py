"""What only looks like an act: an agreement of one side, a mine shut by an accident or its owner (§R15)."""

from __future__ import annotations

import re

from monazite.reading.drafts import Draft
from monazite.reading.relevance import LEAD
from monazite.reading.scan import Scan

_CUE_AUTHORITY = re.compile(
    r"\b(?:government|department|agency|authorit\w+|ministr?y?\w*|regulators?|state|decree|province|officials?|army|president|cabinet|audit)\b",
    re.IGNORECASE,
)
_ACCIDENT = re.compile(
    r"\b(?:accident|collapse\w*|rockfall|earthquake|quake|fire|explosion|flood\w*|killed|dead|landslide|mudslide|derail\w*|strike|shutdown|injur\w+|trapp\w+|rescuers?)\b",
    re.IGNORECASE,
)


_GIVEN = frozenset(
    ["equity_stake", "state_loan", "subsidy_fund", "offtake_agreement", "price_floor"]
)


_PARTNER = re.compile(r"\b(?:partnership|package|terms)\b", re.IGNORECASE)
_STOPPED = re.compile(r"\b(?:stopp|halt|suspend|cut|end|block)\w*\b")


_DEALS = frozenset(["equity_stake", "international_agreement"])
_MERGER = re.compile(r"\b(?:merge[sd]?|merging|merger|takeover|all-share|combine)\b", re.IGNORECASE)


def _is_merger(scan: Scan) -> bool:
    """Whether two firms come together: what one of them agrees or takes is no act of a state."""
    opening = scan.sentences[:2]
    return all(_MERGER.search(s.text) and not s.of("agency") for s in opening)


def _goes_on(scan: Scan, draft: Draft) -> bool:
    """`It also commits to take all of it`, after a sentence on an authority."""
    at = draft.hit.sentence.index
    also = draft.hit.sentence.text.startswith("It also ")
    return also and bool(_CUE_AUTHORITY.search(scan.sentences[at - 1].text))


def _is_backed(scan: Scan, draft: Draft, words: str) -> bool:
    """Whether a state gives the money: the terms of a deal with an agency follow without naming it again."""
    return (
        any(s.of("agency") and _PARTNER.search(s.text) for s in scan.sentences[:LEAD])
        or _goes_on(scan, draft)
        or any(a.span for a in draft.acting)
        or bool(_CUE_AUTHORITY.search(words))
    )


def is_sound(scan: Scan, draft: Draft) -> bool:
    """Leave out what only looks like an act: an agreement of one side, a mine shut by an accident or its owner."""
    words = " ".join(s.text for s in draft.sentences)
    if draft.hit.instrument in _DEALS and not _CUE_AUTHORITY.search(words) and _is_merger(scan):
        return False
    money = draft.hit.instrument in _GIVEN and draft.hit.sentence.index > LEAD
    if money and not _is_backed(scan, draft, words):
        return False
    if draft.hit.instrument == "international_agreement":
        return len({a.jurisdiction for a in draft.acting}) > 1
    if (
        draft.hit.instrument == "state_loan"
        and "financ" in draft.hit.sentence.lower[draft.hit.start : draft.hit.end]
    ):
        return any(a.kind == "money" for a in draft.hit.sentence.amounts)
    if draft.hit.instrument == "export_prohibition" and _STOPPED.search(
        draft.hit.sentence.lower, draft.hit.start, draft.hit.end
    ):
        opening = " ".join(s.text for s in scan.sentences[:2])
        return not _ACCIDENT.search(opening) or bool(_CUE_AUTHORITY.search(words))
    if draft.hit.instrument == "mining_suspension":
        opening = " ".join(s.text for s in scan.sentences[:2])
        words += " " + opening
        told = any(a.span for a in draft.acting) or bool(_CUE_AUTHORITY.search(words))
        return told and not _ACCIDENT.search(opening)
    return True
