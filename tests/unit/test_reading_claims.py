# ruff: noqa: E501 - sentences as they are written
"""Numbers of a document: how they are written, whose they are, what they measure (§R13, §R22, §R26 to §R29)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import Claim, Document, Reading, read
from monazite.reading.amounts import amounts

ACT = "China's Ministry of Commerce on Monday banned exports of tin to the United States. "


def reading(text: str, title: str = "China bans tin exports") -> Reading:
    return read(Document(title, date(2025, 3, 4), ACT + text, "d"))


def claim(text: str, value: float) -> Claim:
    found = [c for c in reading(text).claims if c.value == pytest.approx(value)]
    assert len(found) == 1, [(c.claim_type, c.value) for c in reading(text).claims]
    return found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an outlay of Rs 7,280 crore", [("INR", 7.28e10)]),
        ("500 000 tonnes of ore", [("t", 5e5)]),
        ("up to thirty (30) million tonnes", [("t", 3e7)]),
        ("a stockpile of one million tonnes", [("t", 1e6)]),
        ("产量3.2万吨,储量2.5亿吨", [("t", 3.2e4), ("t", 2.5e8)]),
        ("300公斤", [("t", 0.3)]),
        ("5 ktpa and 2 Mtpa", [("t", 5e3), ("t", 2e6)]),
        ("20,000 to 60,000 tonnes", [("t", 2e4), ("t", 6e4)]),
        ("4,000 short tons", [("t", 3628.73896)]),
        ("占全球产量的百分之七十,约九成", [("%", 70.0), ("%", 90.0)]),
        ("实施零税率", [("%", 0.0)]),
        ("output fell by nearly half to 300 tonnes", [("%", 50.0), ("t", 300.0)]),
        ("nine tenths from China", [("%", 90.0)]),
        ("duties of 5, 10 and 15 percent", [("%", 5.0), ("%", 10.0), ("%", 15.0)]),
        ("Canada has 32 per cent, followed by Russia with 19, Belarus with 15", [("%", 32.0), ("%", 19.0), ("%", 15.0)]),
        ("2.95 million tonnes, against 3.6 million in April", [("t", 2.95e6), ("t", 3.6e6)]),
        # not numbers of this kind
        ("a rise of 4 percent on April 4, 2025", [("%", 4.0)]),
        ("the 2024 500 tonnes", [("t", 500.0)]),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(
    text: str, expected: list[tuple[str, float]]
) -> None:
    assert [(a.unit, pytest.approx(a.value)) for a in amounts(text)] == expected


@pytest.mark.parametrize(
    ("text", "value", "kind", "place"),
    [
        ("Canada accounts for 32 percent of world tin output, followed by Russia with 19, and Peru with 9.", 19.0, "production_share", "RUS"),
        ("The United States is 100 percent reliant on imports of tin, and 70 percent of its tin comes from Peru.", 100.0, "import_reliance", "USA"),
        ("The United States is 100 percent reliant on imports of tin, and 70 percent of its tin comes from Peru.", 70.0, "import_share", "PER"),
        ("Vietnam has 22 million tonnes of tin in the ground, Brazil 21 million.", 21e6, "reserves_volume", "BRA"),
        ("Japan bought 500 tonnes of tin in 2024.", 500.0, "trade_volume", "CHN"),
        ("The new mine will yield 3,000 tonnes a year.", 3000.0, "capacity", "CHN"),
        # a clause of its own says nothing of the number
        ("Peru mines 12% of the world's tin, a metal that has not been dug commercially in the United States since 2015.", 12.0, "production_share", "PER"),
        ("Peru supplies over 12 percent of global tin, and nothing has been mined in the United States since 2015.", 12.0, "production_share", "PER"),
    ],
)  # fmt: skip
def test_a_number_is_bound_to_its_metric_and_country(
    text: str, value: float, kind: str, place: str
) -> None:
    found = claim(text, value)
    assert (found.claim_type, found.jurisdiction, found.material) == (kind, place, "tin")


def test_a_percentage_that_is_no_share_and_no_change_goes_to_the_act() -> None:
    found = reading("Importers must pay a levy of 12 percent. Ore must hold 97 percent tin.")
    assert [(r.value, r.kind) for e in found.events for r in e.rates] == [(12.0, "duty")]
    assert [t.value for e in found.events for t in e.thresholds] == [97.0]
    assert not [c for c in found.claims if c.unit == "%"]


def test_votes_indices_and_purchases_of_firms_are_left_out() -> None:
    found = reading("The S&P 500 ended 2.7% lower. Each side has 50 percent of the votes.")
    numbers = [c.value for c in found.claims] + [
        x.value for e in found.events for x in (*e.rates, *e.thresholds)
    ]
    assert numbers == []


@pytest.mark.parametrize(
    "text",
    [
        "Unaffected sections could start again in the quarter. The mine yields about 3% of the tin dug in the world and is 51% owned by the state holding.",
        "Bangka, 51% held by the state, yields 3% of world tin output.",
        "Indonesia took 51% of the tin mine in 2018.",
        "The state holds 51% of the group's Indonesian unit, the world's second largest tin mine.",
        "Peru's state has a shareholding of 51% in the world's largest tin producer.",
    ],
)
def test_a_share_of_ownership_is_no_claim_about_output(text: str) -> None:
    found = reading(text)
    assert 51.0 not in {c.value for c in found.claims}
    assert (51.0, "duty") not in {(r.value, r.kind) for e in found.events for r in e.rates}
    assert 51.0 not in {t.value for e in found.events for t in e.thresholds}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Indonesia controls 51% of global tin mine supply.", "production_share"),
        ("Indonesia owns 51% of the world's tin reserves.", "reserves_share"),
        ("The state-owned miner holds 51% of the world's tin output.", "production_share"),
    ],
)
def test_a_share_held_of_the_world_stays_a_claim(text: str, kind: str) -> None:
    assert claim(text, 51.0).claim_type == kind


def test_rows_of_a_flattened_table_have_the_unit_of_its_heading() -> None:
    text = "It cut the quota again.\n\nAllocation (tonnes)\nYear H1 H2 Total\n2009 21,728 28,417 50,145\n2010 22,282 7,976 30,258\nIn 2011 it rose to 3,000 firms.\n"
    found = reading(text)
    masses = {c.value for c in found.claims if c.unit == "t"}
    masses |= {q.value for e in found.events for q in e.quantities}
    assert masses == {21728.0, 28417.0, 50145.0, 22282.0, 7976.0, 30258.0}


def test_bounds_of_a_chinese_notice_are_limits_and_its_statistics_claims() -> None:
    text = "商务部公告2025年第1号\n自公布之日起,对锑实施出口管制。申报企业产量不低于7000吨。11月中国出口锑5493.9吨,环比增长26.5%。"
    found = read(
        Document("商务部公告2025年第1号 对锑实施出口管制的决定", date(2025, 3, 4), text, "n")
    )
    assert [(t.op, t.value) for e in found.events for t in e.thresholds] == [(">=", 7000.0)]
    assert {(c.claim_type, c.value) for c in found.claims} >= {
        ("trade_volume", 5493.9),
        ("growth_rate", 26.5),
    }
