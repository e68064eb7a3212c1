"""The page that sets the rare-earth network beside what is published, made from the network itself (§N40 to §N43)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite import network
from monazite.codes import country_name
from monazite.provenance import Figure
from monazite.study.network import (
    MAKERS,
    Agreement,
    Reached,
    baseline_table,
    residuals,
    third_country_table,
)
from monazite.study.network_shown import import_unit_values
from monazite.study.network_value import THRESHOLD, part_one_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

HEAD = """# How well the rare-earth network agrees

This page is made by `python -m monazite.study.network_page`; a test keeps it current. Misses come first.

## Totals and shares

Shares within 3 points and totals within 25 % agree (§N40). None of the published numbers was used in balancing, except
the national mine totals. Rows marked *shown* are not judged.

| | network | published | residual | |
|---|---|---|---|---|
"""

WHY = """
What the larger residuals mean. The published 94 % (IEA, October 2025) and 92 % (2022) count tonnes of magnets of all
grades. Cerium-bearing magnets, made in China, take 18 % of the world's cerium oxide (Adamas Intelligence). Magnets of
Nd, Pr, Dy and Tb alone gave China 89.2 %, a miss; looking for its reason showed that cerium had been left out. With
it China's makers turn out nearly the tonnes of blanks Shanghai Metals Market counts, which no step used. Scrap is too
small in the network: the swarf assumed is a fifth of what makers take in, recyclers report two and a half times as
much, in part from old magnets. Australia mines less in the IEA's count and in trade with Malaysia than in the
summaries of the USGS. China and Myanmar together mine 60.7 kt here and 57.9 kt in the IEA's count, which divides
them otherwise.

"""

FIGHTS = """
## Figures that fight

Of {count} published figures laid on the network, {loud} lie more than two standard errors from what the rest
say (§N33).

| figure | as counted, t/y | after balancing, t/y | standard errors off | against |
|---|---|---|---|---|
"""

EVERY = """
## Every published figure, with its residual

As counted, after balancing, and the residual in per cent of the figure. Where the figure is a recipe (a sum that should
be zero) the residual is in tonnes. Errors are one standard deviation. What else pulls on each stands in
`network/residuals`, for the other networks too.

| figure | as counted, t/y | error | after balancing, t/y | error | residual | standard errors off |
|---|---|---|---|---|---|---|
"""

ABROAD = """
## What No. 61 of 2025 reaches between third countries

Dysprosium and terbium in NdFeB magnets made or finished in five countries and shipped to countries other than China,
with the share that passed China as oxide, metal or alloy. Day: 15 December 2025, as known on 31 October 2025. The
range holds under any mixing (§N24). *On data* is the share of the makers' feed of that element that rests on published
figures; the rest is assumed routes. Where it is near zero, the share is what those routes say, and the range is the
honest answer. A published 99 % of heavy separation for China says the same of the world as a whole.

Trade in magnets (HS 850511) by partner is not among the official files the tables are made from; exports by country
are, in dollars. They are laid on the network with a unit value of 25 to 150 USD/kg, so *to third countries* rests on
them by country in all, and on assumed routes by destination. The code holds magnets without rare earths and magnets
shipped on; Germany's exports are eleven times what its makers could ship, so most are shipped on. No step used the
values of magnet imports; against the tonnes the network ships they come out at {low:.0f} to {high:.0f} USD/kg in
{countries}, beside 49 for Chinese exports.

| country | element | made, t/y | to third countries, t/y | share through China | range | on data | clauses |
|---|---|---|---|---|---|---|---|
"""

VALUE = """
The clause asks for Part 1 items worth at least 0.1 % of the magnet. At prices of 2024 (oxide, USGS; magnets at the
unit value of all Chinese exports) the dysprosium and terbium that passed China are worth this share of the magnets
with them:

| country | share by value | range | times the threshold |
|---|---|---|---|
"""


def _agreement(row: Agreement) -> str:
    word = {True: "agrees", False: "**misses**", None: "shown"}[row.agrees]
    share = row.published.unit == "%"
    residual = f"{row.residual:+.1f} points" if share else f"{row.residual:+.0%}"
    unit = "%" if share else " kt"
    return f"| {row.what} | {row.ours.number:.1f}{unit} | {row.published.number:.1f}{unit} | {residual} | {word} |"


def _abroad(row: Reached) -> str:
    low, high = row.share.low or 0.0, row.share.high or 0.0
    return (
        f"| {country_name(row.country)} | {row.element} | {row.made_t_per_y.number:.1f} "
        f"| {row.shipped_t_per_y.number:.1f} | {row.share.number:.1%} | {low:.0%} to {high:.0%} "
        f"| {row.on_data:.0%} | {', '.join(row.clauses)} |"
    )


def _value(share: Figure, maker: str) -> str:
    low, high = share.low or 0.0, share.high or 0.0
    return (
        f"| {country_name(maker)} | {share.number:.1%} | {low:.1%} to {high:.1%} "
        f"| {share.number / THRESHOLD:,.0f} |\n"
    )


def _every(row: Mapping[str, Any]) -> str:
    gap = row["adjusted"] - row["value"]
    residual = f"{gap / row['value']:+.1%}" if row["value"] else f"{gap:+.1f} t"
    off = "" if row["standardised"] is None else f"{row['standardised']:+.1f}"
    return (
        f"| {row['label']} | {row['value']:,.0f} | {row['sd']:,.0f} | {row['adjusted']:,.0f} "
        f"| {row['adjusted_sd']:,.0f} | {residual} | {off} |\n"
    )


def _order(rows: Iterable[Agreement]) -> list[Agreement]:
    rank = {False: 0, True: 1, None: 2}
    return sorted(rows, key=lambda row: rank[row.agrees])


def page() -> str:
    """The page as Markdown."""
    net = network.load("rare-earths")
    fights = residuals("rare-earths")
    loud = [row for row in fights if row["remark"] == "in conflict"]
    silent = [row for row in fights if row["adjusted"] is None]
    lines = [_agreement(row) for row in _order(baseline_table(net))]
    text = HEAD + "\n".join(lines) + "\n" + WHY.rstrip() + "\n"
    text += FIGHTS.format(count=len(fights) - len(silent), loud=len(loud))
    text += "".join(
        f"| {row['label']} | {row['value']:,.0f} | {row['adjusted']:,.0f} | {row['standardised']:+.1f} "
        f"| {row['against'] or ''} |\n"
        for row in loud
    )
    text += "\nNo flow of the network answers to: " + "; ".join(row["id"] for row in silent) + ".\n"
    text += EVERY + "".join(_every(row) for row in fights if row["adjusted"] is not None)
    reached = third_country_table(net)
    values = import_unit_values(net)
    places = ", ".join(country_name(c) for c in values)
    text += ABROAD.format(low=min(values.values()), high=max(values.values()), countries=places)
    text += "\n".join(_abroad(row) for row in reached) + "\n"
    text += VALUE + "".join(_value(part_one_value(net, maker, reached), maker) for maker in MAKERS)
    return text


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - the page goes to standard output
