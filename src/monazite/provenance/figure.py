"""A number with its unit, basis, period, range and parent (§P1 to §P6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monazite.errors import DataError
from monazite.provenance.source import Cited
from monazite.units import Basis


class Absence(StrEnum):
    """Why a cell holds no number."""

    WITHHELD = "withheld"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    BELOW_THRESHOLD = "below_threshold"
    BOUNDED = "bounded"  # only a bound or a range is printed; see low and high


@dataclass(frozen=True, slots=True)
class Absent:
    """A value that is not there, with its reason. Never zero, never NaN."""

    reason: Absence
    text: str = ""

    def __str__(self) -> str:
        return self.text or self.reason.value.replace("_", " ")


class Quality(StrEnum):
    """How a figure came about."""

    REPORTED = "reported"
    ESTIMATED = "estimated"
    DERIVED = "derived"
    ASSUMED = "assumed"


class Reliability(StrEnum):
    """How far the source behind a figure was seen and can be trusted.

    Marks of the collected references map so: A and P to `primary`; B and S to `secondary`; C (markets) to `weak`;
    C (methods, computed) to `computed`; D (methods, derived) to `derived`; D (law and markets) and M to `memory`.
    A `memory` figure may be an assumption with a wide range, never a validation target.
    """

    PRIMARY = "primary"
    SECONDARY = "secondary"
    WEAK = "weak"
    COMPUTED = "computed"
    DERIVED = "derived"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that can be shown to a reader.

    Either `cited` names a source and a place in it, or `formula` and `parents` say how it was derived, or both
    (an assumption cites the reason for its range). `low` and `high` bound the value where a range is known.

    Attributes:
        id: Stable identifier that `monazite why` accepts, for example `usgs-mcs-2026/rare-earths/mine/CHN/2024`.
        value: The number, text for a figure that is a date or a name, or `Absent` with its reason.
        unit: Unit in words a table can print: `t/y`, `USD/kg`, `share`, `days`, `weeks`.
        period: Year, day or span the number speaks of; empty where time plays no role.
    """

    id: str
    label: str
    value: float | str | Absent
    unit: str
    period: str = ""
    basis: Basis = Basis.NONE
    low: float | None = None
    high: float | None = None
    quality: Quality = Quality.REPORTED
    reliability: Reliability = Reliability.PRIMARY
    cited: Cited | None = None
    formula: str = ""
    parents: tuple[Figure, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.cited is None and not (self.formula and self.parents):
            raise DataError(
                "E020",
                f"the figure {self.id!r} has no parent",
                why="Every number has a source and a place in it, or a formula and the figures it was derived from",
                way_out="Give `cited`, or `formula` with `parents`",
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise DataError(
                "E021",
                f"the range of {self.id!r} is upside down: {self.low} to {self.high}",
                why="`low` is at most `high`",
                way_out="Swap the bounds",
            )

    @property
    def number(self) -> float:
        """The value as a number.

        Raises:
            DataError: E022 if the value is absent or text; the caller must decide, not this type.
        """
        if isinstance(self.value, (Absent, str)):
            raise DataError(
                "E022",
                f"{self.id!r} holds no number: {self.value}",
                why="An absent value is not zero",
                way_out="Handle the absence, or use another figure",
            )
        return self.value

    def __str__(self) -> str:
        amount = f"{self.value:,.6g}" if isinstance(self.value, (int, float)) else str(self.value)
        span = (
            f" ({self.low:,.4g} to {self.high:,.4g})"
            if self.low is not None and self.high is not None
            else ""
        )
        unit = f" {self.unit}" if self.unit else ""
        period = f", {self.period}" if self.period else ""
        return f"{self.label}: {amount}{span}{unit}{period}"


def derive(  # noqa: PLR0913 - a derived figure has this many facts
    id: str,
    label: str,
    value: float | str | Absent,
    unit: str,
    *,
    formula: str,
    parents: tuple[Figure, ...],
    period: str = "",
    basis: Basis = Basis.NONE,
    low: float | None = None,
    high: float | None = None,
    note: str = "",
) -> Figure:
    """A figure computed from others; its reliability is `derived`."""
    return Figure(
        id=id,
        label=label,
        value=value,
        unit=unit,
        period=period,
        basis=basis,
        low=low,
        high=high,
        quality=Quality.DERIVED,
        reliability=Reliability.DERIVED,
        formula=formula,
        parents=parents,
        note=note,
    )


def walk(figure: Figure) -> Iterator[tuple[int, Figure]]:
    """The figure and all it was derived from, depth first, each id once, with its depth."""
    seen: set[str] = set()

    def visit(node: Figure, depth: int) -> Iterator[tuple[int, Figure]]:
        if node.id in seen:
            return
        seen.add(node.id)
        yield depth, node
        for parent in node.parents:
            yield from visit(parent, depth + 1)

    return visit(figure, 0)
