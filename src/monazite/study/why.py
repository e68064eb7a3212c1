"""`why`: from a figure back to the cell, or to the formula and its parents (§B10)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from monazite import catalog
from monazite.brief import as_json
from monazite.errors import DataError, UnknownCode
from monazite.provenance import Figure, walk

LAST = "last-brief-figures.json"
Flat = Mapping[str, Mapping[str, Any]]


def remember(figures: Mapping[str, Figure], cache: Path) -> None:
    """Keep the figures of the brief just written, so that `why` finds them."""
    cache.mkdir(parents=True, exist_ok=True)
    content = {key: as_json.figure(value) for key, value in figures.items()}
    partial = cache / (LAST + ".partial")
    partial.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    partial.replace(cache / LAST)


def of_brief(path: Path) -> Flat:
    """The figures of a brief written as JSON.

    Raises:
        DataError: E910 if the file is no brief in JSON.
    """
    try:
        figures: Flat = json.loads(path.read_text(encoding="utf-8"))["figures"]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise DataError(
            "E910",
            "the file is no brief in JSON",
            where=str(path),
            why=str(error),
            way_out="Write one with `monazite brief FILE --format json --out DIR`",
        ) from error
    return figures


def of_tables(wanted: str) -> Flat:
    """The figure of that id in the reference tables, if any table has it."""
    import polars as pl

    for name in catalog.names():
        if "id" not in (column.name for column in catalog.schema(name).columns):
            continue
        rows = catalog.table(name).filter(pl.col("id") == wanted)
        if rows.height and {"value", "unit", "source", "at"} <= set(rows.columns):
            return {wanted: as_json.figure(catalog.figure(rows.row(0, named=True)))}
    return {}


def of_networks(wanted: str) -> Flat:
    """The figure of that id in a shipped supply network, and all below it."""
    from monazite.study.network_figures import figure

    top = figure(wanted)
    return {} if top is None else {found.id: as_json.figure(found) for _, found in walk(top)}


def of_risk(wanted: str) -> Flat:
    """A score of supply risk, `risk/METHOD/MATERIAL/IMPORTER/YEAR`, and the largest cells below it."""
    if not wanted.startswith("risk/"):
        return {}
    from monazite.study.risk_figures import figure

    top = figure(wanted)
    return {} if top is None else {found.id: as_json.figure(found) for _, found in walk(top)}


def find(wanted: str, *, brief: Path | None, cache: Path) -> Flat:
    """The figure and all below it, flat by id; from a brief, the last brief, or the reference tables.

    Raises:
        UnknownCode: E911 if no place has it; near ids are named.
    """
    places: list[Flat] = []
    if brief is not None:
        places.append(of_brief(brief))
    elif (cache / LAST).exists():
        places.append(json.loads((cache / LAST).read_text(encoding="utf-8")))
    for place in places:
        if wanted in place:
            return {key: place[key] for key, _ in below(wanted, place)}
    found = {} if brief else of_risk(wanted) or of_networks(wanted) or of_tables(wanted)
    if not found:
        raise _unknown(wanted, [key for place in places for key in place])
    return found


def _unknown(wanted: str, known: list[str]) -> UnknownCode:
    from rapidfuzz import process

    near = [hit[0] for hit in process.extract(wanted, known, limit=5)]
    return UnknownCode(
        "E911",
        f"no figure {wanted!r}",
        why="Looked in the brief, or in the last brief written and the reference tables",
        way_out="Near: " + ", ".join(near)
        if near
        else "Write a brief first, or give --brief FILE.json",
    )


def below(root: str, figures: Flat) -> Iterator[tuple[str, int]]:
    """Ids from a figure down to its leaves, depth first, each once, with its depth."""
    seen: set[str] = set()

    def visit(key: str, depth: int) -> Iterator[tuple[str, int]]:
        if key in seen:
            return
        seen.add(key)
        yield key, depth
        for parent in figures[key]["parents"]:
            yield from visit(parent, depth + 1)

    return visit(root, 0)


def tree(root: str, figures: Flat) -> str:
    """The walk as indented text, leaves with publisher, edition and place."""
    lines: list[str] = []
    for key, depth in below(root, figures):
        entry = figures[key]
        pad = "  " * depth
        span = f" ({entry['low']:,.4g} to {entry['high']:,.4g})" if entry["low"] is not None else ""
        lines.append(f"{pad}{entry['label']}: {entry['text']}{span} [{key}]")
        if entry["formula"]:
            lines.append(f"{pad}  = {entry['formula']}")
        if entry["source"]:
            lines.append(f"{pad}  {_card(entry['source'])}; {entry['at']}; {entry['reliability']}")
        if entry["note"]:
            lines.append(f"{pad}  note: {entry['note']}")
    return "\n".join(lines)


def _card(source: str) -> str:
    known = catalog.sources().get(source)
    return f"{known}" if known else source


def graph(root: str, figures: Flat) -> str:
    """The walk as a Mermaid graph."""
    order = {key: f"n{number}" for number, (key, _) in enumerate(below(root, figures))}
    lines = ["graph BT"]
    for key, name in order.items():
        words = f"{figures[key]['label']}: {figures[key]['text']}".replace('"', "'")
        lines.append(f'  {name}["{words}"]')
        lines += [f"  {order[parent]} --> {name}" for parent in figures[key]["parents"]]
    return "\n".join(lines)


def flat(figure: Figure) -> Flat:
    """A figure and its parents in the flat form."""
    return {node.id: as_json.figure(node) for _, node in walk(figure)}
