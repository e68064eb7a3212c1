# ruff: noqa: E501 - a pattern is one line of words
"""What a percentage measures: a share and of what, a change, or neither (§R29)."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from monazite.reading.beside import NONE, overruled
from monazite.reading.binding import Around, around, pair
from monazite.reading.changes import change
from monazite.reading.cues import Cue
from monazite.reading.kinds import ABOUT, FROM_PLACE, IMPORT_PART, STAGES, share_kind
from monazite.reading.wholes import DEPENDENCE, RELIANCE, bought, leans

_WORLD = Cue(r"\b(?:world|global|planet)|全球|世界", re.IGNORECASE)


class Percent(NamedTuple):
    """What a percentage measures, with the rule that read it."""

    kind: str
    stage: str
    value: float
    rule: str


_SHARE = Cue(
    r"\b(?:of (?:the )?(?:world|global|total|all|its|their|U\.?S\.?|EU|European|China)|world(?:wide|'s|’s)?|global(?:ly)?|accounts? for|accounted|accounting for|share|suppl(?:y|ies|ied)|produces?|produced|mined|controls?|controlling|dominat\w+|comes? from|came from|output|market|holds?|refines?|processes)\b|^ ?(?:of|percent of|per cent of)|占|产量|储量",
    re.IGNORECASE,
)
_NOT_SHARE_OF = Cue(
    r"^\s*(?:de minimis|threshold|limit|purity|grade|rate|tariffs?|dut(?:y|ies)|levy|tax|royalty)\b|^\s*of (?:the |its |their )?(?:[\w-]+ ){0,2}(?:quotas?|prices?)\b|^\s*(?:of|in) (?:the |a |its |their |all |any )*(?:new |joint )?(?:ventures?|company|votes?|firms?|projects?|costs?|shares?|capital|proceeds|revenues?|profits?|earnings|stock|equity|what it|average|current|previous|existing|planned|normal|future|foreign sales|time|value|price|staff|workers|jobs|population|budget|board|ownership|funding|money|loan|contract|group|business|operation)\b",
    re.IGNORECASE,
)
_WHOLE = Cue(
    r"\b(?:world|worldwide|global(?:ly)?|planet|total|suppl(?:y|ies)|output|production|imports?|exports?|consumption|demand|reserves|resources|deposits|market|(?:enrichment |processing |refining |smelting )?capacity|refining|processing|smelting|separation|trade|sales|what|minerals?|metals?|needs|requirements|abroad)\b|全球|世界|产量|储量|供应",
    re.IGNORECASE,
)
_OFFTAKE = Cue(
    r"\b(?:will|shall|is to|are to|must) be (?:sold|supplied|shipped|sent|delivered|offered) "
)
_BOUND = re.compile(
    r"\b(?:fac(?:es?|ing)|pays?|attracts?|carr(?:y|ies)) (?:about )?$|\b(?:should|at least|no more than)\b[^.;]{0,12}$"
)
_RULE = Cue(
    r"\b(?:must|has to|have to|is set aside|are set aside|is to be|are to be|set aside|shall|would own|to own|will own|owns?|owned|stake)\b|\bno (?:single|one) (?:country|nation|state|supplier)\b|\bbe (?:sold|kept|processed|refined|reserved|delivered|offered|supplied|shipped|sent)\b",
    re.IGNORECASE,
)
# who owns a mine or a firm says nothing of what is dug
_OWNED = Cue(
    r"[\s-]*(?:(?:state|government|publicly|privately|majority|foreign)[- ]?)?(?:owned\b|(?:held|controlled) by\b)|\s*(?:stake|interest|holding|shareholding|equity|ownership)\b",
    re.IGNORECASE,
)
_STAKE = Cue(
    r"\b(?:stake|shareholding|ownership|equity)\b[^.;,%]{0,40}\b(?:of|to|at|from)\s$",
    re.IGNORECASE,
)
_OWNS = Cue(
    r"\b(?:owns?|owned|holds?|held|keeps?|kept|takes?|took|buys?|bought|acquires?|acquired|sells?|sold)\s(?:(?:about|around|some|nearly|over|just|only|more than)\s)?$",
    re.IGNORECASE,
)
_SITE = Cue(
    r"\s*of (?:the |an? |its )?(?:[\w’'-]+ ){0,5}?(?:mine|unit|plant|smelter|refinery|subsidiary|producer|miner|deposit|complex)\b(?!['’]s| (?:output|supply|supplies|production|capacity|reserves))",
    re.IGNORECASE,
)
_SHARE_BEFORE = Cue(
    r"\b(?:share|part|portion|slice|position|weight|lead)\b[^.;%]{0,60}$", re.IGNORECASE
)
_FLOW = r"(?:output|production|suppl(?:y|ies)|reserves|resources|deposits|mining|refining|capacity|total|demand|consumption)"
_FRACTION_OF = Cue(
    r"\s*(?:of (?:the |known |refined |mined |mine |global |smelting |primary |all )*(?:[a-z]+ )?"
    + _FLOW
    + r"\b|of (?:that|this|it)\b(?! \w+\b(?<!comes)(?<!came))|of what [A-Z]\w+ (?:sells?|exports?|ships?|buys?|imports?|uses?|needs?)\b|of what the world (?:\w+)\b|of (?:the )?(?:world|global|planet|all (?!of)|(?:its|their) (?!pits|mines|firms|plants|members|value|price)|total|U\.?S|American|Chinese|EU\b|[A-Z]\w+[’']s)|(?:of (?:it|them) )?(?:comes? |came )?from (?:the )?(?-i:[A-Z])|the world)",
    re.IGNORECASE,
)
_NOISE = Cue(
    r"^\s*of (?:the )?[\w-]+(?: [\w-]+)? in (?:[\w'’-]+ ){1,4}(?:sheds|warehouses|stocks|inventories|depots)\b|^\s*(?:of (?:the )?)?(?:less energy|full\b|of the votes?|of votes|of (?:the )?project costs?|of (?:the )?gdp\b|of gross domestic|of (?:its|their) (?:revenues?|turnover|earnings|profits?)|of (?:the )?(?:[\w'’-]+ ){0,4}(?:export earnings|revenues?|earnings|stocks|stockpiles|inventor(?:y|ies)|employment|gdp)\b|of (?:the (?:country|nation|state)|its|their)(?:['’]s)? (?:[\w-]+ ){0,2}exports\b|of (?:its |their |full |furnace |normal |installed |rated )*capacity\b|of (?:its|their) output (?:is|was|are|were|will be) (?:sold|exported|shipped)|of the (?:plant|mine|smelter|company|firm|venture|group)['’]s\b|of foreign sales|of (?:the )?(?:budget|population|workforce))",
    re.IGNORECASE,
)
_FIRM_NEAR = 25
_STOCKS = Cue(
    r"\bshare of [^.;%]{0,30}\b(?:stocks|inventor(?:y|ies)|warehouses?)\b[^.;%]{0,30}$|\bmarket share of (?:the )?[\w.]+ (?:producers|industry|makers|mills|manufacturers)\b[^.;%]{0,30}$",
    re.IGNORECASE,
)
_RATIO = Cue(
    rf"\b(?:volume|ceiling|quota|limit|cap|total|tonnage|allowance|amount)s? (?:\w+ )?(?:is|are|was|amounts? to|equals?|comes? to|would be|represents?) {ABOUT}$",
    re.IGNORECASE,
)
_INDEX = Cue(r"\b(?:S&P|Nasdaq|Dow|Nikkei|Hang Seng|FTSE|DAX|CSI|index)\b")
_PART = Cue(r"\s*(?:market )?(?:of|share)\b|\s*from (?:the )?[A-Z]", re.IGNORECASE)
_SHARE_OF_THINGS = Cue(
    r"\b(?:world|global|planet|suppl(?:y|ies)|output|production|imports|exports|reserves|consumption|refin\w+|process\w*|mined?|mines)\b",
    re.IGNORECASE,
)


def _as_before(at: Around, *, listed: bool = True) -> Percent | None:
    """A number of a list is of the kind of the one before that has its sign."""
    earlier = [
        a
        for a in at.sentence.amounts
        if a.kind == "percent" and a.end <= at.amount.start and (a.words != "list" or not listed)
    ]
    read = percent_type(around(at.sentence, earlier[-1])) if earlier else None
    return read and Percent(read.kind, read.stage, at.amount.value, "as the number before")


_AGAINST = re.compile(r"\b(?:against|compared with|followed by|ahead of)\s(?:\w+\s)?$")
_RESTATED = re.compile(
    rf"(?:\bthat is(?: to say)?|\bor|\bby (?:most|some|other|one) (?:accounts?|counts?|estimates?|reckoning)|\b(?:some|others|brokers|analysts|traders) (?:[\w-]+ ){{0,2}}(?:say|put it at|speak of)),? {ABOUT}$"
)
_PAIRED = re.compile(
    rf"(?: (?:in|by) (?:19|20)\d\d| now| today| last year| a (?:year|decade) (?:ago|earlier)| range)?,? ?(?:and )?(?:up |down |rising |falling )?(?:from|to) (?:the )?{ABOUT}|[^.;%]{{0,80}}, (?:up|down) from {ABOUT}"
)
_NAMED_AFTER = re.compile(
    rf"(?:, (?:and )?|\band )(?:in|for) (?:\w+ ){{1,2}}{ABOUT}$|[A-Z][\w.]+ (?:with|on|at|followed with) {ABOUT}$|\beach (?:with )?{ABOUT}$"
)
_ITS_PART = re.compile(
    rf"(?:['’]s|\b[Ii]ts|\b[Tt]heir) (?:part|share|portion|slice) (?:is|was|stands? at|stood at|came to|comes to) {ABOUT}$"
)
_ITS = re.compile(r"\s*of (?:its|their) ")
_AND = re.compile(rf"[^.;,%]{{0,70}} and {ABOUT}")
_ALONE = re.compile(
    rf"\b(digs?|mines?|makes?|supplies|supplied|holds?|produces?|produced|refines?|refined|smelts?|smelted|processes|processed|separates?|controls?|accounts? for) {ABOUT}$"
)
_DIGS = re.compile("dig|mine")
_REFINES = re.compile("refine|smelt|process|separate")
_STOPS = re.compile(r"\s*(?:[.,;:)]|$|last year|in (?:19|20)\d\d|and\b)")
_ANOTHER = re.compile(r"\s*(?:\w+ )?for (?:another|a further)\b")
_OF = re.compile(r"\s*(?:of|from)\b")


def _echo(at: Around) -> Percent | None:
    """A number told as another telling of the one before, or as the same of another year or country.

    `nine-tenths, by most accounts 97 percent`; `60 percent, up from 26 percent in 2018`; `ahead of Peru with 22%`.
    """
    text, start = at.sentence.text, at.amount.start
    before = text[max(0, start - 60) : start]
    earlier = [a for a in at.sentence.amounts if a.kind == "percent" and a.end <= start]
    if not earlier:
        masses = any(a.kind == "mass" and a.end <= start for a in at.sentence.amounts)
        told = masses and _RESTATED.search(before) and not _OF.match(at.after)
        return (
            Percent("production_share", "mine", at.amount.value, "a mass told anew")
            if told
            else None
        )
    if _PAIRED.fullmatch(text, earlier[-1].end, start):
        read = percent_type(around(at.sentence, earlier[-1]))
    elif _ITS.match(at.after) and _AND.fullmatch(text, earlier[-1].end, start):
        read = percent_type(around(at.sentence, earlier[-1]))
        read = read if read and read.kind == "import_share" else None
    elif (
        _ANOTHER.match(at.after)
        or _AGAINST.search(at.before)
        or (
            not _OF.match(at.after)
            and (
                _RESTATED.search(before) or _NAMED_AFTER.search(before) or _ITS_PART.search(before)
            )
        )
    ):
        read = _as_before(at, listed=False)
    elif (verb := _ALONE.search(before)) and _STOPS.match(at.after):
        read = _as_before(at, listed=False)
        if read and _REFINES.match(verb[1]):
            read = Percent("processing_share", "refined", read.value, read.rule)
        elif read and _DIGS.match(verb[1]):
            read = Percent("production_share", "mine", read.value, read.rule)
    else:
        return None
    if read is None or read.kind == "growth_rate":
        return None
    return Percent(read.kind, read.stage, at.amount.value, "as the number before")


_NEXT = re.compile(
    rf"\b(?:comes? (?:next|second|third)|follow(?:s|ed)|(?:is|was) (?:next|second|third)|(?:brokers|others|some) (?:say|speak of|put it at))(?:,? (?:with|at|on))? {ABOUT}$"
)


def follows(at: Around) -> bool:
    """Whether a number leaves out what the sentence before has told: `Indonesia comes next with 10%`."""
    alone = not any(a.kind == "percent" and a.end <= at.amount.start for a in at.sentence.amounts)
    return alone and bool(_NEXT.search(at.before) and _STOPS.match(at.after))


_OF_FIRM = re.compile(r"\s*of\b")


def is_noise(at: Around) -> bool:
    """A percentage of votes, costs or energy, or a move of a stock index: none of an act, none about a mineral."""
    end = at.amount.end
    of_firm = any(
        end <= m.start <= end + _FIRM_NEAR and m.kind == "firm" for m in at.sentence.names
    )
    bought = of_firm and _OF_FIRM.match(at.sentence.text, end)
    return bool(
        bought
        or at.sentence.starts(_NOISE, at.sentence.text[end:])
        or at.sentence.find(_INDEX, at.before[-40:])
        or at.sentence.find(_STOCKS, at.before)
        or at.sentence.find(_RATIO, at.before)
    )


_CLAUSE = re.compile(r"[^.;,]*")
_OWN = re.compile(r"\bown(?:s|ed)?\b", re.IGNORECASE)


def owns(at: Around) -> bool:
    """Whether the number is a share of ownership: `51% owned by the state`, `took 51% of the mine` (§R29)."""
    after, before = at.sentence.text[at.amount.end :][:90], at.before
    if at.sentence.starts(_OWNED, after) or at.sentence.find(_STAKE, before):
        return True
    if not at.sentence.find(_OWNS, before[-40:]):
        return False
    alone = _CLAUSE.match(after)
    whole = at.sentence.find(_WHOLE, alone.group() if alone else "")
    return bool(at.sentence.starts(_SITE, after)) or (not whole and bool(_OWN.search(before[-20:])))


def _is_rule(at: Around, own: str) -> bool:
    """Whether the number is what somebody must or may do, and not what is."""
    if at.sentence.find(RELIANCE, at.after[:40]) or at.sentence.find(_WORLD, own):
        return False
    if _BOUND.search(at.before[-70:]):
        return True
    rule = at.sentence.find(_RULE, own) or at.sentence.find(_OFFTAKE, at.after)
    if rule is None:
        return False
    return not (rule.group().startswith("own") and at.sentence.starts(_FRACTION_OF, at.after))


_OF_WHICH = re.compile(r"\bof which [^,;.%]{0,40}$")
_OF_IT = re.compile(r"\s*of (?:it|that|them|this|these|which|the stuff|the total)\b")
_FOR_MATERIAL = re.compile(r"\s*for (?:the )?[a-z]+(?:[,.;]| and )")


_OF_WHOLE = re.compile(r"\s*of (?:the |all |refined |mined |primary |raw )*")


def _is_part(at: Around) -> bool:
    """Whether a fraction in words is of a flow or a material: `half of the world's tin`, not `half of the day`."""
    of = _OF_WHOLE.match(at.sentence.text, at.amount.end)
    start = of.end() if of else at.amount.end
    return bool(at.sentence.starts(_FRACTION_OF, at.after) or bought(at)) or bool(
        of and any(m.start == start for m in at.sentence.of("material"))
    )


def _is_share(at: Around, after: str) -> bool:
    """Whether the words around a percentage say that it is a part, and of what."""
    reliant = at.sentence.find(RELIANCE, at.after[:40]) or at.sentence.find(DEPENDENCE, at.before)
    low, high = max(at.left, at.low), min(at.right, at.high)
    named = any(low <= m.start < high for m in at.sentence.of("material"))
    whole = (
        named
        or reliant
        or bought(at)
        or leans(at)
        or _OF_IT.match(after)
        or _OF_WHICH.search(at.before)
        or at.sentence.starts(FROM_PLACE, after)
        or at.sentence.find(IMPORT_PART, at.before)
        or at.sentence.find(_WHOLE, after)
        or at.sentence.find(_WHOLE, at.before[-70:])
    )
    if not whole:
        return False
    return bool(
        reliant
        or bought(at)
        or _OF_WHICH.search(at.before)
        or at.sentence.starts(_PART, after)
        or at.sentence.find(_SHARE_BEFORE, at.before)
        or at.sentence.find(_SHARE, at.before[-70:] + " " + after)
    )


def _told_by_another(at: Around) -> Percent | None:
    """What a number of a list, of a pair or of an echo measures: that of the number it belongs to."""
    if (first := pair(at)) is None:
        return _echo(at)
    read = percent_type(around(at.sentence, first))
    if read is None:
        return None
    value = math.copysign(at.amount.value, read.value)
    return Percent(read.kind, read.stage, value, "as the first of a pair")


@lru_cache(maxsize=256)
def percent_type(at: Around, *, strict: bool = False) -> Percent | None:
    """What a percentage measures; None where it is neither a share nor a change.

    Args:
        at: The amount with the words around it.
        strict: Take only what the words right beside the number make a share or a change.
    """
    read = _by_rules(at, strict=strict)
    if strict or (read and read.rule in _SURE):
        return read
    weighed = overruled(at, read.kind if read else NONE)
    if weighed is None or weighed == "growth_rate" or (read and _stays(at, read.kind, weighed)):
        return read
    stage = STAGES.get(weighed, "any")
    return None if weighed == NONE else Percent(weighed, stage, at.amount.value, "words weighed")


# rules that keep their say whatever the words weigh
_SURE = frozenset(
    [
        "words of reliance",
        "what the world gets",
        "as the number before",
        "as the first of a pair",
        "a mass told anew",
    ]
)


def _stays(at: Around, own: str, weighed: str) -> bool:
    """What is done to a material is told best by the patterns; a part of all imports names where it comes from."""
    if (own, weighed) == ("import_reliance", "import_share"):
        return not _FROM.search(at.after)
    return {own, weighed} <= _STAGED


_FROM = re.compile(r"\bfrom (?:the )?[A-Z]")
_STAGED = frozenset(["production_share", "processing_share", "reserves_share"])


def _by_rules(at: Around, *, strict: bool) -> Percent | None:
    if is_noise(at) or owns(at):
        return None
    if at.amount.words == "list":
        return _as_before(at)
    if told := _told_by_another(at):
        return told
    if sign := change(at):
        return Percent("growth_rate", "any", sign * at.amount.value, "words of a change")
    return _share(at, strict=strict)


def _share(at: Around, *, strict: bool) -> Percent | None:
    after = at.after[:90]
    own = at.before[-70:] + " " + after
    unclear = at.amount.op == "~" and not at.amount.words and not _is_part(at)
    if unclear or at.sentence.starts(_NOT_SHARE_OF, after) or _is_rule(at, own):
        return None
    if _CONSUMES.search(at.before) and at.sentence.starts(_FRACTION_OF, at.after):
        return None  # what somebody uses is neither dug nor bought abroad
    if strict and not (_is_beside(at, after) and at.sentence.find(_SHARE_OF_THINGS, after[:40])):
        return None
    if _FOR_MATERIAL.match(after) and (told := _as_before(at, listed=False)):
        return told
    if not _is_share(at, after):
        return None
    kind, rule = share_kind(at)
    return Percent(kind, STAGES.get(kind, "any"), at.amount.value, rule)


_CONSUMES = re.compile(rf"\b(?:consum(?:es?|ed|ing)|us(?:es|ed)|burn(?:s|ed)) {ABOUT}$")


def _is_beside(at: Around, after: str) -> bool:
    return bool(
        at.sentence.starts(_PART, after)
        or at.sentence.find(_SHARE_BEFORE, at.before)
        or at.sentence.find(RELIANCE, at.after[:40])
        or at.sentence.find(DEPENDENCE, at.before)
    )
