"""`monazite value`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from monazite.cli.options import json_option


@click.command("value")
@click.argument("project", required=False)
@click.option(
    "--cases", type=click.Path(path_type=Path), help="Published cases in JSON: value and compare."
)
@click.option("--gap", "gap", is_flag=True, help="The gap closed by year from announced projects.")
@click.option("--seed", default=1, show_default=True, help="Seed of the draws.")
@json_option
def command(
    project: str | None, *, cases: Path | None, gap: bool, seed: int, as_json: bool
) -> None:
    """Value a PROJECT, published cases, or the gap that projects close. Ranges and reasons, no advice."""
    if cases is not None:
        from monazite.study import value

        _print(value.as_rows(value.compare_file(cases)), as_json=as_json)
    elif gap or project is None:
        from monazite.study import respond

        _print(respond.gap_rows(respond.gap_closed(seed=seed)), as_json=as_json)
    else:
        raise click.UsageError("Give --cases FILE or --gap.")


def _print(content: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            click.echo(f"\n{key}")
            for row in value:
                click.echo(
                    "  "
                    + "; ".join(
                        f"{k} {_text(v)}" for k, v in row.items() if not isinstance(v, list)
                    )
                )
        else:
            click.echo(f"{key}: {_text(value)}")


def _text(value: Any) -> str:
    return "-" if value is None else f"{value:,.4g}" if isinstance(value, float) else str(value)
