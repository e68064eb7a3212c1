"""Run by benchmarks/ario.py in BoARIO's own environment: table, order, days a turn, turns, where to put production."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from boario.event import from_series
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation
from pymrio import IOSystem


def main() -> None:
    table, order, *counts, target = sys.argv[1:]
    days, turns = int(counts[0]), int(counts[1])
    whole = days * turns
    made = np.load(table)
    size, sectors = len(made["x"]), int(made["sector"].max()) + 1
    index = pd.MultiIndex.from_product(
        [[f"r{k:04d}" for k in range(size // sectors)], [f"s{k:02d}" for k in range(sectors)]],
        names=["region", "sector"],
    )
    final = pd.DataFrame(0.0, index, pd.MultiIndex.from_product([index.levels[0], ["final"]]))
    final.columns.names = ["region", "category"]
    final[("r0000", "final")] = made["y"]
    system = IOSystem(Z=pd.DataFrame(made["z"], index, index), Y=final)
    system.x = pd.DataFrame({"indout": made["x"]}, index)
    system.calc_all()
    model = ARIOPsiModel(system, order_type=order)
    simulation = Simulation(model, n_temporal_units_to_sim=whole)
    simulation.add_event(
        from_series(
            pd.Series({("r0000", "s00"): 0.5}),
            event_type="arbitrary",
            occurrence=2,
            duration=whole - 3,
            recovery_tau=1,
            name="loss",
        )
    )
    print("ready", flush=True)
    for turn, _ in enumerate(sys.stdin):
        start, cpu = time.perf_counter(), time.process_time()
        for _ in range(days):
            simulation.next_step()
        wall, used = time.perf_counter() - start, time.process_time() - cpu
        if turn == 0:
            np.save(target, simulation.production_realised[index].to_numpy()[:days])
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        peak = float(status.split("VmHWM:")[1].split()[0]) / 1024
        print(
            json.dumps({"ms": wall / days * 1e3, "cpu_ms": used / days * 1e3, "peak_mb": peak}),
            flush=True,
        )


main()
