"""What the words of a sentence say of the acts it tells, by weights learned from annotated texts (§R15a).

Patterns know the ways of telling an act that their writer thought of; weights know how often a word stood beside an act
of a kind in texts annotated by others. Names of places, materials and the like count by their kind alone, numbers as
one, so that it is the language of an act that is weighed and not which mineral is in the news (ADR 0083).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from monazite import catalog
from monazite.reading.lookback import clause
from monazite.reading.memo import Memo
from monazite.reading.scan import Sentence
from monazite.reading.words import LAST, begins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What is asked of a sentence, and of an act once its instrument is known
INSTRUMENT, ROLE, ACTION, STATUS = "instrument", "role", "action", "status"
_TOKEN = re.compile(r"[a-z][a-z'’-]*|\d[\d.,]*|[$€£¥%]")
_FAR, _YESTERDAY, _SOON = -25, -1, 40  # days between the document and a date
_LATE = 4  # sentences from here on count as one place
MARKED = 2.0  # a mark of the act weighs as two words of its sentence
# an answer of the rules that is less likely than this gives way to one that is likelier than that
_UNLIKELY, _LIKELY = 0.15, 0.45
_NOTHING: Final = 0  # the row of a term that says nothing: no sum is of no terms at all

# A word, where it stands, its row of weights, and the rows of the pairs that it begins by their second word
Word = tuple[str, int, int, int, dict[str, int]]


@dataclass(frozen=True, slots=True)
class _Learned:
    """The weights of all questions side by side: term x answer, and a column for each question that counts its terms.

    A term is a word, a pair of neighbours or a mark of an act; `after` has the rows of pairs by their first word.
    """

    answers: dict[str, list[str]]
    columns: dict[str, slice]
    counts: dict[str, int]
    bias: Floats
    rows: dict[str, int]
    after: dict[str, dict[str, int]]
    weights: Floats

    def sums(self, groups: Sequence[Sequence[int]]) -> Floats:
        """The weights of the terms of each group added up; the row of nothing stands in each."""
        starts = list(accumulate(map(len, groups), initial=0))[:-1]
        found = self.weights.take(list(chain.from_iterable(groups)), axis=0)
        return np.add.reduceat(found, starts, axis=0)

    def odds(self, question: str, sums: Floats, counts: Floats) -> list[list[float]]:
        """How likely each answer to a question is, from sums of weights and how many terms they are of."""
        length = np.sqrt(np.maximum(counts[:, self.counts[question]], 1.0))[:, np.newaxis]
        own = self.columns[question]
        return (1.0 / (1.0 + np.exp(-(sums[:, own] / length + self.bias[own])))).tolist()


@cache
def _learned() -> _Learned:
    raw: Mapping[str, Mapping[str, Any]] = json.loads(catalog.text("reading", "act_words.json"))
    answers = {question: list(found["bias"]) for question, found in raw.items()}
    ends = list(accumulate(map(len, answers.values()), initial=0))
    rows: dict[str, int] = {}
    for term in chain.from_iterable(found["terms"] for found in raw.values()):
        rows.setdefault(term, len(rows) + 1)
    weights = np.zeros((len(rows) + 1, ends[-1] + len(raw)))
    for n, found in enumerate(raw.values()):
        column = {name: k for k, name in enumerate(found["bias"], ends[n])}
        for term, by in found["terms"].items():
            weights[rows[term], [column[name] for name in by]] = list(by.values())
            weights[rows[term], ends[-1] + n] = 1.0
    after: dict[str, dict[str, int]] = {}
    for term, row in rows.items():
        first, _, second = term.partition(" ")
        if second:
            after.setdefault(first, {})[second] = row
    return _Learned(
        answers,
        {question: slice(*ends[n : n + 2]) for n, question in enumerate(raw)},
        {question: ends[-1] + n for n, question in enumerate(raw)},
        np.array([b for found in raw.values() for b in found["bias"].values()]),
        rows,
        after,
        weights,
    )


def _word(word: str, start: int, end: int) -> Word:
    held = _learned()
    return word, start, end, held.rows.get(word, _NOTHING), held.after.get(word, {})


def _tokens(part: str) -> tuple[Word, ...]:
    """The words of what stands between two spaces; numbers count as one."""
    return tuple(
        _word("#" if hit[0][0].isdigit() else hit[0], *hit.span()) for hit in _TOKEN.finditer(part)
    )


_TOKENS = Memo(_tokens)


_Part = tuple[int, Sequence[Word]]  # where it begins, and its words with their places in it


@lru_cache(maxsize=32)
def _parts(sentence: Sentence) -> list[_Part]:
    """The words of a sentence in order, a name as one word that tells its kind."""
    parts = sentence.lower.split()
    coming = iter(sentence.names)
    name, told = next(coming, LAST), -1
    found: list[_Part] = []
    for begin, part in zip(begins(sentence.lower, parts), parts, strict=False):
        while name.end <= begin:
            name = next(coming, LAST)
        if name.start >= begin + len(part):
            found.append((begin, _TOKENS[part]))
            continue
        kept: list[Word] = []
        for word in _TOKENS[part]:
            while name.end <= begin + word[1]:
                name = next(coming, LAST)
            if name.start >= begin + word[2]:
                kept.append(word)
            elif told != name.start:
                told = name.start
                kept.append(_word(f"<{name.kind}>", told - begin, name.end - begin))
        found.append((begin, kept))
    return found


@lru_cache(maxsize=32)
def terms(sentence: Sentence) -> dict[str, tuple[int, int]]:
    """The words of a sentence and the pairs of neighbours, each with where it stands last."""
    found: dict[str, tuple[int, int]] = {}
    last, low = "", 0
    for begin, own in _parts(sentence):
        for word, start, end, _, _ in own:
            found[word] = (begin + start, begin + end)
            if last:
                found[f"{last} {word}"] = (low, begin + end)
            last, low = word, begin + start
    return found


def _rows(sentence: Sentence) -> list[int]:
    """The rows of the words and pairs of a sentence that the weights know, with that of nothing."""
    found, pairs = [_NOTHING], dict[str, int]()
    for _, own in _parts(sentence):
        for word, _, _, row, after in own:
            found.append(row)
            if word in pairs:
                found.append(pairs[word])
            pairs = after
    return list(dict.fromkeys(found))


@lru_cache(maxsize=32)
def marks(
    sentence: Sentence, span: tuple[int, int], instrument: str, place: int
) -> tuple[str, ...]:
    """What else speaks to an act: the words of its clause, its instrument, how early it is told, and days beside it.

    Args:
        sentence: The sentence that tells it.
        span: The words that tell it.
        instrument: What it is.
        place: Sentences of the text before this one.
    """
    left, right = clause(sentence.text, *span)
    found = [f"c:{term}" for term, (at, _) in terms(sentence).items() if left <= at < right]
    found += [
        f"i:{instrument}",
        f"p:{min(place, _LATE)}",
        f"i:{instrument}&p:{min(place, 2)}",
    ]
    for when in sentence.times if sentence.on else ():
        days = (date.fromisoformat(when.day) - sentence.on).days if sentence.on else 0
        told = f"d:{_distance(days)}"
        found.append(told)
        if left <= when.start < right:
            found.append(f"c{told}")
    return tuple(dict.fromkeys(found))


def _distance(days: int) -> str:
    if days <= 0:
        return "long ago" if days < _FAR else "ago" if days < _YESTERDAY else "now"
    return "soon" if days < _SOON else "later"


def weigh(found: Sequence[tuple[Sentence, int]]) -> list[dict[str, float]]:
    """The probability that a sentence tells an act, by instrument; of sentences with their place in the text."""
    if not found:
        return []
    held = _learned()
    first = held.rows["p:0"]
    sums = held.sums([[*_rows(s), first] if not place else _rows(s) for s, place in found])
    names = held.answers[INSTRUMENT]
    return [dict(zip(names, odds, strict=True)) for odds in held.odds(INSTRUMENT, sums, sums)]


def spoken(sentence: Sentence, instrument: str) -> tuple[int, int]:
    """The words of a sentence that say most that it tells an act of an instrument."""
    held = _learned()
    own, known = held.columns[INSTRUMENT], held.counts[INSTRUMENT]
    column = own.start + held.answers[INSTRUMENT].index(instrument)
    said = {
        term: where
        for term, where in terms(sentence).items()
        if held.weights[held.rows.get(term, _NOTHING), known]
    }
    if not said:
        return 0, len(sentence.text)
    return said[max(said, key=lambda term: held.weights[held.rows[term], column])]


Judged = Mapping[str, Mapping[str, float]]


def judge(found: Sequence[tuple[Sentence, Iterable[str]]], *questions: str) -> list[Judged]:
    """The probability of each answer to questions about acts, by the words of the sentence of each and its marks."""
    if not found:
        return []
    held = _learned()
    plain = held.sums([_rows(sentence) for sentence, _ in found])
    marked = held.sums(
        [[_NOTHING, *(held.rows.get(mark, _NOTHING) for mark in own)] for _, own in found]
    )
    sums, counts = plain + MARKED * marked, plain + MARKED * MARKED * marked
    judged = {question: held.odds(question, sums, counts) for question in questions}
    return [
        {q: _shares(held.answers[q], odds[n]) for q, odds in judged.items()}
        for n in range(len(found))
    ]


def _shares(answers: list[str], odds: list[float]) -> dict[str, float]:
    total = sum(odds)
    return {answer: chance / total for answer, chance in zip(answers, odds, strict=True)}


def overruled(weighed: Mapping[str, float], own: str) -> str | None:
    """The answer that the words give in place of that of the rules; None where they leave it (§R15a)."""
    likely = max(weighed, key=lambda name: weighed[name])
    gives_way = weighed.get(own, 1.0) < _UNLIKELY and weighed[likely] > _LIKELY
    return likely if gives_way else None
