# ruff: noqa: E501 - a pattern is one line of words
"""Acts found in sentences put together to events, with role, dates and amounts (§R15 to §R24)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monazite.reading.acts import Hit, hits, mast
from monazite.reading.details import Details, around, details
from monazite.reading.model import Actor, Event, Named, Why
from monazite.reading.parties import WORLD_TARGETS, actors, targets
from monazite.reading.scan import Scan, Sentence
from monazite.reading.words import groups

LEAD = 2
_MARKET = re.compile(
    r"\b(?:prices?|shares?|stocks?|futures|rall(?:y|ies)|surge[sd]?|soar(?:s|ed)?|jump(?:s|ed)?|climb(?:s|ed)?|slump(?:s|ed)?|tumbl\w+|index|market (?:wrap|report|update)|investors|earnings|profit|revenue|quarterly results)\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:after|amid|as|since|following|despite|on the back of|because of|due to|spurred by|driven by|on fears|ahead of|on concerns?)\b[^.;]{0,90}$",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"\bforeign (?:compan(?:y|ies)|firms|organi[sz]ations|entities|exporters|manufacturers)\b[^.;]{0,40}\b(?:to|must|need|require\w*|obtain|seek|apply)\b|\b(?:made|produced|manufactured) (?:abroad|overseas|outside)|outside (?:of )?China\b|"
    r"\bre-?export\w*|\bextra-?territorial\w*|\bforeign-made\b|\boverseas (?:entities|organi[sz]ations|exporters)\b|\btransfer\w* (?:\w+ ){0,8}third countr|境外|在中国境外",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"\b(?:said|says|announc\w+|confirm\w+|told|statement|declar\w+|unveil\w+|sign(?:ed|s)|decid\w+|order\w+|publish\w+|issued?|releas\w+|report\w+)\b",
    re.IGNORECASE,
)
_OTHER_GOODS = re.compile(
    r"\b(?:rice|wheat|sugar|onions?|palm oil|chicken|beef|pork|poultry|soy\w*|grain|crude oil|LNG|natural gas|gasoline|diesel|vaccines?|medical|masks?|timber|logs|fish|seafood|cotton|garlic|tobacco|sand|fertili[sz]ers?|urea|AI chips|semiconductors?|npm|malware|ransomware|software|donkey|ivory|scrap paper|plastic waste|maize|corn|olive oil|potatoes)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """An event while its sentences are gathered."""

    hit: Hit
    acting: tuple[Actor, ...]
    aimed: tuple[Named, ...]
    materials: dict[str, Named]
    products: dict[str, Named]
    role: str
    hits: list[Hit] = field(default_factory=list)
    why: list[Why] = field(default_factory=list)

    @property
    def text_index(self) -> int:
        """Index of the first sentence of the text: an act in it is part of the opening."""
        return 1 if self.hits[0].sentence.title else max(self.hits[0].sentence.index, 0)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that tell the act, in order."""
        seen: dict[int, Sentence] = {hit.sentence.index: hit.sentence for hit in self.hits}
        return tuple(seen.values())


def _names(scan: Scan, sentence: Sentence, kind: str) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for mention in sentence.of(kind):
        found.setdefault(
            mention.value, Named(mention.value, scan.span(sentence, mention.start, mention.end))
        )
    return found


def _relevant(scan: Scan) -> bool:
    """Whether the title or the opening names a material."""
    return any(s.of("material") for s in scan.sentences[:4])


def _about_market(scan: Scan, found: list[Hit]) -> bool:
    """A market report that only mentions a policy: the opening speaks of prices, acts stand in subordinate words."""
    opening = scan.sentences[:LEAD]
    if not any(_MARKET.search(s.text) for s in opening):
        return False
    leads = [h for h in found if h.sentence.index < LEAD]
    direct = [h for h in leads if not h.past and not _UNDER.search(h.sentence.text[: h.start])]
    return not direct


def _material_near(scan: Scan, hit: Hit) -> dict[str, Named]:
    own = _names(scan, hit.sentence, "material")
    if own and not (set(own) == {"critical_minerals"} and hit.instrument == "stockpile_purchase"):
        return own
    if hit.instrument == "stockpile_programme":
        return {"critical_minerals": Named("critical_minerals", None, implicit=True)}
    at = hit.sentence.index
    for step in (at - 1, at - 2):
        if step >= 0 and (found := _names(scan, scan.sentences[step], "material")):
            return {k: Named(v.value, None, implicit=True) for k, v in found.items()}
    return own


def _drafts(scan: Scan) -> list[Draft]:
    found = [
        h
        for h in hits(scan)
        if not (_OTHER_GOODS.search(h.sentence.text) and not h.sentence.of("material"))
    ]
    if not found or not _relevant(scan) or _about_market(scan, found):
        return []
    drafts: list[Draft] = []
    known: tuple[Actor, ...] = ()
    for hit in found:
        acting = actors(scan, hit)
        materials = _material_near(scan, hit)
        if not acting and not known:
            near = next((m for s in scan.sentences[:4] for m in s.of("agency", "place")), None)
            if near is None:
                continue
            known = (Actor(near.value, None, None, implicit=True),)
        who = acting or tuple(replace(a, span=None, implicit=True) for a in known)
        known = known or acting
        draft = Draft(
            hit,
            who,
            targets(scan, hit, frozenset(a.jurisdiction for a in who)),
            materials,
            _names(scan, hit.sentence, "stage"),
            "background" if hit.past else "main",
            [hit],
        )
        draft.why.append(Why("instrument", hit.rule, hit.sentence.text[hit.start : hit.end]))
        drafts.append(draft)
    return drafts


_MONEY_ACTS = frozenset(["equity_stake", "state_loan", "price_floor", "subsidy_fund", "procurement_contract", "offtake_agreement", "stockpile_purchase"])
_EXPORT = frozenset(["export_prohibition", "export_licensing", "export_quota", "export_tax", "export_price_control", "export_state_trading"])


def _second(first: Draft, draft: Draft) -> bool:
    """Whether an act beside the first one is news too: told in the opening, or with money, or on other materials."""
    if draft.hit.instrument == first.hit.instrument:
        return True
    if first.hit.instrument in {"dispute_ruling", "trade_remedy", "policy_strategy"}:
        return False
    if draft.hit.sentence.index <= first.text_index:
        return True
    if draft.hit.instrument in _MONEY_ACTS:
        return any(a.kind == "money" for a in draft.hit.sentence.amounts)
    own = {m for m, named in draft.materials.items() if not named.implicit}
    return draft.hit.instrument in _EXPORT and first.hit.instrument in _EXPORT and bool(own) and not own & set(first.materials)


def _roles(drafts: list[Draft]) -> None:
    """The first act told as news sets who acts; later acts of others, or told as earlier, are background."""
    first = next((d for d in drafts if d.role == "main"), None) or drafts[0]
    first.role = "main"
    acting = {a.jurisdiction for a in first.acting}
    for draft in drafts:
        if draft.role != "main" or draft is first:
            continue
        own = {a.jurisdiction for a in draft.acting}
        if (draft.hit.sentence.index > LEAD and not (own & acting)) or not _second(first, draft):
            draft.role = "background"
            draft.why.append(Why("role", "not the act of the opening", ""))


def _merges(kept: Draft, new: Draft) -> bool:
    if kept.hit.instrument != new.hit.instrument:
        return False
    same = {a.jurisdiction for a in kept.acting} & {a.jurisdiction for a in new.acting}
    if not same:
        return False
    if kept.role == "main" and new.role == "background" and any(h.sentence is new.hit.sentence for h in kept.hits):
        return True
    own = {m for m, named in new.materials.items() if not named.implicit}
    shared = own & set(kept.materials) or not own or not kept.materials
    if kept.role == new.role == "main":
        money = (
            new.hit.instrument in {"equity_stake", "state_loan", "stockpile_purchase"}
            and any(a.kind == "money" for a in new.hit.sentence.amounts)
            and any(a.kind == "money" for s in kept.sentences for a in s.amounts)
            and not kept.hit.sentence.title
        )
        return not money
    return bool(shared) or (kept.role == new.role and bool(groups() & set(kept.materials)))


def _better(old: Named | Actor | None, new: Named | Actor) -> bool:
    """A name with words in the text is better than one from the title, that one better than none."""
    if old is None:
        return True
    return new.span is not None and (old.span is None or old.span.part == "title")


def _absorb(home: Draft, draft: Draft) -> None:
    """Add what another sentence says of the same act."""
    home.hits.append(draft.hit)
    home.why += draft.why
    for mine, other in ((home.materials, draft.materials), (home.products, draft.products)):
        for key, value in other.items():
            if _better(mine.get(key), value):
                mine[key] = value
    have = {a.jurisdiction: a for a in home.acting}
    for actor in draft.acting:
        old = have.get(actor.jurisdiction)
        joins = (
            draft.role == "main"
            and not actor.implicit
            and draft.hit.instrument == "international_agreement"
        )
        if (old is None and joins) or (
            old and ((actor.agency and not old.agency) or _better(old, actor))
        ):
            have[actor.jurisdiction] = actor
    home.acting = tuple(have.values())
    home.aimed = tuple({n.value: n for n in (*home.aimed, *draft.aimed)}.values())


def _gather(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts:
        home = next((k for k in kept if _merges(k, draft) and (draft.role in {k.role, "main"} or any(h.sentence is draft.hit.sentence for h in k.hits))), None)
        if home is None:
            kept.append(draft)
        else:
            _absorb(home, draft)
    return kept


_AHEAD = re.compile(r"\b(?:will|to|set to|would|shall)\s(?:\w+\s)?", re.IGNORECASE)
_BOUGHT = frozenset(["stockpile_purchase", "procurement_contract", "offtake_agreement"])
_SETTLED = _BOUGHT | {"dispute_ruling", "international_agreement"}
_DONE = frozenset(
    ["export_prohibition", "mining_suspension", "nationalisation", "import_prohibition"]
)


def _action(draft: Draft) -> tuple[str, str, str]:
    """Action, the status its words give, and the rule."""
    instrument = draft.hit.instrument
    best = next((h for h in sorted(draft.hits, key=lambda h: (h.past, h.sentence.title)) if h.action), draft.hit)
    if instrument == "dispute_ruling":
        return ("propose", "proposed", best.rule) if best.action == "propose" and "complaint" in best.sentence.text else ("rule", "adopted", "a ruling")
    if instrument in _BOUGHT and best.action in {"", "tighten", "extend"}:
        return "award", "adopted", "a purchase is an award"
    if not best.action:
        return ("award" if instrument in {"subsidy_fund", "state_loan"} else "introduce"), "", "default"
    return best.action, best.status, best.action_rule


def _status(draft: Draft, told: Details, on: str) -> tuple[str, str, str]:
    """Action, status, and the rule that set the status."""
    instrument = draft.hit.instrument
    action, status, rule = _action(draft)
    said = next((h.status for h in draft.hits if h.status in {"denied", "rumoured"}), "")
    if said:
        return action, said, "words of rumour or denial"
    if status and not (action == "suspend" and instrument == "mining_suspension"):
        return action, status, rule
    if instrument in _SETTLED:
        return action, "adopted", "kind of act"
    if told.effective and on:
        come = told.effective.value <= on[: len(told.effective.value)]
        return (
            action,
            "in_force" if come else "announced",
            "effective date against the document's day",
        )
    if draft.role == "background":
        return action, "in_force", "told as an earlier act"
    ahead = any(_AHEAD.search(h.sentence.text[max(0, h.start - 30) : h.end]) for h in draft.hits)
    return action, "in_force" if instrument in _DONE and not ahead else "announced", "no effective date"


_NOT_STAGE = re.compile(r"^\s(?:firms?|compan(?:y|ies)|sector|industry|giants?|groups?|Corp|LLC|Inc|Co\b|metals firm|policy|tax|bill|minister|ministry|code|law)", re.IGNORECASE)
_LISTS = re.compile(
    r"\b(?:covers?|covered|include[sd]?|including|reach(?:es)?|appl(?:y|ies)|affects?|concern(?:s|ed)|caught|dut(?:y|ies)|rates?|products?|items|categories|grades|ingots?|oxides?|metals, |used|list|first purchases)\b|包括|物项",
    re.IGNORECASE,
)
_MINE_ACTS = frozenset(["production_quota", "mining_suspension", "nationalisation"])


def _stages(scan: Scan, draft: Draft, sentences: list[Sentence]) -> tuple[Named, ...]:
    """Stages named in the act's sentences; a company's name or an industry is none."""
    found: dict[str, Named] = {}
    for sentence in sentences:
        for mention in sentence.of("stage"):
            if _NOT_STAGE.match(sentence.text[mention.end : mention.end + 20]):
                continue
            if mention.value == "mine" and draft.hit.instrument not in _MINE_ACTS and sentence.text[mention.start : mention.end].lower() != "mined":
                continue
            named = Named(mention.value, scan.span(sentence, mention.start, mention.end))
            if _better(found.get(mention.value), named):
                found[mention.value] = named
    return tuple(found.values())


def _complete(scan: Scan, draft: Draft, blocked: frozenset[int]) -> None:
    """Materials from the sentences that go on about a main act; a group named in the title alone gives way."""
    for sentence in around(scan, draft.hits, blocked):
        if sentence.index not in {h.sentence.index for h in draft.hits} and _LISTS.search(sentence.text):
            for key, value in _names(scan, sentence, "material").items():
                if _better(draft.materials.get(key), value):
                    draft.materials[key] = value
    group = draft.materials.get("critical_minerals")
    if group and (group.span is None or group.span.part == "title") and len(draft.materials) > 1:
        del draft.materials["critical_minerals"]


def _event(scan: Scan, draft: Draft, number: int, blocked: frozenset[int]) -> Event:
    if draft.role == "main":
        _complete(scan, draft, blocked)
        products = _stages(scan, draft, around(scan, draft.hits, blocked))
    else:
        products = _stages(scan, draft, list(draft.sentences))
    told = details(scan, draft.hits, draft.hit.instrument, draft.role, blocked)
    on = scan.document.date.isoformat() if scan.document.date else ""
    action, status, rule = _status(draft, told, on)
    aimed = draft.aimed
    if not aimed and draft.hit.instrument in WORLD_TARGETS and draft.role == "main":
        aimed = (Named("WLD", None, implicit=True),)
    trigger = next((h for h in draft.hits if not h.sentence.title), draft.hit)
    words = " ".join(s.text for s in draft.sentences)
    label = scan.document.name or "document"
    return Event(
        id=f"{label}-e{number}",
        instrument=draft.hit.instrument,
        mast=mast(draft.hit.instrument),
        role=draft.role,
        action=action,
        status=status,
        extraterritorial=bool(_ABROAD.search(words)) and draft.hit.instrument.startswith("export"),
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


_EXEMPT = re.compile(r"\b(?:save|except|unless|one-off|exempt\w*|waivers?|with the minister)\b", re.IGNORECASE)
_FORBID = re.compile(r"\b(?:banned|forbidden|prohibited|bans?|prohibits?|forbids?)\b", re.IGNORECASE)
_CUE_AUTHORITY = re.compile(r"\b(?:government|authorit\w+|ministr?y?\w*|regulators?|state|decree|province|officials?|army|president|cabinet|audit)\b", re.IGNORECASE)
_ACCIDENT = re.compile(r"\b(?:accident|collapse\w*|rockfall|earthquake|quake|fire|explosion|flood\w*|killed|dead|died|landslide|strike|shutdown|injur\w+|trapped)\b", re.IGNORECASE)


def _sound(scan: Scan, draft: Draft) -> bool:
    """Leave out what only looks like an act: an agreement of one side, a mine shut by an accident or its owner."""
    words = " ".join(s.text for s in draft.sentences)
    if draft.hit.instrument == "international_agreement":
        return len({a.jurisdiction for a in draft.acting}) > 1
    if draft.hit.instrument == "mining_suspension":
        opening = " ".join(s.text for s in scan.sentences[:3])
        return bool(_CUE_AUTHORITY.search(words)) and not _ACCIDENT.search(opening)
    return True


def _bans_with_licences(drafts: list[Draft]) -> None:
    """A ban with licences as the exemption is a ban."""
    for draft in drafts:
        for sentence in draft.sentences:
            if _FORBID.search(sentence.text) and _EXEMPT.search(sentence.text) and draft.role == "main":
                for other in drafts:
                    if other.hit.instrument == "export_licensing" and other.role == "main":
                        other.hit = replace(other.hit, instrument="export_prohibition")
                        other.why.append(Why("instrument", "licences are the exemption from a ban", sentence.text[:80]))
                return


def _doubles(drafts: list[Draft]) -> list[Draft]:
    """One act told in two words: a duty is no second tariff, a purchase no second programme."""
    kinds = {d.hit.instrument for d in drafts if d.role == "main"}
    drop: set[str] = set()
    if "trade_remedy" in kinds:
        drop.add("import_tariff")
    if "stockpile_purchase" in kinds:
        drop.add("stockpile_programme")
    if "stockpile_programme" in kinds:
        drop |= {"state_loan", "subsidy_fund"}
    if "international_agreement" in kinds:
        drop |= {"state_loan", "subsidy_fund", "policy_strategy"}
    if "production_quota" in kinds:
        drop.add("export_quota")
    if "nationalisation" in kinds:
        drop |= {"international_agreement", "fdi_restriction"}
    return [d for d in drafts if d.role != "main" or d.hit.instrument not in drop or any(a.kind == "money" for a in d.hit.sentence.amounts) and d.hit.instrument == "state_loan" and "stockpile_programme" not in kinds]


def events(scan: Scan) -> tuple[Event, ...]:
    """The acts of government that a document tells; none where it tells none."""
    drafts = [d for d in _drafts(scan) if _sound(scan, d)]
    if not drafts:
        return ()
    _roles(drafts)
    _bans_with_licences(drafts)
    kept = [d for d in _gather(_doubles(drafts)) if d.materials or d.role == "main" or d.hit.instrument.startswith(("export", "stockpile"))]
    if not any(d.role == "main" for d in kept):
        return ()
    told = {id(d): frozenset(s.index for o in kept if o is not d for s in o.sentences) for d in kept}
    return tuple(_event(scan, draft, number, told[id(draft)]) for number, draft in enumerate(kept, 1))
