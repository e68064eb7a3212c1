"""§D30: killed at a random moment, fifty times, the workspace is the old one or the new one."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from monazite.catalog import workspace as workspaces
from monazite.catalog.update import update


def _baci(path: Path, years: tuple[int, ...], rows: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for year in years:
            lines = rows or f"{year},156,842,10121,12.5,3.25\n"
            out.writestr(f"BACI_HS17_Y{year}_V202601.csv", "t,i,j,k,v,q\n" + lines)
    return path


def _state(folder: Path) -> tuple[tuple[str, str, int], ...]:
    """The tables of a workspace, each object read in full."""
    found = []
    for entry in workspaces.entries(folder):
        rows = pl.read_parquet(folder / "objects" / entry.object).height
        assert rows == entry.rows
        found.append((entry.table, entry.object, rows))
    return tuple(found)


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    folder = tmp_path / "ws"
    first = _baci(tmp_path / "one.zip", (2022, 2023))
    update([first], folder, seen=date(2026, 7, 1), tell=lambda _, __: None)
    old = _state(folder)
    lines = "".join(f"2023,156,842,{code:06},1.5,2.5\n" for code in range(10_000, 40_000))
    kinds = set()
    length = (
        0.0  # the shortest that an update has taken here: the first, which is let run, may be slow
    )
    for attempt in range(51):
        again = _baci(
            tmp_path / f"two{attempt}.zip", (2023,), f"{lines}2023,842,156,{attempt:06},1,1\n"
        )
        start = time.monotonic()
        running = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "monazite",
                "data",
                "update",
                str(again),
                "--workspace",
                str(folder),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            running.wait(timeout=length * float(rng.uniform(0.4, 1.3)) if length else None)
            took = time.monotonic() - start
            length = min(length or took, took)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
        state = _state(folder)
        new = (old[0], ("trade/baci-hs17-2023", state[1][1], 30_001))
        assert state in {old, new}, f"attempt {attempt}"
        kinds.add(state == old)
        old = state
    assert kinds == {True, False}
