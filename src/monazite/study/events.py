"""Event files: a past control and what was observed after it, read and checked (§M50)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monazite import catalog
from monazite.errors import DataError
from monazite.study.event_form import event, plain_names
from monazite.study.event_types import Act, Event, Point, Series, span, weeks_between

__all__ = [
    "Act",
    "Event",
    "Point",
    "Series",
    "check",
    "event",
    "parse",
    "read",
    "shipped",
    "span",
    "weeks_between",
]


def check(content: Any, where: str) -> None:
    """Raise all that a file of events does wrong, at once.

    Raises:
        ExceptionGroup: of DataError E852, one for each place.
    """
    from jsonschema import Draft202012Validator

    schema = json.loads(catalog.text("events", "event.schema.json"))
    inner = {"$defs": schema["$defs"], "$ref": "#/$defs/event"}
    listed = content.get("events") if isinstance(content, dict) else content
    found = listed if isinstance(listed, list) else [content]
    problems = [
        DataError(
            "E852",
            problem.message[:300],
            where=f"{where}, event {k + 1}, {'/'.join(map(str, problem.absolute_path)) or 'top'}",
            why=str(problem.schema.get("description", ""))
            if isinstance(problem.schema, dict)
            else "",
            way_out="The form is reference/events/event.schema.json",
        )
        for k, entry in enumerate(found)
        for problem in Draft202012Validator(inner).iter_errors(entry)
    ]
    if not found:
        problems.append(DataError("E852", "the file holds no event", where=where))
    if problems:
        raise ExceptionGroup(f"{where} is no file of events", problems)


def parse(content: Any, where: str) -> tuple[Event, ...]:
    """Events of a loaded file: one event, a list, or a mapping with `events`."""
    plain = plain_names(json.loads(json.dumps(content, default=str)))  # days in YAML become text
    check(plain, where)
    listed = plain.get("events") if isinstance(plain, dict) else plain
    return tuple(event(e, where) for e in (listed if isinstance(listed, list) else [plain]))


def read(path: Path) -> tuple[Event, ...]:
    """Events of a YAML or JSON file, or of all such files in a folder.

    Raises:
        DataError: E853 if it cannot be read as YAML or JSON.
    """
    import yaml

    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix in {".json", ".yaml", ".yml"})
        return tuple(
            e for p in files if not p.name.endswith(".schema.json") for e in read(p)
        ) or parse([], str(path))

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(
            "E853",
            "the file of events cannot be read",
            where=str(path),
            why=str(error).splitlines()[0],
            way_out="Give a YAML or JSON file of the form reference/events/event.schema.json",
        ) from error
    return parse(content, str(path))


def shipped() -> Iterator[Event]:
    """The past events in the package."""
    for where, content in catalog.documents("events"):
        yield from parse(content, where)
