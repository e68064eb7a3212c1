"""`monazite compare D1 D2`: what changed in the law between two days (§L5)."""

from __future__ import annotations

import json
from datetime import date

import click

from monazite import regime
from monazite.cli.options import Day, json_option, known_at_option, today
from monazite.dates import AsOf
from monazite.regime import Change
from monazite.study import law


def _status(change: Change, *, first: bool) -> str:
    entry = change.before if first else change.after
    return entry.status.value if entry else "not_known"


@click.command(help="What changed in the law between two days.")
@click.argument("first", type=Day(), metavar="D1")
@click.argument("second", type=Day(), metavar="D2")
@known_at_option
@click.option("--assume", type=click.Path(), default="", help="Hypothetical law: a YAML patch.")
@json_option
def command(first: date, second: date, known_at: date | None, assume: str, as_json: bool) -> None:
    """Print the changes."""
    known = known_at or today()
    changes = regime.compare(AsOf(first, known), AsOf(second, known), law.law(assume))
    if as_json:
        rows = [
            {
                "clause": change.ref,
                "before": _status(change, first=True),
                "after": _status(change, first=False),
                "since": str(change.after.since) if change.after and change.after.since else None,
                "reason": change.after.reason if change.after else "",
                "source": change.after.cited.source if change.after else "",
            }
            for change in changes
        ]
        content = {"from": str(first), "to": str(second), "known_at": str(known), "changes": rows}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    click.echo(f"Law from {first} to {second}, as known on {known}: {len(changes)} clauses changed")
    for line in _lines(changes):
        click.echo(line)


def _lines(changes: tuple[Change, ...]) -> list[str]:
    """One line per measure and change, with all its clauses."""
    rows: dict[tuple[str, str], list[str]] = {}
    titles: dict[str, str] = {}
    for change in changes:
        measure, _, clause = change.ref.partition("#")
        since = f" since {change.after.since}" if change.after and change.after.since else ""
        step = f"{_status(change, first=True)} -> {_status(change, first=False)}{since}"
        rows.setdefault((measure, step.replace("_", " ")), []).append(clause)
        entry = change.after or change.before
        titles[measure] = entry.measure.title if entry else ""
    return [
        f"  {measure:<14}  {step:<40}  {', '.join(clauses)}: {titles[measure]}"
        for (measure, step), clauses in rows.items()
    ]
