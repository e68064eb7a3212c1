# ruff: noqa: E501, T201 - a list of spices, a report
"""Mutated bills: damaged as files get damaged, and as people damage them. Run: python -m tests.fuzz.mutate [COUNT] [SEED]"""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from monazite.catalog.place import reference
from monazite.dates import AsOf
from monazite.errors import MonaziteError
from monazite.exposure import bills
from monazite.exposure.screen import screen
from monazite.study.screen import standing_of

SPICE = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"=1+1", b"@SUM(A1)", b"1e999", b"-5", b"NaN", b"inf", b"1,234.5.6", b"\r", b"\n\n\n", b'"', b";;;;;", b"\t",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<SubProduct>", b"</Product>", b"<", b"{", b"}", b"[" * 500, b"null", b"1.1.1", b"99999999999999999999",
    "镝".encode(), "ß".encode("cp1252"), b"CN 60 %, DE", b"120 %", b"Atlantis", b"?", b"A" * 3000, b"Parent", b"Level", b"Total", b"%", b"0x10", b"\x1b[31m",
]  # fmt: skip


@dataclass
class Outcome:
    """What became of the files."""

    read: int = 0
    refused: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    wrong: list[str] = field(default_factory=list)


def originals() -> dict[str, bytes]:
    """The motor in every form."""
    return {
        path.name: path.read_bytes() for path in sorted(reference("examples", "bills").iterdir())
    }


def mutate(data: bytes, rng: np.random.Generator) -> bytes:
    """A few changes at random places."""
    for _ in range(int(rng.geometric(0.5))):
        at = int(rng.integers(0, max(1, len(data))))
        size = int(rng.integers(1, 40))
        kind = int(rng.integers(0, 8))
        if kind == 0:
            data = data[:at] + bytes(rng.integers(0, 256, size, dtype=np.uint8)) + data[at + size :]
        elif kind == 1:
            data = data[:at] + data[at + size :]
        elif kind == 2:
            data = data[:at] + data[at : at + 400] + data[at:]
        elif kind == 3:
            data = data[:at] if rng.random() < 0.3 else data[at:] + data[:at]
        elif kind == 4:
            lines = data.split(b"\n")
            one, two = (int(n) for n in rng.integers(0, len(lines), 2))
            lines[one], lines[two] = lines[two], lines[one]
            data = b"\n".join(lines)
        elif kind == 5:
            digit = bytes([int(rng.integers(48, 58))])
            data = data.replace(
                digit, SPICE[int(rng.integers(0, len(SPICE)))], int(rng.integers(1, 4))
            )
        else:
            data = data[:at] + SPICE[int(rng.integers(0, len(SPICE)))] + data[at:]
    return data


def mutate_xlsx(data: bytes, rng: np.random.Generator) -> bytes:
    """Half the time the archive itself, half the time a part in it."""
    if rng.random() < 0.3:
        return mutate(data, rng)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        names = archive.namelist()
        hit = (
            names[int(rng.integers(0, len(names)))]
            if rng.random() < 0.4
            else "xl/worksheets/sheet1.xml"
        )
        for name in names:
            part = archive.read(name)
            copy.writestr(name, mutate(part, rng) if name == hit else part)
    return out.getvalue()


def codes_of(error: BaseException) -> list[str]:
    """Codes of an error or a group; raises what is neither."""
    if isinstance(error, MonaziteError):
        return [error.code] if error.where else [f"{error.code} without a place"]
    if isinstance(error, BaseExceptionGroup):
        return [code for inner in error.exceptions for code in codes_of(inner)]
    raise error


def run(count: int, seed: int, *, screen_every: int = 25) -> Outcome:
    """Read so many mutated files; screen some of those that can be read."""
    rng = np.random.default_rng(seed)
    forms = originals()
    standing = standing_of(AsOf(date(2025, 10, 20), date(2025, 10, 20)))
    outcome = Outcome()
    for number in range(count):
        name = list(forms)[number % len(forms)]
        data = (mutate_xlsx if name.endswith("xlsx") else mutate)(forms[name], rng)
        start = time.perf_counter()
        try:
            bill = bills.read(data, name)
            outcome.read += 1
            if outcome.read % screen_every == 0:
                answer = screen(bill, standing, explain=False)
                if len(answer.lines) != len(bill.lines):
                    outcome.wrong.append(
                        f"{number} {name}: {len(bill.lines)} in, {len(answer.lines)} out"
                    )
        except (MonaziteError, ExceptionGroup) as error:
            outcome.refused += 1
            for code in set(codes_of(error)):
                outcome.codes[code] += 1
        except Exception as error:  # noqa: BLE001 - what is looked for
            outcome.wrong.append(
                f"{number} {name} seed {seed}: {type(error).__name__} {error}"[:300]
            )
        outcome.slowest_s = max(outcome.slowest_s, time.perf_counter() - start)
    return outcome


def main() -> None:
    """Print what became of the files."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    start = time.perf_counter()
    found = run(count, seed)
    print(
        f"{count} files in {time.perf_counter() - start:.0f} s: {found.read} read, {found.refused} refused, slowest {found.slowest_s:.2f} s"
    )
    print(dict(sorted(found.codes.items())))
    print(f"{len(found.wrong)} wrong", *found.wrong[:40], sep="\n  ")


if __name__ == "__main__":
    main()
