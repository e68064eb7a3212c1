"""What breaks, when and for how long: weeks of stock, flow and price (docs/spec/simulate.md).

Nothing compiled loads here; the verbs import the kernel when they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monazite.simulate.engine import replay, run, sweep
    from monazite.simulate.history import begun, since
    from monazite.simulate.summary import price_band, shortages, unmet_band
    from monazite.simulate.types import Ensemble, RunRecord, Shortage, Trajectory

__all__ = [
    "Ensemble",
    "RunRecord",
    "Shortage",
    "Trajectory",
    "begun",
    "price_band",
    "replay",
    "run",
    "shortages",
    "since",
    "sweep",
    "unmet_band",
]

_WHERE = {
    "run": "engine",
    "sweep": "engine",
    "replay": "engine",
    "begun": "history",
    "since": "history",
    "shortages": "summary",
    "price_band": "summary",
    "unmet_band": "summary",
    "Ensemble": "types",
    "RunRecord": "types",
    "Shortage": "types",
    "Trajectory": "types",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"monazite.simulate.{_WHERE[name]}"), name)
