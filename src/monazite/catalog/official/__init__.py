"""Readers of official files, as their publishers offer them for download.

The shipped tables are made with these readers, and `data update` reads the user's own downloads with them.
"""

from monazite.catalog.official.cells import Cell, read_cell
from monazite.catalog.official.row import Row
from monazite.catalog.official.words import (
    commodity_code,
    country_code,
    slug,
    stage_of,
    unit_code,
)

__all__ = [
    "Cell",
    "Row",
    "commodity_code",
    "country_code",
    "read_cell",
    "slug",
    "stage_of",
    "unit_code",
]
