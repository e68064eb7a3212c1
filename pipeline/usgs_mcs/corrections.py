"""Published corrections as further records; the corrected cell stays, with its own day (§D5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from pipeline.common import Row, read_cell
from pipeline.common.rows import REFERENCE


def cards() -> Iterator[tuple[Path, dict]]:
    for path in sorted((REFERENCE / "corrections").glob("usgs-mcs-*.yaml")):
        yield path, yaml.safe_load(path.read_text(encoding="utf-8"))


def read(rows: Iterable[Row]) -> Iterator[Row]:
    """One further row for each corrected cell; a card whose `expect` is not what the file prints is refused."""
    by_id = {row.id: row for row in rows}
    for path, card in cards():
        for change in card["changes"]:
            old = by_id[change["cell"]]
            if old.printed != change["expect"]:
                raise ValueError(
                    f"{path.name}: {old.id} prints {old.printed!r}, not {change['expect']!r}"
                )
            cell = read_cell(change["printed"])
            yield replace(
                old,
                id=f"{old.id}@{card['seen']}",
                value=cell.value,
                low=cell.low,
                high=cell.high,
                absent=cell.absent,
                printed=cell.printed,
                source=card["source"],
                at=change["at"],
                seen=card["seen"],
                revises=old.id,
                note=change["note"],
            )
