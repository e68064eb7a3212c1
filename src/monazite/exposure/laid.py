"""What a rule of law says of one link, as far as a network can know (§X31)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monazite.codes import mineral
from monazite.network import SupplyNetwork
from monazite.regime import Condition, Item


@dataclass(slots=True)
class Found:
    """What a rule's condition says of a link."""

    holds: bool | None = True
    items: tuple[Item, ...] = ()
    origin: str = ""
    unknown: tuple[str, ...] = ()


def judge(network: SupplyNetwork, k: int, when: Condition, items: tuple[Item, ...]) -> Found:
    """Three-valued: what a condition says of a link, which items it meets, whether origin decides."""
    if when.kind == "all":
        parts = [judge(network, k, child, items) for child in when.children]
        return _join(parts, all_of=True)
    if when.kind == "any":
        return _join([judge(network, k, child, items) for child in when.children], all_of=False)
    if when.kind == "items":
        met = _met(network.concepts.get(network.links[k].product, frozenset()), items, when.fact)
        return Found(holds=bool(met), items=met)
    if when.kind == "share":
        return Found(origin="material")
    if when.kind == "fact":
        return _fact(network, k, when)
    return Found(holds=None, unknown=(when.text or when.kind,))


def _join(parts: list[Found], *, all_of: bool) -> Found:
    values = [part.holds for part in parts]
    stop = not all_of
    holds = stop if stop in values else None if None in values else not stop
    return Found(
        holds,
        tuple(item for part in parts for item in part.items),
        next((part.origin for part in parts if part.origin), ""),
        tuple(name for part in parts if part.holds is None for name in part.unknown),
    )


def _fact(network: SupplyNetwork, k: int, when: Condition) -> Found:
    link = network.links[k]
    known = {
        "exporter_in": link.source.country,
        "made_in": link.source.country,
        "destination": link.target.country,
        "domestic": link.source.country == link.target.country,
    }
    if when.fact == "prc_origin":
        return Found(origin="goods")
    if when.fact not in known:
        return Found(holds=None, unknown=(when.text or when.fact,))
    value, wanted = known[when.fact], when.value
    tests = {
        "is": value == wanted,
        "is_not": value != wanted,
        "in": isinstance(wanted, (list, tuple, set, frozenset)) and value in wanted,
        "not_in": isinstance(wanted, (list, tuple, set, frozenset)) and value not in wanted,
    }
    if when.test not in tests:
        return Found(holds=None, unknown=(when.text or when.fact,))
    return Found(holds=tests[when.test])


def _met(concepts: frozenset[str], items: tuple[Item, ...], groups: str) -> tuple[Item, ...]:
    """Items of the groups whose concepts the product has, less those it is excluded from."""
    names = set(groups.replace(",", " ").split())
    pool = items if names & {"self"} else [i for i in items if names & set(i.groups)]
    return tuple(
        item
        for item in pool
        if not item.excludes & concepts and any(need <= concepts for need in item.concepts)
    )


def without_items(when: Condition) -> Condition:
    """The condition with its item tests taken as met: the touched clause already met them."""
    if when.kind not in ("all", "any"):
        return when
    return replace(
        when, children=tuple(without_items(c) for c in when.children if c.kind != "items")
    )


def symbol_of(element: str) -> str:
    """The symbol of an element, or the name of a group as it is."""
    symbols = mineral(element).symbols
    return symbols[0] if len(symbols) == 1 else element


def elements_of(items: Iterable[Item]) -> frozenset[str]:
    """Symbols of the elements that listed items are of."""
    return frozenset(
        name.removeprefix("el:")
        for item in items
        for need in item.concepts
        for name in need
        if name.startswith("el:")
    )
