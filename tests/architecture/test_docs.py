"""The docs hold: links lead somewhere, decisions have their four parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    broken = [
        target
        for target in targets
        if "://" not in target
        and not target.startswith("mailto:")
        and not (page.parent / target).exists()
    ]
    assert not broken


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=lambda page: page.stem
)
def test_a_decision_says_what_would_change_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8").casefold()
    for part in ("context", "decision", "consequences", "what would change it"):
        assert part in text
