"""A brief to a terminal or to files."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

from monazite.brief import as_html, as_json, as_markdown, words
from monazite.brief.model import SECTIONS, Brief, Finding
from monazite.errors import MissingExtra

_RENDER: dict[str, Callable[[Brief], str]] = {
    "html": as_html.render,
    "md": as_markdown.render,
    "json": as_json.render,
}
_COMMAND = re.compile(r"\s*`(monazite [^`]+)`[.;,]?\s*")
_WIDTH = 88


def wrapped(text: str, *, first: str = "", rest: str = "") -> str:
    """A text wrapped for a terminal; each command stands whole on a line of its own, to be pasted as it is.

    >>> print(wrapped("The gap: `monazite value --gap`. More.", first="- ", rest="  "))
    - The gap:
        monazite value --gap
      More.
    """
    lines: list[str] = []
    for number, piece in enumerate(_COMMAND.split(text)):
        if number % 2:
            lines.append(f"{rest}  {piece}")
        elif piece:
            begin = rest if lines else first
            lines.append(
                textwrap.fill(piece, width=_WIDTH, initial_indent=begin, subsequent_indent=rest)
            )
    return "\n".join(lines)


def _marked(brief: Brief, entry: Finding) -> str:
    mark = " †" if brief.rests_on_later(entry) else ""
    return words.fill(entry.text, entry.figures) + mark


def leading(brief: Brief) -> str:
    """The leading sentences, numbered and wrapped for a terminal."""
    lines = [brief.title, ""]
    for number, entry in enumerate(brief.lead, 1):
        lines.append(wrapped(_marked(brief, entry), first=f"{number}. ", rest="   "))
    return "\n".join(lines)


def summary(brief: Brief) -> str:
    """The leading sentences, then every finding under its section."""
    lines = [leading(brief)]
    for part in brief.parts:
        lines += ["", SECTIONS[part.section]]
        for entry in part.findings:
            lines.append(wrapped(_marked(brief, entry), first="  - ", rest="    "))
        if part.note:
            lines.append(wrapped(part.note, first="  ", rest="  "))
    lines += ["", wrapped(as_markdown.LEGAL)]
    if brief.later:
        lines.append(wrapped(words.later(brief.record.known_at)))
    return "\n".join(lines)


def write(brief: Brief, folder: Path, forms: tuple[str, ...]) -> list[Path]:
    """The brief as files `brief.<form>` in a folder, made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for form in forms:
        path = folder / f"brief.{form}"
        if form == "pdf":
            _write_pdf(brief, path)
        else:
            path.write_text(_RENDER[form](brief), encoding="utf-8")
        written.append(path)
    return written


def _write_pdf(brief: Brief, path: Path) -> None:
    try:
        from weasyprint import HTML  # pyright: ignore[reportMissingImports] - an extra
    except (ImportError, OSError) as error:
        raise MissingExtra(
            "E912",
            "PDF output needs WeasyPrint and the Pango library",
            why=str(error),
            way_out="Install monazite[pdf] and Pango, or print the HTML page from a browser",
        ) from error
    HTML(string=as_html.render(brief)).write_pdf(path)
