"""The loss of any importer from the user's own multi-regional table and concordance (§A33).

pymrio parses the table; the concordance says which industries need a mineral. What leaves the importer's borders is
computed over all regions, what is counted is the importer's value added.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from monazite.economy import Dependence, System, Tables
from monazite.economy.mrio import from_pymrio
from monazite.errors import DataError, MissingData, MissingExtra, MonaziteError, UnknownCode
from monazite.study import own_table
from monazite.study.economy import rare_earth_names

# What foreign parsers raise on files that are not what they expect.
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration)
_DOLLARS = re.compile(r"(.*?)(?:ofusd|usd|us\$|usdollars?|\$)")
_SCALES = {
    **dict.fromkeys(("m", "mn", "mio", "mill", "million", "millions"), 1.0),
    **dict.fromkeys(("000", "1000", "k", "thousand", "thousands"), 1e-3),
    **dict.fromkeys(("bn", "billion", "billions"), 1e3),
    "": 1e-6,
}
COLUMNS = ("mineral", "use", "sector", "low", "value", "high")
FORM = own_table.Form(
    "E619",
    "the concordance",
    COLUMNS,
    "Name for each mineral and use the sector and its share of output: low, value, high from 0 to 1",
)


def parse(path: Path | None, *, kind: str, year: int | None = None) -> System:
    """A table as a system, sectors named by region and sector; a national table by sector alone.

    Args:
        path: Folder or file as pymrio expects it for the kind; None only for pymrio's own small test table.
        kind: `saved` by pymrio, or a published table.
        year: Year of the table, where the files hold several.

    Raises:
        MissingExtra: E620 if pymrio is not installed.
        MissingData: E201 if there is no such path.
        DataError: E621 if pymrio cannot read it.

    Spec: §A9, §A33.
    """
    try:
        import pymrio
        from pymrio.tools.ioparser import ParserError
    except ImportError as error:
        raise MissingExtra(
            "E620",
            "the extra `mrio` is not installed",
            why="pymrio parses multi-regional tables",
            way_out="Install monazite[mrio]",
        ) from error
    if kind != "test" and (path is None or not path.exists()):
        raise MissingData("E201", "no such file", where=str(path), way_out="Check the path")
    several: dict[str, Any] = {} if year is None else {"year": year}
    readers: dict[str, Callable[[], Any]] = {
        "saved": lambda: pymrio.load(str(path)),
        "exiobase1": lambda: pymrio.parse_exiobase1(str(path)),
        "exiobase2": lambda: pymrio.parse_exiobase2(str(path), charact=False),
        "exiobase3": lambda: pymrio.parse_exiobase3(str(path)),
        "oecd": lambda: pymrio.parse_oecd(str(path), **several),
        "wiod": lambda: pymrio.parse_wiod(str(path), **several),
        "eora26": lambda: pymrio.parse_eora26(str(path), **several),
        "gloria": lambda: pymrio.parse_gloria(str(path), **several),
        "test": pymrio.load_test,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pymrio's own
        try:
            return from_pymrio(readers[kind](), year="" if year is None else str(year))
        except (*UNREADABLE, ParserError) as error:
            raise DataError(
                "E621",
                f"pymrio cannot read the table: {error}",
                where=str(path),
                why=f"It was read as {kind}",
                way_out="Give the folder pymrio's own documentation names for that table, or --kind saved",
            ) from error


def _parts(name: object) -> tuple[str, ...]:
    """A sector's region and name; of a national table its name alone."""
    return tuple(map(str, name)) if isinstance(name, tuple) else (str(name),)  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType] - of a foreign index


def money(unit: str) -> tuple[float, str]:
    """Million USD per unit of a table's money, and what to say where the table is not in dollars.

    >>> money("Mill USD"), money("000 USD"), money("M.EUR")[0]
    ((1.0, ''), (0.001, ''), 1.0)

    Spec: §A33.
    """
    plain = re.sub(r"[\s._]+", "", unit.casefold())
    found = _DOLLARS.fullmatch(plain)
    if found is not None and found[1] in _SCALES:
        return _SCALES[found[1]], ""
    said = f"in {unit!r}" if unit else "in a unit it does not state"
    return 1.0, (
        f"the table is {said}, taken one for one as million USD; "
        "--musd-per-unit gives its worth, shares of GDP hold as they are"
    )


def _dependences(path: Path, system: System, region: str) -> tuple[Dependence, ...]:
    frame = own_table.read(path, FORM)
    known, wrong, found = set(system.names), list[MonaziteError](), list[Dependence]()
    for row in frame.iter_rows(named=True):
        sector = str(row["sector"])
        name = sector if sector in known else f"{region}/{sector}"
        where = f"{path.name}:{row[own_table.LINE]}"
        if name not in known:
            wrong.append(
                UnknownCode(
                    "E611",
                    f"no sector {sector!r} of {region} in the table",
                    where=where,
                    way_out="Use one of its names: "
                    + ", ".join(sorted(n for n in map(str, known) if n.startswith(region))[:8]),
                )
            )
            continue
        try:
            low, mid, high = (float(row[key]) for key in ("low", "value", "high"))
        except (TypeError, ValueError):
            low, mid, high = 1.0, 0.0, 0.0
        if not 0.0 <= low <= mid <= high <= 1.0:
            wrong.append(
                DataError(
                    "E619",
                    "the share of output is not a rising range between 0 and 1",
                    where=where,
                    why="low <= value <= high, each the part of the sector's output that cannot be made without it",
                    way_out="Correct the line",
                )
            )
            continue
        mineral, use = str(row["mineral"]), str(row["use"])
        found.append(Dependence(mineral, use, name, low, mid, high, f"own/{mineral}/{use}/{name}"))
    if wrong:
        raise ExceptionGroup("a concordance that cannot be read", wrong)
    return tuple(found)


def tables(
    system: System, concordance: Path, *, region: str, musd_per_unit: float | None = None
) -> Tables:
    """What a loss of a region is computed with.

    Args:
        system: From `parse`; a national table is all of the region.
        concordance: CSV with mineral, use, sector (of the region, or region/sector), low, value, high.
        region: Region of the table whose value added is counted; its code as the table spells it.
        musd_per_unit: Million USD per unit of the table's money; None takes what the table says of it.

    Raises:
        UnknownCode: E611 for a region or sector that the table lacks.
        DataError: E619 for a concordance that cannot be read.

    Spec: §A33.
    """
    parts = [_parts(name) for name in system.names]
    inside = np.array([len(each) == 1 or each[0] == region for each in parts])
    if not inside.any():
        regions = sorted({each[0] for each in parts})
        raise UnknownCode(
            "E611", f"no region {region!r} in the table", way_out="Use one of " + ", ".join(regions)
        )
    stated, note = money(system.unit)
    rate = stated if musd_per_unit is None else musd_per_unit
    scaled = System(
        tuple("/".join(each) for each in parts),
        system.flows * rate,
        system.output * rate,
        system.final * rate,
        system.primary * rate,
        np.where(inside, system.value_added, 0.0) * rate,
        "million USD",
        system.year,
    )
    uses = _dependences(concordance, scaled, region)
    groups = {"any-rare-earth": rare_earth_names()}
    return Tables(scaled, {}, uses, region, groups, note if musd_per_unit is None else "")
