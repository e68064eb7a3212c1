"""The engine against its bars: 10,000 scenarios x 104 weeks, and one ARIO step, beside the machine's own limits.

    python benchmarks/engine.py [--runs 10000] [--sizes 400,1600,6400]

Prints seconds, peak memory, the achieved rate of memory traffic beside a measured triad, and of ARIO flops beside a
measured dgemm. BoARIO (GPL) is timed beside it only where it is installed in the interpreter that runs this.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable

import numpy as np

from monazite.shock.types import LossCurve, Scenario, Shock, ShockKind, Target
from monazite.simulate.ario import Ario, System


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
    from monazite.study.run import assumptions

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
    # about 20 doubles read or written a link and 16 a node each week; most of it in cache
    traffic = runs * 104 * (20 * links + 16 * nodes) * 8
    return {
        "runs": runs,
        "links": links,
        "nodes": nodes,
        "first_run_s": first,
        "seconds": seconds,
        "cpu_seconds": used,
        "microseconds_a_week": used / runs / 104 * 1e6,
        "kernel_traffic_gb_s": traffic / seconds / 1e9,
        "result_mb": sum(a.nbytes for a in (found.unmet, found.spot, found.home, found.exports))
        / 1e6,
    }


def system(size: int, sectors: int = 40) -> System:
    """A dense system of that many region-sectors in balance."""
    rng = np.random.default_rng(0)
    z = rng.random((size, size)) ** 4
    x = z.sum(axis=1) * 2.0
    return System(z, x - z.sum(axis=1), x, np.arange(size) % sectors)


def ario(size: int) -> dict[str, float]:
    """Milliseconds of one ARIO day, median of a run."""
    made = system(size)
    model = Ario(made)
    lost = np.zeros(size)
    lost[0] = 0.5
    days = 20 if size > 3000 else 60
    start = time.perf_counter()
    model.run({2: lost}, days)
    step = (time.perf_counter() - start) / days
    return {
        "size": size,
        "ms": step * 1e3,
        "gb_s": 2 * size * size * 8 / step / 1e9,
        "gf_s": 6 * size * size / step / 1e9,
    }


def boario(size: int) -> dict[str, float] | str:
    """Milliseconds of one BoARIO step on the same system, where it is installed."""
    try:
        from boario.extended_models import ARIOPsiModel  # type: ignore[import-not-found]
        from pymrio import IOSystem
    except ImportError:
        return "BoARIO is not installed here"
    import pandas as pd

    made = system(size)
    index = pd.MultiIndex.from_product(
        [[f"r{k:04d}" for k in range(size // 40)], [f"s{k:02d}" for k in range(40)]],
        names=["region", "sector"],
    )
    table = IOSystem(
        Z=pd.DataFrame(made.flows, index, index),
        Y=pd.DataFrame({("r0000", "final"): made.final}, index),
    )
    table.calc_all()
    model = ARIOPsiModel(table)
    start = time.perf_counter()
    for _ in range(5):
        model.next_step()
    return {"ms": (time.perf_counter() - start) / 5 * 1e3}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--sizes", default="400,1600,6400")
    args = parser.parse_args()
    report: dict[str, object] = {
        "triad_gb_s": triad(),
        "dgemm_gf_s": dgemm(),
        "sweep": sweep(args.runs),
    }
    report["sweep_peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sizes = [int(size) for size in args.sizes.split(",")]
    report["ario"] = [ario(size) | {"boario": boario(size)} for size in sizes]
    report["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
