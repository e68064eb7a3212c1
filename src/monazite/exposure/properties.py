"""Measured properties in a description, under the names the measures use (§X44)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

# Bounded, and never begun inside a number, so that a long run of digits costs no more than its length.
_N = r"(?<!\d)(\d{1,9}(?:[.,]\d{1,9})?)"
_SYMBOL = (
    r"(Dy|Tb|Nd|Pr|Sm|Gd|Lu|Sc|Ho|Er|Tm|Eu|Yb|La|Ce|Co|Ni|Fe|Ag|Cu|Mo|Ta|Ga|Ge|Sb|Bi|Te|In|Mg|Li|W|Y|Al|Zr|"
    r"镝|铽|钕|镨|钐|钆|钨|钴)"
)
_CHINESE = {
    "镝": "Dy",
    "铽": "Tb",
    "钕": "Nd",
    "镨": "Pr",
    "钐": "Sm",
    "钆": "Gd",
    "钨": "W",
    "钴": "Co",
}
_SHARE_AFTER = re.compile(
    rf"(?<![A-Za-z]){_SYMBOL}\s*[:=]?\s*(?:≥|>=|>|<|ca\.?)?\s*{_N}\s*(?:wt\.?\s?|gew\.?-?\s?)?%"
)
_SHARE_BEFORE = re.compile(rf"{_N}\s*(?:wt\.?\s?|gew\.?-?\s?)?%\s*{_SYMBOL}(?![A-Za-z])")
_PURITY = re.compile(rf"(?<![\d.,]){_N}\s*%")
_NINES = re.compile(r"(?<![\dA-Za-z.])([2-9])N([5])?(?![A-Za-z0-9])")
# name: pattern with the number as its first group; searched in the text as written
_SIMPLE: tuple[tuple[str, str], ...] = (
    ("density_g_cm3", rf"{_N}\s*g\s*/\s*(?:cm3|cm³|cc|cm\^3)"),
    ("capacity_mah_g", rf"{_N}\s*mAh\s*/\s*g"),
    ("energy_wh_kg", rf"{_N}\s*Wh\s*/\s*kg"),
    ("particle_um", rf"{_N}\s*(?:µm|μm|um|micron|microns|微米)"),
    ("pressure_gpa", rf"{_N}\s*GPa"),
    ("microwave_kw", rf"{_N}\s*kW"),
    ("frequency_mhz", rf"{_N}\s*MHz"),
    ("frequency_khz", rf"{_N}\s*kHz"),
    ("field_t", rf"{_N}\s*(?:T|Tesla|tesla)(?![A-Za-z])"),
    ("oxygen_ppm", rf"(?:oxygen|O2?|氧)\s*(?:content\s*)?(?:≤|<=|<)?\s*{_N}\s*ppm"),
    ("recovery_pct", rf"recovery\s*(?:rate\s*)?{_N}\s*%"),
    ("elongation_pct", rf"elongation\s*{_N}\s*%"),
    ("transmission_pct", rf"{_N}\s*%\s*(?:visible |optical )?transmi"),
    ("transmission_pct", rf"transmi(?:ssion|ttance)\s*{_N}\s*%"),
    ("throughput_m3_day", rf"{_N}\s*(?:m3|m³)\s*/\s*(?:d|day)"),
    ("volume_m3", rf"{_N}\s*(?:m3|m³)(?!\s*/)"),
    ("current_a", rf"{_N}\s*A(?![A-Za-z/])"),
    ("temperature_c", rf"{_N}\s*(?:°|deg\.?)?\s*C(?![A-Za-z0-9])"),
    (
        "logic_nm",
        rf"{_N}\s*(?:nm|nanomet(?:er|re))\s*(?:logic|logik|chip|逻辑)|logic[^0-9]{{0,20}}{_N}\s*nm",
    ),
    ("memory_layers", rf"{_N}[\s\-]*(?:layers?|layer|层)\s*(?:memory|NAND|nand|存储)?"),
    ("inner_diameter_mm", rf"(?:\bID|inner diameter|Innendurchmesser|内径)\s*{_N}"),
    ("wall_mm", rf"(?:\bwall(?: thickness)?|Wandstärke|壁厚)\s*{_N}"),
    ("length_mm", rf"(?:\bL|\blength|Länge|长度?)\s*[=:]?\s*{_N}\s*(?:mm)?"),
    ("diameter_mm", rf"(?:Ø|⌀|\bD|\bdia\.?|diameter|Durchmesser|直径)\s*[=:]?\s*{_N}\s*(?:mm)?"),
    ("bore_mm", rf"(?:cylinder )?bore\s*{_N}"),
    ("cooling_min", rf"cooling[^0-9]{{0,20}}{_N}\s*min"),
)
# Units whose letter means something else in the other case.
_CASED = ("field_t", "current_a", "temperature_c")
_COMPILED = tuple(
    (name, re.compile(pattern, 0 if name in _CASED else re.IGNORECASE)) for name, pattern in _SIMPLE
)
_BLOCK = re.compile(rf"{_N}\s*[x×*]\s*{_N}\s*[x×*]\s*{_N}\s*(?:mm)?")
_MPA = re.compile(rf"{_N}\s*MPa", re.IGNORECASE)
_STRENGTHS = (
    ("elastic_limit_mpa", re.compile(rf"(?:elastic limit|yield)[^0-9]{{0,15}}{_N}\s*MPa")),
    ("tensile_strength_mpa", re.compile(rf"(?:UTS|tensile)[^0-9]{{0,20}}{_N}\s*MPa")),
)
_INCH = re.compile(rf"{_N}[\s-]*(?:inch(?:es)?|″|\"|英寸)", re.IGNORECASE)
_MM_PER_INCH = 25.4  # exact by definition
_PURE = 50.0  # a bare percentage below is a tolerance or a share, not a purity


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def properties(text: str) -> Mapping[str, object]:
    """Numbers with their meaning, from the text as written.

    >>> dict(properties("artificial graphite 99.95%, 35 MPa, 1.80 g/cm3"))
    {'density_g_cm3': 1.8, 'flexural_strength_mpa': 35.0, 'purity_pct': 99.95}
    >>> properties("tungsten tube ID 65, wall 25, L 50 mm, 97% W")["w_wt_pct"]
    97.0
    """
    if not any(ch.isdigit() for ch in text):
        return MappingProxyType({})
    found: dict[str, object] = {}
    rest = text
    for pattern, symbol_first in ((_SHARE_AFTER, True), (_SHARE_BEFORE, False)):
        for match in pattern.finditer(rest):
            symbol, amount = match.groups() if symbol_first else reversed(match.groups())
            if symbol in _CHINESE and _float(amount) >= _PURE:
                continue  # 氧化镝 99.9 % is a purity, not a share of dysprosium
            found[f"{_CHINESE.get(symbol, symbol).lower()}_wt_pct"] = _float(amount)
        rest = pattern.sub(
            lambda match: match.group() if _CHINESE.keys() & set(match.group()) else " ", rest
        )
    for name, pattern in _COMPILED:
        match = pattern.search(rest)
        if match:
            found[name] = _float(next(group for group in match.groups() if group))
            if name.endswith("_pct"):
                rest = rest[: match.start()] + rest[match.end() :]
    _strength(rest, found)
    _purity(rest, found)
    _shape(text, found)
    if "diameter_mm" not in found and (match := _INCH.search(text)):
        found["diameter_mm"] = round(_float(match.group(1)) * _MM_PER_INCH, 6)
    return MappingProxyType(found)


def _strength(text: str, found: dict[str, object]) -> None:
    for name, pattern in _STRENGTHS:
        match = pattern.search(text)
        if match:
            found[name] = _float(match.group(1))
    if not any(name in found for name, _ in _STRENGTHS) and (match := _MPA.search(text)):
        found["flexural_strength_mpa"] = _float(match.group(1))


def _purity(text: str, found: dict[str, object]) -> None:
    for match in _PURITY.finditer(text):
        if _PURE <= _float(match.group(1)) <= 100:  # noqa: PLR2004 - per cent
            found["purity_pct"] = _float(match.group(1))
            return
    match = _NINES.search(text)
    if match:
        nines = "9" * int(match.group(1)) + (match.group(2) or "0")
        found["purity_pct"] = float(f"{nines[:2]}.{nines[2:]}")


def _shape(text: str, found: dict[str, object]) -> None:
    low = text.casefold()
    block = _BLOCK.search(text)
    if re.search(r"\btube|rohr|管", low):
        found["shape"] = "tube"
    elif re.search(r"cylinder|\brod\b|zylinder|stab\b|圆柱|棒", low):
        found["shape"] = "cylinder"
    elif block and re.search(r"block|plate|brick|platte|quader|块|板|tungsten|wolfram|钨", low):
        found["shape"] = "block"
        sides = sorted((_float(side) for side in block.groups()), reverse=True)
        found.update({f"side_{index}_mm": side for index, side in enumerate(sides, start=1)})
    if "window" in low and re.search(r"\b(?:curved|flat)\b", low):
        found["curved"] = "curved" in low
    if "single crystal" in low or "单晶" in low or "einkristall" in low:
        found["crystal"] = "single"
