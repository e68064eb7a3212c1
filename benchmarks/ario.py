"""One ARIO day beside BoARIO 0.7.2, same system, same loss, by turns in the same minutes.

    python -m benchmarks.ario [--sizes 400,1600,6400] [--rounds 5] [--threads 1]

BoARIO is GPL and never imported here: it runs as a script in an environment of its own, made on first use under
build/boario. Without a package index the peer is left out, and the report says so. Each of the two is one process that
sets up once; then they take turns of some days each (peer, ours, peer, ours, ...), so that what else the machine does
meets both. Both get the same number of threads: one by default, for on a busy machine the threads of the peer's matrix
products wait for each other, and its times double or worse.

Printed for each size: milliseconds a day of both, wall and processor time (medians of the turns); the median of the
ratios of neighbouring turns, and their range; load of the machine; largest relative difference of production over the
first turn; peak memory of both processes; the achieved rates beside a triad measured in the same minutes. Our turn is
a whole run of that many days, with what it sets up.

How bytes and flops are counted: a day reads the flows Z of n x n doubles once, 8 n^2 bytes, for 6 n^2 flops under "alt"
(what arrives, what could arrive, what is ordered) and 4 n^2 under "noalt"; all smaller arrays are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.engine import triad
from monazite.simulate.ario import Ario, Settings, System

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
    """Days of a turn."""
    return 4 if size > 3000 else 10 if size > 1000 else 40


def serve(size: int, order: str, threads: int, target: str) -> None:
    """Our side: a turn for each line that comes in."""
    model, days = Ario(system(size), Settings(order=order)), days_of(size)  # type: ignore[arg-type]
    lost = np.zeros(size)
    lost[0] = 0.5
    # the loss of an arbitrary event acts one day after it (§M62): day 2 in BoARIO is day 3 here
    model.run({3: lost}, 4, workers=threads)
    print("ready", flush=True)
    for turn, _ in enumerate(sys.stdin):
        start, cpu = time.perf_counter(), time.process_time()
        paths = model.run({3: lost}, days, workers=threads)
        wall, used = time.perf_counter() - start, time.process_time() - cpu
        if turn == 0:
            np.save(target, paths.production)
        print(
            json.dumps({"ms": wall / days * 1e3, "cpu_ms": used / days * 1e3, "peak_mb": peak()}),
            flush=True,
        )


def peak() -> float:
    """Largest memory of this process so far, MB; `ru_maxrss` would count what the parent held when it was started."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return float(status.split("VmHWM:")[1].split()[0]) / 1024


class Side:
    """A process that takes a turn when told."""

    def __init__(self, call: list[str], threads: int) -> None:
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            call,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            cwd=ROOT,
            env=os.environ
            | {f"{name}_NUM_THREADS": str(threads) for name in ("OPENBLAS", "OMP", "MKL")},
        )
        self._line()

    def turn(self) -> dict[str, float]:
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        return json.loads(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._log.seek(0)
            raise RuntimeError(self._log.read()[-800:])
        return line

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)


@dataclass(frozen=True)
class Case:
    """What is measured."""

    size: int
    order: str
    rounds: int
    threads: int


def beside(case: Case, python: Path | None) -> dict[str, object]:
    """Both by turns on one system."""
    with tempfile.TemporaryDirectory() as folder:
        mine, theirs, table = (str(Path(folder) / name) for name in ("a.npy", "b.npy", "t.npz"))
        made, days = system(case.size), days_of(case.size)
        np.savez(table, z=made.flows, y=made.final, x=made.output, sector=made.sector)
        del made
        told = f"{case.size},{case.order},{case.threads}"
        sides = [
            Side([sys.executable, "-m", "benchmarks.ario", "--serve", told, mine], case.threads)
        ]
        if python is not None:
            script = str(Path(__file__).parent / "peers" / "boario_day.py")
            told_too = [table, case.order, str(days), str(case.rounds), theirs]
            sides.append(Side([str(python), script, *told_too], case.threads))
        load = [os.getloadavg()[0]]
        turns = [[side.turn() for side in reversed(sides)] for _ in range(case.rounds)]
        load.append(os.getloadavg()[0])
        for side in sides:
            side.close()
        found = report(case, turns) | {"load": load, "triad_gb_s": triad()}
        if python is None:
            return found | {"boario": "not installed: no package index at hand"}
        a, b = np.load(mine), np.load(theirs)
        found["largest_relative_difference"] = float(np.abs(a - b).max() / b.max())
        found["largest_relative_loss"] = float(np.abs(b / b[0] - 1).max())
    return found


def report(case: Case, turns: list[list[dict[str, float]]]) -> dict[str, object]:
    """Medians, and the ratios turn by turn; the last of a turn is ours."""

    def middle(which: int, key: str) -> float:
        return float(np.median([turn[which][key] for turn in turns]))

    names = ("ms", "cpu_ms", "peak_mb")
    found: dict[str, object] = asdict(case) | {"days_a_turn": days_of(case.size)}
    found["monazite"] = {name: middle(-1, name) for name in names}
    seconds = middle(-1, "ms") / 1e3
    found["gb_s"] = 8 * case.size**2 / seconds / 1e9
    found["gf_s"] = (6 if case.order == "alt" else 4) * case.size**2 / seconds / 1e9
    if len(turns[0]) > 1:
        found["boario"] = {name: middle(0, name) for name in names}
        for name in ("ms", "cpu_ms"):
            ratios = [peer[name] / ours[name] for peer, ours in turns]
            key = {"ms": "ratio", "cpu_ms": "ratio_cpu"}[name]
            found[key] = float(np.median(ratios))
            found[f"{key}_range"] = [min(ratios), max(ratios)]
    return found


def measure(sizes: list[int], rounds: int, threads: int) -> list[dict[str, object]]:
    """All sizes, "noalt" up to 1,600."""
    python, found = interpreter(), []
    for size in sizes:
        for order in ("alt", "noalt") if size <= 1600 else ("alt",):
            case = Case(size, order, rounds if size < 3000 else min(rounds, 3), threads)
            found.append(beside(case, python))
            print(json.dumps(found[-1], indent=2), flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="400,1600,6400")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1, help="of each side")
    parser.add_argument("--serve")
    parser.add_argument("target", nargs="?")
    args = parser.parse_args()
    if args.serve:
        size, order, threads = args.serve.split(",")
        serve(int(size), order, int(threads), args.target)
        return
    measure([int(part) for part in args.sizes.split(",")], args.rounds, args.threads)


if __name__ == "__main__":
    main()
