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


def _svg(draw: Callable[[Axes], None], *, width: float, height: float, title: str) -> str:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(cast("Any", _STYLE)):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots()
        draw(axes)
        figure.suptitle(title, x=0.01, ha="left", fontsize=10, fontweight="bold")
        buffer = io.StringIO()
        figure.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None, "Title": title}
        )
    return buffer.getvalue()


def rank_map(
    ranks: Mapping[str, Mapping[str, tuple[int, int] | None]], methods: Sequence[str], *, title: str
) -> str:
    """Ranks of materials over methods: dark is worse, the number is the rank, empty is not known.

    Args:
        ranks: For each material and method the rank and how many were ranked, or None.
        methods: Columns in order.
        title: What is shown, for whom and when.
    """

    def relative(cell: tuple[int, int] | None) -> float | None:
        return None if cell is None else (cell[0] - 1) / max(1, cell[1] - 1)

    def mean(material: str) -> float:
        known = [r for r in (relative(ranks[material].get(m)) for m in methods) if r is not None]
        return sum(known) / len(known) if known else 2.0

    order = sorted(ranks, key=lambda material: (mean(material), material))

    def draw(axes: Axes) -> None:
        import numpy as np
        from matplotlib.colors import LinearSegmentedColormap

        grid = np.full((len(order), len(methods)), np.nan)
        for y, material in enumerate(order):
            for x, method in enumerate(methods):
                cell = ranks[material].get(method)
                place = relative(cell)
                if cell is None or place is None:
                    continue
                grid[y, x] = 1.0 - place
                ink = "white" if grid[y, x] > _DARK else "#1d2733"
                axes.text(x, y, str(cell[0]), ha="center", va="center", color=ink, fontsize=7.5)
        colours = LinearSegmentedColormap.from_list("risk", ["#eef3f8", "#0b3c5d"])
        axes.imshow(grid, aspect="auto", cmap=colours, vmin=0.0, vmax=1.0)
        axes.set_xticks(range(len(methods)), list(methods), rotation=20, ha="left")
        axes.set_yticks(range(len(order)), order)
        axes.tick_params(length=0)
        axes.xaxis.tick_top()
        for side in axes.spines.values():
            side.set_visible(False)

    return _svg(draw, width=5.4, height=1.4 + 0.2 * len(order), title=title)


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
    rows = [
        (mineral, stage, *by[stage])
        for mineral, by in shares.items()
        for stage in order
        if stage in by
    ]

    def draw(axes: Axes) -> None:
        for y, (_, _, name, one, three) in enumerate(rows):
            axes.barh(y, 100 * three, height=0.62, color="#c8d9e8")
            axes.barh(y, 100 * one, height=0.62, color=BLUE)
            axes.text(1.0, y, f"{name} {one:.0%}", va="center", color="white", fontsize=7.5)
            axes.text(100 * three + 1, y, f"{three:.0%}", va="center", color=GREY, fontsize=7.5)
        axes.set_yticks(range(len(rows)), [f"{mineral}, {stage}" for mineral, stage, *_ in rows])
        axes.invert_yaxis()
        axes.set_xlim(0, 108)
        axes.set_xlabel("% of world supply: largest supplier (dark), three largest (light)")

    return _svg(draw, width=7.2, height=1.0 + 0.26 * len(rows), title=title)


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
        low, middle, high = (
            sum(row[1] for row in rest),
            sum(row[2] for row in rest),
            sum(row[3] for row in rest),
        )
        shown.append((f"{len(rest)} more industries", low, middle, high))

    def draw(axes: Axes) -> None:
        for y, (_, low, middle, high) in enumerate(shown):
            axes.barh(y, middle, height=0.6, color=BLUE)
            axes.plot([low, high], [y, y], color=ORANGE, linewidth=1.6)
            axes.plot([low, high], [y, y], "|", color=ORANGE, markersize=7)
            axes.annotate(
                f"{middle:.2g} ({low:.2g} to {high:.2g})",
                (high, y),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                color=GREY,
                fontsize=7.5,
            )
        axes.set_yticks(
            range(len(shown)), [fill(shorten(row[0], 76, placeholder=" ..."), 42) for row in shown]
        )
        axes.invert_yaxis()
        axes.set_xlim(0, 1.45 * max(row[3] for row in shown))
        axes.set_xlabel("billion USD a year: middle (bar), low to high (line)")

    return _svg(draw, width=7.2, height=1.0 + 0.31 * len(shown), title=title)
