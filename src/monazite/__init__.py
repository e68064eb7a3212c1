"""A government tightens the export of a mineral: what does it mean for me?

`import monazite` is light: the facade `monazite.study` is loaded on first use.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "study":
        return importlib.import_module("monazite.study")
    raise AttributeError(f"module 'monazite' has no attribute {name!r}")
