"""Shared fixtures: factories, not mocks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# The suite says the same each time; `HYPOTHESIS_PROFILE=explore` looks for new examples (nightly).
settings.register_profile("repeat", derandomize=True)
settings.register_profile("explore", max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the pipeline is not installed, yet its readers are tested


def find_shared() -> Path | None:
    """The folder with the official files, beside the checkout or above it; None where it is absent."""
    for parent in ROOT.parents:
        if (parent / "shared" / "DESIGN.md").exists():
            return parent / "shared"
    return None


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with the official files; tests that need it are skipped where it is absent."""
    found = find_shared()
    if found is None:
        pytest.skip("the folder with the official files (../shared) is not here")
    return found
