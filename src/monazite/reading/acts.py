# ruff: noqa: E501 - a pattern is one line of words
"""Where a sentence tells an act of a government: instrument, action, status (§R15 to §R18)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from monazite.reading.cues import Cue
from monazite.reading.letters import fold
from monazite.reading.rules import Rule, acts_by_bit, table
from monazite.reading.scan import Scan, Sentence


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired in a sentence. `past`: told as an earlier act; `aside`: in a clause that only dates another."""

    rule: str
    instrument: str
    sentence: Sentence
    start: int
    end: int
    action: str
    status: str
    past: bool
    action_rule: str
    aside: bool = False


MOST = 12  # acts a sentence can tell; more is a list of words, not a sentence
_PAST = Cue(
    r"\b(?:already|earlier|previously|early this year|(?:has|have) (?:needed|required|applied|been (?:in place|in force|barred|banned|needed|required))|last (?:year|month|week|june|july|august|september|october|november|december|january|february|march|april|may|spring|summer|autumn|winter)|recalling|own (?:ban|embargo|curbs|controls)|(?:has|have) (?:stood|been in place)|first (?:stopped|halted|banned)|have applied|has applied|had (?:been|already|earlier|previously|also|imposed|banned|introduced|announced|put)|"
    r"similar (?:curbs|controls|restrictions|measures|ban|move)|older measures|came (?:one day |days |weeks |months )?after|comes (?:one day |days |weeks |months )?after|"
    r"countermeasure to|originally|back in|has applied|lost a case|parallel (?:\w+ )?(?:case|probe|investigation)|"
    r"as early as|first (?:introduced|imposed)|was (?:introduced|imposed) in|were (?:introduced|imposed) in|as we previously|we (?:previously )?noted|earlier this (?:week|month|year)|"
    r"(?:a|one|two|three|four|five) (?:years?|decades?) ago|(?:the )?(?:original|previous|existing|current) (?:ban|date|rules?|measures?|controls?|quota)|'s efforts|’s efforts)\b"
)
_AFTER = Cue(
    r"\b(?:(?:minutes|hours|days?|weeks?|months?|years?) after|after|following|follows (?:the|a|an|its|last|this|similar|earlier)|amid|in answer to|in response to|in retaliation (?:for|against)|(?:reply|replies|answers?|riposte) to|even though|despite|on top of|having regard to)\b"
)
_AFTER_TITLE = Cue(_AFTER.source.replace("amid|", "amid|as|in line with|"))
_RUMOUR = Cue(
    r"\b(?:said to (?:ration|plan|halt|restrict|limit|consider|weigh|ban|curb)|sources? (?:said|say|familiar|close)|sources say|never been made public|people (?:familiar|close|with (?:direct )?knowledge|briefed)|(?:officials|sources|people|executives) (?:aware|with knowledge) of|condition of anonymity|asked not to be (?:named|identified)|declined to be (?:named|identified)|reportedly|rumou?r\w*|unconfirmed|according to (?:two|three|four|several|people|sources|media|local media) )"
)
_DENIED = Cue(
    r"\b(?:den(?:y|ies|ied|ying)|no such|not (?:issued|taken|adopted|stopped|halted) (?:any|exports)|did not impose|has not imposed|there is no (?:ban|embargo)|rejected as .{0,3}(?:false|groundless|untrue|baseless)|(?:dismiss(?:es|ed)|reject(?:s|ed)) (?:an? |the )?(?:\w+ )?(?:report|rumou?r)s?)\b"
)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence around a trigger, up to a semicolon, a dash or a conjunction with its own verb."""
    left, right = 0, len(text)
    for begin, after in _breaks(text):
        if after <= start:
            left = after
        elif begin >= end:
            return left, begin
    return left, right


@lru_cache(maxsize=64)
def _breaks(text: str) -> tuple[tuple[int, int], ...]:
    """Where the clauses of a sentence part."""
    return tuple(m.span() for m in _CLAUSE.finditer(text))


_CLAUSE = re.compile(
    r";|\s[-–—]+\s|, (?:but|while|whereas|although|though|and (?:it|will|has|is)|which|who|so that|led|after|following|in answer to|a day after|bringing forward)\b|\b(?:while|whereas|although|two years sooner)\b"
)


def action_of(sentence: Sentence, start: int, end: int) -> tuple[str, str, str]:
    """Action, status and the rule that read them from the clause around a trigger."""
    lower = sentence.lower
    left, right = clause(sentence.text, start, end)
    around = lower[max(left, start - 60) : min(right, end + 30)]
    stopping = _STOPPING.search(lower[start:end])
    for rule in table()[1]:
        if not rule.pattern.first(around, sentence.cues) or not rule.is_named(around):
            continue
        if rule.action == "suspend" and stopping and not re.search(r"\bban", around):
            continue
        if not (rule.without and rule.without.first(around, sentence.cues)):
            return rule.action, rule.status, rule.name
    return "", "", ""


_STOPPING = re.compile(r"\bsuspen\w+\b.*\bexports?\b|\bexports?\b.*\bsuspen")


_OF_REF = re.compile(
    r"(?:No\.?|N[o°º]|\d|Decree|Law|Act|Regulation)\W{0,3}(?:of|/)?\s?$", re.IGNORECASE
)
_OTHER_DATE = Cue(
    r"(?:\bfirst [^.;]{0,40}since |\b(?:planned|foreseen|due|slated|record|since|low|high|level|worth|output|as much as) (?:for |on |in |since )?)$",
    re.IGNORECASE,
)
WEEKS = 25  # days: an act dated further back than this is told as an earlier one


def _dated_back(sentence: Sentence, hit: tuple[int, int], on: str) -> bool:
    """The act's clause names a day, month or year well before the document and none near it: `in 2020`, `last June`."""
    start, end = hit
    left, right = clause(sentence.text, start, end)
    low, high = max(left, start - 70), min(right, end + 60)
    gaps: list[int] = []
    for when in sentence.times if on else ():
        if not low <= when.start < high or when.kind in {"now", "half"}:
            continue
        before = sentence.text[max(0, when.start - 14) : when.start]
        near = sentence.text[max(0, when.start - 60) : when.start]
        since = _OTHER_DATE.first(near, sentence.cues)
        if _OF_REF.search(before) or (
            since and (near.startswith("first", since.start()) or "since" not in before)
        ):
            continue
        if on.startswith(when.value):
            return False
        gaps.append((date.fromisoformat(when.day) - date.fromisoformat(on)).days)
    return bool(gaps) and max(gaps) < -WEEKS


_HAD = Cue(r"\bhad (?:\w+ly )?(?:\w+(?:ed|wn|en|ut|ade|ought|old)|put|set|shut|let)\b")
_ASIDE = Cue(r"\b(?:when|thereby|before|since|until|because|although|even as|than)\b")


_ON_EARLIER = frozenset(
    ["suspend", "remove", "cancel", "extend", "ease"]
)  # acts on an earlier act, whose date they tell


def _past(sentence: Sentence, start: int, end: int, on: str, *, dated: bool = True) -> bool:
    """Told as an earlier act: words that look back in the same clause, or the act stands in an after-clause."""
    left, right = clause(sentence.text, start, end)
    if sentence.find(_PAST, sentence.lower[left:right]) or sentence.find(
        _HAD, sentence.lower[left:end]
    ):
        return True
    aside = sentence.index > 1 or sentence.find(_ASIDE, sentence.lower[left:start])
    if (
        (aside or not sentence.title)
        and dated
        and (aside or sentence.index > 1)
        and _dated_back(sentence, (start, end), on)
    ):
        return True
    after = _AFTER_TITLE if sentence.title else _AFTER
    scope = list(after.each(sentence.lower[:start], sentence.cues))
    return bool(scope) and "," not in sentence.text[scope[-1].end() : start]


def _hit(sentence: Sentence, rule: Rule, span: tuple[int, int], on: str) -> Hit:
    action, status, why = action_of(sentence, *span)
    if rule.action:
        action, why = rule.action, rule.name
    if sentence.find(_DENIED, sentence.lower):
        status = "denied"
    elif sentence.find(_RUMOUR, sentence.lower):
        status = "rumoured"
    past = rule.background or (
        status != "denied"
        and _past(
            sentence,
            *span,
            on,
            dated=action not in _ON_EARLIER or rule.instrument == "nationalisation",
        )
    )
    left = clause(sentence.text, *span)[0]
    aside = past and bool(sentence.find(_ASIDE, sentence.lower[left : span[0]]))
    return Hit(rule.name, rule.instrument, sentence, *span, action, status, past, why, aside)


def _applies(rule: Rule, sentence: Sentence) -> bool:
    """Whether the words a rule needs stand in a sentence and none that it does without."""
    if rule.needs and not rule.needs.first(sentence.lower, sentence.cues):
        return False
    if rule.without and rule.without.first(sentence.lower, sentence.cues):
        return False
    return rule.is_named(fold(sentence.lower))


def _of_sentence(sentence: Sentence, on: str) -> list[Hit]:
    mask, rules = acts_by_bit()
    taken: list[tuple[int, int]] = []
    found: list[Hit] = []
    live = sentence.cues & mask
    while live:
        rule = rules[(live & -live).bit_length() - 1]
        live &= ~rule.pattern.mask
        told = list(rule.pattern.each(sentence.lower, sentence.cues))
        if not told or not _applies(rule, sentence):
            continue
        for start, end in (hit.span() for hit in told):
            if len(taken) >= MOST:
                return found
            if not any(low < end and start < high for low, high in taken):
                taken.append((start, end))
                found.append(_hit(sentence, rule, (start, end), on))
    return found


def hits(scan: Scan) -> list[Hit]:
    """Every rule that fires, the earlier rule winning where two overlap."""
    on = scan.document.date.isoformat() if scan.document.date else ""
    found: list[Hit] = []
    for sentence in scan.sentences:
        if sentence.index > 1 and _SMALL_PRINT.match(sentence.text):
            break
        found += [
            hit
            for hit in _of_sentence(sentence, on)
            if sentence.index <= 1 or not _is_idea(sentence, hit)
        ]
    return found


_SMALL_PRINT = re.compile(
    r"\W*(?:FORWARD[- ]LOOKING|Forward[- ]looking statements|Disclaimer|About (?:the )?[A-Z][\w&. -]{2,40}(?:$|\n|\.| Inc| Group| is )|Neither the [A-Z]\w+ (?:Venture )?Exchange|"
    r"This (?:article|publication|update|report|Legal Update) is (?:for|a general|part)|Subscribe to|Original Author|SHARE THIS)"
)
_NOUN_ACTS = frozenset(
    [
        "import_tariff",
        "sanctions",
        "export_licensing",
        "export_tax",
        "export_prohibition",
        "stockpile_programme",
        "price_floor",
    ]
)
_IDEA = Cue(
    r"\b(?:could|might|if|decide on|decides? whether|ask(?:s|ed)? [^.;]{1,30} for|demand(?:s|ed)|lobb\w+|call(?:s|ed) for|such as|recommend\w*|whether|fears? (?:of|that)|threats? of|risks? of|rule[sd]? out|instead of|like|talk of|words)\b[^.;]{0,60}$"
)

_NONE = re.compile(
    r"\b(?:no|not to (?:put|impose|set)) (?:\w+ ){0,2}$|\b(?:possible|potential|any) (?:new |further |additional )?$"
)


def _is_idea(sentence: Sentence, hit: Hit) -> bool:
    """A measure named as a mere possibility outside the opening: `could recommend tariffs`, `risks such as export bans`."""
    left = clause(sentence.text, hit.start, hit.end)[0]
    if hit.instrument == "import_tariff" and _NONE.search(sentence.lower[left : hit.start]):
        return True
    return hit.instrument in _NOUN_ACTS and bool(
        sentence.find(_IDEA, sentence.lower[left : hit.start])
    )


def rumoured(scan: Scan) -> bool:
    """Whether the opening of the text rests on unnamed sources."""
    opening = [s for s in scan.sentences if not s.title][:2]
    return any(s.find(_RUMOUR, s.lower) for s in opening)
