# ruff: noqa: E501 - a pattern is one line of words
"""Where a sentence tells an act of a government: instrument, action, status (§R15 to §R18)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from monazite import catalog
from monazite.reading.cues import Cue, Cues, letters
from monazite.reading.scan import Scan, Sentence


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of reference/reading/acts.yaml."""

    name: str
    instrument: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    without: re.Pattern[str] | None
    action: str
    status: str = ""
    stems: frozenset[str] = frozenset()
    background: bool = False


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


_LOOKS = 6  # bits of an act
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
_AFTER_TITLE = Cue(_AFTER.pattern.pattern.replace("amid|", "amid|as|in line with|"))
_RUMOUR = Cue(
    r"\b(?:said to (?:ration|plan|halt|restrict|limit|consider|weigh|ban|curb)|sources? (?:said|say|familiar|close)|sources say|never been made public|people (?:familiar|close|with (?:direct )?knowledge|briefed)|(?:officials|sources|people|executives) (?:aware|with knowledge) of|condition of anonymity|asked not to be (?:named|identified)|declined to be (?:named|identified)|reportedly|rumou?r\w*|unconfirmed|according to (?:two|three|four|several|people|sources|media|local media) )"
)
_DENIED = Cue(
    r"\b(?:den(?:y|ies|ied|ying)|no such|not (?:issued|taken|adopted|stopped|halted) (?:any|exports)|did not impose|has not imposed|there is no (?:ban|embargo)|rejected as .{0,3}(?:false|groundless|untrue|baseless)|(?:dismiss(?:es|ed)|reject(?:s|ed)) (?:an? |the )?(?:\w+ )?(?:report|rumou?r)s?)\b"
)


def _materials() -> str:
    """One pattern for the names of materials of one or two words."""
    names = catalog.document("reading", "substances.yaml")["names"]
    short = {
        n.lower() for group in names.values() for n in group if n.isascii() and n.count(" ") <= 1
    }
    return "(?:" + "|".join(map(re.escape, sorted(short, key=len, reverse=True))) + ")"


@cache
def _table() -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    content = catalog.document("reading", "acts.yaml")
    macros: dict[str, str] = {**content["macros"], "MAT": _materials()}

    def build(text: str) -> re.Pattern[str]:
        while any("{" + name + "}" in text for name in macros):
            for name, body in macros.items():
                text = text.replace("{" + name + "}", body)
        return re.compile(text.lower())

    def rule(entry: dict[str, str], name: str, instrument: str) -> Rule:
        return Rule(
            name,
            instrument,
            build(entry["pattern"]),
            build(entry["needs"]) if entry.get("needs") else None,
            build(entry["without"]) if entry.get("without") else None,
            entry.get("action", ""),
            entry.get("status", ""),
            frozenset(str(entry.get("stems") or "").split("|")) - {""},
            bool(entry.get("background")),
        )

    acts = [
        rule(entry, f"{entry['instrument']}#{n}", entry["instrument"])
        for n, entry in enumerate((*content["acts"], *content["chinese"]), 1)
    ]
    actions = [
        rule(entry, f"{entry['action']}#{n}", "") for n, entry in enumerate(content["actions"], 1)
    ]
    return tuple(acts), tuple(actions)


@cache
def _cues() -> tuple[Cues, int, tuple[tuple[str, int], ...]]:
    """Which words lead to which act, the number of acts, and the stems of several words.

    An act has a bit for its stems, and others for the letters its pattern and the words it needs must hold. Where one
    is missing the sentence does not tell the act.
    """
    found, rules = Cues(), _table()[0]
    size = len(rules)
    phrases: dict[str, int] = {}
    for number, rule in enumerate(rules):
        for stem in rule.stems:
            if " " in stem:
                phrases[stem] = phrases.get(stem, 0) | 1 << number
        found.add(1 << number, [stem for stem in rule.stems if " " not in stem])
        held = letters(rule.pattern) + (letters(rule.needs) if rule.needs else ())
        for row in range(1, _LOOKS):
            found.add(1 << (row * size + number), held[row - 1] if row <= len(held) else None)
    return found, size, tuple(phrases.items())


@cache
def _codes() -> dict[str, str]:
    return dict(catalog.document("reading", "acts.yaml")["mast"])


def mast(instrument: str) -> str | None:
    """UNCTAD MAST (2019) code of an instrument, where there is one."""
    return _codes().get(instrument)


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
    for rule in _known_actions(lower):
        hit = rule.pattern.search(around) if any(s in around for s in rule.stems) else None
        if hit and rule.action == "suspend" and stopping and not re.search(r"\bban", around):
            continue
        if hit and not (rule.without and rule.without.search(around)):
            return rule.action, rule.status, rule.name
    return "", "", ""


_STOPPING = re.compile(r"\bsuspen\w+\b.*\bexports?\b|\bexports?\b.*\bsuspen")


@lru_cache(maxsize=16)
def _known_actions(lower: str) -> tuple[Rule, ...]:
    """The rules of actions of which a stem stands in a sentence."""
    return tuple([rule for rule in _table()[1] if any(s in lower for s in rule.stems)])


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
        since = _OTHER_DATE.search(sentence.text[max(0, when.start - 60) : when.start])
        if _OF_REF.search(before) or (
            since and (since.group(0).startswith("first") or "since" not in before)
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


def _applies(rule: Rule, text: str, seen: dict[int, bool]) -> bool:
    """Whether the words a rule needs stand in a text and none that it does without; several rules ask for the same."""
    for pattern, wanted in ((rule.needs, True), (rule.without, False)):
        if pattern is None:
            continue
        if (stands := seen.get(id(pattern))) is None:
            stands = seen[id(pattern)] = bool(pattern.search(text))
        if stands is not wanted:
            return False
    return True


def _candidates(scan: Scan) -> list[list[int]]:
    """For each sentence the rules whose stems and letters stand in it."""
    cues, size, phrases = _cues()
    whole = "\n".join([s.lower for s in scan.sentences])
    phrases = tuple((stem, bits) for stem, bits in phrases if stem in whole)
    found: list[list[int]] = []
    for sentence in scan.sentences:
        bits = cues.of(sentence.lower)
        for stem, more in phrases:
            if stem in sentence.lower:
                bits |= more
        rules = (1 << size) - 1
        for row in range(_LOOKS):
            rules &= bits >> row * size
        numbers: list[int] = []
        while rules:
            low = rules & -rules
            numbers.append(low.bit_length() - 1)
            rules ^= low
        found.append(numbers)
    return found


def _of_sentence(sentence: Sentence, on: str, rules: list[int]) -> list[Hit]:
    lower = sentence.lower
    table = _table()[0]
    taken: list[tuple[int, int]] = []
    found: list[Hit] = []
    seen: dict[int, bool] = {}
    for number in rules:
        rule = table[number]
        if not _applies(rule, lower, seen):
            continue
        for hit in rule.pattern.finditer(lower):
            if len(taken) >= MOST:
                return found
            if not any(low < hit.end() and hit.start() < high for low, high in taken):
                taken.append(hit.span())
                found.append(_hit(sentence, rule, hit.span(), on))
    return found


def hits(scan: Scan) -> list[Hit]:
    """Every rule that fires, the earlier rule winning where two overlap."""
    on = scan.document.date.isoformat() if scan.document.date else ""
    found: list[Hit] = []
    for sentence, rules in zip(scan.sentences, _candidates(scan), strict=True):
        if sentence.index > 1 and _SMALL_PRINT.match(sentence.text):
            break
        found += [
            hit
            for hit in _of_sentence(sentence, on, rules)
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
