"""The rare-earth network loads, balances and keeps a figure behind each entry."""

from __future__ import annotations

import numpy as np
import pytest

from monazite import network
from monazite.codes import Stage
from monazite.errors import MissingData, ScenarioError
from monazite.network import Kind, Node


def test_every_node_balances() -> None:
    net = network.load("rare-earths")
    network.check_balance(net, tolerance=1e-9)
    assert np.all(net.flow_t_per_y > 0)


def test_slots_of_a_node_sum_to_one() -> None:
    net = network.load("rare-earths")
    total = np.bincount(net.slot_node, net.slot_share, len(net.nodes))
    fed = np.unique(net.slot_node)
    np.testing.assert_allclose(total[fed], 1.0, rtol=1e-12)


def test_a_heavy_magnet_needs_four_elements() -> None:
    net = network.load("rare-earths")
    maker = network.position(net, Node("JPN", "magnet-ndfeb-heavy", Stage.MAGNET))
    held = {net.slot_mineral[k] for k in np.flatnonzero(net.slot_node == maker)}
    assert held == {"neodymium", "praseodymium", "dysprosium", "terbium"}


def test_every_link_has_a_figure() -> None:
    net = network.load("rare-earths")
    for k, key in enumerate(net.link_figure):
        figure = net.figures[key]
        assert figure.number == pytest.approx(net.flow_t_per_y[k])
        assert figure.parents


def test_products_leave_by_the_yield() -> None:
    net = network.load("rare-earths")
    products = net.link_kind == Kind.PRODUCT
    out = np.bincount(net.link_from[products], net.flow_t_per_y[products], len(net.nodes))
    taken = np.bincount(net.link_to, net.flow_t_per_y, len(net.nodes)) + net.source_t_per_y
    for k in net.select(stage=Stage.SEPARATION):
        assert out[k] == pytest.approx(net.yield_[k] * taken[k], rel=1e-9)


def test_unknown_names_say_what_there_is() -> None:
    with pytest.raises(MissingData, match=r"E404.*rare-earths"):
        network.load("unobtainium")
    with pytest.raises(MissingData, match=r"E404.*2023.*Years: 2024"):
        network.load("rare-earths", 2023)
    net = network.load("rare-earths")
    with pytest.raises(ScenarioError, match="E402"):
        network.position(net, Node("JPN", "dysprosium", Stage.MINE))


def test_an_unbalanced_node_is_named() -> None:
    from monazite.errors import BalanceError
    from monazite.network.types import with_arrays

    net = network.load("rare-earths")
    flow = net.flow_t_per_y.copy()
    flow[0] += 1.0
    with pytest.raises(BalanceError, match="E401"):
        network.check_balance(with_arrays(net, flow_t_per_y=flow))


def test_a_link_given_twice_is_refused() -> None:
    from monazite.errors import DataError

    link = network.Link(
        Node("CHL", "copper", Stage.MINE), Node("CHN", "copper", Stage.REFINING), "ore"
    )
    with pytest.raises(DataError, match="E405"):
        network.make(
            network.Parts("copper", 2024, [network.Flow(link, 1.0), network.Flow(link, 2.0)])
        )
