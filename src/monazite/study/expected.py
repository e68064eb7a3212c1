"""Expected loss over commodity and restrictor, and the gallium and germanium reconstruction, on the packaged tables.

Spec: §A22 to §A26.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from monazite import catalog
from monazite.codes import ELEMENTS, search_mineral
from monazite.economy import expected
from monazite.economy.expected import Exposed, Ranked, Scenario
from monazite.study import economy, risk_inputs, supply

YEAR = supply.YEAR
LEAST_SHARE = 0.05  # restrictors with less of world supply are left out
DRAFT_LIST = date(2025, 8, 25)
# Stated assumptions: probability in a year that a country stops all exports of one commodity.
CHINA_NOT_CONTROLLED = (0.05, 0.15, 0.40)
CALM, PER_INSTABILITY, SPREAD = 0.01, 0.10, 3.0
AT_HOME = {"CHN": (0.30, 0.70)}
AT_HOME_OTHERS = (0.0, 0.20)
# The list of 2025 spells some minerals otherwise.
LISTED = {"aluminum": "aluminium", "barite": "baryte", "graphite": "natural-graphite"}
Span = tuple[float, float, float]
WHOLE: Span = (1.0, 1.0, 1.0)


def _parts() -> dict[str, dict[tuple[str, str], Span]]:
    """Part of a use that needs one rare earth, by mineral and (use, industry); no industry means all of the use."""
    found: dict[str, dict[tuple[str, str], Span]] = {}
    for row in catalog.table("economy/element_uses").iter_rows(named=True):
        key = (row["use"], row["industry"] or "")
        found.setdefault(row["mineral"], {})[key] = (row["low"], row["value"], row["high"])
    return found


def exposed() -> dict[str, tuple[Exposed, ...]]:
    """Industries by mineral, with value added, the share of output in question and the part that needs this mineral.

    Spec: §A32.
    """
    held = economy.tables()
    added = dict(zip(held.system.names, held.system.value_added, strict=True))
    parts = _parts()
    found: dict[str, dict[str, tuple[Span, Span]]] = {}

    def keep(mineral: str, industry: str, share: Span, part: Span) -> None:
        by = found.setdefault(mineral, {})
        old = by.get(industry, ((0.0, 0.0, 0.0), WHOLE))
        by[industry] = max(old, (share, part), key=lambda pair: pair[0][1] * pair[1][1])

    for entry in held.dependences:
        share = (entry.low, entry.mid, entry.high)
        if entry.mineral != "any-rare-earth":
            keep(entry.mineral, entry.industry, share, WHOLE)
            continue
        keep("rare-earths", entry.industry, share, WHOLE)
        for mineral, by in parts.items():
            part = by.get((entry.use, entry.industry)) or by.get((entry.use, ""))
            if part is not None:
                keep(mineral, entry.industry, share, part)
    return {
        mineral: tuple(
            Exposed(industry, float(added[industry]), share, part)
            for industry, (share, part) in sorted(by.items())
        )
        for mineral, by in found.items()
    }


def controlled(day: date) -> frozenset[str]:
    """Minerals under a Chinese export licence or ban issued by that day."""
    from monazite.regime import measures

    symbols = {
        symbol
        for measure in measures()
        if measure.authority == "CHN"
        and str(measure.kind) in {"licence", "ban"}
        and measure.issued <= day
        for symbol in measure.materials
    }
    names: set[str] = set()
    for symbol in symbols & ELEMENTS.keys():
        mineral = search_mineral(symbol)
        names.add(mineral.id if mineral else ELEMENTS[symbol].name)
    return frozenset(names | ({"natural-graphite"} if "C" in symbols else set()))


def scenarios(day: date) -> tuple[Scenario, ...]:
    """A year without net exports, for every mineral and every restrictor with a share of supply worth naming.

    Spec: §A25: the probabilities are stated assumptions.
    """
    held = risk_inputs.inputs()
    unstable = dict(
        held.risk_mended.filter(pl.col("year") == YEAR).select("country", "g").collect().iter_rows()
    )
    ruled = controlled(day)
    idle = supply.idle()
    found: list[Scenario] = []
    for mineral, by in sorted(supply.shares().items()):
        for country, share in sorted(by.items()):
            if share < LEAST_SHARE or country == "USA":
                continue
            middle = CALM + PER_INSTABILITY * unstable.get(country, 0.5)
            chance = (
                CHINA_NOT_CONTROLLED
                if country == "CHN"
                else (middle / SPREAD, middle, min(1.0, middle * SPREAD))
            )
            found.append(
                Scenario(
                    mineral,
                    country,
                    share,
                    AT_HOME.get(country, AT_HOME_OTHERS),
                    chance,
                    in_force=country == "CHN" and mineral in ruled,
                    idle=sum(v for c, v in idle.get(mineral, {}).items() if c != country),
                    bought=supply.bought_from(mineral, country),
                )
            )
    return tuple(found)


def ranking(*, day: date = DRAFT_LIST, runs: int = 2000, seed: int = 1) -> tuple[Ranked, ...]:
    """Expected loss of the United States by commodity, largest first; see `economy.expected.rank`."""
    return expected.rank(
        scenarios(day),
        exposed(),
        supplies=supply.supplies(),
        runs=runs,
        rng=np.random.default_rng(seed),
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """Our order beside the published one.

    Attributes:
        rho: Spearman's rank correlation over the minerals both have.
        rho_first: The same over the published first ten, whose order is better supported.
        pairs: (mineral, published place, our place among the common, our mean in million USD).
        missing: Published minerals without a scenario of ours.
    """

    rho: float
    rho_first: float
    pairs: tuple[tuple[str, int, int, float], ...]
    missing: tuple[str, ...]


def against_published(ranked: tuple[Ranked, ...]) -> Agreement:
    """Rank correlation with the order of the USGS 2025 list.

    Spec: §A26.
    """
    published = [
        (int(place), str(LISTED.get(mineral, mineral)))
        for place, mineral in catalog.table("economy/usgs_2025_order")
        .select("place", "mineral")
        .iter_rows()
    ]
    ours = {entry.commodity: entry for entry in ranked}
    common = [(place, name) for place, name in published if name in ours]
    by_loss = sorted((name for _, name in common), key=lambda name: -ours[name].mean)
    place_of = {name: at + 1 for at, name in enumerate(by_loss)}
    pairs = tuple((name, place, place_of[name], ours[name].mean / 1e6) for place, name in common)

    def rho(chosen: list[tuple[str, int, int, float]]) -> float:
        return expected.spearman(
            np.array([pair[1] for pair in chosen], float),
            np.array([pair[2] for pair in chosen], float),
        )

    return Agreement(
        rho(list(pairs)),
        rho([pair for pair in pairs if pair[1] <= 10]),  # noqa: PLR2004 - the first ten
        pairs,
        tuple(name for _, name in published if name not in ours),
    )
