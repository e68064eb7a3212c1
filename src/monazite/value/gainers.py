"""Who gains: projects by material and stage, with the revenue a stressed price adds (§V40 to §V42)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monazite.provenance import Figure, derive
from monazite.value.arrivals import Arrival


@dataclass(frozen=True, slots=True)
class Gainer:
    """A project that sells what is missing.

    Attributes:
        revenue_gain: USD a year at full capacity: capacity x (stressed price - home price), weighted by the odds;
            None where no price of the product is known.
        reason: Why it is listed, in words.
    """

    arrival: Arrival
    revenue_gain: Figure | None
    reason: str


def gainers(
    arrivals: Sequence[Arrival], prices: Mapping[str, tuple[Figure, Figure]]
) -> tuple[Gainer, ...]:
    """Projects in the order of the revenue a move from the home to the stressed price would add.

    Args:
        arrivals: Projects with capacity in t/y.
        prices: By material group, the home and the stressed price in USD/kg on the basis of the capacity.

    Spec: §V40 to §V42. A range with reasons, not a recommendation.
    """
    found = [_gainer(arrival, prices.get(arrival.group)) for arrival in arrivals]
    return tuple(sorted(found, key=lambda g: -(g.revenue_gain.number if g.revenue_gain else 0.0)))


def _gainer(arrival: Arrival, price: tuple[Figure, Figure] | None) -> Gainer:
    start = f"start {arrival.start[0]}" if arrival.start else "no start printed"
    mark = arrival.capacity.reliability.value
    reason = f"{arrival.stage} of {arrival.group}; {arrival.status}; {start}; source {mark}"
    if price is None:
        return Gainer(arrival, None, reason + "; no pair of prices is known")
    home, stressed = price
    step = (stressed.number - home.number) * 1000.0
    low_t = arrival.capacity.low if arrival.capacity.low is not None else arrival.capacity.number
    high_t = arrival.capacity.high if arrival.capacity.high is not None else arrival.capacity.number
    low, mode, high = arrival.odds.odds
    ends = sorted((low_t * step * low, high_t * step * high))
    value = arrival.capacity.number * step * mode
    return Gainer(
        arrival,
        derive(
            f"gain/{arrival.id}",
            f"{arrival.company}, {arrival.project}: yearly revenue added by the stressed price",
            value,
            "USD/y",
            formula="capacity x odds x (stressed price - home price)",
            parents=(arrival.capacity, arrival.odds.figure, home, stressed),
            low=min(ends[0], value),
            high=max(ends[1], value),
            note="At full ramp, if the stressed price holds, before costs; a range with reasons, no recommendation",
        ),
        reason,
    )
