"""`monazite in-force`: which clauses hold on a day, as known on a day (§L8)."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby
from typing import Any

import click

from monazite import regime
from monazite.cli.options import as_of, json_option, known_at_option, on_option
from monazite.dates import ONE_DAY, AsOf
from monazite.regime import ClauseStanding, Status
from monazite.study import law

_HEADS = {
    Status.IN_FORCE: "IN FORCE",
    Status.UNDETERMINED: "UNDETERMINED: the law of this day is not confirmed; both branches are shown",
    Status.SUSPENDED: "SUSPENDED",
    Status.ANNOUNCED: "ISSUED, NOT YET IN FORCE",
    Status.LAPSED: "LAPSED",
    Status.REVOKED: "REVOKED",
    Status.NOT_STARTED: "NOT YET ISSUED ON THIS DAY",
}


def _last(until: date | None) -> str:
    return str(until - ONE_DAY) if until else ""


def _grouped(entries: list[ClauseStanding]) -> list[tuple[ClauseStanding, str]]:
    """Clauses of one measure with the same days in one row."""

    def key(entry: ClauseStanding) -> tuple[Any, ...]:
        return (entry.measure.id, entry.since or date.min, entry.until or date.max, entry.reason)

    rows: list[tuple[ClauseStanding, str]] = []
    for _, group in groupby(sorted(entries, key=key), key=key):
        members = list(group)
        rows.append((members[0], ", ".join(member.clause.id for member in members)))
    return sorted(rows, key=lambda row: (row[0].measure.authority, row[0].measure.issued))


def _print(entries: tuple[ClauseStanding, ...], day: AsOf, *, everything: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=110)
    console.print(Text(f"Law {day}", style="bold"))
    horizon = regime.evidence_until()
    if max(day.on, day.known_at) > horizon:
        note = f"Sources were read up to {horizon}; an act after that day is not known here."
        console.print(Text(note, style="dim"))
    shown = tuple(_HEADS) if everything else law.SHOWN
    for status in shown:
        rows = _grouped([entry for entry in entries if entry.status is status])
        if not rows:
            continue
        console.print()
        console.print(Text(_HEADS[status], style="bold"))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
        table.add_column("measure", no_wrap=True, style="cyan")
        table.add_column("what", ratio=3)
        table.add_column("clause", ratio=1, max_width=26)
        for name in ("since", "last day"):
            table.add_column(name, no_wrap=True)
        for entry, clauses in rows:
            table.add_row(
                Text(entry.measure.id),
                Text(entry.measure.title),
                Text(clauses),
                str(entry.since or ""),
                _last(entry.until),
            )
        console.print(table)
        if status is Status.UNDETERMINED:
            _print_branches(console, rows)
    if not any(entry.status in shown for entry in entries):
        console.print(
            "No measure in the reference data fits. `monazite in-force --all` shows those ended or to come."
        )


def _print_branches(console: Any, rows: list[tuple[ClauseStanding, str]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    def key(row: tuple[ClauseStanding, str]) -> tuple[str, str]:
        return (row[0].reason, row[0].settles)

    for _, group in groupby(sorted(rows, key=key), key=key):
        members = list(group)
        lead = members[0][0]
        names = list(dict.fromkeys(row[0].measure.id for row in members))
        console.print()
        console.print(Padding(Text(", ".join(names), style="cyan"), (0, 0, 0, 2)))
        for branch in lead.branches:
            until = f" to {_last(branch.until)}" if branch.until else ""
            name, status = branch.name.replace("_", " "), branch.status.value.replace("_", " ")
            line = f"{name}: {status}{until}; {branch.reason} [{branch.cited}]"
            console.print(Padding(Text(line), (0, 0, 0, 4)))
        if lead.settles:
            console.print(Padding(Text(f"settled by: {lead.settles}"), (0, 0, 0, 4)))


@click.command(help="Which clauses hold on a day, as known on a day.")
@on_option
@known_at_option
@click.option("--material", default="", help="Element or mineral, for example Dy or gallium.")
@click.option("--authority", default="", help="Country or EU, for example CN.")
@click.option("--assume", type=click.Path(), default="", help="Hypothetical law: a YAML patch.")
@click.option("--all", "everything", is_flag=True, help="Also what has ended or is not yet issued.")
@json_option
def command(
    on: date | None,
    known_at: date | None,
    material: str,
    authority: str,
    assume: str,
    everything: bool,
    as_json: bool,
) -> None:
    """Print the standing."""
    day = as_of(on, known_at)
    entries = law.in_force(day, material=material, authority=authority, assume=assume)
    if as_json:
        chosen = tuple(e for e in entries if everything or e.status in law.SHOWN)
        horizon = str(regime.evidence_until())
        content = {
            "on": str(day.on),
            "known_at": str(day.known_at),
            "evidence_until": horizon,
            "clauses": law.as_rows(chosen),
        }
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    _print(entries, day, everything=everything)
