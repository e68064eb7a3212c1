"""A table of the user's own, CSV or Parquet, with its columns found and its form checked before anything is computed.

Spec: §I22.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from monazite.errors import DataError, MissingData

LINE = "line"  # the line of a text file, the row of any other, counted from 1 with the header as line 1
_HEAD = 1 << 16
_SEPARATORS = ",;\t|"
_PLAIN = "Save as CSV in UTF-8, unpacked; a workbook or a packed file is not read"


@dataclass(frozen=True, slots=True)
class Form:
    """What a table of one's own has to hold, and how to say what is wrong with it.

    Attributes:
        code: Error code of this kind of table.
        what: Its name in messages.
        columns: Columns it has.
        way_out: How to write it.
    """

    code: str
    what: str
    columns: tuple[str, ...]
    way_out: str

    def wrong(self, what: str, *, where: str, why: str = "", way_out: str = "") -> DataError:
        """An error of this kind of table."""
        rule = f"{self.what[:1].upper()}{self.what[1:]} has the columns " + ", ".join(self.columns)
        return DataError(
            self.code, what, where=where, why=why or rule, way_out=way_out or self.way_out
        )

    def require(self, held: Sequence[str], *, where: str) -> None:
        """Refuse a table without the columns."""
        missing = [name for name in self.columns if name not in held]
        if missing:
            raise self.wrong(
                f"{self.what} lacks {', '.join(missing)}; it has {', '.join(held) or 'nothing'}",
                where=where,
            )


def scan(path: Path, form: Form) -> pl.LazyFrame:
    """The table read lazily: all columns as they stand (text in a CSV), names in lower case, and `LINE`.

    A CSV may be separated by comma, semicolon, tab or bar; a folder stands for the Parquet files in it.

    Raises:
        MissingData: E201 if there is no such file.
        DataError: With the form's code, if the file is no table.
    """
    if not path.exists():
        raise MissingData("E201", "no such file", where=str(path), way_out="Check the path")
    try:
        if path.is_dir():
            if not any(path.glob("*.parquet")):
                raise form.wrong("the folder holds no Parquet file", where=path.name)
            frame = pl.scan_parquet(path / "*.parquet")
        elif path.suffix.lower() in {".parquet", ".pq"}:
            frame = pl.scan_parquet(path)
        else:
            separator = _separator(path, form)
            frame = pl.scan_csv(path, separator=separator, infer_schema=False)
        names = frame.collect_schema().names()
    except pl.exceptions.PolarsError as error:
        raise unreadable(path, form, error) from error
    plain = {name: name.strip().casefold() for name in names}
    if len(set(plain.values())) < len(names):
        raise form.wrong("two columns have one name", where=path.name)
    return frame.rename(plain).with_row_index(LINE, offset=2)


def read(path: Path, form: Form) -> pl.DataFrame:
    """The whole of a short table, with the columns it must have and at least one row.

    Raises:
        MissingData: E201 if there is no such file.
        DataError: With the form's code, if the file is no table, lacks a column or has no rows.
    """
    lazy = scan(path, form)
    form.require([name for name in lazy.collect_schema().names() if name != LINE], where=path.name)
    try:
        frame = lazy.collect()
    except pl.exceptions.PolarsError as error:
        raise unreadable(path, form, error) from error
    if frame.is_empty():
        raise form.wrong(f"{form.what} has no rows", where=path.name)
    return frame.with_columns(pl.col(pl.String).str.strip_chars())


def unreadable(path: Path, form: Form, error: Exception) -> DataError:
    """The error of a file that its reader gave up on."""
    return form.wrong(
        f"{form.what} cannot be read: {str(error).splitlines()[0][:200]}",
        where=path.name,
        why="It is read as text in UTF-8 with one entry a line, all lines of as many parts, or as Parquet",
        way_out="Save it as CSV in UTF-8 from the program that made it; quotes are closed on the line they open",
    )


def _separator(path: Path, form: Form) -> str:
    """The sign between the columns of a text file, by its first line."""
    with path.open("rb") as file:
        raw = file.read(_HEAD)
    if not raw.strip():
        raise form.wrong("the file is empty", where=path.name)
    try:
        head = raw.splitlines()[0].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise form.wrong(
            "the file is no text in UTF-8", where=path.name, why=str(error), way_out=_PLAIN
        ) from error
    if "\x00" in head:
        raise form.wrong("the file is no text in UTF-8", where=path.name, way_out=_PLAIN)
    return max(_SEPARATORS, key=head.count)
