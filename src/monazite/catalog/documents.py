"""Documents that are data: one measure, scenario or card per YAML or JSON file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from monazite.catalog.place import reference
from monazite.errors import DataError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _load(raw: str, where: str) -> dict[str, Any]:
    try:
        loaded = yaml.load(raw, Loader=_Loader)  # noqa: S506 - a safe loader, compiled where there is one
    except yaml.YAMLError as error:
        raise DataError(
            "E202", "the file is not valid YAML", where=where, why=str(error)
        ) from error
    if not isinstance(loaded, dict):
        raise DataError(
            "E203", "the file holds no mapping", where=where, way_out="Write `key: value` lines"
        )
    return loaded


def document(*parts: str) -> dict[str, Any]:
    """One YAML or JSON document by its path below the reference data."""
    return _load(reference(*parts).read_text(encoding="utf-8"), "/".join(parts))


def documents(*folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """All YAML documents of a folder and below, as (path, document), in path order."""
    root = reference(*folder)
    for path in sorted(root.rglob("*.yaml")):
        where = "/".join((*folder, path.relative_to(root).as_posix()))
        yield where, _load(path.read_text(encoding="utf-8"), where)


@cache
def text(*parts: str) -> str:
    """The text of one reference file."""
    return reference(*parts).read_text(encoding="utf-8")
