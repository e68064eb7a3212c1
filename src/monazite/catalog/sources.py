"""Source cards: who published what, when, under which licence."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from monazite.catalog.documents import documents
from monazite.errors import DataError, UnknownCode
from monazite.provenance import Licence, Source

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_card(where: str, card: dict[str, Any]) -> Source:
    """A card from its fields; E204 names the one that is missing."""
    try:
        licence = card["licence"]
        return Source(
            id=card["id"],
            publisher=card["publisher"],
            title=card["title"],
            edition=str(card["edition"]),
            published=card["published"],
            licence=Licence(
                licence["name"],
                licence["redistribute"],
                licence.get("url", ""),
                licence.get("note", ""),
            ),
            accessed=card.get("accessed"),
            url=card.get("url", ""),
            sha256=card.get("sha256", ""),
            note=card.get("note", ""),
        )
    except (KeyError, TypeError) as error:
        raise DataError(
            "E204",
            f"the source card lacks {error}",
            where=where,
            why="A source card has id, publisher, title, edition, published and licence {name, redistribute}",
            way_out="Add the field",
        ) from error


@cache
def sources() -> Mapping[str, Source]:
    """All source cards by id. A file of cards holds one card, or a list under `sources`."""
    found: dict[str, Source] = {}
    for where, content in documents("sources"):
        for card in content.get("sources", [content]):
            entry = read_card(where, card)
            if entry.id in found:
                raise DataError(
                    "E205",
                    f"the source {entry.id!r} has two cards",
                    where=where,
                    way_out="Keep one",
                )
            found[entry.id] = entry
    return MappingProxyType(found)


def source(id: str) -> Source:
    """The source card of that id.

    Raises:
        UnknownCode: E206.
    """
    try:
        return sources()[id]
    except KeyError as error:
        raise UnknownCode(
            "E206", f"no source card {id!r}", way_out="List them with `monazite data sources`"
        ) from error
