"""The facade: wires the flow and keeps every intermediate value within reach.

The module itself can be called: `import monazite as mz; s = mz.study("dysprosium", importer="USA")`.
"""

from __future__ import annotations

import sys
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

from monazite.codes import country, mineral
from monazite.dates import AsOf, parse_day

if TYPE_CHECKING:
    from monazite.study.facade import Study

__all__ = ["announcement", "ask", "example"]


def announcement(
    data: bytes, *, name: str, as_of: AsOf, importer: str = "USA", runs: int = 1000, seed: int = 1
) -> Study:
    """The study of a document: text, HTML or a feed item, as bytes."""
    from monazite import reading
    from monazite.study.facade import Study

    return Study(
        as_of, country(importer, where="--for"), runs, seed, document=reading.load(data, name=name)
    )


def ask(
    asked: str,
    *,
    on: str | date,
    known_at: str | date | None = None,
    importer: str = "USA",
    runs: int = 1000,
    seed: int = 1,
) -> Study:
    """The study of a mineral on a day: every control on it by the country that restricts it."""
    from monazite.study.facade import Study

    day = parse_day(on) if isinstance(on, str) else on
    known = parse_day(known_at) if isinstance(known_at, str) else known_at or day
    return Study(AsOf(day, known), country(importer), runs, seed, asked=mineral(asked).id)


def example(name: str, *, runs: int = 1000, seed: int = 1) -> Study:
    """The study of a shipped example, on the day after its date as known on that day."""
    from datetime import timedelta

    from monazite import catalog

    card = catalog.document("examples", f"{name}.yaml")
    text = catalog.text("examples", f"{name}.txt")
    day = card["date"] + timedelta(days=1)
    return announcement(text.encode("utf-8"), name=name, as_of=AsOf(day, day), runs=runs, seed=seed)


class _Callable(ModuleType):
    """A module that is the verb it is named after."""

    def __call__(
        self,
        asked: str,
        *,
        on: str | date,
        known_at: str | date | None = None,
        importer: str = "USA",
        runs: int = 1000,
        seed: int = 1,
    ) -> Study:
        """The study of a mineral on a day; see `ask`."""
        return ask(asked, on=on, known_at=known_at, importer=importer, runs=runs, seed=seed)


sys.modules[__name__].__class__ = _Callable
