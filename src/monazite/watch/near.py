"""The same story from many outlets, found by content (§R53)."""

from __future__ import annotations

import hashlib
import re

_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")
SIZE = 3
KEPT = 128
SAME = 0.55
FEWEST = 8


def sketch(text: str) -> tuple[int, ...]:
    """The smallest 128 hashes of the three-word runs of a text: two texts' sketches tell how much they share."""
    words = _WORD.findall(text.lower()[:20_000])
    runs = {" ".join(words[at : at + SIZE]) for at in range(max(1, len(words) - SIZE + 1))}
    hashes = (
        int.from_bytes(hashlib.blake2b(run.encode(), digest_size=7).digest(), "big") for run in runs
    )
    return tuple(sorted(hashes)[:KEPT])


def overlap(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """Estimated share of runs that two texts have in common, 0 to 1 (Broder 1997, bottom-k)."""
    if not left or not right:
        return 0.0
    union = sorted({*left, *right})[:KEPT]
    both = set(left) & set(right)
    return sum(entry in both for entry in union) / len(union)


def same(left: tuple[int, ...], right: tuple[int, ...]) -> bool:
    """Whether two sketches are of one story; very short texts must be equal."""
    if min(len(left), len(right)) < FEWEST:
        return left == right
    return overlap(left, right) >= SAME
