# ruff: noqa: E501 - a pattern is one line of words
"""Numbers a document states about the world, bound to metric, country, material and stage (§R25 to §R29)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from monazite.reading.amounts import Amount
from monazite.reading.model import Claim, Event, Why
from monazite.reading.scan import Scan, Sentence
from monazite.reading.words import Mention

_GROWTH = re.compile(
    r"\b(?:ros?e|risen|rise|fell|fall(?:en)?|up|down|gain(?:ed|s)?|jump(?:ed|s)?|surg(?:ed|ing|es)?|soar(?:ed|ing)?|drop(?:ped|s)?|declin(?:ed|e|es)|increas(?:ed|e|es)|decreas(?:ed|e)|climb(?:ed|s)?|slump(?:ed)?|tumbl(?:ed|e)|"
    r"higher|lower|slashed|cut|grew|grow(?:n|th)?|plung(?:ed|e)|shr[aiu]nk|doubled|year[- ]on[- ]year|year earlier|add(?:ed)?|los(?:t|s)|smaller|larger|more than a year|reduc\w+|rall(?:ied|y)|expand\w*)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:fell|fall(?:en)?|down|drop(?:ped|s)?|declin\w+|decreas\w+|slump\w*|tumbl\w+|lower|slashed|cut|plung\w+|shr[aiu]nk|lost|smaller|reduc\w+)\b",
    re.IGNORECASE,
)
_RESERVES = re.compile(
    r"\b(?:reserves?|deposits?|resources?)\b(?! (?:administration|bureau))", re.IGNORECASE
)
_PROCESS = re.compile(
    r"\b(?:process\w*|refin\w+|separat\w+|smelt\w*|purif\w+|turns?|oxides?|conver\w+|magnets?|anodes?|cathodes?|downstream|metal production)\b",
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
    r"\b(?:capacity|able to (?:take|produce|process)|(?:\w+ ){0,4}(?:plant|smelter|refinery|facility)|nameplate|design(?:ed)? (?:to|for))\b",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:export(?:s|ed)?|import(?:s|ed)?|shipments?|shipped|sold|bought|quota|customs|purchas\w+|buy|sought|tender|solicit\w+)\b",
    re.IGNORECASE,
)
_OUTPUT = re.compile(r"\b(?:produc\w+|output|mined|mines|extract\w+|yield\w*)\b", re.IGNORECASE)
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
_NEXT = re.compile(r"[,;]| and | while | but |\bwhile\b")


@dataclass(frozen=True, slots=True)
class Around:
    """The sentence of an amount and the words that belong to that amount alone."""

    sentence: Sentence
    amount: Amount
    left: int
    right: int

    @property
    def words(self) -> str:
        """The words of this amount alone."""
        return self.sentence.text[self.left : self.right]


def _around(sentence: Sentence, amount: Amount) -> Around:
    """From the amount before (or the clause's start) to the amount after (or the clause's end)."""
    others = [a for a in sentence.amounts if a.kind == amount.kind and a is not amount]
    left = max((a.end for a in others if a.end <= amount.start), default=0)
    right = min((a.start for a in others if a.start >= amount.end), default=len(sentence.text))
    return Around(sentence, amount, left, right)


def _material(scan: Scan, at: Around, main: str) -> tuple[str, str]:
    """The first material after the number, else the nearest before it, else the document's."""
    names = at.sentence.of("material")
    after = [m for m in names if at.amount.end <= m.start < at.right]
    if after:
        return after[0].value, "material after the number"
    before = [m for m in names if m.end <= at.amount.start]
    if before:
        return before[-1].value, "material before the number"
    if names:
        return names[0].value, "material in the sentence"
    for step in (1, 2):
        index = at.sentence.index - step
        if index >= 0 and (near := scan.sentences[index].of("material")):
            return near[0].value, "material of the sentence before"
    return main, "material of the document"


def _place(scan: Scan, at: Around, main: str) -> tuple[str, str]:
    """Who the number is about: after `from`, `by`, `in`; else the nearest before; else carried over."""
    names = at.sentence.of("place", "agency")
    after = [m for m in names if at.amount.end <= m.start < at.right]
    if _GETS.search(at.sentence.text[: at.amount.start]):
        subject = [m for m in names if m.end <= at.amount.start]
        if subject or main != "":
            return (
                (subject[-1].value, "who gets it") if subject else (main, "place of the document")
            )
    for mention in after:
        if re.search(
            r"\b(?:from|by|in)\s(?:the\s)?$",
            at.sentence.text[max(0, mention.start - 12) : mention.start],
        ):
            return mention.value, "place after from, by or in"
    before = [m for m in names if m.end <= at.amount.start]
    if before and (nearest := _nearest(at, before)):
        return nearest, "place before the number"
    if after and not _COUNTRY.search(at.sentence.text[: at.amount.start]):
        return after[0].value, "place after the number"
    for step in (1, 2, 3):
        index = at.sentence.index - step
        if index >= 0 and (near := scan.sentences[index].of("place")):
            return near[0].value, "place of the sentence before"
    return main, "place of the document"


def _nearest(at: Around, before: list[Mention]) -> str:
    own = [m for m in before if m.start >= at.left] or before
    subject = [
        m
        for m in own
        if not re.search(
            r"\b(?:to|from|against)\s(?:the\s)?$", at.sentence.text[max(0, m.start - 10) : m.start]
        )
    ]
    return subject[-1].value if subject else ""


def _share_type(at: Around) -> tuple[str, str]:
    """Claim type and stage of a share, from the words nearest the number."""
    after = at.sentence.text[at.amount.end : at.right]
    cut = _NEXT.search(after, 25)
    close = after[: cut.start()] if cut else after
    whole = at.sentence.text[at.left : at.amount.start] + close
    used = re.match(
        r"\s*of (?:the )?(?:[\w-]+ ){0,4}(?:imports|used (?:in|by)|consum\w+|demand|needs)\b",
        after,
        re.IGNORECASE,
    )
    if used:
        return "import_share", "any"
    if _RELIANCE.search(at.sentence.text):
        return "import_reliance", "any"
    for words in (close, whole):
        if _RESERVES.search(words):
            return "reserves_share", "mine"
        if _IMPORT.search(words) or _GETS.search(at.sentence.text[: at.amount.start]):
            return "import_share", "any"
        if _PROCESS.search(words):
            return "processing_share", "refined"
        if _OUTPUT.search(words) or re.search(r"\bmin(?:e|ed|ing)\b", words):
            return "production_share", "mine"
    return "production_share", "mine"


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


def _percent_type(at: Around) -> tuple[str, str, float]:
    value = at.amount.value
    before = at.sentence.text[max(at.left, at.amount.start - 60) : at.amount.start]
    after = at.sentence.text[at.amount.end : min(at.right, at.amount.end + 45)]
    growth = _GROWTH.search(before[-45:]) or re.match(
        r"\s*(?:\w+\s){0,2}(?:higher|lower|smaller|larger|year[- ]on[- ]year|from|increase|decrease|rise|drop|fall|decline|gain|growth|jump|cut|this year)\b",
        after,
        re.IGNORECASE,
    )
    share = re.match(r"\s*(?:of|share)\b", after, re.IGNORECASE)
    if growth and not share and value <= 100_000:  # noqa: PLR2004 - a change, not a year
        down = _DOWN.search(before[-45:]) or re.match(
            r"\s*(?:lower|smaller|decrease|drop|fall|decline|cut)", after
        )
        return "growth_rate", "any", -value if down else value
    if not share and not _SHARE.search(before + after) and not _SHARE.search(at.sentence.text):
        return "growth_rate", "any", value
    kind, stage = _share_type(at)
    return kind, stage, value


def _mass_type(at: Around, main: str) -> str:
    if main == "export_quota":
        return "trade_volume"
    words = at.words
    close = at.sentence.text[max(0, at.amount.start - 50) : at.amount.end + 50]
    for text in (close, words, at.sentence.text):
        if _CAPACITY.search(text):
            return "capacity"
        if _RESERVES.search(text):
            return "reserves_volume"
        if _TRADE.search(text):
            return "trade_volume"
        if _OUTPUT.search(text):
            return "output_volume"
    return "output_volume"


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


def _one(scan: Scan, sentence: Sentence, amount: Amount, main: tuple[str, str, str]) -> Claim:
    at = _around(sentence, amount)
    material, why_material = _material(scan, at, main[1])
    place, why_place = _place(scan, at, main[0])
    value, unit, stage = amount.value, amount.unit, "any"
    if amount.kind == "percent":
        kind, stage, value = _percent_type(at)
    elif amount.kind == "mass":
        kind = _mass_type(at, main[2])
        stage = "mine" if kind in {"reserves_volume", "output_volume"} else "any"
    else:
        kind, unit = _money_type(at)
        if kind == "price":
            place, why_place = "WLD", "a price has no country"
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


def _taken(events: tuple[Event, ...]) -> set[tuple[int, str]]:
    used = [x for e in events for x in (*e.money, *e.quantities, *e.rates, *e.thresholds)]
    return {(x.span.start, x.span.part) for x in used if x.span}


def _main(scan: Scan, events: tuple[Event, ...]) -> tuple[str, str, str]:
    place = next((a.jurisdiction for e in events for a in e.actors), "WLD")
    material = next((m.value for e in events for m in e.materials), "")
    names = [m.value for s in scan.sentences[:4] for m in s.of("material")]
    return (
        place,
        material or (names[0] if names else "critical_minerals"),
        events[0].instrument if events else "",
    )


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
    near = sentence.text[max(0, amount.start - 40) : amount.end + 25]
    if _NO_CLAIM.search(near):
        return True
    if amount.kind != "percent" or amount.op not in {">", "~"}:
        return False
    at = bisect_right(exact, amount.value)
    return at < len(exact) and exact[at] < amount.value + 1


def claims(scan: Scan, events: tuple[Event, ...]) -> tuple[Claim, ...]:
    """The numbers about the world that the text states and no event has taken as its own."""
    if not any(s.of("material") for s in scan.sentences[:6]):
        return ()
    main = _main(scan, events)
    exact = sorted(a.value for s in scan.sentences for a in s.amounts if a.kind == "percent")
    taken = _taken(events)
    found = _money_claims(events, main)
    for sentence in scan.sentences:
        if sentence.title:
            continue
        for amount in sentence.amounts:
            if (sentence.start + amount.start, "text") in taken or _skip(exact, sentence, amount):
                continue
            found.append(_one(scan, sentence, amount, main))
    label = scan.document.name or "document"
    return tuple(replace(claim, id=f"{label}-c{n}") for n, claim in enumerate(found, 1))
