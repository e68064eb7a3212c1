"""One path or many: the engine's two verbs (§M25, §M26)."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np

from monazite.errors import ScenarioError
from monazite.network.types import SupplyNetwork
from monazite.shock.parameters import PARAMETERS
from monazite.shock.sampling import central, draw
from monazite.shock.types import Scenario
from monazite.simulate.arrays import Controls, Out, State
from monazite.simulate.controls import controls
from monazite.simulate.lanes import LANES
from monazite.simulate.layout import Layout, lay_out
from monazite.simulate.market import Markets, markets
from monazite.simulate.record import frozen, record
from monazite.simulate.types import Ensemble, RunRecord, Trajectory
from monazite.simulate.weeks import simulate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]

_MASS_TOLERANCE = 1e-9
_ROWS = 128  # runs a thread takes at a time: enough to find neighbours of like transit times


@dataclass(frozen=True, slots=True)
class Prepared:
    """A network and a scenario as kernel arrays, ready for any parameters."""

    layout: Layout
    markets: Markets
    controls: Controls
    weeks: int


def prepare(network: SupplyNetwork, scenario: Scenario) -> Prepared:
    """Lay out once what every run shares.

    Raises:
        ScenarioError: E506, E507 if a shock, project or stock meets nothing in the network.
    """
    layout = lay_out(network, scenario.restrictor)
    priced = markets(layout, scenario.focus)
    return Prepared(
        layout, priced, controls(layout, scenario, priced.minerals), scenario.horizon_weeks
    )


def new_out(ready: Prepared, runs: int, *, recording: bool = False) -> Out:
    """Empty output of some runs; nodes and links are kept only when recording."""
    weeks, net = ready.weeks, ready.layout.net
    groups, minerals = len(ready.markets.groups), len(ready.markets.minerals)
    kept = weeks if recording else 0

    def singles(*shape: int) -> Singles:
        return np.empty((runs, *shape), dtype=np.float32)

    return Out(
        unmet=singles(weeks, groups),
        spot=singles(weeks, minerals),
        contract=singles(weeks, minerals),
        home=singles(weeks, minerals),
        exports=singles(weeks, minerals),
        use=singles(4, len(ready.markets.uses)),
        balance=np.zeros(runs),
        node=np.zeros((kept, 4, net.role.size)),
        link=np.zeros((kept, 2, net.trade_base.size)),
        wanted=np.zeros((kept, groups)),
    )


def _state(ready: Prepared, design: Floats) -> State:
    net, ctl = ready.layout.net, ready.controls
    slots, links, nodes = net.slot_base.size, net.trade_base.size, net.role.size
    priced = len(ready.markets.minerals)
    longest = max([0.0, *net.trade_days, *net.fixed_days])
    scale = float(design[:, PARAMETERS.index("transit_scale")].max())
    # The ring's length changes no result: a longer one only holds more empty weeks.
    weeks = int(np.floor(longest * scale / 7.0 + 0.5)) + 2
    rows = {
        **dict.fromkeys(("stock", "transit", "target", "pipe", "failed"), slots),
        "full": priced,
        "ring": slots * weeks,
        **dict.fromkeys(("order", "fill"), links),
        "allowed": links + net.fixed_base.size,
        **dict.fromkeys(("want", "activity", "asked", "unsold", "substituted"), nodes),
        **dict.fromkeys(("ratio", "room"), nodes),
        **dict.fromkeys(("due", "level", "part"), 2 * nodes),
        "short": 4 * len(ready.markets.uses),
        "unmet": len(ready.markets.uses),
        "release": 2 * ctl.release_at.shape[1],
        "open_": 2 * ctl.kind.size,
        "price": 7 * priced,
        "group": len(ready.markets.groups),
        "sums": 3,
        "spare": 1,
        "par": len(PARAMETERS),
    }
    fixed = net.fixed_base.size
    return State(
        weeks=weeks,
        lag=np.zeros(links + fixed, dtype=np.int64),
        lags=np.zeros((links + fixed, LANES), dtype=np.int64),
        **dict(zip(rows, _aligned(list(rows.values())), strict=True)),
    )


def _aligned(rows: list[int]) -> list[Floats]:
    """Zeroed arrays of rows of lanes, each row on its own line of the cache."""
    width = LANES * 8
    buffer = np.zeros(sum(rows) * LANES + LANES)
    skip = -buffer.ctypes.data % width // 8
    ends = skip + np.cumsum([0, *rows]) * LANES
    return [buffer[lo:hi].reshape(-1, LANES) for lo, hi in pairwise(ends)]


def simulate_rows(ready: Prepared, design: Floats, out: Out) -> None:
    """Simulate one run for each row of a design into `out`.

    Raises:
        ScenarioError: E509 if mass is lost or made: the network handed in does not balance.
    """
    rows = np.ascontiguousarray(design)
    net, state = ready.layout.net, _state(ready, rows)
    # runs of like transit times side by side: then a shipment of all of them is one instruction
    sequence = np.argsort(rows[:, PARAMETERS.index("transit_scale")], kind="stable")
    simulate(net, ready.controls, ready.markets.arrays, rows, sequence, state, out)
    worst = float(np.abs(out.balance).max())
    if not worst <= _MASS_TOLERANCE:
        raise ScenarioError(
            "E509",
            f"mass is not conserved: relative error {worst:.3g}",
            where=str(ready.layout.network),
            why=f"What enters, stays or leaves agrees to {_MASS_TOLERANCE:g}",
            way_out="Check that the network balances with `network.types.check_balance`",
        )


def trajectory(ready: Prepared, parameters: Floats, said: RunRecord) -> Trajectory:
    """One path at given parameters (a vector in the order of `PARAMETERS`), with every node and link."""
    out = new_out(ready, 1, recording=True)
    simulate_rows(ready, parameters[None, :], out)
    held = ready.markets
    base = held.arrays.group_base.copy()

    def kept(array: Floats | Singles) -> Floats:
        return frozen(np.array(array, dtype=np.float64))

    return Trajectory(
        record=said,
        parameters=MappingProxyType(dict(zip(PARAMETERS, map(float, parameters), strict=True))),
        groups=held.groups,
        minerals=held.minerals,
        uses=held.uses,
        trade=ready.layout.trade,
        activity=kept(out.node[:, 0]),
        stock_t=kept(out.node[:, 2]),
        afloat_t=kept(out.node[:, 3]),
        shipped_t=kept(out.link[:, 0]),
        ordered_t=kept(out.link[:, 1]),
        unmet_t=kept(out.unmet[0] * base),
        wanted_t=kept(out.wanted),
        base_t=frozen(base),
        spot=kept(out.spot[0]),
        contract=kept(out.contract[0]),
        home=kept(out.home[0]),
        exports=kept(out.exports[0]),
        first_week=kept(out.use[0, 0]),
        depth=kept(out.use[0, 1]),
        weeks_short=kept(out.use[0, 2]),
        total_unmet_t=kept(out.use[0, 3]),
        onsets=tuple(int(week) for week in ready.controls.curve[0]),
        mass_error=float(abs(out.balance[0])),
    )


def run(
    network: SupplyNetwork, scenario: Scenario, *, rng: np.random.Generator | None = None
) -> Trajectory:
    """One path: at central assumptions, or at one random draw when `rng` is given (§M25)."""
    ready = prepare(network, scenario)
    if rng is None:
        row, seed = central(scenario.assumptions)[0], scenario.seed
    else:
        seed = int(rng.integers(2**31))
        row = draw(scenario.assumptions, runs=1, seed=seed)[0]
    said = record(network, scenario, seed=seed, runs=1, design="single")
    return trajectory(ready, row, said)


def sweep(  # noqa: PLR0913 - the ensemble's own choices, all but two with defaults
    network: SupplyNetwork,
    scenario: Scenario,
    *,
    runs: int,
    seed: int,
    design: Literal["lhs", "sobol"] = "lhs",
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Ensemble:
    """Many paths over the ranges of the assumptions, beside the no-control path (§M26).

    Two scenarios under one seed and number of runs share their random numbers. Threads change no bit of it.
    """
    table = draw(scenario.assumptions, runs=runs, seed=seed, design=design)
    drawn = Drawn(table, seed, design)
    return sweep_table(network, scenario, drawn, workers=workers, progress=progress)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table of parameters, one row a run, and how it was drawn."""

    table: Floats
    seed: int
    design: str


def sweep_table(
    network: SupplyNetwork,
    scenario: Scenario,
    drawn: Drawn,
    *,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Ensemble:
    """One path for each row of a table of parameters (§M26)."""
    ready, runs = prepare(network, scenario), len(drawn.table)
    out = new_out(ready, runs)

    def part(first: int) -> int:
        rows = slice(first, min(first + _ROWS, runs))
        simulate_rows(ready, drawn.table[rows], _rows_of(out, rows))
        return rows.stop

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        for done in pool.map(part, range(0, runs, _ROWS)):
            if progress:
                progress(done, runs)
    return assemble(ready, network, scenario, drawn, out)


def assemble(
    ready: Prepared, network: SupplyNetwork, scenario: Scenario, drawn: Drawn, out: Out
) -> Ensemble:
    """The ensemble of runs already made, wherever they were made, with its record and baseline (§M26)."""
    table, seed, design = drawn.table, drawn.seed, drawn.design
    runs = len(table)
    calm = scenario.without_shocks()
    baseline = trajectory(
        prepare(network, calm),
        central(scenario.assumptions)[0],
        record(network, calm, seed=seed, runs=1, design="central"),
    )
    for array in out:
        array.setflags(write=False)
    return Ensemble(
        record=record(network, scenario, seed=seed, runs=runs, design=design),
        design=frozen(table),
        names=PARAMETERS,
        groups=ready.markets.groups,
        minerals=ready.markets.minerals,
        uses=ready.markets.uses,
        base_t=frozen(ready.markets.arrays.group_base.copy()),
        unmet=out.unmet,
        spot=out.spot,
        contract=out.contract,
        home=out.home,
        exports=out.exports,
        first_week=out.use[:, 0],
        depth=out.use[:, 1],
        weeks_short=out.use[:, 2],
        total_unmet_t=out.use[:, 3],
        threshold=frozen(table[:, PARAMETERS.index("shortage_threshold")].copy()),
        mass_error=float(np.abs(out.balance).max()),
        baseline=baseline,
    )


def _rows_of(out: Out, rows: slice) -> Out:
    """The part of the output that some runs write: views, so nothing is copied."""
    per_run = ("unmet", "spot", "contract", "home", "exports", "use", "balance")
    return out._replace(**{name: getattr(out, name)[rows] for name in per_run})


def replay(
    network: SupplyNetwork, scenario: Scenario, ensemble: Ensemble, index: int
) -> Trajectory:
    """One run of an ensemble again, with every node and link, bit for bit (§M33).

    Raises:
        ScenarioError: E510 if the network or scenario is not the one of the ensemble, or the index none of it.
    """
    said = record(
        network,
        scenario,
        seed=ensemble.record.seed,
        runs=ensemble.runs,
        design=ensemble.record.design,
    )
    if said.inputs_sha256 != ensemble.record.inputs_sha256 or not 0 <= index < ensemble.runs:
        raise ScenarioError(
            "E510",
            f"run {index} of {ensemble.record.scenario!r} cannot be replayed from these inputs",
            why="The checksum of network and scenario differs, or the index is none of its runs",
            way_out="Load the same network and scenario",
        )
    return trajectory(prepare(network, scenario), np.asarray(ensemble.design[index]), said)
