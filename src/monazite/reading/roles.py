"""Which acts are the news and which the background (§R18)."""

from __future__ import annotations

import re

from monazite.reading.drafts import Draft
from monazite.reading.model import Why
from monazite.reading.parties import WORLD_TARGETS
from monazite.reading.relevance import LEAD, NEAR

HEADING = 30  # characters: `Price floor.` over the terms of a deal
MONEY_ACTS = frozenset(
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
EXPORT_ACTS = WORLD_TARGETS - {"export_other"}


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
    if draft.hit.instrument in MONEY_ACTS:
        heading = len(draft.hit.sentence.text) < HEADING and first.hit.instrument in MONEY_ACTS
        return heading or any(a.kind == "money" for a in draft.hit.sentence.amounts)
    own = {m for m, named in draft.materials.items() if not named.implicit}
    return (
        draft.hit.instrument in EXPORT_ACTS
        and first.hit.instrument in EXPORT_ACTS
        and bool(own)
        and not own & set(first.materials)
    )


def _beside(first: Draft, draft: Draft) -> bool:
    """Money of another government in the same deal: a lender beside the state that takes a stake."""
    deals = MONEY_ACTS | {"international_agreement"}
    near = draft.hit.sentence.index <= NEAR + 1
    return near and first.hit.instrument in deals and draft.hit.instrument in deals


_DIGEST = re.compile(
    r"\b(?:round-?up|the week (?:in|that)|this week in|weekly (?:digest|review|wrap)|"
    r"digest|news of week|as it happened|in brief|newsletter|week \d+)\b",
    re.IGNORECASE,
)
_NEWS = 0.95  # told as news with this probability or more, an act is no background


def _ruling_on(first: Draft, drafts: list[Draft]) -> Draft | None:
    """The ruling, or the complaint, in place of the acts it is about, which are no news."""
    rulings = [
        d
        for d in drafts
        if d.role == "main"
        and d.hit.instrument == "dispute_ruling"
        and d.hit.sentence.index <= LEAD
    ]
    if not rulings:
        return None
    told = {d.hit.sentence.index for d in rulings}
    about = [
        d
        for d in drafts
        if d.role == "main"
        and d.hit.instrument in EXPORT_ACTS
        and (d.hit.sentence.title or d.hit.sentence.index in told)
        and _CASE.search(d.hit.sentence.text)
    ]
    for draft in about:
        draft.role = "background"
    return rulings[0] if first in about else None


_CASE = re.compile(
    r"\b(?:WTO|World Trade Organi[sz]ation|panel|Appellate|appeal|judges|complaint)\b"
)
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
    first = _ruling_on(first, drafts) or first
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
