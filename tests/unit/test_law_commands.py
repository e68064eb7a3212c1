"""The commands on law, as a user calls them (§L5, §L6, §L8, §X9)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monazite.cli.app import program
from monazite.errors import DataError


def run(*words: str) -> Result:
    return CliRunner().invoke(program, list(words), catch_exceptions=False)


def test_in_force_prints_both_branches_of_an_undetermined_day() -> None:
    text = run(
        "in-force", "--on", "2026-11-23", "--known-at", "2026-11-23", "--authority", "CN"
    ).output
    assert "CN-2025-61" in text
    assert "extended: suspended to 2027-01-10" in text
    assert "not extended: in force" in text
    assert "settled by: a MOFCOM notice" in text


def test_in_force_as_known_on_the_day_of_issue() -> None:
    words = ("--on", "2025-12-01", "--known-at", "2025-10-10", "--material", "Dy", "--json")
    found = json.loads(run("in-force", *words).output)["clauses"]
    status = {(row["measure"], row["clause"]): row["status"] for row in found}
    assert status["CN-2025-61", "1(1)"] == "in_force"
    assert all(row["source"] and row["at"] for row in found)


def test_compare_names_what_changed() -> None:
    words = ("2026-11-27", "2026-11-28", "--known-at", "2026-11-23", "--json")
    changes = json.loads(run("compare", *words).output)["changes"]
    assert {change["clause"] for change in changes} == {"CN-2024-46#2", "CN-2025-72#all"}
    assert {change["after"] for change in changes} == {"undetermined"}


def test_assume_puts_a_patch_over_the_law(tmp_path: Path) -> None:
    patch = tmp_path / "lapse.yaml"
    patch.write_text(
        "title: the suspension lapses\n"
        "assume:\n  - {clauses: [CN-2025-57], on: 2026-11-11, status: in_force}\n"
    )
    words = ("--on", "2026-11-23", "--known-at", "2026-11-23", "--assume", str(patch), "--json")
    found = json.loads(run("in-force", *words).output)["clauses"]
    row = next(row for row in found if row["measure"] == "CN-2025-57")
    assert (row["status"], row["by"]) == ("in_force", "assumption: the suspension lapses")


def test_a_patch_that_is_none_says_so(tmp_path: Path) -> None:
    patch = tmp_path / "none.yaml"
    patch.write_text("- 1\n")
    with pytest.raises(DataError, match="E320"):
        run("in-force", "--assume", str(patch))


def test_cases_are_run_and_compared(tmp_path: Path) -> None:
    facts = {
        "product": "dysprosium oxide",
        "made_in": "CN",
        "exporter_in": "CN",
        "destination": "JP",
        "date": "2025-04-04",
    }
    expected = {
        "outcome": "required",
        "instruments": ["CN-2025-18"],
        "clause": "1C905.b",
        "presumption": "ordinary_review_45_working_days",
    }
    wrong = {**expected, "clause": "1C904.b"}
    cases = [
        {"id": "A", "facts": facts, "expected": expected},
        {"id": "B", "facts": facts, "expected": wrong},
        {"id": "C", "facts": {"product": "x"}, "expected": expected},
    ]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"cases": cases}))
    report = json.loads(run("screen", "--cases", str(path), "--json").output)
    assert (report["total"], report["agree"]) == (3, 1)
    assert [case["agrees"] for case in report["cases"]] == [True, False, False]
    assert "E330" in report["cases"][2]["reason"]
