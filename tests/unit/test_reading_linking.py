"""Events linked to acts by number, by the day of issue and by later steps of a clause (§R41)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.dates import AsOf
from monazite.reading import Document
from monazite.study import linking, told
from monazite.study.facade import Study

QUOTA = (
    "KINSHASA - Miners in the Democratic Republic of Congo may ship cobalt again from October 16, when annual quotas "
    "take the place of the export ban, the regulator ARECOMS said on Sunday. Up to 18,125 tons may leave in 2025."
)
BAN = "KINSHASA - Congo on Saturday suspended exports of cobalt for four months, the regulator ARECOMS said."
NOTHING = "TALLINN - Estonia on Monday banned exports of lithium ore with immediate effect, its government said."


def _study(text: str, on: str) -> Study:
    day = date.fromisoformat(on)
    document = Document("", day, text, "d")
    return Study(AsOf(day, day), "USA", 10, 0, document=document)


@pytest.mark.parametrize(
    ("text", "on"), [(BAN, "2025-02-24"), (QUOTA, "2025-09-22")], ids=["issue", "later clause"]
)
def test_a_later_clause_links_as_the_issue_does(text: str, on: str) -> None:
    assert [measure.id for measure in linking.linked(_study(text, on))] == ["CD-CO"]


def test_a_step_not_yet_known_does_not_link() -> None:
    assert linking.linked(_study(QUOTA, "2025-07-22")) == ()


def test_an_event_that_fits_no_act_says_so() -> None:
    event = told.events(_study(NOTHING, "2025-06-02"))[0]
    assert event["acts"] == []
    assert event["acts_note"] == "no act of the register fits this event"
