# ruff: noqa: E501 - lists of words
"""Which column holds what: header words in English, German and Chinese, with units (§X12, §X13)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from monazite.codes import ELEMENTS
from monazite.exposure.bills.cells import clean, currency, mass_factor
from monazite.exposure.bills.limits import HEADER_SEARCH

# field: every spelling a header may have once unit and punctuation are gone
_WORDS: dict[str, str] = {
    "id": "id|line|line no|line number|no|nr|#|item|item no|item number|item nr|pos|position|pos nr|positionsnummer|"
    "lfd nr|zeile|part number|part no|pn|p/n|mpn|teilenummer|teile nr|sachnummer|artikelnummer|artikel nr|"
    "material number|materialnummer|component number|find no|find number|序号|编号|行号|料号|物料编码|物料号|零件号|"
    "零件编号|物料代码|产品编号|项次",
    "parent": "parent|parent id|parent item|parent part|parent no|parent part number|belongs to|assembly|next assembly|used in|"
    "nha|baugruppe|übergeordnet|übergeordnete position|gehört zu|oberteil|上级|父项|父级|父件|上级编号|所属|上层料号|父项编码",
    "level": "level|bom level|lvl|indent|stufe|ebene|strukturstufe|层级|级别|阶层|层次|bom层级",
    "description": "description|item description|part description|part name|name|component|component name|designation|"
    "material description|text|bezeichnung|benennung|beschreibung|artikelbezeichnung|teilebezeichnung|"
    "materialkurztext|kurztext|名称|品名|描述|物料名称|零件名称|说明|物料描述|产品名称|货物名称|品名规格",
    "quantity": "quantity|qty|qty per|qty per assembly|quantity per|amount per|pieces|count|menge|anzahl|stückzahl|stk|"
    "数量|用量|单位用量|件数|个数",
    "unit": "unit|uom|unit of measure|units|me|einheit|mengeneinheit|单位|计量单位",
    "mass": "weight|mass|net weight|line weight|gewicht|masse|nettogewicht|重量|质量|净重",
    "unit_mass": "unit weight|unit mass|weight per piece|weight per unit|mass per piece|mass each|weight each|stückgewicht|"
    "einzelgewicht|gewicht pro stück|单重|单件重量|单件质量|单个重量",
    "total_mass": "total weight|total mass|weight total|extended weight|gesamtgewicht|gesamtmasse|总重|总重量|总质量",
    "value": "value|amount|cost|line value|line cost|line total|wert|kosten|betrag|金额|价值|成本",
    "unit_value": "unit price|unit cost|price|price each|cost each|price per piece|price per unit|unit value|preis|stückpreis|einzelpreis|"
    "einheitspreis|preis pro stück|单价|价格|单位价格|单位成本",
    "total_value": "total value|total price|total cost|total|extended price|extended cost|extended value|ext price|ext cost|gesamtpreis|"
    "gesamtwert|gesamtkosten|总价|总金额|总值|合计金额",
    "currency": "currency|curr|ccy|währung|waehrung|币种|货币|币别",
    "origin": "origin|country of origin|coo|origin country|countries of origin|material origin|origin of material|"
    "raw material origin|ursprung|ursprungsland|herkunft|herkunftsland|herkunft des materials|原产地|原产国|产地|来源国|原料产地",
    "made_in": "made in|country of manufacture|manufactured in|manufacturing country|production country|place of manufacture|"
    "com|herstellungsland|gefertigt in|produktionsland|fertigungsland|制造国|生产国|制造地|生产地",
    "supplier": "supplier|supplier name|vendor|vendor name|manufacturer|mfr|source|lieferant|lieferantenname|hersteller|供应商|"
    "供应商名称|制造商|厂商|厂家|生产商",
    "material": "material|materials|material type|raw material|alloy|grade|werkstoff|rohstoff|legierung|材料|材质|原材料|牌号",
    "composition": "composition|chemical composition|elements|substances|chemistry|zusammensetzung|chemische zusammensetzung|"
    "成分|化学成分|组成",
    "hs": "hs|hs code|hts|hts code|hscode|cn code|tariff code|tariff number|customs code|customs tariff number|commodity code|taric|"
    "zolltarifnummer|warennummer|warentarifnummer|statistische warennummer|海关编码|hs编码|税号|商品编码|海关商品编号",
    "control_code": "control code|export control code|eccn|dual use code|export control number|exportkontrollnummer|"
    "ausfuhrlistennummer|al nummer|管制编码|管制编号|出口管制编码|两用物项编码",
    "item": "controlled item|item id|pinned item|monazite item|管制物项",
    "purity_pct": "purity|reinheit|纯度",
    "technology_origin": "technology origin|origin of technology|technology country|technologieherkunft|herkunft der technologie|技术来源|技术来源国",
    "density_g_cm3": "density|dichte|密度",
    "value_share": "declared part 1 share|part 1 share|declared share|controlled share|controlled content|rare earth value share|"
    "deklarierter teil 1 anteil|deklarierter anteil|kontrollierter anteil|申报第1部分占比|受控物项价值占比|申报占比",
}
_GROUPED = re.compile(r"[(\[（【{]([^)\]）】}]*)[)\]）】}]")
_ELEMENT = re.compile(r"^([a-z]{1,2}|[a-z]{5,12})(?: content|-gehalt|gehalt|含量)?$")
_PER_CENT = re.compile(r"%|wt|mass frac|gew|pct|percent|ppm|质量分数")
NUMBERS = frozenset(
    {
        "quantity",
        "mass",
        "unit_mass",
        "total_mass",
        "value",
        "unit_value",
        "total_value",
        "purity_pct",
        "density_g_cm3",
        "value_share",
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is understood.

    Attributes:
        field: Canonical name, or `element:Dy` for a column of mass shares of one element.
        unit: What the header says beside the name: a mass unit, a currency, `%` or `ppm`.
    """

    index: int
    field: str
    header: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: the last row it takes (0-based), its columns and the names left unused."""

    last_row: int
    columns: tuple[Column, ...]
    unused: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """Names of the fields the sheet has."""
        return frozenset(column.field for column in self.columns)


@cache
def _lookup() -> dict[str, str]:
    return {_bare(word): field for field, words in _WORDS.items() for word in words.split("|")}


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[_\-.:*/#\"'’\s]+", " ", text.casefold()).split()) or text.strip()


def field_of(text: str) -> tuple[str, str]:
    """The field a header names and its unit, both empty where the header is not known.

    >>> field_of("Gewicht [g]"), field_of("Unit price (US$)"), field_of("Dy (wt%)"), field_of("重量（克）")
    (('mass', 'g'), ('unit_value', 'US$'), ('element:Dy', 'wt%'), ('mass', '克'))
    """
    text = clean(text)
    if not text or len(text) > 80:  # noqa: PLR2004 - longer than any header: a sentence
        return "", ""
    units = [found.strip() for found in _GROUPED.findall(text) if found.strip()]
    name = _GROUPED.sub(" ", text)
    unit = next((found for found in units if _is_unit(found)), "")
    field = _lookup().get(_bare(name), "")
    if not field and not unit:
        name, unit = _split_unit(name)
        field = _lookup().get(_bare(name), "")
    if not field:
        field = _element_field(_bare(name), unit or text)
    return field, unit if field else ""


def _is_unit(text: str) -> bool:
    return bool(
        mass_factor(text) or currency(text) or _PER_CENT.search(text.casefold()) or "/" in text
    )


def _split_unit(name: str) -> tuple[str, str]:
    """`Price EUR`, `Gewicht in g`, `Weight/kg`, `Purity %` without brackets."""
    found = re.match(r"^(.*?)[\s,/:_-]+(?:in\s+|per\s+)?(\S+)\s*$", name.strip())
    if found and _is_unit(found.group(2)):
        return re.sub(r"\s+in$", "", found.group(1)), found.group(2)
    found = re.match(r"^(.*?)\s*(%|wt\s?%|gew\.?\s?-?%)$", name.strip(), re.IGNORECASE)
    return (found.group(1), found.group(2)) if found else (name, "")


@cache
def _element_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for symbol, entry in ELEMENTS.items():
        names[symbol.casefold()] = names[entry.name] = names[entry.chinese] = symbol
    return names


def _element_field(bare: str, unit: str) -> str:
    found = _ELEMENT.match(bare)
    symbol = _element_names().get(found.group(1) if found else bare.removesuffix("含量"), "")
    return f"element:{symbol}" if symbol and _PER_CENT.search(unit.casefold()) else ""


def find_header(rows: Sequence[Sequence[object]]) -> Header | None:
    """The row, or pair of rows, that names most columns, within the first forty rows; None where there is none.

    A second header row under merged cells is joined with the first one, whose words reach to the right.
    """
    best: tuple[int, int, Header] | None = None
    texts = [[clean(cell) for cell in row] for row in rows[: HEADER_SEARCH + 1]]
    for index, row in enumerate(texts[:HEADER_SEARCH]):
        if not any(row):
            continue
        candidates = [(index, row)]
        if index + 1 < len(texts) and _reads_as_header(row, texts[index + 1]):
            candidates.append((index + 1, _joined(row, texts[index + 1])))
        for last, names in candidates:
            header = _header(last, names)
            score = 2 * len(header.fields) + sum(bool(column.unit) for column in header.columns)
            usable = header.fields & {
                "description",
                "hs",
                "material",
                "item",
                "control_code",
                "composition",
            }
            if len(header.fields) >= 2 and usable and (best is None or (score, -last) > best[:2]):  # noqa: PLR2004
                best = (score, -last, header)
    return best[2] if best else None


def _reads_as_header(top: list[str], bottom: list[str]) -> bool:
    """Two rows read as one header when the second stands partly below empty cells and neither holds a number."""
    gaps = any(
        lower and not (top[index] if index < len(top) else "") for index, lower in enumerate(bottom)
    )
    numbers = any(re.fullmatch(r"[-+]?[\d.,]+%?", cell) for cell in (*top, *bottom))
    return gaps and not numbers and any(field_of(cell)[0] for cell in top)


def _joined(top: list[str], bottom: list[str]) -> list[str]:
    width = max(len(top), len(bottom))
    top, bottom = top + [""] * (width - len(top)), bottom + [""] * (width - len(bottom))
    names: list[str] = []
    reach = ""
    for upper, lower in zip(top, bottom, strict=True):
        reach = upper or (reach if lower else "")
        joined = f"{reach} {lower}".strip()
        unit = next((found for found in _GROUPED.findall(lower) if _is_unit(found)), "")
        tries = (joined, f"{lower} {reach}", lower, f"{reach} ({unit})" if unit else lower, reach)
        names.append(next((text for text in tries if field_of(text)[0]), joined))
    return names


def _header(last_row: int, names: list[str]) -> Header:
    columns: dict[str, Column] = {}
    unused: list[str] = []
    for index, name in enumerate(names):
        field, unit = field_of(name)
        if field == "id" and "id" in columns:
            # a second identifier (position and part number) stays readable but does not number the lines
            unused.append(name)
        elif field and field not in columns:
            columns[field] = Column(index, field, name, unit)
        elif name:
            unused.append(name)
    return Header(last_row, tuple(columns.values()), tuple(unused))
