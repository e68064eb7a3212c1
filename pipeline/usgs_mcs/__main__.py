"""Mineral Commodity Summaries to `statistics/usgs_mcs`. Run as `python -m pipeline.usgs_mcs <folder>`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.common import Row, write_rows
from pipeline.usgs_mcs import corrections, mcs2025, mcs2026, wide


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    """Series that a file repeats under one name get a number."""
    met: Counter[str] = Counter()
    for row in rows:
        met[row.id] += 1
        yield row if met[row.id] == 1 else replace(row, id=f"{row.id}/{met[row.id]}")


def main(folder: Path) -> None:
    headings = mcs2026.headings(folder)
    rows = [
        *mcs2026.read(folder),
        *mcs2025.read(folder, headings),
        *_numbered(wide.read(folder, headings)),
    ]
    rows.extend(corrections.read(rows))
    title = "USGS Mineral Commodity Summaries: world production, reserves, capacity, U.S. salient statistics"
    print("rows", write_rows("statistics/usgs_mcs", title, rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
