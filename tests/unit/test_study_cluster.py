"""Ensembles on a cluster: the bits of a local sweep, also when a worker is lost (§M37); Sobol indices (§M38)."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from monazite import network
from monazite.cli.app import program
from monazite.errors import ScenarioError
from monazite.shock import LossCurve, Scenario, Shock, ShockKind
from monazite.shock.types import Target
from monazite.study import cluster, sobol
from monazite.study.assumption_tables import assumptions
from monazite.study.run import sweep
from monazite.study.scenarios import Prepared

RUNS = 256


def gallium() -> Prepared:
    target = Target(origin=("CHN",), minerals=("gallium",))
    ban = Shock("ban", ShockKind.LICENCE, "test", LossCurve(), target)
    world = network.load("gallium")
    return Prepared(
        world,
        Scenario("gallium", "", (ban,), assumptions(), horizon_weeks=26, restrictor="CHN"),
    )


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as made:
        yield made


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_bits_of_a_local_sweep(workers: Any) -> None:
    address = workers.scheduler_address.replace("tcp://", "dask://")
    here = sweep(gallium(), runs=RUNS, seed=5)
    there = sweep(gallium(), runs=RUNS, seed=5, executor=address)
    assert there.record == here.record
    for name in ("design", "unmet", "spot", "home", "exports", "first_week", "total_unmet_t"):
        np.testing.assert_array_equal(getattr(there, name), getattr(here, name))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("which", [0, 1])  # one of them holds the network that both work from
def test_a_lost_worker_loses_nothing(workers: Any, which: int) -> None:
    address = workers.scheduler_address.replace("tcp://", "dask://")
    victims = [worker.pid for worker in workers.workers.values()]
    killed: list[int] = []

    def kill_once(done: int, _every: int) -> None:
        if not killed:
            killed.append(done)
            os.kill(victims[which], signal.SIGKILL)

    there = sweep(gallium(), runs=RUNS, seed=6 + which, executor=address, progress=kill_once)
    here = sweep(gallium(), runs=RUNS, seed=6 + which)
    assert killed
    assert killed[0] < RUNS
    np.testing.assert_array_equal(there.unmet, here.unmet)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_PATIENCE", "1s")
    with pytest.raises(ScenarioError) as caught:
        sweep(gallium(), runs=8, executor="dask://127.0.0.1:9")
    assert caught.value.code == "E517"
    with pytest.raises(ScenarioError):
        sweep(gallium(), runs=8, executor="elsewhere")


def test_sobol_indices_are_shares_and_repeat() -> None:
    pytest.importorskip("SALib")
    made = sobol.indices(gallium(), "unmet/mineral/gallium", points=16, seed=2)
    assert made == sobol.indices(gallium(), "unmet/mineral/gallium", points=16, seed=2)
    assert made[0].total == max(index.total for index in made)
    decisive = {index.assumption for index in made if index.total > 0.1}
    assert decisive
    assert all(-0.6 < index.first < 1.6 for index in made)  # estimates on few points stray a little


def test_an_assumption_that_no_rule_reads_has_no_index() -> None:
    pytest.importorskip("SALib")
    made = {i.assumption: i for i in sobol.indices(gallium(), "unmet/mineral/gallium", points=16)}
    # prices form after quantities, so what only prices read cannot move what is unmet
    assert made["elasticity_sum"].total == pytest.approx(0.0, abs=1e-12)


def test_an_answer_that_no_run_gives_is_refused() -> None:
    ensemble = sweep(gallium(), runs=8)
    with pytest.raises(ScenarioError) as caught:
        sobol.answer(ensemble, "gdp")
    assert caught.value.code == "E518"
    assert sobol.answer(ensemble, "spot/gallium").shape == (8,)
    assert (sobol.answer(ensemble, "exports/gallium") <= 1.0).all()


def test_the_command_refuses_an_unknown_executor_in_words() -> None:
    found = CliRunner().invoke(program, ["run", "no-18-april-2025", "--executor", "nowhere"])
    assert isinstance(found.exception, ScenarioError) or "no executor" in found.output
