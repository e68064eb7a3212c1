"""Run by benchmarks/ario.py in BoARIO's own environment: table, order, days, where to put production."""

from __future__ import annotations

import json
import resource
import sys
import time

import numpy as np
import pandas as pd
from boario.event import from_series
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation
from pymrio import IOSystem


def main() -> None:
    table, order, days, target = sys.argv[1:]
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
    simulation = Simulation(model, n_temporal_units_to_sim=int(days))
    simulation.add_event(
        from_series(
            pd.Series({("r0000", "s00"): 0.5}),
            event_type="arbitrary",
            occurrence=2,
            duration=int(days) - 3,
            recovery_tau=1,
            name="loss",
        )
    )
    seconds = []
    for _ in range(int(days)):
        start = time.perf_counter()
        simulation.next_step()
        seconds.append(time.perf_counter() - start)
    frame = simulation.production_realised[index]
    np.save(target, frame.to_numpy()[: int(days)])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ms": float(np.median(seconds)) * 1e3, "peak_mb": peak}))


main()
