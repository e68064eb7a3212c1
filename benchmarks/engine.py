"""The engine against its bar: 10,000 scenarios x 104 weeks on the full rare-earth network, beside the machine's limits.

    python -m benchmarks.engine [--runs 10000]

Prints seconds, processor seconds, peak memory, and the achieved rates of memory traffic and arithmetic beside a
measured triad and dgemm. One ARIO day beside BoARIO is in `benchmarks.ario`.

How they are counted, for one run and one week, in doubles read or written: a trade link 9 (order and permission
written, read for production, read and written when shipped, with the fill; read and added to what is on its way),
an input slot 12, a node 14; and in operations: a link 14, a slot 12, a node 16.
Prices, sums by group and repeated passes in weeks of
shortage are left out, so both rates are lower bounds. Eight runs share each read of the network itself.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable

import numpy as np

from monazite.shock.types import LossCurve, Scenario, Shock, ShockKind, Target


def best(work: Callable[[], object], times: int = 3) -> float:
    """Shortest of some timings, seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def triad() -> float:
    """GB/s of a = b + 2 c on arrays that no cache holds."""
    b, c = np.ones(20_000_000), np.ones(20_000_000)
    a = np.empty_like(b)

    def work() -> None:
        np.multiply(c, 2.0, out=a)
        np.add(a, b, out=a)

    return 5 * a.nbytes / best(work) / 1e9


def dgemm() -> float:
    """GF/s of a product of two matrices of 2,000."""
    a = np.ones((2000, 2000))
    return 2 * 2000**3 / best(lambda: a @ a) / 1e9


def sweep(runs: int) -> dict[str, float]:
    """Seconds for an ensemble on the full rare-earth network, compiled code loaded before."""
    from monazite import network, simulate
    from monazite.study.assumption_tables import assumptions

    net = network.load("rare-earths")
    target = Target(origin=("CHN",), minerals=("dysprosium", "terbium", "yttrium", "samarium"))
    licence = Shock("licence", ShockKind.LICENCE, "benchmark", LossCurve(2), target)
    scenario = Scenario("bench", "bench", (licence,), assumptions(), 104, restrictor="CHN")
    start = time.perf_counter()
    simulate.run(net, scenario)
    first = time.perf_counter() - start
    start, cpu = time.perf_counter(), time.process_time()
    found = simulate.sweep(net, scenario, runs=runs, seed=1)
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    links, nodes = len(net.links), len(net.nodes)
    slots = len(net.slot_node)
    traffic = runs * 104 * (9 * links + 12 * slots + 14 * nodes) * 8
    operations = runs * 104 * (14 * links + 12 * slots + 16 * nodes)
    return {
        "runs": runs,
        "links": links,
        "nodes": nodes,
        "first_run_s": first,
        "seconds": seconds,
        "cpu_seconds": used,
        "microseconds_a_week": used / runs / 104 * 1e6,
        "kernel_traffic_gb_s": traffic / seconds / 1e9,
        "kernel_traffic_gb_per_cpu_s": traffic / used / 1e9,
        "kernel_gf_s": operations / seconds / 1e9,
        "result_mb": sum(a.nbytes for a in (found.unmet, found.spot, found.home, found.exports))
        / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=10_000)
    args = parser.parse_args()
    report: dict[str, object] = {
        "triad_gb_s": triad(),
        "dgemm_gf_s": dgemm(),
        "sweep": sweep(args.runs),
    }
    report["sweep_peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
