"""Laws of a screening: order, nesting and splitting do not matter; more content never frees (§X79)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.dates import AsOf
from monazite.exposure.bill import Bill, Line, OriginShare
from monazite.exposure.facts import Readings, Span
from monazite.exposure.logic import MET, NOT_MET, OPEN
from monazite.exposure.origin import Counted, roll_up, smallest_set
from monazite.exposure.screen import screen
from monazite.exposure.screening import Shipment
from monazite.regime import Standing
from monazite.study.screen import Asking, shipment, standing_of

THINGS = (
    "Dysprosium metal",
    "SmCo magnet",
    "Dy-NdFeB magnet",
    "Hex screw M4",
    "NdFeB magnet, no Dy, Tb",
    "GaAs wafer",
    "Housing",
    "Magnet",
    "Terbium oxide",
    "Hall sensor",
    "4711",
    "Expanded graphite gasket",
)
PLACES: tuple[tuple[OriginShare, ...], ...] = (
    (OriginShare("CHN"),),
    (OriginShare("DEU"),),
    (OriginShare("JPN"),),
    (),
    (OriginShare("CHN", 0.4), OriginShare("DEU", 0.6)),
    (OriginShare("CHN", 0.5),),
)


@cache
def law() -> Standing:
    day = date(2025, 10, 20)
    return standing_of(AsOf(day, day))


@cache
def sent() -> Shipment:
    return shipment(Bill("b", ()), Asking(destination="USA"), law())


@st.composite
def trees(draw: st.DrawFn) -> Bill:
    count = draw(st.integers(1, 9))
    lines = [Line("0", description="Machine", value=1000.0, made_in="DEU")]
    lines.extend(
        Line(
            str(number),
            parent=str(draw(st.integers(0, number - 1))),
            description=draw(st.sampled_from(THINGS)),
            value=draw(st.one_of(st.none(), st.floats(0.01, 50))),
            origins=draw(st.sampled_from(PLACES)),
            supplier=f"S{number}",
        )
        for number in range(1, count + 1)
    )
    return Bill("tree", tuple(lines))


def answers(bill: Bill) -> dict[str, tuple[str, str]]:
    found = screen(bill, law(), sent(), explain=False)
    assert len(found.lines) == len(bill.lines)
    return {
        line.line.id: (
            line.outcome,
            "" if line.share is None else f"{line.share.low:.9f} {line.share.high:.9f}",
        )
        for line in found.lines
    }


@settings(max_examples=25, deadline=None)
@given(bill=trees(), data=st.data())
def test_the_order_of_lines_does_not_matter(bill: Bill, data: st.DataObject) -> None:
    mixed = replace(bill, lines=tuple(data.draw(st.permutations(bill.lines))))
    assert answers(bill) == answers(mixed)


@settings(max_examples=25, deadline=None)
@given(bill=trees(), part=st.floats(0.1, 0.9))
def test_splitting_a_line_in_two_does_not_matter(bill: Bill, part: float) -> None:
    parents = {line.parent for line in bill.lines}
    leaf = next(line for line in reversed(bill.lines) if line.id not in parents)
    halves = [
        replace(leaf, id=id_, value=None if leaf.value is None else leaf.value * share)
        for id_, share in ((leaf.id, part), ("half", 1 - part))
    ]
    split = replace(
        bill, lines=tuple(line for line in bill.lines if line.id != leaf.id) + tuple(halves)
    )
    before, after = answers(bill), answers(split)
    assert after.pop("half")[0] == before[leaf.id][0]
    assert {id_: outcome for id_, (outcome, _) in before.items()} == {
        id_: outcome for id_, (outcome, _) in after.items()
    }


@settings(max_examples=25, deadline=None)
@given(bill=trees())
def test_a_wrapping_without_value_of_its_own_does_not_matter(bill: Bill) -> None:
    """Nesting: a kit line around the lines of a part changes no answer of theirs and no share above."""
    inner = [line for line in bill.lines if line.parent == "0"]
    if not inner or any(line.value is None for line in inner):
        return
    kit = Line("kit", parent="0", description="Kit of parts", value=1000.0, made_in="DEU")
    moved = tuple(
        replace(line, parent="kit") if line.parent == "0" else line for line in bill.lines
    )
    after = answers(replace(bill, lines=(*moved, kit)))
    after.pop("kit")
    assert after == answers(bill)


@settings(max_examples=60, deadline=None)
@given(bill=trees(), data=st.data())
def test_an_interval_holds_every_point_inside_it(bill: Bill, data: st.DataObject) -> None:
    """Answering a missing origin or content narrows the interval, never moves it outside."""
    verdicts = {
        line.id: Counted(data.draw(st.sampled_from((MET, NOT_MET, OPEN))))
        for line in bill.lines[1:]
    }
    wide = roll_up(bill, verdicts)
    lines = tuple(
        replace(line, origins=data.draw(st.sampled_from(PLACES[:3])))
        if not line.origins and line.parent
        else line
        for line in bill.lines
    )
    sure = {
        id_: Counted(data.draw(st.sampled_from((MET, NOT_MET)))) if how.verdict is OPEN else how
        for id_, how in verdicts.items()
    }
    narrow = roll_up(replace(bill, lines=lines), sure)
    for id_, span in ((id_, rolled.share) for id_, rolled in narrow.items()):
        assert wide[id_].share.low <= span.low + 1e-12
        assert span.high <= wide[id_].share.high + 1e-12


@settings(max_examples=60, deadline=None)
@given(bill=trees(), value=st.floats(0.01, 40), data=st.data())
def test_more_controlled_content_never_lowers_the_share(
    bill: Bill, value: float, data: st.DataObject
) -> None:
    verdicts = {
        line.id: Counted(data.draw(st.sampled_from((MET, NOT_MET, OPEN))))
        for line in bill.lines[1:]
    }
    more = Line(
        "more",
        parent="0",
        description="Dysprosium metal",
        value=value,
        origins=(OriginShare("CHN"),),
    )
    before = roll_up(bill, verdicts)["0"].share
    after = roll_up(replace(bill, lines=(*bill.lines, more)), {**verdicts, "more": Counted(MET)})[
        "0"
    ].share
    assert after.low >= before.low - 1e-12
    assert after.high >= before.high - 1e-12


@settings(max_examples=25, deadline=None)
@given(bill=trees(), value=st.floats(0.01, 40))
def test_more_controlled_content_never_frees_a_line(bill: Bill, value: float) -> None:
    more = Line(
        "more",
        parent="0",
        description="Dysprosium metal",
        value=value,
        origins=(OriginShare("CHN"),),
    )
    before, after = answers(bill), answers(replace(bill, lines=(*bill.lines, more)))
    for id_, (outcome, _) in before.items():
        assert not (outcome == "required" and after[id_][0] == "not_required")


def test_the_smallest_set_of_facts_leaves_out_what_cannot_matter() -> None:
    lines = (
        Line("0", value=1000.0),
        Line("1", parent="0", value=5.0, supplier="A"),
        Line("2", parent="0", value=0.3, supplier="B"),
        Line("3", parent="0", value=0.4, supplier="C"),
    )
    counted = {str(number): Counted(MET) for number in (1, 2, 3)}
    rolled = roll_up(Bill("b", lines), counted)["0"]
    assert rolled.share == Span(0.0, pytest.approx(0.0057))
    # 0.1 % of 1,000 is 1: the two small lines together cannot reach it, the large one alone can
    assert [cause.line for cause in smallest_set(rolled, 1000.0, 0.001)] == ["1"]


def test_readings_change_what_counts() -> None:
    magnet = Line(
        "1", parent="0", description="SmCo magnet", value=10.0, origins=(OriginShare("CHN"),)
    )
    bill = Bill("b", (Line("0", description="Machine", value=1000.0, made_in="DEU"), magnet))
    wide = screen(bill, law(), sent(), explain=False).lines[0].share
    narrow = (
        screen(bill, law(), sent(), Readings(numerator="part1_items_only"), explain=False)
        .lines[0]
        .share
    )
    assert wide == Span(0.01, 0.01)
    assert narrow == Span(0.0, 0.01), "what Part 1 items went into a closed magnet is not said"
