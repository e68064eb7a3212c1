"""Large flat bills by columns: the same answers as line by line, a million lines in seconds (§X30 to §X36).

Rows that name nothing a measure could mean are told apart with one search over all texts. What is left is screened
once for each distinct row by the line-by-line path itself, and joined back.
"""

from __future__ import annotations

_HEAD = 400_000  # characters in which the header must stand
_AMOUNTS = frozenset(
    {"quantity", "mass", "unit_mass", "total_mass", "value", "unit_value", "total_value"}
)
_VALUES = ("value", "total_value", "unit_value")
_SIMPLE = r"^[+]?\d+(\.\d+)?$"
_ZERO = r"^0*(\.0*)?$"
