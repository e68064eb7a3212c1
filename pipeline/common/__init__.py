"""What every publisher's reader shares: one row form, one cell reading, one way to write tables."""

from pipeline.common.cells import Cell, read_cell
from pipeline.common.rows import COLUMNS, Row, write_rows, write_table
from pipeline.common.words import commodity_code, country_code, slug, stage_of, unit_code

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
