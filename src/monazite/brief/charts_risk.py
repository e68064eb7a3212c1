"""Pictures of supply risk and loss, as SVG: ranks over methods, concentration by stage, loss by industry (§B5, §I21).

Every cell and bar carries its number, so that no picture depends on colour alone. Plain values in, text out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from textwrap import fill, shorten
from typing import TYPE_CHECKING, Any, cast

from monazite.brief.charts import BLUE, GREY, ORANGE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "monazite",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#8a929c",
    "axes.labelcolor": GREY,
    "xtick.color": GREY,
    "ytick.color": GREY,
}
_DARK = 0.55  # relative rank from which white text reads better
_INK, _PALE, _RULE = "#1d2733", "#c8d9e8", "#dde3ea"
_PAGE, _BESIDE, _HEAD = 7.2, 3.1, 0.75  # inches: a page; names and spread; the head of one method
_METHODS = {
    "hhi": "HHI of\nproduction",
    "governance-hhi": "HHI by\ngovernance",
    "top3": "Three\nlargest",
    "n-1": "Without\nlargest",
    "geopolrisk": "GeoPolRisk",
    "eu": "EU 2017",
    "usgs": "USGS 2020",
    "import-reliance": "Import\nreliance",
    "days-of-cover": "Days of\ncover",
    "origin-gap": "Origin\ngap",
    "companionality": "By-product\nshare",
    "expected-loss": "Expected\nloss",
}


def _svg(
    draw: Callable[[Sequence[Axes]], None],
    *,
    size: tuple[float, float],
    title: str,
    note: str,
    ratios: tuple[float, ...] = (1.0,),
) -> str:
    """A picture of one or more panels side by side, with a title and a line that says how to read it."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    width, height = size
    top = 0.62 / height  # inches for title and note
    with mpl.rc_context(cast("Any", _STYLE)):
        figure = Figure(figsize=(width, height), layout="constrained")
        cast("Any", figure.get_layout_engine()).set(rect=(0.0, 0.0, 1.0, 1.0 - top))
        panels = figure.subplots(
            1, len(ratios), sharey=True, squeeze=False, gridspec_kw={"width_ratios": ratios}
        )
        draw(list(panels[0]))
        figure.text(
            0.012, 1 - 0.10 / height, title, va="top", fontsize=10.5, fontweight="bold", color=_INK
        )
        figure.text(0.012, 1 - 0.36 / height, note, va="top", fontsize=8, color=GREY)
        buffer = io.StringIO()
        figure.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None, "Title": title}
        )
    return buffer.getvalue()


def _bare(axes: Axes) -> None:
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _named(text: str) -> str:
    words = text.replace("-", " ")
    return words[:1].upper() + words[1:]


def _relative(cell: tuple[int, int] | None) -> float | None:
    """0 for the worst, 1 for the mildest."""
    return None if cell is None else (cell[0] - 1) / max(1, cell[1] - 1)


def _cells(
    axes: Axes, rows: Sequence[Mapping[str, tuple[int, int] | None]], methods: Sequence[str]
) -> None:
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    grid = np.full((len(rows), len(methods)), np.nan)
    for y, by in enumerate(rows):
        for x, method in enumerate(methods):
            cell = by.get(method)
            place = _relative(cell)
            if cell is None or place is None:
                axes.text(x, y, "\u00b7", ha="center", va="center", color="#aab3bd", fontsize=8)
                continue
            grid[y, x] = 1.0 - place
            ink = "white" if grid[y, x] > _DARK else _INK
            axes.text(x, y, str(cell[0]), ha="center", va="center", color=ink, fontsize=7.5)
    colours = LinearSegmentedColormap.from_list("risk", ["#eef3f8", "#7fa6c4", "#0b3c5d"])
    axes.imshow(grid, aspect="auto", cmap=colours, vmin=0.0, vmax=1.0)
    axes.set_xticks(range(len(methods)), [_METHODS.get(name, name) for name in methods])
    axes.xaxis.tick_top()
    axes.hlines(
        np.arange(0.5, len(rows) - 1), -0.5, len(methods) - 0.5, color="white", linewidth=1.2
    )
    axes.vlines(
        np.arange(0.5, len(methods) - 1), -0.5, len(rows) - 0.5, color="white", linewidth=1.2
    )
    _bare(axes)


def _spread(axes: Axes, rows: Sequence[Mapping[str, tuple[int, int] | None]]) -> None:
    """How far apart the methods put each material: a dot a method, a line from worst to mildest."""
    for y, by in enumerate(rows):
        known = [place for place in map(_relative, by.values()) if place is not None]
        apart = max(known) - min(known) if known else 0.0
        colour = ORANGE if apart > _APART else BLUE
        axes.plot(
            [min(known, default=0), max(known, default=0)], [y, y], color=colour, linewidth=1.4
        )
        axes.plot(known, [y] * len(known), "o", color=colour, markersize=3.2, markeredgewidth=0)
    axes.set_xlim(-0.06, 1.06)
    axes.set_xticks([0.0, 1.0], ["worst", "mildest"])
    axes.xaxis.tick_top()
    axes.tick_params(axis="y", length=0)
    _bare(axes)
    axes.grid(axis="y", color=_RULE, linewidth=0.6)
    axes.set_axisbelow(True)


_APART = 0.5  # of all ranks, from which methods are said to disagree


def rank_map(
    ranks: Mapping[str, Mapping[str, tuple[int, int] | None]], methods: Sequence[str], *, title: str
) -> str:
    """Ranks of materials over methods: dark is worse, the number is the rank, a dot is not known.

    The panel beside it shows where the methods disagree.

    Args:
        ranks: For each material and method the rank and how many were ranked, or None.
        methods: Columns in order.
        title: What is shown, for whom and when.
    """

    def mean(material: str) -> float:
        known = [r for r in (_relative(ranks[material].get(m)) for m in methods) if r is not None]
        return sum(known) / len(known) if known else 2.0

    order = sorted(ranks, key=lambda material: (mean(material), material))
    rows = [{method: ranks[name].get(method) for method in methods} for name in order]

    def draw(panels: Sequence[Axes]) -> None:
        _cells(panels[0], rows, methods)
        panels[0].set_yticks(range(len(order)), [_named(name) for name in order])
        _spread(panels[1], rows)

    return _svg(
        draw,
        # A column is as wide as its head; few columns leave the width of a page.
        size=(max(_PAGE, _BESIDE + _HEAD * len(methods)), 1.5 + 0.2 * len(order)),
        title=title,
        note="1 and dark: worst. Right: from worst to mildest over methods; orange: half of all ranks apart.",
        ratios=(0.9 * len(methods), 1.7),
    )


def stages(
    shares: Mapping[str, Mapping[str, tuple[str, float, float]]],
    order: Sequence[str],
    *,
    title: str,
) -> str:
    """Largest and three largest suppliers by stage, a pair of bars for each.

    Args:
        shares: For each mineral and stage: the largest supplier, its share, share of the three largest (0 to 1).
        order: Stages from ore to part.
        title: What is shown and when.
    """
    rows: list[tuple[float, str, str, float, float]] = []
    heads: list[tuple[float, str]] = []
    at = 0.0
    for mineral, by in shares.items():
        heads.append((at, _named(mineral)))
        for stage in (stage for stage in order if stage in by):
            rows.append((at, stage, *by[stage]))
            at += 1.0
        at += 0.55

    def draw(panels: Sequence[Axes]) -> None:
        axes = panels[0]
        for y, _, name, one, three in rows:
            axes.barh(y, 100 * three, height=0.78, color=_PALE)
            axes.barh(y, 100 * one, height=0.78, color=BLUE)
            axes.text(1.2, y, f"{name} {one:.0%}", va="center", color="white", fontsize=7.5)
            axes.text(100 * three + 1, y, f"{three:.0%}", va="center", color=GREY, fontsize=7.5)
        for y, mineral in heads:
            axes.text(-13, y, mineral, ha="right", va="center", color=_INK, fontweight="bold")
        axes.set_yticks([row[0] for row in rows], [row[1] for row in rows])
        axes.set_ylim(rows[-1][0] + 0.6, -0.6)
        axes.set_xlim(0, 106)
        axes.set_xticks([0, 25, 50, 75, 100])
        axes.set_xlabel("% of world supply")
        _bare(axes)
        axes.grid(axis="x", color=_RULE, linewidth=0.6)
        axes.set_axisbelow(True)

    return _svg(
        draw,
        size=(7.2, 1.2 + 0.22 * at),
        title=title,
        note="Dark: the largest supplier. Light: the three largest together.",
    )


def losses(rows: Sequence[tuple[str, float, float, float]], *, title: str, most: int = 15) -> str:
    """Direct loss of value added by industry with its range, largest first.

    Args:
        rows: Industry and loss in billion USD: low, middle, high.
        title: What is lost, where and for how long.
        most: Industries shown; the rest are summed into one bar.
    """
    shown = sorted(rows, key=lambda row: -row[2])
    rest = shown[most:]
    shown = shown[:most]
    if rest:
        low = sum(row[1] for row in rest)
        middle = sum(row[2] for row in rest)
        high = sum(row[3] for row in rest)
        shown.append((f"{len(rest)} more industries", low, middle, high))

    def draw(panels: Sequence[Axes]) -> None:
        axes = panels[0]
        for y, (_, low, middle, high) in enumerate(shown):
            axes.barh(y, high - low, left=low, height=0.5, color=_PALE)
            axes.plot([middle, middle], [y - 0.32, y + 0.32], color=BLUE, linewidth=2.6)
            axes.annotate(
                f"{middle:.2g} ({low:.2g} to {high:.2g})",
                (high, y),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                color=GREY,
                fontsize=7.5,
            )
        names = [fill(shorten(row[0], 76, placeholder=" \u2026"), 44) for row in shown]
        axes.set_yticks(range(len(shown)), names)
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.set_xlim(0, 1.3 * max(row[3] for row in shown))
        axes.set_xlabel("billion USD a year")
        _bare(axes)
        axes.grid(axis="x", color=_RULE, linewidth=0.6)
        axes.set_axisbelow(True)

    return _svg(
        draw,
        size=(7.6, 1.2 + 0.32 * len(shown)),
        title=title,
        note="Direct loss of value added. Mark: middle. Band: low to high.",
    )
