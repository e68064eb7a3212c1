"""One ARIO day beside BoARIO 0.7.2, same system, same loss, one after the other in this process tree.

    python -m benchmarks.ario [--sizes 400,1600,6400]

BoARIO is GPL and never imported here: it runs as a script in an environment of its own, made on first use under
build/boario. Without a package index the peer is left out, and the report says so. Printed for each size: milliseconds
a day of both (median), their ratio, largest relative difference of production over all days and region-sectors, peak
memory of both processes, and the achieved rates.

How bytes and flops are counted: a day passes twice over the flows Z of n x n doubles (one product for what is ordered,
one with two right-hand sides for what arrives and what could), 2 x 8 n^2 bytes and 6 n^2 flops; vectors are left out.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np

from monazite.simulate.ario import Ario, System

ROOT = Path(__file__).parent.parent
PEER = ROOT / "build" / "boario"
# its wheel names no dependencies of its own
NEEDS = ("pymrio>=0.5.3,<0.6", "pandas<3", "numpy", "progressbar2")
SECTORS = 40


def system(size: int) -> System:
    """A dense system of that many region-sectors in balance."""
    rng = np.random.default_rng(0)
    z = rng.random((size, size)) ** 4
    x = z.sum(axis=1) * 2.0
    z *= 0.5 * x.sum() / z.sum() / x.max()  # inputs stay below output
    return System(z, x - z.sum(axis=1), x, np.arange(size) % SECTORS)


def interpreter() -> Path | None:
    """The peer's own interpreter, made once; None where it cannot be installed."""
    python = PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEER, with_pip=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "boario==0.7.2", *NEEDS]
    try:
        subprocess.run(install, check=True, timeout=900)
    except (subprocess.SubprocessError, OSError):
        return None
    return python


def days_of(size: int) -> int:
    return 12 if size > 3000 else 40


def ours(size: int, order: str) -> dict[str, object]:
    """In a process of its own, so that its peak memory is its own."""
    made, days = system(size), days_of(size)
    from monazite.simulate.ario import Settings

    model = Ario(made, Settings(order=order))  # type: ignore[arg-type]
    lost = np.zeros(size)
    lost[0] = 0.5
    # the loss of an arbitrary event acts one day after it (§M62): day 2 in BoARIO is day 3 here
    seconds, paths = [], None
    for _ in range(3):
        start = time.perf_counter()
        paths = model.run({3: lost}, days)
        seconds.append((time.perf_counter() - start) / days)
    assert paths is not None
    step = float(np.median(seconds))
    np.save(Path(sys.argv[-1]), paths.production)
    return {"ms": step * 1e3, "peak_mb": peak(), "gb_s": 16 * size**2 / step / 1e9,
            "gf_s": 6 * size**2 / step / 1e9}  # fmt: skip


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def beside(size: int, order: str, python: Path | None) -> dict[str, object]:
    """Both on one system."""
    with tempfile.TemporaryDirectory() as folder:
        mine, theirs, table = (Path(folder) / name for name in ("a.npy", "b.npy", "t.npz"))
        made = system(size)
        np.savez(table, z=made.flows, y=made.final, x=made.output, sector=made.sector)
        call = [sys.executable, "-m", "benchmarks.ario", "--one", f"{size},{order}", str(mine)]
        found: dict[str, object] = {"size": size, "order": order, "monazite": _json(call)}
        if python is None:
            return found | {"boario": "not installed: no package index at hand"}
        script = Path(__file__).parent / "peers" / "boario_day.py"
        call = [str(python), str(script), str(table), order, str(days_of(size)), str(theirs)]
        found["boario"] = peer = _json(call)
        if "ms" not in peer:
            return found
        found["ratio"] = peer["ms"] / found["monazite"]["ms"]  # type: ignore[operator,index]
        a, b = np.load(mine), np.load(theirs)
        found["largest_relative_difference"] = float(np.abs(a - b).max() / b.max())
        found["largest_relative_loss"] = float(np.abs(b / b[0] - 1).max())
    return found


def _json(call: list[str]) -> dict[str, float]:
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        return {"failed": done.stderr[-800:]}  # type: ignore[dict-item]
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="400,1600,6400")
    parser.add_argument("--one")
    parser.add_argument("target", nargs="?")
    args = parser.parse_args()
    if args.one:
        size, order = args.one.split(",")
        print(json.dumps(ours(int(size), order)))
        return
    python = interpreter()
    for size in (int(part) for part in args.sizes.split(",")):
        for order in ("alt", "noalt") if size <= 1600 else ("alt",):
            print(json.dumps(beside(size, order, python), indent=2), flush=True)


if __name__ == "__main__":
    main()
