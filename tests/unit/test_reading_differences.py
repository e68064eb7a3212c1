"""What an article says of an act beside what the act says (§R42)."""

from __future__ import annotations

from datetime import date

from monazite import regime
from monazite.reading import Document, read
from monazite.regime import Measure
from monazite.study.differences import differences

TEXT = (
    "China will require foreign companies to obtain approval for exporting products containing even small amounts of "
    "rare earths from October 20, its Ministry of Commerce said on Thursday. The rules cover neodymium, yttrium and "
    "europium made abroad."
)


def _law(*numbers: str) -> tuple[Measure, ...]:
    found = [regime.find(number, authority="CHN", on=date(2025, 10, 10)) for number in numbers]
    return tuple(measure for measure in found if measure)


def test_the_lists_the_share_and_the_day_differ() -> None:
    reading = read(Document("China widens rare earth controls", date(2025, 10, 9), TEXT, "a"))
    found = differences(reading, _law("61", "57"))
    texts = " ".join(d.text for d in found)
    assert "neodymium and europium are not in that list" in texts
    assert "europium stands in MOFCOM" in texts
    assert "0.1 percent of the value" in texts
    assert "2025-10-20" in texts
    assert all(d.figure.cited for d in found)


def test_an_article_that_agrees_has_none() -> None:
    text = "China put samarium and dysprosium under export control on April 4, 2025, its Ministry of Commerce said."
    reading = read(Document("China controls rare earths", date(2025, 4, 4), text, "b"))
    assert differences(reading, _law("18")) == ()
