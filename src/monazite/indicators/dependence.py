"""How far an importer depends on others, and how long it lasts without them.

Spec: §I9 to §I12.
"""

from __future__ import annotations

from collections.abc import Mapping

from monazite.errors import DataError
from monazite.indicators.score import Score, Term

DAYS_PER_YEAR = 365.0


def net_import_reliance(
    imports: float, exports: float, production: float, stock_release: float = 0.0
) -> Score:
    """Share of apparent consumption met by net imports; below 0 the country is a net exporter.

    Args:
        imports: Imports, t.
        exports: Exports, t, same basis.
        production: Primary and secondary production, t, same basis.
        stock_release: Government and industry stocks drawn down, t; negative if stocks grew.

    Raises:
        DataError: E604 if apparent consumption is not above zero.

    Spec: §I9. USGS, Mineral Commodity Summaries 2026, appendix ("net import reliance").

    >>> net_import_reliance(imports=90.0, exports=10.0, production=20.0).value
    0.8
    """
    net = imports - exports + stock_release
    consumption = production + net
    if consumption <= 0:
        raise DataError(
            "E604",
            f"apparent consumption is {consumption}",
            why="Reliance is net imports over apparent consumption",
            way_out="Check that imports, exports and production share one basis",
        )
    return Score(
        "net-import-reliance",
        net / consumption,
        (Term("net imports", net, "t"), Term("production", production, "t")),
        f"net imports of {net:,.4g} t meet {net / consumption:.0%} of {consumption:,.4g} t used",
    )


def eu_import_reliance(imports: float, exports: float, production: float) -> float:
    """Import reliance as the EU criticality guidelines use it, clipped to 0 to 1; 0 where nothing is supplied.

    Spec: §I9. Blengini et al. 2017 (JRC106997), section 3.

    >>> eu_import_reliance(90.0, 10.0, 20.0)
    0.8
    """
    supply = production + imports - exports
    return 0.0 if supply <= 0 else min(1.0, max(0.0, (imports - exports) / supply))


def days_of_cover(stock_t: float, use_t_per_y: float) -> Score:
    """Days a stock lasts at the present rate of use, with no resupply.

    Args:
        stock_t: Stock on hand, t.
        use_t_per_y: Use, t a year, same basis. Zero use gives infinity.

    Raises:
        DataError: E601 if either is negative.

    Spec: §I10.

    >>> round(days_of_cover(20.0, 200.0).value, 1)
    36.5
    """
    if stock_t < 0 or use_t_per_y < 0:
        raise DataError(
            "E601",
            f"stock {stock_t} t and use {use_t_per_y} t/y must not be negative",
            why="A cover divides a stock by a use",
            way_out="Correct the sign",
        )
    days = float("inf") if use_t_per_y == 0 else DAYS_PER_YEAR * stock_t / use_t_per_y
    return Score(
        "days-of-cover",
        days,
        (Term("stock", stock_t, "t"), Term("use", use_t_per_y, "t/y")),
        f"{stock_t:,.4g} t last {days:,.0f} days at {use_t_per_y:,.4g} t a year",
    )


def origin_gap(exports: Mapping[str, float], mined: Mapping[str, float]) -> Score:
    """Half the sum of absolute differences between export shares and mine shares, 0 (same) to 1 (none the same).

    A large gap says that the customs origin hides the mine: the trade statistic shows who ships, not who digs.

    Args:
        exports: World exports by country, any unit.
        mined: World mine production by country, any unit.

    Spec: §I11. Own indicator; total variation distance of the two distributions.

    >>> origin_gap({"A": 1.0}, {"A": 0.5, "B": 0.5}).value
    0.5
    """
    shipped, dug = sum(exports.values()), sum(mined.values())
    if shipped <= 0 or dug <= 0:
        raise DataError(
            "E602",
            "no exports or no mine production to take shares of",
            why="The gap compares two sets of shares",
            way_out="Give both",
        )
    gaps = {
        name: exports.get(name, 0.0) / shipped - mined.get(name, 0.0) / dug
        for name in exports.keys() | mined.keys()
    }
    terms = tuple(
        Term(name, gap, "export share less mine share")
        for name, gap in sorted(gaps.items(), key=lambda item: (-abs(item[1]), item[0]))
    )
    lead = terms[0]
    side = "exports more than it mines" if lead.value > 0 else "mines more than it exports"
    return Score(
        "origin-gap",
        sum(abs(gap) for gap in gaps.values()) / 2,
        terms,
        f"{lead.name} {side}, by {abs(lead.value):.0%} of the world total",
    )


def companionality(companion_share: float, host_metals: tuple[str, ...]) -> Score:
    """Share of a metal's primary production that comes as a by-product of others, 0 to 1.

    Supply of a companion metal follows its hosts, not its own price.

    Spec: §I12. Nassar, Graedel and Harper 2015, Science Advances 1:e1400180.
    """
    if not 0.0 <= companion_share <= 1.0:
        raise DataError(
            "E605",
            f"a companion share of {companion_share}",
            why="A share is between 0 and 1",
            way_out="Divide a percentage by 100",
        )
    hosts = ", ".join(host_metals) or "no host"
    return Score(
        "companionality",
        companion_share,
        tuple(Term(name, companion_share, "host") for name in host_metals),
        f"{companion_share:.0%} of production is a by-product of {hosts}",
        unverified=(
            "shares are rounded classes read from a third party, not from the paper's table",
        ),
    )
