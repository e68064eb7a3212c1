"""Judges a condition of a rule on the facts of a transaction (§X3): one interpreter for all rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from monazite.exposure.facts import Facts, Readings, Span
from monazite.exposure.items import Match, match
from monazite.exposure.logic import (
    MET,
    NOT_MET,
    OPEN,
    Node,
    Verdict,
    both,
    either,
    judge,
    opposite,
)
from monazite.provenance import Cited
from monazite.regime import Condition, Item, Measure

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda seen, wanted: seen == wanted,
    "is_not": lambda seen, wanted: seen != wanted,
    "in": lambda seen, wanted: seen in wanted,
    "not_in": lambda seen, wanted: seen not in wanted,
    "at_least": lambda seen, wanted: seen >= wanted,
    "above": lambda seen, wanted: seen > wanted,
    "at_most": lambda seen, wanted: seen <= wanted,
    "below": lambda seen, wanted: seen < wanted,
}
_SIGNS = {
    "at_least": "at least",
    "at_most": "at most",
    "is_not": "not",
    "in": "one of",
    "not_in": "none of",
}
# A measured number meets a limit it equals in decimal, whatever its binary form; one part in a billion.
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition is judged against.

    Attributes:
        groups: Items by group name, and `dual_use`, with the verdict that their list runs that day.
        overrides: Verdicts to suppose for open facts, to find out what would settle an answer.
    """

    facts: Facts
    readings: Readings
    measure: Measure | None = None
    own_items: tuple[Item, ...] = ()
    groups: Mapping[str, tuple[Item, ...]] = field(default_factory=dict[str, tuple[Item, ...]])
    overrides: Mapping[str, Verdict] = field(default_factory=dict[str, Verdict])
    cited: Cited | None = None
    cache: dict[str, Match] = field(default_factory=dict[str, Match])
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])


def _snap(seen: Any, wanted: Any) -> Any:
    numbers = isinstance(seen, (int, float)) and isinstance(wanted, (int, float))
    if numbers and not isinstance(seen, bool) and abs(seen - wanted) <= _CLOSE * abs(wanted):
        return wanted
    return seen


def _span(test: str, seen: Span, wanted: float) -> Verdict:
    compare = _COMPARE[test]
    low, high = (compare(_snap(bound, wanted), wanted) for bound in (seen.low, seen.high))
    return judge(holds=low if low == high else None)


def _fact(condition: Condition, scope: Scope) -> Node:
    if condition.fact.startswith("reading:"):
        value, assumed = getattr(scope.readings, condition.fact.removeprefix("reading:")), False
    else:
        value, assumed = scope.facts.get(condition.fact)
    wanted = f"{_SIGNS.get(condition.test, condition.test)} {_show(condition.value)}"
    text = condition.text or condition.fact.replace("_", " ")
    if value is None:
        verdict = scope.overrides.get(condition.fact, OPEN)
        return Node(text, verdict, "not stated", wanted, condition.fact, cited=scope.cited)
    if value is NotImplemented:  # stated not to apply
        return Node(text, NOT_MET, "does not apply", wanted, condition.fact, cited=scope.cited)
    if isinstance(value, Span):
        verdict = _span(condition.test, value, condition.value)
    elif isinstance(value, tuple) and condition.test in ("in", "is"):
        verdict = either(
            judge(holds=_COMPARE[condition.test](part, condition.value)) for part in value
        )
    else:
        try:
            holds = _COMPARE[condition.test](_snap(value, condition.value), condition.value)
        except TypeError:
            return Node(text, OPEN, _show(value), wanted, condition.fact, cited=scope.cited)
        verdict = judge(holds=holds)
    why = "not stated; taken so" if assumed else ""
    return Node(text, verdict, _show(value), wanted, condition.fact, why, cited=scope.cited)


def _show(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return ", ".join(_show(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _share(condition: Condition, scope: Scope) -> Node:
    (test, wanted), *_ = dict(condition.value).items()
    span = scope.facts.shares.get(condition.fact)
    name = f"{condition.fact}_share"
    sign = f"{_SIGNS.get(test, test)} {100 * wanted:g} %"
    if span is None:
        verdict = scope.overrides.get(name, OPEN)
        return Node(condition.text, verdict, "not stated", sign, name, cited=scope.cited)
    verdict = _span(test, span, wanted)
    if verdict is OPEN:
        verdict = scope.overrides.get(name, OPEN)
    return Node(condition.text, verdict, str(span), sign, name, cited=scope.cited)


def matches(items: tuple[Item, ...], scope: Scope) -> tuple[Match, ...]:
    """Each item against the description, cached by item."""
    holds = _holds_part2(items, scope)
    found: list[Match] = []
    for item in items:
        if item.id not in scope.cache:
            scope.cache[item.id] = match(
                item,
                scope.facts,
                scope.readings,
                lambda node: evaluate(node, scope),
                holds_part2=holds,
                supposed=scope.overrides.get("composition", OPEN),
            )
        found.append(scope.cache[item.id])
    return tuple(found)


def _holds_part2(items: tuple[Item, ...], scope: Scope) -> Verdict:
    """Whether something built into the product is a Part 2 material of the same list."""
    if not any("component" in item.groups for item in items):
        return NOT_MET
    seen = scope.facts.item
    inside = seen.inside
    span = scope.facts.shares.get("part1")
    if "contains:part2" in inside or (span is not None and span.low > 0):
        return MET
    if "contains:part2" in seen.open and not any(name.startswith("fam:") for name in inside):
        return NOT_MET if span is not None and span.high == 0 else OPEN
    inner = _Inner(inside, seen.absent, seen.open)
    verdicts = [
        match(
            item,
            replace(scope.facts, item=inner),
            scope.readings,
            lambda node: evaluate(node, scope),
        ).verdict
        for item in items
        if "part2" in item.groups and "component" not in item.groups
    ]
    return either(verdicts)


@dataclass(frozen=True, slots=True)
class _Inner:
    """What is built in, looked at as a thing of its own."""

    concepts: frozenset[str]
    absent: frozenset[str]
    open: frozenset[str]
    inside: frozenset[str] = frozenset()
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])


def _items(condition: Condition, scope: Scope) -> Node:
    names = condition.fact.split()
    if condition.fact in scope.nodes:
        return replace(scope.nodes[condition.fact], text=condition.text)
    chosen: dict[str, Item] = {}
    for name in names:
        found = scope.own_items if name == "self" else scope.groups.get(name, ())
        chosen.update({item.id: item for item in found})
    judged = matches(tuple(chosen.values()), scope)
    verdict = either(entry.verdict for entry in judged)
    shown = tuple(
        entry.node
        for entry in judged
        if entry.verdict is verdict and (entry.near or verdict is not NOT_MET)
    )
    seen = "no listed item is described" if not shown else ""
    fact = "" if shown else "item"
    node = Node(condition.text, verdict, seen, fact=fact, children=shown[:6])
    if "self" not in names:
        scope.nodes[condition.fact] = node
    return node


def _party(condition: Condition, scope: Scope) -> Node:
    wanted = set(condition.fact.split())
    if scope.measure is not None and "self" in wanted:
        wanted = {scope.measure.id}
    hit = sorted(wanted & scope.facts.lists)
    seen = ", ".join(hit) if hit else "no listed party is named"
    assumed = "" if hit or "end_user" in scope.facts.values else "not stated; taken as not listed"
    if not hit and scope.readings.unstated_end_user == "open" and assumed:
        return Node(condition.text, OPEN, "not stated", fact="end_user", cited=scope.cited)
    return Node(
        condition.text,
        MET if hit else NOT_MET,
        seen,
        fact="end_user",
        assumed=assumed,
        cited=scope.cited,
    )


def evaluate(condition: Condition, scope: Scope) -> Node:
    """The condition judged, as a tree.

    Spec: §X3.
    """
    if condition.kind in ("all", "any"):
        if (
            condition.reading == "machinable_shape"
            and scope.readings.machinable_shape == "any_shape"
        ):
            return _any_shape(condition, scope)
        children = tuple(evaluate(child, scope) for child in condition.children)
        fold = both if condition.kind == "all" else either
        verdict = fold(child.verdict for child in children)
        text = condition.text or ("all of" if condition.kind == "all" else "any of")
        return Node(text, verdict, children=children)
    if condition.kind == "not":
        inner = evaluate(condition.children[0], scope)
        text = condition.text or f"not: {inner.text}"
        return Node(text, opposite(inner.verdict), children=(inner,))
    kinds: dict[str, Callable[[Condition, Scope], Node]] = {
        "fact": _fact,
        "share": _share,
        "items": _items,
        "party": _party,
    }
    return kinds[condition.kind](condition, scope)


def _any_shape(condition: Condition, scope: Scope) -> Node:
    """The wider reading: a solid cylinder also counts if a listed tube could be turned from it."""
    plain = evaluate(replace(condition, reading=""), scope)
    diameter, length = scope.facts.get("diameter_mm")[0], scope.facts.get("length_mm")[0]
    if (
        plain.verdict is MET
        or scope.facts.get("shape")[0] != "cylinder"
        or not diameter
        or not length
    ):
        return plain
    tube = _limit(condition, "inner_diameter_mm") + 2 * _limit(condition, "wall_mm")
    holds = diameter >= tube and length >= _limit(condition, "length_mm")
    seen = f"a tube of {tube:g} mm outer diameter fits in {diameter:g} mm"
    return Node(condition.text, judge(holds=holds), seen, children=(plain,))


def _limit(condition: Condition, fact: str) -> float:
    if condition.kind == "fact":
        return float(condition.value) if condition.fact == fact else 0.0
    return max((_limit(child, fact) for child in condition.children), default=0.0)
