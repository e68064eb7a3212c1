"""Words that a pattern cannot do without, so that it is tried only where they stand (§R44).

Most patterns of the reader match in few sentences, and trying one costs many times a look at a word. Each alternative
of each pattern has a bit. A word of a text has, once seen, the bits of the alternatives whose letters stand in it; an
alternative of which no word has the letters is not tried. Nothing else depends on this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Final

from monazite.reading.letters import HEAD, Way, fold, is_plain, small, ways
from monazite.reading.memo import Memo

ALL: Final = -1  # the words of a text not looked at: every pattern is tried
_ROWS = 4  # sets of letters looked for of one alternative, with those of its rule
_OFTEN = 20  # alternatives tried so often together are made a pattern of their own
_MADE = 60


class Cues:
    """The alternatives of a set of patterns, and of each word those it may lead to.

    A bit says that one of the letters of an alternative stands in a word. An alternative has as many bits as it has
    sets of letters, each in a row of its own: where a text has a bit in all rows, the alternative may match.
    """

    __slots__ = ("_always", "_heads", "_held", "_known", "_rows", "_stale")

    def __init__(self) -> None:
        self._held: list[tuple[frozenset[str], ...]] = []
        self._stale = True

    def add(self, held: Iterable[tuple[frozenset[str], ...]]) -> int:
        """The bits of alternatives, each with the sets of letters that it must hold."""
        size = len(self._held)
        self._held += held
        self._stale = True
        return (1 << len(self._held)) - (1 << size)

    def _build(self) -> None:
        """Give each set of letters its bit."""
        self._rows = max(map(len, self._held), default=1)
        bits: dict[str, int] = {}
        self._always = 0
        for number, held in enumerate(self._held):
            for row in range(self._rows):
                bit = 1 << (row * len(self._held) + number)
                if row >= len(held):
                    self._always |= bit
                for text in held[row] if row < len(held) else ():
                    bits[text] = bits.get(text, 0) | bit
        self._heads: dict[str, list[tuple[str, int]]] = {}
        for text, found in bits.items():
            self._heads.setdefault(text[:HEAD], []).append((text, found))
        self._known = Memo(self._of_word)
        self._stale = False

    def _of_word(self, word: str) -> int:
        found = 0
        for at in range(len(word)):
            for size in range(1, HEAD + 1):
                for text, bits in self._heads.get(word[at : at + size], ()):
                    if word.startswith(text, at):
                        found |= bits
        return found

    def of(self, text: str) -> int:
        """The bits of the alternatives that may match in a text."""
        if self._stale:
            self._build()
        size = len(self._held)
        told = filter(None, map(self._known.__getitem__, fold(text).split()))
        rows = reduce(or_, told, self._always)
        found = rows & ((1 << size) - 1)
        for _ in range(1, self._rows):
            rows >>= size
            found &= rows
        return found


WORDS: Final = Cues()  # of all patterns of the reader


class Cue:
    """A pattern whose alternatives are tried on a text only where its words may lead to them.

    Where the pattern has no regard to case, the words of a match are in small letters; its place is that in the text.
    """

    __slots__ = ("_asked", "_made", "_small", "_ways", "_whole", "flags", "mask", "source")

    def __init__(self, source: str, flags: int = 0, held: tuple[frozenset[str], ...] = ()) -> None:
        """`held` are sets of letters of which a text must hold some besides those that the pattern tells."""
        self.source = source
        self.flags = flags
        lower = small(source) if flags & re.IGNORECASE else None
        self._small = lower is not None
        self._whole: re.Pattern[str] | None = None
        self._ways: list[Way] = ways(lower or source, self._own_flags)
        self.mask = WORDS.add((*held, *way.held)[:_ROWS] for way in self._ways)
        self._asked: dict[int, int] = {}
        self._made: dict[int, re.Pattern[str]] = {}

    @property
    def _own_flags(self) -> int:
        return self.flags & ~re.IGNORECASE if self._small else self.flags

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern as it is written."""
        if self._whole is None:
            self._whole = re.compile(self.source, self.flags)
        return self._whole

    def _make(self, live: int) -> re.Pattern[str]:
        """The pattern of some alternatives: all of them, until these have been asked for often."""
        if live != self.mask:
            asked = self._asked[live] = self._asked.get(live, 0) + 1
            several = live & (live - 1) != 0
            if asked < _OFTEN * (1 + several * 9) or len(self._made) >= _MADE:
                return self._made.get(self.mask) or self._make(self.mask)
        low = (self.mask & -self.mask).bit_length() - 1
        sources = [way.source for n, way in enumerate(self._ways, low) if live >> n & 1]
        made = self._made[live] = re.compile("|".join(sources), self._own_flags)
        return made

    def first(self, text: str, live: int = ALL) -> re.Match[str] | None:
        """The first match in a text whose words may lead to these alternatives."""
        live &= self.mask
        if not live:
            return None
        if self._small:
            if not is_plain(text):
                return self.pattern.search(text)
            text = text.lower()
        return (self._made.get(live) or self._make(live)).search(text)

    def at_start(self, text: str, live: int = ALL) -> re.Match[str] | None:
        """The match at the start of a text."""
        live &= self.mask
        if not live:
            return None
        if self._small:
            if not is_plain(text):
                return self.pattern.match(text)
            text = text.lower()
        return (self._made.get(live) or self._make(live)).match(text)

    def for_text(self, text: str) -> tuple[re.Pattern[str], str]:
        """The whole pattern, and the text as it is to be tried on."""
        if not self._small:
            return self.pattern, text
        if not is_plain(text):
            return self.pattern, text
        return self._made.get(self.mask) or self._make(self.mask), text.lower()

    def each(self, text: str, live: int = ALL) -> Iterable[re.Match[str]]:
        """The matches in a text."""
        live &= self.mask
        if not live:
            return ()
        if self._small:
            if not is_plain(text):
                return self.pattern.finditer(text)
            text = text.lower()
        return (self._made.get(live) or self._make(live)).finditer(text)
