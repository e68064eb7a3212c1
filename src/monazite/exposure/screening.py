"""What a screening is: the shipment, the lines with their answers, the questions (§X70)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from monazite.exposure.bill import Bill, Line
from monazite.exposure.classify import Candidate, Classification
from monazite.exposure.determine import NOT_REQUIRED, UNDETERMINED, Determination
from monazite.exposure.facts import Readings, Span
from monazite.regime import Standing

_NOTHING: Mapping[str, object] = MappingProxyType({})
# Worst first; a bill is as open or as bound as its worst line.
OUTCOMES = (
    "prohibited",
    "excluded_from_procurement",
    "required",
    "quota",
    UNDETERMINED,
    "exempt_report",
    "permitted_procurement",
    NOT_REQUIRED,
)


@dataclass(frozen=True, slots=True)
class Shipment:
    """What is known of the whole: where the product goes, from where, to whom.

    Attributes:
        values: Facts on parties and use by the names of the rules (`military_user`, `end_user`).
        assumed: What a silent inquiry is taken to mean, kept apart.
        lists: Party lists that name the end user.
    """

    exporter_in: str = ""
    destination: str = ""
    values: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    assumed: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    lists: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to one holder about one line."""

    holder: str
    line: str
    fact: str
    text: str


@dataclass(frozen=True, slots=True)
class ScreenedLine:
    """One line with its answer.

    Attributes:
        level: 0 at the top.
        exporter_in: Where the line is made and leaves from; empty where not known.
        destination: Where it is built in, or where the product goes.
        share: Chinese-origin Part 1 value as a share of the line's value; None where nothing in it can count.
        hangs_on: Ids of lines below whose missing facts leave this line open.
    """

    line: Line
    level: int
    outcome: str
    reason: str
    exporter_in: str = ""
    destination: str = ""
    share: Span | None = None
    classification: Classification = field(default_factory=Classification)
    determination: Determination | None = None
    questions: tuple[Asked, ...] = ()
    hangs_on: tuple[str, ...] = ()

    @property
    def presumption(self) -> str:
        """How an application is looked at, empty where no approval is needed."""
        return (self.determination.presumption or "") if self.determination else ""

    @property
    def authority(self) -> str:
        """Who approves."""
        return (self.determination.authority or "") if self.determination else ""

    @property
    def instruments(self) -> tuple[str, ...]:
        """Measures the answer rests on."""
        return self.determination.instruments if self.determination else ()

    @property
    def candidate(self) -> Candidate | None:
        """The listed item it is, or comes nearest to."""
        found = self.classification.candidates
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Screening:
    """A screened bill: as many lines out as in, and the questions by who holds the answer."""

    bill: Bill
    standing: Standing
    shipment: Shipment
    readings: Readings
    lines: tuple[ScreenedLine, ...]

    @property
    def questions(self) -> Mapping[str, tuple[Asked, ...]]:
        """Questions by holder, each asked once, in the order of the lines."""
        found: dict[str, dict[str, Asked]] = {}
        for screened in self.lines:
            for asked in screened.questions:
                found.setdefault(asked.holder, {}).setdefault(asked.text, asked)
        return MappingProxyType({holder: tuple(group.values()) for holder, group in found.items()})

    @property
    def counts(self) -> Mapping[str, int]:
        """Lines by outcome, worst first."""
        said = [screened.outcome for screened in self.lines]
        return MappingProxyType(
            {outcome: said.count(outcome) for outcome in OUTCOMES if outcome in said}
        )

    @property
    def outcome(self) -> str:
        """The worst outcome of any line."""
        return next(iter(self.counts), NOT_REQUIRED)
