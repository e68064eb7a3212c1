"""The article's claims beside the figures that speak to them (§B2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from monazite import catalog
from monazite.brief import as_json, words
from monazite.brief.model import Cell, Finding, Part, Table
from monazite.provenance import Figure, Reliability, walk

if TYPE_CHECKING:
    from monazite.reading import Claim, Judgement

Judged = Sequence[tuple["Claim", "Judgement"]]
_SAID = {
    "supported": "supported",
    "contradicted": "contradicted",
    "outdated": "right then, outdated now",
    "definition_mismatch": "depends on the definition",
    "unverifiable": "not checkable",
}
_UNCHECKED = "unverifiable"
_OWN = "The only source at hand is the article's own publisher: nobody else confirms it."
_OFFICIAL = ("geological survey", "department", "ministry", "congress", "agency", "treasury")


def verdict(judgement: Judgement) -> str:
    """Both verdicts in words; one where they agree."""
    then, now = _SAID[judgement.verdict_then], _SAID[judgement.verdict_now]
    return then if then == now else f"{then} at publication, {now} now"


def _quote(claim: Claim) -> str:
    return " ".join(claim.span.quote.split())


def _finding(claim: Claim, judgement: Judgement) -> Finding:
    first = judgement.figures[0]
    edition = f" ({first.period})" if first.period else ""
    return Finding(
        id=f"claims/{claim.id}",
        section="claims",
        text=f"“{_quote(claim)}”: {verdict(judgement)}. {first.label}{edition}: {{0:range}}. "
        + judgement.reason.replace("{", "(").replace("}", ")"),
        figures=tuple(judgement.figures),
        would_change="Another definition, year or edition named by the article.",
    )


def _rows(claim: Claim, judgement: Judgement) -> list[tuple[Cell, ...]]:
    head = (f"“{_quote(claim)}”", verdict(judgement))
    if not judgement.figures:
        return [(*head, "no figure at hand speaks to it", "", judgement.reason)]
    rows: list[tuple[Cell, ...]] = []
    for number, figure in enumerate(judgement.figures):
        lead = (*head, figure, f"{figure.label}, {figure.period}")
        rows.append((*lead, judgement.reason) if number == 0 else ("", "", *lead[2:], ""))
    return rows


def independent(judged: Judged, article: str) -> Judged:
    """The same judgements, led by independent figures where any says the same as the article's publisher (§B16).

    A source speaks for itself where the article names its publisher: two words of it in a row are enough.
    """
    cards = catalog.sources()

    def own(figure: Figure) -> bool:
        sources = [node.cited.source for _, node in walk(figure) if node.cited is not None]
        return any(_named(cards[key].publisher, article) for key in sources if key in cards)

    return [(claim, _confirmed(judgement, own)) for claim, judgement in judged]


def _confirmed(judgement: Judgement, own: Callable[[Figure], bool]) -> Judgement:
    """The judgement led by an independent figure that says the same; without one, the reason says so."""
    if not judgement.figures or not own(judgement.figures[0]):
        return judgement
    first, rest = judgement.figures[0], judgement.figures[1:]
    same = [figure for figure in rest if figure.value == first.value and not own(figure)]
    if same:
        others = tuple(figure for figure in judgement.figures if figure is not same[0])
        return replace(judgement, figures=(same[0], *others))
    return replace(judgement, reason=f"{judgement.reason} {_OWN}")


def _named(publisher: str, article: str) -> bool:
    name = " ".join(publisher.split(" (", maxsplit=1)[0].split()[:3])
    official = any(word in publisher.lower() for word in _OFFICIAL)
    return not official and len(name.split()) > 1 and name.casefold() in article.casefold()


def checked(judged: Judged) -> Judged:
    """The claims that could be checked: a figure speaks to them, and a verdict came of it."""
    return [pair for pair in judged if pair[1].figures and pair[1].verdict_now != _UNCHECKED]


def lead(judged: Judged) -> Finding:
    """One sentence on how many of the article's numbers hold; what could not be checked is counted apart."""
    done = checked(judged)
    counts = Counter(verdict(judgement) for _, judgement in done)
    said = words.listing([f"{said} ({count})" for said, count in counts.most_common()])
    quotes = words.listing([f"“{_quote(claim)}”" for claim, _ in done[:4]])
    left = len(judged) - len(done)
    rest = f"; {left} could not be checked" if left else ""
    first, judgement = min(done, key=_order)
    what = judgement.figures[0]
    head = f"Of the numbers in the article, {len(done)} could be checked"
    if len(done) == 1:
        head = "The one number in the article that could be checked"
        said = next(iter(counts))
    figures = [what]
    beside = f"{{0:range}} ({_about(what)})"
    rivals = [f for f in judgement.figures[1:] if f.unit == what.unit and f.label != what.label]
    if judgement.verdict_now == "definition_mismatch" and rivals:
        figures.append(rivals[0])
        beside += f" and {{1:range}} ({_about(rivals[0])})"
    return Finding(
        id="lead/claims",
        section="claims",
        text=f"{head} ({quotes}): {said}{rest}. Beside “{_quote(first)}” stands {beside}.",
        figures=(*figures, *(other.figures[0] for _, other in done if other is not judgement)),
    )


def _order(pair: tuple[Claim, Judgement]) -> tuple[bool, bool]:
    """The claim a reader should look at first: one that does not simply hold, beside a figure that can be trusted."""
    weak = pair[1].figures[0].reliability in {Reliability.WEAK, Reliability.MEMORY}
    return (weak or _OWN in pair[1].reason, pair[1].verdict_now == "supported")


def _about(figure: Figure) -> str:
    """What a figure measures and of which time, short: the world's share is what all of them are."""
    label = figure.label.removeprefix("share of the world, ").replace("{", "(").replace("}", ")")
    return f"{label}, {figure.period}" if figure.period else label


def part(judged: Judged) -> Part:
    """Findings for the claims that a figure speaks to; a table of all."""
    findings = tuple(_finding(claim, judgement) for claim, judgement in judged if judgement.figures)
    rows = tuple(row for pair in judged for row in _rows(*pair))
    columns = ("the article says", "verdict", "reference", "what it measures", "why")
    left = len(judged) - len(checked(judged))
    note = ""
    if left:
        some = "None" if left == len(judged) else f"{len(judged) - left}"
        note = f"{some} of {len(judged)} numbers could be checked; the table says of each why."
    return Part("claims", findings, (), (Table("Claims", columns, rows),) if rows else (), note)


def as_dicts(judged: Judged) -> tuple[dict[str, object], ...]:
    """The claims as plain values."""
    return tuple(
        {
            "quote": _quote(claim),
            "claim_type": claim.claim_type,
            "jurisdiction": claim.jurisdiction,
            "material": claim.material,
            "op": claim.op,
            "value": claim.value,
            "unit": claim.unit,
            "verdict": judgement.verdict_now,
            "verdict_then": judgement.verdict_then,
            "verdict_now": judgement.verdict_now,
            "reason": judgement.reason,
            "figures": [as_json.figure(figure) for figure in judgement.figures],
        }
        for claim, judgement in judged
    )
