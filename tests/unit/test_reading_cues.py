"""Looking ahead at words hides no match (§R44)."""

from __future__ import annotations

import gc
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.reading import belonging, events, parties  # noqa: F401 - their patterns are looked at
from monazite.reading.cues import WORDS, Cue, Cues
from monazite.reading.letters import letters, ways
from monazite.reading.rules import table
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
    of_rules = {id(rule.pattern) for rules in table() for rule in rules}
    return [c for c in gc.get_objects() if isinstance(c, Cue) and id(c) not in of_rules]


def test_every_pattern_finds_in_the_corpus_what_it_finds_alone() -> None:
    known = patterns()
    assert len(known) > 50
    for text in texts()[::19]:  # each pattern is tried on each
        bits = WORDS.of(text)
        for cue in known:
            for part in (text, text[3:-3].upper()):
                alone = [h.span() for h in cue.pattern.finditer(part)]
                assert alone == [h.span() for h in cue.each(part, bits)], cue.source


def test_every_rule_finds_in_the_corpus_what_it_finds_alone_where_it_is_named() -> None:
    found = 0
    for text in (t.lower() for t in texts()[::5]):
        bits = WORDS.of(text)
        for rule in table()[0]:
            needs = rule.needs is None or rule.needs.pattern.search(text)
            alone = [h.span() for h in rule.pattern.pattern.finditer(text)]
            if alone and needs and rule.is_named(text):
                assert alone == [h.span() for h in rule.pattern.each(text, bits)], rule.name
                found += 1
    assert found > 100


def test_every_alternative_keeps_its_letters_in_what_it_matches() -> None:
    rules = [*table()[0], *table()[1]]
    every = [t.lower() for t in texts()[::7]]
    for cue in (c for rule in rules for c in (rule.pattern, rule.needs) if c):
        for way in ways(cue.source):
            one = re.compile(way.source)
            for text in every:
                if one.search(text):
                    assert all(any(o in text for o in some) for some in way.held), way.source


def test_alternatives_tried_often_together_find_what_the_pattern_finds() -> None:
    cue = Cue(r"\b(?:bans? on|cut|halt(?:ed)? [a-z]+|ban) ores?|mines? (?:shut|ban on)|ores")
    texts = ["ban on ores", "halted ores", "mines ban on ores", "a cut ore", "ban ore, mines shut"]
    for text in texts * 30:
        found = [h.span() for h in cue.each(text, WORDS.of(text))]
        assert found == [h.span() for h in cue.pattern.finditer(text)], text


@pytest.mark.parametrize(
    ("pattern", "held"),
    [
        (r"\bban(?:s|ned)?\b", [{"ban"}]),
        (r"(?:in|by) (?:force|effect)", [{"effect", "force"}, {"in", "by"}]),
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
    assert sorted(map(sorted, letters(pattern))) == sorted(map(sorted, held))


@pytest.mark.parametrize(
    "text", ["Kobalt BANS", "ſtop bans", "ıt bans", "İt bans", "STRASSE bans", "bans"]
)
def test_odd_letters_are_matched_as_without_looking_ahead(text: str) -> None:
    for source in (r"\bit\b", r"\bstop\b", r"\bkobalt\b", r"\bbans\b", r"stra(?:ss|ß)e"):
        cue = Cue(source, re.IGNORECASE)
        assert bool(cue.first(text, WORDS.of(text))) == bool(cue.pattern.search(text))


@given(st.text(alphabet="abAB sſkKıİi-1.%", max_size=30))
def test_any_text_is_matched_as_without_looking_ahead(text: str) -> None:
    for cue in _MADE:
        found = cue.pattern.search(text)
        told = cue.first(text, WORDS.of(text))
        assert (found and found.span()) == (told and told.span())


_MADE = [Cue(r"\ba(?:b|s)*k\b", re.IGNORECASE), Cue(r"i[sk] ?b|ab-\d", re.IGNORECASE), Cue("A[Bb]")]


def test_an_alternative_is_tried_where_a_text_has_letters_of_each_of_its_sets() -> None:
    cues = Cues()
    mine = cues.add([(frozenset(["mine"]), frozenset(["shut", "clos"])), ()])
    ore = cues.add([(frozenset(["ore"]),)])
    assert (mine, ore) == (0b011, 0b100)
    assert cues.of("Nothing") == 0b010
    assert cues.of("The mines stay open") == 0b010
    assert cues.of("Closing a MINE") == 0b011
    assert cues.of("closed: ores and mine") == 0b111


@pytest.mark.parametrize(
    ("pattern", "made"),
    [
        (r"a|b c|d", ["(?:a)", "(?:b c)", "(?:d)"]),
        (r"\b(?:ab|cd)\b", [r"(?:\b(?:ab|cd)\b)"]),
        (r"[|)]x y|\|z(?:|u)", ["(?:[|)]x y)", r"(?:\|z(?:|u))"]),
        (r"(?:in|on)? force", ["(?:(?:in|on)? force)"]),
        (r"(?P<n>a b)|c", ["(?:(?P<n>a b)|c)"]),
    ],
)
def test_alternatives_of_a_pattern(pattern: str, made: list[str]) -> None:
    assert [way.source for way in ways(pattern)] == made
