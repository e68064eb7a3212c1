"""Which official file this is, by what is in it, not by its name (§D31)."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from monazite.catalog.official import baci
from monazite.errors import DataError

_HEADERS = {
    ("MCS chapter", "Section"): "usgs-long",
    ("SOURCE", "COMMODITY"): "usgs-world",
    ("DataSource", "Commodity"): "usgs-wide",
    ("Source", "Country"): "usgs-wide",
}
_USGS = re.compile(r"(_Commodities_Data|World_Data|_salient|_world)\.csv$", re.IGNORECASE)
KINDS = {
    "usgs-long": "USGS Mineral Commodity Summaries, data release as one file",
    "usgs-world": "USGS Mineral Commodity Summaries 2025, world data",
    "usgs-wide": "USGS Mineral Commodity Summaries, one commodity",
    "usgs-zip": "USGS Mineral Commodity Summaries, zip",
    "baci": "CEPII BACI, zip of yearly files",
    "comtrade": "UN Comtrade, JSON or CSV",
    "bgs": "BGS World Mineral Statistics, JSON or CSV",
    "wgi": "World Bank governance indicators, workbook",
    "pink-sheet": "World Bank commodity prices, monthly workbook",
    "iea": "IEA Critical Minerals Data Explorer, workbook",
}


@dataclass(frozen=True, slots=True)
class Found:
    """An official file and its kind; members of a zip that hold data."""

    path: Path
    kind: str
    members: tuple[str, ...] = ()


def foreign(path: Path, why: str) -> DataError:
    """The refusal of a file that is none of the official ones."""
    return DataError(
        "E220",
        f"{path.name} is not an official file known here",
        where=str(path),
        why=why,
        way_out="Known are: " + "; ".join(KINDS.values()),
    )


def damaged(path: Path, why: str) -> DataError:
    """The refusal of an official file that is not whole."""
    return DataError(
        "E221",
        f"{path.name} is damaged",
        where=str(path),
        why=why,
        way_out="Download it again from the publisher and compare its size",
    )


def _zip(path: Path) -> Found:
    years = baci.members(path)
    if years:
        return Found(path, "baci", tuple(sorted(years)))
    with zipfile.ZipFile(path) as archive:
        found = tuple(sorted(name for name in archive.namelist() if _USGS.search(name)))
    if not found:
        raise foreign(
            path, "The zip holds neither yearly BACI files nor tables of the USGS summaries"
        )
    return Found(path, "usgs-zip", found)


def _csv(path: Path) -> Found:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = [name.strip() for name in next(csv.reader(file), [])]
    kind = _HEADERS.get((header[0], header[1]) if len(header) > 1 else ("", ""), "")
    if {"refPeriodId", "reporterCode", "cmdCode"} <= set(header):
        kind = "comtrade"
    if "bgs_commodity_trans" in header:
        kind = "bgs"
    if kind == "usgs-wide" and not re.search(r"mcs20\d\d", path.name, re.IGNORECASE):
        raise foreign(
            path,
            "A commodity's table of the USGS summaries names its edition: mcs2024-raree_world.csv",
        )
    if not kind:
        raise foreign(path, f"Its columns begin with {', '.join(header[:4]) or 'nothing'}")
    return Found(path, kind)


def _json(path: Path) -> Found:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise damaged(path, f"It is not whole JSON: {error}") from error
    if isinstance(content, dict) and isinstance(content.get("data"), list) and "count" in content:
        return Found(path, "comtrade")
    features = content.get("features") if isinstance(content, dict) else None
    if features and "bgs_commodity_trans" in features[0].get("properties", {}):
        return Found(path, "bgs")
    raise foreign(
        path, "The JSON is neither a Comtrade answer nor features of World Mineral Statistics"
    )


def _workbook(path: Path) -> Found:
    with zipfile.ZipFile(path) as archive:
        listed = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    sheets = re.findall(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"', listed)
    if {"va", "pv", "ge"} <= set(sheets) or "VoiceandAccountability" in sheets:
        return Found(path, "wgi")
    if "Monthly Prices" in sheets:
        return Found(path, "pink-sheet")
    if any(name.startswith("2 Total supply") for name in sheets):
        return Found(path, "iea")
    raise foreign(path, f"Its sheets are {', '.join(sheets[:6])}")


def _by_form(path: Path) -> Found:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" in archive.namelist():
                return _workbook(path)
        return _zip(path)
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"PK") or path.suffix.casefold() in {".zip", ".xlsx"}:
        raise damaged(path, "It begins like a zip or has its ending, and is not a whole one")
    if start.lstrip(b"\xef\xbb\xbf \n")[:1] in {b"{", b"["}:
        return _json(path)
    return _csv(path)


def recognise(path: Path) -> Found:
    """The kind of an official file.

    Raises:
        DataError: E220 if it is none of the known ones, E221 if it is one and damaged.
    """
    if not path.is_file():
        raise DataError(
            "E220", f"there is no file {path.name}", where=str(path), way_out="Check the path"
        )
    if path.stat().st_size == 0:
        raise damaged(path, "It is empty")
    try:
        return _by_form(path)
    except (zipfile.BadZipFile, KeyError, csv.Error) as error:
        raise damaged(path, str(error)) from error
