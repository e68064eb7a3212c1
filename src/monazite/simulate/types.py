"""What a simulation gives back: one path, or an ensemble of them (§M25 to §M33)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import ScenarioError
from monazite.simulate.market import Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]
    Ints = NDArray[np.int64]

QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Enough to compute the result again, bit for bit (§M33)."""

    scenario: str
    inputs_sha256: str
    seed: int
    runs: int
    horizon_weeks: int
    design: str
    versions: Mapping[str, str]
    spec: str

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {
            "scenario": self.scenario,
            "inputs_sha256": self.inputs_sha256,
            "seed": self.seed,
            "runs": self.runs,
            "horizon_weeks": self.horizon_weeks,
            "design": self.design,
            "versions": dict(self.versions),
            "spec": self.spec,
        }


@dataclass(frozen=True, slots=True)
class Trajectory:
    """One path, week by week; arrays are read-only (§M29).

    Attributes:
        activity: Week x node: output (or use) relative to base.
        stock_t: Week x node: feed and unsold output held, tonnes, at the end of the week.
        afloat_t: Week x node: tonnes on the way to it.
        shipped_t: Week x trade link: tonnes; `ordered_t` what was asked for. `trade` are positions in the network.
        unmet_t: Week x group: tonnes a week wanted at base prices and not served; `wanted_t` what was wanted.
        base_t: Base demand of each group, tonnes a week.
        spot: Week x mineral: price outside the restrictor relative to base; `contract` the slow price of the
            same market; `home` the price in the restrictor's own market; `exports` its exports relative to base.
        first_week: First week of shortage by use node, -1 if none; `depth` the largest share unmet;
            `weeks_short` weeks with a shortage; `total_unmet_t` tonnes over the horizon.
        onsets: First week of each shock.
        mass_error: Relative mass error over the horizon.
    """

    record: RunRecord
    parameters: Mapping[str, float]
    groups: tuple[Group, ...]
    minerals: tuple[str, ...]
    uses: tuple[int, ...]
    trade: Ints
    activity: Floats
    stock_t: Floats
    afloat_t: Floats
    shipped_t: Floats
    ordered_t: Floats
    unmet_t: Floats
    wanted_t: Floats
    base_t: Floats
    spot: Floats
    contract: Floats
    home: Floats
    exports: Floats
    first_week: Floats
    depth: Floats
    weeks_short: Floats
    total_unmet_t: Floats
    onsets: tuple[int, ...]
    mass_error: float

    def __str__(self) -> str:
        lost = float(self.total_unmet_t.sum())
        return f"{self.record.scenario}: {self.record.horizon_weeks} weeks, {lost:,.1f} t unmet"


@dataclass(frozen=True, slots=True)
class Shortage:
    """Shortage of one group over the ensemble: quantiles at `QUANTILES` (§M28).

    Attributes:
        probability: Share of runs with a shortage at all.
        first_week: Quantiles among the runs that have one; empty where none has.
        depth: Largest share unmet in a week.
        weeks: Weeks with a shortage.
        unmet_t: Tonnes over the horizon.
        share: Unmet over base demand of the horizon.
    """

    group: Group
    base_t: float
    probability: float
    first_week: tuple[float, ...]
    depth: tuple[float, ...]
    weeks: tuple[float, ...]
    unmet_t: tuple[float, ...]
    share: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Many paths of one scenario, and the same world without the control (§M26 to §M32).

    Arrays of runs are 32-bit floats, first axis the run. `unmet` is the share of base demand of the group unmet in
    the week; the rest as in `Trajectory`. `baseline` holds the no-control path at central assumptions.
    """

    record: RunRecord
    design: Floats
    names: tuple[str, ...]
    groups: tuple[Group, ...]
    minerals: tuple[str, ...]
    uses: tuple[int, ...]
    base_t: Floats
    unmet: Singles
    spot: Singles
    contract: Singles
    home: Singles
    exports: Singles
    first_week: Singles
    depth: Singles
    weeks_short: Singles
    total_unmet_t: Singles
    threshold: Floats
    mass_error: float
    baseline: Trajectory

    @property
    def runs(self) -> int:
        """Number of paths."""
        return int(self.unmet.shape[0])

    def parameters(self, run: int) -> Mapping[str, float]:
        """The assumptions of one run by index."""
        return MappingProxyType(dict(zip(self.names, map(float, self.design[run]), strict=True)))

    def group(self, kind: str, name: str) -> int:
        """Position of a group.

        Raises:
            ScenarioError: E508 if no user belongs to it.
        """
        wanted = Group(kind, name)
        if wanted not in self.groups:
            known = ", ".join(g.name for g in self.groups if g.kind == kind)
            raise ScenarioError(
                "E508", f"no users in the group {wanted}", way_out=f"Groups of that kind: {known}"
            )
        return self.groups.index(wanted)

    def mineral(self, name: str) -> int:
        """Position of a priced mineral.

        Raises:
            ScenarioError: E508 if it has no market.
        """
        if name not in self.minerals:
            raise ScenarioError(
                "E508",
                f"no market for {name!r}",
                way_out="Markets: " + ", ".join(self.minerals),
            )
        return self.minerals.index(name)

    def __str__(self) -> str:
        return f"{self.record.scenario}: {self.runs} runs of {self.record.horizon_weeks} weeks"
