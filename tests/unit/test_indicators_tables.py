"""The tables of trade, governance, production and industries are what their schemas say."""

from __future__ import annotations

import polars as pl
import pytest

from monazite import catalog

TABLES = [
    "trade/baci_hs92",
    "trade/areas",
    "trade/materials",
    "governance/political_stability",
    "governance/published_readings",
    "production/world_mining_data",
    "economy/bea_flows",
    "economy/bea_industries",
]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_card_and_a_place(name: str) -> None:
    frame = catalog.table(name)
    assert frame.height
    assert frame["at"].null_count() == 0
    cards = catalog.sources()
    for source in frame["source"].unique():
        assert cards[source].licence.redistribute


def test_areas_of_the_trade_table_are_listed() -> None:
    flows, areas = catalog.table("trade/baci_hs92"), set(catalog.table("trade/areas")["country"])
    assert set(flows["exporter"].unique()) | set(flows["importer"].unique()) <= areas


def test_a_blank_quantity_is_not_zero() -> None:
    assert catalog.table("trade/baci_hs92")["weight_kg"].null_count() > 50_000


def test_materials_name_codes_and_commodities_that_exist() -> None:
    materials = catalog.table("trade/materials")
    codes = set(materials["hs92"].str.split(";").explode())
    assert codes <= set(catalog.table("trade/baci_hs92")["hs92"].unique())
    assert set(materials["production"]) <= set(
        catalog.table("production/world_mining_data")["commodity"]
    )
    assert materials.height == 53


def test_french_guiana_is_not_guyana() -> None:
    stable = catalog.table("governance/political_stability").filter(pl.col("year") == 2018)
    by = dict(stable.select("country", "estimate").iter_rows())
    assert by["GUF"] > 0 > by["GUY"]
    gold = catalog.table("production/world_mining_data").filter(pl.col("commodity") == "Gold")
    guyana = gold.filter(pl.col("country") == "GUY", pl.col("year") == 2023)
    assert guyana["value"].item() == pytest.approx(13_440)
    assert guyana["quality"].item() == "estimated"


def test_value_added_of_all_industries_is_the_gross_domestic_product_of_2017() -> None:
    industries = catalog.table("economy/bea_industries")
    assert industries.height == 402
    # BEA, 2017 benchmark, table T006 of the use table: 19.6 trillion USD
    assert industries["value_added_2017_musd"].sum() == pytest.approx(19_612_089, rel=1e-6)
