"""Prices outside and inside the restrictor: findings and charts from an ensemble (§B2, §M20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monazite.brief import words
from monazite.brief.model import Band, Chart, Finding, Table
from monazite.brief.shortage import HIGH, LOW, MID, Runs
from monazite.codes import country_name
from monazite.provenance import Figure, derive

Quantiles = Sequence[Sequence[float]]  # quantile x week
_MOST = 6
TIMES = "times the price before any control"
_LIMITS = ("Few tonnes trade at the spot price; contracts follow slowly.",)
_WOULD_CHANGE = "Elasticities measured over weeks rather than implied by past events."
MOVES = 1.05  # a price that rises less than a twentieth is not worth a line
# The largest rise on record among the quotes at hand is yttrium oxide in Europe, 6 to 270 USD/kg within 2025: 45 times.
# Past that the price curve is not supported by anything seen, so a higher sampled end is shown as this bound (§B12).
CEILING = 50.0
_CAPPED = (
    "Sampled prices above 50 times the price before are shown as 50: the largest rise on record among the quotes at "
    "hand (yttrium oxide in Europe, 2025) is 45 times, and beyond it the price curve has no support."
)


def peak(runs: Runs, mineral: str, band: Quantiles, which: str) -> Figure:
    """The highest week of the median path of a price, relative to before any control, with the range of that week."""
    week = max(range(len(band[MID])), key=lambda k: band[MID][k])
    low, mid, high = (min(float(f"{band[k][week]:.4g}"), CEILING) for k in (LOW, MID, HIGH))
    return derive(
        f"run/{runs.scenario.id}/price/{mineral}/{which}",
        f"{which} price of {mineral} at its peak, week {week}",
        mid,
        TIMES,
        formula="highest week of the median path; the range holds four of five runs in that week",
        parents=(runs.anchor,),
        period=f"week {week}",
        low=low,
        high=high,
        note=f"sampled high end {band[HIGH][week]:.3g}, shown as {CEILING:g}"
        if band[HIGH][week] > CEILING
        else "",
    )


def in_dollars(ratio: Figure, base: Figure) -> Figure:
    """A price ratio times a published price."""
    low = None if ratio.low is None else float(f"{ratio.low * base.number:.3g}")
    high = None if ratio.high is None else float(f"{ratio.high * base.number:.3g}")
    return derive(
        f"{ratio.id}/usd",
        f"{ratio.label}, in dollars",
        float(f"{ratio.number * base.number:.3g}"),
        base.unit,
        formula="ratio x published price",
        parents=(ratio, base),
        basis=base.basis,
        low=low,
        high=high,
    )


def table(
    runs: Runs,
    spot: Mapping[str, Quantiles],
    home: Mapping[str, Quantiles],
    base: Mapping[str, Figure],
) -> Table:
    """Peak prices by mineral: outside the restrictor, at home, and in dollars where a price is published."""
    rows: list[tuple[str | Figure, ...]] = []
    for mineral, band in spot.items():
        outside = peak(runs, mineral, band, "spot")
        inside = peak(runs, mineral, home[mineral], "home")
        start = base.get(mineral)
        dollars: str | Figure = in_dollars(outside, start) if start else "no published price"
        rows.append((mineral.replace("-", " "), outside, inside, start or "", dollars))
    return Table(
        "Prices at their peak",
        (
            "mineral",
            "outside, thin spot",
            "home market of the restrictor",
            "published price",
            "outside, in dollars",
        ),
        tuple(rows),
        note="The spot price outside is thin: in 2025 less than a hundredth of the volume moved at such prices. "
        "Read it as the price of the next kilogram, not of the year's purchases.",
    )


def _capped(line: Sequence[float]) -> tuple[float, ...]:
    return tuple(min(value, CEILING) for value in line)


def fan(
    runs: Runs, spot: Mapping[str, Quantiles], home: Mapping[str, Quantiles], rows: Table
) -> Chart:
    """Price paths by mineral, outside with its range, home dashed."""
    weeks = tuple(float(week) for week in range(runs.ensemble.record.horizon_weeks))
    panels = tuple(
        (
            mineral.replace("-", " "),
            (
                Band(
                    "outside: median, and four of five runs",
                    weeks,
                    _capped(band[MID]),
                    _capped(band[LOW]),
                    _capped(band[HIGH]),
                ),
                Band("home market", weeks, tuple(home[mineral][MID]), dashed=True),
            ),
        )
        for mineral, band in list(spot.items())[:_MOST]
    )
    return Chart(
        id=f"prices-{runs.scenario.id}",
        kind="fan",
        title="Spot prices relative to the time before any control",
        alt=f"Price outside the restrictor and in its home market, by mineral, in the case: {runs.case}.",
        x_label=f"weeks from {words.day(runs.start)}",
        y_label="times",
        panels=panels,
        table=rows,
    )


def findings(
    runs: Runs,
    spot: Mapping[str, Quantiles],
    home: Mapping[str, Quantiles],
    base: Mapping[str, Figure],
) -> tuple[Finding, ...]:
    """A sentence for each mineral whose price moves, in the order given."""
    made: list[Finding] = []
    for mineral, band in list(spot.items())[:_MOST]:
        ratio = peak(runs, mineral, band, "spot")
        if (ratio.high or 0.0) < MOVES:
            continue
        inside = peak(runs, mineral, home[mineral], "home")
        figures: tuple[Figure, ...] = (ratio, inside)
        tail = ""
        if mineral in base:
            figures = (ratio, inside, in_dollars(ratio, base[mineral]), base[mineral])
            tail = (
                f", which would be {{2:range}} against {{3}} published for {base[mineral].period}"
            )
        limits = _LIMITS if not made else ()
        if ratio.high == CEILING:
            limits = (*limits, _CAPPED)
        made.append(
            Finding(
                id=f"prices/{runs.scenario.id}/{mineral}",
                section="prices",
                text=f"{runs.case}: the thin spot price of {mineral.replace('-', ' ')} outside "
                f"{country_name(runs.scenario.restrictor)} peaks at {{0:range}}{tail}; {_at_home(inside)}.",
                figures=figures,
                caveats=limits,
                would_change="" if made else _WOULD_CHANGE,
            )
        )
    return tuple(made)


def _at_home(inside: Figure) -> str:
    """What the restrictor's own market sees: hardly anything, or a number."""
    ends = (inside.low, inside.number, inside.high)
    still = all(end is not None and abs(end - 1.0) < MOVES - 1.0 for end in ends)
    return "its home price hardly moves ({1})" if still else "its home market sees {1:range}"
