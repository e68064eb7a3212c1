"""The reference article: every event and claim in it, and nothing else (§R1 to §R38)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monazite.reading import Document, Judgement, Reading, judge, load, read


@pytest.fixture(scope="module")
def reading(shared_dir: Path) -> Reading:
    path = shared_dir / "examples" / "announcement.txt"
    if not path.exists():
        pytest.skip("the reference article is not at hand")
    return read(load(path.read_bytes(), name="announcement"))


def test_the_licensing_event(reading: Reading) -> None:
    main = [e for e in reading.events if e.role == "main"]
    assert [e.instrument for e in main] == ["export_licensing"]
    event = main[0]
    assert [a.jurisdiction for a in event.actors] == ["CHN"]
    assert event.extraterritorial
    assert event.action == "tighten"
    assert {m.value for m in event.materials} >= {"rare_earths", "neodymium"}
    assert "component" in {p.value for p in event.products}


def test_the_two_american_events_are_apart(reading: Reading) -> None:
    found = {
        e.instrument: (e.role, {a.jurisdiction for a in e.actors}, [m.value for m in e.money])
        for e in reading.events
        if e.instrument.startswith("stockpile")
    }
    assert found == {
        "stockpile_purchase": ("background", {"USA"}, [250e6]),
        "stockpile_programme": ("background", {"USA"}, [1e9]),
    }
    assert len(reading.events) == 3


def test_spans_are_the_words(reading: Reading) -> None:
    for event in reading.events:
        spans = [event.trigger, *(a.span for a in event.actors), *(m.span for m in event.money)]
        for span in spans:
            text = (
                reading.document.title if span and span.part == "title" else reading.document.text
            )
            assert span is None or text[span.start : span.end] == span.quote


def _judged(reading: Reading) -> dict[float, Judgement]:
    days = {"on": date(2025, 10, 20), "known_at": date(2026, 11, 23)}
    return {c.value: judge(c, **days) for c in reading.claims}


def test_claims_and_their_verdicts(reading: Reading) -> None:
    judged = _judged(reading)
    assert {v: (j.verdict_then, j.verdict_now) for v, j in judged.items()} == {
        61.0: ("definition_mismatch", "definition_mismatch"),
        90.0: ("supported", "supported"),
        250e6: ("definition_mismatch", "supported"),
        1e9: ("supported", "supported"),
    }
    assert all(j.figures for j in judged.values())


def test_the_ceiling_was_a_solicitation_and_the_tally_adds_to_890(reading: Reading) -> None:
    judged = _judged(reading)
    assert "solicitation" in judged[250e6].reason
    assert {round(f.number, 1) for f in judged[250e6].figures} >= {250.0, 168.9}
    assert 890.0 in {f.number for f in judged[1e9].figures}
    assert "IEA" in judged[61.0].fits


def _claim(text: str, day: date) -> Judgement:
    reading = read(Document("China rare earths and tin", day, text, "c"))
    return judge(reading.claims[0], on=day, known_at=date(2026, 11, 23))


def test_an_old_claim_is_not_contradicted_by_a_late_figure() -> None:
    judged = _claim("About 97 percent of rare earth elements come from China.", date(2010, 12, 28))
    assert (judged.verdict_then, judged.verdict_now) == ("unverifiable", "unverifiable")


def test_a_share_of_one_country_is_not_held_against_the_world() -> None:
    judged = _claim("Wa State supplies about 70% of Myanmar's tin.", date(2023, 8, 1))
    assert judged.verdict_now == "unverifiable"


def test_a_wrong_share_of_the_year_is_contradicted() -> None:
    judged = _claim("China mined 30% of the world's rare earths in 2024.", date(2025, 8, 1))
    assert judged.verdict_now == "contradicted"
