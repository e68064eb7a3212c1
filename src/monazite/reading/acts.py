# ruff: noqa: E501 - a pattern is one line of words
"""Where a sentence tells an act of a government: instrument, action, status (§R15 to §R18)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monazite.reading.cues import Cue
from monazite.reading.letters import fold
from monazite.reading.lookback import clause, is_aside, is_past
from monazite.reading.rules import Rule, acts_by_bit, table
from monazite.reading.scan import Scan, Sentence
from monazite.reading.weighing import (
    ACTION,
    ROLE,
    Judged,
    judge,
    marks,
    overruled,
    spoken,
    weigh,
)


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
    place: int = -1  # sentences of the text before its own; -1 in the title
    news: float = 0.5  # probability, by its words, that it is told as news
    back: bool = False  # whether words look back at it


MOST = 12  # acts a sentence can tell; more is a list of words, not a sentence
_RUMOUR = Cue(
    r"\b(?:said to (?:ration|plan|halt|restrict|limit|consider|weigh|ban|curb)|sources? (?:said|say|familiar|close)|sources say|never been made public|people (?:familiar|close|with (?:direct )?knowledge|briefed)|(?:officials|sources|people|executives) (?:aware|with knowledge) of|condition of anonymity|asked not to be (?:named|identified)|declined to be (?:named|identified)|reportedly|rumou?r\w*|unconfirmed|according to (?:two|three|four|several|people|sources|media|local media) |citing (?:(?:two|three|four|several|unnamed|anonymous) (?:people|sources|officials)|people|sources)\b)"
)
_DENIED = Cue(
    r"\b(?:den(?:y|ies|ied|ying)|no such|not (?:issued|taken|adopted|stopped|halted|blocked|cut off) (?:any|exports|shipments|deliveries|sales|supplies)|did not impose|has not imposed|there is no (?:ban|embargo)|(?:rejected|dismissed|dismisses|rejects) as .{0,3}(?:false|groundless|untrue|baseless)|(?:dismiss(?:es|ed)|reject(?:s|ed)) (?:an? |the )?(?:\w+ )?(?:report|rumou?r)s?)\b"
)


def action_of(sentence: Sentence, start: int, end: int) -> tuple[str, str, str]:
    """Action, status and the rule that read them from the clause around a trigger."""
    lower = sentence.lower
    governed = _GOVERNED.search(lower, 0, start) if "which" in lower[:start] else None
    if governed:
        return "suspend", "suspended", "a clause put on hold, then what it says"
    left, right = clause(sentence.text, start, end)
    around = lower[max(left, start - 60) : min(right, end + 30)]
    stopping = _STOPPING.search(lower[start:end])
    for rule in table()[1]:
        if not rule.pattern.first(around, sentence.cues) or not rule.is_named(around):
            continue
        if rule.action == "suspend" and stopping and not _BAN.search(around):
            continue
        if not (rule.without and rule.without.first(around, sentence.cues)):
            return rule.action, rule.status, rule.name
    return "", "", ""


# `suspends paragraph 2, under which exports were not approved`: what the clause says is what is suspended
_GOVERNED = re.compile(
    r"\b(?:suspend(?:s|ed|ing)?|paus(?:es|ed|ing)|puts? on (?:hold|ice))\b[^;]{0,60}\b(?:paragraph|clause|article|section|provision|announcement|notice|rule)s?\b[^;]{0,60}\b(?:under|by|in) which\b"
)
_BAN = re.compile(r"\bban")
_STOPPING = re.compile(r"\bsuspen\w+\b.*\bexports?\b|\bexports?\b.*\bsuspen")


_ON_EARLIER = frozenset(
    ["suspend", "remove", "cancel", "extend", "ease"]
)  # acts on an earlier act, whose date they tell


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
        and is_past(
            sentence,
            *span,
            on,
            dated=action not in _ON_EARLIER or rule.instrument == "nationalisation",
        )
    )
    aside = past and is_aside(sentence, span)
    return Hit(
        rule.name, rule.instrument, sentence, *span, action, status, past, why, aside, back=past
    )


def _applies(rule: Rule, sentence: Sentence) -> bool:
    """Whether the words a rule needs stand in a sentence and none that it does without."""
    if rule.needs and not rule.needs.first(sentence.lower, sentence.cues):
        return False
    return not (rule.without and rule.without.first(sentence.lower, sentence.cues))


def _of_sentence(sentence: Sentence, on: str) -> list[Hit]:
    mask, rules = acts_by_bit()
    taken: list[tuple[int, int]] = []
    found: list[Hit] = []
    live = sentence.cues & mask
    plain = fold(sentence.lower) if live else ""
    while live:
        rule = rules[(live & -live).bit_length() - 1]
        live &= ~rule.pattern.mask
        if not rule.is_named(plain):  # sooner said than a pattern is tried
            continue
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
    """Every rule that fires, the earlier rule winning where two overlap, and acts told by words alone (§R15a)."""
    on = scan.document.date.isoformat() if scan.document.date else ""
    titled: list[Hit] = []
    told: list[_Told] = []
    for sentence in scan.sentences:
        if sentence.index > 1 and _SMALL_PRINT.match(sentence.text):
            break
        found = [
            hit
            for hit in _of_sentence(sentence, on)
            if sentence.index <= 1 or not _is_idea(sentence, hit)
        ]
        if sentence.title:
            titled = found
        elif found or sentence.cues & acts_by_bit()[0]:
            told.append((sentence, found))
    return titled + _weighed(told, on, sum(s.title for s in scan.sentences[:1]))


_Told = tuple[Sentence, list[Hit]]  # what patterns tell of a sentence that may tell an act


# less likely than this, a pattern is not believed; likelier than that, the words alone are
_DOUBT, _BELIEF = 0.01, 0.4
_BESIDE, _SIBLING = 0.6, 0.8  # beside another act; beside one that also bears on exports
# told as news with this probability, or that where words look back, an act is news
_EVEN, _SURE = 0.35, 0.97
_OPENING = 2  # sentences of the text in which a pattern is always believed
_OWN_WORDS = frozenset(["suspend"])  # actions told by words that nothing else tells
# a bill, a draft or a plan that somebody proposes is a proposal, whatever else the words say
PROPOSED = re.compile(
    r"\b(?:propos(?:es|ed|ing)|tabl(?:es|ed)|put forward)\b (?:an? |the |its |new )*(?:[\w-]+ ){0,3}(?:law|bill|act|regulation|rules?|draft|plan|ban|tax|dut(?:y|ies)|tariffs?|quota|levy)\b"
)
_NOTHING = Cue(r"(?!)")


def _weighed(told: list[_Told], on: str, first: int) -> list[Hit]:
    """The acts of a text once its words are weighed, all sentences at once; `first` is the index of its first (§R15a)."""
    places = [sentence.index - first for sentence, _ in told]
    weighed = weigh([(sentence, place) for (sentence, _), place in zip(told, places, strict=True)])
    found = [
        (hit, place)
        for (sentence, own), place, likely in zip(told, places, weighed, strict=True)
        if own or max(likely.values(), default=0.0) > _BELIEF
        for hit in _believed(sentence, own, on, place, likely)
    ]
    return _judged(found)


def _believed(
    sentence: Sentence, told: list[Hit], on: str, place: int, weighed: dict[str, float]
) -> list[Hit]:
    """The acts of a sentence: some that a pattern told go, some that none told come."""
    kept = [hit for hit in told if place < _OPENING or weighed.get(hit.instrument, 1.0) >= _DOUBT]
    known = {hit.instrument for hit in kept}
    for name, likely in weighed.items():
        if likely > _BELIEF and name not in known and likely > _least(name, known):
            hit = _by_words(sentence, name, likely, on)
            if sentence.index <= 1 or not _is_idea(sentence, hit):
                kept.append(hit)
    return kept


def _by_words(sentence: Sentence, instrument: str, chance: float, on: str) -> Hit:
    rule = Rule(f"words weighed: {chance:.2f}", instrument, _NOTHING, None, None, "")
    return _hit(sentence, rule, spoken(sentence, instrument), on)


def told_by_words(scan: Scan, sentence: Sentence, instrument: str, chance: float) -> Hit:
    """The act that the words of a sentence speak of most, told as news."""
    on = scan.document.date.isoformat() if scan.document.date else ""
    place = sentence.index - sum(s.title for s in scan.sentences[:1])
    (judged,) = _judged([(_by_words(sentence, instrument, chance, on), place)])
    return replace(judged, past=False, aside=False)


def _least(instrument: str, told: set[str]) -> float:
    """How likely an act must be to be believed by its words alone, beside those that the sentence tells already."""
    sibling = instrument.startswith("export") and any(name.startswith("export") for name in told)
    return _SIBLING if sibling else _BESIDE if told else _BELIEF


def _judged(found: list[tuple[Hit, int]]) -> list[Hit]:
    """Acts, each with its place in the text, once the words beside them are weighed."""
    asked = [
        (hit.sentence, marks(hit.sentence, (hit.start, hit.end), hit.instrument, place))
        for hit, place in found
    ]
    answers = judge(asked, ROLE, ACTION)
    return [_settled(*own, heard) for own, heard in zip(found, answers, strict=True)]


def _settled(hit: Hit, place: int, weighed: Judged) -> Hit:
    """The act with its role by its words, and its action where that of the rules is unlikely."""
    news = weighed[ROLE]["main"]
    past = news < (_SURE if hit.past else _EVEN)
    action, rule = hit.action, hit.action_rule
    likelier = overruled(weighed[ACTION], action or "introduce")
    own = action in _OWN_WORDS or (
        action == "propose" and PROPOSED.search(hit.sentence.lower, 0, hit.end)
    )
    if likelier and not own:
        action, rule = "" if likelier == "introduce" else likelier, "words weighed"
    return replace(
        hit,
        action=action,
        action_rule=rule,
        past=past,
        aside=past and is_aside(hit.sentence, (hit.start, hit.end)),
        place=place,
        news=news,
    )


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
    r"\b(?:could|might|may (?:end|lead|result|turn)|if|decide on|decides? whether|ask(?:s|ed)? [^.;]{1,30} for|demand(?:s|ed)|lobb\w+|call(?:s|ed) for|such as|recommend\w*|whether|fears? (?:of|that)|threats? of|risks? of|rule[sd]? out|instead of|like|talk of|words|(?:promis|agree|pledg|vow|undert[ao][ko])\w* not to)\b[^.;]{0,60}$"
)

_NONE = re.compile(
    r"\b(?:no|not to (?:put|impose|set)) (?:\w+ ){0,2}$|\b(?:possible|potential|any) (?:new |further |additional )?$"
)


_NEVER = Cue(r"\bwould have\b[^.;,]{0,40}$")


def _is_counterfactual(sentence: Sentence, hit: Hit) -> bool:
    """What never came: `would have stopped shipments`, `shipments would have ended`."""
    low = clause(sentence.text, hit.start, hit.end)[0]
    part = sentence.lower[low : hit.start] + sentence.lower[hit.start : hit.end].split(" ")[0]
    return bool(sentence.find(_NEVER, part)) or "would have" in sentence.lower[hit.start : hit.end]


def _is_idea(sentence: Sentence, hit: Hit) -> bool:
    """A measure named as a mere possibility outside the opening: `could recommend tariffs`, `risks such as export bans`."""
    left = clause(sentence.text, hit.start, hit.end)[0]
    if _is_counterfactual(sentence, hit):
        return True
    if hit.instrument == "import_tariff" and _NONE.search(sentence.lower[left : hit.start]):
        return True
    return hit.instrument in _NOUN_ACTS and bool(
        sentence.find(_IDEA, sentence.lower[left : hit.start])
    )


def rumoured(scan: Scan) -> bool:
    """Whether the opening of the text rests on unnamed sources."""
    opening = [s for s in scan.sentences if not s.title][:2]
    return any(s.find(_RUMOUR, s.lower) for s in opening)
