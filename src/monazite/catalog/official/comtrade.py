"""UN Comtrade as JSON of the service or as CSV: one record per reporter, partner, flow and commodity."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from monazite.catalog.official.row import Row
from monazite.codes import WORLD, is_country, search_country

_FLOWS = {
    "M": "imports",
    "X": "exports",
    "DX": "domestic-exports",
    "RX": "re-exports",
    "RM": "re-imports",
    "FM": "foreign-imports",
}
# Numeric codes of the UN that are not ISO 3166-1, where the preview leaves the letters out.
_NUMERIC = {0: WORLD, 842: "USA", 251: "FRA", 490: "TWN", 699: "IND", 757: "CHE", 579: "NOR"}


def records(path: Path) -> list[dict[str, Any]]:
    """The records of a file, numbers as numbers.

    Raises:
        ValueError: If the service reported an error instead of data, or the count it states is not there.
    """
    if path.suffix.casefold() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [dict(line) for line in csv.DictReader(file)]
    content = json.loads(path.read_text(encoding="utf-8"))
    if content.get("error"):
        raise ValueError(f"the service answered with an error: {content['error']}")
    if content.get("count") not in (None, len(content["data"])):
        raise ValueError(
            f"{content['count']} records are announced and {len(content['data'])} are there"
        )
    return list(content["data"])


def _area(code: Any, letters: Any, name: Any) -> str:
    """Alpha-3 from the letters, the name or the numeric code; OTH for areas that are no country."""
    import iso3166

    said = str(letters or "")
    if said == "W00":
        return WORLD
    if is_country(said):
        return said
    number = int(code)
    found = iso3166.countries_by_numeric.get(f"{number:03}")
    return (
        _NUMERIC.get(number)
        or search_country(str(name or ""))
        or (found.alpha3 if found else "OTH")
    )


def _number(value: Any) -> float | None:
    return None if value in (None, "") else float(value)


def _yes(value: Any) -> bool:
    return str(value).casefold() == "true"


def _rows(name: str, number: int, line: dict[str, Any], spot: tuple[str, date]) -> Iterator[Row]:
    source, seen = spot
    flow = _FLOWS.get(str(line["flowCode"]), str(line["flowCode"]).casefold())
    code = str(line["cmdCode"])
    reporter = _area(line["reporterCode"], line.get("reporterISO"), line.get("reporterDesc"))
    partner = _area(line["partnerCode"], line.get("partnerISO"), line.get("partnerDesc"))
    edition = f"{line['classificationCode']} {code}"
    for field, quantity, unit, basis in (
        ("netWgt", flow, "kg", "gross"),
        ("primaryValue", f"{flow}-value", "USD", "none"),
    ):
        value = _number(line.get(field))
        yield Row(
            id=f"{source}/{quantity}/{line['classificationCode']}-{code}/{reporter}/{partner}-{line['partnerCode']}/{line['period']}",
            label=f"{line.get('reporterDesc') or reporter}, {flow} of HS {code}, {line.get('partnerDesc') or partner}",
            quantity=quantity,
            commodity=f"hs-{code}",
            country=reporter,
            place=str(line.get("reporterDesc") or reporter),
            partner=partner,
            stage="",
            detail=f"{edition}, {field}",
            period=str(line["period"]),
            value=value,
            unit=unit,
            basis=basis,
            low=None,
            high=None,
            absent="" if value is not None else "not_reported",
            printed="" if value is None else str(line[field]),
            quality="estimated"
            if field == "netWgt" and _yes(line.get("isNetWgtEstimated"))
            else "reported",
            reliability="primary",
            source=source,
            at=f"{name}, record {number}, {field}",
            seen=seen,
            note=str(line.get("cmdDesc") or "")[:200],
        )


def read(path: Path, source: str, seen: date) -> Iterator[Row]:
    """Net weight and primary value of every record, with its place in the file, counted from 1."""
    met: Counter[str] = Counter()
    for number, line in enumerate(records(path), start=1):
        for row in _rows(path.name, number, line, (source, seen)):
            met[row.id] += 1
            yield row if met[row.id] == 1 else replace(row, id=f"{row.id}/{met[row.id]}")
