"""`monazite run`: a scenario, a thousand times over."""

from __future__ import annotations

import json

import click

from monazite.cli.options import json_option

_SHOWN = 8


@click.command()
@click.argument("scenario")
@click.option(
    "--runs", type=click.IntRange(min=1), default=1000, show_default=True, help="Number of runs."
)
@click.option("--seed", type=int, help="Seed of the samples (default: the scenario's).")
@click.option(
    "--executor",
    default="local",
    show_default=True,
    help="local, or dask://HOST:PORT: the workers of an existing cluster.",
)
@click.option(
    "--sensitivity",
    metavar="ANSWER",
    help="Instead: Sobol indices of an answer to every assumption: unmet, unmet/mineral/dysprosium, spot/dysprosium.",
)
@json_option
def command(
    scenario: str,
    runs: int,
    seed: int | None,
    executor: str,
    sensitivity: str | None,
    *,
    as_json: bool,
) -> None:
    """Simulate SCENARIO, a shipped id or a YAML or JSON file: who runs short, when, and at what price."""
    if sensitivity:
        _sensitivity(scenario, sensitivity, seed, as_json=as_json)
        return
    from monazite.study.run import sweep
    from monazite.study.scenarios import as_dict, prepare

    prepared = prepare(scenario)
    with click.progressbar(length=runs, label="runs", hidden=as_json) as bar:
        found = sweep(
            prepared,
            runs=runs,
            seed=seed,
            executor=executor,
            progress=lambda done, _: bar.update(done - bar.pos),
        )
    result = as_dict(prepared, found)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    click.echo(f"{prepared.scenario.title}: {runs} runs of {found.record.horizon_weeks} weeks")
    for line in lines(result):
        click.echo(line)


def _sensitivity(scenario: str, asked: str, seed: int | None, *, as_json: bool) -> None:
    """Which assumptions move an answer, as a table or JSON."""
    from dataclasses import asdict

    from monazite.study.scenarios import prepare
    from monazite.study.sobol import indices

    prepared = prepare(scenario)
    with click.progressbar(length=1, label="runs", hidden=as_json) as bar:

        def told(done: int, every: int) -> None:
            bar.length = every
            bar.update(done - bar.pos)

        own = prepared.scenario.seed if seed is None else seed
        found = indices(prepared, asked, seed=own, progress=told)
    if as_json:
        click.echo(json.dumps({"answer": asked, "indices": [asdict(i) for i in found]}, indent=2))
        return
    if not found:
        click.echo(f"{asked} does not move: it is the same in every run")
        return
    click.echo(
        f"{asked}: share of its variance by assumption, alone and with others (95 % interval)"
    )
    for index in found[:_SHOWN]:
        click.echo(
            f"  {index.assumption:28} {index.first:6.2f} +- {index.first_half_width:.2f}"
            f"   {index.total:6.2f} +- {index.total_half_width:.2f}"
        )


def lines(result: dict[str, object]) -> list[str]:
    """The tables as text: shortage by kind of group, worst first, and spot prices at three weeks."""
    out: list[str] = []
    groups: list[dict[str, object]] = result["shortages"]  # type: ignore[assignment]
    quantiles: list[float] = result["quantiles"]  # type: ignore[assignment]
    low, mid, high = (quantiles.index(q) for q in (0.1, 0.5, 0.9))
    for kind in ("mineral", "region", "use"):
        rows = [g for g in groups if g["kind"] == kind and g["probability"]][:_SHOWN]
        if rows:
            out.append(
                f"unmet by {kind} (share of the horizon's demand; 80 % range; chance; median first week)"
            )
        for g in rows:
            share, first = list(g["share"]), list(g["first_week"])  # type: ignore[call-overload]
            out.append(
                f"  {g['name']!s:24} {share[mid]:7.1%}  {share[low]:.1%} to {share[high]:.1%}  {g['probability']:.0%}  "
                f"week {first[mid]:.0f}"
            )
    prices: dict[str, dict[str, list[list[float]]]] = result["prices"]  # type: ignore[assignment]
    out.append("spot price abroad relative to base (week 4, 12, 26: median, 80 % range)")
    for mineral, bands in prices.items():
        band = bands["spot"]
        weeks = [w for w in (4, 12, 26) if w < len(band[mid])]
        if any(abs(band[mid][w] - 1) > 0.02 for w in weeks):  # noqa: PLR2004 - flat markets are left out
            cells = "  ".join(
                f"{band[mid][w]:.2f} ({band[low][w]:.2f} to {band[high][w]:.2f})" for w in weeks
            )
            out.append(f"  {mineral:24} {cells}")
    return out
