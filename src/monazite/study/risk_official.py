"""EU and USGS scores for the rows of one risk table: inputs gathered from the shipped tables (§I19, §I20)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import polars as pl

from monazite import catalog
from monazite.codes import EU27, country_name
from monazite.indicators import (
    EuInputs,
    Score,
    UsgsInputs,
    eu_governance,
    eu_import_reliance,
    eu_supply_risk,
    usgs_supply_risk,
)
from monazite.indicators import geopolrisk as gpr
from monazite.study import risk_inputs, vulnerability
from monazite.study.risk_inputs import Inputs

Row = dict[str, Any]
_NEUTRAL = 5.0  # governance of a country without an estimate, middle of 0 to 10
_INSIDE = 0.8  # trade parameter inside the bloc
_OF_EU = (
    "the guidelines are written for the EU; for another importer its own output counts as one supplier under its own "
    "governance, which weighs heavily where it imports little"
)
_USGS_PROXY = (
    "ability and willingness to supply are replaced by World Bank political instability: the Fraser and Freedom House "
    "indices may not be redistributed"
)


@dataclass(frozen=True, slots=True)
class _Case:
    """One material bought by one importer in one year, tonnes as the tables give them."""

    material: str
    buyer: str
    year: int
    world: dict[str, float]
    imports: dict[str, float]
    exports_t: float

    @property
    def home(self) -> dict[str, float]:
        """Production inside the importer, by country."""
        members = risk_inputs.members(self.buyer)
        return {code: amount for code, amount in self.world.items() if code in members}


def _eu(case: _Case, poor: dict[str, float], recycling: float | None, note: str) -> Row:
    sourcing = dict(case.imports)
    for code, amount in case.home.items():
        sourcing[code] = sourcing.get(code, 0.0) + amount
    inside = EU27 if risk_inputs.members(case.buyer) <= EU27 else frozenset()
    everyone = case.world.keys() | sourcing.keys()
    unknown = sorted(code for code in everyone if code not in poor)
    score = eu_supply_risk(
        EuInputs(
            world=case.world,
            sourcing=sourcing,
            governance={code: poor.get(code, _NEUTRAL) for code in everyone},
            import_reliance=eu_import_reliance(
                sum(case.imports.values()), case.exports_t, sum(case.home.values())
            ),
            recycling=recycling,
            trade=dict.fromkeys(inside, _INSIDE),
        )
    )
    lacking = f"no governance estimate, middle of the scale taken: {', '.join(unknown)}"
    outside = "" if inside else _OF_EU
    notes = [note, lacking if unknown else "", "substitution index taken as 1", outside]
    return _row(score, case, notes)


def _usgs(case: _Case, unstable: dict[str, float], weak: float | None) -> Row:
    producers = {code: unstable.get(code, gpr.NO_ESTIMATE) for code in case.world}
    score = usgs_supply_risk(
        UsgsInputs(
            production=case.world,
            ability=producers,
            willingness=dict.fromkeys(case.world, 1.0),
            imports_t=sum(case.imports.values()),
            exports_t=case.exports_t,
            home_t=sum(case.home.values()),
            vulnerability=weak,
            proxy=_USGS_PROXY,
        )
    )
    return _row(
        score,
        case,
        ["trade is gross weight; production as the commodity is reported", vulnerability.NOTE],
    )


def _governance(year: int) -> tuple[dict[str, float], str]:
    """Mean of six dimensions on the EU scale, and which year it is of."""
    six = catalog.scan("governance/six_dimensions")
    last = six.select(pl.col("year").max()).collect().item()
    used = min(year, last)
    means = (
        six.filter(pl.col("year") == used)
        .group_by("country")
        .agg(pl.col("estimate").mean())
        .collect()
    )
    note = "" if used == year else f"governance of {used}, the last year at hand"
    return {code: eu_governance(mean) for code, mean in means.iter_rows()}, note


def _by_material(frame: pl.DataFrame, key: str, amount: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for material, code, value in frame.select("material", key, amount).iter_rows():
        if value:
            found.setdefault(material, {})[code] = value
    return found


def _production(held: Inputs, year: int) -> dict[str, dict[str, float]]:
    amount = pl.col("weight_t").fill_null(pl.col("value")).alias("amount")
    frame = (
        held.production.filter(pl.col("year") == year)
        .join(
            held.materials.select("material", "production"),
            left_on="commodity",
            right_on="production",
        )
        .select("material", "country", amount)
        .collect()
    )
    return _by_material(frame, "country", "amount")


def _trade(
    held: Inputs, buyer: str, year: int
) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Imports by material and exporter from outside the buyer, and exports by material, in tonnes."""
    members = sorted(risk_inputs.members(buyer))
    codes = held.materials.select("material", pl.col("hs92").str.split(";")).explode("hs92")
    flows = held.trade.filter(pl.col("year") == year).join(codes, on="hs92")
    weight = (pl.col("weight_kg").sum() / 1000.0).alias("amount")
    inside = pl.col("exporter").is_in(members)
    bought = flows.filter(pl.col("importer").is_in(members) & ~inside)
    sold = flows.filter(inside & ~pl.col("importer").is_in(members))
    imports = bought.group_by("material", "exporter").agg(weight).collect()
    exports = sold.group_by("material").agg(weight).collect()
    return _by_material(imports, "exporter", "amount"), dict(
        exports.select("material", "amount").iter_rows()
    )


def _row(score: Score, case: _Case, notes: list[str]) -> Row:
    # An index names its supplier by code, as the tables do; a reader is told the country.
    places = case.world.keys() | case.imports.keys()
    told = re.sub(
        r"\b[A-Z]{3}\b",
        lambda found: country_name(found[0]) if found[0] in places else found[0],
        score.explanation,
    )
    return {
        "material": case.material,
        "importer": case.buyer,
        "year": case.year,
        "method": score.method,
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "terms": {term.name: term.value for term in score.terms},
        "explanation": told[:1].upper() + told[1:] + ".",
        "unverified": list(score.unverified),
        "notes": [note for note in notes if note],
    }


def rows(held: Inputs, buyers: list[str], years: list[int], methods: list[str]) -> list[Row]:
    """Rows of the EU and USGS methods for the asked importers and years; USGS scores stand for the USA only.

    Args:
        held: The tables.
        buyers: Importers.
        years: Calendar years.
        methods: `eu`, `usgs` or both.
    """
    recycling = dict(
        catalog.table("indicators/eu_2023").select("material", "recycling_input_rate").iter_rows()
    )
    risk = held.risk_mended.collect()
    made: list[Row] = []
    for year in years:
        world = _production(held, year)
        poor, note = _governance(year)
        unstable = dict(risk.filter(pl.col("year") == year).select("country", "g").iter_rows())
        weak: dict[str, float] = {}
        if "usgs" in methods and "USA" in buyers:
            weak = vulnerability.vulnerability(
                held, {name: by.get("USA", 0.0) for name, by in world.items()}, year
            )
        for buyer in buyers:
            imports, exports = _trade(held, buyer, year)
            for material in sorted(name for name in world if sum(world[name].values()) > 0):
                case = _Case(
                    material,
                    buyer,
                    year,
                    world[material],
                    imports.get(material, {}),
                    exports.get(material, 0.0),
                )
                if "eu" in methods:
                    made.append(_eu(case, poor, recycling.get(material), note))
                if "usgs" in methods and buyer == "USA":
                    made.append(_usgs(case, unstable, weak.get(material)))
    return made
