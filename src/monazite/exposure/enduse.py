"""What an inquiry says of end user and end use: military, chips, rescue, procurement (§X1)."""

from __future__ import annotations

import re
from typing import Any

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
_DOD = re.compile(
    r"\b(?:DoD|DFARS|Department of Defen[cs]e|Pentagon|US (?:defen[cs]e|military) (?:contract|procurement|acquisition)|"
    r"defen[cs]e (?:contract|acquisition|procurement))\b",
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


def end_use(form: Inquiry) -> dict[str, Any]:
    """Facts on user and use, where the inquiry says anything of them."""
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
    if re.search(r"recycled", words) and re.search(
        r"(?:milled|sintered)[^.;]* in the (?:US|United States)", words
    ):
        found["recycled_us_magnet"] = True
    if re.search(r"non-?availability", words, re.IGNORECASE):
        found["nonavailability"] = True
    return found
