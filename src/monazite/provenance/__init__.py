"""Where every number comes from: sources, locators, figures and their parents."""

from monazite.provenance.figure import (
    Absence,
    Absent,
    Figure,
    Quality,
    Reliability,
    derive,
    walk,
)
from monazite.provenance.source import Cited, Licence, Source

__all__ = [
    "Absence",
    "Absent",
    "Cited",
    "Figure",
    "Licence",
    "Quality",
    "Reliability",
    "Source",
    "derive",
    "walk",
]
