# ruff: noqa: E501 - a pattern is one line of words
"""A claim judged against every figure that speaks to it, at publication and now (§R32 to §R38)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monazite.provenance import Figure
from monazite.reading.model import Claim
from monazite.reading.references import Reference, references, tally

VERDICTS = ("supported", "contradicted", "outdated", "definition_mismatch", "unverifiable")
SHARE_TOLERANCE = 2.0  # points, for a plain number
LOOSE_TOLERANCE = 5.0  # points, for "about" and for multiples of five
OVER = 12.0  # "over X" holds for X to X + 12
NEWER = 2  # years a series may lag behind the year that is meant and still contradict
MASS_TOLERANCE = 0.03
_CONTRACTS = frozenset(["contract_ceiling", "contract_initial"])


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two verdicts on a claim, the reason in words, and the figures beside it.

    Attributes:
        verdict_then: As the figures stood on the day of the document.
        verdict_now: As they stand on the later day.
        fits: The definition on which the claim holds, where one does.
    """

    claim: Claim
    verdict_then: str
    verdict_now: str
    reason: str
    figures: tuple[Figure, ...]
    fits: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict with its reason."""

    name: str
    reason: str
    used: tuple[Reference, ...] = ()
    fits: str = ""


def holds(claim: Claim, value: float) -> bool:
    """Whether a reference value agrees with the claim's number, operator and precision (§R33).

    Shares: two points either way, five for `about` and for multiples of five; `over X` up to twelve points above.
    Masses: three percent. Money: to the printed precision.
    """
    stated = claim.value
    if claim.unit == "%":
        near = LOOSE_TOLERANCE if claim.op == "~" or stated % 5 == 0 else SHARE_TOLERANCE
        over = OVER
    else:
        near = (0.001 if claim.claim_type == "money_amount" else MASS_TOLERANCE) * abs(stated)
        near = near * 3 if claim.op == "~" else near
        over = 0.25 * abs(stated)
    if claim.op in {">", ">="}:
        return stated - near * 0.1 <= value <= stated + over
    if claim.op in {"<", "<="}:
        return value <= stated + near * 0.1
    return abs(value - stated) <= near


def _words(reference: Reference) -> str:
    unit = reference.figure.unit
    return f"{reference.value:,.4g}{'' if unit == '%' else ' '}{unit if unit == '%' else 't'} ({reference.definition}, {reference.year})"


def _spread(found: tuple[Reference, ...]) -> str:
    values = [reference.value for reference in found]
    return f"{min(values):,.4g} to {max(values):,.4g}"


def _year(claim: Claim, found: tuple[Reference, ...]) -> int:
    if claim.as_of and claim.as_of[:4].isdigit():
        return int(claim.as_of[:4])
    return max((r.year for r in found if r.headline), default=max(r.year for r in found))


def _statistics(claim: Claim, known_at: date, on: date) -> Verdict:
    if claim.kind == "of_a_country":
        return Verdict("unverifiable", "It is a share of one country's figure, not of the world's.")
    found = references(claim, known_at)
    if not found:
        return Verdict("unverifiable", "No reference series speaks to it.")
    year = _year(claim, found)
    near = tuple(r for r in found if abs(r.year - year) <= 1)
    if not near:  # the figures of other years do not speak to the year meant
        return Verdict(
            "unverifiable", f"No reference figure of {year} or a year beside it is at hand."
        )
    same = tuple(r for r in near if r.headline) or near
    by_source = tuple(r for r in near if claim.attributed_to and r.publisher == claim.attributed_to)
    wanted = by_source or tuple(r for r in same if r.publisher == same[0].publisher)
    fit = next((r for r in wanted if holds(claim, r.value)), None)
    if fit:
        return Verdict("supported", f"{_words(fit)} agrees.", (fit, *near), fit.definition)
    other = next((r for r in near if holds(claim, r.value)), None)
    if other:
        reason = f"It holds as {_words(other)}; the usual definition gives {_spread(wanted)} ({wanted[0].definition})."
        return Verdict("definition_mismatch", reason, (other, *near), other.definition)
    old = next(
        (r for r in found if r.year < year - 1 and r.headline and holds(claim, r.value)), None
    )
    if old and not claim.as_of:
        return Verdict(
            "outdated",
            f"It held in {old.year}: {_words(old)}; since then {_spread(wanted)}.",
            (old, *wanted),
            old.definition,
        )
    meant = int(claim.as_of[:4]) if claim.as_of and claim.as_of[:4].isdigit() else on.year
    if wanted[0].headline and any(-NEWER <= r.year - meant <= 1 for r in wanted):
        return Verdict("contradicted", f"{_words(wanted[0])} on the same definition.", wanted)
    return Verdict("unverifiable", "The figures at hand count something else.", near)


def _money(claim: Claim, known_at: date) -> Verdict:
    found = references(claim, known_at)
    exact = tuple(r for r in found if holds(claim, r.value))
    if not exact:
        reason = (
            "No act of that amount is in the register as of that day."
            if not found
            else "Acts on the same material have other amounts."
        )
        return Verdict("unverifiable", reason, found)
    solicited = tuple(r for r in exact if "solicitation" in r.kind)
    bought = tuple(r for r in exact if "contract" in r.kind)
    total = next((r for r in exact if r.kind == "programme total"), None)
    if claim.kind in _CONTRACTS and solicited and not bought:
        first = solicited[0]
        return Verdict(
            "definition_mismatch",
            f"It was the ceiling of a solicitation ({first.definition}), not of a contract: none had been awarded.",
            found,
            "ceiling of a solicitation",
        )
    if bought:
        others = [f"{r.value / 1e6:,.4g} million ({r.definition})" for r in found if r not in exact]
        tail = f" Beside it: {'; '.join(others)}." if others else ""
        return Verdict(
            "supported",
            f"A contract with that ceiling was awarded ({bought[0].definition}).{tail}",
            found,
            bought[0].definition,
        )
    if total:
        added = tally(known_at)
        words = f" The ceilings it adds up come to {added.number:,.0f} million." if added else ""
        return Verdict(
            "supported",
            f"A press tally of solicitations, up to that amount, not money spent ({total.definition}).{words}",
            exact,
            total.definition,
        )
    return Verdict(
        "supported", f"The register has it: {exact[0].definition}.", exact, exact[0].definition
    )


def _verdict(claim: Claim, known_at: date, on: date) -> Verdict:
    if claim.claim_type == "money_amount":
        return _money(claim, known_at)
    return _statistics(claim, known_at, on)


def _figures(claim: Claim, then: Verdict, now: Verdict, known_at: date) -> tuple[Figure, ...]:
    found: dict[str, Figure] = {}
    for reference in (*now.used, *then.used):
        found.setdefault(reference.figure.id, reference.figure)
    if claim.claim_type == "money_amount" and any(r.kind == "programme total" for r in now.used):
        added = tally(known_at)
        if added:
            found[added.id] = added
    return tuple(found.values())


def judge(claim: Claim, *, on: date, known_at: date) -> Judgement:
    """A claim beside every figure that speaks to it, judged as of the document's day and as of `known_at`.

    A claim that held on its day and no longer does is `outdated` now. What annual statistics cannot answer
    (prices, monthly changes, share prices) is `unverifiable`, never guessed.

    Args:
        claim: One claim of a reading.
        on: Day of the document; only figures published by then judge the first verdict.
        known_at: Day up to which figures are taken for the second verdict.

    Spec: §R32.
    """
    then = _verdict(claim, on, on)
    now = _verdict(claim, max(on, known_at), on)
    name = now.name
    if then.name == "supported" and now.name == "contradicted":
        name = "outdated"
    reason = now.reason if then.reason == now.reason else f"Then: {then.reason} Now: {now.reason}"
    return Judgement(
        claim,
        then.name,
        name,
        reason,
        _figures(claim, then, now, max(on, known_at)),
        now.fits or then.fits,
    )
