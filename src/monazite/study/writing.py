"""A brief to a terminal or to files."""

from __future__ import annotations

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


def _marked(brief: Brief, entry: Finding) -> str:
    mark = " †" if brief.rests_on_later(entry) else ""
    return words.fill(entry.text, entry.figures) + mark


def leading(brief: Brief) -> str:
    """The leading sentences, numbered and wrapped for a terminal."""
    lines = [brief.title, ""]
    for number, entry in enumerate(brief.lead, 1):
        lines.append(
            textwrap.fill(
                _marked(brief, entry),
                width=88,
                initial_indent=f"{number}. ",
                subsequent_indent="   ",
            )
        )
    return "\n".join(lines)


def summary(brief: Brief) -> str:
    """The leading sentences, then every finding under its section."""
    lines = [leading(brief)]
    for part in brief.parts:
        lines += ["", SECTIONS[part.section]]
        for entry in part.findings:
            text = _marked(brief, entry)
            lines.append(
                textwrap.fill(text, width=88, initial_indent="  - ", subsequent_indent="    ")
            )
        if part.note:
            lines.append(
                textwrap.fill(part.note, width=88, initial_indent="  ", subsequent_indent="  ")
            )
    lines += ["", as_markdown.LEGAL]
    if brief.later:
        lines.append(textwrap.fill(words.later(brief.record.known_at), width=88))
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
