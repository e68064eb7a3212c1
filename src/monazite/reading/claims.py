# ruff: noqa: E501 - a pattern is one line of words
"""Numbers a document states about the world, bound to metric, country, material and stage (§R25 to §R29)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from monazite.reading.amounts import Amount
from monazite.reading.binding import Around, around
from monazite.reading.binding import material as find_material
from monazite.reading.binding import place as find_place
from monazite.reading.model import Claim, Event, Why
from monazite.reading.scan import Scan, Sentence

_GROWTH = re.compile(
    r"\b(?:ros?e|risen|rise|fell|fall(?:en)?|up|down|sank|sinks?|won back|gain(?:ed|s)?|jump(?:ed|s)?|surg(?:ed|ing|es)?|soar(?:ed|ing)?|drop(?:ped|s)?|declin(?:ed|e|es)|increas(?:ed|e|es)|decreas(?:ed|e)|climb(?:ed|s)?|slump(?:ed)?|tumbl(?:ed|e)|"
    r"higher|lower|slashed|cut|grew|grow(?:n|th)?|plung(?:ed|e)|shr[aiu]nk|doubled|year[- ]on[- ]year|year earlier|add(?:ed)?|los(?:t|s)|smaller|larger|more than a year|reduc\w+|rall(?:ied|y)|expand\w*)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:sank|sinks?|fell|fall(?:en)?|down|drop(?:ped|s)?|declin\w+|decreas\w+|slump\w*|tumbl\w+|lower|slashed|cut|plung\w+|shr[aiu]nk|lost|smaller|reduc\w+)\b",
    re.IGNORECASE,
)
_GROWN = re.compile(
    r"\s*(?:\w+\s){0,2}(?:higher|lower|smaller|larger|year[- ]on[- ]year|from (?:a|the|20|19|last|January|February|March|April|May|June|July|August|September|October|November|December)\b|increase|decrease|rise|drop|fall|decline|gain|growth|jump|cut|more than (?:a|the|in)|less than (?:a|the|in)|plunge|slump|surge)\b",
    re.IGNORECASE,
)
_SHRUNK = re.compile(
    r"\s*(?:\w+\s){0,2}(?:lower|smaller|decrease|drop|fall|decline|cut|plunge|slump|less)\b",
    re.IGNORECASE,
)
_WORLD = re.compile(r"\b(?:world|global|planet)", re.IGNORECASE)
_WILL = re.compile(
    r"\b(?:wants?|aims?|plans?|targets?|will|would|hopes?|intends?|to)\b", re.IGNORECASE
)
_RESERVES = re.compile(
    r"\b(?:reserves?|deposits?|resources?|(?:thought|estimated|believed) to (?:hold|contain))\b(?! (?:administration|bureau))",
    re.IGNORECASE,
)
_PROCESS = re.compile(
    r"\b(?:enrich\w*|process\w*|refin\w+|separat\w+|smelt\w*|purif\w+|turns? (?=[^.;]{0,60}\binto\b)|oxides?|conver\w+|magnets?|anodes?|cathodes?|downstream|metal production)\b",
    re.IGNORECASE,
)
_IMPORT = re.compile(r"\bimport(?:s|ed|ing)?\b", re.IGNORECASE)
_GETS = re.compile(
    r"\b(?:gets|sources|buys|imports|imported|obtains)\s(?:\w+\s){0,3}$", re.IGNORECASE
)
_NO_CLAIM = re.compile(
    r"\b(?:market value|market cap\w*|project costs?|of the costs?|valued at)\b", re.IGNORECASE
)
_HELD = re.compile(
    r"\b(?:of the (?:venture|company|project|firm|mine|shares?)|stake|shareholder|holds [\d.]+)",
    re.IGNORECASE,
)
_RELIANCE = re.compile(
    r"\b(?:import[- ]?relian\w+|relian\w+ on imports|relies on imports|rely on imports|import[- ]depend\w+|depends? on imports|net import|imports? for|all of its|foreign sources for)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:of (?:the )?(?:world|global|total|all|its|their|U\.?S\.?|EU|European|China)|world(?:wide|'s|’s)?|global(?:ly)?|accounts? for|accounted|accounting for|share|suppl(?:y|ies|ied)|produces?|produced|mined|controls?|controlling|dominat\w+|comes? from|came from|output|market|holds?|refines?|processes)\b|^ ?(?:of|percent of|per cent of)",
    re.IGNORECASE,
)
_CAPACITY = re.compile(
    r"\b(?:capacity|able to (?:take|produce|process)|(?:\w+ ){0,4}(?:plant|smelter|refinery|facility)|nameplate|design(?:ed)? (?:to|for)|room for|expected output|planned output|aims? for|aims? (?:at|to)|ramp\w* (?:up )?to|(?:tonnes|tons) (?:a|per) year from)\b",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:sent|sends|sends? abroad|went|going|go|goes|leave|left|flow\w*|supplied|deliver\w+|need(?:s|ed)?|demand|required|given|export(?:s|ed|ing)?|import(?:s|ed)?|shipments?|shipped|sold|bought|quota|customs|purchas\w+|buy|sought|tender|solicit\w+)\b",
    re.IGNORECASE,
)
_OUTPUT = re.compile(
    r"\b(?:produc\w+|output|mined|mines|dug|digs?|turn(?:s|ed)? out|yields?|made|makes|extract\w+|yield\w*)\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    r"\b(?:it|the country|the nation|the (?:\w+ ){0,2}(?:nation|country|state))\b", re.IGNORECASE
)
_COUNT = re.compile(
    r"\b(?P<n>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\s+(?P<what>(?:\w+\s){0,3}?(?:companies|firms|exporters|enterprises|items|products))\b",
    re.IGNORECASE,
)
_NUMBERS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(),
        range(1, 21),
        strict=True,
    )
)
_NOT_SHARE_OF = re.compile(
    r"^\s*(?:of|in) (?:the |a |its |their |all |any )*(?:joint )?(?:venture|company|votes?|firms?|projects?|costs?|shares?|capital|proceeds|revenues?|profits?|earnings|stock|equity|what it|future|foreign sales|time|value|price|staff|workers|jobs|population|budget|board|ownership|funding|money|loan|contract|group|business|operation)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:world|worldwide|global(?:ly)?|planet|total|suppl(?:y|ies)|output|production|imports?|exports?|consumption|demand|reserves|resources|market|(?:enrichment |processing |refining |smelting )?capacity|trade|sales|what|minerals?|metals?|needs|requirements|abroad)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:must|has to|have to|is set aside|are set aside|shall|should|no more than|at least|would own|to own|will own|owns?|owned|stake)\b",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\s*of (?:the )?(?:[\w-]+ ){0,4}(?:imports|purchases)\b|\s*of (?:the )?(?:[\w-]+ ){0,5}(?:used (?:in|by)|consumed by|needed by)\b",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    r"\bimports? $|\bimports? (?:about |around |some |nearly |more than |over |almost |roughly |all |an estimated )*$",
    re.IGNORECASE,
)


def _nearest_cue(cues: tuple[tuple[str, re.Pattern[str]], ...], own: str, shift: int) -> str:
    """The kind whose word stands nearest the number; words before it count a little less far."""
    best: tuple[float, str] | None = None
    for kind, pattern in cues:
        for hit in pattern.finditer(own):
            before = hit.end() <= shift
            far = float(shift - hit.end()) if before else (hit.start() - shift) * 1.1
            if best is None or far < best[0]:
                best = (far, kind)
    return best[1] if best else ""


_SHARE_CUES = (
    ("reserves_share", _RESERVES),
    ("processing_share", _PROCESS),
    (
        "production_share",
        re.compile(
            r"\b(?:produc\w+|outputs?|mines?|mined|mining|extract\w+|dug|digs?|turns? out|turned out|suppl(?:y|ies|ied)|ores?)\b",
            re.IGNORECASE,
        ),
    ),
)


def _share_type(at: Around) -> tuple[str, str]:
    """Claim type and stage of a share, from the words nearest the number."""
    after = at.sentence.text[at.amount.end : at.right]
    before = at.sentence.text[at.left : at.amount.start]
    if _RELIANCE.search(at.sentence.text[at.low : at.high]):
        return "import_reliance", "any"
    if _USED.match(after):
        return "import_share", "any"
    if _NEEDS.search(before) or _GETS.search(before):
        supplier = re.search(r"\bfrom\b|\bsells?\b", after)
        return (
            "import_share" if supplier or not _NEEDS.search(before) else "import_reliance"
        ), "any"
    own = at.before + at.sentence.text[at.amount.start : at.amount.end] + at.after
    kind = _nearest_cue(_SHARE_CUES, own, len(at.before))
    if not kind and _IMPORT.search(own):
        return "import_share", "any"
    return kind or "production_share", "refined" if kind == "processing_share" else "mine"


def _year(at: Around) -> str | None:
    times = [
        t for t in at.sentence.times if t.kind in {"year", "relative", "full", "month", "half"}
    ]
    near = sorted(times, key=lambda t: abs(t.start - at.amount.start))
    return near[0].value[:4] if near else None


def _source(sentence: Sentence) -> str | None:
    found = sentence.of("source")
    names = {
        "US Geological Survey": "USGS",
        "U.S. Geological Survey": "USGS",
        "United States Geological Survey": "USGS",
        "International Energy Agency": "IEA",
        "International Nickel Study Group": "INSG",
    }
    return names.get(found[0].value, found[0].value) if found else None


def _change(at: Around) -> float:
    """The sign of a change, 0 where the number is none."""
    before = at.before[-45:]
    after = at.after[:45]
    growth = _GROWTH.search(before) or _GROWN.match(after)
    if not growth or re.match(
        r"\s*(?:of|share)\b(?! (?:the )?(?:year|month|quarter|value))", after, re.IGNORECASE
    ):
        return 0.0
    return -1.0 if _DOWN.search(before) or _SHRUNK.match(after) else 1.0


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


def _percent_type(at: Around) -> tuple[str, str, float] | None:
    """Type, stage and value of a percentage; none where it is neither a share nor a change."""
    value = at.amount.value
    sign = _change(at) or _same_change(at)
    if sign:
        return "growth_rate", "any", sign * value
    after = at.after[:90]
    own = at.before[-70:] + " " + after
    if _NOT_SHARE_OF.match(after) or (_RULE.search(own) and not _WORLD.search(own)):
        return None
    part = re.match(r"\s*(?:market )?(?:of|share)\b", after, re.IGNORECASE)
    low, high = max(at.left, at.low), min(at.right, at.high)
    named = any(low <= m.start < high for m in at.sentence.of("material"))
    whole = _WHOLE.search(after) or _WHOLE.search(at.before[-70:])
    if not (part and (named or whole)) and not (_SHARE.search(own) and (named or whole)):
        return None
    kind, stage = _share_type(at)
    return kind, stage, value


_MASS_CUES = (
    ("capacity", _CAPACITY),
    ("reserves_volume", _RESERVES),
    ("trade_volume", _TRADE),
    ("output_volume", _OUTPUT),
)


def _mass_type(at: Around) -> str:
    if re.match(r"\s*(?:of [\w -]{0,30})?by 20[2-9]\d", at.after) and _WILL.search(at.before):
        return "capacity"
    own = at.before + at.sentence.text[at.amount.start : at.amount.end] + at.after
    kind = _nearest_cue(_MASS_CUES, own, len(at.before))
    if kind:
        return kind
    whole = at.sentence.text
    return _nearest_cue(_MASS_CUES, whole, at.amount.start) or "output_volume"


def _money_type(at: Around) -> tuple[str, str]:
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


def _of_a_country(at: Around) -> bool:
    """`70% of Myanmar's tin`, `a third of the 2,900 tons`: a part of something smaller than the world's total."""
    after = at.sentence.text[at.amount.end : at.amount.end + 45]
    if re.match(r"\s*of (?:the )?[\d,]+", after):
        return True
    possessive = re.match(r"\s*of (?:the )?([\w. ]{2,30})(?:'|’)s?\b", after)
    start = at.amount.end
    return bool(possessive) and any(start <= m.start < start + 12 for m in at.sentence.of("place"))


def _one(scan: Scan, sentence: Sentence, amount: Amount, main: tuple[str, str]) -> Claim | None:
    at = around(sentence, amount)
    value, unit, stage = amount.value, amount.unit, "any"
    if amount.kind == "percent":
        read = _percent_type(at)
        if read is None:
            return None
        kind, stage, value = read
    elif amount.kind == "mass":
        kind = _mass_type(at)
        stage = "mine" if kind in {"reserves_volume", "output_volume"} else "any"
    else:
        kind, unit = _money_type(at)
    material, why_material = find_material(scan, at, main[1])
    place, why_place = (
        ("WLD", "a price has no country") if kind == "price" else find_place(scan, at, main[0])
    )
    return Claim(
        id="",
        claim_type=kind,
        jurisdiction=place,
        material=material,
        stage=stage,
        op=amount.op,
        value=value,
        unit=unit,
        as_of=_year(at),
        attributed_to=_source(sentence),
        span=scan.span(sentence, amount.start, amount.end),
        kind="of_a_country" if _of_a_country(at) else "",
        why=(
            Why("material", why_material, material),
            Why("jurisdiction", why_place, place),
            Why("claim_type", f"{amount.kind} words", kind),
        ),
    )


_ALL = re.compile(
    r"\bimports? (?:virtually |nearly |almost )?all (?:of )?(?:its|the|it|their)\b|\b(?:wholly|entirely|completely|100%|fully) (?:import[- ])?(?:reliant|dependent) on imports\b",
    re.IGNORECASE,
)


def _whole(scan: Scan, sentence: Sentence, main: tuple[str, str]) -> list[Claim]:
    """`imports all of it`: a reliance of the whole, written without a number."""
    hit = _ALL.search(sentence.text)
    if hit is None:
        return []
    op = "~" if re.search("virtually|nearly|almost", hit.group(0)) else "="
    at = around(sentence, Amount("percent", 100.0, "%", op, hit.start(), hit.end()))
    material, why = find_material(scan, at, main[1])
    place, _ = find_place(scan, at, main[0])
    return [
        Claim(
            "", "import_reliance", place, material, "any", op, 100.0, "%", _year(at), _source(sentence),
            scan.span(sentence, hit.start(), hit.end()), "", (Why("material", why, material),),
        )
    ]  # fmt: skip


def _taken(events: tuple[Event, ...]) -> set[tuple[int, str]]:
    used = [x for e in events for x in (*e.money, *e.quantities, *e.rates, *e.thresholds)]
    return {(x.span.start, x.span.part) for x in used if x.span}


def _main(scan: Scan, events: tuple[Event, ...]) -> tuple[str, str]:
    place = next((a.jurisdiction for e in events for a in e.actors), "WLD")
    material = next((m.value for e in events for m in e.materials), "")
    names = [m.value for s in scan.sentences[:4] for m in s.of("material")]
    return (
        place,
        material or (names[0] if names else "critical_minerals"),
    )


def _money_claims(events: tuple[Event, ...], main: tuple[str, str]) -> list[Claim]:
    """Money of an act is a claim too: it can be checked against the register of acts."""
    return [
        Claim(
            "", "money_amount", event.actors[0].jurisdiction if event.actors else main[0],
            event.materials[0].value if event.materials else "critical_minerals", "any", "=", money.value, money.currency,
            None, None, money.span, money.kind, (Why("claim_type", "money of an event", money.kind),),
        )
        for event in events
        for money in event.money
        if money.span and money.per is None
    ]  # fmt: skip


def _skip(exact: list[float], sentence: Sentence, amount: Amount) -> bool:
    """A rounder telling of a number given elsewhere ("more than 11 percent" for 11.4), or a company's own figure."""
    near = sentence.text[max(0, amount.start - 40) : amount.end + 25]
    if _NO_CLAIM.search(near):
        return True
    if amount.kind != "percent" or amount.op not in {">", "~"}:
        return False
    at = bisect_right(exact, amount.value)
    return at < len(exact) and exact[at] < amount.value + 1


def claims(scan: Scan, events: tuple[Event, ...]) -> tuple[Claim, ...]:
    """The numbers about the world that the text states and no event has taken as its own."""
    if not events and not any(s.of("material") for s in scan.sentences[:6]):
        return ()
    main = _main(scan, events)
    exact = sorted(a.value for s in scan.sentences for a in s.amounts if a.kind == "percent")
    taken = _taken(events)
    found = _money_claims(events, main)
    for sentence in scan.sentences:
        if sentence.title:
            continue
        found += _whole(scan, sentence, main)
        for amount in sentence.amounts:
            if (sentence.start + amount.start, "text") in taken or _skip(exact, sentence, amount):
                continue
            if (claim := _one(scan, sentence, amount, main)) is not None:
                found.append(claim)
    label = scan.document.name or "document"
    return tuple(replace(claim, id=f"{label}-c{n}") for n, claim in enumerate(found, 1))
