# ruff: noqa: E501 - a pattern is one line of words
"""What a mass or an amount of money measures (§R29)."""

from __future__ import annotations

import re
from functools import lru_cache

from monazite.reading.amounts import Amount
from monazite.reading.binding import Around, around
from monazite.reading.cues import Cue
from monazite.reading.kinds import RESERVES, nearest_cue

_WILL = Cue(r"\b(?:wants?|aims?|plans?|targets?|will|would|hopes?|intends?|to)\b", re.IGNORECASE)
_CAPACITY = Cue(
    r"产能|\b(?:capacity(?: (?:to|of|for) (?:\w+ )?(?:produce|make|process|treat|refine|producing|making|processing))?|(?:to|will|would|could|can|should|might|plans?|aims?|expects?) (?:[a-z]+ )?(?:yield|produce|make|turn out|process|feed|supply|lift output|raise output|treat|deliver|recycle|smelt|refine|absorb|reach)(?: (?:to|up to|about|some|around))?(?= (?:only )?[\d,.]+[^.;]{0,80}?(?:a year|per year|each year|every year|annual|yearly|/year|by 20|at first))|lift(?:s|ed)? (?:\w+ )?(?:output|production) to|and (?:turn out|produce|make|yield) (?=[\d,.]+[^.;]{0,30}?(?:a|per) year)|annual (?:production|output) of|able to (?:take|produce|process)|(?:\w+ ){0,4}(?:plants?|smelter|refinery|facility|works)|nameplate|design(?:ed)? (?:to|for)|room for|expected output|planned output|aims? for|aims? (?:at|to)|ramp\w* (?:up )?to|(?:tonnes|tons) (?:a|per) year from)\b",
    re.IGNORECASE,
)
_TRADE = Cue(
    r"进口|出口|\b(?:sent|sends|sends? abroad|went|going|go|goes|leave|left|flow\w*|supplied|deliver\w+|need(?:s|ed)?|demand|required|given|blocked|stuck|stranded|piled up|stored|held up|deficit|surplus|shortfall|oversupply|us(?:es|ed)|brought in|absorb\w*|consum\w+|took|takes|received|stockpiles?|stocks|lying|lie in|drums|export(?:s|ed|ing)?|import(?:s|ed)?|shipments?|shipped|sold|bought|quota|customs|purchas\w+|buy|sought|tender|solicit\w+)\b",
    re.IGNORECASE,
)
_OUTPUT = Cue(
    r"产量|生产|\b(?:produc\w+|output|mined|mines|dug|digs?|turn(?:s|ed)? out|yields?|made|makes|extract\w+|yield\w*)\b",
    re.IGNORECASE,
)


# what was dug or sent is no quota
_MADE = re.compile(
    r"\b(?:produced|mined|made|turned out|dug up|dug|exported|shipped|imported|took|guided for|forecasts?|(?:exports|output|shipments|production) (?:came to|were|was|reached|totall?ed|stood at)) (?:(?:about|around|some|nearly|only|just|a total of) ){0,2}$"
)


_RANKS = re.compile(r"\b(?:came|comes|ranks?|ranked) (?:first|second|third|fourth|fifth|next)\b")
_WENT = re.compile(r"\s*(?:of [\w -]{1,25}? )?(?:went|going|goes) to\b")


def was_made(text: str, amount: Amount) -> bool:
    """Whether a mass is what was dug, made or sent, or gives a rank, and so no quota."""
    return bool(
        _MADE.search(text[: amount.start]) or _WENT.match(text, amount.end) or _RANKS.search(text)
    )


_MASS_CUES = (
    ("capacity", _CAPACITY),
    (
        "reserves_volume",
        Cue(
            RESERVES.source
            + r"|\b(?:holds|contains|in the ground)\b|\bha(?:s|ve) (?:about |some |roughly |an estimated )?(?=[\d.,]+ (?:million|billion) )",
            re.IGNORECASE,
        ),
    ),
    ("trade_volume", _TRADE),
    ("output_volume", _OUTPUT),
)


@lru_cache(maxsize=256)
def mass_cue(at: Around) -> str:
    """Claim type of a mass by the words of its own clause; none where they tell nothing."""
    own = at.before + at.sentence.text[at.amount.start : at.amount.end] + at.after
    return nearest_cue(_MASS_CUES, at, own, len(at.before))


_BY_A_YEAR = Cue(r"\s*(?:of [\w -]{0,30})?by 20[2-9]\d")
_WORTH = re.compile(
    r"\b(?:import(?:s|ed)?|export(?:s|ed)?|shipments)\b[^.]{0,25}\bworth\b|worth of [\w ]{0,20}(?:imports|exports)",
    re.IGNORECASE,
)
_YEARLY = Cue(r"[^.;,]{0,40}?\b(?:(?:a|per|each|every) year|annually)\b")
_COULD = Cue(
    r"\b(?:could|would|will|aims?|means|meant|plans?|expects?|expected|designed|hopes?|due to|is to|are to)\b"
)


def mass_type(at: Around) -> str:
    """Claim type of a mass: capacity, reserves, trade or output."""
    sentence = at.sentence
    if sentence.starts(_BY_A_YEAR, at.after) and sentence.find(_WILL, at.before):
        return "capacity"
    if sentence.starts(_YEARLY, at.after) and sentence.find(
        _COULD, sentence.text[at.low : at.amount.start]
    ):
        return "capacity"
    if at.amount.words == "list":
        earlier = [
            a
            for a in at.sentence.amounts
            if a.kind == "mass" and a.end <= at.amount.start and a.words != "list"
        ]
        if earlier:
            return mass_type(around(at.sentence, earlier[-1]))
    kind = mass_cue(at)
    if kind:
        return kind
    whole = at.sentence.text
    return nearest_cue(_MASS_CUES, at, whole, at.amount.start) or "output_volume"


def money_type(at: Around) -> tuple[str, str]:
    """Claim type and unit of an amount of money: a price, a value of trade, or an amount."""
    amount = at.amount
    if amount.per:
        return "price", f"{amount.unit}/{amount.per}"
    near = at.sentence.text[max(0, amount.start - 50) : amount.end + 40]
    if _WORTH.search(near):
        return "trade_value", amount.unit
    return "money_amount", amount.unit
