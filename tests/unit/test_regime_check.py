"""Every problem of a measure file is found and named (§L7)."""

from __future__ import annotations

import copy
import importlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monazite import regime
from monazite.errors import DataError, MonaziteError
from monazite.regime.load import condition, entry, measure, spelled
from monazite.study.law import run_cases

checks = importlib.import_module(
    "monazite.regime.check"
)  # the package exports the function of that name

GOOD: dict[str, Any] = {
    "id": "CN-2030-1",
    "number": "No. 1",
    "title": "A list",
    "authority": "CHN",
    "issuers": ["MOFCOM"],
    "kind": "licence",
    "issued": date(2030, 1, 1),
    "sources": [{"source": "mofcom-2025-18", "at": "body"}],
    "clauses": [
        {
            "id": "list",
            "text": "A list",
            "timeline": [{"on": date(2030, 1, 1), "status": "in_force", "at": "body"}],
            "items": [{"id": "1", "name": "an item", "codes": ["2846901500"]}],
        }
    ],
}


def codes(monkeypatch: pytest.MonkeyPatch, *files: dict[str, Any]) -> set[str]:
    named = [(f"file-{number}.yaml", raw) for number, raw in enumerate(files)]
    monkeypatch.setattr(checks, "files", lambda: iter(named))
    found: tuple[MonaziteError, ...] = checks.check()
    assert all(problem.where and problem.way_out for problem in found)
    return {problem.code for problem in found}


def changed(**fields: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **fields}


def item(**fields: Any) -> dict[str, Any]:
    raw = copy.deepcopy(GOOD)
    raw["clauses"][0]["items"][0].update(fields)
    return raw


def test_a_good_file_has_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(monkeypatch, GOOD) == set()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (changed(kind="custom"), "E306"),
        (changed(sources=[{"source": "nobody", "at": "x"}]), "E307"),
        (changed(authority="CHI"), "E308"),
        (item(codes=["28A6"]), "E315"),
    ],
)
def test_a_wrong_field_is_named(
    monkeypatch: pytest.MonkeyPatch, raw: dict[str, Any], code: str
) -> None:
    assert codes(monkeypatch, raw) == {code}


def test_two_items_of_one_id(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = copy.deepcopy(GOOD)
    raw["clauses"][0]["items"] *= 2
    assert codes(monkeypatch, raw) == {"E309"}


def test_two_files_of_one_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(monkeypatch, GOOD, GOOD) == {"E316"}


def test_an_entry_known_after_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = copy.deepcopy(GOOD)
    raw["clauses"][0]["timeline"].append(
        {
            "on": date(2030, 2, 1),
            "until": date(2030, 3, 1),
            "seen": date(2030, 4, 1),
            "status": "suspended",
            "at": "x",
        }
    )
    assert codes(monkeypatch, raw) == {"E313"}


def test_a_condition_that_is_none() -> None:
    with pytest.raises(DataError, match="E301"):
        condition({"fact": "purity_pct", "about": 99})


def test_an_entry_without_a_day() -> None:
    with pytest.raises(DataError, match="E302"):
        entry({"status": "in_force"}, date(2030, 1, 1), "x")


def test_a_measure_without_clauses() -> None:
    with pytest.raises(DataError, match="E303"):
        measure({key: value for key, value in GOOD.items() if key != "clauses"})


def test_an_assumed_entry_without_a_status() -> None:
    with pytest.raises(DataError, match="E305"):
        regime.patch(
            regime.measures(), {"assume": [{"clauses": ["CN-2025-61"], "on": date(2026, 1, 1)}]}
        )


def test_a_bare_on_is_the_key_on() -> None:
    assert spelled({True: 1, "steps": [{True: 2}]}) == {"on": 1, "steps": [{"on": 2}]}


def test_a_file_that_holds_no_cases(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    path.write_text("{}")
    with pytest.raises(DataError, match="E331"):
        run_cases(str(path))
