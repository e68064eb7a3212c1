"""One path or many: the engine's two verbs (§M25, §M26)."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np

from monazite.errors import ScenarioError
from monazite.network.types import SupplyNetwork
from monazite.shock.parameters import PARAMETERS
from monazite.shock.sampling import central, draw
from monazite.shock.types import Scenario
from monazite.simulate.arrays import LANES, Controls, Out, State
from monazite.simulate.block import simulate
from monazite.simulate.controls import controls
from monazite.simulate.layout import Layout, lay_out
from monazite.simulate.market import Markets, markets
from monazite.simulate.record import frozen, record
from monazite.simulate.types import Ensemble, RunRecord, Trajectory

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]

_MASS_TOLERANCE = 1e-9


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


def _out(ready: Prepared, *, recording: bool) -> Out:
    weeks, net = ready.weeks, ready.layout.net
    groups, minerals = len(ready.markets.groups), len(ready.markets.minerals)
    uses, kept = len(ready.markets.uses), weeks if recording else 0
    by_market = [np.zeros((weeks, minerals, LANES)) for _ in range(4)]
    by_use = [np.zeros((uses, LANES)) for _ in range(4)]
    return Out(
        np.zeros((weeks, groups, LANES)),
        np.zeros((weeks, groups, LANES)),
        *by_market,
        *by_use,
        balance=np.zeros(LANES),
        node=np.zeros((kept, 4, net.role.size, LANES)),
        link=np.zeros((kept, 2, net.trade_base.size, LANES)),
    )


def _state(ready: Prepared, parameters: Floats) -> State:
    net, ctl = ready.layout.net, ready.controls
    slots, links, nodes = net.slot_base.size, net.trade_base.size, net.role.size
    longest = max([0.0, *net.trade_days, *net.fixed_days])
    scale = float(parameters[:, PARAMETERS.index("transit_scale")].max())
    # The ring's length changes no result: a longer one only holds more empty weeks.
    horizon = int(np.floor(longest * scale / 7.0 + 0.5)) + 2

    def zeros(*shape: int) -> Floats:
        return np.zeros((*shape, LANES))

    def slot_rows() -> Floats:
        return zeros(slots)

    return State(
        stock=slot_rows(),
        transit=slot_rows(),
        target=slot_rows(),
        pipe=slot_rows(),
        ring=zeros(slots, horizon),
        order=zeros(links),
        allowed=zeros(links),
        shipped=zeros(links),
        fill=zeros(links),
        lag=np.zeros((links, LANES), dtype=np.int64),
        fixed_lag=np.zeros((net.fixed_base.size, LANES), dtype=np.int64),
        want=zeros(nodes),
        activity=zeros(nodes),
        asked=zeros(nodes),
        unsold=zeros(nodes),
        substituted=zeros(nodes),
        unmet=zeros(len(ready.markets.uses)),
        release=zeros(ctl.release_slot.size),
        released=zeros(ctl.release_slot.size),
        open_=zeros(ctl.kind.size),
        open_military=zeros(ctl.kind.size),
        ratio=zeros(nodes),
        work=zeros(6),
        price=zeros(len(ready.markets.minerals), 2),
        sums=zeros(3),
    )


def _lanes(parameters: Floats) -> Floats:
    """Up to `LANES` rows of parameters as columns; spare lanes repeat the last row."""
    spare = LANES - len(parameters)
    filled = np.concatenate([parameters, np.repeat(parameters[-1:], spare, axis=0)])
    return np.ascontiguousarray(filled.T)


def block(ready: Prepared, parameters: Floats, *, recording: bool = False) -> Out:
    """Simulate up to `LANES` rows of parameters side by side.

    Raises:
        ScenarioError: E509 if mass is lost or made: the network handed in does not balance.
    """
    out = _out(ready, recording=recording)
    state = _state(ready, parameters)
    simulate(ready.layout.net, ready.controls, ready.markets.arrays, _lanes(parameters), state, out)
    worst = float(np.abs(out.balance).max())
    if not worst <= _MASS_TOLERANCE:
        raise ScenarioError(
            "E509",
            f"mass is not conserved: relative error {worst:.3g}",
            where=str(ready.layout.network),
            why=f"What enters, stays or leaves agrees to {_MASS_TOLERANCE:g}",
            way_out="Check that the network balances with `network.types.check_balance`",
        )
    return out


def trajectory(ready: Prepared, parameters: Floats, said: RunRecord) -> Trajectory:
    """One path at given parameters (a vector in the order of `PARAMETERS`), with every node and link."""
    out = block(ready, parameters[None, :], recording=True)
    held = ready.markets

    def lane(array: Floats) -> Floats:
        return frozen(np.ascontiguousarray(array[..., 0]))

    return Trajectory(
        record=said,
        parameters=MappingProxyType(dict(zip(PARAMETERS, map(float, parameters), strict=True))),
        groups=held.groups,
        minerals=held.minerals,
        uses=held.uses,
        trade=ready.layout.trade,
        activity=lane(out.node[:, 0]),
        stock_t=lane(out.node[:, 2]),
        afloat_t=lane(out.node[:, 3]),
        shipped_t=lane(out.link[:, 0]),
        ordered_t=lane(out.link[:, 1]),
        unmet_t=lane(out.unmet),
        wanted_t=lane(out.wanted),
        base_t=frozen(held.arrays.group_base.copy()),
        spot=lane(out.spot),
        contract=lane(out.contract),
        home=lane(out.home),
        exports=lane(out.exports),
        first_week=lane(out.first),
        depth=lane(out.depth),
        weeks_short=lane(out.length),
        total_unmet_t=lane(out.total),
        onsets=tuple(int(week) for week in ready.controls.onset),
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


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a sweep keeps of some consecutive runs, 32-bit, first axis the run."""

    first: int
    unmet: Singles
    spot: Singles
    contract: Singles
    home: Singles
    exports: Singles
    first_week: Singles
    depth: Singles
    weeks_short: Singles
    total_unmet_t: Singles
    mass_error: float


def chunk(ready: Prepared, design: Floats, first: int) -> Chunk:
    """Runs `first` to `first + LANES` of a design."""
    rows = design[first : first + LANES]
    out = block(ready, rows)
    size = len(rows)
    base = np.maximum(ready.markets.arrays.group_base, 1e-300)

    def turned(array: Floats) -> Singles:
        return np.ascontiguousarray(np.moveaxis(array, -1, 0)[:size], dtype=np.float32)

    return Chunk(
        first,
        turned(out.unmet / base[None, :, None]),
        turned(out.spot),
        turned(out.contract),
        turned(out.home),
        turned(out.exports),
        turned(out.first),
        turned(out.depth),
        turned(out.length),
        turned(out.total),
        float(np.abs(out.balance[:size]).max()),
    )


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
    ready = prepare(network, scenario)
    table = draw(scenario.assumptions, runs=runs, seed=seed, design=design)
    kept = _empty(ready, runs)
    worst, done = 0.0, 0
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        for part in pool.map(lambda at: chunk(ready, table, at), range(0, runs, LANES)):
            size = len(part.unmet)
            for name, array in kept.items():
                array[part.first : part.first + size] = getattr(part, name)
            worst, done = max(worst, part.mass_error), done + size
            if progress:
                progress(done, runs)
    calm = scenario.without_shocks()
    baseline = trajectory(
        prepare(network, calm),
        central(scenario.assumptions)[0],
        record(network, calm, seed=seed, runs=1, design="central"),
    )
    for array in kept.values():
        array.setflags(write=False)
    return Ensemble(
        record=record(network, scenario, seed=seed, runs=runs, design=design),
        design=frozen(table),
        names=PARAMETERS,
        groups=ready.markets.groups,
        minerals=ready.markets.minerals,
        uses=ready.markets.uses,
        base_t=frozen(ready.markets.arrays.group_base.copy()),
        **kept,
        threshold=frozen(table[:, PARAMETERS.index("shortage_threshold")].copy()),
        mass_error=worst,
        baseline=baseline,
    )


def _empty(ready: Prepared, runs: int) -> dict[str, Singles]:
    weeks, groups = ready.weeks, len(ready.markets.groups)
    minerals, uses = len(ready.markets.minerals), len(ready.markets.uses)
    by_market = ("spot", "contract", "home", "exports")
    by_use = ("first_week", "depth", "weeks_short", "total_unmet_t")
    shapes: dict[str, tuple[int, ...]] = {"unmet": (runs, weeks, groups)}
    shapes |= dict.fromkeys(by_market, (runs, weeks, minerals))
    shapes |= dict.fromkeys(by_use, (runs, uses))
    return {name: np.empty(shape, dtype=np.float32) for name, shape in shapes.items()}


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
