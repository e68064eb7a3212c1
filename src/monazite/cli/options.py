"""What commands share at the rim: today, folders, days from options (§B9)."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click
import platformdirs

from monazite.dates import AsOf, parse_day
from monazite.errors import DataError


class Day(click.ParamType):  # pyright: ignore[reportMissingTypeArgument] - generic since click 8.3 only
    """A day, YYYY-MM-DD."""

    name = "day"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day, or the same error as everywhere."""
        del ctx
        if isinstance(value, date):
            return value
        return parse_day(value, where=f"--{param.name}".replace("_", "-") if param else "")


def today() -> date:
    """The day a command takes as today."""
    given = os.environ.get("MONAZITE_TODAY", "")
    return parse_day(given, where="MONAZITE_TODAY") if given else date.today()


def as_of(on: date | None, known_at: date | None) -> AsOf:
    """The two clocks: `--on` defaults to today, `--known-at` to today."""
    day = today()
    return AsOf(on or day, known_at or day)


def cache_folder() -> Path:
    """The folder of cached files."""
    return Path(os.environ.get("MONAZITE_CACHE") or platformdirs.user_cache_dir("monazite"))


def write(path: Path, text: str, *, option: str) -> None:
    """Write a result to the path the user gave.

    Raises:
        DataError: E372 if it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataError(
            "E372",
            "a result cannot be written",
            where=f"{option} {path}",
            why=str(error.strerror or error),
            way_out="Give a file in a folder that exists and may be written",
        ) from error


on_option = click.option(
    "--on", type=Day(), help="The day asked about, YYYY-MM-DD (default: today)."
)
known_at_option = click.option(
    "--known-at", type=Day(), help="As known on that day, YYYY-MM-DD (default: today)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
