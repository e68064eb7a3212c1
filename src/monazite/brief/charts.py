"""Charts as SVG, drawn by matplotlib: readable by colour-blind people, the same bytes each time (§B5).

Colours are Okabe and Ito's set (Color Universal Design, 2008); lines differ in dash and label too, so that no chart
depends on colour alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from monazite.brief.model import Band, Bar, Chart, Span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, ORANGE, GREEN, GREY, RED, SKY = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#5b6470",
    "#A3324B",
    "#56B4E9",
)
STATES = {
    "in_force": (ORANGE, "in force", ""),
    "announced": ("#F0C36D", "announced", "//"),
    "suspended": (SKY, "suspended", ".."),
    "undetermined": ("#C9CDD3", "not determined", "xx"),
    "not_started": ("#EDEFF2", "not started", ""),
    "lapsed": ("#E3E5E8", "lapsed", ""),
    "revoked": ("#E3E5E8", "revoked", ""),
}
_WIDTH = 7.2
_STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "monazite",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#8a929c",
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelcolor": GREY,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "axes.grid": True,
    "grid.color": "#e6e8eb",
    "axes.axisbelow": True,
}


def _fan(axes: Axes, items: tuple[Band | Bar | Span, ...]) -> None:
    colours = [BLUE, ORANGE, GREEN, RED]
    for number, band in enumerate(item for item in items if isinstance(item, Band)):
        colour = GREY if band.dashed else colours[number % len(colours)]
        if band.low:
            axes.fill_between(band.x, band.low, band.high, color=colour, alpha=0.18, linewidth=0)
        style = "--" if band.dashed else "-"
        axes.plot(band.x, band.mid, style, color=colour, linewidth=1.8, label=band.name)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))


def _bars(axes: Axes, items: tuple[Band | Bar | Span, ...]) -> None:
    bars = [item for item in items if isinstance(item, Bar)][::-1]
    groups = list(dict.fromkeys(bar.group for bar in bars[::-1]))
    palette = dict(zip(groups, [BLUE, ORANGE, GREEN, RED, SKY, GREY] * len(groups), strict=False))
    for row, bar in enumerate(bars):
        axes.barh(row, bar.value, color=palette[bar.group], height=0.62)
        if bar.low is not None and bar.high is not None:
            axes.plot([bar.low, bar.high], [row, row], color="#22272e", linewidth=1.3, marker="|")
    axes.set_yticks(range(len(bars)), [bar.name for bar in bars], color="#22272e")
    axes.grid(visible=False, axis="y")
    if len(groups) > 1:
        for group in groups:
            axes.barh([], [], color=palette[group], label=group)


def _timeline(axes: Axes, items: tuple[Band | Bar | Span, ...]) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    spans = [item for item in items if isinstance(item, Span)]
    rows = list(dict.fromkeys(span.row for span in spans))[::-1]
    seen: set[str] = set()
    for span in spans:
        colour, label, hatch = STATES[span.state]
        start, end = date2num(span.start), date2num(span.end)
        axes.barh(
            rows.index(span.row),
            end - start,
            left=start,
            height=0.6,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.8,
            label=None if label in seen else label,
        )
        seen.add(label)
    axes.set_yticks(range(len(rows)), rows, color="#22272e")
    locator = AutoDateLocator(maxticks=7)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.grid(visible=False, axis="y")


_DRAW: dict[str, Callable[[Axes, tuple[Band | Bar | Span, ...]], None]] = {
    "fan": _fan,
    "bars": _bars,
    "timeline": _timeline,
}


def _size(chart: Chart) -> tuple[int, int, float]:
    """Rows, columns and height in inches."""
    count = len(chart.panels)
    if chart.kind == "fan":
        columns = 1 if count == 1 else 2
        rows = -(-count // columns)
        return rows, columns, 2.2 * rows + 0.5
    if chart.kind == "timeline":
        rows = max(
            len({item.row for item in panel if isinstance(item, Span)}) for _, panel in chart.panels
        )
        return count, 1, count * (0.32 * rows + 1.1)
    longest = sum(len(panel) for _, panel in chart.panels)
    return count, 1, 0.27 * longest + 0.9 * count


def svg(chart: Chart) -> str:
    """The chart as an inline SVG element with a title and a description for screen readers."""
    import matplotlib as mpl
    from matplotlib.dates import date2num
    from matplotlib.figure import Figure

    with mpl.rc_context(cast("Any", _STYLE)):
        rows, columns, height = _size(chart)
        # Laying out by measuring costs as much as drawing; a fan's labels have a known width.
        fan = chart.kind == "fan"
        figure = Figure(figsize=(_WIDTH, height), layout=None if fan else "constrained")
        grid = figure.subplots(rows, columns, squeeze=False, sharex=chart.kind == "fan")
        for axes, (title, items) in zip(grid.flat, chart.panels, strict=False):
            _DRAW[chart.kind](axes, items)
            axes.set_title(title)
            if chart.mark is not None:
                where, words = chart.mark
                axes.axvline(
                    date2num(where) if isinstance(where, date) else where,
                    color="#22272e",
                    linewidth=1.1,
                    linestyle=":",
                    label=words,
                )
        for axes in list(grid.flat)[len(chart.panels) :]:
            axes.set_visible(False)
        for axes in grid[-1, :]:
            axes.set_xlabel(chart.x_label)
        for axes in grid[:, 0]:
            axes.set_ylabel(chart.y_label)
        handles, labels = grid.flat[0].get_legend_handles_labels()
        if labels:
            figure.legend(
                handles,
                labels,
                loc="outside lower center",
                ncols=min(4, len(labels)),
                frameon=False,
            )
        if fan:
            inch = 1.0 / height
            figure.subplots_adjust(
                left=0.09,
                right=0.99,
                top=1 - 0.25 * inch,
                bottom=0.8 * inch,
                hspace=0.32,
                wspace=0.17,
            )
        buffer = io.StringIO()
        figure.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True
        )
    return _inline(buffer.getvalue(), chart)


def _inline(text: str, chart: Chart) -> str:
    """Cut the XML head, make ids unique to the chart, let the width follow the page."""
    from html import escape

    body = text[text.index("<svg") :]
    body = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', r"\1", body, count=1)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{chart.id}-\1"', body)
    body = re.sub(r'(href="#|url\(#)', rf"\g<1>{chart.id}-", body)
    label = f'role="img" aria-labelledby="{chart.id}-t {chart.id}-d"'
    names = f'<title id="{chart.id}-t">{escape(chart.title)}</title><desc id="{chart.id}-d">{escape(chart.alt)}</desc>'
    head, rest = body.split(">", 1)
    rest = re.sub(r"<metadata>.*?</metadata>", "", rest, flags=re.DOTALL)
    return f"{head} {label}>{names}{rest}"
