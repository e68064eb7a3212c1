"""Value shares an inquiry states: Chinese-origin Part 1 items, controlled US content (§X4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monazite.exposure.countries import element_origins, place
from monazite.exposure.describe import describe
from monazite.exposure.facts import Readings, Span
from monazite.exposure.inquiry import BomPart, Inquiry


def _parts(form: Inquiry, readings: Readings) -> Span | None:
    """The share from an input list: Part 1 inputs of Chinese origin; an unknown origin or value widens the span."""
    low: list[float] = []
    high: list[float] = []
    for part in form.bom:
        share = _part_share(part, form)
        origin = place(part.origin)
        counted = _is_part1(part.item, readings)
        if origin not in (None, "CHN") or counted is False:
            continue
        certain = origin == "CHN" and counted is True and share is not None
        low.append(share if certain and share is not None else 0.0)
        high.append(share if share is not None else 1.0)
    if not form.bom:
        return None
    if readings.aggregate_part1:
        return Span(min(sum(low), 1.0), min(sum(high), 1.0))
    return Span(max(low, default=0.0), max(high, default=0.0))


def _part_share(part: BomPart, form: Inquiry) -> float | None:
    if part.share is not None:
        return part.share
    if part.value is not None and form.product_value:
        return part.value / form.product_value
    return None


_PART1_METALS = {f"el:{symbol}" for symbol in ("Sm", "Dy", "Gd", "Tb", "Lu", "Sc", "Y")}
_PART1_OXIDES = {"el:Dy", "el:Tb"}
_PART1_ALLOYS = {"el:Tb", "el:Dy"}


def _is_part1(text: str, readings: Readings) -> bool | None:
    """Whether an input is one of the 13 Part 1 items; a magnet counts under the wider numerator."""
    traits = describe(text)
    seen = traits.concepts
    if "form:magnet" in seen or "form:component" in seen:
        if readings.numerator == "part1_items_only":
            return False
        rich = "fam:SmCo" in seen or bool(seen & _PART1_ALLOYS)
        return True if rich else None if traits.open else False
    if "form:metal" in seen:
        return bool(seen & _PART1_METALS)
    if "form:oxide" in seen:
        return bool(seen & _PART1_OXIDES)
    if "form:alloy" in seen:
        return "fam:SmCo" in seen or bool(seen & _PART1_ALLOYS)
    return None if not seen else False


def shares_of(form: Inquiry, readings: Readings) -> dict[str, Span]:
    """Shares by name as spans; a name that is not there was not stated."""
    found: dict[str, Span] = {}
    controlled = _us_share(form)
    if controlled is not None:
        found["us_controlled"] = Span(controlled, controlled)
    span = _parts(form, readings) if form.bom else None
    if span is None and form.prc_ree_part is not None:
        span = _embedded(form, readings)
    if span is None:
        point = next(_points(form), None)
        span = Span(point, point) if point is not None else None
    if span is None and _all_elsewhere(form):
        span = Span(0.0, 0.0)
    if span is not None:
        found["part1"] = span
    return found


def _us_share(form: Inquiry) -> float | None:
    """Controlled US content by value, stated as a share, in percent, or as a value beside the product's."""
    if form.us_controlled_share is not None:
        return form.us_controlled_share
    for name, value in (form.model_extra or {}).items():
        key = name.casefold()
        if (
            not key.startswith("us_")
            or isinstance(value, bool)
            or not isinstance(value, (int, float))
        ):
            continue
        if "value" in key and "share" not in key and form.product_value:
            return float(value) / form.product_value
        if key.endswith(("pct", "percent")):
            return float(value) / 100
        if "content" in key or "share" in key:
            return float(value)
    return None


def _all_elsewhere(form: Inquiry) -> bool:
    """Whether the words give every Part 1 element of the item an origin outside China."""
    inside = describe(form.product).concepts & (_PART1_METALS)
    origins = element_origins(form.product)
    return bool(inside) and all(origins.get(concept[3:]) not in (None, "CHN") for concept in inside)


def _embedded(form: Inquiry, readings: Readings) -> Span | None:
    """A part that holds Part 1 items: its whole value, or something between nothing and that."""
    part = form.prc_ree_part
    share = form.value_share
    if share is None and part is not None and form.product_value:
        share = part.value / form.product_value
    if share is None or part is None:
        return None
    whole = readings.numerator == "embedded_part2_value" or _is_part1(part.item, readings) is True
    return Span(share if whole else 0.0, share)


_BY_VALUE = re.compile(
    r"(\d+(?:\.\d+)?)\s*%\s*(?:of|by)(?: the| its)? value|value share(?: of)?\s*(\d+(?:\.\d+)?)\s*%|"
    r"(\d+(?:\.\d+)?)\s*% value",
    re.IGNORECASE,
)


def _points(form: Inquiry) -> Iterator[float]:
    if form.part1_value_prc is not None and form.product_value:
        yield form.part1_value_prc / form.product_value
    if form.value_share is not None:
        yield form.value_share
    said = _BY_VALUE.search(form.product)
    if said:
        yield float(next(group for group in said.groups() if group)) / 100
    if form.chain_shares:
        yield form.chain_shares[-1]
    extra = form.model_extra or {}
    weight = form.weight_share
    prices = [extra.get(name) for name in ("element_price_usd_per_kg", "product_price_usd_per_kg")]
    if weight is not None and all(isinstance(price, (int, float)) for price in prices):
        yield weight * float(prices[0] or 0) / float(prices[1] or 1)
