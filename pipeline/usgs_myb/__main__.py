"""Yearbook tables to reference tables. Run as `python -m pipeline.usgs_myb <folder>`."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

from pipeline.common import write_table
from pipeline.usgs_myb import ores


def main(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the workbook has a print area openpyxl does not understand
        title = "Rare-earth oxide baskets of ores, by deposit and element"
        print("ores", write_table("network/ore_baskets", title, ores.COLUMNS, ores.read(folder)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
