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


_MONEY = "|".join(CURRENCIES)
# What may stand before a number and what may follow it without changing it: hedges, signs of money, bases in words.
_BEFORE = re.compile(
    rf"^(?:\s|~|≈|>|<|about|around|approx(?:imately|\.)?|circa|c\.|up to|{_MONEY}|[a-z]{{0,3}}[$£€])+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?:[\s,;()-]|post|pre|after|before|tax|real|nominal|average|avg|lom|life|of|mine|base|case|incl\w*|excl\w*"
    rf"|contingency|per year|per annum|a year|p\.a\.|pa\b|/\s*(?:year|yr|y|a)\b|{_MONEY}|(?:us|au|a|c|ca)?[$£€])*",
    re.IGNORECASE,
)
_SCALES = {"k": 1e-3, "m": 1.0, "mn": 1.0, "million": 1.0, "bn": 1e3, "b": 1e3, "billion": 1e3}
_FIGURE = r"[-+]?(?:\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d[\d,.]*|\.\d+)"
_SPOKEN = re.compile(
    rf"({_FIGURE})\s*(%)?(?:\s*(?:-|–|to)\s*[a-z]{{0,3}}[$£€]?\s*({_FIGURE}))?"
    r"[\s-]*(%|per ?cent\b|pct\b|million\b|billion\b|bn\b|mn\b|[kmb]\b|years?\b|yrs?\b)?",
    re.IGNORECASE,
)
_PER_UNIT = re.compile(r"\s*(?:/|per)\s*(?:kg|t|tonne|lb|oz|mtu)\b.*$", re.IGNORECASE)


def tokens(key: str) -> tuple[str, ...]:
    """The words of a key."""
    return tuple(word for word in re.split(r"[^a-z0-9]+", key.lower()) if word)


def number(value: Any) -> float | None:
    """A number as printed; the middle of a printed range; None for text, nothing, or what is not finite.

    Words that hedge, signs of money and words for the basis are passed over; millions are the unit of amounts with a
    word. Thousands may be set off by commas, points or spaces, and a lone comma may mark decimals.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value) if abs(value) <= LARGEST else None
    if isinstance(value, str):
        return _spoken(value)
    if isinstance(value, (list, tuple)) and value:
        parts = [number(part) for part in value]
        good = [part for part in parts if part is not None]
        return sum(good) / len(good) if len(good) == len(parts) else None
    return None


LARGEST = 1e15  # beyond it nobody prints an amount; not a number is no smaller


def _spoken(text: str) -> float | None:
    bare = _BEFORE.sub("", re.sub(r"[\u00a0\u2009\u202f]", " ", text)).strip()
    found = _SPOKEN.match(bare)
    if found is None or not _AFTER.fullmatch(bare[found.end() :]):
        return None
    ends = [_figure(part) for part in (found[1], found[3]) if part]
    good = [end for end in ends if end is not None]
    if len(good) < len(ends):
        return None
    unit, middle = (found[4] or "").lower(), sum(good) / len(good)
    if found[2] or unit in {"%", "pct", "percent", "per cent"}:
        return middle / 100
    return middle * _SCALES.get(unit, 1.0)


def _figure(text: str) -> float | None:
    """Digits with their marks as a number; None where the marks make no sense (`1.2.3`)."""
    bare = text.replace(" ", "")
    grouped = re.fullmatch(
        r"[-+]?[1-9]\d{0,2}(?:(,\d{3})+(\.\d+)?|(\.\d{3}){2,}(,\d+)?|(\.\d{3})+(,\d+))", bare
    )
    if grouped:
        decimal = "." if grouped[1] else ","
        bare = bare.replace("," if decimal == "." else ".", "")
    elif bare.count(",") == 1 and "." not in bare:
        decimal = ","  # 0,08 and 12,5
    else:
        decimal = "."
    bare = bare.replace(decimal, ".")
    return float(bare) if re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)", bare) else None


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
        bare = _PER_UNIT.sub("", value) if isinstance(value, str) else value
        amount, unit = number(bare), unit_of(key)[1]
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
