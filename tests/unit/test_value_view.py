"""What a view of a day, an importer and a restrictor leaves in sight (§V34, §V39, §O5)."""

from datetime import date

import pytest

from monazite import catalog
from monazite.errors import MissingData
from monazite.study import respond
from monazite.study.needs import needs, table_row

OCTOBER = date(2025, 10, 10)


def test_no_price_of_a_need_is_younger_than_the_day() -> None:
    tables = [catalog.table("statistics/usgs_mcs"), catalog.table("markets/price_facts")]
    seen = {
        row["id"]: row["seen"]
        for t in tables
        for row in t.select("id", "seen").iter_rows(named=True)
    }
    asked = needs("USA", OCTOBER)
    assert {"neodymium", "dysprosium", "gallium", "fluorspar"} <= {need.material for need in asked}
    for need in asked:
        for figure in (need.home, need.stressed, need.use if need.material == "gallium" else None):
            if figure is not None:
                own = figure.id.removesuffix("/per-kg").removesuffix("/t")
                assert seen[own] <= OCTOBER, own


def test_a_stressed_price_is_one_above_the_home_price_or_none() -> None:
    by_material = {need.material: need for need in needs("USA", OCTOBER)}
    assert by_material["dysprosium"].stressed is not None
    assert by_material["dysprosium"].stressed.number == 800.0  # the quote of July, known in July
    assert by_material["yttrium"].stressed is None  # quotes of autumn were not out yet


def test_what_nobody_had_published_is_left_out() -> None:
    assert needs("USA", date(2019, 1, 1)) == ()
    with pytest.raises(MissingData, match=r"E702.*as known on 2019-01-01"):
        table_row(
            "statistics/usgs_mcs", "usgs-mcs-2026/gallium/consumption", known_at=date(2019, 1, 1)
        )


def test_plants_of_the_restrictor_do_not_count_and_a_later_plant_is_not_known() -> None:
    every = {a.id for a in respond.arrivals()}
    assert {a.id for a in respond.plants(respond.View(restrictor="AUS"))} < every
    known = {a.id for a in respond.plants(respond.View(known_at=OCTOBER))}
    assert "capacity/p104/gallium/refining" in every - known  # reported in January 2026
    assert "capacity/p107/gallium/refining" in known  # reported in January 2025
    home = respond.plants(respond.View("GRC"), at_home=True)
    assert [a.id for a in home] == ["capacity/p107/gallium/refining"]


def test_the_need_at_home_is_a_part_of_the_need_outside() -> None:
    outside = {(n.group, n.stage): n for n in respond.stage_needs()}
    for need in respond.stage_needs(respond.View("JPN"), at_home=True):
        whole = outside[need.group, need.stage]
        assert 0 < need.need.number < whole.need.number
        assert need.have.number <= whole.have.number
        assert need.need.id != whole.need.id
