"""The sweeps of a study: in this process, or in one beside it that loads the engine meanwhile (ADR 0091)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monazite.network import SupplyNetwork
    from monazite.shock import Scenario
    from monazite.simulate import Ensemble


@dataclass(frozen=True, slots=True)
class Work:
    """One sweep to make."""

    network: SupplyNetwork
    scenario: Scenario
    runs: int
    seed: int


def sweeps(work: Mapping[str, Work]) -> dict[str, Ensemble]:
    """The ensembles by the same keys, told from the week asked about."""
    from monazite import simulate

    return {
        key: simulate.since(
            simulate.sweep(one.network, one.scenario, runs=one.runs, seed=one.seed),
            one.scenario.history_weeks,
        )
        for key, one in work.items()
    }
