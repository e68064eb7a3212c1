"""Chemical elements of the trade, with oxide formulas and the mass of metal in an oxide (§C3).

Atomic weights are the abridged standard values of IUPAC/CIAAW, "Standard atomic weights 2021" (Pure Appl. Chem.
94:573, 2022), tables 1 and 2. Light and heavy follow USGS, Mineral Commodity Summaries: La to Gd light except where
yttrium is counted heavy with Tb to Lu; scandium stands apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from monazite.errors import UnknownCode

OXYGEN_WEIGHT = 15.999


@dataclass(frozen=True, slots=True)
class Element:
    """One element; `oxide` is (atoms of the element, atoms of oxygen) in the traded oxide."""

    symbol: str
    name: str
    chinese: str
    weight: float
    oxide: tuple[int, int] | None = None

    @property
    def oxide_formula(self) -> str:
        """The traded oxide as written, `Dy2O3`."""
        if self.oxide is None:
            return ""
        metal, oxygen = (str(n) if n > 1 else "" for n in self.oxide)
        return f"{self.symbol}{metal}O{oxygen}"


_ROWS: list[tuple[str, str, str, float, tuple[int, int] | None]] = [
    ("Sc", "scandium", "钪", 44.956, (2, 3)),
    ("Y", "yttrium", "钇", 88.906, (2, 3)),
    ("La", "lanthanum", "镧", 138.91, (2, 3)),
    ("Ce", "cerium", "铈", 140.12, (1, 2)),
    ("Pr", "praseodymium", "镨", 140.91, (6, 11)),
    ("Nd", "neodymium", "钕", 144.24, (2, 3)),
    ("Sm", "samarium", "钐", 150.36, (2, 3)),
    ("Eu", "europium", "铕", 151.96, (2, 3)),
    ("Gd", "gadolinium", "钆", 157.25, (2, 3)),
    ("Tb", "terbium", "铽", 158.93, (4, 7)),
    ("Dy", "dysprosium", "镝", 162.50, (2, 3)),
    ("Ho", "holmium", "钬", 164.93, (2, 3)),
    ("Er", "erbium", "铒", 167.26, (2, 3)),
    ("Tm", "thulium", "铥", 168.93, (2, 3)),
    ("Yb", "ytterbium", "镱", 173.05, (2, 3)),
    ("Lu", "lutetium", "镥", 174.97, (2, 3)),
    ("Pm", "promethium", "钷", 145.0, None),
    ("Ga", "gallium", "镓", 69.723, (2, 3)),
    ("Ge", "germanium", "锗", 72.630, (1, 2)),
    ("Sb", "antimony", "锑", 121.76, (2, 3)),
    ("W", "tungsten", "钨", 183.84, (1, 3)),
    ("Bi", "bismuth", "铋", 208.98, (2, 3)),
    ("Te", "tellurium", "碲", 127.60, (1, 2)),
    ("In", "indium", "铟", 114.82, (2, 3)),
    ("Mo", "molybdenum", "钼", 95.95, (1, 3)),
    ("Co", "cobalt", "钴", 58.933, (3, 4)),
    ("Li", "lithium", "锂", 6.94, (2, 1)),
    ("Ni", "nickel", "镍", 58.693, (1, 1)),
    ("Mg", "magnesium", "镁", 24.305, (1, 1)),
    ("C", "carbon", "碳", 12.011, None),
    ("F", "fluorine", "氟", 18.998, None),
    ("Ca", "calcium", "钙", 40.078, (1, 1)),
    ("Ta", "tantalum", "钽", 180.95, (2, 5)),
    ("Nb", "niobium", "铌", 92.906, (2, 5)),
]

ELEMENTS = {row[0]: Element(*row) for row in _ROWS}
RARE_EARTHS = (
    "La",
    "Ce",
    "Pr",
    "Nd",
    "Pm",
    "Sm",
    "Eu",
    "Gd",
    "Tb",
    "Dy",
    "Ho",
    "Er",
    "Tm",
    "Yb",
    "Lu",
    "Y",
    "Sc",
)
LIGHT = ("La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd")
HEAVY = ("Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Y")


def element(text: str, *, where: str = "") -> Element:
    """The element for a symbol or an English name.

    Raises:
        UnknownCode: E103.

    >>> element("dysprosium").symbol
    'Dy'
    """
    wanted = text.strip()
    for entry in ELEMENTS.values():
        if wanted == entry.symbol or wanted.casefold() == entry.name:
            return entry
    raise UnknownCode(
        "E103",
        f"unknown element {text!r}",
        where=where,
        way_out="Use a symbol (Dy) or an English name (dysprosium)",
    )


def metal_per_oxide(symbol: str) -> float:
    """Mass of metal in one unit mass of the traded oxide, from atomic weights.

    >>> round(metal_per_oxide("Dy"), 4), round(metal_per_oxide("Tb"), 4)
    (0.8713, 0.8502)
    """
    entry = element(symbol)
    if entry.oxide is None:
        raise UnknownCode("E103", f"no traded oxide is recorded for {entry.name}")
    metal = entry.weight * entry.oxide[0]
    return metal / (metal + OXYGEN_WEIGHT * entry.oxide[1])
