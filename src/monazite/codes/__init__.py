"""Codes: countries, elements, minerals and stages, each with its names and its source."""

from monazite.codes.countries import (
    EU27,
    OTHER,
    WORLD,
    country,
    country_name,
    is_country,
    search_country,
)
from monazite.codes.elements import (
    ELEMENTS,
    HEAVY,
    LIGHT,
    RARE_EARTHS,
    Element,
    element,
    metal_per_oxide,
)
from monazite.codes.minerals import MINERALS, Mineral, mineral, search_mineral
from monazite.codes.stages import STAGES, Stage

__all__ = [
    "ELEMENTS",
    "EU27",
    "HEAVY",
    "LIGHT",
    "MINERALS",
    "OTHER",
    "RARE_EARTHS",
    "STAGES",
    "WORLD",
    "Element",
    "Mineral",
    "Stage",
    "country",
    "country_name",
    "element",
    "is_country",
    "metal_per_oxide",
    "mineral",
    "search_country",
    "search_mineral",
]
