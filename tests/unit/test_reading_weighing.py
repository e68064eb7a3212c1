"""Words weighed beside the patterns: what they say, where they are heard, and that names do not count (§R15a)."""

from __future__ import annotations

import json
from datetime import date

import pytest

from monazite import catalog
from monazite.reading import Document, Reading, acts, read
from monazite.reading.scan import Sentence, scan
from monazite.reading.terms import terms
from monazite.reading.weighing import ACTION, ROLE, STATUS, judge, marks, spoken, weigh

ON = date(2024, 5, 6)


def sentence(text: str) -> Sentence:
    return scan(Document("", ON, text)).sentences[0]


def reading(text: str) -> Reading:
    return read(Document("", ON, text, "d"))


def test_names_count_by_their_kind() -> None:
    one = terms(sentence("Chile will nationalise lithium mines within 3 years."))
    other = terms(sentence("Niger will nationalise uranium mines within 12 years."))
    assert list(one) == list(other)
    assert {"<place>", "<material>", "#", "<place> will"} <= set(one)


def test_probabilities_are_such() -> None:
    told = sentence("The ministry banned exports of nickel ore from January.")
    found = weigh([(told, 0)])[0]
    assert all(0.0 <= p <= 1.0 for p in found.values())
    assert max(found, key=lambda name: found[name]) == "export_prohibition"
    start, end = spoken(told, "export_prohibition")
    assert 0 <= start < end <= len(told.text)
    marked = marks(told, (start, end), "export_prohibition", 0)
    for question in (ROLE, ACTION, STATUS):
        weighed = judge([(told, marked)], question)[0][question]
        assert sum(weighed.values()) == pytest.approx(1.0)


def test_a_sentence_of_unknown_words_says_nothing_new() -> None:
    strange = sentence("Qwxz vbnm plok jhgf.")
    bias = json.loads(catalog.text("reading", "act_words.json"))["instrument"]["bias"]
    (found,) = weigh([(strange, 1)])
    assert set(found) == set(bias)
    assert max(found.values()) < 0.4


def test_sentences_weigh_the_same_together_and_alone() -> None:
    several = [
        (sentence(text), place)
        for place, text in enumerate(
            (
                "The ministry banned exports of nickel ore from January.",
                "Qwxz vbnm plok jhgf.",
                "Chile will nationalise lithium mines within 3 years.",
            )
        )
    ]
    assert weigh(several) == [weigh([one])[0] for one in several]
    marked = [(s, marks(s, (0, 6), "export_prohibition", place)) for s, place in several]
    assert judge(marked, ROLE, STATUS) == [judge([one], ROLE, STATUS)[0] for one in marked]
    assert weigh([]) == judge([], ROLE) == []


def test_days_beside_an_act_are_marks() -> None:
    told = sentence("Quotas that took effect in March 2022 will end on July 1.")
    found = marks(told, (0, 6), "export_quota", 9)
    assert {"d:long ago", "d:later", "i:export_quota", "p:4"} <= set(found)


def test_an_earlier_act_is_told_by_its_words() -> None:
    found = reading(
        "Indonesia on Monday banned exports of bauxite. "
        "Nickel ore exports have been prohibited since January 2020, a move that drew a complaint from Brussels."
    ).events
    assert [e.role for e in found if e.instrument == "export_prohibition"] == ["main", "background"]


FOUR = (
    "Canada on Monday banned exports of nickel ore. The trade ministry gave its reasons. "
    "Miners were surprised by the step. "
    "Chile banned exports of nickel ore as well, traders say."
)


def _told(monkeypatch: pytest.MonkeyPatch, likely: dict[str, float]) -> list[tuple[str, str]]:
    """Instrument and rule of each act told by the last sentence, if the words were as likely as this."""
    monkeypatch.setattr(acts, "weigh", lambda told: [likely if place else {} for _, place in told])
    found = acts.hits(scan(Document("", ON, FOUR)))
    return [
        (h.instrument, h.rule.split(":")[0]) for h in found if h.place == len(FOUR.split(". ")) - 1
    ]


def test_an_unlikely_act_goes_and_a_likely_one_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = _told(monkeypatch, {"export_prohibition": 0.02})
    assert [instrument for instrument, _ in kept] == ["export_prohibition"]
    assert _told(monkeypatch, {"export_prohibition": 0.005}) == []
    assert ("state_loan", "words weighed") in _told(monkeypatch, {"state_loan": 0.9})
    beside = _told(monkeypatch, {"export_prohibition": 0.9, "state_loan": 0.5})
    assert "state_loan" not in {instrument for instrument, _ in beside}
    instead = _told(monkeypatch, {"export_prohibition": 0.005, "state_loan": 0.5})
    assert [instrument for instrument, _ in instead] == ["state_loan"]


@pytest.mark.parametrize("question", ["instrument", ROLE, ACTION, STATUS])
def test_the_weights_are_of_known_answers(question: str) -> None:
    schema_roles = {"main", "background"}
    learned = json.loads(catalog.text("reading", "act_words.json"))[question]
    assert learned["terms"]
    answers = set(learned["bias"])
    assert all(set(by) <= answers for by in learned["terms"].values())
    if question == ROLE:
        assert answers == schema_roles
