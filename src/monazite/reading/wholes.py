# ruff: noqa: E501 - a pattern is one line of words
"""What a share is a part of: the world's output, or what one country buys, uses or needs, and who that is (§R29)."""

from __future__ import annotations

import re
from functools import lru_cache

from monazite.reading.binding import Around
from monazite.reading.cues import Cue
from monazite.reading.words import Mention

_NEED = r"(?:needs|requirements?|demand|consumption|imports?|purchases|usage|uptake|suppl(?:y|ies)|use|feed|feedstock|intake)"
_HOME = r"(?:country|bloc|union|nation|continent|kingdom|region|EU|Union|Community)"
_OWNER = rf"(?:its|their|our|the {_HOME}['’]s|[a-z-]{{4,}}s['’]|(?:the )?[A-Z][\w.-]*(?: [A-Z]\w+)?(?:['’]s?)?(?: [a-z-]+s['’])?|(?:total |apparent |domestic |national |annual )+)"
_OWN_NEED = Cue(
    rf"\s*of (?!(?:the )?(?:world|World|global|Earth)){_OWNER} ?(?:[\w-]+ ){{0,5}}?{_NEED}\b"
)
_USES = r"(?:us(?:es?|ed)|consum(?:es?|ed)|needs?|needed|burn(?:s|ed)?|buys?|bought|purchases?|purchased|imports?|imported|takes? in|took in|brings? in|brought in|requires?|required|spread|absorb(?:s|ed)?|receives?|received|sources?|sourced)"
_BUYER = rf"(?:it|they|we|(?:the |its )?{_HOME}|(?:the )?[A-Z][\w.’'-]*(?: [A-Z]\w+)?(?: [a-z-]+){{0,2}}|[a-z-]+(?:makers|smelters|refiners|refineries|reactors|utilities|farmers|plants|mills|buyers|firms))"
_USED = Cue(
    rf"\s*of (?:the |what |all )?(?:[\w-]+ ){{0,6}}?(?:that |which )?{_BUYER} (?:has |have |had |now )?{_USES}\b"
    r"|\s*of (?:the |all |what (?:is |was )?)?(?:(?!is |are |was |were |has |have |will |would |came |comes )[\w-]+ ){0,6}?(?:used|consumed|needed|bought|purchased|imported|delivered|shipped|sold|required|burned|refined|fed)(?: (?:last year|in (?:19|20)\d\d))? (?:in|by|to|for|into|abroad)\b(?! (?:the )?world)(?! (?:19|20)\d\d)"
    r"|\s*of (?:the |its |their )?imported\b"
)
_NO_BUYER = re.compile(r"\s*of (?:the )?(?:[\w-]+ ){0,4}?the (?:world|planet|globe)\b")
_LEANS = Cue(
    r"\b(?:(?:rel(?:y|ies|ied|iant)|depend(?:s|ed|ent)?|lean(?:s|ed)?|count(?:s|ed)?)(?: \w+ly)? (?:up)?on|(?:look|turn)(?:s|ed)? to) (?:the )?$",
    re.IGNORECASE,
)
_FOR = re.compile(r" for (?:[\w-]+ ){0,4}$")
RELIANCE = Cue(
    r"\b(?:(?:net )?import[- ]?relian\w+|relian\w+ on imports|rel(?:y|ies|ied) on imports|rely on imports|(?:net )?import[- ]depend\w+|(?:depends?|depended|dependent|reliant|dependence) on imports|(?:dependent|reliant) on (?:foreign|imported)|net imports?|imports? for|imports? cover\w*|all of its|foreign sources for)\b",
    re.IGNORECASE,
)
DEPENDENCE = Cue(
    r"\b(?:[Ii]mport[- ](?:dependen(?:ce|cy)|reliance)|(?:[Dd]ependen(?:ce|cy)|[Rr]eliance) on (?=[A-Z])|[Nn]et imports (?:equal\w*|of|were|was|amount\w* to|came to|stood at))\b",
)  # fmt: skip
_IMPORTS = Cue(
    r"\b(?:imports?|imported|brings? in|brought in|buys? abroad) (?:(?:about|around|some|nearly|more|than|over|almost|roughly|all|an|estimated|up|to) )*$",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"\b(?:(?:is|are|was|were) imported\b(?! from)|from abroad\b|from overseas\b|from outside\b)"
)
_SUPPLIER = re.compile(
    r"\bfrom (?:the |that )?(?:there\b|[A-Z]|archipelago|country|kingdom|island|republic|state|north|south|neighbour)|\bsells?\b"
)
_PLANNED = Cue(
    r"\b(?:would|could|will|might|may|can|should|to) (?:\w+ ){0,2}(?:cover|meet|supply|satisfy|provide|deliver|account for|make up|contribute|fill)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_OUT = re.compile(
    r"(?:, | and )?[^.;]{0,90}?\b(?:come|comes|came|coming|arriv\w+|sourced|bought|drawn|obtained|shipped|imported|met|made|mined|processed|refined|supplied|purchased) (?:\w+ ){0,2}?(?:from|in|by)\b|[^.;]{0,90}?\b(?:is|are|was|were) [A-Z]|[^.;,]{0,50}? from (?:the )?[A-Z]"
)
_ITS_OUTPUT = re.compile(
    r"\s*of (?:the )?[\w.’' -]{1,40}?\b(?:output|production|exports|reserves|revenues?|earnings)\b"
)
_ITS = re.compile(
    r"\s*of (?:its|their|our|the (?:country|bloc|union|nation|continent|kingdom)['’]s)\b"
)


def leans(at: Around) -> Mention | None:
    """`relies on China for 97% of its supply`: the country leant on."""
    before = at.sentence.text[: at.amount.start]
    if not _FOR.search(before):
        return None
    for mention in reversed(at.places):
        if mention.end <= at.amount.start and _FOR.fullmatch(before, mention.end):
            return mention if at.sentence.find(_LEANS, before[: mention.start]) else None
    return None


_FRONTED = re.compile(r"\b[Oo]f ((?:the |what )?[^,;.]{4,110}), (?:[^,;.%]{0,40})?$")


def _whole(at: Around) -> tuple[str, int]:
    """The words that tell what the number is a part of, and where they begin: after it, or in front (`of the ore that X bought, 63%`)."""
    text, end = at.sentence.text, at.amount.end
    after = text[end : max(at.right, end)][:130]
    fronted = None if after.startswith(" of ") else _FRONTED.search(text, 0, at.amount.start)
    if fronted is None or fronted.end(1) < at.low:
        return after, end
    return f" of {fronted[1]}", fronted.start(1) - 4


def _after(at: Around) -> str:
    return _whole(at)[0]


@lru_cache(maxsize=256)
def bought(at: Around) -> bool:
    """Whether the number is a part of what somebody buys, uses or needs, and not of the world's."""
    after = _after(at)
    if _NO_BUYER.match(after):
        return False
    return bool(at.sentence.starts(_OWN_NEED, after) or at.sentence.starts(_USED, after))


_OF = re.compile(r"\s*of (?:the )?")
_TOWARDS = re.compile(r"\b(?:from|on|to|by) (?:the )?$")
_WITHIN = re.compile(r"\b(?:from|in) (?:the )?$")


def buyer(at: Around) -> str:
    """The country whose needs or purchases the number is a part of; empty where none is named beside it."""
    text, places = at.sentence.text, at.places
    after, low = _whole(at)
    hit = at.sentence.starts(_OWN_NEED, after) or at.sentence.starts(_USED, after)
    of = _OF.match(after)
    high = low + (hit.end() + 16 if hit else of.end() + 1 if of else 0)
    if not hit and of:
        named = next((m for m in places if m.start == low + of.end()), None)
        return named.value if named else _subject(at) if _ITS.match(after) else ""
    inside = [
        m
        for m in places
        if low <= m.start < high and not text[: m.start].endswith(("from ", "from the "))
    ]
    if inside:
        return inside[0].value
    return _subject(at)


_TAKES = re.compile(
    r"(?:['’]s)?,? (?:\w+ ){0,3}?(?:relies|rely|depends?|leans?|looks?|imports?|imported|buys?|bought|gets?|took|takes|drew|draws|brings?|brought|sources?|obtains?|uses?|used|whose)\b"
)


def _subject(at: Around) -> str:
    """The country before the number that takes, buys or needs."""
    before = [m for m in at.places if m.end <= at.amount.start]
    taking = [m for m in before if _TAKES.match(at.sentence.text, m.end)]
    chosen = taking or [m for m in before if not _TOWARDS.search(at.sentence.text[: m.start])]
    return chosen[-1].value if chosen else ""


def at_home(at: Around) -> bool:
    """Whether supplier and buyer are one country: `Wa State supplies 70% of Myanmar's tin`, `95% of its tin comes from Wa State`."""
    places = at.places
    before = [m.value for m in places if m.end <= at.amount.start]
    after = at.sentence.text[at.amount.end :]
    of = _OF.match(after)
    start = at.amount.end + of.end() if of else -1
    if before and _ITS.match(after):
        first = next((m for m in places if m.start >= at.amount.end), None)
        inside = first and _WITHIN.search(at.sentence.text[: first.start])
        return bool(inside) and first is not None and first.value == before[-1]
    return any(m.start == start and m.value == before[-1] for m in places) if before else False


def part_of_needs(at: Around) -> str | None:
    """`import_share`, `import_reliance` or `production_share` of a part of somebody's needs; None where it is of something else."""
    after = _after(at)
    imports = at.sentence.find(_IMPORTS, at.before)
    if not bought(at):
        return _of_own(at, after, imports=bool(imports))
    if at.sentence.find(_PLANNED, at.before) or (at_home(at) and not imports):
        return "production_share"
    if imports or _ABROAD.search(after):
        return "import_share" if _SUPPLIER.search(after) else "import_reliance"
    return "import_share"


def _of_own(at: Around, after: str, *, imports: bool) -> str | None:
    """Of a country's own material, by where it is from: `of its tin comes from Peru`, `of Japan's rare earths are imported`."""
    if not _ITS.match(after) and not (_owned(at) and _OUT.match(after)):
        return None
    if _ABROAD.search(after[:80]):
        return "import_reliance"
    if imports:
        return "import_share" if _SUPPLIER.search(after) else "import_reliance"
    if _OUT.match(after) and not _ITS_OUTPUT.match(after):
        return "production_share" if at_home(at) else "import_share"
    return None


def _owned(at: Around) -> bool:
    """`of Japan's`, `of the EU's`, `of Japanese`: a country right after the number."""
    of = _OF.match(at.sentence.text[at.amount.end :])
    start = at.amount.end + of.end() if of else -1
    return any(m.start == start for m in at.places)
