"""A study: the one flow, each intermediate value computed once and within reach."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from monazite import codes, regime
from monazite.dates import AsOf
from monazite.regime import Measure, Standing
from monazite.study.cases import Case, cases

if TYPE_CHECKING:
    from monazite.brief.model import Brief
    from monazite.economy import Loss
    from monazite.exposure.reach import Exposure
    from monazite.network import SupplyNetwork
    from monazite.provenance import Figure
    from monazite.reading import Document, Event, Reading
    from monazite.shock import Scenario
    from monazite.simulate import Ensemble

SPEC_EDITION = "2026.11"


@dataclass(frozen=True)
class Study:
    """What is asked: a document, or a mineral; on a day, as known on a day; for a country.

    Every step of the flow is a property, computed on first use and kept: `reading`, `standing`, `network`,
    `exposures`, `scenarios`, `ensembles`, `losses`; `brief()` writes the document.
    """

    as_of: AsOf
    importer: str = "USA"
    runs: int = 1000
    seed: int = 1
    document: Document | None = None
    asked: str = ""

    @cached_property
    def reading(self) -> Reading | None:
        """Events and claims of the document, each with the words it rests on."""
        from monazite import reading

        return reading.read(self.document) if self.document else None

    @cached_property
    def policy_events(self) -> tuple[Event, ...]:
        """Events that tighten or ease an export, main ones first."""
        events = self.reading.events if self.reading else ()
        exports = [event for event in events if event.instrument.startswith("export_")]
        return tuple(sorted(exports, key=lambda event: event.role != "main"))

    @cached_property
    def mineral(self) -> str:
        """The network the study runs on: what was asked, or what the leading event names."""
        named = [self.asked] if self.asked else []
        for event in self.policy_events:
            named += [material.value for material in event.materials]
        for name in named:
            found = codes.search_mineral(name.replace("_", "-"))
            if found:
                return found.group or found.id
        return ""

    @cached_property
    def restrictor(self) -> str:
        """The country that restricts: the actor of the leading export event."""
        for event in self.policy_events:
            for actor in event.actors:
                if codes.is_country(actor.jurisdiction):
                    return actor.jurisdiction
        return "CHN"

    @cached_property
    def standing(self) -> Standing:
        """Every clause and its status on the day, as known on the day."""
        return regime.standing(self.as_of)

    @cached_property
    def linked(self) -> tuple[Measure, ...]:
        """The measures the document is about; else those on the mineral by the restrictor."""
        from monazite.study.linking import linked

        return linked(self)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """With the measures in force, and without them."""
        return cases(self.as_of, self.linked)

    @cached_property
    def modelled(self) -> bool:
        """Whether a supply network of the mineral ships and a measure bears on it."""
        from monazite import network

        return bool(self.linked) and self.mineral in network.minerals()

    @cached_property
    def network(self) -> SupplyNetwork:
        """The balanced supply network of the mineral."""
        from monazite import network

        return network.load(self.mineral)

    @cached_property
    def network_figure(self) -> Figure:
        """The network as a figure whose parents are the published outputs it starts from."""
        from monazite.study.sections import network_figure

        return network_figure(self)

    @cached_property
    def exposures(self) -> dict[str, Exposure]:
        """By case: the links the law of that world touches, with their controlled share."""
        from monazite.exposure.reach import reach

        measures = {entry.id for entry in regime.measures() if entry.authority == self.restrictor}
        return {
            case.id: reach(self.network, case.standing, measures=measures) for case in self.cases
        }

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """By case: shocks and assumptions with ranges."""
        from monazite.study.scenario import scenario_of

        return {
            case.id: scenario_of(self, case)
            for case in self.cases
            if self.exposures[case.id].touches
        }

    @cached_property
    def ensembles(self) -> dict[str, Ensemble]:
        """By case: many weekly runs; under common random numbers where either case may hold."""
        from monazite import simulate

        holds = {case.id: case.holds for case in self.cases}
        return {
            key: simulate.since(
                simulate.sweep(
                    self.network,
                    scenario,
                    # the case that does not hold is told by one table: a tenth of the runs is enough
                    runs=max(1, self.runs // 10) if holds[key] is False else self.runs,
                    seed=self.seed,
                ),
                scenario.history_weeks,
            )
            for key, scenario in self.scenarios.items()
        }

    @cached_property
    def losses(self) -> dict[str, Loss]:
        """By case: value added at risk in the importer, over named methods; none where it has no table."""
        from monazite.study import economy
        from monazite.study.scenario import unmet_by_use

        if self.importer != "USA":  # the only packaged input-output table
            return {}
        return {
            key: economy.losses(unmet_by_use(ensemble), importer=self.importer)
            for key, ensemble in self.ensembles.items()
        }

    @cached_property
    def sensitivity(self) -> dict[str, Figure]:
        """Rank correlation of each assumption with the importer's unmet demand, strongest first."""
        from monazite.study.scenario import sensitivity

        return sensitivity(self)

    @property
    def inputs_sha256(self) -> str:
        """Hash of the document and of what was asked."""
        text = self.document.text if self.document else self.asked
        asked = f"{self.as_of}|{self.importer}|{self.runs}|{self.seed}|{self.asked}|"
        return hashlib.sha256((asked + text).encode("utf-8")).hexdigest()

    def brief(self) -> Brief:
        """The sourced brief."""
        from monazite.study.briefing import write

        return write(self)
