"""Laws that hold for every network, not only the shipped ones (§N2, §N21, §N24)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite import network
from monazite.codes import Stage
from monazite.network import OUTSIDE, Flow, Kind, Link, Node, NodeFacts, Parts, SupplyNetwork

COUNTRIES = ("AUS", "CHN", "JPN")


def chain(shares: list[float], yields: list[float], scale: float = 1.0) -> SupplyNetwork:
    """Three mines, three refiners, three uses, all joined; `shares` split each output, `yields` cut it."""
    flows: list[Flow] = []
    taken = dict.fromkeys(COUNTRIES, 0.0)
    ore = {c: 100.0 * (k + 1) * scale for k, c in enumerate(COUNTRIES)}
    for k, a in enumerate(COUNTRIES):
        part = np.array(shares[3 * k : 3 * k + 3])
        for b, share in zip(COUNTRIES, part / part.sum(), strict=True):
            link = Link(Node(a, "tin", Stage.MINE), Node(b, "tin", Stage.REFINING), "ore")
            flows.append(Flow(link, ore[a] * share))
            taken[b] += ore[a] * share
    for k, a in enumerate(COUNTRIES):
        source = Node(a, "tin", Stage.REFINING)
        part = np.array(shares[9 + 3 * k : 12 + 3 * k])
        for b, share in zip(COUNTRIES, part / part.sum(), strict=True):
            link = Link(source, Node(b, "tin", Stage.USE, "solder"), "metal")
            flows.append(Flow(link, taken[a] * yields[k] * share))
        flows.append(Flow(Link(source, OUTSIDE, "loss"), taken[a] * (1 - yields[k]), Kind.LOSS))
    facts = {Node(c, "tin", Stage.MINE): NodeFacts(ore[c]) for c in COUNTRIES}
    return network.make(Parts("tin", 2024, flows, facts))


SHARES = st.lists(st.floats(0.01, 1.0), min_size=18, max_size=18)
YIELDS = st.lists(st.floats(0.3, 0.99), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None)
@given(SHARES, YIELDS)
def test_mass_is_conserved_and_shares_sum_to_one(shares: list[float], yields: list[float]) -> None:
    net = chain(shares, yields)
    network.check_balance(net, tolerance=1e-9)
    traced = network.trace(net)
    np.testing.assert_allclose(traced.link_share.sum(axis=1), 1.0, rtol=1e-9)
    assert traced.link_share.min() > -1e-12


@settings(max_examples=40, deadline=None)
@given(SHARES, YIELDS)
def test_what_is_mined_is_what_arrives(shares: list[float], yields: list[float]) -> None:
    """Mass by origin over uses and losses is the mass mined there."""
    net = chain(shares, yields)
    traced = network.trace(net)
    ends = (net.link_kind == Kind.LOSS) | np.isin(net.link_to, net.select(stage=Stage.USE))
    for country, node in zip(COUNTRIES, net.select(stage=Stage.MINE), strict=True):
        arrived = float((net.flow_t_per_y * traced.column(country))[ends].sum())
        assert arrived == pytest.approx(net.source_t_per_y[node], rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(SHARES, YIELDS)
def test_proportional_mixing_lies_within_the_bounds(
    shares: list[float], yields: list[float]
) -> None:
    gone = network.passed(chain(shares, yields), "CHN", stages=(Stage.MINE,))
    assert np.all(gone.low <= gone.share + 1e-9)
    assert np.all(gone.share <= gone.high + 1e-9)


@settings(max_examples=20, deadline=None)
@given(SHARES, YIELDS, st.floats(1e-3, 1e6))
def test_the_unit_of_mass_does_not_matter(
    shares: list[float], yields: list[float], scale: float
) -> None:
    one, other = network.trace(chain(shares, yields)), network.trace(chain(shares, yields, scale))
    np.testing.assert_allclose(one.link_share, other.link_share, rtol=1e-9, atol=1e-12)


def test_more_stages_of_passage_never_lower_the_share() -> None:
    net = network.load("rare-earths")
    few = network.passed(net, "CHN", stages=(Stage.SEPARATION,))
    more = network.passed(net, "CHN", stages=(Stage.SEPARATION, Stage.METAL, Stage.MAGNET))
    assert np.all(more.share >= few.share - 1e-12)
