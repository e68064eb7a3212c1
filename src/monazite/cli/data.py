"""`monazite data`: what is there, what it says, what moved, whether it holds (§D20)."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
import polars as pl

from monazite import catalog
from monazite.catalog.cells import cells, statistics
from monazite.catalog.check import check
from monazite.catalog.materials import materials
from monazite.catalog.quantities import period, quantity
from monazite.catalog.revisions import revisions
from monazite.catalog.statistics import Answer, Cell, Question, get
from monazite.catalog.update import update
from monazite.catalog.workspace import Entry
from monazite.cli.options import Day, cache_folder, json_option, known_at_option, today
from monazite.codes import country, country_name
from monazite.provenance import Absent, Figure, Source

_MANY = 60


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Reference data: list, get, check, update, sources, revisions."""


workspace_option = click.option(
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the user's own tables (default: MONAZITE_WORKSPACE, or one in the cache).",
)


def workspace_folder(given: Path | None) -> Path:
    """The workspace: as given, as set, or in the cache."""
    return given or Path(os.environ.get("MONAZITE_WORKSPACE") or cache_folder() / "workspace")


def _print(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def _source(card: Source) -> dict[str, Any]:
    return {
        "id": card.id,
        "publisher": card.publisher,
        "title": card.title,
        "edition": card.edition,
        "published": card.published,
        "url": card.url,
        "licence": card.licence.name,
        "redistribute": card.licence.redistribute,
        "sha256": card.sha256,
        "note": card.note,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    absent = isinstance(figure.value, Absent)
    return {
        "id": figure.id,
        "label": figure.label,
        "value": None if absent else figure.value,
        "unit": figure.unit,
        "basis": figure.basis.value,
        "period": figure.period,
        "low": figure.low,
        "high": figure.high,
        "absent": figure.value.reason.value if isinstance(figure.value, Absent) else None,
        "quality": figure.quality.value,
        "reliability": figure.reliability.value,
        "formula": figure.formula or None,
        "parents": [parent.id for parent in figure.parents],
        "note": figure.note,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    row = cell.row
    share = cell.share
    return _figure(cell.figure) | {
        "printed": row["printed"],
        "quantity": row["quantity"],
        "commodity": row["commodity"],
        "country": row["country"],
        "place": row["place"],
        "partner": row["partner"],
        "stage": row["stage"],
        "definition": cell.definition,
        "source": _source(cell.source),
        "at": row["at"],
        "seen": row["seen"],
        "share_of_world": _figure(share)
        | {"world": share.parents[1].value, "world_id": share.parents[1].id}
        if share
        else None,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    question = answer.question
    return {
        "question": {
            name: getattr(question, name)
            for name in ("quantity", "material", "country", "partner", "stage", "year", "known_at")
        },
        "default": answer.default.figure.id,
        "why_default": answer.why_default,
        "figures": [_cell(cell) for cell in answer.cells],
    }


def _amount(cell: Cell) -> str:
    figure = cell.figure
    if isinstance(figure.value, Absent):
        bounds = ""
        if figure.low is not None and figure.high is not None:
            bounds = f" ({figure.low:,.6g} to {figure.high:,.6g})"
        elif figure.low is not None:
            bounds = f" (at least {figure.low:,.6g})"
        return f"{cell.row['printed'] or figure.value}{bounds} {figure.unit}".strip()
    return f"{figure.number:,.10g} {figure.unit}"


def _line(cell: Cell) -> str:
    row = cell.row
    card = cell.source
    place = country_name(row["country"]) if row["country"] else row["place"]
    if row["partner"]:
        way = "to" if row["quantity"].startswith("exports") else "from"
        place = f"{place} {way} {country_name(row['partner'])}"
    share = ""
    if cell.share is not None:
        whole = cell.share.parents[1]
        share = f" of {whole.number:,.10g} ({cell.share.number:.0f} %)"
    flags = [row["basis"]] if row["basis"] != "none" else []
    flags += ["estimated"] if row["quality"] == "estimated" else []
    return (
        f"{place}, {row['period']}: {_amount(cell)}{share}"
        f"{' [' + ', '.join(flags) + ']' if flags else ''}\n"
        f"    {row['commodity'] or row['quantity']}: {cell.definition}\n"
        f"    {card.publisher}, {card.edition}; {row['at']}; known from {row['seen']}"
    )


@command.command("get")
@click.argument("name", metavar="QUANTITY")
@click.option("--material", "-m", default="", help="Commodity, by name, symbol or code.")
@click.option(
    "--country", "-c", "place", default="", help="Country by name or code; WLD for the world."
)
@click.option("--partner", default="", help="Country the goods come from (import-sources, trade).")
@click.option("--stage", default="", help="mine, refining, ...")
@click.option("--year", "-y", default="", help="Year, or first and last year of a span.")
@click.option(
    "--publisher",
    "-p",
    "publishers",
    multiple=True,
    help="Only and in this order: usgs, iea, bgs ...",
)
@workspace_option
@click.option("--all", "show_all", is_flag=True, help="Print all rows, however many.")
@known_at_option
@json_option
def get_command(
    name: str,
    material: str,
    place: str,
    partner: str,
    stage: str,
    year: str,
    publishers: tuple[str, ...],
    workspace: Path | None,
    show_all: bool,
    known_at: date | None,
    as_json: bool,
) -> None:
    """What every publisher and edition says, side by side, with definition and place.

    QUANTITY is production, reserves, capacity, imports, exports, import-sources, net-import-reliance, consumption,
    stocks, price and others that `monazite data list --quantities` shows.
    """
    question = Question(
        quantity(name),
        material,
        place,
        partner,
        stage,
        period(year),
        known_at or today(),
        tuple(start.casefold() for start in publishers),
    )
    answer = get(question, workspace=workspace_folder(workspace))
    if as_json:
        _print(_answer(answer))
        return
    click.echo(f"default: {answer.default.figure.id}\n  because {answer.why_default}\n")
    shown = answer.cells if show_all else answer.cells[:_MANY]
    for cell in shown:
        click.echo(_line(cell))
    if len(shown) < len(answer.cells):
        click.echo(
            f"... {len(answer.cells) - len(shown)} more; --all prints them, --year or --country narrows"
        )


@command.command("list")
@click.option("--quantities", is_flag=True, help="Quantities that `data get` knows.")
@click.option("--commodities", is_flag=True, help="Commodities that `data get` knows.")
@json_option
def list_command(quantities: bool, commodities: bool, as_json: bool) -> None:
    """Tables that ship, with rows and titles; or the quantities or commodities in them."""
    if quantities or commodities:
        column = "quantity" if quantities else "commodity"
        counted = cells().group_by(column).agg(pl.len().alias("cells"), pl.col("source").n_unique())
        rows = counted.sort(column).to_dicts()
        if as_json:
            _print(rows)
            return
        for row in rows:
            click.echo(f"{row[column]:40} {row['cells']:>7,} cells, {row['source']} editions")
        return
    listed = [
        {
            "table": name,
            "title": catalog.schema(name).title,
            "rows": catalog.table(name).height,
            "statistics": name in statistics(),
        }
        for name in catalog.names()
    ]
    if as_json:
        _print(listed)
        return
    for entry in listed:
        click.echo(f"{entry['table']:36} {entry['rows']:>9,}  {entry['title']}")


@command.command("sources")
@click.argument("ids", nargs=-1)
@json_option
def sources_command(ids: tuple[str, ...], as_json: bool) -> None:
    """Source cards: publisher, title, edition, day, licence; all, or those named."""
    cards = [catalog.source(name) for name in ids] if ids else list(catalog.sources().values())
    if as_json:
        _print([_source(card) for card in cards])
        return
    for card in cards:
        ships = "ships" if card.licence.redistribute else "does not ship"
        click.echo(f"{card.id}\n    {card}\n    {card.licence.name}; {ships}  {card.url}")


@command.command("revisions")
@click.option("--material", "-m", default="", help="Commodity, by name, symbol or code.")
@click.option("--quantity", "-q", "name", default="", help="production, reserves, ...")
@click.option("--country", "-c", "place", default="", help="Country by name or code.")
@click.option("--since", type=Day(), help="Only what became known on or after that day.")
@known_at_option
@json_option
def revisions_command(
    material: str,
    name: str,
    place: str,
    since: date | None,
    known_at: date | None,
    as_json: bool,
) -> None:
    """What moved between editions of one publisher, and by published corrections."""
    moved = revisions(
        quantity=quantity(name) if name else "",
        commodities=materials(material) if material else (),
        country=country(place) if place else "",
        known_at=known_at or today(),
    )
    moved = tuple(one for one in moved if since is None or one.seen >= since)
    if as_json:
        _print(
            [
                {
                    "seen": one.seen,
                    "change": one.change,
                    "by_correction": one.by_correction,
                    "before": _figure(one.before),
                    "after": _figure(one.after),
                }
                for one in moved
            ]
        )
        return
    for one in moved:
        change = f" ({one.change:+.0%})" if one.change is not None else ""
        mark = " corrected" if one.by_correction else ""
        click.echo(f"{one.seen}{mark}  {one.after.label}, {one.after.period}")
        click.echo(f"    {_short(one.before)} -> {_short(one.after)} {one.after.unit}{change}")
    click.echo(f"{len(moved)} cells moved")


def _short(figure: Figure) -> str:
    return str(figure.value) if isinstance(figure.value, Absent) else f"{figure.number:,.10g}"


def _law() -> dict[str, int]:
    """Timelines, clauses and sources of the measures hold; how many there are."""
    from monazite import regime

    if found := regime.check():
        raise ExceptionGroup(f"{len(found)} problems in the measures", list(found))
    return {"measures": len(regime.measures())}


@command.command("check")
@json_option
def check_command(as_json: bool) -> None:
    """Schema, licence, sources, places, codes, corrections and timelines of everything that ships."""
    report = check() | _law()
    if as_json:
        _print(report)
        return
    for name, amount in report.items():
        click.echo(f"{name:32} {amount:>9,}")
    click.echo("all reference data holds")


@command.command("update")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
@click.option(
    "--published",
    type=Day(),
    help="Day the files were published, where they do not say: their figures are known from then (default: today).",
)
@json_option
def update_command(
    files: tuple[Path, ...], workspace: Path | None, published: date | None, as_json: bool
) -> None:
    """Take official downloads into the workspace: all of FILES, or none.

    Known are: USGS summaries (csv, zip), BACI (zip), Comtrade (json, csv), governance indicators (xlsx), IEA (xlsx),
    World Mineral Statistics (json, csv) and the Pink Sheet (xlsx). A damaged or foreign file is refused with the
    reason. An interrupted update goes on where it stopped.
    """
    folder = workspace_folder(workspace)
    added = _updated(files, folder, published or today())
    if as_json:
        _print(
            [
                {
                    "table": one.table,
                    "rows": one.rows,
                    "file": one.file,
                    "source": _source(one.source),
                }
                for one in added
            ]
        )
        return
    for one in added:
        click.echo(f"{one.table:40} {one.rows:>12,} rows from {one.file}")
    click.echo(f"workspace {folder}")


def _updated(files: tuple[Path, ...], folder: Path, seen: date) -> tuple[Entry, ...]:
    """The update, with a progress bar where a terminal can show one."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(file=sys.stderr)
    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    with shown:
        task = shown.add_task("", total=1.0)
        return update(
            files,
            folder,
            seen=seen,
            tell=lambda words, done: shown.update(task, description=words, completed=done),
        )
