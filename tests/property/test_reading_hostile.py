# ruff: noqa: E501 - a case is one line
"""Any text is read in bounded time, without a crash, with spans that are its words (§R1, §R2)."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monazite.reading import Document, as_dict, read

# Seconds of processor time a character may cost; a plain article costs about 3e-6. Generous for a busy machine.
BUDGET = 1e-4
BAIT = [
    "a", "1", "1,234,", "export ", "ban of the ", "gallium ", "5% of ", "$5 million ", "in May ", "2025-", ". ", "U.S. ", '"', "出口管制镓", "No. 1 of 2 ",
    "Announcement No. ", "licence permit approval ", "ban exports of gallium ", "under the same ", "123456789012345678901234567890 ", "(", "[[", "\\", "suspend ", "–",
]  # fmt: skip


@pytest.mark.parametrize("bait", BAIT)
def test_bait_costs_no_more_than_its_length(bait: str) -> None:
    text = bait * (40_000 // len(bait))
    start = time.process_time()
    read(Document("China bans exports of gallium", date(2025, 1, 1), text, "x"))
    assert time.process_time() - start < BUDGET * len(text)


def test_time_grows_with_length_not_faster() -> None:
    text = "China banned exports of gallium to the United States on August 1, 2025, worth $5 million or 5% of supply. "
    took: list[float] = []
    for copies in (200, 1_600):
        document = Document("t", date(2025, 1, 1), text * copies, "x")
        start = time.process_time()
        read(document)
        took.append(time.process_time() - start)
    assert took[1] < 8 * took[0] * 3


PIECES = st.sampled_from(
    ["China", "the United States", " bans ", " exports of ", "gallium", " 5%", " $3 billion", " on Friday", ". ", "\n", " from ", "August 1", " 2025", "\u202e", "\u200b",
     " licence", " quota", " denied", "出口", "镓", "公告", ", ", "; ", " of ", " the world's ", " tonnes", "1,128", " rare earths", " WTO ", " ruled ", "İ", "ß", "ﬁ", "\x00"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(PIECES | st.text(max_size=12), max_size=60),
    st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)),
)
def test_spans_are_the_words_of_the_text(pieces: list[str], day: date | None) -> None:
    text = "".join(pieces)
    document = Document("China bans exports of gallium", day, text, "x")
    reading = as_dict(read(document))
    assert reading == as_dict(read(document))

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if "quote" in value:
                assert text[value["start"] : value["end"]] == value["quote"]
                assert value["quote"]
            for entry in value.values():
                walk(entry)
        elif isinstance(value, list):
            for entry in value:
                walk(entry)

    walk(reading)
