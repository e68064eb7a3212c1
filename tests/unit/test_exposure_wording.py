"""The same thing in other words gets the same answer (§X5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from monazite.study.law import run_cases


def swap(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    return change


WORDINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "names for symbols": swap(
        ("Dy-NdFeB", "dysprosium-containing NdFeB"), ("SmCo", "samarium-cobalt"), ("PRC", "Chinese")
    ),
    "formulas for names": swap(
        ("dysprosium oxide", "Dy2O3"),
        ("terbium oxide", "Tb4O7"),
        ("yttrium oxide", "Y2O3"),
        ("antimony trioxide", "Sb2O3"),
        ("gallium arsenide", "GaAs"),
        ("indium phosphide", "InP"),
    ),
    "trade words": swap(
        ("artificial graphite", "synthetic graphite"),
        ("lithium concentrate", "spodumene concentrate"),
        ("nickel ore", "laterite nickel ore"),
        ("EV motor", "traction motor"),
        ("g/cm3", "g/cm³"),
    ),
}


@pytest.mark.parametrize("wording", WORDINGS)
def test_wording_does_not_matter(wording: str, shared_dir: Path, tmp_path: Path) -> None:
    content = json.loads((shared_dir / "reference" / "law" / "cases.json").read_text("utf-8"))
    for case in content["cases"]:
        case["facts"]["product"] = WORDINGS[wording](case["facts"]["product"])
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(content), "utf-8")
    report = run_cases(str(path))
    assert [case["id"] for case in report["cases"] if not case["agrees"]] == []
