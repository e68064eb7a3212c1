"""Cells, headers and tables as people write them (§X8 to §X15)."""

from __future__ import annotations

import pytest

from monazite.errors import DataError, UnknownCode
from monazite.exposure import bills
from monazite.exposure.bill import Bill, Line, OriginShare
from monazite.exposure.bills import cells
from monazite.exposure.bills.headers import field_of
from monazite.exposure.bills.substances import _CAS_ELEMENT, symbol_and_fraction

GERMAN = """Stückliste Motor 4711;;;;;
Stand: 01.02.2026;;;;;
;;;;;
Pos.;Bezeichnung;Menge;Einzelpreis (EUR);Gewicht;;Ursprungsland;Lieferant;Zolltarifnummer;Bemerkung
;;;;netto (g);brutto (g);;;;
1;Rotor;1 Stk;1.234,50;1.500,0;1.600;VR China;Müller GmbH;8503 00 99;x
1.1;Magnet N38SH;8;12,50;160;170;CN 60 %, DE 40 %;Magnetics;8505.11.10;
1.2;Welle;1;30;800;;Deutschland;;;
2;Gehäuse;1;80;2.000;;?;;;
;Summe;;1.500;;;;;;
"""
CHINESE = """序号,父项,名称,数量,单价（元）,重量（克）,原产地,供应商
1,,电机,1,1000,2000,日本,甲公司
2,1,钕铁硼磁铁,4,25,200,中国,乙公司
"""
LEVELS = """Level,Part number,Description,Qty,Unit price,Currency
0,A,Car,1,100,USD
.1,B,Motor,2,30,USD
..2,C,Magnet,4,1,USD
"""


@pytest.mark.parametrize(
    ("text", "mark", "value", "beside"),
    [
        ("1.234,50", ".", 1234.5, ""),
        ("1,234.50", ",", 1234.5, ""),
        ("1'234.5 kg", ".", 1234.5, "kg"),
        ("1 234,5", ".", 1234.5, ""),
        ("12,5 g", ".", 12.5, "g"),
        ("0,125", ".", 0.125, ""),
        ("1,234", ".", 1234.0, ""),
        ("1,234", ",", 1.234, ""),
        ("€ 3", ".", 3.0, "€"),
        ("1.2e-3", ".", 0.0012, ""),
        ("1,234,567", ".", 1234567.0, ""),
    ],
)
def test_a_number_is_read_as_written(text: str, mark: str, value: float, beside: str) -> None:
    assert cells.number(text, mark=mark) == (pytest.approx(value), beside)


@pytest.mark.parametrize("text", ["abc", "1 of 2", "1.2.3,4,5", "N38SH 12"])
def test_a_cell_that_is_not_one_number_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="E355"):
        cells.number(text)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Teile-Nr.", "id"),
        ("Qty", "quantity"),
        ("Gewicht in kg", "mass"),
        ("Price/EUR", "unit_value"),
        ("原产国", "origin"),
        ("Country of Origin", "origin"),
        ("单价（美元）", "unit_value"),
        ("Dy [wt%]", "element:Dy"),
        ("Dysprosium content (ppm)", "element:Dy"),
        ("HS-Code", "hs"),
        ("Comment", ""),
    ],
)
def test_headers_in_three_languages(header: str, field: str) -> None:
    assert field_of(header)[0] == field


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_german_bill_with_titles_merged_header_and_total(encoding: str) -> None:
    bill = bills.read(GERMAN.encode(encoding), "motor.csv")
    assert [line.id for line in bill.lines] == ["1", "1.1", "1.2", "2"]
    assert [line.parent for line in bill.lines] == ["", "1", "1", ""]
    rotor, magnet, shaft, housing = bill.lines
    assert (rotor.value, rotor.mass_kg, rotor.currency, rotor.supplier) == (
        1234.5,
        1.5,
        "EUR",
        "Müller GmbH",
    )
    assert (magnet.value, magnet.quantity, magnet.hs) == (100.0, 8.0, "85051110")
    assert magnet.origins == (OriginShare("CHN", 0.6), OriginShare("DEU", 0.4))
    assert shaft.origins == (OriginShare("DEU"),)
    assert (housing.origins, housing.mass_kg) == ((), 2.0)
    assert any("rows 10" in note for note in bill.notes), "the total row is named, not lost"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_chinese_bill(encoding: str) -> None:
    bill = bills.read(CHINESE.encode(encoding), "电机.csv")
    motor, magnet = bill.lines
    assert (motor.value, motor.currency, motor.origins) == (1000.0, "CNY", (OriginShare("JPN"),))
    assert (magnet.parent, magnet.value, magnet.mass_kg, magnet.supplier) == (
        "1",
        100.0,
        0.2,
        "乙公司",
    )


def test_levels_give_parents_and_amounts_multiply_down() -> None:
    bill = bills.read(LEVELS.encode(), "car.csv")
    assert [(line.id, line.parent, line.quantity, line.value) for line in bill.lines] == [
        ("A", "", 1.0, 100.0),
        ("B", "A", 2.0, 60.0),
        ("C", "B", 8.0, 8.0),
    ]
    assert [line.value for line in bills.read(LEVELS.encode(), "car.csv", whole=True).lines] == [
        100.0,
        60.0,
        4.0,
    ]


def test_all_problems_of_a_file_are_gathered_with_row_and_column() -> None:
    text = "Description,Qty,Origin\nscrew,many,Chinna\nnut,2,CN\nbolt,3,DE 120 %\n"
    with pytest.raises(ExceptionGroup) as caught:
        bills.read(text.encode(), "bad.csv")
    found = [str(error) for error in caught.value.exceptions]
    assert any("E355" in text and "row 2, column 'Qty'" in text for text in found)
    assert any("E102" in text and "row 2, column 'Origin'" in text for text in found)


def test_a_bill_that_cannot_be_a_tree_is_refused() -> None:
    lines = (
        Line("1", parent="2"),
        Line("2", parent="1"),
        Line("3"),
        Line("3"),
        Line("4", parent="9"),
    )
    with pytest.raises(ExceptionGroup) as caught:
        Bill("b", (*lines, Line("5", value=-1.0), Line("6", origins=(OriginShare("CHN", 1.2),))))
    codes = {error.code for error in caught.value.exceptions if isinstance(error, DataError)}
    assert codes == {"E350", "E351", "E352", "E353", "E354"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E359"),
        (b"\xd0\xcf\x11\xe0abc", "E367"),
        (b"hello world\nno header here", "E360"),
        (b"a\x00b,c", "E359"),
    ],
)
def test_files_that_are_no_bill_say_so(data: bytes, code: str) -> None:
    with pytest.raises(DataError, match=code):
        bills.read(data, "x")


def test_shares_for_some_countries_only_are_refused() -> None:
    with pytest.raises(DataError, match="E355"):
        cells.origins("CN 60 %, DE")
    with pytest.raises(UnknownCode, match="E102"):
        cells.origins("Atlantis")


def test_cas_numbers_have_valid_check_digits() -> None:
    for cas in _CAS_ELEMENT:
        digits = cas.replace("-", "")
        weighted = sum(
            int(digit) * place for place, digit in enumerate(reversed(digits[:-1]), start=1)
        )
        assert weighted % 10 == int(digits[-1]), cas


def test_an_oxide_counts_as_its_metal() -> None:
    (dy, share), _ = symbol_and_fraction("dysprosium oxide")
    assert (dy, round(share, 4)) == ("Dy", 0.8713)
