"""Stages a mineral passes through, in order (§C4)."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """One step from ore to part. `refining` is separation for minerals that are not separated by element."""

    MINE = "mine"
    CONCENTRATE = "concentrate"
    SEPARATION = "separation"
    REFINING = "refining"
    METAL = "metal"
    ALLOY = "alloy"
    MAGNET = "magnet"
    COMPONENT = "component"
    USE = "use"
    RECYCLING = "recycling"


STAGES = tuple(Stage)
