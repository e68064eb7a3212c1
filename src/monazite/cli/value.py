"""`monazite value`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monazite.cli.options import cache_folder, json_option, known_at_option
from monazite.errors import DataError

if TYPE_CHECKING:
    from monazite.value.project import Valuation

NOTE = "A range with reasons, not a recommendation."


@click.command("value")
@click.argument("project", required=False)
@click.option(
    "--deck",
    "decks",
    multiple=True,
    type=click.Choice(["study", "home", "outside", "floor"]),
    help="Price deck; repeat for more (default: all).",
)
@click.option(
    "--discount",
    type=float,
    help="Real rate a year, for example 0.08 (default: that of the study).",
)
@click.option(
    "--scenario",
    default="",
    help="Also value along the prices of a scenario: an announcement, example or mineral.",
)
@click.option(
    "--cases", type=click.Path(path_type=Path), help="Published cases in JSON: value and compare."
)
@click.option(
    "--holdings",
    type=click.Path(path_type=Path),
    help="CSV of ticker,weight or material,tonnes,side.",
)
@click.option("--screen", help="Companies as stage=...,country=...,status=... (parts of words).")
@click.option("--gap", "gap", is_flag=True, help="The gap closed by year from announced projects.")
@click.option(
    "--for",
    "importer",
    default="USA",
    show_default=True,
    help="Country whose gap is meant (with --at-home).",
)
@click.option(
    "--restrictor",
    default="CHN",
    show_default=True,
    help="Country whose plants do not count in the gap.",
)
@click.option(
    "--at-home", is_flag=True, help="The gap of the importer against plants on its own soil."
)
@known_at_option
@click.option("--out", type=click.Path(path_type=Path), help="Workbook to write, .xlsx.")
@click.option("--seed", default=1, show_default=True, help="Seed of the draws.")
@json_option
def command(
    project: str | None,
    *,
    decks: tuple[str, ...],
    discount: float | None,
    scenario: str,
    cases: Path | None,
    holdings: Path | None,
    screen: str | None,
    gap: bool,
    importer: str,
    restrictor: str,
    at_home: bool,
    known_at: date | None,
    out: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Value a PROJECT (a shipped study, or a YAML or XLSX file), published cases, holdings, or the gap closed by year.

    Ranges and reasons, no advice.
    """
    content: dict[str, Any]
    valued: tuple[Valuation, ...] = ()
    if cases is not None:
        from monazite.study import value

        content = value.as_rows(value.compare_file(cases))
    elif holdings is not None:
        content = {"holdings": _holdings(holdings), "note": NOTE}
    elif screen is not None:
        content = {"companies": _screen(screen)}
    elif project is not None and not gap:
        content, valued = _project(project, decks, discount, (scenario, seed))
    else:
        content = _gap((importer, restrictor), known_at, seed, at_home=at_home)
    _print(content, as_json=as_json)
    if out is not None:
        from monazite.study import project_workbook, value_workbook

        if valued:
            project_workbook.write(valued, out)
        else:
            value_workbook.write(content, out)
        click.echo(f"wrote {out}", err=True)


def _gap(
    countries: tuple[str, str], known_at: date | None, seed: int, *, at_home: bool
) -> dict[str, Any]:
    from monazite.codes import country
    from monazite.study import respond

    importer, restrictor = (country(name) for name in countries)
    view = respond.View(importer, restrictor, known_at or date.max)
    return respond.gap_rows(respond.gap_closed(seed=seed, view=view, at_home=at_home))


def _project(
    project: str, decks: tuple[str, ...], discount: float | None, drawn: tuple[str, int]
) -> tuple[dict[str, Any], tuple[Valuation, ...]]:
    from monazite.study import valuing, why

    found = valuing.value(
        project, decks=decks or valuing.DECKS, discount=discount, scenario=drawn[0], seed=drawn[1]
    )
    figures = {figure.id: figure for entry in found for figure in valuing.figures(entry)}
    why.remember(figures, cache_folder())
    content = {
        "values": [valuing.row(entry) for entry in found],
        "figures": list(figures),
        "note": NOTE,
    }
    return content, found


def _holdings(path: Path) -> list[dict[str, Any]]:
    from monazite.study import valuing

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            "E758",
            "the file of holdings cannot be read",
            where=str(path),
            why=str(error),
            way_out="Give a CSV file in UTF-8",
        ) from error
    return valuing.exposed_rows(valuing.holdings_of(text, where=path.name))


def _screen(asked: str) -> list[dict[str, Any]]:
    from monazite.study import valuing
    from monazite.value.holdings import screen

    wanted = dict(part.split("=", 1) for part in asked.split(",") if "=" in part)
    if not wanted or set(wanted) - {"stage", "country", "status"}:
        raise DataError(
            "E760",
            f"no screen {asked!r}",
            why="A screen names stage, country or status",
            way_out="For example stage=magnet,country=US",
        )
    return [
        {
            "company": c.company,
            "ticker": c.ticker,
            "stages": "; ".join(c.stages),
            "countries": "; ".join(c.countries),
            "status": "; ".join(c.statuses),
        }
        for c in screen(valuing.listed(), **wanted)
    ]


def _print(content: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            click.echo(f"\n{key}")
            for row in value:
                click.echo(
                    "  " + "; ".join(f"{k} {_text(v)}" for k, v in row.items() if k != "also")
                )
        elif key != "figures":
            click.echo(f"{key}: {_text(value)}")


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.4g}"
    if isinstance(value, list):
        return " ".join(
            f"{e['input']} {e['low']:,.0f}..{e['high']:,.0f}" if isinstance(e, dict) else _text(e)
            for e in value[:5]
        )
    return str(value)
