"""Rebuilding of destroyed capital, as demand that others serve (§M67, §M68)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import ScenarioError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_WHOLE = 1e-8


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """Capital of some region-sectors is destroyed on a day and rebuilt from another day on.

    Attributes:
        destroyed: Capital destroyed of each region-sector, in the table's unit.
        capital: Capital of each region-sector before.
        shares: Sector to its share of what rebuilding needs; the shares add up to 1.
        day: When it is lost.
        wait: Days until rebuilding starts.
        tau: Characteristic time of rebuilding, days.
        factor: What rebuilding costs for each unit destroyed.
    """

    destroyed: Floats
    capital: Floats
    shares: Mapping[int, float]
    day: int
    wait: int = 1
    tau: float = 60.0
    factor: float = 1.0

    def __post_init__(self) -> None:
        if len(self.destroyed) != len(self.capital):
            raise _wrong(
                f"destroyed has {len(self.destroyed)} entries, capital {len(self.capital)}"
            )
        if (self.destroyed < 0.0).any() or (self.destroyed > self.capital).any():
            at = int(np.argmax((self.destroyed < 0.0) | (self.destroyed > self.capital)))
            raise _wrong(
                f"entry {at}: {self.destroyed[at]:g} of a capital of {self.capital[at]:g} destroyed"
            )
        if abs(sum(self.shares.values()) - 1.0) > _WHOLE or min(self.shares.values()) < 0.0:
            raise _wrong(f"shares of rebuilding sectors {dict(self.shares)} do not add up to 1")
        if self.tau <= 0.0 or self.factor <= 0.0:
            raise _wrong(f"tau {self.tau:g} and factor {self.factor:g} must be positive")

    def start(self, order: Ints, bought: Callable[[int, Ints], tuple[slice, Floats]]) -> Repair:
        """The work before the first day, region-sectors in the order of the model.

        Args:
            order: Position in the table of each region-sector of the model.
            bought: For a sector and some users: the sector's rows, and what the users buy of each.
        """
        hit = np.flatnonzero(self.destroyed[order] > 0.0)
        gone, left = self.destroyed[order][hit], np.zeros((len(order), len(hit)))
        for sector, share in self.shares.items():
            rows, flows = bought(sector, hit)
            total = flows.sum(axis=0)
            if share > 0.0 and (total <= 0.0).any():
                raise _wrong(
                    f"entry {int(order[hit[np.argmin(total)]])} buys nothing of sector {sector}, which is to rebuild it"
                )
            left[rows] = share * self.factor * gone * flows / np.where(total > 0.0, total, 1.0)
        return Repair(self, hit, self.capital[order][hit], left)


class Repair:
    """What is left to rebuild: supplier x user hit, by the demand of each day (§M67)."""

    def __init__(self, plan: Rebuilding, hit: Ints, capital: Floats, left: Floats) -> None:
        self.plan, self.hit, self.capital, self.left = plan, hit, capital, left
        self._asked = np.zeros_like(left)

    def open(self, day: int, lost: Floats, extra: Floats) -> None:
        """Raise `lost` to the capacity gone with capital; set `extra` to what is asked of each supplier."""
        plan = self.plan
        if day >= plan.day:
            gone = self.left.sum(axis=0) / plan.factor / self.capital
            lost[self.hit] = np.maximum(lost[self.hit], gone)
        if day >= plan.day + plan.wait:
            self._asked = self.left / plan.tau
            extra[:] = self._asked.sum(axis=1)

    def close(self, served: Floats) -> None:
        """Each supplier serves rebuilding as it serves all others."""
        self.left = np.maximum(self.left - self._asked * served[:, None], 0.0)


def _wrong(what: str) -> ScenarioError:
    return ScenarioError(
        "E520",
        f"rebuilding: {what}",
        way_out="Give capital destroyed within capital, rebuilding sectors whose shares add up to 1, positive times",
    )
