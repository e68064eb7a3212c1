"""The weekly kernel on a network small enough to check by hand (§M1 to §M19)."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import qmc

from monazite import network, simulate
from monazite.cli.app import program
from monazite.codes import Stage
from monazite.errors import ScenarioError
from monazite.network import OUTSIDE, Flow, Kind, Link, Node, NodeFacts, Parts
from monazite.provenance import Cited
from monazite.shock import LossCurve, Project, Release, Scenario, Shock, ShockKind, Target
from monazite.shock.sampling import draw, uniforms
from monazite.simulate import compiled
from monazite.study.assumption_tables import assumptions, with_changes

HERE = Cited("monazite-engine-2026", "test")
MINE = Node("CHN", "tin", Stage.MINE)
FAR = Node("BOL", "tin", Stage.MINE)
SMELT = Node("CHN", "tin", Stage.REFINING)
OTHER = Node("DEU", "tin", Stage.REFINING)
USERS = Node("USA", "tin", Stage.USE, "solder")
HOME = Node("CHN", "tin", Stage.USE, "solder")
# One number for each assumption, so that weeks can be counted by hand.
PLAIN = {
    "approval_fraction": 0.5,
    "licence_delay_weeks": 2.0,
    "licence_ramp_weeks": 1.0,
    "licence_headroom": 1.0,
    "general_licence_share": 0.0,
    "leakage": 0.0,
    "cover_scale_use": 1.0,
    "cover_scale_chain": 1.0,
    "transit_scale": 1.0,
    "stock_correction_weeks": 1e9,
    "reroute_share": 0.0,
    "substitution_per_year": 0.0,
    "thrift_share": 0.0,
    "ramp_per_year": 0.0,
    "recycling_per_year": 0.0,
    "prebuy_factor": 1.0,
    "stock_draw_share": 0.0,
    "price_window_weeks": 1.0,
    "elasticity_sum": 0.5,
    "supply_elasticity_share": 0.2,
}


def small(
    scale: float = 1.0, *, cover_days: float = 28.0, room: float = 1.0
) -> network.SupplyNetwork:
    """520 t/y from China and 260 t/y from Germany to users in the US, 260 t/y at home; 10 % lost in smelting."""
    moved = [
        (MINE, SMELT, "ore", 780 / 0.9, Kind.PRODUCT),
        (FAR, OTHER, "ore", 260 / 0.9, Kind.PRODUCT),
        (SMELT, OUTSIDE, "loss", 780 / 0.9 - 780, Kind.LOSS),
        (OTHER, OUTSIDE, "loss", 260 / 0.9 - 260, Kind.LOSS),
        (SMELT, USERS, "metal", 520, Kind.PRODUCT),
        (SMELT, HOME, "metal", 260, Kind.PRODUCT),
        (OTHER, USERS, "metal", 260, Kind.PRODUCT),
    ]
    flows = [Flow(Link(a, b, p), t * scale, k, transit_days=14.0) for a, b, p, t, k in moved]
    facts = {
        MINE: NodeFacts(780 / 0.9 * scale, utilisation=1 / room),
        FAR: NodeFacts(260 / 0.9 * scale, utilisation=1 / room),
        SMELT: NodeFacts(cover_days=14.0, utilisation=1 / room),
        OTHER: NodeFacts(cover_days=14.0, utilisation=1 / room),
        USERS: NodeFacts(cover_days=cover_days),
        HOME: NodeFacts(cover_days=cover_days),
    }
    return network.make(Parts("tin", 2024, flows, facts))


def scenario(*shocks: Shock, weeks: int = 20, **changes: float) -> Scenario:
    """A scenario of fixed assumptions."""
    fixed = with_changes(PLAIN | changes, why="worked by hand", cited=HERE)
    return Scenario("test", "test", shocks, fixed, weeks, restrictor="CHN", mineral="tin")


EXPORTS = Target(origin=("CHN",), stages=("refining",))
BAN = Shock("ban", ShockKind.BAN, "test", LossCurve(onset_week=1), EXPORTS)


def at(net: network.SupplyNetwork, node: Node) -> int:
    return network.position(net, node)


def test_no_shock_is_the_baseline() -> None:
    net = small()
    calm = simulate.run(net, scenario(weeks=104))
    used = calm.activity.max(axis=0) > 0
    assert np.abs(calm.activity[:, used] - 1.0).max() < 1e-9
    assert calm.unmet_t.max() == 0.0
    assert np.abs(calm.spot - 1.0).max() < 1e-9
    assert np.abs(calm.home - 1.0).max() < 1e-9


def test_a_ban_is_felt_after_transit_and_stock() -> None:
    """Banned from week 1 on. Two weeks of shipments are afloat, so week 3 is the first without arrivals of 10 t.
    Users need 15 t, still receive 5 and hold 4 weeks x 15 = 60 t: the 10 t missing each week empty it in 6 weeks.
    """
    net = small()
    path = simulate.run(net, scenario(BAN))
    users = path.groups.index(next(g for g in path.groups if g.name == "USA"))
    unmet = path.unmet_t[:, users]
    assert np.flatnonzero(unmet > 1e-9)[0] == 9
    assert unmet[9:] == pytest.approx(10.0)
    assert path.stock_t[8, at(net, USERS)] == pytest.approx(0.0, abs=1e-9)
    home = path.groups.index(next(g for g in path.groups if g.name == "CHN"))
    assert path.unmet_t[:, home].max() < 1e-9


def test_the_price_of_a_ban_is_the_closed_form() -> None:
    """All exports cut, supply abroad capped at its base: p = (D0/S0)^(1/-ed) with ed = -0.4."""
    path = simulate.run(small(), scenario(BAN))
    assert path.spot[1:, 0] == pytest.approx(3.0 ** (1 / 0.4), rel=1e-6)
    assert path.home[5, 0] < 1.0
    free = simulate.run(small(room=1e6), scenario(BAN))
    assert free.spot[1:, 0] == pytest.approx(3.0 ** (1 / 0.5), rel=1e-6)


def test_licences_open_after_the_delay_at_the_approved_share() -> None:
    """From week 1: nothing in weeks 1 to 3 (delay 2, and the first ramp week starts from zero), half after."""
    licence = replace(BAN, kind=ShockKind.LICENCE)
    path = simulate.run(small(), scenario(licence))
    sent = path.exports[:, 0]
    assert sent[:1] == pytest.approx(1.0)
    assert sent[1:4] == pytest.approx(0.0, abs=1e-12)
    assert sent[4:] == pytest.approx(0.5)


def test_general_licences_add_to_single_ones() -> None:
    licence = replace(BAN, kind=ShockKind.LICENCE)
    path = simulate.run(
        small(), scenario(licence, general_licence_share=0.4, general_licence_week=10.0)
    )
    assert path.exports[11:, 0] == pytest.approx(0.4 + 0.6 * 0.5)


def test_a_quota_is_a_ceiling_and_leakage_goes_round_it() -> None:
    quota = replace(BAN, kind=ShockKind.QUOTA, curve=LossCurve(1, depth=0.4))
    assert simulate.run(small(), scenario(quota)).exports[2:, 0] == pytest.approx(0.6)
    leaky = simulate.run(small(), scenario(quota, leakage=0.25)).exports
    assert leaky[2:, 0] == pytest.approx(0.6 + 0.25 * 0.4)


def test_part_of_a_link_under_control() -> None:
    path = simulate.run(small(), scenario(replace(BAN, share=0.3)))
    assert path.exports[2:, 0] == pytest.approx(0.7)


def test_the_end_of_a_ban_restores_trade_over_the_recovery() -> None:
    ban = replace(BAN, curve=LossCurve(1, end_week=5, recovery_weeks=4.0))
    sent = simulate.run(small(), scenario(ban)).exports[:, 0]
    assert sent[1:5] == pytest.approx(0.0)
    assert sent[5:10] == pytest.approx([0.0, 0.25, 0.5, 0.75, 1.0])


def test_buyers_move_to_a_supplier_with_room_once_it_is_qualified() -> None:
    """Germany can make three times its base, half the blocked 10 t a week is moved within four weeks."""
    path = simulate.run(
        small(room=3.0), scenario(BAN, weeks=60, reroute_share=0.5, qualification_weeks=4.0)
    )
    germany = at(small(), OTHER)
    assert path.activity[1, germany] == pytest.approx(1.0)
    assert path.activity[-1, germany] == pytest.approx(2.0, rel=1e-6)
    closed = simulate.run(small(), scenario(BAN, weeks=60, reroute_share=0.5))
    assert closed.activity[:, germany].max() <= 1.0 + 1e-9


def test_an_outage_rations_by_contract_share_after_the_home_market() -> None:
    """Half the smelter is gone: 15 t made become 7.5; home (class 0) takes its 5, the export 2.5."""
    outage = Shock(
        "outage",
        ShockKind.OUTAGE,
        "test",
        LossCurve(1, depth=0.5),
        Target(origin=("CHN",), stages=("refining",)),
    )
    net = small()
    path = simulate.run(net, scenario(outage))
    sent = {str(net.links[k]): path.shipped_t[5, i] for i, k in enumerate(path.trade)}
    assert sent[str(Link(SMELT, HOME, "metal"))] == pytest.approx(5.0)
    assert sent[str(Link(SMELT, USERS, "metal"))] == pytest.approx(2.5)


def test_substitution_thrift_and_recycling_lower_what_is_missing() -> None:
    net = small()
    plain = simulate.run(net, scenario(BAN, weeks=60))
    for change in ("substitution_per_year", "thrift_share", "recycling_per_year", "ramp_per_year"):
        eased = simulate.run(net, scenario(BAN, weeks=60, **{change: 0.2, "ramp_delay_weeks": 1.0}))
        assert eased.mass_error < 1e-9
        if change != "ramp_per_year":  # growth abroad needs orders moved to it as well
            assert eased.total_unmet_t.sum() < plain.total_unmet_t.sum() - 1.0


def test_a_government_stock_is_released_when_users_run_short() -> None:
    """100 t at 5 t a week halve the gap of 10 t a week."""
    stock = Release("reserve", "USA", "tin", 100.0, 5.0)
    plain = simulate.run(small(), scenario(BAN, weeks=60))
    eased = simulate.run(small(), replace(scenario(BAN, weeks=60), releases=(stock,)))
    assert plain.total_unmet_t.sum() - eased.total_unmet_t.sum() == pytest.approx(100.0)
    assert eased.mass_error < 1e-12


def test_a_project_adds_capacity_on_a_logistic_ramp() -> None:
    """10 % of the capacity of 260 t/y at the start, 50 % in the middle, 90 % at the end of the ramp."""
    plant = Project("plant", "DEU", "tin", "refining", 260.0, 10.0, 20.0)
    mine = Project("mine", "BOL", "tin", "mine", 300.0, 0.0, 1.0)
    path = simulate.run(
        small(),
        replace(
            scenario(BAN, weeks=60, reroute_share=0.9, qualification_weeks=1.0),
            projects=(plant, mine),
        ),
    )
    germany = at(small(), OTHER)
    assert path.activity[9, germany] == pytest.approx(1.0)
    assert path.activity[20, germany] == pytest.approx(1.5, abs=1e-6)
    assert path.activity[30, germany] == pytest.approx(1.9, abs=1e-6)


def test_notice_lets_buyers_stock_up() -> None:
    warned = replace(BAN, curve=LossCurve(6, notice_weeks=4))
    sudden = replace(BAN, curve=LossCurve(6))
    roomy = small(room=2.0)
    early = simulate.run(roomy, scenario(warned, prebuy_factor=1.5))
    late = simulate.run(roomy, scenario(sudden, prebuy_factor=1.5))
    assert early.exports[2:6, 0] == pytest.approx(1.5)
    assert early.total_unmet_t.sum() == pytest.approx(late.total_unmet_t.sum() - 4 * 5.0)


def test_military_uses_are_refused() -> None:
    licence = replace(BAN, kind=ShockKind.LICENCE)
    armed = replace(scenario(licence), military_uses=("solder",))
    assert simulate.run(small(), armed).exports[4:, 0] == pytest.approx(0.0, abs=1e-12)


def test_shocks_that_meet_nothing_are_refused() -> None:
    lost = replace(BAN, target=Target(origin=("FRA",)))
    with pytest.raises(ScenarioError, match="E506"):
        simulate.run(small(), scenario(lost))
    with pytest.raises(ScenarioError, match="E506"):
        simulate.run(small(), scenario(replace(lost, kind=ShockKind.OUTAGE)))
    plant = Project("x", "DEU", "lead", "refining", 1.0, 0.0, 1.0)
    with pytest.raises(ScenarioError, match="E507"):
        simulate.run(small(), replace(scenario(BAN), projects=(plant,)))
    stock = Release("x", "FRA", "tin", 1.0, 1.0)
    with pytest.raises(ScenarioError, match="E507"):
        simulate.run(small(), replace(scenario(BAN), releases=(stock,)))


def test_an_ensemble_and_what_it_says() -> None:
    licence = replace(BAN, kind=ShockKind.LICENCE)
    wide = replace(scenario(licence, weeks=52), assumptions=assumptions())
    many = simulate.sweep(small(), wide, runs=50, seed=3)
    worst = simulate.shortages(many, "region")[0]
    assert worst.group.name == "USA"
    assert 0.0 < worst.probability <= 1.0
    assert list(worst.share) == sorted(worst.share)
    band = simulate.price_band(many, "tin")
    assert band.shape == (7, 52)
    assert (np.diff(band, axis=0) >= 0).all()
    assert many.baseline.unmet_t.max() == 0.0
    with pytest.raises(ScenarioError, match="E508"):
        many.mineral("lead")
    with pytest.raises(ScenarioError, match="E508"):
        many.group("region", "FRA")


def test_a_run_of_an_ensemble_replays_bit_for_bit() -> None:
    licence = replace(BAN, kind=ShockKind.LICENCE)
    wide = replace(scenario(licence), assumptions=assumptions())
    many = simulate.sweep(small(), wide, runs=37, seed=5)
    again = simulate.replay(small(), wide, many, 20)
    assert np.array_equal(again.spot.astype(np.float32), many.spot[20])
    with pytest.raises(ScenarioError, match="E510"):
        simulate.replay(small(2.0), wide, many, 20)
    with pytest.raises(ScenarioError, match="E510"):
        simulate.replay(small(), wide, many, 37)


def test_the_hypercube_is_scipys_bit_for_bit() -> None:
    for dims, runs, seed in ((1, 1, 0), (5, 17, 3), (28, 300, 9)):
        theirs = qmc.LatinHypercube(dims, seed=np.random.default_rng(seed)).random(runs)
        assert np.array_equal(uniforms(dims, runs, seed), theirs)


def test_compiled_code_is_kept_for_every_source_it_came_from() -> None:
    """A file whose functions are compiled into the kernel, and not in the checksum, could be run in an old form."""
    folder = files("monazite.simulate")
    found = {
        entry.name[:-3]
        for entry in folder.iterdir()
        if entry.name.endswith(".py")
        and any(f"\n{mark}\n" in entry.read_text("utf-8") for mark in ("@helper", "@compiled"))
    }
    assert found <= set(compiled.SOURCES)
    assert {"arrays", "lanes", "compiled"} <= set(compiled.SOURCES)


@pytest.mark.parametrize("call", [["brief", "-"], ["run", "no-61-october-2025"], ["demo"]])
def test_no_runs_is_refused_in_words(call: list[str]) -> None:
    done = CliRunner().invoke(program, [*call, "--runs", "0"])
    assert done.exit_code == 2
    assert "x>=1" in done.output
    with pytest.raises(ScenarioError, match="runs must be at least 1"):
        draw(assumptions(), runs=0, seed=1)
