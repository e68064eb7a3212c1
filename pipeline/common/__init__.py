"""What every publisher's script shares: the readers of the package, and one way to write tables."""

from monazite.catalog.official import (
    Cell,
    Row,
    commodity_code,
    country_code,
    read_cell,
    slug,
    stage_of,
    unit_code,
)
from pipeline.common.rows import COLUMNS, write_rows, write_table

__all__ = [
    "COLUMNS",
    "Cell",
    "Row",
    "commodity_code",
    "country_code",
    "read_cell",
    "slug",
    "stage_of",
    "unit_code",
    "write_rows",
    "write_table",
]
