"""Country statistics of all publishers, asked in one way (§D10 to §D16).

Every table in `statistics/` whose columns are those of an official cell takes part, and so does every such table
in the user's workspace. Nothing is merged: each publisher and edition answers for itself, side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from monazite.catalog import foreign
from monazite.catalog.cells import cards, cells, current, shipped
from monazite.catalog.figures import figure
from monazite.catalog.materials import materials
from monazite.catalog.tables import names, table
from monazite.catalog.workspace import entries
from monazite.codes import WORLD, country
from monazite.errors import DataError, MissingData
from monazite.provenance import Absent, Figure, Source, derive

# Who answers first where several do; stated in every answer and changed by `publishers`.
ORDER = ("usgs", "iea", "bmf-wmd", "bgs", "usitc", "cepii", "world-bank")
MOST = 20_000
# Publishers whose country tables claim to hold every producer, so that their sum is their world total.
COMPLETE = ("bmf-wmd",)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a quantity, and any of material, country, partner, stage, period and publisher.

    Attributes:
        known_at: Only cells that could be known on that day; None takes all.
        publishers: Starts of source ids in the order of preference; the first that answers is the default.
    """

    quantity: str
    material: str = ""
    country: str = ""
    partner: str = ""
    stage: str = ""
    year: str = ""
    known_at: date | None = None
    publishers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One official cell that answers, with its share of the same table's world total where there is one."""

    figure: Figure
    row: dict[str, Any]
    source: Source
    share: Figure | None = None

    @property
    def definition(self) -> str:
        """What this publisher counts, in its own words."""
        return self.row["detail"] or self.row["label"]


@dataclass(frozen=True, slots=True)
class Answer:
    """All cells that answer, the default first."""

    question: Question
    cells: tuple[Cell, ...]
    why_default: str

    @property
    def default(self) -> Cell:
        """The cell taken where one number is needed."""
        return self.cells[0]


@cache
def _as_known(known_at: date | None) -> pl.DataFrame:
    return current(shipped(), known_at)


def _about(year: str) -> pl.Expr:
    """The period is the year, a month or day in it, or a span of years that holds it."""
    period = pl.col("period")
    start = period.str.extract(r"^(\d{4})-\d{4}$").cast(pl.Int64)
    end = period.str.extract(r"^\d{4}-(\d{4})$").cast(pl.Int64)
    if not year.isdigit():
        return period == year
    within = period.str.starts_with(f"{year}-")
    return (period == year) | within | ((start <= int(year)) & (end >= int(year)))


@cache
def _listed() -> frozenset[str]:
    """Codes in the tables that are no ISO country: former states, and areas of the trade data."""
    listed = set(cells()["country"].drop_nulls().unique())
    if foreign.AREAS in names():
        listed |= set(table(foreign.AREAS)["country"].drop_nulls())
    return frozenset(listed)


def place(text: str) -> str:
    """The code of a country, or of a former state or an area that the tables know by its own sign."""
    return text.upper() if text.upper() in _listed() else country(text)


def _asked(question: Question, workspace: Path | None) -> pl.DataFrame:
    """The cells among which the answer is: trade flows are many and are read only when asked for."""
    if question.quantity not in foreign.TRADE_QUANTITIES:
        return cells(workspace)
    importer = place(question.country) if question.country else ""
    exporter = place(question.partner) if question.partner else ""
    year = question.year if question.year.isdigit() else ""
    flows = [foreign.shipped_flows()]
    if workspace is not None:
        flows += [
            foreign.own_flows(workspace / "objects" / entry.object, entry.file, entry.source)
            for entry in entries(workspace)
            if entry.form == "flows"
        ]
    parts = [
        foreign.trade(flow, question.quantity, question.material, importer, exporter, year)
        for flow in flows
        if flow is not None
    ]
    return pl.concat(parts, how="diagonal_relaxed") if parts else cells(workspace).clear()


def _filters(question: Question) -> list[pl.Expr]:
    found = [pl.col("quantity") == question.quantity]
    if question.material and question.quantity not in foreign.TRADE_QUANTITIES:
        found.append(pl.col("commodity").is_in(materials(question.material)))
    if question.country:
        asked = pl.col("country") == place(question.country)
        if question.quantity == "import-sources":  # the table's place is the origin of the goods
            asked = asked | (pl.col("partner") == place(question.country))
        found.append(asked)
    if question.partner:
        found.append(pl.col("partner") == place(question.partner))
    if question.stage:
        found.append(pl.col("stage") == question.stage)
    if question.year:
        found.append(_about(question.year))
    return found


def _rank(publishers: tuple[str, ...]) -> pl.Expr:
    rank = pl.lit(len(publishers))
    for place, start in reversed(list(enumerate(publishers))):
        rank = pl.when(pl.col("source").str.starts_with(start)).then(place).otherwise(rank)
    return rank


def _exact(material: str) -> pl.Expr:
    """Cells of the very commodity asked for come before those of a relative."""
    codes = materials(material)[:1] if material else ()
    return pl.col("commodity") != (codes[0] if codes else "")


def _series(text: str | None) -> str:
    """A series' words without what only its total adds."""
    said = (text or "").casefold().replace("(rounded)", "").replace("rounded", "")
    return said.strip(" :,;")


_SAME = ("quantity", "commodity", "stage", "period", "unit")
Totals = dict[tuple[Any, ...], list[dict[str, Any]]]


def _totals(frame: pl.DataFrame) -> Totals:
    """World totals as printed, by what must agree for a country to be a part of them."""
    found: Totals = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(tuple(row[key] for key in _SAME), []).append(row)
    return found


def _world(row: dict[str, Any], totals: Totals) -> dict[str, Any] | None:
    """The total of the same table, year and series; None where the table prints none."""
    if row["country"] in {WORLD, None} or row["value"] is None or row["partner"]:
        return None
    edition = row["source"].partition("-v")[0]
    wanted = _series(row["detail"])
    for entry in totals.get(tuple(row[key] for key in _SAME), ()):
        if entry["source"].startswith(edition) and _series(entry["detail"]) == wanted:
            return entry if entry["value"] else None
    return None


def _summed(row: dict[str, Any], frame: pl.DataFrame) -> Figure | None:
    """The total over all countries of a table that prints none and is complete by its own account."""
    if not row["source"].startswith(COMPLETE) or row["quantity"] != "production":
        return None
    keys = ("source", "commodity", "period", "unit", "detail")
    parts = frame.filter(*(pl.col(key) == row[key] for key in keys))
    key = f"{row['source']}/{row['commodity']}/{WORLD}/{row['period']}"
    label = f"{row['detail']}, all countries"
    summed = total(map(figure, parts.iter_rows(named=True)), id=key, label=label)
    return None if isinstance(summed.value, Absent) else summed


class _Shares:
    """Shares of the world for the cells of one answer; each total is looked up or summed once."""

    def __init__(self, frame: pl.DataFrame, quantity: str) -> None:
        self.frame = frame
        self.totals = _totals(
            frame.filter(pl.col("quantity") == quantity, pl.col("country") == WORLD)
        )
        self.sums: dict[tuple[Any, ...], Figure | None] = {}

    def whole(self, row: dict[str, Any]) -> Figure | None:
        """The world total a row is a part of."""
        printed = _world(row, self.totals)
        if printed is not None:
            return figure(printed)
        key = tuple(row[name] for name in (*_SAME, "source", "detail"))
        if key not in self.sums:
            self.sums[key] = _summed(row, self.frame)
        return self.sums[key]

    def of(self, cell: Figure, row: dict[str, Any]) -> Figure | None:
        """The cell's share of its world total, percent; None where there is no total or no number."""
        whole = self.whole(row)
        if whole is None or isinstance(cell.value, Absent) or not whole.number:
            return None
        return derive(
            f"{cell.id}/share-of-world",
            f"share of the world, {cell.label}",
            round(100 * cell.number / whole.number, 1),
            "%",
            formula="100 x country / world total of the same table",
            parents=(cell, whole),
            period=cell.period,
        )


def get(question: Question, *, workspace: Path | None = None) -> Answer:
    """Every publisher's and edition's cells that answer, the default first.

    The default is the newest edition of the first publisher in the order of preference that gives the very
    commodity asked for.

    Raises:
        MissingData: E210 if no cell answers; it names what there is.
        UnknownCode: E102, E211 for a country or material that no table has.

    Spec: §D10.
    """
    asked = _asked(question, workspace)
    frame = (
        _as_known(question.known_at) if asked is shipped() else current(asked, question.known_at)
    )
    found = frame.filter(*_filters(question))
    order = question.publishers or ORDER
    if question.publishers:
        found = found.filter(_rank(question.publishers) < len(question.publishers))
    if found.is_empty():
        raise _nothing(question, frame)
    found = found.with_columns(
        _exact("" if question.quantity in foreign.TRADE_QUANTITIES else question.material).alias(
            "_other"
        ),
        _rank(order).alias("_rank"),
    ).sort("_other", "_rank", "seen", "period", "id", descending=[False, False, True, True, False])
    if found.height > MOST:
        raise DataError(
            "E213",
            f"{found.height:,} cells answer",
            why=f"At most {MOST:,} are shown side by side",
            way_out="Give a year, a country or a partner",
        )
    shares = _Shares(frame, question.quantity)
    known = cards(workspace)
    answers: list[Cell] = []
    for row in found.iter_rows(named=True):
        shown = figure(row)
        answers.append(Cell(shown, row, known[row["source"]], shares.of(shown, row)))
    first = answers[0].source
    why = (
        f"{first.publisher}, {first.edition}: the newest edition known of the first publisher in the order "
        f"{', '.join(order)}; change it with `publishers` (--publisher)"
    )
    return Answer(question, tuple(answers), why)


def _nothing(question: Question, frame: pl.DataFrame) -> MissingData:
    near = frame
    if question.material and question.quantity not in foreign.TRADE_QUANTITIES:
        near = near.filter(pl.col("commodity").is_in(materials(question.material)))
    have = near.group_by("quantity").agg(pl.col("period").unique()).sort("quantity")
    offers = "; ".join(
        f"{row['quantity']} ({min(row['period'])} to {max(row['period'])})"
        for row in have.iter_rows(named=True)
    )
    return MissingData(
        "E210",
        f"no figure for {question.quantity}"
        + "".join(
            f", {name} {value}"
            for name, value in (
                ("material", question.material),
                ("country", question.country),
                ("year", question.year),
                ("known at", question.known_at),
            )
            if value
        ),
        why="No shipped table and no table of the workspace has such a cell",
        way_out=f"For this material there is: {offers}" if offers else "See `monazite data list`",
    )


def total(parts: Iterable[Figure], *, id: str, label: str) -> Figure:
    """A sum in which what is withheld stays withheld: a range, or incomplete, never a silent zero (§D14).

    A part without a number counts with its printed bounds; one without bounds makes the sum a lower bound.
    """
    listed = tuple(parts)
    numbers = [part.number for part in listed if isinstance(part.value, (int, float))]
    unknown = [part for part in listed if isinstance(part.value, Absent)]
    low = sum(numbers) + sum(part.low or 0.0 for part in unknown)
    closed = all(part.high is not None for part in unknown)
    high = sum(numbers) + sum(part.high or 0.0 for part in unknown) if closed else None
    value: float | Absent = low
    if unknown:
        from monazite.provenance import Absence

        value = Absent(
            Absence.BOUNDED, f"incomplete: {len(unknown)} of {len(listed)} parts have no number"
        )
    return derive(
        id,
        label,
        value,
        listed[0].unit,
        formula="sum of the parts; a part without a number counts with its bounds",
        parents=listed,
        basis=listed[0].basis,
        low=low if unknown else None,
        high=high if unknown else None,
    )
