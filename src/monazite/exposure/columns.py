"""Large flat bills by columns: the same answers as line by line, a million lines in seconds (§X30 to §X36).

Rows that name nothing a measure could mean are told apart with one search over all texts. What is left is screened
once for each distinct row by the line-by-line path itself, and joined back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from monazite.errors import DataError
from monazite.exposure.bill import Bill, Line
from monazite.exposure.bills import cells
from monazite.exposure.bills.assemble import Raw
from monazite.exposure.bills.csv_text import decode, delimiter, hint, no_header, rows_of
from monazite.exposure.bills.headers import NUMBERS, Column, Header, find_header
from monazite.exposure.bills.limits import MAX_BYTES, MAX_LINES, stop_on, too_large
from monazite.exposure.bills.table import Found, Reader, is_no_line, raw_row
from monazite.exposure.classify import index
from monazite.exposure.facts import Readings
from monazite.exposure.prefilter import mark_rows
from monazite.exposure.screen import screen
from monazite.exposure.screening import ScreenedLine, Shipment
from monazite.regime import Standing

_HEAD = 400_000  # characters in which the header must stand
_AMOUNTS = frozenset(
    {"quantity", "mass", "unit_mass", "total_mass", "value", "unit_value", "total_value"}
)
_VALUES = ("value", "total_value", "unit_value")
_SIMPLE = r"^[+]?\d+(\.\d+)?$"
_ZERO = r"^0*(\.0*)?$"
_PLAIN = "no listed item is described"
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class ColumnScreening:
    """A large bill screened.

    Attributes:
        frame: One row per line: row, id, description, supplier, outcome, reason, instruments, item, score, from, to.
        distinct: Rows that had to be looked at one by one.
        examples: Those rows with their full answers, by number in `frame.key`; -1 stands for plain rows.
    """

    name: str
    frame: pl.DataFrame
    distinct: int
    examples: tuple[ScreenedLine, ...]
    notes: tuple[str, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Lines by outcome."""
        return dict(self.frame.group_by("outcome").len().sort("outcome").iter_rows())


def is_flat_csv(data: bytes, name: str) -> bool:
    """Whether the file is CSV without columns of parents or levels."""
    header = _header(decode(data[:_HEAD], where=name)[0] if _cuts_clean(data) else "")
    return header is not None and not {"parent", "level"} & header.fields


def _cuts_clean(data: bytes) -> bool:
    return data[:2] not in {b"PK", b"\xff\xfe", b"\xfe\xff"} and data.lstrip()[:1] not in {
        b"<",
        b"{",
    }


def _header(text: str) -> Header | None:
    return find_header(rows_of(text[: text.rfind("\n") + 1] or text, delimiter(text), "", most=60))


def screen_columns(
    data: bytes,
    name: str,
    standing: Standing,
    shipment: Shipment | None = None,
    readings: Readings | None = None,
    *,
    decimal: str = "",
) -> ColumnScreening:
    """A flat CSV bill of any length screened by columns.

    Raises:
        DataError: E358, E359, E360; E365 for more than five million lines; E373 if the bill is nested.
        ExceptionGroup: problems of the cells, each named once with the first row it stands in.

    Spec: §X30.
    """
    too_large(len(data), MAX_BYTES, name)
    text, encoding = decode(data, where=name)
    separator = delimiter(text)
    header = find_header(rows_of(text[:_HEAD], separator, name, most=60))
    if header is None:
        raise no_header(name)
    if {"parent", "level"} & header.fields:
        raise DataError(
            "E373",
            "the bill is nested",
            where=name,
            way_out="Nested bills are screened line by line",
        )
    found = Found()
    if header.unused:
        found.notes.append(f"{name}: columns not used: {', '.join(header.unused[:20])}")
    frame = _drop_no_lines(_read(text, separator, header, name), header, name, found)
    mark = decimal or _mark(frame, header) or hint(separator, text[:_HEAD]) or "."
    _check_cells(frame, header, Reader(name, mark, found))
    stop_on(found.problems, name)
    frame = mark_rows(frame, index(standing))
    lines, frame = _distinct(frame, header, name, mark)
    screened = (
        screen(Bill(name, lines), standing, shipment, readings, explain=False).lines
        if lines
        else ()
    )
    return ColumnScreening(
        name,
        _answers(frame, screened),
        len(lines),
        screened,
        (
            f"{name}: read as {encoding} by columns, {frame.height:,} lines, {len(lines):,} distinct rows looked at",
            *found.notes,
        ),
    )


def _read(text: str, separator: str, header: Header, name: str) -> pl.DataFrame:
    width = max(column.index for column in header.columns) + 1
    try:
        frame = pl.read_csv(
            text.encode("utf-8"),
            has_header=False,
            skip_rows=header.last_row + 1,
            infer_schema=False,
            separator=separator,
            truncate_ragged_lines=True,
            schema={
                f"column_{number + 1}": pl.String
                for number in range(max(width, _width(text, separator, header)))
            },
        )
    except pl.exceptions.PolarsError as error:
        raise DataError(
            "E359",
            "the CSV is broken",
            where=name,
            why=str(error)[:200],
            way_out="Save the file again",
        ) from error
    if frame.height > MAX_LINES:
        raise DataError(
            "E365", f"{frame.height:,} lines are too many", where=name, why=f"At most {MAX_LINES:,}"
        )
    wanted = {f"column_{column.index + 1}": column.field for column in header.columns}
    return (
        frame.with_row_index("row", offset=header.last_row + 2)
        .select(
            "row",
            *(
                pl.col(old).str.strip_chars().fill_null("").alias(new)
                for old, new in wanted.items()
            ),
        )
        .filter(pl.any_horizontal(pl.col(new) != "" for new in wanted.values()))
    )


def _width(text: str, separator: str, header: Header) -> int:
    rows = rows_of(text[:_HEAD], separator, "", most=60)
    return max((len(row) for row in rows[header.last_row :]), default=1)


def _drop_no_lines(frame: pl.DataFrame, header: Header, name: str, found: Found) -> pl.DataFrame:
    """Totals and repeated headers, judged by the same function as line by line."""
    label = "description" if "description" in frame.columns else frame.columns[1]
    by_field = {column.field: column for column in header.columns}
    totals = r"(?i)^\s*(grand |sub ?)?total\b|summe|^\s*gesamt|合计|总计|小计"
    suspect = frame.filter(
        pl.col(label).str.contains(totals)
        | pl.any_horizontal(pl.col(field) == column.header for field, column in by_field.items())
    )
    width = max(column.index for column in header.columns) + 1
    out: list[int] = []
    for values in suspect.iter_rows(named=True):
        texts = [""] * width
        for field, column in by_field.items():
            texts[column.index] = cells.clean(values[field])
        if is_no_line(texts, header):
            out.append(values["row"])
    if out:
        shown = ", ".join(map(str, out[:20]))
        found.notes.append(
            f"{name}: {len(out)} rows are no lines (totals, repeated headers, remarks): rows {shown}"
        )
    return frame.filter(~pl.col("row").is_in(out)) if out else frame


def _numbers(header: Header) -> list[Column]:
    return [column for column in header.columns if column.field in NUMBERS or ":" in column.field]


def _mark(frame: pl.DataFrame, header: Header) -> str:
    texts: list[str] = []
    for column in _numbers(header):
        marked = frame.get_column(column.field).filter(
            frame.get_column(column.field).str.contains(r"[.,]")
        )
        texts += marked.unique().head(_SAMPLE).to_list()
    return cells.decimal_mark(texts)


def _check_cells(frame: pl.DataFrame, header: Header, reader: Reader) -> None:
    """Each distinct odd cell is read once by the line-by-line reader, which raises what is wrong with it."""
    for column in header.columns:
        field = column.field
        series = frame.get_column(field)
        if field in {
            "description",
            "id",
            "supplier",
            "material",
            "unit",
            "composition",
            "item",
            "control_code",
        }:
            continue
        odd = frame.filter(series != "")
        if column in _numbers(header):
            odd = odd.filter(~pl.col(field).str.contains(_SIMPLE))
            if reader.mark == "." and field not in {"mass", "unit_mass", "total_mass"}:
                odd = odd.filter(~pl.col(field).str.contains(r"^\d{1,3}(,\d{3})+(\.\d+)?$"))
        firsts = odd.unique(subset=[field], keep="first", maintain_order=True).select("row", field)
        for row, text in firsts.iter_rows():
            cell = cells.clean(text)
            single = Header(0, (replace(column, index=0),), ())
            place = Reader(f"{reader.place}, row {row}", reader.mark, reader.found)
            raw_row([cell], single, place)
        if (
            column in _numbers(header)
            and field.endswith("mass")
            and not column.unit
            and series.str.contains(_SIMPLE).any()
        ):
            raw_row(["1"], Header(0, (replace(column, index=0),), ()), reader)
    notes = list(dict.fromkeys(reader.found.notes))
    reader.found.notes[:] = notes[:40]


def _key_fields(header: Header) -> list[str]:
    ignored = _AMOUNTS | {"id", "supplier", "unit", "currency"}
    return [column.field for column in header.columns if column.field not in ignored]


def _worth(frame: pl.DataFrame) -> pl.Expr:
    """0 no value, 1 a value of zero, 2 a value: all that a flat line's share can depend on."""
    present = [name for name in _VALUES if name in frame.columns]
    if not present:
        return pl.lit(0)
    said = pl.any_horizontal(pl.col(name) != "" for name in present)
    nought = pl.any_horizontal(
        pl.col(name).str.contains(_ZERO) & (pl.col(name) != "") for name in present
    )
    if "quantity" in frame.columns and "unit_value" in present:
        nought |= pl.col("quantity").str.contains(_ZERO) & (pl.col("quantity") != "")
    return pl.when(~said).then(0).when(nought).then(1).otherwise(2)


def _distinct(
    frame: pl.DataFrame, header: Header, name: str, mark: str
) -> tuple[tuple[Line, ...], pl.DataFrame]:
    main = _main_currency(frame, header)
    currency = pl.col("currency") if "currency" in frame.columns else pl.lit("")
    frame = frame.with_columns(_worth(frame).alias("_worth"), currency.alias("_currency"))
    keys = [*_key_fields(header), "_worth", "_currency"]
    chosen = (
        frame.filter(pl.col("_look"))
        .unique(subset=keys, keep="first", maintain_order=True)
        .with_row_index("key")
    )
    by_field = {column.field: column for column in header.columns}
    width = max(column.index for column in header.columns) + 1
    found = Found()
    lines: list[Line] = []
    for values in chosen.iter_rows(named=True):
        texts = [""] * width
        for field, column in by_field.items():
            texts[column.index] = cells.clean(values[field])
        raw = raw_row(texts, header, Reader(f"{name}, row {values['row']}", mark, found))
        raw.id = str(values["key"])
        lines.append(_line(raw, values["_worth"], main))
    stop_on(found.problems, name)
    joined = frame.join(
        chosen.select("key", "_look", *keys), on=["_look", *keys], how="left", nulls_equal=True
    )
    return tuple(lines), joined.sort("row")


def _line(raw: Raw, worth: int, main: str) -> Line:
    """A flat line stands for all like it, so its amount is a unit, nought or unknown."""
    foreign = raw.currency and raw.currency != main
    return Line(
        id=raw.id,
        description=raw.description,
        value=None if foreign or not worth else float(worth - 1),
        currency=raw.currency,
        origins=raw.origins,
        made_in=raw.made_in,
        supplier=raw.supplier,
        material=raw.material,
        composition=raw.composition,
        hs=raw.hs,
        control_code=raw.control_code,
        item=raw.item,
        facts=raw.facts,
        place=raw.place,
    )


def _main_currency(frame: pl.DataFrame, header: Header) -> str:
    if "currency" in frame.columns:
        counted = frame.get_column("currency").value_counts().iter_rows()
        totals: dict[str, int] = {}
        for text, count in counted:
            code = cells.currency(cells.clean(text))
            if code:
                totals[code] = totals.get(code, 0) + count
        return max(sorted(totals), key=lambda code: totals[code]) if totals else ""
    return next(
        (
            cells.currency(column.unit)
            for column in header.columns
            if column.field in _VALUES and column.unit
        ),
        "",
    )


def _answers(frame: pl.DataFrame, screened: tuple[ScreenedLine, ...]) -> pl.DataFrame:
    rows = {
        "key": pl.Series([int(one.line.id) for one in screened], dtype=pl.UInt32),
        "outcome": _series(screened, lambda one: one.outcome),
        "reason": _series(screened, lambda one: one.reason),
        "instruments": _series(screened, lambda one: " ".join(one.instruments)),
        "item": _series(screened, lambda one: one.candidate.item.id if one.candidate else ""),
        "from": _series(screened, lambda one: one.exporter_in),
        "to": _series(screened, lambda one: one.destination),
    }
    shown = [name for name in ("row", "id", "description", "supplier") if name in frame.columns]
    return (
        frame.select(*shown, pl.col("key").cast(pl.UInt32))
        .join(pl.DataFrame(rows), on="key", how="left", maintain_order="left")
        .with_columns(
            pl.col("outcome").fill_null("not_required"),
            pl.col("reason").fill_null(_PLAIN),
            pl.col("instruments", "item", "from", "to").fill_null(""),
        )
    )


def _series(screened: tuple[ScreenedLine, ...], take: Callable[[ScreenedLine], str]) -> pl.Series:
    return pl.Series([take(one) for one in screened], dtype=pl.String)
