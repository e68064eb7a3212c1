"""The five sentences a busy reader needs (§B4): law, touch, shortage and price, help, claims."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monazite.brief import claims, law, words
from monazite.brief.model import Finding, Part

if TYPE_CHECKING:
    from monazite.study.facade import Study

_ORDER = ("law", "exposure", "shortage", "prices", "loss", "response", "value", "claims")
_SENTENCES = 5


def sentences(study: Study, parts: list[Part], judged: claims.Judged) -> tuple[Finding, ...]:
    """The first finding of each section in the order of the flow; five at most, claims always among them."""
    if study.document is not None and not study.policy_events:
        return (*_nothing(study), *([_claims(judged)] if _claims_checked(judged) else []))
    first = {part.section: part.findings[0] for part in parts if part.findings}
    chosen = [first[section] for section in _ORDER if section in first and section != "claims"]
    if study.linked and chosen and chosen[0].section == "law" and "/branches" not in chosen[0].id:
        chosen[0] = law.lead(study.standing.clauses, study.linked[0], study.as_of)
    keep = _SENTENCES - (1 if _claims_checked(judged) else 0)
    kept = _spread(chosen, keep)
    return (*kept, *([_claims(judged)] if _claims_checked(judged) else []))


def _spread(chosen: list[Finding], keep: int) -> list[Finding]:
    """Law, exposure and shortage first; then what helps before prices and loss."""
    rank = {
        section: place
        for place, section in enumerate(("law", "exposure", "shortage", "response", "prices"))
    }
    ranked = sorted(chosen, key=lambda entry: rank.get(entry.section, len(rank)))[:keep]
    return [entry for entry in chosen if entry in ranked]


def _claims_checked(judged: claims.Judged) -> bool:
    return any(judgement.figures for _, judgement in judged)


def _claims(judged: claims.Judged) -> Finding:
    checked = [pair for pair in judged if pair[1].figures]
    counts = Counter(claims.verdict(judgement) for _, judgement in checked)
    said = words.listing([f"{verdict} ({count})" for verdict, count in counts.most_common()])
    quotes = words.listing([f"“{' '.join(claim.span.quote.split())}”" for claim, _ in checked[:4]])
    figures = tuple(judgement.figures[0] for _, judgement in checked)
    return Finding(
        id="lead/claims",
        section="claims",
        text=f"Of the numbers in the article, {len(checked)} could be checked ({quotes}): {said}; "
        f"the first stands beside {{0:range}}.",
        figures=figures,
    )


def _nothing(study: Study) -> tuple[Finding, ...]:
    from monazite.study import sections

    return (sections.no_event(study),)
