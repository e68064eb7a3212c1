"""§D30 to §D33: official files into the workspace, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from monazite.catalog import workspace as workspaces
from monazite.catalog.recognise import recognise
from monazite.catalog.statistics import Question, get
from monazite.catalog.update import update
from monazite.errors import DataError

DAY = date(2026, 7, 1)


def _quiet(words: str, done: float) -> None:
    del words, done


def _take(paths: list[Path], folder: Path) -> tuple[workspaces.Entry, ...]:
    return update(paths, folder, seen=DAY, tell=_quiet)


def _baci(path: Path, years: tuple[int, ...] = (2023, 2024), rows: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for year in years:
            lines = (
                rows
                or f"{year},156,842,10121,12.5,3.25\n{year},842,156,284690,1.0,          \n{year},490,842,850511,2,NA\n"
            )
            out.writestr(f"BACI_HS17_Y{year}_V202601.csv", "t,i,j,k,v,q\n" + lines)
        out.writestr(
            "country_codes_V202601.csv",
            "country_code,country_name,country_iso2,country_iso3\n"
            "156,China,CN,CHN\n842,USA,US,USA\n490,Other Asia,S1,S19\n",
        )
    return path


def _comtrade(path: Path, weight: float | None = 77.5) -> Path:
    record = {
        "period": "2024",
        "refPeriodId": 20240101,
        "reporterCode": 156,
        "reporterISO": None,
        "reporterDesc": None,
        "flowCode": "X",
        "partnerCode": 842,
        "partnerISO": None,
        "partnerDesc": None,
        "classificationCode": "H6",
        "cmdCode": "2846",
        "netWgt": weight,
        "isNetWgtEstimated": True,
        "primaryValue": 1200.0,
    }
    if path.suffix == ".csv":
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(record))
            writer.writeheader()
            writer.writerow(record)
    else:
        path.write_text(
            json.dumps({"elapsedTime": "0.1 secs", "count": 1, "data": [record], "error": ""})
        )
    return path


def _wgi_2025(path: Path) -> Path:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title in ("va", "pv", "ge", "rq", "rl", "cc"):
        sheet = book.create_sheet(title)
        sheet.append(
            [
                "Economy (code)",
                "Economy (name)",
                "Year",
                "Governance estimate (approx. -2.5 to +2.5)",
            ]
        )
        sheet.append(["CHN", "China", 2024, -0.25])
        sheet.append(["ZAR", "Congo, Dem. Rep.", 2024, None])
    book.save(path)
    return path


def _wgi_old(path: Path) -> Path:
    """Years stand above the labels, and each sheet's labels stand on another row."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for place, title in enumerate(("VoiceandAccountability", "Political StabilityNoViolence")):
        sheet = book.create_sheet(title)
        for _ in range(10 + 2 * place):
            sheet.append(["text"])
        sheet.append([None, None, 1996, None, 1998, None])
        sheet.append(["Country/Territory", "Code", "Estimate", "StdErr", "Estimate", "StdErr"])
        sheet.append(["China", "CHN", 0.5, 0.2, "#N/A", "#N/A"])
    book.save(path)
    return path


def _iea(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2 Total supply for key minerals"
    for line in (
        ["Cobalt", None, None],
        ["Mining", 2024, 2030],
        ["China", 1.5, 2.0],
        ["Rest of world", 3.0, 4.0],
        ["Total", 4.5, 6.0],
    ):
        sheet.append(line)
    book.save(path)
    return path


def _bgs_json(path: Path) -> Path:
    properties = {
        "bgs_commodity_trans": "germanium metal",
        "bgs_sub_commodity_trans": None,
        "bgs_statistic_type_trans": "Production",
        "country_iso3_code": "CHN",
        "country_trans": "China",
        "year": "2022-01-01 00:00:00",
        "quantity": None,
        "quantity_in_book_style": "*",
        "units": "tonnes (metric)",
        "sdmx_code": "N",
        "data_precision_description": "Quantity is more than 0 but less than 0.5",
        "concat_figure_notes_text": "Estimates.",
        "concat_table_notes_text": None,
        "yearbook_table_id": 162,
        "yearbook_table_trans": "Production of germanium metal",
    }
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": [{"properties": properties}]})
    )
    return path


def test_a_baci_zip_keeps_leading_zeros_and_blank_quantities(tmp_path: Path) -> None:
    _take([_baci(tmp_path / "baci.zip")], tmp_path / "ws")
    flow = get(
        Question("trade", "010121", "USA", partner="CHN", year="2024"), workspace=tmp_path / "ws"
    ).default
    blank = get(
        Question("trade", "284690", "CHN", partner="USA", year="2023", publishers=("user",)),
        workspace=tmp_path / "ws",
    )
    taiwan = get(
        Question("trade", "850511", "USA", partner="TWN", year="2024", publishers=("user",)),
        workspace=tmp_path / "ws",
    )
    value = get(
        Question("trade-value", "010121", "USA", year="2024"), workspace=tmp_path / "ws"
    ).default
    assert (flow.figure.number, flow.figure.unit) == (3.25, "t")
    assert blank.default.row["absent"] == "not_reported"
    assert taiwan.default.row["absent"] == "not_reported"
    assert (value.figure.number, value.figure.unit) == (12.5, "thousand USD")
    assert not flow.source.licence.redistribute


@pytest.mark.parametrize("name", ["answer.json", "answer.csv"])
def test_comtrade_without_letters_is_read_by_its_numbers(tmp_path: Path, name: str) -> None:
    _take([_comtrade(tmp_path / name)], tmp_path / "ws")
    cell = get(
        Question(
            "exports", country="CHN", partner="USA", year="2024", publishers=("user-comtrade",)
        ),
        workspace=tmp_path / "ws",
    )
    assert (cell.default.figure.number, cell.default.figure.unit) == (77.5, "kg")
    assert cell.default.figure.quality.value == "estimated"


@pytest.mark.parametrize(
    ("make", "year", "value"), [(_wgi_2025, "2024", -0.25), (_wgi_old, "1996", 0.5)]
)
def test_governance_is_read_in_both_layouts(
    tmp_path: Path, make: Callable[[Path], Path], year: str, value: float
) -> None:
    _take([make(tmp_path / "wgi.xlsx")], tmp_path / "ws")
    answer = get(
        Question("governance", country="CHN", year=year, publishers=("user-wgi",)),
        workspace=tmp_path / "ws",
    )
    assert {cell.figure.number for cell in answer.cells} == {value}


def test_an_estimate_that_is_not_there_stays_absent(tmp_path: Path) -> None:
    _take([_wgi_old(tmp_path / "wgi.xlsx")], tmp_path / "ws")
    answer = get(
        Question("governance", country="CHN", year="1998", publishers=("user-wgi",)),
        workspace=tmp_path / "ws",
    )
    assert {cell.row["absent"] for cell in answer.cells} == {"not_reported"}


def test_the_iea_workbook_is_read_by_its_headings(tmp_path: Path) -> None:
    _take([_iea(tmp_path / "explorer.xlsx")], tmp_path / "ws")
    answer = get(
        Question("production", "cobalt", "CHN", year="2024", publishers=("user-iea",)),
        workspace=tmp_path / "ws",
    )
    assert (answer.default.figure.number, answer.default.row["stage"]) == (1.5, "mine")
    assert answer.default.share is not None
    assert round(answer.default.share.number) == 33


def test_less_than_half_a_tonne_is_below_threshold_in_bgs(tmp_path: Path) -> None:
    _take([_bgs_json(tmp_path / "bgs.json")], tmp_path / "ws")
    answer = get(
        Question("production", "germanium", "CHN", year="2022", publishers=("bgs",)),
        workspace=tmp_path / "ws",
    )
    row = answer.default.row
    assert (row["absent"], row["low"], row["high"], row["quality"]) == (
        "below_threshold",
        0.0,
        0.5,
        "estimated",
    )


def test_official_files_are_taken_and_answer(tmp_path: Path, shared_dir: Path) -> None:
    data = shared_dir / "data"
    added = _take(
        [
            data / "usgs_mcs/MCS2026_Commodities_Data.csv",
            data / "usgs_mcs/mcs2025/World_Data.zip",
            data / "comtrade/2024.json",
            data / "prices/CMO-Historical-Data-Monthly.xlsx",
        ],
        tmp_path / "ws",
    )
    assert [entry.rows > 60 for entry in added] == [True] * 4
    price = get(Question("price", "tin", year="2026-05"), workspace=tmp_path / "ws").default
    nickel = get(
        Question("price", "nickel", year="1960-01", publishers=("user",)),
        workspace=tmp_path / "ws",
    ).default
    assert (round(price.figure.number, 2), price.figure.unit) == (53562.79, "USD/t")
    assert nickel.figure.unit == "USD/t"
    brazil = get(Question("reserves", "rare-earths", "BRA"), workspace=tmp_path / "ws").default
    assert brazil.figure.number == 11_000_000


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("other.csv", b"a,b\n1,2\n", "E220"),
        ("other.json", b'{"a": 1}', "E220"),
        ("whole.json", b'{"count": 2, "data": [', "E221"),
        ("empty.csv", b"", "E221"),
        ("year.zip", b"PK\x03\x04 not a zip", "E221"),
        ("book.xlsx", b"no workbook", "E221"),
    ],
)
def test_foreign_and_damaged_files_are_refused_with_the_reason(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=code) as caught:
        recognise(path)
    assert caught.value.why
    assert caught.value.way_out


@pytest.mark.parametrize(
    "rows",
    [
        "2023,156,842,10121,x,3\n",
        "2022,156,842,10121,1,3\n",
        "2024,156,842,1012100,1,3\n",
        "2024,156,1,10121,1,3\n",
    ],
    ids=["no number", "another year", "seven digits", "unknown area"],
)
def test_a_baci_year_with_wrong_rows_is_refused_and_nothing_is_taken(
    tmp_path: Path, rows: str
) -> None:
    good = _baci(tmp_path / "good.zip", (2023,))
    bad = _baci(tmp_path / "bad.zip", (2024,), rows)
    with pytest.raises(DataError, match="E221"):
        _take([good, bad], tmp_path / "ws")
    assert workspaces.entries(tmp_path / "ws") == ()


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    path = _baci(tmp_path / "baci.zip")
    data = bytearray(path.read_bytes())
    data[data.index(b"10121")] ^= 0x01
    path.write_bytes(bytes(data))
    with pytest.raises(DataError, match="E221"):
        _take([path], tmp_path / "ws")


def test_an_interrupted_update_goes_on_where_it_stopped(tmp_path: Path) -> None:
    archive = _baci(tmp_path / "baci.zip", (2021, 2022, 2023, 2024))
    said: list[str] = []

    def stop(words: str, done: float) -> None:
        said.append(words)
        if done == 1.0 and "Y2022" in words:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update([archive], tmp_path / "ws", seen=DAY, tell=stop)
    assert workspaces.entries(tmp_path / "ws") == ()
    said.clear()
    update([archive], tmp_path / "ws", seen=DAY, tell=lambda words, _: said.append(words))
    assert [words for words in said if "done before" in words]
    assert len(workspaces.entries(tmp_path / "ws")) == 4


def _state(folder: Path) -> tuple[tuple[str, str, int], ...]:
    """The tables of a workspace, each object read in full."""
    found = []
    for entry in workspaces.entries(folder):
        rows = pl.read_parquet(folder / "objects" / entry.object).height
        assert rows == entry.rows
        found.append((entry.table, entry.object, rows))
    return tuple(found)


class _Stop(BaseException):
    """A death at a chosen step."""


def test_a_death_at_any_step_of_the_disk_leaves_the_old_state_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _baci(tmp_path / "one.zip", (2023,)), _baci(tmp_path / "two.zip", (2023, 2024))
    seen = set()
    for step in range(1, 60):
        folder = tmp_path / f"ws{step}"
        _take([first], folder)
        old = _state(folder)
        count = 0

        def dying(handle: int, _real: Callable[[int], None] = os.fsync, _step: int = step) -> None:
            nonlocal count
            count += 1
            if count == _step:
                raise _Stop
            _real(handle)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", dying)
            try:
                _take([second], folder)
                done = True
            except _Stop:
                done = False
        state = _state(folder)
        seen.add(state == old)
        assert state == old or len(state) == 2
        if done:
            break
    assert seen == {True, False}


def test_two_updates_at_once_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    with workspaces.locked(tmp_path / "ws"), pytest.raises(DataError, match="E223"):
        _take([_baci(tmp_path / "baci.zip")], tmp_path / "ws")


def test_a_broken_manifest_is_said(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(DataError, match="E222"):
        workspaces.entries(tmp_path)
