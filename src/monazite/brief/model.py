"""What a brief is made of: findings, tables, charts (§B1 to §B6).

A finding without a figure and a source cannot be built. A number in a finding's sentence is never typed: the
sentence names its figures as `{0}`, `{1}` and `words.fill` writes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from monazite.errors import DataError
from monazite.provenance import Figure, Source, walk

SECTIONS = {
    "law": "What happened and what is in force",
    "exposure": "Who is touched",
    "shortage": "What breaks, and when",
    "prices": "Prices",
    "loss": "Output at risk",
    "response": "What helps",
    "value": "Who gains and who pays",
    "claims": "What the article claims",
    "assumptions": "Assumptions, ranked by how much they move the answer",
}
Cell = str | Figure


@dataclass(frozen=True)
class Finding:
    """One thing the brief says.

    Attributes:
        id: Stable identifier within a brief, `law/no-61/1-1`.
        section: A key of `SECTIONS`.
        text: A plain sentence; `{0}` stands for the first figure, `{0:range}` for it with its range.
        figures: The numbers the sentence rests on, the leading one first.
        caveats: What limits it.
        would_change: The observation that would change it.
    """

    id: str
    section: str
    text: str
    figures: tuple[Figure, ...]
    caveats: tuple[str, ...] = ()
    would_change: str = ""

    def __post_init__(self) -> None:
        if not self.figures or not self.sources:
            raise DataError(
                "E901",
                f"the finding {self.id!r} has no figure with a source",
                why="A claim without a figure and a source cannot be built",
                way_out="Give it the figures its sentence rests on",
            )
        if self.section not in SECTIONS:
            raise DataError("E902", f"unknown section {self.section!r}", where=self.id)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Ids of all sources below its figures, each once, in order of appearance."""
        found = [
            node.cited.source
            for figure in self.figures
            for _, node in walk(figure)
            if node.cited is not None
        ]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words and figures; a figure carries its own unit, range and source."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise DataError(
                    "E903", f"a row of {self.title!r} has {len(row)} cells, not {len(self.columns)}"
                )


@dataclass(frozen=True, slots=True)
class Band:
    """A line with a range around it: values over x, quantiles by name (`low`, `mid`, `high`, `inner_low`...)."""

    name: str
    x: tuple[float, ...]
    mid: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a timeline: one row, two days, what held between them."""

    row: str
    start: date
    end: date
    state: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its range; `group` gives bars of one panel a common colour, `said` is its number in words."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    group: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as data, with the table that says the same.

    `panels` holds what is drawn: bands for `fan`, bars for `bars`, spans for `timeline`; each panel has a title.
    """

    id: str
    kind: Literal["fan", "bars", "timeline"]
    title: str
    alt: str
    x_label: str
    y_label: str
    panels: tuple[tuple[str, tuple[Band | Bar | Span, ...]], ...]
    table: Table
    mark: tuple[float | date, str] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page: findings, then charts and tables."""

    section: str
    findings: tuple[Finding, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What is needed to make the same brief again, byte for byte."""

    on: date
    known_at: date
    importer: str
    runs: int
    seed: int
    inputs_sha256: str
    versions: tuple[tuple[str, str], ...]
    spec_edition: str
    data_vintage: str


@dataclass(frozen=True)
class Brief:
    """The document: five sentences, then the parts, then sources."""

    title: str
    subject: str
    lead: tuple[Finding, ...]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    record: RunFacts
    readings: tuple[dict[str, object], ...] = ()
    claims: tuple[dict[str, object], ...] = ()
    standing: tuple[dict[str, object], ...] = ()
    policy_event_found: bool = True
    figures: dict[str, Figure] = field(default_factory=dict)

    @cached_property
    def later(self) -> dict[str, Source]:
        """Sources published after the day of knowledge, used because no edition of that day is at hand (§B12)."""
        return {card.id: card for card in self.sources if card.published > self.record.known_at}

    def rests_on_later(self, entry: Finding) -> bool:
        """Whether a finding rests on a source published after the day of knowledge."""
        return any(source in self.later for source in entry.sources)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The lead and all parts' findings, each once."""
        found = {entry.id: entry for entry in self.lead}
        for part in self.parts:
            for entry in part.findings:
                found.setdefault(entry.id, entry)
        return tuple(found.values())


def all_figures(lead: tuple[Finding, ...], parts: tuple[Part, ...]) -> dict[str, Figure]:
    """Every figure of a brief and all it was derived from, by id.

    Raises:
        DataError: E904 if two different figures share an id.
    """

    def roots() -> Iterator[Figure]:
        for entry in lead:
            yield from entry.figures
        for part in parts:
            for entry in part.findings:
                yield from entry.figures
            for table in (*part.tables, *(chart.table for chart in part.charts)):
                yield from (cell for row in table.rows for cell in row if isinstance(cell, Figure))

    found: dict[str, Figure] = {}
    for root in roots():
        for _, node in walk(root):
            known = found.setdefault(node.id, node)
            if known is not node and known != node:
                raise DataError(
                    "E904",
                    f"two different figures share the id {node.id!r}",
                    why="`monazite why` must find one",
                    way_out="Give each its own id",
                )
    return found
