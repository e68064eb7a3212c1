"""The brief as one self-contained HTML page: no script, no network, prints well (§B4)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from monazite.brief import as_json, charts, words
from monazite.brief.as_markdown import LEGAL
from monazite.brief.model import SECTIONS, Brief
from monazite.provenance import Figure


def anchor(id: str) -> str:
    """A figure's id as an HTML anchor."""
    return "f-" + re.sub(r"[^A-Za-z0-9]+", "-", id).strip("-").lower()


def _figure_link(text: str, figure: Figure) -> Markup:
    source = f"{figure.cited}" if figure.cited else figure.formula
    span = words.range_of(figure)
    title = f"{figure.label}. {('Range ' + span + '. ') if span else ''}{source}"
    return Markup('<a class="n" href="#{}" title="{}">{}</a>').format(
        anchor(figure.id), title, text
    )


def sentence(text: str, figures: tuple[Figure, ...]) -> Markup:
    """A finding's sentence with each figure linked to its entry in the list of figures."""
    return Markup("").join(
        escape(run) if figure is None else _figure_link(run, figure)
        for run, figure in words.pieces(text, figures)
    )


def cell(value: str | Figure) -> Markup:
    """A table cell; a figure shows its value over its range and links to its parents."""
    if not isinstance(value, Figure):
        return escape(value)
    span = words.range_of(value)
    tail = Markup(' <small class="r">{}</small>').format(span) if span else Markup("")
    return _figure_link(words.value_of(value), value) + tail


def is_number(value: str | Figure) -> bool:
    """Whether a cell is set flush right."""
    return isinstance(value, Figure) and not isinstance(value.value, str)


@cache
def _environment() -> Any:
    import jinja2

    environment: Any = jinja2.Environment(
        loader=jinja2.PackageLoader("monazite", "reference/templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(cell=cell, number=is_number, anchor=anchor, day=words.day)
    environment.globals.update(
        sentence=sentence,
        picture=lambda chart: Markup(charts.picture(chart)),  # noqa: S704 - our own drawing, its labels escaped there
        sections=SECTIONS,
        legal=LEGAL,
        later=words.later,
        value_of=words.value_of,
        range_of=words.range_of,
    )
    return environment


def render(brief: Brief) -> str:
    """The brief as one HTML page."""
    figures = [brief.figures[key] for key in sorted(brief.figures)]
    page: str = (
        _environment()
        .get_template("brief.html")
        .render(brief=brief, figures=figures, form=as_json.FORM)
    )
    return page
