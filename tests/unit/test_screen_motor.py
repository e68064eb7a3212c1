"""The motor example in every form, and what hangs on one supplier (§X70 to §X79)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from monazite.catalog.place import reference
from monazite.dates import AsOf
from monazite.exposure.bill import Bill
from monazite.exposure.screening import Screening
from monazite.study.screen import Asking, read_file, screen_bill

FORMS = sorted(path.name for path in reference("examples", "bills").iterdir())
DAY = AsOf(date(2025, 5, 10), date(2025, 5, 10))  # No. 18 in force, No. 61 not yet issued
RUNNING = AsOf(date(2025, 10, 20), date(2025, 10, 20))


@cache
def motor(name: str = "motor.csv") -> Bill:
    return read_file(str(reference("examples", "bills", name)))


@cache
def screened(name: str = "motor.csv", day: AsOf = DAY) -> Screening:
    return screen_bill(motor(name), day, Asking(destination="USA"))


def without_origin(supplier: str) -> Bill:
    bill = motor()
    lines = tuple(
        replace(line, origins=(), made_in="") if line.supplier == supplier else line
        for line in bill.lines
    )
    return replace(bill, lines=lines)


def test_the_example_ships_in_every_form() -> None:
    suffixes = {Path(name).suffix for name in FORMS}
    assert suffixes == {".csv", ".xlsx", ".xml", ".json"}
    assert {"motor.ipc1752a.xml", "motor.iec62474.xml"} <= set(FORMS)


def test_the_example_has_sixty_lines_in_three_levels_below_the_product() -> None:
    answer = screened()
    assert len(answer.lines) >= 60
    assert max(line.level for line in answer.lines) == 3


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(
    "day", [DAY, RUNNING, AsOf(date(2026, 11, 23), date(2026, 11, 23))], ids=str
)
def test_every_form_gives_the_same_answers(name: str, day: AsOf) -> None:
    first, other = screened("motor.csv", day), screened(name, day)
    assert [(x.line.id, x.outcome, x.reason, x.instruments) for x in first.lines] == [
        (x.line.id, x.outcome, x.reason, x.instruments) for x in other.lines
    ]
    assert len(other.lines) == len(other.bill.lines)


def test_the_lines_that_need_an_approval() -> None:
    required = {
        line.line.id: line.instruments for line in screened().lines if line.outcome == "required"
    }
    assert required == {
        "1.1.1.2": ("CN-2025-18",),  # dysprosium metal from China
        "1.5.1.1": ("CN-2025-18",),  # SmCo magnet ring from China to Japan
        "1.8.4": ("CN-2023-39",),  # expanded graphite
    }


def test_the_share_is_the_value_of_chinese_part_1_items_over_the_product() -> None:
    by_id = {line.line.id: line for line in screened(day=RUNNING).lines}
    dy = by_id["1.1.1.2"].line.value
    smco = by_id["1.5.1.1"].line.value
    assert dy is not None
    assert smco is not None
    share = by_id["1"].share
    assert share is not None
    assert share.low == share.high == pytest.approx((dy + smco) / 1000)


@pytest.mark.parametrize(
    ("supplier", "open_lines"),
    [
        ("Metal supplier C", {"1.1.1.2"}),
        ("Magnet supplier X", {"1.5.1.1"}),
        ("Seal supplier AN", {"1.8.4"}),
        ("Fastener supplier AM", set()),
    ],
)
def test_removing_one_origin_opens_exactly_the_lines_that_hang_on_it(
    supplier: str, open_lines: set[str]
) -> None:
    answer = screen_bill(without_origin(supplier), DAY, Asking(destination="USA"))
    undetermined = {line.line.id for line in answer.lines if line.outcome == "undetermined"}
    assert undetermined == open_lines
    assert set(answer.questions) == ({supplier} if open_lines else set())


def test_an_assembly_hangs_on_the_origin_of_what_is_in_it(tmp_path: Path) -> None:
    patch = tmp_path / "running.yaml"
    patch.write_text("title: No. 70 not issued\nwithout: [CN-2025-70]\n", encoding="utf-8")
    day = AsOf(date(2025, 12, 15), date(2025, 12, 15))
    asking = Asking(destination="USA", assume=str(patch))
    before = {line.line.id: line for line in screen_bill(motor(), day, asking).lines}
    assert before["1"].outcome == before["1.5.1"].outcome == "required"
    after = screen_bill(without_origin("Magnet supplier X"), day, asking)
    by_id = {line.line.id: line for line in after.lines}
    # the motor still passes 0.1 % on its dysprosium; the sensor and its magnet now hang on one answer
    assert by_id["1"].outcome == "required"
    assert by_id["1.5.1"].outcome == by_id["1.5.1.1"].outcome == "undetermined"
    assert by_id["1.5.1"].hangs_on == ("1.5.1.1",)
    assert set(after.questions) == {"Magnet supplier X"}
