"""Which flows of the world a standing touches, and what share of each (§X30 to §X38).

A clause reaches a link in one of three ways: the restrictor exports it (`direct`); others make it abroad with the
restrictor's material in it (`made_abroad`); or others ship the restrictor's goods on (`shipped_on`). What a network
cannot know (who the end user is, whose technology was used) is kept as unmatched, with the number of links it bears on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np

from monazite.codes import Stage
from monazite.exposure.laid import Found, elements_of, judge, symbol_of, without_items
from monazite.network import OUTSIDE, Kind, Passed, SupplyNetwork, mixing, passed
from monazite.regime import ClauseStanding, Item, Rule, Standing, Status

IN_FORCE = (Status.IN_FORCE, Status.UNDETERMINED)
MATERIAL = (Stage.SEPARATION, Stage.REFINING, Stage.METAL, Stage.ALLOY)
_EFFECTS = ("licence", "prohibit", "quota")
SHIPPED = (Stage.MAGNET, Stage.COMPONENT)


class Route(StrEnum):
    """How a clause comes to touch a link."""

    DIRECT = "direct"
    MADE_ABROAD = "made_abroad"
    SHIPPED_ON = "shipped_on"


@dataclass(frozen=True, slots=True)
class Touch:
    """One clause on one link.

    Attributes:
        link: Position in `network.links`.
        measure: Measure id; `clause` is the reference `MEASURE#CLAUSE`.
        restrictor: Country whose law it is.
        share: Share of the flow under the clause; `low` and `high` bound it under any mixing.
        certainty: Status of the clause that day: `in_force`, `undetermined`, `announced`.
        effect: `licence`, `prohibit` or `quota`; `presumption` says how applications are decided.
        items: Ids of the listed items the product meets; `open_tests` the criteria a network cannot check.
    """

    link: int
    measure: str
    clause: str
    restrictor: str
    route: Route
    share: float
    low: float
    high: float
    certainty: str
    effect: str
    presumption: str
    items: tuple[str, ...]
    open_tests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A clause, or part of one, that could not be laid on the network, and why."""

    clause: str
    reason: str
    links: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """What a standing touches in a network.

    Attributes:
        touches: Every clause on every link it touches, in order of link.
        share: Largest share under any clause in force, for each link of the network.
        unmatched: What could not be laid on the network. Never dropped.
        restrictor: The country whose law was laid on, empty for all.
    """

    network: SupplyNetwork
    standing: Standing
    touches: tuple[Touch, ...]
    share: np.ndarray
    unmatched: tuple[Unmatched, ...]
    restrictor: str = ""

    @property
    def mineral(self) -> str:
        """The network's mineral."""
        return self.network.mineral

    @property
    def between_third_countries(self) -> tuple[Touch, ...]:
        """Touches on flows the restrictor has no part in, most tonnes under control first, one per link."""
        flow, seen = self.network.flow_t_per_y, dict[int, Touch]()
        for touch in self.touches:
            if touch.route is Route.DIRECT:
                continue
            held = seen.get(touch.link)
            if held is None or touch.share > held.share:
                seen[touch.link] = touch
        return tuple(sorted(seen.values(), key=lambda t: (-flow[t.link] * t.share, t.link)))

    def of(self, measure: str) -> tuple[Touch, ...]:
        """The touches of one measure or clause."""
        return tuple(t for t in self.touches if measure in (t.measure, t.clause))

    @property
    def touched_t_per_y(self) -> float:
        """Tonnes a year under at least one clause."""
        return float((self.network.flow_t_per_y * self.share).sum())


def reach(
    network: SupplyNetwork,
    standing: Standing,
    *,
    restrictor: str = "",
    statuses: Collection[Status] = IN_FORCE,
    measures: Collection[str] | None = None,
) -> Exposure:
    """The links a standing touches, directly and between third countries, with the share under control.

    Args:
        network: A balanced network whose `concepts` say what its products are.
        standing: The law on a day, as known on a day.
        restrictor: Only the law of this country, or all.
        statuses: Statuses of clauses to lay on the network.
        measures: Only these measures, or all.

    Spec: §X30 to §X38.
    """
    touches: list[Touch] = []
    unmatched: list[Unmatched] = []
    presumed = _presumptions(standing, statuses)
    listed = _listed(standing)
    links = _trade(network)
    for entry in standing.clauses:
        if entry.status not in statuses or (
            measures is not None and entry.measure.id not in measures
        ):
            continue
        if restrictor not in ("", entry.measure.authority) or not _bears_on(network, entry):
            continue
        rules = [rule for rule in entry.clause.rules if rule.effect in _EFFECTS]
        if (
            not rules
            and entry.clause.kind.value in ("licence", "ban", "quota")
            and not entry.clause.rules
        ):
            unmatched.append(
                Unmatched(entry.ref, "the clause has no rule that says what it reaches")
            )
        for rule in rules:
            made, missed = _lay(network, entry, rule, listed, links)
            touches += [_presume(network, touch, presumed) for touch in made]
            unmatched += missed
    share = np.zeros(len(network.links))
    for touch in touches:
        share[touch.link] = max(share[touch.link], touch.share)
    ordered = sorted(touches, key=lambda t: (t.link, t.clause, t.route))
    return Exposure(network, standing, tuple(ordered), share, tuple(unmatched), restrictor)


def _trade(network: SupplyNetwork) -> list[int]:
    """Links that cross a border with a product."""
    return [
        k
        for k, link in enumerate(network.links)
        if link.source.country != link.target.country
        and OUTSIDE not in (link.source, link.target)
        and network.link_kind[k] == Kind.PRODUCT
    ]


def _bears_on(network: SupplyNetwork, entry: ClauseStanding) -> bool:
    """Whether the measure speaks of any element of the network."""
    held = {symbol_of(e) for shares in network.element for e in shares}
    return bool(entry.measure.materials & held)


def _listed(standing: Standing) -> dict[str, tuple[Item, ...]]:
    """Items of each measure, over all its clauses."""
    found: dict[str, tuple[Item, ...]] = {}
    for entry in standing.clauses:
        found[entry.measure.id] = found.get(entry.measure.id, ()) + entry.clause.items
    return found


def _lay(
    network: SupplyNetwork,
    entry: ClauseStanding,
    rule: Rule,
    listed: dict[str, tuple[Item, ...]],
    links: Iterable[int],
) -> tuple[list[Touch], list[Unmatched]]:
    made: list[Touch] = []
    unknown: dict[tuple[str, ...], int] = {}
    own = entry.clause.items or listed[entry.measure.id]
    judged: dict[tuple[str, str, str], Found] = {}  # a rule sees no more of a link than this
    for k in links:
        link = network.links[k]
        seen = (link.product, link.source.country, link.target.country)
        if seen not in judged:
            judged[seen] = judge(network, k, rule.when, own)
        found = judged[seen]
        if found.holds is False or not found.items:
            continue
        if found.holds is None:
            unknown[found.unknown] = unknown.get(found.unknown, 0) + 1
            continue
        touch = _touch(network, k, entry, rule, found, listed[entry.measure.id])
        if touch is not None:
            made.append(touch)
    missed = [
        Unmatched(entry.ref, "depends on what no network holds: " + ", ".join(facts), count)
        for facts, count in unknown.items()
    ]
    if not own:
        missed.append(Unmatched(entry.ref, "the clause names no items that can be matched"))
    return made, missed


def _touch(
    network: SupplyNetwork,
    k: int,
    entry: ClauseStanding,
    rule: Rule,
    found: Found,
    listed: tuple[Item, ...],
) -> Touch | None:
    link, home = network.links[k], entry.measure.authority
    route, share, low, high = Route.DIRECT, 1.0, 1.0, 1.0
    if link.source.country != home:
        if not found.origin:
            return None
        goods = found.origin == "goods"
        if goods and link.source.stage is not Stage.COMPONENT:
            return None  # made anew there, so not goods of the restrictor
        stages = SHIPPED if goods else MATERIAL
        route = Route.SHIPPED_ON if goods else Route.MADE_ABROAD
        share, low, high = _controlled(network, k, home, stages, elements_of(listed))
        if high <= 0.0:
            return None
    elif link.target.country == home:
        return None
    return Touch(
        k,
        entry.measure.id,
        entry.ref,
        home,
        route,
        share,
        low,
        high,
        entry.status.value,
        rule.effect,
        rule.presumption,
        tuple(item.id for item in found.items),
        tuple(item.id for item in found.items if item.when is not None),
    )


def _controlled(
    network: SupplyNetwork, k: int, country: str, stages: tuple[Stage, ...], symbols: frozenset[str]
) -> tuple[float, float, float]:
    """Share of the listed elements on a link that went through the country, with bounds (§X33)."""
    gone = _passed(network, country, stages)
    mixed = mixing(network)
    at = np.flatnonzero(mixed.link == k)
    kept = at[[symbol_of(mixed.pairs[max(int(mixed.tail[i]), 0)][1]) in symbols for i in at]]
    if not len(kept) or mixed.mass_t[kept].sum() <= 0.0:
        return 0.0, 0.0, 0.0
    weight = mixed.mass_t[kept] / mixed.mass_t[kept].sum()
    return (
        float((weight * gone.entry_share[kept]).sum()),
        float((weight * gone.entry_low[kept]).sum()),
        float((weight * gone.entry_high[kept]).sum()),
    )


@lru_cache(maxsize=16)
def _passed(network: SupplyNetwork, country: str, stages: tuple[Stage, ...]) -> Passed:
    return passed(network, country, stages=stages)


def _presumptions(
    standing: Standing, statuses: Collection[Status]
) -> list[tuple[ClauseStanding, Rule]]:
    """Rules in force that say how licences under other clauses are decided, strongest last."""
    found = [
        (entry, rule)
        for entry in standing.clauses
        if entry.status in statuses
        for rule in entry.clause.rules
        if rule.effect == "presume" and rule.modifies
    ]
    return sorted(found, key=lambda pair: pair[1].rank)


def _presume(
    network: SupplyNetwork, touch: Touch, presumed: list[tuple[ClauseStanding, Rule]]
) -> Touch:
    """The touch with the strongest presumption that surely applies to its link."""
    for entry, rule in presumed:
        if not {touch.measure, touch.clause} & set(rule.modifies):
            continue
        found = judge(network, touch.link, without_items(rule.when), entry.clause.items)
        if found.holds:
            touch = replace(touch, presumption=rule.presumption)
    return touch
