# ruff: noqa: E501 - lists of words
"""Screening speed: a flat bill of a million lines, and the motor example.

The large bill mixes plain parts (screws, resistors, housings ...) with magnets, metals, oxides and assemblies, in sizes and
from suppliers drawn at random: some three hundred thousand distinct descriptions, listed goods in a few hundred sizes. Run: python -m benchmarks.screen [LINES]
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date

import numpy as np

from monazite.catalog.place import reference
from monazite.dates import AsOf
from monazite.exposure import bills
from monazite.study.screen import Asking, read_bytes, screen_bill, screen_large

DAY = AsOf(date(2025, 10, 20), date(2025, 10, 20))
PLAIN = (
    "Hex screw M{a}x{b}", "Washer {a} mm", "Resistor {b}k 1% 0603", "Housing {a}-{b}", "Cable tie {b} mm", "Steel bracket {a}/{b}",
    "O-ring {a}x{b}", "Aluminium plate {b} mm", "PCB rev {a}.{b}", "Label {b}", "Spring {a}.{b}", "Connector {b} pin", "Hose {b} mm",
)  # fmt: skip
LISTED = (
    "NdFeB magnet N{a}SH {b} mm", "SmCo magnet ring {b} mm", "Dysprosium oxide 99.{b}%", "Terbium metal", "GaAs wafer {b} mm", "Motor {b} W",
    "Antimony trioxide 99.{b}%", "Germanium window {b} mm", "Natural flake graphite", "Tungsten rod D{a} L100 mm", "Hall sensor {a}",
)  # fmt: skip
ORIGINS = ("CN", "DE", "JP", "US", "VN", "KR", "MY", "")


def make(lines: int, *, listed: float = 0.05, seed: int = 1) -> bytes:
    """A flat CSV bill."""
    rng = np.random.default_rng(seed)
    special = rng.random(lines) < listed
    kind = rng.integers(0, 1_000_000, lines)
    a, b = rng.integers(1, 60, lines), rng.integers(1, 5000, lines)
    origin, supplier = rng.integers(0, len(ORIGINS), lines), rng.integers(1, 2000, lines)
    qty, price = rng.integers(1, 100, lines), rng.integers(1, 100_000, lines) / 100
    out = ["No,Description,Qty,Unit price,Currency,Country of origin,Supplier"]
    for i in range(lines):
        words = LISTED if special[i] else PLAIN
        text = words[kind[i] % len(words)].format(a=a[i], b=b[i] % 100 if special[i] else b[i])
        out.append(
            f"{i + 1},{text},{qty[i]},{price[i]:.2f},USD,{ORIGINS[origin[i]]},Supplier {supplier[i]}"
        )
    return ("\n".join(out) + "\n").encode()


def main(lines: int = 1_000_000) -> dict[str, float]:
    """Print and return seconds and memory."""
    data = make(lines)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, cpu = time.perf_counter(), time.process_time()
    found = screen_large(data, "large.csv", DAY, Asking(destination="USA"))
    large, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert found.frame.height == lines
    print(
        f"processor time {cpu:.2f} s over all threads; wall time counts what else the machine does"
    )
    print(
        f"{lines:,} lines ({len(data) / 1e6:.0f} MB): {large:.2f} s, peak {peak:.0f} MB (before: {before:.0f} MB)"
    )
    print(f"  {found.distinct:,} distinct rows looked at; {found.counts}")
    sample = data.split(b"\n", 2001)[:2001]
    start = time.perf_counter()
    bill = bills.read(b"\n".join(sample), "sample.csv")
    screen_bill(bill, DAY, Asking(destination="USA"))
    slow = (time.perf_counter() - start) * lines / 2000
    print(f"  line by line the same would take about {slow:.0f} s: ratio {slow / large:.0f}")
    motor = reference("examples", "bills", "motor.csv").read_bytes()
    screen_bill(read_bytes(motor), DAY, Asking(destination="USA"))
    start = time.perf_counter()
    answer = screen_bill(read_bytes(motor), DAY, Asking(destination="USA"))
    small = time.perf_counter() - start
    print(f"motor, {len(answer.lines)} nested lines: {small:.3f} s")
    return {"large_s": large, "peak_mb": peak, "motor_s": small}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
