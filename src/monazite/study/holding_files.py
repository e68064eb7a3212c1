"""Files of holdings: tickers with weights, or purchases and sales by material, as people write them (§V43, §V48)."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from monazite.codes import search_mineral
from monazite.codes.elements import element
from monazite.errors import DataError
from monazite.study.needs import needs
from monazite.study.respond import who_gains
from monazite.value import holdings

SIDES = {
    "buy": True,
    "purch": True,
    "in": True,
    "sell": False,
    "sale": False,
    "sold": False,
    "out": False,
}
FORMS = {"oxide", "metal", "alloy", "magnet", "powder", "concentrate", "compound", "compounds"}
WEIGHTS, POSITIONS = ("ticker", "weight"), ("material", "tonnes", "side")


def read(
    text: str, listed: tuple[holdings.Listed, ...], *, where: str
) -> tuple[holdings.Exposed, ...]:
    """Exposure of a file: columns `ticker,weight`, or `material,tonnes,side` (buys or sells).

    Commas, semicolons and tabs separate; a weight may be a share or per cent; a decimal comma is read where semicolons
    separate. Lines that cannot be read are all named at once; none is passed over.

    Raises:
        DataError: E758 naming the lines that cannot be read, or the columns that are missing.
    """
    rows, comma = _rows(text)
    head = set(rows[0][1]) if rows else set()
    if set(WEIGHTS) <= head:
        lines = [
            holdings.Holding(_ticker(row["ticker"]), weight)
            for _, row in rows
            if (weight := _number(row["weight"], decimal_comma=comma)) is not None
            and _ticker(row["ticker"])
        ]
        _refuse(
            [
                (n, f"{row['ticker'] or 'no ticker'}: weight {row['weight'] or 'missing'}")
                for n, row in rows
                if _number(row["weight"], decimal_comma=comma) is None or not _ticker(row["ticker"])
            ],
            where,
            "A line has a ticker and a weight such as 0.05 or 5%",
        )
        return holdings.holdings(lines, listed, who_gains())
    if set(POSITIONS) <= head:
        found = [(n, row, _position(row, decimal_comma=comma)) for n, row in rows]
        bad = [
            (n, f"{row['material']}, {row['tonnes']}, {row['side']}: {made}")
            for n, row, made in found
            if isinstance(made, str)
        ]
        _refuse(bad, where, "A line has a material, tonnes of zero or more, and buys or sells")
        prices = {n.material: (n.home, n.stressed) for n in needs() if n.stressed is not None}
        return holdings.positions(
            [made for _, _, made in found if not isinstance(made, str)], prices
        )
    raise DataError(
        "E758",
        "the file has no holdings",
        where=where,
        why=f"Found the columns {sorted(head)}" if head else "It holds no line under a header",
        way_out="Give the columns ticker and weight, or material, tonnes and side",
    )


def _rows(text: str) -> tuple[list[tuple[int, Mapping[str, str]]], bool]:
    """Numbered lines by column in lower case, and whether a semicolon separates."""
    first = text.splitlines()[0] if text.strip() else ""
    mark = max((";", "\t", ","), key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=mark)
    head = [cell.strip().casefold() for cell in next(reader, [])]
    rows: list[tuple[int, Mapping[str, str]]] = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            padded = [cell.strip() for cell in cells] + [""] * len(head)
            rows.append((reader.line_num, dict(zip(head, padded, strict=False))))
    return rows, mark == ";"


def _number(text: str, *, decimal_comma: bool) -> float | None:
    bare = text.replace(" ", "").removesuffix("%")
    bare = bare.replace(",", ".") if decimal_comma else bare.replace(",", "")
    try:
        found = float(bare)
    except ValueError:
        return None
    return found / 100.0 if text.strip().endswith("%") else found


def _ticker(text: str) -> str:
    """The symbol without the suffix or prefix of its exchange: `LYC.AX`, `ASX:LYC`."""
    return text.rsplit(":", maxsplit=1)[-1].split(".", maxsplit=1)[0].strip().upper()


def _position(row: Mapping[str, str], *, decimal_comma: bool) -> holdings.Position | str:
    """A purchase or sale, or what is wrong with the line."""
    material, tonnes = (
        _material(row["material"]),
        _number(row["tonnes"], decimal_comma=decimal_comma),
    )
    side = next(
        (buys for word, buys in SIDES.items() if row["side"].casefold().startswith(word)), None
    )
    if material is None:
        return "no such material"
    if tonnes is None or tonnes < 0 or tonnes != tonnes:  # noqa: PLR0124 - not a number differs from itself
        return "no tonnes"
    return "neither buys nor sells" if side is None else holdings.Position(material, tonnes, side)


def _material(text: str) -> str | None:
    """The material whose price counts: a form after its name is no part of it, and Nd and Pr are priced together."""
    if "magnet" in text.casefold():
        return "magnets"  # bought by many, priced by nobody in print: named without a number (§V46)
    found = search_mineral(text)
    words = text.split()
    while found is None and len(words) > 1 and words[-1].casefold() in FORMS:
        words = words[:-1]
        found = search_mineral(" ".join(words))
    if found is None:
        return None
    if found.id in {"ndpr", "praseodymium"}:
        return "neodymium"
    return element(found.name).name if len(found.symbols) == 1 and found.group else found.id


def _refuse(bad: list[tuple[int, str]], where: str, way_out: str) -> None:
    if bad:
        raise DataError(
            "E758",
            f"{len(bad)} of the lines of the holdings cannot be read",
            where=where,
            why="; ".join(f"line {number}: {what}" for number, what in bad),
            way_out=way_out,
        )
