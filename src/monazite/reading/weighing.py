"""What the words of a sentence say of the acts it tells, by weights learned from annotated texts (§R15a).

Patterns know the ways of telling an act that their writer thought of; weights know how often a word stood beside an act
of a kind in texts annotated by others. Names of places, materials and the like count by their kind alone, numbers as
one, so that it is the language of an act that is weighed and not which mineral is in the news (ADR 0083).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from monazite import catalog
from monazite.reading.lookback import clause
from monazite.reading.scan import Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What is judged of an act once its instrument is known
ROLE, ACTION, STATUS = "role", "action", "status"
_TOKEN = re.compile(r"[a-z][a-z'’-]*|\d[\d.,]*|[$€£¥%]")
_FAR, _YESTERDAY, _SOON = -25, -1, 40  # days between the document and a date
_LATE = 4  # sentences from here on count as one place
MARKED = 2.0  # a mark of the act weighs as two words of its sentence
# an answer of the rules that is less likely than this gives way to one that is likelier than that
_UNLIKELY, _LIKELY = 0.15, 0.45


@dataclass(frozen=True, slots=True)
class _Weights:
    """Of one question: the answers, a constant for each, the row of each term, and the weights: term x answer."""

    answers: tuple[str, ...]
    bias: Floats
    rows: dict[str, int]
    weights: Floats


@lru_cache(maxsize=32)
def terms(sentence: Sentence) -> dict[str, tuple[int, int]]:
    """The words of a sentence and the pairs of neighbours, each with where it stands last."""
    found: dict[str, tuple[int, int]] = {}
    last, begin = "", 0
    for word, start, end in _words(sentence):
        found[word] = (start, end)
        if last:
            found[f"{last} {word}"] = (begin, end)
        last, begin = word, start
    return found


def _words(sentence: Sentence) -> list[tuple[str, int, int]]:
    names, at = sentence.names, 0
    found: list[tuple[str, int, int]] = []
    for hit in _TOKEN.finditer(sentence.lower):
        start, end = hit.span()
        while at < len(names) and names[at].end <= start:
            at += 1
        if at == len(names) or names[at].start >= end:
            found.append(("#" if hit[0][0].isdigit() else hit[0], start, end))
        elif not found or found[-1][1] != names[at].start:
            found.append((f"<{names[at].kind}>", names[at].start, names[at].end))
    return found


def marks(sentence: Sentence, span: tuple[int, int], instrument: str, place: int) -> list[str]:
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
    return list(dict.fromkeys(found))


def _distance(days: int) -> str:
    if days <= 0:
        return "long ago" if days < _FAR else "ago" if days < _YESTERDAY else "now"
    return "soon" if days < _SOON else "later"


@cache
def _learned() -> dict[str, _Weights]:
    raw = json.loads(catalog.text("reading", "act_words.json"))
    return {question: _of_question(found) for question, found in raw.items()}


def _of_question(found: Mapping[str, Mapping[str, Any]]) -> _Weights:
    answers = {name: k for k, name in enumerate(found["bias"])}
    weights = np.zeros((len(found["terms"]), len(answers)))
    for row, by in enumerate(found["terms"].values()):
        for name, weight in by.items():
            weights[row, answers[name]] = weight
    rows = {term: row for row, term in enumerate(found["terms"])}
    return _Weights(tuple(answers), np.array(list(found["bias"].values())), rows, weights)


def weigh(sentence: Sentence, *, first: bool) -> dict[str, float]:
    """The probability that a sentence tells an act, by instrument; `first` of the text or not."""
    held = _learned()["instrument"]
    rows = [held.rows[term] for term in terms(sentence) if term in held.rows]
    if first:
        rows.append(held.rows["p:0"])
    sums = held.weights[rows].sum(axis=0) / math.sqrt(len(rows) or 1) + held.bias
    return dict(zip(held.answers, (1.0 / (1.0 + np.exp(-sums))).tolist(), strict=True))


def spoken(sentence: Sentence, instrument: str) -> tuple[int, int]:
    """The words of a sentence that say most that it tells an act of an instrument."""
    held = _learned()["instrument"]
    k = held.answers.index(instrument)
    own = {term: where for term, where in terms(sentence).items() if term in held.rows}
    if not own:
        return 0, len(sentence.text)
    return own[max(own, key=lambda term: held.weights[held.rows[term], k])]


def judge(question: str, sentence: Sentence, marked: Iterable[str]) -> Mapping[str, float]:
    """The probability of each answer to a question about an act, by the words of its sentence and its marks."""
    held = _learned()[question]
    plain = [held.rows[term] for term in terms(sentence) if term in held.rows]
    own = [held.rows[term] for term in marked if term in held.rows]
    sums = held.weights[plain].sum(axis=0) + MARKED * held.weights[own].sum(axis=0)
    length = math.sqrt(len(plain) + MARKED * MARKED * len(own) or 1.0)
    odds = 1.0 / (1.0 + np.exp(-(sums / length + held.bias)))
    return dict(zip(held.answers, (odds / odds.sum()).tolist(), strict=True))


def overruled(question: str, sentence: Sentence, marked: Iterable[str], own: str) -> str | None:
    """The answer that the words give in place of that of the rules; None where they leave it (§R15a)."""
    weighed = judge(question, sentence, marked)
    likely = max(weighed, key=lambda name: weighed[name])
    gives_way = weighed.get(own, 1.0) < _UNLIKELY and weighed[likely] > _LIKELY
    return likely if gives_way else None
