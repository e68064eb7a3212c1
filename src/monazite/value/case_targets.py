"""Published results of a case: NPV and IRR by deck and tax basis (§V23)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monazite.value.printed import DECKS, mapping, number, unit_of


@dataclass(frozen=True, slots=True)
class Target:
    """A published result: NPV and IRR of one deck on one tax basis."""

    deck: str
    npv: float | None
    irr: float | None
    post_tax: bool
    discount: float | None
    notes: tuple[str, ...] = ()
    label: str = ""


def targets(entry: Mapping[str, Any], currency: str) -> list[Target]:
    """Published results, the one to compare first: post-tax before pre-tax, no deck word before a deck."""
    published = mapping(entry, "published")
    rates = {k.lower(): number(v) for k, v in published.items() if k.lower().startswith("irr")}
    found: list[tuple[tuple[int, ...], Target]] = []
    for position, (key, value) in enumerate(published.items()):
        if not key.lower().startswith("npv"):
            continue
        if unit_of(key)[1] not in {"", currency}:
            continue
        found.append(_target(key, value, rates, entry, position))
    if not found and rates:
        post = not any("pre_tax" in key for key in rates)
        return [Target("", None, _irr(rates, "", post_tax=post), post, None)]
    return [target for _, target in sorted(found, key=lambda pair: pair[0])]


def _target(
    key: str, value: Any, rates: Mapping[str, float | None], entry: Mapping[str, Any], position: int
) -> tuple[tuple[int, ...], Target]:
    words = key.lower().split("_")
    deck = next((word for word in DECKS if word in words), "")
    stage = str(entry.get("stage", "")).lower()
    post = not ("pre_tax" in key.lower() or ("pre-tax" in stage and "post_tax" not in key.lower()))
    rate = re.match(r"npv(\d+(?:\.\d+)?)", key.lower())
    notes: list[str] = []
    npv = number(value)
    if isinstance(value, (list, tuple)):
        notes.append(f"published as a range: {list(value)}")
        npv = None
    scale = unit_of(key)[0]
    target = Target(
        deck,
        None if npv is None else npv * scale,
        _irr(rates, deck, post_tax=post),
        post,
        float(rate[1]) / 100 if rate else None,
        tuple(notes),
        key,
    )
    return (0 if post else 1, 1 if deck and deck != "base" else 0, position), target


def _irr(rates: Mapping[str, float | None], deck: str, *, post_tax: bool) -> float | None:
    wanted = "post_tax" if post_tax else "pre_tax"
    other = "pre_tax" if post_tax else "post_tax"
    for key, rate in rates.items():
        if wanted in key and (not deck or deck in key):
            return rate
    for key, rate in rates.items():
        if other not in key and (
            deck in key if deck else not any(word in key.split("_") for word in DECKS)
        ):
            return rate
    return None
