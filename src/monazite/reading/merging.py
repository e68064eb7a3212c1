"""Which drafts are the news, which the background, and which are one act (§R18, §R24)."""

from __future__ import annotations

import re
from dataclasses import replace

from monazite.reading.drafts import Draft
from monazite.reading.model import Actor, Named, Why
from monazite.reading.relevance import LEAD, NEAR
from monazite.reading.scan import Scan, Sentence
from monazite.reading.words import groups

HEADING = 30  # characters: `Price floor.` over the terms of a deal
_MONEY_ACTS = frozenset(
    [
        "equity_stake",
        "state_loan",
        "price_floor",
        "subsidy_fund",
        "procurement_contract",
        "offtake_agreement",
        "stockpile_purchase",
    ]
)
_EXPORT = frozenset(
    [
        "export_prohibition",
        "export_licensing",
        "export_quota",
        "export_tax",
        "export_price_control",
        "export_state_trading",
    ]
)


_SAME_DAY = re.compile(r"(?:Also )?[Oo]n the same day\b|The same day\b|At the same time\b")


def _second(first: Draft, draft: Draft) -> bool:
    """Whether an act beside the first one is news too: told in the opening, or with money, or on other materials."""
    if draft.hit.instrument == first.hit.instrument:
        later = draft.hit.sentence.index > LEAD and draft.hit.action == "propose"
        return not later or first.hit.action == "propose"
    if first.hit.instrument in {"dispute_ruling", "trade_remedy"}:
        return False
    if draft.hit.sentence.index <= first.text_index or _SAME_DAY.match(draft.hit.sentence.text):
        return True
    if draft.hit.action == "propose" and first.hit.instrument != "policy_strategy":
        return first.hit.action == "propose"
    if draft.hit.sentence.index <= NEAR or first.hit.instrument == "policy_strategy":
        return True
    if draft.hit.instrument in _MONEY_ACTS:
        heading = len(draft.hit.sentence.text) < HEADING and first.hit.instrument in _MONEY_ACTS
        return heading or any(a.kind == "money" for a in draft.hit.sentence.amounts)
    own = {m for m, named in draft.materials.items() if not named.implicit}
    return (
        draft.hit.instrument in _EXPORT
        and first.hit.instrument in _EXPORT
        and bool(own)
        and not own & set(first.materials)
    )


def _beside(first: Draft, draft: Draft) -> bool:
    """Money of another government in the same deal: a lender beside the state that takes a stake."""
    deals = _MONEY_ACTS | {"international_agreement"}
    near = draft.hit.sentence.index <= NEAR + 1
    return near and first.hit.instrument in deals and draft.hit.instrument in deals


_DIGEST = re.compile(
    r"\b(?:round-?up|the week (?:in|that)|this week in|weekly (?:digest|review|wrap)|"
    r"digest|news of week|as it happened|in brief|newsletter|week \d+)\b",
    re.IGNORECASE,
)
_NEWS = 0.95  # told as news with this probability or more, an act is no background


# `with these export restrictions`: the act told before, whatever else the words say
_THESE = re.compile(r"\b(?:these|this|such)\s(?:new\s|latest\s)?$")


def _lead_in(draft: Draft) -> str:
    """The words right before those that tell an act."""
    return draft.hit.sentence.lower[max(0, draft.hit.start - 25) : draft.hit.start]


def give_roles(drafts: list[Draft], title: str = "") -> None:
    """The first act told as news sets who acts; later acts of others, or told as earlier, are background."""
    told = (d for d in drafts if d.hit.sentence.index <= NEAR and not d.hit.aside)
    first = next((d for d in drafts if d.role == "main"), None) or next(told, None)
    if first is None:
        return
    first.role = "main"
    if re.search("公告|决定", first.hit.sentence.text):
        return
    if _DIGEST.search(title):
        return
    acting = {a.jurisdiction for a in first.acting}
    last: dict[str, Draft] = {}
    for draft in drafts:
        before = last.setdefault(draft.hit.instrument, draft)
        if _THESE.search(_lead_in(draft)):
            draft.role = before.role
        last[draft.hit.instrument] = draft
    for draft in drafts:
        if draft.role != "main" or draft is first:
            continue
        own = {a.jurisdiction for a in draft.acting}
        if draft.hit.news > _NEWS:
            continue
        others = draft.hit.sentence.index > LEAD and not (own & acting)
        if (others and not _beside(first, draft)) or not _second(first, draft):
            draft.role = "background"
            draft.why.append(Why("role", "not the act of the opening", ""))


def _one_sum(sentence: Sentence) -> bool:
    return sum(a.kind == "money" and a.per is None for a in sentence.amounts) <= 1


_NUMBER = re.compile(r"\b(?:Announcement|Notice|Order|Decree) (?:No\.? ?)?(\d+)")


def _numbers(draft: Draft) -> set[str]:
    """Numbers of the notices named where an act is told."""
    return {n for s in draft.sentences for n in _NUMBER.findall(s.text)}


def _merges(kept: Draft, new: Draft) -> bool:
    if kept.hit.instrument != new.hit.instrument:
        return False
    own, other = _numbers(new), _numbers(kept)
    if own and other and not own & other:
        return False
    same = {a.jurisdiction for a in kept.acting} & {a.jurisdiction for a in new.acting}
    if not same:
        return False
    bare = all(named.implicit for named in new.materials.values())
    if (
        kept.role == "main"
        and new.role == "background"
        and bare
        and any(h.sentence is new.hit.sentence for h in kept.hits)
    ):
        return True
    own = {m for m, named in new.materials.items() if not named.implicit}
    shared = own & set(kept.materials) or not own or not kept.materials
    if kept.role == new.role == "main":
        money = (
            new.hit.instrument in {"equity_stake", "state_loan", "stockpile_purchase"}
            and any(a.kind == "money" for a in new.hit.sentence.amounts)
            and any(a.kind == "money" for s in kept.sentences for a in s.amounts)
            and not kept.hit.sentence.title
            and not (new.hit.sentence in kept.sentences and _one_sum(new.hit.sentence))
        )
        return not money
    return bool(shared) or (kept.role == new.role and bool(groups() & set(kept.materials)))


def better(old: Named | Actor | None, new: Named | Actor) -> bool:
    """A name with words in the text is better than one from the title, that one better than none."""
    if old is None:
        return True
    return new.span is not None and (old.span is None or old.span.part == "title")


def _absorb(home: Draft, draft: Draft) -> None:
    """Add what another sentence says of the same act; the text decides whether what the title names is news."""
    if draft.role == "main" and all(h.sentence.title for h in home.hits):
        home.role = "main"
    home.hits.append(draft.hit)
    home.why += draft.why
    for mine, other in ((home.materials, draft.materials), (home.products, draft.products)):
        for key, value in other.items():
            if better(mine.get(key), value):
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
            old and ((actor.agency and not old.agency) or better(old, actor))
        ):
            have[actor.jurisdiction] = actor
    home.acting = tuple(have.values())
    home.aimed = tuple({n.value: n for n in (*home.aimed, *draft.aimed)}.values())


def gather(drafts: list[Draft]) -> list[Draft]:
    """Drafts of the same act put together, in the order of the text."""
    kept: list[Draft] = []
    for draft in drafts:
        home = next(
            (
                k
                for k in kept
                if _merges(k, draft)
                and (
                    draft.role in {k.role, "main"}
                    or any(h.sentence is draft.hit.sentence for h in k.hits)
                )
            ),
            None,
        )
        if home is None:
            kept.append(draft)
        else:
            _absorb(home, draft)
    return kept


_DUAL = re.compile(r"两用物项|dual-use|\blist\b", re.IGNORECASE)
_EXEMPT = re.compile(
    r"\b(?:save|except|unless|one-off|exempt\w*|waivers?|with the minister)\b", re.IGNORECASE
)
_FORBID = re.compile(
    r"\b(?:banned|forbidden|prohibited|bans?|prohibits?|forbids?)\b", re.IGNORECASE
)


_SAVE_LICENCES = re.compile(
    r"\blicen[cs]es?\b[^.;]{0,140}\b(?:(?:only|sole) exceptions?|exempt\w*|excepted|the exception)\b"
    r"|\b(?:exceptions?|exempt\w*)\b[^.;]{0,60}\blicen[cs]es?\b",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(r"\b(?:restrict|limit|curb|barrier)\w*", re.IGNORECASE)


def licences_excepted(scan: Scan, drafts: list[Draft]) -> None:
    """A restriction to which licences are the exception is a ban, whatever it is called."""
    for draft in drafts:
        hit = draft.hit
        words = hit.sentence.text[hit.start : hit.end]
        if hit.instrument != "export_licensing" or draft.role != "main":
            continue
        at = hit.sentence.index
        if not _RESTRICTED.search(words) or _VAGUE.search(words):
            continue
        for sentence in scan.sentences[at : at + LEAD + 2]:
            if _SAVE_LICENCES.search(sentence.text):
                draft.hit = replace(hit, instrument="export_prohibition")
                why = Why("instrument", "licences are the exception", sentence.text[:80])
                draft.why.append(why)
                break


def bans_with_licences(drafts: list[Draft]) -> None:
    """A ban with licences as the exemption is a ban."""
    for draft in drafts:
        for sentence in draft.sentences:
            if (
                _FORBID.search(sentence.text)
                and _EXEMPT.search(sentence.text)
                and draft.role == "main"
            ):
                for other in drafts:
                    if other.hit.instrument == "export_licensing" and other.role == "main":
                        other.hit = replace(other.hit, instrument="export_prohibition")
                        other.why.append(
                            Why(
                                "instrument",
                                "licences are the exemption from a ban",
                                sentence.text[:80],
                            )
                        )
                return


# a main act of the first kind takes in main acts of the others
_TAKES_IN: dict[str, frozenset[str]] = {
    "trade_remedy": frozenset(["import_tariff"]),
    "stockpile_purchase": frozenset(["stockpile_programme"]),
    "stockpile_programme": frozenset(["state_loan", "subsidy_fund", "offtake_agreement"]),
    "international_agreement": frozenset(["state_loan", "subsidy_fund", "policy_strategy"]),
    "production_quota": frozenset(["export_quota"]),
    "nationalisation": frozenset(["international_agreement", "fdi_restriction"]),
}
_EXEMPTION = re.compile(r"one-off|exempt|waiver|only|unless|except|licen[cs]es? from")


def _is_exemption(draft: Draft) -> bool:
    """A licence told beside a ban: its exemption, or only the list the ban refers to."""
    words = draft.hit.sentence.text[draft.hit.start : draft.hit.end]
    bare = all(named.implicit for named in draft.materials.values())
    return bool(_DUAL.search(words)) or (bare and bool(_EXEMPTION.search(draft.hit.sentence.lower)))


def _is_double(draft: Draft, kinds: set[str], beside: set[str], *, material: bool) -> bool:
    """Whether a main act only tells another main act in a second word."""
    instrument = draft.hit.instrument
    if draft.hit.sentence.title and instrument == "export_licensing" and len(draft.hits) == 1:
        return bool(kinds & _EXPORT - {"export_licensing"})
    if instrument == "export_licensing":
        return ("export_prohibition" in kinds and _is_exemption(draft)) or (
            material and not draft.materials
        )
    if instrument == "policy_strategy" and kinds - {"policy_strategy"}:
        order = "executive order" in draft.hit.sentence.lower[draft.hit.start : draft.hit.end]
        return order or "international_agreement" in kinds
    if instrument == "subsidy_fund" and "equity_stake" in beside:
        return True
    words = draft.hit.sentence.lower[draft.hit.start : draft.hit.end]
    if instrument == "subsidy_fund" and "stockpile_purchase" in kinds and words.startswith("award"):
        return True
    if instrument == "state_loan" and any(a.kind == "money" for a in draft.hit.sentence.amounts):
        return False
    return any(instrument in _TAKES_IN.get(kind, ()) for kind in kinds)


_VAGUE = re.compile(r"licen[cs]|permit|approv|authori[sz]", re.IGNORECASE)


def _of_title(drafts: list[Draft]) -> list[Draft]:
    """A title is no act beside those of the opening: it names one of them, and may call a vague one a ban."""
    main = [d for d in drafts if d.role == "main"]
    told = [d for d in main if any(0 < h.sentence.index <= NEAR for h in d.hits)]
    kinds = {d.hit.instrument for d in told}
    titles = [
        d
        for d in main
        if all(h.sentence.title for h in d.hits)
        and d.hit.instrument not in kinds
        and (
            d.hit.instrument == "policy_strategy"
            or (d.hit.instrument in _EXPORT and kinds & _EXPORT)
            or (d.hit.instrument == "subsidy_fund" and kinds & _MONEY_ACTS)
        )
    ]
    if not told or not titles:
        return drafts
    for title in titles:
        if title.hit.instrument != "export_prohibition":
            continue
        for draft in told:
            words = draft.hit.sentence.text[draft.hit.start : draft.hit.end]
            if draft.hit.instrument == "export_licensing" and not _VAGUE.search(words):
                draft.hit = replace(draft.hit, instrument="export_prohibition")
                draft.why.append(
                    Why("instrument", "the title calls it a ban", title.hit.sentence.text[:80])
                )
    return [d for d in drafts if d not in titles]


_END_USE = re.compile(r"\bend-use")


def _told_fully(drafts: list[Draft]) -> list[Draft]:
    """A `restriction` or `curb` of the opening that the next words call a ban is that ban."""
    bans = [
        d
        for d in drafts
        if d.hit.instrument == "export_prohibition"
        and d.role == "main"
        and not d.hit.sentence.title
    ]
    kept: list[Draft] = []
    for draft in drafts:
        words = draft.hit.sentence.text[draft.hit.start : draft.hit.end]
        fuller = next(
            (
                b
                for b in bans
                if 0 <= b.hit.sentence.index - draft.hit.sentence.index <= LEAD
                and {a.jurisdiction for a in b.acting} & {a.jurisdiction for a in draft.acting}
            ),
            None,
        )
        if (
            fuller is not None
            and draft.role == "main"
            and draft.hit.instrument == "export_licensing"
            and not _VAGUE.search(words)
            and not _END_USE.search(words)
        ):
            draft.hit = replace(draft.hit, instrument="export_prohibition")
            draft.why.append(Why("instrument", "told as a ban further on", words))
        kept.append(draft)
    return kept


def without_doubles(drafts: list[Draft]) -> list[Draft]:
    """One act told in two words: a duty is no second tariff, a purchase no second programme."""
    drafts = _of_title(_told_fully(drafts))
    main = [d for d in drafts if d.role == "main"]
    kinds = {d.hit.instrument for d in main}
    material = any(d.materials and d.hit.instrument in _EXPORT for d in main)
    kept: list[Draft] = []
    for draft in drafts:
        beside = {d.hit.instrument for d in main if d.hit.sentence is draft.hit.sentence}
        if draft.role != "main" or not _is_double(draft, kinds, beside, material=material):
            kept.append(draft)
    return kept
