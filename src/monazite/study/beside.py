"""The sweeps of a study: in this process, or in one beside it that loads the engine meanwhile (ADR 0091).

Loading the compiled engine takes as long as reading an article and laying the law on a network. The command line
starts a helper process first; it loads the engine on the other core, and is handed the scenarios when they are ready.
Results are the same bits: both processes run the same code on the same inputs. A helper that fails is replaced by this
process.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from monazite.errors import MonaziteError
from monazite.study.packing import dump, packed

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


class Job:
    """Sweeps on their way: asked for now, waited for when they are needed."""

    def __init__(self, work: Mapping[str, Work]) -> None:
        """Hand the work to the helper where one waits."""
        self._work = dict(work)
        self._helper = _idle.pop() if _idle and work else None
        if self._helper is not None and not _send(self._helper, self._work):
            self._helper = None

    def result(self) -> dict[str, Ensemble]:
        """The ensembles by the keys of the work, told from the week asked about."""
        if self._helper is not None:
            found = _receive(self._helper)
            if found is not None:
                _idle.append(self._helper)
                return found
        return sweeps(self._work)


def sweeps(work: Mapping[str, Work]) -> dict[str, Ensemble]:
    """The ensembles by the same keys, made in this process, told from the week asked about."""
    from monazite import simulate

    return {
        key: simulate.since(
            simulate.sweep(one.network, one.scenario, runs=one.runs, seed=one.seed),
            one.scenario.history_weeks,
        )
        for key, one in work.items()
    }


# not `-m`: what is pickled must carry the module's own name
_SERVE = "import sys; from monazite.study import beside; beside.serve(sys.stdin.buffer, sys.stdout.buffer)"
_idle: list[subprocess.Popen[bytes]] = []


@contextmanager
def engine() -> Generator[None, None, None]:
    """A helper process for the time of a command; ends with it."""
    try:
        helper = subprocess.Popen(  # noqa: S603 - this interpreter, with words of our own
            [sys.executable, "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        yield
        return
    _idle.append(helper)
    try:
        yield
    finally:
        _idle.clear()
        helper.kill()
        helper.communicate()


def _send(helper: subprocess.Popen[bytes], work: dict[str, Work]) -> bool:
    content = packed(work)
    try:
        assert helper.stdin is not None
        helper.stdin.write(content)
        helper.stdin.flush()
    except OSError:
        return False
    return True


def _receive(helper: subprocess.Popen[bytes]) -> dict[str, Ensemble] | None:
    """The ensembles; None where the helper failed."""
    assert helper.stdout is not None
    try:
        found: dict[str, Ensemble] | None = pickle.load(helper.stdout)  # noqa: S301 - our own process wrote it
    except (EOFError, OSError, AttributeError, pickle.UnpicklingError):
        return None
    return found


def _warm() -> None:
    """Load the compiled engine: one run of the smallest network."""
    from monazite import network, simulate
    from monazite.shock import Scenario
    from monazite.study.assumption_tables import assumptions

    simulate.run(
        network.load("gallium"),
        Scenario("warm", "one week", (), assumptions(), horizon_weeks=1, restrictor="CHN"),
    )


def serve(given: IO[bytes], answer: IO[bytes]) -> None:
    """Answer each pickled lot of work with its ensembles, or with None where it failed, until the input ends."""
    _warm()
    while True:
        try:
            work: dict[str, Work] = pickle.load(given)  # noqa: S301 - the process that started this one wrote it
        except EOFError:
            return
        try:
            found: dict[str, Ensemble] | None = sweeps(work)
        except (
            MonaziteError
        ):  # the asking process runs it again and says what is wrong; any other error ends this one
            found = None
        dump(found, answer)
