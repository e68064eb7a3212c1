# ruff: noqa: E501 - sentences as they are printed
"""Sums that a text states, checked against its own numbers (§R45)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import Document, sums


def of(text: str) -> list[tuple[tuple[float, ...], float, bool]]:
    found = sums(Document("Cobalt", date(2025, 9, 22), text, "x"))
    return [(one.parts, one.total, one.holds) for one in found]


@pytest.mark.parametrize(
    ("text", "parts", "total", "holds"),
    [
        (
            "The ceiling is 96,600 tonnes a year, made up of 87,000 tonnes of base quota and 9,600 tonnes of strategic quota.",
            (87_000.0, 9_600.0), 96_600.0, True,
        ),
        (
            "The ceiling is 96,600 tonnes a year, made up of 87,000 tonnes of base quota and 8,600 tonnes of strategic quota.",
            (87_000.0, 8_600.0), 96_600.0, False,
        ),
        (
            "Miners may ship 3,625 tonnes in October, 7,250 tonnes in November and 7,250 tonnes in December, for a total of 18,125 tonnes.",
            (3_625.0, 7_250.0, 7_250.0), 18_125.0, True,
        ),
        (
            "The agency solicits $500 million of cobalt, $245 million of antimony, $100 million of tantalum and $45 million of scandium, adding up to $1 billion.",
            (500e6, 245e6, 100e6, 45e6), 1e9, False,
        ),
        ("Of the plan $2 billion, of which $500 million is new, goes to mines.", (500e6,), 2e9, True),
        ("Of the plan $2 billion, of which $2.5 billion is new, goes to mines.", (2.5e9,), 2e9, False),
        ("It may sell 18,000 tonnes of cobalt, or 15% of the 120,000 tonnes it mined.", (15.0, 120_000.0), 18_000.0, True),
        ("It may sell 18,000 tonnes of cobalt, or 25% of the 120,000 tonnes it mined.", (25.0, 120_000.0), 18_000.0, False),
    ],
)  # fmt: skip
def test_a_stated_sum_is_checked(
    text: str, parts: tuple[float, ...], total: float, *, holds: bool
) -> None:
    assert of(text) == [(parts, total, holds)]


@pytest.mark.parametrize(
    "text",
    [
        "Output was 120,000 tonnes in 2023 and 140,000 tonnes in 2024.",
        "The mine sold 500 tonnes at $30,000 a tonne and 700 tonnes at $31,000 a tonne.",
        "Prices rose 15% while 120,000 tonnes were mined and 18,000 tonnes sold.",
    ],
)
def test_numbers_beside_each_other_are_no_sum(text: str) -> None:
    assert of(text) == []
