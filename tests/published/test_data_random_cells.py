"""Cells drawn at random from the official files equal what `get` returns, with unit and basis (§D10).

The cells are read here once more, without the pipeline. The seed is fixed; MONAZITE_SEED draws other cells.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from monazite.catalog.statistics import Answer, Cell, Question, get

BEFORE = date(2026, 5, 26)  # the file stays at version 1.0; a later correction is another record
SEED = int(os.environ.get("MONAZITE_SEED", "20260206"))


@dataclass(frozen=True)
class Drawn:
    """One official cell: how to ask for it, the place that names it, and what it prints."""

    question: Question
    at: str
    printed: str
    unit: str
    basis: str


def _draw(cells: list, count: int) -> list:
    rng = np.random.default_rng(SEED)
    return [cells[i] for i in rng.choice(len(cells), size=min(count, len(cells)), replace=False)]


def _lines(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


UNITS_2026 = {
    "thousand metric tons": "kt",
    "metric tons": "t",
    "kilograms": "kg",
    "million metric tons": "Mt",
    "percent": "%",
    "number": "count",
    "dollars per kilogram": "USD/kg",
    "dollars per metric ton": "USD/t",
    "dollars per pound": "USD/lb",
    "cents per pound": "US cent/lb",
    "dollars per troy ounce": "USD/oz_t",
}
QUANTITIES_2026 = {
    "Production": "production",
    "Import": "imports",
    "Export": "exports",
    "Price": "price",
    "Reserves": "reserves",
    "Import sources 2021-2024": "import-sources",
    "Consumption": "consumption",
    "Net import reliance": "net-import-reliance",
    "Capacity": "capacity",
    "Stock": "stocks",
    "Employment": "employment",
}


def _basis_2026(line: dict[str, str], unit: str) -> str:
    """The basis the chapter states, where the series itself says nothing else."""
    if unit not in {"kt", "t", "kg", "Mt"}:
        return "none"
    words = (line["Statistics_detail"] + " " + line["Section"]).casefold()
    heading = line["Other notes"].split(" -- ")[0].casefold()
    if (
        re.search("gross weight|content|contained|equivalent|oxide", words)
        or "data in" not in heading
    ):
        return ""
    if re.search(r"\((reo|mgo|tio2|k2o|y2o3)\)|oxide equivalent", heading):
        return "oxide"
    return "contained" if re.search("content|elemental", heading) else "gross"


def mcs_2026(shared: Path) -> Iterator[Drawn]:
    lines = _lines(shared / "data/usgs_mcs/MCS2026_Commodities_Data.csv", "cp1252")
    known = [
        (n, one)
        for n, one in enumerate(lines, 2)
        if one["Statistics"] in QUANTITIES_2026 and one["Unit"] in UNITS_2026
    ]
    for number, line in _draw(known, 130):
        quantity = QUANTITIES_2026[line["Statistics"]]
        place = {"country": line["Country"]}
        if quantity == "import-sources":
            place = {"country": "USA", "partner": line["Country"]}
        if re.search("total|other", line["Country"], re.IGNORECASE) or "," in line["Country"]:
            place = {}
        year = line["Year"].replace("2021–24", "2021-2024")
        unit = UNITS_2026[line["Unit"]]
        yield Drawn(
            Question(
                quantity,
                line["Commodity"],
                year=year,
                publishers=("usgs-mcs-2026",),
                known_at=BEFORE,
                **place,
            ),
            f"MCS2026_Commodities_Data.csv, row {number};",
            line["Value"],
            unit,
            _basis_2026(line, unit),
        )


def mcs_2025_world(shared: Path) -> Iterator[Drawn]:
    lines = _lines(shared / "data/usgs_mcs/MCS2025_World_Data.csv")
    columns = {
        "PROD_2023": ("production", "2023"),
        "PROD_EST_ 2024": ("production", "2024"),
        "CAP_2023": ("capacity", "2023"),
        "RESERVES_2024": ("reserves", "2024"),
    }
    cells = [
        (n, line, column)
        for n, line in enumerate(lines, 2)
        for column in columns
        if line["COUNTRY"].strip() and line[column].strip() and line["UNIT_MEAS"] in UNITS_2026
    ]
    for number, line, column in _draw(cells, 45):
        quantity, year = columns[column]
        words = line["TYPE"].casefold()
        basis = "contained" if "content" in words and "dioxide" not in words else ""
        basis = (
            "oxide"
            if "oxide equivalent" in words or "oxide-equivalent" in words or "(k2o)" in words
            else basis
        )
        yield Drawn(
            Question(quantity, year=year, publishers=("usgs-mcs-2025",)),
            f"MCS2025_World_Data.csv, row {number}, column {column}",
            line[column],
            "kt" if line["COMMODITY"].strip() in THOUSANDS else UNITS_2026[line["UNIT_MEAS"]],
            basis,
        )


SUFFIX = {
    "kt": "kt",
    "t": "t",
    "kg": "kg",
    "pct": "%",
    "num": "count",
    "dkg": "USD/kg",
    "dt": "USD/t",
    "dlb": "USD/lb",
}


def _wide(path: Path, first: int) -> Iterator[tuple[int, list[str], str, str]]:
    data = path.read_bytes()
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    for number, line in enumerate(rows[1:], 2):
        for place, name in enumerate(rows[0]):
            once = rows[0].count(name) == 1
            if place >= first and place < len(line) and name and once and line[place].strip():
                yield number, line, name.strip(), line[place]


# Headers with a slip in the unit; the metadata has it right. What a price is per, the metadata says.
SLIPS = {("mcs2023-lead_salient.csv", "Consump_t")}
THOUSANDS = {
    "Sand and gravel (industrial)",
    "Titanium Mineral Concentrates",
}  # the file says metric tons


def mcs_salient(shared: Path) -> Iterator[Drawn]:
    folders = ("mcs2023/salient", "mcs2024/salient", "mcs2025/salient_commodity")
    cells = [
        (path, *cell)
        for folder in folders
        for path in sorted((shared / "data/usgs_mcs" / folder).glob("mcs20*_salient.csv"))
        if "fluor" not in path.name
        or "2024" not in path.name  # a file whose values are pushed one column right
        for cell in _wide(path, 3)
        if cell[1][2].isdigit()
        and cell[2].rsplit("_", 1)[-1] in SUFFIX
        and not cell[2].startswith(("CASE", "NIR", "Employ"))
    ]
    for path, number, line, column, printed in _draw(cells, 45):
        edition = path.name[3:7]
        unit = SUFFIX[column.rsplit("_", 1)[-1]]
        yield Drawn(
            Question("", year=line[2], publishers=(f"usgs-mcs-{edition}",)),
            f"{path.name}, row {number}, column {column}",
            printed,
            "" if "Price" in column or (path.name, column) in SLIPS else unit,
            "none" if "Price" in column else "",
        )


def mcs_world(shared: Path) -> Iterator[Drawn]:
    folders = ("mcs2022", "mcs2023/world", "mcs2024/world")
    pattern = re.compile(r"(Prod|Reserves)_(kt|t|kg)(_[Ee]st)?(_\d{4})?")
    cells = [
        (path, *cell)
        for folder in folders
        for path in sorted((shared / "data/usgs_mcs" / folder).glob("*mcs20*_world.csv"))
        for cell in _wide(path, 3)
        if pattern.fullmatch(cell[2]) and cell[1][1].strip()
    ]
    for path, number, _, column, printed in _draw(cells, 45):
        name = re.sub(r"^.*?(?=mcs20)", "", path.name)
        found = pattern.fullmatch(column)
        assert found
        year = (found[4] or f"_{int(name[3:7]) - 1}")[1:]
        yield Drawn(
            Question("", year=year, publishers=(f"usgs-mcs-{name[3:7]}",)),
            f"{name}, row {number}, column {column}",
            printed,
            found[2],
            "",
        )


def bgs(shared: Path) -> Iterator[Drawn]:
    cells = [
        (path, number, line)
        for path in sorted((shared / "data/bgs").glob("BGS_*.csv"))
        for number, line in enumerate(_lines(path, "utf-8"), 2)
    ]
    for path, number, line in _draw(cells, 40):
        sub = line["bgs_sub_commodity_trans"]
        contained = "metal content" in line["units"] or "Li content" in sub
        yield Drawn(
            Question("production", year=line["year"][:4], publishers=("bgs",)),
            f"{path.name}, row {number},",
            "*" if line["sdmx_code"] == "N" else line["quantity"],  # more than 0, less than 0.5
            "t",
            "contained" if contained else "",
        )


def iea(shared: Path) -> Iterator[Drawn]:
    cells = list(
        enumerate(_lines(shared / "data/iea/iea_supply_by_country_may2025.csv", "utf-8"), 2)
    )
    for number, line in _draw(cells, 20):
        stage = {"mining": "mine", "refining": "refining"}[line["stage"]]
        yield Drawn(
            Question("production", stage=stage, year=line["year"], publishers=("iea",)),
            f"iea_supply_by_country_may2025.csv, row {number}, column kt",
            line["kt"],
            "kt",
            "gross" if line["mineral"] == "Graphite" else "contained",
        )


def usitc(shared: Path) -> Iterator[Drawn]:
    from openpyxl.utils import get_column_letter

    from monazite.catalog.official.books import open_book

    name = "us_imports_for_consumption_1993-2026.xlsx"
    book = open_book(shared / "data/usitc" / name)
    cells = [
        (sheet, row, column)
        for sheet in ("First Unit of Quantity", "Customs Value")
        for row in range(4, book[sheet].max_row)
        for column in range(6, 39)
        if book[sheet].cell(row, 3).value
    ]
    units = {
        "kilograms": ("kg", "gross"),
        "metric tons": ("t", "gross"),
        "component kilograms": ("kg", "contained"),
    }
    for title, row, column in _draw(cells, 30):
        sheet = book[title]
        unit, basis = (
            ("USD", "none") if "Value" in title else units.get(sheet.cell(row, 5).value, ("", ""))
        )
        if not unit:
            continue
        yield Drawn(
            Question(
                "imports-value" if "Value" in title else "imports",
                str(sheet.cell(row, 3).value),
                "USA",
                sheet.cell(row, 2).value,
                year=str(sheet.cell(3, column).value),
            ),
            f"{name}, {title}!{get_column_letter(column)}{row}",
            str(sheet.cell(row, column).value),
            unit,
            basis,
        )


def world_mining_data(shared: Path) -> Iterator[Drawn]:
    lines = _lines(shared / "data/world_mining_data/wmd_2018_2024_long.csv", "utf-8")
    lines = [line for line in lines if line["Country"] != "Total"]
    known = [
        line for line in lines if line["unit"] == "metr. t" and float(line["production"] or 0) > 0
    ]
    for line in _draw(known, 25):
        yield Drawn(
            Question(
                "production",
                line["commodity"],
                line["Country_ISO"],
                year=line["year"],
                publishers=("bmf-wmd",),
            ),
            line["commodity"],
            line["production"],
            "t",
            "oxide" if re.search(r"2O|REO|O2\)", line["commodity"]) else "",
        )


def governance(shared: Path) -> Iterator[Drawn]:
    lines = _lines(shared / "data/wgi/wgi_six_dimensions_1996_2022_long.csv", "utf-8")
    for number, line in _draw(list(enumerate(lines, 2)), 25):
        yield Drawn(
            Question("governance", year=line["year"], publishers=("world-bank-wgi-2023",)),
            f"row {number})",
            line["value"],
            "score",
            "none",
        )


def baci(shared: Path) -> Iterator[Drawn]:
    frame = pl.scan_parquet(shared / "data/baci/baci_hs92_1995_2024_73codes.parquet")
    codes = pl.read_csv(shared / "data/baci/country_codes.csv")
    names = dict(zip(codes["country_code"], codes["country_iso3"], strict=True))
    total = frame.select(pl.len()).collect().item()
    picks = np.random.default_rng(SEED).choice(total, size=25, replace=False)
    rows = frame.collect()[sorted(int(i) for i in picks)]
    first = rows.columns
    for row in rows.iter_rows(named=True):
        yield _flow(row, names, first)


def _flow(row: dict, names: dict, columns: list[str]) -> Drawn:
    year, exporter, importer = (row[name] for name in ("t", "i", "j"))
    code = str(row["k"]).zfill(6)
    weight = row["q"]
    assert "q" in columns
    return Drawn(
        Question("trade", code, names[importer], names[exporter], year=str(year)),
        f"k={code}",
        "NA" if weight is None else str(weight),
        "t",
        "gross",
    )


def yearbook(shared: Path) -> Iterator[Drawn]:
    from monazite.catalog.official.books import open_book

    sheet = open_book(shared / "data/usgs_myb/ds140-rare-earths-2020.xlsx").worksheets[0]
    columns = {
        2: ("production", "B"),
        3: ("imports", "C"),
        4: ("exports", "D"),
        5: ("consumption", "E"),
    }
    cells = [(row, column) for row in range(6, 127) for column in columns]
    for row, column in _draw(cells, 15):
        quantity, letter = columns[column]
        yield Drawn(
            Question(
                quantity,
                "rare earths",
                "USA",
                year=str(sheet.cell(row, 1).value),
                publishers=("usgs-ds140",),
            ),
            f"!{letter}{row}",
            str(sheet.cell(row, column).value),
            "t",
            "oxide",
        )


PUBLISHERS: dict[str, Callable[[Path], Iterator[Drawn]]] = {
    "mcs-2026": mcs_2026,
    "mcs-2025-world": mcs_2025_world,
    "mcs-salient": mcs_salient,
    "mcs-world": mcs_world,
    "bgs": bgs,
    "iea": iea,
    "usitc": usitc,
    "world-mining-data": world_mining_data,
    "governance": governance,
    "baci": baci,
    "yearbook": yearbook,
}


@cache
def _ask(question: Question) -> Answer:
    return get(question)


QUANTITIES = (
    "production reserves capacity imports exports price consumption stocks shipments sales sold-or-used supply other "
    "employment net-import-reliance"
).split()


def _found(drawn: Drawn) -> Cell:
    asked = [drawn.question]
    if not drawn.question.quantity:
        asked = [
            Question(quantity, year=drawn.question.year, publishers=drawn.question.publishers)
            for quantity in QUANTITIES
        ]
    from monazite.errors import MissingData

    for question in asked:
        try:
            answer = _ask(question)
        except MissingData:
            continue
        for cell in answer.cells:
            if f"{cell.row['at']};".find(drawn.at) >= 0 and _at_end(cell.row["at"], drawn.at):
                return cell
    pytest.fail(f"no cell {drawn}")


def _at_end(at: str, wanted: str) -> bool:
    """`row 12` must not match `row 120`, nor `!B1` match `!B12`."""
    after = at[at.find(wanted) + len(wanted) :][:1]
    return not (after.isdigit() and wanted[-1:].isdigit())


def _number(text: str) -> float | None:
    bare = text.replace(",", "").replace("\xa0", "").replace("−", "-").strip()
    if re.fullmatch(r"e?-?\d+\.?\d*(e[+-]?\d+)?", bare):
        return float(bare.lstrip("e"))
    return 0.0 if bare in {"—", "--", "-"} else None


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_drawn_cells_equal_what_get_returns(publisher: str, shared_dir: Path) -> None:
    drawn = list(PUBLISHERS[publisher](shared_dir))
    assert len(drawn) >= 15
    wrong = []
    for one in drawn:
        cell = _found(one)
        expected = _number(one.printed)
        got = cell.row["value"]
        same = (
            got is None
            if expected is None
            else got is not None and abs(got - expected) <= 1e-9 * abs(expected)
        )
        if (
            not same
            or (one.unit and cell.figure.unit != one.unit)
            or (one.basis and cell.figure.basis != one.basis)
        ):
            wrong.append((one, got, cell.figure.unit, cell.figure.basis, cell.row["at"]))
    assert not wrong, f"seed {SEED}: {wrong[:5]}"


def test_at_least_300_cells_are_drawn(shared_dir: Path) -> None:
    assert sum(len(list(draw(shared_dir))) for draw in PUBLISHERS.values()) >= 300
