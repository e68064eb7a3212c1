"""Supply networks: tables, balance, and origin traced through the stages."""

from monazite.network.load import load, minerals
from monazite.network.types import (
    OUTSIDE,
    Kind,
    Link,
    Node,
    SupplyNetwork,
    check_balance,
    position,
    residual_t,
)

__all__ = [
    "OUTSIDE",
    "Kind",
    "Link",
    "Node",
    "SupplyNetwork",
    "check_balance",
    "load",
    "minerals",
    "position",
    "residual_t",
]
