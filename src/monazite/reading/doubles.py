"""One act told in two words: a licence that is a ban's exemption, a duty that is no second tariff (§R18b)."""

from __future__ import annotations

import re
from dataclasses import replace

from monazite.reading.drafts import Draft
from monazite.reading.model import Why
from monazite.reading.relevance import LEAD, NEAR
from monazite.reading.roles import EXPORT_ACTS, MONEY_ACTS
from monazite.reading.scan import Scan

_DUAL = re.compile(r"两用物项|dual-use|\blist\b", re.IGNORECASE)
_EXEMPT = re.compile(
    r"\b(?:save|except|unless|one-off|exempt\w*|waivers?|with the minister)\b", re.IGNORECASE
)
_FORBID = re.compile(
    r"\b(?:banned|forbidden|prohibited|bans?|prohibits?|forbids?)\b", re.IGNORECASE
)


_SAVE_LICENCES = re.compile(
    r"\blicen[cs]es?\b[^.;]{0,140}\b(?:(?:only|sole) exceptions?|exempt\w*|excepted|the exception)\b"
    r"|\b(?:exceptions?|exempt\w*)\b[^.;]{0,60}\blicen[cs]es?\b",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(r"\b(?:restrict|limit|curb|barrier)\w*", re.IGNORECASE)


def licences_excepted(scan: Scan, drafts: list[Draft]) -> None:
    """A restriction to which licences are the exception is a ban, whatever it is called."""
    for draft in drafts:
        hit = draft.hit
        words = hit.sentence.text[hit.start : hit.end]
        if hit.instrument != "export_licensing" or draft.role != "main":
            continue
        at = hit.sentence.index
        if not _RESTRICTED.search(words) or _VAGUE.search(words):
            continue
        for sentence in scan.sentences[at : at + LEAD + 2]:
            if _SAVE_LICENCES.search(sentence.text):
                draft.hit = replace(hit, instrument="export_prohibition")
                why = Why("instrument", "licences are the exception", sentence.text[:80])
                draft.why.append(why)
                break


def bans_with_licences(drafts: list[Draft]) -> None:
    """A ban with licences as the exemption is a ban."""
    for draft in drafts:
        for sentence in draft.sentences:
            if (
                _FORBID.search(sentence.text)
                and _EXEMPT.search(sentence.text)
                and draft.role == "main"
            ):
                for other in drafts:
                    if other.hit.instrument == "export_licensing" and other.role == "main":
                        other.hit = replace(other.hit, instrument="export_prohibition")
                        other.why.append(
                            Why(
                                "instrument",
                                "licences are the exemption from a ban",
                                sentence.text[:80],
                            )
                        )
                return


# a main act of the first kind takes in main acts of the others
_TAKES_IN: dict[str, frozenset[str]] = {
    "trade_remedy": frozenset(["import_tariff"]),
    "stockpile_release": frozenset(["stockpile_programme"]),
    "stockpile_purchase": frozenset(["stockpile_programme"]),
    "stockpile_programme": frozenset(["state_loan", "subsidy_fund", "offtake_agreement"]),
    "international_agreement": frozenset(["state_loan", "subsidy_fund", "policy_strategy"]),
    "production_quota": frozenset(["export_quota"]),
    "nationalisation": frozenset(["international_agreement", "fdi_restriction"]),
}
_EXEMPTION = re.compile(r"one-off|exempt|waiver|only|unless|except|licen[cs]es? from")


def _is_exemption(draft: Draft) -> bool:
    """A licence told beside a ban: its exemption, or only the list the ban refers to."""
    words = draft.hit.sentence.text[draft.hit.start : draft.hit.end]
    bare = all(named.implicit for named in draft.materials.values())
    return bool(_DUAL.search(words)) or (bare and bool(_EXEMPTION.search(draft.hit.sentence.lower)))


# what an investigation may end in is no act yet: `a step that could lead to tariffs`
_MAY_COME = re.compile(r"\b(?:could|may|might|possible|potential)\b[^.;]{0,40}$")
_PROBE = re.compile(r" (?:probe|investigation|inquiry|review)\b")  # `tariff probe`
_COULD = re.compile(r"[^.;]{0,15}\b(?:could|may|might)\b")


def _is_double(draft: Draft, kinds: set[str], beside: set[str], *, material: bool) -> bool:
    """Whether a main act only tells another main act in a second word."""
    instrument = draft.hit.instrument
    if draft.hit.sentence.title and instrument == "export_licensing" and len(draft.hits) == 1:
        return bool(kinds & EXPORT_ACTS - {"export_licensing"})
    if instrument == "export_licensing":
        return ("export_prohibition" in kinds and _is_exemption(draft)) or (
            material and not draft.materials
        )
    if instrument == "policy_strategy" and kinds - {"policy_strategy"}:
        order = "executive order" in draft.hit.sentence.lower[draft.hit.start : draft.hit.end]
        return order or "international_agreement" in kinds
    if instrument == "subsidy_fund" and "equity_stake" in beside:
        return True
    if instrument == "import_tariff" and "import_investigation" in kinds:
        said = draft.hit.sentence.lower
        named = _MAY_COME.search(said[: draft.hit.start]) or _COULD.match(said, draft.hit.end)
        return bool(named or _PROBE.match(said, draft.hit.end))
    words = draft.hit.sentence.lower[draft.hit.start : draft.hit.end]
    if instrument == "subsidy_fund" and "stockpile_purchase" in kinds and words.startswith("award"):
        return True
    if instrument == "state_loan" and any(a.kind == "money" for a in draft.hit.sentence.amounts):
        return False
    own = set(draft.materials) and not any(m.implicit for m in draft.materials.values())
    if instrument in MONEY_ACTS and own and "stockpile_programme" not in beside:
        kinds = kinds - {"stockpile_programme"}  # money for a mine of its own stocks nothing
    return any(instrument in _TAKES_IN.get(kind, ()) for kind in kinds)


_VAGUE = re.compile(r"licen[cs]|permit|approv|authori[sz]", re.IGNORECASE)


def _of_title(drafts: list[Draft]) -> list[Draft]:
    """A title is no act beside those of the opening: it names one of them, and may call a vague one a ban."""
    main = [d for d in drafts if d.role == "main"]
    told = [d for d in main if any(0 < h.sentence.index <= NEAR for h in d.hits)]
    kinds = {d.hit.instrument for d in told}
    titles = [
        d
        for d in main
        if all(h.sentence.title for h in d.hits)
        and d.hit.instrument not in kinds
        and (
            d.hit.instrument == "policy_strategy"
            or (d.hit.instrument in EXPORT_ACTS and kinds & EXPORT_ACTS)
            or (d.hit.instrument == "subsidy_fund" and kinds & MONEY_ACTS)
        )
    ]
    if not told or not titles:
        return drafts
    for title in titles:
        if title.hit.instrument != "export_prohibition":
            continue
        for draft in told:
            words = draft.hit.sentence.text[draft.hit.start : draft.hit.end]
            if draft.hit.instrument == "export_licensing" and not _VAGUE.search(words):
                draft.hit = replace(draft.hit, instrument="export_prohibition")
                draft.why.append(
                    Why("instrument", "the title calls it a ban", title.hit.sentence.text[:80])
                )
    return [d for d in drafts if d not in titles]


_END_USE = re.compile(r"\bend-use")


def _told_fully(drafts: list[Draft]) -> list[Draft]:
    """A `restriction` or `curb` of the opening that the next words call a ban is that ban."""
    bans = [
        d
        for d in drafts
        if d.hit.instrument == "export_prohibition"
        and d.role == "main"
        and not d.hit.sentence.title
    ]
    kept: list[Draft] = []
    for draft in drafts:
        words = draft.hit.sentence.text[draft.hit.start : draft.hit.end]
        fuller = next(
            (
                b
                for b in bans
                if 0 <= b.hit.sentence.index - draft.hit.sentence.index <= LEAD
                and {a.jurisdiction for a in b.acting} & {a.jurisdiction for a in draft.acting}
            ),
            None,
        )
        if (
            fuller is not None
            and draft.role == "main"
            and draft.hit.instrument == "export_licensing"
            and not _VAGUE.search(words)
            and not _END_USE.search(words)
        ):
            draft.hit = replace(draft.hit, instrument="export_prohibition")
            draft.why.append(Why("instrument", "told as a ban further on", words))
        kept.append(draft)
    return kept


def _denied_too(first: Draft, draft: Draft) -> bool:
    """A second word for what is denied: `denied that it had stopped exports`, `no measures to restrict exports`."""
    return (
        draft.role == "main"
        and draft.hit.status == "denied"
        and {draft.hit.instrument, first.hit.instrument} <= EXPORT_ACTS | {"export_other"}
        and draft.hit.instrument != first.hit.instrument
    )


def without_doubles(drafts: list[Draft]) -> list[Draft]:
    """One act told in two words: a duty is no second tariff, a purchase no second programme."""
    drafts = _of_title(_told_fully(drafts))
    main = [d for d in drafts if d.role == "main"]
    kinds = {d.hit.instrument for d in main}
    material = any(d.materials and d.hit.instrument in EXPORT_ACTS for d in main)
    kept: list[Draft] = []
    denied = next((d for d in main if d.hit.status == "denied"), None)
    for draft in drafts:
        if denied and _denied_too(denied, draft):
            continue
        beside = {d.hit.instrument for d in main if d.hit.sentence is draft.hit.sentence}
        if draft.role != "main" or not _is_double(draft, kinds, beside, material=material):
            kept.append(draft)
    return kept
