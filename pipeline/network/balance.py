"""Balance every network that has observations -> reference/network/{balanced.parquet, residuals.csv}.

Run after any change to the tables of a network: `python pipeline/network/balance.py`. Deterministic.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import polars as pl

from monazite import catalog
from monazite.network.assemble import parts
from monazite.network.build import sketch
from monazite.network.make import make
from monazite.network.observe import data
from monazite.network.reconcile import reconcile

OUT = Path(__file__).parents[2] / "src/monazite/reference/network"


def main() -> None:
    flows: list[dict[str, object]] = []
    residuals: list[dict[str, object]] = []
    seen = catalog.table("network/observations").select("network", "year").unique().sort("network")
    for network, year in seen.rows():
        first = parts(sketch(network, year))
        before = make(first)
        done = reconcile(first)
        observed: dict[int, list[str]] = defaultdict(list)
        for datum in data(before)[0]:
            for k in datum.terms:
                observed[k].append(datum.id)
        prior = {str(flow.link): flow.t_per_y for flow in first.flows}
        at = {str(link): k for k, link in enumerate(before.links)}
        flows += [
            {
                "network": network,
                "year": year,
                "link": str(flow.link),
                "prior_t_per_y": prior[str(flow.link)],
                "flow_t_per_y": flow.t_per_y,
                "sd_t_per_y": flow.sd_t_per_y,
                "observed": " ".join(observed[at[str(flow.link)]]),
            }
            for flow in done.parts.flows
        ]
        residuals += [
            {
                "network": network,
                "year": year,
                "id": r.datum.id,
                "label": r.datum.label,
                "value": r.datum.value,
                "sd": r.datum.sd,
                "adjusted": r.adjusted,
                "adjusted_sd": r.adjusted_sd,
                "standardised": None if np.isnan(r.standardised) else r.standardised,
                "against": " ".join(r.against),
                "remark": "in conflict" if r.in_conflict else "",
            }
            for r in done.adjustment.residuals
        ]
        residuals += [
            {"network": network, "year": year, "id": key, "label": key, "remark": why}
            for key, why in done.unanswered
        ]
        print(
            network,
            year,
            len(done.parts.flows),
            "flows",
            len(done.adjustment.conflicts),
            "conflicts",
        )
    pl.DataFrame(flows).write_parquet(OUT / "balanced.parquet", compression="zstd")
    pl.DataFrame(residuals, infer_schema_length=None).write_csv(OUT / "residuals.csv")


if __name__ == "__main__":
    main()
