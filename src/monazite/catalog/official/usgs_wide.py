"""Editions 2022 to 2025 as one file per commodity: world tables and U.S. salient statistics, years and series wide.

The headers are short codes; the metadata beside each file says what a column is. Some headers were damaged when the
files were made ("CASE STATEMENT ERRORkt", "Exports_g" for kg): the metadata's label at the same place then counts.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz

from monazite.catalog.official import Row, commodity_code, country_code, read_cell, slug, stage_of
from monazite.catalog.official.usgs_columns import (
    commodity_of,
    element_of_price,
    quantity_of,
    unit_of,
)
from monazite.catalog.official.usgs_long import basis_of
from monazite.codes import search_country

SEEN = {
    2022: date(2022, 1, 31),
    2023: date(2023, 1, 31),
    2024: date(2024, 3, 6),
    2025: date(2025, 1, 31),
}
# The fluorspar file of 2024 has an empty column after the year, which pushes every value one place right of its
# header; the metadata's labels, in order, are the true ones.
_YEAR = 2  # the column of the year in salient statistics
_ALIKE = 90  # percent of letters two labels share when one is a slip of the other
_PUSHED = {"mcs2024-fluor_salient.csv": 3}
_WORLD = re.compile(
    r"(?P<what>Prod|Cap|Reserves)_?(?P<series>Sponge|Pigment|ore_K2O_equiv|ore)?_(?P<unit>kt|t|kg|mmt|Mt|mt|mct|kct|mcm)"
    r"(?P<est>_est)?(?:_(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_WORLD_UNITS = {
    "kt": "kt",
    "t": "t",
    "kg": "kg",
    "mmt": "Mt",
    "mt": "Mt",
    "mct": "million ct",
    "kct": "thousand ct",
    "mcm": "million m3",
}
# Chapters with a world table and no file of U.S. statistics to take the name from.
_SHORT = {"wolla": "wollastonite"}
_WHAT = {"prod": "production", "cap": "capacity", "reserves": "reserves"}
_SERIES = {
    "ore_k2o_equiv": "K2O equivalent",
    "ore": "ore",
    "sponge": "titanium sponge",
    "pigment": "pigment",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of numbers: its place, its label and what the metadata says of it."""

    place: int
    header: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class File:
    """One official file, read; `name` is its official name, without what a copy put before it."""

    name: str
    edition: int
    header: list[str]
    lines: list[list[str]]
    labels: list[tuple[str, str]]

    @property
    def source(self) -> str:
        """The id of the edition's card."""
        return f"usgs-mcs-{self.edition}"

    @property
    def code(self) -> str:
        """The five letters of the chapter, `raree`."""
        return re.sub(r"^mcs\d{4}-?|_(world|salient)\.csv$", "", self.name.casefold())


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _labels(path: Path) -> list[tuple[str, str]]:
    """Label and definition of each column, in order, from the metadata beside the file."""
    stem = re.sub(r"_(world|salient)\.csv$", "_meta.xml", path.name, flags=re.IGNORECASE)
    beside = [
        one for one in path.parent.glob("*_meta.xml") if one.name.casefold() == stem.casefold()
    ]
    if not beside:
        return []
    pairs = re.findall(
        r"<attrlabl>(.*?)</attrlabl>\s*<attrdef>(.*?)</attrdef>", _text(beside[0]), re.DOTALL
    )
    return [
        (html.unescape(label).strip(), " ".join(html.unescape(about).split()))
        for label, about in pairs
    ]


def open_file(path: Path) -> File:
    """The file with its header and its metadata."""
    name = re.sub(r"^.*?(?=mcs\d{4})", "", path.name, flags=re.IGNORECASE)
    rows = list(csv.reader(_text(path).splitlines()))
    header = [cell.strip() for cell in rows[0]]
    lines = rows[1:]
    if name in _PUSHED:
        place = _PUSHED[name]
        labels = [label for label, _ in _labels(path)]
        lines = [line[:place] + line[place + 1 :] for line in lines]
        header = labels[: labels.index("Source")] if "Source" in labels else labels
    return File(name, int(re.findall(r"\d{4}", name)[0]), header, lines, _labels(path))


def _columns(file: File, first: int) -> Iterator[Column]:
    known = dict(file.labels)
    order = ["" if label in file.header else label for label, _ in file.labels]
    for place, header in enumerate(file.header):
        if place < first or not header:
            continue
        label = header if header in known else _mended(header, place, order)
        yield Column(place, header, label, known.get(label, ""))


def _mended(header: str, place: int, order: list[str]) -> str:
    """The metadata's label for a header it does not list: the same but for a slip, or the one at the same place.

    The place counts only for a header that says nothing by itself; elsewhere the order differs from the file's.
    """
    close = [
        label
        for label in order
        if label and fuzz.ratio(label.casefold(), header.casefold()) > _ALIKE
    ]
    if close:
        return close[0]
    lost = quantity_of(header, "") == "other" or not unit_of(header, "", quantity_of(header, ""))
    fits = place < len(order) and order[place] and not _WORLD.match(order[place])
    return order[place] if lost and fits else header


def _estimated(about: str, period: str, newest: str) -> bool:
    said = about.casefold()
    if "estimated for all years" in said or f"estimated for {period}" in said:
        return True
    return period == newest and "estimated for the most recent year" in said


def salient(file: File, headings: dict[str, str]) -> Iterator[Row]:
    """U.S. salient statistics: one row per series and year."""
    years = [
        line[_YEAR].strip() for line in file.lines if len(line) > _YEAR and line[_YEAR].strip()
    ]
    newest = max(years)
    for number, line in enumerate(file.lines, start=2):
        if len(line) <= _YEAR or not line[_YEAR].strip().isdigit():
            continue
        for column in _columns(file, 3):
            if column.place >= len(line) or not line[column.place].strip():
                continue
            yield _salient_row(file, number, line, column, (newest, headings))


def _salient_row(
    file: File, number: int, line: list[str], column: Column, context: tuple[str, dict[str, str]]
) -> Row:
    newest, headings = context
    period = line[_YEAR].strip()
    quantity = quantity_of(column.label, column.about)
    heading = headings.get(commodity_code(line[1]), "")
    unit = unit_of(column.label, column.about, quantity) or unit_of("", heading, quantity)
    first = re.split(r"(?<!U\.S)\.(?:\s|$)", column.about.split(" Data are estimated")[0])[0]
    detail = first.strip() or column.label.replace("_", " ")
    chapter = commodity_code(line[1])
    commodity = element_of_price(column.label) or commodity_of(chapter, f"{column.label} {detail}")
    slip = "" if column.label == column.header else f"the metadata calls this column {column.label}"
    twice = f" (column {column.place + 1})" if file.header.count(column.header) > 1 else ""
    cell = read_cell(line[column.place], note=column.about, percent=unit == "%")
    return Row(
        id=f"{file.source}/salient/{slug(file.code)}/{quantity}/{slug(column.label)}/{period}",
        label=f"{line[1].strip()}, United States: {detail}",
        quantity=quantity,
        commodity=commodity,
        country="USA",
        place="United States",
        partner="",
        stage=stage_of(column.label.replace("_", " "), detail),
        detail=detail,
        period=period,
        value=cell.value,
        unit=unit,
        basis=basis_of(detail, headings.get(chapter, ""), unit),
        low=cell.low,
        high=cell.high,
        absent=cell.absent,
        printed=cell.printed,
        quality="estimated"
        if cell.estimated or _estimated(column.about, period, newest)
        else "reported",
        reliability="primary",
        source=file.source,
        at=f"{file.name}, row {number}, column {column.header}{twice}",
        seen=SEEN[file.edition],
        note="; ".join(part for part in (cell.note, slip, column.about[:300]) if part),
    )


def world(file: File, names: dict[str, str], headings: dict[str, str]) -> Iterator[Row]:
    """World tables: one row per country, series and column of numbers."""
    place_at = file.header.index("Country")
    for number, line in enumerate(file.lines, start=2):
        if len(line) <= place_at + 1 or not line[place_at].strip():
            continue
        for column in _columns(file, place_at + 2):
            found = _WORLD.fullmatch(column.header)
            if found is None or column.place >= len(line) or not line[column.place].strip():
                continue
            yield _world_row(file, (number, line, column), found, (names, headings))


def _note(file: File, line: list[str], what: str) -> str:
    wanted = {"production": "prod_note", "capacity": "cap_note", "reserves": "reserves_note"}[what]
    places = [
        place for place, header in enumerate(file.header) if header.casefold().startswith(wanted)
    ]
    return line[places[0]].strip() if places and places[0] < len(line) else ""


def _unmarked(place: str) -> tuple[str, bool]:
    """The name without the footnote marks that stick to it; the mark `e` says that its figures are estimated."""
    name = re.sub(r"(?<=[a-z)])\d{1,2}(,\s*\d{1,2})*$", "", place)
    if name.endswith("e") and search_country(name) is None and search_country(name[:-1]):
        return name[:-1], True
    return name, False


def _world_row(
    file: File,
    spot: tuple[int, list[str], Column],
    found: re.Match[str],
    context: tuple[dict[str, str], dict[str, str]],
) -> Row:
    (number, line, column), (names, headings) = spot, context
    place = re.sub(r"\s+", " ", line[file.header.index("Country")].replace("\xa0", " ")).strip()
    place, marked = _unmarked(place)
    series = _SERIES.get((found["series"] or "").casefold(), "")
    kind = re.sub(r"\s+", " ", line[file.header.index("Country") + 1]).strip()
    detail = f"{kind}; {series}" if series else kind
    quantity = (
        "capacity"
        if "capacity" in kind.casefold() and found["what"] == "Prod"
        else _WHAT[found["what"].casefold()]
    )
    period = found["year"] or str(file.edition - 1)
    chapter = names.get(file.code, commodity_code(file.code))
    commodity = commodity_of(chapter, series or kind)
    unit = _WORLD_UNITS[found["unit"].casefold()]
    note = _note(file, line, quantity)
    cell = read_cell(line[column.place], note=note)
    estimated = (
        marked
        or cell.estimated
        or bool(found["est"])
        or f"estimated in {period}" in note.casefold()
        or (f"{period} is also estimated" in note.casefold())
    )
    return Row(
        id=f"{file.source}/{file.code}/{quantity}/{commodity}/{slug(place)}/{slug(detail)}/{period}",
        label=f"{chapter.replace('-', ' ').capitalize()}, {place}: {detail}, {quantity}",
        quantity=quantity,
        commodity=commodity,
        country=country_code(place),
        place=place,
        partner="",
        stage=stage_of(detail),
        detail=detail,
        period=period,
        value=cell.value,
        unit=unit,
        basis=basis_of(detail, headings.get(chapter, ""), unit),
        low=cell.low,
        high=cell.high,
        absent=cell.absent,
        printed=cell.printed,
        quality="estimated" if estimated else "reported",
        reliability="primary",
        source=file.source,
        at=f"{file.name}, row {number}, column {column.header}",
        seen=SEEN[file.edition],
        note="; ".join(part for part in (cell.note, note[:300]) if part),
    )


def paths(folder: Path) -> list[Path]:
    """All files of these editions below the folder, in order of name."""
    found = {
        path
        for pattern in ("**/*_salient.csv", "**/*_world.csv")
        for path in folder.glob(pattern)
        if re.search(r"mcs20(22|23|24|25)", path.name, re.IGNORECASE)
    }
    return sorted(found)


def _with_labels(files: list[File]) -> list[File]:
    """Files without metadata take the definitions that another edition gives to columns of the same name."""
    known: dict[str, dict[str, str]] = {}
    for file in files:
        known.setdefault(file.code[:5], {}).update(file.labels)
    return [
        file
        if file.labels
        else replace(
            file,
            labels=[
                (name, about.split(" Data are estimated")[0])
                for name in file.header
                if (about := known.get(file.code[:5], {}).get(name, ""))
            ],
        )
        for file in files
    ]


def read(found: list[Path], headings: dict[str, str]) -> Iterator[Row]:
    """Every number of these files; `headings` says what masses of a chapter count where the series does not."""
    files = _with_labels([open_file(path) for path in found])
    worlds = {f"{file.code}/world" for file in files if "_world" in file.name.casefold()}
    names = _SHORT | {
        file.code: commodity_code(file.lines[0][1])
        for file in files
        if "salient" in file.name and "Country" not in file.header
    }
    for file in files:
        if "Country" in file.header and "_salient" in file.name and f"{file.code}/world" in worlds:
            continue  # three files of 2024 hold a copy of the world table under the salient name
        if "Country" in file.header:
            yield from world(file, names, headings)
        else:
            yield from salient(file, headings)
