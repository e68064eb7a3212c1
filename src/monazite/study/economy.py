"""The economy's tables loaded, and a loss as figures a reader can walk back (§A19)."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from monazite import catalog
from monazite.codes import RARE_EARTHS, element
from monazite.economy import METHODS, Dependence, Loss, Tables, Unmet, loss
from monazite.economy.make_use import Accounts, Cells, scaled, system
from monazite.errors import MissingData
from monazite.provenance import Cited, Figure, Quality, Reliability, derive

YEAR = 2023
IMPORTERS = ("USA",)  # those with a packaged input-output table


def _cells(frame: pl.DataFrame, name: str) -> Cells:
    picked = frame.filter(pl.col("table") == name).select("row", "column", "value_musd")
    return tuple(picked.iter_rows())


def rare_earth_names() -> frozenset[str]:
    """Every name under which a mineral counts as a rare earth in the concordance."""
    single = {element(symbol).name for symbol in RARE_EARTHS} | set(RARE_EARTHS)
    magnets = {"magnet-ndfeb-heavy", "magnet-ndfeb-light", "magnet-smco"}
    return frozenset(single | magnets | {"rare-earths", "ndpr", "neodymium-praseodymium"})


@cache
def tables(importer: str = "USA", *, year: int = YEAR) -> Tables:
    """Input-output system and concordance of an importer.

    Args:
        importer: Only the USA has a packaged table.
        year: 2017, 2022 or 2023: whose output and prices the 2017 structure is carried to.

    Raises:
        MissingData: E615 for another importer or year.

    Spec: §A10, §A11.
    """
    if importer not in IMPORTERS or year not in {2017, 2022, 2023}:
        raise MissingData(
            "E615",
            f"no packaged input-output table of {importer} for {year}",
            why="The package holds the 402 industries of the United States, 2017 structure, output to 2023",
            way_out="Give a table of your own with --mrio and --concordance (`study.economy_own`), or take USA",
        )
    industries = catalog.table("economy/bea_industries")
    flows = (
        catalog.scan("economy/bea_flows").select("table", "row", "column", "value_musd").collect()
    )
    codes = tuple(industries["industry"])
    used = _cells(flows, "use")
    base = system(
        Accounts(
            codes,
            _cells(flows, "make"),
            used,
            _cells(flows, "import"),
            frozenset({"V00100", "V00200", "V00300"}),
        ),
        year="2017",
    )
    output = industries[f"output_{year}_musd"].to_numpy().astype(np.float64)
    current = base if year == 2017 else scaled(base, output, year=str(year))  # noqa: PLR2004 - the year of the table
    rows = catalog.table("economy/uses_to_bea").iter_rows(named=True)
    return Tables(
        current,
        dict(industries.select("industry", "name").iter_rows()),
        tuple(
            Dependence(
                r["mineral"], r["use"], r["industry"], r["low"], r["value"], r["high"], r["id"]
            )
            for r in rows
        ),
        importer,
        {"any-rare-earth": rare_earth_names()},
    )


def losses(
    unmet: Unmet, *, importer: str = "USA", years: float = 1.0, through_time: bool = False
) -> Loss:
    """Loss of value added of an importer from unmet demand by (mineral, use); see `economy.loss`."""
    return loss(unmet, tables(importer), years=years, through_time=through_time)


def figures(found: Loss, *, case: str = "", causes: tuple[Figure, ...] = ()) -> tuple[Figure, ...]:
    """The loss by method, in all and as a share of GDP, as figures with parents.

    `case` keeps the ids of two losses of one brief apart; `causes` are the figures of what is unmet.
    """
    head = "/".join(part for part in ("economy", found.importer, case) if part)
    gdp = _gdp(found)
    made = _by_method(found, head, (gdp, *_dependences(found), *causes))
    span, part = found.span, found.of_gdp
    whole = derive(
        f"{head}/loss",
        "Loss of value added, range over methods",
        span.mid / 1e9,
        "billion USD",
        formula="lowest low, median middle and highest high over methods",
        parents=made,
        period=found.year,
        low=span.low / 1e9,
        high=span.high / 1e9,
    )
    share = derive(
        f"{head}/loss-of-gdp",
        "Loss of value added as a share of GDP",
        100 * part.mid,
        "% of GDP",
        formula="loss / GDP",
        parents=(whole, gdp),
        period=found.year,
        low=100 * part.low,
        high=100 * part.high,
    )
    return (whole, share, *made)


def _gdp(found: Loss) -> Figure:
    return Figure(
        f"economy/{found.importer}/gdp/{found.year}",
        "Gross domestic product as the sum of value added over industries",
        found.gdp_usd / 1e9,
        "billion USD",
        period=found.year,
        quality=Quality.DERIVED,
        reliability=Reliability.COMPUTED,
        cited=Cited("bea-io-2017", "value added 2017 carried to the year by gross output"),
    )


def _dependences(found: Loss) -> tuple[Figure, ...]:
    """The lines of the concordance that the loss rests on."""
    return tuple(
        catalog.figure(row)
        for row in catalog.table("economy/uses_to_bea").iter_rows(named=True)
        if any(
            row["industry"] == hit.industry and row["use"] in {use for _, use in hit.causes}
            for hit in found.hits
        )
    )


def _by_method(found: Loss, head: str, parents: tuple[Figure, ...]) -> tuple[Figure, ...]:
    return tuple(
        derive(
            f"{head}/loss/{name}",
            f"Loss of value added, {name} method",
            each.mid / 1e9,
            "billion USD",
            formula=METHODS[name][0],
            parents=parents,
            period=found.year,
            low=each.low / 1e9,
            high=each.high / 1e9,
            note=METHODS[name][1],
        )
        for name, each in found.by_method.items()
    )
