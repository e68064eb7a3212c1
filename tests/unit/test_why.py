"""`why` walks from a figure to its leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monazite.errors import DataError, UnknownCode
from monazite.provenance import Cited, Figure, derive
from monazite.study import why

LEAF = Figure("a", "mined in China", 270000.0, "t/y", cited=Cited("usgs-mcs-2026", "row 7000"))
WORLD = Figure("b", "mined in the world", 380000.0, "t/y", cited=Cited("usgs-mcs-2026", "row 7010"))
SHARE = derive(
    "c", "China's share", 270 / 380, "share", formula="China / world", parents=(LEAF, WORLD)
)


def test_the_walk_goes_down_to_the_cells(tmp_path: Path) -> None:
    why.remember({figure.id: figure for figure in (LEAF, WORLD, SHARE)}, tmp_path)
    found = why.find("c", brief=None, cache=tmp_path)
    text = why.tree("c", found)
    assert "71 %" in text
    assert "= China / world" in text
    assert "U.S. Geological Survey" in text
    assert "row 7010" in text
    assert "n1 --> n0" in why.graph("c", found)


def test_an_unknown_figure_names_near_ones(tmp_path: Path) -> None:
    why.remember({"china/share": LEAF}, tmp_path)
    with pytest.raises(UnknownCode, match="E911") as error:
        why.find("china/shar", brief=None, cache=tmp_path)
    assert "china/share" in error.value.way_out


def test_a_file_that_is_no_brief_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps([1]), encoding="utf-8")
    with pytest.raises(DataError, match="E910"):
        why.find("a", brief=tmp_path / "x.json", cache=tmp_path)
