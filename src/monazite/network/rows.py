"""Rows of the network tables, found by the most specific material and country that match (§N10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from monazite import catalog
from monazite.codes import element
from monazite.errors import MissingData
from monazite.provenance import Figure

ANY = "all"
TABLES = ("production", "ore_mix", "allocation", "routes", "uses", "process")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a network table: its keys and its number as a figure."""

    keys: Mapping[str, str]
    figure: Figure

    @property
    def value(self) -> float:
        """The number in the row."""
        return self.figure.number

    def __getitem__(self, key: str) -> str:
        return self.keys[key]


_NOT_KEYS = frozenset(
    "value unit basis low high quality reliability source at note year absent label".split()
)


def _row(table: str, raw: dict[str, Any]) -> Row:
    keys = {name: str(value or "") for name, value in raw.items() if name not in _NOT_KEYS}
    year = str(raw.get("year") or "")
    key = "/".join(["network", table, *(part for part in (*keys.values(), year) if part)])
    label = raw.get("label") or " ".join(
        part for part in (table.replace("_", " "), *list(keys.values())[1:]) if part
    )
    return Row(keys, catalog.figure(raw, id=key, label=label))


@cache
def rows(table: str, network: str) -> tuple[Row, ...]:
    """The rows of `network/<table>` for one network."""
    found = catalog.table(f"network/{table}").to_dicts()
    return tuple(_row(table, raw) for raw in found if raw["network"] == network)


@cache
def classes(network: str) -> Mapping[str, tuple[str, ...]]:
    """For each material, itself, its classes and `all`, most specific first."""
    found: dict[str, list[str]] = {}
    for raw in catalog.table("network/materials").to_dicts():
        if raw["network"] == network:
            found[raw["material"]] = [raw["material"], *(raw["classes"] or "").split(), ANY]
    return {material: tuple(names) for material, names in found.items()}


@cache
def ores() -> Mapping[str, tuple[tuple[str, float, Figure], ...]]:
    """Element, share of the oxide and figure for each ore of `network/ore_baskets`, by the ore in its id.

    A cell printed as a bound (`<1.09`) counts as half of it; a cell not available counts as none, and the rest of the
    ore is taken as the whole (§N11).
    """
    found: dict[str, list[tuple[str, float, Figure]]] = {}
    for raw in catalog.table("network/ore_baskets").to_dicts():
        value = raw["value"] if raw["value"] is not None else (raw["high"] or 0.0) / 2
        if value > 0.0:
            ore = raw["id"].split("/")[2]
            figure = catalog.figure(raw)
            found.setdefault(ore, []).append((element(raw["element"]).name, value, figure))
    return MappingProxyType({ore: tuple(parts) for ore, parts in found.items()})


@cache
def network_row(network: str) -> Mapping[str, str]:
    """Basis, first stage and note of a network (`network/networks`)."""
    found = [
        row for row in catalog.table("network/networks").to_dicts() if row["network"] == network
    ]
    return MappingProxyType(found[0])


@cache
def _index(table: str, network: str, keys: tuple[str, ...]) -> Mapping[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows(table, network):
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return found


def match(table: str, network: str, material: str, country: str, **keys: str) -> list[Row]:
    """Rows of the most specific country and material that have any, with the other keys equal.

    A row for the country hides rows for `all`. Within those, a row for the material itself hides rows for its
    classes, and those hide rows for `all`.
    """
    index = _index(table, network, ("country", "material", *keys))
    for place in (country, ANY):
        for name in classes(network)[material]:
            found = index.get((place, name, *keys.values()))
            if found:
                return found
    return []


def parameter(network: str, name: str, material: str, stage: str, country: str) -> Row | None:
    """A process parameter (`yield`, `swarf`, `utilisation`, `cover_days`) or None where no row has it."""
    found = match("process", network, material, country, stage=stage, parameter=name)
    return found[0] if found else None


def need(row: Row | None, what: str, network: str) -> Row:
    """The row, or an error that names what is missing.

    Raises:
        MissingData: E403.
    """
    if row is None:
        raise MissingData(
            "E403",
            f"the network {network!r} has no {what}",
            where="reference/network",
            why="Every node needs its process parameters, with a source or as an assumption with a range",
            way_out="Add a row for the material, its class or `all`",
        )
    return row


@cache
def product_words(network: str, material: str, stage: str) -> tuple[str, tuple[str, ...]]:
    """Concepts of the product of a material at a stage, as written, and its HS 2022 codes (`network/products`)."""
    found = {
        (row["material"], row["stage"]): row
        for row in catalog.table("network/products").to_dicts()
        if row["network"] == network
    }
    for name in classes(network)[material]:
        row = found.get((name, stage))
        if row is not None:
            return row["concepts"] or "", tuple((row["hs"] or "").split())
    return "", ()
