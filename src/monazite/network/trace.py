"""Where the mass and the value on each link come from (§N21 to §N25).

Proportional mixing: what leaves a node has the origin of what entered it, in proportion. That is a sparse linear
system, one unknown for each element at each node. Where mixing is not proportional, bounds hold (§N24).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.codes import STAGES, Stage
from monazite.network.mixing import Mixing, mixing
from monazite.network.types import OUTSIDE, SupplyNetwork, gather

if TYPE_CHECKING:
    from monazite.network.types import Floats

_ROUNDS = 200
_STILL = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Origin of the mass on every link and at every pair of node and element.

    Attributes:
        stage: The stage at which a country counts as origin.
        origins: Countries, and `OUTSIDE` for mass no one names.
        pair_share: Share by origin for each pair of `mixing(network).pairs`; rows sum to 1.
        link_share: Share of the mass on each link by origin; rows sum to 1.
        link_value_share: The same by value, where prices were given, else equal to `link_share`.
    """

    stage: Stage
    origins: tuple[str, ...]
    pair_share: Floats
    link_share: Floats
    link_value_share: Floats

    def column(self, country: str) -> Floats:
        """Share of each link's mass from one country; zeros where it is no origin."""
        if country not in self.origins:
            return np.zeros(len(self.link_share))
        return self.link_share[:, self.origins.index(country)]


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """Share of the mass that went through a country at given stages, with bounds.

    Attributes:
        share: Share on each link under proportional mixing; `low` and `high` bound it under any mixing.
        pair_share: Share at each pair of `mixing(network).pairs`, bounded by `pair_low` and `pair_high`.
        entry_share: Share of each element on each link, in the order of `mixing(network).link`, bounded by
            `entry_low` and `entry_high`.
    """

    country: str
    stages: tuple[Stage, ...]
    share: Floats
    low: Floats
    high: Floats
    pair_share: Floats
    pair_low: Floats
    pair_high: Floats
    entry_share: Floats
    entry_low: Floats
    entry_high: Floats


def trace(
    network: SupplyNetwork,
    *,
    stage: Stage = Stage.MINE,
    price_usd_per_kg: Mapping[str, float] | None = None,
) -> Trace:
    """Share of the mass, and of the value, on every link by country of origin.

    Args:
        network: A balanced network.
        stage: Where origin is fixed: the country of the mine, or the country that did this stage last.
        price_usd_per_kg: Price of each element, any common basis; weighs the elements within a product.

    Spec: §N21, §N22.
    """
    mixed = mixing(network)
    origins = (*sorted({n.country for n in network.nodes if n != OUTSIDE}), OUTSIDE.country)
    column = {country: k for k, country in enumerate(origins)}
    fixed = np.array([network.nodes[n].stage == stage for n, _ in mixed.pairs])
    own = np.zeros((len(mixed.pairs), len(origins)))
    ground = np.divide(
        mixed.source_t, mixed.intake_t, out=np.zeros(len(mixed.pairs)), where=mixed.intake_t > 0
    )
    for k, (n, _) in enumerate(mixed.pairs):
        own[k, column[network.nodes[n].country]] = 1.0 if fixed[k] else ground[k]
    unnamed = (mixed.tail < 0) & (mixed.head >= 0)
    given = gather(mixed.head[unnamed], mixed.mass_t[unnamed], len(mixed.pairs))
    own[:, -1] = np.where(
        fixed | (mixed.intake_t <= 0), 0.0, given / np.maximum(mixed.intake_t, 1e-300)
    )
    pair = _solve(mixed, own, fixed)
    entry = _entry(mixed, pair, column[OUTSIDE.country])
    price = price_usd_per_kg or {}
    weight = np.array([price.get(mixed.pairs[max(p, 0)][1], 1.0) for p in mixed.tail])
    count = len(network.links)
    return Trace(
        stage,
        origins,
        pair,
        _by_link(mixed, entry, mixed.mass_t, count),
        _by_link(mixed, entry, mixed.mass_t * weight, count),
    )


def _solve(mixed: Mixing, own: Floats, fixed: np.ndarray) -> Floats:
    """Solve S = own + M S, where M is the share of each pair's intake that comes from each other pair."""
    from scipy.sparse import csc_matrix, identity
    from scipy.sparse.linalg import splu

    count = len(mixed.pairs)
    inside = (mixed.tail >= 0) & (mixed.head >= 0)
    inside &= ~fixed[np.maximum(mixed.head, 0)]
    head, tail = mixed.head[inside], mixed.tail[inside]
    share = mixed.mass_t[inside] / mixed.intake_t[head]
    system = identity(count, format="csc") - csc_matrix((share, (head, tail)), shape=(count, count))
    return splu(csc_matrix(system)).solve(own)


def _entry(mixed: Mixing, pair: Floats, outside: int) -> Floats:
    entry = pair[np.maximum(mixed.tail, 0)].copy()
    entry[mixed.tail < 0] = 0.0
    entry[mixed.tail < 0, outside] = 1.0
    return entry


def _by_link(mixed: Mixing, entry: Floats, weight: Floats, count: int) -> Floats:
    whole = gather(mixed.link, weight, count)
    return np.stack(
        [gather(mixed.link, weight * column, count) / whole for column in entry.T], axis=1
    )


def passed(
    network: SupplyNetwork, country: str, *, stages: Collection[Stage] | None = None
) -> Passed:
    """Share of the mass on every link that went through a country at any of the stages.

    A Chinese oxide from Burmese ore passed China at separation. Bounds hold for any mixing at any node: the
    controlled mass may all have gone into this link, or all into others (§N24).

    Spec: §N23, §N24.
    """
    mixed = mixing(network)
    chosen = tuple(stage for stage in STAGES if stages is None or stage in stages)
    fixed = np.array(
        [
            network.nodes[n].country == country and network.nodes[n].stage in chosen
            for n, _ in mixed.pairs
        ]
    )
    pair = _solve(mixed, fixed.astype(np.float64)[:, None], fixed)[:, 0]
    share = np.where(mixed.tail >= 0, pair[np.maximum(mixed.tail, 0)], 0.0)
    low, high = _bounds(mixed, fixed)
    count = len(network.links)
    whole = gather(mixed.link, mixed.mass_t, count)
    on_link, on_low, on_high = (
        gather(mixed.link, mixed.mass_t * part, count) / whole for part in (share, low, high)
    )
    into = mixed.head >= 0
    at_low, at_high = (
        np.where(
            fixed,
            1.0,
            gather(mixed.head[into], mixed.mass_t[into] * part[into], len(mixed.pairs))
            / np.maximum(mixed.intake_t, 1e-300),
        )
        for part in (low, high)
    )
    return Passed(
        country, chosen, on_link, on_low, on_high, pair, at_low, at_high, share, low, high
    )


def _bounds(mixed: Mixing, fixed: np.ndarray) -> tuple[Floats, Floats]:
    """Lowest and highest share on each carried mass under any mixing at every node (§N24).

    Of the `C` tonnes of controlled mass and `T - C` of other mass that enter a pair, a flow of `f` tonnes holds at
    most `C` and at least `f - (T - C)`. The widest consistent bounds are the limit of repeated application from
    [0, 1], which only tightens.
    """
    count = len(mixed.pairs)
    into = mixed.head >= 0
    head, mass = mixed.head[into], mixed.mass_t[into]
    at = np.maximum(mixed.tail, 0)
    named = mixed.tail >= 0
    low, high = np.zeros(len(mixed.mass_t)), np.ones(len(mixed.mass_t))
    high[~named] = 0.0
    sure = named & fixed[at]
    flow = np.maximum(mixed.mass_t, 1e-300)
    for _ in range(_ROUNDS):
        most = gather(head, mass * high[into], count)
        least = gather(head, mass * low[into], count)
        new_high = np.where(named, np.minimum(1.0, most[at] / flow), 0.0)
        free = mixed.intake_t[at] - least[at]
        new_low = np.where(named, np.maximum(0.0, 1.0 - free / flow), 0.0)
        new_high, new_low = np.where(sure, 1.0, new_high), np.where(sure, 1.0, new_low)
        moved = max(float(np.max(high - new_high)), float(np.max(new_low - low)))
        low, high = np.maximum(low, new_low), np.minimum(high, new_high)
        if moved < _STILL:
            break
    return low, high
