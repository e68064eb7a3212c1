"""The user's own trade in place of the shipped one: a table, BACI's yearly files, or BACI's zip (§I22).

Only flows of codes that materials have are kept, so a full history of world trade is read in one pass out of core.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from monazite import catalog
from monazite.catalog.official import baci
from monazite.codes import country, search_country
from monazite.errors import DataError, MonaziteError, UnknownCode
from monazite.study import own_table
from monazite.study.own_table import LINE
from monazite.study.risk_inputs import TRADE_COLUMNS, Inputs

FORM = own_table.Form(
    "E607",
    "the trade table",
    TRADE_COLUMNS,
    "Rename the columns; weights in kg, values in USD, areas as codes or names, HS 1992. Files and zips of CEPII BACI "
    "are read as they are",
)
_BACI = {"t": "year", "i": "exporter", "j": "importer", "k": "hs92", "v": "value_usd", "q": "weight_kg"}  # fmt: skip
_THOUSAND = 1000.0  # BACI counts thousand USD and tonnes
_EDITION = re.compile(r"hs[-_ ]?(?:19|20)?(92|96|02|07|12|17|22)", re.IGNORECASE)
_NINETY_TWO = "92"
_DIGITS = 6
_SHOWN = 3


def in_place(held: Inputs, path: Path, years: Sequence[int]) -> Inputs:
    """The tables with the user's own trade of the years.

    Args:
        held: The shipped tables.
        path: CSV (comma, semicolon or tab), Parquet, a folder of Parquet files, a yearly file of BACI or its zip.
        years: The years that are asked for.

    Raises:
        MissingData: E201 if there is no such file.
        DataError: E607, or an ExceptionGroup of them, if it cannot be read as trade in HS 1992.

    Spec: §I22.
    """
    codes = held.materials.select(pl.col("hs92").str.split(";").explode()).collect()["hs92"]
    wanted = codes.drop_nulls().unique().to_list()
    if path.suffix.lower() == ".zip":
        flows = _from_zip(path, wanted, years)
    else:
        frame = _named(own_table.scan(path, FORM), path)
        flows = _kept(frame, path, wanted)
    chosen = flows.filter(pl.col("year").is_in(list(years)))
    if chosen.is_empty():
        known = sorted(flows["year"].unique().to_list())
        raise FORM.wrong(
            "no flow of " + ", ".join(map(str, years)),
            where=path.name,
            why="Its flows of materials are of " + ", ".join(map(str, known)),
            way_out="Ask for one of them with --year",
        )
    return replace(held, trade=chosen.select(TRADE_COLUMNS).lazy(), trade_source=str(path))


def _from_zip(path: Path, codes: list[str], years: Sequence[int]) -> pl.DataFrame:
    """Flows of the years out of BACI's own archive, a year at a time."""
    try:
        files = baci.members(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise own_table.unreadable(path, FORM, error) from error
    held = {int(year): name for name, (edition, year, _) in files.items() if edition == "HS92"}
    if not held:
        other = ", ".join(sorted({edition for edition, _, _ in files.values()}))
        raise (
            _other_edition(other, path)
            if other
            else FORM.wrong("the archive holds no yearly file of BACI", where=path.name)
        )
    missing = [str(year) for year in years if year not in held]
    if missing:
        raise FORM.wrong(
            "the archive has no year " + ", ".join(missing),
            where=path.name,
            why=f"It holds {min(held)} to {max(held)}",
            way_out="Ask for one of them with --year",
        )
    with tempfile.TemporaryDirectory() as folder:
        parts: list[pl.DataFrame] = []
        for year in years:
            target = Path(folder) / f"{year}.parquet"
            try:
                baci.convert(path, held[year], target, lambda _: None)
            except (ValueError, zipfile.BadZipFile, pl.exceptions.PolarsError) as error:
                raise own_table.unreadable(path, FORM, error) from error
            flows = pl.scan_parquet(target).rename({"hs": "hs92"})
            parts.append(flows.filter(pl.col("hs92").is_in(codes)).collect(engine="streaming"))
    return pl.concat(parts)


def _named(frame: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    """The frame with the columns of a trade table; BACI's letters and units are known, other editions are refused."""
    names = frame.collect_schema().names()
    stated = _EDITION.findall(path.name)
    if set(_BACI) <= set(names):
        if stated != [_NINETY_TWO]:
            raise _other_edition("HS" + ", ".join(stated) if stated else "", path)
        amounts = [(pl.col(name).cast(pl.String).str.strip_chars()) for name in ("v", "q")]
        scaled = [_number(text) * _THOUSAND for text in amounts]
        # What is no number stays as it is, to be named with its line.
        kept = [
            pl.coalesce(number.cast(pl.String), text).alias(name)
            for number, text, name in zip(scaled, amounts, ("v", "q"), strict=True)
        ]
        return frame.with_columns(kept).rename(_BACI)
    if "hs92" not in names:
        if "hs" in names and stated == [_NINETY_TWO]:
            frame, names = frame.rename({"hs": "hs92"}), [*names, "hs92"]
        elif other := next((name for name in names if name == "hs" or _EDITION.match(name)), ""):
            raise _other_edition(other if other != "hs" else "", path)
    FORM.require([name for name in names if name != LINE], where=path.name)
    return frame


def _other_edition(edition: str, path: Path) -> DataError:
    return FORM.wrong(
        f"the flows are in another edition of the Harmonized System: {edition}"
        if edition
        else "the edition of the Harmonized System is not stated",
        where=path.name,
        why="Materials are known by HS 1992, and later editions split or join its codes",
        way_out="Take BACI's HS92 files, or give six-digit codes of 1992 in a column hs92",
    )


def _number(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Float64, strict=False)


def _kept(frame: pl.LazyFrame, path: Path, codes: list[str]) -> pl.DataFrame:
    """Flows of the codes in the types of a trade table; all that is wrong with them at once."""
    plain = [pl.col(name).cast(pl.String).str.strip_chars() for name in TRADE_COLUMNS]
    # A sheet may have made a number of a code: 250410.0 is 250410, while 2504.10 is the code as it is printed.
    whole = pl.col("hs92").str.replace(r"^(\d{5,6})\.0$", "$1")
    code = whole.str.replace_all(r"[.\s]", "").str.zfill(_DIGITS)
    texts = frame.select(LINE, *plain).with_columns(code).filter(pl.col("hs92").is_in(codes))
    try:
        raw = texts.collect(engine="streaming")
    except pl.exceptions.PolarsError as error:
        raise own_table.unreadable(path, FORM, error) from error
    if raw.is_empty():
        raise FORM.wrong(
            "no flow has the code of a material",
            where=path.name,
            why="Materials are known by six-digit codes of HS 1992, such as " + ", ".join(sorted(codes)[:_SHOWN]),
        )  # fmt: skip
    blank = pl.col("weight_kg").is_null() | pl.col("weight_kg").is_in(["", "NA"])
    flows = raw.with_columns(
        pl.col("year").cast(pl.Float64, strict=False).cast(pl.Int64, strict=False),
        _number(pl.col("value_usd")),
        pl.when(~blank).then(_number(pl.col("weight_kg"))).alias("weight_kg"),
        blank.alias("no_weight"),
    )
    bad_weight = ~pl.col("no_weight") & _no_amount("weight_kg")
    wrong: list[MonaziteError] = [
        error
        for column, rule, words in (
            ("year", pl.col("year").is_null(), "is no year"),
            ("value_usd", _no_amount("value_usd"), "is no number of 0 or more"),
            ("weight_kg", bad_weight, "is no number of 0 or more; blank where it is not known"),
        )
        if (error := _named_lines(raw, flows.select(rule).to_series(), column, words, path))
    ]
    areas, unknown = _areas(raw, path)
    if wrong or unknown:
        raise ExceptionGroup("a trade table that cannot be read", [*wrong, *unknown])
    return flows.with_columns(pl.col("exporter", "importer").replace(areas))


def _no_amount(column: str) -> pl.Expr:
    amount = pl.col(column)
    return amount.is_null() | ~amount.is_finite() | (amount < 0)


def _named_lines(
    raw: pl.DataFrame, rule: pl.Series, column: str, words: str, path: Path
) -> MonaziteError | None:
    """The error that names the first lines a rule finds wrong; None where it finds none."""
    found = raw.filter(rule)
    if found.is_empty():
        return None
    shown = ", ".join(
        f"{text!r} (line {line})" for line, text in found.select(LINE, column).head(_SHOWN).rows()
    )
    return FORM.wrong(
        f"{found.height} of {raw.height} flows have a {column} that {words}: {shown}",
        where=f"{path.name} ({column})",
        why="A flow has a year, a value and, where it is known, a weight",
        way_out="Write plain numbers with a point for decimals and no sign between thousands",
    )


def _areas(raw: pl.DataFrame, path: Path) -> tuple[dict[str, str], list[UnknownCode]]:
    """Each spelling of an area with the code used here: signs and numbers of BACI, any name of a country."""
    listed = catalog.table("trade/areas")
    known = {str(area): code for area, code in listed.select("area", "country").iter_rows()}
    known |= {code: code for code in known.values()}
    found: dict[str, str] = {}
    unknown: list[UnknownCode] = []
    for text in pl.concat([raw["exporter"], raw["importer"]]).unique(maintain_order=True):
        plain = (text or "").removesuffix(".0").lstrip("0")
        code = known.get(text) or known.get(plain) or search_country(text or "")
        if code:
            found[text] = code
            continue
        here = pl.col("exporter").eq_missing(text) | pl.col("importer").eq_missing(text)
        try:
            country(text or "", where=f"{path.name}:{raw.filter(here)[LINE][0]}")
        except UnknownCode as error:
            unknown.append(error)
    return found, unknown
