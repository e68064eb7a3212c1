"""What a unit of an event file says: a price, a volume of trade, or neither (§M50)."""

from __future__ import annotations

import re

_VOLUME = re.compile(
    r"^(thousand |million )?(k?t|kt|tonnes?|tons?|kilotonnes?|kg|kilograms?|g|Mt|mt|lb|oz)(\b|/|$)",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€¥£₹₩¢]|(?<![a-z])[km]?(USD|CNY|EUR|JPY|GBP|RMB|INR|IDR|AUD|CAD|KRW|RUB|CHF|USc)(?![a-z])"
    r"|(?<!per )\b(yuan|renminbi|dollars?|cents?|euros?|yen|pounds? sterling|pence|rupees?|rupiah|won)\b"
    r"|r(o?)ubles?\b",
    re.IGNORECASE,
)
_ANY_CURRENCY = re.compile(r"[A-Z]{3}(?= ?/| per )")
_AMOUNT = re.compile(
    r"[\d., ]*((dry|wet|short|long|metric|troy) )*[dw]?(k?t|mt|tonnes?|tons?|kgs?|kilos?|kilogram(me)?s?"
    r"|m?g|gram(me)?s?"
    r"|lbs?|pounds?|oz|ozt|ounces?|mtu|stu|units?|flasks?|st|lt|cwt|carats?|ct|pieces?|pcs|%|m2|m3|l|lit(er|re)s?|kwh|mwh|mmbtu"
    r"|bbl|barrels?)(?![a-z])",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"index|ratio|relative|times|multiple|normali[sz]ed|=|\bbase\b|(%|per ?cent|pct) of|^1?$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"change|growth|y/y|yoy|y-o-y|m/m|mom|increase|^(%|per ?cent|pct)$", re.IGNORECASE
)
_SPEAKS = re.compile(r"price|quot|value|export|import|shipment|volume|trade", re.IGNORECASE)
_SAYS_PRICE = re.compile(r"price|quot|unit value|average value|contract|spot", re.IGNORECASE)
_TRADE = re.compile(r"export|import|shipment|trade|revenue|sales|turnover", re.IGNORECASE)
_NOT_FORECAST = re.compile(
    r"stock|inventor|production|output|consumption|demand|capacity|\bshare|reserve|index|quota",
    re.IGNORECASE,
)
_WAY_OUT = "write a currency and an amount, as USD/kg or CNY/t, or index"


def is_volume(unit: str) -> bool:
    """Whether a unit is one of mass, with or without a time."""
    return bool(_VOLUME.match(unit.strip()))


def is_priced(said: str, unit: str) -> bool:
    """Whether a series is told as a price, by its unit or its name."""
    plain = unit.replace("_", " ")
    money = _MONEY.search(plain) or (_ANY_CURRENCY.match(plain) and not is_volume(plain))
    return bool(money) or ("price" in said.casefold() and not is_volume(plain))


def unforeseen(said: str, unit: str, *, priced: bool) -> str:
    """Why no forecast is made for a series; empty where one is."""
    if priced:
        return _no_price(said, unit.replace("_", " ").strip())
    if not is_volume(unit):
        return f"{unit!r} is neither a price nor a volume of trade"
    if _NOT_FORECAST.search(said) and not _SPEAKS.search(said.replace("export quota", "quota")):
        return f"{said!r} is not forecast: only prices and exports are"
    return ""


def _no_price(said: str, unit: str) -> str:
    """Why a unit is not that of a price; empty where it is."""
    if _CHANGE.search(unit):
        return f"{unit!r} is a change, not a level: {_WAY_OUT}"
    currency = _MONEY.search(unit) or _ANY_CURRENCY.match(unit)
    if currency is None:
        return "" if _LEVEL.search(unit) else f"the unit {unit!r} is not known: {_WAY_OUT}"
    parts = re.split(r"/|\bper\b", unit[currency.end() :], maxsplit=1)
    if len(parts) == 1:
        is_value = _TRADE.search(said) and not _SAYS_PRICE.search(said)
        return f"{unit!r} of {said!r} is neither a price nor a volume of trade" if is_value else ""
    known = _AMOUNT.match(parts[1].strip())
    return "" if known else f"the amount in {unit!r} is not known: {_WAY_OUT}"
