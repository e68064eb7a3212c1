# ruff: noqa: E501 - a table is one line a row
"""The kind of an amount of money: a ceiling is no order, a loan no grant (§R21)."""

from __future__ import annotations

import re
from dataclasses import replace

from monazite.reading.amounts import Amount
from monazite.reading.model import Event, Money, Span
from monazite.reading.scan import Scan, Sentence

MONEY_INSTRUMENTS = {
    "stockpile_purchase": "contract_ceiling", "procurement_contract": "contract_ceiling", "stockpile_programme": "programme_total",
    "state_loan": "loan", "equity_stake": "equity", "subsidy_fund": "grant", "international_agreement": "government_commitment",
    "offtake_agreement": "contract_initial", "price_floor": "price_floor", "policy_strategy": "appropriation", "sanctions": "penalty",
    "fdi_restriction": "penalty",
}  # fmt: skip
_CONTRACT = re.compile(r"[^.;]{0,45}\bcontracts?\b", re.IGNORECASE)
_KINDS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("solicitation_max", r"\bsolicit\w*|\btender\b|request for"),
        ("loan", r"\bloans?\b|\bdebt\b|\blend"),
        ("contract_initial", r"\bfirst (?:delivery )?order\b|\binitial\b"),
        ("price_floor", r"\bfloor\b"),
        ("private_capital", r"\bprivate\b"),
        ("tax_incentive", r"\btax (?:credit|incentive|offset)"),
        ("pipeline", r"\bpipeline\b"),
        ("equity", r"\bequity\b|\bstake\b|\bstock\b"),
        ("grant", r"\bgrants?\b"),
        ("appropriation", r"\bappropriat\w+|\bbudget\b"),
    )
)


def money_kind(instrument: str, sentence: Sentence, amount: Amount) -> str:
    """The kind of an amount of money from the words beside it, then from the instrument."""
    near = sentence.text[max(0, amount.start - 60) : amount.end + 50]
    if _CONTRACT.match(sentence.text, amount.end):
        return "contract_ceiling"
    for kind, pattern in _KINDS:
        if pattern.search(near):
            return kind
    return MONEY_INSTRUMENTS.get(instrument, "programme_total")


# what the first word after an amount makes it: `$400 million of preferred stock and a $150 million loan`
_OWN_WORD = re.compile(
    r"[^.;$€£¥]{0,45}?\b(?:(?P<state_loan>loans?|debt|credit)|(?P<equity_stake>stock|shares|equity|stakes?|warrants)|(?P<subsidy_fund>grants?|subsid\w+))\b",
    re.IGNORECASE,
)


def apportioned(scan: Scan, acts: tuple[Event, ...]) -> tuple[Event, ...]:
    """The acts with each amount that several of them tell given to the one whose kind the words after it name."""
    told: dict[Span, set[str]] = {}
    for act in acts:
        for money in act.money:
            if money.span:
                told.setdefault(money.span, set()).add(act.instrument)
    owner: dict[Span, str] = {}
    for span, among in told.items():
        hit = _OWN_WORD.match(scan.document.text, span.end - scan.start) if len(among) > 1 else None
        if hit and hit.lastgroup in among:
            owner[span] = hit.lastgroup
    if not owner:
        return acts
    return tuple(
        replace(act, money=tuple(m for m in act.money if _is_own(m, act, owner))) for act in acts
    )


def _is_own(money: Money, act: Event, owner: dict[Span, str]) -> bool:
    return money.span is None or owner.get(money.span, act.instrument) == act.instrument
