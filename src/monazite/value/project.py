"""A project from its ore or its plant to its value at a price deck, with ranges (§V9 to §V19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import DataError
from monazite.value.cashflow import CashFlow, Streams, Terms, ramp_shares, value
from monazite.value.decks import Deck, floor_cost_musd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Span:
    """A number with its range."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class Project:
    """What a study says of a project; money in millions of USD.

    Attributes:
        output_t_per_y: Tonnes sold by product, or empty where ore gives them.
        ore: throughput (t/y), grade (share), recovery (share); `basket` share of each product in what is recovered.
        payable: Share of the price a product fetches (mixed carbonate fetches less than oxide).
        opex_musd_per_y: Yearly operating cost at full output; `opex_usd_per_t_ore` and `opex_usd_per_kg` add to it.
        other_revenue_musd_per_y: By-products outside the deck.
        currency: Of what is reported; all numbers here are already in USD.
    """

    name: str
    life_years: Span
    capital_musd: Span
    construction_years: int
    ramp_years: Span
    output_t_per_y: Mapping[str, Span] = field(default_factory=dict)
    ore: Mapping[str, Span] = field(default_factory=dict)
    basket: Mapping[str, float] = field(default_factory=dict)
    payable: Span = Span(1.0, 1.0, 1.0)
    opex_musd_per_y: Span = Span(0.0, 0.0, 0.0)
    opex_usd_per_t_ore: Span = Span(0.0, 0.0, 0.0)
    opex_usd_per_kg: Span = Span(0.0, 0.0, 0.0)
    other_revenue_musd_per_y: Span = Span(0.0, 0.0, 0.0)
    royalty: Span = Span(0.0, 0.0, 0.0)
    sustaining_share: Span = Span(0.005, 0.01, 0.03)
    closure_musd: float = 0.0
    prices: Mapping[str, float] = field(default_factory=dict)
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Swing:
    """NPV at the low and the high end of one input, the others at their middle."""

    name: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far it moves the NPV."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Valuation:
    """A project at a deck; millions of USD.

    Attributes:
        band: NPV at the 10th, 50th and 90th percentile of the draws.
        breakeven_usd_per_kg: Basket price at which the NPV is zero, over all products; None without production.
        basket_usd_per_kg: The deck's basket price at full output.
        floor_cost_musd: Public cost of the deck's floor, a strip of puts; 0 without a floor.
        tornado: Inputs by how far they move the NPV.
        loses: Share of the draws with an NPV below zero.
    """

    project: Project
    deck: Deck
    terms: Terms
    flow: CashFlow
    band: tuple[float, float, float]
    breakeven_usd_per_kg: float | None
    basket_usd_per_kg: float
    floor_cost_musd: float
    tornado: tuple[Swing, ...]
    loses: float

    @property
    def sold(self) -> tuple[str, ...]:
        """Products sold."""
        return tuple(tonnes(self.project, {}))


def tonnes(project: Project, pick: Mapping[str, float]) -> dict[str, float]:
    """Tonnes sold a year by product, from the plant or from ore x grade x recovery x basket (§V9).

    Raises:
        DataError: E754 if neither is given, or shares do not fit.
    """
    if project.output_t_per_y:
        return {
            name: pick.get(f"output {name}", span.mid)
            for name, span in project.output_t_per_y.items()
        }
    needed = {"throughput", "grade", "recovery"}
    if needed - set(project.ore) or not project.basket or sum(project.basket.values()) > 1.0 + 1e-9:
        raise DataError(
            "E754",
            f"the project {project.name!r} says neither what it sells nor what its ore gives",
            why="Output by product, or throughput, grade, recovery and basket shares of at most 1 are needed",
            way_out="Give `output_t_per_y`, or `ore` with `basket`",
        )
    whole = 1.0
    for name in ("throughput", "grade", "recovery"):
        whole *= pick.get(f"ore {name}", project.ore[name].mid)
    return {name: whole * share for name, share in project.basket.items()}


def streams(
    project: Project, deck: Deck, pick: Mapping[str, float], run: int | None = None
) -> Streams:
    """Flows at picked inputs (middle where not picked), along one price path if a run is given (§V10)."""

    def at(name: str) -> float:
        span: Span = getattr(project, name)
        return pick.get(name, span.mid)

    shares = ramp_shares(max(0.0, at("ramp_years")), max(1.0, at("life_years")))
    build, years = project.construction_years, len(shares)
    sold = tonnes(project, pick)
    level = pick.get("price", 1.0)
    earned = np.zeros(years)
    for name, amount in sold.items():
        earned += deck.at(name, years, run, level=level) * amount * at("payable") / 1000.0
    earned = earned + at("other_revenue_musd_per_y")
    ore = (
        pick.get("ore throughput", project.ore["throughput"].mid)
        if "throughput" in project.ore
        else 0.0
    )
    cost = (
        at("opex_musd_per_y")
        + at("opex_usd_per_t_ore") * ore / 1e6
        + at("opex_usd_per_kg") * sum(sold.values()) / 1000.0
    )
    count = build + years
    capital, keep, revenue, operating, closure = (np.zeros(count) for _ in range(5))
    capital[:build] = at("capital_musd") / max(build, 1)
    keep[build:] = at("sustaining_share") * at("capital_musd")
    revenue[build:] = earned * shares
    operating[build:] = cost * shares
    closure[-1] = project.closure_musd
    return Streams(capital, keep, revenue, operating, revenue * at("royalty"), closure, build)


def spans(project: Project) -> dict[str, Span]:
    """Every input that has a range, by the name a pick uses."""
    names = (
        "life_years",
        "capital_musd",
        "ramp_years",
        "payable",
        "opex_musd_per_y",
        "opex_usd_per_t_ore",
        "opex_usd_per_kg",
        "other_revenue_musd_per_y",
        "royalty",
        "sustaining_share",
    )
    found: dict[str, Span] = {name: getattr(project, name) for name in names}
    found |= {f"output {name}": span for name, span in project.output_t_per_y.items()}
    found |= {f"ore {name}": span for name, span in project.ore.items()}
    return {name: span for name, span in found.items() if span.high > span.low}


def breakeven(project: Project, deck: Deck, terms: Terms) -> float | None:
    """Multiple of the deck's prices at which the NPV is zero; by halving, None if none up to 100 does (§V17)."""

    def npv(level: float) -> float:
        return value(streams(project, deck, {"price": level}), terms).npv

    low, high = 0.0, 1.0
    while npv(high) < 0.0:
        high *= 2.0
        if high > 100.0:  # noqa: PLR2004 - far beyond any price
            return None
    if npv(low) > 0.0:
        return 0.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if npv(middle) < 0.0 else (low, middle)
    return (low + high) / 2


def tornado(project: Project, deck: Deck, terms: Terms, price: Span) -> tuple[Swing, ...]:
    """Each input at its ends with the others at their middle, widest first (§V18)."""
    every = spans(project) | {"price": price}
    swings = [
        Swing(
            name,
            *(
                value(streams(project, deck, {name: end}), terms).npv
                for end in (span.low, span.high)
            ),
        )
        for name, span in every.items()
    ]
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def draws(
    project: Project,
    deck: Deck,
    terms: Terms,
    *,
    price: Span,
    rng: np.random.Generator,
    count: int = DRAWS,
) -> Floats:
    """NPV over triangular draws of every input, and over the deck's paths where it has some (§V19)."""
    every = spans(project) | ({"price": price} if deck.path is None else {})
    columns = {
        n: rng.triangular(s.low, min(max(s.mid, s.low), s.high), s.high, count)
        for n, s in every.items()
        if s.high > s.low
    }
    runs = rng.integers(0, len(deck.path), count) if deck.path is not None else None
    return np.array(
        [
            value(
                streams(
                    project,
                    deck,
                    {n: float(c[k]) for n, c in columns.items()},
                    None if runs is None else int(runs[k]),
                ),
                terms,
            ).npv
            for k in range(count)
        ]
    )


def project(
    given: Project,
    deck: Deck,
    terms: Terms,
    *,
    rng: np.random.Generator,
    price: Span = Span(0.7, 1.0, 1.4),
    volatility: float = 0.35,
) -> Valuation:
    """Value a project at a deck: middle, range, break-even basket, tornado, and what a floor costs the public.

    Args:
        given: The project. deck: Its prices; every product sold must have one.
        deck: Prices.
        terms: Tax, depreciation, discounting.
        rng: For the draws.
        price: Range of all prices together, as multiples of the deck.
        volatility: Of the log price a year, for the floor's puts.

    Raises:
        DataError: E755 if the deck has no price of a product.

    Spec: §V9 to §V19.
    """
    sold = tonnes(given, {})
    unpriced = [name for name in sold if name not in deck.price]
    if unpriced:
        raise DataError(
            "E755",
            f"the deck {deck.name!r} has no price of " + ", ".join(unpriced),
            where=given.name,
            why="A product without a price is not worth zero",
            way_out="Add its price to the deck or the project",
        )
    flow = value(streams(given, deck, {}), terms)
    drawn = draws(given, deck, terms, price=price, rng=rng)
    low, mid, high = (float(q) for q in np.quantile(drawn, (0.1, 0.5, 0.9)))
    years = len(flow.free) - given.construction_years
    whole = sum(sold.values())
    basket = sum(float(deck.at(n, years)[0]) * t for n, t in sold.items()) / whole if whole else 0.0
    level = breakeven(given, deck, terms)
    return Valuation(
        given,
        deck,
        terms,
        flow,
        (low, mid, high),
        None if level is None else level * basket,
        basket,
        floor_cost(given, deck, terms, volatility),
        tornado(given, deck, terms, price),
        float((drawn < 0).mean()),
    )


def floor_cost(given: Project, deck: Deck, terms: Terms, volatility: float) -> float:
    """Public cost of the deck's floors over the life, million USD at the first year of production (§V15)."""
    if not deck.floor:
        return 0.0
    open_deck = replace(deck, floor=None)
    shares = ramp_shares(given.ramp_years.mid, given.life_years.mid)[: deck.floor_years]
    sold = tonnes(given, {})
    return sum(
        floor_cost_musd(
            open_deck.at(name, len(shares)),
            floor,
            sold[name] * shares,
            volatility=volatility,
            discount=float(np.log1p(terms.discount)),
        )
        for name, floor in deck.floor.items()
        if name in sold
    )
