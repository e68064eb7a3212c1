"""The networks before the reader: agreement with published totals, and what a law reaches abroad (§N40 to §N44)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from monazite import catalog, network, regime
from monazite.codes import Stage, country_name
from monazite.dates import AsOf
from monazite.exposure.reach import MATERIAL, Exposure, Route, reach
from monazite.network import Node, SupplyNetwork, mixing, passed
from monazite.provenance import Figure, derive
from monazite.study.network_shown import magnet_rows

MAGNET_ELEMENTS = ("neodymium", "praseodymium", "dysprosium", "terbium")
HEAVY_MAGNET = ("dysprosium", "terbium")
MAGNETS = ("magnet-ndfeb-heavy", "magnet-ndfeb-light")
MAKERS = ("JPN", "DEU", "VNM", "THA", "PHL")
POINTS, TOTAL = 3.0, 0.25  # agreement asked of a share (points) and of a total (fraction)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A number of the network beside the published one.

    Attributes:
        residual: Ours less theirs: points for a share, fraction of theirs for a total.
        tolerance: Largest residual that counts as agreement, or None where the row is only shown.
    """

    what: str
    ours: Figure
    published: Figure
    residual: float
    tolerance: float | None

    @property
    def agrees(self) -> bool | None:
        """Whether the residual lies within the tolerance; None where the row is only shown."""
        return None if self.tolerance is None else abs(self.residual) <= self.tolerance


@dataclass(frozen=True, slots=True)
class Reached:
    """Magnets made or finished in one country with one heavy element, and what of it a law abroad reaches.

    Attributes:
        made_t_per_y: The element in magnets that leave the country's makers, tonnes a year.
        shipped_t_per_y: Of it, what goes to countries other than the restrictor and the maker.
        share: Share that went through the restrictor as oxide, metal or alloy, under proportional mixing. Its `low`
            and `high` hold under any mixing.
        sd: Standard error of the share from the errors of the flows that feed the makers.
        on_data: Share of the element's feed that rests on published figures rather than on assumptions.
        clauses: Clauses that touch at least one of the flows.
        links: Positions of the flows touched.
    """

    country: str
    element: str
    made_t_per_y: Figure
    shipped_t_per_y: Figure
    share: Figure
    sd: float
    on_data: float
    clauses: tuple[str, ...]
    links: tuple[int, ...]


def load(mineral: str = "rare-earths", year: int = 2024) -> SupplyNetwork:
    """The supply network of a mineral."""
    return network.load(mineral, year)


def _output(net: SupplyNetwork, stage: Stage, minerals: tuple[str, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for k, node in enumerate(net.nodes):
        if node.stage is stage and (not minerals or node.mineral in minerals):
            found[node.country] = found.get(node.country, 0.0) + float(net.output_t_per_y[k])
    return found


def _behind(net: SupplyNetwork, stage: Stage, minerals: tuple[str, ...]) -> tuple[Figure, ...]:
    return tuple(
        net.figures[net.node_figure[k]]
        for k, node in enumerate(net.nodes)
        if node.stage is stage and (not minerals or node.mineral in minerals)
    )


def _total(
    net: SupplyNetwork, stage: Stage, minerals: tuple[str, ...], country: str = ""
) -> Figure:
    made = _output(net, stage, minerals)
    value = made.get(country, 0.0) if country else sum(made.values())
    return derive(
        f"network/{net.mineral}/{net.year}/total/{stage.value}/{country or 'world'}/{'+'.join(minerals)}",
        f"{country_name(country) if country else 'World'}, {stage.value} of {', '.join(minerals)}",
        value / 1e3,
        "kt/y",
        period=str(net.year),
        basis=net.basis,
        formula="sum of the products shipped by the nodes of the stage",
        parents=_behind(net, stage, minerals),
    )


def _share(net: SupplyNetwork, stage: Stage, minerals: tuple[str, ...], country: str) -> Figure:
    made = _output(net, stage, minerals)
    return derive(
        f"network/{net.mineral}/{net.year}/share/{stage.value}/{country}/{'+'.join(minerals)}",
        f"{country_name(country)}'s share, {stage.value} of {', '.join(minerals)}",
        100.0 * made.get(country, 0.0) / sum(made.values()),
        "%",
        period=str(net.year),
        formula="output of the country's nodes / output of all nodes of the stage",
        parents=_behind(net, stage, minerals),
    )


def _oxide_share(net: SupplyNetwork, country: str) -> Figure:
    """Share of mine output counted as rare-earth oxide, as statistics count it."""
    from monazite.codes import metal_per_oxide, mineral

    made: dict[str, float] = {}
    for k, node in enumerate(net.nodes):
        if node.stage is Stage.MINE:
            oxide = net.output_t_per_y[k] / metal_per_oxide(mineral(node.mineral).symbols[0])
            made[node.country] = made.get(node.country, 0.0) + float(oxide)
    return derive(
        f"network/{net.mineral}/{net.year}/share/mine/{country}/reo",
        f"{country_name(country)}'s share of mine output, rare-earth oxide",
        100.0 * made[country] / sum(made.values()),
        "%",
        period=str(net.year),
        formula="oxide equivalent of the country's mine nodes / that of all mine nodes",
        parents=_behind(net, Stage.MINE, ()),
    )


def _cell(table: str, key: str) -> Figure:
    import polars as pl

    found = catalog.table(table).filter(pl.col("id") == key).to_dicts()
    return catalog.figure(found[0])


def _mine_share() -> Figure:
    stem = "usgs-mcs-2026/rare-earths/production/rare-earths/{}/{}/2024"
    china = _cell("statistics/usgs_mcs", stem.format("china", "mine-production"))
    world = _cell("statistics/usgs_mcs", stem.format("world-total", "mine-production-rounded"))
    return derive(
        "published/rare-earths/2024/mine/CHN/share",
        "China's share of world mine production of rare-earth oxide",
        100.0 * china.number / world.number,
        "%",
        period="2024",
        formula="China / world total (rounded)",
        parents=(china, world),
    )


def _row(what: str, ours: Figure, published: Figure, tolerance: float | None) -> Agreement:
    gap = ours.number - published.number
    residual = gap if published.unit == "%" else gap / published.number
    return Agreement(what, ours, published, residual, tolerance)


def baseline_table(net: SupplyNetwork | None = None) -> tuple[Agreement, ...]:
    """The rare-earth baseline beside published stage totals and shares, judged rows first.

    None of the published numbers here was used in balancing, except the national mine totals behind the first row.

    Spec: §N40.
    """
    net = net or load()
    separation, magnet = Stage.SEPARATION, Stage.MAGNET
    shares = "network/stage_shares"
    judged = [
        _row("mine output, China, REO", _oxide_share(net, "CHN"), _mine_share(), POINTS),
        _row(
            "magnet rare earths mined, world",
            _total(net, Stage.MINE, MAGNET_ELEMENTS),
            _iea(Stage.MINE, "WLD"),
            TOTAL,
        ),
        _row(
            "magnet rare earths separated, world",
            _total(net, separation, MAGNET_ELEMENTS),
            _iea(Stage.REFINING, "WLD"),
            TOTAL,
        ),
        _row(
            "magnet rare earths separated, China",
            _share(net, separation, MAGNET_ELEMENTS, "CHN"),
            _cell(shares, "stage-share/separation-magnet-ree/china/2024"),
            POINTS,
        ),
        _row(
            "dysprosium and terbium separated, China",
            _share(net, separation, HEAVY_MAGNET, "CHN"),
            _cell(shares, "stage-share/heavy-ree-separation/china/2024"),
            POINTS,
        ),
        _row(
            "NdFeB magnets, China (2022 figure)",
            _share(net, magnet, MAGNETS, "CHN"),
            _cell(shares, "stage-share/metal-alloy-magnet-conversion/china/2022"),
            POINTS,
        ),
        _row(
            "NdFeB magnets, China (2025 figure)",
            _share(net, magnet, MAGNETS, "CHN"),
            _cell(shares, "stage-share/permanent-magnets/china/2025"),
            POINTS,
        ),
    ]
    return tuple(judged + _shown(net))


def _iea(stage: Stage, country: str) -> Figure:
    """The IEA's figure for magnet rare earths in 2024, kt."""
    import polars as pl

    found = catalog.table("statistics/iea_supply").filter(
        pl.col("commodity") == "magnet-rare-earths",
        pl.col("stage") == stage.value,
        pl.col("country") == country,
        pl.col("period") == "2024",
    )
    return catalog.figure(found.to_dicts()[0])


def _shown(net: SupplyNetwork) -> list[Agreement]:
    """Rows that are shown and not judged: countries behind the totals."""
    found: list[Agreement] = []
    for stage, words, places in (
        (Stage.MINE, "mining", ("CHN", "MMR", "USA", "AUS")),
        (Stage.SEPARATION, "refining", ("CHN", "MYS", "USA")),
    ):
        found += [
            _row(
                f"magnet rare earths, {words}, {country_name(place)}",
                _total(net, stage, MAGNET_ELEMENTS, place),
                _iea(Stage.MINE if stage is Stage.MINE else Stage.REFINING, place),
                None,
            )
            for place in places
        ]
    japan = _cell("network/stage_shares", "stage-share/metal-alloy-magnet-conversion/japan/2022")
    found.append(
        _row(
            "NdFeB magnets, Japan (2022 figure)",
            _share(net, Stage.MAGNET, MAGNETS, "JPN"),
            japan,
            None,
        )
    )
    found += [_row(what, ours, theirs, None) for what, ours, theirs in magnet_rows(net)]
    return found


PACKAGE_DAY = AsOf(date(2025, 12, 15), date(2025, 10, 31))


def third_country_table(
    net: SupplyNetwork | None = None,
    *,
    measure: str = "CN-2025-61",
    as_of: AsOf | None = None,
    makers: tuple[str, ...] = MAKERS,
) -> tuple[Reached, ...]:
    """For each maker and heavy element: the flows to third countries a measure reaches, and the controlled share.

    The default day is 15 December 2025 as known on 31 October 2025, when No. 61 was to be in force. Where no clause
    is in force on the day, the flows are those that the makers send, without a clause.

    Raises:
        MissingData: E317 if no measure has that name.

    Spec: §N42, §N43.
    """
    regime.named(measure)
    net = net or load()
    standing = regime.standing(as_of or PACKAGE_DAY)
    found = reach(net, standing, measures=(measure,))
    home = next((t.restrictor for t in found.touches), "CHN")
    return tuple(
        row
        for maker in makers
        for element in HEAVY_MAGNET
        if (row := _reached(net, found, home, maker, element)) is not None
    )


def _reached(
    net: SupplyNetwork, found: Exposure, home: str, maker: str, element: str
) -> Reached | None:
    mixed = mixing(net)
    stages = (Stage.MAGNET, Stage.COMPONENT)
    pairs = [
        mixed.index[pair]
        for stage in stages
        if (k := net.node_index.get(Node(maker, MAGNETS[0], stage))) is not None
        and (pair := (k, element)) in mixed.index
    ]
    if not pairs:
        return None
    leaving = np.isin(mixed.tail, pairs) & np.array(
        [
            mixed.head[i] >= 0 and net.links[mixed.link[i]].target.country != maker
            for i in range(len(mixed.link))
        ]
    )
    abroad = leaving & np.array([net.links[k].target.country != home for k in mixed.link])
    within = np.isin(mixed.tail, pairs) & (mixed.head >= 0)
    gone = passed(net, home, stages=MATERIAL)
    feed = mixed.intake_t[pairs]
    share, low, high = (
        float(np.average(values[pairs], weights=feed))
        for values in (gone.pair_share, gone.pair_low, gone.pair_high)
    )
    touched = [
        t
        for t in found.touches
        if t.link in set(mixed.link[abroad]) and t.route is not Route.DIRECT
    ]
    into = np.isin(mixed.head, pairs)
    weight = mixed.mass_t[into]
    sd = _share_sd(net, mixed, into, gone.entry_share[into], share)
    key = f"network/{net.mineral}/{net.year}/reached/{maker}/{element}"
    behind = tuple(net.figures[net.link_figure[k]] for k in sorted(set(mixed.link[into].tolist())))
    make: Mapping[str, Any] = {"period": str(net.year), "parents": behind}
    return Reached(
        maker,
        element,
        derive(
            f"{key}/made", f"{element} in magnets made or finished in {country_name(maker)}",
            float(mixed.mass_t[within].sum()), "t/y", basis=net.basis, formula="sum of what the makers ship", **make,
        ),
        derive(
            f"{key}/shipped", f"{element} in magnets {country_name(maker)} ships to third countries",
            float(mixed.mass_t[abroad].sum()), "t/y", basis=net.basis, formula="sum over third countries", **make,
        ),
        derive(
            f"{key}/share", f"share of that {element} that went through {country_name(home)}", share, "share",
            low=low, high=high, formula="proportional mixing; range under any mixing (§N23, §N24)", **make,
        ),
        sd,
        float(np.average(1.0 - net.assumed[mixed.link[into]], weights=weight)),
        tuple(sorted({t.clause for t in touched})),
        tuple(sorted({t.link for t in touched})),
    )  # fmt: skip


def _share_sd(
    net: SupplyNetwork,
    mixed: network.Mixing,
    into: np.ndarray,
    controlled: np.ndarray,
    share: float,
) -> float:
    """Error of a mixed share from the errors of the flows mixed: sum of ((s_i - s) sd_i / total)^2, root."""
    part = mixed.mass_t[into] / np.maximum(net.flow_t_per_y[mixed.link[into]], 1e-300)
    sd = net.flow_sd_t_per_y[mixed.link[into]] * part
    return float(np.sqrt((((controlled - share) * sd / mixed.mass_t[into].sum()) ** 2).sum()))


def overview(mineral: str, year: int = 2024) -> list[dict[str, Any]]:
    """Output by stage and country, largest first, with each country's share of the stage."""
    net = network.load(mineral, year)
    rows: list[dict[str, Any]] = []
    for stage in Stage:
        made = _output(net, stage, ())
        if stage is Stage.USE:
            for k, node in enumerate(net.nodes):
                if net.demand_t_per_y[k] > 0.0:
                    made[node.country] = made.get(node.country, 0.0) + float(net.demand_t_per_y[k])
        whole = sum(made.values())
        rows += [
            {"stage": stage.value, "country": c, "t_per_y": v, "share": v / whole}
            for c, v in sorted(made.items(), key=lambda pair: (-pair[1], pair[0]))
            if v > 0.0
        ]
    return rows


def residuals(mineral: str, year: int = 2024) -> list[dict[str, Any]]:
    """What balancing did to each published figure, loudest residual first."""
    found = [
        row
        for row in catalog.table("network/residuals").to_dicts()
        if row["network"] == mineral and row["year"] == year
    ]
    return sorted(found, key=lambda row: -abs(row["standardised"] or 0.0))
