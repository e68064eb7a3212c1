"""Shocks, assumptions and scenarios as frozen values (§S1 to §S9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from monazite.errors import ScenarioError
from monazite.provenance import Figure

EVERYWHERE = "all"
WEEKS_PER_YEAR = 52.0


class Shape(StrEnum):
    """Form of a distribution (§S3)."""

    FIXED = "fixed"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    LOGNORMAL = "lognormal"  # low and high are its 5 % and 95 % points
    LOGUNIFORM = "loguniform"


@dataclass(frozen=True, slots=True)
class Distribution:
    """How an unknown number is spread: central value, low and high (§S3).

    Raises:
        ScenarioError: E501 if the range is none, or a logarithmic shape has a bound at or below zero.
    """

    shape: Shape
    low: float
    mid: float
    high: float

    def __post_init__(self) -> None:
        bad = not self.low <= self.mid <= self.high
        logarithmic = self.shape in {Shape.LOGNORMAL, Shape.LOGUNIFORM}
        if bad or (logarithmic and self.low <= 0.0):
            raise ScenarioError(
                "E501",
                f"no {self.shape} distribution runs from {self.low:g} over {self.mid:g} to {self.high:g}",
                why="low <= mid <= high, and a logarithmic shape needs low > 0",
                way_out="Correct the bounds of the assumption",
            )


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number nobody can look up: the figure, how far it may be off, and why that range (§S2)."""

    id: str
    figure: Figure
    distribution: Distribution
    why: str

    def __str__(self) -> str:
        d = self.distribution
        return f"{self.figure.label}: {d.mid:g} ({d.low:g} to {d.high:g}) {self.figure.unit}, {d.shape}"


class ShockKind(StrEnum):
    """What a shock does to a flow (§S4)."""

    LICENCE = "licence"  # nothing during the delay, then the approved share
    BAN = "ban"  # nothing, apart from leakage
    QUOTA = "quota"  # a ceiling relative to the base flow
    OUTAGE = "outage"  # capacity of nodes lost


@dataclass(frozen=True, slots=True)
class LossCurve:
    """Path of a loss in time: onset, depth, length and recovery, in weeks of the run (§S5).

    Attributes:
        onset_week: First week with the loss.
        end_week: First week without it; None lasts past the horizon.
        recovery_weeks: Weeks over which the loss fades after its end, in a straight line.
        depth: Share lost at full strength: of capacity for an outage, one minus the ceiling for a quota.
        notice_weeks: Weeks between announcement and onset in which buyers can act.
    """

    onset_week: int = 0
    end_week: int | None = None
    recovery_weeks: float = 0.0
    depth: float = 1.0
    notice_weeks: int = 0

    def __post_init__(self) -> None:
        ends_early = self.end_week is not None and self.end_week < self.onset_week
        if ends_early or not 0.0 <= self.depth <= 1.0 or self.recovery_weeks < 0.0:
            raise ScenarioError(
                "E502",
                f"the loss from week {self.onset_week} to {self.end_week} with depth {self.depth:g} is none",
                why="A loss ends after it starts, its depth lies in [0, 1], recovery is not negative",
                way_out="Correct the curve of the shock",
            )


@dataclass(frozen=True, slots=True)
class Target:
    """The links or nodes a shock touches, by what they have in common; empty means any (§S6).

    Attributes:
        origin: Countries shipped from; `destination` shipped to. Group ids of the network are allowed.
        minerals: Mineral ids of the shipping node, or elements its output holds.
        stages: Stages of the shipping node.
        abroad: Only links that leave the country of origin.
    """

    origin: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    minerals: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    abroad: bool = True


@dataclass(frozen=True, slots=True)
class Shock:
    """A loss of flow or capacity, with its cause (§S4).

    Either `target` says what is touched, or `links` gives positions in the network with the controlled share of
    each, as `shock.from_exposure` writes them.
    """

    id: str
    kind: ShockKind
    cause: str
    curve: LossCurve = LossCurve()
    target: Target | None = None
    links: tuple[tuple[int, float], ...] = ()
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Project:
    """New capacity at a place and stage, ramped up on a logistic curve (§S8)."""

    id: str
    country: str
    mineral: str
    stage: str
    capacity_t_per_y: float
    start_week: float
    ramp_weeks: float
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Release:
    """A government stock: tonnes, how fast it can be released to users, from which week (§S9)."""

    id: str
    country: str
    mineral: str
    stock_t: float
    rate_t_per_week: float
    start_week: int = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of shocks and assumptions over a horizon (§S1).

    Attributes:
        restrictor: Country whose exports are restricted; the market outside it is priced (§M20).
        focus: Country whose users are also summed by mineral, use and node; empty for none (§M27).
        military_uses: Ids of end uses whose licence applications form the military class (§S5).
        history_weeks: Weeks at the start of the run that lie before the day asked about; results leave them out (§S12).
    """

    id: str
    title: str
    shocks: tuple[Shock, ...]
    assumptions: Mapping[str, Assumption]
    horizon_weeks: int = 104
    seed: int = 1
    restrictor: str = ""
    mineral: str = ""
    focus: str = ""
    projects: tuple[Project, ...] = ()
    releases: tuple[Release, ...] = ()
    military_uses: tuple[str, ...] = ("defence",)
    note: str = ""
    history_weeks: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "assumptions", MappingProxyType(dict(self.assumptions)))
        if self.horizon_weeks < 1:
            raise ScenarioError(
                "E503",
                f"the horizon of {self.id!r} is {self.horizon_weeks} weeks",
                way_out="Give at least one week",
            )

    def without_shocks(self) -> Scenario:
        """The same world with no control and no outage: what each result stands beside (§M30)."""
        return replace(self, id=f"{self.id}-no-control", shocks=())
