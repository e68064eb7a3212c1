"""Speed of the indicators and of Leontief, beside their peers.

usage: python benchmarks/indicators.py [--peer PYTHON] [--size 7000]

PYTHON is an interpreter of an environment of its own with geopolrisk-py (GPL; never imported here, and not a
dependency). Each side starts cold in a process of its own. Numbers are printed, not tested.
"""

from __future__ import annotations

import argparse
import json
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
print(json.dumps({"import_s": imported - start, "compute_s": done - imported, "scores": 2 * frame.height}))
"""

SAME = """
import json, time
start = time.perf_counter()
from monazite.study import risk
found = risk.table(materials=["nickel", "manganese", "graphite"], importers=["USA", "JPN", "DEU", "KOR"],
                   years=[2018, 2019, 2020, 2021, 2022], methods=["geopolrisk"])
print(json.dumps({"scores": len(found.rows), "in_s": time.perf_counter() - start}))
"""

PEER = """
import json, time
start = time.perf_counter()
from geopolrisk.assessment.main import gprs_calc
imported = time.perf_counter()
gprs_calc([2022], [842], ["Nickel"])
first = time.perf_counter()
gprs_calc([2018, 2019, 2020, 2021, 2022], [842, 392, 276, 410], ["Nickel", "Manganese", "Graphite"])
done = time.perf_counter()
times = {"import_s": imported - start, "first_s": first - imported, "more_s": done - first, "more": 60}
print("RESULT" + json.dumps(times))
"""


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
        f"GeoPolRisk, every material, importer and year, published and mended governance: {ours['scores']:,.0f} scores "
        f"in {ours['wall_s']:.2f} s from a cold start (import {ours['import_s']:.2f}, compute {ours['compute_s']:.2f}; "
        f"bar: 5 s); {1e6 * each:.1f} microseconds a score"
    )
    if peer is None:
        print("no --peer: geopolrisk-py is left out")
        return
    theirs = cold(peer, PEER)
    same = min((cold(sys.executable, SAME) for _ in range(3)), key=lambda run: run["wall_s"])
    # Each call loads its trade table anew; a score costs what 60 take beyond what one takes.
    score = (theirs["more_s"] - theirs["first_s"]) / (theirs["more"] - 1)
    whole = theirs["import_s"] + theirs["first_s"] + score * (ours["scores"] / 2 - 1)
    print(
        f"geopolrisk-py: import {theirs['import_s']:.1f} s, a call for one score {theirs['first_s']:.1f} s, for "
        f"{theirs['more']:.0f} scores {theirs['more_s']:.1f} s, so {1e3 * score:.0f} ms a further score"
    )
    print(f"ratio per score {score / each:,.0f}; bar 300")
    print(
        f"ratio end to end, cold, the same {same['scores']:.0f} scores on both sides: {theirs['wall_s']:.1f} s over "
        f"{same['wall_s']:.2f} s, {theirs['wall_s'] / same['wall_s']:,.0f} (one more on theirs)"
    )
    print(
        f"ratio end to end {theirs['wall_s'] / ours['wall_s']:,.0f} for its 61 scores against all of ours; "
        f"{whole / ours['wall_s']:,.0f} for the same {ours['scores'] / 2:,.0f} scores, extrapolated"
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
