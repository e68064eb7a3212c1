"""Networks of fourteen further minerals from statistics -> rows in the tables of reference/network.

Usage: python pipeline/network/minerals.py   (then observations are in place; run balance.py after it)

Rules, stated once:
- Production by country is USGS (MCS 2026, year 2024); germanium is World Mining Data, as USGS gives no table.
- Minerals won as by-products start at the refinery; the others at the mine.
- Ore goes where customs say it goes (BACI 2024, content factors below); what is not shipped is refined at home. For
  cobalt, lithium and nickel refineries are those of the IEA, fed at home first and then from the common surplus.
- Refined product goes where customs say where there is a code of its own; else by an assumed home share and an
  assumed split abroad, which the balance then fits to U.S. imports by source and U.S. consumption.
- U.S. imports by seller and from all sellers not named are used, with a wide range where the seller refines less than
  it sells, except for gallium, germanium and indium: there sellers upgrade
  and ship on the crude metal of others, so the seller says nothing of the refinery.
- Countries below one percent of output fall into `EUX` (other Europe) or `OTH`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from monazite import catalog

OUT = Path(__file__).parents[2] / "src/monazite/reference/network"
YEAR = 2024
USERS = ("USA", "CHN", "JPN", "KOR", "DEU", "IND", "EUX", "OTH")
ABROAD = {
    "USA": 0.20, "JPN": 0.20, "KOR": 0.12, "DEU": 0.15, "IND": 0.05, "EUX": 0.15, "CHN": 0.05, "OTH": 0.08,
}  # fmt: skip
EUROPE = set(
    "AUT BEL BGR CHE CZE DNK ESP EST FIN FRA GBR GRC HRV HUN IRL ITA LTU LUX LVA NLD NOR POL".split()
)
EUROPE |= set("PRT ROU SVK SVN SWE SRB BIH ALB MKD UKR".split())
ASSUMED = "monazite-assumptions-2026"
SMALL = 0.01
KEPT = ("value", "unit", "basis", "low", "high", "quality", "reliability", "source", "at")
FIXED_COVER = {"mine": (20, 5, 40), "refining": (45, 20, 90), "use": (45, 20, 90)}


@dataclass(frozen=True)
class Spec:
    """What is particular to one mineral."""

    first: str
    uses: dict[str, float]
    concepts: dict[str, str]
    hs: dict[str, str]
    ore: dict[str, float] = field(
        default_factory=dict
    )  # HS 1992 code: tonnes contained per tonne shipped
    refined: dict[str, float] = field(default_factory=dict)
    keep: float = 1.0  # refinery yield
    home: float = 0.3  # share used at home where no customs code tells
    home_china: float = 0.75
    iea: bool = False
    imports: tuple[str, ...] = ()  # details of U.S. imports, contained
    sources: str = ""  # detail of U.S. import sources
    used: str = ""  # detail of U.S. consumption
    cover: tuple[float, float, float, str] = (
        0,
        0,
        0,
        "",
    )  # days of cover of users, where published
    note: str = ""
    basis: str = "contained"


MINERALS: dict[str, Spec] = {
    "fluorspar": Spec(
        "mine", {"hydrogen-fluoride": 0.60, "aluminium": 0.15, "steel": 0.20, "other": 0.05},
        {"mine": "el:F form:ore sub:fluorspar", "refining": "el:F sub:fluorspar form:concentrate"},
        {"mine": "252921 252922", "refining": "252922 252921"}, refined={"252922": 1.0}, keep=0.97, basis="gross",
        imports=("Imports for consumption: Total fluorspar imports",), sources="All",
        used="Consumption, apparent", note="Gross weight; only acid grade has a customs code at hand",
    ),
    "gallium": Spec(
        "refining", {"integrated-circuits": 0.60, "optoelectronics": 0.35, "other": 0.05},
        {"refining": "el:Ga form:metal"}, {"refining": "811292"}, home=0.7, home_china=0.80,
        imports=("Imports for consumption: Metal",), used="Consumption, reported",
        cover=(66.6, 30, 120, "U.S. consumer stocks 3,410 kg over 18,700 kg a year"),
        note="HS 811292 mixes gallium with other metals and is not used",
    ),
    "germanium": Spec(
        "refining", {"fibre-optics": 0.30, "infrared-optics": 0.25, "electronics-solar": 0.20, "other": 0.25},
        {"refining": "el:Ge form:metal form:oxide"}, {"refining": "811292 282560"}, home=0.4, home_china=0.60,
        imports=("Imports for consumption: Germanium dioxide", "Imports for consumption: Germanium metal"),
        note="No trade in HS 811230 is recorded for these years",
    ),
    "antimony": Spec(
        "mine",
        {"flame-retardants": 0.45, "lead-alloys": 0.30, "glass-ceramics": 0.15, "ammunition": 0.03, "other": 0.07},
        {"mine": "el:Sb form:ore form:concentrate", "refining": "el:Sb form:metal form:oxide"},
        {"mine": "261710", "refining": "811010 282580"}, ore={"261710": 0.45}, keep=0.92, home_china=0.60,
        imports=("Imports for consumption: Oxide", "Imports for consumption: Unwrought, powder"),
        sources="Total metal and oxide", used="Consumption, apparent",
    ),
    "natural-graphite": Spec(
        "mine",
        {"batteries": 0.50, "refractories": 0.25, "foundries": 0.08, "lubricants": 0.05, "brakes": 0.04, "other": 0.08},
        {"mine": "el:C form:ore", "refining": "el:C sub:natural-graphite"},
        {"mine": "250410 250490", "refining": "250410 250490 380190"}, refined={"250410": 0.95, "250490": 0.90},
        keep=0.95, imports=("Imports for consumption",), sources="All", used="Consumption, apparent",
        note="Dressing counted as the refining stage; anode material is not told apart",
    ),
    "tungsten": Spec(
        "mine", {"cemented-carbides": 0.60, "steels-superalloys": 0.20, "mill-products": 0.13, "other": 0.07},
        {"mine": "el:W form:ore form:concentrate", "refining": "el:W form:oxide form:metal sub:APT sub:WC"},
        {"mine": "261100", "refining": "284180 282590 810110"}, ore={"261100": 0.50}, keep=0.92, home_china=0.70,
        imports=("Imports for consumption: Other forms",), sources="Ores, concentrates, and other forms",
    ),
    "bismuth": Spec(
        "refining", {"chemicals": 0.60, "metallurgy": 0.35, "other": 0.05},
        {"refining": "el:Bi form:metal"}, {"refining": "810610 810690"}, refined={"810600": 0.95}, home_china=0.6,
        imports=("Imports for consumption, metal, alloys, and scrap: Total",), sources="All",
        used="Consumption: Apparent", cover=(160, 80, 250, "U.S. consumer stocks 365 t over 830 t a year"),
    ),
    "tellurium": Spec(
        "refining", {"solar": 0.40, "thermoelectrics": 0.30, "metallurgy": 0.15, "other": 0.15},
        {"refining": "el:Te form:metal"}, {"refining": "280450"}, home=0.5,
        imports=("Imports for consumption",), sources="All",
        note="HS 280450 is boron and tellurium together and is not used",
    ),
    "indium": Spec(
        "refining", {"displays": 0.60, "compounds": 0.15, "solders": 0.10, "other": 0.15},
        {"refining": "el:In form:metal"}, {"refining": "811292"}, home=0.4,
        imports=("Imports for consumption",), used="Consumption, estimated",
        note="HS 811292 mixes indium with other metals and is not used",
    ),
    "molybdenum": Spec(
        "mine", {"steels": 0.80, "catalysts": 0.10, "other": 0.10},
        {"mine": "el:Mo form:ore form:concentrate", "refining": "el:Mo form:oxide form:alloy"},
        {"mine": "261390 261310", "refining": "261310 720270"}, ore={"261390": 0.50}, keep=0.95, home_china=0.9,
        used="Consumption: Apparent", note="Roasting is the refining stage; roasted ore (261310) has no data at hand",
    ),
    "cobalt": Spec(
        "mine",
        {"batteries": 0.70, "superalloys": 0.10, "cemented-carbides": 0.06, "catalysts": 0.04, "other": 0.10},
        {"mine": "el:Co form:ore form:compound", "refining": "el:Co form:metal form:compound"},
        {"mine": "260500 282200", "refining": "282200 810520"}, keep=0.9, iea=True, home_china=0.85,
        imports=("Imports for consumption",), sources="Metal, oxide, and salts",
        used="Consumption (includes secondary): Apparent",
        cover=(44, 20, 80, "U.S. industry stocks 956 t over 7,960 t a year"),
        note="HS 282200 holds crude hydroxide of the DRC beside refined oxide and is not used",
    ),
    "lithium": Spec(
        "mine", {"batteries": 0.87, "ceramics-glass": 0.05, "lubricants": 0.03, "other": 0.05},
        {"mine": "el:Li form:ore form:concentrate", "refining": "el:Li form:compound"},
        {"mine": "253090", "refining": "283691 282520"}, refined={"283691": 0.188, "282520": 0.165}, keep=0.9,
        iea=True, imports=("Imports for consumption",), sources="All",
    ),
    "nickel": Spec(
        "mine", {"stainless-steel": 0.65, "batteries": 0.15, "superalloys": 0.08, "plating": 0.06, "other": 0.06},
        {"mine": "el:Ni form:intermediate", "refining": "el:Ni form:metal form:compound"},
        {"mine": "260400", "refining": "750110 750210 720260"}, keep=0.93, iea=True, home=0.3, home_china=0.95,
        imports=("Imports: Primary",), sources="Primary nickel", used="Consumption: Apparent, primary",
        note="Ore, matte, hydroxide and pig iron on their way to refineries are one product here; Indonesia bars ore",
    ),
    "magnesium": Spec(
        "refining",
        {"aluminium-alloys": 0.40, "die-casting": 0.35, "desulphurisation": 0.12, "other": 0.13},
        {"refining": "el:Mg form:metal"}, {"refining": "810411 810419"}, home=0.3, home_china=0.55,
        imports=("Imports for consumption",), sources="Combined total (includes magnesium content of alloys",
        used="Consumption: Reported, primary",
    ),
}  # fmt: skip

UNIT = {"t": 1.0, "kt": 1e3, "kg": 1e-3}


def usgs(mineral: str, quantity: str) -> pl.DataFrame:
    return catalog.table("statistics/usgs_mcs").filter(
        pl.col("commodity") == mineral,
        pl.col("quantity") == quantity,
        pl.col("source") == "usgs-mcs-2026",
        pl.col("value").is_not_null(),
    )


def place(country: str, kept: set[str]) -> str:
    return country if country in kept else "EUX" if country in EUROPE else "OTH"


def produced(mineral: str) -> list[dict[str, Any]]:
    """Production cells by country, tonnes."""
    if mineral == "germanium":
        table = catalog.table("production/world_mining_data").filter(
            pl.col("commodity") == "Germanium", pl.col("year") == YEAR, pl.col("weight_t") > 0
        )
        return [
            {
                "country": r["country"],
                "t": r["weight_t"],
                "source": r["source"],
                "at": r["at"],
                "quality": "reported",
            }
            for r in table.to_dicts()
        ]
    found = []
    for r in usgs(mineral, "production").filter(pl.col("period") == str(YEAR)).to_dicts():
        world = (r["detail"] or "").split(":")[0]
        if r["country"] == "WLD" or r["value"] <= 0 or not r["stage"]:
            continue
        if world not in {
            "Mine production",
            "Refinery production",
            "Primary production",
            "Smelter production",
        }:
            continue
        found.append(
            {
                "country": r["country"],
                "t": r["value"] * UNIT[r["unit"]],
                "source": r["source"],
                "at": r["at"],
                "quality": r["quality"],
            }
        )
    return found


def trade(codes: dict[str, float]) -> dict[tuple[str, str], float]:
    """Contained tonnes by exporter and importer in the year, all codes together."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for code, content in codes.items():
        rows = catalog.table("trade/baci_hs92").filter(
            pl.col("year") == YEAR, pl.col("hs92") == code, pl.col("weight_kg") > 0
        )
        for r in rows.to_dicts():
            found[r["exporter"], r["importer"]] += r["weight_kg"] / 1e3 * content
    return found


def assumed(
    value: float, low: float, high: float, note: str = "", unit: str = "share"
) -> dict[str, Any]:
    return {
        "value": value, "low": low, "high": high, "unit": unit, "basis": "none", "quality": "assumed",
        "reliability": "memory", "source": ASSUMED, "at": "reasoned range", "note": note,
    }  # fmt: skip


def customs(value: float, codes: dict[str, float], note: str) -> dict[str, Any]:
    text = " ".join(codes)
    return {
        "value": value, "low": value * 0.6, "high": min(1.0, value * 1.5), "unit": "share", "basis": "none",
        "quality": "derived", "reliability": "primary", "source": "cepii-baci-202601",
        "at": f"k={text}, {YEAR}", "note": note,
    }  # fmt: skip


def spread(value: float) -> tuple[float, float]:
    return round(value * 0.5, 6), round(min(1.0, value * 1.6), 6)


class Rows:
    """Rows by table, with the keys of one mineral."""

    def __init__(self, mineral: str) -> None:
        self.mineral = mineral
        self.tables: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: str, **row: Any) -> None:
        self.tables[table].append({"network": self.mineral, "material": self.mineral} | row)


def production_rows(
    rows: Rows, spec: Spec, cells: list[dict[str, Any]], kept: set[str]
) -> dict[str, float]:
    made: dict[str, float] = defaultdict(float)
    behind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for cell in cells:
        where = place(cell["country"], kept)
        made[where] += cell["t"]
        behind[where].append(cell)
    for where, amount in sorted(made.items()):
        parts = behind[where]
        error = 0.08 if all(p["quality"] == "reported" for p in parts) else 0.2
        at = (
            parts[0]["at"]
            if len(parts) == 1
            else f"{len(parts)} countries: "
            + "; ".join(f"{p['country']} {p['t']:g}" for p in parts)
        )
        rows.add(
            "production", stage=spec.first, country=where, year=YEAR, value=amount, unit="t/y", basis=spec.basis,
            low=amount * (1 - error), high=amount * (1 + error),
            quality="reported" if error < 0.1 else "estimated", reliability="primary",
            source=parts[0]["source"], at=at, note="",
        )  # fmt: skip
    return made


def ore_routes(rows: Rows, spec: Spec, made: dict[str, float], kept: set[str]) -> dict[str, float]:
    """Where ore is refined; gives the tonnes each refinery takes in."""
    if spec.iea:
        return iea_routes(rows, spec, made)
    fed: dict[str, float] = defaultdict(float)
    shipped: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (a, b), t in trade(spec.ore).items():
        if place(a, kept) in made and place(a, kept) != place(b, kept):
            shipped[place(a, kept)][place(b, kept)] += t
    for a, amount in made.items():
        out = {b: t for b, t in shipped[a].items() if t > 0.01 * amount}
        if sum(out.values()) > 0.95 * amount:
            scale = 0.95 * amount / sum(out.values())
            out = {b: t * scale for b, t in out.items()}
        home = amount - sum(out.values())
        note = "" if spec.ore else "no customs code for ore at hand: refined where mined"
        for b, t in sorted({a: home, **out}.items()):
            share = t / amount
            row = (
                customs(share, spec.ore, "rest refined at home")
                if out
                else assumed(1.0, 0.7, 1.0, note)
            )
            rows.add("routes", stage="mine", country=a, to_stage="refining", to_country=b, **row)
            fed[b] += t
    return fed


def iea_routes(rows: Rows, spec: Spec, made: dict[str, float]) -> dict[str, float]:
    table = catalog.table("statistics/iea_supply").filter(
        pl.col("commodity") == rows.mineral, pl.col("stage") == "refining", pl.col("period") == str(YEAR),
        pl.col("value") > 0, pl.col("country") != "WLD",
    )  # fmt: skip
    need = {r["country"]: r["value"] * UNIT[r["unit"]] / spec.keep for r in table.to_dicts()}
    scale = sum(made.values()) / sum(need.values())
    need = {c: t * scale for c, t in need.items()}
    own = {c: min(made.get(c, 0.0), t) for c, t in need.items()}
    left = {c: t - own.get(c, 0.0) for c, t in made.items()}
    lack = {c: t - own[c] for c, t in need.items()}
    whole = sum(lack.values())
    for a, amount in sorted(made.items()):
        for b in sorted(need):
            share = (own[b] if a == b else 0.0) / amount + left[a] / amount * lack[b] / whole
            if share > 0.002:
                low, high = spread(share)
                note = "home refineries first, the rest in proportion to what refineries lack (IEA, 2024)"
                rows.add(
                    "routes", stage="mine", country=a, to_stage="refining", to_country=b,
                    **assumed(share, low, high, note),
                )  # fmt: skip
    return need


def product_routes(rows: Rows, spec: Spec, fed: dict[str, float], kept: set[str]) -> None:
    shipped: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (a, b), t in trade(spec.refined).items():
        target = b if b in USERS else "EUX" if b in EUROPE else "OTH"
        if place(a, kept) != target:
            shipped[place(a, kept)][target] += t
    for a, amount in sorted(fed.items()):
        made = amount * spec.keep
        home = a if a in USERS else "EUX" if a in EUROPE else "OTH"
        out = {b: t for b, t in shipped[a].items() if b != home and t > 0.002 * made}
        if out and made > 0:
            whole = sum(out.values())
            scale = min(1.0, 0.97 * made / whole)
            parts = {b: t * scale / made for b, t in out.items()}
            parts[home] = 1.0 - sum(parts.values())
            for b, share in sorted(parts.items()):
                rows.add(
                    "routes", stage="refining", country=a, to_stage="use", to_country=b,
                    **customs(share, spec.refined, "rest used at home"),
                )  # fmt: skip
            continue
        keep = spec.home_china if a == "CHN" else spec.home if home == a else 0.1
        weights = {b: w for b, w in ABROAD.items() if b != home}
        parts = {b: (1 - keep) * w / sum(weights.values()) for b, w in weights.items()} | {
            home: keep
        }
        for b, share in sorted(parts.items()):
            low, high = spread(share)
            rows.add(
                "routes", stage="refining", country=a, to_stage="use", to_country=b,
                **assumed(round(share, 6), low, high, "home share and split abroad assumed; see network/observations"),
            )  # fmt: skip


def fixed_rows(rows: Rows, spec: Spec) -> None:
    first_yield = 1.0
    rows.add("materials", classes="")
    stages = ["mine", "refining"] if spec.first == "mine" else ["refining"]
    if spec.first == "mine":
        rows.add(
            "allocation", stage="mine", country="all", to_stage="refining", to_material="same",
            **assumed(1.0, 1.0, 1.0),
        )  # fmt: skip
        rows.add(
            "process",
            stage="mine",
            country="all",
            parameter="yield",
            **assumed(first_yield, 1.0, 1.0),
        )
    rows.add(
        "allocation",
        stage="refining",
        country="all",
        to_stage="use",
        to_material="same",
        **assumed(1.0, 1.0, 1.0),
    )
    keep = spec.keep if spec.first == "mine" else 1.0
    rows.add(
        "process", stage="refining", country="all", parameter="yield",
        **assumed(keep, max(0.0, keep - 0.1), min(1.0, keep + 0.05)),
    )  # fmt: skip
    for stage in stages:
        rows.add(
            "process",
            stage=stage,
            country="all",
            parameter="utilisation",
            **assumed(0.8, 0.6, 0.95),
        )
        days = FIXED_COVER[stage]
        rows.add(
            "process",
            stage=stage,
            country="all",
            parameter="cover_days",
            **assumed(*days, unit="days"),
        )
    value, low, high, why = spec.cover
    days = (value, low, high) if why else FIXED_COVER["use"]
    rows.add(
        "process",
        stage="use",
        country="all",
        parameter="cover_days",
        **assumed(*days, why, unit="days"),
    )
    for use, share in spec.uses.items():
        low, high = spread(share)
        rows.add("uses", country="all", use=use, **assumed(share, low, high))
    for stage, words in spec.concepts.items():
        rows.tables["products"].append(
            {
                "network": rows.mineral, "material": rows.mineral, "stage": stage, "concepts": words,
                "hs": spec.hs[stage], "note": spec.note,
            }
        )  # fmt: skip
    rows.tables["networks"].append(
        {"network": rows.mineral, "basis": spec.basis, "first_stage": spec.first, "note": spec.note}
    )


def observation(rows: Rows, cell: dict[str, Any], **given: Any) -> None:
    base = {
        "network": rows.mineral, "id": f"observed/{cell['id']}", "label": cell["label"], "quantity": "flow",
        "stage": "refining", "to_stage": "use", "to_country": "USA", "counts": "contained", "unit": "t/y",
        "basis": cell["basis"], "year": YEAR, "quality": cell["quality"], "reliability": "primary",
        "source": cell["source"], "at": cell["at"],
    }  # fmt: skip
    rows.tables["observations"].append(base | given)


def observation_rows(rows: Rows, spec: Spec, kept: set[str], fed: dict[str, float]) -> None:
    for row in rows.tables["production"]:
        rows.tables["observations"].append(
            {
                "network": rows.mineral, "id": f"observed/{rows.mineral}/{spec.first}/{row['country']}/{YEAR}",
                "label": f"{rows.mineral}, {row['country']}: output", "quantity": "mined", "stage": spec.first,
                "country": row["country"], "counts": "contained", "year": YEAR,
                **{k: row[k] for k in KEPT},
            }
        )  # fmt: skip
    year = pl.col("period") == str(YEAR)
    cells = usgs(rows.mineral, "imports").filter(year).to_dicts()
    total = sum(c["value"] * UNIT[c["unit"]] for c in cells if c["detail"] in spec.imports)
    named: list[str] = []
    rest: tuple[dict[str, Any], float] | None = None
    for cell in usgs(rows.mineral, "import-sources").to_dicts():
        if spec.sources and (cell["detail"] or "").startswith(spec.sources) and total > 0:
            value = total * cell["value"] / 100
            if cell["partner"] == "OTH":
                rest = cell, value
                continue
            seller = place(cell["partner"], kept)
            named.append(seller)
            own = fed.get(seller, 0.0) * spec.keep >= 2 * value
            observation(
                rows, cell, country=place(cell["partner"], kept), value=value, low=value * (0.6 if own else 0.5),
                high=value * (1.6 if own else 3.0),
                note=f"share of 2021-2024 x imports of {YEAR}; sellers ship on what others refined: range wide",
                quality="derived",
            )  # fmt: skip
    if rest is not None:
        cell, value = rest
        observation(
            rows, cell, country="not USA " + " ".join(sorted(set(named))), value=value, low=value * 0.5,
            high=value * 1.5, quality="derived",
            note=f"all sellers not named: share of 2021-2024 x imports of {YEAR}",
        )  # fmt: skip
    if total > 0 and not spec.used:
        first = next(c for c in cells if c["detail"] in spec.imports)
        observation(
            rows, first, id=f"observed/{rows.mineral}/imports/USA/{YEAR}", country="not USA", value=total,
            low=total * 0.7, high=total * 1.3, label=f"{rows.mineral}: U.S. imports for consumption",
            note=f"sum of {len(spec.imports)} lines of U.S. imports",
        )  # fmt: skip
    for cell in usgs(rows.mineral, "consumption").filter(year).to_dicts():
        if cell["detail"] == spec.used:
            value = cell["value"] * UNIT[cell["unit"]]
            observation(
                rows, cell, country="", value=value, low=value * 0.7, high=value * 1.3,
                note="all primary supply used in the United States",
            )  # fmt: skip


def build(mineral: str) -> Rows:
    spec, rows = MINERALS[mineral], Rows(mineral)
    cells = produced(mineral)
    whole = sum(c["t"] for c in cells)
    kept = {c["country"] for c in cells if c["t"] >= SMALL * whole} | (set(USERS) - {"OTH", "EUX"})
    kept.discard("OTH")
    if spec.iea:
        table = catalog.table("statistics/iea_supply").filter(
            pl.col("commodity") == mineral, pl.col("stage") == "refining", pl.col("value") > 0
        )
        kept |= set(table["country"].to_list()) - {"WLD", "OTH"}
    made = production_rows(rows, spec, cells, kept)
    fed = ore_routes(rows, spec, made, kept) if spec.first == "mine" else dict(made)
    product_routes(rows, spec, fed, kept)
    fixed_rows(rows, spec)
    observation_rows(rows, spec, kept, fed)
    return rows


def write(table: str, found: list[dict[str, Any]]) -> None:
    path = OUT / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        held = [row for row in reader if row["network"] not in MINERALS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(held)
        writer.writerows({c: row.get(c, "") for c in columns} for row in found)


def main() -> None:
    done = [build(mineral) for mineral in MINERALS]
    tables = (
        "production allocation routes process uses materials products networks observations".split()
    )
    for table in tables:
        write(table, [row for rows in done for row in rows.tables[table]])
    print({rows.mineral: {t: len(r) for t, r in rows.tables.items()} for rows in done})


if __name__ == "__main__":
    main()
