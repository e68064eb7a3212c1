"""What is known of one transaction, and the readings a rule leaves open (§X1, §X4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Protocol

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Described(Protocol):
    """What a description says, as `exposure.describe` gives it."""

    @property
    def concepts(self) -> frozenset[str]:
        """Concepts of the thing itself."""
        ...

    @property
    def absent(self) -> frozenset[str]:
        """Concepts denied."""
        ...

    @property
    def open(self) -> frozenset[str]:
        """Concepts that may be there."""
        ...

    @property
    def inside(self) -> frozenset[str]:
        """Concepts of what is built into it."""
        ...

    @property
    def properties(self) -> Mapping[str, Any]:
        """Numbers and words measured on it."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """A share between two bounds, 0 to 1; equal bounds are a point."""

    low: float
    high: float

    def __str__(self) -> str:
        low, high = (f"{100 * bound:.6g} %" for bound in (self.low, self.high))
        return low if self.low == self.high else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Readings:
    """How open points of the rules are read. Each has a default, and an answer says when one decides it.

    Attributes:
        component_scope: Whether parts and assemblies are Part 2 items of No. 61.
        numerator: Whether an embedded PRC magnet counts with its whole value, or Part 1 items only.
        aggregate_part1: Whether several Part 1 inputs are summed.
        end_date_inclusive: Whether the last day named by a suspension is still suspended.
        machinable_shape: Whether a tungsten piece is measured against the limit of its own shape, or of any shape.
        technology_overlap: Whether a dual-use licence duty for technology takes the place of the technology catalogue.
        no46_scope: Whether item 2 of No. 46 of 2024 reaches items listed after it.
        unstated_end_user: What a silent inquiry means for end user, end use and listing.
        unstated_technology: What a silent inquiry means for the origin of the technology.
        bare_magnet: Whether a bare "magnet" is taken as a listed rare-earth magnet.
    """

    component_scope: str = "materials_and_components"
    numerator: str = "embedded_part2_value"
    aggregate_part1: bool = True
    end_date_inclusive: bool = True
    machinable_shape: str = "own_shape"
    technology_overlap: str = "special_first"
    no46_scope: str = "lists_of_2024"
    unstated_end_user: str = "civil"
    unstated_technology: str = "not_prc"
    bare_magnet: str = "open"


ALTERNATIVES: dict[str, tuple[Any, ...]] = {
    "component_scope": ("materials_and_components", "materials_only"),
    "numerator": ("embedded_part2_value", "part1_items_only"),
    "aggregate_part1": (True, False),
    "end_date_inclusive": (True, False),
    "machinable_shape": ("own_shape", "any_shape"),
    "technology_overlap": ("special_first", "both"),
    "no46_scope": ("lists_of_2024", "later_lists_too"),
    "bare_magnet": ("open", "listed"),
}


def others(readings: Readings, name: str) -> tuple[Readings, ...]:
    """The readings with one point read in each other way."""
    return tuple(
        replace(readings, **{name: value})
        for value in ALTERNATIVES[name]
        if value != getattr(readings, name)
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of one transaction by name; a name that is not there is not known.

    Attributes:
        values: Facts as stated or read from the text.
        assumed: Facts nobody stated that a reading fills, with the value; kept apart so that answers show them.
        item: What the product is, from its description.
        lists: Measures whose party list names the end user or importer, and the words `control` or `watch` where an
            inquiry only says that the party is listed.
        shares: Value shares by name (`part1`, `us_controlled`).
        shares_otherwise: The shares when the named reading is read the other way.
        pinned: Ids of items the sender states the product to be.
    """

    values: Mapping[str, Any]
    item: Described
    assumed: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    lists: frozenset[str] = frozenset()
    shares: Mapping[str, Span] = field(default_factory=lambda: _NOTHING)
    shares_otherwise: Mapping[str, Mapping[str, Span]] = field(
        default_factory=dict[str, Mapping[str, Span]]
    )
    pinned: frozenset[str] = frozenset()
    supplier: str = ""
    notes: tuple[str, ...] = ()

    def get(self, name: str) -> tuple[Any, bool]:
        """The value of a fact and whether it was assumed; (None, False) where it is not known."""
        if name in self.values:
            return self.values[name], False
        if name in self.item.properties:
            return self.item.properties[name], False
        if name in self.assumed:
            return self.assumed[name], True
        return self._purity(name), False

    def _purity(self, name: str) -> Any:
        """The purity of a pure metal is its own weight share: "molybdenum powder 99 %"."""
        symbol = name.removesuffix("_wt_pct").capitalize()
        named = {concept for concept in self.item.concepts if concept.startswith("el:")}
        if name.endswith("_wt_pct") and named == {f"el:{symbol}"}:
            return self.get("purity_pct")[0]
        return None
