"""Output and GDP at risk: input-output models, loss by named methods, expected loss."""

from monazite.economy.loss import (
    METHODS,
    Dependence,
    Hit,
    Idle,
    Loss,
    Range,
    Tables,
    Unmet,
    beside,
    covers,
    cuts,
    loss,
)
from monazite.economy.system import System

__all__ = [
    "METHODS",
    "Dependence",
    "Hit",
    "Idle",
    "Loss",
    "Range",
    "System",
    "Tables",
    "Unmet",
    "beside",
    "covers",
    "cuts",
    "loss",
]
