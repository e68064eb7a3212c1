"""Looking ahead at words hides no match (§R44)."""

from __future__ import annotations

import gc
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.reading import acts, belonging, events, parties  # noqa: F401 - their patterns are looked at
from monazite.reading.cues import ALL, WORDS, Cue, Cues, letters
from monazite.reading.sentences import sentences

CORPUS = Path(__file__).parents[1] / "corpus"


def texts() -> list[str]:
    found: list[str] = []
    for path in sorted(CORPUS.glob("*_corpus.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found += [row["title"], *(row["text"][a:b] for a, b in sentences(row["text"]))]
    return found


def patterns() -> list[Cue]:
    return [found for found in gc.get_objects() if isinstance(found, Cue)]


def test_every_pattern_finds_in_the_corpus_what_it_finds_alone() -> None:
    known = patterns()
    assert len(known) > 50
    for text in texts()[::9]:  # every ninth: each pattern is tried on each
        bits = WORDS.of(text)
        for cue in known:
            for part in (text, text[3:-3].upper()):
                assert [h.span() for h in cue.finditer(part)] == list(cue.spans(part, bits))
                assert [h.span() for h in cue.finditer(part)] == [
                    h.span() for h in cue.each(part, bits)
                ]


def test_every_act_keeps_its_letters_in_what_it_matches() -> None:
    rules = [*acts._table()[0], *acts._table()[1]]
    every = [t.lower() for t in texts()[::3]]
    for rule in rules:
        for pattern in filter(None, (rule.pattern, rule.needs)):
            held = letters(pattern)
            for text in every:
                if pattern.search(text):
                    assert all(any(one in text for one in some) for some in held), pattern.pattern


@pytest.mark.parametrize(
    ("pattern", "held"),
    [
        (r"\bban(?:s|ned)?\b", [{"ban"}]),
        (r"(?:in|by) (?:force|effect)", [{"effect", "force"}]),
        (r"licen[cs]e", [{"licence", "license"}]),
        (r"quotas? .*export", [{"export"}, {"quota"}]),
        (r"(?:halt)?\w+", []),
        (r"(?:stop|\d+)", []),
        (r"(?!ban)curb", [{"curb"}]),
        (r"(?=[^.]*tonnes)\d+", [{"tonnes"}]),
        (r"a{2,}b", [{"a"}, {"b"}]),
        (r"x*", []),
    ],
)
def test_letters_of_a_pattern(pattern: str, held: list[set[str]]) -> None:
    assert sorted(map(sorted, letters(re.compile(pattern)))) == sorted(map(sorted, held))


@pytest.mark.parametrize(
    "text", ["Kobalt BANS", "ſtop bans", "ıt bans", "İt bans", "STRASSE bans", "bans"]
)
def test_odd_letters_are_matched_as_without_looking_ahead(text: str) -> None:
    for source in (r"\bit\b", r"\bstop\b", r"\bkobalt\b", r"\bbans\b", r"stra(?:ss|ß)e"):
        cue = Cue(source, re.IGNORECASE)
        assert bool(cue.find(text, WORDS.of(text))) == bool(cue.search(text))


@given(st.text(alphabet="abAB sſkKıİi-1.%", max_size=30))
def test_any_text_is_matched_as_without_looking_ahead(text: str) -> None:
    for cue in _MADE:
        found = cue.search(text)
        told = cue.find(text, WORDS.of(text))
        assert (found and found.span()) == (told and told.span())


_MADE = [Cue(r"\ba(?:b|s)*k\b", re.IGNORECASE), Cue(r"i[sk] ?b|ab-\d", re.IGNORECASE), Cue("A[Bb]")]


def test_a_word_alone_and_letters_within_a_word() -> None:
    cues = Cues()
    cues.add(2, ["=mine"])
    cues.add(4, ["mine"])
    assert cues.of("The mine, then.") & 6 == 6
    assert cues.of("Minerals") & 6 == 4
    assert cues.of("nothing") & 6 == 0
    assert cues.of("nothing") & ALL == 1
