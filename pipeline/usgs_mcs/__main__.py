"""Mineral Commodity Summaries to `statistics/usgs_mcs`. Run as `python -m pipeline.usgs_mcs <folder>`."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.common import write_rows
from pipeline.usgs_mcs import corrections, mcs2025, mcs2026


def main(folder: Path) -> None:
    rows = [*mcs2026.read(folder), *mcs2025.read(folder)]
    rows.extend(corrections.read(rows))
    title = "USGS Mineral Commodity Summaries: world production, reserves, capacity, U.S. salient statistics"
    print("rows", write_rows("statistics/usgs_mcs", title, rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
