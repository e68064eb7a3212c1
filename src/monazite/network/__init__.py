"""Supply networks: tables, balance, and origin traced through the stages."""

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
    "position",
    "residual_t",
]
