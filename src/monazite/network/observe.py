"""Published figures as statements about sums of flows (§N36 to §N38)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from monazite import catalog
from monazite.codes import Stage, metal_per_oxide, mineral
from monazite.network.balance import Datum
from monazite.network.rows import ANY, classes
from monazite.network.types import OUTSIDE, Kind, SupplyNetwork
from monazite.provenance import Figure

RANGE = 3.29  # a stated range is read as the middle 90 percent of a normal distribution


@cache
def observations(network: str) -> tuple[dict[str, Any], ...]:
    """Rows of `network/observations` for one network."""
    found = catalog.table("network/observations").to_dicts()
    return tuple(row for row in found if row["network"] == network)


def figure(row: dict[str, Any]) -> Figure:
    """The published figure of an observation, before any conversion."""
    return catalog.figure(row, id=row["id"], label=row["label"])


def data(net: SupplyNetwork) -> tuple[list[Datum], list[tuple[str, str]]]:
    """Statements about the unknowns of a network, and observations no flow of it answers to, with the reason.

    Unknowns are the flows in order of links, then what mines take from the ground in order of nodes. Content turns
    gross weight or oxide into the basis stated; its range and that of the value add in quadrature.
    """
    found: list[Datum] = []
    left: list[tuple[str, str]] = []
    for row in observations(net.mineral):
        if row["year"] != net.year:
            continue
        if row["quantity"] == "recipe":
            found += _recipe(net, row)
            continue
        terms = dict(
            _source_terms(net, row) if row["quantity"] == "mined" else _flow_terms(net, row)
        )
        if not terms:
            left.append((row["id"], "no link of the network answers to it"))
            continue
        content = row["content"] if row["content"] is not None else 1.0
        value = row["value"] * content
        spread = _relative(row["value"], row["low"], row["high"]) ** 2
        if row["content"] is not None:
            spread += _relative(content, row["content_low"], row["content_high"]) ** 2
        found.append(Datum(row["id"], row["label"], terms, value, value * spread**0.5))
    return found, left


def _relative(value: float, low: float | None, high: float | None) -> float:
    if low is None or high is None or value == 0.0:
        return 0.1
    return max((high - low) / RANGE / abs(value), 0.005)


def _weight(row: Mapping[str, Any], element: str) -> float:
    """Tonnes in the row's basis per tonne of contained element."""
    return 1.0 / metal_per_oxide(mineral(element).symbols[0]) if row["counts"] == "oxide" else 1.0


def _is(row: Mapping[str, Any], network: str, material: str) -> bool:
    wanted = (row["material"] or ANY).split()
    return bool(set(wanted) & set(classes(network)[material]))


def _source_terms(net: SupplyNetwork, row: Mapping[str, Any]) -> Iterator[tuple[int, float]]:
    for k, node in enumerate(net.nodes):
        if net.source_t_per_y[k] > 0.0 and node.country == row["country"]:
            yield len(net.links) + k, _weight(row, node.mineral)


def _flow_terms(net: SupplyNetwork, row: Mapping[str, Any]) -> Iterator[tuple[int, float]]:
    sources, stages = (row["stage"] or "").split(), (row["to_stage"] or "").split()
    for k, link in enumerate(net.links):
        if net.link_kind[k] != Kind.PRODUCT or OUTSIDE in (link.source, link.target):
            continue
        if link.source.stage not in sources or (stages and link.target.stage not in stages):
            continue
        if not _place(row["country"], link.source.country, "") or not _place(
            row["to_country"], link.target.country, link.source.country
        ):
            continue
        if _is(row, net.mineral, link.source.mineral):
            mixed = net.element[int(net.link_from[k])]
            yield k, sum(share * _weight(row, e) for e, share in mixed.items())


def _recipe(net: SupplyNetwork, row: Mapping[str, Any]) -> list[Datum]:
    """Share of some materials in what makers take in, as a sum that should be zero, one for each maker (§N36)."""
    wanted = set(row["material"].split())
    found: list[Datum] = []
    for n in net.select(mineral=row["product"], stage=Stage(row["stage"])):
        fed = [k for k in range(len(net.links)) if net.link_to[k] == n]
        whole = float(net.flow_t_per_y[fed].sum())
        terms = {
            k: (1.0 if net.links[k].source.mineral in wanted else 0.0) - row["value"] for k in fed
        }
        country = net.nodes[n].country
        error = (row["high"] - row["low"]) / RANGE * whole
        label = f"{row['label']}, {country} (tonnes above it)"
        found.append(Datum(f"{row['id']}/{country}", label, terms, 0.0, error))
    return found


def _place(wanted: str | None, country: str, home: str) -> bool:
    if not wanted:
        return True
    if wanted == "abroad":
        return country != home
    if wanted.startswith("not "):
        return country not in wanted.removeprefix("not ").split()
    return country == wanted
