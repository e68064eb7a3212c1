"""Sources and the place in them where a number stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms a source is published under and whether its figures may ship in the package."""

    name: str
    redistribute: bool
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One edition of one publication.

    Attributes:
        id: Lower-kebab identifier, for example `usgs-mcs-2026`.
        published: Day the edition was published; the first day its figures could be known.
        accessed: Day the copy at hand was read, or None where it was not recorded.
        sha256: Checksum of the file read, empty for pages and quoted facts.
    """

    id: str
    publisher: str
    title: str
    edition: str
    published: date
    licence: Licence
    accessed: date | None = None
    url: str = ""
    sha256: str = ""
    note: str = ""

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title} ({self.edition}, {self.published})"


@dataclass(frozen=True, slots=True)
class Cited:
    """A source and the place in it: page, table, row, cell, article or paragraph."""

    source: str
    at: str

    def __str__(self) -> str:
        return f"{self.source}, {self.at}"
