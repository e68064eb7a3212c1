"""Yearbook tables to reference tables. Run as `python -m pipeline.usgs_myb <folder>`."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.common import write_rows, write_table
from pipeline.usgs_myb import ores, tables, trade


def main(folder: Path) -> None:
    title = "Rare-earth oxide baskets of ores, by deposit and element"
    print("ores", write_table("network/ore_baskets", title, ores.COLUMNS, ores.read(folder)))
    title = "USGS Minerals Yearbook 2022 and Data Series 140: rare earths, United States and world"
    print(
        "rows",
        write_rows("statistics/usgs_myb", title, [*tables.read(folder), *trade.read(folder)]),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
