# ruff: noqa: E501 - a pattern is one line of words
"""Of what a percentage is a share: reserves, what is dug, what is refined, or what somebody imports (§R29)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from monazite.reading.binding import Around
from monazite.reading.cues import Cue
from monazite.reading.wholes import DEPENDENCE, RELIANCE, at_home, leans, part_of_needs

RESERVES = Cue(
    r"\b(?:reserves?(?! (?:about |some |at least )?\d)|s[ia]ts? (?:up)?on|home to|deposits?|(?<!natural )(?-i:resources?)|(?:thought|estimated|believed) to (?:hold|contain))\b(?! (?:administration|bureau|minist\w+|company|of any new))|储量|资源量",
    re.IGNORECASE,
)
_PROCESS = Cue(
    r"\b(?:(?:smelters?|refiner(?:s|y|ies)) (?:\w+ ){0,2}?(?:turn(?:s|ed)? out|make|made|produce[ds]?|supply|supplied|account(?:ed)? for)|enrich\w*|process\w*|refin\w+|separat\w+|smelt\w*|purif\w+|turns? (?=[^.;]{0,60}\binto\b)|oxides?|conver\w+|magnets?|anodes?|cathodes?|downstream|metal production)\b",
    re.IGNORECASE,
)
_IMPORT = Cue(r"\bimport(?:s|ed|ing)?\b", re.IGNORECASE)
_GETS = Cue(
    r"\b(?:gets|sources?(?! of)|buys?|imports?|imported|obtains|took|takes|drew|draws)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
IMPORT_PART = Cue(
    r"\b(?:share|part|portion|slice)\b[^.;]{0,30}\bimports\b|\b(?:brought in|imported)\b[^.;]{0,40}$|\b(?:reactors|power stations) [^.;]{0,20}\bshare\b|进口",
    re.IGNORECASE,
)
FROM_PLACE = Cue(
    r"\s*(?:of (?:it|them|which|that|this|these) )?(?:(?:having )?com(?:es?|ing) |came |arriv\w+ |(?:is|are|was|were) (?:sourced |bought |shipped )?)?from (?:the )?(?-i:[A-Z])"
)
_NEEDS = Cue(
    r"\bimports? $|\b(?:imports?|brings? in) (?:about |around |some |nearly |more than |over |almost |roughly |all |an estimated )*$",
    re.IGNORECASE,
)


_PRODUCT = re.compile(r"(?:oxides?|magnets?|anodes?|cathodes?)", re.IGNORECASE)
_FARTHER = 30.0


def nearest_cue(cues: tuple[tuple[str, Cue], ...], at: Around, own: str, shift: int) -> str:
    """The kind whose word stands nearest the number; words before it count a little less far."""
    nearest, told, live = math.inf, "", at.sentence.cues
    for kind, pattern in cues:
        if not live & pattern.mask:
            continue
        for hit in pattern.each(own, live):
            start, end = hit.span()
            far = float(shift - end) if end <= shift else (start - shift) * 1.1
            if kind == "processing_share" and _PRODUCT.fullmatch(own, start, end):
                far += _FARTHER  # a product tells less than what is done
            if far < nearest:
                nearest, told = far, kind
    return told


_SHARE_CUES = (
    ("reserves_share", RESERVES),
    ("processing_share", _PROCESS),
    (
        "production_share",
        Cue(
            r"\b(?:produc\w+|outputs?|mines?|mined|mining|extract\w+|dug|digs?|turns? out|turned out|suppl(?:y|ies|ied)|ores?)\b|产量|生产",
            re.IGNORECASE,
        ),
    ),
)


ABOUT = r"(?:(?:about|around|some|nearly|roughly|over|only|just|almost|more than|less than|as much as) ){0,2}"
_SUPPLIES = re.compile(
    r"\b(?:suppl(?:y|ies|ied)|provid(?:es?|ed)|sends?|sent|met|meets?|covers?|deliver(?:s|ed)?|furnish(?:es|ed)?)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_OF_BUYER = re.compile(
    r"\s*of (?:the (?:bloc|union|country|nation|continent|EU)['’]s|the demand|(?:its|their) needs|(?:the )?(?!World|Global|Earth)(?:[A-Z]\w+['’]s|U\.?S\.?(?:['’]s)?|American|European|Japanese|Korean|Indian|EU)) "
)


_WORLD_GETS = re.compile(
    r"\b[Tt]he (?:world|planet) (?:gets|draws|takes|buys|sources|owes)\b[^.;,]{0,30}$"
)


def _the_worlds(at: Around, _: str) -> str | None:
    """`the world gets four fifths of its tungsten from China`: no country's imports."""
    return "production_share" if _WORLD_GETS.search(at.before) else None


def _leant_on(at: Around, _: str) -> str | None:
    return "import_share" if leans(at) else None


_APART = re.compile(r",|\band\b")


def _reliance(at: Around, after: str) -> str | None:
    told = (
        at.sentence.find(RELIANCE, after[:60])
        or at.sentence.find(DEPENDENCE, at.before)
        or at.sentence.find(RELIANCE, _APART.split(at.before)[-1])
    )
    return "import_reliance" if told else None


def _of_needs(at: Around, _: str) -> str | None:
    return part_of_needs(at)


_ORIGIN = re.compile(rf"\borigin of {ABOUT}$")


def _supplied(at: Around, after: str) -> str | None:
    before = at.sentence.text[at.left : at.amount.start]
    if _SUPPLIES.search(before) and _OF_BUYER.match(after) and not at_home(at):
        return "import_share"
    if _ORIGIN.search(at.before):
        return "import_share"
    if at.sentence.find(IMPORT_PART, at.before) or at.sentence.starts(FROM_PLACE, after):
        return "import_share"
    return None


_SOURCE = re.compile(r"\bfrom (?:the )?[A-Z]|\bsells?\b")


def _bought(at: Around, after: str) -> str | None:
    before = at.sentence.text[at.left : at.amount.start]
    needs = at.sentence.find(_NEEDS, before)
    if not needs and not at.sentence.find(_GETS, before):
        return None
    return "import_share" if _SOURCE.search(after) or not needs else "import_reliance"


_PASSES = re.compile(r"[^.;]{0,80}?\b(?:pass\w*|goes|go|went) (?:\w+ )?through\b")
_LIES = re.compile(
    r"[^.;,]{0,80}?\b(?:lies?|lay|(?:is|are) (?:found|located|buried|held|thought to lie)|sits?) (?:\w+ )?(?:in|under|within|beneath|off)\b"
)
_HAS = re.compile(rf"\b(?:has|have|had|holds?|held|possess\w*|boasts?) {ABOUT}$")
_HELD = re.compile(
    r"\s*of (?:the (?:world|planet|globe)['’]s|the global|global|known|all) (?:[\w-]+ ){0,3}?[\w-]+(?=[.,;]|$| and\b)"
)
_NOT_HELD = re.compile(
    r"\b(?:output|production|suppl(?:y|ies)|market|mining|refining|capacity|trade|exports|total|demand|sales|smelt\w+|process\w+|enrich\w+|refine\w*|mined)\b"
)


def _by_verb(at: Around, after: str) -> str | None:
    """By what becomes of it: it passes through smelters, lies in the ground, or somebody has it."""
    if _PASSES.match(after):
        return "processing_share"
    if _LIES.match(after) and not _NOT_HELD.search(after[:60]):
        return "reserves_share"
    held = _HELD.match(after) if _HAS.search(at.before) else None
    return "reserves_share" if held and not _NOT_HELD.search(held.group()) else None


_MADE = re.compile(
    r"\s*of (?:(?:the|all|world|global|worldwide|world['’]s|its|this|planet['’]s) )*(?P<how>refined|separated|smelted|processed|purified|enriched|mined|raw) [a-z]"
)
_FROM_MINES = frozenset(["mined", "raw"])


def _by_adjective(_: Around, after: str) -> str | None:
    """`70 percent of refined indium`, `60 percent of mined antimony`: what was done to it."""
    told = _MADE.match(after)
    if told is None:
        return None
    return "production_share" if told["how"] in _FROM_MINES else "processing_share"


_OF_NOUNS = re.compile(r"\s*of\b[^,;.:]*")


def _by_words(at: Around, after: str) -> str | None:
    """By the nearest word, those of its own part of the sentence first."""
    middle = at.sentence.text[at.amount.start : at.amount.end]
    near = _APART.split(at.before)[-1] if at.left else at.before
    own = _OF_NOUNS.match(after)
    last = near.rpartition(", ")[2]
    kind = ""
    if own and last != near:
        kind = nearest_cue(_SHARE_CUES, at, last + middle + own.group(), len(last))
    words = near + middle + at.after
    kind = kind or nearest_cue(_SHARE_CUES, at, words, len(near))
    return kind or ("import_share" if at.sentence.find(_IMPORT, words) else None)


# the first that tells a kind decides
_RULES: tuple[tuple[str, Callable[[Around, str], str | None]], ...] = (
    ("what the world gets", _the_worlds),
    ("a country leant on", _leant_on),
    ("words of reliance", _reliance),
    ("a part of somebody's needs", _of_needs),
    ("supplied to another country", _supplied),
    ("bought", _bought),
    ("what was done to it", _by_adjective),
    ("what becomes of it", _by_verb),
    ("the nearest word", _by_words),
)
STAGES = {"processing_share": "refined", "production_share": "mine", "reserves_share": "mine"}


def share_kind(at: Around) -> tuple[str, str]:
    """Claim type of a share, and the rule that read it; without any word it is a share of mine production."""
    after = at.sentence.text[at.amount.end : at.right]
    for name, rule in _RULES:
        if (kind := rule(at, after)) is not None:
            return kind, name
    return "production_share", "no word of a stage"
