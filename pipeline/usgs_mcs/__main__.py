"""Mineral Commodity Summaries to `statistics/usgs_mcs`. Run as `python -m pipeline.usgs_mcs <folder>`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from monazite.catalog.official import usgs_long, usgs_reliance, usgs_wide, usgs_world
from pipeline.common import Row, write_rows, write_table
from pipeline.usgs_mcs import corrections


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    """Series that a file repeats under one name get a number."""
    met: Counter[str] = Counter()
    for row in rows:
        met[row.id] += 1
        yield row if met[row.id] == 1 else replace(row, id=f"{row.id}/{met[row.id]}")


def main(folder: Path) -> None:
    headings = usgs_long.headings(folder / usgs_long.FILE)
    rows = [
        *usgs_long.read(folder / usgs_long.FILE),
        *usgs_world.read(folder / usgs_world.FILE, headings),
        *_numbered(usgs_wide.read(usgs_wide.paths(folder), headings)),
    ]
    rows.extend(usgs_reliance.read(usgs_reliance.paths(folder)))
    rows.extend(corrections.read(rows))
    columns = {
        "commodity": ("text", "commodity code of the chapter"),
        "heading": ("text", "what its masses count, as the chapter's heading says"),
        "source": ("text", "source card"),
        "at": ("text", "place in the source"),
    }
    chapters = [
        {
            "commodity": code,
            "heading": words,
            "source": "usgs-mcs-2026",
            "at": f"{usgs_long.FILE}, Other notes",
        }
        for code, words in sorted(headings.items())
    ]
    title = "What masses count in each chapter of the USGS summaries"
    write_table("statistics/usgs_chapters", title, columns, chapters)
    title = "USGS Mineral Commodity Summaries: world production, reserves, capacity, U.S. salient statistics"
    print("rows", write_rows("statistics/usgs_mcs", title, rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
