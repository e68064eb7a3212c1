"""Names of commodities as users and publishers say them, to the codes in the tables (§D3)."""

from __future__ import annotations

import re
import unicodedata

from monazite.codes import search_mineral
from monazite.errors import UnknownCode

# A material asked for, and the relatives whose figures are shown beside it, with their own definition.
RELATIVES = {
    "rare-earths": ("rare-earths", "magnet-rare-earths", "rare-earths-heavy"),
    "natural-graphite": ("natural-graphite",),
    "magnesium": ("magnesium", "magnesium-compounds"),
    "titanium": ("titanium-sponge-metal", "titanium-mineral-concentrates", "tio2-pigment"),
    "diamond": ("diamond-industrial",),
}

ALIASES = {
    "aluminium": "aluminum",
    "baryte": "barite",
    "graphite": "natural-graphite",
    "graphite-natural": "natural-graphite",
    "iron": "iron-ore",
    "magnesium-metal": "magnesium",
    "rare-earth-elements": "rare-earths",
    "sulphur": "sulfur",
    "caesium": "cesium",
    "columbium": "niobium",
    "titanium": "titanium",
}


def kebab(text: str) -> str:
    """Lower-kebab ASCII.

    >>> kebab("Iron and Steel")
    'iron-and-steel'
    """
    plain = unicodedata.normalize("NFKD", text.replace("—", "-").replace("–", "-"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().casefold()).strip(
        "-"
    )


def materials(text: str) -> tuple[str, ...]:
    """The commodity codes for a name: the mineral's own first, then its relatives.

    A name that is no mineral of the first release is looked up as it is among the commodities of the tables.

    Raises:
        UnknownCode: E211, with the nearest names.
    """
    from monazite.catalog.statistics import cells

    mineral = search_mineral(text)
    known = set(cells()["commodity"].drop_nulls().unique())
    bare = re.sub(r"\s*\(.*\)", "", text)
    for code in (
        mineral.id if mineral else "",
        kebab(text),
        kebab(bare),
        ALIASES.get(kebab(bare), ""),
    ):
        if code in RELATIVES:
            return RELATIVES[code]
        if code in known:
            return (code,)
    code = kebab(text)
    from rapidfuzz import process

    near = ", ".join(hit[0] for hit in process.extract(code, sorted(known), limit=3))
    raise UnknownCode(
        "E211",
        f"no table has the commodity {text!r}",
        way_out=f"Did you mean {near}? List them with `monazite data list --commodities`",
    )
