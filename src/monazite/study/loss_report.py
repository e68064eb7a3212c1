"""A loss as text and JSON, with who loses most and how far it travels (§A7, §A8, §A18)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monazite.codes import search_mineral
from monazite.economy import METHODS, Idle, Loss, Range, Tables, Unmet, beside, covers, cuts, loss
from monazite.economy import system as io
from monazite.errors import UnknownCode

__all__ = ["Beside", "beside", "content", "known", "lines", "loss", "uses"]

Beside = tuple[Range, tuple[Idle, ...]]
EXTRACTION = (
    "Hypothetical extraction: the cut part of each industry neither buys nor sells",
    "beside the range, not in it: what is bought from the cut part is not replaced, what it bought is not asked for",
)
INOPERABLE = "Inoperability: share of output that is not asked for; Leontief over output, so it adds no content"
_SHOWN = 5


def known(unmet: Unmet, held: Tables) -> dict[tuple[str, str], tuple[float, float, float]]:
    """What is not served, minerals named as in the concordance.

    Raises:
        UnknownCode: E622 if no industry is named for any of it: a loss that cannot be computed is not zero.

    Spec: §A13.
    """
    minerals = {entry.mineral for entry in held.dependences}
    found = {(_mineral(name, minerals), use): levels for (name, use), levels in unmet.items()}
    _, _, unmapped = cuts(found, held)
    if unmapped == set(found):
        raise UnknownCode(
            "E622",
            "no industry is named for " + ", ".join(f"{name}:{use}" for name, use in found),
            where="--unmet",
            why="A use that no industry is named for has no loss that can be computed; that is not zero",
            way_out=" ".join(dict.fromkeys(uses(name, held) for name, _ in found)),
        )
    return found


def _mineral(text: str, minerals: set[str]) -> str:
    """The name a concordance has for a mineral; as given where it has none."""
    mineral = search_mineral(text)
    return next((name for name in (text, mineral.id if mineral else "") if name in minerals), text)


def uses(mineral: str, held: Tables) -> str:
    """Which uses a concordance names for a mineral, or which minerals it has."""
    mine = {entry.use for entry in held.dependences if covers(held, entry, mineral)}
    if mine:
        return f"Uses of {mineral}: {', '.join(sorted(mine))}."
    return f"Minerals: {', '.join(sorted({entry.mineral for entry in held.dependences}))}."


def _range(each: Range) -> dict[str, float]:
    return {"low": each.low, "mid": each.mid, "high": each.high}


def content(found: Loss, held: Tables, more: Beside) -> dict[str, Any]:
    """A loss as the JSON of `monazite loss`, USD."""
    industries: list[dict[str, Any]] = []
    for hit in found.hits:
        output, fed = io.multipliers(held.system, held.system.place(hit.industry))
        industries.append(
            {
                "industry": hit.industry,
                "label": hit.label,
                "cut": _range(hit.cut),
                "value_added_usd": _range(hit.value_added_usd),
                "causes": [f"{mineral}:{use}" for mineral, use in hit.causes],
                "output_multiplier": output,
                "input_multiplier": fed,
            }
        )
    return {
        "importer": found.importer,
        "year": found.year,
        "unit": "USD",
        "gdp_usd": found.gdp_usd,
        "loss_usd": _range(found.span),
        "loss_of_gdp": _range(found.of_gdp),
        "by_method": {
            name: {**_range(each), "what": METHODS[name][0], "limit": METHODS[name][1]}
            for name, each in found.by_method.items()
        },
        "beside": {
            "extraction": {**_range(more[0]), "what": EXTRACTION[0], "limit": EXTRACTION[1]}
        },
        "inoperability": {
            "what": INOPERABLE,
            "industries": [
                {
                    "industry": each.industry,
                    "label": held.labels.get(each.industry, each.industry),
                    "share": _range(each.share),
                }
                for each in more[1]
            ],
        },
        "note": held.note,
        "industries": industries,
        "downstream_usd": list(found.downstream),
        "unmapped": [f"{mineral}:{use}" for mineral, use in found.unmapped],
    }


def _money(usd: float) -> str:
    for scale, word in ((1e12, "trn"), (1e9, "bn")):
        if abs(usd) >= scale:
            return f"{usd / scale:,.3g} {word}"
    return f"{usd / 1e6:,.3g} m"


def _span(each: Range) -> str:
    return f"{_money(each.mid)} ({_money(each.low)} to {_money(each.high)})"


def lines(found: Loss, held: Tables, more: Beside) -> Iterator[str]:
    """A loss as text: the range over methods, who loses most, how far it travels."""
    part = found.of_gdp
    when = f", prices of {found.year}" if found.year else ""
    yield (
        f"{found.importer}: value added lost {_span(found.span)} USD, "
        f"{100 * part.mid:.2g} % of GDP ({100 * part.low:.2g} to {100 * part.high:.2g}){when}"
    )
    if held.note:
        yield f"Note: {held.note}."
    for name, each in found.by_method.items():
        what, limit = METHODS[name]
        yield (f"\n  {name}: {_span(each)} USD\n    {what}; {limit}.")
    yield (f"\n  extraction: {_span(more[0])} USD\n    {EXTRACTION[0]}; {EXTRACTION[1]}.")
    still = "; ".join(
        f"{held.labels.get(each.industry, each.industry)} {each.share.mid:.2%}"
        for each in more[1][:_SHOWN]
    )
    yield (f"\n  {INOPERABLE}:\n    {still or 'none'}")
    yield ("\nWho loses most, directly, with output and input multiplier:")
    for hit in found.hits[:10]:
        output, fed = io.multipliers(held.system, held.system.place(hit.industry))
        yield (f"  {hit.label}: {_span(hit.value_added_usd)} USD; {output:.2f}, {fed:.2f}")
    travel = ", ".join(_money(value) for value in found.downstream)
    yield (f"\nHow far downstream (output at risk after 0, 1, 2, ... deliveries): {travel} USD")
    for mineral, use in found.unmapped:
        yield (
            f"No industry is named for {mineral} in {use}: its loss is in no number. "
            + uses(mineral, held)
        )
