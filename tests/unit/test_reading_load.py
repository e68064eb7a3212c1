# ruff: noqa: E501 - a case is one line
"""Bytes to documents: encodings, limits, hostile pages (§R5 to §R9)."""

from __future__ import annotations

import pytest

from monazite.errors import DataError, MissingData
from monazite.reading import documents, load

WORDS = (
    "China bans exports of gallium\n\nThe ministry said so on Friday – “at once”. It covers ores."
)
ZH = "商务部公告2025年第61号\n\n决定对境外相关稀土物项实施出口管制。本公告自公布之日起实施。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
def test_latin_encodings_give_the_same_text(encoding: str) -> None:

    assert load(WORDS.encode(encoding)).text.startswith(
        "The ministry said so on Friday – “at once”"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_chinese_encodings_give_the_same_text(encoding: str) -> None:
    document = load(ZH.encode(encoding))
    assert document.title == "商务部公告2025年第61号"
    assert "稀土物项" in document.text


def test_broken_bytes_are_replaced_and_noted() -> None:
    data = (ZH * 20).encode("utf-8")
    document = load(data[:300] + b"\xff" + data[300:])
    assert any("replaced" in note for note in document.notes)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E801"),
        (b" \n\t ", "E801"),
        (b"%PDF-1.7 x", "E803"),
        (b"PK\x03\x04abc", "E803"),
        (b"abc\x00\x01\x02def" * 9, "E803"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, code: str) -> None:
    with pytest.raises((DataError, MissingData), match=code) as caught:
        load(data, name="x.bin")
    assert caught.value.way_out


def test_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 100)
    with pytest.raises(DataError, match="E802"):
        load(b"a" * 101)


def test_a_page_gives_its_article() -> None:
    body = (
        "<p>"
        + "China will require licences for exports of antimony from September 15, the ministry said. "
        * 6
        + "</p>"
    )
    page = f"<!doctype html><html><head><title>Curbs</title></head><body><nav>Home</nav><article><h1>Curbs</h1>{body}</article></body></html>"
    document = load(page.encode())
    assert "licences for exports of antimony" in document.text
    assert "<p>" not in document.text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 40_000 + "export ban" + "</div>" * 40_000,
        "<html><body><table>" + "<tr><td>1</td><td>gallium</td></tr>" * 5_000 + "</table>",
        "<html>word " + '<a href="' * 20_000,
        "<html>word " + "<" * 100_000,
        "<html><p " + "x=1 " * 30_000 + ">words</p>",
        "<html><body>words <script>" * 5_000,
    ],
)
def test_hostile_pages_are_read_or_refused(page: str) -> None:
    try:
        assert load(page.encode()).text
    except MissingData as error:
        assert error.code == "E801"  # noqa: PT017 - either is right


def test_hidden_characters_are_taken_out() -> None:
    document = load("ex\u200bport \u202eban\u202c of gal\u00adlium".encode())
    assert document.text == "export ban of gallium"
