"""Names of quantities as users say them, to the words of the tables (§D17)."""

from __future__ import annotations

import re

from rapidfuzz import process

from monazite.catalog.cells import cells
from monazite.catalog.foreign import TRADE_QUANTITIES
from monazite.catalog.materials import kebab
from monazite.errors import UnknownCode

_ALIASES = {
    "capacities": "capacity",
    "export": "exports",
    "import": "imports",
    "import-reliance": "net-import-reliance",
    "import-source": "import-sources",
    "nir": "net-import-reliance",
    "output": "production",
    "prices": "price",
    "reserve": "reserves",
    "shipment": "shipments",
    "sold": "sales",
    "stock": "stocks",
    "trade-quantity": "trade",
    "wgi": "governance",
}


def quantities() -> tuple[str, ...]:
    """All quantities `get` knows."""
    return (*sorted(cells()["quantity"].unique()), *TRADE_QUANTITIES)


def quantity(text: str) -> str:
    """The quantity for a name in any common spelling.

    Raises:
        UnknownCode: E214, with the nearest names.

    >>> quantity("Import sources"), quantity("NIR")
    ('import-sources', 'net-import-reliance')
    """
    code = kebab(text)
    code = "import-sources" if code.startswith("import-sources") else _ALIASES.get(code, code)
    known = quantities()
    if code in known:
        return code
    near = ", ".join(hit[0] for hit in process.extract(code, known, limit=3))
    raise UnknownCode(
        "E214",
        f"no table has the quantity {text!r}",
        way_out=f"Did you mean {near}? List them with `monazite data list --quantities`",
    )


def period(text: str) -> str:
    """A year, or a span written in full: `2021–24` is `2021-2024`.

    >>> period("2021–24"), period("2024")
    ('2021-2024', '2024')
    """
    found = re.fullmatch(r"(\d{2})(\d{2})\s*[-–]\s*(\d{2})", text.strip())
    return f"{found[1]}{found[2]}-{found[1]}{found[3]}" if found else text.strip()
