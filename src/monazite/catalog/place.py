"""Where the packaged reference data lies."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from monazite.errors import MissingData

REFERENCE = Path(str(files("monazite"))) / "reference"


def reference(*parts: str) -> Path:
    """A path below the packaged reference data.

    Raises:
        MissingData: E201 if nothing lies there.
    """
    path = REFERENCE.joinpath(*parts)
    if not path.exists():
        raise MissingData(
            "E201",
            f"no reference data {'/'.join(parts)!r}",
            why="Only what is listed by `monazite data list` ships in the package",
            way_out="Check the name with `monazite data list`",
        )
    return path
