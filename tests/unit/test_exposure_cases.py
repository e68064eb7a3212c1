"""The published and derived cases agree (§X9); skipped where the official files are not at hand."""

from __future__ import annotations

from pathlib import Path

from monazite.study.law import run_cases


def test_all_cases_agree(shared_dir: Path) -> None:
    report = run_cases(str(shared_dir / "reference" / "law" / "cases.json"))
    assert report["total"] == 57
    assert [case["id"] for case in report["cases"] if not case["agrees"]] == []
