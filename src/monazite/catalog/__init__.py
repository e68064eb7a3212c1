"""The only door to files: the tables, documents and source cards that ship in `reference/`."""

from monazite.catalog.documents import document, documents, text
from monazite.catalog.figures import figure
from monazite.catalog.sources import source, sources
from monazite.catalog.tables import Column, TableSchema, names, scan, schema, table

__all__ = [
    "Column",
    "TableSchema",
    "document",
    "documents",
    "figure",
    "names",
    "scan",
    "schema",
    "source",
    "sources",
    "table",
    "text",
]
