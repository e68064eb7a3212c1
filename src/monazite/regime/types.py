"""Measures, clauses, timelines and standings (§L1 to §L6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from monazite.dates import AsOf
from monazite.provenance import Cited, Reliability


class Kind(StrEnum):
    """What a measure or clause does to trade."""

    LICENCE = "licence"
    BAN = "ban"
    QUOTA = "quota"
    TARIFF = "tariff"
    PRICE_FLOOR = "price_floor"
    LISTING = "listing"
    PROCUREMENT_EXCLUSION = "procurement_exclusion"
    BENCHMARK = "benchmark"
    TECHNOLOGY = "technology"
    SUSPENSION = "suspension"
    STATE_TRADING = "state_trading"
    FRAMEWORK = "framework"


class Status(StrEnum):
    """The state of a clause on a day. Files never hold `undetermined` or `not_started`; those are found."""

    NOT_STARTED = "not_started"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    UNDETERMINED = "undetermined"


class Certainty(StrEnum):
    """How firmly a timeline entry stands (§L4)."""

    FORMAL = "formal"  # an act, or a clause of it, says so
    STATED = "stated"  # a government said so; no act has been seen
    UNCONFIRMED = "unconfirmed"  # follows from the text alone, on days past the evidence
    ASSUMED = "assumed"  # hypothetical law of a patch


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A status that holds on `[on, until)`, first knowable on the day `seen`.

    Entries are layers: of those that cover a day, the one seen last holds. An act that suspends another covers the
    suspended days only, so the older layer shows again when it ends.
    """

    on: date
    status: Status
    seen: date
    cited: Cited
    reliability: Reliability
    until: date | None = None
    certainty: Certainty = Certainty.FORMAL
    by: str = ""
    note: str = ""
    settles: str = ""

    def covers(self, day: date) -> bool:
        """Whether the entry speaks of that day."""
        return self.on <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a rule, or a node over others (§X3).

    Attributes:
        kind: `all`, `any`, `not`, `fact`, `items`, `share`, `party`, `duty`.
        test: For a fact: `is`, `is_not`, `in`, `not_in`, `at_least`, `above`, `at_most`, `below`, `known`.
        value: What the fact is tested against, or the named groups of items, parties or duties.
        text: The condition in words.
    """

    kind: str
    fact: str = ""
    test: str = ""
    value: Any = None
    children: tuple[Condition, ...] = ()
    text: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One listed item. The description decides; the codes only point.

    Attributes:
        id: Identifier within the file, for example `18-Dy-b`.
        concepts: Alternatives; each is a set of concepts that must all be in the description (`el:Dy`, `form:oxide`).
        excludes: Concepts that put a description outside, with the reason in `outside`.
        when: Numeric criteria, or None.
        groups: Named groups the item belongs to (`part1`, `part2`, `superhard`).
    """

    id: str
    name: str
    control_code: str = ""
    label: str = ""
    concepts: tuple[frozenset[str], ...] = ()
    excludes: frozenset[str] = frozenset()
    when: Condition | None = None
    groups: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    cas: str = ""
    reliability: Reliability = Reliability.PRIMARY
    note: str = ""
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a clause does to an inquiry that meets its condition (§X2).

    Attributes:
        effect: `licence`, `prohibit`, `liability`, `presume`, `exempt`, `quota`, `exclude`, `eligible`, `reach` or
            `inform`.
        modifies: Clauses (`MEASURE` or `MEASURE#CLAUSE`) whose licence duty this rule changes; empty for a duty.
    """

    effect: str
    when: Condition
    presumption: str = ""
    authority: str = ""
    modifies: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest part of a measure that has a status of its own."""

    id: str
    kind: Kind
    text: str
    timeline: tuple[TimelineEntry, ...]
    items: tuple[Item, ...] = ()
    rules: tuple[Rule, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A named party, with other spellings."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where a source says otherwise, kept and not smoothed."""

    source: str
    says: str
    we_read: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One legal act or listing with effect on trade.

    Attributes:
        id: As cited, for example `CN-2025-61`.
        authority: ISO 3166-1 alpha-3 of the issuing state, or `EUU`.
        facts: Further facts of the act (processing time, application, thresholds) as plain text by name.
    """

    id: str
    authority: str
    issuers: tuple[str, ...]
    number: str
    title: str
    kind: Kind
    issued: date
    clauses: tuple[Clause, ...]
    cited: tuple[Cited, ...]
    reliability: Reliability
    file: str = ""
    legal_basis: tuple[str, ...] = ()
    scope: str = ""
    processing: str = ""
    exemptions: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    gaps: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    materials: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Branch:
    """One way an undetermined clause may stand."""

    name: str
    status: Status
    reason: str
    cited: Cited
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """A clause and its status on a day, as known on a day.

    Attributes:
        since: First day of the status, or None where it is not started.
        until: First day after the status, or None.
        expected: The day lies after the day of knowledge; later law may change it.
        started: The clause had been in force on some earlier day.
        settles: For an undetermined clause, what would settle it.
    """

    measure: Measure
    clause: Clause
    status: Status
    since: date | None
    until: date | None
    reason: str
    cited: Cited
    reliability: Reliability
    branches: tuple[Branch, ...] = ()
    expected: bool = False
    started: bool = False
    by: str = ""
    settles: str = ""

    @property
    def ref(self) -> str:
        """The clause as `MEASURE#CLAUSE`."""
        return f"{self.measure.id}#{self.clause.id}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Every clause and its status on a day, as known on a day."""

    as_of: AsOf
    clauses: tuple[ClauseStanding, ...]
    index: dict[str, ClauseStanding] = field(default_factory=dict, compare=False, repr=False)

    def find(self, ref: str) -> ClauseStanding | None:
        """The standing of `MEASURE#CLAUSE`, or None where the clause is not known."""
        if not self.index:
            self.index.update({entry.ref: entry for entry in self.clauses})
        return self.index.get(ref)
