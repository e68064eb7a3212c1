"""What an indicator returns: a value, the terms it is made of, its range and a sentence on why it is so.

Spec: §I0.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a value: whose it is, how much, and in what sense."""

    name: str
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The value of one indicator.

    Attributes:
        method: Id of the method in `indicators.methods.METHODS`.
        value: The value on the method's scale; None where an input is absent (see `unverified` and `explanation`).
        terms: The parts it is made of, largest first.
        explanation: Which supplier or term drives it, in one sentence.
        low: Lower bound of the 90 % range where inputs have one.
        high: Upper bound.
        unverified: Components that could not be checked against the method's own text.
    """

    method: str
    value: float | None
    terms: tuple[Term, ...]
    explanation: str
    low: float | None = None
    high: float | None = None
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """One input of a method."""

    name: str
    unit: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A published way to score supply risk.

    Attributes:
        tested_on: The published value the package reproduces, or why there is none.
        higher_is: `worse` or `better`; decides the direction of ranks.
    """

    id: str
    title: str
    formula: str
    citation: str
    needs: tuple[Need, ...]
    tested_on: str
    higher_is: str = "worse"
    unverified: tuple[str, ...] = ()
