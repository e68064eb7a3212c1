"""New capacity by project, material group and stage, taken from `markets/projects` and its notes.

Run from the root: `python -m pipeline.respond.capacities`. Each line names the project, the group, the stage, the
low and high t/y, the start (first and last year, empty where nothing is printed) and where in the row the number
stands. Source, place and reliability are those of the project's row.
"""

from __future__ import annotations

import csv
from pathlib import Path

REFERENCE = Path("src/monazite/reference")
# project, group, stage, low, high, first year, last year, status word ("" = that of the row), where it comes from
CHOSEN = """
p002|ndpr|separation|1590|1590|2025|2025||721 t NdPr oxide in Q3 2025 (note) times four less 1,294 t in 2024
p003|dytb|separation|200|200|2026|2026||capacity of the row
p004|magnets|magnet|1000|3000|2025|2026||capacity of the row
p005|magnets|magnet|7000|7000|2028|2028||capacity of the row
p012|ndpr|separation|4185|5500|2027|2027||note: NdPr up to 5,500 t/y; low scaled by the feed range
p012|dytb|separation|571|750|2027|2027||note: Dy+Tb up to 750 t/y; low scaled by the printed feed range
p014|ndpr|separation|4440|4440|||  |capacity of the row
p024|ndpr|separation|500|1000|2025|2026||capacity of the row; runs by campaign
p025|dytb|separation|0.1|0.1|2025|2025||capacity of the row
p026|ndpr|separation|5513|6000|2029|2029||capacity of the row
p026|dytb|separation|213|306|2029|2029||note: Dy 165-240 t/y and Tb 48-66 t/y
p029|magnets|magnet|10000|10000|2027|2030|planned|capacity of the row is the plan; line 1 is smaller, no number printed
p033|ndpr|separation|1400|1400|2027|2027||basis of the row
p033|dytb|separation|230|230|2027|2027||basis of the row
p037|magnets|magnet|2000|2000|2025|2026||capacity of the row
p039|magnets|magnet|3000|3000|2027|2028||capacity of the row
p040|magnets|magnet|1000|1000||||capacity of the row
p041|magnets|magnet|3000|3000||||capacity of the row
p042|magnets|magnet|10000|10000||||capacity of the row
p043|yttrium|separation|200|400|2025|2026||capacity of the row
p055|magnets|magnet|2000|5000|2025|2027||capacity of the row
p060|ndpr|separation|720|720|2026|2027||capacity of the row
p064|magnets|magnet|500|500|2026|2030||capacity of the row
p071|ndpr|metal|120|400|2026|2028||note: about 10 t a month first, towards 400 t/y
p076|magnets|magnet|6000|6000|2030|2030||capacity of the row
p091|fluorspar|mine|45400|54500|2026|2027||capacity of the row
p098|fluorspar|mine|180000|200000||||capacity of the row
p099|fluorspar|mine|140000|140000|2027|2028||capacity of the row
p100|fluorspar|mine|40000|50000||||capacity of the row
p104|gallium|refining|50|50||||capacity of the row, printed as up to
p105|gallium|refining|100|100||||capacity of the row
p106|gallium|refining|3.5|40||||capacity of the row
p107|gallium|refining|50|50|2027|2028||capacity of the row
p108|gallium|refining|15|15|2026|2027||capacity of the row
p112|gallium|refining|15.5|15.5||||capacity of the row
p111|germanium|refining|6.9|6.9|2028|2028||10 t of GeO2 x 0.694 of germanium in it
p124|antimony|refining|2268|5683||||note: 5 Mlb metal, or 15 Mlb oxide x 0.835 of antimony in it
p137|natural-graphite|mine|175000|175000|2028|2031||capacity of the row, concentrate
p147|tungsten|mine|1800|2600|2025|2026||note: contained tungsten at steady state
"""
# A number of the row's note that is younger than the row.
SEEN = {"capacity/p002/ndpr/separation": "2025-12-31"}
HEAD = (
    "id,project,group,stage,low,high,unit,basis,first,last,status,reliability,source,at,seen,note"
)
BASIS = {"magnets": "gross", "gallium": "contained", "fluorspar": "gross"} | dict.fromkeys(
    ("germanium", "antimony", "tungsten"), "contained"
)
BASIS["natural-graphite"] = "gross"


def rows() -> list[dict[str, str]]:
    """The table's rows, in the order above."""
    with (REFERENCE / "markets/projects.csv").open(encoding="utf-8", newline="") as file:
        projects = {row["id"].split("/")[1].split("-")[0]: row for row in csv.DictReader(file)}
    made: list[dict[str, str]] = []
    for line in CHOSEN.strip().splitlines():
        key, group, stage, low, high, first, last, status, why = (
            part.strip() for part in line.split("|")
        )
        source = projects[key]
        basis = "contained" if stage == "metal" else BASIS.get(group, "oxide")
        made.append(
            {
                "id": f"capacity/{key}/{group}/{stage}",
                "project": source["id"],
                "group": group,
                "stage": stage,
                "low": low,
                "high": high,
                "unit": "t/y",
                "basis": basis,
                "first": first,
                "last": last,
                "status": status or source["status"],
                "reliability": source["reliability"],
                "source": source["source"],
                "at": source["at"],
                "seen": SEEN.get(f"capacity/{key}/{group}/{stage}", source["seen"]),
                "note": why,
            }
        )
    return made


def main() -> None:
    with (REFERENCE / "value/capacities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD.split(","), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())


if __name__ == "__main__":
    main()
