# ruff: noqa: E501 - a pattern is one line of words
"""Whether a sentence tells an act as an earlier one: words that look back, its day, an after-clause (§R18)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from monazite.reading.cues import Cue
from monazite.reading.scan import Sentence

_PAST = Cue(
    r"\b(?:already|earlier|previously|early this year|(?:has|have) (?:needed|required|applied|been (?:in place|in force|barred|banned|needed|required))|last (?:year|month|week|june|july|august|september|october|november|december|january|february|march|april|may|spring|summer|autumn|winter)|recalling|own (?:ban|embargo|curbs|controls)|(?:has|have) (?:stood|been in place)|first (?:stopped|halted|banned)|have applied|has applied|had (?:been|already|earlier|previously|also|imposed|banned|introduced|announced|put)|"
    r"similar (?:curbs|controls|restrictions|measures|ban|move)|older measures|came (?:one day |days |weeks |months )?after|comes (?:one day |days |weeks |months )?after|"
    r"countermeasure to|originally|back in|has applied|lost a case|parallel (?:\w+ )?(?:case|probe|investigation)|"
    r"as early as|first (?:introduced|imposed)|was (?:introduced|imposed) in|were (?:introduced|imposed) in|as we previously|we (?:previously )?noted|earlier this (?:week|month|year)|"
    r"(?:a|one|two|three|four|five) (?:years?|decades?) ago|(?:the )?(?:original|previous|existing|current) (?:ban|date|rules?|measures?|controls?|quota)|'s efforts|’s efforts)\b"
)
_AFTER = Cue(
    r"\b(?:(?:minutes|hours|days?|weeks?|months?|years?) after|after|following|follows (?:the|a|an|its|last|this|similar|earlier)|amid|answer(?:s|ed|ing)?(?: to)?|in response to|respon(?:se|ding) to|replying to|in retaliation (?:for|against)|(?:reply|replies|answers?|riposte) to|even though|despite|on top of|having regard to)\b"
)
_AFTER_TITLE = Cue(_AFTER.source.replace("amid|", "amid|as|in line with|"))


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
        before = sentence.text[max(0, when.start - 14) : when.start]
        if not low <= when.start < high or when.kind == "now":
            continue
        if when.kind == "half" and "since" not in before:
            continue
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
_CLEFT = re.compile(
    r"\b(?:was|is|came(?: on)?) [^,;]{3,25}, when$"
)  # `the day was 4 February, when`
_ASIDE = Cue(r"\b(?:when|thereby|before|since|until|because|although|even as|than)\b")


# where the words that tell an after-clause end: a comma that opens no relative clause, and `answered the tariffs by putting`
_LEAVES = re.compile(r",(?! which\b)|\bby [a-z]+ing\b")
_WITH = re.compile(_LEAVES.pattern + r"|\bwith\b")
_SAID_IT_HAD = re.compile(
    r"\b(?:said|says|announced|told|confirmed|stated|reported)\b[^.;]{0,40}\b(?:it|they|he|she|authorities|government|ministry) had$"
)


def _looks_back(sentence: Sentence, left: int, right: int, end: int) -> bool:
    """Words that look back in the clause, but not the tense of reported speech: `said it had banned`."""
    words = sentence.find(_PAST, sentence.lower[left:right])
    had = sentence.find(_HAD, sentence.lower[left:end])
    verb = had or (words if words and words.group(0).startswith("had") else None)
    if verb and _SAID_IT_HAD.search(sentence.lower[: left + verb.start() + 3]):
        return False
    return bool(words or had)


def is_past(sentence: Sentence, start: int, end: int, on: str, *, dated: bool = True) -> bool:
    """Told as an earlier act: words that look back in the same clause, or the act stands in an after-clause."""
    left, right = clause(sentence.text, start, end)
    if _looks_back(sentence, left, right, end):
        return True
    aside = sentence.index > 1 or is_aside(sentence, (start, end))
    if dated and aside and _dated_back(sentence, (start, end), on):
        return True
    after = _AFTER_TITLE if sentence.title else _AFTER
    scope = list(after.each(sentence.lower[:start], sentence.cues))
    if not scope:
        return False
    leaves = _WITH if scope[-1].group(0).startswith("answer") else _LEAVES
    return not leaves.search(sentence.lower, scope[-1].end(), start)


def is_aside(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Whether the words stand in a clause that only dates another."""
    left = clause(sentence.text, *span)[0]
    before = sentence.lower[left : span[0]]
    found = sentence.find(_ASIDE, before)
    return found is not None and not _CLEFT.search(before[: found.end()])
