"""Charts as inline SVG and HTML: readable by colour-blind people, on a phone and in print, same bytes each time (§B5).

Colours are Okabe and Ito's set (Color Universal Design, 2008); lines differ in dash and areas in hatch too, so that no
chart depends on colour alone. Labels are text of the page, so they keep their size on any screen (ADR 0090).
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from monazite.brief import axes
from monazite.brief.model import Band, Bar, Chart, Span

BLUE, ORANGE, GREEN, GREY, RED, SKY = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#5b6470",
    "#A3324B",
    "#56B4E9",
)
# state: fill, words, hatch
STATES = {
    "in_force": (ORANGE, "in force", ""),
    "announced": ("#F0C36D", "announced", "up"),
    "suspended": (SKY, "suspended", "dots"),
    "undetermined": ("#C9CDD3", "not determined", "cross"),
    "not_started": ("#EDEFF2", "not started", ""),
    "lapsed": ("#DADDE2", "lapsed", ""),
    "revoked": ("#DADDE2", "revoked", ""),
}
_HATCHES = {
    "up": '<path d="M-1 7 7 -1M-1 15 15 -1" stroke="#fff" stroke-width="1.4"/>',
    "dots": '<circle cx="4" cy="4" r="1.2" fill="#fff"/>',
    "cross": '<path d="M0 0 8 8M8 0 0 8" stroke="#fff" stroke-width="1.2"/>',
}
_W, _H, _LEFT, _RIGHT, _TOP, _BOTTOM = 340, 190, 34, 8, 8, 20
_LABEL_NEEDS = 13.0  # percent of the width a segment needs to carry its own word


def picture(chart: Chart) -> str:
    """The chart as HTML with a name and a description for screen readers; its parts are hidden from them."""
    body = _DRAW[chart.kind](chart)
    name = escape(f"{chart.title}. {chart.alt}")
    return f'<div class="chart {chart.kind}" role="img" aria-label="{name}">{body}</div>'


def _fan(chart: Chart) -> str:
    panels = "".join(_panel(title, items, chart) for title, items in chart.panels)
    return f'<div class="panels">{panels}</div>{_fan_legend(chart)}'


def _panel(title: str, items: tuple[Band | Bar | Span, ...], chart: Chart) -> str:
    bands = [item for item in items if isinstance(item, Band)]
    span = (min(band.x[0] for band in bands), max(band.x[-1] for band in bands))
    values = [value for band in bands for value in (*band.mid, *band.high, *band.low)]
    ticks = axes.nice(min(0.0, *values), max(values))
    low, high = ticks[0], ticks[-1]

    def at(x: float, y: float) -> str:
        across = _LEFT + (x - span[0]) / ((span[1] - span[0]) or 1.0) * (_W - _LEFT - _RIGHT)
        up = _H - _BOTTOM - (y - low) / (high - low) * (_H - _TOP - _BOTTOM)
        return f"{across:.1f} {up:.1f}"

    def path(points: list[str]) -> str:
        return "M" + "L".join(points)

    drawn: list[str] = []
    for tick in ticks:
        y = at(span[0], tick).split()[1]
        drawn.append(f'<path class="grid" d="M{_LEFT} {y}H{_W - _RIGHT}"/>')
        drawn.append(
            f'<text x="{_LEFT - 5}" y="{float(y) + 3.5:.1f}" text-anchor="end">{tick:g}</text>'
        )
    for tick in axes.weeks(*span):
        x = at(tick, low).split()[0]
        drawn.append(f'<text x="{x}" y="{_H - 5}" text-anchor="middle">{tick:g}</text>')
    colours = iter((BLUE, ORANGE, GREEN, RED))
    for band in bands:
        colour = GREY if band.dashed else next(colours)
        if band.low:
            edge = [at(x, y) for x, y in zip(band.x, band.high, strict=True)]
            back = [at(x, y) for x, y in zip(band.x, band.low, strict=True)][::-1]
            drawn.append(f'<path d="{path(edge + back)}Z" fill="{colour}" fill-opacity=".2"/>')
        line = path([at(x, y) for x, y in zip(band.x, band.mid, strict=True)])
        dash = ' stroke-dasharray="5 3"' if band.dashed else ""
        drawn.append(f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
    where = "" if not chart.y_label else f" <small>{escape(chart.y_label)}</small>"
    return (
        f'<div class="panel"><p><b>{escape(title)}</b>{where}</p>'
        f'<svg viewBox="0 0 {_W} {_H}" aria-hidden="true">{"".join(drawn)}</svg></div>'
    )


def _fan_legend(chart: Chart) -> str:
    seen: dict[str, Band] = {}
    for _, items in chart.panels:
        for item in items:
            if isinstance(item, Band):
                seen.setdefault(item.name, item)
    colours, keys = iter((BLUE, ORANGE, GREEN, RED)), ""
    for name, band in seen.items():
        colour = GREY if band.dashed else next(colours)
        dash = ' stroke-dasharray="5 3"' if band.dashed else ""
        area = f'<rect y="2" width="26" height="10" fill="{colour}" fill-opacity=".2"/>'
        keys += (
            f'<span><svg class="key" viewBox="0 0 26 14" aria-hidden="true">{area if band.low else ""}'
            f'<path d="M0 7H26" stroke="{colour}" stroke-width="2"{dash}/></svg>{escape(name)}</span>'
        )
    foot = f"<span>{escape(chart.x_label)}</span>" if chart.x_label else ""
    return f'<p class="legend">{keys}{foot}</p>'


def _bars(chart: Chart) -> str:
    bars = [item for _, items in chart.panels for item in items if isinstance(item, Bar)]
    top = axes.nice(0.0, max([1e-9, *(b.high if b.high is not None else b.value for b in bars)]))[
        -1
    ]
    groups = list(dict.fromkeys(bar.group for bar in bars))
    palette = dict(zip(groups, [BLUE, ORANGE, GREEN, RED, SKY, GREY] * len(groups), strict=False))
    rows = "".join(
        f'<div class="row"><span class="lab">{escape(bar.name)}</span>'
        f"{_bar(bar, top, palette[bar.group])}<span>{escape(bar.said)}</span></div>"
        for bar in bars
    )
    return f'{rows}<p class="legend"><span>{escape(chart.x_label)}</span></p>'


def _bar(bar: Bar, top: float, colour: str) -> str:
    def part(value: float) -> str:
        return f"{100.0 * value / top:.2f}%"

    drawn = (
        '<rect class="bed" width="100%" height="100%"/>'
        f'<rect y="3" width="{part(max(0.0, bar.value))}" height="14" fill="{colour}"/>'
    )
    if bar.low is not None and bar.high is not None:
        low, high = part(bar.low), part(bar.high)
        drawn += f'<line class="whisker" x1="{low}" x2="{high}" y1="10" y2="10"/>'
        drawn += "".join(
            f'<line class="whisker" x1="{x}" x2="{x}" y1="6" y2="14"/>' for x in (low, high)
        )
    return f'<svg class="track" height="20" aria-hidden="true">{drawn}</svg>'


def _timeline(chart: Chart) -> str:
    spans = [item for _, items in chart.panels for item in items if isinstance(item, Span)]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    whole = (end - start).days or 1
    rows: dict[str, list[Span]] = {}
    for span in spans:
        rows.setdefault(span.row, []).append(span)
    mark = None if chart.mark is None else axes.share_of(chart.mark[0], start, whole)

    def drawn(entries: list[Span]) -> str:
        made = ""
        for span in entries:
            at, wide = (
                100.0 * (span.start - start).days / whole,
                100.0 * (span.end - span.start).days / whole,
            )
            made += _segment(span.state, at, wide, chart.id)
        if mark is not None:
            made += f'<line class="mark" x1="{mark:.2f}%" x2="{mark:.2f}%" y1="0" y2="26"/>'
        return f'<svg class="track" height="26" aria-hidden="true">{made}</svg>'

    body = "".join(
        f'<div class="row"><span class="lab">{escape(name)}</span>{drawn(entries)}</div>'
        for name, entries in rows.items()
    )
    ticks = "".join(
        f'<text x="{axes.share_of(day, start, whole):.2f}%" y="12" text-anchor="middle">{words}</text>'
        for day, words in axes.days(start, end)
    )
    foot = (
        '<div class="row"><span class="lab"></span>'
        f'<svg class="track" height="16" aria-hidden="true">{ticks}</svg></div>'
    )
    return _patterns(chart.id) + body + foot + _timeline_legend(chart, spans)


def _segment(state: str, at: float, wide: float, chart: str) -> str:
    fill, words, hatch = STATES[state]
    place = f'x="{at:.2f}%" y="3" width="{wide:.2f}%" height="20"'
    made = f'<rect {place} fill="{fill}"/>'
    if hatch:
        made += f'<rect {place} fill="url(#{chart}-{hatch})"/>'
    if wide >= _LABEL_NEEDS and state in {"in_force", "announced", "suspended"}:
        made += (
            f'<text class="on-{state}" x="{at + wide / 2:.2f}%" y="17" text-anchor="middle">'
            f"{words}</text>"
        )
    return made


def _patterns(chart: str) -> str:
    made = "".join(
        f'<pattern id="{chart}-{name}" width="8" height="8" patternUnits="userSpaceOnUse">{drawn}</pattern>'
        for name, drawn in _HATCHES.items()
    )
    return f'<svg class="defs" width="0" height="0" aria-hidden="true"><defs>{made}</defs></svg>'


def _timeline_legend(chart: Chart, spans: list[Span]) -> str:
    states = [state for state in STATES if any(span.state == state for span in spans)]
    keys = ""
    for words, state in {STATES[state][1]: state for state in states}.items():
        fill, _, hatch = STATES[state]
        area = f'<rect width="26" height="12" fill="{fill}"/>'
        over = f'<rect width="26" height="12" fill="url(#{chart.id}-{hatch})"/>' if hatch else ""
        keys += (
            f'<span><svg class="key" viewBox="0 0 26 12" aria-hidden="true">{area}{over}</svg>'
            f"{words}</span>"
        )
    if chart.mark is not None:
        line = '<line class="mark" x1="13" x2="13" y1="0" y2="12"/>'
        keys += (
            f'<span><svg class="key" viewBox="0 0 26 12" aria-hidden="true">{line}</svg>'
            f"{escape(chart.mark[1])}</span>"
        )
    return f'<p class="legend">{keys}</p>'


_DRAW: dict[str, Callable[[Chart], str]] = {"fan": _fan, "bars": _bars, "timeline": _timeline}
