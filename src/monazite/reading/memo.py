"""What is known of words once seen: most words of a text have been met before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_MOST = 50_000
_LONGEST = 40

T = TypeVar("T")


class Memo(dict[str, T]):
    """What a function tells of words, kept for short words; it forgets all where they are too many."""

    __slots__ = ("_look",)

    def __init__(self, look: Callable[[str], T]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, word: str) -> T:
        found = self._look(word)
        if len(word) < _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = found
        return found
