"""What a document says, as values: events and claims, each field with the words it rests on (§R1 to §R4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a document: `text[start:end] == quote`. `part` tells the title from the text."""

    quote: str
    start: int
    end: int
    part: str = "text"


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read, cleaned of markup.

    Attributes:
        date: Day of publication, or None where the document does not say.
        text: The text without its title; spans count its characters.
        name: File, address or identifier, for messages.
        notes: What was cut, replaced or guessed while loading.
    """

    title: str
    date: date | None
    text: str
    name: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """Which rule read which field, from which words."""

    field: str
    rule: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as far as the text gives it: `2026`, `2026-01` or `2026-01-13`."""

    value: str
    precision: str
    span: Span | None
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: ISO 3166-1 alpha-3 (or EUU, WTO, WLD), and the agency where one is named."""

    jurisdiction: str
    agency: str | None
    span: Span | None
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A target jurisdiction, a material, a stage or a counterparty, with its words."""

    value: str
    span: Span | None
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit in the measure: parameter, operator, value, unit."""

    parameter: str
    op: str
    value: float
    unit: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money and what kind it is: a ceiling is no order, a loan is no grant."""

    value: float
    currency: str
    per: str | None
    kind: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A mass in tonnes or a duration in days."""

    value: float
    unit: str
    kind: str
    period: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage that belongs to the measure: duty, change of quota, stake."""

    value: float
    kind: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class InstrumentRef:
    """The number of a notice, decree, decision or solicitation, as printed."""

    value: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Event:
    """One act of a government as the document tells it."""

    id: str
    instrument: str
    mast: str | None
    role: str
    action: str
    status: str
    extraterritorial: bool
    trigger: Span | None
    actors: tuple[Actor, ...] = ()
    targets: tuple[Named, ...] = ()
    materials: tuple[Named, ...] = ()
    products: tuple[Named, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    announced: Dated | None = None
    effective: Dated | None = None
    expires: Dated | None = None
    money: tuple[Money, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    rates: tuple[Rate, ...] = ()
    instrument_refs: tuple[InstrumentRef, ...] = ()
    counterparties: tuple[Named, ...] = ()
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One number the document states about the world, with what it is about."""

    id: str
    claim_type: str
    jurisdiction: str
    material: str
    stage: str
    op: str
    value: float
    unit: str
    as_of: str | None
    attributed_to: str | None
    span: Span
    kind: str = ""
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All events and claims of a document."""

    document: Document
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = field(default=())
