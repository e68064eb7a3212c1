# ruff: noqa: E501 - a pattern is one line of words
"""Acts put together to events, with materials, stages, dates and amounts (§R18 to §R24)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from monazite.reading.cues import WORDS, Cue
from monazite.reading.dating import around, is_now
from monazite.reading.details import details
from monazite.reading.doubles import bans_with_licences, licences_excepted, without_doubles
from monazite.reading.drafts import Draft, drafts, likeliest, names
from monazite.reading.echoes import echoes
from monazite.reading.finance import apportioned
from monazite.reading.goods import settled
from monazite.reading.merging import better, gather
from monazite.reading.model import Event, Named, Why
from monazite.reading.parties import WORLD_TARGETS
from monazite.reading.relevance import LEAD, NEAR
from monazite.reading.roles import give_roles
from monazite.reading.rules import mast
from monazite.reading.scan import Scan, Sentence
from monazite.reading.sound import is_sound
from monazite.reading.standing import BOUGHT, FUNDS, status_of
from monazite.reading.steps import in_steps
from monazite.reading.words import Mention

_ABROAD = Cue(
    r"\bforeign (?:compan(?:y|ies)|firms|organi[sz]ations|entities|exporters|manufacturers)\b[^.;]{0,40}\b(?:to|must|need|require\w*|obtain|seek|apply)\b|\b(?:made|produced|manufactured) (?:abroad|overseas|outside)|outside (?:of )?China\b|"
    r"\bre-?export\w*|\bextra-?territorial\w*|\bforeign-made\b|\boverseas (?:entities|organi[sz]ations|exporters)\b|\btransfer\w* (?:\w+ ){0,8}third countr|境外|在中国境外",
    re.IGNORECASE,
)
# money given, deals, takings and rulings are announced; a later day near them is that of a plant or a payment
_DAY_OF_ONE = (BOUGHT | FUNDS) - {"stockpile_programme", "policy_strategy", "price_floor"}
_AT_ONCE = frozenset(["nationalisation", "international_agreement"])  # told with their first day
_TOLD_BARE = ("export", "stockpile", "nationalisation", "mining", "import")
_DEALS = frozenset(
    ["state_loan", "equity_stake", "international_agreement", "sanctions", "fdi_restriction"]
)
_NOT_STAGE = re.compile(
    r"^\s(?:firms?|compan(?:y|ies)|sector|industry|giants?|groups?|Corp|LLC|Inc|Co\b|metals firm|policy|tax|bill|minister|ministry|code|law)",
    re.IGNORECASE,
)
_LISTS = Cue(
    r"\b(?:covers?|covered|include[sd]?|including|reach(?:es)?|appl(?:y|ies)|affects?|concern(?:s|ed)|caught|dut(?:y|ies)|rates?|products?|items|categories|grades|ingots?|oxides?|metals, |used|list|purchases|face[sd]?|goes to|rises?|offered|auctioned|(?:tonnes|tons) of|approve[sd]?|prohibition)\b|包括|物项",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:but (?:not(?: to)?|leaves?|spares?|exempts?)|leaves|spares|sparing|except(?: for)?|excluding|other than)\b[^.;]*$"
)
_RAW = re.compile(r"\b(?:critical|strategic|essential) $", re.IGNORECASE)
_OF_SCRAP = re.compile(
    r"\b(?:scrap|waste)\b(?: and (?:waste|scrap))? (?:of|from) (?:[\w-]+ ){0,4}$"
)


def _is_aside(sentence: Sentence, mention: Mention) -> bool:
    """Goods left out by the act, what scrap was made of, and the words `critical raw materials`."""
    before = sentence.text[max(0, mention.start - 120) : mention.start]
    if mention.value == "ore_concentrate" and _RAW.search(before):
        return True
    if mention.value == "component" and (
        _OF_SCRAP.search(before) or sentence.text.startswith((" scrap", " waste"), mention.end)
    ):
        return True
    return bool(_BUT.search(before))


_MINE_ACTS = frozenset(["production_quota", "mining_suspension", "nationalisation"])


def _fits(instrument: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether a word of a stage tells goods of such an act: a mine is named by many that are about other things."""
    if _NOT_STAGE.match(sentence.text[mention.end : mention.end + 20]):
        return False
    if mention.value == "ore_concentrate":  # a shut mine is told by what it no longer digs
        return instrument != "mining_suspension"
    word = sentence.text[mention.start : mention.end].lower()
    if mention.value == "mine":
        return instrument in _MINE_ACTS or word == "mined"
    return word != "processed" or sentence.text.startswith(_GOODS, mention.end)


_GOODS = (" critical", " mineral", " rare", " graphite", " metal", " lithium", " form")


def _stages(scan: Scan, draft: Draft, sentences: list[Sentence]) -> tuple[Named, ...]:
    """Stages named in the act's sentences; a company's name or an industry is none."""
    found: dict[str, Named] = {}
    own = {h.sentence.index for h in draft.hits}
    for sentence in sentences:
        if sentence.index not in own and not sentence.find(_LISTS):
            continue
        for mention in sentence.of("stage"):
            if _is_aside(sentence, mention) or not _fits(draft.hit.instrument, sentence, mention):
                continue
            named = Named(mention.value, scan.span(sentence, mention.start, mention.end))
            if better(found.get(mention.value), named):
                found[mention.value] = named
    if not found and draft.role == "main":
        if draft.hit.instrument == "mining_suspension":
            found["mine"] = Named("mine", None, implicit=True)
        elif any(
            m.span and m.span.quote.lower().startswith("ferro") for m in draft.materials.values()
        ):
            found["alloy"] = Named("alloy", None, implicit=True)
        elif draft.hit.instrument == "stockpile_release" and set(draft.materials) & _METALS:
            found["refined"] = Named("refined", None, implicit=True)
    return tuple(found.values())


# what a reserve sells of these is metal
_METALS = frozenset(["copper", "aluminium", "zinc", "nickel", "lead", "tin", "cobalt"])
AHEAD = 8  # sentences in which a list of materials may follow an act that names none
_LIST_OF = 2


_GOODS_AFTER = 90  # characters after the words of an act in which its goods are named


def _prune(draft: Draft) -> None:
    """A group gives way to materials named one by one, unless named beside them: `lithium and other critical minerals`."""
    found = draft.materials
    if "bauxite" in found:
        found.pop("aluminium", None)
    group = found.get("critical_minerals")
    if group is None or len(found) == 1:
        return
    for sentence in draft.sentences:
        beside = {m.value for m in sentence.of("material")}
        if "critical_minerals" in beside and len(beside) > 1 and not sentence.title:
            return
    first = next((h for h in draft.hits if not h.sentence.title), None)
    if first and any(
        m.value == "critical_minerals" and 0 <= m.start - first.start < _GOODS_AFTER
        for m in first.sentence.of("material")
    ):
        return
    del found["critical_minerals"]


def _look_ahead(scan: Scan, draft: Draft, blocked: frozenset[int]) -> None:
    """Materials of an act told without any: the first sentences of the text, or a list that follows."""
    own = [h.sentence.index for h in draft.hits if not h.sentence.title]
    first = own[0] if own else 1
    for sentence in scan.sentences[first : first + AHEAD]:
        if sentence.title or (sentence.index in blocked and sentence.index not in own):
            continue
        near = names(scan, sentence, "material")
        near.pop("critical_minerals", None)
        opening = sentence.index <= first + 1 and not draft.materials and near
        if len(near) >= _LIST_OF or opening:
            draft.materials.update(near)
            return


def _complete(scan: Scan, draft: Draft, blocked: frozenset[int]) -> None:
    """Materials from the sentences that go on about a main act."""
    own = {h.sentence.index for h in draft.hits}
    for sentence in around(scan, draft.hits, blocked):
        if sentence.index in own or not sentence.find(_LISTS):
            continue
        for key, value in names(scan, sentence, "material").items():
            if key == "critical_minerals" and draft.materials:
                continue
            if better(draft.materials.get(key), value):
                draft.materials[key] = value
    _prune(draft)
    if set(draft.materials) <= {"critical_minerals"}:
        weak = "critical_minerals" in draft.materials and not any(
            m.value == "critical_minerals" for s in draft.sentences for m in s.of("material")
        )
        _look_ahead(scan, draft, blocked)
        if weak and len(draft.materials) > 1:
            del draft.materials["critical_minerals"]
    if not draft.materials:
        only = {m.value for s in scan.sentences for m in s.of("material")}
        if len(only) <= _LIST_OF:  # a document about one thing
            draft.materials.update(
                {name: Named(name, None, implicit=True) for name in sorted(only)}
            )


def _cues(sentences: Iterable[Sentence], words: str) -> int:
    """The cues of the words of sentences."""
    told = list(sentences)
    return told[0].cues if len(told) == 1 else WORDS.of(words)


_NOT_SPARED = re.compile(
    r"\b(?:(?:is|are|was|were) not (?:spared|exempt\w*|excluded)|no exemption|(?:does|do|did) not (?:escape|spare|exempt))\b"
)


def _not_spared(scan: Scan, draft: Draft, aimed: tuple[Named, ...]) -> list[Named]:
    """Whom a safeguard names as not spared, in its own sentences or in those that follow (§R19b)."""
    at = draft.hit.sentence.index
    known = {m.value for m in aimed}
    return [
        Named(m.value, scan.span(s, m.start, m.end))
        for s in scan.sentences[at : at + NEAR]
        if _NOT_SPARED.search(s.lower)
        for m in s.of("place")
        if m.value not in known and m.value not in {a.jurisdiction for a in draft.acting}
    ]


def _event(scan: Scan, draft: Draft, blocked: frozenset[int]) -> Event:
    if draft.role == "main":
        _complete(scan, draft, blocked)
        products = _stages(scan, draft, around(scan, draft.hits, blocked))
    else:
        products = _stages(scan, draft, list(draft.sentences))
    told = details(scan, draft.hits, draft.hit.instrument, draft.role, blocked)
    on = scan.document.date.isoformat() if scan.document.date else ""
    if (
        draft.role == "main"
        and draft.hit.instrument in _DAY_OF_ONE
        and not (draft.hit.instrument in _AT_ONCE and is_now(told))
    ):
        told.effective = None
    action, status, rule = status_of(scan, draft, told, on)
    aimed = draft.aimed
    # a safeguard is aimed at all, whoever is named as not spared
    safeguard = draft.hit.instrument == "trade_remedy" and any(
        "safeguard" in s.lower for s in draft.sentences
    )
    if safeguard:
        aimed = (*aimed, *_not_spared(scan, draft, aimed))
    worldwide = (
        safeguard
        or draft.hit.instrument in WORLD_TARGETS
        or draft.hit.instrument in {"import_tariff", "import_investigation"}
    )
    if worldwide and draft.role == "main" and (safeguard or not aimed):
        aimed = (*aimed, Named("WLD", None, implicit=True))
    trigger = next((h for h in draft.hits if not h.sentence.title), draft.hit)
    words = " ".join(s.text for s in draft.sentences)
    return Event(
        id="",
        instrument=draft.hit.instrument,
        mast=mast(draft.hit.instrument),
        role=draft.role,
        action=action,
        status=status,
        extraterritorial=draft.hit.instrument.startswith("export")
        and bool(_ABROAD.first(words, _cues(draft.sentences, words))),
        trigger=scan.span(trigger.sentence, trigger.start, trigger.end),
        actors=draft.acting,
        targets=aimed,
        materials=tuple(draft.materials.values()),
        products=products,
        thresholds=told.thresholds,
        announced=told.announced,
        effective=told.effective,
        expires=told.expires,
        money=told.money,
        quantities=told.quantities,
        rates=told.rates,
        instrument_refs=told.refs,
        counterparties=(),
        why=(
            *draft.why,
            Why("action", draft.hit.action_rule or "default", action),
            Why("status", rule, status),
            *told.why,
        ),
    )


_RESTRICT = re.compile(r"\b(?:restrict\w*|limit\w*|curb\w*|measures?)\b")
_NAMED_FORM = re.compile(
    r"licen[cs]|permit|approv|authori[sz]|export control|dual-use|controls? (?:on|over|of)"
)


def _vague(draft: Draft, named: list[int]) -> None:
    """A proposal to restrict exports, or limits on scrap, that do not say how are neither a licence nor a ban.

    Args:
        draft: The act.
        named: Indices of the sentences that name a licence.
    """
    words = " ".join(s.lower for s in draft.sentences)
    at = draft.hit.sentence.index
    if draft.hit.past or _NAMED_FORM.search(words) or any(0 < n - at <= LEAD + 1 for n in named):
        return
    licensing = draft.hit.instrument == "export_licensing" and _RESTRICT.search(words)
    if (licensing and (draft.hit.action == "propose" or "scrap" in words)) or (
        draft.hit.instrument == "export_prohibition" and _KEPT.search(words)
    ):
        draft.hit = replace(draft.hit, instrument="export_other")


def _promised(draft: Draft) -> None:
    """Limits that `are to be` while `a proposal is promised` are a proposal."""
    words = " ".join(s.lower for s in draft.sentences)
    other = draft.hit.instrument == "export_other" and not draft.hit.action
    if other and _PROPOSAL.search(words):
        draft.hit = replace(draft.hit, action="propose", status="proposed")
        draft.hits[0] = draft.hit


_PROPOSAL = re.compile(r"\bpropos|\bintends? to\b|\bplans? to\b")
_KEPT = re.compile(r"\bkeep\w* [^.;,]{0,30}\bscrap\b")


def events(scan: Scan) -> tuple[Event, ...]:
    """The acts of government that a document tells; none where it tells none."""
    found = [d for d in drafts(scan) if is_sound(scan, d)]
    found = found or [d for d in likeliest(scan) if is_sound(scan, d)]
    if not found:
        return ()
    named = [
        d.hit.sentence.index
        for d in found
        if d.hit.instrument == "export_licensing"
        and _NAMED_FORM.search(d.hit.sentence.lower, d.hit.start, d.hit.end)
    ]
    for draft in found:
        _vague(draft, named)
    give_roles(found, scan.document.title)
    for draft in found:
        _promised(draft)
    licences_excepted(scan, found)
    bans_with_licences(found)
    kept = [
        d
        for d in gather(without_doubles(found))
        if d.materials
        or d.role == "main"
        or d.hit.instrument.startswith(_TOLD_BARE)
        or d.hit.instrument in _DEALS
    ]
    if not any(d.role == "main" for d in kept):
        return ()
    told = {
        id(d): frozenset(s.index for o in kept if o is not d for s in o.sentences) for d in kept
    }
    acts = tuple(
        act
        for draft in kept
        for act in in_steps(scan, _event(scan, draft, told[id(draft)]), told[id(draft)])
    )
    label = scan.document.name or "document"
    acts = settled(scan, apportioned(scan, (*acts, *echoes(scan, acts))))
    return tuple(replace(act, id=f"{label}-e{n}") for n, act in enumerate(acts, 1))
