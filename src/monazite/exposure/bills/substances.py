"""Elements in a named substance: from its CAS number, its formula or its name (§X20)."""

from __future__ import annotations

import re
from functools import cache

from monazite.codes import ELEMENTS

# CAS registry numbers of elements; their check digits are tested. A number not listed falls back to the name.
_CAS_ELEMENT = {
    "7440-20-2": "Sc",
    "7440-65-5": "Y",
    "7439-91-0": "La",
    "7440-45-1": "Ce",
    "7440-10-0": "Pr",
    "7440-00-8": "Nd",
    "7440-19-9": "Sm",
    "7440-53-1": "Eu",
    "7440-54-2": "Gd",
    "7440-27-9": "Tb",
    "7429-91-6": "Dy",
    "7440-60-0": "Ho",
    "7440-52-0": "Er",
    "7440-30-4": "Tm",
    "7440-64-4": "Yb",
    "7439-94-3": "Lu",
    "7440-55-3": "Ga",
    "7440-56-4": "Ge",
    "7440-36-0": "Sb",
    "7440-33-7": "W",
    "7440-69-9": "Bi",
    "13494-80-9": "Te",
    "7440-74-6": "In",
    "7439-98-7": "Mo",
    "7440-48-4": "Co",
    "7439-93-2": "Li",
    "7440-02-0": "Ni",
    "7439-95-4": "Mg",
    "7439-89-6": "Fe",
    "7429-90-5": "Al",
    "7440-50-8": "Cu",
    "7440-42-8": "B",
    "7440-67-7": "Zr",
    "7440-21-3": "Si",
}
# Standard atomic weights, IUPAC/CIAAW 2021 abridged, for elements of compounds that `codes.elements` leaves out.
_WEIGHTS = {
    "H": 1.008,
    "B": 10.81,
    "C": 12.011,
    "N": 14.007,
    "O": 15.999,
    "F": 18.998,
    "Na": 22.990,
    "Al": 26.982,
    "Si": 28.085,
    "P": 30.974,
    "S": 32.06,
    "Cl": 35.45,
    "K": 39.098,
    "Ti": 47.867,
    "V": 50.942,
    "Cr": 51.996,
    "Mn": 54.938,
    "Fe": 55.845,
    "Cu": 63.546,
    "Zn": 65.38,
    "As": 74.922,
    "Se": 78.971,
    "Zr": 91.224,
    "Ag": 107.87,
    "Sn": 118.71,
    "Ba": 137.33,
    "Pb": 207.2,
}
_TOKEN = re.compile(r"([A-Z][a-z]?)(\d*\.?\d*)")


@cache
def weights() -> dict[str, float]:
    """Atomic weights by symbol."""
    return _WEIGHTS | {symbol: entry.weight for symbol, entry in ELEMENTS.items()}


@cache
def formula_fractions(formula: str) -> tuple[tuple[str, float], ...]:
    """Mass fractions of the elements of a plain formula, or nothing where it is none.

    >>> [(symbol, round(share, 4)) for symbol, share in formula_fractions("Dy2O3")]
    [('Dy', 0.8713), ('O', 0.1287)]
    """
    if not re.fullmatch(r"(?:[A-Z][a-z]?\d*\.?\d*)+", formula):
        return ()
    masses: dict[str, float] = {}
    for symbol, count in _TOKEN.findall(formula):
        if symbol not in weights() or count == ".":
            return ()
        masses[symbol] = masses.get(symbol, 0.0) + weights()[symbol] * float(count or 1)
    whole = sum(masses.values())
    return tuple((symbol, mass / whole) for symbol, mass in masses.items()) if whole else ()


@cache
def symbol_and_fraction(name: str, cas: str = "") -> tuple[tuple[str, float], ...]:
    """Elements in a substance with their mass fractions; empty where the substance is not understood.

    >>> symbol_and_fraction("Dysprosium", "7429-91-6")
    (('Dy', 1.0),)
    """
    if cas.strip() in _CAS_ELEMENT:
        return ((_CAS_ELEMENT[cas.strip()], 1.0),)
    text = re.sub(r"\(.*?\)", " ", name).strip()
    for symbol, entry in ELEMENTS.items():
        if text == symbol or text.casefold() in {entry.name, entry.chinese}:
            return ((symbol, 1.0),)
        oxide = {
            f"{entry.name} oxide",
            f"{entry.chinese}氧化物",
            f"氧化{entry.chinese}",
            f"{entry.name} trioxide",
        }
        if entry.oxide and text.casefold() in oxide:
            return formula_fractions(entry.oxide_formula)
    names = {
        "iron": "Fe",
        "boron": "B",
        "copper": "Cu",
        "aluminium": "Al",
        "aluminum": "Al",
        "zirconium": "Zr",
        "silicon": "Si",
    }
    if text.casefold() in names:
        return ((names[text.casefold()], 1.0),)
    return formula_fractions(text) if any(ch.isdigit() for ch in text) or text in weights() else ()
