"""A requirement worked by hand (§O20 to §O25)."""

import pytest

from monazite.errors import UnitError
from monazite.respond.requirement import Responses, Supplier, requirement


def test_shortfall_gross_after_responses_and_net() -> None:
    # Year 1: 100 x 0.5 x 0.9 x 0.8 = 36 from abroad and 10 at home: 46 against 20 + 30 + 50 = 100, short 54.
    # Year 2: 36 + 30 = 66 against 10 + 30 + 40 = 80, short 14. Gross 68.
    found = requirement(
        "x",
        {"military": (20, 10), "essential civilian": (30, 30), "industrial": (50, 40)},
        [
            Supplier("AAA", (100, 100), reliable=0.5, damage=0.1, lost_at_sea=0.2),
            Supplier("USA", (10, 30)),
        ],
        responses=Responses(extra_buy_t=8, recycling_t=10),
        inventory_t=20,
        price_usd_per_t=1e5,
    )
    assert found.base_t == pytest.approx(68)
    # Military is served first: 20 of 46, civilian 26 of 30 (short 4), industry gets none (short 50); then 14.
    assert found.by_kind_t == {
        "military": 0,
        "essential civilian": pytest.approx(4),
        "industrial": pytest.approx(64),
    }
    assert found.after_responses_t == pytest.approx(50)
    assert found.net_t == pytest.approx(30)
    assert (found.base_musd, found.net_musd) == (pytest.approx(6.8), pytest.approx(3.0))


def test_plenty_has_no_shortfall() -> None:
    found = requirement("x", {"military": (5,)}, [Supplier("USA", (10,))], inventory_t=3)
    assert (found.base_t, found.net_t) == (0, 0)


@pytest.mark.parametrize("demand", [{"naval": (1,)}, {"military": (-1,)}, {"military": (1, 2)}])
def test_demand_that_cannot_be_planned_with_is_refused(
    demand: dict[str, tuple[float, ...]],
) -> None:
    with pytest.raises(UnitError, match="E704"):
        requirement("x", demand, [Supplier("USA", (1,))])
