"""Which listed items a line may be: candidates with a score and a reason (§X50 to §X55).

The description decides, a code only points. Below the stated confidence a line is undetermined and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from monazite.exposure.describe import Traits
from monazite.exposure.evaluate import Scope, evaluate
from monazite.exposure.facts import Facts, Readings
from monazite.exposure.items import Match, match
from monazite.exposure.logic import MET, NOT_MET, OPEN, Verdict
from monazite.regime import Clause, ClauseStanding, Condition, Item, Standing

# Stated confidences (§X52): how far each kind of evidence carries. They rank candidates; they are no probabilities.
PINNED = 1.0
DESCRIBED_AND_CODED = 0.98
DESCRIBED_BY_CONTENT = 0.95
DESCRIBED = 0.85
OPEN_FACTS = 0.5
CODE_POINTS = 0.3
CONFIDENT = 0.8
_WHOLE_CODE = 8  # digits from which a customs code names one tariff line
_CHAPTER = 4
_FEW = 4  # items a whole tariff line may stand for and still point to one thing


class Stand(StrEnum):
    """How a line stands to an item."""

    MATCH = "match"
    OPEN = "open"
    POINTS = "points_only"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One listed item a line may be, or just misses.

    Attributes:
        score: Confidence between 0 and 1, from the kind of evidence (§X52).
        reason: In words: what met, what is missing, what keeps it out.
    """

    measure: str
    clause: str
    item: Item
    stand: Stand
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Classification:
    """All candidates of a line, best first.

    Attributes:
        settled: The best evidence reaches the stated confidence, or there is none and the line says what it is.
        why_open: For an unsettled line: what it lacks.
    """

    candidates: tuple[Candidate, ...] = ()
    settled: bool = True
    why_open: str = ""

    @property
    def items(self) -> frozenset[str]:
        """Ids of items that match or may match."""
        return frozenset(
            entry.item.id for entry in self.candidates if entry.stand in {Stand.MATCH, Stand.OPEN}
        )

    @property
    def near(self) -> frozenset[str]:
        """Ids of all items the description comes near to, those just missed included."""
        return frozenset(
            entry.item.id for entry in self.candidates if entry.stand is not Stand.POINTS
        )


@dataclass(frozen=True, slots=True)
class ItemIndex:
    """Items of a standing by concept and by code, built once for a bill."""

    places: Mapping[str, tuple[str, str]]
    by_concept: Mapping[str, tuple[Item, ...]]
    by_code: tuple[tuple[str, Item], ...]
    by_id: Mapping[str, Item]
    standing: Standing
    reduced: dict[frozenset[str], Standing] = field(default_factory=dict[frozenset[str], Standing])


def index(standing: Standing) -> ItemIndex:
    """The items of all clauses of a standing."""
    places: dict[str, tuple[str, str]] = {}
    by_id: dict[str, Item] = {}
    concepts: dict[str, list[Item]] = {}
    codes: list[tuple[str, Item]] = []
    for entry in standing.clauses:
        for item in entry.clause.items:
            places.setdefault(item.id, (entry.measure.id, entry.clause.id))
            by_id.setdefault(item.id, item)
            for concept in {one for alternative in item.concepts for one in alternative}:
                concepts.setdefault(concept, []).append(item)
            codes.extend((code, item) for code in item.codes)
    frozen = {
        concept: tuple({item.id: item for item in found}.values())
        for concept, found in concepts.items()
    }
    return ItemIndex(places, frozen, tuple(codes), by_id, standing)


def reduce(found: ItemIndex, near: frozenset[str]) -> Standing:
    """The standing with only the items a line comes near to, and the clauses that can ask for one of them (§X54)."""
    if near not in found.reduced:
        kept = [_with_items(entry, near) for entry in found.standing.clauses]
        groups = {name for entry in kept for item in entry.clause.items for name in item.groups}
        if any(entry.clause.items for entry in kept):
            groups.add("dual_use")
        chosen = tuple(entry for entry in kept if _can_ask(entry, groups))
        found.reduced[near] = Standing(found.standing.as_of, chosen)
    return found.reduced[near]


def _can_ask(entry: ClauseStanding, groups: set[str]) -> bool:
    """Whether some rule of the clause does not, at its root, ask for items of which none is left."""
    own = bool(entry.clause.items)
    return not entry.clause.rules or any(
        not _asks_in_vain(rule.when, groups, own=own) for rule in entry.clause.rules
    )


def _asks_in_vain(when: Condition, groups: set[str], *, own: bool) -> bool:
    if when.kind == "items":
        names = set(when.fact.split())
        return not (names & groups) and not ("self" in names and own)
    return when.kind == "all" and any(
        _asks_in_vain(child, groups, own=own) for child in when.children
    )


def facts_asked(law: Standing) -> frozenset[str]:
    """Names of all facts the conditions of a standing look at."""
    found: set[str] = set()

    def walk(when: Condition | None) -> None:
        if when is not None:
            found.add(when.fact)
            for child in when.children:
                walk(child)

    for entry in law.clauses:
        for rule in entry.clause.rules:
            walk(rule.when)
        for item in entry.clause.items:
            walk(item.when)
    return frozenset(found) | {"shape", "diameter_mm", "length_mm"}


def _with_items(entry: ClauseStanding, near: frozenset[str]) -> ClauseStanding:
    if not entry.clause.items:
        return entry
    clause: Clause = replace(
        entry.clause, items=tuple(item for item in entry.clause.items if item.id in near)
    )
    return replace(entry, clause=clause)


def classify(
    traits: Traits,
    found: ItemIndex,
    *,
    item: str = "",
    hs: str = "",
    control_code: str = "",
    holds_part2: Verdict = NOT_MET,
) -> Classification:
    """The candidates of a line.

    Args:
        traits: What the line's description, composition and facts say.
        found: Items of the standing.
        item: Id of an item the sender pinned.
        hs: Customs code, digits.
        control_code: Control code the sender gave.
        holds_part2: Whether what is built into it is a Part 2 material of No. 61.

    Spec: §X50.
    """
    if item:
        return _pinned(item, found)
    candidates: list[Candidate] = []
    facts = Facts(traits.properties, traits)
    scope = Scope(facts, Readings())
    for listed in _worth_a_look(traits, found, holds_part2):
        judged = match(
            listed,
            facts,
            scope.readings,
            lambda node: evaluate(node, scope),
            holds_part2=holds_part2,
        )
        candidate = _candidate(judged, found, traits, pointed=_points(listed, hs, control_code))
        if candidate is not None:
            candidates.append(candidate)
    met = {entry.item.id for entry in candidates}
    pointers = [listed for listed in pointed(found, hs, control_code) if listed.id not in met]
    candidates += [_pointer(listed, found, hs or control_code) for listed in pointers]
    candidates.sort(key=lambda entry: (-entry.score, entry.measure, entry.item.id))
    return _settle(tuple(candidates), traits, hs, control_code)


def _worth_a_look(traits: Traits, found: ItemIndex, holds_part2: Verdict) -> Iterable[Item]:
    named = traits.concepts | traits.open | traits.inside | traits.absent
    if holds_part2 is not NOT_MET:
        named |= {"contains:part2"}
    hits: dict[str, Item] = {}
    for concept in named:
        if concept in found.by_concept:
            hits.update((listed.id, listed) for listed in found.by_concept[concept])
    return hits.values()


def _pinned(item: str, found: ItemIndex) -> Classification:
    listed = found.by_id.get(item)
    if listed is None:
        return Classification(
            (), settled=False, why_open=f"the pinned item {item!r} is in no measure"
        )
    measure, clause = found.places[item]
    return Classification(
        (Candidate(measure, clause, listed, Stand.MATCH, PINNED, "pinned by the sender"),)
    )


def _candidate(
    judged: Match, found: ItemIndex, traits: Traits, *, pointed: bool
) -> Candidate | None:
    listed = judged.item
    measure, clause = found.places[listed.id]
    if judged.verdict is MET:
        by_content = any(concept.startswith("el:") for concept in traits.concepts) and any(
            name.endswith("_wt_pct") for name in traits.properties
        )
        score = (
            DESCRIBED_AND_CODED if pointed else DESCRIBED_BY_CONTENT if by_content else DESCRIBED
        )
        reason = f"described as {listed.name}" + (", and the code agrees" if pointed else "")
        return Candidate(measure, clause, listed, Stand.MATCH, score, reason)
    if judged.verdict is OPEN:
        missing = sorted(_missing(listed, traits))
        wanted = f"; not said: {', '.join(missing)}" if missing else "; a limit cannot be checked"
        return Candidate(
            measure, clause, listed, Stand.OPEN, OPEN_FACTS, f"may be {listed.name}{wanted}"
        )
    if judged.near and (judged.node.seen or listed.when is not None):
        reason = judged.node.seen or "a limit of the item is not met"
        return Candidate(
            measure, clause, listed, Stand.OUTSIDE, 0.0, f"not {listed.name}: {reason}"
        )
    return None


def _missing(listed: Item, traits: Traits) -> set[str]:
    gaps = [alternative - traits.concepts for alternative in listed.concepts]
    best = min((gap for gap in gaps if gap <= traits.open), key=len, default=frozenset[str]())
    return {concept.split(":", 1)[1] for concept in best}


def _points(listed: Item, hs: str, control_code: str) -> bool:
    by_hs = bool(hs) and any(_agree(code, hs) for code in listed.codes)
    return by_hs or (bool(control_code) and _same_control(listed.control_code, control_code))


def _agree(listed: str, given: str) -> bool:
    """Codes agree when the shorter is the start of the longer and names at least a subheading."""
    size = min(len(listed), len(given))
    return size > _CHAPTER + 1 and listed[:size] == given[:size]


def _same_control(listed: str, given: str) -> bool:
    a, b = listed.casefold().strip("."), given.casefold().strip(". ")
    return bool(a) and (a == b or a.startswith(b + ".") or b.startswith(a + "."))


def pointed(found: ItemIndex, hs: str, control_code: str) -> list[Item]:
    """Items that a customs or control code points to."""
    hits: dict[str, Item] = {}
    if hs:
        hits.update((listed.id, listed) for code, listed in found.by_code if _agree(code, hs))
    if control_code:
        hits.update(
            (one.id, one)
            for one in found.by_id.values()
            if _same_control(one.control_code, control_code)
        )
    return list(hits.values())


def _pointer(listed: Item, found: ItemIndex, code: str) -> Candidate:
    measure, clause = found.places[listed.id]
    reason = f"the code {code} points to {listed.name}; the description does not say so"
    return Candidate(measure, clause, listed, Stand.POINTS, CODE_POINTS, reason)


def _settle(
    candidates: tuple[Candidate, ...], traits: Traits, hs: str, control_code: str
) -> Classification:
    best = candidates[0] if candidates else None
    if best is not None and best.score >= CONFIDENT:
        return Classification(candidates)
    if any(entry.stand is Stand.OPEN for entry in candidates):
        return Classification(candidates, settled=False, why_open=best.reason if best else "")
    if not traits.described:
        return Classification(
            candidates, settled=False, why_open="the line does not say what the thing is"
        )
    if (
        best is not None
        and best.stand is Stand.POINTS
        and _contradicts(candidates, hs, control_code)
    ):
        return Classification(candidates, settled=False, why_open=best.reason)
    return Classification(candidates)


def _contradicts(candidates: tuple[Candidate, ...], hs: str, control_code: str) -> bool:
    """A whole tariff line, or a control code, that only listed goods carry, against a description that does not.

    A shorter code covers free goods too, and so does one that items of several kinds share.
    """
    if any(entry.stand is Stand.OUTSIDE for entry in candidates):
        return False  # the description was weighed against the item and found outside
    elements = {
        concept
        for entry in candidates
        for way in entry.item.concepts
        for concept in way
        if concept[:3] == "el:"
    }
    return bool(control_code) or (
        len(hs) >= _WHOLE_CODE and len(elements) <= 1 and len(candidates) <= _FEW
    )
