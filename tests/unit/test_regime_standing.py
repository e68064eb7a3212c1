"""The status of clauses on days, as known on days (§L3 to §L7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite import regime
from monazite.dates import AsOf
from monazite.errors import MonaziteError, UnknownCode
from monazite.regime import Standing, Status
from monazite.regime.check import timeline_problems
from monazite.regime.load import entry

NOW = date(2026, 11, 23)


def on(day: str, known: str = "2026-11-23") -> Standing:
    return regime.standing(AsOf(date.fromisoformat(day), date.fromisoformat(known)))


def status(day: str, ref: str, known: str = "2026-11-23") -> Status | None:
    found = on(day, known).find(ref)
    return found.status if found else None


@pytest.mark.parametrize(
    ("day", "ref", "expected"),
    [
        ("2025-10-10", "CN-2025-61#1(1)", Status.ANNOUNCED),
        ("2025-10-10", "CN-2025-61#1(3)", Status.IN_FORCE),
        ("2025-11-06", "CN-2025-61#1(3)", Status.IN_FORCE),
        ("2025-11-07", "CN-2025-61#1(3)", Status.SUSPENDED),
        ("2026-06-01", "CN-2025-61#1(1)", Status.SUSPENDED),
        ("2026-11-10", "CN-2025-61#1(1)", Status.SUSPENDED),
        ("2026-11-11", "CN-2025-61#1(1)", Status.UNDETERMINED),
        ("2026-11-27", "CN-2024-46#2", Status.SUSPENDED),
        ("2026-11-28", "CN-2024-46#2", Status.UNDETERMINED),
        ("2026-11-28", "CN-2024-46#1", Status.IN_FORCE),
        ("2026-11-23", "CN-2025-18#list", Status.IN_FORCE),
        ("2028-01-01", "CN-2025-68#list of 26 Dec 2025", Status.LAPSED),
    ],
)
def test_status_on_a_day(day: str, ref: str, expected: Status) -> None:
    assert status(day, ref) is expected


def test_knowledge_of_the_day_is_honoured() -> None:
    """On the day of issue nobody knew of the suspension (§L3)."""
    assert status("2025-12-01", "CN-2025-61#1(1)", "2025-10-10") is Status.IN_FORCE
    assert status("2025-12-01", "CN-2025-61#1(1)", "2025-11-07") is Status.SUSPENDED
    assert status("2025-12-01", "CN-2025-61#1(1)", "2025-10-08") is None


def test_both_branches_are_cited_and_say_what_settles_them() -> None:
    found = on("2026-11-23").find("CN-2025-61#1(1)")
    assert found is not None
    branches = {branch.name: branch for branch in found.branches}
    assert branches["extended"].status is Status.SUSPENDED
    assert branches["extended"].until == date(2027, 1, 11)
    assert branches["extended"].cited.source == "mofcom-2026-09-28"
    assert branches["not_extended"].status is Status.IN_FORCE
    assert branches["not_extended"].cited.source == "mofcom-2025-70"
    assert "No. 70" in found.settles


def test_the_statement_is_no_branch_before_it_was_made() -> None:
    found = on("2026-11-23", "2026-09-01").find("CN-2025-61#1(1)")
    assert found is not None
    assert [branch.cited.source for branch in found.branches] == ["mofcom-2025-70"] * 2


def test_compare_lists_what_changed() -> None:
    changes = regime.compare(AsOf(date(2025, 11, 6), NOW), AsOf(date(2025, 11, 7), NOW))
    assert {c.ref.split("#")[0] for c in changes if c.ref.startswith("CN")} == {
        *(f"CN-2025-{n}" for n in (55, 56, 57, 58, 61, 62, 70))
    }


def test_a_patch_takes_a_measure_away() -> None:
    law = regime.patch(regime.measures(), {"without": ["CN-2025-70"]})
    found = regime.standing(AsOf(date(2027, 6, 1), NOW), law)
    assert found.find("CN-2025-57#list") is not None
    assert found.find("CN-2025-57#list").status is Status.IN_FORCE  # type: ignore[union-attr]
    assert found.find("CN-2025-70#all") is None


def test_a_patch_assumes_a_status() -> None:
    assume = {"clauses": ["CN-2025-61"], "on": date(2026, 11, 11), "status": "in_force"}
    law = regime.patch(regime.measures(), {"title": "lapse", "assume": [assume]})
    found = regime.standing(AsOf(NOW, NOW), law).find("CN-2025-61#1(2)")
    assert found is not None
    assert found.status is Status.IN_FORCE
    assert found.by == "assumption: lapse"


def test_a_patch_names_only_what_is_there() -> None:
    with pytest.raises(UnknownCode, match="E304"):
        regime.patch(regime.measures(), {"without": ["CN-2025-99"]})


def test_the_files_have_no_problem() -> None:
    assert [str(problem) for problem in regime.check()] == []


def test_all_instruments_are_there() -> None:
    found = regime.measures()
    assert len(found) == 54
    assert sum(measure.authority == "CHN" for measure in found) == 36


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        (
            [
                {"on": date(2025, 1, 1), "status": "announced"},
                {"on": date(2025, 1, 1), "status": "in_force"},
            ],
            "E310",
        ),
        (
            [
                {"on": date(2025, 1, 1), "until": date(2025, 2, 1), "status": "announced"},
                {"on": date(2025, 3, 1), "status": "in_force"},
            ],
            "E311",
        ),
        ([{"on": date(2025, 1, 1), "until": date(2024, 1, 1), "status": "in_force"}], "E312"),
        ([], "E314"),
    ],
)
def test_timeline_problems_are_found(steps: list[dict[str, object]], code: str) -> None:
    clause = regime.measures()[0].clauses[0]
    timeline = tuple(entry({"at": "x", **step}, date(2024, 1, 1), "s") for step in steps)
    problems: list[MonaziteError] = timeline_problems(replace(clause, timeline=timeline), "file")
    assert code in {problem.code for problem in problems}


def test_a_number_finds_its_measure() -> None:
    assert regime.find("No. 61", authority="CHN").id == "CN-2025-61"  # type: ignore[union-attr]
    assert regime.find("2024 No. 46").id == "CN-2024-46"  # type: ignore[union-attr]
    assert regime.find("70", on=date(2025, 10, 1)) is None
