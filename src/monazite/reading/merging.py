"""Which drafts are one act (§R24)."""

from __future__ import annotations

import re

from monazite.reading.drafts import Draft
from monazite.reading.model import Actor, Named
from monazite.reading.scan import Sentence
from monazite.reading.words import groups


def _one_sum(sentence: Sentence) -> bool:
    return sum(a.kind == "money" and a.per is None for a in sentence.amounts) <= 1


_NUMBER = re.compile(r"\b(?:Announcement|Notice|Order|Decree) (?:No\.? ?)?(\d+)")


def _numbers(draft: Draft) -> frozenset[str]:
    """Numbers of the notices named where an act is told."""
    if draft.numbers is None:
        draft.numbers = frozenset(n for s in draft.sentences for n in _NUMBER.findall(s.text))
    return draft.numbers


# `The solicitation published in August sought`: the one that the news says is called off
_THE_TENDER = re.compile(
    r"\b[Tt]h(?:e|is) (?:tender|solicitation|request for (?:proposals|offers|bids))\b"
)


def _merges(kept: Draft, new: Draft) -> bool:
    if kept.hit.instrument != new.hit.instrument:
        return False
    own, other = _numbers(new), _numbers(kept)
    if own and other and not own & other:
        return False
    same = {a.jurisdiction for a in kept.acting} & {a.jurisdiction for a in new.acting}
    if not same:
        return False
    called_off = kept.role == "main" and kept.hit.action == "cancel" and new.role == "background"
    if called_off and _THE_TENDER.search(new.hit.sentence.text):
        return True
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
    home.numbers = _numbers(home) | _numbers(draft)
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
