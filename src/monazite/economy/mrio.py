"""Any multi-regional or national table that pymrio can parse, as a `System` (§A9).

pymrio is not imported here: the caller parses (`pymrio.load_test()`, `parse_exiobase3`, `parse_wiod`, `parse_oecd`,
`parse_eora26`, `parse_gloria`) and hands the object over.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from monazite.economy.system import System
from monazite.errors import DataError

_SOME = 3


def from_pymrio(table: Any, *, unit: str = "", year: str = "") -> System:
    """The core of a pymrio table: flows, output, final demand summed over regions and categories.

    Args:
        table: A pymrio IOSystem with Z and Y, or with coefficients A and Y, from which flows are made.
        unit: Money unit; the table's own where empty.
        year: Year of the table.

    Returns:
        A system whose primary inputs are output less all purchases, counted as value added.

    Raises:
        DataError: E621 if the table lacks flows or final demand, or holds cells that are no number.

    Spec: §A9.
    """
    if table.Y is None or (table.Z is None and table.A is None):
        raise _wrong("the table has no final demand or neither flows nor coefficients")
    rows = (table.A if table.Z is None else table.Z).index
    names = tuple(_name(name) for name in rows)
    final = np.asarray(_ordered(table.Y, rows).to_numpy(dtype=np.float64)).reshape(len(names), -1)
    _whole("final demand", final, names)
    final = final.sum(axis=1)
    flows = _flows(table, final)
    _whole("flows", flows, names)
    output = flows.sum(axis=1) + final
    primary = output - flows.sum(axis=0)
    return System(names, flows, output, final, primary, primary, unit or _unit(table), year)


def _flows(table: Any, final: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Z as it stands, or A times the output that final demand needs."""
    if table.Z is not None:
        return _square(table.Z)
    inputs = _square(table.A)
    left = -inputs
    left[np.diag_indices_from(left)] += 1.0
    return np.ascontiguousarray(inputs * np.linalg.solve(left, final))


def _square(frame: Any) -> npt.NDArray[np.float64]:
    """Rows and columns in one order."""
    columns = _ordered(frame.T, frame.index).T
    return np.ascontiguousarray(columns.to_numpy(dtype=np.float64))


def _ordered(frame: Any, rows: Any) -> Any:
    """The frame with its rows in the order of the sectors.

    Raises:
        DataError: E621 if it is of other sectors.
    """
    if frame.index.equals(rows):
        return frame
    if frame.index.is_unique and set(frame.index) == set(rows):
        return frame.reindex(rows)
    raise _wrong("rows and columns of the table are not of the same sectors")


def _name(name: object) -> object:
    return tuple(name) if isinstance(name, tuple) else name  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType] - of a foreign index


def _whole(what: str, cells: npt.NDArray[np.float64], names: tuple[object, ...]) -> None:
    """Refuse cells that are no number."""
    bad = ~np.isfinite(cells).all(axis=1)
    if bad.any():
        shown = [str(names[at]) for at in np.flatnonzero(bad)[:_SOME]]
        raise _wrong(
            f"{what} of {int(bad.sum())} rows hold cells that are no number: {', '.join(shown)}"
        )


def _wrong(what: str) -> DataError:
    return DataError(
        "E621",
        what,
        why="Output is flows plus final demand; a cell that is not known is not zero",
        way_out="Complete the table, or write 0 where nothing flows",
    )


def _unit(table: Any) -> str:
    """The money unit the table states, if it states one for all sectors."""
    held = getattr(table, "unit", None)
    if held is None or held.empty:
        return ""
    stated = {str(each) for each in held.iloc[:, 0]}
    return stated.pop() if len(stated) == 1 else ", ".join(sorted(stated)[:_SOME])
