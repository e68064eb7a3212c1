# ruff: noqa: E501 - a pattern is one line of words
"""Whether a document is about a government's act on a mineral, or only speaks of one (§R15b)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from monazite.reading.acts import Hit
from monazite.reading.cues import Cue
from monazite.reading.scan import Scan, Sentence
from monazite.reading.terms import Lexicon, said, terms
from monazite.reading.weights import weights

LEAD = 2
NEAR = 5
SEVERAL = 3
HEAD, BODY = 2, 6  # sentences of the text that open it, and that are weighed
_TITLE, _OPENING, _EARLY, _LATER = 2.0, 1.0, 0.7, 0.4  # how much a word weighs by where it stands
_FEW = 12  # terms known to the weights, below which they say nothing
# less likely than this, a document is not about an act, whatever its patterns say; likelier than that, it is
UNLIKELY, SURE = 0.25, 0.6

_MARKET = Cue(
    r"\b(?:prices?|shares?|stocks?|futures|rall(?:y|ies)|surge[sd]?|rose|fell|(?:\w+-)(?:year|month) (?:high|low)|soar(?:s|ed)?|jump(?:s|ed)?|climb(?:s|ed)?|slump(?:s|ed)?|tumbl\w+|index|market (?:wrap|report|update)|investors|earnings|profit|revenue|quarterly results)\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:after|amid|as|since|following|despite|on the back of|because of|due to|spurred by|driven by|on fears|ahead of|on concerns?)\b[^.;]{0,90}$",
    re.IGNORECASE,
)
_WORKS = Cue(r"\b(?:smelters?|refiner(?:y|ies)|mines?|mining|processing plant)\b", re.IGNORECASE)


FILE = "document_words.json"


def signs(scan: Scan, heard: Callable[[Sentence], Iterable[str]] = terms) -> dict[str, float]:
    """The words of the title and of the first sentences, each with how much it weighs; `heard` tells those that count."""
    found: dict[str, float] = {}
    place = 0
    for sentence in scan.sentences[: BODY + 1]:
        if sentence.title:
            found |= {f"t:{term}": _TITLE for term in heard(sentence)}
            continue
        if place < BODY:
            weight = _EARLY if place <= HEAD else _LATER
            for term in heard(sentence):
                found.setdefault(f"d:{term}", weight)
                if place < HEAD:
                    found[f"o:{term}"] = _OPENING
        place += 1
    return found


@cache
def _lexicon() -> Lexicon[str]:
    """The words and pairs that the weights know, wherever they stand."""
    return Lexicon({term: term for _, _, term in (t.partition(":") for t in weights(FILE).terms)})


def _known(sentence: Sentence) -> Iterable[str]:
    return filter(None, _lexicon().look(said(sentence)))


@lru_cache(maxsize=4)
def likely(scan: Scan) -> float | None:
    """The probability, by its words, that a document tells an act on a mineral; None where they are too few (§R15b)."""
    held, found = weights(FILE), signs(scan, _known)
    return held.chances(found)["act"] if held.known(found) >= _FEW else None


def is_dismissed(scan: Scan) -> bool:
    """Whether its words say that a document is about no act; they do not dismiss a bare sentence without a title."""
    chance = likely(scan) if scan.sentences and scan.sentences[0].title else None
    return chance is not None and chance < UNLIKELY


def is_about(scan: Scan, found: list[Hit]) -> bool:
    """Whether the acts that a document tells are what it is about (§R15b).

    Its words decide where they are sure; else it must tell an act and name a mineral early, and be no market report.
    """
    chance = likely(scan)
    if chance is not None and chance > SURE and any(s.of("material") for s in scan.sentences):
        return True
    if chance is not None and not any(h.sentence.index <= LEAD + 1 for h in found):
        return False  # told nowhere near the opening, and not by what the words are about
    named = _relevant(scan) or _shuts_mines(scan, found) or _goes_on_to_name(scan, found)
    return named and not _about_market(scan, found)


def _relevant(scan: Scan) -> bool:
    """Whether the title or the opening names a material, or minerals and then, further on, several materials."""
    if any(s.of("material", "firm") for s in scan.sentences[:4]):
        return True
    opening = scan.sentences[:4]
    return (
        any(s.of("weak") or s.find(_WORKS) for s in opening)
        and len({m.value for s in scan.sentences for m in s.of("material")}) >= SEVERAL
    )


def _goes_on_to_name(scan: Scan, found: list[Hit]) -> bool:
    """An act told in the title and again in the text, whose material comes later or stands in the name of a trade."""
    told = {h.sentence.title for h in found if h.sentence.index <= NEAR and not h.past}
    return len(told) > 1 and any(s.of("material") for s in scan.sentences[: NEAR + 2])


def _shuts_mines(scan: Scan, found: list[Hit]) -> bool:
    """Mines shut by order in the opening; which mineral they dig may come later."""
    told = any(h.instrument == "mining_suspension" and h.sentence.index <= LEAD for h in found)
    return told and any(s.of("material") for s in scan.sentences)


_PAPER = re.compile(
    r"\b(?:notice|decree|(?:joint|executive|ministerial) order|regulation|circular|statement|gazette)\b",
    re.IGNORECASE,
)


_SIGNED = re.compile(
    r"\b(?:signed|issued|published|posted)\b[^.;]{0,40}\b(?:proclamation|decree|order|notice|regulation)\b",
    re.IGNORECASE,
)


def _about_market(scan: Scan, found: list[Hit]) -> bool:
    """A market report that only mentions a policy: the opening speaks of prices, acts stand in subordinate words."""
    opening = scan.sentences[:LEAD]
    if not any(s.find(_MARKET) for s in opening):
        return False
    leads = [
        h
        for h in found
        if h.sentence.index < LEAD or (h.sentence.index == LEAD and _PAPER.search(h.sentence.text))
    ]
    direct = [
        h
        for h in leads
        if _SIGNED.search(h.sentence.text[: h.start])
        or not (h.past or _UNDER.search(h.sentence.text[: h.start]))
    ]
    return not direct
