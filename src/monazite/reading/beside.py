"""The words beside a number, and what they make it measure, by weights learned from annotated texts (§R29b).

Patterns tell what a percentage is a share of; the words of texts annotated by others know more ways of saying so, and
more ways of saying that it is no share at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from monazite.reading.binding import Around
from monazite.reading.scan import Sentence
from monazite.reading.weights import weights

_TOKEN = re.compile(r"[a-z][a-z'’-]*|\d[\d.,]*|[$€£¥%;.,()]")
HAN = re.compile(r"[\u3400-\u9fff]")
_FAR, _NEAR, _BESIDE = (
    14,
    6,
    3,
)  # words on each side that count, that count whole, and whose place counts
_HALF, _WHOLE, _SENTENCE = 0.5, 1.0, 0.3
NONE = "none"
# a reading of the rules that is less likely than this gives way to one that is likelier than that
_UNLIKELY, _LIKELY = 0.15, 0.7
_FEW = 8  # terms known to the weights, below which they say nothing


@lru_cache(maxsize=64)
def _cut(sentence: Sentence) -> tuple[list[str], list[int], list[int]]:
    """The words of a sentence with where each begins and ends, names by their kind and numbers as one."""
    names, k, last = sentence.names, 0, -1
    found: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for hit in _TOKEN.finditer(sentence.lower):
        low, high = hit.span()
        while k < len(names) and names[k].end <= low:
            k += 1
        inside = k < len(names) and names[k].start < high
        if inside and last == k:
            ends[-1] = high
            continue
        last = k if inside else last
        found.append(f"<{names[k].kind}>" if inside else "#" if hit[0][0].isdigit() else hit[0])
        starts.append(low)
        ends.append(high)
    return found, starts, ends


def words(sentence: Sentence, start: int, end: int) -> tuple[list[str], list[str]]:
    """The words of a sentence before a part of it, the nearest first, and those after it."""
    found, starts, ends = _cut(sentence)
    return found[: bisect_right(ends, start)][::-1], found[bisect_left(starts, end) :]


def signs(at: Around) -> dict[str, float]:
    """The words on each side of a number, the nearest with their place, and how much each weighs."""
    before, after = words(at.sentence, at.amount.start, at.amount.end)
    found: dict[str, float] = {}
    for side, told in (("b", before), ("a", after)):
        for k, word in enumerate(told[:_FAR]):
            found.setdefault(f"{side}:{word}", _WHOLE if k < _NEAR else _HALF)
            if k < _BESIDE:
                found[f"{side}{k}:{word}"] = _WHOLE
            if k < _NEAR and k + 1 < len(told):
                pair = (word, told[k + 1]) if side == "a" else (told[k + 1], word)
                found[f"{side}:{pair[0]} {pair[1]}"] = _WHOLE
    for word in (*before, *after):
        found.setdefault(f"s:{word}", _SENTENCE)
    found[f"op:{at.amount.op}"] = _WHOLE
    return found


def overruled(at: Around, own: str) -> str | None:
    """What the words make of a percentage in place of the rules' answer; None where they leave it (§R29b)."""
    if HAN.search(at.sentence.text):
        return None
    held, found = weights("number_words.json"), signs(at)
    if held.known(found) < _FEW:
        return None
    weighed = held.shares(found)
    likely = max(weighed, key=lambda name: weighed[name])
    gives_way = weighed.get(own, 1.0) < _UNLIKELY and weighed[likely] > _LIKELY
    return likely if gives_way else None
