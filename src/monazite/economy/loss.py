"""Loss of output and GDP from unmet demand by use: a range over named methods, never one number (§A12 to §A18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from monazite.economy import binding, dynamic
from monazite.economy import system as io
from monazite.economy.system import System
from monazite.errors import DataError

Array = npt.NDArray[np.float64]
Unmet = Mapping[tuple[str, str], tuple[float, float, float]]
MILLION = 1e6
POINTS = ("low", "mid", "high")
MOST_IDLE = 10

METHODS = {
    "leontief": (
        "Leontief, backward: final demand for the stopped output is gone, suppliers upstream lose it too",
        "usually the lower figure: no industry downstream is touched",
    ),
    "direct": (
        "Direct value added at risk: value added of the output that cannot be made",
        "middle figure: no linkage at all",
    ),
    "partially-binding": (
        "Direct buyers cut output by what critical domestic inputs fall short; important ones count half",
        "classes of inputs follow cost shares, an assumption; imports do not replace them",
    ),
    "ario": (
        "ARIO, day by day: stocks of 90 days bridge, spare capacity helps, users stop when an input is gone",
        "only where asked for; inputs of 5 % of cost or more bind, so large cuts spread far",
    ),
    "ghosh": (
        "Ghosh, forward: lost primary inputs feed through all buyers without substitution",
        "upper figure: perfect complements",
    ),
}


@dataclass(frozen=True, slots=True)
class Dependence:
    """Share of an industry's output that cannot be made without a mineral in a use."""

    mineral: str
    use: str
    industry: str
    low: float
    mid: float
    high: float
    id: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """What a loss is computed with.

    Attributes:
        system: Input-output system of the importer, million USD a year.
        labels: Name of each industry.
        dependences: Concordance uses to industries.
        groups: Minerals that a group word of the concordance stands for, such as any-rare-earth.
        importer: Country the system is of.
        note: What a reader of a loss has to know of the money it is counted in.
    """

    system: System
    labels: Mapping[str, str]
    dependences: tuple[Dependence, ...]
    importer: str
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    note: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """Low, middle and high, in USD."""

    low: float
    mid: float
    high: float

    def share(self, whole: float) -> Range:
        """The range over a whole."""
        return Range(self.low / whole, self.mid / whole, self.high / whole)


@dataclass(frozen=True, slots=True)
class Hit:
    """One industry's direct loss and what it comes from."""

    industry: str
    label: str
    cut: Range
    value_added_usd: Range
    causes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """Share of an industry's output that is not asked for (inoperability), 0 to 1."""

    industry: str
    share: Range


@dataclass(frozen=True, slots=True)
class Loss:
    """Loss of value added in one year of the given shortage.

    Attributes:
        by_method: Range for each named method; the range within a method comes from unmet demand and dependence.
        hits: Industries hit directly, largest first.
        gdp_usd: Gross domestic product the loss is measured against, of `year`.
        unmapped: Uses with unmet demand that no industry is named for; their loss is not in any number.
        downstream: Value of output at risk after 0, 1, 2, ... deliveries, middle case, USD.
    """

    importer: str
    year: str
    by_method: Mapping[str, Range]
    hits: tuple[Hit, ...]
    gdp_usd: float
    unmapped: tuple[tuple[str, str], ...]
    downstream: tuple[float, ...]

    @property
    def span(self) -> Range:
        """Lowest low to highest high over methods, with the middle of the middles."""
        ranges = list(self.by_method.values())
        middles = sorted(each.mid for each in ranges)
        size = len(middles)
        middle = (middles[(size - 1) // 2] + middles[size // 2]) / 2
        return Range(min(r.low for r in ranges), middle, max(r.high for r in ranges))

    @property
    def of_gdp(self) -> Range:
        """The span as a share of gross domestic product."""
        return self.span.share(self.gdp_usd)


def covers(tables: Tables, entry: Dependence, mineral: str) -> bool:
    """Whether an entry of the concordance speaks of a mineral, by its name or by a group it belongs to."""
    return entry.mineral == mineral or mineral in tables.groups.get(entry.mineral, frozenset())


def _check(unmet: Unmet) -> None:
    wrong = [key for key, (low, mid, high) in unmet.items() if not 0.0 <= low <= mid <= high <= 1.0]
    if wrong:
        raise DataError(
            "E614",
            "unmet demand is not a rising range between 0 and 1",
            where=", ".join(f"{mineral} in {use}" for mineral, use in wrong),
            why="It is the share of a use's demand that is not served: low <= mid <= high",
            way_out="Divide unmet tonnes by demand of that use",
        )


def cuts(
    unmet: Unmet, tables: Tables
) -> tuple[Array, dict[str, set[tuple[str, str]]], set[tuple[str, str]]]:
    """Share of each industry's output that stops, as rows low, mid, high; what causes it; what is not mapped.

    Within one use, minerals are complements: the scarcest decides. Between uses of one industry the middle and low take
    the largest cut (uses overlap), the high takes them as separate parts of output (they do not).

    Raises:
        DataError: E614 for a range that is none.

    Spec: §A12.
    """
    _check(unmet)
    place = {str(name): at for at, name in enumerate(tables.system.names)}
    by_use: dict[tuple[str, str], Array] = {}
    causes: dict[str, set[tuple[str, str]]] = {}
    mapped: set[tuple[str, str]] = set()
    for key, levels in unmet.items():
        for entry in tables.dependences:
            if entry.use != key[1] or not covers(tables, entry, key[0]):
                continue
            mapped.add(key)
            share = np.array((entry.low, entry.mid, entry.high)) * np.array(levels)
            at = (entry.industry, entry.use)
            by_use[at] = np.maximum(by_use.get(at, np.zeros(3)), share)
            if levels[2] > 0:
                causes.setdefault(entry.industry, set()).add(key)
    found = np.zeros((3, len(place)))
    apart = np.ones(len(place))
    for (industry, _), share in by_use.items():
        at = place[industry]
        found[:, at] = np.maximum(found[:, at], share)
        apart[at] *= 1.0 - share[2]
    found[2] = np.maximum(found[2], 1.0 - apart)
    return found, causes, set(unmet) - mapped


def _by_method(system: System, cut: Array) -> dict[str, float]:
    """Value added lost under each method for one vector of cuts, million."""
    share = system.value_added_share
    final = np.maximum(system.final, 0.0)
    primary = np.maximum(system.primary, 0.0)
    after = binding.partially_binding(system, cut)
    return {
        "leontief": 0.0 - float(share @ io.demand_change(system, -cut * final)),
        "direct": float(cut @ system.value_added),
        "partially-binding": float((1.0 - after) @ system.value_added),
        "ghosh": 0.0 - float(share @ io.supply_change(system, -cut * primary)),
    }


def loss(unmet: Unmet, tables: Tables, *, years: float = 1.0, through_time: bool = False) -> Loss:
    """Loss of value added from unmet demand by mineral and use.

    Args:
        unmet: For each (mineral, use) the share of the importer's yearly demand that is not served: low, mid, high.
        tables: Input-output system and concordance of the importer.
        years: How long the shortage lasts; 0.5 is half a year.
        through_time: Add the ARIO method, which runs day by day and takes seconds on 402 industries.

    Raises:
        DataError: E614 for a range that is none.

    Spec: §A12 to §A18, §A27.
    """
    cut, causes, unmapped = cuts(unmet, tables)
    scale = MILLION * years
    points = [_by_method(tables.system, row) for row in cut]
    methods = {name: Range(*sorted(point[name] * scale for point in points)) for name in points[0]}
    if through_time:
        days = max(1, round(dynamic.DAYS * years))
        made = dynamic.losses(tables.system, cut, days=days)
        methods["ario"] = Range(*sorted(value * MILLION for value in made))
    added = tables.system.value_added
    hits = [
        Hit(
            str(name),
            tables.labels.get(str(name), str(name)),
            Range(*(float(row[at]) for row in cut)),
            Range(*(float(row[at] * added[at]) * scale for row in cut)),
            tuple(sorted(causes.get(str(name), set()))),
        )
        for at, name in enumerate(tables.system.names)
        if cut[2, at] > 0
    ]
    hits.sort(key=lambda hit: (-hit.value_added_usd.mid, hit.industry))
    travel = io.reach(tables.system, cut[1] * tables.system.output)
    return Loss(
        tables.importer,
        tables.system.year,
        methods,
        tuple(hits),
        float(added.sum()) * MILLION,
        tuple(sorted(unmapped)),
        tuple(value * scale for value in travel),
    )


def beside(unmet: Unmet, tables: Tables, *, years: float = 1.0) -> tuple[Range, tuple[Idle, ...]]:
    """Two readings that stand beside the range and not in it: value added by extraction, and who is inoperable.

    The cut part of each industry is extracted: it neither buys nor sells. Inoperability is Leontief over output and
    adds no content; it says which industries stand still though no use of theirs is unserved.

    Raises:
        DataError: E614 for a range that is none.

    Spec: §A4, §A5, §A34.
    """
    cut, _, _ = cuts(unmet, tables)
    system, share = tables.system, tables.system.value_added_share
    lost = [float(share @ io.partial_extraction(system, row)) * MILLION * years for row in cut]
    final = np.maximum(system.final, 0.0)
    over = np.divide(final, system.output, out=np.zeros_like(final), where=system.output > 0)
    idle = np.array([io.inoperability(system, row * over) for row in cut])
    order = np.argsort(-idle[1], kind="stable")[:MOST_IDLE]
    return Range(*sorted(lost)), tuple(
        Idle(str(system.names[at]), Range(*(float(row[at]) for row in idle)))
        for at in order
        if idle[1, at] > 0
    )
