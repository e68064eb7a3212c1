"""A bill of materials as frozen lines: what a product is made of, from where, by whom (§X1 to §X6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from monazite.errors import DataError

_NOTHING: Mapping[str, object] = MappingProxyType({})
# Shares and fractions come rounded from people; a sum may pass one by this much before it is an error.
SHARE_SLACK = 1e-3


@dataclass(frozen=True, slots=True)
class OriginShare:
    """One country of origin and the share of the line that comes from it.

    Attributes:
        country: ISO 3166-1 alpha-3.
        share: Share of the line's value, 0 to 1.
    """

    country: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill.

    Quantity, mass and value are totals in one finished product: the readers multiply down the levels (§X3).
    An empty tuple or text means the bill does not say; it never means zero or none.

    Attributes:
        id: Unique in the bill.
        parent: Id of the line it is part of; empty at the top.
        mass_kg: Gross mass, kilograms.
        value: Money value in `currency`.
        origins: Countries of origin with shares; empty when nobody has said.
        made_in: Country of manufacture, alpha-3.
        composition: (element symbol, mass fraction) pairs, contained basis.
        item: Id of a controlled item the sender pinned.
        facts: Declared facts by name, for example `purity_pct` or `technology_origin`.
        place: File, sheet and row the line came from.
    """

    id: str
    parent: str = ""
    description: str = ""
    quantity: float | None = None
    unit: str = ""
    mass_kg: float | None = None
    value: float | None = None
    currency: str = ""
    origins: tuple[OriginShare, ...] = ()
    made_in: str = ""
    supplier: str = ""
    material: str = ""
    composition: tuple[tuple[str, float], ...] = ()
    hs: str = ""
    control_code: str = ""
    item: str = ""
    facts: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    place: str = ""

    @property
    def text(self) -> str:
        """Description and material, as one text to read."""
        return f"{self.description}; {self.material}" if self.material else self.description


@dataclass(frozen=True, slots=True)
class Bill:
    """All lines of one product, in the order of the file, what the reader assumed, and facts on the whole shipment."""

    name: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=lambda: _NOTHING)

    def __post_init__(self) -> None:
        problems = list(_problems(self.lines))
        if problems:
            raise ExceptionGroup(f"the bill {self.name!r} cannot be used", problems)


def _problems(lines: tuple[Line, ...]) -> Iterator[DataError]:
    by_id: dict[str, Line] = {}
    for line in lines:
        if not line.id or line.id in by_id:
            yield DataError(
                "E350",
                f"the line id {line.id!r} is empty or given twice",
                where=line.place,
                why="Every line of a bill has its own id (§X1)",
                way_out="Number the lines, or leave the column out and let the reader number them",
            )
        by_id[line.id] = line
    for line in lines:
        if line.parent and line.parent not in by_id:
            yield DataError(
                "E351",
                f"the parent {line.parent!r} of line {line.id!r} is not in the bill",
                where=line.place,
                why="A line hangs on another line or on the product itself (§X2)",
                way_out="Add the parent line or correct its id",
            )
        yield from _line_problems(line)
    yield from _loops(by_id)


def _line_problems(line: Line) -> Iterator[DataError]:
    for name in ("quantity", "mass_kg", "value"):
        number = getattr(line, name)
        if number is not None and not 0 <= number < float("inf"):
            yield DataError(
                "E352",
                f"{name.removesuffix('_kg')} {number} of line {line.id!r} is no amount",
                where=line.place,
                why="Amounts are finite and not negative",
                way_out="Correct the cell; leave it empty when the amount is not known",
            )
    for name, total in (
        ("origin shares", sum(part.share for part in line.origins)),
        ("composition", sum(part for _, part in line.composition)),
    ):
        if not 0 <= total <= 1 + SHARE_SLACK:
            yield DataError(
                "E353",
                f"the {name} of line {line.id!r} sum to {total:.4g}",
                where=line.place,
                why="Shares of one line sum to at most 1",
                way_out="Correct the shares; what is not known may stay out",
            )


def _loops(by_id: dict[str, Line]) -> Iterator[DataError]:
    safe: set[str] = set()
    for start in by_id:
        trail: dict[str, None] = {}
        here = start
        while here and here in by_id and here not in safe and here not in trail:
            trail[here] = None
            here = by_id[here].parent
        if here in trail:
            yield DataError(
                "E354",
                f"the line {here!r} is part of itself",
                where=by_id[here].place,
                why="Parents of a bill form no circle (§X2)",
                way_out="Correct the parent column",
            )
        safe.update(trail)


def children(bill: Bill) -> dict[str, list[Line]]:
    """Lines by the id of their parent; the top lines stand under the empty text."""
    found: dict[str, list[Line]] = {}
    for line in bill.lines:
        found.setdefault(line.parent, []).append(line)
    return found


def depths(bill: Bill) -> dict[str, int]:
    """Level of each line, 0 at the top."""
    below = children(bill)
    level: dict[str, int] = {}
    wave, depth = below.get("", []), 0
    while wave:
        level.update((line.id, depth) for line in wave)
        wave = [child for line in wave for child in below.get(line.id, [])]
        depth += 1
    return level


def in_tree_order(bill: Bill) -> list[tuple[Line, int]]:
    """Lines with their level, each parent before its children, in the order of the file."""
    below = children(bill)
    stack = [(line, 0) for line in reversed(below.get("", []))]
    ordered: list[tuple[Line, int]] = []
    while stack:
        line, depth = stack.pop()
        ordered.append((line, depth))
        stack.extend((child, depth + 1) for child in reversed(below.get(line.id, [])))
    return ordered
