"""Laws of reach on the shipped networks (§X30 to §X37)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from monazite import network, regime
from monazite.dates import AsOf
from monazite.exposure.reach import Route, reach
from monazite.regime import Status

DAYS = [
    AsOf(date(2024, 12, 31), date(2024, 12, 31)),
    AsOf(date(2025, 5, 1), date(2025, 5, 1)),
    AsOf(date(2025, 12, 15), date(2025, 10, 31)),
    AsOf(date(2026, 11, 23), date(2026, 11, 23)),
]
MINERALS = ("rare-earths", "gallium", "antimony", "cobalt")


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("mineral", MINERALS)
def test_every_touch_is_a_share_of_a_flow_that_crosses_a_border(mineral: str, day: AsOf) -> None:
    net = network.load(mineral)
    found = reach(net, regime.standing(day))
    for touch in found.touches:
        link = net.links[touch.link]
        assert link.source.country != link.target.country
        assert -1e-9 <= touch.low <= touch.share + 1e-9
        assert touch.share <= touch.high + 1e-9 <= 1.0 + 2e-9
        assert (touch.route is Route.DIRECT) == (link.source.country == touch.restrictor)
    assert np.all(found.share >= 0.0)
    assert found.touched_t_per_y <= net.flow_t_per_y.sum()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_more_law_never_touches_less(day: AsOf) -> None:
    net = network.load("rare-earths")
    standing = regime.standing(day)
    whole = reach(net, standing)
    announced = reach(
        net, standing, statuses=(Status.IN_FORCE, Status.UNDETERMINED, Status.ANNOUNCED)
    )
    assert np.all(announced.share >= whole.share)
    for measure in {t.measure for t in whole.touches}:
        assert np.all(reach(net, standing, measures=(measure,)).share <= whole.share)


def test_a_restrictor_s_law_alone() -> None:
    net = network.load("rare-earths")
    standing = regime.standing(DAYS[2])
    assert {t.restrictor for t in reach(net, standing, restrictor="CHN").touches} == {"CHN"}
    assert reach(net, standing, restrictor="JPN").touches == ()


def test_third_country_touches_have_no_part_of_the_restrictor() -> None:
    net = network.load("rare-earths")
    found = reach(net, regime.standing(DAYS[2]), restrictor="CHN")
    listed = found.between_third_countries
    assert len({t.link for t in listed}) == len(listed)
    tonnes = [net.flow_t_per_y[t.link] * t.share for t in listed]
    assert tonnes == sorted(tonnes, reverse=True)
    for touch in listed:
        link = net.links[touch.link]
        assert "CHN" not in (link.source.country, link.target.country)
