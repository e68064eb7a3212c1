"""Wires the law: patches from files, standings for the rim, inquiries and case files (§L6, §X8)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from monazite import codes, regime
from monazite.dates import AsOf
from monazite.errors import DataError, UnknownCode
from monazite.regime import ClauseStanding, Measure, Status

SHOWN = (Status.IN_FORCE, Status.UNDETERMINED, Status.SUSPENDED, Status.ANNOUNCED)


def read_patch(path: str) -> Mapping[str, Any]:
    """A patch of hypothetical law from a YAML file.

    Raises:
        DataError: E320 if the file cannot be read or holds no mapping.
    """
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(
            "E320",
            "the patch cannot be read",
            where=path,
            why=str(error),
            way_out="Give a YAML file",
        ) from error
    if not isinstance(content, dict):
        raise DataError(
            "E320",
            "the patch holds no mapping",
            where=path,
            why="A patch has title, and any of without, assume, add",
            way_out="See docs/spec/regime.md, §L6",
        )
    return {"title": Path(path).stem, **content}


def law(assume: str = "") -> tuple[Measure, ...]:
    """The measures of the reference data, with the patch file over them if one is named."""
    base = regime.measures()
    return regime.patch(base, read_patch(assume)) if assume else base


def in_force(
    as_of: AsOf, *, material: str = "", authority: str = "", assume: str = ""
) -> tuple[ClauseStanding, ...]:
    """The clauses known on a day that touch a material and an authority, in order of measure.

    Raises:
        UnknownCode: E102, E104 if the authority or the material is not known.
    """
    symbols = frozenset(codes.mineral(material).symbols) if material else None
    state = _authority(authority) if authority else ""
    return tuple(
        entry
        for entry in regime.standing(as_of, law(assume)).clauses
        if (symbols is None or symbols & entry.measure.materials)
        and (not state or entry.measure.authority == state)
    )


def _authority(text: str) -> str:
    if text.strip().upper() in ("EU", "EUU"):
        return "EUU"
    found = codes.search_country(text)
    if found is None:
        raise UnknownCode(
            "E102",
            f"unknown authority {text!r}",
            where="--authority",
            why="An authority is a country (ISO 3166-1) or EU",
            way_out="Write for example CN, US or EU",
        )
    return found


def as_rows(entries: tuple[ClauseStanding, ...]) -> list[dict[str, Any]]:
    """Clause standings as plain values, for JSON."""
    return [
        {
            "measure": entry.measure.id,
            "clause": entry.clause.id,
            "authority": entry.measure.authority,
            "number": entry.measure.number,
            "title": entry.measure.title,
            "kind": entry.clause.kind.value,
            "text": entry.clause.text,
            "status": entry.status.value,
            "since": _day(entry.since),
            "until": _day(entry.until),
            "by": entry.by,
            "reason": entry.reason,
            "expected": entry.expected,
            "source": entry.cited.source,
            "at": entry.cited.at,
            "reliability": entry.reliability.value,
            "branches": [
                {
                    "name": branch.name,
                    "status": branch.status.value,
                    "until": _day(branch.until),
                    "reason": branch.reason,
                    "source": branch.cited.source,
                    "at": branch.cited.at,
                }
                for branch in entry.branches
            ],
            "settles": entry.settles,
        }
        for entry in entries
    ]


def _day(day: Any) -> str | None:
    return str(day) if day is not None else None
