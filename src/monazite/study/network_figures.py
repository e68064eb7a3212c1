"""Figures of the networks by id, for `why` (§N9)."""

from __future__ import annotations

from collections.abc import Iterator

from monazite import network
from monazite.network.rows import TABLES, rows
from monazite.provenance import Figure

_COMPUTED = ("share", "total", "reached")


def figure(wanted: str) -> Figure | None:
    """The figure of a flow, a node, a total, a share or a table row of a network, or None.

    Ids read `network/<mineral>/<year>/...` for what is computed and `network/<table>/<mineral>/...` for rows.
    """
    words = wanted.split("/")
    if len(words) < 4 or words[0] != "network":  # noqa: PLR2004 - the shortest id has four words
        return None
    if words[1] in TABLES:
        return next(
            (row.figure for row in rows(words[1], words[2]) if row.figure.id == wanted), None
        )
    if words[1] not in network.minerals() or not words[2].isdigit():
        return None
    if words[3] in _COMPUTED:
        return next((found for found in _computed() if found.id == wanted), None)
    return network.load(words[1], int(words[2])).figures.get(wanted)


def _computed() -> Iterator[Figure]:
    from monazite.study.network import MAKERS, baseline_table, load, third_country_table
    from monazite.study.network_value import part_one_value

    for row in baseline_table():
        yield row.ours
    reached = third_country_table()
    for found in reached:
        yield from (found.made_t_per_y, found.shipped_t_per_y, found.share)
    for maker in MAKERS:
        yield part_one_value(load(), maker, reached)
