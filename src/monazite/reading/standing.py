# ruff: noqa: E501 - a pattern is one line of words
"""What an act does and how far it has come: action and status from its words, its kind and its days (§R16, §R17)."""

from __future__ import annotations

import re

from monazite.reading.acts import PROPOSED, Hit, rumoured
from monazite.reading.cues import Cue
from monazite.reading.dating import Details, is_now
from monazite.reading.drafts import Draft
from monazite.reading.scan import Scan
from monazite.reading.weighing import STATUS, judge, marks, overruled

_AHEAD = re.compile(
    r"\b(?:will|would|shall|(?:set|due|is|are|plans?|expected|decided|agreed|poised) to)\s(?:\w+\s){0,2}",
    re.IGNORECASE,
)
_AHEAD_TITLE = re.compile(r"\b(?:will|to|would|shall)\s(?:\w+\s)?", re.IGNORECASE)
_LAW = Cue(
    r"\b(?:signed into law|passed|passes|law reform|signs? (?:the )?(?:bill|law)|adopted|adopts|(?<!be )approved|approves|enacted|ratified|voted|votes)\b"
)
_LAWS = frozenset(["nationalisation", "import_prohibition", "fdi_restriction", "policy_strategy"])
BOUGHT = frozenset(["stockpile_purchase", "procurement_contract", "offtake_agreement"])
_SETTLED = BOUGHT | {"dispute_ruling", "international_agreement"}
_DONE = frozenset(
    [
        "export_prohibition",
        "mining_suspension",
        "nationalisation",
        "import_prohibition",
        "fdi_restriction",
        "sanctions",
        "stockpile_release",
        "production_quota",
        "export_quota",
        "export_state_trading",
        "export_price_control",
    ]
)
_IMPOSED = re.compile(r"\bimpos(?:es|ed)\b|\bdefinitive\b")
_CLOSED = re.compile(
    r"\b(?:closed|signed|finali[sz]ed|concluded|signing of)\b[^.;]{0,60}\b(?:loan|financing|credit|facility)"
)
_ENTERED = re.compile(r"\bha(?:s|ve) entered into (?:an? )?(?:[a-z-]+ )?(?:agreement|contract)\b")
FUNDS = frozenset(
    [
        "state_loan",
        "equity_stake",
        "subsidy_fund",
        "price_floor",
        "stockpile_programme",
        "offtake_agreement",
        "international_agreement",
        "policy_strategy",
        "dispute_ruling",
        "nationalisation",
        "fdi_restriction",
    ]
)
_MORE = re.compile(
    r"\b(?:rais\w+|increas\w+|doubl\w+|expand\w*|lift\w*|widen\w*|top(?:s|ped)? up|more than)\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"\b(?:ordered|orders|ordering|instruct(?:s|ed|ing)|direct(?:s|ed|ing))\b[^.;]{0,60}\b(?:investigation|probe|inquiry|to (?:open|launch|start|initiate|look|investigate))",
    re.IGNORECASE,
)
_OPENED = re.compile(r"\b(?:launch|open|initiat|sign|start|order|began|begun)\w*", re.IGNORECASE)
_LEVIES = frozenset(["import_tariff", "export_tax"])
_LESS = re.compile(
    r"\b(?:cut|cuts|lower(?:s|ed)?|reduc\w+|trim\w*|halv\w+|falls? to|down from|drops? to)\b",
    re.IGNORECASE,
)
_HIGHER = re.compile(
    r"\b(?:rais\w+|doubl\w+|increas\w+|hik\w+|higher|goes from|up from|tripl\w+)\b", re.IGNORECASE
)
_HAS_DONE = Cue(
    r"\bha(?:s|ve) (?:now |already |formally |indefinitely )?(?:banned|prohibited|outlawed|halted|stopped|forbidden|barred|blocked|nationali[sz]ed|seized|expropriated|taken over|taken control)\b"
)
_PLANNED = Cue(r"\b(?:issued|published|spells out|confirms?)\b[^.;]{0,40}\bplan\b")
_TAKEN = re.compile(r"\b(?:withdr|revok|cancel|rescind|pull|took|tak|strip)\w*")
_AWARDED_TO = Cue(r"\bawarded\b|\bhas won\b|\bwins\b", re.IGNORECASE)
_AWARD = Cue(r"\b(?:award|grant)(?:s|ed|ing)?\b", re.IGNORECASE)
_AWARDED = frozenset(["subsidy_fund", "state_loan"])
_TITLE_ACTIONS = frozenset(["suspend", "extend", "cancel", "remove", "propose"])


def _of_kind(draft: Draft, best: Hit) -> tuple[str, str, str] | None:
    """What taking permits back and opening a case are, whatever verb tells them."""
    if best.instrument == "nationalisation":
        taken = _TAKEN.search(best.sentence.lower, best.start, best.end)
        if best.action in {"cancel", "remove"} and taken:
            return "introduce", "", "a permit taken back is the act itself"
    elif best.action in {"", "propose", "tighten"}:
        best = next((h for h in draft.hits if not h.sentence.title), best)
        ordered = _ORDERED.search(best.sentence.text)
        opened = best.past or (not ordered and _OPENED.search(best.sentence.text))
        return (
            "introduce",
            "in_force" if opened else "announced",
            _OPENED_CASE if opened else best.rule,
        )
    return None


_KEPT_ON = re.compile(
    r"\b(?:kept|keeps|maintain(?:s|ed)|retain(?:s|ed)|prolong(?:s|ed)|renew(?:s|ed))\b[^.;]{0,160}\bfor (?:another|a further|\w+ more)\b"
)
_ELECTION = Cue(
    r"\bif (?:re-?elected|(?:his|her|its|the|their) (?:[\w-]+ ){0,3}(?:is|are|were) (?:returned|re-?elected)|(?:[\w-]+ ){1,4}wins? (?:the |an |[\w-]+'s )?(?:[\w-]+ )?elections?\b)"
)
_BILL = Cue(
    r"\b(?:propos(?:es|ed)|tabl(?:es|ed)|put(?:s|ting)? forward)\b (?:an? |the |its |new )*(?:[\w-]+ ){0,3}(?:law|bill|act|regulation)\b"
)
_SOLD = re.compile(
    r"\b(?:completed|closed|concluded)\b[^.;]{0,30}\bsale\b|\bsold\b[^.;]{0,90}\b(?:at|in|through|by) (?:an? |its |the )?(?:\w+ )?auctions?\b"
)
_WOULD = re.compile(r"\bwould\b(?! like| not)")
_SAID_WOULD = re.compile(
    r"\b(?:said|says|announced|told|confirmed|pledged|promised|added|decided|ordered|showed?)\b[^.;]{0,130}\bwould$"
)


def _conditional(best: Hit) -> bool:
    """`Would take the lead`: a plan, unless the tense is that of reported speech (`said it would ban`)."""
    text = best.sentence.lower
    for would in _WOULD.finditer(text, max(0, best.start - 60), best.end):
        if not _SAID_WOULD.search(text[: would.end()]):
            return True
    return False


def _best(draft: Draft) -> Hit:
    """The hit that says what the act does: of the text before the title, of the news before what is past."""
    ordered = sorted(draft.hits, key=lambda h: (h.past, h.sentence.title))
    told = (h for h in ordered if h.action and (not h.sentence.title or h.action in _TITLE_ACTIONS))
    return next(told, draft.hit)


def _money(instrument: str, best: Hit) -> tuple[str, str, str]:
    """Money is given, not tightened; more of it extends a programme or a loan."""
    words = best.sentence.text[max(0, best.start - 30) : best.end + 20]
    if instrument in {"stockpile_programme", "state_loan"} and _MORE.search(words):
        return "extend", "announced", "money is given, not tightened"
    return "introduce", "", "money is given, not tightened"


def _levy(best: Hit) -> tuple[str, str, str] | None:
    """A levy that is lowered or raised."""
    change = best.sentence.text[max(0, best.start - 70) : best.end + 110]
    if _LESS.search(change):
        return "ease", "", "a levy is lowered"
    if _HIGHER.search(change):
        return "tighten", "", "a levy is raised"
    return None


def _by_kind(draft: Draft, best: Hit) -> tuple[str, str, str] | None:
    """What the kind of an act makes of the words that tell what it does."""
    instrument = draft.hit.instrument
    if instrument in {"nationalisation", "import_investigation"} and (own := _of_kind(draft, best)):
        return own
    kept = draft.role == "main" and instrument == "trade_remedy"
    if kept and any(_KEPT_ON.search(h.sentence.lower) for h in draft.hits):
        return "extend", "in_force", _TOLD_DONE
    if instrument in _LEVIES and best.action in {"", "tighten", "ease"} and (own := _levy(best)):
        return own
    if instrument in FUNDS and best.action in {"tighten", "ease", "reaffirm"}:
        return _money(instrument, best)
    if instrument == "dispute_ruling":
        if best.action == "propose" and "complaint" in best.sentence.text:
            return "propose", "proposed", best.rule
        return "rule", "adopted", "a ruling"
    if instrument in BOUGHT and best.action in {"", "tighten", "extend"}:
        return "award", "adopted", "a purchase is an award"
    return None


def _action(draft: Draft) -> tuple[str, str, str]:
    """Action, the status its words give, and the rule."""
    instrument = draft.hit.instrument
    best = _best(draft)
    if own := _by_kind(draft, best):
        return own
    if best.action:
        return best.action, best.status, best.action_rule
    if _conditional(best) and not best.past and not draft.hits[0].past:
        return "propose", "proposed", "told in the conditional"
    if not best.past and best.sentence.find(_BILL, best.sentence.lower[: best.end]):
        return "propose", "proposed", "a law put forward"
    if instrument == "stockpile_release" and any(_SOLD.search(h.sentence.text) for h in draft.hits):
        return "award", "adopted", _TOLD_DONE
    if instrument in _AWARDED and best.sentence.find(_AWARD):
        return "award", "", "default"
    return "introduce", "", "default"


_CONSIDERED = re.compile(
    r"\b(?:consider(?:s|ing)|weigh(?:s|ing)|mull(?:s|ing)|explor(?:es|ing)|looks? (?:at|into)|looking (?:at|into))\b"
)
_SAID = frozenset(["denied", "rumoured", "suspended", "expired"])  # told by words of their own


# days say more than words, and so do an order that opens a case and a proposal of it
_BY_DAY = "effective date against the document's day"
_TOLD_DONE = "told as done"
_OPENED_CASE = "an investigation is opened"
_ON_ELECTION = "told on condition of an election"


def _ahead(hit: Hit) -> bool:
    """Whether the words right before those of an act look ahead: `will ban`, in a title `to ban`."""
    ahead = _AHEAD_TITLE if hit.sentence.title else _AHEAD
    return bool(ahead.search(hit.sentence.text[max(0, hit.start - 30) : hit.end]))


def status_of(scan: Scan, draft: Draft, told: Details, on: str) -> tuple[str, str, str]:
    """Action, status, and what set the status: a rule, or the words weighed where its answer is unlikely."""
    action, status, rule = _by_rule(scan, draft, told, on)
    hit = next((h for h in draft.hits if not h.sentence.title), None)
    own = rule in {_OPENED_CASE, _ON_ELECTION, _TOLD_DONE} or (
        rule == _BY_DAY and status == "in_force"
    )
    if hit is None or status in _SAID or own:
        return action, status, rule
    before = hit.sentence.lower[: hit.end]
    if action == "propose" and (PROPOSED.search(before) or _CONSIDERED.search(before)):
        return action, status, rule
    marked = marks(hit.sentence, (hit.start, hit.end), hit.instrument, hit.place)
    likely = overruled(judge([(hit.sentence, marked)], STATUS)[0][STATUS], status)
    kept = likely == "in_force" and (status == "cancelled" or _ahead(hit))
    return (action, status, rule) if likely is None or kept else (action, likely, "words weighed")


def _tells(hits: list[Hit], cue: Cue) -> bool:
    """Whether the words stand in one of the act's sentences."""
    for hit in hits:
        sentence = hit.sentence
        if sentence.cues & cue.mask and cue.first(sentence.lower, sentence.cues):
            return True
    return False


def _by_rule(scan: Scan, draft: Draft, told: Details, on: str) -> tuple[str, str, str]:
    """Action, status, and the rule that set the status."""
    instrument = draft.hit.instrument
    action, status, rule = _action(draft)
    said = next((h.status for h in draft.hits if h.status in {"denied", "rumoured"}), "")
    if not said and draft.role == "main" and draft.hits[0].sentence.index <= 1 and rumoured(scan):
        said = "rumoured"
    if said == "denied":
        return "introduce", said, "words of denial"
    if said:
        return action, said, "words of rumour or denial"
    if _tells(draft.hits, _ELECTION):
        return "propose", "proposed", _ON_ELECTION
    later = bool(told.effective and on and told.effective.value > on[: len(told.effective.value)])
    if action in {"remove", "suspend", "ease"} and later and draft.role == "main":
        return action, "announced", "effective date lies ahead"
    dated = told.effective is not None and told.effective.precision == "day"
    if status == "proposed" and dated and _tells(draft.hits, _PLANNED):
        return "introduce", "announced", "a plan issued with its first day"
    if status and not (action == "suspend" and instrument == "mining_suspension"):
        return action, status, rule
    return (action, *_told(draft, told, on, later=later, action=action))


def _told(draft: Draft, told: Details, on: str, *, later: bool, action: str) -> tuple[str, str]:
    """The status of an act whose words give none, and the rule: its kind, its days, the tense of its words."""
    instrument = draft.hit.instrument
    if instrument in _SETTLED or (instrument in _LAWS and _tells(draft.hits, _LAW)):
        at_once = instrument == "international_agreement" and is_now(told)
        return "in_force" if at_once else "adopted", "kind of act"
    if instrument in _DONE and not later and _tells(draft.hits, _HAS_DONE):
        return "in_force", _TOLD_DONE
    text = [h for h in draft.hits if not h.sentence.title]
    ahead = told.effective is None or later
    passing = draft.role == "main" and ahead and instrument != "stockpile_programme"
    if passing and _tells(text, _LAW):
        return "adopted", "passed or approved, not yet in force"
    if instrument == "subsidy_fund" and draft.role == "main" and _tells(draft.hits, _AWARDED_TO):
        return "adopted", "an award made"
    words = " ".join(h.sentence.lower for h in text)
    if (instrument == "state_loan" and _CLOSED.search(words)) or (
        instrument == "equity_stake" and _ENTERED.search(words)
    ):
        return "adopted", "money given by a deal that is signed"
    if told.effective and on:
        come = told.effective.value <= on[: len(told.effective.value)]
        return "in_force" if come else "announced", _BY_DAY
    if draft.role == "background":
        return "in_force", "told as an earlier act"
    ahead = any(_ahead(h) for h in (text[:1] or draft.hits))
    imposed = instrument == "trade_remedy" and bool(_IMPOSED.search(words))
    granted = instrument == "export_licensing" and action == "ease"
    at_once = (instrument in _DONE or imposed or granted) and not ahead
    return "in_force" if at_once else "announced", "no effective date"
