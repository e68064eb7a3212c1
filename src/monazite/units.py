"""Mass and basis: tonnes inside, conversion at the rim, bases never mixed silently (§U1 to §U4)."""

from __future__ import annotations

from enum import StrEnum

from monazite.errors import BasisError, UnitError


class Basis(StrEnum):
    """What a mass counts."""

    CONTAINED = "contained"  # the element or metal in it
    OXIDE = "oxide"  # rare-earth oxide equivalent (REO, TREO) or another stated oxide
    GROSS = "gross"  # the product as weighed
    NONE = "none"  # the number is no mass


# Exact by definition: international avoirdupois pound (NIST SP 811, App. B.8), troy ounce (same), flask of mercury
# left out. The metric ton unit is 10 kg of the named oxide.
TONNES_PER = {
    "t": 1.0,
    "kt": 1e3,
    "Mt": 1e6,
    "kg": 1e-3,
    "g": 1e-6,
    "lb": 0.45359237e-3,
    "mtu": 1e-2,
    "short_ton": 0.90718474,
    "long_ton": 1.0160469088,
    "oz_t": 31.1034768e-6,
}


def to_tonnes(value: float, unit: str) -> float:
    """A mass in tonnes.

    Raises:
        UnitError: E010 if the unit is not a mass unit known here.

    >>> to_tonnes(2.0, "kt")
    2000.0
    """
    if unit not in TONNES_PER:
        raise UnitError(
            "E010",
            f"unknown mass unit {unit!r}",
            why="Masses are converted only from units with an exact factor",
            way_out="Use one of " + ", ".join(TONNES_PER),
        )
    return value * TONNES_PER[unit]


def same_basis(*bases: Basis) -> Basis:
    """The one basis all numbers share.

    Raises:
        BasisError: E011 if they differ.
    """
    found = set(bases)
    if len(found) != 1:
        raise BasisError(
            "E011",
            "numbers on different bases would be mixed: " + ", ".join(sorted(found)),
            why="Contained metal, oxide and gross weight are different quantities",
            way_out="Convert to one basis first, with a factor that has a source",
        )
    return found.pop()
