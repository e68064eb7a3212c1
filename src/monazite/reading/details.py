# ruff: noqa: E501 - a pattern is one line of words
"""Amounts, thresholds and numbers of notices that belong to an act (§R21 to §R23)."""

from __future__ import annotations

import re

from monazite.reading import binding
from monazite.reading.acts import Hit
from monazite.reading.amounts import Amount
from monazite.reading.cues import Cue
from monazite.reading.dating import (
    Details,
    around,
    at_once,
    read_dateline,
    read_dates,
    read_later_start,
    read_start,
)
from monazite.reading.finance import MONEY_INSTRUMENTS, money_kind
from monazite.reading.metrics import was_made
from monazite.reading.model import Dated, InstrumentRef, Money, Quantity, Rate, Threshold, Why
from monazite.reading.scan import Scan, Sentence
from monazite.reading.shares import percent_type

_NUMBER = Cue(
    r"\b(?:(?:Announcement|Notice|Decree|Regulation|Decision|Order|Proclamation|Executive Order|Circular|Law|Act|Statutory Instrument|Solicitation|Presidential Decree|Government Regulation|Ministerial Decree|MOFCOM Announcement|MOFCOM Notice|Public Notice)\s+(?:N[o°º]s?\.?|n[°º]|Number|#)?\s?[A-Z]{0,4}[- ]?\d[\w/.\-]*(?:\s?/\s?[A-Z]{2,}/\s?\d{4})?(?:\s?\((?:19|20)\d\d\))?(?:\s(?:of|,)\s?(?:19|20)\d\d)?"
    r"|No\.\s?\d{1,4}(?:\s?(?:of|/)\s?(?:19|20)\d\d)|SP\d{4}-?\d\d-?[A-Z]-?\d{4}|(?:Regulation |Directive )?(?:EU\s|\(EU\)\s)\d{4}/\d{2,4})"
    r"|(?:商务部\s?(?:海关总署)?\s?)?公告\s?(?:20\d\d\s?年)?\s?第\s?\d+\s?号|20\d\d\s?年\s?第\s?\d+\s?号"
)
_THRESHOLD = re.compile(
    r"\b(?:content|grade|purity|by weight|by value|of (?:the )?value|carbon|concentration|ownership|owned|minimum share|export proceeds|value[- ]added|or more of|pure|value of)\b|含量|纯度|比例",
    re.IGNORECASE,
)


def _amounts(scan: Scan, sentence: Sentence, instrument: str, out: Details) -> None:
    money, masses, rates, limits = [], [], [], []
    for amount in sentence.amounts:
        span = scan.span(sentence, amount.start, amount.end)
        near = sentence.text[max(0, amount.start - 50) : amount.end + 40]
        if amount.kind == "money":
            if instrument == "price_floor" or (
                amount.per is None and instrument in MONEY_INSTRUMENTS
            ):
                money.append(
                    Money(
                        amount.value,
                        amount.unit,
                        amount.per,
                        money_kind(instrument, sentence, amount),
                        span,
                    )
                )
        elif amount.kind == "mass" and (
            re.search(r"\b(?:meant|originally|had planned|previously)\b", near)
            or (instrument.endswith("quota") and was_made(sentence.text, amount))
        ):
            continue
        elif amount.kind == "mass":
            kind = {"export_quota": "export_quota", "production_quota": "production_quota"}.get(
                instrument, "purchase"
            )
            if instrument in {
                "export_quota",
                "production_quota",
                "stockpile_purchase",
                "stockpile_release",
                "offtake_agreement",
                "procurement_contract",
                "stockpile_programme",
            }:
                masses.append(Quantity(amount.value, "t", kind, None, span))
        elif _THRESHOLD.search(near) and not instrument.startswith("stockpile"):
            op = amount.op if amount.op in {">", ">=", "<", "<="} else ">="
            limits.append(Threshold("content", op, amount.value, "%", span))
        elif (kind := _rate_kind(instrument, near)) is not None and not (
            kind == "quota_change" and _is_share(sentence, amount)
        ):
            rates.append(Rate(amount.value, kind, span))
    out.money += tuple(
        m for m in money if (m.value, m.currency) not in {(o.value, o.currency) for o in out.money}
    )
    out.quantities += tuple(q for q in masses if q.value not in {o.value for o in out.quantities})
    out.rates += tuple(r for r in rates if r.value not in {o.value for o in out.rates})
    out.thresholds += tuple(limits)


def _is_share(sentence: Sentence, amount: Amount) -> bool:
    """Whether a percentage beside a quota is a part of a flow and no change of the quota."""
    told = percent_type(binding.around(sentence, amount))
    return told is not None and told.kind != "growth_rate"


def _rate_kind(instrument: str, near: str) -> str | None:
    kinds = {
        "import_tariff": "tariff",
        "trade_remedy": "duty",
        "export_tax": "duty",
        "export_quota": "quota_change",
        "equity_stake": "equity_stake",
        "production_quota": "quota_change",
        "fdi_restriction": "equity_stake",
        "nationalisation": "equity_stake",
    }
    if re.search(r"\broyalt", near, re.IGNORECASE):
        return "royalty"
    if re.search(r"\b(?:stake|equity)\b", near, re.IGNORECASE):
        return "equity_stake"
    if re.search(r"\b(?:tariffs?|dut(?:y|ies)|levy)\b", near, re.IGNORECASE):
        return "tariff" if "tariff" in near.lower() else "duty"
    if re.search(
        r"\b(?:of|from) (?:world|global|China|the world)|\bworld(?:'s|’s)? |\bworldwide", near
    ):
        return None
    if instrument == "policy_strategy" and re.search(
        r"\b(?:at least|no more than|should|target|extract|process|recycle|consum)", near
    ):
        return "strategic_share"
    return kinds.get(instrument)


_NOTICE = re.compile("公告|决定")


def _days(scan: Scan, sentences: list[Sentence], blocked: frozenset[int], out: Details) -> None:
    """Days of a main act that its own sentences leave open: from the opening, the dateline, and further on."""
    opening = [s for s in scan.sentences[:3] if not s.title and s not in sentences]
    if out.announced is None and opening:
        read_dates(scan, opening, out, "opening")
    if out.announced is None:
        read_dateline(scan, out)
    at_once(out)
    if out.effective is None and opening:
        read_start(scan, [s for s in opening if s.index not in blocked], out)
    if out.effective is None and scan.document.date:
        read_later_start(scan, blocked, out)
    notice = bool(_NOTICE.search(scan.document.title))
    if out.announced is None and notice and scan.document.date:
        out.announced = Dated(scan.document.date.isoformat(), "day", None, implicit=True)
        out.why.append(Why("announced", "a notice is announced on its own day"))


def details(
    scan: Scan, found: list[Hit], instrument: str, role: str, blocked: frozenset[int]
) -> Details:
    """Dates, amounts, thresholds and notice numbers of one act, from its sentences and those that go on about it.

    Args:
        scan: The document.
        found: The act's hits.
        instrument: Its kind.
        role: main or background.
        blocked: Sentences that tell another act.
    """
    out = Details()
    sentences = (
        around(scan, found, blocked)
        if role == "main"
        else list({h.sentence.index: h.sentence for h in found}.values())
    )
    read_dates(scan, sentences, out, role)
    if role == "main":
        _days(scan, sentences, blocked, out)
    if instrument in {"nationalisation", "fdi_restriction", "equity_stake"}:
        _stakes(scan, found, out)
    own = {h.sentence.index for h in found}
    for sentence in sentences:
        if sentence.title:
            continue
        if sentence.index in own or instrument in {
            "export_quota",
            "production_quota",
            "policy_strategy",
            "import_tariff",
            "stockpile_release",
            "stockpile_purchase",
        }:
            _amounts(scan, sentence, instrument, out)
        else:
            _limits(scan, sentence, out)
        for ref in _NUMBER.each(sentence.text, sentence.cues):
            out.refs += (InstrumentRef(ref.group(0).strip(), scan.span(sentence, *ref.span())),)
    return out


_HELD = re.compile(
    r"\b(?:of the (?:venture|company|project|firm|mine|shares?)|stake|shareholder|holds? [\d.]+|the state [\d.]+)",
    re.IGNORECASE,
)


def _stakes(scan: Scan, found: list[Hit], out: Details) -> None:
    """Shares of a company told near the act."""
    first = found[0].sentence.index
    for sentence in scan.sentences[first : first + 4]:
        for amount in sentence.amounts:
            near = sentence.text[max(0, amount.start - 30) : amount.end + 35]
            if (
                amount.kind == "percent"
                and not sentence.title
                and _HELD.search(near)
                and amount.value not in {r.value for r in out.rates}
            ):
                out.rates += (
                    Rate(
                        amount.value, "equity_stake", scan.span(sentence, amount.start, amount.end)
                    ),
                )


def _limits(scan: Scan, sentence: Sentence, out: Details) -> None:
    """Limits of content in a sentence that goes on about the act."""
    for amount in sentence.amounts:
        near = sentence.text[max(0, amount.start - 50) : amount.end + 40]
        if amount.kind == "percent" and _THRESHOLD.search(near):
            op = amount.op if amount.op in {">", ">=", "<", "<="} else ">="
            out.thresholds += (
                Threshold(
                    "content", op, amount.value, "%", scan.span(sentence, amount.start, amount.end)
                ),
            )
