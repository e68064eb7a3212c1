"""Write docs/scorecard-indicators.md and docs/pictures/*.svg.

usage: python pipeline/scorecard/indicators.py TABLES OUT
TABLES is the folder with geopolrisk_reference.csv and io_reference_values.csv; OUT is the docs folder. Needs pymrio.
"""

from __future__ import annotations

import csv
import sys
import warnings
from pathlib import Path

import numpy as np
import polars as pl

from monazite.economy import system as io
from monazite.economy.mrio import from_pymrio
from monazite.study import indicator_scorecard, risk_inputs
from monazite.study.risk import geopolrisk_frame

PAIRS = {
    "hhi": "hhi_ours",
    "dom_t": "production_t",
    "imports_t": "imports_t_ours",
    "numerator": "risk_weighted_t",
    "import_risk": "import_risk_ours",
    "score": "score_ours",
    "price_kusd_t": "price_kusd_t_ours",
    "midpoint": "midpoint_ours",
    "cf": "cf_ours",
}


def geopolrisk(tables: Path) -> str:
    published = pl.read_csv(
        tables / "geopolrisk_reference.csv",
        schema_overrides={"hs92": pl.String},
        infer_schema_length=None,
    ).rename({"unit": "importer"})
    ours = geopolrisk_frame(risk_inputs.inputs(), years=[2018, 2020, 2022])
    both = published.join(ours, on=["material", "importer", "year"], how="left", suffix="_ours")
    worst = 0.0
    for printed, mine in PAIRS.items():
        some = both.filter(pl.col(printed) != 0).drop_nulls(mine)
        worst = max(worst, some.select((pl.col(mine) / pl.col(printed) - 1).abs().max()).item())
    return (
        f"{both.height} rows, largest difference {worst:.1e} (the rows are printed with 8 digits)"
    )


def input_output(tables: Path) -> str:
    import pymrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        world = from_pymrio(pymrio.load_test())
    with (tables / "io_reference_values.csv").open(encoding="utf-8") as lines:
        recorded = {row["quantity"]: row["value"] for row in csv.DictReader(lines)}
    k = world.place(("reg2", "mining"))
    final, primary = np.zeros(len(world.names)), np.zeros(len(world.names))
    final[k], primary[k] = -0.1 * world.final[k], -0.1 * world.primary[k]
    full, others = io.extraction(world, k)
    column, row = io.multipliers(world, k)
    ours = {
        "leontief_dx_total_10pct_fd_cut": io.demand_change(world, final).sum(),
        "ghosh_dx_total_10pct_va_cut": io.supply_change(world, primary).sum(),
        "hem_full_loss_total": full,
        "hem_full_loss_excl_own": others,
        "ghosh_forward_extraction_loss": io.forward_extraction(world, k),
        "iim_econ_loss_total": (
            world.output * io.inoperability(world, -final / world.output)
        ).sum(),
        "output_multiplier_k": column,
        "input_multiplier_k": row,
    }
    worst = max(abs(value / float(recorded[name]) - 1) for name, value in ours.items())
    return f"largest difference {worst:.1e}"


def pictures(folder: Path) -> None:
    from monazite.study import economy, risk, risk_pictures

    folder.mkdir(exist_ok=True)
    ranks = risk.table(years=[2022], methods=["hhi", "governance-hhi", "geopolrisk", "eu", "usgs"])
    uses = {e.use for e in economy.tables().dependences if e.mineral == "any-rare-earth"}
    magnets = uses - {"catalysts", "glass-polishing", "batteries-metallurgy", "phosphors", "other"}
    magnets -= {"ceramics-coatings", "imaging-nuclear-other"}
    lost = economy.losses({("magnet-ndfeb-heavy", use): (0.05, 0.15, 0.3) for use in magnets})
    made = {
        "risk-ranks-usa": risk_pictures.rank_map(ranks),
        "concentration-by-stage": risk_pictures.concentration(),
        "loss-by-industry": risk_pictures.loss_by_industry(
            lost,
            title="United States, 15 % (5 to 30) of heavy rare-earth magnets missing for a year",
        ),
    }
    for name, text in made.items():
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")


def main(tables: Path, out: Path) -> None:
    page = indicator_scorecard.markdown(
        geopolrisk=geopolrisk(tables), input_output=input_output(tables)
    )
    (out / "scorecard-indicators.md").write_text(page, encoding="utf-8")
    pictures(out / "pictures")
    print(page)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
