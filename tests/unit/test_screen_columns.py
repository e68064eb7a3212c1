"""The columnar path gives the answers of the line-by-line path (§X30 to §X36)."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.screen import make
from monazite.dates import AsOf
from monazite.errors import DataError
from monazite.exposure import lexicon
from monazite.exposure.columns import is_flat_csv
from monazite.study.screen import Asking, read_bytes, screen_bill, screen_large

DAYS = [AsOf(day, day) for day in (date(2025, 5, 10), date(2025, 10, 20), date(2026, 11, 23))]
ODD = """Bill of parts;;;;;;;;
No;Description;Material;Qty;Unit price;Currency;Country of origin;Supplier;HS code;Dy [wt%]
1;Magnet;NdFeB;10;1,50;EUR;CN;A;8505.11.10;
2;Magnet;NdFeB;10;;EUR;CN;A;8505.11.10;3,5
3;Schraube M4;Stahl;1.000;0,02;EUR;DE;B;;
4;;;5;1;EUR;CN;C;2846901500;
5;Halter;;5;1;EUR;CN;C;2846901500;
6;4711-0815;;5;1;EUR;;C;;
7;Ｄｙ metal;;1;300;USD;中国;D;;
8;GaAs;;1;300;USD;JP;D;;

9;Rotor;;1;0;EUR;?;E;;
10;Heißpresse;;1;10;EUR;CN 60 %, DE 40 %;E;;
No;Description;Material;Qty;Unit price;Currency;Country of origin;Supplier;HS code;Dy [wt%]
;Summe;;;1.000;;;;;
11;W-Cu electrode;;1;10;EUR;CN;E;;
12;Yttrium oxide Y2O3;;1;10;EUR;CN;E;;
13;Indium-free sealing;;1;10;EUR;CN;E;;
"""


def both(data: bytes, day: AsOf) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    slow = screen_bill(read_bytes(data, name="b.csv"), day, Asking(destination="USA"))
    fast = screen_large(data, "b.csv", day, Asking(destination="USA"))
    one = [
        (line.outcome, line.reason, line.candidate.item.id if line.candidate else "")
        for line in slow.lines
    ]
    two = [(row["outcome"], row["reason"], row["item"]) for row in fast.frame.iter_rows(named=True)]
    return one, two


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_same_answers_on_a_random_bill(day: AsOf) -> None:
    one, two = both(make(1500, listed=0.3, seed=7), day)
    assert len(one) == len(two) == 1500
    assert one == two


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_same_answers_on_odd_rows(encoding: str) -> None:
    text = ODD if encoding != "gb18030" else ODD.replace("Heißpresse", "热压机")
    one, two = both(text.encode(encoding), DAYS[1])
    assert len(one) == 13
    assert one == two


def test_every_term_that_matters_is_caught_by_the_search() -> None:
    lines = ["No,Description,Country of origin"]
    lines += [f'{number},"{term.text}",CN' for number, term in enumerate(lexicon.terms(), start=1)]
    one, two = both("\n".join(lines).encode(), DAYS[1])
    wrong = [
        (lines[number + 1], a, b)
        for number, (a, b) in enumerate(zip(one, two, strict=True))
        if a != b
    ]
    assert not wrong


def test_bad_cells_are_found_with_their_row() -> None:
    data = make(50).decode().splitlines()
    data[10] = "x,Hex screw,many,1.0,USD,CN,S"
    data[20] = "y,Hex screw,1,1.0,USD,Atlantis,S"
    with pytest.raises(ExceptionGroup) as caught:
        screen_large("\n".join(data).encode(), "b.csv", DAYS[0])
    found = [str(error) for error in caught.value.exceptions]
    assert any("E355" in text and "row 11" in text for text in found)
    assert any("E102" in text and "row 21" in text for text in found)


def test_a_nested_bill_goes_line_by_line() -> None:
    data = b"No,Parent,Description\n1,,Motor\n2,1,Magnet\n"
    assert not is_flat_csv(data, "b.csv")
    with pytest.raises(DataError, match="E373"):
        screen_large(data, "b.csv", DAYS[0])
