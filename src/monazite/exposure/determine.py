"""Decides one transaction: required, not required, or undetermined, with the reason (§X1 to §X8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from monazite import codes
from monazite.codes import RARE_EARTHS
from monazite.dates import ONE_DAY
from monazite.exposure.decide import (
    EXEMPT,
    NOT_REQUIRED,
    PROHIBITED,
    REQUIRED,
    UNDETERMINED,
    Decision,
    active,
    decide,
    fails_scope,
)
from monazite.exposure.facts import ALTERNATIVES, Facts, Readings, others
from monazite.exposure.findings import WORLDS, Finding, item_tokens, status_in, tokens, touches
from monazite.exposure.items import Match
from monazite.exposure.logic import MET, NOT_MET, OPEN, Node, deciding
from monazite.exposure.settle import Question, ask
from monazite.regime import ClauseStanding, Standing, Status

_LICENCE = {REQUIRED: True, PROHIBITED: True, NOT_REQUIRED: False, EXEMPT: False}


@dataclass(frozen=True, slots=True)
class Determination:
    """The answer for one transaction.

    Attributes:
        outcome: `required`, `not_required`, `undetermined`, `prohibited`, `exempt_report`, `quota`,
            `permitted_procurement` or `excluded_from_procurement`.
        licence_required: None where it cannot be said, or where the rule is no licensing rule.
        instruments: Measures the answer rests on, with those that suspend or adjust them; for `not_required` those
            that come nearest and were issued.
        acting: Of these, the ones that only suspend or adjust another.
        considered: All measures looked at that speak of the thing described, with those that suspend or adjust them.
        clauses: Clauses, items and control codes the answer rests on.
        considered_clauses: The same for all measures considered.
        tree: The conditions judged, decisive measures first.
        questions: What would settle an undetermined answer, grouped by who holds it.
        depends_on: Readings that decide the answer, with the value taken.
        assumed: Facts nobody stated that the answer takes as given.
        branches: Outcome in each branch where the law itself is undetermined.
    """

    outcome: str
    licence_required: bool | None
    authority: str | None
    instruments: tuple[str, ...]
    acting: tuple[str, ...]
    considered: tuple[str, ...]
    clauses: frozenset[str]
    considered_clauses: frozenset[str]
    presumption: str | None
    reason: str
    tree: tuple[Node, ...]
    obligations: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    depends_on: tuple[tuple[str, str], ...] = ()
    assumed: tuple[tuple[str, str], ...] = ()
    branches: Mapping[str, str] = field(default_factory=dict[str, str])
    settles: str = ""


def _considered(
    decision: Decision, facts: Facts, standing: Standing
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Measures and clauses looked at: those that speak of the thing, those beside it, and acts on them."""
    seen = [e for e in decision.all if e.relevant and _counts(e)]
    seen += [e for e in decision.decisive if e not in seen]
    known = {entry.measure.id for entry in standing.clauses}
    names = {e.clause.measure.id for e in seen}
    clauses: set[str] = set()
    for entry in seen:
        clauses |= tokens(entry)
    if decision.outcome == NOT_REQUIRED:
        for measure, words in _beside(facts, standing):
            names.add(measure)
            clauses |= words
    names |= {e.clause.by for e in seen if e.clause.by in known}
    for entry in standing.clauses:
        stated = dict(entry.measure.facts)
        if stated.get("adjusts") in names and entry.status is Status.IN_FORCE:
            names.add(entry.measure.id)
    return tuple(sorted(names)), frozenset(clauses)


def _beside(facts: Facts, standing: Standing) -> Iterator[tuple[str, frozenset[str]]]:
    """Lists with items of the same element in another form, or of another rare earth in the same form."""
    seen = facts.item.concepts | facts.item.inside
    symbols = {concept[3:] for concept in seen if concept.startswith("el:")}
    forms = {concept for concept in seen if concept.startswith("form:")}
    earth = bool(symbols & set(RARE_EARTHS))
    here = {"CHN", facts.get("exporter_in")[0]}
    for entry in standing.clauses:
        if entry.measure.authority not in here:
            continue
        if not symbols & entry.measure.materials and not (
            earth and entry.measure.materials & set(RARE_EARTHS)
        ):
            continue
        for item in entry.clause.items:
            every = frozenset().union(*item.concepts) if item.concepts else frozenset[str]()
            same = bool({f"el:{symbol}" for symbol in symbols} & every)
            named = bool(
                {codes.element(s).name for s in symbols if s in codes.ELEMENTS} & set(item.groups)
            )
            like = earth and bool(forms & every) and any(f"el:{s}" in every for s in RARE_EARTHS)
            if same or named or like:
                yield entry.measure.id, item_tokens(item) | {entry.clause.id}


def _counts(entry: Finding) -> bool:
    """A rule on another's duty counts where it holds; a duty counts where the thing is described."""
    own = any(match.item in entry.clause.clause.items for match in entry.items)
    duty = entry.rule.effect == "licence" or (own and not entry.rule.modifies)
    return entry.verdict is not NOT_MET or duty or entry.rule.effect == "reach"


def _nearest(decision: Decision) -> tuple[Finding, ...]:
    """What an answer rests on: the decisive rules, or those that come nearest and were issued."""
    if decision.outcome != NOT_REQUIRED:
        return decision.decisive
    return tuple(
        e
        for e in decision.all
        if e.relevant
        and _counts(e)
        and e.rule.effect in ("licence", "quota", "prohibit", "reach")
        and e.status not in (Status.NOT_STARTED, Status.LAPSED)
        and not fails_scope(e)
    )


def _instruments(decision: Decision) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.clause.measure.id for e in _nearest(decision)))


def _acting(decision: Decision, core: tuple[str, ...], standing: Standing) -> tuple[str, ...]:
    """Acts that suspend a rule which would else hold, and acts that adjust a measure the answer rests on."""
    known = {entry.measure.id for entry in standing.clauses}
    near = _nearest(decision)
    held = [
        e.clause.by
        for e in decision.all
        if e.verdict is MET
        and e.clause.status is Status.SUSPENDED
        and (e in near or any(touches(e, hit) for hit in near))
    ]
    adjusting = [
        entry.measure.id
        for entry in standing.clauses
        if dict(entry.measure.facts).get("adjusts") in core and entry.status is Status.IN_FORCE
    ]
    return tuple(name for name in dict.fromkeys([*held, *adjusting]) if name in known)


def _tree(decision: Decision) -> tuple[Node, ...]:
    first = decision.decisive or decision.open
    rest = tuple(e for e in decision.all if e.relevant and e not in first and _counts(e))
    return tuple(e.node for e in (*first, *rest))


def _assumed(decision: Decision, facts: Facts) -> tuple[tuple[str, str], ...]:
    """Assumed facts that kept a rule off which speaks of the thing, or of a duty that is met."""
    duties = active(decision.all, "licence")
    names: dict[str, str] = {}
    for entry in decision.all:
        speaks = entry.relevant or any(touches(entry, duty) for duty in duties)
        if not (entry.active and speaks) or fails_scope(entry):
            continue
        for leaf in deciding(entry.node):
            if leaf.assumed and leaf.fact in facts.assumed:
                names[leaf.fact] = leaf.seen
    return tuple(names.items())


def _open_law(entry: ClauseStanding | None, standing: Standing, readings: Readings) -> bool:
    """Whether a clause may stand in two ways on the day."""
    if entry is None:
        return False
    return status_in(entry, WORLDS[0], standing, readings) is not status_in(
        entry, WORLDS[1], standing, readings
    )


def _merge(facts: Facts, standing: Standing, readings: Readings) -> tuple[Decision, dict[str, str]]:
    """Both branches of an undetermined law; one answer where they agree."""
    cache: dict[str, Match] = {}
    first = decide(facts, standing, readings, WORLDS[0], cache=cache)
    touched = [e.clause.ref for e in first.all if e.relevant or e.rule.modifies]
    if not any(_open_law(standing.find(ref), standing, readings) for ref in touched):
        return first, {}
    second = decide(facts, standing, readings, WORLDS[1], cache=cache)
    same = first.outcome == second.outcome
    if same and first.presumption == second.presumption:
        return first, {}
    branches = {WORLDS[0]: _named(first), WORLDS[1]: _named(second)}
    decisive = second.decisive or first.decisive
    reason = (
        "; ".join(
            dict.fromkeys(
                _either_way(e.clause) for e in decisive if e.clause.status is Status.UNDETERMINED
            )
        )
        or "the law of this day is not confirmed"
    )
    outcome = first.outcome if same else UNDETERMINED
    presumption = UNDETERMINED if same else None
    return Decision(outcome, presumption, decisive, reason, second.all, second.open), branches


def _either_way(entry: ClauseStanding) -> str:
    """How a clause may stand on the day, in a line; the branches hold the citations."""
    ways = " or ".join(
        f"{branch.status.value.replace('_', ' ')} if {branch.name.replace('_', ' ')}"
        for branch in entry.branches
    )
    return f"{entry.measure.id} {entry.clause.label or entry.clause.id} is {ways}; no act at hand settles it"


def _named(decision: Decision) -> str:
    return (
        f"{decision.outcome} ({decision.presumption})" if decision.presumption else decision.outcome
    )


def determine(
    facts: Facts, standing: Standing, readings: Readings | None = None, *, explain: bool = True
) -> Determination:
    """Whether one transaction needs an approval on a day, from whom, under which clause, and why.

    Args:
        facts: What is known of the transaction.
        standing: The law of the day, as known on a day.
        readings: How the open points of the rules are read.
        explain: Also find which readings decide the answer and what would settle it.

    Spec: §X1, §X6 to §X8.
    """
    chosen = readings or Readings()
    decision, branches = _merge(facts, standing, chosen)
    considered, considered_clauses = _considered(decision, facts, standing)
    decisive = decision.decisive
    core = _instruments(decision)
    acting = _acting(decision, core, standing)
    clauses = frozenset[str]().union(*(tokens(e) for e in _nearest(decision)))
    questions: tuple[Question, ...] = ()
    depends: tuple[tuple[str, str], ...] = ()
    if explain:
        depends = _depends(facts, standing, chosen, decision)
        if decision.open:
            questions = ask(
                tuple(e.node for e in decision.open),
                facts,
                lambda over: decide(facts, standing, chosen, WORLDS[0], over).outcome,
            )
    authorities = [e.rule.authority for e in decisive if e.rule.authority]
    settle = next((e.clause.settles for e in decisive if branches and e.clause.settles), "")
    return Determination(
        decision.outcome,
        _LICENCE.get(decision.outcome),
        authorities[0]
        if authorities and decision.outcome in _LICENCE
        else (authorities or [None])[0],
        (*core, *acting),
        acting,
        considered,
        clauses,
        considered_clauses,
        decision.presumption,
        decision.reason,
        _tree(decision),
        _obligations(decision),
        questions,
        depends,
        _assumed(decision, facts),
        branches,
        settle,
    )


def _obligations(decision: Decision) -> tuple[str, ...]:
    found = [text for e in decision.decisive for text in e.rule.obligations]
    found += [text for e in active(decision.all, "inform") for text in e.rule.obligations]
    found += [
        f"{e.clause.measure.id}: liable for a transfer against it ({e.clause.clause.text})"
        for e in active(decision.all, "liability")
        if e not in decision.decisive
    ]
    found += [
        f"{e.clause.measure.id}: the exporter must be on the list ({e.clause.clause.text})"
        for e in active(decision.all, "eligible", OPEN)
        if decision.outcome in (REQUIRED, NOT_REQUIRED)
    ]
    return tuple(dict.fromkeys(found))


def _depends(
    facts: Facts, standing: Standing, readings: Readings, decision: Decision
) -> tuple[tuple[str, str], ...]:
    """The readings that change the outcome when they are read the other way."""
    found: list[tuple[str, str]] = []
    for name in ALTERNATIVES:
        if not _can_matter(name, facts, standing):
            continue
        for other in others(readings, name):
            shares = facts.shares_otherwise.get(name, facts.shares)
            answer, _ = _merge(replace(facts, shares=shares), standing, other)
            if (answer.outcome, answer.presumption) != (decision.outcome, decision.presumption):
                found.append((name, str(getattr(readings, name))))
                break
    return tuple(found)


def _can_matter(name: str, facts: Facts, standing: Standing) -> bool:
    """Whether a reading can touch this transaction at all; saves judging it again."""
    seen = facts.item.concepts
    last = standing.as_of.on + ONE_DAY
    looks: dict[str, bool] = {
        "component_scope": bool(facts.item.inside) or "part1" in facts.shares,
        "numerator": facts.shares_otherwise.get(name, facts.shares) != facts.shares,
        "aggregate_part1": facts.shares_otherwise.get(name, facts.shares) != facts.shares,
        "end_date_inclusive": any(e.until == last for e in standing.clauses),
        "machinable_shape": facts.get("shape")[0] == "cylinder",
        "technology_overlap": bool(seen & {"form:technology", "form:service"}),
        "no46_scope": "sub:synthetic-diamond" in seen,
        "bare_magnet": "form:magnet" in seen and not any(c.startswith("fam:") for c in seen),
    }
    return looks[name]
