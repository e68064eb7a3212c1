"""Which rows of a large bill can mean anything to a measure: one search over all texts (§X32, §X33).

The search takes more rows than the description reader would, never fewer; a test holds every term against it.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from monazite.errors import MonaziteError
from monazite.exposure import lexicon
from monazite.exposure.bills import cells
from monazite.exposure.classify import ItemIndex, pointed

_SHORT = 3
# Concepts that leave an item open though no word names it.
_OPENING = frozenset({"form:magnet", "may:magnet", "sub:rare-earth", "fam:NdFeB", "fam:SmCo"})
# Formulas and symbols as written; a superset of what the description reader takes for one.
_FORMULA = (
    r"(?:Sc|La|Ce|Pr|Nd|Sm|Eu|Gd|Tb|Dy|Ho|Er|Tm|Yb|Lu|Ga|Ge|Sb|Te|In|Bi|Mo|Co|Li|Ni|Mg|Ta|Nb|Ag|Mn)(?:[^a-z]|$)"
    r"|Y2O3|YAl|YAG|YF3|YCl3|YBCO|YSZ|WC|WO3|W2C|W-?Cu|W-?Ag|W-?Ni|APT|BGO|ZGP|\d\s*%\s*[YW]|[YW]\s*[:=]?\s*\d+[\d.,]*\s*%"
)


@cache
def _stems(items: frozenset[str]) -> tuple[str, ...]:
    """Pieces of text without which no term that matters can be met."""
    found: set[str] = set()
    for term in lexicon.terms():
        if not any(concept in items or concept in _OPENING for concept in term.concepts):
            continue
        first = term.text.split(" ")[0]
        whole = len(first) >= _SHORT or not first.isascii()
        found |= (
            {first}
            if whole
            else {term.text, term.text.replace(" ", "-"), term.text.replace(" ", "/")}
        )
    return tuple(sorted(found))


def _deciding(items: ItemIndex) -> frozenset[str]:
    """Concepts without which no item can be met: what each way of naming an item has beside its form."""
    found: set[str] = set()
    for item in items.by_id.values():
        for way in item.concepts:
            found |= {one for one in way if not one.startswith("form:")} or way
    return frozenset(found)


def mark_rows(frame: pl.DataFrame, items: ItemIndex) -> pl.DataFrame:
    """Marks the rows that must be looked at."""
    texts = [pl.col(name) for name in ("description", "material") if name in frame.columns]
    said = pl.concat_str(texts, separator="; ") if texts else pl.lit("")
    frame = frame.with_columns(said.str.normalize("NFKC").alias("_said"))
    low = pl.col("_said").str.to_lowercase().str.replace_all("ß", "ss", literal=True)
    look = low.str.contains_any(list(_stems(_deciding(items)))) | pl.col("_said").str.contains(
        _FORMULA
    )
    look |= ~low.str.contains(r"[a-zäöüß]{3,}|[\u3400-\u9fff]{2,}")
    for field in frame.columns:
        if field in {"composition", "item", "control_code"} or field.startswith("element:"):
            look |= pl.col(field) != ""
    if "hs" in frame.columns:
        codes = frame.get_column("hs").unique().to_list()
        pointing = [code for code in codes if code and _points(code, items)]
        look |= pl.col("hs").is_in(pointing)
    return frame.with_columns(look.alias("_look"))


def _points(code: str, items: ItemIndex) -> bool:
    try:
        return bool(pointed(items, cells.hs_code(cells.clean(code)), ""))
    except MonaziteError:
        return False
