"""Output and GDP at risk: input-output models, loss by named methods, expected loss."""

from monazite.economy.loss import (
    METHODS,
    Dependence,
    Hit,
    Loss,
    Range,
    Tables,
    Unmet,
    cuts,
    loss,
)
from monazite.economy.system import System

__all__ = [
    "METHODS",
    "Dependence",
    "Hit",
    "Loss",
    "Range",
    "System",
    "Tables",
    "Unmet",
    "cuts",
    "loss",
]
