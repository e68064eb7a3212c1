"""Laying the law of a day on a network (§X30 to §X38)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite import network, regime
from monazite.codes import Stage
from monazite.dates import AsOf
from monazite.exposure.reach import Exposure, Route, reach
from monazite.network import Flow, Link, Node, NodeFacts, Parts, SupplyNetwork


def small() -> SupplyNetwork:
    """Chinese Dy 8 t and Malaysian Dy 2 t meet in Japan; magnets go to Germany and to China."""
    china, malaysia = (Node(c, "dysprosium", Stage.SEPARATION) for c in ("CHN", "MYS"))
    metal, maker = (
        Node("JPN", "dysprosium", Stage.METAL),
        Node("JPN", "magnet-ndfeb-heavy", Stage.MAGNET),
    )
    flows = [
        Flow(Link(china, metal, "dysprosium-separation"), 8.0),
        Flow(Link(malaysia, metal, "dysprosium-separation"), 2.0),
        Flow(Link(metal, maker, "dysprosium-metal"), 10.0),
        Flow(Link(maker, Node("DEU", "magnet-ndfeb-heavy", Stage.USE, "cars"), "magnet"), 9.0),
        Flow(Link(maker, Node("CHN", "magnet-ndfeb-heavy", Stage.USE, "cars"), "magnet"), 1.0),
    ]
    concepts = {
        "dysprosium-separation": frozenset({"el:Dy", "form:oxide"}),
        "dysprosium-metal": frozenset({"el:Dy", "form:metal"}),
        "magnet": frozenset({"fam:NdFeB", "form:magnet", "el:Dy"}),
    }
    facts = {china: NodeFacts(8.0), malaysia: NodeFacts(2.0)}
    return network.make(Parts("rare-earths", 2024, flows, facts, concepts=concepts))


def on(day: date, known: date | None = None) -> Exposure:
    return reach(small(), regime.standing(AsOf(day, known or day)))


def test_before_the_law_nothing_is_touched() -> None:
    found = on(date(2025, 4, 3))
    assert found.touches == ()
    assert found.touched_t_per_y == 0.0


def test_april_2025_touches_what_china_ships() -> None:
    found = on(date(2025, 4, 4))
    assert [(str(found.network.links[t.link].target), t.route, t.share) for t in found.touches] == [
        ("JPN/dysprosium/metal", Route.DIRECT, 1.0)
    ]
    assert found.touched_t_per_y == pytest.approx(8.0)


def test_no_61_reaches_a_japanese_magnet_for_germany_by_its_chinese_share() -> None:
    found = on(date(2025, 12, 15), date(2025, 10, 31))
    abroad = [t for t in found.of("CN-2025-61#1(1)") if t.route is Route.MADE_ABROAD]
    assert [str(found.network.links[t.link].target) for t in abroad] == [
        "DEU/magnet-ndfeb-heavy/use/cars"
    ]
    assert abroad[0].share == pytest.approx(0.8)
    # 9 t of the 10 t of magnets hold at least 7 and at most 8 t of Chinese dysprosium
    assert abroad[0].low == pytest.approx(7 / 9)
    assert abroad[0].high == pytest.approx(8 / 9)
    assert "61-P2-Dy" in abroad[0].items


def test_during_the_suspension_no_61_touches_nothing() -> None:
    assert on(date(2025, 12, 15)).of("CN-2025-61") == ()


def test_what_a_network_cannot_know_is_said() -> None:
    found = on(date(2025, 12, 15), date(2025, 10, 31))
    technology = [u for u in found.unmatched if u.clause == "CN-2025-61#1(2)"]
    assert len(technology) == 1
    assert "technology" in technology[0].reason
    assert technology[0].links == 2  # Malaysian oxide for Japan, Japanese magnets for Germany


def test_the_shipped_network_names_third_countries_of_no_61() -> None:
    net = network.load("rare-earths")
    found = reach(net, regime.standing(AsOf(date(2025, 12, 15), date(2025, 10, 31))))
    makers = {net.links[t.link].source.country for t in found.of("CN-2025-61#1(1)")}
    assert {"JPN", "DEU", "VNM", "THA", "PHL"} <= makers
    assert "CHN" not in makers
