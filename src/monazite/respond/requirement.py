"""The requirement view: shortfall of a planning scenario by material, gross and net (§O20 to §O25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monazite.errors import UnitError

KINDS: tuple[str, ...] = ("military", "industrial", "essential civilian")


@dataclass(frozen=True, slots=True)
class Supplier:
    """One source: t a year, and what of it can be counted on.

    Attributes:
        output_t_per_y: By scenario year.
        reliable: Share of its output that would be sold in the scenario, 0 to 1.
        damage: Share lost to damage; `lost_at_sea` share lost in shipping; `share` part that goes to the buyer.
    """

    country: str
    output_t_per_y: tuple[float, ...]
    reliable: float = 1.0
    damage: float = 0.0
    lost_at_sea: float = 0.0
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Responses:
    """What a market does in a shortage, t over the scenario: buying more, substituting, saving, recycling."""

    extra_buy_t: float = 0.0
    substitution_t: float = 0.0
    thrift_t: float = 0.0
    recycling_t: float = 0.0

    @property
    def total_t(self) -> float:
        """All four."""
        return self.extra_buy_t + self.substitution_t + self.thrift_t + self.recycling_t


@dataclass(frozen=True, slots=True)
class Requirement:
    """One material's shortfall.

    Attributes:
        base_t: Gross shortfall before market responses: sum over years of unmet demand.
        by_kind_t: The same split: what is short is taken from industrial and civilian use before military use.
        after_responses_t: Gross less market responses.
        net_t: After responses, less inventory.
        *_musd: The same in million USD.
    """

    material: str
    base_t: float
    by_kind_t: Mapping[str, float]
    after_responses_t: float
    net_t: float
    price_usd_per_t: float

    @property
    def base_musd(self) -> float:
        """Gross shortfall, million USD."""
        return self.base_t * self.price_usd_per_t / 1e6

    @property
    def after_responses_musd(self) -> float:
        """Shortfall after market responses, million USD."""
        return self.after_responses_t * self.price_usd_per_t / 1e6

    @property
    def net_musd(self) -> float:
        """Net of inventory, million USD."""
        return self.net_t * self.price_usd_per_t / 1e6


def supply_t(suppliers: Sequence[Supplier], year: int) -> float:
    """What can be counted on in a scenario year, t (§O21)."""
    return sum(
        s.output_t_per_y[year] * s.reliable * (1 - s.damage) * (1 - s.lost_at_sea) * s.share
        for s in suppliers
    )


def requirement(
    material: str,
    demand_t_per_y: Mapping[str, Sequence[float]],
    suppliers: Sequence[Supplier],
    *,
    responses: Responses = Responses(),
    inventory_t: float = 0.0,
    price_usd_per_t: float = 0.0,
) -> Requirement:
    """Shortfall of one material in a planning scenario.

    Args:
        demand_t_per_y: By kind (military, industrial, essential civilian), t in each scenario year.
        material: Name of the material.
        suppliers: Sources with their reliability.
        responses: What the market does, t over the scenario.
        inventory_t: Held already.
        price_usd_per_t: Price that values a tonne short.

    Raises:
        UnitError: E704 if a kind is unknown, the years differ in number or a demand is negative.

    Spec: §O20 to §O25.
    """
    _check(material, demand_t_per_y, suppliers)
    years = len(next(iter(demand_t_per_y.values())))
    short = dict.fromkeys(KINDS, 0.0)
    for year in range(years):
        left = supply_t(suppliers, year)
        for kind in ("military", "essential civilian", "industrial"):
            wanted = demand_t_per_y[kind][year] if kind in demand_t_per_y else 0.0
            short[kind] += max(0.0, wanted - left)
            left = max(0.0, left - wanted)
    base = sum(short.values())
    after = max(0.0, base - responses.total_t)
    return Requirement(material, base, short, after, max(0.0, after - inventory_t), price_usd_per_t)


def _check(
    material: str, demand: Mapping[str, Sequence[float]], suppliers: Sequence[Supplier]
) -> None:
    lengths = {len(row) for row in demand.values()} | {len(s.output_t_per_y) for s in suppliers}
    unknown = set(demand) - set(KINDS)
    negative = [kind for kind, row in demand.items() if any(value < 0 for value in row)]
    if unknown or negative or len(lengths) != 1:
        raise UnitError(
            "E704",
            f"the demand for {material} cannot be planned with",
            where=", ".join(sorted(unknown) or negative or ["years"]),
            why="Kinds are "
            + ", ".join(KINDS)
            + "; demand is not negative; all rows have the same years",
            way_out="Correct the demand rows",
        )


def totals(
    base_musd: Sequence[float], with_extra_buy_musd: Sequence[float]
) -> tuple[float, float, float]:
    """Base shortfall, shortfall with extra buys and their difference, million USD, as a report's last row."""
    base, after = sum(base_musd), sum(with_extra_buy_musd)
    return base, after, base - after
