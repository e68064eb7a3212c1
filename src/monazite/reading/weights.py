"""Weights of words learned from annotated texts, and what they make of the words found (§R15b, §R29b)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from monazite import catalog


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one question: a constant for each answer, and what each term adds to which answer."""

    bias: Mapping[str, float]
    terms: Mapping[str, Mapping[str, float]]

    def chances(self, found: Mapping[str, float]) -> dict[str, float]:
        """The probability of each answer, on its own, by terms with their size.

        The terms known to the weights count as a vector of length one.
        """
        sums = dict.fromkeys(self.bias, 0.0)
        square = 0.0
        for size, known in zip(found.values(), map(self.terms.get, found), strict=True):
            if known is not None:
                square += size * size
                for answer, weight in known.items():
                    sums[answer] += weight * size
        length = math.sqrt(square) or 1.0
        return {a: _logistic(s / length + self.bias[a]) for a, s in sums.items()}

    def shares(self, found: Mapping[str, float]) -> dict[str, float]:
        """The probability of each answer where one of them holds."""
        each = self.chances(found)
        total = sum(each.values()) or 1.0
        return {answer: chance / total for answer, chance in each.items()}

    def known(self, found: Mapping[str, float]) -> int:
        """How many of the terms the weights know."""
        return sum(map(self.terms.__contains__, found))


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


@cache
def weights(name: str) -> Weights:
    """The weights of a file of the reference data, by its name."""
    raw = json.loads(catalog.text("reading", name))
    return Weights(raw["bias"], raw["terms"])
