"""Which drafts are the news, which the background, and which are one act (§R18, §R24)."""

from __future__ import annotations

import re
from dataclasses import replace

from monazite.reading.drafts import LEAD, Draft
from monazite.reading.model import Actor, Named, Why
from monazite.reading.scan import Scan
from monazite.reading.words import groups

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
    return (
        draft.hit.instrument in _EXPORT
        and first.hit.instrument in _EXPORT
        and bool(own)
        and not own & set(first.materials)
    )


def give_roles(drafts: list[Draft]) -> None:
    """The first act told as news sets who acts; later acts of others, or told as earlier, are background."""
    first = next((d for d in drafts if d.role == "main"), None) or drafts[0]
    first.role = "main"
    if re.search("公告|决定", first.hit.sentence.text):
        return
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
        )
        return not money
    return bool(shared) or (kept.role == new.role and bool(groups() & set(kept.materials)))


def better(old: Named | Actor | None, new: Named | Actor) -> bool:
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
_CUE_AUTHORITY = re.compile(
    r"\b(?:government|authorit\w+|ministr?y?\w*|regulators?|state|decree|province|officials?|army|president|cabinet|audit)\b",
    re.IGNORECASE,
)
_ACCIDENT = re.compile(
    r"\b(?:accident|collapse\w*|rockfall|earthquake|quake|fire|explosion|flood\w*|killed|dead|died|landslide|strike|shutdown|injur\w+|trapped)\b",
    re.IGNORECASE,
)


def is_sound(scan: Scan, draft: Draft) -> bool:
    """Leave out what only looks like an act: an agreement of one side, a mine shut by an accident or its owner."""
    words = " ".join(s.text for s in draft.sentences)
    if draft.hit.instrument == "international_agreement":
        return len({a.jurisdiction for a in draft.acting}) > 1
    if draft.hit.instrument == "mining_suspension":
        opening = " ".join(s.text for s in scan.sentences[:3])
        return bool(_CUE_AUTHORITY.search(words)) and not _ACCIDENT.search(opening)
    return True


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


def without_doubles(drafts: list[Draft]) -> list[Draft]:
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
    if "export_prohibition" in kinds:
        drafts = [
            d
            for d in drafts
            if d.hit.instrument != "export_licensing"
            or d.role != "main"
            or not _DUAL.search(d.hit.sentence.text[d.hit.start : d.hit.end])
        ]
    if any(d.role == "main" and d.materials and d.hit.instrument in _EXPORT for d in drafts):
        drafts = [
            d
            for d in drafts
            if d.role != "main" or d.materials or d.hit.instrument != "export_licensing"
        ]
    if "trade_remedy" in kinds:
        drafts = [d for d in drafts if d.hit.instrument != "import_tariff"]
    return [
        d
        for d in drafts
        if d.role != "main"
        or d.hit.instrument not in drop
        or (
            any(a.kind == "money" for a in d.hit.sentence.amounts)
            and d.hit.instrument == "state_loan"
            and "stockpile_programme" not in kinds
        )
    ]
