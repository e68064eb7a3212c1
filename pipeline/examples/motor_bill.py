# ruff: noqa: E501 - a table of lines
"""Builds the example bill of a traction motor in every form that `monazite screen` reads.

Usage: python pipeline/examples/motor_bill.py [FOLDER]

Suppliers are labels, not firms. Masses and element contents of the magnets come from the reference table
`markets/product_contents`; all other amounts are assumptions, listed with their reasons in `examples/motor_figures`.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

import polars as pl
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

REFERENCE = Path(__file__).parents[2] / "src" / "monazite" / "reference"
CONTENTS = pl.read_csv(REFERENCE / "markets" / "product_contents.csv", infer_schema_length=0)

FIELDS = (
    "id", "parent", "description", "quantity", "unit", "unit_value", "unit_mass_g", "currency", "origin", "made_in", "supplier",
    "material", "composition", "hs", "value_share",
)  # fmt: skip


def content(product: str, element: str, column: str) -> float:
    """One cell of the table of product contents."""
    row = CONTENTS.filter(
        pl.col("id").str.starts_with(f"product/{product}/"), pl.col("element") == element
    ).to_dicts()[0]
    return float(row[column])


MAGNET_KG = content("b006", "Dy", "material_mass_kg_typ")  # rotor magnets of one motor
DY_KG = content("b006", "Dy", "value")  # dysprosium in them
SH = {symbol: content("b002", symbol, "wt_pct_typ") for symbol in ("Nd", "Pr", "Dy")}
SM = content("b004", "Sm", "wt_pct_typ")
MAGNET_USD_PER_KG = 60.0
DY_USD_PER_KG = 274.29  # element price behind the base value in the table of product contents
FLAKES_KG = round(MAGNET_KG - DY_KG, 4)


def rows() -> list[dict[str, object]]:
    """The bill, one line each; value and mass are of one piece."""
    sh = ", ".join(f"{symbol} {share:g}%" for symbol, share in SH.items()) + ", Fe 67.8%, B 1%"
    light = "Nd 24%, Pr 5.2%, Fe 69.6%, B 1%"
    lines = [
        # id, parent, description, qty, unit, price, mass g, origin, made in, supplier, material, composition, hs, declared share
        ("1", "", "Traction motor 150 kW, permanent-magnet synchronous", 1, "pcs", 1000, 60000, "", "DE", "", "", "", "85015390", None),
        ("1.1", "1", "Rotor assembly", 1, "pcs", 290, 14000, "", "DE", "", "", "", "85030099", None),
        ("1.1.1", "1.1", "Rotor magnet set N38SH, sintered", 1, "set", round(MAGNET_KG * MAGNET_USD_PER_KG, 4), round(MAGNET_KG * 1000, 4), "DE", "DE", "Magnet supplier A", "sintered NdFeB", sh, "85051110", None),
        ("1.1.1.1", "1.1.1", "NdFeB alloy flakes, strip cast, no Dy, Tb", FLAKES_KG, "kg", 35, 1000, "VN", "VN", "Alloy supplier B", "NdFeB alloy", light, "72029911", None),
        ("1.1.1.2", "1.1.1", "Dysprosium metal 99.5%", round(DY_KG, 6), "kg", DY_USD_PER_KG, 1000, "CN", "CN", "Metal supplier C", "Dy metal", "", "2805301200", None),
        ("1.1.1.3", "1.1.1", "Nickel plating of magnets", 1, "pcs", 3, 12, "DE", "DE", "Plating supplier D", "Ni", "", "", None),
        ("1.1.1.4", "1.1.1", "Epoxy coating", 1, "pcs", 1.5, 20, "DE", "DE", "Plating supplier D", "epoxy", "", "32089099", None),
        ("1.1.2", "1.1", "Rotor laminations, electrical steel", 320, "pcs", 0.125, 30, "JP", "JP", "Steel supplier E", "silicon steel M270-35A", "", "72261930", None),
        ("1.1.3", "1.1", "Rotor shaft 42CrMo4", 1, "pcs", 30, 2600, "DE", "DE", "Forging supplier F", "steel", "", "84831095", None),
        ("1.1.4", "1.1", "Balancing discs", 2, "pcs", 3, 150, "PL", "PL", "Machining supplier G", "aluminium", "", "76169990", None),
        ("1.1.5", "1.1", "End plates", 2, "pcs", 4, 120, "PL", "PL", "Machining supplier G", "stainless steel", "", "73269098", None),
        ("1.1.6", "1.1", "Potting resin for magnet slots", 0.08, "kg", 45, 1000, "DE", "DE", "Resin supplier H", "epoxy resin", "", "39073000", None),
        ("1.2", "1", "Stator assembly", 1, "pcs", 250, 22000, "", "DE", "", "", "", "85030099", None),
        ("1.2.1", "1.2", "Stator laminations, electrical steel", 320, "pcs", 0.2, 45, "KR", "KR", "Steel supplier J", "silicon steel M250-35A", "", "72261930", None),
        ("1.2.2", "1.2", "Hairpin winding", 1, "pcs", 95, 6200, "DE", "DE", "Winding supplier K", "copper", "", "85441110", None),
        ("1.2.2.1", "1.2.2", "Copper rod, oxygen-free", 6.0, "kg", 10.5, 1000, "CL", "CL", "Copper supplier L", "Cu 99.99%", "", "74071000", None),
        ("1.2.2.2", "1.2.2", "Polyamide-imide enamel", 0.2, "kg", 22, 1000, "DE", "DE", "Resin supplier H", "PAI", "", "32089099", None),
        ("1.2.3", "1.2", "Slot insulation paper", 54, "pcs", 0.12, 2, "US", "US", "Insulation supplier M", "aramid paper", "", "48115900", None),
        ("1.2.4", "1.2", "Impregnation resin", 0.35, "kg", 14, 1000, "DE", "DE", "Resin supplier H", "polyester imide", "", "39079980", None),
        ("1.2.5", "1.2", "Phase connectors", 3, "pcs", 2.4, 40, "CZ", "CZ", "Connector supplier N", "copper", "", "85369010", None),
        ("1.2.6", "1.2", "Temperature sensor NTC 10k", 2, "pcs", 1.1, 3, "JP", "JP", "Sensor supplier P", "ceramic", "", "85334010", None),
        ("1.3", "1", "Housing and cooling", 1, "pcs", 150, 16000, "", "DE", "", "", "", "85030099", None),
        ("1.3.1", "1.3", "Housing, die cast AlSi10Mg", 1, "pcs", 70, 11000, "DE", "DE", "Casting supplier Q", "AlSi10Mg", "", "76169910", None),
        ("1.3.2", "1.3", "End cover", 2, "pcs", 14, 1800, "DE", "DE", "Casting supplier Q", "AlSi10Mg", "", "76169910", None),
        ("1.3.3", "1.3", "Coolant hose", 2, "pcs", 3.5, 160, "TR", "TR", "Rubber supplier R", "EPDM", "", "40093200", None),
        ("1.3.4", "1.3", "Thermal paste", 0.05, "kg", 60, 1000, "US", "US", "Chemicals supplier S", "silicone", "", "39100000", None),
        ("1.3.5", "1.3", "Indium foil 99.99%, thermal interface", 4, "pcs", 2.2, 3, "CN", "CN", "Metal supplier C", "In", "", "81129950", None),
        ("1.3.6", "1.3", "Paint, two-component", 0.3, "kg", 9, 1000, "DE", "DE", "Resin supplier H", "polyurethane", "", "32089091", None),
        ("1.4", "1", "Bearings and grounding", 1, "pcs", 60, 1900, "", "DE", "", "", "", "84821010", None),
        ("1.4.1", "1.4", "Deep groove ball bearing 6209", 1, "pcs", 8, 410, "AT", "AT", "Bearing supplier T", "bearing steel", "", "84821010", None),
        ("1.4.2", "1.4", "Hybrid ceramic ball bearing 6209", 1, "pcs", 32, 380, "DE", "DE", "Bearing supplier T", "steel and silicon nitride", "", "84821010", None),
        ("1.4.2.1", "1.4.2", "Silicon nitride bearing balls with yttrium oxide sintering aid", 9, "pcs", 1.2, 4.5, "CN", "CN", "Ceramics supplier U", "Si3N4", "", "69091900", None),
        ("1.4.2.2", "1.4.2", "Bearing rings", 2, "pcs", 4, 150, "DE", "DE", "Bearing supplier T", "bearing steel 100Cr6", "", "84829900", None),
        ("1.4.3", "1.4", "Shaft grounding ring, carbon fibre", 1, "pcs", 9, 40, "US", "US", "Grounding supplier V", "carbon fibre", "", "68151010", None),
        ("1.4.4", "1.4", "Wave spring", 1, "pcs", 0.9, 25, "DE", "DE", "Spring supplier W", "spring steel", "", "73202081", None),
        ("1.5", "1", "Sensor package", 1, "pcs", 62, 350, "", "DE", "", "", "", "90318080", None),
        ("1.5.1", "1.5", "Rotor position sensor", 1, "pcs", 24, 90, "JP", "JP", "Sensor supplier P", "", "", "90318080", None),
        ("1.5.1.1", "1.5.1", "Target magnet ring SmCo5", 1, "pcs", 1.2, 12, "CN", "CN", "Magnet supplier X", "SmCo5", f"Sm {SM:g}%, Co {100 - SM:g}%", "85051110", None),
        ("1.5.1.2", "1.5.1", "Hall IC", 2, "pcs", 1.4, 0.1, "MY", "MY", "Semiconductor supplier Y", "silicon", "", "85423990", None),
        ("1.5.1.3", "1.5.1", "Sensor PCB, assembled", 1, "pcs", 4.5, 12, "CN", "CN", "Board supplier Z", "FR4", "", "85340011", None),
        ("1.5.2", "1.5", "Resolver stator, wound", 1, "pcs", 16, 150, "CZ", "CZ", "Resolver supplier AA", "copper, silicon steel", "", "85030099", 0.0),
        ("1.5.3", "1.5", "Temperature sensor PT1000", 1, "pcs", 3.2, 4, "DE", "DE", "Sensor supplier AB", "platinum on ceramic", "", "90259000", None),
        ("1.5.4", "1.5", "Sensor cable harness", 1, "pcs", 8, 60, "MX", "MX", "Harness supplier AC", "copper, XLPE", "", "85444290", None),
        ("1.6", "1", "Electronics and connection", 1, "pcs", 120, 3200, "", "DE", "", "", "", "85049090", None),
        ("1.6.1", "1.6", "Busbars", 3, "pcs", 5, 220, "DE", "DE", "Copper supplier AD", "copper", "", "85446010", None),
        ("1.6.2", "1.6", "EMC filter board, assembled", 1, "pcs", 38, 260, "CN", "CN", "Board supplier Z", "", "", "85340090", None),
        ("1.6.2.1", "1.6.2", "Multilayer ceramic capacitors X7R", 24, "pcs", 0.05, 0.04, "JP", "JP", "Capacitor supplier AE", "barium titanate", "", "85322400", None),
        ("1.6.2.2", "1.6.2", "Ferrite ring core MnZn", 2, "pcs", 1.6, 40, "CN", "CN", "Ferrite supplier AF", "MnZn ferrite", "", "85051990", None),
        ("1.6.2.3", "1.6.2", "Tantalum capacitor 47 uF", 2, "pcs", 0.6, 0.3, "CZ", "CZ", "Capacitor supplier AG", "Ta", "", "85322100", None),
        ("1.6.2.4", "1.6.2", "GaN transistor 650 V", 2, "pcs", 3.1, 0.5, "TW", "TW", "Semiconductor supplier AH", "GaN on Si", "", "85412900", None),
        ("1.6.2.5", "1.6.2", "Printed circuit board, 6 layers", 1, "pcs", 4, 60, "CN", "CN", "Board supplier Z", "FR4", "", "85340011", None),
        ("1.6.2.6", "1.6.2", "Solder SAC305", 0.02, "kg", 40, 1000, "MY", "MY", "Solder supplier AJ", "Sn96.5Ag3Cu0.5", "", "83113000", None),
        ("1.6.3", "1.6", "High-voltage connector", 1, "pcs", 28, 350, "MX", "MX", "Connector supplier N", "PA66, copper", "", "85366990", None),
        ("1.6.4", "1.6", "Terminal pins, tellurium copper CW118C", 6, "pcs", 0.9, 12, "DE", "DE", "Copper supplier AD", "tellurium copper", "", "74072110", None),
        ("1.7", "1", "Insulation and coatings", 1, "pcs", 24, 700, "", "DE", "", "", "", "85479000", None),
        ("1.7.1", "1.7", "Winding varnish", 0.2, "kg", 16, 1000, "DE", "DE", "Resin supplier H", "polyester", "", "32089099", None),
        ("1.7.2", "1.7", "PA66 insulators, flame retardant", 6, "pcs", 1.4, 40, "DE", "DE", "Plastics supplier AK", "PA66-GF25", "", "85472000", None),
        ("1.7.2.1", "1.7.2", "Antimony trioxide flame retardant 99.8%", 0.002, "kg", 38, 1000, "CN", "CN", "Chemicals supplier AL", "Sb2O3", "", "2825800090", None),
        ("1.7.3", "1.7", "Thermal spray coating, alumina", 1, "pcs", 6, 15, "DE", "DE", "Plating supplier D", "Al2O3", "", "", None),
        ("1.8", "1", "Fasteners and seals", 1, "pcs", 20, 900, "", "DE", "", "", "", "73181595", None),
        ("1.8.1", "1.8", "Hex screw M8x40", 24, "pcs", 0.12, 20, "TW", "TW", "Fastener supplier AM", "steel 8.8", "", "73181595", None),
        ("1.8.2", "1.8", "O-ring 120x3", 4, "pcs", 0.4, 4, "DE", "DE", "Rubber supplier R", "FKM", "", "40169300", None),
        ("1.8.3", "1.8", "Radial shaft seal 45x62", 2, "pcs", 2.4, 25, "DE", "DE", "Rubber supplier R", "NBR", "", "40169300", None),
        ("1.8.4", "1.8", "Gasket of expanded graphite", 1, "pcs", 1.8, 30, "CN", "CN", "Seal supplier AN", "expanded graphite", "", "6815190020", None),
        ("1.8.5", "1.8", "Circlip 45 mm", 2, "pcs", 0.3, 6, "DE", "DE", "Spring supplier W", "spring steel", "", "73182900", None),
        ("1.8.6", "1.8", "Threadlocker adhesive", 0.01, "kg", 120, 1000, "IE", "IE", "Chemicals supplier S", "methacrylate", "", "35069190", None),
        ("1.9", "1", "Packaging and labels", 1, "pcs", 6, 2500, "", "DE", "", "", "", "48191000", None),
        ("1.9.1", "1.9", "Carton", 1, "pcs", 3.2, 2200, "DE", "DE", "Packaging supplier AP", "board", "", "48191000", None),
        ("1.9.2", "1.9", "Rating label", 1, "pcs", 0.3, 2, "DE", "DE", "Packaging supplier AP", "polyester", "", "48211010", None),
        ("1.9.3", "1.9", "Desiccant bag", 2, "pcs", 0.4, 100, "DE", "DE", "Packaging supplier AP", "clay", "", "38249996", None),
    ]  # fmt: skip
    found = []
    for line in lines:
        id_, parent, description, qty, unit, price, mass, origin, *rest = line
        values = (id_, parent, description, qty, unit, price, mass, "USD", origin, *rest)
        found.append(dict(zip(FIELDS, values, strict=True)))
    return found


def as_csv(lines: list[dict[str, object]]) -> bytes:
    """The plain English table."""
    header = (
        "Item no", "Parent", "Description", "Qty", "UoM", "Unit price", "Unit weight (g)", "Currency", "Country of origin", "Made in",
        "Supplier", "Material", "Composition", "HS code", "Declared Part 1 share",
    )  # fmt: skip
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for line in lines:
        writer.writerow(["" if line[name] is None else line[name] for name in FIELDS])
    return out.getvalue().encode("utf-8")


def comma(value: object) -> object:
    """A number as text with a decimal comma."""
    return str(value).replace(".", ",") if isinstance(value, (int, float)) else value


CHINESE_COUNTRIES = {
    "CN": "中国",
    "DE": "德国",
    "JP": "日本",
    "US": "美国",
    "KR": "韩国",
    "VN": "越南",
    "MY": "马来西亚",
}


def as_chinese_csv(lines: list[dict[str, object]]) -> bytes:
    """Another column order, Chinese header, GB18030."""
    header = (
        "序号",
        "供应商",
        "名称",
        "父项",
        "材料",
        "成分",
        "原产国",
        "制造国",
        "数量",
        "单位",
        "单价（美元）",
        "单重（克）",
        "海关编码",
        "申报占比",
    )
    order = ("id", "supplier", "description", "parent", "material", "composition", "origin", "made_in", "quantity", "unit", "unit_value", "unit_mass_g", "hs", "value_share")  # fmt: skip
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["物料清单", *[""] * 13])
    writer.writerow(header)
    for line in lines:
        row = [
            CHINESE_COUNTRIES.get(str(line[n]), line[n]) if n in {"origin", "made_in"} else line[n]
            for n in order
        ]
        writer.writerow(["" if cell is None else cell for cell in row])
    return out.getvalue().encode("gb18030")


def as_xlsx(lines: list[dict[str, object]]) -> bytes:
    """A German workbook: title rows, a merged two-row header, decimal commas as text, a second sheet, a total."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Stückliste"
    sheet.append(["Stückliste Traktionsmotor 150 kW"])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append(["Beispiel; Lieferanten sind Platzhalter"])
    sheet.append([])
    sheet.append(["Pos.", "Gehört zu", "Bezeichnung", "Menge", "ME", "Preis", "Gewicht", "Herkunft", "", "Lieferant", "Werkstoff", "Zusammensetzung", "Zolltarif-Nr.", "Deklarierter Teil 1 Anteil"])  # fmt: skip
    sheet.append(
        [
            "",
            "",
            "",
            "",
            "",
            "Einzelpreis (USD)",
            "Stückgewicht (g)",
            "Ursprungsland",
            "Herstellungsland",
        ]
    )
    for column in "ABCDEJKLMN":
        sheet.merge_cells(f"{column}4:{column}5")
    sheet.merge_cells("H4:I4")
    for cell in (*sheet[4], *sheet[5]):
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
    sheet["M4"] = "Zolltarifnummer"
    for line in lines:
        numbers = [comma(line[name]) for name in ("unit_value", "unit_mass_g")]
        sheet.append([line["id"], line["parent"], line["description"], line["quantity"], line["unit"], *numbers, line["origin"], line["made_in"], line["supplier"], line["material"], line["composition"], line["hs"], line["value_share"]])  # fmt: skip
    sheet.append(["", "", "Summe", "", "", comma(1000.0)])
    book.create_sheet("Hinweise").append(
        ["Alle Angaben sind Annahmen, wo keine Quelle genannt ist."]
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def trade(line: dict[str, object]) -> str:
    """The element with what neither standard has a field for."""
    names = {"origin": "origin", "made_in": "madeIn", "supplier": "supplier", "unit_value": "unitValue", "currency": "currency", "hs": "hs", "unit": "unit", "quantity": "quantity", "value_share": "valueShare", "material": "material"}  # fmt: skip
    found = [
        f"{key}={quoteattr(str(line[name]))}"
        for name, key in names.items()
        if line[name] not in ("", None)
    ]
    if line["composition"]:
        found.append(f"composition={quoteattr(str(line['composition']))}")
    return f'<m:Trade xmlns:m="urn:monazite:bill:1" {" ".join(found)}/>'


def as_ipc(lines: list[dict[str, object]]) -> bytes:
    """IPC-1752A: Product, SubProduct, with the trade element."""

    def node(line: dict[str, object], depth: int) -> str:
        pad, tag = "  " * depth, "Product" if depth == 1 else "SubProduct"
        inner = "".join(node(child, depth + 1) for child in lines if child["parent"] == line["id"])
        return (
            f'{pad}<{tag} unitType="Each">\n{pad}  <ProductID itemNumber={quoteattr(str(line["id"]))} '
            f'itemName={quoteattr(str(line["description"]))}><Amount value="{line["unit_mass_g"]}" UOM="g"/></ProductID>\n'
            f"{pad}  {trade(line)}\n{inner}{pad}</{tag}>\n"
        )

    top = "".join(node(line, 1) for line in lines if not line["parent"])
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">\n'
    return (head + top + "</MainDeclaration>\n").encode("utf-8")


def as_iec(lines: list[dict[str, object]]) -> bytes:
    """IEC 62474: Product, ProductPart, with the trade element."""

    def node(line: dict[str, object], depth: int) -> str:
        pad, tag = "  " * depth, "Product" if depth == 1 else "ProductPart"
        inner = "".join(node(child, depth + 1) for child in lines if child["parent"] == line["id"])
        return (
            f"{pad}<{tag}>\n{pad}  <ProductID identifier={quoteattr(str(line['id']))} "
            f'name={quoteattr(str(line["description"]))}><Mass mass="{line["unit_mass_g"]}" unitOfMeasure="g"/></ProductID>\n'
            f"{pad}  {trade(line)}\n{inner}{pad}</{tag}>\n"
        )

    top = "".join(node(line, 1) for line in lines if not line["parent"])
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<Main xmlns="http://std.iec.ch/iec62474">\n'
    return (head + top + "</Main>\n").encode("utf-8")


def as_json(lines: list[dict[str, object]]) -> bytes:
    """A JSON inquiry with nested lines."""

    def node(line: dict[str, object]) -> dict[str, object]:
        names = {"unit": "unit", "unit_value": "unit_value", "currency": "currency", "origin": "origin", "made_in": "made_in", "supplier": "supplier", "material": "material", "composition": "composition", "hs": "hs", "value_share": "value_share"}  # fmt: skip
        found: dict[str, object] = {
            "id": line["id"],
            "description": line["description"],
            "quantity": line["quantity"],
        }
        found |= {key: line[name] for name, key in names.items() if line[name] not in ("", None)}
        found["mass_kg"] = round(
            float(str(line["unit_mass_g"])) * float(str(line["quantity"])) / 1000, 9
        )
        inner = [node(child) for child in lines if child["parent"] == line["id"]]
        return found | ({"lines": inner} if inner else {})

    top = lines[0]
    content_ = {
        "product": top["description"],
        "id": top["id"],
        "product_value": top["unit_value"],
        "quantity_kg": 60.0,
        "quantity_pcs": 1,
        "currency": "USD",
        "made_in": top["made_in"],
        "hs": top["hs"],
        "lines": [node(line) for line in lines if line["parent"] == top["id"]],
    }
    return (json.dumps(content_, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


TABLE = """title: 'The traction motor example: where each figure comes from'
note: 'Suppliers are labels. Assumed figures are round numbers for a plausible motor; their range is half to double.'
columns:
- {name: id, type: text, description: stable identifier}
- {name: label, type: text, description: 'what the number is, in words'}
- {name: line, type: text, description: line of the bill}
- {name: value, type: float, description: 'the number, in `unit`'}
- {name: unit, type: text, description: unit code}
- {name: basis, type: text, description: 'contained, gross or none'}
- {name: low, type: float, description: lower bound in `unit`}
- {name: high, type: float, description: upper bound in `unit`}
- {name: quality, type: text, description: estimated or assumed}
- {name: reliability, type: text, description: weak or memory}
- {name: source, type: text, description: source card}
- {name: at, type: text, description: place in the source}
- {name: note, type: text, description: why this figure}
"""


def figures(lines: list[dict[str, object]]) -> bytes:
    """One row per figure of the bill."""
    out = io.StringIO(newline="")
    names = (
        "id",
        "label",
        "line",
        "value",
        "unit",
        "basis",
        "low",
        "high",
        "quality",
        "reliability",
        "source",
        "at",
        "note",
    )
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()

    def sourced(line: str, product: str, element: str, column: str, unit: str, label: str) -> None:
        row = CONTENTS.filter(
            pl.col("id").str.starts_with(f"product/{product}/"), pl.col("element") == element
        ).to_dicts()[0]
        stem = column.removesuffix("_typ")
        bounds = (
            {end: row.get(f"{stem}_{end}") or "" for end in ("low", "high")}
            if column.endswith("_typ")
            else {"low": "", "high": ""}
        )
        writer.writerow({"id": f"motor/{line}/{element}-{unit}".replace("%", "pct"), "label": label, "line": line, "value": row[column], "unit": unit, "basis": "contained" if column != "material_mass_kg_typ" else "gross", **bounds, "quality": "estimated", "reliability": "weak", "source": row["source"], "at": row["at"], "note": f"markets/product_contents, {row['id']}"})  # fmt: skip

    sourced("1.1.1", "b006", "Dy", "material_mass_kg_typ", "kg", "rotor magnets of one motor")
    sourced("1.1.1.2", "b006", "Dy", "value", "kg", "dysprosium in the rotor magnets")
    for symbol in SH:
        sourced("1.1.1", "b002", symbol, "wt_pct_typ", "%", f"{symbol} in an SH grade magnet")
    sourced("1.5.1.1", "b004", "Sm", "wt_pct_typ", "%", "Sm in a SmCo5 magnet")
    for line in lines:
        for name, unit, basis in (("unit_value", "USD", "none"), ("unit_mass_g", "g", "gross")):
            value = float(str(line[name]))
            if (line["id"], name) == ("1.1.1", "unit_mass_g") or (
                name == "unit_mass_g" and line["unit"] == "kg"
            ):
                continue
            writer.writerow({"id": f"motor/{line['id']}/{name}", "label": f"{line['description']}: {'price' if unit == 'USD' else 'mass'} of one {line['unit']}", "line": line["id"], "value": value, "unit": unit, "basis": basis, "low": value / 2, "high": value * 2, "quality": "assumed", "reliability": "memory", "source": "monazite-assumptions-2026", "at": "traction motor example", "note": "round figure for a plausible motor"})  # fmt: skip
    return out.getvalue().encode("utf-8")


def main() -> None:
    """Write every form."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REFERENCE / "examples" / "bills"
    folder.mkdir(parents=True, exist_ok=True)
    lines = rows()
    forms = {
        "motor.csv": as_csv(lines),
        "motor.zh.csv": as_chinese_csv(lines),
        "motor.de.xlsx": as_xlsx(lines),
        "motor.ipc1752a.xml": as_ipc(lines),
        "motor.iec62474.xml": as_iec(lines),
        "motor.json": as_json(lines),
    }
    if len(sys.argv) == 1:
        (folder.parent / "motor_figures.csv").write_bytes(figures(lines))
        (folder.parent / "motor_figures.table.yaml").write_text(TABLE, encoding="utf-8")
    for name, data in forms.items():
        (folder / name).write_bytes(data)
        print(name, len(data), "bytes", len(lines), "lines")


if __name__ == "__main__":
    main()
