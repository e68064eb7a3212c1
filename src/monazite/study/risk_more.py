"""Rows of the risk table from USGS statistics, trade and companion metals (§I3, §I9, §I11, §I12, §I25, §I26)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from monazite import catalog
from monazite.codes import country_name
from monazite.indicators import companionality, origin_gap
from monazite.study import cover, risk_names
from monazite.study.risk_inputs import Inputs

Row = dict[str, Any]
_EDITION = "usgs-mcs-2026"
_PERCENT = 100.0
_MISPRINT = "relianceas"  # so in ten labels of the official file, which the tables keep
_LUMPED = 0.1  # share of countries lumped together from which only the range is given
_COMPLETE = (0.9, 1.1)  # listed countries over the printed world total, which is rounded
_GROUPS = ["WLD", "OTH"]


def _statistics(quantity: str, year: int) -> pl.DataFrame:
    return catalog.table("statistics/usgs_mcs").filter(
        (pl.col("quantity") == quantity)
        & (pl.col("source") == _EDITION)
        & (pl.col("period") == str(year))
    )


def import_reliance(year: int) -> Iterator[Row]:
    """US net import reliance as the USGS prints it, share of consumption; `>50` stays a range.

    Of several forms the first with a number is taken, and named.

    Spec: §I9.
    """
    held = _statistics("net-import-reliance", year)
    for commodity in held["commodity"].unique(maintain_order=True).to_list():
        forms = held.filter(pl.col("commodity") == commodity)
        known = forms.filter(pl.col("value").is_not_null())
        row = (known if known.height else forms).row(0, named=True)
        value = None if row["value"] is None else row["value"] / _PERCENT
        low, high = (None if row[k] is None else row[k] / _PERCENT for k in ("low", "high"))
        exporter = row["printed"] == "E"
        yield {
            "material": risk_names.one(commodity),
            "importer": "USA",
            "year": year,
            "method": "import-reliance",
            "value": value,
            "low": low,
            "high": high,
            "explanation": "The United States are a net exporter."
            if exporter
            else f"{row['detail'].replace(_MISPRINT, 'reliance as')}: {row['printed']} %.",
            "notes": [f"{row['source']}, {row['at']}"],
        }


def usgs_concentration(year: int) -> Iterator[Row]:
    """HHI of world production of every USGS commodity that World Mining Data does not cover.

    Countries the USGS lumps together lie between many small ones and one: that is the range; where they are more than a
    tenth, or a country is withheld, there is no value.

    Spec: §I25.
    """
    for name, forms in usgs_forms(year):
        row = _index(forms)
        if row is not None:
            yield {"material": name, "year": year, "method": "hhi", **row}


def usgs_forms(year: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """World production by country of the form with most countries, for commodities World Mining Data does not cover."""
    covered = set(risk_names.of_tables().values())
    # The world total of a form stands under its own detail, "...: rounded".
    held = _statistics("production", year).with_columns(
        pl.col("detail").str.replace(r":? *\(?rounded\)?$", "")
    )
    for commodity in held["commodity"].unique(maintain_order=True).to_list():
        name = risk_names.one(commodity)
        mine = held.filter(pl.col("commodity") == commodity)
        counted = mine.filter(~pl.col("country").is_in(_GROUPS)).group_by(
            "detail", maintain_order=True
        )
        most = counted.agg(pl.col("country").n_unique()).sort("country", descending=True)
        if name not in covered and not most.is_empty():
            yield name, mine.filter(pl.col("detail").eq_missing(most["detail"][0]))


def _index(forms: pl.DataFrame) -> Row | None:
    """The index of one form of a commodity; None where countries do not make up the world."""
    single = forms.filter(~pl.col("country").is_in(_GROUPS))
    largest = single.drop_nulls("value").group_by("country").agg(pl.col("value").max())
    by: dict[str, float] = dict(largest.iter_rows())
    rest = float(forms.filter(pl.col("country") == "OTH")["value"].sum() or 0.0)
    total = sum(by.values()) + rest
    world = float(forms.filter(pl.col("country") == "WLD")["value"].max() or 0.0)  # pyright: ignore[reportArgumentType] - a float column
    if total <= 0 or not _COMPLETE[0] * world <= total <= _COMPLETE[1] * world:
        return None
    withheld = single.filter(pl.col("value").is_null() & (pl.col("absent") == "withheld"))
    hidden = ", ".join(country_name(code) for code in withheld["country"].to_list())
    low = sum((amount / total) ** 2 for amount in by.values())
    lead = max(by, key=lambda code: by[code])
    return {
        "value": None if hidden or rest > _LUMPED * total else low,
        "low": low if rest else None,
        "high": low + (rest / total) ** 2 if rest else None,
        "explanation": f"{forms['detail'][0]}: largest producer {country_name(lead)} {by[lead] / total:.0%}.",
        "notes": [f"withheld and not counted: {hidden}"] if hidden else [],
    }


def by_stage(year: int) -> dict[str, dict[str, tuple[float, float]]]:
    """HHI at the mine and the refinery by material: low if countries not listed are many small ones, high if one.

    Spec: §I1. IEA supply table; years it does not hold give nothing.
    """
    held = catalog.table("statistics/iea_supply").filter(
        (pl.col("period") == str(year)) & pl.col("value").is_not_null() & (pl.col("value") >= 0)
    )
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for (commodity, stage), rows in held.group_by(["commodity", "stage"], maintain_order=True):
        listed = rows.filter(~pl.col("country").is_in(_GROUPS))
        by: dict[str, float] = dict(
            listed.group_by("country").agg(pl.col("value").sum()).iter_rows()
        )
        named = sum(by.values())
        world = max(
            named, *(v for v in rows.filter(pl.col("country") == "WLD")["value"].to_list()), 0.0
        )
        if world <= 0:
            continue
        low = sum((amount / world) ** 2 for amount in by.values())
        span = (low, low + ((world - named) / world) ** 2)
        found.setdefault(risk_names.one(str(commodity)), {})[str(stage)] = span
    return found


def gaps(held: Inputs, year: int) -> Iterator[Row]:
    """Origin gap of materials traded as ores or minerals: who ships against who digs.

    Spec: §I11.
    """
    codes = held.materials.select("material", pl.col("hs92").str.split(";")).explode("hs92")
    sold = (
        held.trade.filter(pl.col("year") == year)
        .join(codes, on="hs92")
        .group_by("material", "exporter")
        .agg(pl.col("weight_kg").sum().alias("amount"))
        .collect()
    )
    dug = (
        held.production.filter(pl.col("year") == year, pl.col("value") > 0)
        .join(
            held.materials.filter(pl.col("stage") == "Extraction").select("material", "production"),
            left_on="commodity",
            right_on="production",
        )
        .select("material", "country", "value")
        .collect()
    )
    for name in dug["material"].unique(maintain_order=True).to_list():
        mined = dict(dug.filter(pl.col("material") == name).select("country", "value").iter_rows())
        ships = dict(
            sold.filter(pl.col("material") == name).select("exporter", "amount").iter_rows()
        )
        ships = {code: amount for code, amount in ships.items() if amount}
        if not ships:
            continue
        score = origin_gap(ships, mined)
        code, rest = score.explanation.split(" ", 1)
        yield {
            "material": name,
            "year": year,
            "method": "origin-gap",
            "value": score.value,
            "explanation": f"{country_name(code)} {rest}.",
            "notes": ["exports are gross weight, mine production as reported; shares only"],
        }


def companions(year: int) -> Iterator[Row]:
    """Share of primary production that is a by-product.

    Spec: §I12.
    """
    for row in catalog.table("indicators/companionality").iter_rows(named=True):
        score = companionality(row["companion_share"], tuple((row["host_metals"] or "").split(";")))
        yield {
            "material": risk_names.one(row["material"]),
            "year": year,
            "method": "companionality",
            "value": score.value,
            "explanation": score.explanation[:1].upper() + score.explanation[1:] + ".",
            "unverified": list(score.unverified),
        }


def days_of_cover(year: int) -> Iterator[Row]:
    """Days US stocks last at the year's use, as derived from printed stocks and use; a low number is the worse.

    Of several covers of one material the smallest is the value, the others the range.

    Spec: §I10.
    """
    for commodity, pairs in cover.printed(year).items():
        least = pairs[0]
        yield {
            "material": risk_names.one(commodity),
            "importer": "USA",
            "year": year,
            "method": "days-of-cover",
            "value": least.days,
            "low": least.days,
            "high": pairs[-1].days,
            "explanation": f"{least.what}: {least.days:,.0f} days.",
            "notes": [
                f"{least.source}, {least.at}",
                "stocks of exchanges and of the Treasury are not counted",
            ],
        }
