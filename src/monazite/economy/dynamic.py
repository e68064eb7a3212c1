"""Loss through a year with stocks: the ARIO model of `simulate` on the importer's system (§A27)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from monazite.economy.binding import CRITICAL
from monazite.economy.system import System
from monazite.simulate import ario

Array = npt.NDArray[np.float64]
DAYS = 365


def closed(system: System) -> ario.System:
    """The system as ARIO needs it: no negative flow, no negative final demand; output rises by what closes the rows.

    Scrap and stock changes are negative cells in national tables; with them the model drifts without any shock.
    """
    flows = np.maximum(system.flows, 0.0)
    final = np.maximum(system.output - flows.sum(axis=1), 0.0)
    return ario.System(flows, final, flows.sum(axis=1) + final, np.arange(len(system.names)))


def losses(system: System, cuts: Array, *, days: int = DAYS) -> list[float]:
    """Value added lost over the days for each row of cuts, in the system's unit, against a run without any.

    Stocks of 90 days bridge small cuts; overproduction and orders to suppliers with room ("alt") soften them; a large
    cut of a critical input stops its users once stocks are gone. Inputs below 5 % of cost never bind, as in
    `binding.partially_binding`.

    Args:
        system: The system.
        cuts: Share of capacity of each industry that is lost from the first day on, one row for each case.
        days: Length of the shortage.

    Spec: §A27.
    """
    model = ario.Ario(closed(system))
    # With every input binding, a cut of one industry stops most of an economy within months; critical ones bind only.
    model.binds = model.tech >= CRITICAL
    calm = model.run({}, days).production
    share = system.value_added_share
    found: list[float] = []
    for cut in cuts:
        hit = calm if not cut.any() else model.run({0: cut}, days).production
        found.append(float((calm - hit).sum(axis=0) @ share))
    return found
