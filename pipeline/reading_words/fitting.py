"""Logistic regression over the terms that stand in at least two examples, each example of length one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

# inverse of the penalty, as it did best from set to set; examples a term, and answers a question, must stand in
STRENGTH, LEAST, FEWEST = 10.0, 2, 4
SMALL = 0.3  # a term whose weights are all below this is left out


@dataclass(frozen=True)
class Example:
    """Terms with their size, and the answers that hold."""

    terms: dict[str, float]
    answers: frozenset[str]


def fit(x: csr_matrix, y: np.ndarray, told: float) -> np.ndarray:
    """Weights and, last, the constant."""
    sign = np.where(y, 1.0, -1.0)
    cost = STRENGTH * np.where(y, told, 1.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ w[:-1] + w[-1])
        slope = -cost * sign * expit(-margin)
        value = float(cost @ np.logaddexp(0.0, -margin)) + 0.5 * float(w[:-1] @ w[:-1])
        return value, np.append(x.T @ slope + w[:-1], slope.sum())

    start = np.zeros(x.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x


def matrix(found: list[Example], known: dict[str, int]) -> csr_matrix:
    """Examples x terms, each example of length one."""
    rows, columns, values = [], [], []
    for row, example in enumerate(found):
        own = {known[t]: size for t, size in example.terms.items() if t in known}
        length = np.sqrt(sum(size * size for size in own.values())) or 1.0
        rows += [row] * len(own)
        columns += own
        values += [size / length for size in own.values()]
    return csr_matrix((values, (rows, columns)), shape=(len(found), len(known)))


def vocabulary(found: list[Example]) -> dict[str, int]:
    """The terms that stand in at least two examples, each with its column."""
    counts = Counter(term for example in found for term in example.terms)
    return {t: k for k, t in enumerate(sorted(t for t, n in counts.items() if n >= LEAST))}


def learn(found: list[Example], told: float) -> dict[str, Any]:
    """The weights of one question."""
    known = vocabulary(found)
    x = matrix(found, known)
    answers = Counter(answer for example in found for answer in example.answers)
    bias: dict[str, float] = {}
    by_term: dict[str, dict[str, float]] = {term: {} for term in known}
    for answer in sorted(a for a, n in answers.items() if n >= FEWEST):
        w = fit(x, np.array([answer in example.answers for example in found]), told)
        bias[answer] = round(float(w[-1]), 2)
        for term, k in known.items():
            if abs(w[k]) >= SMALL:
                by_term[term][answer] = round(float(w[k]), 1)
    return {"bias": bias, "terms": by_term}


def pruned(found: list[Example]) -> dict[str, Any]:
    """The weights of one question, fitted once more on the terms that say something of some answer."""
    known = vocabulary(found)
    x = matrix(found, known)
    answers = Counter(answer for example in found for answer in example.answers)
    asked = {
        answer: np.array([answer in example.answers for example in found])
        for answer in sorted(a for a, n in answers.items() if n >= FEWEST)
    }
    first = np.array([fit(x, y, 1.0)[:-1] for y in asked.values()])
    known = {
        t: n for n, t in enumerate(t for t, k in known.items() if abs(first[:, k]).max() >= SMALL)
    }
    x = matrix(found, known)
    bias: dict[str, float] = {}
    by_term: dict[str, dict[str, float]] = {term: {} for term in known}
    for answer, y in asked.items():
        w = fit(x, y, 1.0)
        bias[answer] = round(float(w[-1]), 3)
        for term, k in known.items():
            if (
                abs(w[k]) >= SMALL / 3.0
            ):  # of a term that is kept, what it says of other answers counts too
                by_term[term][answer] = round(float(w[k]), 2)
    return {"bias": bias, "terms": by_term}


def lines(found: dict[str, Any]) -> str:
    """JSON of one question with a line for each term, so that a change can be read."""
    rows = ",\n".join(
        f"{json.dumps(term, ensure_ascii=False)}: {json.dumps(by)}"
        for term, by in found["terms"].items()
    )
    return f'{{"bias": {json.dumps(found["bias"])}, "terms": {{\n{rows}\n}}}}'
