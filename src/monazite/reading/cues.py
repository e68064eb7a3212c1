"""Words that a pattern cannot do without, so that it is tried only where one of them stands (§R44).

Most patterns of the reader match in few sentences, and trying one costs many times a look at a word. The letters that
every match of a pattern must hold are read from the pattern itself, never written by hand, so that a rule may change
and its look-ahead changes with it. Each pattern is a bit; each word of a text has, once seen, the bits of the patterns
whose letters stand in it; a pattern whose bit no word of a sentence has is not tried. Nothing else depends on this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from re import _constants as ops  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
from re import _parser as parser  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
from typing import Any, Final, Literal

ALWAYS: Final = 1  # the bit of a pattern that may match anything
ALL: Final = -1  # the words of a text not looked at: every pattern is tried
_MOST = 400  # spellings of a stretch of a pattern kept apart
_CLASS = 6  # characters of a class taken one by one
_HEAD = 3
_SETS = 3  # sets of letters looked for of one pattern
_KNOWN = 100_000
_LONGEST = 40
_Set = frozenset[str]


def fold(text: str) -> str:
    """Small letters, and those that a pattern without regard to case takes for the same."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").casefold().replace("ı", "i")


_ODD = re.compile("[ıſİ]")


def is_plain(text: str) -> bool:
    """Whether a text in small letters matches as it does without regard to case."""
    return text.isascii() or not _ODD.search(text)


def _chunk(spelling: str) -> str:
    """The longest part of a spelling without a space: words are looked at one by one."""
    return max(spelling.split(), key=len, default="")


def _minimal(found: Iterable[str]) -> _Set:
    """Without those that hold another."""
    kept: list[str] = []
    for text in sorted(set(found), key=len):
        if not any(other in text for other in kept):
            kept.append(text)
    return frozenset(kept)


class _Need:
    """What a part of a pattern spells: all its spellings, if few; and sets of letters of each of which it holds one."""

    __slots__ = ("exact", "sets")

    def __init__(self, exact: _Set | None, sets: tuple[_Set, ...] = ()) -> None:
        self.exact = exact
        self.sets = sets

    def all_sets(self) -> tuple[_Set, ...]:
        """The sets, with the one that its spellings make."""
        if self.exact is None:
            return self.sets
        chunks = _minimal(map(_chunk, self.exact))
        return (*self.sets, chunks) if chunks and "" not in chunks else self.sets

    def best(self) -> _Set | None:
        """The set whose shortest letters are longest."""
        return max(self.all_sets(), key=_worth, default=None)


def _worth(held: _Set) -> tuple[int, int]:
    return min(_HEAD, *map(len, held)), -len(held)


_EMPTY = _Need(frozenset([""]))
_ANYTHING = _Need(None)


def _class(items: list[tuple[Any, Any]]) -> _Need:
    chars: set[str] = set()
    for op, value in items:
        if op is ops.LITERAL:
            chars.add(fold(chr(value)))
        elif op is ops.RANGE and value[1] - value[0] < _CLASS:
            chars |= {fold(chr(c)) for c in range(value[0], value[1] + 1)}
        else:
            return _ANYTHING
    return _Need(frozenset(chars)) if len(chars) <= _CLASS else _ANYTHING


def _branch(parts: list[Any]) -> _Need:
    needs = [_sequence(part) for part in parts]
    exact: _Set | None = frozenset()
    for need in needs:
        exact = None if exact is None or need.exact is None else exact | need.exact
    if exact is not None and len(exact) <= _MOST:
        return _Need(exact)
    held = [need.best() for need in needs]
    if any(one is None for one in held):
        return _ANYTHING
    return _Need(None, (_minimal(text for one in held if one for text in one),))


def _repeat(value: tuple[int, int, Any]) -> _Need:
    low, high, part = value
    need = _sequence(part)
    if low == high == 1:
        return need
    if low == 0:
        if high == 1 and need.exact is not None:
            return _Need(need.exact | {""})
        return _ANYTHING
    return _Need(None, need.all_sets())


def _one(op: Any, value: Any) -> _Need:
    if op is ops.LITERAL:
        return _Need(frozenset([fold(chr(value))]))
    if op is ops.IN:
        return _class(value)
    if op is ops.BRANCH:
        return _branch(value[1])
    if op is ops.SUBPATTERN:
        return _sequence(value[3])
    if op in {ops.MAX_REPEAT, ops.MIN_REPEAT}:
        return _repeat(value)
    if op in {ops.AT, ops.ASSERT_NOT}:
        return _EMPTY
    if op is ops.ASSERT:  # seen, but not stepped over
        return _Need(frozenset([""]), _sequence(value[1]).all_sets())
    return _ANYTHING


def _sequence(parts: Any) -> _Need:
    sets: list[_Set] = []
    run: _Set = frozenset([""])
    whole = True
    for op, value in parts:
        need = _one(op, value)
        sets += need.sets
        if need.exact is not None and len(run) * len(need.exact) <= _MOST:
            run = frozenset(a + b for a, b in product(run, need.exact))
            continue
        sets += _Need(run).all_sets()
        whole = False
        run = need.exact or frozenset([""])
    if whole:
        return _Need(run, tuple(sets))
    return _Need(None, (*sets, *_Need(run).all_sets()))


def letters(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    r"""Sets of letters without a space, in small; every match of a pattern holds one of each set.

    Spec: §R44.

    >>> [sorted(s) for s in letters(re.compile(r"\b(?:bans?|halted) (?:the )*\w+ exports"))]
    [['exports'], ['ban', 'halted']]
    """
    sets = set(_sequence(parser.parse(pattern.pattern, pattern.flags)).all_sets())
    return tuple(sorted(sets, key=lambda s: (_worth(s), sorted(s)), reverse=True)[:_SETS])


def small(pattern: re.Pattern[str]) -> re.Pattern[str] | None:
    """A pattern without regard to case as one for small letters, which is tried several times faster."""
    if not pattern.flags & re.IGNORECASE or re.search(
        r"\(\?[a-z]*-|\(\?P=|\\\\[0-9]", pattern.pattern
    ):
        return None
    lower = re.sub(
        r"\\.|[A-Z]", lambda m: m[0] if m[0][0] == "\\" else m[0].lower(), pattern.pattern
    )
    return re.compile(lower.replace("(?p<", "(?P<"), pattern.flags & ~re.IGNORECASE)


class Cues:
    """The bits of a set of patterns, and of each word the bits of the patterns it may lead to."""

    __slots__ = ("_alone", "_heads", "_known", "_next", "always")

    def __init__(self) -> None:
        self.always = ALWAYS  # bits of patterns that any text may hold
        self._alone: dict[str, int] = {}
        self._heads: dict[str, list[tuple[str, int]]] = {}
        self._known: dict[str, int] = {}
        self._next = ALWAYS

    def add(self, bit: int, held: Iterable[str] | None) -> None:
        """Give a bit to the words that hold one of these letters; `=mine` is the word alone; None is any text."""
        self._known.clear()
        if held is None:
            self.always |= bit
            return
        for text in held:
            if text.startswith("="):
                self._alone[text[1:]] = self._alone.get(text[1:], 0) | bit
            else:
                self._heads.setdefault(text[:_HEAD], []).append((text, bit))

    def bits(self, pattern: re.Pattern[str]) -> int:
        """The bits of a pattern, one for each set of letters it must hold."""
        found = ALWAYS
        for held in letters(pattern):
            self._next <<= 1
            self.add(self._next, held)
            found |= self._next
        return found

    def _of_word(self, word: str) -> int:
        found = self._alone.get(word.strip(".,;:!?()\"'’”“"), 0)
        for at in range(len(word)):
            for size in range(1, _HEAD + 1):
                for text, bit in self._heads.get(word[at : at + size], ()):
                    if word.startswith(text, at):
                        found |= bit
        return found

    def of(self, text: str) -> int:
        """The bits of the patterns that may match in a text."""
        found, known = self.always, self._known
        for word in fold(text).split():
            bits = known.get(word)
            if bits is None:
                bits = self._of_word(word)
                if len(word) < _LONGEST:
                    if len(known) >= _KNOWN:
                        known.clear()
                    known[word] = bits
            found |= bits
        return found


WORDS: Final = Cues()  # of the patterns that stand in the modules of the reader


class Cue:
    """A pattern with its bits, tried on a sentence or a part of it only where the words have them all."""

    __slots__ = ("_small", "bits", "finditer", "fullmatch", "match", "pattern", "search")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = re.compile(pattern, flags)
        self.bits = WORDS.bits(self.pattern)
        self.search = self.pattern.search
        self.match = self.pattern.match
        self.fullmatch = self.pattern.fullmatch
        self.finditer = self.pattern.finditer
        self._small: re.Pattern[str] | Literal[True] | None = True  # made when first asked for

    def _misses(self, text: str) -> bool:
        """Whether the pattern, tried on small letters, has no match; false where that cannot be told."""
        lower = self._small
        if lower is True:
            lower = self._small = small(self.pattern)
        return lower is not None and is_plain(text) and not lower.search(text.lower())

    def first(self, text: str) -> re.Match[str] | None:
        """The first match in a text that may hold one."""
        if self._small and self._misses(text):
            return None
        return self.search(text)

    def find(self, text: str, cues: int) -> re.Match[str] | None:
        """The first match in a text whose words have these bits."""
        return self.first(text) if cues & self.bits == self.bits else None

    def each(self, text: str, cues: int) -> Iterable[re.Match[str]]:
        """The matches in a text whose words have these bits."""
        bits = self.bits
        if cues & bits != bits:
            return ()
        if self._small and self._misses(text):
            return ()
        return self.finditer(text)

    def small_each(self, text: str) -> Iterable[re.Match[str]]:
        """The matches in a text, their words in small letters where that finds the same; positions are the text's."""
        self._misses("")
        lower = self._small
        if isinstance(lower, re.Pattern) and is_plain(text):
            return lower.finditer(text.lower())
        return self.finditer(text)

    def spans(self, text: str, cues: int) -> Iterable[tuple[int, int]]:
        """Where the matches in a text stand whose words have these bits."""
        bits = self.bits
        if cues & bits != bits:
            return ()
        if self._small and self._misses(text):
            return ()
        return [hit.span() for hit in self.finditer(text)]
