"""A network opened by element: what mass of which element runs on which link (§N20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from monazite.network.types import Kind, SupplyNetwork, floats, gather, ints

if TYPE_CHECKING:
    from monazite.network.types import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Mixing:
    """Pairs (node, element) and the mass each link carries between them.

    Attributes:
        node: Node of each pair; `element` its element.
        link: Link of each carried mass; `tail` and `head` the pairs it joins; `mass_t` tonnes a year.
            Mass into outside is left out of `head` (-1).
        intake_t: What each pair takes in, from links and from the ground.
    """

    pairs: tuple[tuple[int, str], ...]
    index: Mapping[tuple[int, str], int]
    node: Ints
    link: Ints
    tail: Ints
    head: Ints
    mass_t: Floats
    source_t: Floats
    intake_t: Floats


def composition(network: SupplyNetwork, link: int) -> Mapping[str, float]:
    """Elements on a link and their shares by mass: those of the source that the target takes (§N20)."""
    tail, head = int(network.link_from[link]), int(network.link_to[link])
    held = network.element[tail] if tail != network.outside else network.element[head]
    taken = network.element[head] if head != network.outside else held
    kept = {e: share for e, share in held.items() if e in taken}
    whole = sum(kept.values())
    return {e: share / whole for e, share in kept.items()}


@lru_cache(maxsize=16)
def mixing(network: SupplyNetwork) -> Mixing:
    """The network opened by element."""
    pairs = tuple((n, e) for n, held in enumerate(network.element) for e in held)
    index = {pair: k for k, pair in enumerate(pairs)}
    link, tail, head, mass = [], [], [], []
    for k in range(len(network.links)):
        a, b = int(network.link_from[k]), int(network.link_to[k])
        for element, share in composition(network, k).items():
            link.append(k)
            tail.append(index.get((a, element), -1))
            head.append(index.get((b, element), -1))
            mass.append(float(network.flow_t_per_y[k]) * share)
    masses, heads = floats(mass), ints(head)
    source = floats(network.source_t_per_y[n] * network.element[n][e] for n, e in pairs)
    into = heads >= 0
    intake = gather(heads[into], masses[into], len(pairs)) + source
    return Mixing(
        pairs,
        index,
        ints(n for n, _ in pairs),
        ints(link),
        ints(tail),
        heads,
        masses,
        source,
        intake,
    )


def outflow_kind(network: SupplyNetwork, mixed: Mixing) -> np.ndarray:
    """Whether each carried mass is a loss."""
    return network.link_kind[mixed.link] == Kind.LOSS
