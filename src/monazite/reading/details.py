# ruff: noqa: E501 - a pattern is one line of words
"""Dates, amounts, thresholds and numbers of notices that belong to an act (§R20 to §R23)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date

from monazite.reading.acts import Hit
from monazite.reading.finance import MONEY_INSTRUMENTS, money_kind
from monazite.reading.model import Dated, InstrumentRef, Money, Quantity, Rate, Threshold, Why
from monazite.reading.scan import Scan, Sentence
from monazite.reading.times import When

_EFFECTIVE = re.compile(
    r"(?:\b(?:from|starting|effective|as of|begin(?:s|ning)?|start(?:s|ed)?|takes? effect|took effect|in(?:to)? force|enters? into force|with effect from|since|come into effect|came into (?:effect|force)|apply|applied|applies|will [\w ]{1,25}|on or after|by|has been in place since|the)\s*(?:on|from|in|as of|the|by|since)?\s*(?:the\s)?)$",
    re.IGNORECASE,
)
_EXPIRES = re.compile(
    r"\b(?:until|till|through|to last (?:until|through)|expir\w+(?: on| in)?|ends? on|ending(?: on)?|valid (?:until|through)|up to|lasts? (?:until|through))\s*(?:the\s|at least\s)?(?:end of\s)?$",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:announced|said|signed|dated|issued|published|released|unveiled|meeting|adopted|on|told|confirmed|decided|of|won|awarded|done at \w+,?)\s*(?:it\s)?(?:on|in)?\s*$|\($",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"\b(?:said|says|announc\w+|confirm\w+|told|statement|declar\w+|unveil\w+|sign(?:ed|s)|decid\w+|order\w+|publish\w+|issu\w+|releas\w+|shows?|prohibited|banned|outlawed|turned down|ruled|produced|won|award\w*|resolved|impos\w+|propos\w+|approv\w+|adopt\w+|agreed|suspend\w+|report\w+|lift\w+|launch\w+|set|struck)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:(?:Announcement|Notice|Decree|Regulation|Decision|Order|Proclamation|Executive Order|Circular|Law|Act|Statutory Instrument|Solicitation|Presidential Decree|Government Regulation|Ministerial Decree|MOFCOM Announcement|MOFCOM Notice|Public Notice)\s+(?:N[o°º]s?\.?|n[°º]|Number|#)?\s?[A-Z]{0,4}[- ]?\d[\w/.\-]*(?:\s?/\s?[A-Z]{2,}/\s?\d{4})?(?:\s?\((?:19|20)\d\d\))?(?:\s(?:of|,)\s?(?:19|20)\d\d)?"
    r"|No\.\s?\d{1,4}(?:\s?(?:of|/)\s?(?:19|20)\d\d)|SP\d{4}-?\d\d-?[A-Z]-?\d{4}|(?:Regulation |Directive )?(?:EU\s|\(EU\)\s)\d{4}/\d{2,4})"
    r"|(?:商务部\s?(?:海关总署)?\s?)?公告\s?(?:20\d\d\s?年)?\s?第\s?\d+\s?号|20\d\d\s?年\s?第\s?\d+\s?号"
)
_DURATION = re.compile(
    r"\bfor (?:a |an )?(?:further |additional |another )?(?P<n>one|two|three|four|six|nine|twelve|\d{1,2})[- ]months?\b",
    re.IGNORECASE,
)
_COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12}
_THRESHOLD = re.compile(
    r"\b(?:content|grade|purity|by weight|by value|of (?:the )?value|carbon|concentration|ownership|owned|minimum share|export proceeds|value[- ]added|or more of|pure|value of)\b|含量|纯度|比例",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Details:
    """What was read for one act."""

    announced: Dated | None = None
    effective: Dated | None = None
    expires: Dated | None = None
    money: tuple[Money, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    rates: tuple[Rate, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    refs: tuple[InstrumentRef, ...] = ()
    why: list[Why] = field(default_factory=list)


def _dated(scan: Scan, sentence: Sentence, when: When) -> Dated:
    return Dated(when.value, when.precision, scan.span(sentence, when.start, when.end))


_FORCE = re.compile(
    r"\b(?:in(?:to)? force|takes? effect|took effect|effective)\s(?:on\s)?$", re.IGNORECASE
)
_SAID = re.compile(r"\b(?:said|of|announced|dated|issued)\s(?:the\s)?$")
_WAIVER = re.compile(r"waiver|exempt", re.IGNORECASE)
_AHEAD_KINDS = frozenset(["full", "month", "half", "relative"])


def _written(sentence: Sentence, when: When, before: str) -> str:
    """The role that the way a date is written, or a Chinese particle beside it, gives it."""
    chinese = "年" in sentence.text[when.start : when.end + 1]
    if chinese and before.endswith("自"):
        return "effective"
    if before.endswith("至"):
        return "expires"
    if when.kind == "now":
        return "effective"
    if when.kind == "week":
        if _FORCE.search(before):
            return "effective"
        return "announced" if _SPEECH.search(sentence.text) else "none"
    return ""


def role_of(sentence: Sentence, when: When, on: str) -> str:
    """What a date in a sentence stands for: effective, expires, announced, or nothing."""
    before = sentence.text[max(0, when.start - 60) : when.start]
    if _EXPIRES.search(before):
        return "" if _WAIVER.search(before) else "expires"
    written = _written(sentence, when, before)
    if written:
        return "" if written == "none" else written
    ahead = bool(on) and when.day > on and when.kind in _AHEAD_KINDS
    if ahead or when.kind == "half" or (_EFFECTIVE.search(before) and not _SAID.search(before)):
        return "effective"
    if when.kind == "full" and (_ANNOUNCED.search(before) or _SPEECH.search(sentence.text)):
        return "announced"
    return ""


_ELABORATES = re.compile(
    r"^(?:The (?:ban|measures?|rules?|suspension|pause|order|decree|decision|step|move|restrictions?|controls?|curbs?|prohibition|regulations?|law|quotas?|halt|list|duty|duties|tariffs?|act|deal|agreement|scheme|notice)\b|It\b|They\b|This\b|These\b|That\b|Exporters\b|Shipments\b|Metals\b|Under\b|Announcement\b|Only\b|Two categories|Six kinds|By 20\d\d|Among|Gallium\b|Tungsten\b|Graphite\b|In principle|Both|Miners|Companies|Producers|The (?:ceiling|cap|first|second|tender)|All\b|Items\b|Products\b)|"
    r"\b(?:covers?|covered|include[sd]?|including|reach(?:es)?|appl(?:y|ies)|affects?|concern(?:s|ed)|caught|takes? effect|in(?:to)? force|effective|valid|expires?|lasts|starts? (?:on|at|in)|licen[cs]es? (?:will|are|is)|no such export)\b|实施|包括|特性"
)
_DATELINE = re.compile(r"^[A-Z][A-Z ,.\-/]{2,60}[, ]\s*\(?$")


def elaborates(sentence: Sentence) -> bool:
    """Whether a sentence goes on about the act before it."""
    return bool(_ELABORATES.search(sentence.text))


def around(scan: Scan, found: list[Hit], blocked: frozenset[int]) -> list[Sentence]:
    """The act's own sentences in the text first, then up to three that follow and go on about it, then the title."""
    own = [h.sentence for h in found if not h.sentence.title]
    first = own[0].index if own else (1 if scan.sentences and scan.sentences[0].title else 0)
    if not own and first < len(scan.sentences):
        own = [scan.sentences[first]]
    kept = {s.index: s for s in own}
    for index in range(first + 1, min(first + 4, len(scan.sentences))):
        sentence = scan.sentences[index]
        if index not in blocked and elaborates(sentence):
            kept.setdefault(index, sentence)
    return list(kept.values()) + [h.sentence for h in found if h.sentence.title]


def _far(when: When, on: str) -> float:
    """Of two days in one sentence the one nearer to the document is its own."""
    if not on or when.kind != "full":
        return 0.0
    return min(abs((date.fromisoformat(when.day) - date.fromisoformat(on)).days) / 1000, 0.9)


def _candidates(
    scan: Scan, sentences: list[Sentence], role: str
) -> list[tuple[str, float, Sentence, When]]:
    on = scan.document.date.isoformat() if scan.document.date else ""
    told: list[tuple[str, float, Sentence, When]] = []
    for order, sentence in enumerate(sentences):
        place = order + (10 if sentence.title else 0)
        for when in sentence.times:
            kind = role_of(sentence, when, on)
            if (
                sentence.index <= 1
                and when.kind == "full"
                and _DATELINE.search(sentence.text[: when.start])
            ):
                continue
            if (
                role == "background"
                and when.kind != "week"
                and ((not kind and when.kind in {"full", "month", "year"}) or kind == "announced")
            ):
                kind = "effective"
            if kind:
                rank = (
                    place
                    + (0 if when.kind == "week" or kind != "announced" else 5)
                    + (2 if when.kind in {"year", "half"} else 0)
                    + _far(when, on)
                )
                told.append((kind, rank, sentence, when))
    return told


def _dates(scan: Scan, sentences: list[Sentence], out: Details, role: str) -> None:
    for kind, _, sentence, when in sorted(_candidates(scan, sentences, role), key=lambda c: c[1]):
        if role == "opening" and kind != "announced":
            continue
        if getattr(out, kind) is None:
            setattr(out, kind, _dated(scan, sentence, when))
            out.why.append(Why(kind, f"date {when.kind}", sentence.text[when.start : when.end]))
    if role != "main":
        return
    signed = (
        out.effective
        and out.effective.span
        and re.search("sign|publi", out.effective.span.quote, re.IGNORECASE)
    )
    if signed and out.effective and out.announced:
        out.effective = Dated(out.announced.value, out.announced.precision, out.effective.span)
    if out.expires is None:
        _duration(scan, sentences, out)


def _duration(scan: Scan, sentences: list[Sentence], out: Details) -> None:
    """`for four months` from the effective day, else from the day of announcement."""
    start = out.effective or out.announced
    if start is None or start.precision != "day":
        return
    for sentence in sentences:
        hit = _DURATION.search(sentence.text)
        if not hit or not re.search(
            r"suspen|halt|ban|prolong|extend|temporar", sentence.text, re.IGNORECASE
        ):
            continue
        months = _COUNT.get(hit["n"].lower()) or (int(hit["n"]) if hit["n"].isdigit() else 0)
        year, month, day = map(int, start.value.split("-"))
        total = year * 12 + month - 1 + months
        ends = min(day, calendar.monthrange(total // 12, total % 12 + 1)[1])
        value = f"{total // 12:04d}-{total % 12 + 1:02d}-{ends:02d}"
        out.expires = Dated(value, "day", scan.span(sentence, *hit.span()))
        out.why.append(Why("expires", "duration from the start", hit.group(0)))
        return


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
        elif amount.kind == "mass" and re.search(
            r"\b(?:meant|originally|had planned|previously)\b", near
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
        elif (kind := _rate_kind(instrument, near)) is not None:
            rates.append(Rate(amount.value, kind, span))
    out.money += tuple(
        m for m in money if (m.value, m.currency) not in {(o.value, o.currency) for o in out.money}
    )
    out.quantities += tuple(q for q in masses if q.value not in {o.value for o in out.quantities})
    out.rates += tuple(r for r in rates if r.value not in {o.value for o in out.rates})
    out.thresholds += tuple(limits)


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
    opening = (
        [s for s in scan.sentences[:3] if not s.title and s not in sentences]
        if role == "main"
        else []
    )
    _dates(scan, sentences, out, role)
    if out.announced is None and opening:
        _dates(scan, opening, out, "opening")
    notice = bool(re.search("公告|决定", scan.document.title)) and scan.document.date is not None
    if out.announced is None and notice and role == "main" and scan.document.date:
        out.announced = Dated(scan.document.date.isoformat(), "day", None, implicit=True)
        out.why.append(Why("announced", "a notice is announced on its own day"))
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
        for ref in _NUMBER.finditer(sentence.text):
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
