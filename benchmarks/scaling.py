"""How time grows with runs, weeks, threads, size of the network and size of an ARIO system.

    python -m benchmarks.scaling [--out docs/explain/scaling]

Writes one picture (`scaling.svg`) and the table behind it (`scaling.csv`) into the folder. Each point is the shortest
of some timings, in seconds of processor time and of wall clock; the load of the machine stands beside it. Some minutes.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl

from benchmarks import ario
from monazite import network, simulate
from monazite.shock.types import LossCurve, Scenario, Shock, ShockKind, Target
from monazite.study.assumption_tables import assumptions

Row = dict[str, float | str]
SMALL = ("fluorspar", "antimony", "gallium", "natural-graphite", "nickel", "rare-earths")
BLUE, ORANGE = "#0072B2", "#D55E00"


def timed(work: Callable[[], object], times: int = 2) -> dict[str, float]:
    """Shortest processor time and wall clock of some timings, and the load."""
    wall, cpu = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - used)
    return {"wall_s": min(wall), "cpu_s": min(cpu), "load": os.getloadavg()[0]}


def scenario(weeks: int = 104) -> Scenario:
    """A licence on what China ships."""
    target = Target(origin=("CHN",))
    licence = Shock("licence", ShockKind.LICENCE, "benchmark", LossCurve(2), target)
    return Scenario("bench", "bench", (licence,), assumptions(), weeks, restrictor="CHN")


def engine() -> list[Row]:
    """Runs, weeks and threads on rare earths; networks by their links and nodes."""
    net, plan = network.load("rare-earths"), scenario()
    simulate.sweep(net, plan, runs=8, seed=1)
    rows: list[Row] = []

    def note(what: str, x: float, work: Callable[[], object], times: int = 2) -> None:
        rows.append({"what": what, "x": x, **timed(work, times)})

    for runs in (64, 256, 1024, 4096):
        note("runs", runs, lambda runs=runs: simulate.sweep(net, plan, runs=runs, seed=1))
    for weeks in (26, 52, 104, 208):
        longer = replace(plan, horizon_weeks=weeks)
        note("weeks", weeks, lambda longer=longer: simulate.sweep(net, longer, runs=512, seed=1))
    for threads in (1, 2):
        note(
            "threads",
            threads,
            lambda n=threads: simulate.sweep(net, plan, runs=1024, seed=1, workers=n),
            3,
        )
    for mineral in SMALL:
        small = network.load(mineral)
        simulate.sweep(small, plan, runs=8, seed=1)
        row = timed(lambda small=small: simulate.sweep(small, plan, runs=512, seed=1))
        rows.append(
            {
                "what": "links",
                "x": len(small.links),
                "name": mineral,
                "nodes": len(small.nodes),
                **row,
            }
        )
    return rows


def systems(sizes: tuple[int, ...] = (80, 200, 400, 800, 1600)) -> list[Row]:
    """An ARIO day of both, one thread each, by turns."""
    python, rows = ario.interpreter(), []
    for size in sizes:
        found = ario.beside(ario.Case(size, "alt", 3, 1), python)
        for who in ("monazite", "boario"):
            seen = found.get(who)
            if isinstance(seen, dict):
                row = {"wall_s": seen["ms"] / 1e3, "cpu_s": seen["cpu_ms"] / 1e3}
                rows.append(
                    {"what": f"ario day, {who}", "x": size, **row, "load": os.getloadavg()[0]}
                )
    return rows


def draw(rows: list[Row], path: Path) -> None:
    """Six small charts, both axes in logarithms."""
    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "monazite", "svg.fonttype": "none", "font.size": 8}
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(2, 3, figsize=(10, 6), constrained_layout=True)
    titles = {
        "runs": "runs, rare earths, 104 weeks",
        "weeks": "weeks, rare earths, 512 runs",
        "threads": "threads, rare earths, 1,024 runs",
        "links": "links of a network, 512 runs, 104 weeks",
    }
    for ax, (what, title) in zip(axes.flat, titles.items(), strict=False):
        chosen = [r for r in rows if r["what"] == what]
        line(ax, chosen, "wall_s", BLUE, "wall clock")
        line(ax, chosen, "cpu_s", ORANGE, "processor")
        for row in chosen:
            if "name" in row:
                ax.annotate(
                    f" {row['name']}", (row["x"], row["cpu_s"]), fontsize=6, rotation=-40, va="top"
                )
        ax.set_title(title)
        ax.set_ylabel("seconds")
    for who, colour in (("monazite", BLUE), ("boario", ORANGE)):
        line(
            axes.flat[4], [r for r in rows if r["what"] == f"ario day, {who}"], "cpu_s", colour, who
        )
    axes.flat[4].set_title("region-sectors, one ARIO day, processor")
    axes.flat[4].set_ylabel("seconds")
    chosen = [
        {**r, "rate": float(r["x"]) / float(r["wall_s"])} for r in rows if r["what"] == "runs"
    ]
    line(axes.flat[5], chosen, "rate", BLUE, "wall clock")
    axes.flat[5].set_title("runs, rare earths, 104 weeks")
    axes.flat[5].set_ylabel("runs a second")
    for ax in axes.flat:
        if ax.get_legend_handles_labels()[0]:
            ax.legend(fontsize=6)
    figure.savefig(path, metadata={"Date": None})


def line(ax: Any, rows: list[Row], column: str, colour: str, label: str) -> None:
    """One series on two logarithmic axes, marked at its points."""
    rows = sorted(rows, key=lambda r: float(r["x"]))
    x = [float(r["x"]) for r in rows]
    dash = "o-" if colour == BLUE else "s--"
    ax.loglog(x, [float(r[column]) for r in rows], dash, color=colour, label=label)
    if len(x) < 6:
        ax.set_xticks(x, [f"{v:,.0f}" for v in x])
        ax.set_xticks([], minor=True)


def write(rows: list[Row], folder: Path) -> None:
    """The table and the picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "scaling.csv").open("w", newline="", encoding="utf-8") as sink:
        columns = ["what", "x", "name", "nodes", "wall_s", "cpu_s", "load"]
        table = csv.DictWriter(sink, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(
            {k: round(v, 5) if isinstance(v, float) else v for k, v in r.items()} for r in rows
        )
    draw(rows, folder / "scaling.svg")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=Path("docs/explain/scaling"))
    parser.add_argument("--engine-only", action="store_true", help="leave out ARIO and its peer")
    args = parser.parse_args()
    rows = engine()
    write(rows, args.out)
    if not args.engine_only:
        rows += systems()
        write(rows, args.out)
    print((args.out / "scaling.csv").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
