"""A screening in the terminal (§X86)."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monazite.exposure.columns import ColumnScreening
from monazite.exposure.screening import ScreenedLine, Screening
from monazite.study import screen_large
from monazite.study import screen_report as report

_STYLES = {
    "prohibited": "bold red",
    "excluded_from_procurement": "bold red",
    "required": "bold dark_orange",
    "quota": "dark_orange",
    "undetermined": "bold yellow",
    "exempt_report": "cyan",
    "permitted_procurement": "green",
    "not_required": "green",
}
_REASON = 320
_MOST = 30


def show(screening: Screening, *, show_all: bool, console: Console | None = None) -> None:
    """Print the summary, the lines that come near a rule, and the questions."""
    out = console or Console()
    as_of = screening.standing.as_of
    out.print(
        f"[bold]{escape(screening.bill.name)}[/bold]  {report.summary(screening)}", highlight=False
    )
    out.print(f"[dim]Law on {as_of.on}, as known on {as_of.known_at}[/dim]", highlight=False)
    chosen = [screened for screened in screening.lines if show_all or report.needs_a_look(screened)]
    if chosen:
        out.print(_table(chosen))
    rest = len(screening.lines) - len(chosen)
    if rest:
        out.print(
            f"[dim]{rest} further lines describe no listed item (--all shows them)[/dim]",
            highlight=False,
        )
    _questions(out, screening)
    for note in screening.bill.notes:
        out.print(f"[dim]note: {escape(note)}[/dim]", highlight=False)


def _table(lines: list[ScreenedLine]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Line", no_wrap=True)
    table.add_column("What", ratio=3, min_width=18)
    table.add_column("Answer", ratio=2, min_width=12)
    table.add_column("Instrument, share", ratio=2, min_width=12)
    table.add_column("Why", ratio=6, min_width=24)
    for screened in lines:
        style = _STYLES.get(screened.outcome, "")
        answer = f"[{style}]{report.words(screened.outcome)}[/]"
        if screened.outcome not in {"not_required", "undetermined"} and screened.presumption:
            answer += f"\n[dim]{escape(report.presumption(screened))}[/dim]"
        what = "  " * min(screened.level, 6) + screened.line.description
        law = escape(report.clause(screened))
        if screened.share is not None:
            law += (
                f"\n[dim]Part 1: {report.share(screened)}[/dim]"
                if law
                else f"[dim]Part 1: {report.share(screened)}[/dim]"
            )
        table.add_row(escape(screened.line.id), escape(what), answer, law, _why(screened))
    return table


def _why(screened: ScreenedLine) -> str:
    reason = report.reason(screened)
    reason = reason if len(reason) <= _REASON else reason[: _REASON - 3] + "..."
    lines = [f"[dim]{escape(report.route(screened))}:[/dim] {escape(reason)}"]
    found = screened.determination
    if found is not None:
        lines += [
            f"[dim]{escape(name.replace('_', ' '))}:[/dim] {escape(way.replace('_', ' '))}"
            for name, way in found.branches.items()
        ]
        if found.depends_on and screened.outcome != "not_required":
            ways = ", ".join(f"{name} = {way}".replace("_", " ") for name, way in found.depends_on)
            lines.append(f"[dim]hangs on the reading: {escape(ways)}[/dim]")
    return "\n".join(lines)


def show_large(found: ColumnScreening, *, console: Console | None = None) -> None:
    """Print the counts and the commonest answers of a bill screened by columns."""
    out = console or Console()
    out.print(f"[bold]{escape(found.name)}[/bold]  {screen_large.summary(found)}", highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("Lines", "First row", "For example", "Answer", "Instrument", "Why"):
        table.add_column(name, justify="right" if name in {"Lines", "First row"} else "left")
    listed = screen_large.answers(found)
    for row in listed.head(_MOST).iter_rows(named=True):
        style = _STYLES.get(row["outcome"], "")
        table.add_row(
            f"{row['lines']:,}",
            f"{row['first_row']:,}",
            escape(row["description"]),
            f"[{style}]{report.words(row['outcome'])}[/]",
            escape(row["instruments"]),
            escape(row["reason"][:_REASON]),
        )
    out.print(table)
    if listed.height > _MOST:
        out.print(
            f"[dim]{listed.height - _MOST:,} further answers; --out FILE.csv writes every line[/dim]",
            highlight=False,
        )
    for note in found.notes:
        out.print(f"[dim]note: {escape(note)}[/dim]", highlight=False)


def _questions(out: Console, screening: Screening) -> None:
    if not screening.questions:
        return
    out.print("\n[bold]Questions that settle what is open[/bold]")
    for holder, asked in screening.questions.items():
        out.print(f"  [bold]{escape(holder)}[/bold]", highlight=False)
        for one in asked:
            out.print(f"    - {escape(one.text)}", highlight=False)
