"""Facts of a transaction from an inquiry: countries, parties, end use, steps of manufacture (§X1).

Only what the inquiry says is a fact. What a reading fills stands apart, under `assumed`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monazite import codes
from monazite.exposure.countries import STEPS, place, steps_of
from monazite.exposure.describe import Traits, describe
from monazite.exposure.enduse import end_use
from monazite.exposure.facts import Facts, Readings, Span, others
from monazite.exposure.inquiry import Inquiry
from monazite.exposure.names import canonical, dimensions
from monazite.exposure.parties import listed_by, said_listed
from monazite.exposure.shares import shares_of
from monazite.regime import Standing

_SILENT: Mapping[str, Any] = {
    "military_user": False,
    "military_use": False,
    "raises_military_strength": False,
    "wmd_use": False,
    "terror_use": False,
    "military_ai": False,
    "humanitarian": False,
    "end_user_owned_by_listed": 0.0,
    "logic_nm": NotImplemented,
    "memory_layers": NotImplemented,
}
_ALWAYS: Mapping[str, Any] = {
    "procurement": False,
    "public_domain": False,
    "domestic": False,
    "nonavailability": False,
    "recycled_us_magnet": False,
    "electronic_device": False,
    "cots": False,
}


_CAS = re.compile(r"\b\d{2,7}-\d{2}-\d\b")
# Who receives the thing is no part of it: "magnets to a missile maker".
_RECIPIENT = re.compile(
    r"\s(?:to|for|by) (?:(?:a|an|the) )?[\w'’. -]{0,40}?\b(?:arm(?:y|ies)|missile|militar\w*|defen[cs]e|makers?|"
    r"compan\w+|firms?|users?|units?|contractors?|fabs?|traders?|customers?|subsidiar\w+|buyers?|DoD)\b[^,;.]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_TRACE = 1e-6  # an element said to be there without its share
_BARE = frozenset({"form:magnet", "form:alloy", "form:powder", "form:metal"})
_DOING = frozenset({"form:technology", "form:service"})
_BUILT = frozenset({"form:component", "form:assembly", "form:consumer", "form:equipment"})


def _countries(form: Inquiry) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("made_in", "exporter_in", "destination", "technology_origin"):
        where = place(getattr(form, name))
        if where is not None:
            found[name] = where
    origin = place(form.origin) or found.get("made_in")
    stated = re.search(r"\b(?:PRC|Chinese|China)[- ](?:made|origin)\b", form.product)
    head = re.search(r"\b(?:PRC|Chinese|China)[- ](?:made|origin)\b", form.product[:20])
    if origin is not None:
        found["prc_origin"] = origin == "CHN" or bool(stated and head)
    if "technology_origin" in found:
        found["prc_technology"] = found["technology_origin"] == "CHN"
    elif re.search(
        r"\b(?:Chinese|PRC)(?:-origin)? (?:\w+[- ]){0,3}(?:technology|process|know-how)",
        form.product,
    ):
        found["prc_technology"] = True
    steps = steps_of(form.product)
    if "made_in" in found and "produced_in" not in steps:
        steps["produced_in"] = (found["made_in"],)
    return {**steps, **found}


def _composition(form: Inquiry) -> tuple[tuple[str, float], ...]:
    found: list[tuple[str, float]] = []
    for name, share in form.composition.items():
        symbol = name.split("_", maxsplit=1)[0]
        if share is None or symbol not in codes.ELEMENTS:
            continue
        if isinstance(share, (int, float)):
            found.append((symbol, float(share) / 100))
        else:
            denied = str(share).strip().casefold() in ("no", "none", "0", "absent", "free")
            found.append((symbol, 0.0 if denied else _TRACE))
    return tuple(found)


def _declared(form: Inquiry) -> dict[str, Any]:
    """Facts given under their own names or a known other name; countries in them as alpha-3."""
    found: dict[str, Any] = {}
    for name, value in (form.model_extra or {}).items():
        key = canonical(name, value)
        if key in STEPS and isinstance(value, (str, list)):
            places = [value] if isinstance(value, str) else value
            known = tuple(where for where in map(place, map(str, places)) if where)
            if known:
                found[key] = known
        elif name.casefold().startswith("dimension"):
            found |= dimensions(value)
        elif value is not None:
            found[key] = _plain(value)
    if form.purity_pct is not None:
        found["purity_pct"] = form.purity_pct
    if form.end_user_owned_by_listed is not None:
        found["end_user_owned_by_listed"] = form.end_user_owned_by_listed
    return found


def _plain(value: Any) -> Any:
    """A number written as text, with or without a percent sign, as a number; yes and no as truth."""
    if isinstance(value, str):
        text = value.strip().rstrip("%").strip()
        if _NUMBER.fullmatch(text):
            return float(text)
        return {"yes": True, "no": False, "true": True, "false": False}.get(text.casefold(), value)
    return value


def facts_of(form: Inquiry, standing: Standing, readings: Readings) -> Facts:
    """The facts of an inquiry, with what the readings fill for a silent one.

    Args:
        form: The inquiry.
        standing: The law of the day, for its party lists.
        readings: What a silent inquiry means, and how shares are counted.

    Spec: §X1, §X4.
    """
    declared = _declared(form)
    composition = _composition(form)
    thing = _RECIPIENT.sub(" ", form.product)
    item = describe(thing, composition=composition, facts=declared, form=form.form or "")
    if form.kind in ("technology", "service") and not item.concepts & _DOING:
        item = describe(thing, composition=composition, facts=declared, form=form.kind)
    shares = shares_of(form, readings)
    item = _assembly(item, shares)
    values = {**_countries(form), **end_use(form), **declared}
    if "destination" in values and "exporter_in" in values:
        values["domestic"] = values["destination"] == values["exporter_in"]
    if numbers := tuple(_CAS.findall(form.product)):
        values.setdefault("cas", numbers)
    if form.end_user:
        values["end_user"] = form.end_user
    if item.concepts & _BARE and not item.concepts & _BUILT:
        values.setdefault("covered_wt_pct", 100.0)
    assumed: dict[str, Any] = {**_ALWAYS, **_later_steps(values)}
    if readings.unstated_end_user == "civil":
        assumed |= _SILENT
    if readings.unstated_technology == "not_prc":
        assumed["prc_technology"] = False
    lists = set(listed_by(form.end_user or "", form.product, standing))
    if form.end_user_list:
        lists |= said_listed(form.end_user_list, lists, values.get("destination"), standing)
    return Facts(
        values,
        item,
        assumed,
        frozenset(lists),
        shares,
        {
            name: shares_of(form, other)
            for name in ("numerator", "aggregate_part1")
            for other in others(readings, name)
        },
        frozenset([form.item]) if form.item else frozenset(),
        form.supplier,
    )


def _later_steps(values: Mapping[str, Any]) -> dict[str, Any]:
    """Made in one country from oxide of another: the melting is taken to be where it was made (§X4)."""
    upstream = any(name in values for name in ("mined_in", "separated_in", "refined_in"))
    if upstream and "melted_in" not in values and "made_in" in values:
        return {"melted_in": (values["made_in"],)}
    return {}


def _assembly(item: Traits, shares: Mapping[str, Span]) -> Traits:
    """A thing that is no material, but is said to hold Part 1 items, is a part or an assembly that holds them."""
    formed = any(name.startswith(("form:", "sub:")) for name in item.concepts)
    span = shares.get("part1")
    if formed or span is None or span.high == 0:
        return item
    return replace(item, concepts=item.concepts | {"form:assembly"})
