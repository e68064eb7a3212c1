"""Each constraint of the plan alone, as text, on a case small enough to read (§O37)."""

from pathlib import Path

import pytest

from monazite.respond.algebra import CONSTRAINTS
from tests.plan_cases import printed

pytest.importorskip("linopy")
GOLDEN = Path(__file__).parent / "plan"


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_a_constraint_reads_as_it_should(name: str) -> None:
    from monazite.respond import solver

    assert solver.text(printed(), name) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_golden_text_has_its_constraint() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CONSTRAINTS)
