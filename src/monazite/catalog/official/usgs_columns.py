"""What the short column codes of the wide editions mean."""

from __future__ import annotations

import re

_QUANTITIES = (
    ("net-import-reliance", r"\bnir|^nir|nir_|net import reliance"),
    ("price", r"price"),
    ("employment", r"employ"),
    ("import-sources", r"import sources"),
    ("imports", r"import"),
    ("exports", r"export"),
    ("stocks", r"stock"),
    ("shipments", r"shipment"),
    ("consumption", r"consum|apparent"),
    ("sold-or-used", r"sold[-_ ]?(or[-_ ])?used"),
    ("sales", r"sold|sales|grade-a"),
    ("supply", r"supply"),
    ("reserves", r"reserves"),
    ("production", r"prod|recycl|withdrawn|extracted|mine|refinery|quantity|smelter|furnace|cast"),
)
_SUFFIXES = {
    "mmt": "Mt",
    "kt": "kt",
    "kg": "kg",
    "t": "t",
    "pct": "%",
    "num": "count",
    "mct": "million ct",
    "mcm": "million m3",
    "mdol": "million USD",
    "dkg": "USD/kg",
    "dto": "USD/oz_t",
    "dtoz": "USD/oz_t",
    "dst": "USD/short_ton",
    "dlb": "USD/lb",
    "dct": "USD/ct",
    "ctslb": "US cent/lb",
    "dt": "USD/t",
    "dg": "USD/g",
    "msqft": "million ft2",
}
_PRICES = (
    ("cents per pound", "US cent/lb"),
    ("dollars per pound", "USD/lb"),
    ("dollars per kilogram", "USD/kg"),
    ("dollars per metric ton unit", "USD/mtu"),
    ("dollars per dry metric ton unit", "USD/mtu"),
    ("dollars per metric ton", "USD/t"),
    ("dollars per short ton", "USD/short_ton"),
    ("dollars per troy ounce", "USD/oz_t"),
    ("dollars per gram", "USD/g"),
    ("dollars per carat", "USD/ct"),
    ("dollars per flask", "USD/flask"),
    ("dollars per ton", "USD/t"),
)
_HEADINGS = (
    ("million metric tons", "Mt"),
    ("thousand metric tons", "kt"),
    ("metric tons", "t"),
    ("kilograms", "kg"),
    ("million dollars", "million USD"),
    ("million cubic meters", "million m3"),
)


def quantity_of(label: str, about: str) -> str:
    """The quantity a column is about: its label first, its definition where the label does not say."""
    for text in (label.casefold(), about.casefold()):
        for quantity, pattern in _QUANTITIES:
            if re.search(pattern, text):
                return quantity
    return "other"


def unit_of(label: str, about: str, quantity: str) -> str:
    """The unit a column is in. Reliance is always percent and employment a count, whatever the suffix says."""
    if quantity == "net-import-reliance":
        return "%"
    if quantity == "employment":
        return "count"
    if "index" in label.casefold():
        return "index"
    if not label:
        return next((unit for words, unit in _HEADINGS if words in about.casefold()), "")
    if quantity == "price":
        for words, unit in _PRICES:
            if words in about.casefold():
                return unit
    tail = label.rsplit("_", 1)[-1].strip()
    for suffix in sorted(_SUFFIXES, key=len, reverse=True):
        if tail == suffix or (tail.endswith(suffix) and tail[: -len(suffix)][-1:].islower()):
            unit = _SUFFIXES[suffix]
            return f"USD/{unit}" if quantity == "price" and unit in {"t", "kg"} else unit
    return ""


_ELEMENTS = {
    "CeO2": "cerium",
    "Dy2O3": "dysprosium",
    "Eu2O3": "europium",
    "La2O3": "lanthanum",
    "Nd2O3": "neodymium",
    "TbO2": "terbium",
}


def element_of_price(label: str) -> str:
    """The rare earth whose oxide a price column names; empty for other columns."""
    found = re.fullmatch(r"Price_([A-Z][a-z]?\d?O\d)_dkg", label)
    return _ELEMENTS.get(found[1], "") if found else ""


# Chapters that hold several commodities, and the words that tell which one a series is about.
_PARTS = {
    "bauxite-and-alumina": (("alumina", "alumina"), ("", "bauxite")),
    "bauxite": (("alumina", "alumina"), ("", "bauxite")),
    "platinum-group-metals": (
        ("palladium", "palladium"),
        ("platinum", "platinum"),
        ("iridium", "iridium"),
        ("rhodium", "rhodium"),
        ("ruthenium", "ruthenium"),
        ("osmium", "osmium"),
        ("", "platinum-group-metals"),
    ),
    "titanium-and-titanium-dioxide": (
        ("pigment", "tio2-pigment"),
        ("dioxide", "tio2-pigment"),
        ("sponge", "titanium-sponge-metal"),
        ("", "titanium-sponge-metal"),
    ),
    "titanium-titanium-dioxide": (("pigment", "tio2-pigment"), ("", "titanium-sponge-metal")),
    "diamond-industrial": (
        ("bort", "diamond-bort-grit-and-dust-and-powder-natural-and-synthetic"),
        ("stones", "diamond-stones-natural-and-synthetic"),
        ("", "diamond-industrial"),
    ),
    "zirconium-and-hafnium": (
        ("hf", "hafnium"),
        ("hafnium", "hafnium"),
        ("", "zirconium-and-hafnium"),
    ),
}


def commodity_of(chapter: str, words: str) -> str:
    """The commodity of a series in a chapter that holds several."""
    for word, code in _PARTS.get(chapter, ()):
        if word in re.split(r"[^a-z0-9]+", words.casefold()) or not word:
            return code
    return chapter
