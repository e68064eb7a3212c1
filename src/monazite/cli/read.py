# ruff: noqa: E501 - a printed line is one line
"""`monazite read`."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monazite.cli.options import json_option, known_at_option, on_option, today
from monazite.errors import MissingData

if TYPE_CHECKING:
    from monazite.reading import Event
    from monazite.study.reading import Read


def _bytes(document: str) -> bytes:
    if document == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(document).read_bytes()
    except OSError as error:
        raise MissingData(
            "E805", "the document cannot be read", where=document, why=error.strerror or str(error),
            way_out="Give a file, or - for standard input",
        ) from error  # fmt: skip


def _event(event: Event) -> list[str]:
    who = ", ".join(a.jurisdiction + (f" ({a.agency})" if a.agency else "") for a in event.actors)
    what = ", ".join(m.value for m in event.materials)
    lines = [
        f"{event.role}: {event.instrument} ({event.mast or 'no code'}), {event.action}, {event.status}"
    ]
    lines.append(
        f"  by {who or 'unknown'}; at {', '.join(t.value for t in event.targets) or '-'}; {what or 'no material named'}"
    )
    if event.extraterritorial:
        lines.append("  reaches goods made abroad")
    dates = {"announced": event.announced, "effective": event.effective, "expires": event.expires}
    told = ", ".join(f"{k} {d.value}" for k, d in dates.items() if d)
    if told:
        lines.append(f"  {told}")
    lines += [
        f"  {m.value:,.0f} {m.currency}{'/' + m.per if m.per else ''} ({m.kind})"
        for m in event.money
    ]
    lines += [f"  {r.value}" for r in event.instrument_refs]
    if event.trigger:
        lines.append(f"  from: {event.trigger.quote!r}")
    return lines


def _print(found: Read, *, explain: bool) -> None:
    from monazite.study.reading import explained

    if not found.reading.events:
        click.echo("No act of a government on a critical mineral.")
    for event in found.reading.events:
        click.echo("\n".join(_event(event)))
    for judgement in found.judgements:
        claim = judgement.claim
        click.echo(
            f"claim: {claim.span.quote!r} = {claim.claim_type} of {claim.jurisdiction}, {claim.material}, {claim.op} {claim.value:,g} {claim.unit}"
        )
        click.echo(
            f"  then {judgement.verdict_then}, now {judgement.verdict_now}. {judgement.reason}"
        )
    for one in found.sums:
        so = "as the text says" if one.holds else f"where the text says {one.total:,g}"
        click.echo(f"sum: {one.span.quote!r} comes to {one.comes_to:,.6g}, {so}")
    for note in found.reading.notes:
        click.echo(f"note: {note}")
    if explain:
        click.echo("\n".join(explained(found)))


@click.command("read")
@click.argument("document", required=False)
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    help="Lines of JSON with id, date, title and text; one reading a line.",
)
@click.option("--explain", is_flag=True, help="Say which rule read which field.")
@on_option
@known_at_option
@json_option
def command(
    document: str | None,
    corpus: Path | None,
    *,
    explain: bool,
    on: date | None,
    known_at: date | None,
    as_json: bool,
) -> None:
    """Read an announcement or article to events and claims; judge the claims.

    DOCUMENT is a text or HTML file, or - for standard input. --on is the day of the document where it states none.
    """
    from monazite.study import reading

    if corpus is not None:
        lines = _bytes(str(corpus)).decode("utf-8", errors="replace").split("\n")
        for line in reading.corpus(lines, where=str(corpus)):
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    if document is None:
        raise click.UsageError("give a DOCUMENT, or --corpus FILE")
    found = reading.study(
        _bytes(document),
        name=Path(document).stem if document != "-" else "",
        on=on,
        known_at=known_at or today(),
    )
    if as_json:
        content = reading.with_verdicts(found)
        if explain:
            content["explain"] = list(reading.explained(found))
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    _print(found, explain=explain)
    if on is None and found.reading.document.date is None:
        click.echo("note: the text states no day; its claims are judged as of today (--on DAY)")
