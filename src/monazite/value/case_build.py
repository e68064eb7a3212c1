"""What a case does not print, built from what it prints: prices, outputs, unit costs, totals (§V22)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from monazite.value.printed import Money, number, tokens

# Tonnes in one unit as the keys of outputs name it; a rate a year, a day, or a total.
UNITS = {
    "t": 1.0, "tpa": 1.0, "tpy": 1.0, "tonnes": 1.0, "tons": 1.0, "mt": 1e6, "mtpa": 1e6, "kt": 1e3, "ktpa": 1e3,
    "kg": 1e-3, "lb": 0.00045359237, "lbs": 0.00045359237, "klb": 0.45359237, "mlb": 453.59237, "mlbs": 453.59237,
    "mtu": 0.01, "oz": 3.11034768e-05, "koz": 0.0311034768, "moz": 31.1034768, "tpd": 350.0,
}  # fmt: skip
PER = {"kg": 1000.0, "t": 1.0, "tonne": 1.0, "lb": 2204.62262, "mtu": 100.0, "oz": 32150.7466}
ORE = r"ore|milled|feed|rom|mined|processed|throughput|plant|moved|mill"
BY_PRODUCTS = r"acid|ilmenite|zircon|rutile|gypsum|grade|feed|gangue|recovery|ore\b"
_TOTAL = re.compile(r"(^|_)(total|lom|life_of_mine)(_|$)")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every printed value with the keys that lead to it, joined; a list of mappings counts as its members."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}_{key}".strip("_").lower())
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value


def tonnes_of(key: str, value: Any, life: float | None) -> float | None:
    """Tonnes a year of an output whose unit and period its key names; a total is spread over the life."""
    said = re.fullmatch(
        r"(.*\d)\s*([a-z]+)(?:\s*(?:/|per )\s*(?:y|yr|year|a|annum))?", str(value).lower()
    )
    named = said[2] if said and said[2] in UNITS else ""
    amount = number(said[1] if said and named else value)
    if amount is None:
        return None
    words = tokens(key)
    short = "short" in words
    unit = named or next((word for word in words if word in UNITS), "t")
    amount *= 0.90718474 if short else UNITS[unit]
    if _TOTAL.search(key.lower()):
        return amount / life if life else None
    return amount


def per_tonne(key: str, value: Any, money: Money) -> float | None:
    """A price or unit cost as money of the case per tonne; None where the key names no unit."""
    found = re.search(r"(?:per|usd|aud|cad|gbp|eur)_(kg|t|tonne|lb|mtu|oz)(?:_|$)", key.lower())
    amount = money.plain(key, value)
    return None if found is None or amount is None else amount * PER[found[1]]


def throughput(inputs: Mapping[str, Any]) -> float | None:
    """Tonnes of ore or feed a year."""
    for key, value in leaves(inputs):
        if re.search(
            r"throughput|milling_rate|mill_rate|processing_rate|ore_processed|plant_capacity", key
        ):
            return tonnes_of(key, value, None)
    return None


def life_from_reserve(inputs: Mapping[str, Any]) -> float | None:
    """Reserve over throughput, years."""
    ore = throughput(inputs)
    for key, value in leaves(inputs):
        if re.search(r"^(ore_)?reserves?_", key) and not re.search(
            r"grade|_mlb|_oz|_sb|contained", key
        ):
            reserve = tonnes_of(key, value, None)
            if ore and reserve:
                return reserve / ore
    return None


def _name(key: str) -> str:
    """What a price or an output is of: its key without units, money and periods."""
    noise = {
        "usd", "aud", "cad", "gbp", "eur", "per", "price", "prices", "output", "production", "year", "annual",
        "avg", "average", "total", "lom", "basket", "concentrate", "oxide", "first7", "realised", "sales", "fob",
        "real", "long", "term",
    }  # fmt: skip
    return "_".join(w for w in tokens(key) if w not in noise and w not in UNITS and w not in PER)


def revenue(
    inputs: Mapping[str, Any], money: Money, tonnes: float | None, life: float | None
) -> float | None:
    """Revenue a year from prices and outputs: by product where both are named, else one price for all tonnes."""
    listed = inputs.get("products")
    if isinstance(listed, list):
        return _listed(listed, money, life)
    prices: dict[str, float] = {}
    for key, value in leaves(inputs):
        if re.search(r"(^|_)(price|prices|basket)(_|$)", key) and not re.search(
            r"step|floor|spot", key
        ):
            found = per_tonne(key, value, money)
            if found is not None:
                prices[_name(key)] = found  # the last of several decks or periods is the longest
    outputs = {
        _name(key): amount
        for key, value in leaves(inputs)
        if re.search(r"^(output|production)", key) and (amount := tonnes_of(key, value, life))
    }
    matched = {name: outputs[name] * prices[name] for name in prices if name and name in outputs}
    if matched:
        return sum(matched.values()) / 1e6
    if not prices:
        return None
    name, price = next(iter(prices.items()))
    lead = main_output(inputs, life) if name else tonnes
    return price * (lead or tonnes or 0.0) / 1e6 or None


def phases(inputs: Mapping[str, Any], life: float | None) -> tuple[float, float] | None:
    """Tonnes a year of the first and of the last phase, where outputs are printed by phase or stage."""
    found: dict[int, float] = {}
    for key, value in leaves(inputs):
        phase = re.search(r"(?:phase|stage)_?(\d)", key)
        if (
            phase
            and re.search(r"output|production|concentrate", key)
            and not re.search(r"capex|capital|cost", key)
        ):
            amount = tonnes_of(re.sub(r"(phase|stage)_?\d", "", key), value, life)
            if amount:
                found[int(phase[1])] = amount
    return (found[min(found)], found[max(found)]) if len(found) > 1 else None


def main_output(inputs: Mapping[str, Any], life: float | None) -> float | None:
    """Tonnes a year of the first output that is printed: prices and costs that name one product are of it."""
    for key, value in leaves(inputs):
        if re.search(r"^(output|production)", key) and not re.search(BY_PRODUCTS, key):
            found = tonnes_of(key, value, life)
            if found:
                return found
    return None


def _sold(product: Any, life: float | None) -> float | None:
    """Tonnes a year of a listed product."""
    amounts = (
        tonnes_of(key, value, life)
        for key, value in leaves(product)
        if number(value) is not None
        or (isinstance(value, str) and re.match(r"[\d,. ]+[a-z]", value))
        if not re.search(
            r"price|usd|aud|cad|gbp|eur|grade|recovery|share|pct|payab|name|year$", key
        )
        or re.search(r"(t|kg|lb|tonnes)_per_year$", key)
    )
    return next((amount for amount in amounts if amount), None)


def _listed(products: list[Any], money: Money, life: float | None) -> float | None:
    """Revenue of listed products; None where one has a price and no tonnes, for a part is no whole."""
    total = 0.0
    for product in products:
        prices = (per_tonne(k, v, money) for k, v in leaves(product) if "price" in k)
        price, tonnes = next((p for p in prices if p), None), _sold(product, life)
        name = (
            str(product.get("name", "a product")) if isinstance(product, Mapping) else "a product"
        )
        if price and not tonnes:
            money.notes.append(f"{name} has a price and no tonnes that can be read")
            return None
        if tonnes and not price:
            money.notes.append(f"{name} has no price that can be read and is not counted")
        total += (price or 0.0) * (tonnes or 0.0)
    return total / 1e6 or None


def _listed_tonnes(inputs: Mapping[str, Any], life: float | None) -> float | None:
    listed = inputs.get("products")
    found = [
        _sold(product, life) or 0.0 for product in (listed if isinstance(listed, list) else [])
    ]
    return sum(found) or None


def unit_costs(
    inputs: Mapping[str, Any], money: Money, tonnes: float | None, life: float | None
) -> float | None:
    """Operating cost a year from unit costs: per tonne of ore x throughput, else per tonne of product x output."""
    ore = throughput(inputs)
    named = any(_name(k) for k, _ in leaves(inputs) if re.search(r"(^|_)price(_|$)", k))
    tonnes = (
        (main_output(inputs, life) if named else None) or tonnes or _listed_tonnes(inputs, life)
    )
    for key, value in leaves(inputs):
        if not re.search(r"opex|cash_cost|c1|aisc|operating_cost|unit_cost|cost_|_cost", key):
            continue
        if re.search(r"capex|capital|by_product|_net", key):
            continue
        found = per_tonne(key, value, money)
        if found is None:
            continue
        if re.search(rf"per_t(onne)?_({ORE})", key):
            if ore:
                return found * ore / 1e6
        elif tonnes:
            return found * tonnes / 1e6
    return None


def cash_total(
    inputs: Mapping[str, Any], money: Money, life: float | None
) -> tuple[float, bool] | None:
    """Undiscounted cash flow of the life after all capital, and whether it is before tax."""
    for key, value in leaves(inputs):
        if not re.search(r"cash_?flow|fcf", key) or re.search(
            r"operating|discounted_at|per_t|margin", key
        ):
            continue
        amount = money.read(key, value)
        if amount is None:
            continue
        pre = bool(re.search(r"pre_?tax|before_tax", key))
        if (
            _TOTAL.search(key)
            or "undiscounted" in key
            or "cumulative" in key
            or "net_cash_flow" in key
        ):
            return amount, pre
        if life and re.search(r"per_year|annual|avg|average|pa(_|$)", key):
            return amount * life, pre
    return None
