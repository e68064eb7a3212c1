"""Tables of another form read as official cells: World Mining Data, governance, trade (§D13).

They keep their own compact columns on disk; here each row becomes a cell with id, unit, basis and place like all
others, so that `data get` answers for them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from monazite.catalog.sources import source
from monazite.catalog.tables import names, table
from monazite.codes import search_mineral
from monazite.provenance import Source

WMD = "production/world_mining_data"
GOVERNANCE = "governance/political_stability"
TRADE = "trade/baci_hs92"
AREAS = "trade/areas"
PRICES = "markets/price_facts"
TRADE_QUANTITIES = ("trade", "trade-value")

# Names of World Mining Data that are not the commodity code when written in lower-kebab.
WMD_CODES = {
    "Aluminium": "aluminum",
    "Baryte": "barite",
    "Beryllium (conc.)": "beryllium",
    "Boron Minerals": "boron",
    "Chromium (Cr2O3)": "chromium",
    "Diamonds (Gem)": "gemstones",
    "Diamonds (Ind)": "diamond-industrial",
    "Graphite": "natural-graphite",
    "Gypsum and Anhydrite": "gypsum",
    "Iron (Fe)": "iron-ore",
    "Kaolin (China-Clay)": "kaolin",
    "Lithium (Li2O)": "lithium",
    "Niobium (Nb2O5)": "niobium",
    "Oil Sands (part of Petroleum)": "oil-sands",
    "Phosphate Rock (P2O5)": "phosphate-rock",
    "Potash (K2O)": "potash",
    "Rare Earths (REO)": "rare-earths",
    "Salt (rock, brines, marine)": "salt",
    "Sulfur (elementar & industrial)": "sulfur",
    "Talc, Steatite & Pyrophyllite": "talc-and-pyrophyllite",
    "Tantalum (Ta2O5)": "tantalum",
    "Titanium (TiO2)": "titanium-mineral-concentrates",
    "Tungsten (W)": "tungsten",
    "Uranium (U3O8)": "uranium",
    "Vanadium (V)": "vanadium",
}
_OXIDE = r"\((Cr2O3|Li2O|Nb2O5|P2O5|K2O|REO|Ta2O5|TiO2|U3O8)\)"
_METALS = (
    "Iron (Fe)|Nickel|Cobalt|Molybdenum|Tungsten (W)|Vanadium (V)|Aluminium|Antimony|Arsenic|Bismuth|Cadmium|Copper|"
    "Gallium|Germanium|Indium|Lead|Lithium|Manganese|Mercury|Rhenium|Selenium|Tellurium|Tin|Zinc|Gold|Palladium|"
    "Platinum|Rhodium|Silver"
).split("|")
_REFINED = "Aluminium|Arsenic|Bismuth|Cadmium|Gallium|Germanium|Indium|Selenium|Tellurium".split(
    "|"
)
_EMPTY = pl.lit(None, pl.String)


def _kebab(column: str) -> pl.Expr:
    return (
        pl.col(column).str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")
    )


def _seen(column: str = "source") -> pl.Expr:
    """The day the edition was published, which is when its figures could first be known."""
    return pl.col(column).replace_strict(
        {card: source(card).published for card in _cards()}, return_dtype=pl.Date
    )


@cache
def _cards() -> tuple[str, ...]:
    found: set[str] = set()
    for name in (WMD, GOVERNANCE, TRADE):
        if name in names():
            found |= set(table(name)["source"].unique())
    return tuple(sorted(found))


@cache
def world_mining_data() -> pl.DataFrame:
    """World Mining Data as cells; basis by the publisher's own names, mine output where not smelter output."""
    if WMD not in names():
        return pl.DataFrame()
    return (
        table(WMD)
        .with_columns(
            code=pl.col("commodity").replace_strict(WMD_CODES, default=_kebab("commodity")),
            period=pl.col("year").cast(pl.String),
        )
        .select(
            id=pl.concat_str(
                ["source", "code", _kebab("commodity"), "country", "period"], separator="/"
            ),
            label=pl.concat_str(
                [pl.col("commodity"), pl.lit(", "), pl.col("country"), pl.lit(": production")]
            ),
            quantity=pl.lit("production"),
            commodity="code",
            country="country",
            place="country",
            partner=_EMPTY,
            stage=pl.when(pl.col("commodity").is_in(_REFINED))
            .then(pl.lit("refining"))
            .otherwise(pl.lit("mine")),
            detail=pl.concat_str(
                [pl.lit("World Mining Data, production of "), pl.col("commodity")]
            ),
            period="period",
            value="value",
            unit=pl.col("unit").replace({"Mm3": "million m3"}),
            basis=pl.when(pl.col("commodity").str.contains(_OXIDE))
            .then(pl.lit("oxide"))
            .when(pl.col("commodity").is_in(_METALS))
            .then(pl.lit("contained"))
            .when(pl.col("unit").is_in(["ct", "Mm3"]))
            .then(pl.lit("none"))
            .otherwise(pl.lit("gross")),
            low=pl.lit(None, pl.Float64),
            high=pl.lit(None, pl.Float64),
            absent=_EMPTY,
            printed=pl.col("value").cast(pl.String),
            quality="quality",
            reliability="reliability",
            source="source",
            at="at",
            seen=_seen(),
            note="note",
            revises=_EMPTY,
        )
    )


@cache
def governance() -> pl.DataFrame:
    """Political stability, estimate and percentile rank, as cells."""
    if GOVERNANCE not in names():
        return pl.DataFrame()
    shown = (
        ("estimate", "score", "estimate, standard normal units"),
        ("standard_error", "score", "standard error of the estimate"),
        ("rank_pct", "%", "percentile rank among countries"),
        ("underlying_sources", "count", "number of underlying sources"),
    )
    frame = table(GOVERNANCE).with_columns(period=pl.col("year").cast(pl.String))
    parts = [
        frame.filter(pl.col(column).is_not_null()).select(
            id=pl.concat_str(
                ["source", pl.lit(f"political-stability/{column}"), "country", "period"],
                separator="/",
            ),
            label=pl.concat_str(
                [pl.lit("Political stability, "), pl.col("country"), pl.lit(f": {words}")]
            ),
            quantity=pl.lit("governance"),
            commodity=_EMPTY,
            country="country",
            place="country",
            partner=_EMPTY,
            stage=_EMPTY,
            detail=pl.lit(f"Political stability and absence of violence/terrorism, {words}"),
            period="period",
            value=pl.col(column),
            unit=pl.lit(unit),
            basis=pl.lit("none"),
            low=pl.lit(None, pl.Float64),
            high=pl.lit(None, pl.Float64),
            absent=_EMPTY,
            printed=pl.col(column).cast(pl.String),
            quality=pl.lit("reported"),
            reliability=pl.lit("primary"),
            source="source",
            at=pl.concat_str([pl.col("at"), pl.lit(f", {words}")]),
            seen=_seen(),
            note=_EMPTY,
            revises=_EMPTY,
        )
        for column, unit, words in shown
    ]
    return pl.concat(parts)


@cache
def price_facts() -> pl.DataFrame:
    """Single quoted prices as cells; the form, the market and what was quoted make the series."""
    if PRICES not in names():
        return pl.DataFrame()
    return table(PRICES).select(
        "id",
        "label",
        quantity=pl.lit("price"),
        commodity=pl.col("commodity")
        .replace({"neodymium-praseodymium": "ndpr", "graphite": "natural-graphite"})
        .str.to_lowercase()
        .str.replace_all(" ", "-"),
        country=_EMPTY,
        place="market",
        partner=_EMPTY,
        stage=_EMPTY,
        detail=pl.concat_str(["form", "market", "price_basis"], separator=", ", ignore_nulls=True),
        period="period",
        value="value",
        unit="unit",
        basis=pl.lit("none"),
        low="low",
        high="high",
        absent="absent",
        printed=pl.col("value").cast(pl.String),
        quality="quality",
        reliability="reliability",
        source="source",
        at="at",
        seen="seen",
        note="note",
        revises=_EMPTY,
    )


def hs_codes(material: str) -> list[str]:
    """HS 1992 codes of a material: six digits as given, or those the material is traded under."""
    digits = material.replace(".", "").strip()
    if len(digits) == 6 and digits.isdigit():  # noqa: PLR2004 - an HS subheading
        return [digits]
    mineral = search_mineral(material)
    frame = table("trade/materials")
    wanted = pl.col("material").str.to_lowercase() == material.casefold()
    if mineral is not None:
        wanted = wanted | (pl.col("mineral") == mineral.id)
    listed = frame.filter(wanted)["hs92"].drop_nulls().to_list()
    return sorted({code.strip() for entry in listed for code in entry.split(";")})


@dataclass(frozen=True, slots=True)
class Flows:
    """Years of trade of one edition: columns year, hs, exporter, importer, value_usd, weight_kg, source, at, seen."""

    frame: pl.LazyFrame
    edition: str


def shipped_flows() -> Flows | None:
    """The flows that ship; None where the package has none."""
    if TRADE not in names():
        return None
    return Flows(table(TRADE).lazy().rename({"hs92": "hs"}).with_columns(seen=_seen()), "HS92")


def own_flows(path: Path, file: str, card: Source) -> Flows:
    """One year of the user's own BACI file."""
    edition = re.findall(r"_(HS\d\d)_", file)[0]
    frame = pl.scan_parquet(path).with_columns(
        source=pl.lit(card.id),
        at=pl.concat_str([pl.lit(f"{file.rpartition('/')[2]}, k="), pl.col("hs")]),
        seen=pl.lit(card.published),
    )
    return Flows(frame, edition)


def trade(
    flows: Flows, quantity: str, material: str, importer: str, exporter: str, year: str
) -> pl.DataFrame:
    """Flows of BACI as cells: the country is the importer, the partner the exporter; tonnes or thousand dollars."""
    frame, edition = flows.frame, flows.edition
    if material:
        frame = frame.filter(pl.col("hs").is_in(hs_codes(material)))
    if importer:
        frame = frame.filter(pl.col("importer") == importer)
    if exporter:
        frame = frame.filter(pl.col("exporter") == exporter)
    if year:
        frame = frame.filter(pl.col("year") == int(year))
    column, unit, basis, words = (
        ("weight_kg", "t", "gross", "quantity")
        if quantity == "trade"
        else ("value_usd", "thousand USD", "none", "value, free on board")
    )
    amount = pl.col(column).cast(pl.Float64) / 1000
    return frame.select(
        id=pl.concat_str(
            [
                "source",
                pl.lit(quantity),
                "hs",
                "exporter",
                "importer",
                pl.col("year").cast(pl.String),
            ],
            separator="/",
        ),
        label=pl.concat_str(
            [
                pl.lit("HS "),
                pl.col("hs"),
                pl.lit(" from "),
                pl.col("exporter"),
                pl.lit(" to "),
                pl.col("importer"),
            ]
        ),
        quantity=pl.lit(quantity),
        commodity=pl.concat_str([pl.lit(f"{edition.casefold()}-"), pl.col("hs")]),
        country="importer",
        place="importer",
        partner="exporter",
        stage=_EMPTY,
        detail=pl.concat_str(
            [pl.lit(f"{edition} "), pl.col("hs"), pl.lit(f", {words}, reconciled by CEPII")]
        ),
        period=pl.col("year").cast(pl.String),
        value=amount,
        unit=pl.lit(unit),
        basis=pl.lit(basis),
        low=pl.lit(None, pl.Float64),
        high=pl.lit(None, pl.Float64),
        absent=pl.when(pl.col(column).is_null()).then(pl.lit("not_reported")).otherwise(_EMPTY),
        printed=amount.cast(pl.String).fill_null("NA"),
        quality=pl.lit("reported"),
        reliability=pl.lit("primary"),
        source="source",
        at=pl.concat_str(
            [pl.col("at"), pl.lit(", i="), pl.col("exporter"), pl.lit(", j="), pl.col("importer")]
        ),
        seen="seen",
        note=_EMPTY,
        revises=_EMPTY,
    ).collect()
