"""Printed words to codes: commodities, places, stages, units (§D3)."""

from __future__ import annotations

import re

from monazite.catalog.materials import ALIASES
from monazite.catalog.materials import kebab as slug
from monazite.codes import OTHER, WORLD, search_country


def commodity_code(text: str) -> str:
    """The commodity code for a printed name."""
    found = slug(text)
    return ALIASES.get(found, found)


def country_code(text: str) -> str:
    """Alpha-3, WLD for world totals, OTH for groups; a name that is neither is refused."""
    name = re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()
    name = re.sub(r"^The (?=Bahamas|Gambia)", "", name)
    bare = re.sub(r"\s*\(.*\)$", "", name).strip()
    for candidate in (name, bare):
        if code := search_country(candidate):
            return code
    head, comma, form = name.partition(", ")
    if comma and form[:1].islower() and " and " not in form and search_country(head):
        return str(
            search_country(head)
        )  # "Argentina, crude ore": the form of what one country makes
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
