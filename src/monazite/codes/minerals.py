"""Minerals of the first release, with their names and the symbols they stand for (§C2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rapidfuzz import process

from monazite.codes.elements import ELEMENTS, RARE_EARTHS
from monazite.errors import UnknownCode


@dataclass(frozen=True, slots=True)
class Mineral:
    """A mineral commodity or a single rare earth.

    Attributes:
        id: Lower-kebab name, for example `rare-earths`, `dysprosium`, `natural-graphite`.
        symbols: Element symbols it stands for; a group has several.
        group: The commodity chapter it belongs to, `rare-earths` for single rare earths.
    """

    id: str
    name: str
    symbols: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    group: str = ""


_GROUPS = [
    Mineral(
        "rare-earths",
        "rare earths",
        RARE_EARTHS,
        ("rare earth", "rare earth elements", "ree", "reo", "treo", "稀土"),
    ),
    Mineral(
        "ndpr",
        "neodymium-praseodymium",
        ("Nd", "Pr"),
        ("didymium", "nd-pr", "ndpr oxide"),
        "rare-earths",
    ),
    Mineral("fluorspar", "fluorspar", ("F",), ("fluorite", "acidspar", "metspar", "萤石")),
    Mineral(
        "natural-graphite",
        "natural graphite",
        ("C",),
        ("graphite", "flake graphite", "graphite (natural)", "石墨"),
    ),
]
_SINGLE = ["Ga", "Ge", "Sb", "W", "Bi", "Te", "In", "Mo", "Co", "Li", "Ni", "Mg"]

MINERALS: dict[str, Mineral] = {entry.id: entry for entry in _GROUPS}
for _symbol in RARE_EARTHS:
    _entry = ELEMENTS[_symbol]
    MINERALS[_entry.name] = Mineral(
        _entry.name, _entry.name, (_symbol,), (_symbol.casefold(),), "rare-earths"
    )
for _symbol in _SINGLE:
    _entry = ELEMENTS[_symbol]
    MINERALS[_entry.name] = Mineral(_entry.name, _entry.name, (_symbol,), (_symbol.casefold(),))


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in MINERALS.values():
        for text in (entry.id, entry.name, *entry.aliases):
            names[text.casefold()] = entry.id
    return names


def search_mineral(text: str) -> Mineral | None:
    """The mineral for an id, name, alias or symbol, or None."""
    found = _names().get(text.strip().casefold())
    return MINERALS[found] if found else None


def mineral(text: str, *, where: str = "") -> Mineral:
    """The mineral for an id, name, alias or symbol.

    Raises:
        UnknownCode: E104, with the nearest names.

    >>> mineral("Dy").id, mineral("acidspar").id
    ('dysprosium', 'fluorspar')
    """
    found = search_mineral(text)
    if found is None:
        near = [hit[0] for hit in process.extract(text.casefold(), list(_names()), limit=3)]
        raise UnknownCode(
            "E104",
            f"unknown mineral {text!r}",
            where=where,
            way_out="Did you mean " + ", ".join(near) + "?",
        )
    return found
