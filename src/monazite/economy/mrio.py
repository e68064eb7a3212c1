"""Any multi-regional table that pymrio can parse, as a `System` (§A9).

pymrio is not imported here: the caller parses (`pymrio.load_test()`, `parse_exiobase3`, `parse_wiod`, `parse_oecd`,
`parse_eora26`) and hands the object over.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from monazite.economy.system import System


def from_pymrio(table: Any, *, unit: str = "", year: str = "") -> System:
    """The core of a pymrio table: flows, output, final demand summed over regions and categories.

    Args:
        table: A pymrio IOSystem with Z and Y.
        unit: Money unit; the table's own where empty.
        year: Year of the table.

    Returns:
        A system whose primary inputs are output less all purchases, counted as value added.

    Spec: §A9.
    """
    flows = np.ascontiguousarray(table.Z.to_numpy(dtype=np.float64))
    final = table.Y.to_numpy(dtype=np.float64).sum(axis=1)
    output = flows.sum(axis=1) + final
    primary = output - flows.sum(axis=0)
    own = str(table.unit.iloc[0, 0]) if getattr(table, "unit", None) is not None else ""
    return System(
        tuple(tuple(name) for name in table.Z.index),
        flows,
        output,
        final,
        primary,
        primary,
        unit or own,
        year,
    )
