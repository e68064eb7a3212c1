"""World Mineral Statistics to `statistics/bgs`. Run as `python -m pipeline.bgs <folder of BGS_*_production.csv>`."""

from __future__ import annotations

import sys
from pathlib import Path

from monazite.catalog.official import bgs
from pipeline.common import write_rows


def main(folder: Path) -> None:
    title = "BGS World Mineral Statistics: production by country, 1971 to 2023, nine minerals"
    print(
        "rows",
        write_rows("statistics/bgs", title, bgs.read(sorted(folder.glob("BGS_*_production.csv")))),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
