"""Every measure has a case file with the days around each entry and both sides of each threshold (§L9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from monazite import regime
from monazite.regime import Condition, Measure

RULES = Path(__file__).parents[1] / "rules"
DAY = timedelta(days=1)
BOUNDS = ("at_least", "above", "at_most", "below")


def rules(measure: Measure) -> dict[str, Any]:
    return yaml.safe_load((RULES / f"{measure.id}.yaml").read_text(encoding="utf-8"))


def limits(condition: Condition) -> Iterator[Condition]:
    if condition.kind == "fact" and condition.test in BOUNDS:
        yield condition
    for child in condition.children:
        yield from limits(child)


def test_each_measure_has_a_file_and_each_file_a_measure() -> None:
    assert {path.stem for path in RULES.glob("*.yaml")} == {m.id for m in regime.measures()}


@pytest.mark.parametrize("measure", regime.measures(), ids=lambda measure: measure.id)
def test_the_days_around_each_entry_are_there(measure: Measure) -> None:
    held = {(str(row["clause"]), row["on"]) for row in rules(measure)["timeline"]}
    wanted = {
        (clause.id, day + step)
        for clause in measure.clauses
        for entry in clause.timeline
        for day in (entry.on, entry.until)
        if day is not None
        for step in (-DAY, 0 * DAY, DAY)
    }
    assert wanted - held == set()


@pytest.mark.parametrize("measure", regime.measures(), ids=lambda measure: measure.id)
def test_both_sides_of_each_item_limit_are_there(measure: Measure) -> None:
    cases = rules(measure).get("cases", [])
    missing: list[str] = []
    for clause in measure.clauses:
        for item in clause.items if measure.authority == "CHN" else ():
            for limit in limits(item.when) if item.when else ():
                sides = {
                    (case["outcome"], case["facts"][limit.fact] == limit.value)
                    for case in cases
                    if case["facts"].get("item") == item.id and limit.fact in case["facts"]
                }
                if len({outcome for outcome, _ in sides}) < 2 or True not in {
                    at for _, at in sides
                }:
                    missing.append(f"{item.id} {limit.fact} {limit.test} {limit.value}")
    assert missing == []


@pytest.mark.parametrize("measure", regime.measures(), ids=lambda measure: measure.id)
def test_a_measure_with_a_rule_that_has_a_limit_has_cases_on_it(measure: Measure) -> None:
    shares = [
        rule
        for clause in measure.clauses
        for rule in clause.rules
        if _has_share(rule.when) or any(limits(rule.when))
    ]
    if shares:
        assert len(rules(measure).get("cases", [])) >= 2 * len(shares)


def _has_share(condition: Condition) -> bool:
    return condition.kind == "share" or any(_has_share(child) for child in condition.children)
