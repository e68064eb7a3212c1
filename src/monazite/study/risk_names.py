"""One name for each material over all methods, whoever names it: trade, USGS, concordance or a third party (§I18)."""

from __future__ import annotations

from functools import cache

import polars as pl
from rapidfuzz import fuzz, process

from monazite import catalog
from monazite.codes import ELEMENTS, search_mineral
from monazite.errors import UnknownCode

# Names of others for materials that the tables of trade and production call otherwise.
_OTHERS = {
    "aluminum": "Aluminium",
    "barite": "Baryte",
    "chromium": "Chromite",
    "diamond-industrial": "Diamonds (Ind)",
    "feldspar-and-nepheline-syenite": "Feldspar",
    "iron-ore": "Iron",
    "magnet-rare-earths": "Rare earth",
    "natural-graphite": "Graphite",
    "phosphate-rock": "Phosphate",
    "rare-earths": "Rare earth",
    "rare-earths-(magnet)": "Rare earth",
    "talc-and-pyrophyllite": "Talc, Steatite & Pyrophyllite",
    "titanium-mineral-concentrates": "Titanium",
}
# Symbols of elements that the law of the trade has no list of its own for.
_NAMED = (
    "Ag:silver Al:aluminium As:arsenic Au:gold B:boron Be:beryllium Cd:cadmium Cr:chromite Cu:copper Fe:iron He:helium "
    "Hf:hafnium Hg:mercury Ir:iridium Mn:manganese Nb:niobium Pb:lead Pd:palladium Pt:platinum Re:rhenium Rh:rhodium "
    "Ru:ruthenium S:sulfur Se:selenium Si:silicon Sn:tin Ta:tantalum Ti:titanium U:uranium V:vanadium Zn:zinc "
    "Zr:zirconium"
)
_SYMBOLS = {symbol: name for symbol, _, name in (pair.partition(":") for pair in _NAMED.split())}
_SHOWN = 3
_NEAR = 60.0  # likeness below which a name is no hint


@cache
def of_tables() -> dict[str, str]:
    """Every spelling of the tables of trade and production, in lower case, with the material it names."""
    found: dict[str, str] = {}
    for row in catalog.table("trade/materials").iter_rows(named=True):
        for text in (row["material"], row["mineral"], row["production"]):
            if text:
                found.setdefault(text.casefold(), row["material"])
    commodities = catalog.scan("production/world_mining_data").select(pl.col("commodity").unique())
    for name in commodities.collect()["commodity"].sort():
        known = found.setdefault(name.casefold(), name)
        found.setdefault(name.split(" (")[0].casefold(), known)
    return found


def _kebab(text: str) -> str:
    return "-".join(text.strip().casefold().split())


def one(name: str) -> str:
    """The name used here for a name of others; in small letters with hyphens where no table of ours has it.

    >>> one("chromium"), one("coking-coal"), one("Hafnium"), one("aluminum")
    ('Chromite', 'Coking Coal', 'hafnium', 'Aluminium')

    Spec: §I18.
    """
    kebab = _kebab(name)
    if kebab in _OTHERS:
        return _OTHERS[kebab]
    names = of_tables()
    return names.get(name.strip().casefold()) or names.get(kebab.replace("-", " "), kebab)


@cache
def elsewhere() -> frozenset[str]:
    """Materials that only the USGS, the concordance of uses or the table of by-products names."""
    printed = catalog.scan("statistics/usgs_mcs").filter(
        pl.col("quantity").is_in(["production", "net-import-reliance"])
    )
    found = set(printed.select(pl.col("commodity").unique()).collect()["commodity"])
    found |= set(catalog.table("economy/uses_to_bea")["mineral"]) - {"any-rare-earth"}
    found |= set(catalog.table("indicators/companionality")["material"])
    return frozenset(one(name) for name in found) - set(of_tables().values())


def named(text: str) -> tuple[str, ...]:
    """The materials a name, mineral id, symbol or commodity stands for, the closest first.

    A single rare earth stands for itself and for all of them together: few tables tell them apart.

    Raises:
        UnknownCode: E606, with the nearest names.

    >>> named("Dy"), named("Ta"), named("hafnium")
    (('dysprosium', 'Rare earth'), ('Tantalum',), ('hafnium',))

    Spec: §I18.
    """
    mineral = search_mineral(text)
    if mineral is not None and mineral.group:
        return (mineral.id, one(mineral.group))
    symbol = text.strip()
    element = ELEMENTS[symbol].name if symbol in ELEMENTS else _SYMBOLS.get(symbol, "")
    for name in (text, mineral.id if mineral else "", element):
        known = one(name)
        if known in elsewhere() or known in of_tables().values():
            return (known,)
    raise UnknownCode(
        "E606",
        f"no indicator covers the material {text!r}",
        why="A material needs a production statistic, and HS codes for indicators of trade",
        way_out=_hint(text),
    )


def material(text: str) -> str:
    """The one material a name stands for in tables that do not tell the rare earths apart.

    Raises:
        UnknownCode: E606, with the nearest names.
    """
    return named(text)[-1]


def _hint(text: str) -> str:
    spelled = of_tables() | {name: name for name in elsewhere()}
    hits = process.extract(
        text.casefold(), list(spelled), scorer=fuzz.ratio, limit=2 * _SHOWN, score_cutoff=_NEAR
    )
    near = list(dict.fromkeys(spelled[hit[0]] for hit in hits))[:_SHOWN]
    return (
        f"Did you mean {', '.join(near)}?"
        if near
        else "Names are those of `monazite risk` without --material, such as Graphite, Tungsten or Rare earth"
    )
