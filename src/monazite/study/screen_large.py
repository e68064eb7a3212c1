"""What a screening by columns says: counts, distinct answers, and files with every line (§X36, §X89)."""

from __future__ import annotations

from typing import Any

import polars as pl

from monazite.exposure.columns import ColumnScreening
from monazite.exposure.screening import OUTCOMES
from monazite.study import screen_report as report

_SHOWN = 2_000
_RANK = {name: rank for rank, name in enumerate(OUTCOMES)}
_LEADS = r"^\s*[=+\-@|%\t\r\n]"


def summary(found: ColumnScreening) -> str:
    """The whole in one sentence."""
    parts = [f"{count:,} {report.words(name)}" for name, count in found.counts.items()]
    return f"{found.frame.height:,} lines: " + ", ".join(parts)


def answers(found: ColumnScreening) -> pl.DataFrame:
    """Distinct answers with the number of lines, an example line and its row, most lines first."""
    return (
        found.frame.filter((pl.col("outcome") != "not_required") | (pl.col("item") != ""))
        .group_by("outcome", "reason", "instruments", "item", "from", "to")
        .agg(
            pl.len().alias("lines"),
            pl.col("row").min().alias("first_row"),
            pl.col("description").first(),
        )
        .with_columns(
            pl.col("outcome")
            .replace_strict(_RANK, default=len(_RANK), return_dtype=pl.Int64)
            .alias("_rank")
        )
        .sort("_rank", "lines", "first_row", descending=[False, True, False])
        .drop("_rank")
    )


def as_values(found: ColumnScreening) -> dict[str, Any]:
    """Counts and the distinct answers, for JSON; every line goes to a file."""
    listed = answers(found)
    return {
        "bill": found.name,
        "lines_out": found.frame.height,
        "counts": dict(found.counts),
        "distinct_rows": found.distinct,
        "answers": listed.head(_SHOWN).to_dicts(),
        "answers_left_out": max(0, listed.height - _SHOWN),
        "notes": list(found.notes),
    }


def as_csv(found: ColumnScreening) -> bytes:
    """Every line as CSV; texts that a spreadsheet program would run are quoted as text."""
    texts = [name for name, kind in found.frame.schema.items() if kind == pl.String]
    guarded = found.frame.drop("key").with_columns(
        pl.when(pl.col(name).str.contains(_LEADS))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
    return guarded.write_csv().encode("utf-8")
