# ruff: noqa: E501 - a pattern is one line of words
"""Numbers that no act took at first and that are no claim about the world: they go to the act told nearest (§R22)."""

from __future__ import annotations

import re
from dataclasses import replace

from monazite.reading.binding import Around, around
from monazite.reading.cues import Cue
from monazite.reading.metrics import mass_cue, was_made
from monazite.reading.model import Event, Quantity, Rate, Threshold
from monazite.reading.scan import Scan, Sentence
from monazite.reading.shares import follows, is_noise, owns, percent_type

_DUTY = re.compile(
    r"\b(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|tax(?:es)?)\b|关税|税率|税", re.IGNORECASE
)
_TARIFF = re.compile(r"\btariffs?\b|进口关税", re.IGNORECASE)
_STAKE = re.compile(
    r"\b(?:stakes?|equity|owns?|owned|holding|shareholder|of the (?:venture|company|business|firm))\b|股份|持股",
    re.IGNORECASE,
)
_ROYALTY = re.compile(r"\broyalt", re.IGNORECASE)
_QUOTA = Cue(
    r"\b(?:quotas?|allowances?|allocat\w+|allot\w+|caps?|capped|ceilings?|allow(?:s|ed|ing)? for the export)\b|指标|配额",
    re.IGNORECASE,
)
_QUOTAS = {"export_quota": "export_quota", "production_quota": "production_quota"}
_SHIFT = re.compile(
    r"\b(?:up|down|higher|lower|cut|rais\w+|rose|fell|increase\w*|reduc\w+)\b", re.IGNORECASE
)
_NEAR = 70
# an amount that may leave is the act's own, and so is one that a stockpile buys or sells
_ALLOWED = Cue(
    r"\b(?:may|can) (?:\w+ )?(?:ship|export|leave|go|be (?:shipped|exported))\b|\b(?:permits?|licen[cs]es?|permission|leave|cleared|recommendation)\b[^.;]{0,30}\b(?:to export|for|to ship|in)\b|\b(?:shared (?:out|among)|pro rata|kept back|(?:is|are) kept|handed out|commitment of)\b"
)
_BOUGHT = frozenset(["stockpile_release", "stockpile_purchase", "procurement_contract"])
_DEAL = re.compile(
    r"\b(?:sold|sells?|sell|auction\w*|offers? (?:of|for)|bought|buy|purchas\w+|solicit\w+|tender\w*|asked for)\b[^.;:%]{0,110}$|\b(?:lots?|rounds?|batch(?:es)?|auctions?) (?:\w+,? ){0,4}(?:compris\w+|consist\w* of|includ\w+|(?:had )?put)\b[^.;:%]{0,80}$"
)
_PLANNED = re.compile(r"\b(?:meant|originally|planned|previously)\b")
_BOUNDS = frozenset([">", ">=", "<", "<="])
_HAN = re.compile("[\u4e00-\u9fff]")


def _taken(events: tuple[Event, ...]) -> set[int]:
    used = [x for e in events for x in (*e.money, *e.quantities, *e.rates, *e.thresholds)]
    return {x.span.start for x in used if x.span and x.span.part == "text"}


def _rate_kind(near: str) -> str | None:
    if _ROYALTY.search(near):
        return "royalty"
    if _DUTY.search(near):
        return "tariff" if _TARIFF.search(near) else "duty"
    return "equity_stake" if _STAKE.search(near) else None


def _fitting(kind: str, event: Event) -> bool:
    """Whether an act of this kind is the likelier owner of such a number."""
    wanted = {
        "tariff": {"import_tariff", "trade_remedy"},
        "duty": {"export_tax", "trade_remedy", "import_tariff"},
        "equity_stake": {"equity_stake", "nationalisation", "fdi_restriction"},
        "quota_change": {"export_quota", "production_quota"},
    }
    return event.instrument in wanted.get(kind, set())


def _owner(events: list[Event], at: int, kind: str, first: int) -> int:
    """Index of the event told nearest before the number, of a fitting instrument where there is one."""

    def far(index: int) -> tuple[bool, bool, int]:
        trigger = events[index].trigger
        start = trigger.start if trigger else 0
        if trigger is None or trigger.part == "title":
            start += first  # the title stands before each part of a long text
        return (not _fitting(kind, events[index]), start > at, abs(at - start))

    return min(range(len(events)), key=far)


def _percent(scan: Scan, sentence: Sentence, at: Around) -> Rate | Threshold | None:
    amount = at.amount
    if (amount.op == "~" and not amount.words) or is_noise(at) or follows(at):
        return None  # a fraction in words that is no share
    low, high = max(at.left, amount.start - _NEAR), min(at.right, amount.end + _NEAR)
    near = sentence.text[low:high]
    kind = _rate_kind(near)
    span = scan.span(sentence, amount.start, amount.end)
    if kind is None and percent_type(at) is not None:
        return None
    if kind is not None and percent_type(at, strict=True) is not None:
        return None
    if kind is None and owns(at):
        kind = "equity_stake"
    if kind is None and sentence.find(_QUOTA, near):
        kind = "quota_change"
    if kind:
        return Rate(amount.value, kind, span)
    return Threshold("share", amount.op if amount.op != "~" else "=", amount.value, "%", span)


def _is_allowed(sentence: Sentence, low: int, high: int) -> bool:
    """Whether words of a permit stand in a part of a sentence."""
    live = sentence.cues & _ALLOWED.mask
    return bool(live) and bool(_ALLOWED.pattern.search(sentence.text, low, high))


def _mass(
    scan: Scan, sentence: Sentence, at: Around, events: list[Event]
) -> Quantity | Threshold | None:
    """A quota, where an act sets one and the words of the number tell nothing else."""
    amount = at.amount
    if amount.op in _BOUNDS and not sentence.text.isascii() and _HAN.search(sentence.text):
        return Threshold(
            "output", amount.op, amount.value, "t", scan.span(sentence, amount.start, amount.end)
        )
    low = max(0, amount.start - _NEAR)
    quota = next(
        (_QUOTAS[e.instrument] for e in events if e.instrument in _QUOTAS and e.role == "main"), ""
    )
    if any(e.instrument in _BOUGHT for e in events):
        before = sentence.text[at.low : amount.start]
        if _DEAL.search(before) and not _PLANNED.search(before):
            span = scan.span(sentence, amount.start, amount.end)
            return Quantity(amount.value, "t", "purchase", None, span)
    if (
        not sentence.find(_QUOTA, sentence.text[low : amount.end + 40])
        and not _is_allowed(sentence, low, amount.end + _NEAR)
        and not (quota and (sentence.find(_QUOTA, at.before) or not mass_cue(at)))
    ):
        return None
    if mass_cue(at) in {"reserves_volume", "capacity"} or was_made(sentence.text, amount):
        return None
    return Quantity(
        amount.value,
        "t",
        quota or "export_quota",
        None,
        scan.span(sentence, amount.start, amount.end),
    )


def with_numbers(scan: Scan, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events with the rates, limits and quotas that their sentences tell beside them.

    Annotators keep nearly every percentage of a text that tells an act. One that is neither a share of the world's
    or a country's flow nor a change belongs to the act told nearest before it.

    Spec: §R22.
    """
    if not events:
        return events
    found, taken = list(events), _taken(events)
    for sentence in scan.sentences:
        if sentence.title:
            continue
        for amount in sentence.amounts:
            if sentence.start + amount.start in taken or amount.kind == "money":
                continue
            if amount.kind == "mass":
                given = _mass(scan, sentence, around(sentence, amount), found)
            else:
                given = _percent(scan, sentence, around(sentence, amount))
            if given is not None:
                _give(found, given, sentence.start + amount.start, scan.start)
    return tuple(found)


def _give(events: list[Event], given: Rate | Threshold | Quantity, at: int, first: int) -> None:
    kind = given.kind if not isinstance(given, Threshold) else "limit"
    kind = "quota_change" if isinstance(given, Quantity) else kind
    index = _owner(events, at, kind, first)
    event = events[index]
    if isinstance(given, Rate):
        events[index] = replace(event, rates=(*event.rates, given))
    elif isinstance(given, Quantity):
        events[index] = replace(event, quantities=(*event.quantities, given))
    else:
        events[index] = replace(event, thresholds=(*event.thresholds, given))
