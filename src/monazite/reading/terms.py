"""The words of a sentence as weights count them, and what is known of them and of their pairs (§R15a).

Names of places, materials and the like count by their kind alone, numbers as one (ADR 0083). What is known of the words
is looked up for all of them at once, so that the many that nothing is known of cost next to nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Generic, NamedTuple, TypeVar

from monazite.reading.memo import Memo
from monazite.reading.scan import Sentence
from monazite.reading.words import LAST, Mention, begins

_TOKEN = re.compile(r"[a-z][a-z'’-]*|\d[\d.,]*|[$€£¥%]")

T = TypeVar("T")


class _Part(NamedTuple):
    """What stands between two spaces: its words, and where in it each begins and ends."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def _part(text: str) -> _Part:
    hits = list(_TOKEN.finditer(text))
    words = tuple("#" if hit[0][0].isdigit() else hit[0] for hit in hits)
    return _Part(words, tuple(hit.span() for hit in hits))


_PARTS = Memo(_part)


@lru_cache(maxsize=128)
def _cut(sentence: Sentence) -> tuple[list[_Part], list[int]]:
    """The parts of a sentence and where they begin, a name as one word that tells its kind."""
    texts = sentence.lower.split()
    starts = begins(sentence.lower, texts)
    found = [*map(_PARTS.__getitem__, texts)]
    names = sentence.names
    if names:
        coming, told = iter(names), -1
        name = next(coming)
        for at in _touched(names, starts):
            found[at], name, told = _renamed(found[at], starts[at], coming, name, told)
    return found, starts


def _touched(names: Sequence[Mention], starts: list[int]) -> list[int]:
    """The parts in which names stand."""
    found: set[int] = set()
    for name in names:
        found.update(range(bisect_right(starts, name.start) - 1, bisect_left(starts, name.end)))
    return sorted(found)


def _renamed(
    part: _Part, begin: int, coming: Iterator[Mention], name: Mention, told: int
) -> tuple[_Part, Mention, int]:
    """A part with the kinds of names in place of their words, the name that comes next, and the last one told."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for word, (low, high) in zip(*part, strict=True):
        while name.end <= begin + low:
            name = next(coming, LAST)
        if name.start >= begin + high:
            words.append(word)
            spans.append((low, high))
        elif told != name.start:
            told = name.start
            words.append(f"<{name.kind}>")
            spans.append((told - begin, name.end - begin))
    return _Part(tuple(words), tuple(spans)), name, told


@lru_cache(maxsize=128)
def said(sentence: Sentence) -> list[str]:
    """The words of a sentence in order."""
    return [*chain.from_iterable([part.words for part in _cut(sentence)[0]])]


def _spans(sentence: Sentence) -> list[tuple[int, int]]:
    """Where the words of a sentence begin and end."""
    parts, starts = _cut(sentence)
    return [
        (begin + low, begin + high)
        for part, begin in zip(parts, starts, strict=False)
        for low, high in part.spans
    ]


@lru_cache(maxsize=32)
def places(sentence: Sentence) -> list[int]:
    """Where each word of a sentence begins, and the pair that it ends."""
    starts = [start for start, _ in _spans(sentence)]
    return [*chain.from_iterable(zip(starts, [0, *starts], strict=False))]


@lru_cache(maxsize=32)
def terms(sentence: Sentence) -> dict[str, tuple[int, int]]:
    """The words of a sentence and the pairs of neighbours, each with where it stands last."""
    found: dict[str, tuple[int, int]] = {}
    last, low = "", 0
    for word, (start, end) in zip(said(sentence), _spans(sentence), strict=True):
        found[word] = (start, end)
        if last:
            found[f"{last} {word}"] = (low, end)
        last, low = word, start
    return found


class Lexicon(Generic[T]):
    """What is known of words, and of pairs of words by their first."""

    __slots__ = ("_after", "_known", "_none")

    def __init__(self, known: Mapping[str, T]) -> None:
        self._known: dict[str, T] = dict(known)
        self._after: dict[str, dict[str, T]] = {}
        self._none: dict[str, T] = {}
        for term, what in known.items():
            first, _, second = term.partition(" ")
            if second:
                self._after.setdefault(first, {})[second] = what

    def look(self, words: list[str]) -> Iterator[T | None]:
        """Of each word in turn what is known of it, then of the pair that it ends."""
        after = map(self._after.get, words, repeat(self._none))
        pairs = chain((None,), map(dict[str, T].get, after, words[1:]))
        return chain.from_iterable(zip(map(self._known.get, words), pairs, strict=False))
