"""The law and the network fit together: what is in force on a day reaches the flows it names."""

from __future__ import annotations

from datetime import date

import pytest

from monazite import network, regime
from monazite.dates import AsOf
from monazite.exposure.reach import reach


@pytest.mark.parametrize(
    ("mineral", "measure", "on"),
    [
        ("rare-earths", "CN-2025-18", date(2025, 5, 1)),
        ("rare-earths", "CN-2025-57", date(2025, 11, 8)),
        ("gallium", "CN-2023-23", date(2024, 6, 1)),
        ("germanium", "CN-2023-23", date(2024, 6, 1)),
        ("natural-graphite", "CN-2023-39", date(2024, 6, 1)),
        ("antimony", "CN-2024-33", date(2024, 12, 1)),
        ("tungsten", "CN-2025-10", date(2025, 6, 1)),
    ],
)
def test_a_licence_in_force_reaches_direct_exports(mineral: str, measure: str, on: date) -> None:
    if mineral not in network.minerals():
        pytest.skip(f"no network of {mineral} ships yet")
    known = date(2025, 11, 6) if measure == "CN-2025-57" else on
    exposed = reach(network.load(mineral), regime.standing(AsOf(on, known)))
    direct = [touch for touch in exposed.of(measure) if touch.route == "direct"]
    assert direct, [entry for entry in exposed.unmatched if measure in entry.clause]
    assert all(exposed.network.links[touch.link].source.country == "CHN" for touch in direct)
    assert all(exposed.network.links[touch.link].target.country != "CHN" for touch in direct)
