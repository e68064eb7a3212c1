"""What is cut: shocks, loss curves, assumptions with ranges, and samples of them (docs/spec/shock.md)."""

from monazite.shock.build import from_exposure
from monazite.shock.sampling import draw
from monazite.shock.types import (
    Assumption,
    Distribution,
    LossCurve,
    Project,
    Release,
    Scenario,
    Shape,
    Shock,
    ShockKind,
    Target,
)

__all__ = [
    "Assumption",
    "Distribution",
    "LossCurve",
    "Project",
    "Release",
    "Scenario",
    "Shape",
    "Shock",
    "ShockKind",
    "Target",
    "draw",
    "from_exposure",
]
