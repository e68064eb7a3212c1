"""Whether a description meets a listed item: concepts, exclusions, numeric criteria (§X5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monazite.exposure.facts import Described, Facts, Readings
from monazite.exposure.logic import MET, NOT_MET, OPEN, Node, Verdict, both, either
from monazite.regime import Condition, Item

Judge = Callable[[Condition], Node]


@dataclass(frozen=True, slots=True)
class Match:
    """One item against one description.

    Attributes:
        near: The description names the item's kind but a criterion, an element or an exclusion keeps it out.
    """

    item: Item
    verdict: Verdict
    node: Node
    near: bool


def _has(concept: str, seen: Described, *, deep: bool) -> Verdict:
    if concept in seen.absent:
        return NOT_MET
    if concept in seen.concepts or (deep and concept in seen.inside):
        return MET
    return OPEN if concept in seen.open else NOT_MET


def _alternative(
    concepts: frozenset[str], facts: Facts, *, deep: bool, holds_part2: Verdict
) -> Verdict:
    plain = [concept for concept in concepts if not concept.startswith("contains:")]
    verdicts = [_has(concept, facts.item, deep=deep) for concept in plain]
    if len(plain) < len(concepts):
        verdicts.append(holds_part2)
    return both(verdicts)


def _almost(concepts: frozenset[str], seen: Described) -> bool:
    """All but the element is there, and the element is denied or may be there."""
    missing = {concept for concept in concepts if concept not in seen.concepts | seen.inside}
    elements = {concept for concept in missing if concept.startswith("el:")}
    return (
        len(concepts) > 1
        and missing == elements
        and bool(elements)
        and elements <= seen.absent | seen.open
    )


_DOING = frozenset({"form:technology", "form:service"})
_OTHERWISE = Node("described otherwise", NOT_MET)


def _speaks(item: Item, seen: Described) -> bool:
    """Whether the description has anything in common with the item; a quick look before the full one.

    Technology and services meet only items on technology and services.
    """
    if seen.concepts & _DOING and not any(concepts & _DOING for concepts in item.concepts):
        return False
    for concepts in item.concepts:
        for concept in concepts:
            if concept in seen.concepts or concept in seen.inside or concept in seen.open:
                return True
    return False


def _open_as(facts: Facts, readings: Readings, supposed: Verdict) -> Verdict:
    """What an unstated composition counts as: open, unless a bare magnet is read as a listed one (§X4)."""
    seen = facts.item.concepts
    bare = "form:magnet" in seen and not any(concept.startswith("fam:") for concept in seen)
    return MET if bare and readings.bare_magnet == "listed" else supposed


def match(
    item: Item,
    facts: Facts,
    readings: Readings,
    judge: Judge,
    *,
    holds_part2: Verdict = NOT_MET,
    supposed: Verdict = OPEN,
) -> Match:
    """One item against the description of a product.

    Args:
        item: The listed item.
        facts: The transaction; its `item` is the description.
        readings: Readings of open points.
        judge: Judges a numeric criterion.
        holds_part2: Whether the product holds a Part 2 material, for items on components.
        supposed: Verdict to suppose for a composition that is not stated.

    Spec: §X5.
    """
    seen = facts.item
    if item.id in facts.pinned:
        return _pinned(item, judge)
    if "component" in item.groups and readings.component_scope == "materials_only":
        holds_part2 = NOT_MET
    if item.cas and item.cas in (facts.get("cas")[0] or ()):
        return Match(item, MET, Node(f"CAS {item.cas}: {item.name}", MET), near=True)
    if not _speaks(item, seen):
        return Match(item, NOT_MET, _OTHERWISE, near=False)
    named = either(
        _alternative(concepts, facts, deep=False, holds_part2=holds_part2)
        for concepts in item.concepts
    )
    if named is OPEN:
        named = _open_as(facts, readings, supposed)
    deep = either(
        _alternative(concepts, facts, deep=True, holds_part2=holds_part2)
        for concepts in item.concepts
    )
    label = f"{item.control_code + ' ' if item.control_code else ''}{item.name}"
    shut = sorted(item.excludes & seen.concepts)
    if deep is not NOT_MET and shut:
        why = f"is {shut[0].split(':')[1].replace('-', ' ')}, outside the item"
        return Match(item, NOT_MET, Node(label, NOT_MET, seen=why, wanted=item.outside), near=True)
    if named is NOT_MET:
        almost = any(_almost(concepts, seen) for concepts in item.concepts)
        return Match(item, NOT_MET, Node(label, NOT_MET, seen="described otherwise"), near=almost)
    return _measured(item, named, label, judge)


def _pinned(item: Item, judge: Judge) -> Match:
    """The sender states the item; only a stated number can then put it outside."""
    stated = Node(f"stated to be {item.id}", MET)
    if item.when is None:
        return Match(item, MET, stated, near=True)
    criteria = judge(item.when)
    verdict = NOT_MET if criteria.verdict is NOT_MET else MET
    return Match(item, verdict, Node(item.name, verdict, children=(stated, criteria)), near=True)


def _measured(item: Item, named: Verdict, label: str, judge: Judge) -> Match:
    kind = Node(f"described as {item.name}", named, fact="composition" if named is OPEN else "")
    if item.when is None:
        return Match(item, named, Node(label, named, children=(kind,)), near=True)
    criteria = judge(item.when)
    verdict = both((named, criteria.verdict))
    return Match(item, verdict, Node(label, verdict, children=(kind, criteria)), near=True)
