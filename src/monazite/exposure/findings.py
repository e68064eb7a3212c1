"""Every rule of a standing judged on one transaction (§X2, §X6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from monazite.dates import ONE_DAY
from monazite.exposure.evaluate import Scope, evaluate, matches
from monazite.exposure.facts import Facts, Readings
from monazite.exposure.items import Match
from monazite.exposure.logic import MET, NOT_MET, Node, Verdict
from monazite.regime import ClauseStanding, Condition, Item, Rule, Standing, Status

WORLDS = ("extended", "not_extended")
_TWIN = {"extended": "not_confirmed", "not_extended": "as_reported"}
_OVERLAP = "technology_licensed_as_dual_use"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule of one clause, judged.

    Attributes:
        status: Status of the clause in the branch looked at.
        relevant: The rule speaks of the thing described, whether or not its other conditions hold.
        items: Items of the rule that the description meets or comes near to.
    """

    clause: ClauseStanding
    rule: Rule
    node: Node
    status: Status
    relevant: bool
    items: tuple[Match, ...]

    @property
    def active(self) -> bool:
        """The clause runs in the branch looked at."""
        return self.status is Status.IN_FORCE

    @property
    def verdict(self) -> Verdict:
        """Whether the condition holds."""
        return self.node.verdict


def status_in(entry: ClauseStanding, world: str, standing: Standing, readings: Readings) -> Status:
    """The status of a clause in one branch; the exclusive reading of an end date opens its last day."""
    if entry.status is Status.UNDETERMINED:
        for branch in entry.branches:
            if branch.name in (world, _TWIN[world]):
                return branch.status
    last_day = entry.until == standing.as_of.on + ONE_DAY
    if entry.status is Status.SUSPENDED and last_day and not readings.end_date_inclusive:
        return Status.SUSPENDED if world == "extended" else Status.IN_FORCE
    return entry.status


def _item_names(condition: Condition) -> Iterator[str]:
    if condition.kind == "items":
        yield from condition.fact.split()
    for child in condition.children:
        yield from _item_names(child)


def _has_share(condition: Condition, name: str) -> bool:
    own = condition.kind == "share" and condition.fact == name
    return own or any(_has_share(child, name) for child in condition.children)


def item_groups(
    standing: Standing, statuses: Mapping[str, Status]
) -> Mapping[str, tuple[Item, ...]]:
    """Items by group; `dual_use` holds those of Chinese licence lists that run."""
    found: dict[str, list[Item]] = {"dual_use": []}
    for entry in standing.clauses:
        for item in entry.clause.items:
            for name in item.groups:
                found.setdefault(name, []).append(item)
        licensing = any(rule.effect == "licence" for rule in entry.clause.rules)
        if (
            licensing
            and entry.measure.authority == "CHN"
            and statuses[entry.ref] is Status.IN_FORCE
        ):
            found["dual_use"] += entry.clause.items
    return MappingProxyType({name: tuple(items) for name, items in found.items()})


def _related(condition: Condition, scope: Scope) -> tuple[bool, tuple[Match, ...]]:
    names = tuple(_item_names(condition))
    if not names:
        shares = scope.facts.shares
        return any(_has_share(condition, name) for name in shares), ()
    chosen: dict[str, Item] = {}
    for name in names:
        found = scope.own_items if name == "self" else scope.groups.get(name, ())
        chosen.update({item.id: item for item in found})
    near = tuple(entry for entry in matches(tuple(chosen.values()), scope) if entry.near)
    return bool(near), near


def _judge(entry: ClauseStanding, rule: Rule, scope: Scope, status: Status) -> Finding:
    scope = replace(scope, measure=entry.measure, own_items=entry.clause.items, cited=entry.cited)
    node = evaluate(rule.when, scope)
    relevant, items = _related(rule.when, scope)
    title = Node(
        f"{entry.measure.id} {entry.clause.id}: {entry.clause.text[:160]}",
        node.verdict,
        children=(node,),
        cited=entry.cited,
    )
    return Finding(entry, rule, title, status, relevant, items)


def _waits(condition: Condition) -> bool:
    return condition.fact == _OVERLAP or any(_waits(child) for child in condition.children)


def findings(
    facts: Facts,
    standing: Standing,
    readings: Readings,
    world: str,
    overrides: Mapping[str, Verdict],
    cache: dict[str, Match] | None = None,
) -> tuple[Finding, ...]:
    """Every rule of every clause, judged in one branch of the law.

    Spec: §X6.
    """
    statuses = {
        entry.ref: status_in(entry, world, standing, readings) for entry in standing.clauses
    }
    scope = Scope(
        facts,
        readings,
        groups=item_groups(standing, statuses),
        overrides=overrides,
        cache={} if cache is None else cache,
    )
    found: list[Finding] = []
    later: list[tuple[ClauseStanding, Rule]] = []
    for entry in standing.clauses:
        for rule in entry.clause.rules:
            if _waits(rule.when):
                later.append((entry, rule))
            else:
                found.append(_judge(entry, rule, scope, statuses[entry.ref]))
    taken = readings.technology_overlap == "special_first" and any(
        entry.active
        and entry.verdict is MET
        and entry.rule.effect == "licence"
        and entry.clause.clause.kind.value == "technology"
        for entry in found
    )
    scope = replace(
        scope, facts=replace(facts, values={**facts.values, _OVERLAP: taken}), cache=scope.cache
    )
    found += [_judge(entry, rule, scope, statuses[entry.ref]) for entry, rule in later]
    return tuple(found)


def touches(finding: Finding, hit: Finding) -> bool:
    """Whether a rule changes the duty of another clause."""
    measure, ref = hit.clause.measure.id, hit.clause.ref
    return any(
        target in (measure, ref) or (target == "CN" and hit.clause.measure.authority == "CHN")
        for target in finding.rule.modifies
    )


def tokens(finding: Finding) -> frozenset[str]:
    """The names by which a reader may cite what a finding rests on: clause, items, control codes."""
    clause = finding.clause.clause
    names = {clause.id, clause.label, finding.clause.cited.at, clause.text, clause.kind.value}
    if "(" in clause.id:
        names.add(clause.id.split("(")[0])
    hit = [m for m in finding.items if m.verdict is not NOT_MET] or list(finding.items)
    for entry in hit:
        names |= item_tokens(entry.item)
    return frozenset(name for name in names if name)


def item_tokens(item: Item) -> frozenset[str]:
    """The names of an item: id, label, control code and the codes above it."""
    names = {item.id, item.label, item.control_code}
    code = item.control_code
    while "." in code:
        code = code.rpartition(".")[0]
        names.add(code)
    return frozenset(name for name in names if name)
