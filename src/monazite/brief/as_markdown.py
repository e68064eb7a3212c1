"""The brief as Markdown: the same content as the page, for wikis and mail."""

from __future__ import annotations

from monazite.brief import words
from monazite.brief.model import SECTIONS, Brief, Finding, Part, Table
from monazite.provenance import Figure

LEGAL = "What is law is described here, not advised; what is valued is a range with reasons, not a recommendation."


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _table(table: Table) -> list[str]:
    lines = [f"**{table.title}**", "", "| " + " | ".join(map(_escape, table.columns)) + " |"]
    lines.append("|" + "---|" * len(table.columns))
    for row in table.rows:
        cells = [words.with_range(cell) if isinstance(cell, Figure) else cell for cell in row]
        lines.append("| " + " | ".join(map(_escape, cells)) + " |")
    return [*lines, "", *([f"*{table.note}*", ""] if table.note else [])]


def _marked(entry: Finding, brief: Brief) -> str:
    mark = " †" if brief.rests_on_later(entry) else ""
    return f"{words.fill(entry.text, entry.figures)}{mark}"


def _finding(entry: Finding, brief: Brief) -> list[str]:
    lines = [f"- {_marked(entry, brief)} [{', '.join(entry.sources)}]"]
    lines += [f"  - Limit: {caveat}" for caveat in entry.caveats]
    if entry.would_change:
        lines.append(f"  - Would change it: {entry.would_change}")
    return lines


def _part(part: Part, brief: Brief) -> list[str]:
    lines = [f"## {SECTIONS[part.section]}", ""]
    if part.note:
        lines += [part.note, ""]
    for entry in part.findings:
        lines += _finding(entry, brief)
    lines.append("")
    for chart in part.charts:
        lines += _table(chart.table)
    for table in part.tables:
        lines += _table(table)
    return lines


def render(brief: Brief) -> str:
    """The brief as Markdown text."""
    record = brief.record
    lines = [f"# {brief.title}", "", brief.subject, ""]
    lines += [f"{n}. {_marked(entry, brief)}" for n, entry in enumerate(brief.lead, 1)]
    lines += ["", f"*{LEGAL}*", ""]
    if brief.later:
        lines += [f"*{words.later(record.known_at)}*", ""]
    for part in brief.parts:
        lines += _part(part, brief)
    lines += ["## Sources", ""]
    for entry in brief.sources:
        address = f" <{entry.url}>" if entry.url else ""
        mark = "† " if entry.id in brief.later else ""
        lines.append(f"- {mark}`{entry.id}`: {entry}.{address} Licence: {entry.licence.name}.")
    versions = ", ".join(f"{name} {version}" for name, version in record.versions)
    again = (
        f"On {record.on}, as known on {record.known_at}, for {record.importer}; "
        f"{record.runs} runs, seed {record.seed}; inputs {record.inputs_sha256[:16]}; "
        f"data {record.data_vintage}; spec {record.spec_edition}; {versions}."
    )
    return "\n".join([*lines, "", "## How to make this again", "", again, ""])
