"""Whether everything that ships holds: schema, licence, source, place, code, range (§D21)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

import polars as pl

from monazite.catalog.cells import cells, statistics
from monazite.catalog.documents import documents
from monazite.catalog.place import REFERENCE
from monazite.catalog.sources import sources
from monazite.catalog.tables import names, table
from monazite.codes import OTHER, WORLD, is_country
from monazite.errors import DataError
from monazite.provenance import Absence, Quality, Reliability
from monazite.units import Basis

_ALLOWED = {
    "absent": {entry.value for entry in Absence},
    "quality": {entry.value for entry in Quality},
    "reliability": {entry.value for entry in Reliability},
    "basis": {entry.value for entry in Basis},
}
_MOST = 5
# States that are no more, as the statistics of their time name them (ISO 3166-3 and UN codes).
FORMER = frozenset({"SUN", "YUG", "DDR", "CSK", "SCG", "ANT", "ZAR", "BUR"})


def _wrong(what: str, where: str, way_out: str) -> DataError:
    return DataError(
        "E212", what, where=where, why="Every shipped figure can be walked back", way_out=way_out
    )


def _sources(name: str, frame: pl.DataFrame) -> Iterator[DataError]:
    known = sources()
    if "source" not in frame.columns:
        return
    for card in frame["source"].unique():
        if card is None or card not in known:
            yield _wrong(f"no source card {card!r}", name, "Add the card")
        elif not known[card].licence.redistribute:
            yield _wrong(
                f"{card!r} may not be passed on", name, "Leave the rows out of the package"
            )
    if "at" in frame.columns and (bare := frame["at"].null_count()):
        yield _wrong(f"{bare} rows name no place in their source", name, "Fill the column `at`")


@cache
def _listed() -> frozenset[str]:
    """Codes that are no ISO country: groups, former states, and areas that a table of areas or places defines."""
    found = FORMER | {WORLD, OTHER, "EUU", "all"}
    for name in names():
        if name.endswith(("/areas", "/places")) and "country" in table(name).columns:
            found |= set(table(name)["country"].drop_nulls())
    return frozenset(found)


def _words(name: str, frame: pl.DataFrame) -> Iterator[DataError]:
    for column, allowed in _ALLOWED.items():
        if column not in frame.columns or frame.schema[column] != pl.String:
            continue
        if column == "basis" and "unit" not in frame.columns:
            continue  # the basis of a decision, not of a mass
        for word in frame[column].drop_nulls().unique():
            if word not in allowed:
                yield _wrong(
                    f"{column} is {word!r}", name, "Use one of " + ", ".join(sorted(allowed))
                )
    if "country" in frame.columns:
        listed = _listed()
        said = frame["country"].drop_nulls().unique().to_list()
        codes = {code for text in said for code in text.removeprefix("not ").split()}
        for code in sorted(codes):  # a rule may hold for all but some: "not USA CHN"
            if not is_country(code) and code not in listed:
                yield _wrong(f"unknown country {code!r}", name, "Codes are ISO 3166-1 alpha-3")


def _numbers(name: str, frame: pl.DataFrame) -> Iterator[DataError]:
    if "id" in frame.columns and frame["id"].n_unique() != frame.height:
        yield _wrong("two rows share an id", name, "Make the ids unique")
    if {"value", "absent"} <= set(frame.columns):
        both = frame.filter(pl.col("value").is_null() == pl.col("absent").is_null())
        if both.height:
            yield _wrong(
                f"{both.height} rows have neither or both of value and absent, first {both.row(0)[0]!r}",
                name,
                "A row has a value, or the reason it has none",
            )
    if {"low", "high"} <= set(frame.columns):
        turned = frame.filter(pl.col("low") > pl.col("high"))
        if turned.height:
            yield _wrong(f"{turned.height} ranges are upside down", name, "Swap low and high")


def _corrections() -> Iterator[DataError]:
    rows = {
        row["id"]: row
        for row in cells().filter(pl.col("revises").is_not_null()).iter_rows(named=True)
    }
    for where, card in documents("corrections"):
        for change in card["changes"]:
            row = rows.get(f"{change['cell']}@{card['seen']}")
            if row is None or row["printed"] != change["printed"]:
                yield _wrong(
                    f"the correction of {change['cell']!r} is in no table",
                    where,
                    "Run the pipeline again",
                )


def problems() -> Iterator[DataError]:
    """Everything that does not hold, table by table."""
    for name in names():
        try:
            frame = table(name)
        except DataError as error:
            yield error
            continue
        yield from _sources(name, frame)
        yield from _words(name, frame)
        yield from _numbers(name, frame)
    if (REFERENCE / "corrections").is_dir():
        yield from _corrections()


def check() -> dict[str, int]:
    """Counts of what was checked.

    Raises:
        ExceptionGroup: E212 and others, the first problems found, if anything does not hold.
    """
    found = list(islice(problems(), _MOST * 10))
    if found:
        raise ExceptionGroup(f"{len(found)} problems in the reference data", found)
    frames = {name: table(name) for name in names()}
    return {
        "tables": len(frames),
        "rows": sum(frame.height for frame in frames.values()),
        "statistics": len(statistics()),
        "official cells": cells().height,
        "source cards": len(sources()),
    }
