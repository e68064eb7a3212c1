"""Published results of a case: NPV and IRR by deck and tax basis (§V23)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monazite.value.printed import DECKS, UNITS_FROM, mapping, number, unit_of


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
    rates = {_words(k): _share(v) for k, v in published.items() if "irr" in k.lower().split("_")}
    found: list[tuple[tuple[int, ...], Target]] = []
    for position, (key, value) in enumerate(published.items()):
        if not re.search(r"(^|_)npv", key.lower()):
            continue
        if unit_of(key)[1] not in {"", currency}:
            continue
        found.append(_target(key, value, rates, entry, position))
    if not found and rates:
        post = not any("pre_tax" in key for key in rates)
        return [Target("", None, _irr(rates, "", post_tax=post), post, None)]
    return [target for _, target in sorted(found, key=lambda pair: pair[0])]


def _words(key: str) -> str:
    """The key with one spelling for the tax basis."""
    found = re.sub(r"after_?-?tax|posttax", "post_tax", key.lower())
    return re.sub(r"before_?-?tax|pretax", "pre_tax", found)


def _share(value: Any) -> float | None:
    """A rate as a share; nobody prints 300 % a year, so a number above 3 is in percent."""
    rate = number(value)
    return rate / 100 if rate is not None and rate > 3 else rate  # noqa: PLR2004 - see the line above


def _target(
    key: str, value: Any, rates: Mapping[str, float | None], entry: Mapping[str, Any], position: int
) -> tuple[tuple[int, ...], Target]:
    key = _words(key)
    words = key.split("_")
    deck = next((word for word in DECKS if word in words), "")
    stage = str(entry.get("stage", "")).lower()
    post = not ("pre_tax" in key or ("pre-tax" in stage and "post_tax" not in key))
    rate = re.search(r"npv_?(\d+(?:[._]\d)?)(?:_|pct|$)", key)
    notes: list[str] = []
    npv = number(value)
    if isinstance(value, (list, tuple)):
        notes.append(f"published as a range: {list(value)}")
        npv = None
    scale = unit_of(key)[0]
    if npv is not None and abs(npv) >= UNITS_FROM:
        scale = 1e-6
    target = Target(
        deck,
        None if npv is None else npv * scale,
        _irr(rates, deck, post_tax=post),
        post,
        float(rate[1].replace("_", ".")) / 100 if rate else None,
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
