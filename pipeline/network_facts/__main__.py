"""Collected facts on yields, shares and uses to reference tables.

Run as `python -m pipeline.network_facts <folder with ree_process_yields.csv and the like>`.
"""

from __future__ import annotations

import csv
import re
import sys
from datetime import date
from pathlib import Path

from monazite.catalog import table
from monazite.codes import search_country
from pipeline.common import read_cell, slug, write_table
from pipeline.common.cards import UNDATED, Cards, known_day

_DATE = re.compile(r"(20\d\d(?:-\d\d(?:-\d\d)?)?)")
_COMMON = {
    "id": ("text", "stable identifier"),
    "label": ("text", "what the number is, in words"),
    "value": ("float", "the number, in `unit`"),
    "unit": ("text", "unit code"),
    "basis": ("text", "contained, oxide, gross or none"),
    "period": ("text", "year or years"),
    "low": ("float", "lower bound"),
    "high": ("float", "upper bound"),
    "absent": ("text", "why there is no value"),
    "quality": ("text", "reported, estimated, derived or assumed"),
    "reliability": ("text", "primary, secondary, weak, computed, derived or memory"),
    "source": ("text", "source card"),
    "at": ("text", "place in the source"),
    "seen": ("date", "first day the fact could be known"),
    "note": ("text", "remarks"),
}
_UNITS = {"pct": "%", "t REO": "t", "t REO (estimate)": "t", "kg/kg": "kg/kg"}
_CARDS = {
    "USGS MCS 2026": ("usgs-mcs-2026", date(2026, 2, 6)),
    "USGS MCS 2025": ("usgs-mcs-2025", date(2025, 1, 31)),
    "IEA Critical Minerals Dataset": ("iea-cm-2025", date(2025, 5, 21)),
}


def reliability(text: str) -> str:
    said = text.casefold()
    if said.startswith("memory"):
        return "memory"
    if "weak" in said:
        return "weak"
    if said.startswith("computed"):
        return "computed"
    return said.split(",")[0].split(";")[0].split(" ")[0]


def _known(source: str, cards: Cards) -> tuple[str, date]:
    for start, known in _CARDS.items():
        if source.startswith(start):
            return known
    if source in {"", "same"} or "none given" in source:
        source = "no source recorded; an assumption"
    day = found[1] if (found := _DATE.search(source)) else ""
    return cards.add(source.split(",")[0][:80], source[:120], day), known_day(day)


def _numbers(printed: str) -> dict[str, object]:
    text = printed.lstrip("~").replace("n/a", "NA")
    cell = read_cell(text, percent=True)
    middle = cell.value
    if middle is None and cell.low is not None and cell.high is not None and "range" in cell.note:
        middle = (cell.low + cell.high) / 2
    return {
        "value": middle,
        "low": cell.low,
        "high": cell.high,
        "absent": "" if middle is not None else cell.absent,
        "note": "about"
        if printed.startswith("~")
        else ("middle of a printed range" if cell.low is not None else ""),
    }


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    last = ""
    for line in lines:
        if (
            "repo note" in line["source"]
        ):  # the collection's own note, not a source a reader could find
            line["source"] = "widely quoted in the trade press; first source not found"
            line["reliability"] = "secondary (weak)"
        last = line["source"] = last if line["source"] == "same" else line["source"]
    return lines


def _record(line: dict[str, str], printed: str, cards: Cards, at: str) -> dict[str, object]:
    source, seen = _known(line["source"], cards)
    trust = reliability(line["reliability"])
    return {
        **_numbers(printed),
        "quality": "assumed"
        if trust == "memory"
        else ("derived" if trust == "computed" else "reported"),
        "reliability": trust,
        "source": source,
        "at": f"{line['source'][:100]}; {at}" if line["source"] else at,
        "seen": seen if trust != "memory" else UNDATED,
    }


def yields(folder: Path, cards: Cards) -> list[dict[str, object]]:
    return [
        _record(line, line["value"], cards, f"ree_process_yields, row {number}")
        | {
            "id": f"process-yield/{slug(line['step'])}",
            "label": f"{line['step']}: {line['yield_or_loss']}",
            "unit": _UNITS[line["unit"]],
            "basis": "contained",
            "step": line["step"],
            "kind": line["yield_or_loss"],
        }
        for number, line in enumerate(_lines(folder / "ree_process_yields.csv"), start=2)
    ]


def _from_iea(line: dict[str, str]) -> dict[str, object]:
    """China's share of magnet rare-earth refining, from the two cells of the IEA's own table."""
    frame = table("statistics/iea_supply").filter(
        commodity="magnet-rare-earths", stage="refining", period=line["year"]
    )
    cells = {row["country"]: row for row in frame.iter_rows(named=True)}
    part, whole = cells["CHN"], cells["WLD"]
    return {
        "id": f"stage-share/{slug(line['stage'])}/{slug(line['country'])}/{line['year']}",
        "label": f"{line['stage']}, {line['country']}",
        "value": round(100 * part["value"] / whole["value"], 1),
        "unit": "%",
        "basis": "none",
        "period": line["year"],
        "quality": "derived",
        "reliability": "primary",
        "source": part["source"],
        "at": f"{part['at']}, and column world_total_kt",
        "seen": part["seen"],
        "note": f"100 x {part['value']:.2f} kt / {whole['value']:.2f} kt",
        "stage": line["stage"],
        "country": "CHN",
    }


def stage_shares(folder: Path, cards: Cards) -> list[dict[str, object]]:
    records = []
    for number, line in enumerate(_lines(folder / "ree_stage_shares.csv"), start=2):
        if line["source"].startswith("IEA Critical Minerals Dataset"):
            records.append(_from_iea(line))
            continue
        if line["stage"] == "mine production" or "/" in line["value"]:
            continue  # mine output is read from the USGS files; joint cells are not one number
        unit = _UNITS.get(line["unit"], line["unit"])
        records.append(
            _record(line, line["value"], cards, f"ree_stage_shares, row {number}")
            | {
                "id": f"stage-share/{slug(line['stage'])}/{slug(line['country'])}/{line['year']}",
                "label": f"{line['stage']}, {line['country']}",
                "unit": unit,
                "basis": "oxide" if "REO" in line["unit"] else ("none" if unit == "%" else "gross"),
                "period": line["year"],
                "stage": line["stage"],
                "country": search_country(line["country"]) or "OTH",
            }
        )
    return records


def end_uses(folder: Path, cards: Cards) -> list[dict[str, object]]:
    return [
        _record(line, line["share_pct"], cards, f"ree_end_use, row {number}")
        | {
            "id": f"end-use/{slug(line['element_or_product'])}/{slug(line['use'])}",
            "label": f"{line['element_or_product']} used in {line['use']}",
            "unit": "%",
            "basis": "none",
            "period": line["year"],
            "of": line["element_or_product"],
            "use": line["use"],
            "region": line["region"],
        }
        for number, line in enumerate(_lines(folder / "ree_end_use.csv"), start=2)
    ]


_TABLES = (
    (
        "process_yields",
        "Recoveries, losses and mass ratios of the rare-earth chain",
        yields,
        ("step", "kind"),
    ),
    (
        "stage_shares",
        "Shares of countries in separation, metal and magnets",
        stage_shares,
        ("stage", "country"),
    ),
    ("end_uses", "Shares of end uses by element or product", end_uses, ("of", "use", "region")),
)


def main(folder: Path) -> None:
    cards = Cards()
    for name, title, read, extra in _TABLES:
        columns = {**_COMMON, **{key: ("text", key) for key in extra}}
        print(name, write_table(f"network/{name}", title, columns, read(folder, cards)))
    print("cards", cards.write("chain_facts"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
