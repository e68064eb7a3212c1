"""What an inquiry says of end user and end use: military, chips, rescue, procurement (§X1)."""

from __future__ import annotations

import re
from typing import Any

from monazite.exposure.countries import place
from monazite.exposure.inquiry import Inquiry

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
_NO_RESCUE = re.compile(
    r"\b(?:not|no|non)[- ](?:a )?(?:rescue|humanitarian|emergency)|ordinary sale", re.IGNORECASE
)
_WMD = re.compile(
    r"nuclear weapon|chemical weapon|biological weapon|mass destruction|\bWMD\b", re.IGNORECASE
)
_TERROR = re.compile(r"terroris", re.IGNORECASE)
_AI = re.compile(
    r"\b(?:AI|artificial intelligence)\b[^.;]*\b(?:military|battlefield|weapon)|"
    r"military[^.;]{0,20}\bAI\b",
    re.IGNORECASE,
)
_CHIPS = re.compile(
    r"logic|chip|fab\b|foundry|semiconductor|wafer|node|lithograph|process", re.IGNORECASE
)
_NM = re.compile(r"(\d+(?:\.\d+)?)\s*(?:nm|nanomet(?:er|re)s?)\b", re.IGNORECASE)
_LAYERS = re.compile(r"(\d+)[- ]*layers?\b", re.IGNORECASE)
_MEMORY = re.compile(r"memory|nand|dram|flash|storage", re.IGNORECASE)
_BUYS = r"contracts?\b|procure|acqui|deliver|purchas|end item|subcontract|program|suppl(?:y|ied)"
_DOD_NAME = (
    r"\bDoD\b|Department of Defen[cs]e|Pentagon|\bUS (?:defen[cs]e|military)\b|\bdefen[cs]e\b"
)
_DOD = re.compile(
    rf"(?:{_DOD_NAME})[^.;]{{0,40}}(?:{_BUYS})|(?:{_BUYS})[^.;]{{0,40}}(?:{_DOD_NAME})|"
    r"\bfor (?:the |a )?(?:US )?(?:DoD|Department of Defen[cs]e|Pentagon)",
    re.IGNORECASE,
)
_DFARS = re.compile(r"\bDFARS\b|10 USC 4872|252\.225-70", re.IGNORECASE)
_OWNED = re.compile(
    r"(\d+(?:\.\d+)?)\s*%[- ]*(?:owned|held)|(?:owned|held) (?:at |to )?(\d+(?:\.\d+)?)\s*%",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:published|public(?:ly)? (?:domain|available)|open literature|basic research|ordinary patent)",
    re.IGNORECASE,
)
_STRENGTH = re.compile(
    r"(?:rais|enhanc|strengthen|increas)\w*[^.;]{0,30}military (?:strength|potential|power|capab)",
    re.IGNORECASE,
)
_NOT_LISTED = re.compile(
    r"not (?:on|in) the (?:state[- ]trading )?list|unlisted (?:firm|exporter|trader)|not a listed|not eligible|"
    r"non-listed|not listed",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:on|in) the state[- ]trading list|listed (?:state[- ]trading )?(?:firm|exporter|trader)|"
    r"state[- ]trading (?:firm|enterprise)|one of the (?:15|11|44)",
    re.IGNORECASE,
)


def _military(form: Inquiry) -> dict[str, Any]:
    """Whether the user or the use is military, where the inquiry says anything about either."""
    found: dict[str, Any] = {}
    user = (form.end_user or "").strip()
    words = " ".join(part for part in (form.product, form.end_use or "", user) if part)
    plain = _AI.sub(" ", _CIVIL.sub(" ", words))
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


def _exceptions(words: str) -> dict[str, Any]:
    """Exceptions of a procurement rule that the words claim."""
    found: dict[str, Any] = {}
    if re.search(r"off[- ]the[- ]shelf|\bCOTS\b", words):
        found["cots"] = not re.search(r"(?:not|non)[- ](?:a )?COTS", words)
    if re.search(r"recycled", words) and re.search(
        r"(?:milled|sintered)[^.;]* in the (?:US|United States)", words
    ):
        found["recycled_us_magnet"] = True
    if re.search(r"non-?availability", words, re.IGNORECASE):
        found["nonavailability"] = True
    return found


def _is_procurement(form: Inquiry) -> bool:
    """Whether the item is supplied under a contract of the US Department of Defense."""
    words = _all_words(form)
    if "procure" in (form.kind or "") or _DFARS.search(words):
        return True
    return place(form.destination) in (None, "USA") and bool(_DOD.search(words))


def _all_words(form: Inquiry) -> str:
    """Every text of an inquiry that is not a country or a code."""
    extra = [value for value in (form.model_extra or {}).values() if isinstance(value, str)]
    return " ".join(
        part for part in (form.product, form.end_use, form.end_user, form.kind, *extra) if part
    )


def end_use(form: Inquiry) -> dict[str, Any]:
    """Facts on user and use, where the inquiry says anything of them."""
    words = f"{form.end_use or ''} {form.product}"
    found = {**_military(form), **_chips(words)}
    if _HUMANITARIAN.search(words) and not _NO_RESCUE.search(words):
        found["humanitarian"] = True
    elif form.end_use:
        found["humanitarian"] = False
    if form.kind in ("technology", "service") and _PUBLIC.search(words):
        found["public_domain"] = True
    if _NOT_LISTED.search(words):
        found["state_trader"] = False
    elif _LISTED.search(words):
        found["state_trader"] = True
    if _is_procurement(form):
        found["procurement"] = True
    owned = _OWNED.search(words)
    if owned and re.search(r"list", words):
        found["end_user_owned_by_listed"] = float(owned.group(1) or owned.group(2)) / 100
    found |= _exceptions(words)
    return found
