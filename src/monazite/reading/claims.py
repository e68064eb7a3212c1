# ruff: noqa: E501 - a pattern is one line of words
"""Numbers a document states about the world, bound to metric, country, material and stage (§R25 to §R29)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

from monazite.reading.amounts import Amount
from monazite.reading.binding import Around, around
from monazite.reading.binding import material as find_material
from monazite.reading.cues import Cue
from monazite.reading.holders import plant_place, supplier, world
from monazite.reading.metrics import mass_type, money_type
from monazite.reading.model import Claim, Event, Why
from monazite.reading.places import place as find_place
from monazite.reading.scan import Scan, Sentence
from monazite.reading.shares import Percent, follows, percent_type

_NO_CLAIM = Cue(
    r"\b(?:market value|market cap\w*|project costs?|of the costs?|valued at)\b", re.IGNORECASE
)


_DATED = frozenset(["year", "relative", "full", "month", "half"])
_NAMES = {
    "US Geological Survey": "USGS",
    "U.S. Geological Survey": "USGS",
    "United States Geological Survey": "USGS",
    "International Energy Agency": "IEA",
    "International Nickel Study Group": "INSG",
}


def _year(at: Around) -> str | None:
    start = at.amount.start
    times = [t for t in at.sentence.times if t.kind in _DATED]
    return min(times, key=lambda t: abs(t.start - start)).value[:4] if times else None


def _source(sentence: Sentence) -> str | None:
    found = sentence.of("source")
    return _NAMES.get(found[0].value, found[0].value) if found else None


_PART_OF = re.compile(r"\s*of ")
_OF_A_NUMBER = re.compile(r"\s*of (?:the )?[\d,]+")
_OF_AN_OWNER = re.compile(r"\s*of (?:the )?([\w. ]{2,30})(?:'|’)s?\b")
_FROM = re.compile(r"\bfrom\b")
_BARREL = re.compile(r"\s*(?:a|per|/) ?(?:barrel|bbl)")


def _of_a_country(at: Around) -> bool:
    """`70% of Myanmar's tin`, `a third of the 2,900 tons`: a part of something smaller than the world's total."""
    start = at.amount.end
    if not _PART_OF.match(at.sentence.text, start):
        return False
    after = at.sentence.text[start : start + 45]
    if _OF_A_NUMBER.match(after):
        return True
    possessive = _OF_AN_OWNER.match(after)
    return bool(possessive) and any(start <= m.start < start + 12 for m in at.sentence.of("place"))


_TOOK = Cue(
    r"\b(?:took|takes|bought|buys|received|purchased|gets?|sources?|obtains?|imported|imports|absorbs?|absorbed)\b[^.;]{0,20}$",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"\s*that [A-Z]\w+ (?:took|bought|imported|received)\b")
_SENT = Cue(
    r"\b(?:imports?|purchases|cargoes|deliveries|exports|shipments|sales|supplies)(?: of [\w -]{1,30})? from\b",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"[^.;,]{0,50}?\b(?:abroad|overseas|in total|altogether)\b")
_PLAIN = frozenset(
    ["place after from, by or in", "place beside the number", "subject of the clause"]
)


def _origin(
    scan: Scan, at: Around, kind: str, read: tuple[str, str], main: tuple[str, str, str]
) -> tuple[str, str]:
    """Where traded goods come from, and whose capacity is built: neither the buyer nor the builder (§R27)."""
    if kind == "capacity":
        if at.amount.kind == "mass" and (stands := plant_place(scan, at)):
            return stands
        return read if read[1] in _PLAIN else (main[0], "capacity stands in the country of the act")
    if kind == "import_share":
        return supplier(scan, at, main[2]) or read
    if kind != "trade_volume":
        return read
    if at.sentence.find(_SENT, at.before) or at.sentence.find(_TOOK, at.before):
        source = supplier(scan, at, main[2]) if _FROM.search(at.before + at.after) else None
        if source and source[1] == "place after from":
            return source
    if _ABROAD.match(at.after):
        return read
    if read[0] != main[2] != "" and (at.sentence.find(_TOOK, at.before) or _TAKEN.match(at.after)):
        return main[2], "the buyer takes it from the country of the document"
    return read


_EACH = re.compile(r" each\b")


def _each(sentence: Sentence, amount: Amount, claim: Claim) -> list[Claim]:
    """`ahead of Kazakhstan and Australia with 22% each`: the same number of the other country."""
    if not _EACH.match(sentence.text, amount.end) or amount.kind != "percent":
        return []
    told = [m for m in sentence.of("place") if m.end <= amount.start][-2:]
    joined = len(told) == len("ab") and sentence.text[told[0].end : told[1].start] == " and "
    return [
        replace(claim, id="", jurisdiction=m.value)
        for m in told
        if joined and m.value != claim.jurisdiction
    ]


_why = lru_cache(maxsize=4096)(Why)  # few differ, and a long document has very many


def _percent(scan: Scan, at: Around) -> Percent | None:
    """What a percentage measures, by its own sentence or, where it leaves that out, by the one before."""
    read = percent_type(at)
    if read is not None or not follows(at) or not at.sentence.index:
        return read
    near = scan.sentences[at.sentence.index - 1]
    told = [percent_type(around(near, a)) for a in near.amounts if a.kind == "percent"]
    shares = [t for t in told if t is not None and t.kind != "growth_rate"]
    return (
        shares[-1]._replace(value=at.amount.value, rule="as in the sentence before")
        if shares
        else None
    )


def _one(
    scan: Scan, sentence: Sentence, amount: Amount, main: tuple[str, str, str], name: str
) -> Claim | None:
    at = around(sentence, amount)
    value, unit, stage, why_kind = amount.value, amount.unit, "any", f"{amount.kind} words"
    if amount.kind == "percent":
        read = _percent(scan, at)
        if read is None:
            return None
        kind, stage, value, why_kind = read
    elif amount.kind == "mass":
        kind = mass_type(at)
        stage = "mine" if kind in {"reserves_volume", "output_volume"} else "any"
    else:
        kind, unit = money_type(at)
    material, why_material = find_material(scan, at, main[1])
    place, why_place = ("WLD", "a price has no country")
    if kind != "price":
        place, why_place = find_place(scan, at, main[0], subject=kind == "import_reliance")
    if amount.kind == "mass" and world(at):
        place, why_place = "WLD", "a total of the world"
    else:
        place, why_place = _origin(scan, at, kind, (place, why_place), main)
    return Claim(
        id=name,
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
            _why("material", why_material, material),
            _why("jurisdiction", why_place, place),
            _why("claim_type", why_kind, kind),
        ),
    )


_ALL = Cue(
    r"\b(?:imports?|imports? cover\w*|buys? abroad|brings? in) (?:virtually |nearly |almost )?all (?:of )?(?:its|the|it|their)\b|\ball of (?:the )?[\w.’' -]{2,40}? (?:(?:is|are|was|were) imported|comes? from abroad)\b|\b(?:wholly|entirely|completely|100%|fully) (?:import[- ])?(?:reliant|dependent) on imports\b",
    re.IGNORECASE,
)


def _whole(scan: Scan, sentence: Sentence, main: tuple[str, str, str]) -> list[Claim]:
    """`imports all of it`: a reliance of the whole, written without a number."""
    hit = sentence.find(_ALL)
    if hit is None:
        return []
    op = (
        "~" if re.search("virtually|nearly|almost", sentence.text[hit.start() : hit.end()]) else "="
    )
    at = around(sentence, Amount("percent", 100.0, "%", op, hit.start(), hit.end()))
    inside = {m.kind: m.value for m in sentence.names if hit.start() <= m.start < hit.end()}
    material, why = find_material(scan, at, main[1])
    material = inside.get("material", material)
    place = inside.get("place") or find_place(scan, at, main[0], subject=True)[0]
    return [
        Claim(
            "", "import_reliance", place, material, "any", op, 100.0, "%", _year(at), _source(sentence),
            scan.span(sentence, hit.start(), hit.end()), "", (Why("material", why, material),),
        )
    ]  # fmt: skip


def _taken(events: tuple[Event, ...]) -> set[tuple[int, str]]:
    used = [x for e in events for x in (*e.money, *e.quantities, *e.rates, *e.thresholds)]
    return {(x.span.start, x.span.part) for x in used if x.span}


_OUTWARD = ("export", "mining", "production", "nationalisation", "dispute")
_INWARD = ("import", "sanctions", "trade_remedy")


def _main(scan: Scan, events: tuple[Event, ...]) -> tuple[str, str, str]:
    """The country and material of the document, and where its goods come from."""
    led = sorted(events, key=lambda e: e.role != "main")
    told = [m.value for s in scan.sentences[:4] for m in s.of("place", "agency")]
    place = next((a.jurisdiction for e in led for a in e.actors), told[0] if told else "WLD")
    material = next((m.value for e in led for m in e.materials), "")
    names = [m.value for s in scan.sentences[:4] for m in s.of("material")]
    aimed = [t.value for e in led[:1] if e.instrument.startswith(_INWARD) for t in e.targets]
    sends = not led or led[0].instrument.startswith(_OUTWARD)
    origin = aimed[0] if aimed and aimed[0] != "WLD" else place if sends else ""
    return place, material or (names[0] if names else "critical_minerals"), origin


def _money_claims(events: tuple[Event, ...], main: tuple[str, str, str]) -> list[Claim]:
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
    if sentence.cues & _NO_CLAIM.mask and sentence.find(
        _NO_CLAIM, sentence.text[max(0, amount.start - 40) : amount.end + 25]
    ):
        return True
    if _BARREL.match(sentence.text, amount.end):
        return True
    if amount.kind != "percent" or amount.op not in {">", "~"}:
        return False
    at = bisect_right(exact, amount.value)
    return at < len(exact) and exact[at] < amount.value + 1


def claims(scan: Scan, events: tuple[Event, ...], told: int = 0) -> tuple[Claim, ...]:
    """The numbers about the world that the text states and no event has taken; numbered on from `told`."""
    if not events and not any(s.of("material") for s in scan.sentences[:6]):
        return ()
    main = _main(scan, events)
    exact = sorted(a.value for s in scan.sentences for a in s.amounts if a.kind == "percent")
    taken = _taken(events)
    label = scan.document.name or "document"
    found = _money_claims(events, main)
    for sentence in scan.sentences:
        if sentence.title:
            continue
        if sentence.cues & _ALL.mask:
            found += _whole(scan, sentence, main)
        for amount in sentence.amounts:
            if (sentence.start + amount.start, "text") in taken or _skip(exact, sentence, amount):
                continue
            name = f"{label}-c{told + len(found) + 1}"
            if (claim := _one(scan, sentence, amount, main, name)) is not None:
                found += [claim, *_each(sentence, amount, claim)]
    return tuple(
        claim if claim.id else replace(claim, id=f"{label}-c{n}")
        for n, claim in enumerate(found, told + 1)
    )
