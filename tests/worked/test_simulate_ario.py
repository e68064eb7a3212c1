"""ARIO by hand, and against the same equations with every order stored (§M60 to §M68)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from monazite.errors import ScenarioError
from monazite.simulate.ario import Ario, Settings, System
from monazite.simulate.rebuild import Rebuilding


def chain() -> System:
    """One region: mining sells 365 to industry, industry sells 730 to final users."""
    return System(
        np.array([[0.0, 365.0], [0.0, 0.0]]),
        np.array([0.0, 730.0]),
        np.array([365.0, 730.0]),
        np.array([0, 1]),
    )


def test_no_loss_is_the_baseline() -> None:
    found = Ario(chain()).run({}, 50)
    assert found.production == pytest.approx(np.tile([1.0, 2.0], (50, 1)))
    assert found.unmet.max() == pytest.approx(0.0, abs=1e-12)


def test_an_input_binds_when_its_stock_falls_below_psi() -> None:
    """Mining stops. Industry holds 10 days of ore and uses 1 a day; production is limited once the stock is below
    psi x 10 = 8: after two days of use, on the third day without ore.
    """
    settings = Settings(inventory_days=10.0, alpha_max=1.0)
    found = Ario(chain(), settings).run({1: np.array([1.0, 0.0])}, 12)
    industry = found.production[:, 1]
    assert industry[:4] == pytest.approx(2.0)
    assert industry[4] == pytest.approx(2.0 * 7.0 / 8.0)
    assert found.unmet[4, 1] == pytest.approx(2.0 / 8.0)


def plain(system: System, settings: Settings, lost: dict[int, np.ndarray], days: int) -> np.ndarray:
    """Production by the equations as published, with the matrix of orders."""
    s, rows = settings, np.eye(int(system.sector.max()) + 1)[system.sector].T
    z, x, final = system.flows / 365, system.output / 365, system.final / 365
    tech = (rows @ z) / x
    stock, orders, over, made, gone = (
        tech * x * s.inventory_days,
        z.copy(),
        np.ones(len(x)),
        x,
        0.0 * x,
    )
    kept = []
    for day in range(days):
        gone = lost.get(day, gone)
        demand = orders.sum(axis=1) + final
        if day:
            lack = (demand - made) / demand
            up = (s.alpha_max - over) * lack / s.alpha_tau
            over = np.maximum(over + np.where(lack != 0.0, up, (1 - over) / s.alpha_tau), 1.0)
        room = over * (1 - gone) * x
        best = np.minimum(room, demand)
        with np.errstate(divide="ignore", invalid="ignore"):
            held = np.where(
                tech * 365 > 1e-5, stock / (tech * best * s.psi * s.inventory_days), np.inf
            )
        made = best * np.minimum(np.where(best > 0.0, held, np.inf).min(axis=0), 1.0)
        used, come = tech * made, rows @ (orders * (made / demand)[:, None])
        if not np.allclose(come, used):
            stock = np.maximum(stock - used + come, 0.0)
        goal = tech * best * s.inventory_days
        gap = np.zeros_like(goal) if np.allclose(stock, goal) else np.maximum(goal - stock, 0.0)
        offer = z * (room / x)[:, None] if s.order == "alt" else z
        total = (rows.T @ rows) @ offer
        share = np.divide(offer, total, where=total > 0.0, out=np.zeros_like(offer))
        orders = (rows.T @ (gap / s.inventory_tau + used)) * share
        kept.append(made)
    return np.array(kept)


def random_system(regions: int, sectors: int, seed: int) -> System:
    """A table with empty cells, a sector that one region alone makes, and sectors not in order."""
    rng = np.random.default_rng(seed)
    place = np.append(np.tile(np.arange(sectors), regions), sectors)
    rng.shuffle(place)
    z = rng.random((len(place), len(place))) ** 4 * (rng.random((len(place), len(place))) < 0.7)
    final = rng.random(len(place)) + z.sum(axis=0)
    return System(z, final, z.sum(axis=1) + final, place)


@pytest.mark.parametrize("order", ["alt", "noalt"])
@pytest.mark.parametrize(("regions", "sectors"), [(1, 3), (7, 5), (3, 31), (20, 2)])
def test_factorised_orders_are_the_orders(order: Any, regions: int, sectors: int) -> None:
    """Also where the table fills no whole panel, and where a day's stillness ends and returns."""
    system = random_system(regions, sectors, seed=regions)
    lost = np.zeros(len(system.output))
    lost[:2] = 0.6, 0.3
    shocks = {4: lost, 30: 0.0 * lost}
    settings = Settings(order=order, inventory_days=12.0, inventory_tau=6.0)
    found = Ario(system, settings).run(shocks, 120).production
    expected = plain(system, settings, shocks, 120)
    assert np.abs(found / expected - 1).max() < 1e-9
    assert np.abs(expected / expected[0] - 1).max() > 0.1


def test_threads_change_no_bit() -> None:
    system = random_system(9, 12, seed=5)
    lost = np.full(len(system.output), 0.2)
    one, three = (Ario(system).run({2: lost}, 40, workers=n) for n in (1, 3))
    assert (one.production == three.production).all()
    assert (one.over == three.over).all()


def test_rebuilding_hangs_on_no_order_of_users() -> None:
    """Users in several panels: whoever stands where, the same ones buy the same of the same suppliers (§M67)."""
    system = random_system(12, 6, seed=8)
    n = len(system.output)
    hurt = np.array([3, 11, 40, 70])
    destroyed, capital = np.zeros(n), 4.0 * system.output
    destroyed[hurt] = 0.3 * capital[hurt]

    def made(to: np.ndarray) -> np.ndarray:
        turned = System(
            system.flows[np.ix_(to, to)], system.final[to], system.output[to], system.sector[to]
        )
        plan = Rebuilding(destroyed[to], capital[to], {0: 0.5, 2: 0.5}, day=2, wait=3)
        return Ario(turned).run({}, 60, rebuilding=plan).production

    to = np.random.default_rng(4).permutation(n)
    straight = made(np.arange(n))
    assert made(to) == pytest.approx(straight[:, to], rel=1e-9)
    assert np.abs(straight[-1] / straight[0] - 1.0).max() > 0.05


def test_what_is_destroyed_is_rebuilt_by_those_who_supply_it() -> None:
    """Half of industry's capital of 100 is gone on day 2. On day 3 it orders 0.5 of its mine, as it makes 1 of 2, and
    rebuilding asks 50/50 = 1. The mine makes 1 and serves each two thirds, so 49 1/3 is left to rebuild.
    """
    plan = Rebuilding(
        np.array([0.0, 50.0]), np.array([1.0, 100.0]), {0: 1.0}, day=2, wait=1, tau=50.0
    )
    found = Ario(chain(), Settings(alpha_max=1.0)).run({}, 900, rebuilding=plan)
    assert found.capacity[:4, 1] == pytest.approx([2.0, 2.0, 1.0, 1.0])
    assert found.production[2:4, 0] == pytest.approx([1.0, 1.0])
    assert found.capacity[4, 1] == pytest.approx(2.0 * (1.0 - (50.0 - 2.0 / 3.0) / 100.0))
    assert found.capacity[-1, 1] == pytest.approx(2.0, abs=1e-3)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"destroyed": np.array([0.0, 101.0])}, "entry 1"),
        ({"shares": {0: 0.5}}, "add up to 1"),
        ({"shares": {}}, "add up to 1"),
        ({"tau": 0.0}, "positive"),
        ({"capital": np.ones(3)}, "3"),
        ({"shares": {7: 1.0}}, "no sector 7"),
        ({"shares": {1: 1.0}}, "buys nothing of sector 1"),
    ],
)
def test_rebuilding_that_cannot_be(change: dict[str, Any], what: str) -> None:
    given: dict[str, Any] = {
        "destroyed": np.array([0.0, 50.0]),
        "capital": np.array([1.0, 100.0]),
        "shares": {0: 1.0},
        "day": 2,
    }
    with pytest.raises(ScenarioError, match=what) as caught:
        Ario(chain()).run({}, 5, rebuilding=Rebuilding(**given | change))
    assert caught.value.code == "E520"


def test_a_table_of_the_wrong_shape() -> None:
    with pytest.raises(ScenarioError, match="E515"):
        System(np.ones((2, 3)), np.ones(2), np.ones(2), np.array([0, 1]))
