"""`monazite network`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from monazite.cli.options import as_of, json_option, known_at_option, on_option

if TYPE_CHECKING:
    from datetime import date

    from monazite.provenance import Figure


_ON_DATA = "On data: the part of the feed of the maker's magnets whose origin rests on trade data, not on assumption."


def _number(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "value": figure.number,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
    }


@click.command("network")
@click.argument("mineral", default="rare-earths")
@click.option(
    "--measure",
    default="",
    help="Third-country flows this measure reaches, for example CN-2025-61.",
)
@click.option("--residuals", is_flag=True, help="What balancing did to each published figure.")
@on_option
@known_at_option
@json_option
def command(
    mineral: str,
    *,
    measure: str,
    residuals: bool,
    on: date | None,
    known_at: date | None,
    as_json: bool,
) -> None:
    """A supply network: stage totals, agreement with published figures, and what a measure reaches abroad."""
    from monazite.study import network

    if measure:
        day = as_of(on, known_at) if on else network.PACKAGE_DAY
        rows = network.third_country_table(network.load(mineral), measure=measure, as_of=day)
        out = [
            {
                "country": r.country,
                "element": r.element,
                "made": _number(r.made_t_per_y),
                "shipped_to_third_countries": _number(r.shipped_t_per_y),
                "share": _number(r.share),
                "sd": r.sd,
                "on_data": r.on_data,
                "clauses": list(r.clauses),
                "links": len(r.links),
            }
            for r in rows
        ]
        head = "country element     made t/y  third countries t/y  share (range)          on data  clauses"
        lines = [
            f"{r.country:7} {r.element:11} {r.made_t_per_y.number:8.1f} {r.shipped_t_per_y.number:20.1f}  "
            f"{r.share.number:.3f} ({r.share.low:.2f} to {r.share.high:.2f}) {r.on_data:10.0%}  {', '.join(r.clauses)}"
            for r in rows
        ]
        lines += ["", f"On {day.on}, as known on {day.known_at}.", _ON_DATA]
        if not any(r.clauses for r in rows):
            lines.append(
                f"No clause of {measure} reaches them on that day: flows and origin without a control."
            )
    elif residuals:
        out = network.residuals(mineral)
        head = "published figure: value -> after balancing (standard errors off)"
        lines = [_residual(row) for row in out]
    else:
        out = network.overview(mineral)
        head = f"{mineral}: stage, country, tonnes a year, share"
        lines = [
            f"{row['stage']:11} {row['country']:8} {row['t_per_y']:14,.0f} {row['share']:7.1%}"
            for row in out
        ]
        if mineral == "rare-earths":
            table = network.baseline_table()
            lines += ["", "agreement with published figures"]
            lines += [_agreement(row) for row in table]
            out = {"stages": out, "agreement": [_agreed(row) for row in table]}
    click.echo(
        json.dumps(out, ensure_ascii=False, indent=1) if as_json else "\n".join([head, *lines])
    )


def _agreed(row: Any) -> dict[str, Any]:
    return {
        "what": row.what,
        "ours": _number(row.ours),
        "published": _number(row.published),
        "residual": row.residual,
        "tolerance": row.tolerance,
        "agrees": row.agrees,
    }


def _agreement(row: Any) -> str:
    word = {True: "agrees", False: "misses", None: "shown"}[row.agrees]
    unit = "points" if row.published.unit == "%" else "of it"
    return (
        f"{row.what:46} {row.ours.number:8.2f}  published {row.published.number:8.2f} {row.published.unit:4} "
        f"{row.residual:+7.2f} {unit:6}  {word}"
    )


def _residual(row: dict[str, Any]) -> str:
    if row["adjusted"] is None:
        return f"{row['label']}: {row['remark']}"
    off = "" if row["standardised"] is None else f" ({row['standardised']:+.1f})"
    tail = f" {row['remark']}, against {row['against']}" if row["remark"] else ""
    return f"{row['label']}: {row['value']:,.0f} -> {row['adjusted']:,.0f} t/y{off}{tail}"
