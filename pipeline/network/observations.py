"""Published figures of 2024 that the rare-earth network is balanced against -> reference/network/observations.csv.

Rules, stated once:
- HS 280530 at 30 USD/kg or more and at least 10 t is metal for magnets (Nd, Pr, Dy, Tb, Sm). Cheaper trade is
  mischmetal, lanthanum and cerium, or concentrate, and answers to no link here. Australia to Malaysia is concentrate.
- HS 284690 at 30 USD/kg or more and at least 100 t is separated Nd and Pr on its way to metal. Cheaper trade mixes
  elements and forms. From countries that mine and do not separate (Myanmar, Laos) it is mixed carbonate or oxide.
- Content factors and their ranges are assumptions; each row names them.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import polars as pl

from monazite import catalog

OUT = Path(__file__).parents[2] / "src/monazite/reference/network/observations.csv"
COLUMNS = (
    "network id label quantity stage country to_stage to_country material product counts value unit basis low high "
    "content content_low content_high year quality reliability source at note"
).split()
YEAR = 2024
DEAR_USD_PER_KG = 30.0
MAGNET_USD_PER_KG = (
    25.0,
    60.0,
    150.0,
)  # low, middle and high unit value of magnets traded outside China
PLACES = set(catalog.table("network/places")["country"].to_list())


def row(**given: Any) -> dict[str, Any]:
    base = dict.fromkeys(COLUMNS, "")
    base |= {
        "network": "rare-earths",
        "quantity": "flow",
        "counts": "contained",
        "unit": "t/y",
        "basis": "gross",
        "year": YEAR,
        "quality": "reported",
        "reliability": "primary",
    }
    return base | given


def usgs(cell_id: str, **given: Any) -> dict[str, Any]:
    cell = catalog.table("statistics/usgs_mcs").filter(pl.col("id") == cell_id).to_dicts()[0]
    return row(
        id=f"observed/{cell_id}",
        label=cell["label"],
        value=cell["value"],
        basis="oxide",
        counts="oxide",
        quality=cell["quality"],
        source=cell["source"],
        at=cell["at"],
        **given,
    )


def mined() -> list[dict[str, Any]]:
    found = []
    table = catalog.table("statistics/usgs_mcs").filter(
        pl.col("commodity") == "rare-earths",
        pl.col("stage") == "mine",
        pl.col("quantity") == "production",
        pl.col("period") == str(YEAR),
        pl.col("source") == "usgs-mcs-2026",
        pl.col("value") > 0,
        pl.col("detail") == "Mine production",
    )
    for cell in table.to_dicts():
        if cell["country"] == "WLD":
            continue
        sd = 0.05 if cell["quality"] == "reported" else 0.10 if cell["country"] == "CHN" else 0.25
        found.append(
            usgs(
                cell["id"],
                quantity="mined",
                stage="mine",
                country=cell["country"],
                low=cell["value"] * (1 - 1.645 * sd),
                high=cell["value"] * (1 + 1.645 * sd),
                note="range: 5 percent standard error where reported, 10 for a quota, 25 where estimated",
            )
        )
    return found


def trade(code: str) -> list[dict[str, Any]]:
    table = catalog.table("trade/baci_hs92").filter(
        pl.col("year") == YEAR, pl.col("hs92") == code, pl.col("weight_kg") > 0
    )
    found = table.with_columns(
        price=pl.col("value_usd") / pl.col("weight_kg"), t=pl.col("weight_kg") / 1000
    )
    return found.sort("value_usd", descending=True).to_dicts()


def customs(cell: dict[str, Any], spread: float, **given: Any) -> dict[str, Any]:
    a, b = cell["exporter"], cell["importer"]
    return row(
        id=f"observed/baci/{cell['hs92']}/{a}/{b}/{YEAR}",
        label=f"HS {cell['hs92']} from {a} to {b}",
        country=a,
        to_country=b,
        value=cell["t"],
        low=cell["t"] * (1 - spread),
        high=cell["t"] * (1 + spread),
        source=cell["source"],
        at=f"{cell['at']}, {a} to {b}",
        **given,
    )


def metals() -> list[dict[str, Any]]:
    found = []
    for cell in trade("280530"):
        ends = {cell["exporter"], cell["importer"]}
        if (cell["exporter"], cell["importer"]) == ("AUS", "MYS"):
            note = "concentrate, not metal: 4.1 USD/kg; content 0.30 to 0.50 t oxide a tonne"
            found.append(
                customs(
                    cell, 0.2, stage="mine", to_stage="separation", counts="oxide",
                    content=0.40, content_low=0.30, content_high=0.50, note=note,
                )
            )  # fmt: skip
        elif cell["price"] >= DEAR_USD_PER_KG and cell["t"] >= 10 and ends <= PLACES:
            found.append(
                customs(
                    cell, 0.3, stage="metal", to_stage="magnet", content=0.97, content_low=0.9,
                    content_high=1.0, note=f"{cell['price']:.1f} USD/kg: metal for magnets",
                )
            )  # fmt: skip
    return found


def compounds() -> list[dict[str, Any]]:
    found = []
    for cell in trade("284690"):
        ends = {cell["exporter"], cell["importer"]}
        if cell["exporter"] in {"MMR", "LAO"} and cell["importer"] == "CHN":
            found.append(
                customs(
                    cell, 0.2, stage="mine", to_stage="separation", counts="oxide",
                    content=0.65, content_low=0.5, content_high=0.9,
                    note="mixed carbonate and oxide of ion clays",
                )
            )  # fmt: skip
        elif cell["price"] >= DEAR_USD_PER_KG and cell["t"] >= 100 and ends <= PLACES:
            if cell["exporter"] == "JPN":
                continue  # Malaysian oxide shipped on; the network takes it straight to Viet Nam
            found.append(
                customs(
                    cell, 0.3, stage="separation", to_stage="metal", counts="oxide", material="ndpr",
                    content=0.97, content_low=0.85, content_high=1.0,
                    note=f"{cell['price']:.1f} USD/kg: separated neodymium and praseodymium",
                )
            )  # fmt: skip
    return found


def others() -> list[dict[str, Any]]:
    us = "usgs-mcs-2026/rare-earths/{}/rare-earths/united-states/{}/2024"
    made = us.format("production", "production-compounds-and-metals")
    used = us.format("consumption", "consumption-apparent-compounds-and-metals")
    adamas = "adamas-intelligence-the-fallacy-of-european-rare-earth-prices-china-m-2025-12"
    blue = "project-blue-ex-china-ndfeb-capacity-23-75-kt-y-existing-20-2025-09"
    return [
        usgs(made, stage="separation", country="USA", low=3400, high=5200),
        usgs(used, stage="separation", to_stage="use", to_country="USA", low=6000, high=12000),
        row(
            id="observed/mp/ndpr/2024", label="NdPr oxide made at Mountain Pass", stage="separation",
            country="USA", material="ndpr", counts="oxide", basis="oxide", value=1294, low=1230, high=1400,
            reliability="secondary", source="mp-materials-q4-and-fy2024-results-2025-02",
            at="NdPr oxide, 2024 actual (markets/projects, P002)",
        ),
        row(
            id="observed/china/magnet-exports/2024", label="Rare-earth magnets exported by China",
            stage="magnet", country="CHN", to_stage="use component", to_country="abroad", value=58152,
            low=52000, high=61000, content=0.30, content_low=0.27, content_high=0.32,
            reliability="secondary", source=adamas, at="58,152 t, 2.86 bn USD in 2024",
            note="content: rare earth in a finished magnet",
        ),
        row(
            id="observed/recipe/heavy-magnets", label="Dy and Tb at 8 percent of the rare earth in heavy NdFeB magnets",
            quantity="recipe", stage="magnet", product="magnet-ndfeb-heavy", material="dysprosium terbium",
            value=0.08, low=0.006, high=0.19, unit="share", basis="contained", quality="derived",
            reliability="secondary", source="literature-text-quoted-at-wungiel-pl",
            at="magnet composition: Dy 0.2 to 6 wt %, rare earth 31 to 32 wt %",
            note="middle of the range and Tb with it; one statement for each maker",
        ),
        row(
            id="observed/abroad/magnet-output/2025", label="NdFeB magnets made outside China, from capacity",
            stage="magnet", country="not CHN", material="ndfeb", value=23750 * 0.65, low=23750 * 0.4,
            high=23750 * 0.95, content=0.30, content_low=0.27, content_high=0.32, quality="derived",
            reliability="secondary", source=blue, at="23,750 t/y existing capacity, September 2025",
            note="times use of capacity 0.65 (0.40 to 0.95), an assumption",
        ),
    ]  # fmt: skip


def magnets() -> list[dict[str, Any]]:
    """Magnets exported by the makers and finishers abroad, from values: HS 850511 by partner is not at hand.

    The code holds all magnets of metal, made or shipped on, so the error is wide.
    """
    found = []
    for country in ("JPN", "VNM", "PHL", "DEU", "THA"):
        given = magnet_cell(f"cepii-baci-magnets-202601/top-export-value/850511/{country}/2024")
        value = given["value"] / 1000.0  # USD to tonnes at 1 USD/kg
        found.append(
            row(
                id=f"observed/baci/850511/{country}/2024", label=f"HS 850511 exported by {country}",
                stage="magnet component", country=country, to_stage="use component", to_country="abroad",
                value=value / MAGNET_USD_PER_KG[1], low=value / MAGNET_USD_PER_KG[2], high=value / MAGNET_USD_PER_KG[0],
                content=0.30, content_low=0.2, content_high=0.32, quality="derived", reliability="secondary",
                source=given["source"], at=given["at"],
                note=f"{given['value'] / 1e6:,.1f} million USD at {MAGNET_USD_PER_KG[1]:g} USD/kg "
                f"({MAGNET_USD_PER_KG[0]:g} to {MAGNET_USD_PER_KG[2]:g}); Chinese exports of 2024: 49.2",
            )
        )  # fmt: skip
    return found


def magnet_cell(key: str) -> dict[str, Any]:
    """A cell of the sums of trade in magnets."""
    return catalog.table("statistics/magnet_trade").filter(pl.col("id") == key).to_dicts()[0]


def american() -> list[dict[str, Any]]:
    """U.S. imports of compounds and metals by seller, and yttrium used. Japan ships on what others separated."""
    stem = "usgs-mcs-2026/rare-earths/{}/rare-earths/{}"
    cells = catalog.table("statistics/usgs_mcs")
    parts = (
        "united-states/imports-compounds/2024",
        "united-states/imports-metals-rare-earth-metals-and-alloys/2024",
    )
    total = sum(
        cells.filter(pl.col("id") == stem.format("imports", part))["value"][0] for part in parts
    )
    found = []
    for country, name in (("CHN", "china"), ("MYS", "malaysia"), ("EST", "estonia")):
        key = stem.format("import-sources", f"{name}/rare-earth-compounds-and-metals/2021-2024")
        given = usgs(key, stage="separation", country=country, to_stage="use", to_country="USA")
        value = total * given["value"] / 100
        given |= {
            "value": value, "low": value * 0.7, "high": value * 1.4, "unit": "t/y", "quality": "derived",
            "note": f"share of 2021-2024 x {total:,.0f} t imported in 2024",
        }  # fmt: skip
        found.append(given)
    key = "usgs-mcs-2026/yttrium/consumption/yttrium/united-states/consumption-apparent/2024"
    given = usgs(key, stage="separation", to_stage="use", to_country="USA", material="yttrium")
    found.append(given | {"low": given["value"] * 0.7, "high": given["value"] * 1.3})
    return found


def main() -> None:
    rows = american() + mined() + metals() + compounds() + others() + magnets()
    with OUT.open(newline="", encoding="utf-8") as file:
        others_kept = [r for r in csv.DictReader(file) if r["network"] != "rare-earths"]
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows + others_kept)
    print(f"{len(rows)} observations")


if __name__ == "__main__":
    main()
