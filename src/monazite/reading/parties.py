# ruff: noqa: E501 - a pattern is one line of words
"""Who acts on whom: actors and targets of an act (§R19)."""

from __future__ import annotations

import re
from itertools import pairwise

from monazite.reading import sites
from monazite.reading.acts import Hit
from monazite.reading.lookback import clause
from monazite.reading.model import Actor, Named
from monazite.reading.scan import Scan, Sentence
from monazite.reading.words import Mention

_NOT_SUBJECT = re.compile(
    r"(?:\b(?i:to|from|for|against|with|in|into|towards?|bound for|outside|between|on|of|than|imports? of)\s(?:the\s)?(?:[a-z]+\s)?|对)$"
)
_NAMED_FIRM = re.compile(
    r"[’']s (?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|President|Prime|Minister|Ministry|Parliament|Congress|Senate|National|Cabinet|Department|Commerce|Government)[A-Z]"
)
_COMPANY = re.compile(
    r"-(?:linked|owned|backed|based|controlled|listed|made|registered)\b|(?:[’']s)?\s(?:compan(?:y|ies)|firms?|miners?|investors?|buyers?|manufacturers?|producers?|refiners?|analysts?|owned|group|mines?|imports?|exporters|importers|efforts)\b",
    re.IGNORECASE,
)
_BROUGHT = re.compile(
    r"\b(?:(?:lodged|filed|brought|raised|initiated) by|siding with|sided with|backs?|in favou?r of|complaint (?:by|from))\b[^.;]*$",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"(?:(?:\w+ )?(?:minutes|hours|days|weeks|months) after|after|following|as|while|amid|in response to|in answer to|despite|with)\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:to|against|bound for|destined for|on (?:imports|goods|products|material|shipments|exports) (?:from|to)|shipped to|sold to|from|on)\s(?:the\s|a\s)?(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_IMPORTS = frozenset(
    [
        "import_prohibition",
        "import_tariff",
        "trade_remedy",
        "import_investigation",
        "fdi_restriction",
        "sanctions",
        "dispute_ruling",
        "price_floor",
    ]
)
WORLD_TARGETS = frozenset(
    [
        "export_prohibition",
        "export_licensing",
        "export_quota",
        "export_tax",
        "export_price_control",
        "export_state_trading",
        "export_other",
    ]
)


_CHAINED = re.compile(r"(?:, | and | or | & |, and )")
_LINK = 6  # characters between two names of a list


def _head_of(sentence: Sentence, mention: Mention) -> Mention:
    """The first name of a list that a name stands in: `from Canada and Mexico`."""
    head = mention
    for other in reversed(sentence.of("place", "agency")):
        if 0 < head.start - other.end <= _LINK and _CHAINED.fullmatch(
            sentence.text, other.end, head.start
        ):
            head = other
    return head


def is_subject(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name may be who acts, not whom it is done to or where a firm is at home."""
    if mention.kind == "agency":
        return True
    mention = _head_of(sentence, mention) if mention.kind == "place" else mention
    text, start, end = sentence.text, mention.start, mention.end
    if _NAMED_FIRM.match(text, end, end + 30):
        return False
    before = text[max(0, start - 40) : start]
    open_end = before[-1:].isspace() or before.endswith("对")
    return not (open_end and _NOT_SUBJECT.search(before)) and not _COMPANY.match(
        text, end, end + 30
    )


OWNER = 3
_BY = re.compile(r"\b(?:by|said|says)\s(?:the\s)?$")


_GOODS = re.compile(
    r" (?!(?:\w+ ){0,2}minister|treasur|premier|senat|junta|rulers|leaders?|commission|agency|federal|government|officials?|authorit|ministr|minister|president|regulators?|cabinet|parliament|lawmakers|customs|tariffs?|dut(?:y|ies)|sanctions|ban\b|controls|trade|commerce|state)[a-z]"
)
_DEMONYM = re.compile(
    r"^(?!(?:Japan|Iran|Taiwan|Jordan|Oman|South Sudan|Sudan|Azerbaijan|Bhutan|\w+stan|\w+land)$).*(?:ese|ian|an|ish|ch)$"
)


def is_goods(instrument: str, sentence: Sentence, mention: Mention) -> bool:
    """`Chinese anode graphite`, `Russian uranium`: the origin of the goods an import act is about."""
    text = sentence.text
    return (
        instrument in _IMPORTS
        and bool(_DEMONYM.search(text[mention.start : mention.end]))
        and bool(_GOODS.match(text, mention.end))
    )


def _out_of(hit: Hit, mention: Mention) -> bool:
    """`shipments out of Indonesia`, `exports from Congo`, `exports of Indonesia`: the exporter acts."""
    if not hit.instrument.startswith("export"):
        return False
    before = hit.sentence.text[max(0, mention.start - 25) : mention.start].lower()
    return before.rstrip(" the").endswith(("out of", "exports from", "exports of", "exports by"))


_RELATIVE = re.compile(
    r",? (?:which|who)\b| (?:law|act|statute|rules?|decree|ban|order) (?:that|which)\b"
)
_OWN_SUBJECT = re.compile(r", (?!which\b|who\b)|;| (?:when|while|but|and) ")


def _antecedent(hit: Hit, names: tuple[Mention, ...]) -> list[Mention]:
    """`Washington, which banned`, `the American law that prohibits`: who acts in a relative clause is named before it."""
    for mention in reversed([m for m in names if m.end <= hit.start]):
        if _RELATIVE.match(hit.sentence.text, mention.end):
            own = hit.sentence.text[mention.end + 1 : hit.start]
            return [] if _OWN_SUBJECT.search(own) else [mention]
    return []


def _ordered(hit: Hit) -> list[Mention]:
    """Names that may act, those before the trigger first and nearest to the sentence's start first."""
    names = hit.sentence.of("place", "agency")
    opener = _OPENER.match(hit.sentence.text)
    comma = hit.sentence.text.find(", ", 0, hit.start) if opener else -1
    names = tuple(m for m in names if m.start > comma) or names
    fit = [
        m
        for m in names
        if (is_subject(hit.sentence, m) and not is_goods(hit.instrument, hit.sentence, m))
        or _out_of(hit, m)
    ]
    before = [m for m in fit if m.start < hit.end]
    if antecedent := _antecedent(hit, names):
        return antecedent
    low, high = clause(hit.sentence.text, hit.start, hit.end)
    own = [m for m in before if m.start >= low]
    if own:
        owner = [
            m
            for m in own
            if 0 <= hit.start - m.end <= OWNER
            and not hit.sentence.text[m.end : hit.start].strip(" ’'s")
        ]
        return owner or own
    if before:
        return before
    later = [
        m
        for m in fit
        if m.start < high or _BY.search(hit.sentence.text[max(0, m.start - 12) : m.start])
    ]
    return [] if hit.back else later or fit


# offices that many countries have, listed under the one that is told of most
_ANY_OFFICE = frozenset(
    name + part
    for name in ("ministry of ", "department of ")
    for part in (
        "commerce",
        "energy",
        "natural resources",
        "land and resources",
        "the interior",
        "mines",
    )
) | {
    "congress",
    "commerce ministry",
    "energy ministry",
    "energy department",
    "interior department",
    "state council",
    "ministry of energy and mineral resources",
    "ministry of mines and mining development",
}


def _of_country(scan: Scan, sentence: Sentence, mention: Mention) -> Mention:
    """An office under a common name is that of the country named before it, or of the document's, if that is another."""
    name = sentence.text[mention.start : mention.end]
    if name.lower() not in _ANY_OFFICE:
        return mention
    for near in sentence.of("place"):
        if near.start < mention.start and mention.start - near.end <= OWNER:
            return mention._replace(value=near.value)
    opening = [
        m
        for s in (sentence, *scan.sentences[:3])
        for m in s.of("place")
        if m.start != mention.start
    ]
    if not opening or any(m.value == mention.value for m in opening):
        return mention
    return mention._replace(value=opening[0].value)


_LENDING = frozenset(["state_loan", "equity_stake", "subsidy_fund", "procurement_contract"])
_LENDER = re.compile(r"\b(?:with|from|by) (?:the )?(?:U\.?S\.? )?$")
_BOTH = re.compile(
    r"\b(?:the|both) (?:two )?(?:governments|countries|sides|leaders|nations|presidents|capitals)\b"
)


def _parties(scan: Scan, sentence: Sentence) -> list[Mention]:
    """Who agrees: the names of the sentence, and for `the two governments` the first two of the opening."""
    names = list(sentence.of("place", "agency"))
    if _BOTH.search(sentence.text) and len({m.value for m in names}) < 2:  # noqa: PLR2004 - two sides
        opening = {m.value: m for s in scan.sentences[:3] for m in reversed(s.of("place"))}
        names += [m for m in opening.values() if m.value not in {n.value for n in names}][:2]
    if len({m.value for m in names}) < 2:  # noqa: PLR2004 - two sides
        return _two_of_opening(scan) or names
    return names


def _two_of_opening(scan: Scan) -> list[Mention]:
    """The subject of two that a text opens with: `Vietnam and Japan agreed`, whose pact a later sentence tells."""
    first = next((s for s in scan.sentences if not s.title), None)
    places = first.of("place") if first else ()
    pair = [
        [a, b]
        for a, b in pairwise(places)
        if first and a.value != b.value and _AND.fullmatch(first.text, a.end, b.start)
    ]
    return pair[0] if pair else []


_AND = re.compile(r" and (?:the )?")


def _joined(hit: Hit, mention: Mention) -> list[Mention]:
    """`Washington and London banned`: the other name of a subject of two."""
    if mention.kind != "place":
        return []
    text = hit.sentence.text
    return [
        m
        for m in hit.sentence.of("place")
        if m.end <= hit.start
        and (
            _AND.fullmatch(text, mention.end, m.start) or _AND.fullmatch(text, m.end, mention.start)
        )
        and not any(_DEMONYM.search(text[n.start : n.end]) for n in (m, mention))
    ]


_COMPLAINS = re.compile(
    r"\b(?:lodg(?:e|es|ed)|fil(?:e|es|ed)|brings?|brought|launch(?:es|ed)?|tak(?:e|es)|took|rais(?:e|es|ed)|request(?:s|ed)?|asked for|sought)\b[^.;]{0,40}\b(?:complaints?|case|challenge|disputes?|consultations|to the (?:WTO|World Trade))\b"
)


def _complainants(hit: Hit) -> list[Mention]:
    """The places that bring a case, where the sentence tells that one is brought."""
    told = _COMPLAINS.search(hit.sentence.text)
    return [m for m in hit.sentence.of("place") if m.end <= told.start()] if told else []


def actors(scan: Scan, hit: Hit) -> tuple[Actor, ...]:
    """The jurisdictions that act in the sentence, with their agency; an agreement has several."""
    found: dict[str, Actor] = {}
    ordered = _ordered(hit)
    agencies = [m for m in ordered if m.kind == "agency"]
    many = hit.instrument == "international_agreement"
    if hit.instrument in _LENDING:
        lender = [m for m in agencies if _LENDER.search(hit.sentence.text[: m.start])]
        lender += [
            m
            for m in hit.sentence.of("agency")
            if m.start > hit.start and _LENDER.search(hit.sentence.text[: m.start])
        ]
        agencies = lender[:1] or agencies
    names = _parties(scan, hit.sentence) if many else (agencies or ordered)
    if hit.instrument == "dispute_ruling":
        sued = _complainants(hit)
        names = sued or [m for m in hit.sentence.of("agency") if m.value == "WTO"] or names
        many = bool(sued)
    for name in names:
        if found and not many:
            break
        mention = _of_country(scan, hit.sentence, name)
        if mention.value not in found:
            agency = mention.agency
            span = scan.span(hit.sentence, mention.start, mention.end)
            found[mention.value] = Actor(mention.value, agency, span)
            for other in _joined(hit, mention):
                place = scan.span(hit.sentence, other.start, other.end)
                found.setdefault(other.value, Actor(other.value, None, place))
    return tuple(found.values())


_AGAINST = re.compile(r"\b(?:against|takes?|took) (?:the )?$")


def _respondent(sentence: Sentence, sides: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Whom a case is against: the one named so, else the first that did not bring it."""
    against = tuple(m for m in sides if _AGAINST.search(sentence.text[: m.start]))
    others = (
        m for m in sides if not _BROUGHT.search(sentence.text[max(0, m.start - 90) : m.start])
    )
    return (against or tuple(others))[:1]


_NEITHER = re.compile(r"\b(?:neither|nor)\b")


def targets(scan: Scan, hit: Hit, acting: frozenset[str]) -> tuple[Named, ...]:
    """The jurisdictions an act is aimed at."""
    found: dict[str, Named] = {}
    if hit.instrument not in WORLD_TARGETS | _IMPORTS | {"nationalisation"}:
        return ()
    sides = hit.sentence.of("place")
    if hit.instrument == "dispute_ruling":
        sides = _respondent(hit.sentence, sides)
    for mention in sides:
        if mention.value in acting or mention.value in found:
            continue
        if _NEITHER.search(hit.sentence.text[max(0, mention.start - 20) : mention.start]):
            continue
        head = _head_of(hit.sentence, mention)
        before = hit.sentence.text[max(0, head.start - 45) : head.start]
        near = mention.start > hit.start - 30
        aimed = (near and bool(_TO.search(before))) or is_goods(
            hit.instrument, hit.sentence, mention
        )
        if hit.instrument in _IMPORTS and not aimed:
            aimed = near or not is_subject(hit.sentence, mention)
        if aimed:
            found[mention.value] = Named(
                mention.value, scan.span(hit.sentence, mention.start, mention.end)
            )
    return tuple(found.values())


_ON_FIRMS = frozenset(["sanctions", "fdi_restriction"])
_OWNED_FROM = re.compile(
    r"[- ](?:linked|backed|owned|controlled|based|national|nationals|investors?|buyers?|compan(?:y|ies)|firms?|shareholders?)\b",
    re.IGNORECASE,
)
_FOLLOWS = 2  # sentences after the act that may say whose the firms are


def homes(scan: Scan, hit: Hit, acting: frozenset[str]) -> tuple[Named, ...]:
    """Where the firms are at home that an act is aimed at: by their own names, else `China-linked` beside the act."""
    if hit.instrument not in _ON_FIRMS:
        return ()
    firms = {site.country for site in sites.found(hit.sentence.text) if site.firm} - acting
    if not firms:
        at = hit.sentence.index
        near = [hit.sentence, *scan.sentences[at + 1 : at + 1 + _FOLLOWS], *scan.sentences[:1]]
        firms = {
            m.value
            for s in near
            for m in s.of("place")
            if m.value not in acting and _OWNED_FROM.match(s.text, m.end)
        }
    return tuple(Named(country, None, implicit=True) for country in sorted(firms))
