"""The letters that a pattern cannot do without, and the alternatives it is made of, read from the pattern (§R44)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from re import _constants as ops  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
from re import _parser as parser  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
from typing import Any

_MOST = 400  # spellings of a stretch of a pattern kept apart
_CLASS = 6  # characters of a class taken one by one
HEAD = 3  # letters by which others are found
SETS = 3  # sets of letters looked for of one alternative
MOST_WAYS = 40  # alternatives of a pattern looked at apart
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


def _chunks(spellings: _Set) -> tuple[_Set, ...]:
    """The longest parts without a space of each spelling, the longest first: words are looked at one by one."""
    parts = [sorted(spelling.split(), key=len, reverse=True) for spelling in spellings]
    fewest = min(map(len, parts), default=0)
    return tuple(_minimal(part[n] for part in parts) for n in range(min(fewest, SETS)))


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
        return self.sets if self.exact is None else (*self.sets, *_chunks(self.exact))

    def best(self) -> _Set | None:
        """The set whose shortest letters are longest."""
        return max(self.all_sets(), key=_worth, default=None)


def _worth(held: _Set) -> tuple[int, int]:
    return min(HEAD, *map(len, held)), -len(held)


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


def _parts(parts: Any) -> Iterator[_Need]:
    """The needs of the parts of a pattern, letters that follow each other as one."""
    letters = ""
    for op, value in parts:
        if op is ops.LITERAL:
            letters += chr(value)
            continue
        if letters:
            yield _Need(frozenset([fold(letters)]))
            letters = ""
        yield _one(op, value)
    if letters:
        yield _Need(frozenset([fold(letters)]))


def _joined(needs: Iterable[_Need]) -> _Need:
    """What parts that follow each other need."""
    sets: list[_Set] = []
    run: _Set = frozenset([""])
    whole = True
    for need in needs:
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


def _sequence(parts: Any) -> _Need:
    return _joined(_parts(parts))


@lru_cache(maxsize=1024)
def _need(source: str, flags: int) -> _Need:
    return _sequence(parser.parse(source, flags)) if source else _EMPTY


def letters(*sources: str, flags: int = 0) -> tuple[_Set, ...]:
    r"""Sets of letters without a space, in small; every match of patterns that follow each other holds one of each set.

    Spec: §R44.

    >>> [sorted(s) for s in letters(r"\b(?:bans?|halted) (?:the )*\w+ exports")]
    [['exports'], ['ban', 'halted']]
    """
    sets = set(_joined(_need(source, flags) for source in sources).all_sets())
    return tuple(sorted(sets, key=lambda s: (_worth(s), sorted(s)), reverse=True)[:SETS])


def small(source: str) -> str | None:
    """A pattern without regard to case as one for small letters, which is tried several times faster."""
    if re.search(r"\(\?[a-z]*-|\(\?P=|\\[0-9]", source):
        return None
    lower = re.sub(r"\\.|[A-Z]", lambda m: m[0] if m[0][0] == "\\" else m[0].lower(), source)
    return lower.replace("(?p<", "(?P<")


_Group = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """Alternatives of a pattern that stand beside each other, and sets of letters: a match holds one of each.

    A group is what stands before some alternatives, these, and what stands after them.
    """

    groups: tuple[_Group, ...]
    held: tuple[_Set, ...]

    @property
    def source(self) -> str:
        """The pattern of these alternatives alone."""
        return "|".join(f"{before}(?:{within}){after}" for before, within, after in self.groups)

    def join(self, other: Way) -> Way | None:
        """Both as one, where looking for the letters of either loses nothing: they differ in one set alone."""
        same = tuple(held for held in self.held if held in other.held)
        if len(self.held) != len(other.held) or len(same) < len(self.held) - 1:
            return None
        rest = [h for way in (self, other) for h in way.held if h not in same]
        held = (*same, _minimal(chain(*rest))) if rest else same
        (before, within, after), (low, more, high) = self.groups[-1], other.groups[0]
        if (before, after) != (low, high):
            return Way(self.groups + other.groups, held)
        group = (before, f"{within}|{more}", after)
        return Way((*self.groups[:-1], group, *other.groups[1:]), held)


_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.DOTALL)
_CAPTURES = re.compile(r"(?<!\\)\((?!\?)|\(\?P<")
_REPEATED = ("*", "+", "?", "{")


def _split(source: str) -> list[str]:
    """The alternatives of a pattern, as they stand between its outermost bars."""
    found, depth = [""], 0
    for piece in _PIECE.findall(source):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            found.append("")
        else:
            found[-1] += piece
    return found


def _opened(source: str) -> tuple[str, list[str], str]:
    r"""What stands before, in and after the group that an alternative begins with: `\b`, `[bans?, curbs?]`, ` on\b`."""
    start = source.removeprefix(r"\b")
    depth = at = 0
    for piece in _PIECE.findall(start):
        depth += (piece == "(") - (piece == ")")
        at += len(piece)
        if not depth:
            break
    after = start[at:]
    if not start.startswith("(?:") or after.startswith(_REPEATED):
        return "", [source], ""
    return source[: len(source) - len(start)], _split(start[3 : at - 1]), after


def ways(source: str, flags: int = 0) -> list[Way]:
    r"""The alternatives of a pattern, in order: tried at each place one after the other they find what it finds.

    Spec: §R44.

    >>> [way.source for way in ways(r"\b(?:bans? on|cut|halt) exports|mine")]
    ['\\b(?:bans? on) exports', '\\b(?:cut|halt) exports', '(?:mine)']
    """
    pieces = (
        [] if _CAPTURES.search(source) else _split(source)
    )  # a match is asked for all its groups
    found: list[Way] = []
    for before, within, after in map(_opened, pieces):
        for one in within:
            way = Way(((before, one, after),), letters(before, one, after, flags=flags))
            joined = found[-1].join(way) if found else None
            found[-1:] = [joined] if joined else [*found[-1:], way]
    if 1 < len(found) <= MOST_WAYS:
        return found
    return [Way((("", source, ""),), letters(source, flags=flags))]
