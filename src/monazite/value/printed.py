"""Numbers as a study prints them: units and currencies in the names of fields (§V20 to §V22)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

CURRENCIES = (
    "usd",
    "aud",
    "cad",
    "eur",
    "gbp",
    "zar",
    "brl",
    "cny",
    "jpy",
    "krw",
    "inr",
    "sek",
    "nok",
)
# Words of a key that name a price deck or a later phase, never a unit.
DECKS = (
    "incentive",
    "divergence",
    "spot",
    "consensus",
    "base",
    "upside",
    "downside",
    "floor",
    "china",
    "bull",
    "bear",
    "high",
    "low",
    "stress",
)


def mapping(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A field that should be a mapping, with text keys; nothing where it is anything else."""
    found = entry.get(name)
    return {str(key): value for key, value in found.items()} if isinstance(found, Mapping) else {}


_WORDS = re.compile(
    r"^\s*(?:~|≈|about|approx\.?|circa|c\.|up to|[a-z]{0,3}\s*[$£€])+\s*", re.IGNORECASE
)
_SCALES = {"k": 1e-3, "m": 1.0, "mn": 1.0, "million": 1.0, "bn": 1e3, "b": 1e3, "billion": 1e3}
_RANGE = re.compile(r"([-+]?[\d,.]+)\s*(?:-|–|to)\s*([\d,.]+)\s*(%?)")


def tokens(key: str) -> tuple[str, ...]:
    """The words of a key."""
    return tuple(word for word in re.split(r"[^a-z0-9]+", key.lower()) if word)


def number(value: Any) -> float | None:
    """A number as printed; the middle of a printed range; None for text or nothing.

    Words that hedge and signs of money before it are passed over; millions are the unit of amounts with a word.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str):
        return _spoken(value)
    if isinstance(value, (list, tuple)) and value:
        parts = [number(part) for part in value]
        good = [part for part in parts if part is not None]
        return sum(good) / len(good) if len(good) == len(parts) else None
    return None


def _spoken(text: str) -> float | None:
    bare = _WORDS.sub("", text).strip()
    span = _RANGE.fullmatch(bare)
    if span:
        ends = [float(part.replace(",", "")) for part in span.groups()[:2]]
        return sum(ends) / 2 / (100 if span[3] else 1)
    found = re.fullmatch(
        r"([-+]?[\d,]*\.?\d+)\s*(%|k|m|mn|million|bn|b|billion|years?|yrs?)?", bare, re.IGNORECASE
    )
    if found is None:
        return None
    unit = (found[2] or "").lower()
    amount = float(found[1].replace(",", ""))
    return amount / 100 if unit == "%" else amount * _SCALES.get(unit, 1.0)


def entries(inputs: Mapping[str, Any], *starts: str, without: Iterable[str] = ()) -> dict[str, Any]:
    """Entries whose key begins so and holds none of the words."""
    return {
        key: value
        for key, value in inputs.items()
        if key.lower().startswith(starts)
        and not any(word in key.lower() for word in without)
        and value is not None
    }


def holding(inputs: Mapping[str, Any], wanted: str, barred: str) -> dict[str, Any]:
    """Entries whose key holds one pattern and not another."""
    return {
        key: value
        for key, value in inputs.items()
        if re.search(wanted, key.lower())
        and not re.search(barred, key.lower())
        and value is not None
    }


def unit_of(key: str) -> tuple[float, str]:
    """Millions in one unit of a key such as `capex_musd`, `capex_bn_aud`, `capex_kusd`, and its currency or ''."""
    for word in key.lower().split("_"):
        found = re.fullmatch(r"(m|mm|mn|bn|b|k)?(" + "|".join(CURRENCIES) + ")", word)
        if found:
            scale = {"bn": 1e3, "b": 1e3, "k": 1e-3}.get(found[1] or "", 1.0)
            if "bn" in key.lower().split("_") and not found[1]:
                scale = 1e3
            return scale, found[2].upper()
    words = key.lower().split("_")
    return (1e3 if "bn" in words or "billion" in words else 1.0), ""


def plain_money(key: str) -> bool:
    """Whether a key names a currency without saying millions: `capex_usd`, where a large number is in units."""
    words = key.lower().split("_")
    return any(w in CURRENCIES for w in words) and not {"bn", "billion", "m", "mn", "million"} & {
        *words
    }


def currency_of(entry: Mapping[str, Any]) -> str:
    """The case's currency; USD where the field names several or none."""
    text = str(entry.get("currency") or "").upper()
    for sign, code in _SIGNS:
        if sign in text:
            return code
    named = [c.upper() for c in CURRENCIES if c.upper() in text]
    return named[0] if len(named) == 1 else "USD"


_SIGNS = (("US$", "USD"), ("A$", "AUD"), ("AU$", "AUD"), ("C$", "CAD"), ("£", "GBP"), ("€", "EUR"))
UNITS_FROM = 1e5  # an amount in a key without `m` that is this large is in units, not millions


class Money:
    """Millions of a case's currency from printed keys, with the exchange rates the case prints."""

    def __init__(self, inputs: Mapping[str, Any], currency: str) -> None:
        self.currency, self.rates = currency, {}
        self.notes: list[str] = []
        for key, value in inputs.items():
            found = re.fullmatch(r"fx_([a-z]{3})_per_([a-z]{3})", key.lower())
            rate = number(value)
            if found and rate:
                self.rates[found[2].upper(), found[1].upper()] = rate
                self.rates[found[1].upper(), found[2].upper()] = 1.0 / rate

    def read(self, key: str, value: Any) -> float | None:
        """Millions, or None where there is no number or no rate to convert it."""
        amount = number(value)
        if amount is None:
            return None
        scale, unit = unit_of(key)
        if abs(amount) >= UNITS_FROM and (plain_money(key) or not unit):
            scale = 1e-6
        if unit in {"", self.currency}:
            return amount * scale
        rate = self._rate(key, unit)
        return None if rate is None else amount * scale * rate

    def plain(self, key: str, value: Any) -> float | None:
        """A price or unit cost in the case's currency, as printed."""
        amount, unit = number(value), unit_of(key)[1]
        if amount is None or unit in {"", self.currency}:
            return amount
        rate = self._rate(key, unit)
        return None if rate is None else amount * rate

    def _rate(self, key: str, unit: str) -> float | None:
        rate = self.rates.get((unit, self.currency))
        if rate is None:
            self.notes.append(
                f"{key} is in {unit} and no exchange rate to {self.currency} is printed"
            )
        return rate

    def total(self, rows: Mapping[str, Any]) -> float | None:
        """Sum of entries, a mapping counting as the sum of its parts; one in the case's own currency goes first."""
        own = {k: v for k, v in rows.items() if unit_of(k)[1] in {"", self.currency}}
        found: list[float] = []
        for key, value in (own or rows).items():
            parts = value.items() if isinstance(value, Mapping) else [("", value)]
            for part_key, part in parts:
                amount = self.read(key if unit_of(part_key)[1] == "" else part_key, part)
                if amount is not None:
                    found.append(amount)
        return sum(found) if found else None
