"""Speed of the indicators and of Leontief, beside their peers.

usage: python benchmarks/indicators.py [--peer PYTHON] [--size 7000]

PYTHON is an interpreter of an environment of its own with geopolrisk-py (GPL; never imported here, and not a
dependency). Each side starts cold in a process of its own. Numbers are printed, not tested.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

OURS = """
import json, time
start = time.perf_counter()
from monazite.study import risk_inputs
from monazite.study.risk import geopolrisk_frame
imported = time.perf_counter()
frame = geopolrisk_frame(risk_inputs.inputs())
done = time.perf_counter()
print(json.dumps({"import_s": imported - start, "compute_s": done - imported, "scores": frame.height}))
"""

SAME = """
import json, time
start = time.perf_counter()
from monazite.study import risk_inputs, risk_names
from monazite.study.risk import geopolrisk_frame
names = [risk_names.material(text) for text in MATERIALS] or None
found = geopolrisk_frame(risk_inputs.inputs(), years=YEARS, materials=names, importers=frozenset(IMPORTERS))
scores = found["score"].len() - found["score"].null_count()
print(json.dumps({"scores": scores, "in_s": time.perf_counter() - start}))
"""

PEER = """
import json, time
start = time.perf_counter()
from geopolrisk.assessment.main import gprs_calc
from geopolrisk.assessment.utils import default_rmlist
imported = time.perf_counter()
found = gprs_calc(YEARS, IMPORTERS, MATERIALS or default_rmlist())
done = time.perf_counter()
print("RESULT" + json.dumps({"import_s": imported - start, "call_s": done - imported, "scores": len(found)}))
"""

IMPORTERS: dict[str, object] = {"USA": 842, "JPN": 392, "DEU": 276, "KOR": 410}
# 60 scores, and all 53 materials of three years: 636.
SUBSETS = (
    ([2018, 2019, 2020, 2021, 2022], ["Nickel", "Manganese", "Graphite"]),
    ([2020, 2021, 2022], list[str]()),
)


def cold(python: str, code: str) -> dict[str, float]:
    """Run code in a fresh process and add its wall time, interpreter start included."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "Documents").mkdir()  # the peer writes its results there
        start = time.perf_counter()
        done = subprocess.run(
            [python, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"HOME": home, "PATH": "/usr/bin:/bin"},
        )
        wall = time.perf_counter() - start
    line = done.stdout.strip().splitlines()[-1].removeprefix("RESULT")
    return {**json.loads(line), "wall_s": wall}


def indicators(peer: str | None) -> None:
    runs = [cold(sys.executable, OURS) for _ in range(3)]
    ours = min(runs, key=lambda run: run["wall_s"])
    each = ours["compute_s"] / ours["scores"]
    print(
        f"GeoPolRisk, every material, importer and year: {ours['scores']:,.0f} scores, each under published and mended "
        f"governance, in {ours['wall_s']:.2f} s from a cold start (import {ours['import_s']:.2f}, compute "
        f"{ours['compute_s']:.2f}; bar: 5 s); {1e6 * each:.1f} microseconds a score; load {os.getloadavg()[0]:.1f}"
    )
    if peer is None:
        print("no --peer: geopolrisk-py is left out")
        return
    # The same scores on both sides, each from a cold start and with one call.
    walls: list[tuple[float, float]] = []
    for years, materials in SUBSETS:
        theirs = cold(peer, _asked(PEER, years, list(IMPORTERS.values()), materials))
        asked = _asked(SAME, years, list(IMPORTERS), [name.casefold() for name in materials])
        same = min((cold(sys.executable, asked) for _ in range(5)), key=lambda run: run["wall_s"])
        if same["scores"] != theirs["scores"]:
            sys.exit(f"not the same work: {same['scores']} scores and {theirs['scores']}")
        walls.append((theirs["scores"], theirs["wall_s"]))
        print(
            f"end to end, cold, the same {same['scores']:.0f} scores: geopolrisk-py {theirs['wall_s']:.1f} s (import "
            f"{theirs['import_s']:.1f}), here {same['wall_s']:.2f} s, ratio {theirs['wall_s'] / same['wall_s']:,.0f}; "
            f"bar 300; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    (few, short), (many, long) = walls
    further = (long - short) / (many - few)
    print(
        f"geopolrisk-py: {1e3 * further:.0f} ms a further score; ratio per score {further / each:,.0f}"
    )
    whole = long + further * (ours["scores"] - many)
    print(
        f"ratio end to end for all {ours['scores']:,.0f} scores: {whole / ours['wall_s']:,.0f}, theirs extrapolated to "
        f"{whole / 60:.0f} minutes"
    )


def _asked(code: str, years: list[int], importers: list[object], materials: list[str]) -> str:
    return (
        f"YEARS, IMPORTERS, MATERIALS = {years!r}, {importers!r}, {materials!r}\n" + code.lstrip()
    )


def leontief(size: int) -> None:
    from monazite.economy import system as io

    rng = np.random.default_rng(1)
    output = rng.uniform(1.0, 2.0, size)
    flows = rng.uniform(0.0, 0.9 / size, (size, size)) * output
    final, primary = output - flows.sum(axis=1), output - flows.sum(axis=0)
    system = io.System(tuple(range(size)), flows, output, final, primary, primary)
    change = np.zeros(size)
    change[0] = -1.0
    start = time.perf_counter()
    ours = io.demand_change(system, change)
    took = time.perf_counter() - start
    print(f"Leontief, {size:,} dense sectors, one change of demand: {took:.2f} s")
    try:
        import pandas as pd
        import pymrio
    except ImportError:
        print("pymrio is not installed: no comparison")
        return
    start = time.perf_counter()
    inputs = pymrio.calc_A(pd.DataFrame(flows), pd.DataFrame({"x": output}))
    inverse = pymrio.calc_L(inputs)
    theirs = inverse.to_numpy() @ change
    other = time.perf_counter() - start
    gap = float(np.abs(ours - theirs).max())
    print(
        f"pymrio calc_A, calc_L: {other:.2f} s; ratio {other / took:.1f}; largest difference {gap:.1e}"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", default=None)
    parser.add_argument("--size", type=int, default=7000)
    given = parser.parse_args()
    if given.peer is not None and not Path(given.peer).exists():
        parser.error(f"no interpreter at {given.peer}")
    indicators(given.peer)
    leontief(given.size)


if __name__ == "__main__":
    main()
