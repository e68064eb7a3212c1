"""Documents read a second on one core, and memory on a 10 MB document.

usage: python benchmarks/reading.py [--seconds 5]

Texts of 3,000 characters are made of the annotated documents of tests/corpus: one that tells an act, then others
that tell none, as an article is one piece of news and much around it.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from datetime import date
from itertools import cycle
from pathlib import Path

from monazite.reading import Document, load, read

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
LENGTH = 3_000


def texts() -> list[Document]:
    """Articles of 3,000 characters: an act, then text without one."""
    rows = [
        json.loads(line)
        for line in (CORPUS / "seen_corpus.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    plain = cycle([row["text"] for row in rows if row["id"].startswith("n")])
    found: list[Document] = []
    for row in rows:
        if row["id"].startswith("n"):
            continue
        text = row["text"]
        while len(text) < LENGTH:
            text += "\n\n" + next(plain)
        found.append(
            Document(row["title"], date.fromisoformat(row["date"]), text[:LENGTH], row["id"])
        )
    return found


def speed(seconds: float) -> float:
    """Documents a second of processor time."""
    documents = texts()
    for document in documents:
        read(document)
    done, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for document in documents:
            read(document)
        done += len(documents)
    return done / (time.process_time() - start)


def memory() -> tuple[float, float]:
    """Seconds and megabytes added by a 10 MB document."""
    page = (
        "Lithium output rose 5% to 1,000 tonnes in Chile. Nothing else happened on the day in question.\n"
        * 110_000
    )[:10_000_000]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    read(load(page.encode(), name="large"))
    return time.process_time() - start, (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    ) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    args = parser.parse_args()
    rate = speed(args.seconds)
    print(
        f"documents of {LENGTH:,} characters read: {rate:,.0f} a second of one core (bar 200, ratio {rate / 200:.2f})"
    )
    took, added = memory()
    print(f"10 MB document: {took:.1f} s, {added:,.0f} MB more")


if __name__ == "__main__":
    main()
