"""Printed words to codes: commodities, places, stages, units (§D3)."""

from __future__ import annotations

import re
import unicodedata

from monazite.codes import OTHER, WORLD, search_country

# Spellings that differ between editions or from the package's own codes.
_COMMODITIES = {
    "graphite-natural": "natural-graphite",
    "graphite": "natural-graphite",
    "magnesium-metal": "magnesium",
    "rare-earths-heavy": "rare-earths-heavy",
    "rare-earth": "rare-earths",
    "rare-earth-minerals": "rare-earths",
    "gemanium": "germanium",
    "niobium-columbium": "niobium",
    "columbium-niobium": "niobium",
    "nitrogen-fixed-ammonia": "nitrogen",
    "nitrogen-fixed": "nitrogen",
    "nitrogen-ammonia": "nitrogen",
    "mica-natural": "mica",
    "zeolites-natural": "zeolites",
    "garnet-industrial": "garnet",
    "aluminium": "aluminum",
}


def slug(text: str) -> str:
    """Lower-kebab ASCII.

    >>> slug("Nitrogen (Fixed)—Ammonia")
    'nitrogen-fixed-ammonia'
    """
    plain = unicodedata.normalize("NFKD", text.replace("—", "-").replace("–", "-"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().casefold()).strip(
        "-"
    )


def commodity_code(text: str) -> str:
    """The commodity code for a printed name."""
    found = slug(text)
    return _COMMODITIES.get(found, found)


def country_code(text: str) -> str:
    """Alpha-3, WLD for world totals, OTH for groups; a name that is neither is refused."""
    name = re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()
    name = re.sub(r"^The (?=Bahamas|Gambia)", "", name)
    bare = re.sub(r"\s*\(.*\)$", "", name).strip()
    for candidate in (name, bare):
        if code := search_country(candidate):
            return code
    said = name.casefold()
    if said.startswith(("world", "total", "grand total")):
        return WORLD
    if "other" in said or " and " in said or "," in said:
        return OTHER
    raise ValueError(f"unknown place {text!r}")


_STAGES = (
    (
        "refining",
        ("refin", "smelt", "primary metal", "low-purity", "alumina", "raw steel", "pig iron"),
    ),
    ("metal", ("sponge", "metal production")),
    ("concentrate", ("concentrate",)),
    ("mine", ("mine", "bauxite")),
)


def stage_of(*texts: str) -> str:
    """The stage the first telling text names; empty where none does."""
    for text in texts:
        said = text.casefold()
        for stage, words in _STAGES:
            if any(re.search(rf"\b{word}", said) for word in words):
                return stage
    return ""


# unit as printed: (code, factor is in docs/reference/data.md)
_UNITS = {
    "thousand metric tons": "kt",
    "metric tons": "t",
    "tons": "t",
    "kilograms": "kg",
    "million metric tons": "Mt",
    "thousand metric dry tons": "kt dry",
    "percent": "%",
    "number": "count",
    "dollars per metric ton": "USD/t",
    "dollars per ton": "USD/t",
    "dollars per kilogram": "USD/kg",
    "dollars per pound": "USD/lb",
    "dollars per short ton": "USD/short_ton",
    "dollars per troy ounce": "USD/oz_t",
    "dollars per gram": "USD/g",
    "dollars per carat": "USD/ct",
    "dollars per 10-grams": "USD/10 g",
    "dollars per 50 grams": "USD/50 g",
    "dollars per 25 grams": "USD/25 g",
    "dollars per 100 mililiters": "USD/100 mL",
    "dollars per 100 milliliters": "USD/100 mL",
    "dollars per dry metric ton unit": "USD/mtu",
    "cents per pound": "US cent/lb",
    "million dollars": "million USD",
    "million carats": "million ct",
    "thousands of carats": "thousand ct",
    "thousand carats": "thousand ct",
    "million liters": "million L",
    "million cubic meters": "million m3",
    "index": "index",
    "": "",
}


def unit_code(printed: str) -> str:
    """The unit code for a printed unit; an unknown one is refused."""
    return _UNITS[printed.strip().casefold()]
