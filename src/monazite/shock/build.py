"""From what a standing touches to a scenario (§S10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from monazite.errors import ScenarioError
from monazite.shock.types import Assumption, LossCurve, Scenario, Shock, ShockKind

if TYPE_CHECKING:
    from monazite.exposure.reach import Exposure

_KINDS = {"licence": ShockKind.LICENCE, "prohibit": ShockKind.BAN, "quota": ShockKind.QUOTA}
# How applications are decided where the act says so: refusal in principle is as good as a ban (§S10).
_REFUSED = frozenset({"deny", "denial", "prohibited", "refuse_in_principle"})


def from_exposure(
    exposure: Exposure,
    assumptions: Mapping[str, Assumption],
    *,
    curves: Mapping[str, LossCurve] | None = None,
    horizon_weeks: int = 104,
    seed: int = 1,
) -> Scenario:
    """One shock for each measure and effect of an exposure, on the links it touches (§S10).

    Args:
        exposure: What `exposure.reach` found.
        assumptions: All parameters of the engine, by id.
        horizon_weeks: Length of the run.
        seed: Seed of its samples.
        curves: Loss curve of a measure by id; a measure without one is in force from week 0 with no notice.

    Raises:
        ScenarioError: E511 if the exposure touches no link.
    """
    touched: dict[tuple[str, ShockKind], dict[int, float]] = {}
    reached: dict[str, float] = {}
    for touch in exposure.touches:
        refused = touch.presumption in _REFUSED
        kind = ShockKind.BAN if refused else _KINDS[touch.effect]
        links = touched.setdefault((touch.measure, kind), {})
        links[touch.link] = max(links.get(touch.link, 0.0), touch.share)
        flow = float(exposure.network.flow_t_per_y[touch.link]) * touch.share
        reached[touch.restrictor] = reached.get(touch.restrictor, 0.0) + flow
    if not touched:
        raise ScenarioError(
            "E511",
            "the exposure touches no link, so there is nothing to simulate",
            way_out="Check the day and the mineral of the exposure",
        )
    shocks = tuple(
        Shock(
            id=f"{measure}/{kind.value}",
            kind=kind,
            cause=measure,
            curve=(curves or {}).get(measure, LossCurve()),
            links=tuple(sorted(links.items())),
        )
        for (measure, kind), links in sorted(touched.items())
    )
    names = sorted({measure for measure, _ in touched})
    return Scenario(
        id=f"exposure-{exposure.network.mineral}-" + "-".join(names)[:60].lower(),
        title=f"{exposure.network.mineral}: " + ", ".join(names),
        shocks=shocks,
        assumptions=assumptions,
        horizon_weeks=horizon_weeks,
        seed=seed,
        restrictor=max(sorted(reached), key=lambda country: reached[country]),
        mineral=exposure.network.mineral,
    )
