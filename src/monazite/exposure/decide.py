"""The outcome in one branch of the law: bars, duties, what changes them (§X6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from monazite.exposure.facts import Facts, Readings
from monazite.exposure.findings import Finding, findings, touches
from monazite.exposure.items import Match
from monazite.exposure.logic import MET, NOT_MET, OPEN, Node, Verdict, deciding
from monazite.regime import Standing

REQUIRED, NOT_REQUIRED, UNDETERMINED = "required", "not_required", "undetermined"
PROHIBITED, EXEMPT, QUOTA = "prohibited", "exempt_report", "quota"
EXCLUDED, PERMITTED = "excluded_from_procurement", "permitted_procurement"
_PLACES = ("exporter_in", "destination", "domestic", "made_in")
_DUTIES = ("licence", "quota", "prohibit", "reach")
_NOTHING: Mapping[str, Verdict] = {}


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome in one branch of the law, with the findings it rests on."""

    outcome: str
    presumption: str | None
    decisive: tuple[Finding, ...]
    reason: str
    all: tuple[Finding, ...]
    open: tuple[Finding, ...] = ()


def active(found: tuple[Finding, ...], effect: str, verdict: Verdict = MET) -> tuple[Finding, ...]:
    """Findings of one effect and verdict whose clause runs."""
    return tuple(
        entry
        for entry in found
        if entry.active and entry.rule.effect == effect and entry.verdict is verdict
    )


def _top(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those of the highest rank."""
    rank = max(entry.rule.rank for entry in found)
    return tuple(entry for entry in found if entry.rule.rank == rank)


def _why(found: tuple[Finding, ...]) -> str:
    """What decided, act by act, the thing and its numbers before places."""
    parts: list[str] = []
    for entry in found[:3]:
        leaves = sorted(deciding(entry.node), key=lambda leaf: leaf.fact in _PLACES)
        texts = dict.fromkeys(_leaf(leaf) for leaf in leaves if leaf.fact != "domestic")
        parts.append(f"{entry.clause.measure.id} {_where(entry)}: {', '.join(list(texts)[:5])}")
    return "; ".join(dict.fromkeys(parts))


def _where(entry: Finding) -> str:
    """The clause, and the control codes of the items met."""
    codes = [m.item.control_code for m in entry.items if m.verdict is entry.verdict]
    named = ", ".join(dict.fromkeys(code for code in codes if code))
    return f"{entry.clause.clause.label or entry.clause.clause.id}{f' ({named})' if named else ''}"


def _leaf(leaf: Node) -> str:
    """One condition in words: what was seen where it says more than yes."""
    plain = leaf.seen in ("", "yes") or (leaf.verdict is MET and leaf.fact in _PLACES)
    if leaf.verdict is MET:
        return leaf.text if plain else f"{leaf.text} ({leaf.seen})"
    if leaf.verdict is OPEN:
        return f"{leaf.text}: {leaf.seen or 'not stated'}"
    plain = leaf.seen in ("", "no", "described otherwise")
    return f"not {leaf.text}" if plain else f"not {leaf.text} ({leaf.seen})"


def _bars(found: tuple[Finding, ...], *, licensed: bool) -> Decision | None:
    """Outright bars: bans, listed parties, exporters who may not export; liability where no licence route covers it."""
    bans = active(found, "prohibit")
    if bans:
        top = _top(bans)
        return Decision(PROHIBITED, top[0].rule.presumption, top, _why(top), found)
    barred = active(found, "eligible")
    if barred:
        return Decision(PROHIBITED, barred[0].rule.presumption, barred, _why(barred), found)
    liable = active(found, "liability")
    if liable and not licensed:
        return Decision(PROHIBITED, liable[0].rule.presumption, liable, _why(liable), found)
    quotas = active(found, "quota")
    if quotas:
        return Decision(QUOTA, None, quotas, _why(quotas), found)
    return None


def _licence(found: tuple[Finding, ...], duties: tuple[Finding, ...]) -> Decision:
    """A licence duty, with what changes its presumption or lifts it."""

    def changes(effect: str, verdict: Verdict = MET) -> tuple[Finding, ...]:
        chosen = active(found, effect, verdict)
        return tuple(e for e in chosen if any(touches(e, duty) for duty in duties))

    lifted = changes("exempt")
    if lifted and all(any(touches(e, duty) for e in lifted) for duty in duties):
        return Decision(EXEMPT, None, (*duties, *lifted), _why(lifted), found)
    presumed = changes("presume")
    unsure = [
        e
        for e in changes("presume", OPEN)
        if e.rule.rank > max((p.rule.rank for p in presumed), default=0)
    ]
    if unsure:
        return Decision(REQUIRED, UNDETERMINED, duties, _why(duties), found, tuple(unsure))
    if presumed:
        top = _top(presumed)
        hit = tuple(d for d in duties if any(touches(e, d) for e in top))
        return Decision(REQUIRED, top[0].rule.presumption, (*hit, *top), _why((*hit, *top)), found)
    return Decision(REQUIRED, duties[0].rule.presumption, duties, _why(duties), found)


def _procurement(found: tuple[Finding, ...]) -> Decision | None:
    """Whether a contract may take the item, where the transaction is such a contract."""
    rules = tuple(e for e in found if e.active and e.rule.effect == "exclude")
    covered = tuple(e for e in rules if e.relevant)
    shut = active(found, "exclude")
    if shut:
        return Decision(EXCLUDED, None, shut, _why(shut), found)
    unsure = active(found, "exclude", OPEN)
    if unsure:
        return Decision(UNDETERMINED, None, (), _why(unsure), found, unsure)
    return Decision(PERMITTED, None, covered or rules, _why(covered or rules), found)


def _licensing(found: tuple[Finding, ...]) -> bool:
    """A licence list speaks of the thing; who may export it is then a duty beside the answer."""
    return any(e.active and e.relevant and e.rule.effect == "licence" for e in found)


def decide(
    facts: Facts,
    standing: Standing,
    readings: Readings,
    world: str,
    overrides: Mapping[str, Verdict] = _NOTHING,
    cache: dict[str, Match] | None = None,
) -> Decision:
    """The outcome in one branch of the law.

    Spec: §X6.
    """
    found = findings(facts, standing, readings, world, overrides, cache)
    if facts.values.get("procurement") is True:
        answer = _procurement(found)
        if answer is not None:
            return answer
    duties = active(found, "licence")
    barred = _bars(found, licensed=bool(duties))
    if barred is not None:
        return barred
    maybe_barred = active(found, "prohibit", OPEN)
    if duties:
        answer = _licence(found, duties)
        if maybe_barred:
            return replace(answer, presumption=UNDETERMINED, open=(*answer.open, *maybe_barred))
        return answer
    reach = active(found, "reach")
    unsure = (
        *active(found, "licence", OPEN),
        *maybe_barred,
        *active(found, "quota", OPEN),
        *(active(found, "eligible", OPEN) if not _licensing(found) else ()),
        *active(found, "liability", OPEN),
        *tuple(e for e in active(found, "reach", OPEN) if e.relevant),
    )
    if reach:
        why = f"{_why(reach)}; whether a licence is needed then hangs on classification and destination"
        return Decision(UNDETERMINED, reach[0].rule.presumption, reach, why, found, reach)
    if unsure:
        return Decision(UNDETERMINED, None, unsure, _why(unsure), found, unsure)
    return Decision(NOT_REQUIRED, None, (), _spared(found), found)


def fails_scope(entry: Finding) -> bool:
    """The rule binds exporters elsewhere."""
    return any(
        leaf.fact == "exporter_in" and leaf.verdict is NOT_MET for leaf in deciding(entry.node)
    )


def _own(entry: Finding) -> bool:
    """A duty on the clause's own items, not one that rides on other lists."""
    own = any(match.item in entry.clause.clause.items for match in entry.items)
    shares = entry.rule.effect == "reach" or entry.clause.measure.id in _item_measures(entry)
    return entry.rule.effect in _DUTIES and (own or shares) and not entry.rule.modifies


def _item_measures(entry: Finding) -> frozenset[str]:
    """The measure itself, where the items a rule looks at stand in another of its clauses."""
    ids = {item.id for clause in entry.clause.measure.clauses for item in clause.items}
    near = any(match.item.id in ids for match in entry.items)
    return frozenset([entry.clause.measure.id]) if near else frozenset()


def _elsewhere(near: list[Finding]) -> str:
    """Every list that names the thing binds exporters in another country."""
    lists = ", ".join(dict.fromkeys(e.clause.measure.id for e in near))
    leaf = next(leaf for leaf in deciding(near[0].node) if leaf.fact == "exporter_in")
    return f"{lists}: {leaf.text} is not so ({leaf.seen})"


def _spared(found: tuple[Finding, ...]) -> str:
    """Why nothing asks for a licence: what came nearest, and what kept it off."""
    held = [
        f"{e.clause.measure.id} {_where(e)} would ask for a licence, but is {e.clause.reason}"
        for e in found
        if not e.active and e.verdict is MET and e.rule.effect in ("licence", "prohibit", "quota")
    ]
    if held:
        return "; ".join(dict.fromkeys(held))[:400]
    near = sorted(
        (e for e in found if e.active and e.relevant and _own(e)),
        key=lambda e: (fails_scope(e), _DUTIES.index(e.rule.effect)),
    )
    if near and fails_scope(near[0]):
        return _elsewhere(near)
    texts = [_why((e,)) for e in near[:3] if not fails_scope(e)]
    return "; ".join(dict.fromkeys(texts))[:600] or "no listed item is described"
