"""Holdings to exposure: what a stressed price does to each, as a range with its reason (§V43 to §V48)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monazite.errors import DataError
from monazite.provenance import Figure, derive
from monazite.value.gainers import Gainer

# Share of a position's volume that is priced at spot: under 1 % of Dy and Y volume cleared near the European spot in
# 2025; at the other end everything does (§V45).
SPOT_LOW, SPOT_HIGH = 0.01, 1.0


@dataclass(frozen=True, slots=True)
class Holding:
    """A line of a portfolio: a ticker and its weight, 0 to 1."""

    ticker: str
    weight: float


@dataclass(frozen=True, slots=True)
class Position:
    """A company's yearly purchases (`buys`) or sales of a material, t/y on the basis of the price."""

    material: str
    tonnes: float
    buys: bool


@dataclass(frozen=True, slots=True)
class Exposed:
    """One holding or position: who, gain (+) or loss (-) a year as a range, and why; None where nothing is known."""

    name: str
    weight: float
    effect: Figure | None
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A company as the project table knows it: stages, countries, statuses, and whether it is under the restrictor."""

    company: str
    ticker: str
    stages: tuple[str, ...]
    countries: tuple[str, ...]
    statuses: tuple[str, ...]
    under_restrictor: bool


def tickers(text: str) -> frozenset[str]:
    """The symbols in a cell such as `ARS / ARSMF`."""
    return frozenset(
        part.strip().upper() for part in text.replace(",", "/").split("/") if part.strip()
    )


def holdings(
    lines: Sequence[Holding], listed: Sequence[Listed], gains: Sequence[Gainer]
) -> tuple[Exposed, ...]:
    """Exposure of each holding through the projects of its company.

    Raises:
        DataError: E758 if a weight is negative or the weights sum to more than 1.

    Spec: §V43, §V44. A range with reasons, not a recommendation.
    """
    total = sum(line.weight for line in lines)
    if any(line.weight < 0 for line in lines) or total > 1.0 + 1e-9:
        raise DataError(
            "E758",
            f"the weights of the holdings are no shares: they sum to {total:.4g}",
            why="Each weight is 0 or more, and together they are at most 1",
            way_out="Give weights as shares of the whole",
        )
    return tuple(_holding(line, listed, gains) for line in lines)


def _holding(line: Holding, listed: Sequence[Listed], gains: Sequence[Gainer]) -> Exposed:
    known = [entry for entry in listed if line.ticker.upper() in tickers(entry.ticker)]
    if not known:
        return Exposed(
            line.ticker,
            line.weight,
            None,
            "no project of this ticker is in the tables: unmatched, not zero",
        )
    company = known[0]
    places = f"{', '.join(company.stages)} in {', '.join(company.countries)}; {', '.join(company.statuses)}"
    if company.under_restrictor:
        return Exposed(
            line.ticker,
            line.weight,
            None,
            f"{company.company}: under the restrictor ({places}); sells at home prices, "
            "which fall when exports are held back",
        )
    mine = [g for g in gains if g.arrival.company == company.company and g.revenue_gain is not None]
    if not mine:
        return Exposed(
            line.ticker,
            line.weight,
            None,
            f"{company.company}: {places}; no capacity with a price is printed",
        )
    parts = tuple(g.revenue_gain for g in mine if g.revenue_gain is not None)
    effect = derive(
        f"holding/{line.ticker.lower()}",
        f"{company.company}: yearly revenue added by stressed prices, new capacity",
        sum(p.number for p in parts),
        "USD/y",
        formula="sum over its projects; low end: only the spot share is repriced",
        parents=parts,
        low=SPOT_LOW * sum(p.low or 0.0 for p in parts),
        high=sum(p.high or p.number for p in parts),
    )
    names = ", ".join(dict.fromkeys(g.arrival.project for g in mine))
    return Exposed(
        line.ticker,
        line.weight,
        effect,
        f"{company.company} sells what is missing: {names} ({places})",
    )


def positions(
    lines: Sequence[Position], prices: Mapping[str, tuple[Figure, Figure]]
) -> tuple[Exposed, ...]:
    """What a move from home to stressed prices does to a company's purchases and sales (§V46).

    Args:
        lines: Purchases and sales.
        prices: By material, home and stressed price, USD/kg.
    """
    found: list[Exposed] = []
    for line in lines:
        pair = prices.get(line.material)
        verb = "buys" if line.buys else "sells"
        if pair is None:
            found.append(
                Exposed(
                    line.material,
                    1.0,
                    None,
                    f"{verb} {line.tonnes:g} t/y; no home and stressed price is known: not counted, not zero",
                )
            )
            continue
        home, stressed = pair
        sign = -1.0 if line.buys else 1.0
        full = sign * line.tonnes * 1000.0 * (stressed.number - home.number)
        ends = sorted((SPOT_LOW * full, SPOT_HIGH * full))
        effect = derive(
            f"position/{line.material}/{verb}",
            f"effect of stressed prices on what it {verb}: {line.material}",
            full * 0.5,
            "USD/y",
            formula="tonnes x (stressed - home); range over the share priced at spot, 1 % to all",
            parents=(home, stressed),
            low=ends[0],
            high=ends[1],
        )
        found.append(
            Exposed(
                line.material,
                1.0,
                effect,
                f"{verb} {line.tonnes:g} t/y at {home.number:g} USD/kg, {stressed.number:g} under stress",
            )
        )
    return tuple(found)


def screen(
    listed: Sequence[Listed], *, stage: str = "", country: str = "", status: str = ""
) -> tuple[Listed, ...]:
    """Companies by stage, country and status; a part of a word is enough (§V47)."""

    def fits(wanted: str, held: Sequence[str]) -> bool:
        return not wanted or any(wanted.casefold() in entry.casefold() for entry in held)

    return tuple(
        c
        for c in listed
        if fits(stage, c.stages) and fits(country, c.countries) and fits(status, c.statuses)
    )
