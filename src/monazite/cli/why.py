"""`monazite why FIGURE`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from monazite.cli.options import cache_folder


@click.command("why")
@click.argument("figure")
@click.option("--brief", type=click.Path(path_type=Path), help="A brief in JSON to look in.")
@click.option("--graph", is_flag=True, help="Print a Mermaid graph.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(figure: str, *, brief: Path | None, graph: bool, as_json: bool) -> None:
    """Walk FIGURE back to the cell it was read from, or to its formula and parents."""
    from monazite.study import why

    found = why.find(figure, brief=brief, cache=cache_folder())
    if as_json:
        content = {"figure": figure, "walk": [found[key] for key, _ in why.below(figure, found)]}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        click.echo(why.graph(figure, found) if graph else why.tree(figure, found))
