"""What a plan decides about: items, ends, plants, levers and limits as frozen arrays (§O30 to §O36)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import ScenarioError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FORMS = ("oxide", "metal", "magnet", "refined")
FEEDS = ("oxide", "metal")  # forms a plant can take


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be bought and stored: a material in a form.

    Attributes:
        material: What it holds: `dysprosium` for oxide and metal, the magnet product for magnets.
        form: oxide, metal, magnet, or refined: a mineral as its users take it, which no plant here turns to another.
        price_usd_per_t: Price by quarter, before market impact, per tonne of contained metal.
        market_t_per_quarter: Volume of the market it is bought in, by quarter; buying is a share of it.
        storage_share: Yearly storage cost as a share of its value.
        rotation_share: Share lost or sold off a year to keep it fresh.
        end: The end it serves without a plant, empty if none.
    """

    name: str
    material: str
    form: str
    price_usd_per_t: tuple[float, ...]
    market_t_per_quarter: tuple[float, ...]
    storage_share: float
    rotation_share: float
    end: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """One use of an end: what it takes a quarter, and what a tonne it lacks costs the economy."""

    end: str
    use: str
    demand_t_per_quarter: float
    loss_usd_per_t: float


@dataclass(frozen=True, slots=True)
class Lever:
    """Support that brings a project's output earlier or more surely (§O33).

    Attributes:
        instrument: grant, floor or offtake.
        cost_usd: Cost of full support over the horizon, in the quarter `paid`.
        added: What full support adds by quarter, t: to a plant (`metal`, `magnet`), to oxide of `material`, or, where
            `end` is named, to what that end's users get.
    """

    name: str
    project: str
    instrument: str
    stage: str
    material: str
    cost_usd: float
    paid: int
    added: tuple[float, ...]
    end: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Second sources or recycling of an end: t a quarter at most, cost of getting it, cost of using it, when ready."""

    end: str
    kind: str
    most_t_per_quarter: float
    ready_cost_usd_per_t: float
    use_cost_usd_per_t: float
    ready: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit on first-stage decisions: sum of coefficient x decision, at most (or at least) an amount.

    Attributes:
        kind: spend (USD), tonnes, or cover (tonnes, at least).
        on: Items it binds by name with their coefficient; empty binds all spending.
        years: Years of the horizon it counts, from 0; empty counts all.
        cited: Where it stands, in words.
    """

    name: str
    kind: str
    amount: float
    on: Mapping[str, float] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    at_least: bool = False
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """Weight of CVaR against the mean, its level, the share of the price unused stock keeps, and the scale of both.

    With weight 0.5 and scale 2 the objective is money + mean + CVaR. `money` weighs the money: 1 counts it as any
    other loss; near 0 it is given, and what is not spent is worth nothing.
    """

    weight: float = 0.5
    level: float = 0.95
    keeps: float = 0.6
    scale: float = 1.0
    money: float = 1.0


@dataclass(frozen=True, slots=True)
class Problem:
    """A plan's problem; arrays of scenarios come first.

    Attributes:
        shortage_t: Scenario x tier x quarter, tonnes unmet if nothing is done. `odds` weigh scenarios, sum 1.
        recipe: Tonnes of each material's metal in a tonne of each made end: end -> material -> share.
        metal_yield: Metal from oxide; `magnet_yield` magnet from metal, contained.
        metal_plant_t: Spare capacity by quarter; `magnet_plant_t` likewise.
        metal_cost: Conversion, USD per t metal; `magnet_cost` per t magnet.
        substitution_share: Share of a tier that can switch in the last quarter of the first year, growing evenly;
            it costs `substitution_cost` x the tier's loss.
        steps: Market impact: share of a quarter's market up to which a multiple of the price is paid.
        year_of: Year of each quarter, from 0.
    """

    items: tuple[Item, ...]
    tiers: tuple[Tier, ...]
    levers: tuple[Lever, ...]
    sources: tuple[Source, ...]
    limits: tuple[Limit, ...]
    shortage_t: Floats
    odds: Floats
    recipe: Mapping[str, Mapping[str, float]]
    metal_plant_t: tuple[float, ...]
    magnet_plant_t: tuple[float, ...]
    year_of: tuple[int, ...]
    metal_yield: float = 0.95
    magnet_yield: float = 0.75
    metal_cost: float = 15_000.0
    magnet_cost: float = 60_000.0
    substitution_share: float = 0.0
    substitution_cost: float = 0.5
    rationing: bool = True
    steps: tuple[tuple[float, float], ...] = ((0.05, 1.11), (0.15, 1.38), (0.30, 2.04))
    risk: Risk = Risk()

    def __post_init__(self) -> None:
        shape = (len(self.odds), len(self.tiers), len(self.year_of))
        if self.shortage_t.shape != shape or abs(float(self.odds.sum()) - 1.0) > 1e-9:  # noqa: PLR2004 - rounding
            raise ScenarioError(
                "E705",
                f"shortages of shape {self.shortage_t.shape} and odds that sum to {self.odds.sum():.6g}",
                why=f"Shortages are scenario x tier x quarter, here {shape}; odds sum to 1",
                way_out="Build both from one ensemble",
            )
        self.shortage_t.setflags(write=False)
        self.odds.setflags(write=False)

    @property
    def quarters(self) -> int:
        """Number of quarters."""
        return len(self.year_of)

    @property
    def ends(self) -> tuple[str, ...]:
        """What users lack, in the order of the tiers."""
        return tuple(dict.fromkeys(tier.end for tier in self.tiers))

    @property
    def materials(self) -> tuple[str, ...]:
        """Materials that pass through oxide and metal."""
        return tuple(dict.fromkeys(i.material for i in self.items if i.form in FEEDS)) or ("none",)


@dataclass(frozen=True, slots=True)
class Decision:
    """First-stage decisions: tonnes bought by (item, quarter), support by lever, t a quarter by source."""

    bought_t: Mapping[tuple[str, int], float]
    support: Mapping[str, float]
    ready_t: Mapping[tuple[str, str], float]
