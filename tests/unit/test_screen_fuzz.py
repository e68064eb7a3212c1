"""A fixed set of mutated files: each ends in an answer or in a clear error with a place (§X7, §X23)."""

from __future__ import annotations

import io
import zipfile

import pytest

from monazite.errors import DataError
from monazite.exposure import bills
from monazite.exposure.bills import cells
from monazite.exposure.bills.declarations import parse_xml
from monazite.exposure.bills.workbook import check_archive
from monazite.exposure.describe import describe
from tests.fuzz.mutate import run


@pytest.mark.slow
def test_mutated_files_end_in_an_answer_or_a_clear_error() -> None:
    found = run(360, seed=11, screen_every=10)
    assert not found.wrong
    assert found.read > 20
    assert found.refused > 50
    assert not [code for code in found.codes if "without" in code], "every error names its place"


def bomb(entries: int, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(entries):
            archive.writestr(f"xl/part{number}.xml", b"\0" * size)
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    with pytest.raises(DataError, match="E358"):
        check_archive(bomb(4, 30_000_000), "bomb.xlsx")
    with pytest.raises(DataError, match="E358"):
        check_archive(bomb(2_500, 10), "many.xlsx")


def test_a_lie_about_the_unpacked_size_is_found_out() -> None:
    data = bytearray(bomb(1, 3_000_000))
    real, lie = (3_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    with pytest.raises(DataError, match=r"E358|E364"):
        check_archive(bytes(data).replace(real, lie), "lie.xlsx")


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><MainDeclaration><Product/></MainDeclaration>',
        b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><Main><Product/></Main>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><Main><Product>&a;</Product></Main>',
    ],
)
def test_entities_and_document_types_are_refused(xml: bytes) -> None:
    with pytest.raises(DataError, match="E361"):
        parse_xml(xml, "evil.xml")


def test_other_xml_and_broken_json_say_what_they_are() -> None:
    with pytest.raises(DataError, match="E362"):
        bills.read(b"<rss><channel/></rss>", "feed.xml")
    with pytest.raises(DataError, match="E363"):
        bills.read(b'{"product": ', "broken.json")
    with pytest.raises(ExceptionGroup) as caught:
        bills.read(b'{"product": "x", "colour": 1, "lines": [{"quantity": -1}]}', "wrong.json")
    assert {error.code for error in caught.value.exceptions if isinstance(error, DataError)} == {
        "E363"
    }


def test_too_deep_too_many_too_wide() -> None:
    deep = "\n".join(["Level,Description", *(f"{level},part {level}" for level in range(80))])
    with pytest.raises(ExceptionGroup, match="problems") as caught:
        bills.read(deep.encode(), "deep.csv")
    assert "E366" in str(caught.value.exceptions[0])
    with pytest.raises(DataError, match="E364"):
        bills.read(b"PK\x03\x04 not an archive", "x.xlsx")
    wide = "," * 500 + "Description,Qty\n" + "," * 500 + "screw,1\n"
    with pytest.raises(DataError, match="E365"):
        bills.read(wide.encode(), "wide.csv")


def test_at_most_fifty_problems_are_listed_and_the_rest_counted() -> None:
    rows = "\n".join(["Description,Qty", *("screw,many" for _ in range(80))])
    with pytest.raises(ExceptionGroup) as caught:
        bills.read(rows.encode(), "bad.csv")
    assert len(caught.value.exceptions) == 51
    assert "E369 30 further" in str(caught.value.exceptions[-1])


@pytest.mark.parametrize("run_of", ["1", ",", "(", "with ", "1,", "Dy ", "no a", "x ", "9%", "a,"])
def test_a_long_run_of_one_thing_costs_no_more_than_its_length(run_of: str) -> None:
    """Forty thousand characters end at once; a pattern that goes back over them would take many minutes."""
    text = (run_of * 40_000)[:40_000]
    assert describe(text + "!") is not None
    with pytest.raises(DataError, match="E355"):
        cells.number(text)
