"""Settings: the one table of `MONAZITE_*` variables, read at the rims only (§B9)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: what it does and what it is when unset."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting(
        "MONAZITE_WORKSPACE", "", "Folder of the user's own tables (default: the user data folder)."
    ),
    Setting("MONAZITE_CACHE", "", "Folder of cached files (default: the user cache folder)."),
    Setting(
        "MONAZITE_TODAY", "", "The day a command takes as today, YYYY-MM-DD (default: the clock)."
    ),
)
