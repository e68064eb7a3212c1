"""`monazite demo`: the brief of the shipped example."""

from __future__ import annotations

from pathlib import Path

import click

from monazite.cli.options import cache_folder


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder to write to.",
)
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Number of simulated runs.",
)
def command(*, out: Path, runs: int) -> None:
    """Write the brief of the shipped example, an announcement of October 2025."""
    from monazite.study import beside, example, why, writing

    with beside.engine():
        made = example("october-2025", runs=runs).brief()
    why.remember(made.figures, cache_folder())
    click.echo(writing.leading(made))
    for path in writing.write(made, out, ("html",)):
        click.echo(f"\nThe whole brief: {path}")
