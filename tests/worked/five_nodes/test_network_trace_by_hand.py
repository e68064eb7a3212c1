"""Tracing on a network of five nodes, every number worked by hand.

    A mine 100 -> C 90, D 10        B mine 50 -> C 30, D 20
    C refines 120, loses 12, ships 90 to E and 18 to D        (yield 0.9)
    D refines 10 + 20 + 18 = 48, loses 12, ships 36 to E      (yield 0.75)
    E uses 126

From A: C holds 90/120 = 3/4.  D holds (10 + 18 x 3/4)/48 = 23.5/48.
E holds (90 x 3/4 + 36 x 23.5/48)/126 = 85.125/126.
"""

from __future__ import annotations

import numpy as np
import pytest

from monazite import network
from monazite.codes import Stage
from monazite.network import OUTSIDE, Flow, Kind, Link, Node, NodeFacts, Parts, SupplyNetwork

A, B = Node("AUS", "tin", Stage.MINE), Node("BOL", "tin", Stage.MINE)
C, D = Node("CHN", "tin", Stage.REFINING), Node("DEU", "tin", Stage.REFINING)
E = Node("EST", "tin", Stage.USE, "solder")


def five_nodes(scale: float = 1.0, *, backwards: bool = False) -> SupplyNetwork:
    """The network of the docstring."""
    moved = [
        (A, C, "ore", 90, Kind.PRODUCT),
        (A, D, "ore", 10, Kind.PRODUCT),
        (B, C, "ore", 30, Kind.PRODUCT),
        (B, D, "ore", 20, Kind.PRODUCT),
        (C, E, "metal", 90, Kind.PRODUCT),
        (C, D, "metal", 18, Kind.PRODUCT),
        (C, OUTSIDE, "loss", 12, Kind.LOSS),
        (D, E, "metal", 36, Kind.PRODUCT),
        (D, OUTSIDE, "loss", 12, Kind.LOSS),
    ]
    flows = [Flow(Link(a, b, p), t * scale, kind) for a, b, p, t, kind in moved]
    facts = {A: NodeFacts(100 * scale), B: NodeFacts(50 * scale), C: NodeFacts(cover_days=73)}
    return network.make(Parts("tin", 2024, flows[::-1] if backwards else flows, facts))


def share_at(net: SupplyNetwork, traced: network.Trace, node: Node, country: str) -> float:
    pair = network.mixing(net).index[network.position(net, node), "tin"]
    return float(traced.pair_share[pair, traced.origins.index(country)])


def test_the_arrays_follow_from_the_flows() -> None:
    net = five_nodes()
    network.check_balance(net, tolerance=1e-12)
    c, d, e = (network.position(net, node) for node in (C, D, E))
    assert net.yield_[c] == pytest.approx(0.9)
    assert net.yield_[d] == pytest.approx(0.75)
    assert net.demand_t_per_y[e] == pytest.approx(126)
    assert net.stock_t[c] == pytest.approx(120 * 73 / 365)


def test_shares_by_mine() -> None:
    net = five_nodes()
    traced = network.trace(net)
    assert share_at(net, traced, C, "AUS") == pytest.approx(3 / 4, rel=1e-12)
    assert share_at(net, traced, D, "AUS") == pytest.approx(23.5 / 48, rel=1e-12)
    assert share_at(net, traced, E, "AUS") == pytest.approx(85.125 / 126, rel=1e-12)
    assert share_at(net, traced, E, "BOL") == pytest.approx(1 - 85.125 / 126, rel=1e-12)


def test_shares_by_last_refiner() -> None:
    net = five_nodes()
    traced = network.trace(net, stage=Stage.REFINING)
    assert share_at(net, traced, E, "CHN") == pytest.approx(90 / 126, rel=1e-12)
    assert share_at(net, traced, E, "DEU") == pytest.approx(36 / 126, rel=1e-12)


def test_what_passed_china_and_its_bounds() -> None:
    """D takes 18 of 48 from C. What D ships (36) holds 36 x 18/48 = 13.5 of it, at most 18, at least 36 - 30 = 6."""
    net = five_nodes()
    gone = network.passed(net, "CHN")
    link = net.link_index[Link(D, E, "metal")]
    assert gone.share[link] == pytest.approx(18 / 48, rel=1e-12)
    assert gone.high[link] == pytest.approx(18 / 36, rel=1e-12)
    assert gone.low[link] == pytest.approx(6 / 36, rel=1e-12)
    pair = network.mixing(net).index[network.position(net, E), "tin"]
    assert gone.pair_share[pair] == pytest.approx((90 + 13.5) / 126, rel=1e-12)
    assert gone.pair_low[pair] == pytest.approx(96 / 126, rel=1e-12)
    assert gone.pair_high[pair] == pytest.approx(108 / 126, rel=1e-12)


def test_value_weighs_the_elements_of_a_product() -> None:
    """A magnet of 9 t Nd at 60 from one country and 1 t Dy at 300 from another."""
    nd, dy = Node("AUS", "neodymium", Stage.METAL), Node("CHN", "dysprosium", Stage.METAL)
    maker, use = Node("JPN", "magnet", Stage.MAGNET), Node("JPN", "magnet", Stage.USE, "motors")
    flows = [
        Flow(Link(nd, maker, "metal"), 9.0),
        Flow(Link(dy, maker, "metal"), 1.0),
        Flow(Link(maker, use, "magnet"), 10.0),
    ]
    facts = {nd: NodeFacts(9.0), dy: NodeFacts(1.0)}
    net = network.make(Parts("magnet", 2024, flows, facts))
    traced = network.trace(
        net, stage=Stage.METAL, price_usd_per_kg={"neodymium": 60.0, "dysprosium": 300.0}
    )
    link, china = net.link_index[flows[2].link], traced.origins.index("CHN")
    assert traced.link_share[link, china] == pytest.approx(0.1, rel=1e-12)
    assert traced.link_value_share[link, china] == pytest.approx(300 / (300 + 540), rel=1e-12)


def test_units_and_order_do_not_matter() -> None:
    one, big, turned = five_nodes(), five_nodes(1e6), five_nodes(backwards=True)
    np.testing.assert_allclose(
        network.trace(one).link_share, network.trace(big).link_share, rtol=1e-12
    )
    assert one.links == turned.links
    np.testing.assert_array_equal(network.trace(one).link_share, network.trace(turned).link_share)
