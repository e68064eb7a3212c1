"""The minerals one plan covers: each with its network and ensemble, run by run the same world (§O41)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from monazite import catalog
from monazite.codes import mineral
from monazite.errors import DataError
from monazite.respond.problem import Item, Tier
from monazite.study import ask
from monazite.study import plan_inputs as inputs
from monazite.study.facade import Study
from monazite.study.needs import home_usd_per_kg

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from monazite.network import SupplyNetwork
    from monazite.simulate import Ensemble

    Floats = NDArray[np.float64]

WEEKS = 13
RARE_EARTHS = "rare-earths"
FRESH_SEED = 7919  # added to the seed for scenarios the plan has not seen


@dataclass(frozen=True)
class Part:
    """One mineral of a plan: its study under one case of the law.

    Run `w` of every part draws its assumptions from the same random numbers, so that one policy, one speed of
    licensing and one taste for leakage hold in all minerals of a world (§O41).
    """

    study: Study
    case: str

    @property
    def mineral(self) -> str:
        """The mineral, or rare earths as a group."""
        return self.study.mineral

    @property
    def network(self) -> SupplyNetwork:
        """The mineral's network."""
        return self.study.network

    @cached_property
    def ensemble(self) -> Ensemble:
        """The scenarios the plan is made on."""
        return self.study.ensembles[self.case]

    @cached_property
    def fresh(self) -> Ensemble:
        """As many scenarios from another seed."""
        from monazite import simulate

        study = self.study
        scenario = study.scenarios[self.case]
        return simulate.since(
            simulate.sweep(study.network, scenario, runs=study.runs, seed=study.seed + FRESH_SEED),
            scenario.history_weeks,
        )

    @property
    def quarters(self) -> int:
        """Quarters simulated."""
        return self.ensemble.unmet.shape[1] // WEEKS

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """What can be bought of it."""
        if self.mineral == RARE_EARTHS:
            return inputs.items(self.network, self.ensemble, self.quarters)
        return _refined(self)

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Uses that run short in some run and can be served by an item."""
        ends = {item.end for item in self.items} - {""}
        found = inputs.tiers(self.ensemble, self.study.importer)
        return tuple(tier for tier in found if tier.end in ends)


def parts(
    study: Study, case: str, minerals: Sequence[str]
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The scenario's own mineral and those asked for, and a line for each that no measure of the case touches.

    Raises:
        DataError: E713 if the scenario's own mineral has no such case.
        UnknownCode: E104 if a mineral is not known.
    """
    own = Part(study, case)
    if case not in study.scenarios:
        raise DataError(
            "E713",
            f"no measure on {study.mineral or 'any mineral'} gives a case “{case}” on {study.as_of.on}",
            why="A plan needs the shortages of a case that can be simulated",
            way_out="Ask for another day with --on, another --case, or another mineral",
        )
    found, said = [own], list[str]()
    for name in _named(minerals, study.mineral):
        part = Part(_beside(study, name), case)
        if case not in part.study.scenarios:
            said.append(f"{name}: no measure on it gives this case on {study.as_of.on}; left out")
        elif not part.tiers:
            said.append(f"{name}: no use in {study.importer} runs short in any scenario")
            found.append(part)
        else:
            found.append(part)
    return tuple(found), tuple(said)


def _beside(study: Study, name: str) -> Study:
    return ask(
        name,
        on=study.as_of.on,
        known_at=study.as_of.known_at,
        importer=study.importer,
        runs=study.runs,
        seed=study.seed,
    )


def _named(minerals: Sequence[str], own: str) -> tuple[str, ...]:
    known = tuple(row["mineral"] for row in _rows())
    asked: list[str] = []
    for name in minerals:
        asked += known if name == "all" else [_known(name, known)]
    return tuple(name for name in dict.fromkeys(asked) if name != own)


def _known(name: str, known: tuple[str, ...]) -> str:
    found = mineral(name)
    chosen = found.group or found.id
    if chosen not in (*known, RARE_EARTHS):
        raise DataError(
            "E713",
            f"no plan can buy {chosen}",
            where="--mineral",
            why="respond/refined has no price of it",
            way_out="Known: " + ", ".join((RARE_EARTHS, *known)),
        )
    return chosen


def _rows() -> list[dict[str, Any]]:
    return list(catalog.table("respond/refined").iter_rows(named=True))


def _refined(part: Part) -> tuple[Item, ...]:
    """A mineral as its users take it, at the 2025 price moved with the ensemble's mean contract price (§O34)."""
    row = next((r for r in _rows() if r["mineral"] == part.mineral), None)
    if row is None:
        return ()
    ensemble, quarters = part.ensemble, part.quarters
    base = home_usd_per_kg(row).number / row["contained"]
    path = base * inputs.by_quarter(
        ensemble.contract[:, :, ensemble.mineral(part.mineral)], quarters
    )
    market = inputs.market(part.network, ensemble, (part.mineral,), row["stage"], part.mineral)
    if max(market) <= 0:
        return ()
    return (
        Item(
            f"{part.mineral} refined",
            part.mineral,
            "refined",
            tuple(path * 1000.0),
            market,
            inputs.assumed("storage-share"),
            inputs.assumed("rotation-share"),
            part.mineral,
        ),
    )


def shortage(ensemble: Ensemble, tiers: Sequence[Tier]) -> Floats:
    """Tonnes of each tier unmet by quarter if nothing is done, scenario x tier x quarter."""
    weeks = ensemble.unmet.shape[1] // WEEKS * WEEKS
    found = np.empty((ensemble.runs, len(tiers), weeks // WEEKS))
    for k, tier in enumerate(tiers):
        position = ensemble.group("focus-node", f"{tier.end}/{tier.use}")
        share = ensemble.unmet[:, :weeks, position].astype(np.float64)
        found[:, k] = share.reshape(ensemble.runs, -1, WEEKS).sum(axis=2) * float(
            ensemble.base_t[position]
        )
    return found


def shortages(every: Sequence[Part], *, fresh: bool = False) -> Floats:
    """Shortages of all parts side by side, in the order of their tiers."""
    return np.concatenate(
        [shortage(part.fresh if fresh else part.ensemble, part.tiers) for part in every], axis=1
    )
