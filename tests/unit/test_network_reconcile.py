"""The balanced flows that ship are those the pipeline makes, and say where the data fight (§N36 to §N39)."""

from __future__ import annotations

import numpy as np
import pytest

from monazite import catalog, network
from monazite.network import check_balance, make
from monazite.network.assemble import parts
from monazite.network.build import sketch
from monazite.network.observe import data
from monazite.network.reconcile import reconcile


@pytest.mark.slow
def test_what_ships_is_what_the_pipeline_makes() -> None:
    done = make(reconcile(parts(sketch("rare-earths", 2024))).parts)
    shipped = network.load("rare-earths")
    assert done.links == shipped.links
    np.testing.assert_allclose(done.flow_t_per_y, shipped.flow_t_per_y, rtol=1e-5, atol=1e-4)
    check_balance(done, tolerance=1e-9)


def test_every_observation_is_adjusted_or_said_to_be_unanswered() -> None:
    left = catalog.table("network/residuals")
    listed = catalog.table("network/observations")
    recipes = set(listed.filter(listed["quantity"] == "recipe")["id"])
    stems = [key.rsplit("/", 1)[0] for key in left["id"]]
    said = {stem if stem in recipes else key for stem, key in zip(stems, left["id"], strict=True)}
    assert said == set(listed["id"])
    for row in left.to_dicts():
        assert row["adjusted"] is not None or "no link" in row["remark"]


def test_adjusted_values_are_the_sums_of_the_shipped_flows() -> None:
    net = network.load("rare-earths")
    known = np.concatenate([net.flow_t_per_y, net.source_t_per_y])
    rows = {row["id"]: row for row in catalog.table("network/residuals").to_dicts()}
    for datum in data(net)[0]:
        total = sum(weight * known[k] for k, weight in datum.terms.items())
        assert total == pytest.approx(rows[datum.id]["adjusted"], rel=1e-3, abs=1e-3), datum.id


def test_balancing_lowers_the_error_of_each_figure() -> None:
    for row in catalog.table("network/residuals").to_dicts():
        if row["adjusted_sd"] is not None:
            assert row["adjusted_sd"] <= row["sd"] * (1 + 1e-9), row["id"]


def test_figures_behind_a_flow_hold_the_customs_record() -> None:
    net = network.load("rare-earths")
    link = next(
        k
        for k, x in enumerate(net.links)
        if str(x).startswith("VNM/neodymium/metal > JPN/magnet-ndfeb-heavy")
    )
    parents = {p.id for p in net.figures[net.link_figure[link]].parents}
    assert "observed/baci/280530/VNM/JPN/2024" in parents
