"""The act that leads a brief and the mineral it simulates are of one piece (§B18)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monazite import study
from monazite.brief import words
from monazite.dates import AsOf
from monazite.study import linking

CORPUS = Path(__file__).parents[1] / "corpus"


def asked(text: str, day: date) -> study.Study:
    return study.announcement(text.encode(), name="a.txt", as_of=AsOf(day, day), runs=4)


def of_corpus(part: str) -> list[dict[str, str]]:
    lines = (CORPUS / f"{part}_corpus.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_digest_leads_with_the_act_it_tells_first() -> None:
    entry = next(one for one in of_corpus("varied") if one["id"] == "a038")
    day = date.fromisoformat(entry["date"])
    made = asked(f"{entry['title']}\n{day}\n\n{entry['text']}", day)
    assert made.linked[0].id == "CN-2024-46"
    assert made.mineral == "gallium"


@pytest.mark.parametrize("part", ["varied", "other", "fourth"])
def test_the_leading_act_covers_the_mineral(part: str) -> None:
    for entry in of_corpus(part):
        day = date.fromisoformat(entry["date"])
        made = asked(f"{entry['title']}\n{day}\n\n{entry['text']}", day)
        acts = linking.linked(made) if made.policy_events else ()
        named = [m.value for event in made.policy_events for m in event.materials]
        if any(linking.covers(act, name) for act in acts for name in named) and acts[0].materials:
            assert linking.covers(acts[0], made.mineral), (entry["id"], acts[0].id, made.mineral)


def test_the_country_that_restricts_reads_what_it_means_at_home() -> None:
    entry = study.example("october-2025", runs=8)
    home = replace(entry, importer="CHN").brief()
    lead = " ".join(words.fill(one.text, one.figures) for one in home.lead)
    every = " ".join(words.fill(one.text, one.figures) for one in home.findings)
    assert "exports of" in lead
    assert "at home its price" in lead
    assert "weeks" not in every
    assert not re.search(r"\b0 USD|\b0 % of GDP", lead + every)
    assert "--budget" not in "".join(part.note for part in home.parts)
