"""Names of commodities as users and publishers say them, to the codes in the tables (§D3)."""

from __future__ import annotations

import re
import unicodedata

from monazite.catalog.cells import cells
from monazite.catalog.foreign import WMD_CODES
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

# Spellings that differ between publishers and editions, in lower-kebab, to the code of the tables.
ALIASES = {
    "aluminium": "aluminum",
    "baryte": "barite",
    "caesium": "cesium",
    "columbium": "niobium",
    "columbium-niobium": "niobium",
    "garnet-industrial": "garnet",
    "gemanium": "germanium",
    "graphite": "natural-graphite",
    "graphite-natural": "natural-graphite",
    "iron": "iron-ore",
    "magnesium-metal": "magnesium",
    "mica-natural": "mica",
    "niobium-columbium": "niobium",
    "nitrogen-ammonia": "nitrogen",
    "nitrogen-fixed": "nitrogen",
    "nitrogen-fixed-ammonia": "nitrogen",
    "rare-earth": "rare-earths",
    "rare-earth-elements": "rare-earths",
    "rare-earth-minerals": "rare-earths",
    "sulphur": "sulfur",
    "zeolites-natural": "zeolites",
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

    A name that is no mineral of the first release is looked up as it is among the commodities of the tables; digits are
    a heading of the tariff.

    Raises:
        UnknownCode: E211, with the nearest names.
    """
    if (digits := text.replace(".", "").strip()).isdigit():
        return (f"hts-{digits}", f"hs-{digits}")
    mineral = search_mineral(text)
    known = set(cells()["commodity"].drop_nulls().unique())
    bare = re.sub(r"\s*\(.*\)", "", text)
    named = WMD_CODES.get(text, "")
    for code in (
        named,
        mineral.id if mineral else "",
        kebab(text),
        kebab(bare),
        ALIASES.get(kebab(text), ""),
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
