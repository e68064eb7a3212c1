"""`monazite loss`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monazite.cli.options import json_option
from monazite.errors import DataError

if TYPE_CHECKING:
    from monazite.economy import Loss, Range, Tables

MONTHS = 12.0


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
    type=click.Choice(("saved", "exiobase3", "oecd", "wiod", "eora26", "test")),
    default="saved",
    help="What the table is (default: saved by pymrio; test: pymrio's own small one).",
)
@click.option(
    "--concordance",
    type=click.Path(path_type=Path),
    help="CSV with mineral, use, sector, low, value, high: share of output that needs the mineral.",
)
@click.option(
    "--musd-per-unit", default=1.0, help="Million USD per unit of your table (default: 1)."
)
@click.option("--through-time", is_flag=True, help="Add ARIO, day by day with stocks.")
@click.option("--picture", type=click.Path(path_type=Path), help="Write loss by industry as SVG.")
@json_option
def command(
    unmet: tuple[str, ...], months: float, picture: Path | None, *, as_json: bool, **given: Any
) -> None:
    """Output and GDP lost to unmet demand by use: a range over named methods, who loses most, how far it travels."""
    from monazite.economy import loss

    held = _tables(**{key: given[key] for key in given if key != "through_time"})
    wanted = dict(_share(text) for text in unmet)
    found = loss(wanted, held, years=months / MONTHS, through_time=given["through_time"])
    if picture is not None:
        from monazite.study import risk_pictures

        drawn = risk_pictures.loss_by_industry(
            found, title=f"{found.importer}, {', '.join(unmet)}, {months:g} months"
        )
        picture.write_text(drawn, encoding="utf-8")
    if as_json:
        click.echo(json.dumps(_content(found, held), ensure_ascii=False, allow_nan=False, indent=1))
    else:
        _print(found, held)


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
    musd_per_unit: float,
) -> Tables:
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
    system = economy_own.parse(mrio, kind=kind, year=year)
    return economy_own.tables(system, concordance, region=importer, musd_per_unit=musd_per_unit)


def _range(each: Range) -> dict[str, float]:
    return {"low": each.low, "mid": each.mid, "high": each.high}


def _content(found: Loss, held: Tables) -> dict[str, Any]:
    from monazite.economy import METHODS
    from monazite.economy import system as io

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


def _print(found: Loss, held: Tables) -> None:
    from monazite.economy import METHODS
    from monazite.economy import system as io

    part = found.of_gdp
    when = f", prices of {found.year}" if found.year else ""
    click.echo(
        f"{found.importer}: value added lost {_span(found.span)} USD, "
        f"{100 * part.mid:.2g} % of GDP ({100 * part.low:.2g} to {100 * part.high:.2g}){when}"
    )
    for name, each in found.by_method.items():
        what, limit = METHODS[name]
        click.echo(f"\n  {name}: {_span(each)} USD\n    {what}; {limit}.")
    click.echo("\nWho loses most, directly, with output and input multiplier:")
    for hit in found.hits[:10]:
        output, fed = io.multipliers(held.system, held.system.place(hit.industry))
        click.echo(f"  {hit.label}: {_span(hit.value_added_usd)} USD; {output:.2f}, {fed:.2f}")
    travel = ", ".join(_money(value) for value in found.downstream)
    click.echo(f"\nHow far downstream (output at risk after 0, 1, 2, ... deliveries): {travel} USD")
    for mineral, use in found.unmapped:
        click.echo(f"No industry is named for {mineral} in {use}: its loss is in no number.")
