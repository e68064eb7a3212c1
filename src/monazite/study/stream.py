"""Ensembles too large for memory, written in parts to a folder the user named (§M34)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from monazite.study.scenarios import Prepared


def to_folder(
    prepared: Prepared,
    folder: Path,
    *,
    runs: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Path, ...]:
    """Write every run to `part-NNNNNNN.npz` files beside `record.json`; memory holds one part at a time."""
    from monazite.simulate.record import record
    from monazite.simulate.stream import stream

    folder.mkdir(parents=True, exist_ok=True)
    said = record(prepared.network, prepared.scenario, seed=seed, runs=runs, design="lhs")
    (folder / "record.json").write_text(json.dumps(said.as_dict(), indent=2), encoding="utf-8")
    written: list[Path] = []
    for part in stream(prepared.network, prepared.scenario, runs=runs, seed=seed):
        path = folder / f"part-{part.first:07d}.npz"
        arrays = {k: np.asarray(v) for k, v in asdict(part).items()}
        np.savez(path, allow_pickle=False, **arrays)
        written.append(path)
        if progress:
            progress(min(part.first + len(part.unmet), runs), runs)
    return tuple(written)
