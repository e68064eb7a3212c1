"""A risk score walks back to its cells (§I27)."""

from __future__ import annotations

from pathlib import Path

import pytest

from monazite.provenance import walk
from monazite.study import risk, risk_figures, why


def test_geopolrisk_rests_on_production_trade_and_governance() -> None:
    found = risk_figures.figure("risk/geopolrisk/Graphite/USA/2022")
    assert found is not None
    ids = [figure.id for _, figure in walk(found)]
    assert "production/Graphite/CHN/2022" in ids
    assert "trade/250410+250490/CHN/USA/2022" in ids
    assert "governance/stability/CHN/2022" in ids
    assert all(figure.cited or figure.parents for _, figure in walk(found))
    (row,) = risk.table(materials=["Graphite"], years=[2022], methods="geopolrisk").rows
    assert found.number == pytest.approx(row["value"])
    assert row["id"] == found.id


@pytest.mark.parametrize(
    "id",
    [
        "risk/hhi/Gallium/USA/2024",
        "risk/eu/Tungsten/EU27/2022",
        "risk/import-reliance/Antimony/USA/2024",
        "risk/expected-loss/dysprosium/USA/2024",
        "risk/geopolrisk/Gallium/USA/2022",
    ],
)
def test_every_kind_of_row_has_a_parent(id: str, tmp_path: Path) -> None:
    found = why.find(id, brief=None, cache=tmp_path)
    assert found[id]["parents"]
    assert id in why.tree(id, found)


def test_other_ids_are_left_to_others() -> None:
    assert risk_figures.figure("risk/graphite") is None
    assert why.of_risk("usgs/x") == {}
