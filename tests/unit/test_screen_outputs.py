"""What a screening writes: terminal, JSON, XLSX, HTML; nothing a spreadsheet program would run (§X85 to §X90)."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from monazite.catalog import text
from monazite.catalog.place import reference
from monazite.cli.screen import command
from monazite.dates import AsOf
from monazite.errors import DataError
from monazite.exposure.bills.inquiry import json_schema
from monazite.study.screen import Asking, Days, read_bytes, screen_bill, screen_data, screen_large
from monazite.study.screen_large import as_csv, as_values
from monazite.study.screen_page import page
from monazite.study.screen_workbook import safe, workbook

DAY = AsOf(date(2025, 10, 20), date(2025, 10, 20))
EVIL = b"""No,Description,Supplier,Country of origin
1,"=HYPERLINK(""http://example.org"")",@cmd,CN
2,<script>alert(1)</script> magnet,+1-2,CN
3,-5 V regulator,|calc,DE
"""
MOTOR = str(reference("examples", "bills", "motor.csv"))


def test_the_workbook_runs_nothing() -> None:
    answer = screen_bill(read_bytes(EVIL), DAY, Asking(destination="USA"))
    book = load_workbook(io.BytesIO(workbook(answer)))
    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [
        value for value in texts if value.lstrip().startswith(("=", "+", "-", "@", "|", "\t"))
    ]
    lines = book["Lines"]
    assert lines.max_row == 1 + len(answer.lines)


def test_the_large_csv_runs_nothing() -> None:
    found = screen_large(EVIL, "evil.csv", DAY, Asking(destination="USA"))
    rows = list(csv.DictReader(io.StringIO(as_csv(found).decode())))
    assert len(rows) == 3
    assert [row["description"][:2] for row in rows] == ["'=", "<s", "'-"]
    assert [row["supplier"][0] for row in rows] == ["'", "'", "'"]
    assert as_values(found)["lines_out"] == 3


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1"])
def test_dangerous_texts_are_quoted(value: str) -> None:
    assert str(safe(value)).startswith("'")
    assert safe(-1.5) == -1.5


def test_the_page_escapes_what_the_bill_says() -> None:
    html = page(screen_bill(read_bytes(EVIL), DAY, Asking(destination="USA")))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_schema_that_ships_is_the_schema_of_the_reader() -> None:
    assert json.loads(text("schemas", "inquiry.schema.json")) == json_schema()


def test_a_json_inquiry_without_lines_is_one_transaction() -> None:
    facts = {
        "product": "dysprosium oxide",
        "made_in": "CN",
        "exporter_in": "CN",
        "destination": "JP",
        "date": "2026-02-01",
    }
    answer = screen_data(json.dumps(facts).encode(), "q.json", Days(date(2026, 2, 1)))
    assert [line.outcome for line in answer.lines] == ["required"]
    assert answer.lines[0].instruments == ("CN-2025-18",)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_prints_the_table_and_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    shown = run(MOTOR, "--on", "2025-10-20", "--destination", "US")
    assert "70 lines: 3 approval required" in shown
    assert "Dysprosium metal" in shown
    found = json.loads(run(MOTOR, "--on", "2025-10-20", "--destination", "US", "--json"))
    assert found["lines_in"] == found["lines_out"] == len(found["lines"]) == 70
    required = [line for line in found["lines"] if line["outcome"] == "required"]
    assert all(line["conditions"] and line["authority"] == "MOFCOM" for line in required)


def test_the_command_writes_files_and_names_what_it_cannot(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.html", "a.json"):
        run(MOTOR, "--on", "2025-10-20", "--out", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size > 5_000
    for arguments, code in (
        ([MOTOR, "--out", str(tmp_path / "a.pdf")], "E372"),
        ([MOTOR, "--out", str(tmp_path / "none" / "a.html")], "E372"),
        ([str(tmp_path / "absent.csv")], "E370"),
        ([], "E371"),
    ):
        with pytest.raises(DataError, match=code):
            CliRunner().invoke(command, arguments, catch_exceptions=False)
