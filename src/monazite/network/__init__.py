"""Supply networks: tables, balance, and origin traced through the stages."""

from monazite.network.balance import Adjustment, Datum, Residual, balance
from monazite.network.load import load, members, minerals
from monazite.network.make import Flow, NodeFacts, Parts, make
from monazite.network.mixing import Mixing, composition, mixing
from monazite.network.trace import Passed, Trace, passed, trace
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
    "Adjustment",
    "Datum",
    "Flow",
    "Kind",
    "Link",
    "Mixing",
    "Node",
    "NodeFacts",
    "Parts",
    "Passed",
    "Residual",
    "SupplyNetwork",
    "Trace",
    "balance",
    "check_balance",
    "composition",
    "load",
    "make",
    "members",
    "minerals",
    "mixing",
    "passed",
    "position",
    "residual_t",
    "trace",
]
