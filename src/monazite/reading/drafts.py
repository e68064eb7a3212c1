# ruff: noqa: E501 - a pattern is one line of words
"""Acts found in sentences, each with its actor, targets and materials (§R15, §R19)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monazite.reading.acts import Hit, hits, told_by_words
from monazite.reading.cues import Cue
from monazite.reading.lookback import clause
from monazite.reading.model import Actor, Named, Why
from monazite.reading.parties import actors, homes, is_goods, is_subject, targets
from monazite.reading.relevance import LEAD, is_about, is_dismissed, likely
from monazite.reading.scan import Scan, Sentence
from monazite.reading.weighing import weigh

_OTHER_GOODS = Cue(
    r"\b(?:rice|wheat|sugar|onions?|palm oil|chicken|beef|pork|poultry|soy\w*|grain|crude oil|LNG|natural gas|gasoline|diesel|vaccines?|medical|masks?|timber|logs|fish|seafood|cotton|garlic|tobacco|sand|fertili[sz]ers?|urea|AI chips|semiconductors?|npm|malware|ransomware|software|donkey|ivory|scrap paper|plastic waste|maize|corn|olive oil|potatoes|power banks?|chargers|toys|recall(?:s|ed)?|cell phones?|smartphones?|laptops?|cars?|vehicles|drones|aircraft)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """An event while its sentences are gathered."""

    hit: Hit
    acting: tuple[Actor, ...]
    aimed: tuple[Named, ...]
    materials: dict[str, Named]
    products: dict[str, Named]
    role: str
    hits: list[Hit] = field(default_factory=list)
    why: list[Why] = field(default_factory=list)
    numbers: frozenset[str] | None = None  # of notices named where it is told, once asked for

    @property
    def text_index(self) -> int:
        """Index of the first sentence of the text: an act in it is part of the opening."""
        return 1 if self.hits[0].sentence.title else max(self.hits[0].sentence.index, 0)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that tell the act, in order."""
        seen: dict[int, Sentence] = {hit.sentence.index: hit.sentence for hit in self.hits}
        return tuple(seen.values())


def names(scan: Scan, sentence: Sentence, kind: str) -> dict[str, Named]:
    """The first mention of each name of a kind in a sentence."""
    found: dict[str, Named] = {}
    for mention in sentence.of(kind):
        found.setdefault(
            mention.value, Named(mention.value, scan.span(sentence, mention.start, mention.end))
        )
    return found


def _material_near(scan: Scan, hit: Hit) -> dict[str, Named]:
    left, right = clause(hit.sentence.text, hit.start, hit.end)
    whole = names(scan, hit.sentence, "material")
    own = {
        k: v
        for k, v in whole.items()
        if v.span and left <= v.span.start - hit.sentence.start < right
    }
    own = own or ({k: replace(v, implicit=True) for k, v in whole.items()} if hit.past else whole)
    if own and not (set(own) == {"critical_minerals"} and hit.instrument == "stockpile_purchase"):
        return own
    if hit.instrument == "stockpile_programme":
        return {"critical_minerals": Named("critical_minerals", None, implicit=True)}
    at = hit.sentence.index
    for step in (at - 1, at - 2):
        if step >= 0 and (found := names(scan, scan.sentences[step], "material")):
            return {k: Named(v.value, None, implicit=True) for k, v in found.items()}
    if own:
        return own
    firm = names(scan, hit.sentence, "firm") if at <= LEAD else {}
    weak = names(scan, hit.sentence, "weak")
    return firm or {k: v for k, v in weak.items() if k == "critical_minerals"}


def _acting(scan: Scan, hit: Hit, found: list[Hit]) -> tuple[Actor, ...]:
    """Who acts; an act of the title is that of the opening, which says it in full."""
    own = actors(scan, hit)
    if not hit.sentence.title:
        return own
    same = [
        h
        for h in found
        if h.instrument == hit.instrument and 0 < h.sentence.index <= LEAD and not h.past
    ]
    told = actors(scan, same[0]) if same else ()
    return told or own


_ISSUES = re.compile(
    r"\b(?:published|issued|announced|released|adopted)\b[^;]{0,80}\b(?:announcements?|notices?|decrees?|orders?|regulations?|rules|measures)\b",
    re.IGNORECASE,
)


# a sentence whose subject is the act or the office told before it
_GOES_ON = re.compile(
    r"The (?:plan|law|bill|act|strategy|package|scheme|programme|decree|order|move|policy|roadmap|budget|government|ministry|department|agency)\b"
)


def _opens_with_paper(scan: Scan) -> bool:
    """An alert whose opening names who issued what; which act it is follows under headings."""
    return any(s.of("agency", "place") and _ISSUES.search(s.text) for s in scan.sentences[:3])


def drafts(scan: Scan) -> list[Draft]:
    """One draft for each rule that fired, with who acts and on what; none where the document is about other things."""
    if is_dismissed(scan):
        return []
    found = [
        h for h in hits(scan) if h.sentence.of("material") or not h.sentence.find(_OTHER_GOODS)
    ]
    return _built(scan, found) if found and is_about(scan, found) else []


# probability of a document to be about an act; of an instrument to be that act
CERTAIN, LEAST = 0.8, 0.04


def likeliest(scan: Scan) -> list[Draft]:
    """The likeliest act of a document that is surely about one, though neither patterns nor words told which (§R19c)."""
    chance = likely(scan)
    if chance is None or chance < CERTAIN or not any(s.of("material") for s in scan.sentences):
        return []
    first = next((s for s in scan.sentences if not s.title), None)
    if first is None or not first.of("place", "agency"):
        return []
    (told,) = weigh([(first, 0)])
    name = max(told, key=lambda name: told[name])
    if told[name] < LEAST:
        return []
    return _built(scan, [told_by_words(scan, first, name, told[name])])


def _built(scan: Scan, found: list[Hit]) -> list[Draft]:
    found_drafts: list[Draft] = []
    known: tuple[Actor, ...] = ()
    for hit in found:
        acting = _acting(scan, hit, found)
        if hit.instrument == "international_agreement" and hit.past and len(acting) == 1:
            acting += tuple(
                replace(a, span=None, implicit=True)
                for a in known
                if a.jurisdiction != acting[0].jurisdiction
            )
        materials = _material_near(scan, hit)
        if not acting and not known:
            goes_on = _GOES_ON.match(hit.sentence.text) or _opens_with_paper(scan)
            if hit.sentence.index > LEAD and not goes_on:
                continue
            opening = [(s, m) for s in scan.sentences[:4] for m in s.of("agency", "place")]
            if not opening:
                continue
            near = next(
                (m for s, m in opening if is_subject(s, m) and not is_goods(hit.instrument, s, m)),
                opening[0][1],
            )
            known = (Actor(near.value, None, None, implicit=True),)
        who = acting or tuple(replace(a, span=None, implicit=True) for a in known)
        known = known or acting
        own = frozenset(a.jurisdiction for a in who)
        draft = Draft(
            hit,
            who,
            targets(scan, hit, own) or homes(scan, hit, own),
            materials,
            names(scan, hit.sentence, "stage"),
            "background" if hit.past else "main",
            [hit],
        )
        draft.why.append(Why("instrument", hit.rule, hit.sentence.text[hit.start : hit.end]))
        found_drafts.append(draft)
    return found_drafts
