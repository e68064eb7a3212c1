"""The scorecard page: what the back-test missed, then what it hit (§M52)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from monazite import network, simulate
from monazite.shock.types import LossCurve, Scenario, Shock, ShockKind, Target
from monazite.study.assumption_tables import assumptions
from monazite.study.backtest import Backtest, SeriesResult, backtest, leave_one_out
from monazite.study.events import shipped
from monazite.study.forecast import market_assumptions

_DAYS_PER_WEEK = 7
_RUNS = 400
_AIM = 2.0 / 3.0


def stoppages(*, seed: int = 1) -> dict[str, object]:
    """Days to the first shortage at car makers abroad in the rare-earth network, beside what was observed (§M51).

    Assumptions that know the judged event are replaced by the back-test's own priors.
    """
    event = next(e for e in shipped() if e.stoppages)
    own = {k: v for k, v in market_assumptions().items() if k in assumptions()}
    licence = Shock(
        "licence",
        ShockKind.LICENCE,
        event.id,
        LossCurve(),
        Target(origin=(event.restrictor,), minerals=event.materials),
    )
    world = Scenario(
        f"stoppages-{event.id}",
        event.title,
        (licence,),
        dict(assumptions()) | own,
        52,
        seed,
        event.restrictor,
        "rare-earths",
    )
    known = set(network.load("rare-earths").nodes)
    minerals = tuple(m for m in event.materials if any(n.mineral == m for n in known))
    world = replace(
        world,
        shocks=(replace(licence, target=replace(licence.target or Target(), minerals=minerals)),),
    )
    net = network.load("rare-earths")
    many = simulate.sweep(net, world, runs=_RUNS, seed=seed)
    uses = [
        k
        for k, n in enumerate(many.uses)
        if net.nodes[n].use in event.stoppages["uses"] and net.nodes[n].country != event.restrictor
    ]
    first = many.first_week[:, uses]
    first = np.where(first < 0, np.inf, first).min(axis=1) * _DAYS_PER_WEEK
    hit = np.isfinite(first)
    low, high = (float(d) for d in event.stoppages["first_days"])
    first = first[hit] if hit.any() else np.array([np.nan])
    early, middle, late = (float(q) for q in np.quantile(first, (0.1, 0.5, 0.9)))
    inside = early <= high and late >= low
    return {
        "low": low,
        "high": high,
        "share": float(hit.mean()),
        "median": middle,
        "first": early,
        "last": late,
        "verdict": "inside the band" if inside else "missed",
    }


def _row(result: SeriesResult) -> str:
    s = result.series
    inside = sum(p.in_80 for p in result.points)
    return (
        f"| {result.event} | {s.id} | {s.market} | {len(result.points)} | {inside} | {result.mean('crps'):.2f} | "
        f"{result.mean('crps_no_change'):.2f} | {result.mean('crps_last_shock'):.2f} | "
        f"{'yes' if result.better else 'no'} |"
    )


def _missed(found: Backtest) -> list[str]:
    lines = [
        "| event | series | period | observed | median | 80 % band |",
        "|---|---|---|---|---|---|",
    ]
    for r in found.results:
        for p in r.points:
            if not p.in_80:
                low, high = p.band_80
                lines.append(
                    f"| {r.event} | {r.series.id} | {p.point.period} | {p.observed:.2f} | {p.median:.2f} | "
                    f"{low:.2f} to {high:.2f} |"
                )
    return lines


def _table(found: Backtest) -> list[str]:
    worst = sorted(found.results, key=lambda r: (r.better, -r.mean("crps")))
    return [
        "| event | series | market | points | in 80 % | CRPS | no change | last shock | beats both |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_row(r) for r in worst),
    ]


def _calm(found: Backtest) -> str:
    """What the forecast said of prices in the negative control (§M52)."""
    quiet = {e.id for e in shipped() if e.negative_control}
    prices = [
        (r.series.id, p)
        for r in found.results
        if r.event in quiet and r.series.kind == "price"
        for p in r.points
    ]
    worst = max(prices, key=lambda pair: pair[1].median)
    return (
        f"Negative control: no price rose. The highest median forecast is {worst[1].median:.2f} times the base "
        f"({worst[0]}, {worst[1].point.period}; observed {worst[1].observed:.2f}), so the model expects "
        "a rise that did not come."
        if worst[1].median > 1.1  # noqa: PLR2004 - more than a tenth is called a rise
        else f"Negative control: no price rose, and no median forecast is above {worst[1].median:.2f} times the base."
    )


def _totals(found: Backtest) -> str:
    t = found.totals
    return (
        f"{t['points']} points in {t['series']} series: the 50 % bands cover {t['coverage_50']:.0%}, the 80 % bands "
        f"{t['coverage_80']:.0%}; {t['better_than_naive_share']:.0%} of the series beat both naive forecasts; "
        f"mean CRPS {t['crps']:.2f} against {t['crps_no_change']:.2f} (no change) and {t['crps_last_shock']:.2f} "
        "(last shock repeated)."
    )


def _shortfall(found: Backtest) -> str:
    """How far a share of series that beat both naive forecasts is from the aim, and where it is lost (§M52)."""
    share = found.totals["better_than_naive_share"]
    lost = [r for r in found.results if not r.better]
    high = sum(p.median > p.observed for r in lost for p in r.points)
    count = sum(len(r.points) for r in lost)
    if share >= _AIM:
        return f"{share:.0%} beat both naive forecasts: the aim of two thirds holds."
    return (
        f"{share:.0%} beat both naive forecasts, short of the aim of two thirds. Of the {count} points in the series "
        f"that do not, {high} came in below the median forecast: controls that moved prices little are foreseen too "
        "high, for the three events of the fit are all cases of large moves."
    )


_ABOUT = """# Scorecard

Generated by `monazite backtest --scorecard FILE`. Values are relative to the base period of each series; CRPS is on the
logarithm of prices and on the ratio of volumes, lower is better.

Parameters are fitted on {fitted}, and choices of form are made by leaving one of these events out (last
table). The judged events set no parameter, and the priors of the back-test leave out evidence from them. But the form
of the model was written with their outcome in print, so they are no blind test. What was changed, and after which look:

1. After the first look at the judged events: contract prices follow spot in proportion, the first and last week of a
   measure count in part, buyers build larger stocks once a control is known, forecasts carry the error the fit assumes.
   The priors were then swapped for ones that leave out evidence from the judged events.
2. After a look at the fit events left out one at a time, where the 80 % bands held 53 % of the points and the 50 %
   bands 26 %: a quota is a ceiling whatever is asked for; saving and new supply are paid for by the price and wait for
   qualification; extra stocks are held and let go over a time of their own; holders of stocks offer less as a control
   lasts; users give way at very high prices; what leaks is not in customs counts, and codes hold goods the control
   does not; orders grow towards the day; under a quota the exporter takes the price abroad, under licences export
   prices lie between home and contract; the home price has a floor and is pulled by prices abroad; volumes are fitted
   in logarithms; the model's own error grows with time; half of a forecast is the prior. The judged events were in
   print all along, though none of these numbers was chosen on them.
3. The three reported events below were written then, from public sources, and scored once: of 19 points in 13 series
   the 50 % bands held 63 % and the 80 % bands 84 %; 38 % of the series beat both naive forecasts; CRPS 0.36 against
   0.61 (no change) and 0.54 (last shock repeated). **This first score is the test out of sample.**
4. After it the size of the market outside was read from the networks (what passed the restrictor), and three priors
   (price window, stock share, extra stock) were moved where the fit events left out got better. The table of the
   reported events below is therefore a second look.
5. Then, on grounds of structure alone: buyers hoard, and the model errs, in proportion to the share of supply outside
   that measures may stop (below a quarter), so that a small supplier moves nothing; full stocks are run down slowly, so
   that exports come back when a control ends; a ceiling acts on what is licensed; halts of mines ship what is above
   ground; a duty acts by its rate. Trial events had shown these faults.
"""

_LEFT_OUT = """The form of the model, the width of its error and the weight of the prior were chosen here, never on the
judged or the reported events. All three events left out were seen while choosing, so this too flatters.
"""

_STOPPAGES = """Observed {low:.0f} to {high:.0f} days after the control at car makers. The network model has a shortage
there in {share:.0%} of its runs, after a median of {median:.0f} days (80 % band
{first:.0f} to {last:.0f} days): {verdict}.
"""


def write(*, seed: int = 1) -> str:
    """The page as Markdown."""
    found, inner, stop = backtest(seed=seed), leave_one_out(seed=seed), stoppages(seed=seed)
    other = backtest([e for e in shipped() if e.role == "reported"], seed=seed)
    parts = [
        _ABOUT.format(fitted=", ".join(sorted({n.split("/")[0] for n in found.fitted_on}))),
        "## Misses: observed values outside the 80 % band\n",
        *_missed(found),
        "\n## Judged events\n",
        _totals(found) + "\n",
        *_table(found),
        "\n" + _calm(found),
        "\n## First stoppages\n",
        _STOPPAGES.format(**stop),
        "## Reported events: other minerals, other restrictors, a second look\n",
        _totals(other) + "\n",
        *_table(other),
        "\n" + _shortfall(other) + "\n",
        "## Leaving one event of the fit out\n",
        _LEFT_OUT,
        _totals(inner) + "\n",
        *_table(inner),
    ]
    return "\n".join(parts) + "\n"
