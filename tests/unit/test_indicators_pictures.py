"""Pictures carry their numbers and come out the same each time (§I21)."""

from __future__ import annotations

import re

import pytest

from monazite.brief import charts_risk
from monazite.study import economy, risk, risk_pictures


def test_ranks_are_written_in_the_cells() -> None:
    ranks = {"Niobium": {"hhi": (3, 65), "eu": None}, "Tin": {"hhi": (53, 65), "eu": (7, 24)}}
    picture = charts_risk.rank_map(ranks, ["hhi", "eu"], title="Ranks")
    for text in ("Niobium", "Tin", ">53<", ">7<", "Ranks"):
        assert text in picture
    assert picture == charts_risk.rank_map(ranks, ["hhi", "eu"], title="Ranks")


def test_the_packaged_rank_map_shows_methods_that_have_ranks_only() -> None:
    found = risk.table(importers=["JPN"], years=[2022], methods=["hhi", "geopolrisk", "usgs"])
    picture = risk_pictures.rank_map(found)
    assert "Japan, 2022" in picture
    assert "usgs" not in picture


def test_concentration_is_of_the_world_total() -> None:
    picture = risk_pictures.concentration()
    assert "Chile 24%" in picture  # IEA, copper mines, 2024


def test_small_losses_are_summed_not_dropped() -> None:
    rows = [(f"industry {n}", 0.1, 0.2, 0.4) for n in range(20)]
    picture = charts_risk.losses(rows, title="Loss", most=5)
    assert "15 more industries" in picture
    assert "3 (1.5 to 6)" in picture


def test_a_packaged_loss_is_drawn() -> None:
    found = economy.losses({("gallium", "integrated-circuits"): (0.1, 0.2, 0.3)})
    assert "Semiconductor" in risk_pictures.loss_by_industry(found, title="Gallium")


def test_usgs_scores_have_a_vulnerability_between_zero_and_one() -> None:
    found = risk.table(materials=["tungsten", "cobalt"], years=[2022], methods="usgs")
    for row in found.rows:
        assert row["value"] == pytest.approx(row["value"])
        assert 0 < row["terms"]["economic vulnerability"] <= 1
        assert "Fraser" in " ".join(row["unverified"])


def test_every_method_has_a_head_and_room_for_it() -> None:
    every = list(risk.CHOICES)
    drawn = charts_risk.rank_map({"tin": dict.fromkeys(every, (1, 2))}, every, title="t")
    few = charts_risk.rank_map({"tin": dict.fromkeys(every[:4], (1, 2))}, every[:4], title="t")

    def width(text: str) -> float:
        found = re.search(r'<svg[^>]* width="([0-9.]+)pt"', text)
        assert found is not None
        return float(found[1])

    assert width(few) == pytest.approx(7.2 * 72)
    assert width(drawn) > 12 * 0.75 * 72  # the widest head, "governance", is 0.7 inches
    assert "days-of-cover" not in drawn
