"""Laws of the kernel over random networks and scenarios (§M19, §M31, §M32)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from monazite import network, simulate
from monazite.codes import Stage
from monazite.network import OUTSIDE, Flow, Kind, Link, Node, NodeFacts, Parts
from monazite.shock import LossCurve, Scenario, Shock, ShockKind, Target
from monazite.shock.parameters import COLUMN
from monazite.shock.sampling import draw
from monazite.simulate import engine
from monazite.simulate.record import record
from monazite.simulate.sensitivity import rank_correlations
from monazite.simulate.stream import stream
from monazite.study.assumption_tables import assumptions
from monazite.study.scenarios import Prepared
from monazite.study.stream import to_folder

COUNTRIES = ("CHN", "AUS", "DEU", "JPN", "USA", "VNM")
KINDS = (ShockKind.LICENCE, ShockKind.BAN, ShockKind.QUOTA)


def random_network(
    seed: int, scale: float = 1.0, *, shuffle: bool = False
) -> network.SupplyNetwork:
    """Mines, refineries with losses and users, randomly linked; balanced by construction."""
    rng = np.random.default_rng(seed)
    mines = [Node(c, "tin", Stage.MINE) for c in COUNTRIES[:3]]
    plants = [Node(c, "tin", Stage.REFINING) for c in COUNTRIES[:4]]
    users = [Node(c, "tin", Stage.USE, u) for c in COUNTRIES for u in ("solder", "defence")]
    flows: list[Flow] = []
    facts: dict[Node, NodeFacts] = {}
    intake = dict.fromkeys(plants, 0.0)
    for mine in mines:
        out = rng.uniform(50, 500, len(plants)) * scale
        for plant, t in zip(plants, out, strict=True):
            flows.append(Flow(Link(mine, plant, "ore"), t, transit_days=rng.uniform(0, 50)))
            intake[plant] += t
        facts[mine] = NodeFacts(float(out.sum()), utilisation=rng.uniform(0.6, 1.0))
    for plant in plants:
        kept = rng.uniform(0.7, 1.0) * intake[plant]
        flows.append(Flow(Link(plant, OUTSIDE, "loss"), intake[plant] - kept, Kind.LOSS))
        shares = rng.dirichlet(np.ones(len(users)))
        for user, share in zip(users, shares, strict=True):
            flows.append(
                Flow(Link(plant, user, "metal"), kept * share, transit_days=rng.uniform(0, 60))
            )
        facts[plant] = NodeFacts(cover_days=rng.uniform(0, 60), utilisation=rng.uniform(0.6, 1.0))
    for user in users:
        facts[user] = NodeFacts(cover_days=rng.uniform(0, 90))
    if shuffle:
        flows = [flows[k] for k in rng.permutation(len(flows))]
    return network.make(Parts("tin", 2024, flows, facts))


def random_scenario(seed: int, weeks: int = 80) -> Scenario:
    rng = np.random.default_rng(1000 + seed)
    kind = KINDS[seed % len(KINDS)]
    onset = int(rng.integers(0, 20))
    end = None if rng.random() < 0.5 else onset + int(rng.integers(5, 40))
    curve = LossCurve(
        onset, end, float(rng.uniform(0, 10)), float(rng.uniform(0.2, 1)), int(rng.integers(0, 8))
    )
    control = Shock("control", kind, "test", curve, Target(origin=("CHN",)), share=0.9)
    outage = Shock(
        "outage",
        ShockKind.OUTAGE,
        "test",
        LossCurve(onset + 3, onset + 9, 5.0, 0.7),
        Target(origin=("AUS",), stages=("mine",)),
    )
    return Scenario("random", "random", (control, outage), assumptions(), weeks, restrictor="CHN")


@pytest.mark.parametrize("seed", range(6))
def test_mass_is_conserved_at_every_node_and_week(seed: int) -> None:
    net, wide = random_network(seed), random_scenario(seed)
    many = simulate.sweep(net, wide, runs=32, seed=seed)
    assert many.mass_error < 1e-9
    few = simulate.sweep(net, wide, runs=8, seed=seed)
    for run in range(few.runs):
        assert _node_errors(net, simulate.replay(net, wide, few, run)) < 1e-9


def _node_errors(net: network.SupplyNetwork, path: simulate.Trajectory) -> float:
    """Worst relative error of stock and pipeline against what was shipped in and used, node by week."""
    count, weeks = len(net.nodes), len(path.activity)
    into = np.zeros((weeks, count))
    out = np.zeros((weeks, count))
    for i, k in enumerate(path.trade):
        into[:, net.link_to[k]] += path.shipped_t[:, i]
        out[:, net.link_from[k]] += path.shipped_t[:, i]
    base_in = np.bincount(net.link_to, net.flow_t_per_y, count) / 52
    fixed = np.zeros(count)
    for k in np.flatnonzero(net.link_kind == Kind.LOSS):
        fixed[net.link_from[k]] += net.flow_t_per_y[k] / 52
    held = path.stock_t + path.afloat_t
    change = np.diff(held, axis=0)
    mines = net.source_t_per_y > 0
    taken = np.where(mines, 0.0, base_in) * path.activity
    gained = np.where(mines, net.output_t_per_y / 52, 0.0) * path.activity
    recycled = _recycled(net, path, base_in)
    expected = into + gained + recycled - taken - np.where(mines, out, 0.0)
    scale = base_in.max()
    worst = float(np.abs(change - expected[1:]).max()) / scale
    inner = (~mines) & (net.demand_t_per_y == 0)
    inner[net.outside] = False
    through = out + fixed * path.activity - taken
    return max(worst, float(np.abs(through[:, inner]).max()) / scale)


def _recycled(
    net: network.SupplyNetwork, path: simulate.Trajectory, base_in: np.ndarray
) -> np.ndarray:
    uses = net.demand_t_per_y > 0
    first = min(path.onsets)
    years = np.maximum(np.arange(len(path.activity)) - first, 0.0) / 52
    rate = path.parameters["recycling_per_year"]
    return np.outer(years * rate, np.where(uses, base_in, 0.0))


@pytest.mark.parametrize("seed", range(4))
def test_no_shock_is_the_baseline_whatever_the_assumptions(seed: int) -> None:
    net = random_network(seed)
    calm = replace(random_scenario(seed), shocks=())
    many = simulate.sweep(net, calm, runs=32, seed=seed)
    assert many.unmet.max() == 0.0
    assert np.abs(many.spot - 1).max() < 1e-6
    path = simulate.run(net, calm)
    used = path.activity.max(axis=0) > 0
    assert np.abs(path.activity[:, used] - 1.0).max() < 1e-9


@pytest.mark.parametrize("seed", range(3))
def test_a_batch_of_n_is_n_single_runs_bit_for_bit(seed: int) -> None:
    net, wide = random_network(seed), random_scenario(seed)
    many = simulate.sweep(net, wide, runs=45, seed=seed)
    for k in range(0, 45, 4):
        alone = simulate.replay(net, wide, many, k)
        for name in ("spot", "contract", "home", "exports", "depth", "total_unmet_t"):
            assert np.array_equal(getattr(alone, name), getattr(many, name)[k]), name


def test_threads_change_no_bit() -> None:
    net, wide = random_network(1), random_scenario(1)
    one = simulate.sweep(net, wide, runs=48, seed=1, workers=1)
    two = simulate.sweep(net, wide, runs=48, seed=1, workers=3)
    assert np.array_equal(one.unmet, two.unmet)
    assert np.array_equal(one.spot, two.spot)


@pytest.mark.parametrize("seed", range(3))
def test_the_unit_of_mass_does_not_matter(seed: int) -> None:
    wide = random_scenario(seed)
    one = simulate.run(random_network(seed), wide)
    kilo = simulate.run(random_network(seed, 1000.0), wide)
    assert kilo.activity == pytest.approx(one.activity, rel=1e-9, abs=1e-12)
    assert kilo.spot == pytest.approx(one.spot, rel=1e-6)
    assert kilo.total_unmet_t == pytest.approx(one.total_unmet_t * 1000, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_links_does_not_matter(seed: int) -> None:
    wide = random_scenario(seed)
    one = simulate.run(random_network(seed), wide)
    other = simulate.run(random_network(seed, shuffle=True), wide)
    assert other.activity == pytest.approx(one.activity, rel=1e-9, abs=1e-12)


def test_policies_share_their_random_numbers() -> None:
    net = random_network(2)
    licence = random_scenario(0)
    ban = random_scenario(1)
    one = simulate.sweep(net, licence, runs=16, seed=9)
    two = simulate.sweep(net, ban, runs=16, seed=9)
    assert np.array_equal(one.design, two.design)


def used(
    net: network.SupplyNetwork, seed: int, kind: ShockKind, run: int, **without: float
) -> list[np.ndarray]:
    """Use of all users week by week, relative to base, at five controlled shares of one draw."""
    wide = random_scenario(seed)
    # even seeds have an outage too; `outage=0.0` leaves it out
    shocks = (wide.shocks[0],) if seed % 2 or not without.pop("outage", 1.0) else wide.shocks
    row = draw(wide.assumptions, runs=16, seed=seed)[run].copy()
    for name, value in without.items():
        row[COLUMN[name]] = value
    found = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        control = replace(shocks[0], kind=kind, share=share)
        policy = replace(wide, shocks=(control, *shocks[1:]))
        said = record(net, policy, seed=seed, runs=1, design="single")
        path = engine.trajectory(engine.prepare(net, policy), row, said)
        found.append((path.activity * net.demand_t_per_y).sum(axis=1) / net.demand_t_per_y.sum())
    return found


def delivered(seed: int, kind: ShockKind, run: int, **without: float) -> list[float]:
    """Use over the horizon, relative to base."""
    return [float(u.mean()) for u in used(random_network(seed), seed, kind, run, **without)]


def chain(seed: int) -> network.SupplyNetwork:
    """One mine, two plants one after the other, one use; the first or the second plant is China's."""
    rng = np.random.default_rng(seed)
    places = ("AUS", *rng.permutation(["CHN", "DEU"]), "JPN")
    stages = (Stage.MINE, Stage.REFINING, Stage.METAL, Stage.USE)
    nodes = [
        Node(str(c), "tin", s, "solder" if s is Stage.USE else "")
        for c, s in zip(places, stages, strict=True)
    ]
    days = rng.uniform(0, 60, 3)
    flows = [
        Flow(Link(a, b, "tin"), 100.0, transit_days=float(d))
        for (a, b), d in zip(pairwise(nodes), days, strict=True)
    ]
    facts = {
        node: NodeFacts(
            100.0 if node.stage is Stage.MINE else 0.0,
            cover_days=float(rng.uniform(0, 90)),
            utilisation=float(rng.uniform(0.6, 1.0)),
        )
        for node in nodes
    }
    return network.make(Parts("tin", 2024, flows, facts))


OFF = {"stock_correction_weeks": 1e12, "reroute_share": 0.0, "prebuy_factor": 1.0}
OFF |= {"thrift_share": 0.0, "substitution_per_year": 0.0}


@pytest.mark.parametrize("kind", KINDS)
def test_along_a_chain_a_tighter_control_never_raises_use(kind: ShockKind) -> None:
    """Proved in §M36: use up to any week never rises, where no rule looks at stocks or at what went wrong before."""
    moved = 0
    for seed in range(12):
        found = used(chain(seed), seed, kind, seed % 16, **OFF)
        sums = np.cumsum(found, axis=1)
        assert (sums[1:] <= sums[:-1] + 1e-9).all(), seed
        moved += bool(sums[-1, -1] < sums[0, -1] - 1e-3)
    assert moved >= 3


@pytest.mark.parametrize("seed", range(12))
def test_a_tighter_ban_never_raises_what_is_delivered(seed: int) -> None:
    """Tried, not proved, for a ban (§M36)."""
    found = delivered(seed, ShockKind.BAN, seed)
    assert all(b <= a + 1e-9 for a, b in pairwise(found))


def test_buying_ahead_of_a_quota_can_raise_what_is_delivered() -> None:
    """What is bought ahead grows with the controlled share, and covers a loss of mines soon after (§M36)."""
    found = delivered(304, ShockKind.QUOTA, 3)
    assert found[1] - found[0] == pytest.approx(1.7e-4, rel=0.02)
    for without in ({"prebuy_factor": 1.0}, {"outage": 0.0}):
        calm = delivered(304, ShockKind.QUOTA, 3, **without)
        assert all(b <= a + 1e-9 for a, b in pairwise(calm))


@pytest.mark.parametrize(
    "without",
    [
        {"stock_correction_weeks": 1e9},
        {"reroute_share": 0.0},
        {"approval_fraction_military": 0.488},
    ],
    ids=str,
)
def test_a_wider_licence_can_raise_what_is_delivered(without: dict[str, float]) -> None:
    """Needs all three: stocks corrected, orders rerouted, and one class of buyers served less (§M36)."""
    found = delivered(581, ShockKind.LICENCE, 6)
    assert found[4] - found[3] == pytest.approx(2.03e-3, rel=0.02)
    calm = delivered(581, ShockKind.LICENCE, 6, **without)
    assert all(b <= a + 1e-9 for a, b in pairwise(calm))


def test_parts_are_the_sweep(tmp_path: Path) -> None:
    net, wide = random_network(1), random_scenario(1)
    whole = simulate.sweep(net, wide, runs=50, seed=2)
    parts = list(stream(net, wide, runs=50, seed=2, size=20))
    assert [p.first for p in parts] == [0, 20, 40]
    assert np.array_equal(np.concatenate([p.spot for p in parts]), whole.spot)
    written = to_folder(Prepared(net, wide), tmp_path, runs=50, seed=2)
    assert np.array_equal(np.load(written[0])["unmet"], whole.unmet)
    assert (tmp_path / "record.json").exists()


def test_the_assumption_that_moves_the_answer_is_named() -> None:
    net, wide = random_network(0), random_scenario(1)
    many = simulate.sweep(net, replace(wide, shocks=(wide.shocks[0],)), runs=120, seed=2)
    answer = many.unmet[:, :, many.group("all", "all")].sum(axis=1).astype(np.float64)
    ranked = rank_correlations(many, answer)
    strength = dict(ranked)
    assert strength["cover_scale_use"] < -0.3
    assert abs(strength["spot_share"]) < 0.3
    assert rank_correlations(many, np.zeros(120)) == ()
