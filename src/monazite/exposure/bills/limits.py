"""Bounds on what a bill may be, so that no file can exhaust memory or time (§X7)."""

from __future__ import annotations

from monazite.errors import DataError, MonaziteError

MAX_BYTES = 400_000_000  # a CSV of a few million lines
MAX_XML_BYTES = 64_000_000
MAX_JSON_BYTES = 64_000_000
MAX_XLSX_BYTES = 64_000_000
MAX_UNPACKED_BYTES = 512_000_000
MAX_UNPACK_RATIO = 200  # honest workbooks pack 5 to 30 to 1
MAX_ZIP_ENTRIES = 2_000
MAX_LINES = 5_000_000
MAX_LINES_OBJECTS = 300_000  # lines held one by one; above, the columnar path
MAX_COLUMNS = 400
MAX_CELL = 4_000
MAX_DEPTH = 60
MAX_PROBLEMS = 50
HEADER_SEARCH = 40


def too_large(size: int, limit: int, where: str, what: str = "file") -> None:
    """Stop when `size` bytes pass the limit.

    Raises:
        DataError: E358.
    """
    if size > limit:
        raise DataError(
            "E358",
            f"the {what} is too large: {size:,} bytes",
            where=where,
            why=f"At most {limit:,} bytes are read (§X7)",
            way_out="Split the bill, or send a large flat bill as CSV",
        )


def stop_on(problems: list[MonaziteError], name: str) -> None:
    """Raise all problems found in a file as one group, at most fifty of them and the count of the rest."""
    if not problems:
        return
    shown: list[MonaziteError] = problems[:MAX_PROBLEMS]
    if len(problems) > MAX_PROBLEMS:
        shown.append(
            DataError(
                "E369",
                f"{len(problems) - MAX_PROBLEMS} further problems are not listed",
                where=name,
                way_out="Mend those listed and screen again",
            )
        )
    raise ExceptionGroup(f"{len(problems)} problems in {name}", shown)
