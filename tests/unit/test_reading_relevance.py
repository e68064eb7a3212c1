"""What a document is about: its words decide where they are sure (§R15b)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import Document, read
from monazite.reading.relevance import SURE, UNLIKELY, likely
from monazite.reading.scan import scan

ON = date(2024, 5, 6)
ACT = (
    "Tin jumps as Peru orders export halt",
    (
        "Three-month tin in London jumped as much as 9% on Monday after news that the government of Peru plans to ban "
        "exports of tin ore from August 1. A decree dated May 3 says the ban is meant to protect reserves, the mines "
        "ministry said. Peru is the third largest producer of tin. China bought most of the ore last year."
    ),
)
MARKET = (
    "Tin trims gains as buyers stay away",
    (
        "Tin ingot slipped to $31,000 a tonne this week, the first decline since March, as solder makers stayed on "
        "holiday. Dealers still speak of export controls whenever they explain why nobody sells short. Some buyers "
        "keep double the usual stock. Shares of miners closed lower and prices may drift until autumn."
    ),
)


def document(told: tuple[str, str]) -> Document:
    return Document(told[0], ON, told[1], "d")


def test_an_act_told_as_market_news_is_read() -> None:
    assert (likely(scan(document(ACT))) or 0.0) > SURE
    assert {e.instrument for e in read(document(ACT)).events if e.role == "main"} == {
        "export_prohibition"
    }


def test_a_market_report_that_mentions_controls_tells_none() -> None:
    chance = likely(scan(document(MARKET)))
    assert chance is not None
    assert chance < UNLIKELY
    assert not read(document(MARKET)).events


@pytest.mark.parametrize("text", ["", "Qwxz vbnm.", "商务部公告2025年第10号"])
def test_too_few_words_say_nothing(text: str) -> None:
    assert likely(scan(Document("", ON, text or "-", "d"))) is None


def test_a_bare_sentence_is_left_to_the_patterns() -> None:
    bare = Document("", ON, "Peru on Monday banned exports of tin ore.", "d")
    assert [e.instrument for e in read(bare).events] == ["export_prohibition"]


def test_controls_named_at_the_end_of_other_news_are_no_act() -> None:
    text = (
        "A tailings wall gave way at a cobalt mine near Kolwezi after heavy rain on Sunday, and five workers are "
        "missing, rescuers said. The operator stopped work at the pit. Mud covered homes along a river. Schools stay "
        "shut. The cause is being looked into. Congo digs most of the world's cobalt and has export quotas."
    )
    told = ("Tailings wall fails at Congo cobalt mine, five missing", text)
    assert not read(document(told)).events
