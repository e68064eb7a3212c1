"""Sentences of a text, by rule (§R12)."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"”’')\]]*(?=\s)|[。！？；]|\n+")
_ABBREVIATED = frozenset(
    "mr mrs ms dr prof sen rep gov gen st no nos vs jan feb mar apr jun jul aug sep sept oct nov dec inc corp co ltd "
    "est approx fig art al dept u.s u.k e.g i.e cf jr sr col lt mt n° a.m p.m".split()
)
_WORD = re.compile(r"[\w.°]+$")
_OPENS = re.compile(r"(?:The|It|In|But|China|Beijing|On|A|An|This|That)\b")
LONGEST = 2_000


def _splits(text: str, found: re.Match[str]) -> bool:
    mark = found.group(0)[0]
    if mark != ".":
        return True
    before = _WORD.search(text, max(0, found.start() - 12), found.start())
    word = before.group(0).lower() if before else ""
    after = text[found.end() : found.end() + 40].lstrip()
    if word in _ABBREVIATED:
        # "U.S." and "a.m." end a sentence only before a capital that begins a common opening
        return word in {"u.s", "u.k", "a.m", "p.m"} and bool(_OPENS.match(after))
    if len(word) == 1 and word.isalpha():
        return False
    return not after[:1].islower()


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; one longer than 2,000 characters is cut."""
    found: list[tuple[int, int]] = []
    start = 0

    def keep(end: int) -> None:
        low = start
        while low < end:
            high = min(end, low + LONGEST)
            piece = text[low:high]
            left = len(piece) - len(piece.lstrip())
            if piece.strip():
                found.append((low + left, low + len(piece.rstrip())))
            low = high

    for mark in _END.finditer(text):
        if _splits(text, mark):
            keep(mark.end())
            start = mark.end()
    keep(len(text))
    return found
