"""docs/reference/data.md names every table of official cells and every edition that answers."""

from __future__ import annotations

from pathlib import Path

from monazite.catalog.cells import cells, statistics

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "data.md"


def test_the_page_names_every_table_and_edition_that_answers() -> None:
    text = PAGE.read_text(encoding="utf-8")
    wanted = {*statistics(), *cells()["source"].unique()}
    missing = sorted(name for name in wanted if f"`{name}`" not in text)
    assert not missing, f"run python -m pipeline.data_page: {missing}"
