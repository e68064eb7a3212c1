"""`monazite plan SCENARIO --budget USD`: what helps."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from monazite.cli.options import as_of, json_option, known_at_option, on_option
from monazite.errors import UnitError


@click.command("plan")
@click.argument("scenario", required=False, default="october-2025")
@click.option("--budget", "budget_usd", type=float, help="USD over the horizon, for example 1e9.")
@click.option(
    "--requirement",
    is_flag=True,
    help="Instead of a plan, the shortfall by material in the shape of the requirement reports.",
)
@click.option("--for", "importer", default="USA", show_default=True, help="Country that plans.")
@click.option(
    "--case",
    type=click.Choice(["with", "without"]),
    default="with",
    show_default=True,
    help="With the measures in force, or without.",
)
@click.option(
    "--mineral",
    "minerals",
    multiple=True,
    help="A further mineral in the same plan, or all; repeat for more.",
)
@click.option(
    "--runs", type=click.IntRange(min=1), default=500, show_default=True, help="Scenarios."
)
@click.option("--seed", default=1, show_default=True, help="Seed of the scenarios.")
@click.option(
    "--form",
    "forms",
    multiple=True,
    type=click.Choice(["oxide", "metal", "magnet", "refined"]),
    help="Forms on sale (default: all).",
)
@click.option(
    "--statute",
    "statutes",
    multiple=True,
    help="A limit of respond/statutes by id or its beginning, for example amp-2025.",
)
@click.option(
    "--year-budget",
    "yearly",
    multiple=True,
    type=click.FloatRange(min=0),
    help="USD of the first year; repeat for later years.",
)
@click.option(
    "--weeks",
    "least_weeks",
    type=click.FloatRange(min=0),
    default=0.0,
    help="Buy at least so many weeks of every end that can be stored.",
)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    help="Scenarios kept for the optimisation.",
)
@click.option(
    "--time",
    "seconds",
    type=float,
    help="Seconds for the solver; the best plan found is given with its gap.",
)
@click.option(
    "--compare/--no-compare",
    default=True,
    show_default=True,
    help="Judge it on fresh scenarios against rules of thumb.",
)
@click.option(
    "--wrong-form", is_flag=True, help="Also say what the same budget in oxide only costs."
)
@click.option("--out", type=click.Path(path_type=Path), help="Workbook to write, .xlsx.")
@on_option
@known_at_option
@json_option
def command(
    scenario: str,
    *,
    budget_usd: float | None,
    requirement: bool,
    importer: str,
    case: str,
    minerals: tuple[str, ...],
    runs: int,
    seed: int,
    forms: tuple[str, ...],
    statutes: tuple[str, ...],
    yearly: tuple[float, ...],
    least_weeks: float,
    keep: int,
    seconds: float | None,
    compare: bool,
    wrong_form: bool,
    out: Path | None,
    on: date | None,
    known_at: date | None,
    as_json: bool,
) -> None:
    """Plan purchases and support under a budget. SCENARIO is an announcement (a file), an example or a mineral."""
    if requirement:
        _requirement(importer, as_json=as_json)
        return
    if budget_usd is None or budget_usd < 0:
        raise UnitError(
            "E701",
            f"a plan needs a budget of zero or more, not {budget_usd}",
            where="--budget",
            way_out="Give --budget USD, for example --budget 1e9",
        )
    from monazite.study import plan, plan_output, plan_workbook

    study = plan.study_of(
        scenario, as_of(on, known_at) if on or known_at else None, importer, (runs, seed)
    )
    asked = plan.Asked(
        study,
        budget_usd,
        case=case,
        minerals=minerals,
        forms=forms or plan.FORMS,
        statutes=statutes,
        yearly=yearly,
        least_weeks=least_weeks,
        keep=keep,
        seconds=seconds,
    )

    def progress(line: str) -> None:
        click.echo(line, err=True)

    found = plan.plan(asked, progress=progress, compare=compare)
    cost = plan.wrong_form(asked, found, progress=progress)[0] if wrong_form else None
    content = plan_output.rows(found, wrong_form=cost, notes=asked.notes)
    click.echo(
        json.dumps(content, ensure_ascii=False, indent=2) if as_json else plan_output.words(content)
    )
    if out is not None:
        plan_workbook.write(content, out)
        click.echo(f"wrote {out}", err=True)


def _requirement(importer: str, *, as_json: bool) -> None:
    from monazite.study import requiring

    content = requiring.rows(requiring.requirements(importer))
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    for row in content["requirement"]:
        click.echo("; ".join(f"{key} {value}" for key, value in row.items()))
    click.echo(f"total: {content['total']}")
    click.echo(content["note"])
