"""Patterns of amounts, tried at numbers alone, find what a search of the whole text finds (§R44)."""

from __future__ import annotations

import re
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.reading import amounts
from monazite.reading.cues import Cue
from monazite.reading.numbers import at, runs, signed, starts

_NUMBERS = ["1", "2025", "345", "12345", "1234567890123", ",678", ".5"]
_MARKS = [",", ".", " ", "-", "–", "%", "$", "y", "US"]
_UNITS = [" tonnes", " t", "kt", " kg", " percent", " million", " and ", " to ", " in"]
_PIECES = st.sampled_from([*_NUMBERS, *_MARKS, *_UNITS])
_TEXT = st.lists(_PIECES, max_size=12).map("".join)


def spans(found: object) -> list[tuple[int, int]]:
    return [hit.span() for hit in found]  # type: ignore[attr-defined]


@settings(max_examples=400)
@given(_TEXT)
def test_a_pattern_tried_at_numbers_finds_what_a_search_finds(text: str) -> None:
    numbers = runs(text)
    first = [start for start, _ in numbers]
    mass, percent = amounts._MASS.pattern, amounts._PERCENT.pattern
    assert spans(at(mass, text, starts(numbers, text))) == spans(mass.finditer(text))
    assert spans(at(percent, text, signed(numbers, text))) == spans(percent.finditer(text))
    for pattern in (amounts._BARE, amounts._BETWEEN.pattern):
        assert spans(at(pattern, text, first)) == spans(pattern.finditer(text))


def test_masses_whose_number_is_a_word() -> None:
    for word, scale in product(["two", "half a", "A", "ten"], ["million", "thousand"]):
        text = f"Some {word} {scale} tonnes, or two, and 3 tonnes"
        told = [text[a.start : a.end] for a in amounts.amounts(text) if a.kind == "mass"]
        assert told == [f"{word} {scale} tonnes", "3 tonnes"]


def test_a_whole_pattern_and_the_text_it_is_tried_on() -> None:
    cue = Cue(r"\b(\d+) TONS", re.IGNORECASE)
    for text in ("12 Tons", "12 tonſ", "12 İ tons"):
        pattern, words = cue.for_text(text)
        assert bool(pattern.search(words)) == bool(re.search(cue.source, text, re.IGNORECASE))
