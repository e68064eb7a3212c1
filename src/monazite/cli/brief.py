"""`monazite brief FILE|-`: the main job."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from monazite.cli.options import as_of, cache_folder, json_option, known_at_option, on_option
from monazite.errors import DataError, MissingData

_FORMATS = ["html", "md", "json", "pdf"]


@click.command("brief")
@click.argument("article")
@on_option
@known_at_option
@click.option("--for", "importer", default="USA", show_default=True, help="Country that imports.")
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Number of simulated runs.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the runs."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write the brief to.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    multiple=True,
    help="What to write (default: html).",
)
@json_option
def command(
    article: str,
    *,
    on: date | None,
    known_at: date | None,
    importer: str,
    runs: int,
    seed: int,
    out: Path | None,
    form: tuple[str, ...],
    as_json: bool,
) -> None:
    """Read ARTICLE (a file, or - for standard input) and print what it means.

    Without --out the leading sentences and the findings are printed; with --out DIR the brief is
    written there.
    """
    from monazite.brief import as_json as json_form
    from monazite.study import announcement, beside, why, writing

    data, name = _fetch(article)
    with beside.engine():
        made = announcement(
            data, name=name, as_of=as_of(on, known_at), importer=importer, runs=runs, seed=seed
        ).brief()
    why.remember(made.figures, cache_folder())
    if as_json:
        click.echo(json_form.render(made), nl=False)
    else:
        click.echo(writing.summary(made))
    if out is not None:
        for path in writing.write(made, out, form or ("html",)):
            click.echo(f"wrote {path}", err=as_json)
    elif form and not as_json:
        raise DataError(
            "E921", "--format needs a folder to write to", way_out="Add --out DIR, or use --json"
        )


def _fetch(article: str) -> tuple[bytes, str]:
    """The bytes of the article, never more than the reader takes, and its name."""
    from monazite.reading.documents import MAX_BYTES

    if article == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1), "standard input"
    if article.startswith(("http://", "https://")):
        raise MissingData(
            "E922",
            "the article is an address, and commands are offline",
            where=article,
            way_out="Save the page and give the file; `monazite watch` reads feeds",
        )
    path = Path(article)
    if not path.is_file():
        raise DataError(
            "E923",
            "no such file",
            where=article,
            way_out="Give a file, or - for standard input",
        )
    with path.open("rb") as handle:
        return handle.read(MAX_BYTES + 1), path.name
