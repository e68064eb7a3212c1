"""`monazite loss`."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path
from typing import Any

import click

from monazite.cli import options
from monazite.cli.options import json_option
from monazite.errors import DataError

MONTHS = 12.0
KINDS = ("saved", "exiobase1", "exiobase2", "exiobase3", "oecd", "wiod", "eora26", "gloria", "test")


@click.command("loss")
@click.option(
    "--unmet",
    "unmet",
    multiple=True,
    required=True,
    metavar="MINERAL:USE=LOW,MID,HIGH",
    help="Share of a use's demand that is not served, 0 to 1; one number for all three. Repeat for more.",
)
@click.option("--importer", default="USA", help="USA, or a region of your own table.")
@click.option("--year", type=int, help="Year of the table (USA: 2017, 2022 or 2023, the default).")
@click.option("--months", default=12.0, help="How long the shortage lasts (default: 12).")
@click.option(
    "--mrio",
    type=click.Path(path_type=Path),
    help="Your own multi-regional table, read by pymrio; needs --concordance.",
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="saved",
    help="What the table is (default: saved by pymrio; test: pymrio's own small one).",
)
@click.option(
    "--concordance",
    type=click.Path(path_type=Path),
    help="CSV with mineral, use, sector, low, value, high: share of output that needs the mineral.",
)
@click.option(
    "--musd-per-unit",
    type=float,
    help="Million USD per unit of your table's money (default: what the table says, 1 where it is not in USD).",
)
@click.option("--through-time", is_flag=True, help="Add ARIO, day by day with stocks.")
@click.option("--picture", type=click.Path(path_type=Path), help="Write loss by industry as SVG.")
@json_option
def command(
    unmet: tuple[str, ...], months: float, picture: Path | None, *, as_json: bool, **given: Any
) -> None:
    """Output and GDP lost to unmet demand by use: a range over named methods, who loses most, how far it travels."""
    from monazite.study import loss_report

    held = _tables(**{key: given[key] for key in given if key != "through_time"})
    wanted = loss_report.known(_wanted(unmet), held)
    _positive("--months", months)
    found = loss_report.loss(
        wanted, held, years=months / MONTHS, through_time=given["through_time"]
    )
    more = loss_report.beside(wanted, held, years=months / MONTHS)
    if picture is not None:
        from monazite.study import risk_pictures

        drawn = risk_pictures.loss_by_industry(
            found, title=f"{found.importer}, {', '.join(unmet)}, {months:g} months"
        )
        options.write(picture, drawn, option="--picture")
    if as_json:
        click.echo(
            json.dumps(
                loss_report.content(found, held, more),
                ensure_ascii=False,
                allow_nan=False,
                indent=1,
            )
        )
    else:
        for line in loss_report.lines(found, held, more):
            click.echo(line)


def _wanted(unmet: tuple[str, ...]) -> dict[tuple[str, str], tuple[float, float, float]]:
    """What is not served by mineral and use; nothing may be said of one use twice."""
    found: dict[tuple[str, str], tuple[float, float, float]] = {}
    for text in unmet:
        key, levels = _share(text)
        if key in found:
            raise DataError(
                "E614",
                f"{key[0]} in {key[1]} is given twice",
                where="--unmet",
                why="One use has one share that is not served",
                way_out="Leave one of them out, or give its range as low,mid,high",
            )
        found[key] = levels
    return found


def _positive(option: str, number: float | None) -> None:
    """Refuse a length or a rate that is none."""
    if number is None or (isfinite(number) and number > 0):
        return
    raise DataError(
        "E614",
        f"{option} {number:g} is not above zero",
        where=option,
        why="A shortage lasts some time, and a unit of money is worth something",
        way_out="Give a number above zero",
    )


def _share(text: str) -> tuple[tuple[str, str], tuple[float, float, float]]:
    what, _, levels = text.partition("=")
    mineral, colon, use = what.partition(":")
    try:
        numbers = [float(part) for part in levels.split(",")]
    except ValueError:
        numbers = []
    if not (mineral and colon and use) or len(numbers) not in {1, 3}:
        raise DataError(
            "E614",
            f"{text!r} is no unmet demand",
            where="--unmet",
            why="It names a mineral, a use and the share of the use's demand that is not served",
            way_out="Write gallium:integrated-circuits=0.2,0.3,0.5",
        )
    low, mid, high = numbers * 3 if len(numbers) == 1 else numbers
    return (mineral, use), (low, mid, high)


def _tables(
    *,
    importer: str,
    year: int | None,
    mrio: Path | None,
    kind: str,
    concordance: Path | None,
    musd_per_unit: float | None,
) -> Any:
    from monazite.study import economy, economy_own

    if mrio is None and kind != "test":
        return economy.tables(importer, year=year or economy.YEAR)
    if concordance is None:
        raise DataError(
            "E619",
            "a table of your own needs a concordance",
            where="--concordance",
            why="Which of its sectors need a mineral is in no table",
            way_out="Give a CSV with mineral, use, sector, low, value, high",
        )
    _positive("--musd-per-unit", musd_per_unit)
    system = economy_own.parse(mrio, kind=kind, year=year)
    return economy_own.tables(system, concordance, region=importer, musd_per_unit=musd_per_unit)
