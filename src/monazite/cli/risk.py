"""`monazite risk`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monazite.cli import options
from monazite.cli.options import json_option
from monazite.errors import DataError

if TYPE_CHECKING:
    from monazite.study.risk import Risk

CHOICES = (
    "main",
    "all",
    "hhi",
    "governance-hhi",
    "top3",
    "n-1",
    "geopolrisk",
    "eu",
    "usgs",
    "import-reliance",
    "days-of-cover",
    "origin-gap",
    "companionality",
    "expected-loss",
)

_LARGE = 1000.0
_WIDE = 1000


@click.command("risk")
@click.option(
    "--material", "materials", multiple=True, help="A material; repeat for more (default: all)."
)
@click.option(
    "--importer",
    "importers",
    multiple=True,
    help="A country, EU27, a bloc of your own such as USA+CAN+MEX, or all (default: USA).",
)
@click.option("--year", "years", multiple=True, type=int, help="A year (default: the last known).")
@click.option(
    "--method",
    "methods",
    multiple=True,
    type=click.Choice(CHOICES),
    help="A method; repeat for more. main: hhi, geopolrisk, eu, usgs (default); all: every one.",
)
@click.option(
    "--trade",
    type=click.Path(path_type=Path),
    help="Your own trade in place of the shipped one: CSV or Parquet with year, hs92, exporter, importer, value_usd, "
    "weight_kg; or HS92 files or the zip of CEPII BACI as they are.",
)
@click.option(
    "--purchases",
    type=click.Path(path_type=Path),
    help="Score your own purchases: CSV with material, exporter, weight_t.",
)
@click.option(
    "--picture",
    type=click.Path(path_type=Path),
    help="Write the ranks over methods as SVG to this file.",
)
@click.option("--explain", is_flag=True, help="Say for each value what drives it.")
@json_option
def command(
    materials: tuple[str, ...],
    importers: tuple[str, ...],
    years: tuple[int, ...],
    methods: tuple[str, ...],
    *,
    trade: Path | None,
    purchases: Path | None,
    picture: Path | None,
    explain: bool,
    as_json: bool,
) -> None:
    """Supply risk of materials by several methods, with ranks and where the methods disagree."""
    from monazite.study import risk

    if purchases is not None:
        _alone(materials=materials, importer=importers, method=methods, trade=trade, years=years)
        found = risk.purchases(purchases, year=years[0] if years else None)
    else:
        found = risk.table(
            materials=materials,
            importers=importers or ("USA",),
            years=years,
            methods=methods or ("main",),
            trade=trade,
        )
    if picture is not None:
        from monazite.study import risk_pictures

        options.write(picture, risk_pictures.rank_map(found), option="--picture")
    if as_json:
        click.echo(_text(_content(found)))
    else:
        _print(found, explain=explain)


def _alone(*, years: tuple[int, ...], **given: object) -> None:
    """Refuse what a list of one's own purchases has no use for, instead of passing over it."""
    idle = [f"--{name.removesuffix('s')}" for name, value in given.items() if value]
    if len(years) > 1:
        idle.append("a second --year")
    if idle:
        raise DataError(
            "E617",
            f"--purchases takes no {', '.join(idle)}",
            where="--purchases",
            why="The list itself says what is bought from whom; it is scored by GeoPolRisk of one year",
            way_out="Leave the option out, or take the lines you mean into a list of their own",
        )


def _content(found: Risk) -> dict[str, Any]:
    from monazite.indicators import METHODS

    used = {row["method"] for row in found.rows}
    return {
        "rows": list(found.rows),
        "disagreement": list(found.disagreement),
        "methods": {
            name: {
                "title": method.title,
                "formula": method.formula,
                "citation": method.citation,
                "inputs": [
                    {"name": need.name, "unit": need.unit, "basis": need.basis}
                    for need in method.needs
                ],
                "tested_on": method.tested_on,
                "unverified": list(method.unverified),
            }
            for name, method in METHODS.items()
            if name in used
        },
        "trade": found.trade_source,
        "hs": "HS 1992",
    }


def _text(content: dict[str, Any]) -> str:
    """JSON with a line for each row; an indented one takes three times as long, which counts for a whole world."""

    def plain(each: object) -> str:
        return json.dumps(each, ensure_ascii=False, allow_nan=False)

    parts: list[str] = []
    for name, held in content.items():
        lines = ",\n  ".join(plain(each) for each in held) if isinstance(held, list) else ""
        parts.append(
            f"{plain(name)}: [\n  {lines}\n ]" if lines else f"{plain(name)}: {plain(held)}"
        )
    return "{\n " + ",\n ".join(parts) + "\n}"


def _number(value: float | None) -> str:
    return "not known" if value is None else f"{value:.4g}"


def _print(found: Risk, *, explain: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    methods = list(dict.fromkeys(row["method"] for row in found.rows))
    cells: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in found.rows:
        key = (row["material"], row["importer"], str(row["year"]))
        cells.setdefault(key, {})[row["method"]] = row
    one = len({key[1:] for key in cells}) == 1
    where = f", {found.rows[0]['importer']}, {found.rows[0]['year']}" if one and found.rows else ""
    click.echo(
        f"Supply risk by method{where}: value, and rank in brackets (1 is the worst). HS 1992"
    )
    sheet = Table()
    lead = ("material",) if one else ("material", "importer", "year")
    for name in (*lead, *methods):
        left = name in {"material", "importer"}
        sheet.add_column(name, justify="left" if left else "right", no_wrap=True)
    for key, by in cells.items():
        texts = [_cell(by[name]) if name in by else "" for name in methods]
        sheet.add_row(*(key[:1] if one else key), *texts)
    # A pipe has no width of its own; nothing is cut there.
    Console(width=None if sys.stdout.isatty() else _WIDE).print(sheet)
    for row in found.disagreement[:3]:
        click.echo(
            f"Methods disagree most on {row['material']}: worst by {row['worst_by']}, mildest by {row['best_by']}."
        )
    if explain:
        _explain(found)


def _cell(row: dict[str, Any]) -> str:
    value = row["value"]
    if value is None:
        return "-"
    text = f"{value:,.0f}" if abs(value) >= _LARGE else f"{value:.3g}"
    span = f"; {row['rank_low']} to {row['rank_high']}" if row.get("rank_low") else ""
    return f"{text} ({row['rank'] or '-'}{span})"


def _explain(found: Risk) -> None:
    from monazite.indicators import METHODS

    for row in found.rows:
        head = f"{row['material']}, {row['importer']}, {row['year']}, {row['method']}"
        span = "" if row["low"] is None else f" ({_number(row['low'])} to {_number(row['high'])})"
        click.echo(f"\n{head}: {_number(row['value'])}{span}")
        click.echo(f"  {row['explanation']}")
        if found.packaged:
            click.echo(f"  monazite why '{row['id']}'")
        for stage, (least, most) in row.get("by_stage", {}).items():
            click.echo(f"  Index at {stage}: {least:.3f} to {most:.3f} (IEA)")
        for note in row["notes"]:
            click.echo(f"  Note: {note}")
        if row["unverified"]:
            click.echo("  Not verified: " + "; ".join(row["unverified"]))
    click.echo("")
    for name in dict.fromkeys(row["method"] for row in found.rows):
        method = METHODS[name]
        click.echo(f"{name}: {method.formula}\n  {method.citation}")
