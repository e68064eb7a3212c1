"""`monazite screen`: a bill of materials, line by line; or a case file (§X90)."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monazite.cli.options import as_of, json_option, known_at_option, on_option, today
from monazite.errors import DataError

if TYPE_CHECKING:
    from monazite.exposure.columns import ColumnScreening
    from monazite.exposure.screening import Screening

WRITERS = (".xlsx", ".html", ".json")


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False))
@on_option
@known_at_option
@click.option(
    "--from",
    "exporter",
    default="",
    help="Country the product is exported from (default: where it is made).",
)
@click.option("--destination", "--for", default="", help="Country the product goes to.")
@click.option(
    "--end-user", default="", help="civil, military, or a name (default: civil, not listed)."
)
@click.option("--end-use", default="", help="What it is used for, in words.")
@click.option("--assume", default="", help="A patch of hypothetical law (YAML).")
@click.option(
    "--amounts",
    type=click.Choice(["per-parent", "whole"]),
    default="per-parent",
    help="Nested amounts count for one piece of their parent, or for the whole product.",
)
@click.option(
    "--decimal",
    type=click.Choice([",", "."]),
    default=None,
    help="Decimal mark, where the file leaves it open.",
)
@click.option("--all", "show_all", is_flag=True, help="Show lines without a listed item too.")
@click.option("--out", type=click.Path(dir_okay=False), help="Write .xlsx, .html or .json.")
@click.option(
    "--cases", type=click.Path(dir_okay=False), help="Run a case file and report agreement."
)
@json_option
def command(
    file: str | None,
    on: date | None,
    known_at: date | None,
    exporter: str,
    destination: str,
    end_user: str,
    end_use: str,
    assume: str,
    amounts: str,
    decimal: str | None,
    show_all: bool,
    out: str | None,
    cases: str | None,
    as_json: bool,
) -> None:
    """Screen a bill of materials: does each line need an approval, from whom, and what would settle it?

    FILE is CSV, XLSX, IPC-1752A or IEC 62474 XML, or a JSON inquiry; - reads standard input.
    """
    if cases:
        _cases(cases, as_json=as_json)
        return
    if not file:
        raise DataError("E371", "no file to screen", way_out="Give a bill, or --cases FILE")
    from monazite.study.screen import Asking, Days, is_large, open_file, screen_data, screen_large

    asking = Asking(
        exporter,
        destination,
        end_user,
        end_use,
        assume,
        whole=amounts == "whole",
        decimal=decimal or "",
    )
    data = sys.stdin.buffer.read() if file == "-" else open_file(file)
    name = "standard input" if file == "-" else Path(file).name
    if is_large(data):
        _large(screen_large(data, name, as_of(on, known_at), asking), out, as_json=as_json)
        return
    screening = screen_data(data, name, Days(today(), on, known_at), asking)
    if out:
        _write(screening, out)
    if as_json:
        from monazite.study.screen_report import as_values

        click.echo(json.dumps(as_values(screening), ensure_ascii=False, indent=2))
    elif not out:
        from monazite.cli.screen_table import show

        show(screening, show_all=show_all)


def _large(found: ColumnScreening, out: str | None, *, as_json: bool) -> None:
    """A bill screened by columns: every line to a file, counts and distinct answers to the terminal."""
    from monazite.study import screen_large

    if out:
        if not out.casefold().endswith(".csv"):
            raise DataError(
                "E372",
                f"a bill of {found.frame.height:,} lines is written as .csv",
                where=out,
                way_out="Use a name that ends in .csv",
            )
        _save(Path(out), screen_large.as_csv(found))
        click.echo(f"{out}: {screen_large.summary(found)}", err=True)
    if as_json:
        click.echo(json.dumps(screen_large.as_values(found), ensure_ascii=False, indent=2))
    elif not out:
        from monazite.cli.screen_table import show_large

        show_large(found)


def _write(screening: Screening, out: str) -> None:
    from monazite.study.screen_page import page
    from monazite.study.screen_report import as_values, summary
    from monazite.study.screen_workbook import workbook

    path = Path(out)
    kind = path.suffix.casefold()
    if kind not in WRITERS:
        raise DataError(
            "E372",
            f"no way to write {path.name!r}",
            way_out="Use a name that ends in " + ", ".join(WRITERS),
        )
    if kind == ".xlsx":
        data = workbook(screening)
    elif kind == ".html":
        data = page(screening).encode("utf-8")
    else:
        data = (json.dumps(as_values(screening), ensure_ascii=False, indent=2) + "\n").encode(
            "utf-8"
        )
    _save(path, data)
    click.echo(f"{out}: {summary(screening)}", err=True)


def _save(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise DataError(
            "E372",
            "the result cannot be written",
            where=str(path),
            why=error.strerror or str(error),
            way_out="Choose another place",
        ) from error


def _cases(path: str, *, as_json: bool) -> None:
    from monazite.study.law import run_cases

    report = run_cases(path)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    click.echo(f"{report['agree']} of {report['total']} cases agree")
    for case in report["cases"]:
        if not case["agrees"]:
            click.echo(
                f"  {case['id']}: {case['outcome']}, expected {case['expected']}: {case['reason']}"
            )
