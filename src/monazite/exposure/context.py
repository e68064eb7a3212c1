"""Facts of a transaction from an inquiry: countries, parties, end use, steps of manufacture (§X1).

Only what the inquiry says is a fact. What a reading fills stands apart, under `assumed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from monazite import codes
from monazite.exposure.describe import Traits, describe
from monazite.exposure.facts import Facts, Readings, Span, others
from monazite.exposure.inquiry import BomPart, Inquiry
from monazite.exposure.parties import listed_by, said_listed
from monazite.regime import Standing

_NOT_STATED = {"", "not stated", "unknown", "n/a", "-", "not known", "unspecified"}
_EU = {"EU", "EUROPE", "EUROPEAN UNION", "EUU"}
_STEPS = {
    "mined_in": r"mined",
    "refined_in": r"refined|smelted",
    "separated_in": r"separated",
    "melted_in": r"melted|alloyed|strip[- ]cast",
    "produced_in": r"produced|sintered|manufactured|pressed|reduced",
}
# The first step at which a named input stands: what went before is not said, this step and no later one is.
_INPUTS = {
    "oxide": "separated_in",
    "ore": "mined_in",
    "concentrate": "mined_in",
    "alloy": "melted_in",
    "strip cast": "melted_in",
    "metal": "refined_in",
    "powder": "produced_in",
    "magnet": "produced_in",
    "magnets": "produced_in",
    "block": "produced_in",
    "blocks": "produced_in",
}
_DEMONYMS = {
    "chinese": "CHN",
    "prc": "CHN",
    "china": "CHN",
    "russian": "RUS",
    "iranian": "IRN",
    "north korean": "PRK",
    "japanese": "JPN",
    "german": "DEU",
    "american": "USA",
    "us": "USA",
    "australian": "AUS",
    "korean": "KOR",
    "estonian": "EST",
    "french": "FRA",
    "malaysian": "MYS",
    "vietnamese": "VNM",
    "indian": "IND",
    "british": "GBR",
}
_NATION = "|".join(sorted(_DEMONYMS, key=len, reverse=True))
_PLACE = r"(?:the )?([A-Z][A-Za-z.]*(?: (?:[A-Z][A-Za-z]+))?)"
_MILITARY = re.compile(
    r"\b(military|army|armies|navy|naval|air force|armed forces|defen[cs]e|missiles?|munitions?|weapons?|warhead|"
    r"fighter|warship|submarine|torpedo)\b",
    re.IGNORECASE,
)
_CIVIL = re.compile(r"\b(civil|civilian|commercial|non-military|not military)\b", re.IGNORECASE)
_HUMANITARIAN = re.compile(
    r"humanitarian|emergency (?:medical|medicine|rescue|relief)|disaster[- ]relief|earthquake|flood relief|"
    r"public[- ]health emergency|medical emergency|natural[- ]disaster|rescue",
    re.IGNORECASE,
)
_NO_RESCUE = re.compile(r"\b(?:not|no|non)[- ](?:a )?(?:rescue|humanitarian|emergency)|ordinary sale", re.IGNORECASE)
_WMD = re.compile(r"nuclear weapon|chemical weapon|biological weapon|mass destruction|\bWMD\b", re.IGNORECASE)
_TERROR = re.compile(r"terroris", re.IGNORECASE)
_AI = re.compile(r"\b(?:AI|artificial intelligence)\b[^.;]*\b(?:military|battlefield|weapon)|military[^.;]{0,20}\bAI\b", re.IGNORECASE)
_CHIPS = re.compile(r"logic|chip|fab\b|foundry|semiconductor|wafer|node|lithograph|process", re.IGNORECASE)
_NM = re.compile(r"(\d+(?:\.\d+)?)\s*(?:nm|nanomet(?:er|re)s?)\b", re.IGNORECASE)
_LAYERS = re.compile(r"(\d+)[- ]*layers?\b", re.IGNORECASE)
_MEMORY = re.compile(r"memory|nand|dram|flash|storage", re.IGNORECASE)
_DOD = re.compile(
    r"\b(?:DoD|DFARS|Department of Defen[cs]e|Pentagon|US (?:defen[cs]e|military) (?:contract|procurement|acquisition)|"
    r"defen[cs]e (?:contract|acquisition|procurement))\b",
    re.IGNORECASE,
)
_STRENGTH = re.compile(r"(?:rais|enhanc|strengthen|increas)\w*[^.;]{0,30}military (?:strength|potential|power|capab)", re.IGNORECASE)
_NOT_LISTED = re.compile(r"not (?:on|in) the (?:state[- ]trading )?list|unlisted (?:firm|exporter|trader)|not a listed|not eligible|non-listed|not listed", re.IGNORECASE)
_LISTED = re.compile(r"(?:on|in) the state[- ]trading list|listed (?:state[- ]trading )?(?:firm|exporter|trader)|state[- ]trading (?:firm|enterprise)|one of the (?:15|11|44)", re.IGNORECASE)
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
    "nonavailability": False,
    "recycled_us_magnet": False,
    "electronic_device": False,
    "cots": False,
}


_BARE = frozenset({"form:magnet", "form:alloy", "form:powder", "form:metal"})
_DOING = frozenset({"form:technology", "form:service"})
_BUILT = frozenset({"form:component", "form:assembly", "form:consumer", "form:equipment"})


def place(text: str | None) -> str | None:
    """A country as alpha-3; None where it is not stated or not a country.

    Raises:
        UnknownCode: E102 if the text names no country.
    """
    if text is None or text.strip().casefold() in _NOT_STATED:
        return None
    return "EUU" if text.strip().upper() in _EU else codes.country(text)


def _named(words: str) -> str | None:
    """The country a few words of a text name, or None."""
    parts = words.replace(".", "").split()
    for size in range(len(parts), 0, -1):
        found = codes.search_country(" ".join(parts[:size]))
        if found:
            return found
    return None


def _steps(text: str) -> dict[str, tuple[str, ...]]:
    """Where each step of manufacture took place, as far as the text says."""
    found: dict[str, list[str]] = {}
    for name, verbs in _STEPS.items():
        for match in re.finditer(rf"(?:{verbs})(?:(?: and| or|,) \w+)* in {_PLACE}", text):
            where = _named(match.group(1))
            if where:
                found.setdefault(name, []).append(where)
        for match in re.finditer(rf"\b({_NATION})-(?:{verbs})\b", text, re.IGNORECASE):
            found.setdefault(name, []).append(_DEMONYMS[match.group(1).casefold()])
    for match in re.finditer(r"((?:\w+(?:, | and | or ))+\w+) in " + _PLACE, text):
        where = _named(match.group(2))
        for name, verbs in _STEPS.items():
            if where and re.search(rf"\b(?:{verbs})\b", match.group(1)):
                found.setdefault(name, []).append(where)
    for noun, name in _INPUTS.items():
        for match in re.finditer(rf"\b({_NATION})(?:-origin)? (?:\w+ )?{noun}\b", text, re.IGNORECASE):
            found.setdefault(name, []).append(_DEMONYMS[match.group(1).casefold()])
    return {name: tuple(dict.fromkeys(places)) for name, places in found.items()}


def _military(form: Inquiry) -> dict[str, Any]:
    """Whether the user or the use is military, where the inquiry says anything about either."""
    found: dict[str, Any] = {}
    user = (form.end_user or "").strip()
    words = " ".join(part for part in (form.product, form.end_use or "", user) if part)
    plain = _CIVIL.sub(" ", words)
    hit = _MILITARY.search(plain)
    civil = bool(_CIVIL.search(words)) or user.casefold() == "civil"
    if user.casefold() == "military" or (hit and user.casefold() != "civil"):
        found |= {"military_user": True, "military_use": True}
    elif civil:
        found |= {"military_user": False, "military_use": False, "raises_military_strength": False}
    if _STRENGTH.search(words):
        found["raises_military_strength"] = True
    if re.search(r"missile", words, re.IGNORECASE):
        found["missile_use"] = True
    elif civil or form.end_use:
        found["missile_use"] = False
    for name, pattern in (("wmd_use", _WMD), ("terror_use", _TERROR), ("military_ai", _AI)):
        if pattern.search(words):
            found[name] = True
    return found


def _chips(words: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    nodes = [float(match.group(1)) for match in _NM.finditer(words)]
    if nodes and _CHIPS.search(words):
        found["logic_nm"] = min(nodes)
    layers = [float(match.group(1)) for match in _LAYERS.finditer(words)]
    if layers and _MEMORY.search(words):
        found["memory_layers"] = max(layers)
    return found


def _use(form: Inquiry) -> dict[str, Any]:
    words = f"{form.end_use or ''} {form.product}"
    found = {**_military(form), **_chips(words)}
    if _HUMANITARIAN.search(words) and not _NO_RESCUE.search(words):
        found["humanitarian"] = True
    elif form.end_use:
        found["humanitarian"] = False
    if _NOT_LISTED.search(words):
        found["state_trader"] = False
    elif _LISTED.search(words):
        found["state_trader"] = True
    if form.kind == "procurement" or _DOD.search(words):
        found["procurement"] = True
    if re.search(r"off[- ]the[- ]shelf|\bCOTS\b", words):
        found["cots"] = not re.search(r"(?:not|non)[- ](?:a )?COTS", words)
    if re.search(r"recycled", words) and re.search(r"(?:milled|sintered)[^.;]* in the (?:US|United States)", words):
        found["recycled_us_magnet"] = True
    if re.search(r"non-?availability", words, re.IGNORECASE):
        found["nonavailability"] = True
    return found


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
    elif re.search(r"\b(?:Chinese|PRC)(?:-origin)? (?:\w+[- ]){0,3}(?:technology|process|know-how)", form.product):
        found["prc_technology"] = True
    steps = _steps(form.product)
    if "made_in" in found and "produced_in" not in steps:
        steps["produced_in"] = (found["made_in"],)
    return {**steps, **found}


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


def _shares(form: Inquiry, readings: Readings) -> dict[str, Span]:
    found: dict[str, Span] = {}
    if form.us_controlled_share is not None:
        found["us_controlled"] = Span(form.us_controlled_share, form.us_controlled_share)
    span = _parts(form, readings) if form.bom else None
    if span is None and form.prc_ree_part is not None:
        span = _embedded(form, readings)
    if span is None:
        point = next(_points(form), None)
        span = Span(point, point) if point is not None else None
    if span is not None:
        found["part1"] = span
    return found


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


def _points(form: Inquiry) -> Iterator[float]:
    if form.part1_value_prc is not None and form.product_value:
        yield form.part1_value_prc / form.product_value
    if form.value_share is not None:
        yield form.value_share
    if form.chain_shares:
        yield form.chain_shares[-1]
    extra = form.model_extra or {}
    weight = form.weight_share
    prices = [extra.get(name) for name in ("element_price_usd_per_kg", "product_price_usd_per_kg")]
    if weight is not None and all(isinstance(price, (int, float)) for price in prices):
        yield weight * float(prices[0] or 0) / float(prices[1] or 1)


def _composition(form: Inquiry) -> tuple[tuple[str, float], ...]:
    found: list[tuple[str, float]] = []
    for name, share in form.composition.items():
        symbol = name.split("_", maxsplit=1)[0]
        if share is not None and symbol in codes.ELEMENTS:
            found.append((symbol, share / 100))
    return tuple(found)


def _declared(form: Inquiry) -> dict[str, Any]:
    """Facts given under their own names; countries in them as alpha-3."""
    found: dict[str, Any] = {}
    for name, value in (form.model_extra or {}).items():
        key = name.casefold() if name.endswith(("_wt_pct", "_pct")) else name
        if name in _STEPS and isinstance(value, (str, list)):
            places = [value] if isinstance(value, str) else value
            found[key] = tuple(place(part) or "" for part in places)
        elif value is not None:
            found[key] = value
    if form.purity_pct is not None:
        found["purity_pct"] = form.purity_pct
    if form.end_user_owned_by_listed is not None:
        found["end_user_owned_by_listed"] = form.end_user_owned_by_listed
    return found


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
    item = describe(form.product, composition=composition, facts=declared, form=form.form or "")
    if form.kind in ("technology", "service") and not item.concepts & _DOING:
        item = describe(form.product, composition=composition, facts=declared, form=form.kind)
    shares = _shares(form, readings)
    item = _assembly(item, shares)
    values = {**_countries(form), **_use(form), **declared}
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
            name: _shares(form, other)
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
