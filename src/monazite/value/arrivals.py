"""Announced capacity as it may arrive: odds, delay and ramp by status (§V30 to §V33)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import DataError
from monazite.provenance import Figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# 2 ln 9: the logistic ramp passes 10 % and 90 % of capacity `ramp_years` apart (methods 4.5).
STEEPNESS = 4.394


@dataclass(frozen=True, slots=True)
class Odds:
    """What a status is taken to mean: triangular (low, most likely, high) odds and delay in years."""

    status: str
    odds: tuple[float, float, float]
    delay_years: tuple[float, float, float]
    wait_years: tuple[float, float]
    figure: Figure


@dataclass(frozen=True, slots=True)
class Arrival:
    """One project's new capacity at one stage.

    Attributes:
        capacity: t/y with low and high.
        start: First and last year of the printed start, or None where none is printed.
        status: Status as printed; `odds` what it is taken to mean.
    """

    id: str
    project: str
    company: str
    ticker: str
    country: str
    group: str
    stage: str
    capacity: Figure
    start: tuple[int, int] | None
    status: str
    odds: Odds
    note: str = ""


# Longer words before the shorter ones they hold: a "DFS complete" is no bare "FS", a stalled plant is no active one.
ORDER = (
    "stalled",
    "ramping",
    "construction",
    "financing",
    "pilot",
    "study",
    "operating",
    "announced",
    "early",
)


def classify(status: str, words: Mapping[str, Sequence[str]]) -> str:
    """The class of a printed status, by the first class of the stated order one of whose words it holds.

    Raises:
        DataError: E751 if no class knows a word of it.
    """
    text = status.casefold()
    for name in ORDER:
        if any(word in text for word in words.get(name, ())):
            return name
    raise DataError(
        "E751",
        f"no status class knows the status {status!r}",
        where="value/status_odds, words",
        way_out="Add a word of it to the class it belongs to",
    )


def ramp(years_since_start: Floats, ramp_years: float) -> Floats:
    """Share of capacity reached; logistic, 10 to 90 % in `ramp_years`, zero before the start (§V32)."""
    at = 1.0 / (1.0 + np.exp(-STEEPNESS * (years_since_start - ramp_years / 2.0) / ramp_years))
    return np.where(years_since_start < 0.0, 0.0, at)


def _triangle(rng: np.random.Generator, span: tuple[float, float, float], draws: int) -> Floats:
    low, mode, high = span
    return np.full(draws, mode) if high <= low else rng.triangular(low, mode, high, draws)


def sample(
    arrival: Arrival,
    years: Sequence[int],
    *,
    rng: np.random.Generator,
    draws: int,
    known_in: float,
    ramp_years: tuple[float, float, float],
) -> Floats:
    """Capacity reached by mid-year, t/y, draws x years: it comes or not, late by a drawn delay, ramping up.

    Spec: §V31 to §V33.
    """
    low = arrival.capacity.low if arrival.capacity.low is not None else arrival.capacity.number
    high = arrival.capacity.high if arrival.capacity.high is not None else arrival.capacity.number
    if arrival.start is None:
        first, last = (known_in + wait for wait in arrival.odds.wait_years)
        begin = rng.uniform(first, max(last, first + 1e-9), draws)
    else:
        begin = rng.uniform(arrival.start[0], arrival.start[1] + 1.0, draws)
        begin = np.where(
            begin >= known_in, begin + _triangle(rng, arrival.odds.delay_years, draws), begin
        )
    comes = rng.random(draws) < _triangle(rng, arrival.odds.odds, draws)
    size = rng.uniform(low, max(high, low + 1e-9), draws) * comes
    pace = _triangle(rng, ramp_years, draws)
    middle = np.asarray(years, dtype=np.float64) + 0.5
    since = middle[None, :] - begin[:, None]
    at = 1.0 / (1.0 + np.exp(-STEEPNESS * (since - pace[:, None] / 2.0) / pace[:, None]))
    return np.where(since < 0.0, 0.0, at) * size[:, None]
