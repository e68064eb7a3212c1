"""Raw rows to lines: levels to parents, unit amounts to totals, every row accounted for (§X2, §X3, §X14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from monazite.errors import DataError, MonaziteError
from monazite.exposure.bill import Bill, Line, OriginShare
from monazite.exposure.bills.limits import MAX_DEPTH, MAX_LINES_OBJECTS, stop_on

COUNTED = frozenset(
    (
        "pcs pc pce piece pieces ea each unit units set sets st stk stck stück stuck pair nos pz "
        "个 件 只 台 套 片 支 颗"
    ).split()
) | {""}


@dataclass(slots=True)
class Raw:
    """One row as read, before the structure of the bill is known.

    Amounts may stand per piece (`unit_*`) or for the whole row; `level` and `parent` are as written.
    """

    place: str
    id: str = ""
    parent: str = ""
    level: int | None = None
    description: str = ""
    quantity: float | None = None
    unit: str = ""
    mass_kg: float | None = None
    unit_mass_kg: float | None = None
    value: float | None = None
    unit_value: float | None = None
    currency: str = ""
    origins: tuple[OriginShare, ...] = ()
    made_in: str = ""
    supplier: str = ""
    material: str = ""
    composition: tuple[tuple[str, float], ...] = ()
    hs: str = ""
    control_code: str = ""
    item: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def assemble(name: str, rows: list[Raw], notes: list[str], *, whole: bool = False) -> Bill:
    """The bill of these rows; as many lines as rows.

    Args:
        name: Name of the bill.
        rows: Rows in the order of the file.
        notes: What the reader assumed so far; extended here.
        whole: Quantities, masses and values of a nested row count for the whole product, not for one
            piece of its parent.

    Raises:
        ExceptionGroup: of DataError E350 to E354, E365, E366.
    """
    if len(rows) > MAX_LINES_OBJECTS:
        raise DataError(
            "E365",
            f"{len(rows):,} lines are too many for a nested bill",
            where=name,
            why=f"At most {MAX_LINES_OBJECTS:,} lines are held one by one (§X7)",
            way_out="Send a flat bill as CSV, which is screened by columns",
        )
    problems: list[MonaziteError] = []
    _number_lines(rows, notes)
    _hang_by_level(rows, problems)
    _hang_by_position(rows)
    _hang_by_repeated_id(rows, problems)
    factors = _factors(rows, problems, notes, whole=whole)
    stop_on(problems, name)
    lines = tuple(_line(row, factor) for row, factor in zip(rows, factors, strict=True))
    return Bill(name, lines, tuple(notes))


def _number_lines(rows: list[Raw], notes: list[str]) -> None:
    """Every row gets an id of its own; a part number met again is told apart by its count."""
    missing = sum(not row.id for row in rows)
    taken = {row.id for row in rows}
    seen: dict[str, int] = {}
    renamed = 0
    for index, row in enumerate(rows, start=1):
        if not row.id:
            row.id = f"{index}" if f"{index}" not in taken else f"row-{index}"
        seen[row.id] = seen.get(row.id, 0) + 1
        if seen[row.id] > 1:
            renamed += 1
            count = seen[row.id]
            while f"{row.id}#{count}" in taken:
                count += 1
            row.id = f"{row.id}#{count}"
            taken.add(row.id)
    if missing and missing < len(rows):
        notes.append(
            f"{missing} lines have no number of their own and were numbered by their place"
        )
    if renamed:
        notes.append(f"{renamed} lines repeat a number already used; they carry #2, #3 and so on")


def _hang_by_level(rows: list[Raw], problems: list[MonaziteError]) -> None:
    if not any(row.level is not None for row in rows) or any(row.parent for row in rows):
        return
    trail: list[tuple[int, str]] = []
    for row in rows:
        level = row.level
        if level is None:
            problems.append(
                DataError(
                    "E366",
                    "the row has no level",
                    where=row.place,
                    why="Where a bill has a column of levels, each row needs one (§X2)",
                    way_out="Fill in the level",
                )
            )
            continue
        while trail and trail[-1][0] >= level:
            trail.pop()
        if trail:
            row.parent = trail[-1][1]
        trail.append((level, row.id))


def _hang_by_position(rows: list[Raw]) -> None:
    """`1.2.3` is part of `1.2` where the latter is a line too and nothing else gives the structure."""
    if any(row.parent or row.level is not None for row in rows):
        return
    known = {row.id for row in rows}
    if not all(re.fullmatch(r"\d+(\.\d+)*", row.id) for row in rows):
        return
    for row in rows:
        head = row.id.rpartition(".")[0]
        if head in known:
            row.parent = head


def _hang_by_repeated_id(rows: list[Raw], problems: list[MonaziteError]) -> None:
    """A parent named by a number that several rows carry cannot be told; a parent named as the product is none."""
    repeated = {row.id.rpartition("#")[0] for row in rows if re.search(r"#\d+$", row.id)}
    problems.extend(
        DataError(
            "E351",
            f"the parent {row.parent!r} of line {row.id!r} is the number of several lines",
            where=row.place,
            why="A line hangs on one other line (§X2)",
            way_out="Give each line a number of its own, or a column of levels",
        )
        for row in rows
        if row.parent in repeated
    )


def _factors(
    rows: list[Raw], problems: list[MonaziteError], notes: list[str], *, whole: bool
) -> list[float]:
    """How many pieces of its parent the product holds, for each row."""
    by_id = {row.id: row for row in rows}
    memo: dict[str, float] = {"": 1.0}
    depth: dict[str, int] = {"": 0}
    for row in rows:
        chain: list[Raw] = []
        here: Raw | None = row
        while here is not None and here.id not in memo and len(chain) <= MAX_DEPTH:
            chain.append(here)
            here = by_id.get(here.parent)
        for link in reversed(chain):
            memo[link.id] = memo.get(link.parent, 1.0) * _pieces(link)
            depth[link.id] = depth.get(link.parent, 0) + 1
        if depth[row.id] > MAX_DEPTH or len(chain) > MAX_DEPTH:
            problems.append(
                DataError(
                    "E366",
                    f"the line {row.id!r} lies deeper than {MAX_DEPTH} levels or is part of itself",
                    where=row.place,
                    why="Bills are nested, not circular (§X2)",
                    way_out="Correct the parents",
                )
            )
    if whole:
        return [1.0] * len(rows)
    factors = [memo.get(row.parent, 1.0) for row in rows]
    if any(factor != 1.0 for factor in factors):
        notes.append(
            "amounts of a nested line are read as for one piece of its parent and multiplied down; "
            "say --amounts whole if they already count for the whole product"
        )
    return factors


def _pieces(row: Raw) -> float:
    """How many parents one such row makes for its children: its count, or 1 where it is weighed or not said."""
    counted = row.unit.casefold().strip(" .") in COUNTED
    return row.quantity if counted and row.quantity is not None else 1.0


def _line(row: Raw, factor: float) -> Line:
    pieces = 1.0 if row.quantity is None else row.quantity
    mass = row.mass_kg if row.mass_kg is not None else _times(row.unit_mass_kg, pieces)
    value = row.value if row.value is not None else _times(row.unit_value, pieces)
    return Line(
        id=row.id,
        parent=row.parent,
        description=row.description,
        quantity=_times(row.quantity, factor),
        unit=row.unit,
        mass_kg=_times(mass, factor),
        value=_times(value, factor),
        currency=row.currency,
        origins=row.origins,
        made_in=row.made_in,
        supplier=row.supplier,
        material=row.material,
        composition=row.composition,
        hs=row.hs,
        control_code=row.control_code,
        item=row.item,
        facts=row.facts,
        place=row.place,
    )


def _times(amount: float | None, factor: float) -> float | None:
    return None if amount is None else amount * factor
