"""The wording and the numbers of the shipped example that no draw decides, as text.

`MONAZITE_GOLDEN=write pytest tests/golden` writes the file again; read the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

from monazite import study
from monazite.brief import words
from monazite.provenance import walk

FILE = Path(__file__).with_name("october-2025.txt")
SAMPLED = ("run/", "sensitivity/", "economy/", "gap/")


def test_the_example_says_what_it_said() -> None:
    brief = study.example("october-2025", runs=8).brief()
    fixed = [
        entry
        for entry in brief.findings
        if not any(
            node.id.startswith(SAMPLED) for figure in entry.figures for _, node in walk(figure)
        )
    ]
    text = (
        "\n".join(f"{entry.id}\n  {words.fill(entry.text, entry.figures)}" for entry in fixed)
        + "\n"
    )
    if os.environ.get("MONAZITE_GOLDEN") == "write":
        FILE.write_text(text, encoding="utf-8")
    assert text == FILE.read_text(encoding="utf-8")
