"""`monazite risk`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monazite.cli.options import json_option

if TYPE_CHECKING:
    from monazite.study.risk import Risk

CHOICES = ("all", "hhi", "governance-hhi", "top3", "geopolrisk", "eu", "usgs")


@click.command("risk")
@click.option(
    "--material", "materials", multiple=True, help="A material; repeat for more (default: all)."
)
@click.option(
    "--importer", "importers", multiple=True, help="A country, EU27 or all (default: USA)."
)
@click.option("--year", "years", multiple=True, type=int, help="A year (default: the last known).")
@click.option(
    "--method",
    "methods",
    multiple=True,
    type=click.Choice(CHOICES),
    help="A method (default: all).",
)
@click.option(
    "--trade",
    type=click.Path(path_type=Path),
    help="Your own trade table in place of the shipped one: year, hs92, exporter, importer, value_usd, weight_kg.",
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
    picture: Path | None,
    explain: bool,
    as_json: bool,
) -> None:
    """Supply risk of materials by several methods, with ranks and where the methods disagree."""
    from monazite.study import risk

    found = risk.table(
        materials=materials,
        importers=importers or ("USA",),
        years=years,
        methods=methods or ("all",),
        trade=trade,
    )
    if picture is not None:
        from monazite.study import risk_pictures

        picture.write_text(risk_pictures.rank_map(found), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(_content(found), ensure_ascii=False, allow_nan=False, indent=1))
    else:
        _print(found, explain=explain)


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


def _number(value: float | None) -> str:
    return "not known" if value is None else f"{value:.4g}"


def _print(found: Risk, *, explain: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(soft_wrap=True)
    methods = list(dict.fromkeys(row["method"] for row in found.rows))
    cells: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in found.rows:
        key = (row["material"], row["importer"], row["year"])
        cells.setdefault(key, {})[row["method"]] = row
    sheet = Table(
        title="Supply risk by method (rank, 1 is the worst; HS 1992)", title_justify="left"
    )
    for name in ("material", "importer", "year", *methods):
        sheet.add_column(
            name, justify="left" if name in {"material", "importer"} else "right", no_wrap=True
        )
    for (material, importer, year), by in cells.items():
        texts = [
            f"{_number(by[name]['value'])} ({by[name]['rank'] or '-'})" if name in by else ""
            for name in methods
        ]
        sheet.add_row(material, importer, str(year), *texts)
    console.print(sheet)
    for row in found.disagreement[:3]:
        console.print(
            f"Methods disagree most on {row['material']}: worst by {row['worst_by']}, mildest by {row['best_by']}."
        )
    if explain:
        _explain(found)


def _explain(found: Risk) -> None:
    from monazite.indicators import METHODS

    for row in found.rows:
        head = f"{row['material']}, {row['importer']}, {row['year']}, {row['method']}"
        span = "" if row["low"] is None else f" ({_number(row['low'])} to {_number(row['high'])})"
        click.echo(f"\n{head}: {_number(row['value'])}{span}")
        click.echo(f"  {row['explanation']}")
        for note in row["notes"]:
            click.echo(f"  Note: {note}")
        if row["unverified"]:
            click.echo("  Not verified: " + "; ".join(row["unverified"]))
    click.echo("")
    for name in dict.fromkeys(row["method"] for row in found.rows):
        method = METHODS[name]
        click.echo(f"{name}: {method.formula}\n  {method.citation}")
