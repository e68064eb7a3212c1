"""The rare-earth baseline beside published totals (§N40). Misses are listed here, not tuned away."""

from __future__ import annotations

import pytest

from monazite.study.network import MAKERS, baseline_table, third_country_table

MISSES: set[str] = set()


@pytest.mark.parametrize("row", [r for r in baseline_table() if r.tolerance], ids=lambda r: r.what)
def test_judged_rows_agree_or_are_known_misses(row) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    assert row.agrees is (row.what not in MISSES), (row.ours, row.published, row.residual)


def test_the_total_of_magnet_rare_earths_is_within_a_quarter_of_the_iea() -> None:
    rows = {r.what: r for r in baseline_table()}
    mined = rows["magnet rare earths mined, world"]
    assert mined.published.number == pytest.approx(75.1, abs=0.05)
    assert abs(mined.residual) <= 0.25


def test_every_row_can_be_walked_back() -> None:
    for row in baseline_table():
        assert row.ours.parents
        assert row.published.cited is not None or row.published.parents


def test_chinese_blanks_agree_with_what_the_market_counts() -> None:
    """An independent check of cerium in magnets: tonnes made in China, not used in balancing."""
    rows = {r.what: r for r in baseline_table()}
    assert abs(rows["rare-earth magnets as blanks, China"].residual) <= 0.15


def test_magnet_imports_are_worth_what_magnets_cost() -> None:
    """Values of imports by country, which no step used, over the tonnes shipped: near 49 USD/kg of China's exports."""
    from monazite.study.network import load
    from monazite.study.network_shown import import_unit_values

    values = import_unit_values(load())
    assert {"USA", "DEU", "JPN", "KOR"} <= values.keys()
    assert all(30.0 < value < 90.0 for value in values.values()), values


def test_no_61_reaches_the_five_makers() -> None:
    """Third-country flows of Dy and Tb magnets made in Japan, Germany, Viet Nam, Thailand and the Philippines."""
    rows = third_country_table()
    assert {(r.country, r.element) for r in rows} == {
        (c, e) for c in MAKERS for e in ("dysprosium", "terbium")
    }
    for row in rows:
        assert "CN-2025-61#1(1)" in row.clauses
        assert row.links
        assert row.share.low is not None
        assert row.share.high is not None
        assert row.share.low <= row.share.number <= row.share.high
        assert 0.0 <= row.on_data <= 1.0
        assert 0.0 < row.shipped_t_per_y.number <= row.made_t_per_y.number


def test_finished_chinese_magnets_are_shipped_on_not_only_made_abroad() -> None:
    rows = {(r.country, r.element): r for r in third_country_table()}
    assert "CN-2025-61#1(3)" in rows["PHL", "dysprosium"].clauses
    assert "CN-2025-61#1(3)" not in rows["JPN", "dysprosium"].clauses


def test_the_page_is_current() -> None:
    from pathlib import Path

    from monazite.study.network_page import page

    shipped = Path(__file__).parents[2] / "docs" / "explain" / "rare-earth-network.md"
    assert shipped.read_text(encoding="utf-8") == page(), (
        "run python -m monazite.study.network_page > docs/explain/rare-earth-network.md"
    )


@pytest.mark.parametrize("maker", MAKERS)
def test_the_value_of_chinese_heavy_rare_earths_is_far_above_the_threshold(maker: str) -> None:
    """Even the lowest reading passes 0.1 percent of the magnet's value many times over."""
    from monazite.study.network import load
    from monazite.study.network_value import THRESHOLD, part_one_value

    share = part_one_value(load(), maker, third_country_table())
    assert share.low is not None
    assert share.high is not None
    assert share.low <= share.number <= share.high < 1.0
    assert share.low > 10 * THRESHOLD
