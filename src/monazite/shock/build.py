"""From what a standing touches to a scenario (§S10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monazite.errors import ScenarioError
from monazite.shock.types import Assumption, LossCurve, Scenario, Shock, ShockKind

_KINDS = {
    "licence": ShockKind.LICENCE,
    "ban": ShockKind.BAN,
    "prohibition": ShockKind.BAN,
    "quota": ShockKind.QUOTA,
}


def from_exposure(
    exposure: Any,
    assumptions: Mapping[str, Assumption],
    *,
    curves: Mapping[str, LossCurve] | None = None,
    horizon_weeks: int = 104,
    seed: int = 1,
) -> Scenario:
    """One shock for each measure of an exposure, on the links it touches with their controlled share (§S10).

    Args:
        exposure: What `exposure.reach` gives: `touches`, each with `link` (position), `share` and `measure`;
            `kinds`, the kind of each measure by id; `restrictor` and `mineral`.
        assumptions: All parameters of the engine, by id.
        horizon_weeks: Length of the run.
        seed: Seed of its samples.
        curves: Loss curve of a measure by id; a measure without one is in force from week 0 with no notice.

    Raises:
        ScenarioError: E511 if the exposure touches no link.
    """
    touched: dict[str, list[tuple[int, float]]] = {}
    for touch in exposure.touches:
        touched.setdefault(touch.measure, []).append((int(touch.link), float(touch.share)))
    if not touched:
        raise ScenarioError(
            "E511",
            "the exposure touches no link, so there is nothing to simulate",
            way_out="Check the day and the mineral of the exposure",
        )
    shocks = tuple(
        Shock(
            id=measure,
            kind=_KINDS.get(str(exposure.kinds.get(measure, "licence")), ShockKind.LICENCE),
            cause=measure,
            curve=(curves or {}).get(measure, LossCurve()),
            links=tuple(sorted(links)),
        )
        for measure, links in sorted(touched.items())
    )
    return Scenario(
        id="exposure-" + "-".join(sorted(touched))[:60],
        title="Measures: " + ", ".join(sorted(touched)),
        shocks=shocks,
        assumptions=assumptions,
        horizon_weeks=horizon_weeks,
        seed=seed,
        restrictor=str(exposure.restrictor),
        mineral=str(exposure.mineral),
    )
