"""Law as dated data: measures, timelines on two clocks, standing on a day (docs/spec/regime.md)."""

from monazite.regime.check import check
from monazite.regime.compare import Change, compare, patch
from monazite.regime.load import evidence_until, measures
from monazite.regime.standing import change_days, find, named, standing
from monazite.regime.types import (
    Branch,
    Certainty,
    Clause,
    ClauseStanding,
    Condition,
    Item,
    Kind,
    Measure,
    Party,
    Rule,
    Standing,
    Status,
    TimelineEntry,
)

__all__ = [
    "Branch",
    "Certainty",
    "Change",
    "Clause",
    "ClauseStanding",
    "Condition",
    "Item",
    "Kind",
    "Measure",
    "Party",
    "Rule",
    "Standing",
    "Status",
    "TimelineEntry",
    "change_days",
    "check",
    "compare",
    "evidence_until",
    "find",
    "measures",
    "named",
    "patch",
    "standing",
]
