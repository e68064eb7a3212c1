"""A study: the one flow, each intermediate value computed once and within reach."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
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
    from monazite.study.beside import Job

SPEC_EDITION = "2026.11"
_MOST_BESIDE = 5  # further minerals of one act that are computed


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
        """The network the study runs on: what was asked, or what is named that the leading act covers (§B18)."""
        from monazite.study import linking

        named = [self.asked] if self.asked else []
        for event in self.policy_events:
            named += [material.value for material in event.materials]
        acts = linking.linked(self)[:1] if self.policy_events and not self.asked else ()
        covered = [name for name in named if any(linking.covers(act, name) for act in acts)]
        for name in (*covered, *named):
            found = codes.search_mineral(name.replace("_", "-"))
            if found:
                return found.group or found.id
        return ""

    @cached_property
    def others(self) -> tuple[Study, ...]:
        """The same study on the other minerals the leading act names, where a network of them ships (§B15)."""
        from monazite import network

        if self.asked or not self.policy_events:
            return ()
        ships, found = network.minerals(), dict[str, Study]()
        for material in self.policy_events[0].materials:
            entry = codes.search_mineral(material.value.replace("_", "-"))
            name = (entry.group or entry.id) if entry else ""
            if name in ships and name != self.mineral and name not in found:
                found[name] = replace(self, asked=name)
        return tuple(found.values())[:_MOST_BESIDE]

    @cached_property
    def restrictor(self) -> str:
        """The country that restricts: the actor of the leading export event."""
        for event in self.policy_events:
            for actor in event.actors:
                if codes.is_country(actor.jurisdiction):
                    return actor.jurisdiction
        return "CHN"

    @property
    def at_home(self) -> bool:
        """Whether the brief is for the country that restricts (§B19)."""
        return self.importer == self.restrictor

    @cached_property
    def standing(self) -> Standing:
        """Every clause and its status on the day, as known on the day."""
        return regime.standing(self.as_of, self.measures)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The acts of the law tables, and one the document tells of that they do not hold."""
        return (*regime.measures(), *self.told)

    @cached_property
    def told(self) -> tuple[Measure, ...]:
        """Acts taken as the document tells them, where no act of the law tables fits (§B14)."""
        from monazite.study import linking, unlisted

        return () if linking.linked(self) else unlisted.measures(self)

    @cached_property
    def linked(self) -> tuple[Measure, ...]:
        """The measures the document is about; else those on the mineral by the restrictor."""
        from monazite.study import linking

        return linking.linked(self) or self.told

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """With the measures in force, and without them."""
        return cases(self.as_of, self.linked, self.measures)

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

        measures = {entry.id for entry in self.measures if entry.authority == self.restrictor}
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
    def begun(self) -> Job:
        """The sweeps asked for; a helper process makes them while other sections are written."""
        from monazite.study import beside

        return beside.Job(
            {
                key: beside.Work(self.network, scenario, self.runs, self.seed)
                for key, scenario in self.scenarios.items()
            }
        )

    @cached_property
    def ensembles(self) -> dict[str, Ensemble]:
        """By case: many weekly runs, the same draws in each case, so that run by run they can be compared (§B11)."""
        return self.begun.result()

    @cached_property
    def leading(self) -> Case | None:
        """The case the brief speaks of first: the law of the day; with the measures where that is open.

        None where no case touches a flow of the network.
        """
        order = sorted(self.cases, key=lambda case: (case.holds is not True, case.id != "with"))
        return next((case for case in order if case.id in self.scenarios), None)

    @cached_property
    def losses(self) -> dict[str, Loss]:
        """By case: value added at risk in the importer, over named methods; none where it has no table."""
        from monazite.study import economy
        from monazite.study.scenario import unmet_by_use

        if self.importer not in economy.IMPORTERS:
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
