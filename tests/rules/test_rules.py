"""Each measure's own case file: its timeline day by day, and both sides of each threshold (§L9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from monazite import regime
from monazite.dates import AsOf
from monazite.exposure.facts import Readings
from monazite.exposure.inquiry import inquiry
from monazite.regime import Measure
from monazite.study.law import decide

FILES = sorted(Path(__file__).parent.glob("*.yaml"))


@cache
def rules(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rows(kind: str) -> Iterator[Any]:
    for path in FILES:
        for number, row in enumerate(rules(path).get(kind, [])):
            yield pytest.param(path, row, id=f"{path.stem}-{number}")


@cache
def law(without: tuple[str, ...]) -> tuple[Measure, ...]:
    base = regime.measures()
    return regime.patch(base, {"without": list(without)}) if without else base


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_timeline(path: Path) -> None:
    content = rules(path)
    found: list[tuple[str, str, str]] = []
    for row in content["timeline"]:
        standing = regime.standing(AsOf(row["on"], content["known_at"]))
        entry = standing.find(f"{content['measure']}#{row['clause']}")
        assert entry is not None
        if entry.status.value != row["status"]:
            found.append((row["clause"], str(row["on"]), entry.status.value))
    assert found == []


@pytest.mark.parametrize(("path", "row"), list(rows("cases")))
def test_case(path: Path, row: dict[str, Any]) -> None:
    readings = replace(Readings(), **row.get("readings", {}))
    answer = decide(
        inquiry(dict(row["facts"])),
        known_at=rules(path)["known_at"],
        readings=readings,
        measures=law(tuple(row.get("without", ()))),
        explain=False,
    )
    assert answer.outcome == row["outcome"], answer.reason
    if "presumption" in row:
        assert answer.presumption == row["presumption"]
