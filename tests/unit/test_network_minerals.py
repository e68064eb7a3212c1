"""Every mineral's network balances, keeps its figures and says where its data end (§N10, §N45)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from monazite import catalog, network, regime
from monazite.codes import Stage
from monazite.dates import AsOf
from monazite.exposure.reach import Route, reach

MINERALS = network.minerals()


def test_fifteen_networks_ship() -> None:
    assert set(MINERALS) == set(
        "antimony bismuth cobalt fluorspar gallium germanium indium lithium magnesium molybdenum natural-graphite "
        "nickel rare-earths tellurium tungsten".split()
    )


@pytest.mark.parametrize("mineral", MINERALS)
def test_it_balances_and_every_number_has_a_parent(mineral: str) -> None:
    net = network.load(mineral)
    network.check_balance(net, tolerance=1e-9)
    assert np.all(net.capacity_t_per_y >= net.output_t_per_y - 1e-9)
    assert net.demand_t_per_y.sum() > 0
    for key in (*net.link_figure, *(k for k in net.node_figure if k)):
        assert net.figures[key].parents, key


@pytest.mark.parametrize("mineral", MINERALS)
def test_output_at_the_first_stage_is_near_the_published_one(mineral: str) -> None:
    """Balancing moves no country's output by more than three of its standard errors."""
    left = catalog.table("network/residuals").to_dicts()
    mined = [r for r in left if r["network"] == mineral and r["adjusted"] is not None]
    for row in mined:
        if "production" in row["id"] or f"/{mineral}/mine/" in row["id"]:
            assert abs(row["adjusted"] - row["value"]) <= 3 * row["sd"], row["id"]


def test_a_refusal_reaches_only_the_country_it_names() -> None:
    """No. 46 of 2024: gallium for the United States is refused in principle, for others reviewed."""
    net = network.load("gallium")
    found = reach(net, regime.standing(AsOf(date(2025, 5, 1), date(2025, 5, 1))))
    refused = {
        net.links[t.link].target.country
        for t in found.touches
        if t.presumption == "refuse_in_principle"
    }
    assert refused == {"USA"}
    assert {t.route for t in found.touches} == {Route.DIRECT}


def test_what_no_law_names_is_not_touched() -> None:
    """Indium metal is not on the list of No. 10 of 2025, which names compounds only."""
    found = reach(network.load("indium"), regime.standing(AsOf(date(2025, 5, 1), date(2025, 5, 1))))
    assert found.touches == ()


def test_by_products_enter_at_the_refinery() -> None:
    net = network.load("gallium")
    assert net.select(stage=Stage.MINE) == ()
    entering = np.flatnonzero(net.source_t_per_y > 0)
    assert {net.nodes[k].stage for k in entering} == {Stage.REFINING}
