# ruff: noqa: E501 - a pattern is one line of words
"""What a number measures: the kind of a share, a change, a mass or an amount of money (§R29)."""

from __future__ import annotations

import re
from functools import lru_cache

from monazite.reading.binding import Around, around
from monazite.reading.cues import Cue

_GROWTH = Cue(
    r"\b(?:ros?e|risen|rise|fell|fall(?:en)?|up|down|sank|sinks?|won back|gain(?:ed|s)?|jump(?:ed|s)?|surg(?:ed|ing|es)?|soar(?:ed|ing)?|drop(?:ped|s)?|declin(?:ed|e|es)|increas(?:ed|e|es)|decreas(?:ed|e)|climb(?:ed|s)?|slump(?:ed)?|tumbl(?:ed|e)|"
    r"higher|lower|slashed|cut|grew|grow(?:n|th)?|plung(?:ed|e)|shr[aiu]nk|doubled|year[- ]on[- ]year|year earlier|add(?:ed)?|los(?:t|s)|smaller|larger|more than a year|reduc\w+|rall(?:ied|y)|leap(?:t|ed)?|slid|shed|plummet\w*|crash\w*|advanced|slipp\w+|expand\w*)\b|增长|上涨|下降|减少|下跌",
    re.IGNORECASE,
)
_DOWN = Cue(
    r"\b(?:sank|sinks?|fell|fall(?:en)?|down|drop(?:ped|s)?|declin\w+|decreas\w+|slump\w*|tumbl\w+|lower|slashed|cut|plung\w+|shr[aiu]nk|lost|smaller|reduc\w+|slid|shed|plummet\w*|crash\w*|slipp\w+)\b|下降|减少|下跌",
    re.IGNORECASE,
)
_GROWN = Cue(
    r"\s*(?:\w+\s){0,2}(?:higher|lower|smaller|larger|year[- ]on[- ]year|from (?:a|the|20|19|last|January|February|March|April|May|June|July|August|September|October|November|December)\b|increase|decrease|rise|drop|fall|decline|gain|growth|jump|cut|more than (?:a|the|in)|less than (?:a|the|in)|plunge|slump|surge)\b",
    re.IGNORECASE,
)
_SHRUNK = Cue(
    r"\s*(?:\w+\s){0,2}(?:lower|smaller|decrease|drop|fall|decline|cut|plunge|slump|less)\b",
    re.IGNORECASE,
)
_WORLD = Cue(r"\b(?:world|global|planet)|全球|世界", re.IGNORECASE)
_WILL = Cue(r"\b(?:wants?|aims?|plans?|targets?|will|would|hopes?|intends?|to)\b", re.IGNORECASE)
_RESERVES = Cue(
    r"\b(?:reserves?(?! (?:about |some |at least )?\d)|deposits?|(?<!natural )(?-i:resources?)|(?:thought|estimated|believed) to (?:hold|contain))\b(?! (?:administration|bureau|minist\w+|company|of any new))|储量|资源量",
    re.IGNORECASE,
)
_PROCESS = Cue(
    r"\b(?:enrich\w*|process\w*|refin\w+|separat\w+|smelt\w*|purif\w+|turns? (?=[^.;]{0,60}\binto\b)|oxides?|conver\w+|magnets?|anodes?|cathodes?|downstream|metal production)\b",
    re.IGNORECASE,
)
_IMPORT = Cue(r"\bimport(?:s|ed|ing)?\b", re.IGNORECASE)
_GETS = Cue(
    r"\b(?:gets|sources|buys|imports|imported|obtains|took|takes|drew|draws)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_RELIANCE = Cue(
    r"\b(?:import[- ]?relian\w+|relian\w+ on imports|relies on imports|rely on imports|import[- ]depend\w+|depends? on imports|net import|imports? for|all of its|foreign sources for)\b",
    re.IGNORECASE,
)
_RELIANT = Cue(r"\bimport[- ](?:dependen(?:ce|cy)|reliance)\b", re.IGNORECASE)
_SHARE = Cue(
    r"\b(?:of (?:the )?(?:world|global|total|all|its|their|U\.?S\.?|EU|European|China)|world(?:wide|'s|’s)?|global(?:ly)?|accounts? for|accounted|accounting for|share|suppl(?:y|ies|ied)|produces?|produced|mined|controls?|controlling|dominat\w+|comes? from|came from|output|market|holds?|refines?|processes)\b|^ ?(?:of|percent of|per cent of)|占|产量|储量",
    re.IGNORECASE,
)
_CAPACITY = Cue(
    r"产能|\b(?:capacity(?: (?:to|of|for) (?:\w+ )?(?:produce|make|process|treat|refine|producing|making|processing))?|(?:to|will|would|could|can|should|might|plans?|aims?|expects?) (?:[a-z]+ )?(?:yield|produce|make|turn out|process|feed|supply|lift output|raise output|treat|deliver)(?: (?:to|up to|about|some|around))?(?= [\d,.]+[^.;]{0,40}?(?:a year|per year|annual|yearly|/year|by 20|at first))|lift(?:s|ed)? (?:\w+ )?(?:output|production) to|and (?:turn out|produce|make|yield) (?=[\d,.]+[^.;]{0,30}?(?:a|per) year)|annual (?:production|output) of|able to (?:take|produce|process)|(?:\w+ ){0,4}(?:plant|smelter|refinery|facility)|nameplate|design(?:ed)? (?:to|for)|room for|expected output|planned output|aims? for|aims? (?:at|to)|ramp\w* (?:up )?to|(?:tonnes|tons) (?:a|per) year from)\b",
    re.IGNORECASE,
)
_TRADE = Cue(
    r"进口|出口|\b(?:sent|sends|sends? abroad|went|going|go|goes|leave|left|flow\w*|supplied|deliver\w+|need(?:s|ed)?|demand|required|given|us(?:es|ed)|brought in|absorb\w*|consum\w+|took|takes|received|stockpiles?|stocks|lying|lie in|drums|export(?:s|ed|ing)?|import(?:s|ed)?|shipments?|shipped|sold|bought|quota|customs|purchas\w+|buy|sought|tender|solicit\w+)\b",
    re.IGNORECASE,
)
_OUTPUT = Cue(
    r"产量|生产|\b(?:produc\w+|output|mined|mines|dug|digs?|turn(?:s|ed)? out|yields?|made|makes|extract\w+|yield\w*)\b",
    re.IGNORECASE,
)
_NOT_SHARE_OF = Cue(
    r"^\s*(?:of|in) (?:the |a |its |their |all |any )*(?:new |joint )?(?:ventures?|company|votes?|firms?|projects?|costs?|shares?|capital|proceeds|revenues?|profits?|earnings|stock|equity|what it|average|current|previous|existing|planned|normal|future|foreign sales|time|value|price|staff|workers|jobs|population|budget|board|ownership|funding|money|loan|contract|group|business|operation)\b",
    re.IGNORECASE,
)
_WHOLE = Cue(
    r"\b(?:world|worldwide|global(?:ly)?|planet|total|suppl(?:y|ies)|output|production|imports?|exports?|consumption|demand|reserves|resources|market|(?:enrichment |processing |refining |smelting )?capacity|refining|processing|smelting|separation|trade|sales|what|minerals?|metals?|needs|requirements|abroad)\b|全球|世界|产量|储量|供应",
    re.IGNORECASE,
)
_RULE = Cue(
    r"\b(?:must|has to|have to|is set aside|are set aside|is to be|are to be|set aside|shall|would own|to own|will own|owns?|owned|stake)\b|\bbe (?:sold|kept|processed|refined|reserved|delivered|offered)\b|\b(?:should|at least|no more than)\b(?=[^.;]{0,12}$)",
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
_USED = Cue(
    r"\s*of (?:the )?(?:[\w-]+ ){0,5}(?:bought|purchased|imported) (?:in|by|abroad)\b|\s*of (?:the )?(?:[\w-]+ ){1,5}(?:they|it) (?:bought|imported|purchased|buys?|imports?)\b|\s*of (?:the )?(?:[\w’'.-]+ ){0,4}(?:imports|purchases)\b|\s*of (?:the )?(?:[\w-]+ ){1,4}(?:that )?(?:(?:the )?[A-Z][\w.]+ )(?:\w+ ){0,2}(?:uses?|spread|consumes?|buys?|bought|needs?|imports?|imported|burns?)\b|\s*of (?:its|their|our|the (?:country|nation|bloc|union)['’]s|America['’]s|U\.?S\.?|American|EU|Europe['’]s|the EU['’]s) (?:[\w-]+ ){1,4}(?:comes?|came|(?:is|are|was|were) (?:from|imported|bought|sourced|supplied)|from)\b|\s*of (?:the )?(?:[\w-]+ ){0,5}(?:used (?:in|by)|consumed by|needed by)\b",
    re.IGNORECASE,
)
_IMPORT_PART = Cue(
    r"\b(?:share|part|portion|slice)\b[^.;]{0,30}\bimports\b|\b(?:brought in|imported)\b[^.;]{0,40}$|\b(?:reactors|power stations) [^.;]{0,20}\bshare\b|进口",
    re.IGNORECASE,
)
_FROM_PLACE = Cue(r"\s*(?:of (?:it|them) )?(?:comes? |came |coming )?from (?:the )?(?-i:[A-Z])")
_SHARE_BEFORE = Cue(r"\b(?:share|part|portion|slice)\b[^.;%]{0,40}$", re.IGNORECASE)
_FRACTION_OF = Cue(
    r"\s*(?:of (?:the )?(?:world|global|planet|all (?!of)|(?:its|their) (?!pits|mines|firms|plants|members|value|price)|total|U\.?S|American|Chinese|EU\b|[A-Z]\w+[’']s)|(?:of (?:it|them) )?(?:comes? |came )?from (?:the )?(?-i:[A-Z])|the world)",
    re.IGNORECASE,
)
_NEEDS = Cue(
    r"\bimports? $|\b(?:imports?|brings? in) (?:about |around |some |nearly |more than |over |almost |roughly |all |an estimated )*$",
    re.IGNORECASE,
)


def _nearest_cue(cues: tuple[tuple[str, Cue], ...], at: Around, own: str, shift: int) -> str:
    """The kind whose word stands nearest the number; words before it count a little less far."""
    best: tuple[float, str] | None = None
    for kind, pattern in cues:
        for start, end in (hit.span() for hit in pattern.each(own, at.sentence.cues)):
            far = float(shift - end) if end <= shift else (start - shift) * 1.1
            if best is None or far < best[0]:
                best = (far, kind)
    return best[1] if best else ""


_SHARE_CUES = (
    ("reserves_share", _RESERVES),
    ("processing_share", _PROCESS),
    (
        "production_share",
        Cue(
            r"\b(?:produc\w+|outputs?|mines?|mined|mining|extract\w+|dug|digs?|turns? out|turned out|suppl(?:y|ies|ied)|ores?)\b|产量|生产",
            re.IGNORECASE,
        ),
    ),
)


_AGAINST = re.compile(r"\b(?:against|compared with|followed by|ahead of)\s(?:\w+\s)?$")
_SUPPLIES = re.compile(
    r"\b(?:suppl(?:y|ies|ied)|provid(?:es?|ed)|sends?|sent|met|meets?|covers?)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_OF_BUYER = re.compile(
    r"\s*of (?:the (?:bloc|union|country|nation|continent|EU)['’]s|the demand|(?:its|their) needs|(?:the )?(?!World|Global|Earth)(?:[A-Z]\w+['’]s|U\.?S\.?(?:['’]s)?|American|European|Japanese|Korean|Indian|EU)) "
)


def _at_home(at: Around) -> bool:
    """Whether supplier and buyer are one country: `Wa State supplies 70% of Myanmar's tin`."""
    places = at.sentence.of("place", "agency")
    before = [m.value for m in places if m.end <= at.amount.start]
    after = [m.value for m in places if m.start >= at.amount.end]
    return bool(before and after) and before[-1] == after[0]


def _share_type(at: Around) -> tuple[str, str]:
    """Claim type and stage of a share, from the words nearest the number."""
    after = at.sentence.text[at.amount.end : at.right]
    before = at.sentence.text[at.left : at.amount.start]
    if (
        at.sentence.find(_RELIANCE, after[:60])
        or at.sentence.find(_RELIANT, at.before)
        or at.sentence.find(_RELIANCE, re.split(r",|\band\b", at.before)[-1])
    ):
        return "import_reliance", "any"
    if _AGAINST.search(at.before) and (told := _as_before(at, listed=False)):
        return told[0], told[1]
    if _SUPPLIES.search(before) and _OF_BUYER.match(after) and not _at_home(at):
        return "import_share", "any"
    if at.sentence.find(_IMPORT_PART, at.before) or at.sentence.starts(_FROM_PLACE, after):
        return "import_share", "any"
    if at.sentence.starts(_USED, after):
        return "import_share", "any"
    if at.sentence.find(_NEEDS, before) or at.sentence.find(_GETS, before):
        supplier = re.search(r"\bfrom (?:the )?(?-i:[A-Z])|\bsells?\b", after, re.IGNORECASE)
        return (
            "import_share"
            if supplier or not at.sentence.find(_NEEDS, before)
            else "import_reliance"
        ), "any"
    # of a list, its own words
    near = re.split(r",|\band\b", at.before)[-1] if at.left else at.before
    own = near + at.sentence.text[at.amount.start : at.amount.end] + at.after
    kind = _nearest_cue(_SHARE_CUES, at, own, len(near))
    if not kind and at.sentence.find(_IMPORT, own):
        return "import_share", "any"
    return kind or "production_share", "refined" if kind == "processing_share" else "mine"


_LEVEL = Cue(
    r"\b(?:to|from|at|below|above)\s(?:(?:about|around|nearly|almost|some|roughly|just|only|over|under|more than|less than)\s){0,2}$",
    re.IGNORECASE,
)


def _change(at: Around) -> float:
    """The sign of a change, 0 where the number is none."""
    before = at.before[-60:]
    after = at.after[:45]
    if at.sentence.find(_LEVEL, before) and not at.sentence.starts(_GROWN, after):
        return 0.0
    growth = at.sentence.find(_GROWTH, before) or at.sentence.starts(_GROWN, after)
    if not growth or re.match(
        r"\s*(?:of|share)\b(?! (?:the )?(?:year|month|quarter|value))", after, re.IGNORECASE
    ):
        return 0.0
    return -1.0 if at.sentence.find(_DOWN, before) or at.sentence.starts(_SHRUNK, after) else 1.0


def _same_change(at: Around) -> float:
    """A second change told with the verb of the first: `shares of A fell 18 percent, those of B 10 percent`."""
    earlier = [a for a in at.sentence.amounts if a.kind == "percent" and a.end <= at.amount.start]
    if not earlier or re.match(r"\s*(?:of|share)\b", at.after, re.IGNORECASE):
        return 0.0
    if not re.fullmatch(
        r",? ?(?:and |while )?[^.;%]{0,40}", at.sentence.text[earlier[-1].end : at.amount.start]
    ):
        return 0.0
    return _change(around(at.sentence, earlier[-1]))


_NOISE = Cue(
    r"^\s*(?:of (?:the )?)?(?:less energy|full\b|of the votes?|of votes|of (?:the )?project costs?|of (?:the )?gdp\b|of gross domestic|of (?:its|their) (?:revenues?|turnover|earnings|profits?)|of foreign sales|of (?:the )?(?:budget|population|workforce))",
    re.IGNORECASE,
)
_FIRM_NEAR = 25
_INDEX = Cue(r"\b(?:S&P|Nasdaq|Dow|Nikkei|Hang Seng|FTSE|DAX|CSI|index)\b")
_PART = Cue(r"\s*(?:market )?(?:of|share)\b|\s*from (?:the )?[A-Z]", re.IGNORECASE)
_SHARE_OF_THINGS = Cue(
    r"\b(?:world|global|planet|suppl(?:y|ies)|output|production|imports|exports|reserves|consumption|refin\w+|process\w*|mined?|mines)\b",
    re.IGNORECASE,
)


def _as_before(at: Around, *, listed: bool = True) -> tuple[str, str, float] | None:
    """A number of a list is of the kind of the one before that has its sign."""
    earlier = [
        a
        for a in at.sentence.amounts
        if a.kind == "percent" and a.end <= at.amount.start and (a.words != "list" or not listed)
    ]
    read = percent_type(around(at.sentence, earlier[-1])) if earlier else None
    return (read[0], read[1], at.amount.value) if read else None


def is_noise(at: Around) -> bool:
    """A percentage of votes, costs or energy, or a move of a stock index: none of an act, none about a mineral."""
    end = at.amount.end
    of_firm = any(
        end <= m.start <= end + _FIRM_NEAR and m.kind == "firm" for m in at.sentence.names
    )
    bought = of_firm and re.match(r"\s*of\b", at.sentence.text[end:])
    return bool(
        bought
        or at.sentence.starts(_NOISE, at.sentence.text[end:])
        or at.sentence.find(_INDEX, at.before[-40:])
    )


def owns(at: Around) -> bool:
    """Whether the number is a share of ownership: `51% owned by the state`, `took 51% of the mine` (§R29)."""
    after, before = at.sentence.text[at.amount.end :][:90], at.before
    if at.sentence.starts(_OWNED, after) or at.sentence.find(_STAKE, before):
        return True
    if not at.sentence.find(_OWNS, before[-40:]):
        return False
    alone = re.match(r"[^.;,]*", after)
    whole = at.sentence.find(_WHOLE, alone.group() if alone else "")
    return bool(at.sentence.starts(_SITE, after)) or (
        not whole and bool(re.search(r"\bown(?:s|ed)?\b", before[-20:], re.IGNORECASE))
    )


_FOR_MATERIAL = re.compile(r"\s*for (?:the )?[a-z]+(?:[,.;]| and )")


def _is_part(at: Around) -> bool:
    """Whether a fraction in words is of a flow or a material: `half of the world's tin`, not `half of the day`."""
    of = re.match(r"\s*of (?:the )?", at.sentence.text[at.amount.end :])
    start = at.amount.end + (of.end() if of else 0)
    return bool(at.sentence.starts(_FRACTION_OF, at.after)) or bool(
        of and any(m.start == start for m in at.sentence.of("material"))
    )


@lru_cache(maxsize=256)
def percent_type(at: Around, *, strict: bool = False) -> tuple[str, str, float] | None:
    """Type, stage and value of a percentage; none where it is neither a share nor a change.

    Args:
        at: The amount with the words around it.
        strict: Take only what the words right beside the number make a share or a change.
    """
    value = at.amount.value
    if is_noise(at) or owns(at):
        return None
    if at.amount.words == "list":
        return _as_before(at)
    sign = _change(at) or _same_change(at)
    if sign:
        return "growth_rate", "any", sign * value
    after = at.after[:90]
    own = at.before[-70:] + " " + after
    if at.sentence.starts(_NOT_SHARE_OF, after) or (
        at.sentence.find(_RULE, own) and not at.sentence.find(_WORLD, own)
    ):
        return None
    if at.amount.op == "~" and not at.amount.words and not _is_part(at):
        return None
    reliant = at.sentence.find(_RELIANCE, at.after[:40]) or at.sentence.find(_RELIANT, at.before)
    part = at.sentence.starts(_PART, after) or at.sentence.find(_SHARE_BEFORE, at.before) or reliant
    low, high = max(at.left, at.low), min(at.right, at.high)
    named = any(low <= m.start < high for m in at.sentence.of("material"))
    whole = (
        reliant
        or at.sentence.starts(_FROM_PLACE, after)
        or at.sentence.find(_WHOLE, after)
        or at.sentence.find(_WHOLE, at.before[-70:])
    )
    if strict and not (part and at.sentence.find(_SHARE_OF_THINGS, after[:40])):
        return None
    told = _as_before(at, listed=False) if named and _FOR_MATERIAL.match(after) else None
    if (
        told is None
        and not (part and (named or whole))
        and not (at.sentence.find(_SHARE, own) and (named or whole))
    ):
        return None
    kind, stage = told[:2] if told else _share_type(at)
    return kind, stage, value


_MASS_CUES = (
    ("capacity", _CAPACITY),
    (
        "reserves_volume",
        Cue(
            _RESERVES.source
            + r"|\b(?:holds|contains|in the ground)\b|\bha(?:s|ve) (?:about |some |roughly |an estimated )?(?=[\d.,]+ (?:million|billion) )",
            re.IGNORECASE,
        ),
    ),
    ("trade_volume", _TRADE),
    ("output_volume", _OUTPUT),
)


@lru_cache(maxsize=256)
def mass_cue(at: Around) -> str:
    """Claim type of a mass by the words of its own clause; none where they tell nothing."""
    own = at.before + at.sentence.text[at.amount.start : at.amount.end] + at.after
    return _nearest_cue(_MASS_CUES, at, own, len(at.before))


def mass_type(at: Around) -> str:
    """Claim type of a mass: capacity, reserves, trade or output."""
    if re.match(r"\s*(?:of [\w -]{0,30})?by 20[2-9]\d", at.after) and at.sentence.find(
        _WILL, at.before
    ):
        return "capacity"
    if at.amount.words == "list":
        earlier = [
            a
            for a in at.sentence.amounts
            if a.kind == "mass" and a.end <= at.amount.start and a.words != "list"
        ]
        if earlier:
            return mass_type(around(at.sentence, earlier[-1]))
    kind = mass_cue(at)
    if kind:
        return kind
    whole = at.sentence.text
    return _nearest_cue(_MASS_CUES, at, whole, at.amount.start) or "output_volume"


def money_type(at: Around) -> tuple[str, str]:
    """Claim type and unit of an amount of money: a price, a value of trade, or an amount."""
    amount = at.amount
    if amount.per:
        return "price", f"{amount.unit}/{amount.per}"
    near = at.sentence.text[max(0, amount.start - 50) : amount.end + 40]
    if re.search(
        r"\b(?:import(?:s|ed)?|export(?:s|ed)?|shipments)\b[^.]{0,25}\bworth\b|worth of [\w ]{0,20}(?:imports|exports)",
        near,
        re.IGNORECASE,
    ):
        return "trade_value", amount.unit
    return "money_amount", amount.unit
