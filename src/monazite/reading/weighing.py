"""What the words of a sentence say of the acts it tells, by weights learned from annotated texts (§R15a).

Patterns know the ways of telling an act that their writer thought of; weights know how often a word stood beside an act
of a kind in texts annotated by others. Names of places, materials and the like count by their kind alone, numbers as
one, so that it is the language of an act that is weighed and not which mineral is in the news (ADR 0083).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate, chain, compress
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from monazite import catalog
from monazite.reading.lookback import clause
from monazite.reading.scan import Sentence
from monazite.reading.terms import Lexicon, places, said, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What is asked of a sentence, and of an act once its instrument is known
INSTRUMENT, ROLE, ACTION, STATUS = "instrument", "role", "action", "status"
_FAR, _YESTERDAY, _SOON = -25, -1, 40  # days between the document and a date
_LATE = 4  # sentences from here on count as one place
MARKED = 2.0  # a mark of the act weighs as two words of its sentence
# an answer of the rules that is less likely than this gives way to one that is likelier than that
_UNLIKELY, _LIKELY = 0.15, 0.45
_NOTHING: Final = 0  # the row of a term that says nothing: no sum is of no terms at all


@dataclass(frozen=True, slots=True)
class _Learned:
    """The weights of all questions side by side: term x answer, and a column for each question that counts its terms.

    A term is a word, a pair of neighbours or a mark of an act; `rows` has the row of each, `words` those of words and
    pairs, and `clause` the words and pairs that count in the clause of an act.
    """

    answers: dict[str, list[str]]
    columns: dict[str, slice]
    counts: dict[str, int]
    bias: Floats
    rows: dict[str, int]
    words: Lexicon[int]
    clause: Lexicon[str]
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
    return _Learned(
        answers,
        {question: slice(*ends[n : n + 2]) for n, question in enumerate(raw)},
        {question: ends[-1] + n for n, question in enumerate(raw)},
        np.array([b for found in raw.values() for b in found["bias"].values()]),
        rows,
        Lexicon(rows),
        Lexicon({term[2:]: term for term in rows if term.startswith("c:")}),
        weights,
    )


@lru_cache(maxsize=128)
def _rows(sentence: Sentence) -> list[int]:
    """The rows of the words and pairs of a sentence that the weights know, with that of nothing."""
    heard = filter(None, _learned().words.look(said(sentence)))
    return [_NOTHING, *dict.fromkeys(heard)]


@lru_cache(maxsize=32)
def _beside(sentence: Sentence) -> dict[str, int]:
    """What words and pairs of a sentence are to an act in whose clause they stand, with where each stands last."""
    found = [*_learned().clause.look(said(sentence))]
    return dict(zip(filter(None, found), compress(places(sentence), found), strict=True))


@lru_cache(maxsize=32)
def marks(
    sentence: Sentence,
    span: tuple[int, int],
    instrument: str,
    place: int,
    *,
    known: bool = True,
) -> tuple[str, ...]:
    """What else speaks to an act: the words of its clause, its instrument, how early it is told, and days beside it.

    Args:
        sentence: The sentence that tells it.
        span: The words that tell it.
        instrument: What it is.
        place: Sentences of the text before this one.
        known: Whether words that the weights do not know are left out.
    """
    left, right = clause(sentence.text, *span)
    if known:
        found = [mark for mark, at in _beside(sentence).items() if left <= at < right]
    else:
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
    marked = held.sums([[_NOTHING, *filter(None, map(held.rows.get, own))] for _, own in found])
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
