"""A loss as text and JSON, with who loses most and how far it travels (§A7, §A8, §A18)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monazite.economy import METHODS, Loss, Range, Tables, loss
from monazite.economy import system as io

__all__ = ["content", "lines", "loss"]


def _range(each: Range) -> dict[str, float]:
    return {"low": each.low, "mid": each.mid, "high": each.high}


def content(found: Loss, held: Tables) -> dict[str, Any]:
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
        "industries": industries,
        "downstream_usd": list(found.downstream),
        "unmapped": [f"{mineral}:{use}" for mineral, use in found.unmapped],
    }


def _money(usd: float) -> str:
    return f"{usd / 1e9:,.3g} bn" if abs(usd) >= 1e9 else f"{usd / 1e6:,.3g} m"  # noqa: PLR2004 - a billion


def _span(each: Range) -> str:
    return f"{_money(each.mid)} ({_money(each.low)} to {_money(each.high)})"


def lines(found: Loss, held: Tables) -> Iterator[str]:
    """A loss as text: the range over methods, who loses most, how far it travels."""
    part = found.of_gdp
    when = f", prices of {found.year}" if found.year else ""
    yield (
        f"{found.importer}: value added lost {_span(found.span)} USD, "
        f"{100 * part.mid:.2g} % of GDP ({100 * part.low:.2g} to {100 * part.high:.2g}){when}"
    )
    for name, each in found.by_method.items():
        what, limit = METHODS[name]
        yield (f"\n  {name}: {_span(each)} USD\n    {what}; {limit}.")
    yield ("\nWho loses most, directly, with output and input multiplier:")
    for hit in found.hits[:10]:
        output, fed = io.multipliers(held.system, held.system.place(hit.industry))
        yield (f"  {hit.label}: {_span(hit.value_added_usd)} USD; {output:.2f}, {fed:.2f}")
    travel = ", ".join(_money(value) for value in found.downstream)
    yield (f"\nHow far downstream (output at risk after 0, 1, 2, ... deliveries): {travel} USD")
    for mineral, use in found.unmapped:
        yield (f"No industry is named for {mineral} in {use}: its loss is in no number.")
