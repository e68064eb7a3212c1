"""`monazite backtest`: how well the model would have done on past controls."""

from __future__ import annotations

import json
from pathlib import Path

import click

from monazite.cli.options import json_option


@click.command()
@click.option(
    "--events",
    "events",
    type=click.Path(path_type=Path),
    help="Judge these events, a YAML or JSON file or a folder of such files, instead of the shipped ones; "
    "they are never fitted on.",
)
@click.option("--seed", default=1, show_default=True, help="Seed of the draws.")
@click.option(
    "--scorecard", type=click.Path(path_type=Path), help="Write the scorecard page to this file."
)
@json_option
def command(events: Path | None, seed: int, scorecard: Path | None, *, as_json: bool) -> None:
    """Fit on some past controls, judge on others: coverage, CRPS, two naive forecasts."""
    from monazite.study.backtest import as_dict, backtest
    from monazite.study.events import read

    found = backtest(read(events) if events else None, seed=seed)
    if scorecard:
        from monazite.study.scorecard import write

        scorecard.write_text(write(seed=seed), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(as_dict(found), ensure_ascii=False, indent=2))
        return
    for result in sorted(found.results, key=lambda r: (r.better, -r.mean("crps"))):
        verdict = "beats both" if result.better else "does not beat both"
        click.echo(
            f"{result.event} {result.series.id} ({result.series.market}): CRPS {result.mean('crps'):.2f}, "
            f"no change {result.mean('crps_no_change'):.2f}, last shock {result.mean('crps_last_shock'):.2f}: {verdict}"
        )
        for p in result.points:
            mark = "in 50 %" if p.in_50 else ("in 80 %" if p.in_80 else "missed")
            low, high = p.band_80
            click.echo(
                f"  {p.point.period:>18}  observed {p.observed:8.2f}  median {p.median:8.2f}  "
                f"80 % {low:.2f} to {high:.2f}  {mark}"
            )
    for event, series, why in found.left_out:
        click.echo(f"{event} {series}: not judged, {why}")
    for event, remark in found.remarks:
        click.echo(f"{event} {remark}")
    for event, material in sorted(
        {(r.event, r.series.material) for r in found.results if "nothing" in r.market_from}
    ):
        click.echo(
            f"{event}: of {material} nothing is known of the market, so the bands rest on a wide prior"
        )
    t = found.totals
    click.echo(
        f"{t['points']} points: 50 % bands cover {t['coverage_50']:.0%}, 80 % bands {t['coverage_80']:.0%}; "
        f"{t['better_than_naive_share']:.0%} of {t['series']} series beat both naive forecasts"
    )
